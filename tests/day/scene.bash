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

# Whether two published folders hold the same data: all but what says how it came, and of the carry what credits do
# not hang on (when records were seen last).
same_data() {
    diff -r -x books.ndjson -x manifest.json -x SHA256SUMS -x fetched -x rejects -x carry -x snapshots "$1/published/current/" "$2/published/current/"
}
