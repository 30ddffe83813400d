#!/usr/bin/env bats
# lies - servers that are busy, cut short, change their mind or say what is not so

# shellcheck disable=SC2154,SC2094 # bats sets stderr; books prints
load ../lib

setup_file() {
    mkdir "$BATS_FILE_TMPDIR/liar"
    "$BATS_TEST_DIRNAME/liar" "$BATS_FILE_TMPDIR/liar" 3>&- &
    echo $! >"$BATS_FILE_TMPDIR/pid"
    for _ in $(seq 100); do
        [ -e "$BATS_FILE_TMPDIR/liar/port" ] && return
        sleep 0.05
    done
    return 1
}

teardown_file() {
    kill "$(cat "$BATS_FILE_TMPDIR/pid")"
}

# A place of this test's own on the server, and hark asked for it.
setup() {
    cd "$BATS_TEST_TMPDIR" || return
    export no_proxy='*'
    at=$BATS_FILE_TMPDIR/liar/$BATS_TEST_NUMBER.json
    mkdir -p "$at"
    url=http://127.0.0.1:$(cat "$BATS_FILE_TMPDIR/liar/port")/$BATS_TEST_NUMBER.json
    printf '{"a":1}\n{"a":2}\n' >body
}

get() {
    hark-fetch --bare --cache cache --retry-wait 1 "$@" "$url"
}

# reply N STATUS [FIELD…]: the n-th answer, its body on standard input
reply() {
    local n=$1 status=$2
    shift 2
    {
        printf 'HTTP/1.1 %s\r\n' "$status"
        [ $# -eq 0 ] || printf '%s\r\n' "$@"
        printf '\r\n'
        cat
    } >"$at/$n"
}

# Neither here nor there anything is left.
anew() {
    rm -r cache "${at:?}"
    mkdir "$at"
}

page='<html><body>Service Unavailable</body></html>'

@test "one that asks to wait is waited for" {
    echo "$page" | reply 1 "503 Busy" "Retry-After: 1" "Content-Type: text/html"
    reply 2 "200 OK" "Content-Length: 16" <body
    SECONDS=0
    expect 0 get
    [ "$output" = "$(cat body)" ]
    [ "$SECONDS" -ge 1 ]
    [[ $stderr == *"$url: http_status: 503 Busy; trying again in 1 s"* ]]
}

@test "one that asks for longer than allowed is left for later" {
    reply 1 "429 Slow down" "Retry-After: 3600" </dev/null
    expect 75 get
    [ -z "$output" ]
    [[ $stderr == *"3600 s, --retry-wait allows 1"* ]]
    [ "$(wc -l <"$at/log")" -eq 1 ]
}

@test "one that stays busy is given up after so many tries" {
    echo "$page" | reply 1 "500 Broken"
    expect 75 get --retries 2 --retry-wait 0
    [ -z "$output" ]
    [ "$(wc -l <"$at/log")" -eq 3 ]
    expect 75 get --retries 0
    [ "$(wc -l <"$at/log")" -eq 4 ]
}

@test "a body that was cut goes on where it was, if its ETag is strong" {
    head -c 9 body | reply 1 "200 OK" "Content-Length: 16" 'ETag: "v1"'
    tail -c +10 body | reply 2 "206 Part" "Content-Range: bytes 9-15/16" "Content-Length: 7" 'ETag: "v1"'
    expect 0 get
    [ "$output" = "$(cat body)" ]
    [ "$(tail -n 1 "$at/log" | cut -d'|' -f2-)" = ' Range: bytes=9- | If-Range: "v1"' ]
}

@test "what one run got the next one need not get again" {
    head -c 9 body | reply 1 "200 OK" "Content-Length: 16" 'ETag: "v1"'
    tail -c +10 body | reply 2 "206 Part" "Content-Range: bytes 9-15/16" "Content-Length: 7" 'ETag: "v1"'
    expect 75 get --retries 0
    [ -z "$output" ]
    expect 0 get --retries 0
    [ "$output" = "$(cat body)" ]
    [[ $(tail -n 1 "$at/log") == *"Range: bytes=9-"* ]]
}

@test "without a strong ETag it begins anew" {
    head -c 9 body | reply 1 "200 OK" "Content-Length: 16" 'ETag: W/"v1"'
    head -c 9 body | reply 2 "200 OK" "Content-Length: 16" "Last-Modified: Sun, 01 Mar 2009 12:00:00 GMT"
    reply 3 "200 OK" "Content-Length: 16" <body
    expect 0 get --retry-wait 0
    [ "$output" = "$(cat body)" ]
    run ! grep -q Range "$at/log"
}

@test "what has changed meanwhile begins anew: by 200, by another ETag, by another length" {
    old='{"old":1}'
    printf '%s' "$old" | reply 1 "200 OK" "Content-Length: 99" 'ETag: "v1"'
    reply 2 "200 OK" "Content-Length: 16" 'ETag: "v2"' <body
    expect 0 get --retry-wait 0
    [ "$output" = "$(cat body)" ]

    anew
    printf '%s' "$old" | reply 1 "200 OK" "Content-Length: 16" 'ETag: "v1"'
    tail -c +10 body | reply 2 "206 Part" "Content-Range: bytes 9-15/16" "Content-Length: 7" 'ETag: "v2"'
    reply 3 "200 OK" "Content-Length: 16" 'ETag: "v2"' <body
    expect 0 get --retry-wait 0
    [ "$output" = "$(cat body)" ]

    anew
    printf '%s' "$old" | reply 1 "200 OK" "Content-Length: 99" 'ETag: "v1"'
    tail -c +10 body | reply 2 "206 Part" "Content-Range: bytes 9-15/16" "Content-Length: 7"
    reply 3 "200 OK" "Content-Length: 16" <body
    expect 0 get --retry-wait 0
    [ "$output" = "$(cat body)" ]
}

@test "a part that begins elsewhere is not glued in" {
    head -c 9 body | reply 1 "200 OK" "Content-Length: 16" 'ETag: "v1"'
    reply 2 "206 Part" "Content-Range: bytes 0-15/16" "Content-Length: 16" 'ETag: "v1"' <body
    tail -c +10 body | reply 3 "206 Part" "Content-Range: bytes 9-15/16" "Content-Length: 7" 'ETag: "v1"'
    expect 0 get --retry-wait 0
    [ "$output" = "$(cat body)" ]
}

@test "a part that is refused begins anew" {
    head -c 9 body | reply 1 "200 OK" "Content-Length: 16" 'ETag: "v1"'
    reply 2 "416 No such part" </dev/null
    reply 3 "200 OK" "Content-Length: 16" <body
    expect 0 get --retry-wait 0
    [ "$output" = "$(cat body)" ]
}

@test "a body that is cut each time never comes out" {
    head -c 9 body | reply 1 "200 OK" "Content-Length: 16"
    expect 75 get --retries 1 --retry-wait 0
    [ -z "$output" ]
    [[ $stderr == *"cut: 9 of 16 bytes came"* ]]
}

@test "a body of no length that was cut shows by its format, and is asked for again" {
    gzip -c body >packed
    head -c -5 packed | reply 1 "200 OK"
    reply 2 "200 OK" <packed
    expect 0 get --retry-wait 0
    [ "$output" = "$(cat body)" ]
    anew
    head -c 9 body | reply 1 "200 OK"
    reply 2 "200 OK" <body
    expect 0 get --retry-wait 0
    [ "$output" = "$(cat body)" ]
    anew
    printf '[{"a":1},' | reply 1 "200 OK"
    expect 75 get --retry-wait 0 --retries 1
    [ -z "$output" ]
    [ "$(wc -l <"$at/log")" -eq 2 ]
}

@test "chunks are an end, and a record without a line's end is whole" {
    printf '7\r\n{"a":1}\r\n0\r\n\r\n' | reply 1 "200 OK" "Transfer-Encoding: chunked"
    expect 0 get
    [ "$output" = '{"a":1}' ]
    anew
    printf '8\r\n{"a":1}\n\r\n7\r\n{"a"' | reply 1 "200 OK" "Transfer-Encoding: chunked"
    expect 75 get --retries 0
    [ -z "$output" ]
    anew
    printf '8\r\nfield 1 \r\n0\r\n\r\n' | reply 1 "200 OK" "Transfer-Encoding: chunked"
    expect 0 get
    [ "$output" = 'field 1 ' ]
}

@test "an error page is no data, whatever it says" {
    echo "$page" | reply 1 "403 Forbidden" "Content-Type: application/json" "Content-Length: 46"
    expect 69 get
    [ -z "$output" ]
    [[ $stderr == *"http_status: 403 Forbidden"* ]]
    anew
    echo "$page" | reply 1 "200 OK" "Content-Type: application/json" "Content-Length: 46"
    expect 65 get
    [ -z "$output" ]
    [[ $stderr == *no_data* ]]
}

@test "a redirect within http is followed, one out of it is refused" {
    mkdir -p "$at-there"
    mv body "$at-there/body"
    { printf 'HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n'; cat "$at-there/body"; } >"$at-there/1"
    reply 1 "302 There" "Location: /$BATS_TEST_NUMBER.json-there?secret" </dev/null
    hark-fetch --cache cache "$url" >out
    grep '"kind":"archive"' out | jq -r .archive | diff - <(echo "$url")
    [ "$(books out <out)" -eq 2 ]
    for elsewhere in file:///etc/passwd ftp://127.0.0.1/x gopher://127.0.0.1/x; do
        anew
        reply 1 "302 There" "Location: $elsewhere" </dev/null
        expect 69 get
        [ -z "$output" ]
    done
    anew
    reply 1 "302 There" "Location: $url" </dev/null
    expect 69 get
    [[ $stderr == *redirects* ]]
}

@test "what a server packs is unpacked, what hark cannot unpack is refused" {
    gzip -c body >packed
    reply 1 "200 OK" "Content-Encoding: gzip" <packed
    expect 0 get
    [ "$output" = "$(cat body)" ]
    anew
    gzip -c packed | reply 1 "200 OK" "Content-Encoding: gzip"
    expect 0 get
    [ "$output" = "$(cat body)" ]
    anew
    reply 1 "200 OK" "Content-Encoding: br" <body
    expect 69 get
    [[ $stderr == *unsupported_encoding* ]]
}

@test "two lengths are no length, and more than was announced is too much" {
    reply 1 "200 OK" "Content-Length: 16" "Content-Length: 8" <body
    expect 69 get
    [ -z "$output" ]
    anew
    reply 1 "200 OK" "Content-Length: 8" <body
    expect 75 get --retries 0
    [ -z "$output" ]
}

@test "what is damaged on the server ends 65, and is not kept" {
    gzip -c body | tr '\000' '\001' >packed
    reply 1 "200 OK" "Content-Length: $(wc -c <packed)" 'ETag: "v1"' <packed
    gzip -c body >packed
    reply 2 "200 OK" "Content-Length: $(wc -c <packed)" 'ETag: "v1"' <packed
    expect 65 get
    [ -z "$output" ]
    expect 0 get
    [ "$output" = "$(cat body)" ]
    run ! grep -q None-Match "$at/log"
}

@test "an empty body is no input" {
    reply 1 "200 OK" "Content-Length: 0" </dev/null
    expect 66 get
    expect 0 get --allow-empty
}

@test "a body is as old as the server says, not as the download" {
    reply 1 "200 OK" "Content-Length: 16" "Last-Modified: Sun, 01 Mar 2009 12:00:00 GMT" <body
    reply 2 "304 As it was" </dev/null
    for _ in 1 2; do hark-fetch --cache cache "$url" | grep '"kind":"archive"' | jq -r .seen; done | sort -u | diff - <(echo 2009-03-01T12:00:00Z)
    [[ $(tail -n 1 "$at/log") == *"If-Modified-Since: Sun, 01 Mar 2009 12:00:00 GMT"* ]]
    anew
    reply 1 "200 OK" "Content-Length: 16" <body
    [ "$(hark-fetch --cache cache "$url" | grep '"kind":"archive"' | jq -r .seen)" = null ]
}

@test "a cache that was damaged is not believed" {
    reply 1 "200 OK" "Content-Length: 16" 'ETag: "v1"' <body
    expect 0 get
    for damage in 's/1/7/' 's/.$//'; do
        sed -i "$damage" cache/*.body
        expect 0 get
        [ "$output" = "$(cat body)" ]
    done
    echo nonsense >"$(echo cache/*.meta)"
    expect 0 get
    [ "$output" = "$(cat body)" ]
    run ! grep -q None-Match "$at/log"
}
