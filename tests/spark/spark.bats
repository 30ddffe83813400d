#!/usr/bin/env bats
# The pipeline on Apache Spark: worker processes of their own, and the bytes of one machine. `make spark` runs it;
# scripts/check, which installs no Spark, skips it.

load ../lib

PIPE_CREDITS='--model first,last,linear --window 30d,none'
PIPE_POSTS='--where kind=post --by time:month,source --count --distinct author --quantile followers:0.5,0.9'
PIPE_SALES='--by account,time:month --metric net_sales'
PIPE_FITS='--model markov,shapley --order 2 --fit year'

setup_file() {
    [ -n "${HARK_SPARK-}" ] || return 0
    export world=$HARK_ROOT/samples/world
    export shared=$BATS_FILE_TMPDIR
    cd "$shared" || return
    hark new-key key
    (cd "$world" && find posts clicks logs orders counts -type f | LC_ALL=C sort) >archives
    one_machine
}

needs_spark() {
    [ -n "${HARK_SPARK-}" ] || skip "make spark runs it"
}

# What one machine makes of the world, control records aside.
one_machine() {
    (
        cd "$world" || exit
        hark fetch --files-from "$shared/archives" |
            hark normalize --sources sources.txt --key-file "$shared/key" --rejects "$shared/rejects" |
            hark dedupe --accounts accounts.csv |
            hark classify --rules ../rules --accounts accounts.csv >"$shared/records"
    ) || return
    # shellcheck disable=SC2086 # options, not names
    {
        hark attribute $PIPE_CREDITS records | grep '"kind":"credit"' >credits.true
        hark aggregate $PIPE_POSTS records | grep '"kind":"row"' >posts.true
        hark attribute $PIPE_CREDITS records | hark aggregate $PIPE_SALES | grep '"kind":"row"' >sales.true
        hark attribute $PIPE_FITS records | grep '"kind":"row"' >fits.true
    }
}

# job PARTITIONS [ARG…]: the same by Spark, on two executors, into ./out
job() {
    local partitions=$1
    shift
    PATH=$HARK_SPARK/bin:$PATH SPARK_LOCAL_IP=127.0.0.1 SPARK_WORKER_DIR=$BATS_TEST_TMPDIR/work \
        spark-submit --master "local-cluster[2,1,2048]" --conf spark.ui.enabled=false --conf spark.log.level=ERROR \
        --conf spark.local.dir="$BATS_TEST_TMPDIR" --files "$shared/key" "$HARK_ROOT/scripts/spark/hark_spark.py" \
        --out "$PWD/out" --partitions "$partitions" --normalize '--sources sources.txt' \
        --dedupe '--accounts accounts.csv' --classify '--rules ../rules --accounts accounts.csv' \
        --attribute "$PIPE_CREDITS" "$@" 2>log
}

of_world() {
    job "$@" --archives "$shared/archives" --data "$world"
}

same_credits() {
    cat out/credits/part-* | cmp - "$shared/credits.true"
}

@test "spark: credits and rows are those of one machine to the byte, from 1, 2 and 7 partitions" {
    needs_spark
    for partitions in 1 2 7; do
        rm -rf out
        of_world $partitions --rows "posts=$PIPE_POSTS" --credit-rows "sales=$PIPE_SALES" --fits "$PIPE_FITS"
        same_credits
        for rows in posts sales fits; do
            grep '"kind":"row"' out/$rows.ndjson | cmp - "$shared/$rows.true"
        done
    done
    cat out/rejects/part-* | jq -c '[.archive, .line, .code]' | LC_ALL=C sort >rejects
    jq -c '[.archive, .line, .code]' "$shared/rejects" | LC_ALL=C sort | cmp - rejects
    jq -se 'all(.status == 0) and (map(.by) | unique == ["aggregate", "attribute", "key"])' out/books.ndjson
}

# The world's logs under a hundred names, each a part of them; one is cut.
a_hundred() {
    cp -r "$world" world && cp -r "$HARK_ROOT/samples/rules" "$HARK_ROOT/samples/maps" .
    mkdir world/logs/www/parts
    cp world/logs/www/access.log.1 lines
    split -n l/100 -d -a 3 lines world/logs/www/parts/access.
    gzip world/logs/www/parts/*
    truncate -s -20 world/logs/www/parts/access.042.gz
    (cd world && find logs/www/parts -type f | LC_ALL=C sort) >hundred
}

@test "spark: a damaged archive among a hundred fails the job with its name, or is set aside and counted" {
    needs_spark
    a_hundred
    run job 2 --archives hundred --data "$PWD/world"
    [ "$status" -eq 65 ]
    grep -q 'access.042.gz.*cut:' log
    [ ! -e out/credits ]
    job 2 --archives hundred --data "$PWD/world" --fetch '--verify --max-rejects 100%'
    [ "$(cat out/rejects/part-* | jq -r .archive)" = logs/www/parts/access.042.gz ]
}

@test "spark: an executor that is killed in the middle changes no byte" {
    needs_spark
    of_world 7 &
    local submit=$! victim=
    until victim=$(pgrep -f "CoarseGrainedExecutorBackend.*--executor-id 0") && pgrep -f "hark-fetch" >/dev/null; do
        kill -0 $submit
        sleep 0.1
    done
    kill -9 "$victim"
    wait $submit
    same_credits
}
