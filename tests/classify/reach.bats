#!/usr/bin/env bats
# reach - posts that many will see are marked urgent

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# post FOLLOWERS REPOSTS SEEN
post() {
    printf '{"v":1,"kind":"post","time":"2009-03-01T12:00:00Z","seen":"%s","text":"late","followers":%s,"reposts":%s}\n' "$3" "$1" "$2"
}

said() {
    jq -c '[.labels, .urgency, .urgency_by]'
}

@test "an author with a large audience makes a post urgent, and what is said is why" {
    { post 9999 0 2009-03-01T12:10:00Z; post 10000 0 2009-03-01T12:10:00Z; } >in
    hark-classify --bare --reach 10000 in | said >out
    printf '%s\n' '[null,null,null]' '[null,"high",["reach"]]' | cmp - out
}

@test "a cascade is so many reposts an hour, of a post of an hour at least" {
    { post 1 100 2009-03-01T12:00:05Z; post 1 99 2009-03-01T12:00:05Z; post 1 199 2009-03-01T14:00:00Z
      post 1 200 2009-03-01T14:00:00Z; post 1 100 2008-01-01T00:00:00Z; } >in
    hark-classify --bare --cascade 100 in | jq -c .urgency >out
    [ "$(tr '\n' ' ' <out)" = '"high" null null "high" "high" ' ]
}

@test "urgency is the highest of rules and reach, and a second run replaces it" {
    printf 'label: a\nquery: late\nurgency: low\n' >x.rules
    post 5 50 2009-03-01T12:10:00Z >in
    hark-classify --bare --rules x.rules in | said >out
    [ "$(cat out)" = '[["a"],"low",null]' ]
    hark-classify --bare --rules x.rules --reach 5 --cascade 50 in >once
    [ "$(said <once)" = '[["a"],"high",["cascade","reach"]]' ]
    hark-classify --bare --rules x.rules --reach 5 --cascade 50 once | cmp - once
    hark-classify --bare --reach 6 once | said >out
    [ "$(cat out)" = '[["a"],null,null]' ]
}

@test "quotes pass a post on as reposts do, and count where there are no others" {
    { post 1 60 2009-03-01T12:10:00Z | sed 's/"reposts"/"quotes":40,&/'; post 1 60 2009-03-01T12:10:00Z | sed 's/"reposts"/"quotes":39,&/'
      post 1 100 2009-03-01T12:10:00Z | sed 's/"reposts"/"quotes"/'; } >in
    hark-classify --bare --cascade 100 in | jq -c .urgency >out
    [ "$(tr '\n' ' ' <out)" = '"high" null "high" ' ]
}

@test "limits are whole numbers from 1" {
    for wrong in 0 -1 x 1.5; do
        expect 64 hark-classify --reach "$wrong" </dev/null
        expect 64 hark-classify --cascade "$wrong" </dev/null
    done
}

@test "a record without figures is not marked, and the schema knows the key" {
    posts 1 | hark-classify --bare --reach 1 --cascade 1 >out
    [ "$(jq -c .urgency out)" = null ]
    post 5 50 2009-03-01T12:10:00Z | jq -c '. + {source: "twitter", id: "twitter:1", author: "twitter:2", format: "twitter1", archive: "a", line: 1}' |
        hark-classify --reach 1 | hark-validate >valid
    grep -q '"urgency_by":\["reach"\]' valid
}
