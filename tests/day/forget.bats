#!/usr/bin/env bats
# forget - a person is taken out of everything, and stays out

# shellcheck disable=SC2030,SC2031,SC2154 # each test has a subshell of its own; bats sets output and stderr
load scene
load ../load/server

setup_file() {
    start_server
}

teardown_file() {
    stop_server
}

post() {
    printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:%s","time":"2009-03-0%sT10:00:00Z","seen":"2009-03-09T00:00:00Z","author":"twitter:%s","handle":"%s","text":"%s"%s,"format":"x","archive":"in/posts/a","line":1}\n' "$@"
}

# Jane writes, is answered, reposted and named; clicks as a cookie, buys by her address.
world() {
    mkdir -p in/posts in/logs in/orders
    hark new-key key
    { post 1 1 77 JaneD 'where is my parcel' ''
        post 2 1 78 bob 'RT @JaneD: where is my parcel' ',"repost_of":"twitter:1"'
        post 3 2 78 bob '@janed, ask jane@mail.example' ',"reply_to":"twitter:1","mentions":["janed"]'
        post 4 2 79 ann 'nothing of hers' ''; } >in/posts/a
    printf 'id,time,total,currency,email,order_cookie\n9,2009-03-02T12:00:00Z,5.00,USD,jane@mail.example,\n10,2009-03-03T12:00:00Z,7.00,USD,x@mail.example,\n' >in/orders/a.csv
    printf '%s\n' '10.1.1.1 - - [02/Mar/2009:11:59:00 +0000] "GET /shop?utm_source=mail&order=9&mail=jane%40mail.example HTTP/1.1" 200 5 "-" "Mozilla/5.0" "janes-cookie"' \
        '10.1.1.2 - - [03/Mar/2009:11:59:00 +0000] "GET /shop?utm_source=mail&order=10 HTTP/1.1" 200 5 "-" "Mozilla/5.0" "another"' \
        'jane@mail.example is no line of a log' 'nobody is no line either' >in/logs/access.log
    printf '%s\n' '*.csv format=orders_csv columns="visitor=email,amount=total"' \
        '*access.log format=clf host=a.example order-param=order log-format="%h %l %u %t \"%r\" %>s %b \"%{Referer}i\" \"%{User-Agent}i\" \"%{v}C\"" visitor-from=cookie:v' >sources
    printf '%s\n' 'archives posts in/posts' 'archives logs in/logs' 'archives orders in/orders' 'sources sources' 'key key' \
        'max_rejects 100%' 'attribute --window 30d' 'table all records --by author,handle,visitor,kind --count' >hark.conf
}

# Files in which a search finds any of these words, packed or not, and whatever they are.
search() {
    local file
    find . -type f ! -path './in/*' ! -name said | while read -r file; do
        case $file in *.zst) zstd -dcq "$file" ;; *) cat "$file" ;; esac | grep -qaiE "$1" && echo "$file"
    done
    true
}

hash_of() {
    zstd -dcq published/current/records/*.zst | jq -r "select(.id == \"$1\").visitor"
}

@test "after it no search finds the person, her hashes or her text, and amounts stay" {
    world
    hark-day 2009-03-04
    order=$(hash_of shop:9)
    cookie=$(zstd -dcq published/current/records/2009-03-02* | jq -r 'select(.kind == "visit").visitor')
    [[ $order == shop:h* && $cookie == web:h* ]]
    words="janed|jane@mail|jane%40mail|janes-cookie|twitter:77|parcel|$order|$cookie"
    [ "$(search "$words" | wc -l)" -ge 5 ]
    before=$(zstd -dcq published/current/credits/*.zst | jq -s -c 'map(.amount) | sort')
    expect 0 hark-forget --key-file key twitter:77 jane@mail.example janes-cookie
    jq -e '.people == 3 and .records.dropped_author == 1 and .records.dropped_repost == 1 and .records.unlinked == 2 and .rejects == 1' <<<"$output"
    run ! grep -qiE "$words" <<<"$output"
    [ -z "$(search "$words")" ]
    [ "$(zstd -dcq published/current/credits/*.zst | jq -s -c 'map(.amount) | sort')" = "$before" ]
    [ "$(zstd -dcq published/current/records/*.zst | jq -r 'select(.kind == "post").text' | sort | paste -sd'|')" = '@[forgotten], ask [forgotten]|nothing of hers' ]
    [ "$(wc -l <published/current/rejects)" -eq 1 ]
    [ "$(find published/runs -mindepth 1 -maxdepth 1 | wc -l)" -eq 1 ]
    expect 0 hark-audit
}

@test "what was salvaged of a damaged archive goes too" {
    world
    echo 'salvage aside' >>hark.conf
    awk 'BEGIN { srand(7); for (i = 0; i < 3000; i++) printf "jane@mail.example %.15f\n", rand() }' | gzip | head -c 15000 >in/logs/cut.gz
    expect 65 hark-day 2009-03-04
    [ -n "$(search jane@mail.example)" ]
    [ -s aside/in%2Flogs%2Fcut.gz.partial ]
    : >aside/mine
    expect 0 hark-forget jane@mail.example
    jq -e '.salvaged_files == 1' <<<"$output"
    [ "$(ls aside)" = mine ]
}

@test "of a customer who is forgotten no case says that she bought again" {
    case_world 'key key'
    hark new-key key
    cp -p days/* in
    hark-day 2009-01-09
    [ "$(judged)" = 'twitter:7 again twitter:8 not_again twitter:9 null twitter:9 null' ]
    hark-forget shop:hann >/dev/null
    [ "$(judged)" = 'twitter:7 null twitter:8 not_again twitter:9 null twitter:9 null' ]
    hark-forget twitter:8 >/dev/null
    [ "$(judged)" = 'twitter:7 null twitter:9 null twitter:9 null' ]
    expect 0 hark-audit
}

@test "archives that bring her back do not, and the rest is as if she had never come" {
    world
    hark-day 2009-03-04
    hark-forget twitter:77 jane@mail.example janes-cookie >/dev/null
    { post 5 4 77 JaneD 'me again' ''; post 6 4 79 ann 'a day later' ''; } >in/posts/b
    printf 'id,time,total,currency,email,order_cookie\n11,2009-03-04T12:00:00Z,9.00,USD,jane@mail.example,\n' >in/orders/b.csv
    printf '%s\n' 'jane@mail.example again is no line' >>in/logs/access.log
    hark-day 2009-03-05
    [ -z "$(search 'me again|janed|jane@mail|twitter:77')" ]
    [ "$(zstd -dcq published/current/records/2009-03-04* | jq -r .id | sort | paste -sd' ')" = 'shop:11 twitter:6' ]
    [ "$(hash_of shop:11)" = null ]
}

# What she is called, and what she wrote, after a first day.
words_of_her() {
    printf '%s' 'janed|jane@mail|jane%40mail|janes-cookie|twitter:77|parcel|'
    printf '%s|%s' "$(hash_of shop:9)" "$(zstd -dcq published/current/records/2009-03-02* | jq -r 'select(.kind == "visit").visitor')"
}

# Loaded by hand, from elsewhere: an alarm of her posts, her idea and somebody's who names her, rows of hers and another's.
others() {
    printf '%s\n' '{"v":1,"kind":"alarm","id":"a1","time":"2009-03-01T00:00:00Z","series":"x","state":"over","observed":3,"examples":["twitter:1","twitter:4"]}' \
        '{"v":1,"kind":"idea","source":"sf","id":"sf:1","time":"2009-03-01T00:00:00Z","author":"twitter:77","title":"parcels that arrive"}' \
        '{"v":1,"kind":"idea","source":"sf","id":"sf:2","time":"2009-03-01T00:00:00Z","author":"twitter:79","title":"as @JaneD says","version_of":"twitter:1"}' \
        '{"v":1,"kind":"row","author":"twitter:77","count":5}' '{"v":1,"kind":"row","author":"twitter:78","count":6}'
}

# From both: one that the configuration names, and one that is filled by hand.
forgets_in_tables() {
    world
    printf 'network,handle,team,role,market\ntwitter,acme,care,support,US\n' >accounts.csv
    { post 7 1 77 JaneD '@acme where is my parcel' ',"mentions":["acme"]'
        post 8 2 90 acme '@JaneD it comes' ',"reply_to":"twitter:7","mentions":["janed"]'; } >in/posts/c
    printf '%s\n' 'accounts accounts.csv' 'rules rules' cases "load $*" >>hark.conf
    printf '%s\n' 'label: delivery' 'query: where' 'route: care' >rules
    hark-day 2009-03-04
    words=$(words_of_her)
    others >others.ndjson
    hark load "$@" --table other others.ndjson
    for word in janed twitter:77 "$(hash_of shop:9)" parcels; do
        ask_all | grep -qi "$word"
    done
    sums=$(sums)
    rm others.ndjson
    expect 0 hark-forget twitter:77 jane@mail.example janes-cookie
    jq -e '.databases | length == 1 and (.[0].tables | map(.removed) | add) >= 3 and (.[0].tables | map(.unlinked) | add) >= 4' <<<"$output"
    run ! grep -qiE "$words" <<<"$output"
    run ! grep -iE "$words" <(ask_all)
    [ "$(sums)" = "$sums" ]
    # Given again, nothing is left to be done.
    expect 0 hark-forget twitter:77
    jq -e '.databases[0].tables == {}' <<<"$output"
}

@test "tables of SQLite are without her, and so is every byte of their file" {
    command -v sqlite3 >/dev/null || skip "no sqlite3 here"
    ask_all() { sqlite3 tables.db .dump; }
    sums() { sqlite3 tables.db 'select sum(amount), count(*) from hark_credits'; }
    forgets_in_tables --sqlite tables.db
    [ -z "$(search "$words")" ]
    run ! grep -qaiE "$words" tables.db
    [ ! -e tables.db-journal ]
    hark load --sqlite other.db published/current/rows/all.ndjson
    sqlite3 tables.db 'select key from hark_data_rows_all order by key' >one
    sqlite3 other.db 'select key from hark_data_rows_all order by key' | diff one -
}

@test "a file of SQLite that no configuration names is without her where it is named" {
    command -v sqlite3 >/dev/null || skip "no sqlite3 here"
    world
    hark-day 2009-03-04
    words=$(words_of_her)
    printf '%s\n' '{"v":1,"kind":"credit","source":"shop","order":"shop:900","time":"2009-03-01T00:00:00Z","model":"last","window":"30d","touches":"tracked","of":1,"touch":"twitter:1","amount":12345678901234567,"currency":"USD","exponent":2}' |
        hark load --sqlite tables.db
    sqlite3 tables.db 'pragma journal_mode = wal; create table mine (text); insert into mine values (1)' >/dev/null
    hark load --replace --sqlite tables.db published/current/rows/all.ndjson
    count=$(sqlite3 tables.db 'select sum(count) from hark_rows_all where record_kind <> '"'post'")
    [ "$(search "$words" | grep -c tables.db)" -ge 1 ]
    expect 0 hark-forget --sqlite tables.db twitter:77 jane@mail.example janes-cookie
    jq -e '.databases[0].tables | .hark_data_rows_all.removed == 1 and .hark_data_rows_all.unlinked == 2 and .hark_data_credits.unlinked == 1' <<<"$output"
    [ "$(sqlite3 tables.db 'select "order", amount, touch is null from hark_credits')" = 'shop:900|12345678901234567|1' ]
    [ -z "$(search "$words")" ]
    [ "$(sqlite3 tables.db 'select sum(count) from hark_rows_all where record_kind <> '"'post'")" = "$count" ]
    [ "$(sqlite3 tables.db 'select * from mine')" = 1 ]
    expect 66 hark-forget --sqlite nowhere.db twitter:77
    [[ $stderr == *"Give the command again"* ]]
}

@test "tables of PostgreSQL are without her, their statistics too" {
    [ -e "$BATS_FILE_TMPDIR/server.url" ] || skip "no PostgreSQL here"
    url=$(new_database forget)
    ask_all() {
        for table in $(psql -X -qAt "$url" -c "select table_name from information_schema.tables where table_schema = 'hark_data'"); do
            psql -X -qAt "$url" -c "select * from hark_data.$table"
        done
        psql -X -qAt "$url" -c 'select * from pg_stats' | grep hark_data
    }
    sums() { psql -X -qAt "$url" -c 'select sum(amount), count(*) from hark.credits'; }
    forgets_in_tables --postgres "$url"
    # Not in the files of the tables either, old ones among them.
    psql -X -q "$url" -c checkpoint
    files=$(psql -X -qAt "$url" -c "select pg_relation_filepath(oid) from pg_class where relnamespace = 'hark_data'::regnamespace and relkind = 'r'")
    (cd "$(<"$BATS_FILE_TMPDIR/server.folder")/data" && for file in $files; do run ! grep -qaiE "$words" "$file"; done)
}

@test "without a key, a name or anything published nobody is forgotten" {
    world
    expect 64 hark-forget
    expect 66 hark-forget twitter:77
    sed -i '/^key/d' hark.conf
    expect 78 hark-forget twitter:77
}
