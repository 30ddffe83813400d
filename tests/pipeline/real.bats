#!/usr/bin/env bats
# real - archives that nobody here wrote go through the pipe with nothing lost, and the books say what they hold
#
# The figures are those of the data's own README, or counted here by other means.

load chain

# through NORMALIZE-OPTIONS… -- FILE…: fetch, normalize and dedupe, which must end well; their books in f, n and
# d, records in normal and deduped, rejects in rejects.
through() {
    local options=()
    while [ "$1" != -- ]; do
        options+=("$1")
        shift
    done
    shift
    set +e
    hark fetch --rejects rejects --stats f "$@" |
        hark normalize --rejects rejects --stats n "${options[@]}" | tee normal |
        hark dedupe --stats d >deduped
    echo "${PIPESTATUS[*]}" >statuses
    set -e
    [ "$(cat statuses)" = "0 0 0 0" ]
    # what was read is told of, and what was told of was written, in each of the three
    jq -e -s 'length == 3 and all(.in == .passed + .used + .rejected + ([.dropped[]] | add // 0) and .out == .passed + .made)
        and .[0].out == .[1].in and .[1].out == .[2].in' f n d
    [ "$(wc -l <normal)" -eq $(($(jq .out n) + 2)) ]
    [ "$(wc -l <deduped)" -eq $(($(jq .out d) + 2)) ]
}

# is BOOKS FILTER: a condition of the books holds.
is() {
    jq -e "$2" "$1" >/dev/null || {
        echo "not so: $2 in $(jq -c 'del(.chain)' "$1")"
        return 1
    }
}

@test "statuses of Twitter's v1.1: 3,175 statuses, a delete, a gap; 2,694 ids less the one that was deleted" {
    real_data twitter/v1/statuses.json.gz
    archive=$REAL
    through -- "$archive"
    is f '.out == 3177'
    is n '.kinds == {post: 3175, delete: 1, gap: 1} and .rejected == 0 and .dropped == {}'
    is d '.kinds == {post: 2693, gap: 1} and .used == 1'
    [ ! -s rejects ]
    gzip -dc "$archive" | jq -r 'select(.text or .full_text) | "twitter:" + .id_str' | LC_ALL=C sort -u >ids
    gzip -dc "$archive" | jq -r 'select(.delete) | "twitter:" + .delete.status.id_str' >deleted
    [ "$(wc -l <ids)" -eq 2694 ]
    [ "$(wc -l <deleted)" -eq 1 ]
    jq -r 'select(.kind == "post") | .id' deduped | LC_ALL=C sort >left
    LC_ALL=C comm -23 ids deleted >wanted
    agree wanted left
    ! grep -q "\"id\":\"$(cat deleted)\"" deduped || return 1
}

@test "a combined log: 10,000 lines, one of them cut, each of the others told of" {
    real_data weblogs/apache_logs.gz
    archive=$REAL
    hark new-key key
    through --host www.site.example --key-file key -- "$archive"
    is f '.out == 10000'
    is n '.in == 10000 and .rejected == 1'
    is d '.dropped == {}'
    [ "$(jq -r .line rejects)" -eq "$(gzip -dc "$archive" | grep -vnE '"[^"]*"$' | cut -d: -f1)" ]
    # by other means: what asked for nothing, and what was refused
    gzip -dc "$archive" | awk -F '"' '
        { split($2, request, " "); split($3, answer, " ") }
        request[1] !~ /^(GET|POST)$/ { methods++; next }
        answer[1] !~ /^[23]/ { refused++ }
        END { print methods, refused }' >wanted
    [ "$(jq -r '"\(.dropped.method) \(.dropped.status)"' n)" = "$(cat wanted)" ]
    is n '.kinds.visit + .dropped.asset + .dropped.method + .dropped.status == 9999'
    [ "$(jq -r 'select(.kind == "visit") | .visitor' normal | grep -cvE '^web:h[0-9a-f]+$')" -eq 0 ]
}

@test "a log under attack: 3,456 lines, none lost" {
    real_data weblogs/hackers-access.log.gz
    archive=$REAL
    through --host www.site.example --clear-ids -- "$archive"
    is f '.out == 3456'
    is n '.in == 3456 and .used + ([.dropped[]] | add) == 3456'
    is d '.dropped == {} and .out == .in'
}

@test "pages of Facebook: each row that a CSV reader sees is a post, whatever it holds" {
    real_data facebook
    folder=$REAL
    through --map "$HARK_ROOT/samples/maps/facebook_page.jq" -- "$folder"/*.csv.gz
    python3 - "$folder"/*.csv.gz >rows <<'END'
import csv, gzip, sys
for path in sys.argv[1:]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text))
    print(path, len(rows), len({row["status_id"] for row in rows}))
END
    [ "$(wc -l <rows)" -eq 6 ]
    [ "$(awk '{ n += $2 } END { print n }' rows)" -eq "$(jq .kinds.post n)" ]
    is n '.rejected == 0 and .dropped == {}'
    for stream in normal deduped; do
        grep '"kind":"post"' $stream | sed 's/.*,"archive":"\([^"]*\)".*/\1/' | uniq -c | awk '{ print $2, $1 }' >$stream.counts
    done
    cut -d' ' -f1,2 rows >wanted
    agree wanted normal.counts
    cut -d' ' -f1,3 rows >wanted
    agree wanted deduped.counts
}

# All 305 days; under sanitizers the first three.
@test "Online Retail by its map: 541,909 lines to a net of 9,747,747.93 GBP" {
    real_data orders
    days=("$REAL"/*.csv.gz)
    ! sanitized || days=("${days[@]:0:3}")
    through --map "$HARK_ROOT/samples/maps/uci_online_retail.jq" --clear-ids -- "${days[@]}"
    python3 - "${days[@]}" >wanted <<'END'
import csv, gzip, sys
from decimal import Decimal, ROUND_HALF_EVEN
lines, net, invoices, people, nobody = 0, Decimal(0), set(), set(), 0
for path in sys.argv[1:]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            lines += 1
            amount = Decimal(row["Quantity"]) * Decimal(row["UnitPrice"])
            net += amount.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
            invoices.add(row["InvoiceNo"])
            people.add(row["CustomerID"])
            nobody += row["CustomerID"] == ""
print(lines, net, len(invoices), len(people - {""}), nobody)
END
    sanitized || [ "$(cut -d' ' -f1-4 wanted)" = "541909 9747747.93 25900 4372" ]
    is n '.rejected == 0 and .dropped == {} and .kinds.order == .in'
    is d '.dropped == {}'
    {
        jq .out d
        hark aggregate --metric net_sales --to csv deduped | sed -n 's/^GBP,[0-9]*,\([^,]*\),.*/\1/p'
        hark aggregate --distinct number --distinct visitor --bare deduped | jq '.distinct_number, .distinct_visitor'
        hark aggregate --where visitor= --count --bare deduped | jq .count
    } | xargs >found
    agree wanted found
    [ "$(hark aggregate --metric order_total --to csv deduped | sed -n 's/^GBP,[0-9]*,\([^,]*\),.*/\1/p')" = "$(cut -d' ' -f2 wanted)" ]
}
