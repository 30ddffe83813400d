# shellcheck shell=sh disable=SC2154 # $program is its user's
# progress - what is being done, how fast and how much is left: one line of a terminal, wiped in the end
#
# Where standard error is no terminal nothing is written. Filters, whose messages are kept, show theirs by descriptor 7.

if [ -t 2 ]; then
    exec 7>&2
    HARK_PROGRESS_FD=7
    export HARK_PROGRESS_FD
else
    HARK_PROGRESS_FD=''
fi

# step WHAT: begins something; filters tell how far they are with it.
step() {
    [ -n "$HARK_PROGRESS_FD" ] || return 0
    step_began=$(date +%s)
    step_shown=$step_began
    printf '\r\033[K%s: %s' "$program" "$*" >&7
}

# progress WHAT DONE OF UNIT: of a step, at most once a second.
progress() {
    [ -n "$HARK_PROGRESS_FD" ] || return 0
    progress_now=$(date +%s)
    [ "$progress_now" -gt "$step_shown" ] || return 0
    step_shown=$progress_now
    awk -v what="$program: $1" -v done="$2" -v of="$3" -v unit="$4" -v s=$((progress_now - step_began)) 'BEGIN {
        printf "\r\033[K%s: %d of %d %s, %.1f/s", what, done, of, unit, done / s
        if (done > 0)
            printf ", %.0f s left", (of - done) * s / done
    }' >&7
}

wipe() {
    [ -z "$HARK_PROGRESS_FD" ] || printf '\r\033[K' >&7
}
