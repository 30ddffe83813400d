# shellcheck shell=bash
# scene - what the tests of the nightly run share: a folder of archives, a configuration, a day at a time

load ../pipeline/chain

# configure [LINE…]: hark.conf over in/, of hark's own records, which normalize takes as they are.
configure() {
    printf '%s\n' 'archives all in' 'attribute --model first,linear --window 2d,30d' \
        'table sales credits --by account,time:month --metric net_sales' "$@" >hark.conf
    mkdir -p in
}

# days COUNT [SEED]: days/DATE.ndjson, of a world that tests/attribute/year.py makes.
days() {
    local day
    mkdir -p days
    python3 "$HARK_ROOT/tests/attribute/year.py" days "$@"
    for day in days/*; do
        sed -i "s|}\$|,\"archive\":\"in/${day#days/}\",\"line\":1}|" "$day"
    done
    touch -d 2009-06-01 days/*
}

# arrive DAY…: their archives come to lie in in/.
arrive() {
    local day
    for day in "$@"; do
        cp -p "days/$day.ndjson" in
    done
}

# asked ID DAY AUTHOR, bought ID DAY CUSTOMER: in January.
asked() {
    printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:%s","time":"2009-01-%sT10:00:00Z","author":"twitter:%s","text":"why is it broken?","mentions":["acme"],"archive":"in/a","line":1}\n' "$@"
}

bought() {
    printf '{"v":1,"kind":"order","source":"shop","id":"shop:%s","time":"2009-01-%sT09:00:00Z","customer":"shop:h%s","state":"paid","amount":5,"currency":"USD","exponent":2,"archive":"in/a","line":1}\n' "$@"
}

# case_world LINE…: people who ask us, of whom two had bought before; in days/early and days/late.
case_world() {
    mkdir -p days
    printf '%s\n' network,handle,team,role,market twitter,acme,help,support,US >accounts.csv
    printf '%s\n' author,customer,from,until twitter:7,shop:hann,, twitter:8,shop:hbob,, >people.csv
    { bought 1 02 ann; bought 2 02 bob; asked 11 03 7; asked 12 03 8; asked 13 03 9; } >days/early.ndjson
    { bought 3 05 ann; asked 14 08 9; } >days/late.ndjson
    configure 'accounts accounts.csv' 'cases --reply-worthy *' 'loyalty --people people.csv --within 4d' "$@"
}

# What the published cases say: who asked, and whether he bought again.
judged() {
    zstd -dcq "${1:-.}"/published/current/cases/* | jq -r '"\(.author) \(.bought)"' | sort | paste -sd' '
}

# Whether two published folders hold the same data: all but what says how it came, and of the carry what credits do
# not hang on (when records were seen last).
same_data() {
    diff -r -x books.ndjson -x manifest.json -x SHA256SUMS -x fetched -x rejects -x carry -x snapshots "$1/published/current/" "$2/published/current/"
}
