#!/usr/bin/env bats
# language - the language of queries, held against a slow matcher, and against those who mean it harm

# shellcheck disable=SC2154,SC2016 # bats sets output and stderr; queries have names with $
load ../lib

post() {
    jq -cn --arg text "$1" '{v: 1, kind: "post", text: $text}'
}

# agrees SEED: 400 queries and 250 posts
agrees() {
    python3 "$HARK_ROOT/tests/classify/oracle.py" draw "$1" 400 250
    [ "$(wc -w <wanted)" -gt 10000 ]
    hark-classify --bare --rules x.rules posts.ndjson | jq -r '.labels // [] | join(" ")' >found
    diff wanted found
}

@test "a slow matcher that shares nothing with hark's agrees on 100,000 pairs of query and post" { agrees 1; }
@test "and on 100,000 others" { agrees 2; }

# refused RULES WHY
refused() {
    printf '%s\n' "$1" >x.rules
    expect 78 timeout 20 hark-classify --rules x.rules </dev/null
    [[ $stderr == *"$2"* ]] || { echo "$stderr"; return 1; }
}

@test "ten megabytes of parentheses are refused" {
    { printf 'label: x\nquery: '; head -c 10000000 /dev/zero | tr '\0' '('; } >x.rules
    expect 78 timeout 20 hark-classify --rules x.rules </dev/null
    [[ $stderr == *"x.rules:2:108: groups are nested too deep" ]]
}

@test "a hundred thousand terms, and a million NOTs, are read in seconds" {
    { printf 'label: x\nquery: dell'; seq -f ' OR w%.0f' 100000 | tr -d '\n'; printf '\n\nlabel: y\nquery: '
      yes 'NOT' | head -n 1000000 | tr '\n' ' '; echo dell; } >x.rules
    post 'a dell w99999' | timeout 20 hark-classify --bare --rules x.rules | jq -c .labels >labels
    [ "$(cat labels)" = '["x","y"]' ]
}

@test "named queries that would double forty times are refused, and so are those that nest too deep" {
    refused "$(printf 'define: a\nquery: a OR b\n'; for ((i = 0; i < 40; i++)); do
        printf '\ndefine: a%s\nquery: $a%s OR $a%s\n' $((i + 1)) "${i#0}" "${i#0}"; done)" 'the queries are too large'
    refused "$(printf 'define: a\nquery: a OR b\n'; for ((i = 0; i < 200; i++)); do
        printf '\ndefine: a%s\nquery: NOT ($a%s b)\n' $((i + 1)) "${i#0}"; done)" 'groups are nested too deep'
}

@test "expressions that drive others to despair take linear time" {
    printf 'label: x\nquery: %s\n' '/(a+)+$/ OR /(a|aa)+b/ OR /(x+x+)+y/ OR /(.*)*z/ OR /([a-z]+)*1/ OR /(a|a?)+c/' >x.rules
    head -c 1000000 /dev/zero | tr '\0' a | jq -cR '{v: 1, kind: "post", text: .}' >posts
    timeout 20 hark-classify --bare --rules x.rules posts | jq -c .labels >labels
    [ "$(cat labels)" = '["x"]' ]
}

@test "a long post of one word takes linear time, whatever asks for it" {
    for ((i = 0; i < 10; i++)); do
        printf 'label: x%d\nquery: a NEAR/100 b OR (a NEAR/5f (b OR c)) OR "a a a a a a a b"\n\n' "$i"
    done >x.rules
    yes a | head -n 500000 | tr '\n' ' ' | jq -cR '{v: 1, kind: "post", text: .}' >posts
    timeout 60 hark-classify --bare --rules x.rules posts | jq -c .labels >labels
    [ "$(cat labels)" = null ]
}
