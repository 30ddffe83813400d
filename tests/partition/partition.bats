#!/usr/bin/env bats
# partition - a file for each day, the same however the records came, and which of them new records change

# shellcheck disable=SC2094,SC2154 # posts is a function, stderr is set by bats
load ../lib

# at TIME ID [MORE]: a post.
at() {
    printf '{"v":1,"kind":"post","source":"web","id":"web:%s","time":"%s","author":"web:me","archive":"a","line":1%s}\n' "$2" "$1" "$3"
}

# delete SCOPE TARGET
delete() {
    printf '{"v":1,"kind":"delete","source":"web","time":"2011-06-01T00:00:00Z","scope":"%s","target":"%s","archive":"a","line":1}\n' "$1" "$2"
}

# ids FILE: of one day's file, in its order.
ids() {
    zstd -dc "days/$1.ndjson.zst" | jq -r .id | paste -sd ' '
}

days() {
    find days -mindepth 1 -printf '%f\n' | sed 's/\.ndjson\.zst$//' | sort | paste -sd ' '
}

touched() {
    hark-partition --bare --touched keys "$@" | jq -r .partition | paste -sd ' '
}

@test "each record lies in the file of its day, by time and id" {
    { at 2009-03-02T00:00:00Z c && at 2009-03-01T23:59:59Z z && at 2009-03-02T00:00:00Z b && at 2009-03-02T00:00:00Z a; } >posts
    hark-partition --into days posts >rows
    [ "$(days)" = "2009-03-01 2009-03-02" ]
    [ "$(ids 2009-03-02)" = "web:a web:b web:c" ]
    [ "$(zstd -dc days/2009-03-01.ndjson.zst)" = "$(at 2009-03-01T23:59:59Z z)" ]
    [ "$(books used <rows)" -eq 4 ]
}

@test "the rows tell of each file what lies in it" {
    posts 60 >posts
    hark-partition --bare --into days posts >rows
    [ "$(jq -r .partition rows | paste -sd ' ')" = "$(days)" ]
    while read -r day records bytes; do
        zstd -dc "days/$day.ndjson.zst" >lines
        [ "$(wc -l <lines) $(wc -c <lines)" = "$records $bytes" ]
    done < <(jq -r '"\(.partition) \(.records) \(.bytes)"' rows)
    cat days/* | zstd -dc | sort | cmp - <(sort posts)
}

@test "order, cut and memory change no byte" {
    posts 30000 >posts
    hark-partition --into one --keys one.keys posts >out
    shuf --random-source=<(yes) posts >shuffled
    split -n l/3 shuffled part.
    hark-partition --memory 1M --tmpdir . --into two --keys two.keys part.* >out
    diff -r one two
    diff -r one.keys two.keys
}

@test "days are those of the zone, in summer and winter" {
    { at 2009-03-08T05:59:59Z a && at 2009-03-08T06:00:00Z b && at 2009-03-09T04:59:59Z c && at 2009-03-09T05:00:00Z d; } >posts
    hark-partition --zone America/Chicago --into days posts >out
    [ "$(days)" = "2009-03-07 2009-03-08 2009-03-09" ]
    [ "$(ids 2009-03-08)" = "web:b web:c" ]
    rm -r days
    hark-partition --zone +09:00 --into days <(at 2009-03-08T15:00:00Z a) >out
    [ "$(days)" = 2009-03-09 ]
    expect 78 hark-partition --zone No/Where --into days posts
}

@test "what has no id stays in its order within a second, and what is there twice of one place is there once" {
    for part in 3 1 2; do
        printf '{"v":1,"kind":"credit","time":"2009-03-01T00:00:00Z","account":"acme","amount":"%s"}\n' $part
    done >credits
    hark-partition --into days credits >out
    [ "$(zstd -dc days/2009-03-01.ndjson.zst | jq -r .amount | paste -sd ' ')" = "3 1 2" ]
    { at 2009-03-01T00:00:00Z a && at 2009-03-01T00:00:00Z a && at 2009-03-01T00:00:00Z a ',"part":1'; } >posts
    hark-partition --into days posts >rows
    [ "$(ids 2009-03-01)" = "web:a web:a" ]
    [ "$(books in <rows) $(books used <rows)" = "3 3" ]
}

@test "deletes lie in a file of their own" {
    { at 2009-03-01T00:00:00Z a && delete item web:a; } >posts
    hark-partition --into days posts >out
    [ "$(days)" = "2009-03-01 deletes" ]
    zstd -dc days/deletes.ndjson.zst | cmp - <(delete item web:a)
}

@test "touched are the days of what came, of the same ids, and of all that a delete takes away" {
    {
        at 2009-03-01T00:00:00Z a
        at 2009-03-02T00:00:00Z b ',"repost_of":"web:a"'
        at 2009-03-03T00:00:00Z c
        at 2009-03-04T00:00:00Z d | sed 's/web:me/web:her/'
    } >posts
    hark-partition --into days --keys keys posts >out
    [ "$(touched <(at 2010-01-01T00:00:00Z e))" = 2010-01-01 ]
    [ "$(touched <(at 2010-01-01T00:00:00Z c))" = "2009-03-03 2010-01-01" ]
    [ "$(touched <(delete author web:her))" = "2009-03-04 deletes" ]
    [ "$(touched <(delete author web:me))" = "2009-03-01 2009-03-02 2009-03-03 deletes" ]
    [ "$(touched <(delete item web:a))" = "2009-03-01 2009-03-02 deletes" ]
    [ "$(touched <(delete item web:none))" = deletes ]
    rm -r keys
    [ "$(touched <(at 2010-01-01T00:00:00Z c))" = 2010-01-01 ]
}

@test "files of before are replaced, and no other is looked at" {
    { at 2009-03-01T00:00:00Z a && at 2009-03-02T00:00:00Z b; } >posts
    hark-partition --into days posts >out
    cp -r days before
    hark-partition --into days <(at 2009-03-02T00:00:00Z c) >out
    [ "$(ids 2009-03-02)" = web:c ]
    cmp days/2009-03-01.ndjson.zst before/2009-03-01.ndjson.zst
    [ "$(days)" = "2009-03-01 2009-03-02" ]
}

@test "where less than the whole has come, files of before stay" {
    posts 60 | hark-validate >posts
    hark-partition --into days --keys keys posts >out
    cp -r days before
    cp -r keys keys.before
    expect 76 hark-partition --into days --keys keys <(head -n 30 posts)
    expect 76 hark-partition --into new <(head -n 30 posts)
    { posts 5 && echo '{'; } >bad
    expect 65 hark-partition --into days --keys keys bad
    posts 60 | gzip -c | head -c 500 >cut.gz
    expect 65 hark-partition --into days --keys keys cut.gz
    [[ $stderr == *"days: no file is written"* ]]
    diff -r days before
    diff -r keys keys.before
    [ ! -e new ]
    hark-partition --rejects rejects --max-rejects 1 --into days bad >out
    [ "$(zstd -dc days/2009-03-02.ndjson.zst | wc -l)" -eq 1 ]
}

@test "a record without time has no day" {
    echo '{"v":1,"kind":"visit"}' >posts
    expect 65 hark-partition --into days posts
    [[ $stderr == *no_time* ]]
    [ ! -e days ]
}

@test "what it is asked has to be one thing, and what it is given whole" {
    posts 3 >posts
    expect 64 hark-partition posts
    expect 64 hark-partition --into days --touched keys posts
    expect 64 hark-partition --into '' posts
    touch file
    expect 73 hark-partition --into file/days posts
    hark-partition --into days --keys keys posts >out
    printf x >>"keys/$(find keys -mindepth 1 -printf '%f\n' | head -n 1)"
    expect 78 hark-partition --touched keys posts
}
