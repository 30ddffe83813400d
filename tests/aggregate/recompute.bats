#!/usr/bin/env bats
# recompute - the commands of docs/metrics.md find from the records what the metrics say
#
# A block there that holds `hark aggregate` and, behind it, `jq -s` is played over the records in recompute/; both
# have to print the same. What the figures are is worked by hand in metrics.bats and measured.bats.

load ../lib

# N.ours and N.theirs of each such block
blocks() {
    awk '
        function end() {
            if (theirs != "") {
                n++
                printf "%s", ours >(n ".ours")
                printf "%s", theirs >(n ".theirs")
                close(n ".ours")
                close(n ".theirs")
            }
            ours = theirs = ""
            side = 0
        }
        !/^    / { end(); next }
        /^    jq -s/ && side == 1 { side = 2 }
        side == 0 { side = 1 }
        side == 1 { ours = ours substr($0, 5) "\n" }
        side == 2 { theirs = theirs substr($0, 5) "\n" }
        END { end() }' "$HARK_ROOT/docs/metrics.md"
}

@test "jq, from the records, finds what the metrics find" {
    cp "$BATS_TEST_DIRNAME"/recompute/* .
    blocks
    failed=0
    for ours in *.ours; do
        theirs=${ours%.ours}.theirs
        sh "./$ours" >found || { echo "not run: $(cat "$ours")"; failed=1; }
        sh "./$theirs" >wanted || { echo "not run: $(cat "$theirs")"; failed=1; }
        [ -s found ] && diff found wanted || { cat "$ours" "$theirs"; failed=1; }
    done
    [ "$failed" -eq 0 ]
}

# Bundles have no column of their own.
@test "each metric is among them, with every column that it has" {
    cp "$BATS_TEST_DIRNAME"/recompute/* .
    blocks
    for ours in *.ours; do
        awk -v RS='|' '{ print $0 " --to csv"; exit }' "$ours" >question
        sh ./question | head -n 1 | tr , '\n' | grep -vxE 'definition|of|source|lookalike_(of|by)|model|window|touches|currency|exponent' >header
        while read -r name; do
            grep -qE -- "[.]$name\>" "$ours" || echo "$name"
        done <header
        cat header >>columns
    done >missing
    hark-aggregate --list-metrics | sed 's,/.*,,' | sort >names
    { cat columns; grep -hoE -- '--metric [a-z_]+' ./*.ours | cut -d' ' -f2; } | sort -u | comm -23 names - >>missing
    [ "$(wc -l <names)" -ge 140 ]
    [ ! -s missing ] || { cat missing; false; }
}
