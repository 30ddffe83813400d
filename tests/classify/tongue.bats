#!/usr/bin/env bats
# tongue - in which language a post is written

load ../lib

post() { # TEXT [MORE MEMBERS]
    printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:1","text":"%s"%s}\n' "$1" "$2"
}

languages() {
    hark-classify --language --bare "$@" | jq -r '.language // "none"' | tr '\n' ' '
}

@test "a post gets its language beside what its source declares" {
    post 'the battery of my laptop' ',"lang":"und"' >in
    expect 0 hark-classify --language --bare in
    [ "$output" = '{"v":1,"kind":"post","source":"twitter","id":"twitter:1","text":"the battery of my laptop","lang":"und","language":"en"}' ]
}

@test "links, mentions and RT say nothing, and who says nothing gets no language" {
    post 'RT @somebody: http://the.and.of/is' >in
    post '' >>in
    [ "$(languages in)" = "none none " ]
    hark-classify --language --bare in | cmp in
}

@test "a title stands in for a text that is empty" {
    post '' ',"title":"der Bildschirm ist nicht in Ordnung"' >in
    [ "$(languages in)" = "de " ]
}

@test "only posts are read, and a second run replaces what the first one wrote" {
    post 'der Bildschirm ist nicht in Ordnung' ',"language":"en"' >in
    echo '{"v":1,"kind":"order","id":"shop:1","text":"the and of"}' >>in
    hark-classify --language --bare in >once
    [ "$(languages in)" = "de none " ]
    hark-classify --language --bare once | cmp once
}

@test "rules ask for the guess where the source declares nothing" {
    printf '%s\n' 'label: german' 'query: lang:de' >x.rules
    post 'der Bildschirm ist nicht in Ordnung' >in
    post 'der Bildschirm ist nicht in Ordnung' ',"lang":"nl"' >>in
    hark-classify --language --rules x.rules --bare in | jq -c .labels >labels
    [ "$(tr '\n' ' ' <labels)" = '["german"] null ' ]
}

@test "on real labelled statuses it agrees with the source at least as often as CLD2 alone" {
    real_data twitter/v1/statuses.json.gz
    file=$REAL
    hark-normalize --bare --clear-ids "$file" |
        jq -r 'select(.kind == "post" and .lang and .lang != "art") | [.lang, (.text | gsub("[\t\n\r]"; " "))] | join("\t")' >texts
    [ "$(wc -l <texts)" -gt 2500 ]
    LANGUAGE_TEXTS=$PWD/texts "$HARK_BIN/../unit/language" >said 2>&1 || {
        cat said
        return 1
    }
    grep '^language: ' said
}
