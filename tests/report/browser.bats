#!/usr/bin/env bats
# browser - the report as a browser shows it: asks for nothing, complains of nothing, and can be used by everybody

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib
load world

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    command -v chromium >/dev/null && command -v node >/dev/null && [[ $HARK_BIN != *-san/bin ]] || return 0
    make_world world
    mkdir hostile
    "$BATS_TEST_DIRNAME/payloads" hostile payloads
    hark rows hostile
    hark report hostile
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    [[ $HARK_BIN != *-san/bin ]] || skip "the page is the same without sanitizers"
    command -v chromium >/dev/null || skip "no chromium here"
    command -v node >/dev/null || skip "no node here"
}

# looks at PAGE OPTION…: what the browser found, in found.
looks() {
    node "$BATS_TEST_DIRNAME/browser.mjs" "$@" >found
    cat found
    [ "$(jq -c '[.requests, .messages, .dialogs]' found)" = '[[],[],0]' ]
}

@test "without scripts the report asks for nothing and the console stays empty" {
    looks "$BATS_FILE_TMPDIR/world/report.html" --no-script
}

@test "with scripts allowed it is the same, and the page is as wide as the window, on a phone too" {
    looks "$BATS_FILE_TMPDIR/world/report.html"
    jq -e '.hostile == 0 and .wide == false and .text > 5000' found
    looks "$BATS_FILE_TMPDIR/world/report.html" --width 390
    jq -e '.hostile == 0 and .wide == false' found
}

@test "axe finds nothing, in light and in dark, at a desk and on a phone" {
    axe=${HARK_AXE:-$HARK_ROOT/build/node_modules/axe-core/axe.min.js}
    [ -e "$axe" ] || skip "no axe-core here: npm install --prefix build axe-core"
    for how in '' --dark '--width 390' '--width 390 --dark'; do
        # shellcheck disable=SC2086 # words
        looks "$BATS_FILE_TMPDIR/world/report.html" --axe "$axe" $how
        jq -e '.violations == [] and .passes > 20' found
    done
}

@test "two hundred payloads run nowhere" {
    looks "$BATS_FILE_TMPDIR/hostile/report.html"
    jq -e '.hostile == 0 and .pwned == false and .wide == false' found
}

@test "the browser of these tests hears what a hostile page does" {
    printf '<!DOCTYPE html><p onclick="x()"><img src="http://127.0.0.1:9/a.png"><script>pwned = 1; console.log("x")</script>' >bad.html
    run ! looks "$PWD/bad.html"
    jq -e '.hostile > 1 and .pwned and (.requests | length) > 0 and (.messages | length) > 0' found
}
