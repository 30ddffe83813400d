#!/usr/bin/env bats
# minefield - hostile and odd inputs, each with its verdict (minefield/*.tsv)

load ../lib

minefield() {
    python3 "$BATS_TEST_DIRNAME/minefield.py" "$1"
}

@test "JSON that is none is rejected by its reason, and JSON that is passes byte for byte" { minefield json; }
@test "UTF-8 that is none is repaired and flagged, and what is stays" { minefield utf8; }
@test "CSV: open quotes, ragged rows, NUL, lone carriage returns and formulas" { minefield csv; }
@test "lines of logs: escapes, odd requests, addresses and dates" { minefield logs; }
@test "XML: bombs and entities of others are never opened, and what is broken is told" { minefield xml; }
@test "archives: names are data, members of any kind, and what lies behind the last" { minefield archives; }

@test "there are at least 500 cases, and no two of one name in a table" {
    [ "$(cat "$BATS_TEST_DIRNAME"/minefield/*.tsv | wc -l)" -ge 500 ]
    for table in "$BATS_TEST_DIRNAME"/minefield/*.tsv; do
        [ -z "$(cut -f2 "$table" | LC_ALL=C sort | LC_ALL=C uniq -d)" ]
    done
}
