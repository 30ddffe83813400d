#!/usr/bin/env bats
# key - the key of each kind, and records that come back byte for byte

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# A record of each kind that has a way of its own.
kinds() {
    cat <<'RECORDS'
{"v":1,"kind":"post","id":"twitter:1","author":"twitter:7","text":""}
{"v":1,"kind":"post","id":"twitter:2","author":"twitter:8","repost_of":"twitter:1","text":""}
{"v":1,"kind":"delete","id":"twitter:del/1","author":"twitter:7","target":"twitter:1","scope":"item"}
{"v":1,"kind":"delete","id":"twitter:user_delete/7","target":"twitter:7","scope":"author"}
{"v":1,"kind":"visit","id":"web:5","visitor":"web:h9","order":"7001"}
{"v":1,"kind":"order","id":"shop:7001","visitor":"shop:h3","state":"paid"}
{"v":1,"kind":"order","id":"shop:7001-r","target":"shop:7001","state":"refund"}
{"v":1,"kind":"credit","order":"shop:7001"}
{"v":1,"kind":"count","id":"twitter:fans"}
RECORDS
}

# keys BY: the keys, in a line, `-` where there is none.
keys() {
    kinds | hark-key --bare --by "$1" | cut -f1 | sed 's/^$/-/' | paste -sd' '
}

@test "by id a delete goes where the post goes" {
    [ "$(keys id)" = 'twitter:1 twitter:2 twitter:1 twitter:7 web:5 shop:7001 shop:7001-r - twitter:fans' ]
    [ "$(kinds | hark-key --bare)" = "$(kinds | hark-key --bare --by id)" ]
}

@test "by author a delete goes where the author's posts go" {
    [ "$(keys author)" = 'twitter:7 twitter:8 twitter:7 twitter:7 - - - - -' ]
}

@test "by order its refunds, visits and credits go where it goes" {
    [ "$(keys order)" = '- - - - 7001 7001 7001 7001 -' ]
}

@test "by person visits and orders go with whom they are of" {
    [ "$(keys person)" = '- - - - web:h9 shop:h3 - - -' ]
}

@test "any field may be the key: strings and integers" {
    [ "$(keys scope)" = '- - item author - - - - -' ]
    posts 3 | hark-key --bare --by line | cut -f1 | paste -sd' ' | grep -qx '1 2 3'
    [ "$(posts 1 | hark-key --bare --by none | cut -f1)" = '' ]
    expect 64 hark-key --by ''
}

@test "a tab or a line end in a key is escaped, so that the first tab ends it" {
    printf '%s\n' '{"v":1,"kind":"post","id":"a:x\ty\nz\"","text":""}' >odd
    [ "$(hark-key --bare odd | cut -f1)" = 'a:x\ty\nz\"' ]
    hark-key --bare odd | cut -f2- | cmp - odd
}

@test "cut -f2- gives back the whole stream, byte for byte" {
    { posts 50; kinds; printf '%s\n' '{"v":1,"kind":"post","id":"a:1","text":"a\tb \u00e9"} '; } >records
    hark-key --bare records | cut -f2- | cmp - records
    hark-validate <(posts 50) >stream
    hark-key stream | sort | cut -f2- >turned
    expect 0 hark-validate turned
    diff <(hark-key stream | cut -f2- | grep '"kind":"post"') <(posts 50)
}

@test "after a sort by key the records of an id stand together" {
    { posts 30; posts 30; } | hark-key --bare | sort -s -t "$(printf '\t')" -k1,1 | cut -f1 | uniq -c |
        awk '$1 != 2 { exit 1 } END { if (NR != 30) exit 1 }'
}

@test "a post that is deleted meets its delete in whichever part it falls" {
    {
        posts 40
        posts 40 | sed 's/"kind":"post"/"kind":"delete"/; s/"id":"twitter:\([0-9]*\)"/"id":"twitter:del\/\1","target":"twitter:\1","scope":"item"/' |
            sed -n '1~4p'
    } >mixed
    hark-key --bare mixed | awk -F'\t' '{ sum = 0; for (i = 1; i <= length($1); i++) sum += index("0123456789", substr($1, i, 1)) * i; print > ("part." sum % 3) }'
    for part in part.*; do
        cut -f2- "$part" | hark-dedupe --bare
    done | sort >parts
    hark-dedupe --bare mixed | sort | cmp - parts
    [ "$(wc -l <parts)" -eq 30 ]
}
