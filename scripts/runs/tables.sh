# shellcheck shell=sh disable=SC2034,SC2154,SC3012 # set and used by others here; POSIX has < of test since 2024
# tables - what is made of all published days: cases, alarms, rows

list() {
    find "$next/$1" -name '*.ndjson.zst' | sort >"$next/work/list.$1"
}

# Of customers who are known, whether they bought again, where that is asked for.
judge_cases() {
    if ! has_word loyalty; then
        cat
        return
    fi
    # shellcheck disable=SC2046 # words
    run_stage loyalty '' hark-loyalty --memory "$memory" $(each loyalty)
}

make_cases() {
    options=$(each cases | tr '\n' ' ')
    if ! has_word cases; then
        find "$next/cases" -type f -delete
        return
    fi
    # shellcheck disable=SC2016,SC2046,SC2086 # awk's own; words
    run_stage thread '' hark-thread --allow-empty --memory "$memory" $(each accounts | sed 's/^/--accounts /') \
        $options --files-from "$next/work/list.records" |
        judge_cases |
        run_stage cases_only '' hark-via awk 'index($0, "{\"v\":1,\"kind\":\"case\"") == 1' |
        run_stage cases '' hark-partition --allow-empty --memory "$memory" --zone "$zone" \
            --into "$next/work/cases_made" >/dev/null
    check_stages
    exchange cases cases_made
}

# The files of a folder by those that were made; what is the same stays.
exchange() {
    find "$next/$1" -name '*.zst' | while read -r file; do
        cmp -s "$file" "$next/work/$2/${file##*/}" || rm "$file"
    done
    [ ! -d "$next/work/$2" ] || find "$next/work/$2" -name '*.zst' | while read -r file; do
        [ -e "$next/$1/${file##*/}" ] || mv "$file" "$next/$1/"
    done
}

make_alarms() {
    each alarms | tr '\n' ' ' >"$next/work/alarm_options"
    if [ ! -s "$next/work/alarm_options" ]; then
        rm -f "$next/alarms.ndjson"
        return
    fi
    # shellcheck disable=SC2046 # words
    run_stage detect '' hark-detect --allow-empty --memory "$memory" $(cat "$next/work/alarm_options") --bare \
        --files-from "$next/work/list.records" >"$next/work/alarms.ndjson"
    check_stages
    cmp -s "$next/work/alarms.ndjson" "$next/alarms.ndjson" || mv "$next/work/alarms.ndjson" "$next/alarms.ndjson"
}

# How many orders found who bought, over all days: what the report's sales are worth.
make_match() {
    # shellcheck disable=SC2046 # words
    run_stage match '' hark-attribute --allow-empty --memory "$memory" $(each attribute) --match \
        --files-from "$next/work/list.records" >"$next/work/match.ndjson"
    check_stages
    cmp -s "$next/work/match.ndjson" "$next/match.ndjson" || mv "$next/work/match.ndjson" "$next/match.ndjson"
}

# table NAME STREAM OPTION…
make_tables() {
    [ -z "$(each table)" ] || mkdir -p "$next/rows"
    each table | while read -r name stream options; do
        # shellcheck disable=SC2086 # words
        run_stage aggregate "$name" hark-aggregate --allow-empty --memory "$memory" --zone "$zone" --bare $options \
            --files-from "$next/work/list.$stream" >"$next/rows/$name.ndjson"
    done
    check_stages
}

make_all_tables() {
    list records
    list credits
    make_cases
    list cases
    make_alarms
    if has_word rows; then
        make_match
        # shellcheck disable=SC2046 # words
        hark-rows --memory "$memory" --zone "$zone" $(each accounts | sed 's/^/--accounts /') $(each rows) "$next" ||
            fail $? "the rows of the report could not be made"
    fi
    make_tables
}
