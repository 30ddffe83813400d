# Who of those who write to us has agreed to be known as which customer, one row each.
#
# author,email,from,until
#
# Run by `hark normalize`, which hashes the address as it does an order's, so that the plain list goes
# no further. The author is as posts have it (network:id), the address as the shop writes it, `from` when
# it was agreed and `until` when it was taken back. docs/recipes.md makes of it what `attribute --people`
# reads.

{
    kind: "account",
    source: (.author | split(":")[0]),
    id: .author,
    author: .author,
    customer: .email,
    time: .from,
    from: .from
}
+ if (.until // "") == "" then {} else {to: .until} end
