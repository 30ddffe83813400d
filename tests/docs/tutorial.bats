#!/usr/bin/env bats
# tutorial - what docs/tutorial.md tells a newcomer to paste, pasted, over downloads in the shapes that it names

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    mkdir blocks
    "$HARK_ROOT/tests/docs/blocks" "$HARK_ROOT/docs/tutorial.md" blocks
}

# pasted SHOP: all blocks that are to be run, one behind the other, in a folder with hark's sources and a shop's downloads.
pasted() {
    mkdir "$1"
    "$BATS_TEST_DIRNAME/exports.py" "$1/Downloads" "$1" >"$1/truth"
    ln -s "$HARK_ROOT" "$1/hark"
    for block in blocks/*.sh; do
        [ -e "${block%.sh}.skip" ] || cat "$block"
    done >"$1/commands"
    (cd "$1" && exec bash -e commands)
}

# made SHOP: cents by our links, cents in all, orders, as the report's rows have them.
made() {
    jq -s -r 'map(select(.kind == "row" and .model == "last")) | "\(map(select(.account).net_sales) | add) \(map(.net_sales) | add) \(map(.orders) | add)"' \
        "$1/shop/published/current/rows/sales.ndjson"
}

@test "ten commands lead from nothing to the report" {
    cat blocks/*.sh | sed '/^hark report/q' >commands
    [ "$(tail -n 1 commands | cut -c 1-12)" = 'hark report ' ]
    [ "$(grep -c . commands)" -le 10 ]
    ! grep -qE '&&|;[^ ]|\|\|' <(sed "s/'[^']*'//g" commands) || false
}

@test "WooCommerce's orders, nginx's logs and a download of posts come to their report, and to the cent" {
    [[ $HARK_BIN != *-san/bin ]] || skip "runs of many days, which tests/day has sanitized"
    run --separate-stderr pasted woo
    [ "$status" -eq 0 ]
    [ "$stderr" = "hark-backfill: made key, by which people are hashed: keep it, and keep it secret" ]
    [[ $output == "shop/published/current: "*" records are as published" ]]
    [ "$(made woo)" = "$(cat woo/truth)" ]
    # what the tutorial says to look at
    for words in 'Orders whose buyer is known' 'Net sales in EUR' 'What other models say' 'From post to order' 'Days with and without records'; do
        grep -qF "$words" woo/report.html
    done
    sed "s/<[^>]*>//g" woo/report.html | grep -q '100 % of 86 orders'
    cd woo
    expect 0 hark doctor --config shop/hark.conf
    zstd -dc shop/published/current/records/*.zst | hark attribute --touches tracked --stitch --why 1042 | grep -q '"verdict":"counts"'
    # the troubles that it tells of
    rm -r shop/published
    sed -i 's/AcmeHome/acme/' shop/accounts.csv
    mv shop/in/twitter-* .
    expect 65 hark backfill --config shop/hark.conf 2026-05-25 2026-05-31
    [[ $stderr == *"posts: nothing lies where its archives are looked for"* ]]
    [ -e shop/published/current/rows/sales.ndjson ]
    grep -q 'posts: nothing lies where its archives are looked for' "$HARK_ROOT/docs/tutorial.md"
    exec 8<>shop/published/lock
    flock 8
    expect 75 hark backfill --config shop/hark.conf 2026-05-25 2026-05-31
    [[ $stderr == *"busy: hark-backfill, process "*" holds published/lock"* ]]
}

@test "Shopify's orders do, too" {
    [[ $HARK_BIN != *-san/bin ]] || skip "runs of many days, which tests/day has sanitized"
    pasted shopify
    [ "$(made shopify)" = "$(cat shopify/truth)" ]
}
