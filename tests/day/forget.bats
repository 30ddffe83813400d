#!/usr/bin/env bats
# forget - a person is taken out of everything, and stays out

# shellcheck disable=SC2154 # bats sets output and stderr
load scene

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

# Files in which a search finds any of these words.
search() {
    local file
    find published -type f | while read -r file; do
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

@test "without a key, a name or anything published nobody is forgotten" {
    world
    expect 64 hark-forget
    expect 66 hark-forget twitter:77
    sed -i '/^key/d' hark.conf
    expect 78 hark-forget twitter:77
}
