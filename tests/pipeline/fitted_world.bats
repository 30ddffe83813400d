#!/usr/bin/env bats
# fitted_world - small worlds by the hundred, models fitted to them the long way, and merged from parts

load chain

@test "hundreds of random worlds have the fits that the slow way gives them, whole and in parts" {
    worlds=400
    ! sanitized || worlds=100
    PYTHONDONTWRITEBYTECODE=1 "$BATS_TEST_DIRNAME/fitted_world.py" --worlds $worlds
}
