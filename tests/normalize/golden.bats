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

@test "each format has the cases that it owes: five at least, ordinary, minimal, deleted or edited, hostile" {
    # Of rows that say what was done, and of what nobody takes back: what they owe instead is a case of their own.
    final='twcs clf w3c alb s3log caddy ga4 snowplow bitly counts_csv orders_csv matomo'
    for format in $(hark-normalize --list | cut -f1); do
        cases=$(find "$BATS_TEST_DIRNAME/$format" -mindepth 1 -maxdepth 1 -type d -printf '%f\n')
        [ "$(printf '%s\n' "$cases" | wc -l)" -ge 5 ] || { echo "$format has less than five cases"; false; }
        case " $final " in
        *" $format "*) wanted='ordinary minimal hostile' ;;
        *) wanted='ordinary minimal hostile (delet|edit|updat|revision|refund|cancel|taken)' ;;
        esac
        for claim in $wanted; do
            printf '%s\n' "$cases" | grep -qE -- "$claim" || { echo "$format has no case called $claim"; false; }
        done
    done
}

@test "a source's file has at most 250 lines" {
    for format in $(hark-normalize --list | cut -f1); do
        length=$(wc -l <"$BATS_TEST_DIRNAME/../../filters/sources/$format.c")
        [ "$length" -le 250 ] || { echo "$format.c has $length lines"; false; }
    done
}
