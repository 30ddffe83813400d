#!/usr/bin/env bats
# random - worlds by the dozen, and their metrics worked out the long way

load ../lib

@test "random worlds have the metrics that the slow way gives them, in any order and little memory" {
    worlds=80
    ! grep -q __asan_init "$HARK_BIN/hark-aggregate" || worlds=15
    PYTHONDONTWRITEBYTECODE=1 expect 0 "$BATS_TEST_DIRNAME/random_metrics.py" --worlds $worlds
    [ "$output" = "$worlds worlds, $((worlds * 16)) questions" ]
}

# Statuses that somebody captured again and again, some of them inside others; their tags for labels, and captures dated apart in their order.
@test "and so have real statuses" {
    real_data twitter/v1/statuses.json.gz
    hark-fetch "$REAL" 2>/dev/null | hark-normalize --embedded --bare 2>/dev/null | hark-classify --bare --sentiment 2>/dev/null |
        jq -c 'select(.kind == "post") | .seen = (.time | fromdate + 80000 + 3 * input_line_number | todate) | if .tags then .labels = (.tags | map(ascii_downcase) | unique) else . end' >records.ndjson
    [ "$(wc -l <records.ndjson)" -gt 4000 ]
    for seed in 1 2 3; do
        PYTHONDONTWRITEBYTECODE=1 expect 0 "$BATS_TEST_DIRNAME/random_metrics.py" --records records.ndjson --panel rstats,python,javascript,tensorflow --seed $seed
    done
}
