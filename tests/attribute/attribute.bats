#!/usr/bin/env bats
# attribute - orders back to the posts that earned them; golden/CLAIM holds what each rule must give

# shellcheck disable=SC2154 # lib.bash sets stderr
load ../lib

# One visit by a link of ours a day, of twenty people, and an order of each after a week.
world() {
    awk 'BEGIN {
        for (i = 0; i < 20; i++)
            printf "{\"v\":1,\"kind\":\"post\",\"id\":\"twitter:%d\",\"time\":\"2009-03-01T00:00:%02dZ\",\"account\":\"twitter:a%d\",\"links\":[\"http://a.example/?cid=%d\"]}\n", i, i, i % 3, i
        for (d = 1; d < 8; d++) for (i = 0; i < 20; i++)
            printf "{\"v\":1,\"kind\":\"visit\",\"id\":\"web:%d-%d\",\"time\":\"2009-03-%02dT00:%02d:00Z\",\"visitor\":\"web:%d\",\"url\":\"http://a.example/?cid=%d\"}\n", d, i, d + 1, i, i, (d * i) % 20
        for (i = 0; i < 20; i++) {
            printf "{\"v\":1,\"kind\":\"order\",\"id\":\"shop:%d\",\"time\":\"2009-03-09T00:00:00Z\",\"visitor\":\"web:%d\",\"state\":\"paid\",\"amount\":%d,\"currency\":\"USD\",\"exponent\":2}\n", i, i, 9973 * i
            printf "{\"v\":1,\"kind\":\"order\",\"id\":\"shop:r%d\",\"time\":\"2009-04-09T00:00:00Z\",\"target\":\"shop:%d\",\"state\":\"refund\",\"amount\":%d,\"currency\":\"USD\",\"exponent\":2}\n", i, i, -997 * i
        }
    }'
}

additive=first,inverse_j,j,last,last_non_direct,linear,position,time_decay

attribute() {
    hark-attribute --bare --model $additive,participation --window 2d,30d,none "$@"
}

@test "each golden case gives the credits, the books and the rejects that it says" {
    failed=0
    count=0
    for case in "$BATS_TEST_DIRNAME"/golden/*; do
        got=$BATS_TEST_TMPDIR/$count
        mkdir "$got" "$got.said" "$got.made"
        count=$((count + 1))
        "$BATS_TEST_DIRNAME/play" "$case" "$got" 2>"$got.messages" || true
        cp "$case"/expected.* "$got.said"
        mv "$got"/expected.* "$got.made"
        if ! diff -r "$got.said" "$got.made" >"$got.diff"; then
            echo "${case##*/}:"
            cat "$got.messages" "$got.diff"
            failed=$((failed + 1))
        fi
    done
    echo "$failed of $count cases failed"
    [ "$count" -gt 0 ]
    [ "$failed" -eq 0 ]
}

@test "the order of input does not show" {
    world >input
    attribute input >said
    [ "$(wc -l <said)" -gt 400 ]
    attribute <input | cmp - said
    tac input | attribute | cmp - said
    sort -R --random-source=said input | attribute | cmp - said
    split -a 1 -n l/7 input part.
    attribute part.d part.a part.c part.g part.b part.f part.e | cmp - said
}

@test "the memory budget does not show" {
    world >few
    for copy in $(seq 100); do
        sed "s/\"\\(web\\|shop\\|twitter\\):/\"\\1:$copy-/g; s/cid=/cid=$copy-/" few
    done >input
    attribute input >said
    attribute --memory 1M input | cmp - said
    attribute --memory 16M input | cmp - said
}

@test "credits of each model and window sum to the ledger" {
    world >input
    attribute input >credits
    jq -s 'map(.amount // 0) | add' input >wanted
    jq -rs 'map(select(.additive != false)) | group_by([.model, .window])[] | map(.amount) | add' credits >sums
    [ "$(wc -l <sums)" -eq 24 ]
    [ "$(sort -u sums)" = "$(cat wanted)" ]
}

@test "credits come by time, order, model, window and position" {
    world >input
    attribute input | jq -r '[.time, .order, .model, {"2d": 1, "30d": 2, "none": 3}[.window], 10 + .position] | join(" ")' >keys
    LC_ALL=C sort -c keys
}

@test "tracked touches without any link of ours end 78" {
    world | grep -v '"post"' >input
    expect 78 hark-attribute --touches tracked --bare input
    [[ $stderr == *no_links:* ]]
    expect 0 hark-attribute --touches all --bare input
    printf 'link,account\na.example/x,card\n' >links.csv
    expect 0 hark-attribute --touches tracked --links links.csv --bare input
}

@test "orders alone are credited to nobody, and nothing is lost" {
    world | grep '"order"' >input
    hark-attribute input --stats stats >out
    [ "$(grep -c '"reason":"no_visitor"' out)" -eq 40 ]
    [ "$(jq .notes.unmatched stats)" -eq 20 ]
    [ "$(jq .notes.match_ppm stats)" -eq 0 ]
}

@test "a list of links that is none ends 78 with its line" {
    world >input
    printf 'link,account\na.example/x,card\nb.example\n' >links.csv
    expect 78 hark-attribute --links links.csv --bare input
    [[ $stderr == *"links.csv:3: 1 cells where the header has 2"* ]]
    expect 78 hark-attribute --links nowhere.csv --bare input
}

@test "a model, a window or a rule that is not known ends 64" {
    for wrong in --half-life=7 --half-life=none --position=40,60 --position=0,0,0 --position=40,20,-40 --unit=word \
        --path-transform=shortest --path-transform=first:a --path-transform=remove_if_not_all \
        --headline=last --headline=last/7d --headline=first/30d --headline=last/30d/ --model=best --model=last,best --model= --window=30 --window=0d --window=d --touches=some \
        --session-gap=none --link-param= --ignore-referrer=; do
        expect 64 hark-attribute "$wrong" /dev/null
    done
}

@test "sums past 2^53 are an error" {
    big=9007199254740992
    for id in 1 2; do
        printf '{"v":1,"kind":"order","id":"shop:%s","time":"2009-03-09T00:00:00Z","target":"shop:1","state":"%s","amount":%s,"currency":"USD","exponent":2}\n' \
            $id "$([ $id -eq 1 ] && echo paid || echo refund)" $big
    done >input
    expect 65 hark-attribute --bare input
    [[ $stderr == *overflow:* ]]
}

@test "two partial refunds of an order net to nothing for each touch, in every model and window" {
    world | jq -c '., if .state == "refund" then .id += "b" | .amount = -(.target[5:] | tonumber) * 8976 | .time = "2009-05-09T00:00:00Z"
        else empty end' >input
    [ "$(grep -c '"refund"' input)" -eq 40 ]
    attribute input >credits
    [ "$(jq -s 'map(select(.amount != 0)) | length' credits)" -gt 1000 ]
    jq -e -s 'group_by([.order, .model, .window, .touch]) | map(map(.amount) | add) | unique == [0]' credits
}

@test "as of a time, to its second" {
    world | jq -c '.seen = .time' >input
    hark-attribute --bare --as-of 2009-03-08T00:00:00Z input >said
    jq -c 'select(.seen <= "2009-03-08T00:00:00Z")' input | hark-attribute --bare | cmp - said
    expect 64 hark-attribute --as-of yesterday input
}

@test "what stands alone is not asked beside what it would leave out" {
    for pair in '--match --why=1' '--match --paths=x' '--match --merge' '--why=1 --paths=x'; do
        # shellcheck disable=SC2086 # options
        expect 64 hark-attribute --model shapley $pair /dev/null
    done
}

@test "what is not additive says so down to the row, and a headline too" {
    world >input
    hark-attribute --model last,participation --window 2d,30d --headline last/30d input |
        hark-aggregate --bare --by model --metric order_total |
        jq -c '[.model, .window, .additive, .headline]' | diff - <(printf '%s\n' '["last","2d",null,null]' \
            '["last","30d",null,true]' '["participation","2d",false,null]' '["participation","30d",false,null]')
    hark-attribute --model last,participation --window 2d,30d --headline last/30d input >credits
    [ "$(hark-aggregate --bare --where headline=true --count credits | jq .count)" -eq "$(grep -c '"headline":true' credits)" ]
    hark-aggregate --where additive=false --partial --sum amount credits | hark-aggregate --merge --bare \
        --where additive=false --sum amount | cmp - <(hark-aggregate --bare --where additive=false --sum amount credits)
}

@test "a second run's input may hold the credits of the first" {
    world >input
    attribute input >said
    cat input said | attribute --stats stats | cmp - said
    [ "$(jq .dropped.kind stats)" -eq "$(wc -l <said)" ]
}

@test "the samples' channel tables do what they say, and the one built in is the sample" {
    for table in "$HARK_ROOT"/samples/channels/*.channels; do
        expect 0 hark-attribute --channels "$table" --test
        [[ $stderr == *", 0 missed"* ]]
    done
    hark-attribute --show channels | cmp - "$HARK_ROOT/samples/channels/ga4.channels"
    hark-attribute --show sources | cmp - "$HARK_ROOT/samples/channels/sources.csv"
    expect 0 hark-attribute --test
}

@test "each channel, condition and value of the samples' tables is held by an example, and each channel has one to reject" {
    for table in "$HARK_ROOT"/samples/channels/*.channels; do
        "$BATS_TEST_DIRNAME/mutants.py" "$table"
        for what in expect reject; do
            awk -v RS= -v what="$what:" '/(^|\n)channel:/ && !index($0, "\n" what) { print what, $0 }' "$table" | diff /dev/null -
        done
    done
}

@test "a miss of a channel table is named by file and line, and ends 65" {
    printf 'channel: Paid\nwhen: medium is cpc\nexpect: a / ppc\nreject: a / cpc\n\nchannel: Rest\n' >own.channels
    expect 65 hark-attribute --channels own.channels --test
    [[ $stderr == *"own.channels:3: expect: it gets Rest: a / ppc"* ]]
    [[ $stderr == *"own.channels:4: reject: it gets Paid: a / cpc"* ]]
}

@test "a channel table or a list of sources that is none ends 78 with its line" {
    printf 'channel: Paid\nwhen: medium is\n\nchannel: Rest\n' >own.channels
    expect 78 hark-attribute --channels own.channels --bare /dev/null
    [[ $stderr == *"own.channels:2:"*"is what?"* ]]
    printf 'source,category,name\nx.example\n' >own.csv
    expect 78 hark-attribute --sources-list own.csv --bare /dev/null
    [[ $stderr == *"own.csv:2: 1 cells where the header has 3"* ]]
}

@test "a table and a list of one's own give the channels" {
    printf 'channel: Friends\nwhen: source in friend\nand: medium is referral\n\nchannel: Ours\nwhen: touch is post\nand: account starts twitter:\n\nchannel: Rest\n' >own.channels
    printf 'source,category,name\nb.example,friend,bee\n' >own.csv
    {
        world
        printf '{"v":1,"kind":"visit","id":"web:b","time":"2009-03-02T00:00:00Z","visitor":"web:99","url":"http://a.example/","referrer":"http://m.b.example/x"}\n'
        printf '{"v":1,"kind":"order","id":"shop:99","time":"2009-03-09T00:00:00Z","visitor":"web:99","state":"paid","amount":5,"currency":"USD","exponent":2}\n'
    } >input
    hark-attribute --bare --channels own.channels --sources-list own.csv input >credits
    [ "$(jq -r 'select(.touch == "web:b") | [.utm_source, .utm_medium, .channel] | join(" ")' credits)" = "bee referral Friends" ]
    [ "$(jq -r 'select(.account != null).channel' credits | sort -u)" = Ours ]
}

# The shop notes the page on which the session of the order began, as a visit of the customer's; the log's page of thanks names the same
# order, by a device that came by a tagged link five days before.
@test "a landing page of the shop's own export takes no order from the device that the log's page of thanks names" {
    visit() { printf '{"v":1,"kind":"visit","source":"%s","id":"%s","time":"%s","visitor":"%s","url":"http://a.example/%s"%s}\n' "$@"; }
    {
        visit web web:1 2026-03-01T10:00:00Z web:hd '?utm_source=twitter&utm_campaign=x' ',"utm_source":"twitter","campaign":"x"'
        visit web web:2 2026-03-06T10:00:09Z web:hd thanks ',"order":"7"'
        visit woo woo:7/visit 2026-03-06T10:00:00Z shop:hc '' ',"visitor_by":"user","referrer":"https://www.google.com/","order":"7"'
        printf '{"v":1,"kind":"order","source":"woo","id":"woo:7","time":"2026-03-06T10:00:00Z","visitor":"shop:hc","visitor_by":"user","state":"paid","amount":500,"currency":"EUR","exponent":2}\n'
    } >records
    for order in cat tac; do
        $order records | hark-attribute --bare --touches tracked --stitch --model last --window 30d >credits
        [ "$(jq -c '[.touch, .amount, .joined_by]' credits)" = '["web:1",500,"stitched"]' ]
        $order records | hark-attribute --touches tracked --stitch --model last --window 30d | tail -n 1 | jq -e '.notes.disputed == 0'
        $order records | hark-attribute --bare --touches tracked --model last --window 30d | jq -e '.reason == "no_touch"'
    done
    # without the order's own visitor the device has it, and a second device is a dispute
    { sed 's/"visitor":"shop:hc","visitor_by":"user","state"/"state"/' records && visit web web:3 2026-03-07T10:00:00Z web:he thanks ',"order":"7"'; } |
        hark-attribute --touches tracked --model last --window 30d >credits
    jq -e -s 'map(select(.kind == "credit")) | map([.touch, .joined_by]) == [["web:1", "order"]]' credits
    tail -n 1 credits | jq -e '.notes.disputed == 1'
}
