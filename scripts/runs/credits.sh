# shellcheck shell=sh disable=SC2034,SC2154,SC3012 # set and used by others here; POSIX has < of test since 2024
# credits - what each day's orders are credited to, from the day and what the days before it left
#
# Attribution goes on by UTC days, one after the other, whoever asks and however late: so credits never hang on how
# records came. Where a closed day has changed, it goes back to the snapshot of the month's first day, and on from there.

# The last UTC day that is over when this day is over in the zone.
utc_day() {
    ended=$(TZ=$zone date -d "$(shift_day "$1" 1)" +%s)
    shift_day "$(date -u -d "@$ended" +%F)" -1
}

# The files in which a UTC day's records may lie.
files_of() {
    if [ "$zone" = UTC ]; then
        set -- "$1"
    else
        set -- "$(shift_day "$1" -1)" "$1" "$(shift_day "$1" 1)"
    fi
    for file_day in "$@"; do
        old_file "$file_day"
    done
}

# From where to go on, after everything from there on is taken back: the day after the last that is credited, or earlier.
go_back() {
    credited=$(get credited)
    if [ -z "$credited" ]; then
        from=$(all_days | sed -n 1p)
        [ "$zone" = UTC ] || [ -z "$from" ] || from=$(shift_day "$from" -1)
        return
    fi
    from=$(shift_day "$credited" 1)
    first=$(sort "$next/work/moving" | sed -n 1p)
    [ "$zone" = UTC ] || [ -z "$first" ] || first=$(shift_day "$first" -1)
    if [ -z "$first" ] || [ ! "$first" \< "$from" ]; then
        return
    fi
    month=$(find "$next/state/snapshots" -mindepth 1 -maxdepth 1 -type d | sed 's|.*/||' | sort |
        awk -v first="$first" '$0 "-01" <= first { last = $0 } END { print last }')
    rm -rf "$next/state/carry"
    if [ -n "$month" ]; then
        from=$month-01
        cp -al "$next/state/snapshots/$month" "$next/state/carry"
    else
        from=$(all_days | sed -n 1p)
        [ "$zone" = UTC ] || from=$(shift_day "$from" -1)
    fi
    say "credits are made anew from $from on, since $first has changed"
    find "$next/state/snapshots" -mindepth 1 -maxdepth 1 -type d | sort | while read -r snapshot; do
        [ "${snapshot##*/}-01" \< "$from" ] || [ "${snapshot##*/}-01" = "$from" ] || rm -rf "$snapshot"
    done
}

# The state is linked to what earlier runs hold: files that are written into are made the run's own first.
own_carry() {
    mkdir -p "$next/state/carry"
    find "$next/state/carry" -type f -links +1 ! -name '*.zst' | while read -r file; do
        cp -p "$file" "$file.mine" && mv "$file.mine" "$file"
    done
}

# On a month's first day the carry is made anew of the days that people are kept for, so that it knows of nothing before them.
age_carry() {
    [ -n "$retain" ] || return 0
    age_day=$(date -u -d "$1 ${retain%m} months ago" +%F)
    oldest=$(all_days | sed -n 1p)
    if [ -z "$oldest" ] || [ ! "$oldest" \< "$age_day" ]; then
        return
    fi
    say "what is carried is made anew of the days from $age_day on"
    rm -rf "$next/state/carry"
    find "$next/state/snapshots" -mindepth 1 -maxdepth 1 -type d | while read -r snapshot; do
        [ ! "${snapshot##*/}-01" \< "$age_day" ] || rm -rf "$snapshot"
    done
    while [ "$age_day" \< "$1" ]; do
        attribute_day carry "$age_day" >/dev/null || return
        age_day=$(shift_day "$age_day" 1)
    done
}

# attribute_day NAME DAY: its credits, and the carry as it is after it.
attribute_day() {
    files_of "$2" >"$next/work/day_files"
    [ -s "$next/work/day_files" ] || return 0
    own_carry
    # shellcheck disable=SC2046 # words
    run_stage "$1" "$2" hark-attribute --allow-empty --memory "$memory" --carry "$next/state/carry" \
        --since "$2" --until "$(shift_day "$2" 1)" $(each attribute) --files-from "$next/work/day_files" || return
    [ ! -e "$next/state/carry/state.next" ] || hark-attribute --commit "$next/state/carry" ||
        fail 73 "what is carried from $2 could not be made good"
}

credit_day() {
    case $1 in
    *-01)
        [ -e "$next/state/snapshots/${1%-01}" ] || age_carry "$1"
        [ ! -e "$next/state/carry/state" ] || [ -e "$next/state/snapshots/${1%-01}" ] ||
            cp -al "$next/state/carry" "$next/state/snapshots/${1%-01}"
        ;;
    esac
    attribute_day attribute "$1" >"$next/work/credits/$1.ndjson"
}

make_credits() {
    last=$(utc_day "$day")
    mkdir -p "$next/work/credits"
    go_back
    [ -n "$from" ] || return 0
    at=$from
    credit_days=$((($(date -u -d "$last" +%s) - $(date -u -d "$from" +%s)) / 86400 + 1))
    credit_done=0
    step "crediting orders"
    while [ ! "$at" \> "$last" ]; do
        credit_day "$at" || break
        at=$(shift_day "$at" 1)
        credit_done=$((credit_done + 1))
        progress "crediting orders" "$credit_done" "$credit_days" days
    done
    check_stages
    shelve_credits
    printf '%s\n' "$last" | put credited
}

# Files of credits from that day on are made anew; of the first, which may have begun before, what is older stays.
shelve_credits() {
    first_file=$from
    [ "$zone" = UTC ] || first_file=$(shift_day "$from" -1)
    find "$next/credits" -name '*.zst' | sort | while read -r file; do
        name=${file##*/}
        name=${name%.ndjson.zst}
        [ "$name" \< "$first_file" ] || echo "$file"
    done >"$next/work/old_credits"
    find "$next/work/credits" -name '*.ndjson' -size +0 | sort >"$next/work/credit_files"
    if [ "$zone" != UTC ] && [ -s "$next/work/old_credits" ]; then
        run_stage credits_before '' hark-partition --allow-empty --until "$from" --into "$next/work/credits_before" \
            --files-from "$next/work/old_credits" >/dev/null
        { find "$next/work/credits_before" -name '*.zst' | sort; cat "$next/work/credit_files"; } >"$next/work/all_credit_files"
        mv "$next/work/all_credit_files" "$next/work/credit_files"
    fi
    [ -s "$next/work/credit_files" ] && run_stage credits '' hark-partition --allow-empty --memory "$memory" --zone "$zone" \
        --into "$next/work/credits_made" --files-from "$next/work/credit_files" >/dev/null
    check_stages
    while read -r file; do
        cmp -s "$file" "$next/work/credits_made/${file##*/}" || rm "$file"
    done <"$next/work/old_credits"
    [ ! -d "$next/work/credits_made" ] || find "$next/work/credits_made" -name '*.zst' | while read -r file; do
        [ -e "$next/credits/${file##*/}" ] || mv "$file" "$next/credits/"
    done
}
