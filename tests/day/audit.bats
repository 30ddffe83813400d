#!/usr/bin/env bats
# audit - what was published is added up by somebody else, and read again

# shellcheck disable=SC2154 # bats sets output and stderr
load scene

published() {
    days 12 5
    configure
    cp -p days/* in
    hark-day 2009-01-12
    [ "$(zstd -dcq published/current/credits/* | wc -l)" -ge 4 ]
}

@test "a run as it was published is so" {
    published
    expect 0 hark-audit
    [[ $output == *"stages and "*"records are as published" ]]
    expect 0 hark-audit published/runs/000001-2009-01-12
}

@test "a byte, a file too many and a list that is not the manifest's are seen" {
    published
    chmod u+w published/current/rows/sales.ndjson
    sed -i '1s/2009/2008/' published/current/rows/sales.ndjson
    expect 65 hark-audit
    [[ $stderr == *rows/sales.ndjson* ]]
    rm -rf published
    hark-day 2009-01-12
    echo >published/current/rows/2009-02-30.ndjson
    expect 65 hark-audit
    [[ $stderr == *"nobody published rows/2009-02-30.ndjson"* ]]
    rm published/current/rows/2009-02-30.ndjson
    sed -i 1d published/current/SHA256SUMS
    expect 65 hark-audit
    [[ $stderr == *"not what the manifest says"* ]]
}

@test "books that do not balance, or do not join, are seen" {
    published
    books=published/current/books.ndjson
    cp $books good
    sed -i 's/\("stage":"dedupe".*"by":"dedupe","status":0,"in":\)\([0-9]\)/\19\2/' $books
    expect 70 hark-audit
    [[ $stderr == *"dedupe: "*"records came in, and "*"are accounted for"* ]]
    # one that balances in itself
    jq -c 'if .stage == "normalize" then .books += {in: 7, passed: 7, used: 0, out: 7, made: 0} else . end' good >$books
    expect 70 hark-audit
    [[ $stderr == *"normalize all: 7 records came in, and fetch wrote "* ]]
}

@test "credits that do not sum to the ledger are seen" {
    published
    file=$(grep -l . published/current/credits/*.zst | head -n 1)
    zstd -dcq "$file" | sed '0,/"amount":[0-9]*/s//"amount":1/' | zstd -q >changed
    mv changed "$file"
    expect 70 hark-audit
    [[ $stderr == *"are credited, and "*" is the ledger"* ]]
}

@test "a record that is missing in its file is seen" {
    published
    file=published/current/records/2009-01-05.ndjson.zst
    zstd -dcq $file | tail -n +2 | zstd -q >changed
    mv changed $file
    expect 70 hark-audit
    [[ $stderr == *"records/2009-01-05.ndjson.zst has "*"were counted"* ]]
}

@test "the calendar says what came, what was little, what is lacking and what never came" {
    configure 'max_rejects 100%'
    for day in 01 02 03 05 06; do
        count=10
        [ $day != 03 ] || count=2
        awk -v day="2009-03-$day" -v count=$count 'BEGIN {
            for (i = 1; i <= count; i++)
                printf "{\"v\":1,\"kind\":\"visit\",\"id\":\"web:%s-%d\",\"time\":\"%sT12:00:00Z\",\"visitor\":\"web:h1\",\"url\":\"http://a.example/\",\"archive\":\"in/%s\",\"line\":%d}\n", day, i, day, day, i
        }' >in/$day
    done
    printf '%s\n' '{"v":1,"kind":"gap","id":"web:gap","time":"2009-03-06T12:00:00Z","from":"2009-03-06T12:00:00Z","to":"2009-03-06T13:00:00Z","archive":"in/06","line":1}' >>in/06
    gzip -c in/01 | head -c 100 >in/cut-2009-03-04.gz
    run hark-day 2009-03-06
    expect 0 hark-audit --coverage
    [ "$(grep 2009-03 <<<"$output" | head -n 1)" = '2009-03  ##-.#g' ]
    [[ $output == *"damaged: in/cut-2009-03-04.gz, found by the run of 2009-03-06" ]]
    expect 0 hark-audit --coverage --since 2009-03-05 --until 2009-03-06
    [ "$(grep 2009-03 <<<"$output" | head -n 1)" = '2009-03      #' ]
    expect 66 hark-audit --coverage --since 2010-01-01
    expect 66 hark-audit nowhere
}
