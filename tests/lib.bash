# shellcheck shell=bash
# lib - what the tests of all filters share; `load ../lib`
#
# tests/run gives PATH (the programs), HARK_BIN, HARK_ROOT and HARK_DATA. Each test runs in a folder of its own.

bats_require_minimum_version 1.5.0

# So that a file of tests can be run by hand too: bats tests/every
HARK_ROOT=${HARK_ROOT:-$(cd "$BATS_TEST_DIRNAME" && git rev-parse --show-toplevel)}
HARK_BIN=${HARK_BIN:-$HARK_ROOT/build/bin}
HARK_DATA=${HARK_DATA:-$HARK_ROOT/../shared/data}
PATH=$HARK_BIN:$PATH
export HARK_ROOT HARK_BIN HARK_DATA PATH

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

# Sets $REAL to the real data of that name, or the test is skipped; not for $(), where the skip would be lost.
real_data() {
    [ -e "$HARK_DATA/$1" ] || skip "no real data here ($1)"
    # shellcheck disable=SC2034 # read by the tests
    REAL=$HARK_DATA/$1
}

# Regular expressions in rules, or the test is skipped: HYPERSCAN=0 builds without.
needs_patterns() {
    printf 'label: a\nquery: /a/\n' >patterns.rules
    hark-classify --test --rules patterns.rules 2>/dev/null || skip "built without Hyperscan"
    rm patterns.rules
}

# A terminal by script(1), or the test is skipped.
needs_terminal() {
    script -qec true terminal </dev/null >/dev/null 2>&1 || skip "no script(1), or no terminal to be had"
    rm terminal
}

# expect STATUS COMMAND…: the command ends so; its output is in $output, its messages in $stderr.
# shellcheck disable=SC2154 # bats sets them
expect() {
    local wanted=$1
    shift
    run --separate-stderr "$@"
    [ "$status" -eq "$wanted" ] || {
        echo "status $status, wanted $wanted: $*"
        echo "$stderr"
        return 1
    }
}

# A field of the last end record on standard input: books out
books() {
    tail -n 1 | jq -r ".$1"
}

# N posts of our own shape.
posts() {
    awk -v n="$1" 'BEGIN {
        for (i = 1; i <= n; i++)
            printf "{\"v\":1,\"kind\":\"post\",\"source\":\"twitter\",\"id\":\"twitter:%d\",\"time\":\"2009-03-%02dT12:00:00Z\"," \
                   "\"seen\":\"2009-04-01T00:00:00Z\",\"author\":\"twitter:%d\",\"text\":\"my battery is dead %d\"," \
                   "\"format\":\"twitter1\",\"archive\":\"a.json\",\"line\":%d}\n", i, i % 28 + 1, i % 7, i, i
    }'
}
