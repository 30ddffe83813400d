#!/usr/bin/env bats
# attribute --touches all,conversations - talks with our accounts, beside and apart from visits

# shellcheck disable=SC2154 # lib.bash sets stderr
load ../lib

# Thirty people who talk to us and visit, one of three known by customer, one by visitor, one by none; an
# order each, and a refund of every fifth.
setup() {
    cd "$BATS_TEST_TMPDIR" || return
    echo author,customer,visitor,until >people.csv
    awk 'BEGIN {
        for (i = 0; i < 30; i++) {
            if (i % 3 == 0) printf "twitter:%d,shop:%d,,\n", i, i >> "people.csv"
            if (i % 3 == 1) printf "twitter:%d,,web:%d,2009-03-04\n", i, i >> "people.csv"
            for (d = 1; d < 6; d++) {
                printf "{\"v\":1,\"kind\":\"case\",\"id\":\"twitter:c%d-%d\",\"time\":\"2009-03-%02dT01:00:00Z\",\"opened\":\"2009-03-%02dT01:00:00Z\",\"author\":\"twitter:%d\",\"account\":\"twitter:a%d\"}\n", d, i, d, d, i, d % 2
                printf "{\"v\":1,\"kind\":\"visit\",\"id\":\"web:%d-%d\",\"time\":\"2009-03-%02dT00:%02d:00Z\",\"visitor\":\"web:%d\",\"url\":\"http://a.example/?utm_source=s%d\",\"utm_source\":\"s%d\"}\n", d, i, d, i, i, d, d
            }
            printf "{\"v\":1,\"kind\":\"order\",\"id\":\"shop:o%d\",\"time\":\"2009-03-%02dT12:00:00Z\",\"visitor\":\"web:%d\",\"customer\":\"shop:%d\",\"state\":\"paid\",\"amount\":%d,\"currency\":\"USD\",\"exponent\":2}\n", i, 3 + i % 4, i, i, 9973 * i + 1
            if (i % 5 == 0) printf "{\"v\":1,\"kind\":\"order\",\"id\":\"shop:r%d\",\"time\":\"2009-03-07T00:00:00Z\",\"target\":\"shop:o%d\",\"state\":\"refund\",\"amount\":%d,\"currency\":\"USD\",\"exponent\":2}\n", i, i, -997 * i
        }
    }' >input
}

attribute() {
    hark-attribute --bare --model last,linear,position --window 36h,none --people people.csv --touches all,conversations "$@"
}

@test "visits have the credits that they have without conversations, and both sum to the ledger" {
    attribute input >said
    hark-attribute --bare --model last,linear,position --window 36h,none input | cmp - <(grep '"touches":"all"' said)
    ledger=$(jq -s 'map(.amount // 0) | add' input)
    jq -s 'group_by([.touches, .model, .window])[] | map(.amount) | add' said | sort -u >sums
    [ "$(cat sums)" = "$ledger" ]
    [ "$(jq -r 'select(.touches == "conversations" and .touch) | .order' said | sort -u | wc -l)" -gt 10 ]
}

@test "neither the order of input nor memory shows" {
    attribute input >said
    tac input | attribute | cmp - said
    sort -R --random-source=said input | attribute --memory 1M | cmp - said
}

@test "summed rows are those of aggregate, conversations apart" {
    attribute input | hark-aggregate --by account,channel --count --sum amount --to csv | cut -d, -f1-5,7- >one
    attribute --by account,channel input | grep -v '"kind":"match"' >two
    [ "$(jq -s 'map(.credits) | add' two)" -eq "$(attribute input | wc -l)" ]
    [ "$(jq -r 'select(.touches == "conversations" and .channel) | .channel' two | sort -u)" = conversation ]
    [ "$(wc -l <two)" -eq "$(($(wc -l <one) - 1))" ]
}

@test "days one after the other give the credits of one run" {
    attribute --carry whole input | sort >said
    for day in 1 2 3 4 5 6 7; do
        grep "\"time\":\"2009-03-0$day" input | attribute --carry state >>days
        hark-attribute --commit state
    done
    sort days | cmp - said
}

@test "conversations without people, and people without conversations, are refused; a bad row is named" {
    run -64 hark-attribute --touches all,conversations input
    run -64 hark-attribute --people people.csv input
    run -64 hark-attribute --touches conversations --people people.csv input
    echo 'author,customer' >bad.csv
    echo 'AcmeFan,shop:1' >>bad.csv
    run -78 --separate-stderr hark-attribute --touches all,conversations --people bad.csv input
    [[ $stderr == *"bad_people: bad.csv:2: an author is NETWORK:ID"* ]]
}

@test "a deal of a CRM goes to the talk of years before, by a consent that is hashed as the deal is" {
    hark-normalize --new-key key
    maps=$HARK_ROOT/samples/maps
    printf '%s\n' author,email,from,until twitter:77,ann@firm.example,2007-01-01, >consent.csv
    printf '%s\n' deal_id,name,stage,amount,currency,closed_at,contact_id \
        'D-1,400 laptops,won,412650.50,USD,2009-11-02,ann@firm.example' \
        'D-2,Servers,open,98000.00,USD,2009-11-03,ann@firm.example' >deals.csv
    hark-fetch consent.csv | hark-normalize --bare --map "$maps/consent.jq" --key-file key |
        jq -nr '["author", "customer", "from"], (inputs | [.author, .customer, .from]) | @csv' >people.csv
    hark-fetch deals.csv | hark-normalize --bare --map "$maps/crm_deals.jq" --key-file key >records
    echo '{"v":1,"kind":"case","source":"twitter","id":"twitter:case/9","time":"2007-02-01T10:00:00Z","author":"twitter:77","account":"twitter:AcmeCares"}' >>records
    hark-attribute --bare --touches all,conversations --people people.csv --window 1y,none records |
        jq -r 'select(.touches == "conversations") | [.order, .window, .account // .reason, .amount] | join(" ")' |
        diff - <(printf '%s\n' 'crm:D-1 1y outside_window 41265050' 'crm:D-1 none twitter:AcmeCares 41265050')
}
