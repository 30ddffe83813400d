#!/usr/bin/env bats
# metrics - each against a value worked by hand, and against jq over the same records
#
# Of posts and accounts; those of money are golden cases and in claims.bats.

load ../lib

# post ID TIME MEMBERS: a post's record, with these members behind its own
post() {
    printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:%s","time":"%s"%s,"text":"t"}\n' "$1" "$2" "$3"
}

rows() {
    hark-aggregate --bare "$@"
}

# March: 5 positive, 3 neutral, 2 negative, one in a language that nobody rated, one observed inside a
# repost: 11 posts, 10 rated. April: one neutral.
sentiments() {
    local id=0 sentiment
    for sentiment in positive positive positive positive positive neutral neutral neutral negative negative; do
        id=$((id + 1))
        post $id 2009-03-0$((id % 9 + 1))T12:00:00Z ",\"sentiment\":\"$sentiment\""
    done
    post 11 2009-03-20T12:00:00Z ',"lang":"ja"'
    post 12 2009-03-20T12:00:00Z ',"sentiment":"negative","flags":["edited","observed"]'
    post 13 2009-04-20T12:00:00Z ',"sentiment":"neutral"'
}

# (5 - 2) / 10 = 0.3; (5 - 2) / (5 + 2) = 0.428571...; 5 / 2 = 2.5; April has (0 - 0) / 1 = 0 and nothing to divide by for
# the other two.
@test "net sentiment has three names for three formulas" {
    sentiments >posts.ndjson
    rows --by time:month --metric net_sentiment --metric net_sentiment_polar --metric sentiment_ratio posts.ndjson |
        jq -c '[.time, .sentiment_balance, .rated, .net_sentiment, .polar, .net_sentiment_polar, .sentiment_ratio]' >made
    printf '%s\n' '["2009-03",3,10,0.3,7,0.4286,2.5]' '["2009-04",0,1,0,0,null,null]' | cmp - made
    jq -s -c 'map(select(.kind == "post" and .sentiment and ((.flags // []) | index("observed") | not))) | group_by(.time[:7])[] |
        [.[0].time[:7], (map({positive: 1, neutral: 0, negative: -1}[.sentiment]) | add) / length]' posts.ndjson >theirs
    jq -c '[.[0], .[3]]' made | cmp - theirs
}

# Of 45 % positive and 15 % negative 30 of all, and 50 of those that are not neutral (30 / 60); of 40 % and 10 % 30 and 60 (30 / 50).
@test "what others print as 30, and as 50 or 60 without the neutral ones, comes out" {
    for part in 45:15:40:0.5 40:10:50:0.6; do
        IFS=: read -r good bad neither polar <<<"$part"
        for sentiment in positive:$good negative:$bad neutral:$neither; do
            for ((i = 0; i < ${sentiment#*:}; i++)); do
                post "$sentiment/$i" 2009-03-01T12:00:00Z ",\"sentiment\":\"${sentiment%:*}\""
            done
        done | rows --metric net_sentiment --metric net_sentiment_polar | jq -c '[.net_sentiment, .net_sentiment_polar]' | grep -qxF "[0.3,$polar]"
    done
}

# Wilson with p = 5 / 10, n = 10, z^2 = 3.841459: middle (0.5 + 0.192073) / 1.384146 = 0.5, half
# 1.959964 sqrt(0.025 + 0.009604) / 1.384146 = 0.263407: 0.2366 to 0.7634.
@test "a share has its n and its Wilson interval" {
    sentiments | rows --by time:month --metric positive_share |
        jq -c '[.positive, .rated, .positive_share, .positive_share_low, .positive_share_high]' >made
    printf '%s\n' '[5,10,0.5,0.2366,0.7634]' '[0,1,0,0,0.7935]' | cmp - made
    sentiments | rows --metric positive_share --to csv | head -n 1 | grep -qx 'positive,rated,positive_share,positive_share_low,positive_share_high,definition'
}

@test "volume counts each post once, without copies that were observed inside others" {
    sentiments >posts.ndjson
    rows --metric volume posts.ndjson | jq .volume | grep -qx 12
    jq -s 'map(select(.kind == "post" and ((.flags // []) | index("observed") | not))) | length' posts.ndjson | grep -qx 12
    hark-aggregate --metric volume posts.ndjson | books dropped.observed | grep -qx 1
}

@test "shares of parts join: numerators and denominators are added, not ratios" {
    sentiments >posts.ndjson
    rows --metric net_sentiment posts.ndjson >whole
    for part in 1 2 3; do
        awk -v part=$part 'NR % 3 == part - 1' posts.ndjson | rows --metric net_sentiment --partial >state.$part
    done
    rows --metric net_sentiment --merge state.3 state.1 state.2 | cmp - whole
}

register() {
    printf '%s\n' network,handle,team,role,market twitter,AcmeHelp,help,support,US twitter,AcmeOutlet,outlet,offers,US twitter,AcmeNews,,news,UK
}

# Ten days, 1 to 10 March. AcmeHelp: 4 posts, 3 of them replies, the last on the 9th. AcmeOutlet: 2 posts, no reply, the
# last on the 2nd. AcmeNews: none. A customer's post opens the span, another closes it.
#   posts a week: 7 * 4 / 10 = 2.8, 7 * 2 / 10 = 1.4, 0. Wilson 3 of 4: 0.3006 to 0.9544; 0 of 2: 0 to 0.6576.
accounts() {
    post 1 2009-03-01T00:00:00Z ',"author":"twitter:9"'
    post 2 2009-03-02T09:00:00Z ',"reply_to":"twitter:1","account":"twitter:AcmeHelp","role":"support"'
    post 3 2009-03-02T23:59:59Z ',"account":"twitter:AcmeOutlet","role":"offers"'
    post 4 2009-03-02T08:00:00Z ',"account":"twitter:AcmeOutlet","role":"offers"'
    post 5 2009-03-05T09:00:00Z ',"reply_to":"twitter:1","account":"twitter:AcmeHelp","role":"support"'
    post 6 2009-03-06T09:00:00Z ',"account":"twitter:AcmeHelp","role":"support"'
    post 7 2009-03-09T09:00:00Z ',"reply_to":"twitter:1","account":"twitter:AcmeHelp","role":"support"'
    post 8 2009-03-10T23:59:59Z ',"author":"twitter:9"'
}

health() {
    rows --metric account_health "$@" |
        jq -c '[.account, .posts, .replies, .broadcasts, .reply_share, .reply_share_low, .reply_share_high, .days, .posts_per_week, .days_silent]'
}

@test "a silent account, one that only talks and one that answers are named with their figures" {
    register >accounts.csv
    accounts >posts.ndjson
    health --accounts accounts.csv posts.ndjson >made
    printf '%s\n' '["twitter:AcmeHelp",4,3,1,0.75,0.3006,0.9544,10,2.8,1]' \
        '["twitter:AcmeNews",0,0,0,null,null,null,10,0,10]' \
        '["twitter:AcmeOutlet",2,0,2,0,0,0.6576,10,1.4,8]' | cmp - made
    jq -s -c 'map(select(.account)) | group_by(.account)[] | [.[0].account, length, (map(select(.reply_to)) | length)]' posts.ndjson >theirs
    jq -c 'select(.[1] > 0) | .[0:3]' made | cmp - theirs
    tac posts.ndjson | health --accounts accounts.csv | cmp - made
    hark-aggregate --bare --memory 1M --metric account_health --accounts accounts.csv posts.ndjson | wc -l | grep -qx 3
}

# 28 February to 14 March: 15 days.
@test "the span is --since to --until where they are given" {
    accounts | rows --metric posts_per_week --by account --since 2009-02-28 --until 2009-03-15 |
        jq -c '[.days, .posts_per_week]' >made
    printf '%s\n' '[15,1.8667]' '[15,0.9333]' | cmp - made
}

@test "conditions choose among the silent accounts too" {
    register >accounts.csv
    accounts | health --accounts accounts.csv --where role=news | cut -d, -f1 | grep -qx '\["twitter:AcmeNews"'
    [ "$(accounts | health --accounts accounts.csv --where role=news | wc -l)" -eq 1 ]
    accounts | rows --metric posts --by account,labels --accounts accounts.csv | tail -n 2 | head -n 1 | jq -c '[.account, .of, .posts]' | grep -qx '\["twitter:AcmeNews",0,0\]'
}

@test "the whole span is no part's and no month's, and a register wants accounts among the keys" {
    accounts >posts.ndjson
    register >accounts.csv
    expect 64 hark-aggregate --metric account_health --partial posts.ndjson
    expect 64 hark-aggregate --metric account_health --by time:month posts.ndjson
    expect 64 hark-aggregate --metric posts --accounts accounts.csv posts.ndjson
    expect 64 hark-aggregate --count --by account --accounts accounts.csv posts.ndjson
    expect 78 hark-aggregate --metric account_health --accounts /nowhere posts.ndjson
    printf 'network,handle\ntwitter\n' >bad.csv
    expect 78 hark-aggregate --metric account_health --accounts bad.csv posts.ndjson
    # shellcheck disable=SC2154 # bats sets it
    [[ $stderr == *bad_account:* ]]
}

# Handles of others beside those of brands: two squatters (one wrote twice), ours, and a customer.
handles() {
    post 1 2009-03-01T00:00:00Z ',"author":"twitter:1","handle":"AcmeOutIet"'
    post 2 2009-03-02T00:00:00Z ',"author":"twitter:1","handle":"AcmeOutIet"'
    post 3 2009-03-02T00:00:00Z ',"author":"twitter:2","handle":"carla_reads"'
    post 4 2009-03-02T00:00:00Z ',"author":"twitter:3","handle":"AcmeOutlet","account":"twitter:AcmeOutlet"'
    post 5 2009-03-02T00:00:00Z ',"author":"twitter:4","handle":"AcmeHelp"'
    post 6 2009-03-02T00:00:00Z ',"author":"twitter:5"'
    printf '{"v":1,"kind":"account","source":"twitter","id":"twitter:6","time":"2009-03-01T00:00:00Z","author":"twitter:6","handle":"Acme_Help_Official","followers":12}\n'
}

@test "squatters are named with the brand, the reason and their posts, and no one else is" {
    register >brands.csv
    handles >posts.ndjson
    rows --metric lookalikes --brands brands.csv posts.ndjson | jq -c '[.source, .handle, .lookalike_of, .lookalike_by, .volume]' >made
    printf '%s\n' '["twitter","AcmeOutIet","AcmeOutlet","confusable",2]' \
        '["twitter","Acme_Help_Official","AcmeHelp","added_words",0]' | cmp - made
    tac posts.ndjson | rows --metric lookalikes --brands brands.csv | jq -c '[.source, .handle, .lookalike_of, .lookalike_by, .volume]' | cmp - made
    rows --metric lookalikes --brands brands.csv --where lookalike_by=confusable posts.ndjson | wc -l | grep -qx 1
    hark-aggregate --metric lookalikes --brands brands.csv posts.ndjson | books dropped.no_lookalike | grep -qx 4
    jq -r 'select(.handle == "AcmeOutIet") | .id' posts.ndjson | wc -l | grep -qx 2
}

@test "a name taken on another network is one" {
    register >brands.csv
    handles | sed 's/"source":"twitter"/"source":"reddit"/' | rows --metric lookalikes --brands brands.csv |
        jq -r '[.handle, .lookalike_by] | join(" ")' | grep -x 'AcmeHelp same_name'
}

@test "of the people whom the real statuses know none looks like a brand" {
    real_data twitter/v1/statuses.json.gz
    data=$REAL
    register >brands.csv
    printf 'twitter,Northwind,,,\ntwitter,Contoso,,,\n' >>brands.csv
    hark-fetch "$data" 2>/dev/null | hark-normalize --embedded --bare 2>/dev/null >posts.ndjson || true
    [ "$(jq -r '.handle // empty' posts.ndjson | sort -u | wc -l)" -ge 1000 ]
    rows --allow-empty --metric lookalikes --brands brands.csv posts.ndjson >made
    [ ! -s made ] || { cat made; false; }
}

@test "lookalikes want a list of brands, and a list of brands wants them" {
    register >brands.csv
    handles >posts.ndjson
    expect 64 hark-aggregate --metric lookalikes posts.ndjson
    expect 64 hark-aggregate --metric volume --brands brands.csv posts.ndjson
    expect 64 hark-aggregate --metric lookalikes --metric account_health --brands brands.csv posts.ndjson
    printf 'name\nx\n' >bad.csv
    expect 78 hark-aggregate --metric lookalikes --brands bad.csv posts.ndjson
    # shellcheck disable=SC2154 # bats sets it
    [[ $stderr == *bad_brand:* ]]
}

# AcmeOutlet has three posts with four tracked links: bit.ly/a (behind a t.co), clicked twice by people and once by a bot;
# a tagged one that one visit came to, in other order of parameters, and one came to by its t.co; bit.ly/dead, clicked by
# a bot alone; and a tagged one that only AcmeHelp's visitors of the year before came to, which is reached, but
# before there was a post: no arrival. The link of a newspaper is not tracked. Two customers and AcmeHelp answer; one answers
# somebody else.
programme() {
    post 1 2009-03-01T10:00:00Z ',"account":"twitter:AcmeOutlet","labels":["deal"],"links":["http://bit.ly/a"],"shorts":["http://t.co/1"]'
    post 2 2009-03-02T10:00:00Z ',"account":"twitter:AcmeOutlet","labels":["deal","news"],"links":["http://acme.example/o?cid=tw-2&x=1","http://paper.example/story"],"shorts":["http://t.co/2","http://t.co/3"]'
    post 3 2009-03-03T10:00:00Z ',"account":"twitter:AcmeOutlet","links":["http://bit.ly/dead","http://acme.example/old?utm_campaign=old"]'
    post 4 2009-03-03T11:00:00Z ',"account":"twitter:AcmeHelp","reply_to":"twitter:1"'
    post 5 2009-03-03T11:00:00Z ',"reply_to":"twitter:1"'
    post 6 2009-03-03T12:00:00Z ',"reply_to":"twitter:2"'
    post 7 2009-03-03T12:00:00Z ',"reply_to":"twitter:99"'
    click 1 2009-03-01T11:00:00Z http://bit.ly/a
    click 2 2009-03-05T11:00:00Z http://www.bit.ly/a
    click 3 2009-03-05T11:00:00Z http://bit.ly/a ',"flags":["bot"]'
    click 4 2009-03-05T11:00:00Z http://bit.ly/dead ',"flags":["preview"]'
    visit 1 2009-03-02T10:00:00Z 'http://www.acme.example/o?x=1&cid=tw-2'
    visit 2 2009-03-02T11:00:00Z http://acme.example/o ',"referrer":"http://t.co/2"'
    visit 3 2008-03-02T11:00:00Z 'http://acme.example/old?utm_campaign=old'
    visit 4 2009-03-02T11:00:00Z http://acme.example/ ',"referrer":"http://www.google.example/search?q=acme"'
}

click() {
    printf '{"v":1,"kind":"click","source":"shortener","id":"shortener:%s","time":"%s","url":"%s"%s,"destination":"http://acme.example/"}\n' "$1" "$2" "$3" "${4-}"
}

visit() {
    printf '{"v":1,"kind":"visit","source":"web","id":"web:%s","time":"%s","url":"%s"%s}\n' "$1" "$2" "$3" "${4-}"
}

brought() {
    rows --metric account_health "$@" | jq -c '[.account, .posts, .answers, .clicks, .arrivals, .tracked_links, .reached_links, .dead_links]'
}

@test "an account with dead links is named with its figures, and what its posts brought" {
    register >accounts.csv
    programme >all.ndjson
    brought --accounts accounts.csv all.ndjson >made
    printf '%s\n' '["twitter:AcmeHelp",1,0,0,0,0,0,0]' '["twitter:AcmeNews",0,0,0,0,0,0,0]' \
        '["twitter:AcmeOutlet",3,2,2,2,4,3,1]' | cmp - made
    tac all.ndjson | brought --accounts accounts.csv | cmp - made
    rows --metric account_health all.ndjson | jq -c 'select(.account == "twitter:AcmeOutlet") | [.answers_per_post, .clicks_per_post]' | grep -qxF '[0.6667,0.6667]'
    jq -s -c '(map(select(.account == "twitter:AcmeOutlet") | .id)) as $own |
        map(select(.kind == "post" and (.account | not) and (.reply_to as $r | $own | index($r)))) | length' all.ndjson | grep -qx 2
}

# By label: post 1 is deal, post 2 deal and news, post 3 none. Answers: post 1 one, post 2 one; clicks two of post 1.
@test "relevance is told by label, and conditions choose posts, not who answers them" {
    programme >all.ndjson
    rows --by labels --metric answers_per_post --metric clicks --where account=twitter:AcmeOutlet all.ndjson |
        jq -c '[.labels, .of, .posts, .answers, .clicks, .answers_per_post]' >made
    printf '%s\n' '[null,3,1,0,0,0]' '["deal",3,2,2,2,1]' '["news",3,1,1,0,1]' | cmp - made
}

@test "a link of two posts is the latest one's at the time of the click" {
    {
        post 1 2009-03-01T10:00:00Z ',"account":"twitter:AcmeOutlet","links":["http://bit.ly/a"]'
        post 2 2009-03-03T10:00:00Z ',"account":"twitter:AcmeHelp","links":["http://bit.ly/a"]'
        click 1 2009-03-01T09:59:59Z http://bit.ly/a
        click 2 2009-03-01T10:00:00Z http://bit.ly/a
        click 3 2009-03-03T09:59:59Z http://bit.ly/a
        click 4 2009-03-03T10:00:01Z http://bit.ly/a
    } | rows --by account --metric clicks | jq -c '[.account, .clicks]' >made
    printf '%s\n' '["twitter:AcmeHelp",1]' '["twitter:AcmeOutlet",2]' | cmp - made
}

@test "more references than memory holds give the same rows, and the books count them as used" {
    awk 'BEGIN {
        for (i = 0; i < 20000; i++) {
            printf "{\"v\":1,\"kind\":\"post\",\"id\":\"twitter:%d\",\"time\":\"2009-03-01T10:00:00Z\",\"account\":\"twitter:%d\",\"links\":[\"http://bit.ly/%d\"]}\n", i, i % 50, i
            printf "{\"v\":1,\"kind\":\"click\",\"id\":\"shortener:%d\",\"time\":\"2009-03-02T10:00:00Z\",\"url\":\"http://bit.ly/%d\"}\n", i, i * 7 % 30000
        }
    }' >many.ndjson
    rows --metric account_health many.ndjson >all
    rows --metric account_health --memory 1M many.ndjson | cmp - all
    [ "$(jq -s 'map(.clicks) | add' all)" -eq "$(awk 'BEGIN { for (i = 0; i < 20000; i++) n += i * 7 % 30000 < 20000; print n }')" ]
    hark-aggregate --metric account_health many.ndjson | books used | grep -qx 40000
}
