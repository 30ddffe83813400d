#!/usr/bin/env bats
# random - worlds by the dozen, and their metrics worked out the long way

load ../lib

@test "random worlds have the metrics that the slow way gives them, in any order and little memory" {
    worlds=80
    ! grep -q __asan_init "$HARK_BIN/hark-aggregate" || worlds=15
    PYTHONDONTWRITEBYTECODE=1 expect 0 "$BATS_TEST_DIRNAME/random_metrics.py" --worlds $worlds
    [ "$output" = "$worlds worlds, $((worlds * 16)) questions" ]
}
