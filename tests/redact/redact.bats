#!/usr/bin/env bats
# redact - what is masked in records, and what is said of it

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

@test "what is masked is masked in place, and counted by kind" {
    printf '%s\n' '{"v":1,"kind":"post","title":"a@b.example","text":"call +49 30 1234567, \"4111 1111 1111 1111\"\n10.0.0.1","x":1.50}' >in
    hark-redact in >out
    [ "$(sed -n 2p out)" = '{"v":1,"kind":"post","title":"[email]","text":"call [phone], \"[card]\"\n[address]","x":1.50}' ]
    [ "$(books notes <out)" = "$(printf '{\n  "masked_address": 1,\n  "masked_card": 1,\n  "masked_email": 1,\n  "masked_phone": 1\n}')" ] ||
        { books notes <out; return 1; }
}

@test "records with nothing to mask pass byte for byte, and so do fields that nobody named" {
    printf '%s\n' '{ "v":1, "kind":"post","text":"a \u0062" , "handle":"a@b.example", "links":["mailto:a@b.example"]}' >in
    hark-redact --bare in | cmp in
}

@test "more fields are looked into by name, arrays of strings too" {
    printf '%s\n' '{"v":1,"kind":"post","text":"","handle":"a@b.example","links":["mailto:a@b.example","x"],"n":7}' >in
    [ "$(hark-redact --bare --field links --field handle --field n in)" = \
        '{"v":1,"kind":"post","text":"","handle":"[email]","links":["mailto:[email]","x"],"n":7}' ]
}

@test "why goes where something was masked: it may quote a part of it" {
    printf 'label: a\nquery: /[0-9 ]{16,}/\n' >x.rules
    printf '%s\n' '{"v":1,"kind":"post","text":"4111 1111 1111 1111"}' | hark-classify --rules x.rules --why | hark-redact --bare >out
    [ "$(cat out)" = '{"v":1,"kind":"post","text":"[card]","labels":["a"]}' ]
    printf '%s\n' '{"v":1,"kind":"post","text":"1111 1111 1111 1111"}' | hark-classify --bare --rules x.rules --why >why
    hark-redact --bare why | cmp - why
}

@test "a name with escapes hides nothing" {
    printf '%s\n' '{"v":1,"kind":"post","te\u0078t":"a@b.example"}' >in
    expect 0 hark-redact --rejects rejects in
    [[ $output != *a@b.example* ]] || return 1
}

@test "a second run changes nothing" {
    posts 3 | sed 's/dead/dead, joe@dell.example/' | hark-redact --bare >once
    grep -q '\[email\]' once
    hark-redact --bare once | cmp once
}
