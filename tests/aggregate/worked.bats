#!/usr/bin/env bats
# worked - each metric against values worked by hand: worked.txt, over the records in recompute/

load ../lib

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    cp "$BATS_TEST_DIRNAME"/recompute/* .
    grep -v '^#' "$BATS_TEST_DIRNAME/worked.txt" >worked
}

# The questions, a line each
questions() {
    grep '^hark ' worked
}

# N.question, and N.jq: of its rows each value that is another one than was reckoned.
split_worked() {
    awk '
        function done() {
            if (picked != "")
                print "end" >(n ".jq")
            picked = ""
        }
        /^hark / { done(); n++; print >(n ".question"); print "empty" >(n ".jq") }
        /^    [.]/ {
            done()
            picked = $0
            print ", ([.[] | select(" $0 ")] | if length != 1 then \"\\(length) rows\" else .[0] | empty" >(n ".jq")
        }
        /^        / {
            sub(/[:,]$/, "", $2)
            print ", (if ." $1 " == " $2 " then empty else \"" $1 " is \\(." $1 "), not \" + (" $2 " | tojson) end)" >(n ".jq")
        }
        /^$/ { done() }
        END { done() }' worked
    sed -i 's/^end$/end)/' ./*.jq
}

@test "hark reckons as a person does" {
    split_worked
    failed=0
    for question in *.question; do
        { read -r line <"$question"; $line --bare >rows; } || { echo "not run: $line"; failed=1; }
        jq -r -s -f "${question%.question}.jq" rows >other || failed=1
        [ ! -s other ] || { echo "$line:"; cat other; failed=1; }
    done
    [ "$failed" -eq 0 ]
}

@test "no metric is left out" {
    { questions | grep -o -- '--metric [a-z_]*' | cut -d' ' -f2; grep '^        ' worked | awk '{ print $1 }'; } | sort -u >known
    hark-aggregate --list-metrics | sed 's,/.*,,' | sort >all
    [ "$(wc -l <all)" -ge 140 ]
    comm -23 all known >missing
    [ ! -s missing ] || { cat missing; false; }
}

# Of CSV the first line has all columns, those that no row has too.
@test "no column of a metric is left out" {
    grep '^        ' worked | awk '{ print $1 }' | sort -u >known
    while read -r question; do
        $question --to csv | head -n 1 | tr , '\n'
    done < <(questions) | grep -vxE 'time|account|campaign|market|author|labels|of|source|handle|lookalike_(of|by)|model|window|touches|currency|exponent|definition' |
        sort -u >all
    comm -23 all known >missing
    [ ! -s missing ] || { cat missing; false; }
}
