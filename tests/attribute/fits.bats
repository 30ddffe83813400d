#!/usr/bin/env bats
# attribute - models that are fitted to the orders of a period: what a path is, and what states are

# shellcheck disable=SC2154 # lib.bash sets stderr
load ../lib

# visit ID DAY VISITOR CAMPAIGN: a day of 2009, from 03-01 on
visit() {
    printf '{"v":1,"kind":"visit","id":"web:%s","time":"%sT12:00:00Z","visitor":"web:%s","url":"http://a.example/","utm_campaign":"%s"}\n' "$@"
}

# order ID DAY VISITOR AMOUNT
order() {
    printf '{"v":1,"kind":"order","id":"shop:%s","time":"%sT13:00:00Z","visitor":"web:%s","state":"paid","amount":%d,"currency":"USD","exponent":2}\n' "$@"
}

attribute() {
    hark-attribute --bare --unit campaign "$@"
}

# fit window campaign: conversions amount
rows() {
    jq -r 'select(.kind == "row") | "\(.fit) \(.window) \(.campaign // .reason) \(.conversions) \(.amount)"'
}

many() {
    for i in $(seq 40); do
        visit "$i-1" "2009-0$((i % 3 + 1))-01" "v$i" "c$((i % 5))"
        visit "$i-2" "2009-0$((i % 3 + 1))-10" "v$i" "c$((i % 7))"
        visit "$i-3" "2009-0$((i % 3 + 2))-20" "v$i" "c$((i % 4))"
        [ $((i % 3)) -eq 0 ] || order "$i" "2009-0$((i % 3 + 1))-12" "v$i" "$((i * 997))"
        [ $((i % 4)) -eq 0 ] || order "$i-2" "2009-0$((i % 3 + 2))-21" "v$i" "$((i * 101))"
    done
}

@test "a later order has the touches since the one before it, or all with --reuse" {
    { visit 1 2009-03-01 a x && order 1 2009-03-02 a 100 && visit 2 2009-03-03 a y && order 2 2009-03-04 a 101; } >in
    attribute --model shapley in | rows | diff - <(printf '%s\n' '2009-03 30d x 1 100' '2009-03 30d y 1 101')
    attribute --model shapley --reuse in | rows |
        diff - <(printf '%s\n' '2009-03 30d x 1.5 151' '2009-03 30d y 0.5 50')
}

@test "a path without an order ends a window after its last touch, in the period of that day" {
    { visit 1 2009-03-01 a x && order 1 2009-03-02 a 100 && visit 2 2009-03-20 b x && visit 3 2009-03-21 b y; } >in
    attribute --model markov --window 7d,30d --partial in >states
    grep -c '"2009-03","7d",""],"count":"total","a":\["nulls"\]' states
    grep -c '"2009-04","30d",""],"count":"total","a":\["nulls"\]' states
    grep -q '"2009-04","30d",""],"count":"edge","a":\["=x"\],"b":\["=y"\],"cells":\["1 0"\]' states
}

@test "without a window paths end with their period" {
    { visit 1 2009-03-01 a x && visit 2 2009-04-01 a y && order 1 2009-04-02 a 100; } >in
    attribute --model markov --window none in | rows | diff - <(echo '2009-04 none y 1 100')
    attribute --model markov --window none --fit year in | rows |
        diff - <(printf '%s\n' '2009 none x 0.5 50' '2009 none y 0.5 50')
    [ "$(attribute --model markov --window none --fit all in | jq -r '.fit // empty' | sort -u)" = all ]
}

@test "refunds lessen what their order was worth, and what had no path is told apart" {
    {
        visit 1 2009-03-01 a x && order 1 2009-03-02 a 100 && order 2 2009-03-02 b 77
        echo '{"v":1,"kind":"order","id":"shop:r","time":"2009-05-02T13:00:00Z","target":"shop:1","state":"refund","amount":-30,"currency":"USD","exponent":2}'
    } >in
    attribute --model shapley in | rows | diff - <(printf '%s\n' '2009-03 30d x 1 70' '2009-03 30d no_path 1 77')
}

@test "visitors who bought nothing are walked for markov alone" {
    { visit 1 2009-03-01 a x && order 1 2009-03-02 a 100 && visit 2 2009-03-01 b x && visit 3 2009-03-01 c y; } >in
    attribute --model markov --partial --fit all in | grep -c '"nulls"\],"cells":\["2 0"\]'
    attribute --model shapley --partial --fit all in >states
    run ! grep nulls states
    # The books of the credits do not change with it.
    for models in last last,markov; do
        hark-attribute --model $models in | tail -n 1 | jq -c '.notes.buyers_sessions, .notes.buyers_touches'
    done | paste -sd ' ' | diff - <(echo '1 1 1 1')
}

@test "the order of input, the memory and the cut do not show" {
    many >in
    attribute --model markov,shapley,last --window 7d,none in >said
    tac in | attribute --model markov,shapley,last --window 7d,none | cmp - said
    attribute --model markov,shapley,last --window 7d,none --memory 1M in | cmp - said
    grep -v '"kind":"credit"' said >fits
    [ "$(wc -l <fits)" -gt 40 ]
    for parts in 1 2 7; do
        awk -v n=$parts -F'"' '{ match($0, /"web:v[0-9]+"/)
            print > ("part" substr($0, RSTART + 6, RLENGTH - 7) % n) }' in
        for part in part*; do
            attribute --model markov,shapley --window 7d,none --partial "$part"
        done >states
        rm part*
        attribute --model markov,shapley --window 7d,none --partial --merge states >joined
        attribute --model markov,shapley --window 7d,none --merge joined | cmp - fits
        sort -R --random-source=in states |
            attribute --model markov,shapley --window 7d,none --merge | cmp - fits
    done
}

@test "states of other options, or that are none, are refused" {
    many | attribute --model markov --partial >states
    expect 65 attribute --model markov --merge --window 7d states
    [[ $stderr == *other_query* ]]
    sed 's/"count":"edge"/"count":"age"/' states >bad
    expect 65 attribute --model markov --merge --rejects rejects bad
    grep -q bad_state rejects
    # A state that is lost shows: what enters a unit does not leave it.
    expect 65 attribute --model markov --merge <(grep -v '"b":\["\*null"\]' states)
    [[ $stderr == *bad_chain* ]]
    many | attribute --model shapley --partial >states
    expect 65 attribute --model shapley --merge <(sed '0,/"count":"share"/{/"count":"share"/d}' states)
    [[ $stderr == *"not those of whole paths"* ]]
    expect 64 attribute --model last --partial states
    expect 64 attribute --model markov,last --merge states
}

@test "more than a thousand units end with 64, and a coarser one does not" {
    for i in $(seq 1001); do visit "$i" 2009-03-01 "v$i" "c$i"; done >in
    order 1 2009-03-02 v1 100 >>in
    expect 64 attribute --model markov in
    [[ $stderr == *too_many_units* ]]
    expect 0 hark-attribute --bare --model markov --unit channel in
}

@test "paths are made shorter before they are counted" {
    {
        visit 1 2009-03-01 a x && visit 2 2009-03-02 a x && visit 3 2009-03-03 a y && visit 4 2009-03-04 a x
        order 1 2009-03-05 a 100
    } >in
    attribute --model shapley --path-transform remove_if_not_all:x in | rows | diff - <(echo '2009-03 30d y 1 100')
    attribute --model shapley --path-transform 'frequency' in | rows |
        diff - <(printf '%s\n' '2009-03 30d x(3) 0.5 50' '2009-03 30d y(1) 0.5 50')
    attribute --model markov --path-transform first --partial in >states
    grep -q '"a":\["=y"\],"b":\["\*conversion"\]' states
    attribute --model markov --path-transform first --merge states >/dev/null
    expect 65 attribute --model markov --merge states
    printf '%s\n' path,total_conversions 'd>a>b>b>c>d>c>c,1' >paths.csv
    hark-attribute --bare --paths paths.csv --model last,linear --path-transform frequency |
        jq -r '[.model, .channel, .conversions] | join(" ")' | diff - <(cat <<'END'
last c(3) 1
linear a(1) 0.25
linear b(2) 0.25
linear c(3) 0.25
linear d(2) 0.25
END
        )
    hark-attribute --bare --paths paths.csv --model last --path-transform remove_if_last_and_not_all:c |
        jq -r .channel | diff - <(echo d)
}

@test "the headline is marked" {
    { visit 1 2009-03-01 a x && order 1 2009-03-02 a 100; } >in
    attribute --model markov,shapley --window 7d,30d --headline markov/30d in |
        jq -r 'select(.headline) | "\(.model) \(.window)"' | diff - <(echo 'markov 30d')
}

@test "beside rows of --by a fit has their unit and year, unless another is asked for" {
    { visit 1 2009-03-01 a x && order 1 2009-03-02 a 100; } >in
    fitted() { hark-attribute --bare --model shapley "$@" in | jq -c 'select(.kind == "row") | del(.v, .kind, .model, .window, .touches, .currency, .exponent)'; }
    [ "$(fitted --by campaign,time:year)" = '{"fit":"2009","campaign":"x","conversions":1,"amount":100}' ]
    [ "$(fitted --by time:day,channel)" = '{"fit":"2009-03","channel":"Unassigned","conversions":1,"amount":100}' ]
    [ "$(fitted --by campaign,time:year --fit all --unit post)" = '{"fit":"all","conversions":1,"amount":100}' ]
    [ "$(fitted --by campaign --path-transform first | jq -r .channel)" = Unassigned ]
}

@test "a fit has the persons that credits have: a customer, as far as was known" {
    # web:a is nobody's in March, and shop:k's from April on; web:b was shop:k's all along.
    {
        visit 1 2009-03-01 a x && visit 2 2009-03-02 b y && visit 3 2009-04-20 a z
        visit 4 2009-03-02 b y | sed 's/"web:4"/"web:4","customer":"shop:k"/'
        visit 5 2009-04-20 a z | sed 's/"web:5"/"web:5","customer":"shop:k"/'
        order 1 2009-04-21 b 100
    } >in
    attribute --model shapley --window 1y --stitch in | rows |
        diff - <(printf '%s\n' '2009-04 1y x 0.333333 34' '2009-04 1y y 0.333333 33' '2009-04 1y z 0.333333 33')
    attribute --model shapley --window 1y in | rows | diff - <(echo '2009-04 1y y 1 100')
    # Within a week x led to nothing while web:a was nobody's, and so did y.
    attribute --model markov --window 7d --stitch --partial in >states
    [ "$(grep -c '"2009-03","7d",""],"count":"edge","a":\["=[xy]"\],"b":\["\*null"\],"cells":\["1 0"\]' states)" -eq 2 ]
    # Within a month y did too, but not z, and x and y never were one path.
    attribute --model markov --window 30d --stitch --partial in >states
    [ "$(jq -rs 'map(select(.b == ["*null"]) | "\(.key[0]) \(.a[0])") | join(", ")' states)" = "2009-03 =x, 2009-04 =y" ]
    grep -q '"2009-04","30d","USD 2"],"count":"edge","a":\["=z"\],"b":\["\*conversion"\]' states
}

@test "an order's coupon is the last of its path, and its direct visit gives way to it" {
    printf '%s\n' coupon,account,campaign TEN,radio,ten >links.csv
    {
        visit 1 2009-03-01 a x
        visit 2 2009-03-02 a '' | sed 's/,"utm_campaign":""//;s/T12:00/T12:50/'
        order 1 2009-03-02 a 100 | sed 's/"state"/"coupon":"ten","state"/'
        order 2 2009-03-03 nobody 50 | sed 's/"state"/"coupon":"TEN","state"/'
    } >in
    attribute --model shapley --links links.csv in | rows |
        diff - <(printf '%s\n' '2009-03 30d ten 1.5 100' '2009-03 30d x 0.5 50')
    attribute --model markov --links links.csv --partial in |
        jq -c 'select(.count == "edge") | [.a, .b, .cells]' | diff - <(cat <<'END'
[["=ten"],["*conversion"],["2 150"]]
[["=x"],["=ten"],["1 0"]]
[[],["=ten"],["1 0"]]
[[],["=x"],["1 0"]]
END
        )
}
