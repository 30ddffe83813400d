#!/usr/bin/env bats
# detect - what stands out, since when that could be known, and what is no wave

# shellcheck disable=SC2154 # bats sets stderr
load ../lib

# Classified posts of samples/world, made once.
setup_file() {
    cd "$HARK_ROOT/samples/world" || return
    hark new-key "$BATS_FILE_TMPDIR/key"
    hark fetch posts 2>/dev/null |
        hark normalize --sources sources.txt --key-file "$BATS_FILE_TMPDIR/key" --rejects "$BATS_FILE_TMPDIR/rejects" |
        hark dedupe --accounts accounts.csv |
        hark classify --rules ../rules --accounts accounts.csv >"$BATS_FILE_TMPDIR/posts"
}

issue() {
    jq -r ".issue.$1" "$HARK_ROOT/samples/world/expected.json"
}

alarms() {
    hark detect --bare "$@"
}

# says DAY COUNT LABEL [AUTHOR TEXT]: of a day of March 2009, each by its own author in its own words unless said.
says() {
    awk -v day="$1" -v n="$2" -v label="$3" -v author="$4" -v text="$5" 'BEGIN {
        srand(day * 1000 + n)
        for (i = 1; i <= n; i++) {
            words = text
            for (w = 0; text == "" && w < 12; w++)
                words = words sprintf("%c%c%c%c ", 97 + rand() * 26, 97 + rand() * 26, 97 + rand() * 26, 97 + rand() * 26)
            printf "{\"v\":1,\"kind\":\"post\",\"source\":\"web\",\"id\":\"web:%s-%d-%d\",\"time\":\"2009-03-%02dT12:00:00Z\"," \
                   "\"seen\":\"2009-04-30T00:00:00Z\",\"author\":\"web:%s\",\"followers\":%d,\"text\":\"%s\"%s}\n", \
                   label, day, i, day, author == "" ? label day "-" i : author, i, words, \
                   label == "" ? "" : ",\"labels\":[\"" label "\"]"
        }
    }'
}

# A month in which a hundred a day write of all sorts, and one of the fan.
quiet() {
    for day in $(seq 1 31); do
        says "$day" 100 ''
        says "$day" 1 fan "quiet$day"
    done
}

@test "the planted issue of the world is raised a day before its peak at the latest, and nothing else is" {
    alarms "$BATS_FILE_TMPDIR/posts" >found
    [ "$(wc -l <found)" -eq 1 ]
    [ "$(jq -r .series found)" = "$(issue series)" ]
    # Known when the bucket is over.
    known=$(date -u -d "$(jq -r .detected found) + 1 day" +%s)
    [ $((known + 86400)) -le "$(date -u -d "$(issue peak)" +%s)" ]
    [[ $(jq -r .opened found) == 2010-12-* && $(jq -r .closed found) == 2010-12-* ]]
    jq -e '.state == "over" and .observed > 40 and (.examples | length) == 10' found
}

@test "the bucket in which it was detected is the first at which the data up to it raise it" {
    alarms "$BATS_FILE_TMPDIR/posts" >found
    detected=$(jq -r .detected found)
    expect 0 alarms --until "$detected" "$BATS_FILE_TMPDIR/posts"
    [ -z "$output" ]
    alarms --until "$(date -u -d "$detected + 1 day" +%F)" "$BATS_FILE_TMPDIR/posts" >first
    [ "$(jq -r .id first)" = "$(jq -r .id found)" ]
    [ "$(jq -r .state first)" = new ]
    alarms --until "$(date -u -d "$detected + 2 day" +%F)" "$BATS_FILE_TMPDIR/posts" >later
    [ "$(jq -r .id later)" = "$(jq -r .id found)" ]
    [ "$(jq -r .state later)" = going_on ]
}

@test "neither order, cut nor memory shows in a byte" {
    grep '"kind":"post"' "$BATS_FILE_TMPDIR/posts" >posts
    methods=kleinberg,poisson,ewma,ears_c1,ears_c2,ears_c3
    alarms --method $methods posts >wanted
    [ "$(wc -l <wanted)" -gt 5 ]
    shuf --random-source=<(yes) posts | split -l 400 - part.
    alarms --method $methods part.* >found
    cmp wanted found
    alarms --method $methods --memory 1M part.* >found
    cmp wanted found
}

@test "what aggregate has counted raises what the posts raise" {
    { quiet; says 20 15 fan; says 21 15 fan; } >posts
    alarms posts | jq -c '[.series, .opened, .closed, .detected, .observed, .expected]' >wanted
    [ -s wanted ]
    hark aggregate --by time:day,labels posts >rows
    alarms rows | jq -c '[.series, .opened, .closed, .detected, .observed, .expected]' | diff wanted -
    hark aggregate --bare --by time:day posts >whole
    alarms rows whole | jq -c '[.series, .opened, .closed, .detected, .observed, .expected]' | diff wanted -
}

@test "one letter that all copy is no wave, nor is one who writes all day" {
    quiet >month
    says 20 60 fan '' 'please all of you tell them that the fan is far too loud' >letter
    says 20 60 fan web:one >one
    says 20 60 fan >many
    expect 0 alarms month letter
    [ -z "$output" ]
    expect 0 alarms month one
    [ -z "$output" ]
    expect 0 alarms month many
    [ "$(jq -r .opened <<<"$output")" = 2009-03-20 ]
}

@test "examples are of the widest reach, of different authors, none nearly the same" {
    { quiet; says 20 30 fan; says 20 5 fan web:one; } >posts
    says 20 40 fan '' 'please all of you tell them that the fan is far too loud' | sed 's/web:fan-20/web:letter-20/' >letter
    alarms posts letter | jq -r '.examples[]' >examples
    [ "$(wc -l <examples)" -eq 10 ]
    [ "$(grep -c letter examples)" -eq 1 ]
    [ "$(head -n 1 examples)" = web:letter-20-40 ]
}

@test "a day that was not observed raises nothing and ends nothing" {
    { quiet; says 20 15 fan; says 22 15 fan; } | grep -v '2009-03-21T' >posts
    alarms posts | jq -c '[.opened, .closed]' >found
    [ "$(<found)" = '["2009-03-20","2009-03-22"]' ]
    # A half of the 21st is missing: what is left of it says nothing.
    { quiet; says 20 15 fan; says 22 15 fan; } >posts
    printf 'from,to\n2009-03-21T00:00:00Z,2009-03-21T12:00:00Z\n' >gaps
    alarms --method poisson --fdr 0.5 --voices 1 --gaps gaps posts >found
    alarms --method kleinberg --gaps gaps posts | jq -e '.observed == 32'
    printf '%s\n' '{"v":1,"kind":"gap","source":"web","id":"web:gap","time":"2009-03-21T00:00:00Z","seen":"2009-04-30T00:00:00Z","from":"2009-03-21T00:00:00Z","to":"2009-03-22T00:00:00Z","format":"x","archive":"a","line":1}' >gap
    alarms posts gap | jq -e '.observed == 32'
}

@test "a post that was deleted or edited leaves its series" {
    { quiet; says 20 15 fan | sed 's/web:fan-20/web:wave/'; } >posts
    [ "$(hark dedupe --bare posts | alarms | jq .observed)" = 16 ]
    # Eleven of the fifteen are deleted: what is left is no wave.
    for i in $(seq 1 11); do
        printf '{"v":1,"kind":"delete","source":"web","id":"web:del/%d","time":"2009-03-25T00:00:00Z","seen":"2009-04-30T00:00:00Z","target":"web:wave-%d","scope":"item"}\n' "$i" "$i"
    done >deletes
    [ -z "$(hark dedupe --bare deletes posts | alarms)" ]
    # Three speak of something else since they were edited.
    grep '"id":"web:wave-[123]"' posts | sed 's/"seen":"2009-04/"seen":"2009-05/; s/,"labels":\["fan"\]//' >edits
    [ "$(hark dedupe --bare edits posts | alarms | jq .observed)" = 13 ]
}

@test "what was told is told no more, once the index is committed" {
    { quiet; says 20 15 fan; } >posts
    alarms --index told --only new posts >first
    [ "$(wc -l <first)" -eq 1 ]
    alarms --index told --only new posts | cmp first -
    expect 0 hark detect --commit told
    expect 0 alarms --index told --only new posts
    [ -z "$output" ]
    alarms --index told posts | jq -e '.state == "over"'
    says 28 20 fan >rest
    alarms --index told --only new posts rest >second
    [ "$(jq -r .opened second)" = 2009-03-28 ]
}

@test "a backtest judges each day by what was known when it was over" {
    { quiet; says 10 20 fan; says 20 15 fan; says 21 25 fan; says 22 20 fan; } >posts
    printf 'series,start,end,peak\nlabels=fan,2009-03-19,2009-03-23,2009-03-22\nlabels=noise,2009-03-01,2009-03-02,\n' >incidents
    hark detect --bare --backtest incidents posts >rows
    jq 'select(.detected) | .delay_s == 2 * 86400 and .lead_s == 86400' rows | grep -qx true
    jq 'select(.incidents) | [.incidents, .found, .alarms, .true_alarms, .precision, .recall] == [2, 1, 2, 1, 0.5, 0.5]' rows | grep -qx true
    printf 'series,start,end\nlabels=fan,2009-03-19,2009-03-01\n' >incidents
    expect 78 hark detect --backtest incidents posts
    [[ $stderr == *bad_incident* ]]
}

@test "of a thousand series of chance hardly one is an alarm" {
    # a generator of its own: awks differ in theirs
    awk 'function chance() { return (state = state * 16807 % 2147483647) / 2147483647 }
    BEGIN {
        state = 7
        for (day = 1; day <= 100; day++) {
            date = sprintf("2009-%02d-%02d", 1 + int((day - 1) / 25), 1 + (day - 1) % 25)
            for (s = 0; s < 1000; s++) {
                n = 0
                for (p = chance(); p > 0.135; p *= chance()) n++
                if (n > 0) printf "{\"v\":1,\"kind\":\"row\",\"time\":\"%s\",\"labels\":\"s%d\",\"count\":%d,\"of\":2500}\n", date, s, n
            }
        }
    }' >rows
    # The days that no month has here are days on which nothing came.
    [ "$(alarms --method kleinberg,poisson rows | wc -l)" -le 1 ]
}

@test "rows that are no counts, and a whole that is less than its parts, are told" {
    printf '%s\n' '{"v":1,"kind":"row","time":"2009-03-01","labels":"a","count":1.5}' \
        '{"v":1,"kind":"row","time":"2009-03","labels":"a","count":1}' >bad
    expect 65 hark detect bad
    [[ $stderr == *no_count* && $stderr == *bad_bucket* ]]
    printf '%s\n' '{"v":1,"kind":"row","time":"2009-03-01","labels":"a","count":5}' \
        '{"v":1,"kind":"row","time":"2009-03-01","count":4}' >less
    expect 65 hark detect less
    [[ $stderr == *bad_base* ]]
    expect 0 hark detect --base sum less
}

@test "buckets are of the zone and as long as is asked; rows may have their counts elsewhere" {
    { quiet; says 20 30 battery; } >posts
    opened() { alarms "$@" | jq -r '"\(.bucket) \(.opened)"'; }
    [ "$(opened posts)" = 'day 2009-03-20' ]
    # 12:00 UTC is 02:00 of the next day there
    [ "$(opened --zone Pacific/Kiritimati posts)" = 'day 2009-03-21' ]
    [ "$(opened --bucket week posts)" = 'week 2009-W12' ]
    hark aggregate --bare --by time:day,labels --count posts | sed 's/"count":/"mine":/' >rows
    expect 65 hark-detect --bare rows
    [[ $stderr == *no_count* ]]
    [ "$(opened --measure mine rows)" = 'day 2009-03-20' ]
}

@test "a burst has to be worth its cost, and to be so much more often" {
    { quiet; says 20 30 battery; } >posts
    [ "$(alarms --gamma 2 --scale 3 posts | wc -l)" -eq 1 ]
    [ -z "$(alarms --gamma 1000 posts)" ]
    # thirty times as often as on other days it is not
    [ -z "$(alarms --scale 1000 posts)" ]
    expect 64 hark-detect --scale 1 posts
}
