#!/usr/bin/env bats
# carry - day by day as in one run, and whatever happens in between

# shellcheck disable=SC2154 # lib.bash sets stderr
load ../pipeline/chain

# days COUNT [SEED]: days/DATE.ndjson, of a world that year.py makes.
days() {
    mkdir days
    python3 "$BATS_TEST_DIRNAME/year.py" days "$@"
}

attribute() {
    hark-attribute --bare --allow-empty --model first,last,linear --window 2d,7d "$@"
}

# day_by_day OPTION…: credits of all days, each from what the one before left.
day_by_day() {
    for day in days/*; do
        attribute --carry state "$@" "$day" || return
        hark-attribute --commit state || return
    done
}

@test "a year of days is one run over the year, byte for byte" {
    count=365
    ! sanitized || count=60
    days $count
    day_by_day --stitch >many
    attribute --carry whole --stitch days/* >one
    sanitized || [ "$(grep -c '"row"' one)" -gt 30 ]
    grep -q '"reason":"outside_window"' one
    cmp one many
    sanitized || [ "$(zstd -dcq state/*.zst | wc -l)" -lt $(($(cat days/* | wc -l) * 3 / 4)) ]
}

@test "what lies in its folder and is none of its segments stays there, and a segment of nobody goes" {
    days 3
    day_by_day >out
    touch state/notes state/7x.ndjson.zst state/7.ndjson state/-7.ndjson.zst state/x.ndjson.zst state/77.ndjson.zst
    attribute --carry state "$(find days -type f | sort | tail -n 1)" >out
    hark-attribute --commit state
    [ -e state/notes ] && [ -e state/7x.ndjson.zst ] && [ -e state/7.ndjson ] && [ -e state/-7.ndjson.zst ] && [ -e state/x.ndjson.zst ]
    [ ! -e state/77.ndjson.zst ]
}

@test "rows of closed months, day by day, are those of one run, and credits as ever" {
    count=70
    ! sanitized || count=40
    days $count 6
    fitted() { attribute --model markov,shapley,last "$@"; }
    while read -r mode; do
        rm -rf state whole
        for day in days/*; do
            # shellcheck disable=SC2086 # options
            fitted --carry state $mode "$day"
            hark-attribute --commit state
        done >many
        # shellcheck disable=SC2086
        fitted --carry whole $mode days/* >one
        [ "$(jq -r 'select(.kind == "row").fit' one | sort -u | tail -n 1)" = "2009-0$((count / 33))" ]
        for kind in row credit; do
            cmp <(grep '"kind":"'$kind'"' one) <(grep '"kind":"'$kind'"' many)
        done
        sanitized || [[ $mode == *stitch* ]] ||
            [ "$(zstd -dcq state/*.zst | wc -l)" -lt $(($(cat days/* | wc -l) * 9 / 10)) ]
    done <<'END'
--window 2d,7d
--window 2d,7d --stitch
--window 1d,20d --session-gap 1d --touches tracked --unit campaign --order 2
END
}

@test "a month's rows come with the first record of the next, and what is taken back later is of no path" {
    mkdir days
    order() { printf '{"v":1,"kind":"order","id":"shop:%s","time":"%s","visitor":"web:a","state":"%s","amount":%s,"currency":"USD","exponent":2%s}\n' "$@"; }
    visit() { printf '{"v":1,"kind":"visit","id":"web:%s","time":"%s","visitor":"web:%s","url":"http://a.example/","utm_campaign":"%s"}\n' "$@"; }
    { visit 1 2009-01-10T12:00:00Z a x && visit 2 2009-01-10T12:00:00Z b y; } >days/2009-01-10
    { order 1 2009-01-12T12:00:00Z paid 100 '' && order 2 2009-01-13T12:00:00Z refund -30 ',"target":"shop:1"'; } >days/2009-01-12
    { order 3 2009-02-01T12:00:00Z refund -20 ',"target":"shop:1"'; } >days/2009-02-01
    { visit 3 2009-03-01T12:00:00Z c z; } >days/2009-03-01
    for day in days/*; do
        attribute --carry state --model markov --unit campaign --window 7d "$day" | sed "s|^|${day#days/} |"
        hark-attribute --commit state
    done | grep '"kind":"row"' | diff - <(cat <<'END'
2009-02-01 {"v":1,"kind":"row","model":"markov","order":1,"fit":"2009-01","window":"7d","touches":"all","campaign":"x","conversions":1.000000,"amount":70,"currency":"USD","exponent":2,"removal_effect":1.000000}
2009-02-01 {"v":1,"kind":"row","model":"markov","order":1,"fit":"2009-01","window":"7d","touches":"all","campaign":"y","conversions":0.000000,"amount":0,"currency":"USD","exponent":2,"removal_effect":0.000000}
2009-03-01 {"v":1,"kind":"row","model":"markov","order":1,"fit":"2009-02","window":"7d","touches":"all","conversions":0.000000,"amount":-20,"currency":"USD","exponent":2,"reason":"no_path"}
END
    )
    expect 64 attribute --carry state --model markov --fit all days/2009-03-01
    expect 78 attribute --carry state --model markov --fit year days/2009-03-01
    expect 78 attribute --carry state --model markov --stitch days/2009-03-01
    [[ $stderr == *"from the first run on"* ]]
    attribute --carry state --model shapley days/2009-03-01
}

@test "tracked touches, day by day, are those of one run" {
    days 60 2
    day_by_day --touches tracked >many
    attribute --carry whole --touches tracked days/* >one
    cmp one many
}

# Amounts by touch of the rows on standard input, all rows of an order together.
by_touch() {
    jq -rs 'group_by([.order, .model, .window, .touch])[] |
        [.[0].order, .[0].model, .[0].window, .[0].touch, (map(.amount) | add)] | join(" ")'
}

@test "converted credits, day by day, are those of one run, and what is taken back in full leaves nothing" {
    days 160 5
    { echo date,currency,rate; for day in days/*; do echo "${day:5:10},EUR,1.2${day:10:2}${day:13:2}7"; done; } >rates
    day_by_day --rates rates --into USD >many
    attribute --carry whole --rates rates --into USD days/* >one
    cmp one many
    [ "$(jq -r .currency one | sort -u)" = USD ]
    [ "$(jq 'select(.fx != null and .fx != 0)' one | jq -s length)" -ge 5 ]
    cat days/* | jq -r 'select(.kind == "order") | "\(.target // .id) \(.amount)"' |
        awk '{ left[$1] += $2; if ($2 < 0) back[$1]++ } END { for (id in left) if (left[id] == 0 && back[id]) print id }' >void
    [ "$(wc -l <void)" -ge 3 ]
    by_touch <one | grep -wFf void >sums
    [ -s sums ]
    grep -v ' 0$' sums | run ! grep .
}

@test "windows without end keep all, day by day" {
    days 30 3
    day_by_day --window 1d,none >many
    attribute --carry whole --window 1d,none days/* >one
    cmp one many
    [ "$(zstd -dcq state/*.zst | wc -l)" -eq "$(cat days/* | wc -l)" ]
}

# The day's part of docs/recipes.md.
night() {
    [ -e "out/$1" ] || {
        attribute --carry state "days/$1" >out/part || return
        mv out/part "out/$1"
    }
    [ ! -e state/state.next ] || hark-attribute --commit state
}

@test "a night that is killed at any moment and done again changes nothing" {
    days 25 4
    attribute --carry whole days/* >one
    mkdir out
    export -f night attribute
    killed=0
    for path in days/*; do
        for wait in 0.004 0.009 0.013 0.017 0.022 0.03; do
            timeout -s KILL $wait bash -c "night ${path#days/}" || killed=$((killed + 1))
        done
        # the last one may still hold the folder while it dies
        night "${path#days/}" || { sleep 0.5 && night "${path#days/}"; }
    done
    [ "$killed" -gt 20 ]
    cat out/2009-* | cmp one -
}

@test "what was not committed leaves no trace, and is done again" {
    days 4
    attribute --carry state days/2009-01-01.ndjson >/dev/null
    hark-attribute --commit state
    cp -r state before
    attribute --carry state days/2009-01-02.ndjson >first
    [ -e state/state.next ]
    attribute --carry state days/2009-01-02.ndjson >second
    cmp first second
    echo '{"v":1,"kind":' >bad
    expect 65 attribute --carry state bad
    diff -r before state
}

@test "a day that is given again adds nothing to the ledger, and late touches are dropped" {
    days 9
    for day in days/2009-01-0[1-8]*; do
        attribute --carry state "$day" >/dev/null
        hark-attribute --commit state
    done
    attribute --carry state --stats stats days/2009-01-0[1-8]* >again
    [ ! -s again ]
    [ "$(jq .notes.repeated_rows stats)" -eq "$(cat days/2009-01-0[1-8]* | grep -c '"order","id"')" ]
    [ "$(jq .dropped.late stats)" -eq "$(cat days/2009-01-0[1-7]* | grep -vc '"order","id"')" ]
}

@test "an order that comes late is credited when it comes" {
    days 9
    cat days/2009-01-0[1-8]* | grep '"order","id"' | tail -n 1 | sed 's/"shop:[0-9]*"/"shop:late"/' >late
    for day in days/2009-01-0[1-8]*; do
        attribute --carry state "$day" >/dev/null
        hark-attribute --commit state
    done
    attribute --carry state late >credits
    [ "$(jq -s 'map(select(.model == "linear" and .window == "7d").amount) | add' credits)" -eq "$(jq .amount late)" ]
}

@test "what is damaged, missing or not as it was kept is refused by name" {
    days 3
    hark-attribute --bare --carry state days/2009-01-01* >/dev/null
    expect 66 hark-attribute --commit nothing/here
    hark-attribute --commit state
    expect 66 hark-attribute --commit state
    cp -r state good
    expect 78 attribute --carry state --window 31d days/2009-01-02*
    [[ $stderr == *"a wider window than was kept"* ]]
    expect 78 attribute --carry state --session-gap 31m days/2009-01-02*
    sed -i 's/until 1/until 2/' state/state
    expect 78 attribute --carry state days/2009-01-02*
    [[ $stderr == *"state/state is damaged"* ]]
    for harm in 'truncate -s -1' 'truncate -s 0' rm; do
        rm -rf state
        cp -r good state
        $harm state/*.zst
        expect 78 attribute --carry state days/2009-01-02*
        [[ $stderr == *000001.ndjson.zst* ]]
    done
    rm -rf state
    cp -r good state
    printf '{}\n' | zstd -q >state/000001.ndjson.zst
    expect 78 attribute --carry state days/2009-01-02*
    rm -rf state
    cp -r good state
    attribute --carry state days/2009-01-02* >/dev/null
    sed -i 's/gap/pag/' state/state.next
    expect 78 hark-attribute --commit state
    cmp good/state state/state
}

@test "a narrower window than is kept, or one named beforehand, goes on" {
    days 12
    hark-attribute --bare --carry state --carry-window 30d --window 1d days/2009-01-0* >/dev/null
    hark-attribute --commit state
    hark-attribute --bare --carry state --carry-window 30d --window 30d days/2009-01-1* >many
    hark-attribute --bare --carry whole --window 30d days/* | grep '"time":"2009-01-1' >one
    cmp one many
    expect 64 hark-attribute --carry state --carry-window 1d --window 2d days/2009-01-10*
}

@test "two runs at a time do not share a folder" {
    days 2
    mkfifo slow
    hark-attribute --bare --carry state slow >/dev/null &
    exec 9>slow
    for _ in $(seq 100); do
        [ ! -d state ] || break
        sleep 0.05
    done
    sleep 0.1
    expect 75 attribute --carry state days/2009-01-01*
    [[ $stderr == *busy:* ]]
    cat days/2009-01-01* >&9
    exec 9>&-
    wait
    hark-attribute --commit state
}

@test "what is carried holds no more than credits need" {
    printf '%s\n' '{"v":1,"kind":"post","id":"twitter:1","time":"2009-01-01T00:00:00Z","text":"secret","account":"twitter:a","links":["http://a.example/?cid=1"]}' \
        '{"v":1,"kind":"visit","id":"web:1","time":"2009-01-01T00:00:00Z","visitor":"web:1","url":"http://a.example/?cid=1","agent":"secret"}' \
        '{"v":1,"kind":"visit","id":"web:2","time":"2009-01-01T00:00:00Z","visitor":"web:1","url":"http://a.example/?cid=1","flags":["bot"]}' >input
    hark-attribute --bare --carry state input
    hark-attribute --commit state
    [ "$(zstd -dcq state/*.zst | wc -l)" -eq 2 ]
    zstd -dcq state/*.zst | run ! grep secret
    [ "$(stat -c %a state/*.zst)" = 600 ]
    [ "$(stat -c %a state)" = 700 ]
}
