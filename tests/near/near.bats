#!/usr/bin/env bats
# near - what says nearly the same is one group, and everything goes on

load ../lib

post() {
    printf '{"v":1,"kind":"post","source":"web","id":"web:%s","time":"2009-03-01T12:00:00Z","seen":"2009-04-01T00:00:00Z","text":"%s"}\n' "$1" "$2"
}

some() {
    post 3 'please tell them that the fan of the Studio is far too loud'
    post 1 'RT @all: Please tell them that the fan of the Studio is far too LOUD! http://t.example/1'
    post 2 'the parcel came two weeks late and the box was open, thank you'
    post 5 'please tell them that the fan of the Studio is much too loud #fan'
    post 7 'happy birthday'
    post 8 'happy birthday'
    printf '%s\n' '{"v":1,"kind":"click","source":"web","id":"web:c","time":"2009-03-01T12:00:00Z","seen":"2009-04-01T00:00:00Z"}'
}

@test "copies have the least id of their group, others no key, and the order is kept" {
    some >posts
    hark near --bare posts >found
    jq -c '[.id, .near]' found >keys
    printf '["web:%s",%s]\n' 3 '"web:1"' 1 '"web:1"' 2 null 5 '"web:1"' 7 null 8 null c null | diff - keys
    sed 's/,"near":"[^"]*"//' found | cmp posts -
}

@test "a second run replaces its keys" {
    some | hark near --bare >once
    hark near --bare once | cmp once -
}

@test "neither order nor memory changes a group" {
    { posts 3000; some; } >many
    hark near --bare many | jq -r '[.id, .near] | @tsv' | sort >wanted
    shuf --random-source=<(yes) many | hark near --bare --memory 1M | jq -r '[.id, .near] | @tsv' | sort | cmp wanted -
}

@test "a deleted post is in no group" {
    { some; post 9 'the parcel came two weeks late and the box was open, thanks'; } >posts
    [ "$(hark near --bare posts | grep -c '"near":"web:2"')" -eq 2 ]
    printf '%s\n' '{"v":1,"kind":"delete","source":"web","id":"web:del/9","time":"2009-03-02T12:00:00Z","seen":"2009-04-01T00:00:00Z","target":"web:9","scope":"item"}' >>posts
    hark dedupe posts | hark near --bare >found
    run ! grep -q '"near":"web:2"' found
}

@test "the notes count groups and their posts" {
    [ "$(some | hark near | books notes.near_groups)" -eq 1 ]
    [ "$(some | hark near | books notes.near_posts)" -eq 3 ]
}
