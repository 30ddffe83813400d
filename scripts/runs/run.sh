# shellcheck shell=sh disable=SC2034,SC2154,SC3012 # set and used by others here; POSIX has < of test since 2024
# run - one run from the lock to the exit status, of a day or of a range

# Whatever ends a run says so in the log and in the metrics.
end() {
    wipe
    write_metrics "$1"
    exit "$1"
}

fail() {
    fail_status=$1
    shift
    note "$day: failed, $fail_status: $*"
    wipe
    printf '%s: %s: %s\n' "$program" "$day" "$*" >&2
    rm -rf "$next"
    end "$fail_status"
}

# Digest of words and of the files that they name, so that a rule or an account that changes restates.
digest_of() {
    for word in "$@"; do
        printf '%s\n' "$word"
        [ ! -e "$word" ] || find "$word" -type f -exec sha256sum {} + | sort
    done | sha256sum | cut -c 1-64
}

# What was published rests on settings: what changed in them is made anew with all that hangs on it.
check_settings() {
    # shellcheck disable=SC2046 # words
    now=$(digest_of "$version" "$zone" $(classify_options))
    if [ -n "$previous" ] && [ "$now" != "$(get classify)" ]; then
        say "rules, accounts, models, zone or version have changed: all days are made anew"
        again=$(all_days)
    fi
    printf '%s\n' "$now" | put classify
    # shellcheck disable=SC2046 # words
    now=$(digest_of "$version" "$zone" $(each attribute))
    if [ -n "$previous" ] && [ "$now" != "$(get attribute)" ]; then
        say "how orders are attributed, or the version, has changed: all credits are made anew"
        rm -rf "$next/state/carry" "$next/state/snapshots" "$next/credits"
        rm -f "$next/state/credited"
        mkdir "$next/state/snapshots" "$next/credits"
    fi
    printf '%s\n' "$now" | put attribute
    # shellcheck disable=SC2046 # words
    {
        grep -E '^[ 	]*(cases|loyalty|alarms|rows|table)([ 	]|$)' "$config"
        digest_of $(each cases) $(each loyalty)
    } | sha256sum | cut -c 1-64 | put tables
}

# Days of a range that have records.
days_between() {
    all_days | awk -v from="$1" -v to="$2" '$0 >= from && $0 <= to'
}

# What was published last is enough: no archive is new, and the day is closed.
is_nothing_new() {
    [ -n "$previous" ] && [ -z "$again" ] && [ ! -s "$next/work/changed" ] || return 1
    [ "$(get credited)" = "$(command cat "$previous/state/credited" 2>/dev/null)" ] || return 1
    ! [ "$(utc_day "$day")" \> "$(get credited)" ] || return 1
    cmp -s "$next/state/tables" "$previous/state/tables" || return 1
    for source in $sources; do
        cmp -s "$next/state/fetched/$source" "$previous/state/fetched/$source" || [ ! -e "$next/state/fetched/$source" ] || return 1
    done
    cmp -s "$next/rejects" "$previous/rejects" || [ ! -e "$next/rejects" ] || return 1
}

commit_cursors() {
    for source in $sources; do
        [ ! -e "$next/state/fetched/$source.next" ] || hark-fetch --commit "$next/state/fetched/$source" ||
            fail 73 "the cursor of $source could not be made good"
    done
}

# Of the days of a range, what was not as expected: told, and the status is 65.
check_days() {
    check_day=$1
    : >"$published/unexpected.new"
    while [ ! "$check_day" \> "$day" ]; do
        unexpected "$check_day"
        check_day=$(shift_day "$check_day" 1)
    done >>"$published/unexpected.new"
    [ ! -s "$absent_list" ] || sort "$absent_list" | sed "s/^/$day: /" >>"$published/unexpected.new"
    mv "$published/unexpected.new" "$published/unexpected"
    [ -s "$published/unexpected" ] || return 0
    wipe
    sed "s/^/$program: /" "$published/unexpected" >&2
    return 65
}

# make_run FROM: everything up to the rename; $day is the last day that is closed then.
make_run() {
    first_day=$1
    take_sources
    count_rejects
    check_settings
    [ -z "$is_backfill" ] || again=$(printf '%s\n' "$again" "$(days_between "$first_day" "$day")")
    merge
    if [ -n "$is_dry" ]; then
        tell_dry
        return
    fi
    close_days
    count_days
    keep_rejects
    commit_cursors
    if is_nothing_new; then
        rm -rf "$next/work/sorted"
        return 1
    fi
    make_credits
    step "making tables"
    make_all_tables
    age
    step "digests"
    write_books
    write_manifest
    changed_count=$(grep -c . "$next/work/changed")
    cp "$next/work/absent" "$absent_list"
    publish
}

tell_dry() {
    wipe
    printf 'read %s raw records, %s rejected, %s archives damaged\n' "$read_count" "$rejected" "$damaged"
    commit_cursors
    new_inputs | sed 's/^/new: /'
    sed 's/^/would change: /' "$next/work/changed"
    printf 'would close %s\n' "$day"
}

# What is older than the time that people are kept for.
age() {
    [ -n "$retain" ] || return 0
    oldest=$(date -u -d "$day ${retain%m} months ago" +%F)
    if [ -s "$next/rejects" ]; then
        awk -v oldest="$oldest" '{ day = substr($0, 9, 10) } day >= oldest' "$next/rejects" >"$next/work/young"
        cmp -s "$next/work/young" "$next/rejects" || { chmod 600 "$next/work/young" && mv "$next/work/young" "$next/rejects"; }
    fi
}

# The first run of all makes the key; one that is lost later is never made anew, since all people would be others.
make_key() {
    if [ -z "$key" ] || [ -e "$key" ] || [ -n "$previous$is_dry" ]; then
        return
    fi
    hark-normalize --new-key "$key" || fail 78 "there is no key $key, and it could not be made"
    note "$day: made the key $key"
    printf '%s: made %s, by which people are hashed: keep it, and keep it secret\n' "$program" "$key" >&2
}

# run FROM: of $day, from the lock to the exit.
run() {
    began=$(date +%s)
    take_lock
    trap 'rm -rf "$next"; exit 71' HUP INT TERM
    begin_run
    settle
    make_key
    absent_list=$published/absent
    mkdir -p "$next/work/stages"
    : >"$next/work/absent"
    is_new=1
    make_run "$1" || is_new=
    if [ -n "$is_dry" ]; then
        rm -rf "$next"
        exit 0
    fi
    if [ -n "$is_new" ]; then
        settle
        note "$day: published $(basename "$previous"): $read_count raw records read, $rejected rejected, $changed_count days changed"
    else
        cp "$next/work/absent" "$absent_list"
        rm -rf "$next"
        note "$day: nothing new"
    fi
    next=$(last_run)
    load_run
    load_status=$?
    check_days "$1"
    status=$?
    [ "$load_status" -eq 0 ] || status=$load_status
    if [ "$damaged" -gt 0 ]; then
        wipe
        salvaged_words=''
        [ "$salvaged" -eq 0 ] || salvaged_words=", and $salvage what can be read of $salvaged of them"
        printf '%s: %s archives are damaged; %s/rejects has them%s\n' "$program" "$damaged" "$previous" "$salvaged_words" >&2
        status=65
    fi
    [ "$status" -eq 0 ] || note "$day: $status: $(tr '\n' ';' <"$published/unexpected")"
    end "$status"
}
