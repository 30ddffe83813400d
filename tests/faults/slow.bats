#!/usr/bin/env bats
# slow - hostile input costs no filter ten times as much a byte, and no memory

# shellcheck disable=SC2030,SC2031 # a subshell asks what this build is
load ../lib

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    (ulimit -v 400000 && hark-fetch --version) >/dev/null 2>&1 || skip "a sanitizer's programs have costs of their own"
}

slow() {
    python3 "$BATS_TEST_DIRNAME/slow.py" "$@" >rows || {
        grep -e ordinary -e BAD rows
        return 1
    }
}

@test "records that are hostile cost at most ten times, in constant memory: filters that pass them on" { slow key via fetch; }
@test "the same of those that read their texts" { slow validate redact classify unlink; }
@test "raw records that are hostile cost at most ten times, in constant memory" { slow twitter1 mastodon reddit clf; }

@test "crowds of records cost at most ten times those that hold what they have read" { slow dedupe thread near ideas aggregate attribute; }

@test "a line of more than 2 GiB is rejected with its length, and the next one read, in constant memory" {
    [ -n "$HARK_LONG" ] || skip "minutes on a slow machine; HARK_LONG=1 and make faults play it"
    { head -c 2200000000 /dev/zero | tr '\0' x; printf '\n{"v":1,"kind":"x"}\n'; } |
        "$HARK_ROOT/tests/fetch/peak" peak hark-key --bare --by none --rejects rejects >out
    [ "$(cat out)" = $'\t{"v":1,"kind":"x"}' ]
    [ "$(jq -r '"\(.code) \(.raw_bytes) \(.line)"' rejects)" = "too_long 2200000000 1" ]
    [ "$(cat peak)" -lt 65536 ]
}
