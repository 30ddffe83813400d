#!/usr/bin/env bats
# why - what --why says of orders of samples/world, against what expected.json and the logs say of them

# shellcheck disable=SC2154 # lib.bash sets stderr
load ../lib

setup_file() {
    cd "$HARK_ROOT/samples/world" || return
    hark new-key "$BATS_FILE_TMPDIR/key"
    hark fetch posts clicks logs orders |
        hark normalize --sources sources.txt --key-file "$BATS_FILE_TMPDIR/key" --rejects "$BATS_FILE_TMPDIR/rejects" |
        hark dedupe --accounts accounts.csv | hark classify --accounts accounts.csv >"$BATS_FILE_TMPDIR/records"
}

# of ORDER: a line a visit: verdict, channel, account, seconds to the order
of() {
    hark attribute --bare --touches tracked --why "$1" "$BATS_FILE_TMPDIR/records" |
        jq -r 'select(.kind == "row") | [.verdict, .channel, .account, .lag_s // empty] | map(select(. != null)) | join(" ")'
}

@test "a touch of 30 days and a second is outside the window" {
    diff - <(of 700002) <<END
outside_window Organic Social twitter:AcmeOutlet 2592001
after_order Direct
END
}

@test "a link that comes again 1,800 idle seconds later is in the same session" {
    diff - <(of 700005 | head -n 4) <<END
counts Organic Social twitter:AcmeOutlet 2791
counts Organic Social facebook:AcmeUS 1891
same_session Organic Social twitter:AcmeOutlet 91
not_tracked Direct 81
END
}

@test "a link that comes again 1,801 idle seconds later counts again" {
    [ "$(of 700006 | grep -c '^counts Organic Social twitter:AcmeOutlet')" -eq 2 ]
}

@test "a visit 61 seconds behind its click is no link of ours" {
    run ! grep -q twitter: <(of 700009)
    [ "$(of 700009 | grep -c '^not_tracked Direct')" -ge 1 ]
}

@test "touches after the order are there, and do not count" {
    [ "$(of 700011 | grep -c '^after_order Organic Social twitter:AcmeOutlet')" -eq 1 ]
    run ! grep -q '^counts' <(of 700011)
}

@test "an order's id, its number and the platform before it ask for the same" {
    hark attribute --bare --why shop:700015 "$BATS_FILE_TMPDIR/records" >one
    number=$(jq -r 'select(.kind == "order" and .id == "shop:700015").number' "$BATS_FILE_TMPDIR/records")
    hark attribute --bare --why "$number" "$BATS_FILE_TMPDIR/records" | cmp - one
    hark attribute --bare --why 700015 "$BATS_FILE_TMPDIR/records" | cmp - one
    grep -q '"joined_by":"number"' one
}

@test "the credits behind the visits are those that the order has without --why" {
    models=first,last,linear
    hark attribute --bare --model $models --window 7d,none "$BATS_FILE_TMPDIR/records" | grep '"order":"shop:70000[5-9]"' >all
    hark attribute --bare --model $models --window 7d,none --why 700005 --why 700006 --why 700007 --why 700008 --why 700009 \
        "$BATS_FILE_TMPDIR/records" | grep '"kind":"credit"' | cmp - all
    [ -s all ]
}

# walks PATH ORDERS OTHERS: visitors who went that way, a day a step, of whom some ordered
walks() {
    awk -v path="$1" -v orders="$2" -v all="$(($2 + $3))" 'BEGIN {
        steps = split(path, unit, ">")
        gsub(">", "-", path)
        for (i = 1; i <= all; i++) {
            who = path "-" i
            for (s = 1; s <= steps; s++)
                printf "{\"v\":1,\"kind\":\"visit\",\"id\":\"web:%s-%d\",\"time\":\"2009-03-0%dT12:00:00Z\",\"visitor\":\"web:%s\",\"url\":\"http://a.example/\",\"utm_campaign\":\"%s\"}\n", who, s, s, who, unit[s]
            if (i <= orders)
                printf "{\"v\":1,\"kind\":\"order\",\"id\":\"shop:%s\",\"time\":\"2009-03-05T13:00:00Z\",\"visitor\":\"web:%s\",\"state\":\"paid\",\"amount\":100,\"currency\":\"USD\",\"exponent\":2}\n", who, who
        }
    }'
}

# Six paths whose effects are known: direct 45/176, email 1069/3168, search 6/11, tw 97/264.
six_paths() {
    walks 'tw>direct>email' 3 2
    walks 'tw>tw>search' 2 5
    walks 'email>tw' 1 4
    walks search 4 10
    walks direct 1 6
    walks tw 0 7
}

# fitted OPTION …: what --why says of all orders by models that are fitted
fitted() {
    jq -r 'select(.kind == "order").id' input | sed 's/^/--why=/' |
        xargs hark attribute --bare --unit campaign --fit all "$@" input | grep '_share/1"'
}

@test "shares of single orders by removal effects have a name of their own, and do not sum to the fit" {
    six_paths >input
    fitted --model markov >rows
    run ! grep -q '"share_ppm"' rows
    # Of 11 orders the fit gives search 3.98; of each order alone it would be 4 whole ones and 0.597510 of two.
    hark attribute --bare --model markov --unit campaign --fit all input |
        jq -r 'select(.kind == "row") | [.campaign, .conversions] | join(" ")' | diff - <(printf '%s\n' 'direct 1.867533' 'email 2.464682' 'search 3.98407' 'tw 2.683714')
    jq -rs 'group_by(.campaign)[] | [.[0].campaign, .[0].removal_effect, (map(.removal_share_ppm) | add)] | join(" ")' rows |
        diff - <(printf '%s\n' 'direct 0.255682 1798555' 'email 0.337437 1532622' 'search 0.545455 5195020' 'tw 0.367424 2473803')
    jq -e -s 'length == 3 * 3 + 2 * 2 + 2 + 4 + 1 and (group_by(.order) | map(map(.removal_share_ppm) | add) | unique) == [1000000]' rows
    jq -cs '.[] | select(.order == "shop:email-tw-1")' rows | diff - <(cat <<'END'
{"v":1,"kind":"row","order":"shop:email-tw-1","model":"markov","markov_order":1,"fit":"all","window":"30d","touches":"all","campaign":"email","removal_effect":0.337437,"removal_share_ppm":478728,"definition":"removal_share/1"}
{"v":1,"kind":"row","order":"shop:email-tw-1","model":"markov","markov_order":1,"fit":"all","window":"30d","touches":"all","campaign":"tw","removal_effect":0.367424,"removal_share_ppm":521272,"definition":"removal_share/1"}
END
    )
}

@test "shares of single orders by shapley are equal, and sum to the fit" {
    six_paths >input
    fitted --model shapley | jq -rs 'group_by(.campaign)[] | [.[0].campaign, (map(.share_ppm) | add)] | join(" ")' |
        diff - <(printf '%s\n' 'direct 2000002' 'email 1499999' 'search 5000000' 'tw 2499999')
}

@test "an order without a path says so of each window of a fitted model, and states are not asked" {
    {
        walks x 1 0
        walks y 1 0 | grep -v '"visit"'
    } >input
    fitted --model markov,shapley --window 7d,30d | jq -r '[.order, .model, .window, .campaign // .reason] | join(" ")' |
        diff - <(printf '%s\n' 'shop:x-1 markov 7d x' 'shop:y-1 markov 7d no_path' 'shop:x-1 shapley 7d x' 'shop:y-1 shapley 7d no_path' \
            'shop:x-1 markov 30d x' 'shop:y-1 markov 30d no_path' 'shop:x-1 shapley 30d x' 'shop:y-1 shapley 30d no_path')
    expect 64 hark attribute --model markov --partial --why shop:x-1 input
    expect 64 hark attribute --model markov --merge --why shop:x-1 input
}
