#!/usr/bin/env bats
# explain - what --explain says of one record

load ../lib

cases=$BATS_TEST_DIRNAME

@test "--explain names the format, and each value's keys, or that it was ignored" {
    hark-normalize --explain "$(head -n 1 "$cases/reddit/ordinary-of-today/input.json")" >said
    grep -q '^reddit	Reddit comments' said
    grep -q '^score	-4	votes$' said
    grep -q '^created_utc	1767268800	time$' said
    grep -q '^author_fullname	"t2_abc12"	author$' said
    grep -q '^body	.*	text$' said
    grep -q '^subreddit_id	.*	ignored$' said
    tail -n 1 said | jq -e '.id == "reddit:t1_nx1y2z3"'
}

@test "--explain says why there is no record" {
    expect 65 hark-normalize --explain '{"neither":"known"}'
    [[ $output == "rejected: unknown_format: "*"hark fetch"* ]]
    expect 0 hark-normalize --explain '{"did":"did:plc:a","time_us":1,"kind":"commit","commit":{"operation":"create","collection":"app.bsky.feed.like","rkey":"l"}}'
    [[ $output == *"dropped: collection:like"* ]]
    expect 65 hark-normalize --explain ''
    expect 65 hark-normalize --explain '{"cut'
}

@test "--explain finds money in minor units, and takes an order with its lines" {
    hark-normalize --clear-ids --explain "$(cat "$cases/shopify_bulk/an-ordinary-order-its-items-and-the-visit-that-led-to-it/input.json")" >said
    grep -q '^totalPriceSet.shopMoney.amount	"349.9"	amount$' said
    grep -q '^totalTaxSet.shopMoney.amount	"55.87"	tax$' said
    grep -q '^processedAt	.*	time$' said
    grep -q '^email	"dana@mail.example"	.*visitor' said
    grep -q '"quantity":4,' said
    # One record on several lines is still one.
    hark-normalize --clear-ids --explain "$(jq . "$cases/shopify/a-minimal-order/input.json")" | grep -q '^shopify	'
}

@test "--explain goes through whatever the golden cases hold" {
    find "$cases" -name input.json | while read -r file; do
        while IFS= read -r line; do
            ended=0
            hark-normalize --clear-ids --explain "$line" >said || ended=$?
            [ "$ended" -eq 0 ] || [ "$ended" -eq 65 ] || { echo "$file: $ended"; exit 1; }
        done < <(grep '^{' "$file" | head -n 3)
    done
}
