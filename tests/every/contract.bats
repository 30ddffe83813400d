#!/usr/bin/env bats
# contract - what is no record, and what no common option can be: the same words in every filter

load ../lib

@test "what breaks the contract of a record is rejected by its code" {
    cat >in <<'END'
{"v":1,"kind":7}
{"v":1,"kind":""}
{"v":1}
{"kind":"post"}
{"v":2,"kind":"post"}
{"v":"1","kind":"post"}
{"v":1,"kind":"post","time":7}
{"v":1,"kind":"post","time":"soon"}
[1]
{"v":1,"kind":"post","kind":"post"}
{"v":1,"kind":

END
    expect 65 hark-dedupe --rejects rejects --max-rejects 0 in
    expect 0 hark-dedupe --rejects kept in
    jq -r .code kept >codes
    diff - codes <<'END'
no_kind
no_kind
no_kind
bad_version
bad_version
bad_version
bad_time
bad_time
not_an_object
duplicate_key
bad_json
END
    [ "$(hark-dedupe --rejects again in | books dropped.blank)" -eq 1 ]
}

@test "a control record that somebody rewrote is told once, and one of the archive's own is none" {
    printf '{"kind":"begin","v":1}\n{"kind": "end","v":1}\n' >rewritten
    expect 76 hark-dedupe rewritten
    [ "$(grep -c 'was rewritten on its way' <<<"$stderr")" -eq 1 ]
    printf ' {"v":1,"kind":"begin"}\n' >guarded
    expect 0 hark-dedupe --rejects rejects guarded
}

@test "what a common option cannot be ends 64 with its name" {
    local option
    for option in --max-rejects={x,-1,101%,-1%,%} --memory={x,1,-1,1Q} --max-line={0,x} --max-window={x,0} --since=soon --until=2009-13-01; do
        expect 64 hark-dedupe "$option" /dev/null
        [[ $stderr == *"${option%%=*}"* ]]
    done
    expect 64 hark-dedupe --bare=yes /dev/null
}

@test "a number and a share of rejects are limits" {
    { posts 8 && printf 'x\nx\n'; } >in
    expect 0 hark-dedupe --rejects r --max-rejects 2 in
    expect 65 hark-dedupe --rejects r --max-rejects 1 in
    expect 0 hark-dedupe --rejects r --max-rejects 20% in
    expect 65 hark-dedupe --rejects r --max-rejects 19% in
}

@test "an empty HARK_SANDBOX is none, and progress is shown on request alone" {
    posts 3 >in
    HARK_SANDBOX='' expect 0 hark-dedupe in
    [ -z "$stderr" ]
    expect 0 hark-dedupe --no-progress in
    [ -z "$stderr" ]
    HARK_PROGRESS_FD=x expect 0 hark-dedupe in
    HARK_PROGRESS_FD=99 expect 0 hark-dedupe in
    HARK_PROGRESS_FD='' expect 0 hark-dedupe in
    [ -z "$stderr" ]
    expect 0 hark-dedupe --progress in
}

@test "folders in folders are read, one that leads back to itself once, and what cannot be read is named" {
    mkdir -p a/b/c
    posts 1 >a/one
    posts 2 >a/b/two
    ln -s ../.. a/b/c/back
    ln -s nowhere a/gone
    expect 66 hark-fetch --bare a/
    [[ $stderr == *a/gone* ]]
    rm a/gone
    expect 0 hark-fetch --bare a
    [ "$(wc -l <<<"$output")" -eq 3 ]
    expect 0 hark-fetch --bare 'a/*' a/b/two
}
