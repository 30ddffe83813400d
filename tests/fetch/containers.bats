#!/usr/bin/env bats
# containers - tar, zip, WARC and whatever lies in what

# shellcheck disable=SC2154 # bats sets stderr
load ../lib

pack() {
    python3 - "$@" <<'PYTHON'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
    for name in sys.argv[2:]:
        archive.write(name)
PYTHON
}

some() {
    printf '{"a":1}\n{"a":2}\n' >a.json
    printf 'x,y,z\n1,2,3\n' >b.csv
}

@test "every compression gives the same records, all members of it, told by content" {
    some
    { gzip -c a.json; gzip -c a.json; } >g
    { zstd -qc a.json; zstd -qc a.json; } >z
    { bzip2 -c a.json; bzip2 -c a.json; } >b
    { xz -c a.json; xz -c a.json; } >x
    for file in g z b x; do
        hark-fetch --bare $file | diff - <(cat a.json a.json)
        hark-fetch --bare <$file | diff - <(cat a.json a.json)
    done
}

@test "what is packed twice is unpacked twice" {
    some
    gzip -c a.json | gzip -c | xz -c >twice
    hark-fetch --bare twice | cmp - a.json
    touch -d 2009-03-01T12:00:00Z twice
    hark-fetch twice | grep '"kind":"archive"' | diff - <(echo '{"v":1,"kind":"archive","archive":"twice","lines":"json","line":1,"seen":"2009-03-01T12:00:00Z"}')
}

@test "members are named, one within another by a !, and have their own time" {
    some
    touch -d 2009-03-01T12:00:00Z a.json b.csv
    tar czf in.tar.gz a.json b.csv
    pack all.zip in.tar.gz
    hark-fetch all.zip | grep '"kind":"archive"' | diff - <(cat <<'WANTED'
{"v":1,"kind":"archive","archive":"all.zip","member":"in.tar.gz!a.json","lines":"json","line":1,"seen":"2009-03-01T12:00:00Z"}
{"v":1,"kind":"archive","archive":"all.zip","member":"in.tar.gz!b.csv","lines":"csv","line":2,"seen":"2009-03-01T12:00:00Z"}
WANTED
)
}

@test "damage in a member names archive and member" {
    some
    gzip -c a.json >a.json.gz
    { head -c -6 a.json.gz; printf 'xxxxxx'; } >bad.gz
    tar cf all.tar a.json bad.gz b.csv
    expect 65 hark-fetch --bare all.tar
    [[ $stderr == *"all.tar!bad.gz"*": bad_crc: "* ]]
    [ "$(printf '%s\n' "$output" | wc -l)" -eq 5 ]
}

@test "containers that were cut end 65, wherever that was" {
    for i in 1 2 3 4 5 6; do posts 40 >$i.json; done
    tar cf whole.tar ./*.json
    pack whole.zip ./*.json
    for whole in whole.tar whole.zip; do
        size=$(wc -c <$whole)
        # what a tar has behind its two empty blocks is padding
        for cut in 700 $((size / 3)) $((size / 2)) $((size - 11000)) $((size - 1)); do
            { [ "$cut" -gt 0 ] && [ "$whole $cut" != "whole.tar $((size - 1))" ]; } || continue
            head -c "$cut" "$whole" >part
            expect 65 hark-fetch part
        done
    done
}

@test "containers in containers go eight deep and no deeper" {
    some
    cp a.json 0
    for i in 1 2 3 4 5 6 7; do tar cf $i $((i - 1)); done
    hark-fetch --bare 7 | cmp - a.json
    tar cf 8 7
    expect 77 hark-fetch 8
    [[ $stderr == *too_deep* ]]
}

@test "what cannot be records within a container is left out and counted" {
    some
    printf '\x89PNG\r\n\x1a\nxxxx' >p.png
    printf '<!DOCTYPE html><html></html>' >p.html
    printf 'function f() {}\n' >viewer.js
    printf 'window.YTD.tweets.part0 = [ {"tweet":{"id":"1"}} ]' >tweets.js
    pack export.zip p.png p.html viewer.js tweets.js
    expect 0 hark-fetch export.zip
    [ "$(printf '%s\n' "$output" | books 'dropped|tojson')" = '{"media":1,"page":1,"script":1}' ]
    [ "$(hark-fetch --bare export.zip)" = '{"tweet":{"id":"1"}}' ]
}

@test "--max-expand stops what unpacks to more, --max-window what wants more memory" {
    head -c 3000000 /dev/zero | tr '\0' '\n' >zeros
    gzip -9c zeros >bomb.gz
    expect 77 hark-fetch --max-expand 1M bomb.gz
    [[ $stderr == *"bomb.gz"*"too_large"* ]]
    expect 0 hark-fetch --max-expand 4M bomb.gz
    zstd -q --ultra -22 --long=27 --no-check <zeros >wide.zst
    expect 77 hark-fetch --max-window 1M wide.zst
    [[ $stderr == *"wide.zst: window_too_large: "* ]]
    expect 0 hark-fetch wide.zst
    [ "$(printf '%s\n' "$output" | books 'notes|tojson')" = '{"unchecked":1}' ]
}

@test "--max-expand holds for what is unpacked within a container, and stops there" {
    head -c 3000000 /dev/zero | tr '\0' '\n' >zeros
    head -c 3000000 /dev/zero | tr '\0' ' ' >blanks
    echo '{"a":1}' >a.json
    zip -q bomb.zip a.json zeros a.json blanks
    expect 77 hark-fetch --max-expand 1M bomb.zip
    [[ $stderr == *"bomb.zip!zeros:"*"too_large: it unpacks to more than --max-expand"* ]]
    [[ $stderr != *blanks* ]]
    expect 0 hark-fetch --max-expand 3000000 bomb.zip
    tar -cf plain.tar zeros
    expect 0 hark-fetch --max-expand 1M plain.tar
}

@test "--max-ratio is of all that an archive unpacks to, however deep it lies" {
    head -c 3000000 /dev/zero | tr '\0' '\n' >zeros
    seq 400000 >lines
    gzip -9k zeros lines
    zip -q zeros.zip zeros
    zstd -q19 zeros.gz -o zeros.gz.zst
    tar -cf zeros.tar zeros.gz zeros.gz
    for bomb in zeros.gz zeros.zip zeros.gz.zst zeros.tar; do
        expect 77 hark-fetch --max-ratio 100 "$bomb"
        [[ $stderr == *"$bomb"*"too_large: the archive unpacks to more times its size than --max-ratio allows"* ]]
        expect 0 hark-fetch --max-ratio 100000 "$bomb"
    done
    expect 0 hark-fetch --max-ratio 100 lines.gz
    expect 0 hark-fetch --max-ratio 100 zeros
    for i in 1 2 3 4 5 6 7 8; do head -c 900000 zeros >"part.$i"; done
    zip -q many.zip part.*
    expect 77 hark-fetch --max-ratio 100 many.zip
    [[ $stderr == *"many.zip!part.2:"* ]]
    head -c 1000000 zeros | gzip -9 >small.gz
    expect 0 hark-fetch --max-ratio 100 small.gz
    expect 64 hark-fetch --max-ratio 0 zeros.gz
}

@test "--max-ratio and --max-expand see what a server deflated into a web archive" {
    head -c 3000000 /dev/zero | tr '\0' '\n' >zeros
    { printf 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: deflate\r\n\r\n'
      python3 -c 'import sys, zlib; sys.stdout.buffer.write(zlib.compress(sys.stdin.buffer.read(), 9))' <zeros; } >response
    { warc response application/http response 'WARC-Target-URI: http://x.example/a'
      warc response application/http response 'WARC-Target-URI: http://x.example/b'; } >bomb.warc
    for limit in "--max-ratio 100" "--max-expand 1M"; do
        # shellcheck disable=SC2086
        expect 77 hark-fetch $limit bomb.warc
        [[ $stderr == *"bomb.warc!http://x.example/a:"*too_large* ]]
        [[ $stderr != *x.example/b* ]]
    done
    expect 0 hark-fetch bomb.warc
}

# warc TYPE MEDIA FILE [HEADER…]: a record
warc() {
    local type=$1 media=$2 file=$3
    shift 3
    printf 'WARC/1.0\r\nWARC-Type: %s\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2009-03-01T12:00:00Z\r\n' "$type"
    printf 'Content-Type: %s\r\nContent-Length: %s\r\n' "$media" "$(wc -c <"$file")"
    printf '%s\r\n' "$@"
    printf '\r\n'
    cat "$file"
    printf '\r\n\r\n'
}

@test "a web archive gives its payloads, named by their address, as of their date" {
    some
    { printf 'HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n\r\n'; cat a.json; } >response
    { printf 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n'
      gzip -c a.json >a.gz; printf '%x\r\n' "$(wc -c <a.gz)"; cat a.gz; printf '\r\n0\r\n\r\n'; } >chunked
    { printf 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html></html>'; } >page
    { printf 'HTTP/1.1 404 No\r\n\r\nnone'; } >missing
    printf 'x\r\n' >info
    {
        warc warcinfo application/warc-fields info
        warc request 'application/http;msgtype=request' info 'WARC-Target-URI: http://x.example/a'
        warc response 'application/http;msgtype=response' response 'WARC-Target-URI: http://x.example/a'
        warc response application/http chunked 'WARC-Target-URI: <http://x.example/b>'
        warc response application/http page 'WARC-Target-URI: http://x.example/c'
        warc response application/http missing 'WARC-Target-URI: http://x.example/d'
        warc resource image/png info 'WARC-Target-URI: http://x.example/e'
        warc revisit application/http info 'WARC-Target-URI: http://x.example/f'
        warc conversion text/csv b.csv 'WARC-Target-URI: http://x.example/g'
    } >all.warc
    hark-fetch --bare all.warc | diff - <(cat a.json a.json; echo '{"x":"1","y":"2","z":"3"}')
    hark-fetch all.warc | grep '"kind":"archive"' | jq -r '"\(.member) \(.seen)"' | diff - <(
        for x in a b g; do echo "http://x.example/$x 2009-03-01T12:00:00Z"; done)
    [ "$(hark-fetch all.warc | books 'dropped|tojson')" = '{"crawl":2,"http_status":1,"media":1,"page":1,"revisit":1}' ]
}

@test "lines that are empty before its first record make a web archive no text" {
    some
    { printf '\r\n\r\n'; warc resource application/json a.json 'WARC-Target-URI: http://x.example/a'; } >glued.warc
    hark-fetch --bare glued.warc | diff - a.json
}

@test "a payload in segments or in br is rejected, and the rest of the web archive is read" {
    some
    { printf 'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\nxxxx'; } >br
    {
        warc response application/http br 'WARC-Target-URI: http://x.example/a'
        warc resource application/json a.json 'WARC-Target-URI: http://x.example/b' 'WARC-Segment-Number: 1'
        warc resource application/json a.json 'WARC-Target-URI: http://x.example/c'
    } >all.warc
    hark-fetch --bare --rejects rejects all.warc | cmp - a.json
    [ "$(jq -r .code rejects | tr '\n' ' ')" = "unsupported_encoding segmented " ]
}

@test "a web archive that is cut within a record ends 65" {
    some
    warc resource application/json a.json 'WARC-Target-URI: http://x.example/c' >all.warc
    warc resource application/json a.json 'WARC-Target-URI: http://x.example/d' >>all.warc
    for bytes in 10 100 300 $(($(wc -c <all.warc) - 10)); do
        head -c "$bytes" all.warc >cut.warc
        expect 65 hark-fetch cut.warc
    done
}

# le32 N: four bytes
le32() {
    # shellcheck disable=SC2059 # a format of four escapes
    printf "$(printf '\\x%02x\\x%02x\\x%02x\\x%02x' $(($1 & 255)) $(($1 >> 8 & 255)) $(($1 >> 16 & 255)) $(($1 >> 24 & 255)))"
}

@test "a .warc.zst brings its dictionary, packed or not" {
    some
    for i in $(seq 60); do warc resource application/json a.json "WARC-Target-URI: http://x.example/$i" >"w.$i"; done
    zstd -q --train w.* --maxdict=2048 -o dictionary 2>/dev/null || skip "zstd has no training here"
    zstd -qc dictionary >dictionary.zst
    for form in dictionary dictionary.zst; do
        { printf '\x5d\x2a\x4d\x18'; le32 "$(wc -c <$form)"; cat $form
          for i in 1 2 3; do zstd -qcD dictionary "w.$i"; done; } >all.warc.zst
        hark-fetch --bare all.warc.zst | diff - <(cat a.json a.json a.json)
    done
    for cut in 6 200 $(($(wc -c <all.warc.zst) - 10)); do
        head -c "$cut" all.warc.zst >cut.warc.zst
        expect 65 hark-fetch cut.warc.zst
    done
    { printf '\x5d\x2a\x4d\x18'; le32 $((17 << 20)); cat all.warc.zst; } >large.warc.zst
    expect 77 hark-fetch large.warc.zst
    [[ $stderr == *"too_large: a dictionary of more than 16 MiB"* ]]
    { printf '\x5d\x2a\x4d\x18'; le32 100; head -c 100 dictionary.zst; zstd -qc w.1; } >damaged.warc.zst
    expect 65 hark-fetch damaged.warc.zst
    [[ $stderr == *"bad_data: the dictionary cannot be unpacked"* ]]
}

@test "a web archive's digests are held against its records" {
    some
    { printf 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n'; cat a.json; } >response
    block="WARC-Block-Digest: sha1:$(sha1sum <response | cut -d' ' -f1)"
    payload="WARC-Payload-Digest: sha256:$(sha256sum <a.json | cut -d' ' -f1)"
    address='WARC-Target-URI: http://x.example/a'
    warc response application/http response "$address" "$block" "$payload" >good.warc
    hark-fetch --bare good.warc | cmp - a.json
    sed 's/"a":2/"a":3/' good.warc >turned.warc
    expect 65 hark-fetch turned.warc
    [[ $stderr == *"bad_digest: http://x.example/a is not what its WARC-Block-Digest says"* ]]
    [[ $stderr == *"bad_digest: http://x.example/a is not what its WARC-Payload-Digest says"* ]]
    warc response application/http response "$address" "WARC-Block-Digest: crc32:0" >unknown.warc
    hark-fetch --bare unknown.warc | cmp - a.json
}
