#!/usr/bin/env bats
# lexicon - how a post sounds by a list of words, as VADER reckons it

# shellcheck disable=SC2154 # bats sets stderr

load ../lib

post() { # TEXT [MORE MEMBERS]
    printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:1","text":"%s"%s}\n' "$1" "$2"
}

lexicon() {
    printf '%s\t%s\n' good 2.0 bad -2.0 so-so 0.1 >lexicon
}

classify() {
    hark-classify --lexicon lexicon --bare "$@"
}

@test "a post gets its sentiment, its score and what says so" {
    lexicon
    post 'a good one' | classify >out
    [ "$(jq -c '[.sentiment, .score]' out)" = '["positive",0.4588]' ]
    grep -qE '"text":"a good one","sentiment":"positive","score":0.4588,"sentiment_by":"lexicon:[0-9a-f]{8}"}$' out
    post 'bad' | classify | grep -q '"sentiment":"negative","score":-0.4588,'
    post 'so-so' | classify | grep -q '"sentiment":"neutral","score":0.0258,'
    post '' | classify | grep -q '"sentiment":"neutral","score":0.0000,'
}

@test "a post in another language gets none, and the books count it" {
    lexicon
    post 'a good one' ',"lang":"de"' >in
    post 'der Bildschirm ist nicht good' >>in
    classify --language in | jq -c '[.sentiment, .score, .sentiment_by]' | sort -u >out
    [ "$(cat out)" = '[null,null,null]' ]
    hark-classify --lexicon lexicon --language in | books notes.sentiment_uncovered >count
    [ "$(cat count)" = 2 ]
    post 'a good one' ',"lang":"en-GB"' | classify | grep -q positive
}

@test "a second run replaces what the first one wrote, also where it now says nothing" {
    lexicon
    post 'a good one' | classify >once
    classify once | cmp once
    post 'a good one' ',"lang":"de","sentiment":"negative","score":-0.5,"sentiment_by":"x"' | classify >none
    post 'a good one' ',"lang":"de"' | cmp none
}

@test "what is wrong in a lexicon ends 78 with file and line" {
    printf 'good\t2.0\nbad\n' >lexicon
    post x >in
    expect 78 classify in
    [[ $stderr == *"bad_lexicon: lexicon:2: "* ]]
    expect 78 hark-classify --lexicon nowhere in
}

@test "it equals VADER to four decimals on every row of its tweets and editorials" {
    real_data sentiment/vader
    vader=$REAL
    cat "$vader/vader_lexicon.txt" "$vader/emoji_utf8_lexicon.txt" >lexicon
    for set in tweets nytEditorialSnippets; do
        cut -f 3- "$vader/${set}_GroundTruth.txt" | tr -d '\r' >texts
        LEXICON=lexicon LEXICON_TEXTS=texts LEXICON_ORACLE=$vader/oracle_$set.tsv \
            "$HARK_BIN/../unit/lexicon" >said 2>&1 || {
            cat said
            return 1
        }
        jq -Rc '{v: 1, kind: "post", text: .}' texts | classify | sed -n 's/.*"score":\([-0-9.]*\),.*/\1/p' >ours
        awk -F '\t' 'NR > 1 { printf "%.4f\n", $6 }' "$vader/oracle_$set.tsv" | sed 's/^-0.0000$/0.0000/' | cmp - ours
        [ "$(wc -l <ours)" -gt 4000 ]
    done
}
