#!/usr/bin/env bats
# same - the same input gives the same records and figures, however it was cut, packed, ordered and read
#
# `seen` comes from the folder's name, so that all copies of a line agree on it. Logs are cut between two days:
# equal lines of one file are two hits, and equal lines of two files may be one log that was rotated.

load chain

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    hark new-key key
    if sanitized; then scale=0.1; else scale=0.3; fi
    "$HARK_ROOT/scripts/sample" world world --seed 3 --days 120 --scale $scale
    "$BATS_TEST_DIRNAME/recut.py" world .
    through_all one one
}

# through_all NAME OPERAND…: the records of these archives, in FILE_TMPDIR/NAME; $BEFORE runs before each filter.
through_all() {
    local made=$BATS_FILE_TMPDIR/$1
    shift
    (
        cd "$BATS_FILE_TMPDIR" || return
        # shellcheck disable=SC2086 # words
        {
            set +e
            $BEFORE hark-fetch "$@" |
                $BEFORE hark-normalize --sources sources --key-file key --seen-from %Y-%m-%d --rejects /dev/null \
                    --stats "$made.normalize" |
                $BEFORE hark-dedupe --accounts world/accounts.csv |
                $BEFORE hark-classify --rules "$HARK_ROOT/samples/rules" --accounts world/accounts.csv >"$made.records"
            echo "${PIPESTATUS[*]}" >"$made.codes"
        }
    )
    [ "$(cat "$made.codes")" = "0 0 0 0" ]
}

# records NAME: without provenance, in no order. A gap's length and time rest on what stands before it in its archive.
records() {
    sed -E '/^\{"v":1,"kind":"(begin|end|gap)"/d
        s/,"archive":"[^"]*"(,"member":"[^"]*")?,"line":[0-9]+(,"part":[0-9]+)?//' \
        "$BATS_FILE_TMPDIR/$1.records" | LC_ALL=C sort
}

# The rows of a metric without what they say of their input: a gap's length is its archive's, and rejects are the books'.
metric() {
    hark aggregate --bare "$@" | jq -c 'del(.coverage)'
}

# What is counted, of every kind, byte by byte.
figures() {
    local records=$BATS_FILE_TMPDIR/$1.records touches
    hark aggregate --bare --by kind,source --count "$records"
    hark aggregate --bare --where kind=post --by time:week,labels --count --distinct author --sum likes --mean followers \
        --quantile followers:0.5,0.9 --top author:5 "$records"
    hark aggregate --bare --where kind=visit --by time:day --count --distinct visitor --top url:5 --min status "$records"
    hark aggregate --bare --where kind=click --by url --count --distinct destination "$records"
    metric --by time:month --metric order_total "$records"
    metric --by time:month,state --metric net_sales "$records"
    for touches in tracked all; do
        hark attribute --bare --touches $touches --model first,last,linear --window 7d,30d "$records" >credits
        cat credits
        metric --by account,campaign,reason,time:month --metric net_sales credits
        hark aggregate --bare --by channel,joined_by --count --sum amount --top post:3 credits
    done
}

# like_one NAME: what went through otherwise is what went through as one file a source.
like_one() {
    records one >one.records
    records "$1" >other.records
    [ "$(wc -l <one.records)" -gt 1500 ]
    agree one.records other.records
    figures one >one.figures
    figures "$1" >other.figures
    [ "$(wc -l <one.figures)" -gt 700 ]
    agree one.figures other.figures
    jq -S -c '[.in, .used, .rejected, .dropped, .kinds]' "$BATS_FILE_TMPDIR"/{one,"$1"}.normalize | uniq >books
    [ "$(wc -l <books)" -eq 1 ]
}

@test "in a hundred files" {
    [ "$(find "$BATS_FILE_TMPDIR/hundred" -type f | wc -l)" -gt 400 ]
    through_all hundred hundred
    like_one hundred
}

@test "in other compressions, in a tar and a zip" {
    through_all packed packed
    like_one packed
}

@test "with the files in another order" {
    cd "$BATS_FILE_TMPDIR" || return
    find hundred -type f | LC_ALL=C sort -r >reverse
    find hundred -type f | while read -r path; do echo "$(cksum <<<"$path") $path"; done | sort -n | cut -d' ' -f3 >mixed
    cd "$BATS_TEST_TMPDIR" || return
    ! cmp -s "$BATS_FILE_TMPDIR/reverse" "$BATS_FILE_TMPDIR/mixed" || return 1
    through_all reverse --files-from reverse
    like_one reverse
    through_all mixed --files-from mixed
    like_one mixed
}

@test "byte by byte, in every stage" {
    command -v cc >/dev/null || skip "no compiler here"
    cc -shared -fPIC -O2 -o dribble.so "$BATS_TEST_DIRNAME/dribble.c"
    # sanitizers want to come first
    BEFORE="env LD_PRELOAD=$PWD/dribble.so ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0" \
        through_all dribbled packed
    like_one dribbled
}

@test "read again by who attributes and counts, in any order of lines and byte by byte" {
    figures one >one.figures
    { sed '/"kind":"\(begin\|end\)"/d' "$BATS_FILE_TMPDIR/one.records" | LC_ALL=C sort; } >"$BATS_FILE_TMPDIR/sorted.records"
    figures sorted >sorted.figures
    agree one.figures sorted.figures
    LC_ALL=C sort -r -k 1.40 "$BATS_FILE_TMPDIR/sorted.records" >"$BATS_FILE_TMPDIR/turned.records"
    figures turned >turned.figures
    agree one.figures turned.figures
    split -n r/7 "$BATS_FILE_TMPDIR/sorted.records" part.
    for part in part.*; do gzip "$part"; done
    for filter in "attribute --touches tracked" "aggregate --by kind,time:month --count --distinct id"; do
        # shellcheck disable=SC2086
        hark $filter --bare "$BATS_FILE_TMPDIR/one.records" >whole
        # shellcheck disable=SC2086
        hark $filter --bare part.*.gz >parts
        cmp whole parts
    done
}
