#!/usr/bin/env bats
# memory - what streams stays under 64 MiB, whatever comes, and what must see all stays near its --memory

load chain

LIMIT_KIB=65536

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    skip_sanitized "they take memory of their own"
    [ -x /usr/bin/time ] || skip "no /usr/bin/time here"
}

# Filters that pass on what they read, a line at a time.
streaming() {
    cat <<END
hark-fetch
hark-normalize --clear-ids
hark-classify --rules $HARK_ROOT/samples/rules --accounts $HARK_ROOT/samples/world/accounts.csv --why
hark-key
hark-validate
hark-via cat
END
}

# below KIB STATUS COMMAND…: what comes on standard input never takes it more memory, and it ends so.
below() {
    local most=$1 wanted=$2 code=0
    shift 2
    /usr/bin/time -q -f %M -o peak "$@" >made || code=$?
    [ "$code" -eq "$wanted" ] || {
        echo "status $code, wanted $wanted: $*"
        return 1
    }
    [ "$(cat peak)" -lt "$most" ] || {
        echo "$(cat peak) KiB, $most at most: $*"
        return 1
    }
}

gigabyte() {
    head -c 1G /dev/zero | tr '\0' x
}

# A gigabyte without a line end between two records.
long_line() {
    posts 1
    gigabyte
    echo
    posts 2 | tail -n 1
}

@test "a line of 1 GB takes no memory: it is rejected, and the next one read" {
    mkfifo records
    while read -r filter; do
        rm -f rejects stats
        long_line >records &
        # shellcheck disable=SC2086 # words
        if [ "$filter" = "hark-via cat" ]; then
            below $LIMIT_KIB 0 hark-via --rejects rejects --stats stats cat <records
        else
            below $LIMIT_KIB 0 $filter --rejects rejects --stats stats <records
        fi
        wait
        jq -e '.in == 3 and .rejected == 1 or (.by == "normalize" and .in == 3 and .rejected == 3)' stats
        [ "$(jq -s 'map(.raw_bytes // 0) | max' rejects)" -eq 1073741824 ]
    done < <(streaming)
}

@test "what must see all takes no memory for a line of 1 GB either" {
    mkfifo records
    for filter in dedupe thread attribute "aggregate --count"; do
        long_line >records &
        # shellcheck disable=SC2086
        below $LIMIT_KIB 0 hark-$filter --rejects rejects <records
        wait
    done
}

# around BEFORE AFTER: a gigabyte between the two, as frames of zstd.
around() {
    printf '%b' "$1" | zstd -q
    cat gigabyte.zst
    printf '%b' "$2" | zstd -q
}

@test "nor does 1 GB in an archive: as a line, an item, a cell or an element" {
    gigabyte | zstd -q >gigabyte.zst
    around 'a line\n' '\nanother\n' >line.log.zst
    around '[{"a":1},\n{"a":"' '"},\n{"a":3}]\n' >item.json.zst
    around 'a,b\n1,2\n3,"' '"\n5,6\n' >cell.csv.zst
    around '<rss><channel><item><title>a</title></item><item><title>' \
        '</title></item><item><title>c</title></item></channel></rss>\n' >element.xml.zst
    for archive in line.log.zst item.json.zst cell.csv.zst element.xml.zst; do
        rm -f rejects
        below $LIMIT_KIB 0 hark-fetch --rejects rejects $archive
        [ "$(jq -r .archive rejects)" = $archive ]
        [ $archive = element.xml.zst ] || [ "$(jq .raw_bytes rejects)" -ge 1073741824 ]
        tail -n 1 made | jq -e '.out == 2'
    done
}

@test "200,000 records take no more memory than one" {
    posts 200000 >many
    head -n 1 many >one
    while read -r filter; do
        input=many
        [[ $filter != *validate* ]] || { head -n 40000 many >fewer; input=fewer; } # 40 us each
        # shellcheck disable=SC2086
        below $LIMIT_KIB 0 $filter <one
        # shellcheck disable=SC2086
        below $(($(cat peak) + 16384)) 0 $filter <$input
        [ "$(cat peak)" -lt $LIMIT_KIB ]
        [ "$(wc -l <made)" -ge "$(wc -l <$input)" ]
    done < <(streaming | grep -v normalize)
}

@test "200,000 raw records of every kind take normalize no more memory than one" {
    awk 'BEGIN { for (i = 0; i < 200000; i++)
        printf "{\"created_at\":\"Tue Feb 01 00:00:41 +0000 2011\",\"id\":%d,\"id_str\":\"%d\",\"text\":\"battery %d\"," \
               "\"user\":{\"id\":%d,\"id_str\":\"%d\",\"screen_name\":\"a%d\"}}\n", i, i, i, i, i, i }' >tweets.json
    awk 'BEGIN { for (i = 0; i < 200000; i++)
        printf "10.%d.%d.7 - - [01/Feb/2011:%02d:%02d:%02d +0000] \"GET /p/%d?order=%d HTTP/1.1\" 200 512 " \
               "\"http://t.co/%d\" \"Mozilla/5.0 (X11; %d)\"\n",
               i % 200, i % 251, i / 3600 % 24, i / 60 % 60, i % 60, i % 1000, i, i, i }' >access.log
    awk 'BEGIN { for (i = 0; i < 200000; i++)
        printf "{\"a\":\"Mozilla %d\",\"c\":\"US\",\"tz\":\"America/New_York\",\"gr\":\"MD\",\"nk\":0,\"h\":\"h%d\",\"g\":\"g%d\"," \
               "\"t\":%d,\"hh\":\"bit.ly\",\"u\":\"http://a.example/%d\",\"r\":\"direct\"}\n", i, i, i, 1300000000 + i, i }' >clicks.json
    for raw in tweets.json access.log clicks.json; do
        below $LIMIT_KIB 0 hark-normalize --clear-ids --host h.example <$raw
        [ "$(tail -n 1 made | jq .out)" -eq 200000 ]
    done
    hark fetch tweets.json access.log clicks.json >raw
    below $LIMIT_KIB 0 hark-normalize --clear-ids --host h.example raw
    [ "$(tail -n 1 made | jq .out)" -eq 600000 ]
}

@test "what must see all stays near its --memory" {
    posts 200000 >records
    below $((LIMIT_KIB + 4096)) 0 hark-dedupe --memory 4M records
    below $((LIMIT_KIB + 4096)) 0 hark-aggregate --memory 4M --by id --count --distinct text records
    awk -v n=200000 -f "$HARK_ROOT/tests/thread/replies.awk" >records
    below $LIMIT_KIB 0 hark-thread --memory 16M --accounts "$HARK_ROOT/samples/world/accounts.csv" records
    awk 'BEGIN { for (i = 0; i < 200000; i++)
        printf "{\"v\":1,\"kind\":\"post\",\"source\":\"ideas\",\"id\":\"ideas:%d\",\"time\":\"2009-03-01T12:00:00Z\",\"seen\":\"2009-0%d-01T12:00:00Z\"," \
               "\"title\":\"an idea of some words, as people write them (%d)\",\"text\":\"\",\"idea_status\":\"under_review\"}\n", i / 4, i % 4 + 4, i }' >records
    below $LIMIT_KIB 0 hark-ideas --memory 8M --ideas records
    [ "$(tail -n 1 made | jq .made)" -eq 50000 ]
    awk 'BEGIN { print "author,customer"; for (i = 0; i < 1000; i++) printf "twitter:%d,shop:%d\n", i, i }' >people.csv
    awk 'BEGIN { for (i = 0; i < 200000; i++)
        printf "{\"v\":1,\"kind\":\"%s\",\"source\":\"shop\",\"id\":\"shop:%d\",\"time\":\"20%02d-03-01T12:00:00Z\"," \
               "\"author\":\"twitter:%d\",\"customer\":\"shop:%d\",\"state\":\"paid\"}\n", i % 3 ? "order" : "case", i, 10 + i % 7, i % 1000, i % 1000 }' >records
    below $LIMIT_KIB 0 hark-loyalty --memory 4M --people people.csv records
    awk -v SERIES=2000 -v BUCKETS=100 -f "$HARK_ROOT/tests/bench/rows.awk" >records
    below $LIMIT_KIB 0 hark-detect --memory 1M records
    "$HARK_ROOT/scripts/sample" visits visits --visits 200k --orders 10k
    below $((LIMIT_KIB + 16384)) 0 hark-attribute --memory 16M visits/*
}
