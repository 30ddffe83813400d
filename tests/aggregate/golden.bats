#!/usr/bin/env bats
# golden - each folder golden/CLAIM holds records, options and the rows that aggregate must make of them

# Plays every case that ended 0 (or all) in one way, and says which give other rows.
play_all() {
    way=$1
    failed=0
    count=0
    for input in "$BATS_TEST_DIRNAME"/golden/*/input.ndjson; do
        case=${input%/*}
        [ "$way" = whole ] || [ "$(cat "$case/expected.status")" -eq 0 ] || continue
        count=$((count + 1))
        made=$BATS_TEST_TMPDIR/made.$count
        said=$BATS_TEST_TMPDIR/said.$count
        mkdir "$made" "$said"
        cp "$case"/expected.* "$said"
        "$BATS_TEST_DIRNAME/play" "$case" "$made" "$way"
        if ! diff -r "$said" "$made"; then
            echo "${case##*/}: other rows, played $way"
            failed=$((failed + 1))
        fi
    done
    echo "$failed of $count cases failed"
    [ "$count" -gt 0 ] && [ "$failed" -eq 0 ]
}

@test "each golden case gives the rows, the status and the messages that it says" {
    play_all whole
}

@test "the order of the records does not show" {
    play_all reversed
}

@test "states of three parts, joined in another order, give the rows of one run" {
    play_all thirds
}
