#!/usr/bin/env bats
# by - rows in place of credits: what aggregate makes of the credits of samples/world, without writing them

# shellcheck disable=SC2154 # lib.bash sets stderr
load ../lib

additive=first,inverse_j,j,last,last_non_direct,linear,position,time_decay

setup_file() {
    cd "$HARK_ROOT/samples/world" || return
    hark new-key "$BATS_FILE_TMPDIR/key"
    hark fetch posts clicks logs orders |
        hark normalize --sources sources.txt --key-file "$BATS_FILE_TMPDIR/key" --rejects "$BATS_FILE_TMPDIR/rejects" |
        hark dedupe --accounts accounts.csv | hark classify --accounts accounts.csv >"$BATS_FILE_TMPDIR/records"
    cd "$BATS_FILE_TMPDIR" || return
    attribute --bare records >credits
}

attribute() {
    hark attribute --model $additive,participation --window 1d,7d,30d,1y,none --headline linear/30d "$@"
}

# The rows alone, without the match rate that heads them.
rows_by() {
    attribute --bare --by "$@" | grep -v '"kind":"match"'
}

# The columns of a row made by aggregate under the names that attribute gives them.
renamed() {
    sed -E 's/"count":/"credits":/; s/"sum_(amount|tax|shipping)":/"\1":/g'
}

@test "rows are those that aggregate makes of the credits, byte for byte" {
    for keys in account,time:month time:week,channel post,time:day model,campaign,reason,joined_by \
        window,utm_source,utm_medium,source touch_time:year,time:quarter,currency; do
        rows_by $keys "$BATS_FILE_TMPDIR/records" >rows
        hark aggregate --bare --by $keys --count --sum amount --sum tax --sum shipping "$BATS_FILE_TMPDIR/credits" |
            renamed | cmp - <(sed -E 's/"orders":[0-9]+,//' rows)
        [ "$(wc -l <rows)" -gt 50 ]
    done
}

@test "orders are those with a credit in the group, refunds aside" {
    rows_by account,time:month "$BATS_FILE_TMPDIR/records" >rows
    hark aggregate --bare --by account,time:month --where row= --distinct order "$BATS_FILE_TMPDIR/credits" |
        sed 's/"distinct_order"/"orders"/' >wanted
    sed -E 's/"credits":[0-9]+,//; s/,"amount".*/}/' rows | grep -v '"orders":0}' | cmp - wanted
    [ "$(wc -l <wanted)" -gt 100 ]
}

@test "every additive model and window sums to the ledger" {
    rows_by currency "$BATS_FILE_TMPDIR/records" >rows
    hark aggregate --bare --by currency --where kind=order --where state!=pending --sum amount "$BATS_FILE_TMPDIR/records" |
        jq -c '[.currency, .sum_amount]' >ledger
    [ "$(wc -l <ledger)" -gt 1 ]
    jq -c 'select(.additive != false) | [.currency, .amount]' rows | sort | uniq -c | awk '{ print $1 }' | sort -u >'times'
    [ "$(cat times)" -eq 40 ]
    jq -c 'select(.additive != false) | [.currency, .amount]' rows | sort -u | diff - <(sort ledger)
}

@test "neither the order of the input nor the memory shows" {
    attribute --bare --by post,time:day "$BATS_FILE_TMPDIR/records" >rows
    grep -v '"kind":"\(begin\|end\)"' "$BATS_FILE_TMPDIR/records" >plain
    sort -R --random-source=rows plain | attribute --bare --by post,time:day | cmp - rows
    attribute --bare --by post,time:day --memory 1M plain | cmp - rows
    attribute --bare --by post,time:day --memory 16M plain | cmp - rows
}

@test "the match rate heads rows, of --by and of fits, and is added to none of them" {
    attribute --bare --match "$BATS_FILE_TMPDIR/records" >match
    [ "$(jq -s 'map(.orders) | add' match)" -eq "$(jq -s '.[0].of' match)" ]
    [ "$(wc -l <match)" -gt 3 ]
    rows_by account "$BATS_FILE_TMPDIR/records" >rows
    for more in '' --match; do
        # shellcheck disable=SC2086 # an option or none
        attribute --bare $more --by account "$BATS_FILE_TMPDIR/records" >both
        cmp both <(cat match rows)
    done
    hark aggregate --bare --by account --sum amount both | cmp - <(hark aggregate --bare --by account --sum amount rows)
    hark aggregate --bare --where kind=match --by joined_by --sum orders both | jq -es 'map(.sum_orders) | add == '"$(jq -s '.[0].of' match)"
    hark attribute --bare --model markov "$BATS_FILE_TMPDIR/records" >fits
    grep '"kind":"match"' fits | cmp - match
    head -n "$(wc -l <match)" fits | cmp - match
    hark attribute --bare --model last,markov "$BATS_FILE_TMPDIR/records" | grep -v '"kind":"credit"' | cmp - fits
    run ! grep -q match <(hark attribute --bare --model last "$BATS_FILE_TMPDIR/records")
}

@test "with --carry the match rate is that of each run, and the runs' sum to the whole" {
    grep -v '"kind":"\(begin\|end\)"' "$BATS_FILE_TMPDIR/records" >plain
    for year in 2010-0 2010-1 2011; do
        grep "\"time\":\"$year" plain | hark attribute --bare --carry state --by account
        hark attribute --commit state
    done >rows
    count() { hark aggregate --bare --where kind=match --by joined_by,visitor_by --sum orders; }
    hark attribute --bare --match plain | count >whole
    [ "$(wc -l <whole)" -gt 3 ]
    count <rows | cmp - whole
}

@test "keys that a credit has not, and rows of what is none, end 64" {
    expect 64 hark-attribute --by likes /dev/null
    expect 64 hark-attribute --by account: /dev/null
    expect 64 hark-attribute --by account:month /dev/null
    expect 64 hark-attribute --by 'account[]' /dev/null
    expect 64 hark-attribute --by account,account /dev/null
    expect 64 hark-attribute --by account --why shop:1 /dev/null
    expect 64 hark-attribute --by account --paths /dev/null
}

@test "a sum past 2^53 is an error, and left out of its row" {
    for id in 1 2; do
        printf '{"v":1,"kind":"order","id":"shop:%s","time":"2009-03-09T00:00:00Z","state":"paid","amount":9007199254740992,"tax":1,"currency":"USD","exponent":2}\n' $id
    done >input
    expect 65 hark-attribute --bare --by account input
    [[ $stderr == *overflow:* ]]
    hark-attribute --bare --by account input 2>/dev/null | grep -v '"kind":"match"' >rows || true
    [ "$(jq -c '[.orders, .amount, .tax]' rows)" = "[2,null,2]" ]
}
