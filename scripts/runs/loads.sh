# shellcheck shell=sh disable=SC2034,SC2154 # set and used by others here
# loads - the databases that a run is loaded into once it is published
#
# published/loaded has a line for each: the run that it holds, and how it was asked for. What could not be loaded, or was
# killed meanwhile, is loaded by the next run, also where nothing is new.

# load_into OPTION…: the tables of the last run, in place of what was there.
load_into() {
    set +f
    set -- "$@" "$previous"/rows/*.ndjson "$previous"/alarms.ndjson
    set -f
    load_count=$#
    for load_word in "$@"; do
        case $load_word in "$previous"/*) [ -e "$load_word" ] || load_word='' ;; esac
        [ -z "$load_word" ] || set -- "$@" "$load_word"
    done
    shift "$load_count"
    step "loading ${previous##*/}"
    find "$previous/credits" "$previous/cases" -name '*.zst' | sort >"$published/loading"
    hark-load --replace --allow-empty --files-from "$published/loading" "$@" 2>"$published/load_said"
    load_status=$?
    wipe
    while read -r load_said; do printf '%s: %s: %s\n' "$program" "${previous##*/}" "$load_said" >&2; done <"$published/load_said"
    rm -f "$published/loading" "$published/load_said"
    return "$load_status"
}

# 0, or the status of the last that could not be loaded.
load_run() {
    loads_status=0
    [ -n "$(last_run)" ] || return 0
    each load >"$published/loads.asked"
    while read -r load_options; do
        load_line="${previous##*/} $load_options"
        if ! command grep -qxF -e "$load_line" "$published/loaded" 2>/dev/null; then
            # shellcheck disable=SC2086 # words
            if load_into $load_options </dev/null; then
                command grep -vF -e " $load_options" "$published/loaded" >"$published/loaded.new" 2>/dev/null
                printf '%s\n' "$load_line" >>"$published/loaded.new"
                mv "$published/loaded.new" "$published/loaded"
            else
                loads_status=$load_status
                note "$previous: not loaded, $load_status: $load_options"
            fi
        fi
    done <"$published/loads.asked"
    rm -f "$published/loads.asked"
    return "$loads_status"
}

# forget_in OPTION…: people taken out of a database, and its receipt onto those of others.
forget_in() {
    forget_status=0
    hark-load "$@" --forgotten "$previous/state/forgotten" --key-file "$key" >>"$published/forgetting" || forget_status=$?
}

# Every database of the configuration, and those that were named.
forget_tables() {
    tables_status=0
    : >"$published/forgetting"
    { each load; printf '%s\n' "$also"; } | sed '/^$/d' >"$published/loads.asked"
    while read -r load_options; do
        # shellcheck disable=SC2086 # words
        forget_in $load_options </dev/null
        [ "$forget_status" -eq 0 ] || tables_status=$forget_status
    done <"$published/loads.asked"
    rm -f "$published/loads.asked"
    load_run || tables_status=$loads_status
    return "$tables_status"
}
