#!/usr/bin/env bats
# validate - what is a record of each kind, and what is none

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# A least record of each kind that has needs.
least() {
    jq -c '{v: 1, kind: "x", source: "twitter", id: "twitter:1", time: "2009-03-06T12:00:00Z", seen: "2009-04-01T00:00:00Z"} as $head
        | {format: "twitter1", archive: "a.json", line: 1} as $tail
        | ({kind: "post", text: ""},
           {kind: "click", url: "http://bit.ly/x", destination: "http://a.example/"},
           {kind: "visit", url: "http://a.example/"},
           {kind: "order", state: "paid", amount: -1, currency: "USD", exponent: 2},
           {kind: "order", target: "shop:1", state: "refund", amount: -1, currency: "JPY", exponent: 0},
           {kind: "account", author: "twitter:7"},
           {kind: "count", measure: "fans", value: 7},
           {kind: "gap", from: "2009-03-06T12:00:00Z", to: "2009-03-06T12:00:00Z"},
           {kind: "delete", target: "twitter:1", scope: "item"}) as $own
        | $head * $own + $tail' -n
    jq -c '{v: 1, kind: "credit", order: "shop:1", time: "2009-03-06T12:00:00Z", model: "last", window: "30d",
        touches: "all", amount: 5, currency: "USD", exponent: 2},
        {v: 1, kind: "row", net_sales: 5},
        {v: 1, kind: "state", query: "x"}' -n
}

# rejected FILE: what of the file is rejected, as "line code: why", and nothing else is.
rejected() {
    rm -f rejects
    hark-validate --rejects rejects "$1" >passed
    jq -r '"\(.line) \(.code): \(.why)"' rejects
}

@test "the least record of each kind fits, and passes byte for byte" {
    least >records
    expect 0 hark-validate --bare records
    diff records - <<<"$output"
}

@test "each key that a kind needs is needed" {
    least | jq -c 'select(.kind != "row" and .kind != "state") as $one | $one | keys_unsorted[] as $key
        | select($key != "kind" and $key != "v") | $one | del(.[$key])' >lacking
    [ "$(rejected lacking | grep -c bad_record)" -eq "$(wc -l <lacking)" ]
    [ "$(wc -l <lacking)" -gt 90 ]
    echo '{"kind":"post"}' >lacking
    rejected lacking | grep -qx '1 bad_version: only version 1 is known'
    echo '{"v":1}' >lacking
    rejected lacking | grep -qx '1 no_kind: it is no record of hark'
}

@test "what a key may be is held to" {
    least | head -n 1 | jq -c '. + ({ms: 1000}, {ms: -1}, {tz: "+1"}, {likes: -1}, {likes: 1.5}, {likes: "1"},
        {seen: "2009-03-06T12:00:00+00:00"}, {source: "Twitter"}, {id: "1"}, {author: "keba"}, {handle: ""},
        {links: []}, {links: [1]}, {links: "http://a.example/"}, {flags: []}, {country: "Germany"},
        {url: "www.a.example"}, {line: 0}, {line: "1"}, {format: "Twitter 1"}, {labels: []}, {urgency: "now"},
        {sentiment: "bad"}, {score: 2}, {team: null}, {whatever: null}, {idea_status: "open"}, {status: 7})' >odd
    rejected odd | sed 's/^[0-9]* bad_record: .\([a-z]*\).*/\1/' | paste -sd' ' >found
    echo ms ms tz likes likes likes seen source id author handle links links links flags country url line line \
        format labels urgency sentiment score team whatever idea status | diff - found
    least | head -n 1 | sed 's/"text":/"likes":9007199254740993,&/' >large
    rejected large | grep -q likes
}

@test "what a kind may be is held to" {
    least | sed -n '4p' | jq -c '., (.state = "sold"), (.currency = "usd"), (.exponent = 9), (.amount = "1"), (.amount = 1.5)' >orders
    [ "$(rejected orders | cut -d: -f1,2 | paste -sd,)" = \
        '2 bad_record: /state,3 bad_record: /currency,4 bad_record: /exponent,5 bad_record: /amount,6 bad_record: /amount' ]
    least | sed -n '9p' | jq -c '.scope = "galaxy"' >scope
    rejected scope | grep -q /scope
    least | head -n 1 | jq -c '.kind = "poem"' >kind
    rejected kind | grep -q /kind
}

@test "unknown keys pass" {
    least | jq -c '. + {mine: {a: [1, 2.5, true]}}' >records
    expect 0 hark-validate records
}

@test "what does not fit is rejected, and what does goes on in order" {
    { posts 2; posts 1 | sed 's/"text":/"body":/'; posts 4 | tail -n 2; } >mixed
    expect 65 hark-validate mixed
    [[ $stderr == *"mixed:3: bad_record: /: "*text* ]]
    expect 0 hark-validate --rejects rejects mixed
    jq -r .id <<<"$output" | grep -v null | paste -sd' ' | grep -qx 'twitter:1 twitter:2 twitter:3 twitter:4'
}

@test "the schema is printed, and is that of the documentation" {
    hark-validate --schema | cmp - "$HARK_ROOT/docs/record.schema.json"
    expect 74 bash -c 'hark-validate --schema >/dev/full'
}

# The keys in the first column of the page's tables, from the section of that name on, in order.
page_keys() {
    # shellcheck disable=SC2016 # a pattern
    sed -n "/^## $1/,\$p" "$HARK_ROOT/docs/record.md" | sed -n 's/^| \(`[^|]*`\) |.*/\1/p' | grep -oE '[a-z_]+'
}

@test "docs/record.md knows every key of the schema" {
    jq -r '.allOf[] | .then.properties // {} | keys_unsorted[]' "$HARK_ROOT/docs/record.schema.json" | sort -u >schema
    page_keys 'What normalize' | sort -u >page
    comm -23 schema page | diff /dev/null -
}

@test "docs/record.md has the keys that normalize writes, in its order" {
    { echo v kind source | tr ' ' '\n'; grep -oE '= AN?_[A-Z]+\("[a-z_]+' "$HARK_ROOT/filters/sources/draft_fields.c" | grep -oE '[a-z_]+$'; } >code
    { echo format archive member line part | tr ' ' '\n'; } >>code
    page_keys 'What normalize' | head -n "$(wc -l <code)" | diff code -
}

@test "the examples of docs/record.md are records" {
    sed -n '/^## Examples/,$p' "$HARK_ROOT/docs/record.md" | grep '^{' >examples
    [ "$(wc -l <examples)" -ge 5 ]
    expect 0 hark-validate examples
}

@test "every record that normalize, dedupe and classify make of samples/world fits" {
    cd "$HARK_ROOT/samples/world"
    hark-fetch posts clicks logs orders counts |
        hark-normalize --sources sources.txt --clear-ids --embedded --rejects /dev/null |
        hark-dedupe --accounts accounts.csv |
        hark-classify --rules ../rules --accounts accounts.csv --why |
        hark-validate --stats "$BATS_TEST_TMPDIR/stats" >/dev/null
    [ "$(books in <"$BATS_TEST_TMPDIR/stats")" -gt 11000 ]
}

@test "every credit that attribute makes of samples/world fits" {
    cd "$HARK_ROOT/samples/world"
    hark-fetch posts clicks logs orders |
        hark-normalize --sources sources.txt --clear-ids --rejects /dev/null |
        hark-dedupe --accounts accounts.csv | hark-classify --accounts accounts.csv |
        hark-attribute --model first,last,linear --window 1h,30d,none |
        hark-validate --stats "$BATS_TEST_TMPDIR/stats" >/dev/null
    jq -e '.kinds.credit > 3000' "$BATS_TEST_TMPDIR/stats"
}

@test "the match rate, rows and credits of attribute fit" {
    case=$HARK_ROOT/tests/attribute/golden/a-match-rate-says-by-which-rule-and-on-what-it-rests/input.ndjson
    for how in --match '--by account' '--model last'; do
        # shellcheck disable=SC2086 # an option and its value
        hark-attribute --bare --stitch $how "$case" | hark-validate --bare >fits
        [ "$(wc -l <fits)" -ge 2 ]
    done
    hark-attribute --bare --match "$case" | jq -c '.joined_by = "luck"' >wrong
    rejected wrong | grep -q /joined_by
}
