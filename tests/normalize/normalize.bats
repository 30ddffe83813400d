#!/usr/bin/env bats
# shellcheck disable=SC2154 # bats sets stderr
# normalize - what the filter promises beside what each format yields

load ../lib

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    install -m 600 "$BATS_TEST_DIRNAME/key" key
    unset HARK_KEY_FILE
    cat >visit.jq <<'END'
{kind: "visit", source: "web", id: "web:\(.n)", time: "2010-01-02", url: "/", visitor: .who, visitor_by: "cookie"}
END
    cat >post.jq <<'END'
{kind: "post", source: "feed", id: "feed:\(.n)", time: .t, text: "x"}
END
    printf '{"n":1,"who":"c-5"}\n' >visits.json
}

@test "people without a key end the run with 78 and name the command that makes one" {
    expect 78 hark-normalize --map visit.jq visits.json
    [[ "$stderr" == *"hark new-key"* ]]
    [[ "$stderr" != *"c-5"* ]]
}

@test "a key in the environment serves as --key-file does" {
    hark-normalize --bare --map visit.jq --key-file key visits.json >one
    HARK_KEY_FILE=key hark-normalize --bare --map visit.jq visits.json >two
    cmp one two
    grep -q '"visitor":"web:h[0-9a-f]\{16\}"' one
    run ! grep -q c-5 one
}

@test "another key gives other names" {
    hark-normalize --new-key other
    hark-normalize --bare --map visit.jq --key-file key visits.json >one
    hark-normalize --bare --map visit.jq --key-file other visits.json >two
    run ! cmp -s one two
}

@test "a key that exists is not written over" {
    before=$(cat key)
    expect 73 hark-normalize --new-key key
    [ "$(cat key)" = "$before" ]
}

@test "begin names the key by a hash, never by its bytes" {
    hark-normalize --map visit.jq --key-file key visits.json | head -n 1 >begin
    grep -q '"key":"[0-9a-f]\{16\}"' begin
    run ! grep -qF "$(cut -c1-16 key)" begin
}

@test "clear ids keep people as they are named, without a key" {
    hark-normalize --bare --clear-ids --map visit.jq visits.json | grep -q '"visitor":"web:c-5"'
}

@test "a cookie that an order names is the visitor of the log, an e-mail address is not" {
    cat >order.jq <<'END'
{kind: "order", source: "shop", id: "shop:\(.n)", time: "2010-01-02", state: "paid", amount: "1", currency: "EUR", visitor: .who}
END
    printf '{"n":1,"who":"web:c-5"}\n{"n":2,"who":"c-5"}\n' >orders.json
    visit=$(hark-normalize --bare --map visit.jq --key-file key visits.json | sed 's/.*"visitor":"\([^"]*\)".*/\1/')
    hark-normalize --bare --map order.jq --key-file key orders.json | sed 's/.*"visitor":"\([^"]*\)".*/\1/' >orders
    [ "$(sed -n 1p orders)" = "$visit" ]
    [[ "$(sed -n 2p orders)" == shop:h* ]]
    [ "$(sed -n 2p orders | cut -d: -f2)" != "$(echo "$visit" | cut -d: -f2)" ]
}

bad_rows() {
    printf '# a comment\n%s\n' "$1" >rows
    expect 78 hark-normalize --sources rows visits.json
    [[ "$stderr" == *"rows:2: "*"$2"* ]] || { echo "$stderr"; false; }
}

@test "a bad file of rows ends the run with 78 and names its line" {
    bad_rows '*.json formt=twitter1' 'formt'
    bad_rows '*.json twitter1' 'key=value'
    bad_rows '*.json format=' 'nothing'
    bad_rows '*.json format=twitter9' 'twitter9'
    bad_rows '*.json format=twitter1 map=post.jq' 'one of them'
    bad_rows '*.json zone=Mars/Olympus' 'Mars/Olympus'
    bad_rows '*.json zone=../../etc/passwd' 'zone'
    bad_rows '*.json order-url=(' 'order-url'
    bad_rows '*.json order-url=/thanks' 'group'
    bad_rows '*.json host="open' 'quote'
    bad_rows '*.json map=none.jq' 'none.jq'
    printf '{kind:' >broken.jq
    bad_rows '*.json map=broken.jq' 'broken.jq'
}

@test "options that cannot be are told as the options" {
    expect 78 hark-normalize --zone Mars/Olympus visits.json
    expect 78 hark-normalize --format twitter9 visits.json
    expect 78 hark-normalize --map none.jq visits.json
    expect 78 hark-normalize --sources none visits.json
    expect 78 hark-normalize --key-file none visits.json
    expect 64 hark-normalize --seen-from %q visits.json
    expect 64 hark-normalize --seen-from %m visits.json
}

@test "globs are held against the last components of a path, also within a container" {
    cat >raw <<'END'
{"v":1,"kind":"archive","archive":"a/b/posts/x.json","lines":"json","line":1}
{"n":1,"t":"2010-01-02"}
{"v":1,"kind":"archive","archive":"a/posts.tar","member":"deep/posts/y.json","lines":"json","line":1}
{"n":2,"t":"2010-01-02"}
{"v":1,"kind":"archive","archive":"a/z.tar","member":"y.json","lines":"json","line":1}
{"n":3,"t":"2010-01-02"}
{"v":1,"kind":"archive","archive":"/abs/x.json","lines":"json","line":1}
{"n":4,"t":"2010-01-02"}
{"v":1,"kind":"archive","archive":"x.json","lines":"json","line":1}
{"n":5,"t":"2010-01-02"}
END
    printf 'posts/*.json map=post.jq\nz.tar!*.json map=post.jq\n/abs/*.json map=post.jq\n' >rows
    hark-normalize --bare --sources rows --rejects rejects raw >out
    [ "$(grep -o 'feed:[0-9]' out | tr '\n' ' ')" = "feed:1 feed:2 feed:3 feed:4 " ]
    [ "$(wc -l <rejects)" -eq 1 ]
}

@test "what was rejected is taken back with its place" {
    cat >raw <<'END'
{"v":1,"kind":"archive","archive":"old/2010-01.tar","member":"m.json","lines":"json","line":7,"seen":"2011-01-01T00:00:00Z"}
{"n":1,"t":"2010-01-02"}
{"n":2,"t":"never"}
END
    printf '\351{"n":3}\n' >>raw
    hark-normalize --bare --rejects rejects raw >out
    [ ! -s out ]
    [ "$(wc -l <rejects)" -eq 3 ]
    hark-normalize --map post.jq --replay --rejects again rejects >out
    grep -q '"id":"feed:1",.*"seen":"2011-01-01T00:00:00Z".*"archive":"old/2010-01.tar","member":"m.json","line":7}' out
    grep -q '"in":3,"passed":0,"used":1,"rejected":2' out
    [ "$(wc -l <again)" -eq 2 ]
    grep -q '"member":"m.json","line":8' again
    grep -q '"line":9.*"raw_base64"' again
}

@test "rejects of other filters and those that were too long to keep are no raw records" {
    cat >rejects <<'END'
{"filter":"dedupe","code":"x","why":"y","raw":"{}"}
{"filter":"normalize","archive":"a","line":3,"code":"too_long","why":"y","raw_bytes":99,"raw_hash":"00"}
not a reject
END
    hark-normalize --replay --rejects again rejects >out
    grep -q '"rejected":2,"dropped":{"other_filter":1}' out
}

@test "seen is the end of the period in the archive's name, else the archive's time, else the record's" {
    cat >raw <<'END'
{"v":1,"kind":"archive","archive":"2009/03/06.json","lines":"json","line":1,"seen":"2011-01-01T00:00:00Z"}
{"n":1,"t":"2009-03-06"}
{"v":1,"kind":"archive","archive":"latest.json","lines":"json","line":1,"seen":"2011-01-01T00:00:00Z"}
{"n":2,"t":"2009-03-06"}
{"v":1,"kind":"archive","archive":"unknown.json","lines":"json","line":1}
{"n":3,"t":"2009-03-06"}
END
    hark-normalize --bare --map post.jq --seen-from %Y/%m/%d raw | grep -o '"seen":"[^"]*"' >seen
    printf '"seen":"%s"\n' 2009-03-07T00:00:00Z 2011-01-01T00:00:00Z 2009-03-06T00:00:00Z | cmp - seen
}

@test "since and until are of the record's own time" {
    for year in 2008 2009 2010; do printf '{"n":%d,"t":"%d-03-06"}\n' $year $year; done >raw
    hark-normalize --map post.jq --since 2009-01-01 --until 2010-01-01 raw >out
    [ "$(grep -c '"kind":"post"' out)" -eq 1 ]
    grep -q '"used":1,"rejected":0,"dropped":{"since":1,"until":1}' out
}

@test "passwords and queries of addresses never reach archive" {
    cat >raw <<'END'
{"v":1,"kind":"archive","archive":"https://me:secret@data.example:8443/a.json?token=secret#secret","lines":"json","line":1}
{"n":1,"t":"2010-01-02"}
END
    hark-normalize --bare --map post.jq raw >out
    grep -q '"archive":"https://data.example:8443/a.json"' out
    run ! grep -q secret out
}

@test "a record that nothing knows is rejected, and without a file for it the run ends with 65" {
    expect 65 hark-normalize visits.json
    [[ "$stderr" == *"visits.json:1: unknown_format: "* ]]
}

@test "a stream of ours is checked and passes byte for byte" {
    hark-normalize --map post.jq >first <<'END'
{"n":1,"t":"2010-01-02"}
END
    hark-normalize first >second
    diff <(grep '"kind":"post"' first) <(grep '"kind":"post"' second)
    sed '$d' first >cut.ndjson
    expect 76 hark-normalize cut.ndjson
}

@test "formats in one stream give what each gives alone, in any order" {
    cd "$BATS_TEST_DIRNAME"
    for case in twitter1/an-ordinary-status twitter1/deleted-and-withheld; do cat $case/input.json; done >"$BATS_TEST_TMPDIR/tweets"
    hark-fetch twcs/an-ordinary-conversation/input.csv | grep -v '"v":1' >"$BATS_TEST_TMPDIR/rows"
    cd "$BATS_TEST_TMPDIR"
    cat tweets rows | hark-normalize --bare | sed 's/,"line":[0-9]*}$//' | sort >one
    cat rows tweets | hark-normalize --bare | sed 's/,"line":[0-9]*}$//' | sort >two
    cmp one two
    paste -d '\n' tweets rows | hark-normalize --bare | sed 's/,"line":[0-9]*}$//' | sort >three
    cmp one three
}

@test "a line beyond --max-line is rejected and the next one read" {
    { printf '{"n":1,"t":"2010-01-02","x":"'; head -c 3000000 /dev/zero | tr '\0' x; printf '"}\n{"n":2,"t":"2010-01-02"}\n'; } >raw
    hark-normalize --map post.jq --max-line 1M --rejects rejects raw >out
    grep -q '"id":"feed:2"' out
    grep -q '"raw_bytes":3000' rejects
}

# An order and COUNT lines of its items: bulk COUNT
bulk() {
    printf '{"id":"gid://shopify/Order/7","createdAt":"%s","displayFinancialStatus":"PAID","totalPriceSet":{"shopMoney":{"amount":"1","currencyCode":"EUR"}}}\n' "$2"
    yes '{"id":"gid://shopify/LineItem/1","quantity":2,"__parentId":"gid://shopify/Order/7"}' | head -n "$1"
}

@test "an order's lines share its fate: used, rejected or left out all together" {
    bulk 3 2010-01-02 | hark-normalize >out
    grep -q '"quantity":6' out
    grep -q '"in":4,"passed":0,"used":4,' out
    bulk 3 2010-01-02 | hark-normalize --until 2010-01-01 --allow-empty >out
    grep -q '"dropped":{"until":4}' out
    bulk 3 never | hark-normalize --rejects rejects >out
    [ "$(grep -c bad_time rejects)" -eq 4 ]
    sed 's/never/2010-01-02/' rejects | hark-normalize --replay | grep -q '"quantity":6'
}

@test "what lies behind an order is held no further than --max-line" {
    bulk 30000 2010-01-02 | hark-normalize --max-line 1M --rejects rejects >out
    late=$(grep -c too_long rejects)
    [ "$late" -gt 15000 ]
    grep -q "\"quantity\":$(((30000 - late) * 2))," out
}

@test "a record of hark's keeps its place behind an order" {
    { bulk 2 2010-01-02; printf '%s\n' '{"v":1,"kind":"count","time":"2010-01-02T00:00:00Z"}'; } >raw
    hark-normalize --bare raw | cut -d, -f2 >kinds
    [ "$(tr -d '\n' <kinds)" = '"kind":"order""kind":"count"' ]
}

@test "list names each format once" {
    hark-normalize --list | cut -f1 >names
    grep -qx twitter1 names
    [ -z "$(sort names | uniq -d)" ]
}

@test "a page of any markup is read in one pass: a hundred thousand links, quotes and tags that nobody closes" {
    page() { printf '{"id":1,"body":"%s %s","created_at":"2010-01-02T00:00:00Z","user":{"id":1,"username":"dana"}}\n' "$(yes "$1" | head -n 100000 | tr -d '\n')" "$2"; }
    for one in '<a ' '<b <i' '<b =\"' "<b =\\\"'" '<!--' '<script>' '&#' '<p>'; do
        page "$one" 'done' >>raw
        page "$one" '=\">' >>raw
    done
    yes '<a href=\"https://x.example/1\">' | head -n 100000 | awk '{ sub(/1/, NR) } 1' | tr -d '\n' >links
    printf '{"id":1,"body":"%s","created_at":"2010-01-02T00:00:00Z","user":{"id":1,"username":"dana"}}\n' "$(cat links)" >>raw
    timeout 60 hark-normalize raw | tail -n 1 | grep -q '"in":17,"passed":0,"used":17,'
}

@test "any format may be named for any record: what is none of its own ends no run" {
    cat "$BATS_TEST_DIRNAME"/*/*/input.json "$BATS_TEST_DIRNAME"/*/*/input.log "$BATS_TEST_DIRNAME"/*/*/input.txt >raw
    # a member that was a string before and is a number now: what is left of the string must not be read
    cat >>raw <<'E2'
{}
{"id":"c1","created_utc":1,"subreddit":"s","title":"t","selftext":""}
{"id":7,"created_utc":1,"subreddit":8,"title":9,"selftext":10}
{"id":"tag:gnip.disqus.com:2012:comment/a","verb":"post","postedTime":"2013-03-19T12:30:38Z"}
{"id":"tag:gnip.disqus.com:2012:comment/a","verb":7,"postedTime":"2013-03-19T12:30:38Z"}
{"event_timestamp":"1600000000000000","event_name":"page_view","event_params":[]}
{"event_timestamp":"1600000000000000","event_name":7,"event_params":[]}
{"type":"Announce","actor":"https://a.example/users/a","object":"https://a.example/1","to":"as:Public","id":"https://a.example/2"}
{"type":"Announce","actor":7,"object":8,"to":"as:Public","id":9}
{"data":[{"id":"1_1","created_time":"2018-03-01T00:00:00+0000","message":"x"},{"id":7,"created_time":"2018-03-01T00:00:00+0000","message":"x"}]}
E2
    for format in $(hark-normalize --list | cut -f1); do
        status=0
        hark-normalize --format "$format" --clear-ids --host h.example --rejects "$format.rejects" raw >out 2>messages || status=$?
        case $status in 0 | 78) ;; *) echo "$format ended $status: $(tail -n 1 messages)"; false ;; esac
        [ "$status" -eq 78 ] || [ "$(tail -n 1 out | jq '.in == .passed + .used + .rejected + ([.dropped[]] | add // 0)')" = true ]
    done
}
