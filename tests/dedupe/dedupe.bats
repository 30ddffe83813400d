#!/usr/bin/env bats
# dedupe - what stands of many records of one id, and what deletes take away

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# post ID SEEN [MEMBERS]: a post of author 7, whose text is its id and when it was seen; SEEN a day of April.
post() {
    printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:%s","time":"2009-03-06T12:00:00Z",' "$1"
    printf '"seen":"2009-04-%02dT00:00:00Z","author":"twitter:7","handle":"keba","text":"%s seen %s",' "$2" "$1" "$2"
    printf '%s"format":"twitter1","archive":"a.json","line":%d}\n' "${3-}" "$1"
}

# notice TARGET SCOPE [MEMBERS]: a delete record.
notice() {
    printf '{"v":1,"kind":"delete","source":"twitter","id":"twitter:del/%s","time":"2009-05-01T00:00:00Z",' "$1"
    printf '"seen":"2009-05-01T00:00:00Z","target":"twitter:%s","scope":"%s",' "$1" "$2"
    printf '%s"format":"twitter1","archive":"d.json","line":1}\n' "${3-}"
}

accounts() {
    printf 'network,handle,team,role,market\ntwitter,KEBA,outlet,offers,US\n'
}

# The records alone.
records() {
    LC_ALL=C grep -v '^{"v":1,"kind":"\(begin\|end\)"'
}

# texts [OPTION…]: the records that stand, as texts, in a line.
texts() {
    hark-dedupe "$@" --bare | jq -r .text | paste -sd,
}

# same_set FILE FILE: the same records, whatever their order.
same_set() {
    for file in "$@"; do
        records <"$file" | LC_ALL=C sort >"$file.set"
    done
    [ -s "$1.set" ]
    cmp "$1.set" "$2.set"
}

@test "the latest revision stands, whatever the order" {
    [ "$({ post 1 1; post 1 3; post 1 2; } | texts)" = "1 seen 3" ]
    [ "$({ post 1 3; post 1 2; post 1 1; } | texts)" = "1 seen 3" ]
    [ "$({ post 1 2; post 1 1; post 1 3; } | texts)" = "1 seen 3" ]
}

@test "records stay in the order read, each where its latest revision was" {
    [ "$({ post 3 1; post 1 1; post 2 1; post 3 2; } | texts)" = "1 seen 1,2 seen 1,3 seen 2" ]
}

@test "of revisions seen at the same time the content decides, never the position" {
    post 1 1 '"likes":1,' >one
    post 1 1 '"likes":2,' >two
    cat one two | hark-dedupe --bare >first
    cat two one | hark-dedupe --bare >second
    [ "$(wc -l <first)" -eq 1 ]
    cmp first second
    cat one two one | hark-dedupe | books notes.same_seen | grep -qx 1
}

@test "what is the same to the byte is repeated, what is not is superseded" {
    { post 1 1; post 1 1; post 1 2; post 2 1; post 2 1; } | hark-dedupe >made
    [ "$(books 'dropped | tojson' <made)" = '{"repeated":2,"superseded":1}' ]
}

@test "where a record lay makes it no other record" {
    { post 1 1; post 1 1 | sed 's/a.json/b.tar/; s/"line":1/"member":"x \\" y","line":77,"part":3/'; } |
        hark-dedupe >made
    [ "$(books 'dropped | tojson' <made)" = '{"repeated":1}' ]
}

@test "a delete removes what came before it, after it, and in another file" {
    post 1 1 >before
    notice 1 item >gone
    post 1 9 >after
    post 2 1 >other
    [ "$(cat before gone other | texts)" = "2 seen 1" ]
    [ "$(cat gone before after other | texts)" = "2 seen 1" ]
    [ "$(texts before other gone)" = "2 seen 1" ]
    [ "$(texts gone other after)" = "2 seen 1" ]
}

@test "a delete takes all revisions, and is used and not written" {
    { post 1 1; post 1 2; notice 1 item; } | hark-dedupe >made
    [ "$(records <made | wc -l)" -eq 0 ]
    [ "$(tail -n 1 made | jq -c '[.used, .out, .dropped]')" = '[1,0,{"deleted":2}]' ]
}

@test "a delete of an author removes all that the author wrote, whenever" {
    { post 1 1; notice 7 author; post 2 9; post 3 1 | sed 's/twitter:7/twitter:8/'; } >mixed
    [ "$(texts mixed)" = "3 seen 1" ]
    [ "$(hark-dedupe mixed | books dropped.author_deleted)" -eq 2 ]
}

@test "a record without an id is its author's too" {
    { post 1 1 | sed 's/"id":"[^"]*",//'; notice 7 author; } | hark-dedupe >made
    [ "$(records <made | wc -l)" -eq 0 ]
}

@test "records without an id all stand" {
    { post 1 1; post 1 1; } | sed 's/"id":"[^"]*",//' >nameless
    hark-dedupe nameless | records | cmp nameless
}

@test "a copy inside another post is a thing of its own, and goes with a delete" {
    post 1 1 >original
    post 1 2 '"flags":["observed"],' >copy
    [ "$(cat copy original | texts)" = "1 seen 2,1 seen 1" ]
    { cat copy original; notice 1 item; } | hark-dedupe >made
    [ "$(records <made | wc -l)" -eq 0 ]
}

@test "a repost of what is deleted goes with it, since it carries the text" {
    { post 5 1 '"repost_of":"twitter:1",'; post 1 1; post 6 1 '"repost_of":"twitter:2",'; } >posts
    [ "$({ notice 1 item; cat posts; } | texts)" = "6 seen 1" ]
    [ "$({ cat posts; notice 1 item; } | texts)" = "6 seen 1" ]
    { cat posts; notice 1 item; } | hark-dedupe | books dropped.original_deleted | grep -qx 1
}

@test "a repost of ours of what is deleted keeps its links and no text" {
    accounts >accounts.csv
    { post 5 1 '"links":["http://a.example/"],"repost_of":"twitter:1",'; notice 1 item; } |
        hark-dedupe --accounts accounts.csv --bare >made
    [ "$(jq -c '[.text, .links, .flags]' made)" = '["",["http://a.example/"],["deleted"]]' ]
}

@test "a deleted post of ours keeps id, time, author and links, and no text and no counters" {
    accounts >accounts.csv
    { post 1 1 '"links":["http://a.example/?cid=1"],"shorts":["http://t.co/x"],"tags":["offer"],"mentions":["you"],"likes":3,"reposts":4,"quotes":2,"replies":5,"views":6,"flags":["edited"],'; notice 1 item; } |
        hark-dedupe --accounts accounts.csv --bare >made
    cat >wanted <<'STUB'
{"v":1,"kind":"post","source":"twitter","id":"twitter:1","time":"2009-03-06T12:00:00Z","seen":"2009-04-01T00:00:00Z","author":"twitter:7","handle":"keba","text":"","links":["http://a.example/?cid=1"],"shorts":["http://t.co/x"],"flags":["deleted","edited"],"format":"twitter1","archive":"a.json","line":1}
STUB
    diff wanted made
    expect 0 hark-validate made
}

@test "of deleted posts of ours the latest revision stands, and once" {
    accounts >accounts.csv
    { post 1 1 '"links":["http://a.example/1"],'; notice 1 item; post 1 2 '"links":["http://a.example/2"],'; } >mixed
    [ "$(hark-dedupe --accounts accounts.csv --bare mixed | jq -r .links[])" = http://a.example/2 ]
}

@test "an account of ours that is deleted leaves stubs too" {
    accounts >accounts.csv
    { post 1 1; notice 7 author; } | hark-dedupe --accounts accounts.csv --bare | jq -e '.text == "" and .flags == ["deleted"]'
}

@test "without --accounts nobody is ours" {
    { post 1 1; notice 1 item; } | hark-dedupe | books out | grep -qx 0
}

@test "a scrub of places takes the country of an author's posts up to one of them" {
    {
        for id in 99 100 101; do post $id 1 '"country":"BR",'; done
        post 98 1 '"country":"BR",' | sed 's/twitter:7/twitter:8/'
        notice 7 geo '"up_to":"twitter:100",'
        notice 7 geo '"up_to":"twitter:9",'
    } | hark-dedupe --bare >made
    [ "$(jq -r '.id + (.country // "-")' made | paste -sd' ')" = 'twitter:99- twitter:100- twitter:101BR twitter:98BR' ]
}

@test "a scrub that names no last post takes all" {
    { post 101 1 '"country":"BR",'; notice 7 geo; } | hark-dedupe --bare | jq -e 'has("country") | not'
}

@test "what is withheld stays and says where, by post and by author" {
    {
        post 1 1 '"flags":["sensitive"],'
        post 2 1
        post 3 1 | sed 's/twitter:7/twitter:8/'
        notice 1 withheld '"flags":["withheld:FR","withheld:DE"],'
        notice 1 withheld '"flags":["withheld:DE"],'
        notice 7 withheld '"flags":["withheld:XX"],'
    } | hark-dedupe --bare >made
    [ "$(jq -c '.flags // 0' made | paste -sd' ')" = \
        '["sensitive","withheld:DE","withheld:FR","withheld:XX"] ["withheld:XX"] 0' ]
    expect 0 hark-validate made
}

@test "an amended record keeps everything else, byte for byte and in place" {
    post 1 1 '"x":{"flags":[1 , 2],"format":"no"},"country":"BR","y":1.50,"z":"\u00e9\"}",' >odd
    { cat odd; notice 1 withheld '"flags":["withheld:DE"],'; notice 7 geo; } | hark-dedupe --bare >made
    sed 's/"country":"BR",//; s/,"format":"twitter1"/,"flags":["withheld:DE"]&/' odd | diff - made
}

@test "a delete that nobody can follow is rejected" {
    { notice 1 galaxy; notice 1 item | sed 's/"target":"[^"]*",//'; notice 7 geo '"up_to":"twitter:x",'; } >bad
    expect 65 hark-dedupe bad
    [[ $stderr == *"bad:1: bad_scope"* && $stderr == *"bad:2: no_target"* && $stderr == *"bad:3: bad_up_to"* ]]
}

@test "a delete counts also where --until leaves out its time" {
    { post 1 1; post 2 1; notice 1 item; } >mixed
    [ "$(texts --until 2009-03-07 mixed)" = "2 seen 1" ]
    expect 0 hark-dedupe --since 2009-03-07 mixed
    [ "$(books 'dropped | tojson' <<<"$output")" = '{"since":2}' ]
}

@test "an order is one record too, and its refund another" {
    order='{"v":1,"kind":"order","source":"shop","id":"shop:1","time":"2009-03-06T15:31:12Z","seen":"2009-04-01T00:00:00Z","state":"pending","amount":34900,"currency":"USD","exponent":2,"format":"orders_csv","archive":"orders.csv","line":2}'
    {
        echo "$order"
        sed 's/2009-04-01/2009-04-02/; s/pending/paid/' <<<"$order"
        sed 's/shop:1/shop:1-r/; s/"state":"pending","amount":/"target":"shop:1","state":"refund","amount":-/' <<<"$order"
    } | hark-dedupe --bare | jq -r .state | paste -sd, | grep -qx paid,refund
}

@test "an index remembers what was written" {
    { post 1 1; post 2 2; } >monday
    { post 1 1; post 2 3; post 2 1; post 3 1; } >tuesday
    hark-dedupe --index index monday >/dev/null
    [ ! -e index ]
    hark-dedupe --commit index
    hark-dedupe --index index tuesday >made
    [ "$(records <made | jq -r .text | paste -sd,)" = "2 seen 3,3 seen 1" ]
    [ "$(books 'dropped | tojson' <made)" = '{"repeated":1,"superseded":1}' ]
    head -n 1 made | jq -e '.uses.index | length == 32'
}

@test "an index of many blocks is read whole, and refused where a byte of it changed or is lacking" {
    posts 20000 >monday
    posts 20003 >tuesday
    hark-dedupe --index index monday >out
    hark-dedupe --commit index
    [ "$(wc -c <index)" -gt 1000000 ]
    hark-dedupe --index index tuesday >made
    [ "$(records <made | jq -r .id | paste -sd,)" = twitter:20001,twitter:20002,twitter:20003 ]
    for at in 30 200000 1200000; do
        cp index changed
        printf '\xff\xfe' | dd of=changed bs=1 seek=$at conv=notrunc status=none
        expect 78 hark-dedupe --index changed tuesday
        head -c $at index >changed
        expect 78 hark-dedupe --index changed tuesday
        [ ! -e changed.next ]
    done
}

@test "a late delete goes on where there is an index, and holds for what comes later" {
    { post 1 1; post 2 1; } | hark-dedupe --index index >/dev/null
    hark-dedupe --commit index
    { notice 1 item; notice 7 geo '"up_to":"twitter:5",'; } | hark-dedupe --index index >tuesday
    [ "$(records <tuesday | jq -r .scope | paste -sd,)" = item,geo ]
    hark-dedupe --commit index
    { post 1 9; post 3 1 '"country":"BR",'; } | hark-dedupe --index index >wednesday
    [ "$(records <wednesday | jq -c '[.text, .country]')" = '["3 seen 1",null]' ]
}

@test "an author's delete and what is withheld are remembered as well" {
    { notice 8 author; notice 7 withheld '"flags":["withheld:DE"],'; } | hark-dedupe --index index >/dev/null
    hark-dedupe --commit index
    { post 1 1; post 2 1 | sed 's/twitter:7/twitter:8/'; } | hark-dedupe --index index >made
    [ "$(records <made | jq -c '[.id, .flags]')" = '["twitter:1",["withheld:DE"]]' ]
}

@test "a run over what three days brought, and three runs with an index, come to the same" {
    accounts >accounts.csv
    { post 1 1; post 2 1; notice 3 item; post 4 1; } >monday
    { post 3 1; post 2 5; post 1 1; notice 4 item; } >tuesday
    { post 5 1 '"repost_of":"twitter:4",'; post 6 1; post 2 4; notice 6 item; } >wednesday
    for day in monday tuesday wednesday; do
        hark-dedupe --index index $day >>runs
        hark-dedupe --commit index
    done
    hark-dedupe runs >one
    hark-dedupe monday tuesday wednesday >other
    same_set one other
}

@test "a stub is written once, also where its post comes again the next day" {
    accounts >accounts.csv
    { post 1 1; notice 1 item; } | hark-dedupe --accounts accounts.csv --index index --bare | grep -c '"text":""'
    hark-dedupe --commit index
    post 1 1 | hark-dedupe --accounts accounts.csv --index index >made
    [ "$(books out <made)" -eq 0 ]
}

@test "a run that fails leaves no index to be committed" {
    post 1 1 | hark-dedupe --index index >/dev/null
    hark-dedupe --commit index
    cp index before
    { post 2 1; echo broken; } >bad
    expect 65 hark-dedupe --index index bad
    expect 66 hark-dedupe --commit index
    expect 74 bash -c 'hark-dedupe --index index - >/dev/full' - <<<"$(post 2 1)"
    expect 66 hark-dedupe --commit index
    cmp before index
}

@test "what one run left uncommitted is gone when the next run begins" {
    post 1 1 | hark-dedupe --index index >/dev/null
    hark-dedupe --commit index
    post 2 1 | hark-dedupe --index index >/dev/null
    cp index before
    head -c -1 before >index
    expect 78 hark-dedupe --index index <<<"$(post 3 1)"
    expect 66 hark-dedupe --commit index
}

@test "a run that is killed leaves nothing that can be committed" {
    posts 20000 >many
    { set +o pipefail; hark-dedupe --index index many; } 2>/dev/null | head -n 1 >/dev/null
    expect 66 hark-dedupe --commit index
    [ ! -e index ] && [ ! -e index.next ]
}

@test "a damaged, cut or foreign index is refused by name" {
    post 1 1 | hark-dedupe --index index >/dev/null
    hark-dedupe --commit index
    cp index whole
    head -c -1 whole >index
    expect 78 hark-dedupe --index index <<<"$(post 2 1)"
    [[ $stderr == *index* ]]
    { head -c 40 whole; printf x; tail -c +42 whole; } >index
    expect 78 hark-dedupe --index index <<<"$(post 2 1)"
    echo nothing >index
    expect 78 hark-dedupe --index index <<<"$(post 2 1)"
    [ ! -e index.next ]
}

@test "an index in a folder that is not there is no silence" {
    expect 73 hark-dedupe --index none/index <<<"$(post 2 1)"
}

@test "--first writes the first of each id at once" {
    { post 1 2; post 1 9; post 2 1; post 1 2 '"flags":["observed"],'; } | hark-dedupe --first >made
    [ "$(records <made | jq -r .text | paste -sd,)" = "1 seen 2,2 seen 1,1 seen 2" ]
    [ "$(books dropped.repeated <made)" -eq 1 ]
}

@test "--first says that it cannot follow deletes, and goes without an index" {
    expect 65 hark-dedupe --first <<<"$(notice 1 item)"
    [[ $stderr == *has_deletes* ]]
    expect 64 hark-dedupe --first --index index <<<"$(post 1 1)"
    posts 60000 >many
    expect 71 hark-dedupe --first --memory 1M many
}

# many N: posts, every tenth of them also as a later revision or with a delete, in a fixed odd order.
many() {
    posts "$1" | awk 'NR % 10 == 3 { later = $0; sub(/2009-04-01/, "2009-04-02", later); sub(/dead/, "alive", later); print later }
        NR % 10 == 7 { match($0, /twitter:[0-9]+/); id = substr($0, RSTART, RLENGTH)
            printf "{\"v\":1,\"kind\":\"delete\",\"source\":\"twitter\",\"id\":\"%s/del\",\"time\":\"2009-05-01T00:00:00Z\",\"seen\":\"2009-05-01T00:00:00Z\",\"target\":\"%s\",\"scope\":\"item\",\"format\":\"twitter1\",\"archive\":\"d\",\"line\":1}\n", id, id }
        { print }'
}

@test "300,000 records in a megabyte come to the same bytes" {
    many 250000 >lots
    hark-dedupe --no-provenance lots | sed '$d' | tail -n +2 | md5sum >wanted
    hark-dedupe --no-provenance --memory 1M lots | sed '$d' | tail -n +2 | md5sum | cmp wanted -
}

@test "one file, a hundred, and shuffled: the same set" {
    many 170000 >one
    split -n l/100 one part.
    shuf --random-source=<(yes) one >turned
    hark-dedupe one >whole
    hark-dedupe part.* >parts
    hark-dedupe turned >shuffled
    [ "$(books out <whole)" -eq 153000 ]
    same_set whole parts
    same_set whole shuffled
}
