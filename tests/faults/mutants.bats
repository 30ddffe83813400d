#!/usr/bin/env bats
# mutants - a few of the bugs of tests/faults/mutants.py; make mutants plays them all

load ../pipeline/chain

@test "a planted bug that loses or doubles records is told by the books or by the audit" {
    skip_sanitized "the bugs are the same"
    command -v python3 >/dev/null || skip "no python3"
    MAKEFLAGS='' "$HARK_ROOT/tests/faults/mutants.py" "$HARK_BIN/.." last-line-lost block-doubled last-block-lost spilled-run-lost share-rounded >told
    cat told
    [ "$(tail -n 1 told)" = "5 planted, 5 told" ]
}
