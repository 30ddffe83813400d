#!/usr/bin/env bats
# conformance - tags, names and links as twitter-text's own cases have them, but for exceptions that are named

load ../lib

@test "twitter-text's cases of mentions, hashtags and URLs that concern plain text come out so, or are excepted by name" {
    real_data twitter/text-conformance/conformance/extract.yml
    cases=$REAL
    python3 -c 'import yaml' 2>/dev/null || skip "no python3-yaml here"
    python3 "$HARK_ROOT/tests/classify/conformance.py" "$cases" >said || { cat said; return 1; }
    [ "$(grep -o '[0-9]* as expected' said | awk '{ sum += $1 } END { print sum }')" -gt 130 ]
}
