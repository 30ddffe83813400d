#!/usr/bin/env bats
# diff - what two runs differ in, and why

# shellcheck disable=SC2154 # lib.bash sets stderr
load ../lib

# Visits by three people, and orders of two of them; lines are taken out and put in by the tests.
world() {
    cat <<'END'
{"v":1,"kind":"post","id":"twitter:1","time":"2009-03-01T00:00:00Z","account":"twitter:a","links":["http://a.example/?cid=1"]}
{"v":1,"kind":"visit","id":"web:1","time":"2009-03-02T00:00:00Z","visitor":"web:ann","url":"http://a.example/?cid=1"}
{"v":1,"kind":"visit","id":"web:2","time":"2009-03-03T00:00:00Z","visitor":"web:ann","url":"http://a.example/?utm_source=x","utm_source":"x"}
{"v":1,"kind":"visit","id":"web:3","time":"2009-03-04T00:00:00Z","visitor":"web:bob","url":"http://a.example/"}
{"v":1,"kind":"order","id":"shop:1","time":"2009-03-05T00:00:00Z","visitor":"web:ann","state":"paid","amount":1001,"currency":"EUR","exponent":2}
{"v":1,"kind":"order","id":"shop:2","time":"2009-03-06T00:00:00Z","visitor":"web:bob","state":"paid","amount":500,"currency":"EUR","exponent":2}
{"v":1,"kind":"order","id":"shop:3","time":"2009-03-07T00:00:00Z","visitor":"web:eve","state":"paid","amount":700,"currency":"EUR","exponent":2}
END
}

attribute() {
    hark-attribute --model last,linear --window 1d,30d "$@"
}

# told FILTER: of each row of the difference between `old` and `new` what the jq filter says, sorted.
told() {
    hark-diff --bare --stats stats old new | jq -rc "$1" | sort
}

@test "two runs that are the same differ in nothing" {
    world | attribute >old
    world | tac | attribute --memory 1M >new
    hark-diff old new --stats stats | grep -v '"kind":"\(begin\|end\)"' | run ! grep .
    [ "$(jq -c .notes stats)" = '{"added":0,"changed":0,"removed":0,"unchanged":12}' ]
    expect 0 hark-diff old new
}

@test "a touch that came, or went, is named in each model and window that it changed" {
    world | grep -v web:2 | attribute >old
    world | attribute >new
    told '[.change, .why, .order, .model, .window, .touches_new, .touches_gone, .old_amount, .new_amount]' >found
    diff - found <<'END'
["changed",["touch_new","touch_gone"],"shop:1","last","30d",["web:2"],["web:1"],1001,1001]
["changed",["touch_new"],"shop:1","linear","30d",["web:2"],null,1001,1001]
END
    mv old older
    mv new old
    mv older new
    [ "$(told .why | grep -c touch_gone)" -eq 2 ]
    world | grep -v web:3 | attribute >new
    told 'select(.order == "shop:2") | [.why, .window]' | sort -u >found
    diff - found <<'END'
[["person","reason"],"1d"]
[["person","touch_gone","reason"],"30d"]
END
}

@test "an order that is new, late or gone, and a refund, are told apart" {
    world | grep -v 'shop:[23]' | attribute >old
    world | attribute >new
    [ "$(told '[.change, .why, .order]' | uniq)" = '["added",["order"],"shop:2"]
["added",["order"],"shop:3"]' ]
    world | grep -v 'shop:2' | attribute >old
    [ "$(told '[.change, .why, .order, .new_amount]' | uniq)" = '["added",["order","late"],"shop:2",500]' ]
    mv old older
    mv new old
    mv older new
    [ "$(told '[.change, .why, .order, .old_amount]' | uniq)" = '["removed",["order"],"shop:2",500]' ]
    world | sed '$p; $s/shop:3/shop:r/; $s/paid/refund/; $s/"amount":/&-/; $s/,"state"/,"target":"shop:3"&/' | attribute >new
    [ "$(told '[.change, .why, .order, .row]' | uniq | grep shop:3)" = '["added",["refund"],"shop:3","shop:r"]' ]
}

@test "another amount, time, rate, link, model or window is told" {
    world | attribute >old
    world | sed 's/1001/1003/' | attribute >new
    [ "$(told '[.why, .order, .new_amount]' | uniq)" = '[["amount"],"shop:1",1003]' ]
    world | sed 's/2009-03-07/2009-03-08/' | attribute >new
    [ "$(told '[.why, .order]' | uniq)" = '[["time"],"shop:3"]' ]
    echo date,currency,rate >rates
    echo 2009-03-05,EUR,1.25 >>rates
    world | attribute --rates rates --into USD >new
    [ "$(told '[.why, .old_currency, .new_currency] ' | sort -u)" = '[["rates"],"EUR","USD"]' ]
    world | sed 's/twitter:a/twitter:b/' | attribute >new
    [ "$(told '[.why, .model, .old_accounts, .new_accounts] ')" = '[["link"],"linear",["twitter:a"],["twitter:b"]]' ]
    world | attribute --model last --window 30d,none >new
    told '[.change, .why, .model, .window]' | uniq >found
    diff - found <<'END'
["added",["window"],"last","none"]
["removed",["model","window"],"linear","1d"]
["removed",["model"],"linear","30d"]
["removed",["window"],"last","1d"]
END
}

@test "rows come by order, whatever the order of the input, the cut of the new one, and the memory" {
    world | attribute >old
    world | sed 's/1001/1003/; s/web:eve/web:bob/' | attribute >new
    hark-diff --bare old new >said
    [ "$(wc -l <said)" -eq 8 ]
    jq -r .order said | LC_ALL=C sort -c
    hark-diff --bare --memory 1M old - <new | cmp - said
    hark-diff --bare old <new | cmp - said
    grep -v '"kind":"\(begin\|end\)"' new | tac | split -l 3 - part.
    hark-diff --bare old part.* | cmp - said
    cp old "new copy"
    hark-diff --bare old old --stats stats
    [ "$(jq .notes.unchanged stats)" -eq 12 ]
}

@test "other records differ by id, in the members that are named" {
    posts 4 >old
    posts 5 | sed '1d; 2s/dead/alive/; 3s/"line":3/"line":33/' | hark-classify --rules "$HARK_ROOT/samples/rules" >new
    posts 5 | sed '1d; 2s/dead/alive/; 3s/"line":3/"line":33/; 4s/,"format"/,"likes":3&/' >new
    hark-diff --bare --stats stats old new >found
    diff - found <<'END'
{"v":1,"kind":"row","change":"removed","of":"post","id":"twitter:1"}
{"v":1,"kind":"row","change":"changed","of":"post","id":"twitter:2","why":["text"]}
{"v":1,"kind":"row","change":"changed","of":"post","id":"twitter:4","why":["likes"]}
{"v":1,"kind":"row","change":"added","of":"post","id":"twitter:5"}
END
    [ "$(jq -c .notes stats)" = '{"added":1,"changed":2,"removed":1,"unchanged":1}' ]
}

@test "rows without an id are dropped and counted, and without a first file it ends 64" {
    echo '{"v":1,"kind":"row","account":"a","net_sales":3}' >old
    hark-diff --bare --stats stats old old
    [ "$(jq .dropped.no_id stats)" -eq 2 ]
    expect 64 hark-diff <old
    expect 66 hark-diff old nowhere
}

@test "each row fits the schema" {
    world | attribute >old
    world | sed 's/1001/1003/; s/web:eve/web:bob/' | attribute >new
    hark-diff old new | hark-validate >fit
    [ "$(books rejected <fit)" -eq 0 ]
}
