#!/usr/bin/env bats
# report - the tables of a run and the page of them

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib
load world

# The small world's run, once for all tests of this file.
setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    make_world world
}

world() {
    cp -r "$BATS_FILE_TMPDIR/world" .
}

# What a page shows, as text: mandoc's cousin for HTML is not here, and tags are few.
shown() {
    sed 's/<style>.*//; /^:root/,/<\/style>/d; s/<[^>]*>/ /g; s/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&#39;/'\''/g; s/&amp;/\&/g' "$1"
}

# What lies behind a link to rows of that name.
csv_of() {
    grep -o "download=\"$2.csv\" href=\"data:text/csv;charset=utf-8;base64,[^\"]*\"" "$1" | sed 's/.*base64,//; s/"$//' | base64 -d
}

@test "the figures of the page are those of the ledger" {
    # ledger.csv: tracked,net_sales,(account),2011-03,USD, the rows with an account
    linked=$(awk -F, '$1 == "tracked" && $2 == "net_sales" && $3 != "" && $4 == "2011-03" && $5 == "USD" { sum += $6 } END { print sum }' \
        "$HARK_ROOT/samples/world/ledger.csv")
    all=$(awk -F, '$1 == "tracked" && $2 == "net_sales" && $4 == "2011-03" && $5 == "USD" { sum += $6 } END { print sum }' \
        "$HARK_ROOT/samples/world/ledger.csv")
    money() { echo "$1" | sed 's/\(..\)$/.\1/; s/\(...\)\./,\1./'; }
    grep -q "<p class=\"value\">$(money "$linked") <span class=\"unit\">USD</span>" "$BATS_FILE_TMPDIR/world/report.html"
    grep -q "<th scope=\"row\">March 2011</th><td class=\"n\">$(money "$linked")</td><td class=\"n\">[0-9.]* %</td><td class=\"n\">$(money "$all")</td>" \
        "$BATS_FILE_TMPDIR/world/report.html"
}

@test "the rows behind a table are those that aggregate writes as CSV, to the cent" {
    hark aggregate --by account,time:month --metric net_sales --metric orders --where currency=USD --to csv "$BATS_FILE_TMPDIR/world/credits.ndjson" >wanted
    csv_of "$BATS_FILE_TMPDIR/world/report.html" sales-1 >rows
    # by name, whatever the order of columns; orders are 1.000000 there and 1 here
    sorted() {
        python3 -c '
import csv, sys
for row in sorted((one["account"], one["time"], one["model"], one["net_sales"], float(one["orders"] or 0)) for one in csv.DictReader(open(sys.argv[1]))):
    print(*row)' "$1"
    }
    sorted wanted >wanted.sorted
    sorted rows >rows.sorted
    [ -s rows.sorted ]
    diff wanted.sorted rows.sorted
}

@test "the match rate of the page is that of attribute, and channels sum to the ledger" {
    page=$BATS_FILE_TMPDIR/world/report.html
    read -r found all < <(jq -r -s 'map(select(.kind == "match")) | "\(map(select(.joined_by != "none") | .orders) | add) \(.[0].of)"' "$BATS_FILE_TMPDIR/world/match.ndjson")
    shown "$page" >text
    grep -qF "$(awk -v found="$found" -v all="$all" 'BEGIN { printf "%.1f %%", found * 100 / all }') of $all orders" text
    csv_of "$page" match >rows
    [ "$(tail -n +2 rows | awk -F, '{ sum += $2 } END { print sum }')" = "$all" ]
    # cents of dollars, by whatever channel or none
    ledger=$(awk -F, '$1 == "tracked" && $2 == "net_sales" && $5 == "USD" { sum += $6 } END { print sum }' "$HARK_ROOT/samples/world/ledger.csv")
    jq -s --argjson ledger "$ledger" -e 'map(select(.currency == "USD" and .model == "last").net_sales) | add == $ledger' "$BATS_FILE_TMPDIR/world/rows/channels.ndjson"
    grep -q '<th scope="row">Organic Social</th><td class="n">208</td>' "$page"
}

@test "audience and reach are intervals, from the largest to the sum" {
    page=$BATS_FILE_TMPDIR/world/report.html
    read -r accounts low high < <(hark aggregate --bare --by time:month --metric audience "$BATS_FILE_TMPDIR/world/records.ndjson" |
        jq -r 'select(.time == "2011-03") | "\(.audience_accounts) \(.audience_low) \(.audience_high)"')
    [ "$low" -lt "$high" ]
    thousands() { sed ':a; s/\([0-9]\)\([0-9]\{3\}\)\($\|,\)/\1,\2\3/; ta' <<<"$1"; }
    grep -q "March 2011</th><td class=\"n\">$accounts</td><td class=\"n\">$(thousands "$low")</td><td class=\"n\">$(thousands "$high")</td>" "$page"
}

@test "contacts are calls and posts, apart and added, and who bought again stands beside its interval" {
    page=$BATS_FILE_TMPDIR/world/report.html
    calls=$(awk -F, '$1 ~ /^2011-03/ && $4 == "calls" { sum += $5 } END { print sum }' "$HARK_ROOT/samples/world/counts/counts.csv")
    posts=$(hark thread --accounts "$HARK_ROOT/samples/world/accounts.csv" "$BATS_FILE_TMPDIR/world/records.ndjson" |
        jq -s 'map(select(.kind == "post" and .inbound and (.account | not) and .time[:7] == "2011-03")) | length')
    csv_of "$page" contacts >rows
    grep -q "^2011-03,phone,$calls," rows
    grep -q "^2011-03,twitter,$posts," rows
    read -r buyers again < <(jq -r -s 'map(select(.kind == "case" and .bought and .first_response_s)) | "\(length) \(map(select(.bought == "again")) | length)"' \
        "$BATS_FILE_TMPDIR/world/cases.ndjson")
    [ "$buyers" -gt 0 ]
    grep -q "<th scope=\"row\">answered</th><td class=\"n\">$buyers</td><td class=\"n\">$again</td>" "$page"
}

@test "engagement of an account is that of all its months, as a ratio of sums and a mean" {
    page=$BATS_FILE_TMPDIR/world/report.html
    hark aggregate --bare --by account --where kind=post --metric engagement --metric engagement_rate --metric engagement_rate_mean \
        "$BATS_FILE_TMPDIR/world/records.ndjson" | jq -r 'select(.account == "twitter:AcmeBrasil") | "\(.measured_posts) \(.engagement_count) \(.engagement_rate) \(.engagement_rate_mean)"' >wanted
    read -r posts count rate mean <wanted
    grep -qE "twitter:AcmeBrasil</th><td class=\"n\">$posts</td><td class=\"n\">[0-9]+</td><td class=\"n\">$count</td><td class=\"n\">$(printf %.3f "$rate") %</td><td class=\"n\">$(printf %.3f "$mean") %</td>" "$page"
}

@test "the books of the page are those of the run" {
    page=$BATS_FILE_TMPDIR/world/report.html
    # the posts' pipe and the ideas' have a fetch and a normalize each
    tail -q -n 1 "$BATS_FILE_TMPDIR/world/cases.ndjson" "$BATS_FILE_TMPDIR/world/ideas.ndjson" >ends
    for by in fetch normalize dedupe classify; do
        read -r in rejected dropped out < <(jq -r --arg by "$by" \
            -s 'map(.chain[] | select(.by == $by)) | "\(map(.in) | add) \(map(.rejected) | add) \(map(.dropped[]) | add // 0) \(map(.out) | add)"' ends)
        csv_of "$page" books | grep -qxE "$by,$in,$rejected,$dropped,$out,0"
    done
    csv_of "$page" dropped | grep -qx 'normalize,asset,248'
    [ "$(csv_of "$page" rejects | tail -n +2 | awk -F, '{ sum += $NF } END { print sum }')" = "$(wc -l <"$BATS_FILE_TMPDIR/world/rejects")" ]
}

@test "the books of a run that keeps them apart are read there" {
    world
    end=$(tail -n 1 world/cases.ndjson | jq -c '.chain[] | select(.by == "thread")')
    jq -c '{stage: "thread", source: "", status: 0, books: (del(.chain) | .in = 77 | .dropped = {"blank": 7})}' <<<"$end" >world/books.ndjson
    hark report world
    [ "$(csv_of world/report.html books | tail -n +2)" = "thread,77,0,7,$(jq .out <<<"$end"),0" ]
}

@test "a burst is marked, dated and quoted" {
    page=$BATS_FILE_TMPDIR/world/report.html
    shown "$page" >text
    grep -q 'Burst: keyboard' text
    grep -q 'From 8 December 2010 to 24 December 2010' text
    grep -q 'It could be known at the end of 15 December 2010' text
    [ "$(grep -o '<rect[^>]*class="f9"\|class="f9"' "$page" | wc -l)" -eq 1 ]
    grep -q '<blockquote>' "$page"
}

@test "the funnel of ideas is the one that is known" {
    wanted=$(jq -r '.ideas | [.ideas, .open, .under_review, .partially_implemented, .implemented, .not_planned, .archived, .votes] | map("<td class=\"n\">\(.)</td>") | add' \
        "$HARK_ROOT/samples/world/expected.json")
    grep -qF "<th scope=\"row\">all months</th>$wanted" "$BATS_FILE_TMPDIR/world/report.html"
}

@test "shares of voice are those of the records, and names of the panel no matters" {
    page=$BATS_FILE_TMPDIR/world/report.html
    for line in mini studio tower slate; do
        jq -r -s --arg name "line-$line" 'map(select(.kind == "post" and .account == null and .time[:7] == "2011-03") | .labels // [] | map(select(startswith("line-")))) | add as $all
            | ($all | map(select(. == $name)) | length) as $own | "2011-03 \($name) \($own) \($all | length)"' "$BATS_FILE_TMPDIR/world/records.ndjson"
    done | sort >wanted
    jq -r 'select(.kind == "row" and .time == "2011-03") | "\(.time) \(.labels) \(.volume) \(.panel_volume)"' "$BATS_FILE_TMPDIR/world/rows/voice.ndjson" | sort >rows
    diff wanted rows
    share=$(jq -r 'select(.time == "2011-03" and .labels == "line-slate") | .share_of_voice * 1000 | round / 10' "$BATS_FILE_TMPDIR/world/rows/voice.ndjson")
    shown "$page" | grep -q "$share %"
    grep -q '<h3 id="voice">Share of voice</h3>' "$page"
    ! grep -q '<h4>line-' "$page" || false
}

@test "shares of authors, of what is said well and badly and of engagement stand beside, with how many they are of" {
    page=$BATS_FILE_TMPDIR/world/report.html
    # worked out of the records: authors and negative posts of a label, of those of all labels of the panel
    jq -s -r 'map(select(.kind == "post" and .account == null and .time[:7] == "2011-03")) |
        map(. as $post | (.labels // [])[] | select(startswith("line-")) | {name: ., author: $post.author, negative: ($post.sentiment == "negative")}) |
        (map({name, author}) | unique) as $authors | map(select(.negative)) as $negative |
        [($authors | map(select(.name == "line-slate")) | length), ($authors | length), ($negative | map(select(.name == "line-slate")) | length), ($negative | length)] | map(tostring) | join(" ")' \
        "$BATS_FILE_TMPDIR/world/records.ndjson" >wanted
    read -r authors all_authors negative all_negative <wanted
    percent() { awk -v part="$1" -v all="$2" 'BEGIN { printf "%.1f %%", part * 100 / all }'; }
    grep -oE '<th scope="row">March 2011</th><td>line-slate</td>(<td class="n">[^<]*</td>)*' "$page" | sed 's/<[^>]*>/|/g; s/||*/|/g' >row
    [[ $(<row) == "|March 2011|line-slate|$(percent "$authors" "$all_authors") ("*")|$all_authors|"*"|$(percent "$negative" "$all_negative") ("*")|$all_negative|"* ]]
    jq -r 'select(.time == "2011-03" and .labels == "line-slate") | "\(.share_of_voice_engagement * 1000 | round / 10) \(.panel_engagement)"' "$BATS_FILE_TMPDIR/world/rows/voice.ndjson" >engagement
    read -r share all <engagement
    grep -qE "\|$share(\.0)? %\|${all:0:1},?${all:1}\|\$" row
    csv_of "$page" voice-kinds | head -n 1 | grep -q '^time,labels,voices,panel_voices,share_of_voice_authors,share_of_voice_authors_low,'
    ! csv_of "$page" voice-kinds | grep -q 'share_of_voice,' || false
    csv_of "$page" voice | head -n 1 | grep -qx 'time,labels,volume,panel_volume,share_of_voice,share_of_voice_low,share_of_voice_high,coverage'
    [ "$(grep -o 'the share of each of the [a-z ]*' "$page" | sed 's/.*of the //' | paste -sd,)" = 'posts,authors,positive posts,negative posts,engagement' ]
}

@test "so many months are shown as were asked for" {
    world
    hark report --months 2 --output short.html world
    shown short.html >text
    grep -q '1 March 2011 to 14 April 2011, the last 2 months' text
    ! grep -q 'February 2011' text || false
    # March is whole, though no month before it is shown
    grep -q '<h2 id="head">March 2011</h2>' short.html
    expect 64 hark report --months 0 world
    expect 64 hark report --months x world
}

@test "the same rows give the same bytes" {
    world
    cp world/report.html first
    make_rows world
    TZ=Asia/Tokyo LC_ALL=C hark report world
    cmp first world/report.html
}

# Rows without what was rejected before: parts of a stream have no end records, which say so.
covered() {
    sed -n 's/,"coverage":"rejected: [0-9]*"//; s/; rejected: [0-9]*"/"/; /"kind":"row"/p' "$1"
}

@test "streams may be packed, and in folders of files" {
    world
    mkdir parts parts/records parts/credits
    hark validate --bare world/records.ndjson | awk '{ print >("parts/records/" NR % 3 ".ndjson") }'
    gzip parts/records/1.ndjson
    cp world/credits.ndjson parts/credits/all.ndjson
    cp world/ideas.ndjson parts
    zstd -q world/cases.ndjson -o parts/cases.ndjson.zst
    make_rows parts
    for table in days sales lag issues cases sentiment ideas health gaps; do
        diff <(covered "world/rows/$table.ndjson") <(covered "parts/rows/$table.ndjson")
    done
    hark report parts
    grep -q 'Net sales in USD' parts/report.html
}

@test "what is not there is left out, and a run of nothing is said to be one" {
    mkdir run
    posts 40 >run/records.ndjson
    hark rows run
    hark report run
    run ! grep -q 'id="sales"' run/report.html
    grep -q 'id="issues"' run/report.html
    mkdir empty
    expect 0 hark rows empty
    expect 66 hark report empty
    expect 66 hark report nothing
    expect 64 hark report
    expect 64 hark rows --nothing run
}

@test "rows are cut by the zone, in as little memory as is given, and under the names that are listed" {
    mkdir run
    printf '{"v":1,"kind":"post","source":"web","id":"web:1","time":"2009-03-31T20:00:00Z","author":"web:1","text":"late"}\n' >run/records.ndjson
    hark rows --zone Asia/Tokyo --memory 1M run
    [ "$(jq -r 'select(.kind == "row").time' run/rows/days.ndjson)" = 2009-04-01 ]
    head -n 1 run/rows/days.ndjson | grep -q -- '--memory=1M'
    hark rows --list >names
    ! find run/rows -name '*.ndjson' -printf '%f\n' | sed 's/\.ndjson//' | grep -qvxFf names || false
    grep -qx days names
    expect 78 hark rows --zone No/Where run
}

@test "a filter that fails leaves the rows as they were" {
    world
    cp -r world/rows before
    head -n -1 world/credits.ndjson >short
    mv short world/credits.ndjson
    expect 76 hark rows world
    diff -r before world/rows
    [ ! -e world/rows.part ]
}

@test "a tool of the system that fails leaves the rows as they were, and is told" {
    mkdir run broken
    posts 40 >run/records.ndjson
    hark rows run
    cp -r run/rows before
    posts 60 >run/records.ndjson
    for tool in find sort mv; do
        printf '#!/bin/sh\nexit 2\n' >broken/$tool
        chmod +x broken/$tool
        PATH=$PWD/broken:$PATH expect "$([ $tool = mv ] && echo 73 || echo 74)" hark rows run
        rm broken/$tool
        diff -r before run/rows
        [ "$(ls run)" = "$(printf 'records.ndjson\nrows')" ]
    done
}

@test "the page carries a policy that forbids what it does not hold, and the hash of its style" {
    page=$BATS_FILE_TMPDIR/world/report.html
    grep -qF "content=\"default-src 'none'; style-src 'sha256-" "$page"
    wanted=$(grep -o "sha256-[^']*" "$page" | head -n 1)
    hash=$(python3 -c '
import base64, hashlib, re, sys
style = re.search("<style>(.*?)</style>", open("'"$page"'", encoding="utf-8").read(), re.S).group(1)
print("sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode())')
    [ "$wanted" = "$hash" ]
    run ! grep -qiE '<(script|iframe|object|embed|img|link|form|base)\b' "$page"
    run ! grep -qE ' (style|on[a-z]+)=' "$page"
    run ! grep -qE '(href|src)="(http|//|javascript|file)' "$page"
}

@test "two hundred payloads in texts, handles, labels and names of files are text" {
    mkdir hostile
    "$BATS_TEST_DIRNAME/payloads" hostile payloads
    [ "$(wc -l <payloads)" -eq 200 ]
    hark rows hostile
    hark report --title "$(head -n 1 payloads)" hostile
    "$BATS_TEST_DIRNAME/tags" hostile/report.html payloads
    # some of them are commands of a shell and of gnuplot
    [ -z "$(find . -name 'pwned*')" ]
}

@test "what gnuplot draws and nobody looked at does not come into the page" {
    for bad in '<script>alert(1)</script>' '<g onload="x()"></g>' '<path d="M0,0" fill="url(#a)"/>' '<image xlink:href="a.png"/>' '<text>&lt;b&gt;</text>' \
        '<path d="M0,0&quot;"/>' '<path style="fill:red"/>'; do
        printf '<?xml version="1.0"?>\n<svg width="1">\n%s\n</svg>\n' "$bad" >bad.svg
        expect 1 awk -f "$HARK_ROOT/scripts/page/svg.awk" bad.svg
    done
    printf '<?xml version="1.0"?>\n<svg width="1">\n<title>a<b</title><g fill="none" id="x"><path d="M0,0 L1,1 " stroke="rgb(1, 0, 3)"/></g>\n</svg>\n' >good.svg
    [ "$(awk -f "$HARK_ROOT/scripts/page/svg.awk" good.svg)" = '<g fill="none"><path d="M0,0 L1,1" class="s3"/></g>' ]
}
