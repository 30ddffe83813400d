#!/usr/bin/env bats
# real - archives that others made, with nothing lost

# shellcheck disable=SC2154 # bats sets stderr
load ../lib

# status, in, passed
ends() {
    hark-fetch "$@" 2>messages | tail -n 1 | jq -c '[.status, .in, .passed]'
}

@test "a stream of tweets: every line of it" {
    real_data twitter/v1/statuses.json.gz
    file=$REAL
    [ "$(ends "$file")" = "[0,3177,3177]" ]
    gzip -dc "$file" | cmp - <(hark-fetch --bare "$file")
}

@test "305 files of orders: every row" {
    real_data orders
    folder=$REAL
    [ "$(ends "$folder"/*.csv.gz)" = "[0,541909,541909]" ]
}

@test "rows with line breaks in them are those that Python reads" {
    real_data facebook/time.csv.gz
    python3 - "$HARK_DATA"/facebook/*.csv.gz <<'PYTHON'
import csv, gzip, json, subprocess, sys
csv.field_size_limit(1 << 24)
for name in sys.argv[1:]:
    with gzip.open(name, "rt", newline="", encoding="utf-8") as file:
        wanted = list(csv.DictReader(file))
    made = subprocess.run(["hark-fetch", "--bare", name], check=True, stdout=subprocess.PIPE).stdout
    made = [json.loads(line) for line in made.split(b"\n")[:-1]]
    assert wanted and made == [{key: value.replace("\r\n", "\n") for key, value in row.items()} for row in wanted], name
PYTHON
}

@test "logs byte for byte" {
    real_data weblogs/apache_logs.gz
    file=$REAL
    [ "$(ends "$file")" = "[0,10000,10000]" ]
    gzip -dc "$file" | cmp - <(hark-fetch --bare "$file")
}

@test "a dump in XML, an array of conversations, events" {
    real_data stackexchange
    [ "$(ends "$REAL"/coffee-Posts.xml.gz)" = "[0,592,592]" ]
    real_data support/dev.json
    [ "$(ends "$REAL")" = "[0,525,525]" ]
    real_data bluesky/expected_v1.jsonl
    [ "$(ends "$REAL")" = "[0,152,152]" ]
}

@test "2,106 feeds, some of them deliberately broken: items, and each broken one named" {
    real_data feeds/feedparser.tar.zst
    file=$REAL
    run --separate-stderr hark-fetch "$file"
    [ "$status" -eq 65 ]
    [ "$(printf '%s\n' "$output" | books passed)" -ge 2750 ]
    [ "$(printf '%s\n' "$stderr" | grep -vc 'no_items')" -le 45 ]
}

@test "299 responses of a web archive: each is data, or left out for a reason" {
    real_data warc/aut-example.warc.gz
    file=$REAL
    hark-fetch --rejects rejects "$file" >out 2>messages || true
    [ "$(tail -n 1 out | jq '[.dropped | .page, .media, .script, .http_status] | add')" -eq 216 ]
    members=$(grep '"kind":"archive"' out | jq -r .member | sort -u | wc -l)
    [ "$members" -eq 10 ]
}

@test "web archives, good ones and bad ones, end as they are" {
    real_data warc/test/data
    folder=$REAL
    for file in example.warc example.warc.gz example-resource.warc.gz post-test.warc.gz example-iana.org-chunked.warc; do
        expect 0 hark-fetch "$folder/$file"
    done
    expect 65 hark-fetch "$folder/example-trunc.warc"
    expect 65 hark-fetch "$folder/example.arc"
    [ "$(ends "$folder/post-test.warc.gz")" = "[0,6,3]" ]
    [ "$(ends "$folder/example-resource.warc.gz")" = "[0,3,0]" ]
}
