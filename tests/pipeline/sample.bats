#!/usr/bin/env bats
# What scripts/sample writes: the same each time, and its ledger is true.

bats_require_minimum_version 1.5.0

setup_file() {
    sample=$BATS_TEST_DIRNAME/../../scripts/sample
    "$sample" world "$BATS_FILE_TMPDIR/world" --scale 0.2 --seed 5
    "$sample" world "$BATS_FILE_TMPDIR/again" --scale 0.2 --seed 5
}

setup() {
    top=$BATS_TEST_DIRNAME/../..
    sample=$top/scripts/sample
    reread=$BATS_TEST_DIRNAME/reread.py
    made=$BATS_FILE_TMPDIR
}

# Sums of minor units, by the columns given.
sums() {
    tail -n +2 "$1" | awk -F, -v keys="$2" '
        { split(keys, at, " "); key = ""
          for (i = 1; i in at; i++) key = key $at[i] ","
          sum[key] += $NF }
        END { for (key in sum) print key sum[key] }' | sort
}

@test "the same seed writes the same content" {
    diff <("$reread" --digests "$made/world") <("$reread" --digests "$made/again")
}

@test "another seed writes another world" {
    "$sample" world "$BATS_TEST_TMPDIR/other" --scale 0.2 --seed 6
    run ! cmp -s "$made/world/ledger.csv" "$BATS_TEST_TMPDIR/other/ledger.csv"
}

@test "the world that is kept is the one that sample writes" {
    "$sample" world "$BATS_TEST_TMPDIR/world"
    diff <("$reread" --digests "$top/samples/world" | grep -v -e README.md -e sources.txt) \
        <("$reread" --digests "$BATS_TEST_TMPDIR/world" | grep -v sources.txt)
}

@test "the archives, read again by the definitions, come to the ledger" {
    "$reread" "$made/world"
    "$reread" "$top/samples/world"
}

@test "the ledger reread is another one where a definition is broken" {
    sed 's/time - 30 \* 86400 <=/time - 29 * 86400 <=/' "$reread" >"$BATS_TEST_TMPDIR/wrong.py"
    run -1 python3 "$BATS_TEST_TMPDIR/wrong.py" "$made/world"
}

@test "tracked and all share out the same totals" {
    rows=$(sums "$made/world/ledger.csv" "1 2 4 5")
    diff <(grep ^all, <<<"$rows" | cut -d, -f2-) <(grep ^tracked, <<<"$rows" | cut -d, -f2-)
}

@test "tracked and all do not share them out alike" {
    rows=$(sums "$made/world/ledger.csv" "1 2 3 5")
    run ! diff <(grep ^all, <<<"$rows" | cut -d, -f2-) <(grep ^tracked, <<<"$rows" | cut -d, -f2-)
}

@test "the reasons add up to the order totals" {
    diff <(grep ,order_total, "$made/world/ledger.csv" | sed 1i- | sums /dev/stdin "1 5") \
        <(sums "$made/world/ledger-reasons.csv" "1 3")
}

@test "each case is an order of its own" {
    jq -r '.cases[].order' "$made/world/expected.json" >"$BATS_TEST_TMPDIR/orders"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/orders")" -gt 40 ]
    [ -z "$(sort "$BATS_TEST_TMPDIR/orders" | uniq -d)" ]
}

@test "the world that is kept is small" {
    [ "$(find "$top/samples/world" -type f -exec cat {} + | wc -c)" -lt 450000 ]
}

@test "tweets have the size that was asked for and compress as tweets do" {
    "$sample" tweets "$BATS_TEST_TMPDIR/tweets" --bytes 20M --files 3
    [ "$(find "$BATS_TEST_TMPDIR/tweets" -type f | wc -l)" -eq 3 ]
    plain=$(zcat "$BATS_TEST_TMPDIR"/tweets/*.gz | wc -c)
    packed=$(cat "$BATS_TEST_TMPDIR"/tweets/*.gz | wc -c)
    [ "$plain" -ge 20000000 ] && [ "$plain" -lt 24000000 ]
    [ $((plain / packed)) -ge 7 ] && [ $((plain / packed)) -le 12 ]
    zcat "$BATS_TEST_TMPDIR"/tweets/*.gz | jq -e -n \
        '[inputs | select(.id_str)] | length as $all | ($all > 3500 and
        (map(.id_str) | unique | length) < $all)'
}

@test "tweets of one seed are the same" {
    "$sample" tweets "$BATS_TEST_TMPDIR/one" --bytes 2M
    "$sample" tweets "$BATS_TEST_TMPDIR/two" --bytes 2M
    diff -r "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two"
}

@test "visits are as many as were asked for, by time" {
    run -0 "$sample" visits "$BATS_TEST_TMPDIR/visits" --visits 20k --orders 1k
    [[ $output == "visits=20000 orders=1000 "* ]]
    zcat "$BATS_TEST_TMPDIR"/visits/visits-*.gz | jq -r .kind | sort | uniq -c | tr -s ' ' >"$BATS_TEST_TMPDIR/kinds"
    diff - "$BATS_TEST_TMPDIR/kinds" <<<$' 1000 order\n 20000 visit'
    zcat "$BATS_TEST_TMPDIR"/visits/visits-*.gz | jq -r .time | sort -c
}

@test "visits of one seed are the same" {
    "$sample" visits "$BATS_TEST_TMPDIR/one" --visits 5k --orders 200
    "$sample" visits "$BATS_TEST_TMPDIR/two" --visits 5k --orders 200
    diff -r "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/two"
}
