#!/usr/bin/env bats
# measured - engagement, reach, audience and sessions against values worked by hand
#
# The records are those in recompute/, over which recompute.bats plays jq.

load ../lib

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    cp "$BATS_TEST_DIRNAME"/recompute/* .
}

# rows FIELDS ARGUMENTS…: those fields of each row
rows() {
    local fields=$1
    shift
    hark-aggregate --bare "$@" | jq -c "[$fields]"
}

# Post 1 was seen after 10 hours with 2 acts, and inside a repost after 2 days (172,800 s) with 10 + 4 + 2 + 3 = 19: that counts.
# Post 2, after a day to the second: 5 + 2 + 1 + 2 = 10. Post 3, a second earlier: too young. Post 4 is a repost. The video, 4 days
# on (345,600 s): 7 + 9 + 3 = 19. So May has 19 of one post, July 10 + 19 = 29 of two; in June a forum's post has 6 + 4.
@test "engagement is that of the last capture, a day old or more, each post once" {
    rows '.time, .measured_posts, .young_posts, .engagement_age_min_s, .engagement_age_max_s, .engagement_count' \
        --by time:month --metric engagement engagement.ndjson >made
    printf '%s\n' '["2023-05",1,0,172800,172800,19]' '["2023-06",1,0,345600,345600,10]' '["2023-07",2,1,86400,345600,29]' | cmp - made
    tac engagement.ndjson | rows '.time, .measured_posts, .young_posts, .engagement_age_min_s, .engagement_age_max_s, .engagement_count' \
        --by time:month --metric engagement | cmp - made
}

# X in May 2023: likes + reposts, 14; in July with quotes, 5 + 2 + 1 = 8; of the video likes + comments, 7 + 3 = 10; of the forum's
# post its 4 replies. From 2024 on X has replies too: the same post of 2024 has 10.
@test "the dated definitions are those of the day on which a post was written" {
    rows '.time, .engagement_dated_count' --by time:month --metric engagement_dated engagement.ndjson >made
    printf '%s\n' '["2023-05",14]' '["2023-06",4]' '["2023-07",18]' | cmp - made
    for day in 2023-06-12:7 2023-06-13:8 2023-12-31:8 2024-01-01:10; do
        jq -c --arg day "${day%:*}" 'select(.id == "twitter:2") | .time = $day + "T00:00:00Z" | .seen = "2025-01-01T00:00:00Z"' engagement.ndjson |
            rows .engagement_dated_count --metric engagement_dated | grep -qxF "[${day#*:}]"
    done
}

# Of two posts, 10 acts of 10 followers and 10 of 990: together 20 / 1000 = 2 %; each by itself 100 % and 1.0101 %, in the mean
# 50.5051 %. A post whose author's followers are not known, or are none, is in neither.
@test "a ratio of sums and a mean of ratios are different numbers with different names" {
    for post in 1:,\"followers\":10 2:,\"followers\":990 3: 4:,\"followers\":0; do
        printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:%s","time":"2009-03-01T00:00:00Z","seen":"2009-03-08T00:00:00Z"%s,"likes":10}\n' "${post%%:*}" "${post#*:}"
    done >two.ndjson
    rows '.posts_with_followers, .engagement_with_followers, .followers_with_engagement, .engagement_rate, .engagement_rate_mean, .engagement_rates, .measured_posts' \
        --metric engagement_rate --metric engagement_rate_mean two.ndjson | grep -qxF '[2,20,1000,2,50.5051,1.01010101,4]'
    hark-aggregate --bare --metric engagement_rate two.ndjson | grep -q '"engagement_rate":2.0000,"definition"'
}

# A whole archive was seen at once, when it was made: the later of an account's posts has the later figure, whatever the groups.
@test "of posts that were seen at once the latest one's figure is the account's" {
    for post in 01:500 02:900 03:700; do
        printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:%s","account":"twitter:us","time":"2009-03-%sT00:00:00Z","seen":"2009-04-01T00:00:00Z","followers":%s}\n' \
            "${post%:*}" "${post%:*}" "${post#*:}"
    done >posts
    for order in cat tac; do
        for by in '--by time:month' '--by account' '--by account,time:month' ''; do
            # shellcheck disable=SC2086 # words
            $order posts | rows '.audience_low, .audience_high' $by --metric audience | grep -qxF '[700,700]'
        done
    done
}

# July: a has 210, c (who reposts) 70, b 50; youtube:d says nothing. May: a alone, 100: the copy inside a repost is no post of the stream.
@test "reach is an interval: the largest author, and all of them, each once" {
    rows '.time, .reach_authors, .reach_low, .reach_high' --by time:month --metric reach engagement.ndjson >made
    printf '%s\n' '["2023-05",1,100,100]' '["2023-06",1,40,40]' '["2023-07",3,210,330]' | cmp - made
    rows '.labels, .of, .reach_authors, .reach_low, .reach_high' --by labels --metric reach engagement.ndjson >made
    printf '%s\n' '[null,4,3,100,210]' '["acme",4,2,210,260]' '["globex",4,1,50,50]' | cmp - made
}

# Two authors whose posts two people could see each reached two people if they were the same, else four; two posts of one author two.
@test "two and two are from two to four" {
    for author in a b a; do
        number=$((${number-0} + 1))
        printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:%s","time":"2009-03-0%sT00:00:00Z","seen":"2009-03-0%sT00:00:00Z","author":"twitter:%s","followers":2}\n' "$number" "$number" "$number" $author
    done >two.ndjson
    rows '.reach_authors, .reach_low, .reach_high' --metric reach two.ndjson | grep -qxF '[2,2,4]'
    rows '.reach_authors, .reach_low, .reach_high' --metric reach --where author=twitter:a two.ndjson | grep -qxF '[1,2,2]'
}

# AcmeOutlet has 1000, later 1500 in January, and is not seen again; AcmeHelp 300 in January and 400 in March; AcmeNews' profile has 20
# in February; the page 5000 fans at the end of March. By the end of January 1500 + 300, of February + 20, of March 1500 + 400 + 20 + 5000.
# What others have is no audience of ours, and a post that does not say is no observation.
@test "an account that is silent still has its audience, as it was last seen by the end of the period" {
    rows '.time, .audience_accounts, .audience_low, .audience_high' --by time:month --metric audience audience.ndjson >made
    printf '%s\n' '["2009-01",2,1500,1800]' '["2009-02",3,1500,1820]' '["2009-03",4,5000,6920]' | cmp - made
    tac audience.ndjson | rows '.time, .audience_accounts, .audience_low, .audience_high' --by time:month --metric audience | cmp - made
    rows '.audience_accounts, .audience_low, .audience_high' --metric audience --until 2009-02-01 audience.ndjson | grep -qxF '[2,1500,1800]'
    rows '.source, .time, .audience_high' --by source,time:month --metric audience audience.ndjson >made
    printf '%s\n' '["facebook","2009-03",5000]' '["twitter","2009-01",1800]' '["twitter","2009-02",1820]' '["twitter","2009-03",1920]' | cmp - made
}

# h1 came at 23:40, 30 minutes later to the second (the same session, which began in March) and 1,801 s after that (another); h2 three times
# within half an hour and once a day later. A robot and a visit without a visitor count nowhere. Orders: one in March, two in April, in two
# currencies; the pending one and the refund are none. 2 / 3 = 0.6667.
@test "a session ends with half an hour without a visit, and counts where it began" {
    rows '.time, .orders, .sessions, .visitors, .orders_per_session, .orders_per_visitor' --by time:month \
        --metric orders_per_session --metric orders_per_visitor visits.ndjson >made
    printf '%s\n' '["2009-03",1,1,1,1,1]' '["2009-04",2,3,2,0.6667,1]' | cmp - made
    tac visits.ndjson | rows '.time, .orders, .sessions, .visitors, .orders_per_session, .orders_per_visitor' --by time:month \
        --metric orders_per_session --metric orders_per_visitor | cmp - made
    hark-aggregate --metric sessions visits.ndjson | tail -n 1 | jq -c .dropped |
        grep -qxF '{"bot":1,"no_visitor":1,"not_of_the_metric":5}'
}

# Post i is seen three times, the last time with i % 5 likes: 4000 posts of each, 4000 * (0 + 1 + 2 + 3 + 4) = 40000.
@test "more observations than memory holds give the same rows" {
    awk 'BEGIN {
        for (seen = 3; seen >= 1; seen--)
            for (i = 0; i < 20000; i++)
                printf "{\"v\":1,\"kind\":\"post\",\"id\":\"twitter:%d\",\"author\":\"twitter:%d\",\"followers\":%d,\"time\":\"2009-03-01T10:00:00Z\",\"seen\":\"2009-03-0%dT10:00:00Z\",\"likes\":%d}\n",
                    i, i, i % 100, 2 + seen, seen == 3 ? i % 5 : 99
    }' >many.ndjson
    hark-aggregate --bare --metric engagement --metric reach many.ndjson >all
    hark-aggregate --bare --memory 1M --metric engagement --metric reach many.ndjson | cmp - all
    jq -c '[.measured_posts, .engagement_count, .reach_authors, .reach_low]' all | grep -qxF '[20000,40000,20000,99]'
}

@test "what cannot be told from a part of the records, or does not add, is refused" {
    expect 64 hark-aggregate --metric engagement --partial engagement.ndjson
    expect 64 hark-aggregate --metric sessions --partial visits.ndjson
    expect 64 hark-aggregate --metric orders_per_session --metric net_sales visits.ndjson
    expect 64 hark-aggregate --by time:month,seen:day --metric audience audience.ndjson
    jq -c 'del(.seen)' engagement.ndjson >unseen.ndjson
    expect 65 hark-aggregate --metric engagement unseen.ndjson
    # shellcheck disable=SC2154 # bats sets it
    [[ $stderr == *bad_time:* ]]
}

# March: posts 1, 2 and 3 name acme, 2 and 4 globex: 5 mentions by 4 posts; nobody names initech. Wilson of 3 / 5: 0.2307 to 0.8824; of 0 / 5:
# 0 to 0.4345. Authors: a and b of acme, a and c of globex, 4 in all. In April one post, of initech alone.
@test "voices of a panel add up to one, brands that nobody named among them" {
    rows '.time, .labels, .of, .volume, .panel_volume, .share_of_voice, .share_of_voice_low, .share_of_voice_high' \
        --by time:month --metric share_of_voice --panel acme,globex,initech voice.ndjson >made
    printf '%s\n' '["2009-03","acme",4,3,5,0.6,0.2307,0.8824]' '["2009-03","globex",4,2,5,0.4,0.1176,0.7693]' '["2009-03","initech",4,0,5,0,0,0.4345]' \
        '["2009-04","acme",1,0,1,0,0,0.7935]' '["2009-04","globex",1,0,1,0,0,0.7935]' '["2009-04","initech",1,1,1,1,0.2065,1]' | cmp - made
    rows '.labels, .voices, .panel_voices, .share_of_voice_authors' --metric share_of_voice_authors --panel initech,globex,acme voice.ndjson >made
    printf '%s\n' '["acme",2,5,0.4]' '["globex",2,5,0.4]' '["initech",1,5,0.2]' | cmp - made
    hark-aggregate --metric share_of_voice --panel acme,globex,initech voice.ndjson | tail -n 1 | jq -c .dropped | grep -qxF '{"not_of_the_panel":2,"observed":1}'
    hark-aggregate --bare --metric share_of_voice --panel acme,globex voice.ndjson | grep -q 'panel: acme, globex"'
}

# March: of acme's posts two are positive, of globex' one: 2 / 3 and 1 / 3; what names both and is negative is one of each. Acts: of acme 10,
# 5 + 1 and the copy's 20, of globex 6 and 4: 36 / 46 = 0.7826, 10 / 46 = 0.2174. The 100 are of a post that names nobody.
@test "the good, the bad and what people do are shared among a panel" {
    rows '.labels, .positive, .panel_positive, .share_of_voice_positive, .negative, .panel_negative, .share_of_voice_negative' --until 2009-04-01 \
        --metric share_of_voice_positive --metric share_of_voice_negative --panel acme,globex,initech voice.ndjson >made
    printf '%s\n' '["acme",2,3,0.6667,1,2,0.5]' '["globex",1,3,0.3333,1,2,0.5]' '["initech",0,3,0,0,2,0]' | cmp - made
    rows '.labels, .of, .engagement_count, .panel_engagement, .measured_posts, .share_of_voice_engagement' --until 2009-04-01 \
        --metric share_of_voice_engagement --panel acme,globex,initech voice.ndjson >made
    printf '%s\n' '["acme",4,36,46,3,0.7826]' '["globex",4,10,46,2,0.2174]' '["initech",4,0,46,0,0]' | cmp - made
    tac voice.ndjson | rows '.labels, .of, .engagement_count, .panel_engagement, .measured_posts, .share_of_voice_engagement' --until 2009-04-01 \
        --metric share_of_voice_engagement --panel acme,globex,initech --memory 1M | cmp - made
}

# It named acme when it had 5 likes, and an edit later, with 50, globex in its place; the other one names nobody any more.
@test "of a post that was edited the labels are those of the last capture" {
    for post in '1:2:acme","deal:5' '1:3:globex:50' '2:2:acme:7' '2:3:deal:70' '3:2:acme:1'; do
        IFS=: read -r id day label likes <<<"$post"
        printf '{"v":1,"kind":"post","source":"twitter","id":"twitter:%s","time":"2009-03-01T00:00:00Z","seen":"2009-03-0%sT00:00:00Z","labels":["%s"],"likes":%s}\n' \
            "$id" "$day" "$label" "$likes"
    done >edited.ndjson
    rows '.labels, .engagement_count, .panel_engagement' --metric share_of_voice_engagement --panel acme,globex edited.ndjson >made
    printf '%s\n' '["acme",1,51]' '["globex",50,51]' | cmp - made
    tac edited.ndjson | rows '.labels, .engagement_count, .panel_engagement' --metric share_of_voice_engagement --panel acme,globex | cmp - made
    hark-aggregate --metric share_of_voice_engagement --panel acme,globex edited.ndjson | tail -n 1 | jq -c '[.used, .dropped]' | grep -qxF '[4,{"not_of_the_panel":1}]'
    expect 64 hark-aggregate --metric share_of_voice_engagement --panel acme,globex --partial edited.ndjson
}

@test "a panel is locked: shares of two panels do not join, those of one do" {
    for part in 1 2 3; do
        awk -v part=$part 'NR % 3 == part - 1' voice.ndjson |
            hark-aggregate --bare --metric share_of_voice --metric share_of_voice_authors --panel acme,globex --partial >state.$part
    done
    hark-aggregate --bare --metric share_of_voice --metric share_of_voice_authors --panel acme,globex voice.ndjson >whole
    hark-aggregate --bare --metric share_of_voice --metric share_of_voice_authors --panel acme,globex --merge state.2 state.1 state.3 | cmp - whole
    expect 65 hark-aggregate --metric share_of_voice --metric share_of_voice_authors --panel acme,initech --merge state.1
    expect 64 hark-aggregate --metric share_of_voice voice.ndjson
    expect 64 hark-aggregate --metric share_of_voice --panel acme voice.ndjson
    expect 64 hark-aggregate --metric share_of_voice --panel acme,acme voice.ndjson
    expect 64 hark-aggregate --metric volume --panel acme,globex voice.ndjson
    expect 64 hark-aggregate --by tags --metric share_of_voice --panel acme,globex voice.ndjson
}

# 1 to 28 March, changed on the 15th: 14 days before, 14 after. Of the keyboard 9 posts before (the last a second before midnight) and 1 after
# (at midnight; ours does not count): 7 * 9 / 14 = 4.5 and 0.5 a week; 1 / 10 lies in 0.0179 to 0.4042, where 0.5 is not. Of the battery 2 and 2.
@test "an issue that went away with a change is told from one that did not" {
    rows '.labels, .issues_before, .issues_after, .days_before, .days_after, .issues_per_week_before, .issues_per_week_after, .issues_after_share,
        .issues_after_share_low, .issues_after_share_high, .days_after_share' --by labels --metric issues_change --change 2009-03-15 issues.ndjson >made
    printf '%s\n' '["battery",2,2,14,14,1,1,0.5,0.15,0.85,0.5]' '["keyboard",9,1,14,14,4.5,0.5,0.1,0.0179,0.4042,0.5]' | cmp - made
    # The span is of all posts, or of the options: 1 February to 31 March, 42 days before, 17 after.
    rows '.days_before, .days_after' --metric issues_change --change 2009-03-15 --since 2009-02-01 --until 2009-04-01 issues.ndjson | grep -qxF '[42,17]'
    rows '.days_before, .days_after, .issues_before' --metric issues_change --change 2009-01-15 issues.ndjson | grep -qxF '[0,28,0]'
    expect 64 hark-aggregate --metric issues_change issues.ndjson
    expect 64 hark-aggregate --metric issues_change --change 2009-03-15T12:00:00Z issues.ndjson
    expect 64 hark-aggregate --metric volume --change 2009-03-15 issues.ndjson
}

# Posts 1 and 3 name AcmeHelp (US) first among ours, post 2 AcmeBR, post 4 an account without a market. Others name none of ours, are ours, or
# are on a network where we have no account of that name.
@test "requests are told by the market of the account that they name" {
    rows '.market, .requests' --metric requests --accounts accounts.csv requests.ndjson >made
    printf '%s\n' '[null,1]' '["BR",1]' '["US",2]' | cmp - made
    hark-aggregate --metric requests --accounts accounts.csv requests.ndjson | tail -n 1 |
        jq -c .dropped | grep -qxF '{"names_no_account":3,"not_of_the_metric":1}'
    expect 64 hark-aggregate --metric requests requests.ndjson
}

# 120 and 30 calls, 7 e-mails, 2 posts that ask us; 900 fans have not asked anything.
@test "contacts are added up over channels, and tell them apart" {
    rows '.contacts' --metric contacts contacts.ndjson | grep -qxF '[159]'
    rows '.source, .contacts' --by source --metric contacts contacts.ndjson >made
    printf '%s\n' '["mail",7]' '["phone",150]' '["twitter",2]' | cmp - made
}

# Of ten days AcmeOutlet posted on the 1st, 2nd and 3rd, AcmeHelp once on the 3rd and twice on the 5th.
@test "cadence is how often and on how many days" {
    rows '.account, .posts, .days, .posts_per_week, .active_days, .active_share, .active_share_low, .active_share_high, .days_silent' \
        --metric cadence records.ndjson >made
    printf '%s\n' '["twitter:AcmeHelp",3,10,2.1,2,0.2,0.0567,0.5098,5]' '["twitter:AcmeOutlet",3,10,2.1,3,0.3,0.1078,0.6032,7]' | cmp - made
}

# Twitter was away for half an hour (1,800 s) and lost 1,200 posts by its own count, and for an hour that nobody counted: 5,400 s. Of facebook a
# gap is known, and no more. One order has no amount: aggregate rejects it. normalize, before it, rejected two.
gappy() {
    printf '{"v":1,"kind":"gap","source":"%s","id":"%s:g%s","time":"2009-03-01T00:00:00Z"%s}\n' \
        twitter twitter 1 ',"from":"2009-03-01T00:00:00Z","to":"2009-03-01T00:30:00Z","lost":1200' \
        twitter twitter 2 ',"from":"2009-03-02T00:00:00Z","to":"2009-03-02T01:00:00Z"' facebook facebook 3 ''
    cat orders.ndjson
    printf '{"v":1,"kind":"order","source":"shop","id":"shop:9","time":"2009-03-01T00:00:00Z","state":"paid"}\n'
}

@test "what is known to be missing travels with each row" {
    gappy >gappy.ndjson
    missing='gaps of facebook: 1; gaps of twitter: 2, 5400 s, 1200 lost; rejected: 1'
    hark-aggregate --bare --rejects rejects --by time:month --metric order_total gappy.ndjson >rows
    jq -r .coverage rows | sort -u | grep -qxF "$missing"
    [ "$(wc -l <rows)" -eq 3 ]
    hark-aggregate --bare --rejects rejects --metric order_total --sampled 0.01 gappy.ndjson | jq -r .coverage | sort -u |
        grep -qxF "$missing; sampled: 0.01"
    hark-aggregate --bare --rejects rejects --metric order_total --to csv gappy.ndjson | head -n 1 | grep -q ',definition,coverage$'
    hark-aggregate --bare --rejects rejects --metric order_total --to table gappy.ndjson | tail -n 1 | grep -qxF "$missing"
    hark-aggregate --rejects rejects --metric order_total gappy.ndjson | books used | grep -qx 8
    # Nothing known to be missing: no word; and counts that are no metrics say nothing of it.
    hark-aggregate --bare --metric order_total orders.ndjson | grep -c coverage | grep -qx 0
    hark-aggregate --bare --count gappy.ndjson | grep -c coverage | grep -qx 0
    expect 64 hark-aggregate --metric order_total --sampled 2 orders.ndjson
    expect 64 hark-aggregate --count --sampled 0.5 orders.ndjson
}

@test "it joins from states as it is told in one run, and rejects are counted over the whole pipe, each once" {
    gappy >gappy.ndjson
    for part in 1 2 3; do
        awk -v part=$part 'NR % 3 == part - 1' gappy.ndjson |
            hark-aggregate --rejects rejects --by time:month --metric order_total --partial >state.$part
    done
    hark-aggregate --bare --rejects rejects --by time:month --metric order_total gappy.ndjson >whole
    hark-aggregate --bare --by time:month --metric order_total --merge state.2 state.1 state.3 | cmp - whole
    { cat orders.ndjson; echo '{"kind":'; echo '[]'; } | hark-dedupe --rejects rejects 2>/dev/null >once.ndjson
    hark-dedupe once.ndjson | hark-aggregate --bare --metric order_total | jq -r .coverage | sort -u | grep -qxF 'rejected: 2'
}

@test "sales by market without a register are told, and counted in the books" {
    expect 0 hark-aggregate --bare --stats stats --by market --metric net_sales credits.ndjson
    [[ $stderr == "hark-aggregate: no_accounts: no record says a market, role or team: "* ]]
    [ "$(jq '.notes.no_register' stats)" -eq "$(wc -l <credits.ndjson)" ]
    expect 0 hark-aggregate --bare --partial --where role=offers --metric net_sales credits.ndjson
    [[ $stderr == *no_accounts* ]]
    { head -n 1 credits.ndjson | sed 's/}$/,"market":"UK"}/'; tail -n +2 credits.ndjson; } >some
    expect 0 hark-aggregate --bare --stats some.stats --by market --metric net_sales some
    [ -z "$stderr" ]
    [ "$(jq '.notes.no_register' some.stats)" -eq $(($(wc -l <credits.ndjson) - 1)) ]
    expect 0 hark-aggregate --stats known --by market --accounts accounts.csv --metric net_sales credits.ndjson
    [ -z "$stderr" ]
    [ "$(jq '.notes' known)" = null ]
    expect 0 hark-aggregate --by account --metric net_sales credits.ndjson
    [ -z "$stderr" ]
}

# What credits of whom come to is in worked.txt. A register is one's own choice: it stands in no state's question, as no file does.
@test "sales by market are joined from parts, and conditions on what the register says hold" {
    by_market() { hark-aggregate --bare --by market,time:month --accounts accounts.csv --metric net_sales "$@"; }
    by_market credits.ndjson >whole
    for part in 1 2 3; do
        awk -v part=$part 'NR % 3 == part - 1' credits.ndjson | by_market --partial >state.$part
    done
    by_market --merge state.3 state.1 state.2 | cmp - whole
    hark-aggregate --bare --by account --accounts accounts.csv --metric net_sales --where role=offers --where model=linear --until 2009-04-01 credits.ndjson |
        jq -c '[.account, .net_sales]' | grep -qxF '["twitter:acmebr",6850]'
    expect 64 hark-aggregate --by account --accounts accounts.csv --metric net_sales credits.ndjson
    expect 64 hark-aggregate --by market --accounts accounts.csv --count credits.ndjson
}
