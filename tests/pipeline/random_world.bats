#!/usr/bin/env bats
# random_world - small worlds by the thousand, and the credits worked out the long way

load chain

@test "a thousand random worlds have the credits that the slow way gives them" {
    worlds=1000
    ! sanitized || worlds=200
    PYTHONDONTWRITEBYTECODE=1 "$BATS_TEST_DIRNAME/random_world.py" --worlds $worlds
}
