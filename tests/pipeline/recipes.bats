#!/usr/bin/env bats
# recipes - docs/recipes.md holds, and what it says of many writers

# shellcheck disable=SC2016,SC2154 # scripts for sh -c; bats sets output and stderr
load ../lib
load ../docs/pages

@test "what docs/recipes.md says can be pasted" { play docs/recipes.md; }

@test "the first recipe's figures are those of the ledger, account by account and month by month" {
    cd "$BATS_FILE_TMPDIR/scene"
    for metric in net_sales order_total; do
        hark aggregate --bare --by account,time:month --where model=last --metric $metric credits.ndjson |
            jq -r --arg metric $metric '"tracked,\($metric),\(.account // ""),\(.time),\(.currency),\(.[$metric])"'
    done | sort >"$BATS_TEST_TMPDIR/found"
    grep '^tracked,' samples/world/ledger.csv | grep -v ',0$' | sort >"$BATS_TEST_TMPDIR/true"
    grep -v ',0$' "$BATS_TEST_TMPDIR/found" | diff "$BATS_TEST_TMPDIR/true" -
}

# Four files of 20,000 records, every hundredth longer than a pipe takes at once.
four() {
    posts 80000 | awk '{ if (NR % 100 == 0) sub(/dead/, sprintf("%06000d dead", NR)); print > ("in." NR % 4) }'
}

@test "four writers with a file each, joined, lose no line" {
    four
    printf '%s\0' in.? | xargs -0 -P 4 -n 1 sh -c 'hark fetch "$1" | hark normalize >"out.${1#in.}"' -
    hark dedupe out.? | hark key >joined
    [ "$(books out <joined)" -eq 80000 ]
    cut -f2- joined | grep '"kind":"post"' | cut -d, -f4 | sort -u | wc -l | grep -qx 80000
}

@test "four writers that GNU parallel groups lose no line" {
    four
    printf '%s\n' in.? | parallel -j 4 'hark fetch {} | hark normalize' | hark key >joined
    [ "$(books out <joined)" -eq 80000 ]
    [ "$(books 'chain | length' <joined)" -eq 8 ]
}

@test "a job that dies among four is told" {
    four
    printf '%s\n' in.? | parallel -j 4 'hark fetch {} | hark normalize | if [ {} = in.2 ]; then head -n 500; else cat; fi' >some ||
        true
    expect 76 hark key some
}

@test "four writers that share a file of rejects lose no line" {
    four
    sed -i 's/"kind"/"kind/' in.?
    printf '%s\0' in.? | xargs -0 -P 4 -n 1 sh -c 'hark normalize --rejects rejects "$1" >"out.${1#in.}"' -
    [ "$(wc -l <rejects)" -eq 80000 ]
    jq -r '"\(.archive) \(.line)"' rejects | sort -u | wc -l | grep -qx 80000
}

@test "nobody knows of a night that died" {
    cat >night <<'SCRIPT'
hark fetch --verify --only-new fetched posts |
    hark normalize --rejects rejects |
    hark dedupe --index seen >new.ndjson || exit
$PUBLISH
hark dedupe --commit seen && hark fetch --commit fetched
SCRIPT
    mkdir posts
    posts 2000 | gzip >posts/1.gz
    PUBLISH=true expect 0 bash -e night
    mv new.ndjson published
    posts 3000 | tail -n 1000 | gzip >posts/2.gz
    PUBLISH=false expect 1 bash -e night
    head -c 3000 posts/2.gz >posts/3.gz
    PUBLISH=true expect 76 bash -e night
    rm posts/3.gz
    PUBLISH=true expect 0 bash -e night
    [ "$(tail -n 1 new.ndjson | jq .out)" -eq 1000 ]
    hark dedupe published new.ndjson | books out | grep -qx 3000
}
