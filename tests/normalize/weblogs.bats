#!/usr/bin/env bats
# weblogs - access logs that real servers wrote (../shared/data, or where $HARK_DATA says)

setup() {
    data=${HARK_DATA:-$BATS_TEST_DIRNAME/../../../shared/data}/weblogs
    [ -d "$data" ] || skip "no real data at $data"
    cd "$BATS_TEST_TMPDIR" || return
    install -m 600 "$BATS_TEST_DIRNAME/key" key
    export HARK_KEY_FILE=key
}

apache() {
    hark-fetch "$data/apache_logs.gz" | hark-normalize --host www.semicomplete.com --rejects rejects
}

@test "of 10,000 lines of Apache's one is rejected: that without its closing quote" {
    apache >out
    tail -n 1 out >end
    grep -q '"in":10000,"passed":0,"used":4214,"rejected":1,"dropped":{"asset":5531,"method":43,"status":211}' end
    [ "$(wc -l <rejects)" -eq 1 ]
    grep -q '"line":8899,.*"code":"bad_log_line","why":"the quote of its agent is not closed"' rejects
}

@test "tags of campaigns are decoded as another parser decodes them, each of 153" {
    command -v python3 >/dev/null || skip "no python3"
    apache >out
    python3 - "$data/apache_logs.gz" out <<'END'
import gzip, json, re, sys
from urllib.parse import parse_qsl, urlsplit

wanted, encoded = {}, 0
with gzip.open(sys.argv[1], "rt") as lines:
    for number, line in enumerate(lines, 1):
        target = line.split('"')[1].split(" ")[1]
        tags = {}
        for name, value in parse_qsl(urlsplit(target).query):
            if name.startswith("utm_"):
                tags.setdefault(name, value)
        if tags:
            wanted[number] = tags
            encoded += "%" in target[target.index("utm_"):]
found = {}
for line in open(sys.argv[2]):
    record = json.loads(line)
    tags = {key: value for key, value in record.items() if key.startswith("utm_")}
    if tags:
        found[record["line"]] = tags
assert (len(wanted), encoded) == (153, 88), (len(wanted), encoded)
assert found == wanted
END
}

@test "short links of Twitter's stand as referrers of the pages that they led to" {
    apache | grep -c '"referrer":"http://t.co/' >count
    [ "$(cat count)" -eq 2 ]
    [ "$(gzip -dc "$data/apache_logs.gz" | grep -c 't\.co/')" -eq 3 ]
}

@test "hackers' 3,456 lines are read whole, with sites where they name them" {
    hark-fetch "$data/hackers-access.log.gz" | hark-normalize >out
    tail -n 1 out | grep -q '"in":3456,"passed":0,"used":3431,"rejected":0,"dropped":{"status":25}'
    tail -n 1 out | grep -q '"no_host":3418'
    [ "$(grep -c '"url":"http://\(niels.basj.es\|howto.basjes.nl\)/' out)" -eq 13 ]
}

@test "a visitor of a real log is one name, and its hits have ids of their own" {
    apache | grep '"kind":"visit"' >visits
    [ "$(grep -o '"id":"[^"]*"' visits | sort -u | wc -l)" -eq 4214 ]
    [ "$(grep -o '"visitor":"web:h[0-9a-f]\{16\}"' visits | sort -u | wc -l)" -eq "$(
        gzip -dc "$data/apache_logs.gz" | sed 8899d | awk -F'"' '{split($1, head, " "); split($2, asked, " ")
            if ((asked[1] == "GET" || asked[1] == "POST") && substr($3, 2, 1) ~ /[23]/) print head[1], $6, asked[2]}' |
            sed -E 's/[?#;][^ ]*$//' | grep -viE '\.(css|js|mjs|map|png|jpe?g|gif|ico|cur|svg|webp|avif|bmp|woff2?|ttf|otf|eot|mp4|webm|mp3|ogg|swf|wasm|class|webmanifest)$| /(robots|ads)\.txt$| /sitemap\.xml$| /(crossdomain|browserconfig)\.xml$' |
            sed 's/ [^ ]*$//' | sort -u | wc -l)" ]
}
