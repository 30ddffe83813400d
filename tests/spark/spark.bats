#!/usr/bin/env bats
# The pipeline on Apache Spark: worker processes of their own, and the bytes of one machine. `make spark` runs it;
# scripts/check, which installs no Spark, skips it. Spark ships what make dist has made to the executors.

# shellcheck disable=SC2154 # bats sets status
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
    tarball=$(echo "${HARK_BIN%/bin}"/dist/hark-*.tar.gz)
    export tarball
    hark new-key key
    (cd "$world" && find posts clicks logs orders counts -type f | LC_ALL=C sort) >archives
    mkdir one
    one_machine one "$world" --sources sources.txt
}

# Where local-cluster's workers leave what their executors said.
teardown_file() {
    [ -z "${HARK_SPARK-}" ] || rm -rf "$HARK_SPARK"/lib/python*/site-packages/pyspark/work
}

needs_spark() {
    [ -n "${HARK_SPARK-}" ] || skip "make spark runs it"
}

# one_machine FOLDER DATA [ARG…]: what one machine makes of the archives listed, control records aside; ARGs are normalize's.
one_machine() {
    (
        cd "$2" || exit
        hark fetch --files-from "$shared/archives" |
            hark normalize "${@:3}" --key-file "$shared/key" --rejects "$shared/$1/rejects" |
            hark dedupe --accounts "$world/accounts.csv" |
            hark classify --rules "$HARK_ROOT/samples/rules" --accounts "$world/accounts.csv" >"$shared/$1/records"
    ) || return
    # shellcheck disable=SC2086 # options, not names
    (
        cd "$shared/$1" || exit
        hark attribute $PIPE_CREDITS records >credits
        grep '"kind":"credit"' credits >credits.true
        hark aggregate $PIPE_POSTS records | grep '"kind":"row"' >posts.true
        hark aggregate $PIPE_SALES credits | grep '"kind":"row"' >sales.true
        hark attribute $PIPE_FITS records | grep '"kind":"row"' >fits.true
    )
}

# job PARTITIONS [ARG…]: the pipeline by Spark, on two executors, into ./out; spark-submit says on standard output what the script says.
job() {
    local partitions=$1
    shift
    rm -rf out
    # shellcheck disable=SC2086 # SPARK_CONF is words
    PATH=$HARK_SPARK/bin:$PATH TMPDIR=$BATS_TEST_TMPDIR SPARK_LOCAL_IP=127.0.0.1 \
        spark-submit --master "local-cluster[2,1,2048]" --conf spark.ui.enabled=false --conf spark.log.level=ERROR \
        --conf spark.local.dir="$BATS_TEST_TMPDIR" ${SPARK_CONF-} --files "$shared/key" --archives "$tarball#hark" \
        "$HARK_ROOT/scripts/spark/hark_spark.py" --path "hark/$(basename "$tarball" .tar.gz)/bin:/usr/bin:/bin" \
        --out "$PWD/out" --partitions "$partitions" --dedupe "--accounts $world/accounts.csv" \
        --classify "--rules $HARK_ROOT/samples/rules --accounts $world/accounts.csv" "$@" 2>log
}

full_job() {
    job "$@" --attribute "$PIPE_CREDITS" --rows "posts=$PIPE_POSTS" --credit-rows "sales=$PIPE_SALES" --fits "$PIPE_FITS"
}

of_world() {
    full_job "$@" --archives "$shared/archives" --data "$world" --normalize '--sources sources.txt'
}

# same FOLDER: ./out has what one machine has made there, to the byte, and no trace of how it came.
same() {
    cat out/credits/part-* | cmp - "$shared/$1/credits.true"
    for rows in posts sales fits; do
        grep '"kind":"row"' out/$rows.ndjson | cmp - "$shared/$1/$rows.true"
    done
    cat out/rejects/part-* | jq -c '[.archive, .line, .code]' | LC_ALL=C sort >rejects
    jq -c '[.archive, .line, .code]' "$shared/$1/rejects" | LC_ALL=C sort | cmp - rejects
    jq -se 'all(.status == 0) and (map(.by) | unique == ["aggregate", "attribute", "key"])' out/books.ndjson
    [ "$(cd out && echo *)" = "books.ndjson credits fits.ndjson posts.ndjson rejects sales.ndjson" ]
    [ -z "$(find out -name '*_temporary*')" ]
    [ -e out/credits/_SUCCESS ]
}

@test "spark: credits, rows and fitted models of samples/world are those of one machine to the byte, from 1 and 2 partitions" {
    needs_spark
    for partitions in 1 2; do
        of_world $partitions
        same one
    done
}

# executor N: the process of that executor of this test's own driver.
executor() {
    for each in $(pgrep -f "CoarseGrainedExecutorBackend.*--executor-id $1 "); do
        ! grep -qz "^TMPDIR=$BATS_TEST_TMPDIR\$" "/proc/$each/environ" || echo "$each"
    done
}

@test "spark: neither an executor that is killed in the middle nor tasks that run twice change a byte, from 7 partitions" {
    needs_spark
    SPARK_CONF="--conf spark.speculation=true --conf spark.speculation.interval=10ms --conf spark.speculation.quantile=0.1
        --conf spark.speculation.multiplier=1.01 --conf spark.speculation.minTaskRuntime=1ms" of_world 7 &
    local submit=$! victim
    # Once all is read: what that stage left on its disk is lost too.
    until pgrep -f "hark-(dedupe|classify|aggregate|attribute) .*--rejects $BATS_TEST_TMPDIR" >/dev/null; do
        kill -0 $submit
        sleep 0.1
    done
    victim=$(executor 0)
    [ -n "$victim" ]
    kill -9 "$victim"
    wait $submit
    grep -q 'Lost executor 0' log
    same one
}

# The world's logs under a hundred names, each a part of them; one is cut.
a_hundred() {
    mkdir -p data/parts
    hark fetch --bare "$world/logs/www" | split -n r/100 -d -a 3 - data/parts/access.
    gzip data/parts/*
    truncate -s -20 data/parts/access.042.gz
    : >data/parts/access.none
    (cd data && find parts -type f | LC_ALL=C sort) >hundred
}

@test "spark: a damaged archive among a hundred fails the job with its name, or is set aside and counted" {
    needs_spark
    a_hundred
    run job 2 --archives hundred --data "$PWD/data" --normalize '--host www.acme.example'
    [ "$status" -eq 65 ]
    [[ $output == *"parts/access.042.gz:"*"cut:"* ]]
    [ ! -e out/credits ]
    grep -C 1 access.042 hundred >three
    run job 2 --archives three --data "$PWD/data" --normalize '--host www.acme.example' --fetch '--verify --max-rejects 0'
    [ "$status" -eq 65 ]
    [[ $output == *"hark-fetch: too_many_rejects: 1 of"* ]]
    job 2 --archives hundred --data "$PWD/data" --normalize '--host www.acme.example' --fetch '--verify --max-rejects 1'
    [ "$(cat out/rejects/part-* | jq -r 'select(.filter == "fetch").archive')" = parts/access.042.gz ]
    [ "$(jq -s 'map(.chain[]? | select(.by == "fetch").rejected) | add' out/books.ndjson)" -eq 1 ]
}

@test "spark: what cannot be run on parts ends 64 before anything runs" {
    needs_spark
    for args in --stitch '--by account' --mat '--touches all,conversations' '--model last,markov'; do
        run job 2 --archives "$shared/archives" --attribute="$args"
        [ "$status" -eq 64 ]
        [ ! -e out ]
    done
    run job 2 --archives "$shared/archives" --partitions
    [ "$status" -eq 64 ]
}

# Half posts, half visits and orders, of HARK_SPARK_BYTES before gzip.
generate() {
    local half=$(($(numfmt --from=si "$1") / 2))
    "$HARK_ROOT/scripts/sample" tweets "$shared/generated/tweets" --bytes $half
    "$HARK_ROOT/scripts/sample" visits "$shared/generated/visits" --visits $((half / 300)) --orders $((half / 6000))
    (cd "$shared/generated" && find tweets visits -type f -name '*.gz' | LC_ALL=C sort) >"$shared/archives"
}

@test "spark: a generated ${HARK_SPARK_BYTES-gigabyte} comes out as from one machine, to the byte" {
    needs_spark
    mkdir "$shared/generated" "$shared/large"
    mv "$shared/archives" "$shared/archives.world"
    generate "${HARK_SPARK_BYTES-1G}"
    one_machine large "$shared/generated"
    for partitions in ${HARK_SPARK_PARTITIONS-1 2 7}; do
        full_job "$partitions" --archives "$shared/archives" --data "$shared/generated"
        same large
    done
    mv "$shared/archives.world" "$shared/archives"
}
