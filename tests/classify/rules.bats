#!/usr/bin/env bats
# rules - what classify adds to posts by rules, and what it says of the rules themselves

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# post ID TEXT [MEMBERS]: a post, with `,"key":"value"` behind its own.
post() {
    printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:%s","time":"2009-03-01T12:00:00Z","text":%s%s}\n' \
        "$1" "$(jq -cn --arg text "$2" '$text')" "${3-}"
}

# A rule file of lines.
rules() {
    printf '%s\n' "$@"
}

# What classify makes of standard input by x.rules, without the control records.
classify() {
    hark-classify --bare --rules x.rules "$@"
}

@test "a post gets the labels of all rules that match, a route and an urgency" {
    rules 'label: battery' 'query: batter*' 'route: product' '' \
        'label: fire' 'query: smoke OR fire' 'route: safety' 'urgency: high' '' \
        'label: shipping' 'query: late' 'urgency: low' >x.rules
    post 1 'Smoke! My battery is on fire' | classify >out
    [ "$(jq -c '[.labels, .route, .urgency]' out)" = '[["battery","fire"],"safety","high"]' ]
    post 2 'my battery' | classify >out
    [ "$(jq -c '[.labels, .route, .urgency]' out)" = '[["battery"],"product",null]' ]
    post 3 'late' | classify >out
    [ "$(jq -c '[.labels, .route, .urgency]' out)" = '[["shipping"],null,"low"]' ]
}

@test "what no rule matches passes byte for byte, and so do other kinds" {
    rules 'label: battery' 'query: battery' >x.rules
    {
        printf '{ "v":1, "kind":"post", "text":"a \\u0062attle" , "x": 1.50 }\n'
        printf '{"v":1,"kind":"order","source":"shop","id":"shop:1","text":"battery"}\n'
        printf '{"v":1,"kind":"unheard-of","text":"battery"}\n'
    } >in
    classify in | cmp in
}

@test "keys come behind the record's own, and nothing of it is written anew" {
    rules 'label: "odd" \ label' 'query: battery' >x.rules
    printf '{"v":1,"kind":"post","text":"b\\u0061ttery","x":1.50}\n' | classify >out
    [ "$(cat out)" = '{"v":1,"kind":"post","text":"b\u0061ttery","x":1.50,"labels":["\"odd\" \\ label"]}' ]
}

@test "a second run replaces what the first one wrote" {
    rules 'label: battery' 'query: battery' 'route: product' 'urgency: low' >x.rules
    post 1 battery | classify --why >once
    classify --why once | cmp once
    rules 'label: other' 'query: nothing' >x.rules
    classify once >none
    post 1 battery | cmp none
}

@test "rules may ask for fields, tags and mentions of the record, and for parts of links" {
    rules 'label: pt' 'query: lang:pt NOT source:facebook' '' \
        'label: link' 'query: links:dell.example/outlet' '' \
        'label: tag' 'query: #xps @dellcares' '' \
        'label: author' 'query: author:@DellOutlet OR author:twitter:77' '' \
        'label: place' 'query: place:"ideas for xps" country:ca' >x.rules
    {
        post 1 x ',"lang":"pt-BR"'
        post 2 x ',"links":["http://a.example/","http://www.Dell.example/Outlet?x=1"]'
        post 3 x ',"tags":["xps"],"mentions":["DellCares"]'
        post 4 x ',"author":"twitter:77"'
        post 5 x ',"author":"twitter:78","handle":"delloutlet"'
        post 6 x ',"place":"Ideas for XPS","country":"CA"'
    } | classify | jq -r '.labels[0]' | tr '\n' ' ' >labels
    [ "$(cat labels)" = "pt link tag author author place " ]
}

@test "--why names the rule, its file and line, and the words as they stand in the post" {
    rules '# comment' 'label: battery' 'query: "battery life" OR (batter* AND #dead)' '' \
        'label: not' 'query: NOT nothing' >x.rules
    post 1 'Batteries: #Dead' | classify --why | jq -r '.why[]' >why
    printf 'battery x.rules:2: Batteries text[0:9], #Dead text[11:16]\nnot x.rules:5\n' | cmp - why
    post 1 'the BATTERY, life' | classify --why | jq -r '.why[0]' >why
    [ "$(cat why)" = 'battery x.rules:2: BATTERY, life text[4:17]' ]
    rules 'label: field' 'query: (lang:EN OR #x) NOT lang:pt' >x.rules
    post 1 x ',"lang":"en-GB","tags":["X"]' | classify --why | jq -r '.why[]' >why
    [ "$(cat why)" = 'field x.rules:1: lang:en, #X tags' ]
}

@test "--why-not names the clause of each rule of the label that failed, and what should not be there" {
    rules 'label: a' 'query: battery AND (dead OR slow) AND NOT (rt OR via)' '' \
        'label: b' 'query: x' '' 'label: a' 'query: lang:pt' >x.rules
    post 1 'RT my battery' | classify --why-not a | jq -r '.why_not[]' >why
    printf '%s\n' 'a x.rules:1: missing dead OR slow, RT text[0:2]' 'a x.rules:7: missing lang:pt' | cmp - why
    post 1 'slow battery' | classify --why-not a >out
    [ "$(jq -c '[.labels, .why_not]' out)" = '[["a"],null]' ]
    classify --why-not b out | classify --why-not a | cmp out
    expect 64 hark-classify --rules x.rules --why-not c </dev/null
}

@test "regular expressions are found by bytes, and those that are refused are named by file and line" {
    needs_patterns
    rules 'label: a' 'query: /batt?er(y|ies)/ OR raw:/[A-Z]{2}[0-9]+/' >x.rules
    post 1 'my BATERY of an XP13, not xp7' | classify --why | jq -r '.why[]' >why
    [ "$(cat why)" = 'a x.rules:1: BATERY text[3:9], XP1 text[16:19]' ]
    post 1 'my xp7' | classify | jq -c .labels >labels
    [ "$(cat labels)" = null ]
    for wrong in '(a)\1' 'a(?=b)' 'a*' '[' '(a{1,99}){1,99}' "$(printf 'a%.0s' {1..1001})"; do
        rules 'label: a' 'query: x' '' 'label: b' "query: y OR /$wrong/" >x.rules
        expect 78 hark-classify --rules x.rules </dev/null
        [[ $stderr == *"x.rules:5:13: this regular expression is refused: "* ]] || return 1
    done
}

@test "a folder means its *.rules by name, and files come in the order given" {
    mkdir folder
    rules 'label: second' 'query: battery' >folder/b.rules
    rules 'label: first' 'query: battery' >folder/a.rules
    rules 'this is none' >folder/c.txt
    rules 'label: last' 'query: battery' >z.rules
    post 1 battery | hark-classify --bare --rules folder --rules z.rules | jq -c .labels >labels
    [ "$(cat labels)" = '["first","second","last"]' ]
}

@test "what the numbers rest on stands in the begin record" {
    rules 'label: a' 'query: b' >x.rules
    uses() { post 1 b | hark-classify --rules x.rules | head -n 1 | jq -r .uses.rules; }
    uses >one
    uses >two
    cmp one two
    rules 'label: a' 'query: c' >x.rules
    uses >three
    run cmp one three
    [ "$status" -eq 1 ]
}

@test "--test tries the rules on their own examples and names each miss by file and line" {
    rules 'label: battery' 'query: batter* lang:en' 'expect: my battery' 'reject: a battle' >x.rules
    expect 0 hark-classify --test --rules x.rules
    [ -z "$output" ]
    rules 'label: battery' 'query: batter*' 'expect: my phone' 'reject: battering' '  rain' >x.rules
    expect 65 hark-classify --test --rules x.rules
    [ -z "$output" ]
    [[ $stderr == *"x.rules:3: expect: battery does not match: my phone"* ]] || return 1
    [[ $stderr == *"x.rules:4: reject: it matches battery x.rules:1: battering text[0:9]: battering"* ]] || return 1
    [[ $stderr == *"2 missed"* ]]
}

@test "--test reads no input" {
    rules 'label: battery' 'query: batter*' 'expect: battery' >x.rules
    expect 0 timeout 10 hark-classify --test --rules x.rules < <(sleep 20)
}

@test "what is wrong in a rule ends 78 with file, line and column" {
    rules '# one' 'label: a' 'query: b OR' '  (c AND OR d)' >x.rules
    expect 78 hark-classify --rules x.rules </dev/null
    [[ $stderr == *"x.rules:4:10: OR stands between two terms" ]] || return 1
    rules 'label: a' 'query: b NEAR c' >x.rules
    expect 78 hark-classify --rules x.rules </dev/null
    [[ $stderr == *"x.rules:2:10: NEAR is written NEAR/5"* ]] || return 1
    expect 78 hark-classify --rules nowhere.rules </dev/null
    [[ $stderr == *nowhere.rules* ]] || return 1
    mkdir empty
    expect 78 hark-classify --rules empty </dev/null
    [[ $stderr == *empty* ]]
}

@test "neither rules nor accounts is a usage error, and so are --test and --why without rules" {
    printf 'network,handle,team,role,market\n' >accounts.csv
    expect 64 hark-classify </dev/null
    expect 64 hark-classify --test </dev/null
    expect 64 hark-classify --why --accounts accounts.csv </dev/null
}

@test "a text of a megabyte and more is searched in part, and the books say so" {
    rules 'label: near' 'query: near' '' 'label: far' 'query: far' >x.rules
    {
        printf '{"v":1,"kind":"post","text":"near '
        head -c 1100000 /dev/zero | tr '\0' ' '
        printf 'far"}\n'
    } | hark-classify --rules x.rules >out
    [ "$(sed -n 2p out | jq -c .labels)" = '["near"]' ]
    [ "$(books notes.text_searched_in_part <out)" -eq 1 ]
}

@test "the examples of docs/rules.md run" {
    needs_patterns
    awk '/^```rules$/ { on = 1; next } /^```$/ { if (on) print ""; on = 0 } on' "$HARK_ROOT/docs/rules.md" >x.rules
    [ "$(grep -c '^label:' x.rules)" -ge 5 ]
    expect 0 hark-classify --test --rules x.rules
}

@test "real statuses lose nothing, and keep all but what is added" {
    needs_patterns
    real_data twitter/v1/statuses.json.gz
    data=$REAL
    hark-fetch "$data" | hark-normalize --clear-ids --bare --rejects /dev/null >posts
    hark-classify --rules "$HARK_ROOT/samples/rules" --why posts >out
    count=$(wc -l <posts)
    [ "$(tail -n 1 out | jq -c '[.in, .out]')" = "[$count,$count]" ]
    grep -v '"kind":"\(begin\|end\)"' out >kept
    [ "$(grep -c '"labels":' kept)" -gt 0 ]
    jq -c 'del(.labels, .route, .urgency, .why)' kept >bare
    jq -c . posts | cmp - bare
}
