#!/usr/bin/env bats
# restate - what is published hangs on what came, never on when

load scene

# many ARRIVALS…: in the folder many, day by day; each argument is DAY or DAY=FILE,FILE…
day_by_day() {
    mkdir many && cp hark.conf many && ln -s ../days many/days
    ! ls ./*.csv >lists 2>&1 || cp ./*.csv many
    (
        cd many && mkdir in
        for arrival in "$@"; do
            day=${arrival%%=*}
            for file in $(tr , ' ' <<<"${arrival#*=}"); do
                cp -p "days/$file.ndjson" in
            done
            hark-day --keep 2 "$day" || [ $? -eq 65 ] || exit
        done
    )
}

# once LAST OPTION…: everything that lies in many/in, in one run.
once() {
    rm -rf once && mkdir once && cp -rp hark.conf many/in once
    ! ls ./*.csv >lists 2>&1 || cp ./*.csv once
    (cd once && hark-backfill "${@:2}" 2009-01-01 "$1")
}

@test "days that come late, in any order, are as if they had come in time" {
    days 34 7
    configure
    day_by_day 2009-01-02=2009-01-02 2009-02-01=2009-01-31,2009-02-01,2009-02-02 2009-02-02=2009-01-30 2009-02-03=2009-01-01
    [ -d many/published/current/state/snapshots/2009-02 ]
    once 2009-02-03
    same_data many once
}

@test "days of another zone are cut there, and come out the same" {
    days 6 8
    configure 'zone America/New_York'
    day_by_day 2009-01-03=2009-01-0{1,2,3,4} 2009-01-05=2009-01-0{5,6}
    once 2009-01-05
    same_data many once
    zstd -dcq many/published/current/records/2009-01-03* | jq -r '.time' | sort | sed -n '1p;$p' |
        awk '$0 < "2009-01-03T05:00:00Z" || $0 >= "2009-01-04T05:00:00Z" { bad = 1 } END { exit bad }'
    rm -rf many
    configure 'zone Asia/Tokyo'
    day_by_day 2009-01-03=2009-01-0{1,3} 2009-01-05=2009-01-0{2,4,5}
    once 2009-01-05
    same_data many once
}

@test "a delete that comes late takes the post out of its day, and its credits with it" {
    printf '%s\n' 'archives all in' 'attribute --touches tracked --window 30d' >hark.conf
    mkdir days
    printf '%s\n' '{"v":1,"kind":"post","source":"twitter","id":"twitter:1","time":"2009-01-01T10:00:00Z","author":"twitter:9","account":"twitter:a","text":"words","links":["http://a.example/?cid=1"]}' \
        '{"v":1,"kind":"post","source":"twitter","id":"twitter:2","time":"2009-01-01T11:00:00Z","author":"twitter:8","text":"her words","repost_of":"twitter:1"}' \
        '{"v":1,"kind":"post","source":"twitter","id":"twitter:3","time":"2009-01-01T11:00:00Z","author":"twitter:8","text":"stays"}' \
        '{"v":1,"kind":"visit","id":"web:1","time":"2009-01-01T12:00:00Z","visitor":"web:1","url":"http://a.example/?cid=1"}' \
        '{"v":1,"kind":"order","source":"shop","id":"shop:1","time":"2009-01-02T12:00:00Z","visitor":"web:1","state":"paid","amount":100,"currency":"USD","exponent":2}' >days/a.ndjson
    printf '%s\n' '{"v":1,"kind":"delete","source":"twitter","id":"twitter:del/1","time":"2009-09-09T09:09:09Z","target":"twitter:1","scope":"item"}' \
        '{"v":1,"kind":"order","source":"shop","id":"shop:1r","target":"shop:1","time":"2009-09-09T12:00:00Z","state":"refund","amount":-40,"currency":"USD","exponent":2}' >days/b.ndjson
    day_by_day 2009-09-08=a
    [ "$(zstd -dcq many/published/current/credits/* | jq -rc '[.account, .amount]')" = '["twitter:a",100]' ]
    rm -rf before && mv many before && mkdir many && cp -a before/. many
    (cd many && cp -p days/b.ndjson in && hark-day 2009-09-09)
    [ "$(zstd -dcq many/published/current/records/2009-01-01* | jq -r .id | sort | paste -sd' ')" = 'twitter:3 web:1' ]
    [ "$(zstd -dcq many/published/current/credits/* | jq -s -c 'map([.account, .amount])')" = '[[null,100],[null,-40]]' ]
    zstd -dcq many/published/current/records/* | run ! grep words
    once 2009-09-09
    same_data many once
}

@test "a world's exports, overlapping, a refund and a delete long after: day by day is one backfill" {
    skip_sanitized "days of the whole world"
    count=14 late=2 alone=3
    if [ -n "$HARK_YEAR" ]; then
        count=365 late=200 alone=365
        "$HARK_ROOT/scripts/sample" world world --days 365 >/dev/null
    else
        ln -s "$HARK_ROOT/samples/world" world
    fi
    mkdir exports
    python3 "$BATS_TEST_DIRNAME/exports.py" world exports $count $late
    sed -e 's/monthly .*/monthly credits --by account --metric net_sales/' -e 's|../../key|../key|; /panel.rules/d; s|^rules .*|rules ../rules|' \
        -e 's/^\(archives  *\([a-z]*\)\).*/\1 in\/\2/; s/^max_rejects.*/max_rejects 40%/; s/^keep.*/keep 2/' \
        -e '/^language/d; /^sentiment/d; /^rows/d' "$HARK_ROOT/samples/hark.conf" >hark.conf
    hark new-key key
    cp -r "$HARK_ROOT/samples/rules" .
    for way in many once; do
        mkdir -p $way/in/{posts,clicks,logs,orders,counts}
        cp -r hark.conf exports/sources.txt world/accounts.csv $way
    done
    for day in exports/2*; do
        cp -rp "$day"/. many/in
        cp -rp "$day"/. once/in
        count=$((count - 1))
        [ "$count" -lt "$alone" ] || continue
        expect 0 env -C many hark-day "${day#*/}"
    done
    expect 0 env -C once hark-backfill --jobs 2 2010-09-01 "${day#*/}"
    same_data many once
    read -r order order_day post post_day <exports/late
    zstd -dcq once/published/current/credits/* | grep -q "\"order\":\"$order\".*\"row\""
    run ! grep -q "$post\"" <(zstd -dcq "once/published/current/records/$post_day.ndjson.zst" | jq -r .id)
    [ -n "$order_day" ]
}

@test "an order that comes late says of an old case that its customer bought again, as if it had come in time" {
    case_world
    day_by_day 2009-01-04=early 2009-01-09=late
    zstd -dcq many/published/runs/000001*/cases/* | jq -e -s 'length == 3 and all(.[]; .bought == null)' # not over yet
    [ "$(judged many)" = 'twitter:7 again twitter:8 not_again twitter:9 null twitter:9 null' ]
    (cd many && hark-audit)
    once 2009-01-09
    same_data many once
}

@test "what is carried knows of so many months, and of nothing before them" {
    configure 'retain 1m'
    for day in 2009-01-05 2009-02-10 2009-03-02; do
        printf '{"v":1,"kind":"visit","source":"web","id":"web:%s","time":"%sT10:00:00Z","visitor":"web:h1","url":"http://a.example/?utm_source=x","archive":"in/a","line":1}\n' \
            "$day" "$day" >"in/$day"
    done
    printf '%s\n' '{"v":1,"kind":"order","source":"shop","id":"shop:1","time":"2009-01-05T12:00:00Z","visitor":"web:h1","state":"paid","amount":5,"currency":"USD","exponent":2,"archive":"in/a","line":1}' >in/order
    hark-day 2009-02-28
    zstd -dcq published/current/state/carry/*.zst | grep -q 'shop:1"'
    hark-day 2009-03-02
    zstd -dcq published/current/state/carry/*.zst | run ! grep -q '2009-01\|shop:1"'
    zstd -dcq published/current/state/carry/*.zst | grep -q 'web:2009-02-10'
    [ "$(zstd -dcq published/current/credits/* | jq -s 'map(select(.model == "first" and .window == "30d").amount) | add')" -eq 5 ]
    cp -r published before
    rm -rf published
    hark-backfill 2009-01-01 2009-03-02
    diff -r before/current/credits/ published/current/credits/
    diff -r before/current/state/carry/ published/current/state/carry/
}
