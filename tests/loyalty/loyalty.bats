#!/usr/bin/env bats
# loyalty - who bought again after asking, worked by hand

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# order ID DAY CUSTOMER [STATE] [TARGET]; days of 2009.
order() {
    printf '{"v":1,"kind":"order","source":"shop","id":"shop:%s","time":"2009-%sT12:00:00Z","customer":"shop:%s"%s,"state":"%s","amount":100,"currency":"USD","exponent":2}\n' \
        "$1" "$2" "$3" "${5:+,\"target\":\"shop:$5\"}" "${4:-paid}"
}

# asked ID DAY AUTHOR [RESPONSE_S]
asked() {
    printf '{"v":1,"kind":"case","source":"twitter","id":"twitter:case/%s","time":"2009-%sT12:00:00Z","opened":"2009-%sT12:00:00Z","author":"twitter:%s"%s}\n' \
        "$1" "$2" "$2" "$3" "${4:+,\"first_response_s\":$4}"
}

people() {
    printf '%s\n' author,customer,from,until "$@" >people.csv
}

# What each case says: ID BOUGHT
cases() {
    hark-loyalty --bare --people people.csv "$@" records | jq -r 'select(.kind == "case") | [.id[13:], .bought // "-"] | join(" ")'
}

is() {
    [ "$1" = "$2" ] || {
        printf 'got    %s\nwanted %s\n' "$1" "$2"
        return 1
    }
}

@test "who has bought, asks and buys again within the time has bought again; each person counts once" {
    people twitter:ann,shop:a,, twitter:bob,shop:b,, twitter:cid,shop:c,, twitter:dan,shop:d,, twitter:eve,shop:e,,
    {
        order 1 01-01 a
        asked a1 01-10 ann 60
        asked a2 01-20 ann # the first counts
        order 2 02-01 a
        order 3 01-01 b
        asked b1 01-01 bob # the order of the same second came before
        order 4 04-01 b    # 90 days later
        asked c1 01-10 cid # never bought before
        order 5 01-11 c
        asked c2 01-12 cid 5 # now he has
        order 6 01-01 d
        asked d1 03-01 dan   # not over: the records end 31 days later
        order 7 01-01 e
        asked x1 01-05 nobody
    } >records
    is "$(cases --within 60d | tr '\n' ' ')" "a1 again a2 - b1 not_again c1 - c2 not_again d1 - x1 - "
    is "$(cases --within 90d --as-of 2009-06-01 | tr '\n' ' ')" "a1 again a2 - b1 again c1 - c2 not_again d1 not_again x1 - "
    is "$(hark-loyalty --people people.csv --within 60d records | books 'notes | [.judged_customers, .never_bought, .too_recent] | join(" ")')" "3 0 1"
    shuf --random-source=/dev/zero records >turned
    cases --within 60d | sort >wanted
    mv turned records
    cases --within 60d --memory 1M | sort | cmp - wanted
}

@test "an order that is cancelled is none, nor is one that is pending or given back; who never bought is not judged" {
    people twitter:ann,shop:a,, twitter:bob,shop:b,, twitter:cid,shop:c,,
    {
        order 1 01-01 a
        order 9 01-02 a cancel 1
        asked a1 01-10 ann
        order 2 01-01 b
        asked b1 01-10 bob 60
        order 3 01-15 b pending
        order 4 01-16 b refund 2
        order 5 01-17 b
        order 5 01-17 b
        order 6 01-18 b cancel 5
        order 7 01-01 c
        order 7 01-01 c
        asked c1 01-02 cid
        order 8 12-31 z
    } >records
    is "$(cases --within 30d --as-of 2009-12-31 | tr '\n' ' ')" "a1 - b1 not_again c1 not_again "
    is "$(hark-loyalty --people people.csv --within 30d --as-of 2009-12-31 records | books notes.never_bought)" 1
}

@test "two names of one person are one, and what was said or bought outside the time agreed to is not linked" {
    people twitter:ann,shop:a,, facebook:ann,shop:a,, twitter:bob,shop:b,2009-01-05,2009-02-01
    {
        order 1 01-01 a
        asked a1 01-10 ann
        asked a2 01-09 ann | sed 's/"author":"twitter/"author":"facebook/'
        order 2 01-04 b # before he agreed
        order 3 01-06 b
        asked b1 01-10 bob
        order 4 02-03 b # after he took it back
        asked b2 02-02 bob
    } >records
    is "$(cases --within 60d --as-of 2009-12-31 | tr '\n' ' ')" "a1 - a2 not_again b1 not_again b2 - "
}

@test "a second run replaces what the first said, records go on as they came, and bad input is told" {
    people twitter:ann,shop:a,,
    { order 1 01-01 a; asked a1 01-10 ann; order 2 01-11 a; } >records
    hark-loyalty --bare --people people.csv --as-of 2010-12-31 records >once
    grep -v '"kind":"case"' once | cmp - <(grep -v '"kind":"case"' records)
    hark-loyalty --bare --people people.csv --as-of 2010-12-31 once | cmp - once
    hark-loyalty --bare --people people.csv --as-of 2009-02-01 once | grep -c bought | grep -qx 0
    expect 64 hark-loyalty records
    expect 78 hark-loyalty --people /nowhere records
    expect 64 hark-loyalty --people people.csv --within long records
    printf 'author,customer\nann,shop:a\n' >people.csv
    expect 78 hark-loyalty --people people.csv records
    [[ $stderr == *bad_people:* ]]
}

# Of 4 who were answered 3 bought again, of 3 who were not 1: Wilson of 3 in 4 and of 1 in 3.
@test "the shares of who bought again have their n and their intervals, and no word of an effect" {
    for i in 1 2 3 4 5 6 7; do echo "twitter:p$i,shop:p$i,,"; done | { mapfile -t rows; people "${rows[@]}"; }
    {
        for i in 1 2 3 4 5 6 7; do order $i 01-0$i p$i; done
        for i in 1 2 3 4; do asked $i 01-1$i p$i 60; done
        for i in 5 6 7; do asked $i 02-1$i p$i; done
        for i in 1 2 3 5; do order 2$i 03-01 p$i; done
    } >records
    hark-loyalty --people people.csv --within 60d --as-of 2009-12-31 records >judged
    hark-aggregate --bare --metric repeat_purchase_cohort judged >row
    jq -c '[.buyers_answered_cohort, .repeat_answered_cohort, .repeat_share_answered_cohort, .repeat_share_answered_cohort_low, .repeat_share_answered_cohort_high,
        .buyers_unanswered_cohort, .repeat_unanswered_cohort, .repeat_share_unanswered_cohort, .repeat_share_unanswered_cohort_low, .repeat_share_unanswered_cohort_high]' row >made
    echo '[4,3,0.75,0.3006,0.9544,3,1,0.3333,0.0615,0.7923]' | diff - made
    jq -r .definition row | grep -q 'association'
    hark-aggregate --bare --by time:month --metric repeat_share_answered_cohort judged | jq -c '[.time, .buyers_answered_cohort]' >months
    printf '%s\n' '["2009-01",4]' '["2009-02",0]' | diff - months
}

@test "random histories have the verdicts of a slow program, in any order and little memory" {
    worlds=200
    ! grep -q __asan_init "$HARK_BIN/hark-loyalty" || worlds=40
    PYTHONDONTWRITEBYTECODE=1 expect 0 "$BATS_TEST_DIRNAME/random_loyalty.py" $worlds
    [ "${output%% *}" -gt $((worlds / 2)) ]
}
