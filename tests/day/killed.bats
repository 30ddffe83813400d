#!/usr/bin/env bats
# killed - a night that is killed at any moment and run again is a night that was not

load scene

# Kills the whole run, as a machine that stops does.
killed_after() {
    setsid hark-day "$2" 2>/dev/null 9>&- &
    local pid=$!
    sleep "$1"
    if kill -KILL -- "-$pid" 2>/dev/null; then
        killed=$((killed + 1))
    fi
    wait "$pid" 2>/dev/null || true
}

@test "kill -9 at any moment and a second run give the bytes of one that nobody disturbed" {
    kills=${HARK_KILLS:-12}
    ! sanitized || kills=2
    days $((kills + 4)) 3
    configure
    mkdir calm && cp hark.conf calm && mkdir calm/in
    killed=0 number=0
    for path in days/*; do
        [ "$killed" -lt "$kills" ] || break
        day=${path#days/}
        day=${day%.ndjson}
        arrive "$day"
        cp -p "$path" calm/in
        began=$(date +%s%N)
        (cd calm && hark-day "$day")
        took_ms=$((($(date +%s%N) - began) / 1000000))
        for _ in 1 2; do
            number=$((number + 1))
            killed_after "$(awk -v ms="$took_ms" -v seed="$number" 'BEGIN { srand(seed * 7919); printf "%.3f", rand() * ms / 1000 }')" "$day"
        done
        hark-day --wait 30 "$day"
        diff -r calm/published/current/ published/current/
    done
    echo "# killed $killed times in $number tries" >&3
    [ "$killed" -ge "$kills" ]
    [ "$(ls calm/published/runs)" = "$(ls published/runs)" ]
    [ ! -e published/runs/.next ]
}
