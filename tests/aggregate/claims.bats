#!/usr/bin/env bats
# claims - what aggregate promises beyond single rows: the same bytes however it runs, and no sum that does not add

bats_require_minimum_version 1.5.0

setup_file() {
    export BATS_NO_PARALLELIZE_WITHIN_FILE=true # they share a folder
    cd "$BATS_FILE_TMPDIR" || exit
    # 40,000 posts of 20,000 authors over a year, with arrays, decimals, absent fields and long tails.
    awk 'BEGIN {
        srand(7)
        split("battery screen shipping price keyboard", label, " ")
        for (i = 0; i < 40000; i++) {
            printf "{\"v\":1,\"kind\":\"post\",\"source\":\"twitter\",\"id\":\"twitter:%d\",", i
            printf "\"time\":\"2009-%02d-%02dT%02d:%02d:00Z\",", 1 + int(12 * rand()), 1 + int(28 * rand()), int(24 * rand()), int(60 * rand())
            printf "\"author\":\"twitter:%d\",\"followers\":%d", int(20000 * rand()), int(exp(12 * rand()))
            if (rand() < 0.8) printf ",\"labels\":[\"%s\",\"%s\"]", label[1 + int(5 * rand())], label[1 + int(5 * rand())]
            if (rand() < 0.7) printf ",\"score\":%s0.%04d", rand() < 0.5 ? "-" : "", int(10000 * rand())
            print "}"
        }
    }' >posts.ndjson
    awk 'BEGIN { srand(3) } { print rand() "\t" $0 }' posts.ndjson | sort | cut -f2- >shuffled.ndjson
    for parts in 2 7; do
        awk -v n=$parts '{ print >("part." n "." NR % n) }' posts.ndjson
    done
}

# Every kind of measure; keys of which one is an array in front of the others.
measures() {
    echo --count --sum followers --mean score --min score --max followers --distinct author --distinct labels \
        --quantile followers:0.5,0.9,0.999 --quantile score:0.25 --top author:5 --top labels:3
}

# shellcheck disable=SC2046 # words
rows() {
    hark-aggregate --bare --by labels,time:week $(measures) "$@"
}

setup() {
    cd "$BATS_FILE_TMPDIR" || exit
    [ -f rows.expected ] || rows posts.ndjson >rows.expected
}

@test "the order of the records does not show" {
    rows shuffled.ndjson | cmp rows.expected
}

@test "what does not fit into memory gives the same bytes" {
    rows --memory 1M posts.ndjson | cmp rows.expected
    rows --memory 1M shuffled.ndjson | cmp rows.expected
}

@test "more groups than memory holds are counted all the same" {
    hark-aggregate --bare --by author,time:hour --count --sum followers --top labels:2 posts.ndjson >all
    hark-aggregate --bare --by author,time:hour --count --sum followers --top labels:2 --memory 1M posts.ndjson | cmp all
    [ "$(jq -s 'map(.count) | add' all)" -eq 40000 ]
}

@test "memory stays within its bound, however many groups there are" {
    (ulimit -v 70000 && hark-aggregate --version) >/dev/null 2>&1 || skip "a sanitizer's programs take terabytes of addresses"
    awk 'BEGIN { for (i = 0; i < 400000; i++) printf "{\"v\":1,\"kind\":\"visit\",\"id\":\"web:%d\",\"visitor\":\"web:h%d\"}\n", i, i * 7919 % 1000003 }' >visits.ndjson
    (ulimit -v 70000 && hark-aggregate --bare --by visitor,id --distinct id --memory 8M visits.ndjson) | wc -l | grep -qx 400000
    run ! bash -c 'ulimit -v 70000; hark-aggregate --bare --by visitor,id --distinct id --memory 1G visits.ndjson >/dev/null'
}

@test "states of 1, 2 and 7 parts join to the bytes of one run" {
    rows --partial posts.ndjson | rows --merge | cmp rows.expected
    for parts in 2 7; do
        for part in part."$parts".*; do
            rows --partial "$part" >"state.$part"
        done
        rows --merge state.part."$parts".* | cmp rows.expected
        rows --merge --memory 1M state.part."$parts".* | cmp rows.expected
    done
}

@test "states join to states, in any order and grouping, written in little memory or much" {
    for part in part.7.*; do
        rows --partial --memory 1M "$part" >"small.$part"
    done
    rows --partial --merge small.part.7.[3-6] >half
    rows --partial --merge --memory 1M small.part.7.[0-2] half >whole
    rows --partial posts.ndjson | cmp - whole
    rows --merge whole | cmp rows.expected
}

@test "states of another question do not join, and it says which" {
    hark-aggregate --by account,time:day --zone Europe/Berlin --count --partial posts.ndjson >state
    for other in '--by account --zone Europe/Berlin --count' '--by account,time:day --count' \
        '--by account,time:day --zone Europe/Berlin --sum likes' \
        '--by account,time:day --zone Europe/Berlin --count --where lang=en' \
        '--by account,time:day --zone Europe/Berlin --metric net_sales'; do
        # shellcheck disable=SC2086 # words
        run -65 --separate-stderr hark-aggregate $other --merge state
        # shellcheck disable=SC2154 # of bats
        [[ $stderr == *'other_query: '*'"--by account,time:day --zone Europe/Berlin --count"'* ]]
        [[ $output != *'"row"'* ]]
    done
}

@test "states of two ledgers do not join" {
    for source in shop stripe; do
        echo "{\"v\":1,\"kind\":\"order\",\"source\":\"$source\",\"id\":\"$source:1\",\"time\":\"2009-03-01T00:00:00Z\",\"state\":\"paid\",\"amount\":100,\"currency\":\"USD\",\"exponent\":2}" |
            hark-aggregate --metric order_total --partial >"ledger.$source"
    done
    run -65 --separate-stderr hark-aggregate --metric order_total --merge ledger.shop ledger.stripe
    [[ $stderr == *does_not_add* ]]
    run -0 hark-aggregate --metric order_total --merge ledger.shop ledger.shop
    [[ $output == *'"order_total":200'* ]]
}

@test "a damaged state is never joined in silence" {
    hark-aggregate --bare --by time:month --count --distinct author --partial posts.ndjson >state
    for damage in 's/"n":[0-9]*/"n":-1/' 's/"cells":\["[0-9]*/"cells":["x/' 's/,"key":\["/,"key":["?/' \
        's/"values":\["./"values":["/' 's/"measure":1/"measure":9/' 's/"cells":\["",*/"cells":[/' 's/"kind":"state"/"kind":"row"/'; do
        sed "$damage" state >damaged
        run ! cmp -s state damaged
        run hark-aggregate --bare --by time:month --count --distinct author --merge --rejects rejects damaged
        [ "$status" -eq 65 ] || { echo "$damage: $status"; false; }
    done
}

@test "a state among records, and a record among states, is rejected" {
    hark-aggregate --bare --count --partial posts.ndjson >state
    run -65 hark-aggregate --bare --count state
    run -65 hark-aggregate --bare --count --merge part.7.0
}

@test "neither the zone, the locale nor the terminal of the machine shows" {
    TZ=Asia/Tokyo LC_ALL=C COLUMNS=20 rows posts.ndjson | cmp rows.expected
    hark-aggregate --bare --by time:day --zone Asia/Kolkata posts.ndjson >zone
    TZ=America/New_York hark-aggregate --bare --by time:day --zone Asia/Kolkata posts.ndjson | cmp zone
}

@test "a zone is asked of tzdata by its name and by nothing else" {
    for zone in Nowhere ../zoneinfo/Europe/Berlin /etc/localtime '' 'Europe/Berlin ' 'EST5EDT,M3.2.0,M11.1.0'; do
        run -78 --separate-stderr hark-aggregate --by time:day --zone "$zone" posts.ndjson
        [ -z "$output" ]
    done
}

@test "a question that cannot be answered ends with 64 and one line" {
    for options in '--metric net_sales --count' '--metric revenue' '--by time:decade' '--by a,a' '--count --count' \
        '--by count --count' '--top labels:0' '--top labels' '--quantile score' '--quantile score:2' '--where' '--where x' \
        '--where =5' '--to xml' '--partial --to csv' '--approx-distinct author' '--by labels:day' '--sum a\\b'; do
        # shellcheck disable=SC2086 # words
        run -64 --separate-stderr hark-aggregate $options posts.ndjson
        [ -z "$output" ] || { echo "$options"; false; }
        [ "$(grep -vc '^Try ' <<<"$stderr")" -eq 1 ] || { echo "$options: $stderr"; false; }
    done
}

@test "every record is used, dropped for a reason or rejected, and the rows are counted as made" {
    hark-aggregate --by time:month --where labels=battery --since 2009-02-01 --stats stats posts.ndjson >out
    jq -e 'select(.kind == "end") | .in == .used + .rejected + (.dropped | add) and .dropped.where > 0 and .dropped.since > 0
        and .made == 11 and .out == 11' out
}

@test "CSV, TSV and tables carry no control records" {
    for format in csv tsv table; do
        hark-aggregate --by source --to $format posts.ndjson >out
        [ "$(wc -l <out)" -eq 2 ]
        run ! grep -q kind out
    done
}

@test "a full disk and a closed pipe are no success" {
    run -74 bash -c 'hark-aggregate --by author --count posts.ndjson >/dev/full 2>/dev/null'
    # shellcheck disable=SC2016 # the inner shell's
    run -141 bash -c 'hark-aggregate --by author,time:minute --count posts.ndjson | head -n 1 >/dev/null; exit "${PIPESTATUS[0]}"'
}

@test "jq, which knows nothing of aggregate, finds the same" {
    command -v jq >/dev/null || skip "jq is not there"
    hark-aggregate --bare --by time:month --count --sum followers --distinct author --max followers posts.ndjson >ours
    jq -sc 'group_by(.time[:7])[] | {v: 1, kind: "row", time: .[0].time[:7], count: length, sum_followers: (map(.followers) | add),
        distinct_author: (map(.author) | unique | length), max_followers: (map(.followers) | max)}' posts.ndjson | cmp - ours
    hark-aggregate --bare --by labels --count posts.ndjson | jq -c '[.labels, .count, .of]' >ours
    jq -sc 'length as $of | [.[] | (.labels // [null] | unique[])] | group_by(.)[] | [.[0], length, $of]' posts.ndjson | cmp - ours
}

@test "each metric is in docs/metrics.md with the version that rows name" {
    hark-aggregate --list-metrics >metrics
    while IFS=: read -r name _; do
        grep -qE "^(## ${name%/*}|\\| \`${name%/*}\`|\`${name%/*}\`), version ${name#*/}( |,|\$)" "$HARK_ROOT/docs/metrics.md" || { echo "$name"; false; }
    done <metrics
    [ "$(wc -l <metrics)" -ge 2 ]
}

@test "each entry there has a formula, a source and a date" {
    awk '
        function done() { if (name != "" && (!has["formula"] || !has["source"] || !has["since"])) print name }
        /^## / { done(); name = $2; delete has }
        /^# / { done(); name = "" }
        /^[|] (formula|source|since) [|]/ && NF > 4 { has[$2] = 1 }
        END { done() }' "$HARK_ROOT/docs/metrics.md" >missing
    [ "$(grep -c '^## .*, version' "$HARK_ROOT/docs/metrics.md")" -ge 110 ]
    [ ! -s missing ] || { cat missing; false; }
}
