#!/usr/bin/env bats
# warc - what lies in the responses of a web archive gives the records that it gives as a file

load ../lib

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    install -m 600 "$BATS_TEST_DIRNAME/key" key
    export HARK_KEY_FILE=key
}

# A response of a server that sent the file: response NUMBER FILE
response() {
    printf 'HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n' | cat - "$2" >block
    printf 'WARC/1.1\r\nWARC-Type: response\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Target-URI: http://x.example/%s\r\n' "$1"
    printf 'Content-Type: application/http; msgtype=response\r\nContent-Length: %s\r\n\r\n' "$(wc -c <block)"
    cat block
    printf '\r\n\r\n'
}

# The records without what says where they stood, in an order of their own.
records() {
    hark-normalize --bare --rejects "$1" | sed 's/,"archive":.*//' | sort
}

@test "pages of platforms and feeds are told in a web archive as they are alone" {
    formats='twitter2 mastodon activitypub jsonfeed rss atom reddit shopify woo stripe matomo'
    n=0
    for format in $formats; do
        for case in "$BATS_TEST_DIRNAME/$format"/*/; do
            [ ! -f "$case/options" ] || continue
            for input in "$case"/input.*; do
                n=$((n + 1))
                response "$n" "$input" >>all.warc
                cp "$input" "alone.$n"
            done
        done
    done
    [ "$n" -gt 60 ]
    touch -d 2020-01-01T00:00:00Z alone.*
    hark-fetch alone.* | records alone.rejects >apart
    gzip -c all.warc >all.warc.gz
    hark-fetch all.warc.gz | records warc.rejects >together
    diff apart together
    [ "$(wc -l <alone.rejects)" -eq "$(wc -l <warc.rejects)" ]
    for format in $formats; do
        grep -q "\"format\":\"$format\"" together
    done
}

@test "299 responses of 2009: 450 posts of feeds, and nothing that is unknown" {
    real_data warc/aut-example.warc.gz
    hark-fetch "$REAL" 2>messages | hark-normalize --rejects rejects >records || true
    [ "$(grep -c '"kind":"post"' records)" -eq 450 ]
    tail -n 1 records | grep -q '"used":450,"rejected":1,"dropped":{}'
    # Two files are no well-formed XML; all else is accounted for.
    [ "$(grep -c bad_xml messages)" -eq 2 ]
    grep -q 'Malformed request' rejects
}
