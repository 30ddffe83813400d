#!/usr/bin/env bats
# lies - servers that are busy, cut short, change their mind or say what is not so

# shellcheck disable=SC2154,SC2094,SC2030,SC2031 # bats sets stderr; books prints
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

# What --retry-wait 5 makes of that Retry-After: the wait that is told, or that it is left for later.
asked() {
    anew 2>/dev/null || mkdir -p "$at"
    echo "$page" | reply 1 "$2" "Retry-After: $1"
    reply 2 "200 OK" "Content-Length: 16" <body
    run --separate-stderr hark-fetch --bare --cache cache --retry-wait 5 --retries 1 "$url"
    case $stderr in
    *"trying again in "*) sed -n 's/.*trying again in \([0-9]*\) s.*/\1/p' <<<"$stderr" ;;
    *", --retry-wait allows 5"*) echo "later, $status" ;;
    *) echo "$status $stderr" ;;
    esac
}

@test "every form of Retry-After is understood, and what is none is as if it were not there" {
    [ "$(asked 1 '503 Busy')" = 1 ]
    [ "$(asked ' 1 ' '429 Slow')" = 1 ]
    [ "$(asked 0 '429 Slow')" = 0 ]
    [ "$(asked 'Sun, 06 Nov 1994 08:49:37 GMT' '503 Busy')" = 0 ]
    [ "$(asked 'Sunday, 06-Nov-94 08:49:37 GMT' '503 Busy')" = 0 ]
    [ "$(asked 'Sun Nov  6 08:49:37 1994' '503 Busy')" = 0 ]
    [[ $(asked "$(LC_ALL=C date -u -d '+3 seconds' '+%a, %d %b %Y %H:%M:%S GMT')" '429 Slow') == [0-3] ]]
    [ "$(asked "$(LC_ALL=C date -u -d '+1 hour' '+%a, %d %b %Y %H:%M:%S GMT')" '503 Busy')" = "later, 75" ]
    [ "$(asked 6 '429 Slow')" = "later, 75" ]
    [ "$(asked 9223372036854775807 '429 Slow')" = "later, 75" ]
    [ "$(asked 99999999999999999999999 '503 Busy')" = "later, 75" ]
    # of no use: its own wait, 1 s at first
    for garbage in -5 soon 1.5 '' '1 hour' 'Sun, 99 Nov 1994 99:49:37 GMT' 0x10; do
        [ "$(asked "$garbage" '503 Busy')" = 1 ]
    done
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

@test "credentials go to the host that they were given for, and to no other" {
    there=$at-there
    mkdir -p "$there"
    { printf 'HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n'; cat body; } >"$there/1"
    port=${url#http://127.0.0.1:}
    port=${port%%/*}
    reply 1 "302 There" "Location: http://localhost:$port/${there##*/}" "Set-Cookie: who=me" </dev/null
    named=${url/:\/\//://me:pass-word@}
    hark-fetch --bare --cache cache "$named" | cmp - body
    grep -qi 'authorization: basic' "$at/log"
    run ! grep -i 'authorization\|cookie' "$there/log"
    # nor by AWS's keys, to whatever an endpoint sends on to
    export AWS_ACCESS_KEY_ID=id AWS_SECRET_ACCESS_KEY=secret AWS_ENDPOINT_URL=${url%/*}
    mkdir -p "$BATS_FILE_TMPDIR/liar/bucket"
    rm -rf "$BATS_FILE_TMPDIR/liar/bucket/$BATS_TEST_NUMBER.json"
    mv "$at" "$BATS_FILE_TMPDIR/liar/bucket/"
    rm "$there/log"
    hark-fetch --bare --cache cache "s3://bucket/$BATS_TEST_NUMBER.json" | cmp - body
    grep -qi 'authorization: aws4' "$BATS_FILE_TMPDIR/liar/bucket/$BATS_TEST_NUMBER.json/log"
    run ! grep -i authorization "$there/log"
}

@test "a redirect may not lead in a circle over two places, nor to nowhere" {
    mkdir -p "$at-there"
    reply 1 "307 There" "Location: ${url##*/}-there" </dev/null
    printf 'HTTP/1.1 301 Back\r\nLocation: %s\r\n\r\n' "$url" >"$at-there/1"
    expect 69 get
    [[ $stderr == *"redirects: too many of them"* ]]
    [ "$(cat "$at/log" "$at-there/log" | wc -l)" -eq 11 ]
    anew
    reply 1 "302 There" </dev/null
    expect 69 get
    [[ $stderr == *"http_status: 302 There"* ]]
    anew
    reply 1 "302 There" "Location: http://" </dev/null
    expect 69 get
    [ -z "$output" ]
}

@test "one that sends next to nothing is left after --stall, in its head or its body" {
    reply 1 "200 OK" "Content-Length: 16" 'ETag: "v1"' <body
    echo 1 >"$at/1.pace"
    SECONDS=0
    expect 75 get --stall 1 --retries 1 --retry-wait 0
    [ -z "$output" ]
    [[ $stderr == *"timeout: "*"given up after 2 tries"* ]]
    [ "$SECONDS" -le 20 ]
    anew
    { printf 'HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n'; head -c 9000 /dev/zero | tr '\0' ' '; } >"$at/1"
    echo 10 >"$at/1.pace"
    SECONDS=0
    expect 75 get --stall 2 --retries 0
    [ -z "$output" ]
    [[ $stderr == *"timeout: "* ]]
    [ "$SECONDS" -le 20 ]
    expect 64 get --stall 0
}

@test "a head without end is none" {
    printf 'HTTP/1.1 200 OK\r\n' >"$at/1"
    printf 'X-More: %01000d\r\n' 0 >"$at/1.endless"
    expect 69 get
    [ -z "$output" ]
    [[ $stderr == *"bad_answer: "* ]]
    anew
    printf 'HTTP/1.1 200 OK\r\nX-More: ' >"$at/1"
    printf '%01000d' 0 >"$at/1.endless"
    expect 69 get --retries 0
    [ -z "$output" ]
    [[ $stderr == *"bad_answer: "* ]]
    anew
    printf 'HTTP/1.1 100 Wait\r\n\r\n' >"$at/1"
    cp "$at/1" "$at/1.endless"
    expect 69 get --retries 0
    [[ $stderr == *"bad_answer: "* ]]
}

@test "a body that goes on behind its length is none" {
    printf 'HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n' >"$at/1"
    printf '{"a":1}\n' >"$at/1.endless"
    expect 75 get --retries 0
    [ -z "$output" ]
    [[ $stderr == *"excess: "* ]]
}

@test "a part of it to who asked for all is no whole" {
    head -c 9 body | reply 1 "206 Part" "Content-Range: bytes 0-8/16" "Content-Length: 9"
    expect 75 get --retries 0
    [ -z "$output" ]
    [[ $stderr == *"bad_range: "* ]]
    anew
    reply 1 "206 Part" "Content-Range: bytes 0-15/16" "Content-Length: 16" <body
    expect 75 get --retries 0
    [ -z "$output" ]
}

@test "parts that are not what they say are not glued in" {
    for range in "bytes 9-12/16" "bytes 9-15/99" "bytes x-y/z" "lines 9-15/16" "bytes */16" "bytes 15-9/16"; do
        anew 2>/dev/null || true
        head -c 9 body | reply 1 "200 OK" "Content-Length: 16" 'ETag: "v1"'
        tail -c +10 body | reply 2 "206 Part" "Content-Range: $range" "Content-Length: 7" 'ETag: "v1"'
        reply 3 "200 OK" "Content-Length: 16" <body
        run --separate-stderr get --retries 2 --retry-wait 0
        [ -z "$output" ] || [ "$output" = "$(cat body)" ]
        [ "$status" -eq 0 ] || [ "$status" -eq 75 ]
        [ -n "$output" ] || [ "$status" -ne 0 ]
    done
}

@test "chunks that lie are cut" {
    for chunks in '7\r\n{"a":1}' '7\r\n{"a":1}\r\n' '9\r\n{"a":1}\r\n0\r\n\r\n' 'zz\r\n{"a":1}\r\n0\r\n\r\n' \
        'ffffffffffffffffff\r\n{"a":1}\r\n' '-7\r\n{"a":1}\r\n0\r\n\r\n' '7\r\n{"a":1}\r\n0\r\n'; do
        anew 2>/dev/null || true
        # shellcheck disable=SC2059
        printf "$chunks" | reply 1 "200 OK" "Transfer-Encoding: chunked"
        run --separate-stderr get --retries 0
        [ -z "$output" ]
        [ "$status" -eq 75 ] || [ "$status" -eq 69 ]
    done
}

@test "HTTP/1.0 without a length is whole if its format is" {
    { printf 'HTTP/1.0 200 OK\r\n\r\n'; cat body; } >"$at/1"
    expect 0 get
    [ "$output" = "$(cat body)" ]
    anew
    { printf 'HTTP/1.0 200 OK\r\n\r\n'; gzip -c body; } >"$at/1"
    expect 0 get
    [ "$output" = "$(cat body)" ]
    anew
    { printf 'HTTP/1.0 200 OK\r\n\r\n'; gzip -c body; echo more; } >"$at/1"
    expect 75 get --retries 0
    [ -z "$output" ]
}

@test "a page to log in on, in place of data, is no data whatever its status" {
    login='<!DOCTYPE html><html><form action="/login"><input name="password"></form></html>'
    for type in text/html application/json application/gzip; do
        anew 2>/dev/null || true
        echo "$login" | reply 1 "200 OK" "Content-Type: $type"
        expect 65 get --retries 0
        [ -z "$output" ]
        [[ $stderr == *no_data* ]]
    done
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
