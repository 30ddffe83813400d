#!/usr/bin/env bats
# golden - each folder FORMAT/CLAIM holds an input and what normalize must make of it

load ../lib

@test "each golden case gives the records, the books and the rejects that it says" {
    failed=0
    count=0
    for case in $(find "$BATS_TEST_DIRNAME" -name 'input.*' -printf '%h\n' | sort -u); do
        got=$BATS_TEST_TMPDIR/$count
        mkdir "$got" "$got.said"
        count=$((count + 1))
        "$BATS_TEST_DIRNAME/play" "$case" "$got" 2>"$got.messages" || true
        cp "$case"/expected.* "$got.said"
        mkdir "$got.made"
        mv "$got"/expected.* "$got.made"
        if ! diff -r "$got.said" "$got.made" >"$got.diff"; then
            echo "${case#"$BATS_TEST_DIRNAME"/}:"
            head -n 20 "$got.messages" "$got.diff" | cut -c1-400
            failed=$((failed + 1))
        fi
    done
    echo "$failed of $count cases failed"
    [ "$count" -gt 0 ]
    [ "$failed" -eq 0 ]
}

@test "each format has the cases that it owes: ordinary, minimal, deleted or edited, hostile" {
    for format in $(hark-normalize --list | cut -f1); do
        for claim in ordinary minimal hostile; do
            found=$(find "$BATS_TEST_DIRNAME/$format" -maxdepth 1 -name "*$claim*" | head -n 1)
            [ -n "$found" ] || { echo "$format has no case called $claim"; false; }
        done
    done
}
