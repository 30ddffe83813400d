#!/usr/bin/env bats
# feeds - feeds that somebody else wrote, and what their authors say of them

load ../lib

# The feeds of feedparser's suite, as if they had been fetched when 2020 began.
suite() {
    real_data feeds/feedparser.tar.zst
    zstd -dcq "$REAL" | tar -x
    find feedparser -type f -exec touch -d 2020-01-01T00:00:00Z {} +
}

@test "2,106 feeds: of what feedparser's suite asserts of title, date, id and links 95 % hold" {
    suite
    "$BATS_TEST_DIRNAME/feeds.py" feedparser/tests >said
    tail -n 20 said
    read -r compared _ agreed _ <<<"$(tail -n 1 said)"
    [ "$compared" -ge 227 ]
    [ $((agreed * 100)) -ge $((compared * 95)) ]
    # each that differs is listed in docs/sources.md
    grep -v ' compared, ' said | cut -d: -f1 | sort -u | while read -r name; do
        grep -qF "${name##*/}" "$HARK_ROOT/docs/sources.md" || { echo "not listed: $name"; exit 1; }
    done
}

@test "2,106 feeds go through with balanced books: each of 1,202 items is a post" {
    suite
    { hark-fetch --rejects cut feedparser || [ $? -eq 65 ]; } | { hark-normalize --rejects rejects || [ $? -eq 76 ]; } >records
    end=$(tail -n 1 records)
    [ "$(jq '.in == .passed + .used + .rejected + ([.dropped[]] | add // 0)' <<<"$end")" = true ]
    [ "$(jq '.made == .out' <<<"$end")" = true ]
    [ "$(jq '.kinds.post' <<<"$end")" -ge 1202 ]
    # beside the suite's own programs only UTF-16 and UTF-32 without a mark is not read
    [ "$(jq -r 'select(.archive | test("[.]py$|LICENSE|/encoding/") | not) | .archive' rejects | wc -l)" -eq 0 ]
}

@test "feeds in a WARC are read, relative addresses by where they were" {
    real_data warc/aut-example.warc.gz
    hark-fetch "$REAL" 2>messages | hark-normalize --rejects rejects >records || true
    jq -c 'select(.format == "rss")' records >items
    [ "$(wc -l <items)" -gt 10 ]
    [ "$(jq -r 'select(.url | startswith("http") | not) | .id' items | wc -l)" -eq 0 ]
    tail -n 1 records | jq -e '.in == .passed + .used + .rejected + ([.dropped[]] | add // 0)'
}

@test "other payloads of a WARC's responses are read as what they are" {
    body='{"author":"a","body":"b","created_utc":"1420070400","id":"c1","link_id":"t3_1","parent_id":"t3_1","subreddit":"s"}'
    http=$(printf 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' ${#body} "$body")
    printf 'WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nWARC-Target-URI: https://x.example/c1.json\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n' ${#http} "$http" >a.warc
    hark-fetch a.warc | hark-normalize --bare | jq -e '.id == "reddit:t1_c1" and .member == "https://x.example/c1.json" and .seen == "2020-01-01T00:00:00Z"'
}
