#!/usr/bin/env bats
# random - worlds by the hundred, and their conversations and cases worked out the long way

load ../lib

@test "random worlds have the threads, answers and cases that the slow way gives them, in any order and little memory" {
    worlds=400
    ! grep -q __asan_init "$HARK_BIN/hark-thread" || worlds=60
    printf '%s\n' network,handle,team,role,market twitter,AcmeCares,,, twitter,AcmeAjuda,,, >accounts.csv
    {
        printf 'day,from,to,zone\n2009-03-17,,,\n'
        for day in mon tue wed thu fri; do
            printf '%s,%s,\n' "$day" 09:00,12:00 "$day" 13:00,17:00
        done
    } >hours.csv
    PYTHONDONTWRITEBYTECODE=1 expect 0 "$BATS_TEST_DIRNAME/random_threads.py" $worlds accounts.csv hours.csv
    # most of them can be judged
    [ "${output%% *}" -gt $((worlds / 2)) ]
}
