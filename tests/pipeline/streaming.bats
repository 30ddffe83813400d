#!/usr/bin/env bats
# streaming - the mappers and reducers of scripts/streaming, with a shuffle and sort(1) between them as Hadoop Streaming has

# shellcheck disable=SC2154 # bats sets status and stderr
load ../lib

# tasks INTO STEP [ARG…]: each file of input.* through the step, as a task with a folder of its own.
tasks() {
    mkdir "$1"
    for each in input.*; do
        mkdir -p "task/$1.$each"
        cp deletes ours "task/$1.$each" 2>/dev/null || true
        (cd "task/$1.$each" && exec "$HARK_ROOT/scripts/streaming/$2" "${@:3}") <"$each" >"$1/part-$each" || return
    done
}

# shuffle FILE…: what is between: every key to one of three reducers, and to each of these its lines sorted by key.
shuffle() {
    rm -f input.*
    touch input.0 input.1 input.2
    cat "$@" | awk -F '\t' '{
        for (i = n = 0; i < 4; i++)
            n = n * 7 + index("0123456789abcdef", substr($1, length($1) - i, 1))
        print >("input." n % 3)
    }'
    for each in input.*; do
        LC_ALL=C sort -t "$(printf '\t')" -k 1,1 -o "$each" "$each"
    done
}

# An archive a task, as NLineInputFormat gives them.
archives() {
    find "$@" -type f | LC_ALL=C sort | split -l 1 -a 3 - input.
}

rows() {
    hark aggregate "$@" | grep '"kind":"row"'
}

# Where Streaming tells each task to leave what is committed with its output.
fake_hdfs() {
    mkdir bin side
    # shellcheck disable=SC2016 # of the script
    printf '#!/bin/sh\n[ "$1 $2" = "dfs -put" ] && cp "$3" "$4"\n' >bin/hdfs
    chmod +x bin/hdfs
    export PATH=$PWD/bin:$PATH mapreduce_task_output_dir=$PWD/side mapreduce_task_partition=0
}

@test "posts, through Streaming's mappers and reducers, count as on one machine" {
    world=$HARK_ROOT/samples/world
    # shellcheck disable=SC2054 # lists of hark's
    by=(--by time:month,label --count --distinct author --quantile followers:0.5,0.9)
    hark fetch "$world/posts" | hark normalize --rejects one | hark dedupe |
        hark classify --rules "$HARK_ROOT/samples/rules" | rows "${by[@]}" >wanted
    fake_hdfs
    archives "$world/posts"
    tasks read read
    cat read/part-* | cut -f 2- | sed -n '/^{"v":1,"kind":"delete"/p' >deletes
    [ -s deletes ]
    shuffle read/part-*
    tasks stood stand --rules "$HARK_ROOT/samples/rules"
    shuffle stood/part-*
    tasks states count "${by[@]}"
    rows "${by[@]}" --merge states/part-* | cmp - wanted
}

@test "visits and orders, through Streaming's mappers and reducers, are credited as on one machine" {
    "$HARK_ROOT/scripts/sample" visits generated --visits 20k --orders 1k
    # shellcheck disable=SC2054 # lists of hark's
    by=(--by account,time:month --metric net_sales)
    hark fetch generated | hark dedupe | hark attribute --model first,linear >credits
    rows "${by[@]}" credits >wanted
    archives "$PWD/generated"
    tasks read read
    : >deletes
    shuffle read/part-*
    tasks stood stand --rules "$HARK_ROOT/samples/rules"
    cat stood/part-* | cut -f 2- | sed -nE '/^\{"v":1,"kind":"(click"|post".*"account":)/p' >ours
    rm input.*
    cat stood/part-* >input.0
    tasks people people
    shuffle people/part-*
    tasks credits.parts credit --model first,linear
    cat credits.parts/part-* | LC_ALL=C sort >made
    grep '"kind":"credit"' credits | LC_ALL=C sort | cmp - made
    rows "${by[@]}" made | cmp - wanted
}

@test "a task of Streaming ends as its filter does, with its rejects beside the output, and fails without a place for them" {
    echo "$PWD/cut.gz" >input.0
    seq 100000 | gzip >cut.gz
    truncate -s -20 cut.gz
    run tasks read read
    [ "$status" -ne 0 ]
    fake_hdfs
    echo "$PWD/bad.json" >input.0
    echo '{"id":' >bad.json
    posts 3 >>bad.json
    tasks kept read
    [ "$(wc -l <kept/part-input.0)" -eq 3 ]
    [ "$(jq -r .line side/rejects-0)" -eq 1 ]
    unset mapreduce_task_output_dir
    run tasks lost read
    [ "$status" -ne 0 ]
}
