#!/usr/bin/env bats
# accounts - how classify marks what our own registered accounts wrote

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

accounts() {
    cat >accounts.csv <<'END'
market,network,handle,team,role,id
US,twitter,@DellOutlet,outlet,offers,
BR,Twitter,DellnoBrasil,,offers,twitter:12
,facebook,Dell,social,news,
END
}

classify() {
    hark-classify --bare --accounts accounts.csv "$@"
}

record() {
    printf '{"v":1,"kind":"%s","source":"%s"%s}\n' "$1" "$2" "$3"
}

@test "a record of any kind by one of our accounts gets its name, team, role and market" {
    accounts
    {
        record post twitter ',"handle":"delloutlet","text":"x"'
        record account twitter ',"handle":"DellOutlet"'
        record count facebook ',"author":"facebook:dell","measure":"fans","value":1'
        record delete twitter ',"author":"twitter:12","target":"twitter:1"'
    } | classify | jq -c '[.account, .team, .role, .market]' >out
    cat >wanted <<'END'
["twitter:DellOutlet","outlet","offers","US"]
["twitter:DellOutlet","outlet","offers","US"]
["facebook:Dell","social","news",null]
["Twitter:DellnoBrasil",null,"offers","BR"]
END
    cmp wanted out
}

@test "an id holds where the handle has changed since" {
    accounts
    record post twitter ',"author":"twitter:12","handle":"renamed","text":"x"' | classify | jq -r .account >out
    [ "$(cat out)" = Twitter:DellnoBrasil ]
}

@test "what is by nobody of ours passes byte for byte" {
    accounts
    {
        record post twitter ',"handle":"Dell","text":"x"'
        record visit web ',"url":"http://dell.example/"'
        record post facebook ',"handle":"DellOutlet","author":"facebook:DellOutlet","text":"x"'
    } >in
    classify in | cmp in
}

@test "a second run replaces what the first one wrote, and leaves the labels alone" {
    accounts
    printf 'label: sale\nquery: off role:offers\n' >x.rules
    record post twitter ',"handle":"delloutlet","text":"15%% off"' |
        hark-classify --bare --accounts accounts.csv --rules x.rules >once
    [ "$(jq -c '[.labels, .account]' once)" = '[["sale"],"twitter:DellOutlet"]' ]
    hark-classify --bare --accounts accounts.csv --rules x.rules once | cmp once
    hark-classify --bare --rules x.rules once | jq -S . >by_rules
    jq -S . once | cmp - by_rules
    printf 'network,handle,team,role,market\n' >accounts.csv
    hark-classify --bare --accounts accounts.csv once | jq -c '[.labels, .account, .role]' >gone
    [ "$(cat gone)" = '[["sale"],null,null]' ]
}

@test "what is wrong in the list ends 78 with file and line" {
    accounts
    printf 'us,TWITTER,delloutlet,,,\n' >>accounts.csv
    expect 78 classify </dev/null
    [[ $stderr == *"accounts.csv:5: TWITTER:delloutlet is registered twice" ]] || return 1
    printf 'network,handle\n' >accounts.csv
    expect 78 classify </dev/null
    [[ $stderr == *"accounts.csv:1: there is no column team" ]] || return 1
    expect 78 hark-classify --accounts nowhere.csv </dev/null
    [[ $stderr == *nowhere.csv* ]]
}
