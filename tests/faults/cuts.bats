#!/usr/bin/env bats
# cuts - archives cut at every byte and with every bit turned, as docs/damage.md says

load ../lib

# cuts PROGRAM: its rows are those of the page; a sanitizer's build is slow, and plays a part of them.
cuts() {
    local every=1
    hark_is_sanitized && every=41
    "$HARK_BIN/../faults/$1" "$every" >rows
    tail -n 1 rows | grep -Eq '^[0-9]+ runs$'
    [ "$every" -gt 1 ] || diff <(grep -E '^\| (gzip|zstd|bzip2|xz|tar|zip|WARC)' "$HARK_ROOT/docs/damage.md") <(grep '^|' rows)
}

hark_is_sanitized() {
    ! (ulimit -v 400000 && hark-fetch --version) >/dev/null 2>&1
}

@test "a cut or a turned bit is told wherever the format carries a check, and nothing of it goes out under --verify" { cuts cuts; }
@test "the same with zlib's inflate" { cuts cuts-zlib; }
