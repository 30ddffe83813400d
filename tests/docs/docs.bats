#!/usr/bin/env bats
# docs - what the pages tell to paste is pasted, and does what they say

load ../lib
load pages

# The pages of each program are there, and its examples run.
page() {
    [ -x "$HARK_BIN/hark${1:+-$1}" ]
    [ -s "$HARK_ROOT/docs/hark${1:+-$1}.1" ]
    play "docs/hark${1:+-$1}.1"
}

@test "the examples of hark(1) run" { page ''; }
@test "the examples of hark-fetch(1) run" { page fetch; }
@test "the examples of hark-normalize(1) run" { page normalize; }
@test "the examples of hark-dedupe(1) run" { page dedupe; }
@test "the examples of hark-classify(1) run" { page classify; }
@test "the examples of hark-thread(1) run" { page thread; }
@test "the examples of hark-attribute(1) run" { page attribute; }
@test "the examples of hark-aggregate(1) run" { page aggregate; }
@test "the examples of hark-diff(1) run" { page diff; }
@test "the examples of hark-redact(1) run" { page redact; }
@test "the examples of hark-near(1) run" { page near; }
@test "the examples of hark-ideas(1) run" { page ideas; }
@test "the examples of hark-loyalty(1) run" { page loyalty; }
@test "the examples of hark-detect(1) run" { page detect; }
@test "the examples of hark-via(1) run" { page via; }
@test "the examples of hark-key(1) run" { page key; }
@test "the examples of hark-train(1) run" { page train; }
@test "the examples of hark-validate(1) run" { page validate; }

@test "the examples of hark-rows(1) run" { page rows; }
@test "the examples of hark-report(1) run" { page report; }
@test "the examples of hark-load(1) run" { page load; }

@test "the examples of hark-partition(1) run" { page partition; }
@test "the examples of hark-day(1) run" { page day; }
@test "the examples of hark-backfill(1) run" { page backfill; }
@test "the examples of hark-audit(1) run" { page audit; }
@test "the examples of hark-forget(1) run" { page forget; }
@test "the examples of hark-unlink(1) run" { page unlink; }
@test "the examples of hark-doctor(1) run" { page doctor; }

@test "every program has a page that is tested here, with examples" {
    for program in "$HARK_BIN"/hark-*; do
        grep -q "{ page ${program##*/hark-}; }" "$BATS_TEST_FILENAME"
        grep -q '^\.Sh EXAMPLES' "$HARK_ROOT/docs/${program##*/}.1"
    done
}

@test "what README.md says can be pasted" { play README.md; }
@test "what docs/sources.md says can be pasted" { play docs/sources.md; }
@test "what docs/rules.md says can be pasted" { play docs/rules.md; }
@test "what docs/report.md says can be pasted" { play docs/report.md; }
@test "what docs/channels.md says can be pasted" { play docs/channels.md; }
@test "what docs/running.md says can be pasted" { play docs/running.md; }
@test "what docs/cluster.md says can be pasted" { play docs/cluster.md; }
@test "what docs/metrics.md says can be pasted" { play docs/metrics.md; }

@test "every option of a program stands in its page, and none that it has not" {
    failed=0
    for program in "$HARK_BIN"/hark-*; do
        page=$HARK_ROOT/docs/${program##*/}.1
        mandoc -T utf8 -O width=200 "$page" | sed 's/.\x08//g; /^EXAMPLES/,/^[A-Z]*$/d' >text
        "$program" --help >help
        grep -oE -- '--[a-z0-9-]+' help | sort -u >has
        sed '/Common to all filters/,$d' help | grep -oE -- '--[a-z0-9-]+' | sort -u >own
        grep -oE -- '--[a-z0-9-]+' text | sort -u >says
        sed -n 's/^ *\(--[a-z0-9-]*\).*/\1/p' text | sort -u >told
        comm -23 own says | diff /dev/null - || { echo "not in $page"; failed=1; }
        comm -13 has told | diff /dev/null - || { echo "only in $page"; failed=1; }
    done
    [ "$failed" -eq 0 ]
}

@test "the README, hark(1) and hark help name every program, and running.md every word of a configuration" {
    cd "$HARK_ROOT" || return
    for program in "$HARK_BIN"/hark-*; do echo "${program##*/hark-}"; done | sort >"$BATS_TEST_TMPDIR/programs"
    named() { sort -u | diff "$BATS_TEST_TMPDIR/programs" -; }
    # shellcheck disable=SC2016 # Markdown's
    sed -n 's/^| \(`[a-z`, ]*`\) |.*/\1/p' README.md | grep -oE '[a-z]+' | named
    sed -n 's/^\.It Xr hark-\([a-z]*\) 1$/\1/p' docs/hark.1 | named
    hark help | sed -n '/^Filters:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p' | named
    # nothing is cut off
    hark help | tr -s ' \n' ' ' | grep -qF 'audit adds up the books of a published run once more, and reads its files again backfill'
    ! hark help | grep -qE '.{81}| $' || false
    sed -n "/^config_words=/,/'\$/p" scripts/runs/common.sh | sed "s/config_words=//; s/'//g" | tr -s ' ' '\n' | sort >"$BATS_TEST_TMPDIR/words"
    [ "$(wc -l <"$BATS_TEST_TMPDIR/words")" -gt 20 ]
    sed -n '/^| word /,/^$/p' docs/running.md | grep -oE '`[a-z_]+' | tr -d '`' | sort -u >"$BATS_TEST_TMPDIR/told"
    comm -23 "$BATS_TEST_TMPDIR/words" "$BATS_TEST_TMPDIR/told" | diff /dev/null -
}

# A test of it: what lies in its folder, and what else calls it.
@test "every option of a program is given in some test of it" {
    cd "$HARK_ROOT" || return
    for program in "$HARK_BIN"/hark-*; do
        name=${program##*/hark-}
        { [ ! -d "tests/$name" ] || find "tests/$name" -type f
            grep -rlE "hark[- ]$name( |\$|\")" tests --include='*.bats' --include='*.bash' --include='*.py' --include='*.txt'; } |
            grep -v '^tests/docs/' | tr '\n' '\0' | xargs -0 cat >"$BATS_TEST_TMPDIR/tested"
        "$program" --help | sed '/Common to all filters/,$d' | sed -n 's/^ *\(-., \)\{0,1\}\(--[a-z0-9-]*\).*/\2/p' | grep -vxE -- '--(help|usage|version)' |
            while read -r option; do
                grep -qE -- "$option([^a-z0-9-]|\$)" "$BATS_TEST_TMPDIR/tested" || echo "hark $name $option"
            done
    done >"$BATS_TEST_TMPDIR/untested"
    diff /dev/null "$BATS_TEST_TMPDIR/untested"
}

@test "hark(1) names the options that all filters share" {
    "$HARK_BIN/hark-dedupe" --help | sed -n '/Common to all filters/,$p' | grep -oE -- '--[a-z-]+' |
        grep -vxE -- '--(help|usage|version)' | sort -u >has
    grep -oE '(\.It|,) Fl -[a-z-]+' "$HARK_ROOT/docs/hark.1" | grep -oE -- '-[a-z-]+$' | sed 's/^/-/' | sort -u >says
    comm -23 has says | diff /dev/null -
}
