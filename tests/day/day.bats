#!/usr/bin/env bats
# day - one night, and what may happen in it

# shellcheck disable=SC2154 # bats sets output and stderr
load scene

@test "a night is quiet, and leaves digests that hold and books of every stage" {
    days 3
    configure
    arrive 2009-01-01 2009-01-02
    expect 0 hark-day 2009-01-02
    [ -z "$output$stderr" ]
    [ "$(readlink published/current)" = runs/000001-2009-01-02 ]
    (cd published/current && sha256sum --quiet -c SHA256SUMS)
    [ "$(jq -r .sha256sums published/current/manifest.json)" = "$(sha256sum <published/current/SHA256SUMS | cut -c 1-64)" ]
    [ "$(jq -r '.inputs | map(.name) | sort | join(" ")' published/current/manifest.json)" = 'in/2009-01-01.ndjson in/2009-01-02.ndjson' ]
    jq -s -e 'any(.[]; .stage == "dedupe" and .books.status == 0)' published/current/books.ndjson
    [ "$(zstd -dcq published/current/records/* | wc -l)" -eq "$(cat days/2009-01-0[12]* | wc -l)" ]
    [ "$(zstd -dcq published/current/records/2009-01-02* | jq -r .time | cut -c 1-10 | sort -u)" = 2009-01-02 ]
}

@test "a tool of the system that breaks in the middle of a night ends it, and nothing is published; the next night makes up for it" {
    days 2
    configure
    arrive 2009-01-01
    mkdir broken
    # it sorts, and then it fails, in the middle of a pipe
    # shellcheck disable=SC2016
    printf '#!/bin/sh\ncase "$*" in *partitions* | *-u*) /usr/bin/sort "$@"; exit 2 ;; esac\nexec /usr/bin/sort "$@"\n' >broken/sort
    chmod +x broken/sort
    PATH=$PWD/broken:$PATH expect 74 hark-day 2009-01-01
    [[ $stderr == *"a tool of the system failed, and nothing was published"* ]]
    [ ! -e published/current ]
    [ ! -e published/runs/.next ]
    expect 0 hark-day 2009-01-01
    [ -e published/current/records/2009-01-01.ndjson.zst ]
}

# on_terminal COMMAND…: what a terminal is shown, its lines' ends apart.
on_terminal() {
    script -qec "$*" typescript </dev/null >/dev/null
    tr '\r' '\n' <typescript
}

@test "on a terminal it is told what is being done, how fast and how much is left, and nothing of it stays" {
    needs_terminal
    days 60 2
    configure
    arrive 2009-01-01 2009-01-02
    # each look at the clock is a second later, however fast the machine is
    mkdir clock
    # shellcheck disable=SC2016
    printf '#!/bin/sh\n[ "$*" = +%%s ] || exec /bin/date "$@"\necho >>"%s/ticks"\necho $((1300000000 + $(wc -l <"%s/ticks")))\n' "$PWD" "$PWD" >clock/date
    chmod +x clock/date
    PATH=$PWD/clock:$PATH on_terminal hark-backfill 2009-01-01 2009-03-01 >shown
    grep -q 'hark-backfill: reading all' shown
    grep -qE 'hark-backfill: crediting orders: [0-9]+ of 60 days, [0-9.]+/s, [0-9]+ s left' shown
    [ "$(grep -av '^Script ' typescript | tail -n 1 | tail -c 5 | od -An -c | tr -d ' ')" = '\r033[K\n' ] # script's own line end
    expect 0 hark-day 2009-03-02
    [ -z "$stderr" ]
}

# Archives of one source: plain ones and packed ones, one that holds another, one twice, one cut, and one that may still grow.
many_archives() {
    days 6 3
    head -n 3 days/2009-01-01.ndjson >in/a-begins
    cat days/2009-01-01.ndjson >in/b-holds-it
    cp in/b-holds-it in/c-again
    for n in 2 3 4; do
        gzip -nc "days/2009-01-0$n.ndjson" >"in/d$n.gz"
    done
    gzip -nc days/2009-01-05.ndjson | head -c 300 >in/e-cut.gz
    { cat days/2009-01-05.ndjson; printf '{"v":1,"kind":"vis'; } >in/f-grows
    printf '{"v":1,"kind":\n' >in/g-bad
    touch -d 2009-06-01 in/*
}

@test "archives of one source side by side give the bytes of one after the other" {
    configure 'max_rejects 100%'
    many_archives
    cp -rp . "$BATS_TEST_TMPDIR.jobs"
    expect 65 hark-day 2009-01-05
    days 7 3
    cp -p days/2009-01-05.ndjson in/f-grows
    expect 65 hark-day 2009-01-06
    cd "$BATS_TEST_TMPDIR.jobs"
    expect 65 hark-day --jobs 3 2009-01-05
    [ "$(jq -r .stage published/current/books.ndjson | grep -c normalize)" -ge 5 ]
    expect 0 hark-audit
    cp -p "$BATS_TEST_TMPDIR/days/2009-01-05.ndjson" in/f-grows
    expect 65 hark-day --jobs 2 2009-01-06
    diff -r -x books.ndjson -x manifest.json -x SHA256SUMS "$BATS_TEST_TMPDIR/published/current/" published/current/
    jq -c .inputs published/current/manifest.json | diff - <(jq -c .inputs "$BATS_TEST_TMPDIR/published/current/manifest.json")
    printf '%s\n' 'archives all in' 'normalize --zone No/Where' 'published elsewhere' >hark.conf
    expect 78 hark-day --jobs 2 2009-01-06
    [[ $stderr == *"normalize all.0001 ended 78"* ]]
}

@test "nothing new publishes nothing, and says nothing" {
    days 2
    configure
    arrive 2009-01-01
    hark-day 2009-01-01
    cp -r published before
    expect 0 hark-day 2009-01-01
    [ -z "$output$stderr" ]
    diff -r -x log -x metrics.prom -x lock before published
}

@test "records of a day that is not over wait until it is" {
    days 2
    configure
    arrive 2009-01-01 2009-01-02
    hark-day 2009-01-01
    [ ! -e published/current/records/2009-01-02.ndjson.zst ]
    [ -e published/current/open/2009-01-02.ndjson.zst ]
    hark-day 2009-01-02
    [ -e published/current/records/2009-01-02.ndjson.zst ]
    [ ! -e published/current/open/2009-01-02.ndjson.zst ]
}

@test "what is done is said where that is asked for, by a backfill and by who forgets, too" {
    days 2
    configure 'key key'
    hark new-key key
    arrive 2009-01-01
    expect 0 hark-day --verbose 2009-01-01
    [[ $stderr == *"hark-day: 2009-01-01: published 000001-2009-01-01"* ]]
    arrive 2009-01-02
    expect 0 hark-backfill --verbose --wait 5 2009-01-01 2009-01-02
    [[ $stderr == *"hark-backfill: 2009-01-02: published 000002-2009-01-02"* ]]
    mv hark.conf other.conf
    expect 0 hark-forget --verbose --wait 5 --config other.conf twitter:7
    [[ $stderr == *"1 people forgotten"* ]]
    (flock 9; until [ -e go ]; do sleep 0.05; done) 9<>published/lock 3>&- &
    while flock -n published/lock true; do sleep 0.05; done
    expect 75 hark-forget --config other.conf twitter:8
    touch go
    expect 0 hark-forget --wait=30 --config other.conf twitter:8
    wait
}

@test "of two at once the second ends 75 and says who holds the lock" {
    days 1
    configure "archives slow in.fifo"
    mkfifo in.fifo
    hark-day 2009-01-01 3>&- &
    first=$!
    until grep -q . published/lock 2>/dev/null; do sleep 0.05; done
    expect 75 hark-day 2009-01-01
    [[ $stderr == *"busy: hark-day, process $first on $(hostname), since "*" holds published/lock" ]]
    cp -p days/2009-01-01.ndjson in
    timeout 20 cat days/2009-01-01.ndjson >in.fifo
    wait $first
    rm in.fifo
    configure
    hark-day 2009-01-01
}

@test "rejects of the months that are kept stay, and those before them go" {
    configure 'max_rejects 100%'
    visits 2009-01-05 3
    printf '{"v":1,"kind":\n' >>in/2009-01-05
    hark-day 2009-01-05
    visits 2009-03-01 3
    hark-day --retain 2m 2009-03-01
    [ "$(wc -l <published/current/rejects)" -eq 1 ]
    visits 2009-03-06 3
    hark-day --retain=2m 2009-03-06
    [ "$(wc -l <published/current/rejects)" -eq 0 ]
    expect 78 hark-day --retain 2 2009-03-06
}

@test "what another version has left is made anew" {
    days 12 5
    configure
    cp -p days/* in
    hark-day 2009-01-12
    cp -r published wanted
    state=published/current/state
    echo older >$state/classify.new && mv $state/classify.new $state/classify
    echo older >$state/attribute.new && mv $state/attribute.new $state/attribute
    rm -r $state/carry && mkdir $state/carry && echo 'a carry of old' >$state/carry/state
    expect 0 hark-day 2009-01-12
    diff -r -x books.ndjson -x manifest.json -x SHA256SUMS wanted/current/ published/current/
    # Cursors of another version are refused, with what is to be done.
    echo 'hark-state 0' >$state/fetched/all.new && mv published/current/state/fetched/all.new published/current/state/fetched/all
    expect 78 hark-day 2009-01-12
    [[ $stderr == *"bad_state: "*"of another version"* ]]
}

@test "a stage that fails publishes nothing, and is named with what it said" {
    days 2
    configure
    arrive 2009-01-01
    hark-day 2009-01-01
    arrive 2009-01-02
    configure 'normalize --zone Nowhere/Land'
    expect 78 hark-day 2009-01-02
    [[ $stderr == *Nowhere/Land* ]]
    [[ $stderr == *"normalize all ended 78"* ]]
    [ "$(ls published/runs)" = 000001-2009-01-01 ]
    grep -q 'failed, 78' published/log
    grep -qx 'hark_last_run_status 78' published/metrics.prom
    configure
    hark-day 2009-01-02
    grep -qx 'hark_last_run_status 0' published/metrics.prom
}

@test "too many rejects publish nothing and are kept; within the limit each stands there once" {
    days 1
    configure
    arrive 2009-01-01
    { head -n 1 days/2009-01-01.ndjson; printf '{"v":1,"kind":\n'; head -n 1 days/2009-01-01.ndjson; } >in/bad.json
    expect 65 hark-day 2009-01-01
    [[ $stderr == *"rejected"* ]]
    [ ! -e published/current ]
    [ "$(wc -l <published/failed/rejects)" -eq 1 ]
    configure 'max_rejects 1'
    expect 0 hark-day 2009-01-01
    [ "$(jq -r .code published/current/rejects)" = bad_json ]
    [ "$(stat -c %a published/current/rejects)" = 600 ]
}

@test "a damaged archive is left out and named each night, and read once it is whole" {
    days 2
    configure
    arrive 2009-01-01
    gzip -c days/2009-01-02.ndjson | head -c 200 >in/cut.gz
    for _ in 1 2; do
        expect 65 hark-day 2009-01-02
        [[ $stderr == *"1 archives are damaged"* ]]
    done
    [ "$(grep -c . published/current/rejects)" -eq 1 ]
    gzip -c days/2009-01-02.ndjson >in/cut.gz
    expect 0 hark-day 2009-01-02
    [ "$(zstd -dcq published/current/records/* | wc -l)" -eq "$(cat days/2009-01-0[12]* | wc -l)" ]
}

@test "what can be read of a damaged archive is put aside and told, and none of it is published" {
    days 2
    configure 'salvage aside'
    arrive 2009-01-01
    awk 'BEGIN { srand(7); for (i = 0; i < 3000; i++) printf "{\"aside\":%d,\"n\":%.15f}\n", i, rand() }' | gzip | head -c 15000 >in/cut.gz
    for jobs in 1 2; do
        expect 0 hark-day --dry-run --jobs $jobs 2009-01-02
        [[ $output == *"1 archives damaged"* ]]
        [ ! -e aside ]
    done
    for jobs in 1 2; do
        rm -rf aside published
        expect 65 hark-day --jobs $jobs 2009-01-02
        [ "$stderr" = "hark-day: 1 archives are damaged; published/runs/000001-2009-01-02/rejects has them, and aside what can be read of 1 of them" ]
        grep -q '"aside":7,' aside/in%2Fcut.gz.partial
        jq -e '.damaged == 1 and .salvaged == 1' published/current/manifest.json
        [ "$(zstd -dcq published/current/records/* | wc -l)" -eq "$(wc -l <days/2009-01-01.ndjson)" ]
        ! zstd -dcq published/current/records/* | grep -q aside || false
    done
    configure 'salvage in/aside'
    expect 78 hark-day 2009-01-02
    [[ $stderr == *"hark.conf: salvage in/aside lies among the archives of all"* ]]
    configure 'salvage aside' 'archives other ./*.gz as*'
    expect 78 hark-day 2009-01-02
    [[ $stderr == *"lies among the archives of other"* ]]
}

@test "what is expected and does not come ends 65, and names the source" {
    days 2
    configure 'expect all visits 1' 'expect all orders 1000' 'expect all campaign 1%'
    cp -p days/* in
    expect 65 hark-day 2009-01-02
    [[ $stderr == *"all: 2009-01-02: "*" of kind order, and 1000 is what is expected"* ]]
    [ "${#stderr_lines[@]}" -eq 1 ]
    configure 'expect all campaign 100%'
    expect 65 hark-day 2009-01-02
    [[ $stderr == *"have a campaign, and 100% is what is expected"* ]]
    configure 'archives other nowhere'
    expect 65 hark-day 2009-01-02
    [[ $stderr == *"other: nothing lies"* ]]
    configure 'expect all visits 1'
    expect 0 hark-day 2009-01-02
}

# visits DAY COUNT
visits() {
    awk -v day="$1" -v count="$2" 'BEGIN {
        for (i = 1; i <= count; i++)
            printf "{\"v\":1,\"kind\":\"visit\",\"source\":\"web\",\"id\":\"web:%s-%d\",\"time\":\"%sT12:00:00Z\",\"visitor\":\"web:h1\"," \
                "\"url\":\"http://a.example/\",\"archive\":\"in/%s\",\"line\":%d}\n", day, i, day, day, i
    }' >"in/$1"
}

@test "a weekday with less than its like before it is no success" {
    configure 'baseline 50% 3'
    for day in 2009-01-05 2009-01-12 2009-01-19; do
        visits $day 10
    done
    visits 2009-01-20 1
    hark-backfill 2009-01-05 2009-01-20
    visits 2009-01-26 4
    expect 65 hark-day 2009-01-26
    [[ $stderr == *"all: 2009-01-26: 4 of kind visit, and on the same weekday it were 10"* ]]
    visits 2009-01-26 5
    expect 0 hark-day 2009-01-26
}

@test "what is tried changes nothing" {
    days 2
    configure
    arrive 2009-01-01
    hark-day 2009-01-01
    cp -r published before
    arrive 2009-01-02
    expect 0 hark-day --dry-run 2009-01-02
    [[ $output == *2009-01-02.ndjson* ]]
    [[ $output == *"would change: 2009-01-02"* ]]
    diff -r -x lock before published
}

@test "so many runs are kept" {
    days 4
    configure
    for day in 2009-01-01 2009-01-02 2009-01-03 2009-01-04; do
        arrive $day
        hark-day --keep 2 $day
    done
    [ "$(find published/runs -mindepth 1 -printf '%f\n' -maxdepth 1 | sort | paste -sd' ')" = '000003-2009-01-03 000004-2009-01-04' ]
    (cd published/current && sha256sum --quiet -c SHA256SUMS)
}

@test "other rules make every day anew, and other models every credit" {
    days 3
    posts 3 >days/2009-03-01.ndjson
    cp -p days/* in 2>/dev/null || { mkdir in && cp -p days/* in; }
    printf 'label: battery\nquery: battery\n' >one.rules
    configure 'rules one.rules'
    hark-day 2009-03-05
    zstd -dcq published/current/records/2009-03-* | jq -e -s 'all(.[]; .labels == ["battery"])'
    sed -i 's/label: battery/label: power/' one.rules
    hark-day 2009-03-05
    zstd -dcq published/current/records/2009-03-* | jq -e -s 'all(.[]; .labels == ["power"])'
    sed -i 's/first,linear/last/' hark.conf
    hark-day 2009-03-05
    [ "$(zstd -dcq published/current/credits/* | jq -r .model | sort -u)" = last ]
    mkdir whole && cp -rp in one.rules hark.conf whole
    (cd whole && hark-day 2009-03-05)
    same_data . whole
}

@test "a table, cases and alarms that are asked for come, and go again, without a new archive" {
    days 2
    configure
    posts 3 | sed 's/2009-03-/2009-01-/' >in/posts
    cp -p days/* in
    cp "$HARK_ROOT/samples/world/accounts.csv" .
    hark-day 2009-01-04
    configure 'table kinds records --by kind --count' 'accounts accounts.csv' cases 'alarms --by kind --method poisson'
    hark-day 2009-01-04
    [ -s published/current/rows/kinds.ndjson ]
    [ -e published/current/alarms.ndjson ]
    configure
    hark-day 2009-01-04
    [ ! -e published/current/rows/kinds.ndjson ]
    [ ! -e published/current/alarms.ndjson ]
    (cd published/current && sha256sum --quiet -c SHA256SUMS)
}

@test "cases say of customers who are known whether they bought again, and no longer where that is not asked for" {
    case_world 'load --sqlite tables.db' 'rows'
    sed -i /^table/d hark.conf
    cp -p days/* in
    hark-day 2009-01-09
    wanted='twitter:7 again twitter:8 not_again twitter:9 null twitter:9 null'
    [ "$(judged)" = "$wanted" ]
    jq -s -e 'any(.[]; .stage == "loyalty" and .books.status == 0)' published/current/books.ndjson
    jq -s -e 'map(select(.kind == "row")) | length == 1 and .[0].buyers_unanswered_cohort == 2 and .[0].repeat_unanswered_cohort == 1' published/current/rows/loyalty.ndjson
    expect 0 hark-audit
    ! command -v sqlite3 >/dev/null ||
        [ "$(sqlite3 tables.db 'select author, bought from hark_cases where bought is not null order by 1' | paste -sd' ')" = 'twitter:7|again twitter:8|not_again' ]
    # another list judges anew, without a new archive
    sed -i /hbob/d people.csv
    hark-day 2009-01-09
    [ "$(judged)" = 'twitter:7 again twitter:8 null twitter:9 null twitter:9 null' ]
    sed -i /^loyalty/d hark.conf
    hark-day 2009-01-09
    [ "$(judged)" = 'twitter:7 null twitter:8 null twitter:9 null twitter:9 null' ]
    ! grep -q '"kind":"row"' published/current/rows/loyalty.ndjson || false
    sed -i 's/^cases/loyalty --people people.csv/' hark.conf
    expect 78 hark-day 2009-01-09
    [[ $stderr == *"loyalty wants cases, which it judges"* ]]
}

@test "the first run makes the key that people are hashed by; one that is lost is not made anew" {
    configure 'key key' 'normalize --host a.example'
    request() { printf '10.0.0.%s - - [0%s/Mar/2009:12:00:00 +0000] "GET / HTTP/1.1" 200 9 "-" "x"\n' "$1" "$1" >"in/access.$1"; }
    request 1
    expect 78 hark-day --dry-run 2009-03-01
    [ ! -e key ]
    expect 0 hark-day 2009-03-01
    [ "$stderr" = "hark-day: made key, by which people are hashed: keep it, and keep it secret" ]
    [ "$(stat -c %a key)" = 600 ]
    request 2
    expect 0 hark-day 2009-03-02
    [ -z "$stderr" ]
    rm key
    request 3
    expect 78 hark-day 2009-03-03
    [ ! -e key ]
}

@test "rows makes the report's tables in the zone's days, and no table of one's own may take their names" {
    configure rows 'zone Asia/Tokyo'
    days 8
    cp -p days/* in
    expect 78 hark-day 2009-01-09
    [[ $stderr == *"hark.conf: table sales: rows makes one of that name"* ]]
    [ ! -e published/current ]
    sed -i 's/^table sales/table own/' hark.conf
    expect 0 hark-day 2009-01-09
    [ -s published/current/rows/own.ndjson ]
    for table in days sales channels match; do
        grep -q '"kind":"row"' "published/current/rows/$table.ndjson"
    done
    head -n 1 published/current/rows/days.ndjson | grep -q -- '--zone=Asia/Tokyo'
    zstd -dcq published/current/records/*.zst published/current/open/*.zst 2>/dev/null | jq -s 'map(select(.kind == "order" and .state == "paid")) | length' >orders
    grep '"kind":"row"' published/current/rows/match.ndjson | jq -s 'map(.sum_orders) | add' >matched
    [ "$(cat matched)" -gt 0 ] && [ "$(cat matched)" -le "$(cat orders)" ]
    ! grep -q '"filter"' published/current/match.ndjson || false
    expect 0 hark-audit
}

@test "a day without an order has tables without rows, and a table that cannot be made is named" {
    configure 'table kinds records --by kind --count'
    visits 2009-01-05 3
    expect 0 hark-day 2009-01-05
    [ ! -s published/current/rows/sales.ndjson ]
    [ "$(jq -c '[.record_kind, .count]' published/current/rows/kinds.ndjson)" = '["visit",3]' ]
    configure 'table kinds records --by kind --frobnicate'
    expect 78 hark-day 2009-01-05
    [[ $stderr == *frobnicate* ]]
    [[ $stderr == *"aggregate kinds ended 64"* ]]
    configure 'table kinds visits --count'
    expect 78 hark-day 2009-01-05
    [[ $stderr == *"table wants a name, and records, credits or cases"* ]]
}

@test "health checks, and what a plain port is sent that is no request, are dropped and counted" {
    configure 'normalize --clear-ids --host a.example'
    printf '%s\n' '10.0.0.1 - - [01/Mar/2009:12:00:00 +0000] "\x16\x03\x01\x02\x00\x01\x00\x01" 400 226 "-" "-"' \
        '10.0.0.1 - - [01/Mar/2009:12:00:02 +0000] "-" 408 0 "-" "-"' \
        '10.0.0.1 - - [01/Mar/2009:12:00:03 +0000] "" 400 0 "-" "-"' \
        '10.0.0.1 - - [01/Mar/2009:12:00:03 +0000] "GET / HTTP/1.1" 200 2 "-" "ELB-HealthChecker/2.0"' \
        '10.0.0.1 - - [01/Mar/2009:12:00:05 +0000] "GET /a HTTP/1.1" 200 2 "-" "Mozilla/5.0"' >in/access.log
    expect 0 hark-day 2009-03-01
    [ "$(jq -c 'select(.stage == "normalize").books.dropped' published/current/books.ndjson)" = '{"health_check":1,"no_request":3}' ]
    [ "$(zstd -dcq published/current/records/* | wc -l)" -eq 1 ]
}

@test "a run is loaded once it is published; what could not be loaded is loaded by the next" {
    command -v sqlite3 >/dev/null || skip "no sqlite3 here"
    days 12 5
    configure 'load --sqlite tables.db'
    cp -p days/* in
    mkdir tables.db # no database can be there
    expect 74 hark-day 2009-01-08
    [[ $stderr == *"000001-2009-01-08: "*"nothing is changed"* ]]
    [ -e published/current/manifest.json ]
    rmdir tables.db
    expect 0 hark-day 2009-01-08
    [ -z "$stderr" ]
    credits() { sqlite3 tables.db 'select count(*), sum(amount) from hark_credits'; }
    published_credits() { zstd -dcq published/current/credits/* | jq -s -r '"\(length)|\(map(.amount) | add)"'; }
    [ "$(credits)" = "$(published_credits)" ]
    [ "$(sqlite3 tables.db 'select count(*) from hark_rows_sales')" -ge 1 ]
    before=$(credits)
    # What is there is not loaded again; a run that brings anything is.
    sqlite3 tables.db 'delete from hark_data_credits'
    expect 0 hark-day 2009-01-08
    [ "$(credits)" = '0|' ]
    expect 0 hark-day 2009-01-12
    [ "$(credits)" = "$(published_credits)" ]
    [ "$(credits)" != "$before" ]
    configure 'load tables.db'
    expect 78 hark-day 2009-01-12
    [[ $stderr == *"load wants --sqlite FILE or --postgres URL"* ]]
}

@test "a configuration that cannot be followed is named, line by line" {
    printf '%s\n' 'archives all in' 'archive all in' 'key' >hark.conf
    expect 78 hark-day 2009-01-01
    [[ $stderr == *"hark.conf:2: no word archive is known"* ]]
    [[ $stderr == *"hark.conf:3: key says nothing"* ]]
    expect 78 hark-day --config nowhere.conf
    configure
    expect 64 hark-day 2009-13-01
    expect 64 hark-day --frobnicate
    expect 64 hark-backfill
    expect 64 hark-backfill 2009-01-02 2009-01-01
}
