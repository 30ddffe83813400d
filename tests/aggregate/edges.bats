#!/usr/bin/env bats
# edges - the graph of who reposts and who mentions whom

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# post ID AUTHOR HANDLE DAY [MORE]: a post of Twitter's
post() {
    printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:%s","time":"2009-03-%sT12:00:00Z","author":"twitter:%s","handle":"%s"%s}\n' \
        "$1" "$4" "$2" "$3" "${5:+,$5}"
}

edges() {
    hark-aggregate --edges "$@" | tail -n +2
}

@test "a repost goes to the author of its original, whichever comes first, and weighs one" {
    { post 10 1 ann 02 '"repost_of":"twitter:20"'; post 20 2 bob 01; post 11 1 ann 03 '"repost_of":"twitter:20"'
      post 30 3 cy 01; post 31 1 ann 04 '"repost_of":"twitter:30"'; post 40 2 bob 05 '"repost_of":"twitter:31"'; } >in
    hark-aggregate --edges reposts in >out
    printf '%s\n' source,target,weight twitter:1,twitter:2,2 twitter:1,twitter:3,1 twitter:2,twitter:1,1 | cmp - out
}

@test "reposts of one's own and of posts that nobody has are left out, and counted" {
    { post 10 1 ann 01; post 11 1 ann 02 '"repost_of":"twitter:10"'; post 12 1 ann 03 '"repost_of":"twitter:99"'; } >in
    [ "$(edges reposts --stats stats in)" = "" ]
    [ "$(jq -c '[.in, .used, .notes.loop, .notes.unknown_original]' stats)" = '[3,3,1,1]' ]
}

@test "a mention goes to who has the handle last, in any case, and else to the handle" {
    { post 1 1 ann 01 '"mentions":["BOB","Nobody"]'; post 2 2 bob 02; post 3 3 Bob 03 '"mentions":["ann","ANN"]'
      printf '%s\n' '{"v":1,"kind":"account","source":"twitter","id":"twitter:4","time":"2009-03-02T12:00:00Z","author":"twitter:4","handle":"bob"}'; } >in
    [ "$(edges mentions in | tr '\n' ' ')" = 'twitter:1,twitter:3,1 twitter:1,twitter:@nobody,1 twitter:3,twitter:1,1 ' ]
}

@test "a post counts once, however often it names somebody and however often it comes" {
    { post 1 1 ann 01 '"mentions":["bob","Bob","rob"]'; post 1 1 ann 01 '"mentions":["bob"]'; post 5 1 ann 02 '"mentions":["bob"]'
      post 2 2 bob 01; post 3 2 rob 01; } >in
    [ "$(edges mentions in)" = 'twitter:1,twitter:2,2' ]
}

@test "whom a repost's original mentions, its reposter does not" {
    { post 1 1 ann 01 '"mentions":["cy"]'; post 2 2 bob 01 '"repost_of":"twitter:1","mentions":["cy"]'; } >in
    [ "$(edges mentions in)" = 'twitter:1,twitter:@cy,1' ]
}

@test "a mention that is an id needs no handle, and networks do not mix" {
    { post 1 1 ann 01 '"mentions":["bob"]'
      printf '%s\n' '{"v":1,"kind":"post","source":"bluesky","id":"bluesky:a","time":"2024-03-01T12:00:00Z","author":"bluesky:did:plc:a","handle":"bob","mentions":["did:plc:b"]}'; } >in
    [ "$(edges mentions in | tr '\n' ' ')" = 'bluesky:did:plc:a,bluesky:did:plc:b,1 twitter:1,twitter:@bob,1 ' ]
}

# 20,000 posts of 300 people who change their handles; half of them reposts.
crowd() {
    awk 'BEGIN {
        srand(5)
        for (i = 0; i < 20000; i++) {
            author = int(300 * rand() * rand())
            printf "{\"v\":1,\"kind\":\"post\",\"source\":\"twitter\",\"id\":\"twitter:p%d\",\"time\":\"2009-%02d-%02dT%02d:00:00Z\",", i,
                   1 + int(12 * rand()), 1 + int(28 * rand()), int(24 * rand())
            printf "\"author\":\"twitter:%d\",\"handle\":\"H%d\"", author, (author + int(1.2 * rand())) % 310
            if (rand() < 0.5) printf ",\"repost_of\":\"twitter:p%d\"", int(25000 * rand())
            printf ",\"mentions\":[\"h%d\",\"h%d\"]}\n", int(310 * rand()), int(310 * rand())
        }
    }'
}

# The same graph by jq, all in memory.
slowly() {
    jq -nr --arg kind "$1" '
        [inputs] as $all
        | (if $kind == "reposts" then ($all | map({key: .id, value: .author}) | from_entries)
           else ($all | sort_by([.time, .author]) | map({key: (.handle | ascii_downcase), value: .author}) | from_entries) end) as $owner
        | [$all[]
           | if $kind == "reposts" then select(.repost_of and $owner[.repost_of]) | [.author, $owner[.repost_of]]
             else select(.repost_of | not) | .author as $a
                  | [.mentions[] | [$a, ($owner[.] // "twitter:@\(.)")]] | unique | .[] end
           | select(.[0] != .[1])]
        | group_by(.)[] | "\(.[0][0]),\(.[0][1]),\(length)"'
}

@test "a slow program finds the same graph; neither order nor memory shows" {
    crowd >posts.ndjson
    sort -R --random-source=posts.ndjson posts.ndjson >shuffled.ndjson
    for kind in reposts mentions; do
        slowly $kind <posts.ndjson >wanted
        [ "$(wc -l <wanted)" -gt 3000 ]
        edges $kind posts.ndjson | diff -q wanted -
        edges $kind --memory 1M shuffled.ndjson | diff -q wanted -
    done
}

@test "what is no post is dropped, conditions hold, and a post without an author is rejected" {
    { post 1 1 ann 01 '"lang":"en","mentions":["x"]'; post 2 2 bob 01 '"lang":"de","mentions":["x"]'
      printf '%s\n' '{"v":1,"kind":"visit","source":"web","id":"web:1","time":"2009-03-01T12:00:00Z"}' \
          '{"v":1,"kind":"post","source":"twitter","id":"twitter:3","time":"2009-03-01T12:00:00Z","mentions":["x"],"lang":"de"}'; } >in
    [ "$(edges mentions --where lang=de --rejects rejects --stats stats in)" = 'twitter:2,twitter:@x,1' ]
    [ "$(jq -c '[.in, .used, .rejected, .dropped]' stats)" = '[4,1,1,{"where":2}]' ]
    [ "$(jq -r .code rejects)" = no_author ]
    edges mentions --stats all --rejects rejects in >out
    [ "$(tail -n 1 all | jq -c .dropped)" = '{"not_of_the_graph":1}' ]
}

@test "edges stand alone, as csv or tsv" {
    post 1 1 ann 01 '"mentions":["x"]' >in
    expect 64 hark-aggregate --edges likes in
    expect 64 hark-aggregate --edges mentions --by author in
    expect 64 hark-aggregate --edges mentions --count in
    expect 64 hark-aggregate --edges mentions --partial in
    expect 64 hark-aggregate --edges mentions --to ndjson in
    [ "$(hark-aggregate --edges mentions --to tsv in | tail -n 1)" = "twitter:1	twitter:@x	1" ]
}
