#!/usr/bin/env bats
# permute - neither the order of samples/world nor the memory shows in a byte of its credits

load ../pipeline/chain

setup_file() {
    cd "$HARK_ROOT/samples/world" || return
    hark new-key "$BATS_FILE_TMPDIR/key"
    hark fetch posts clicks logs orders |
        hark normalize --bare --sources sources.txt --key-file "$BATS_FILE_TMPDIR/key" --rejects "$BATS_FILE_TMPDIR/rejects" |
        hark dedupe --bare --accounts accounts.csv | hark classify --bare --accounts accounts.csv >"$BATS_FILE_TMPDIR/records"
}

models=first,last,last_non_direct,linear,position,j,inverse_j,time_decay,participation

credits() {
    hark attribute --bare --stitch --model $models --window 1h,7d,30d,1y,none "$@"
}

# shuffled SEED: the records in another order
shuffled() {
    awk -v seed="$1" 'BEGIN { srand(seed) } { printf "%.9f\t%s\n", rand(), $0 }' "$BATS_FILE_TMPDIR/records" |
        LC_ALL=C sort | cut -f2-
}

@test "samples/world permuted 100 times gives the same bytes" {
    times=100
    ! sanitized || times=5
    credits "$BATS_FILE_TMPDIR/records" >said
    [ "$(wc -l <said)" -gt 10000 ]
    for seed in $(seq $times); do
        shuffled "$seed" >permuted
        run ! cmp -s permuted "$BATS_FILE_TMPDIR/records"
        credits permuted | cmp - said
    done
}

@test "16 MiB of memory give the bytes of 1 GiB" {
    credits --memory 1G "$BATS_FILE_TMPDIR/records" >said
    credits --memory 16M "$BATS_FILE_TMPDIR/records" | cmp - said
    credits --memory 1M "$BATS_FILE_TMPDIR/records" | cmp - said
}
