# shellcheck shell=sh disable=SC2154 # set by who sources it: sqlite, postgres, share, tmpdir
# database - what load does with a database: its client, its columns, a script; and the folder in which lines lie meanwhile

# What lies between the books and the database could not be kept: the disk is full, say.
broken() {
    stop 74 "what was to be loaded could not be kept in $tmpdir; nothing is changed"
}

# A folder of our own, held by a lock as long as we live: what a run that was killed has left goes with the next one.
open_spool() {
    umask 077
    find "$tmpdir" -maxdepth 1 -type d -name 'hark-load.*' -user "$(id -u)" 2>/dev/null | while read -r left; do
        if [ -e "$left/lock" ]; then
            flock -n "$left/lock" rm -rf "$left"
        else
            find "$left" -maxdepth 0 -mmin +10 -exec rm -rf {} +
        fi
    done
    while :; do
        work=$(mktemp -d "$tmpdir/hark-load.XXXXXX") || stop 73 "no folder can be made in $tmpdir"
        exec 8>"$work/lock" || exit 73
        flock 8
        [ ! -e "$work/lock" ] || break # else another took it for one that was left
    done
    trap 'rm -rf "$work"' EXIT
    trap 'exit 71' HUP INT TERM
}

# The columns of hark's tables, to a file: [{t, c, type}].
columns_to() {
    echo '[]' >"$1"
    if [ -n "$postgres" ]; then
        printf '%s\n' "select coalesce(json_agg(json_build_object('t', table_name, 'c', column_name, 'type', data_type) order by table_name, ordinal_position), '[]')
            from information_schema.columns where table_schema = 'hark_data'" >"$work/ask"
        run_script "$work/ask" "$1"
    elif [ -e "$sqlite" ]; then
        printf '%s\n' '.timeout 600000' '.mode list' "select json_group_array(json_object('t', m.name, 'c', c.name, 'type', c.type))
            from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and m.name like 'hark\_data\_%' escape '\\';" >"$work/ask"
        run_script "$work/ask" "$1"
    fi
}

# run_script SCRIPT [ANSWER]: ends with what the database complained of.
run_script() {
    if [ -n "$postgres" ]; then
        psql -X -q -A -t --no-password --dbname "$postgres" --set ON_ERROR_STOP=1 --file "$1" >"${2:-$work/answer}" 2>"$work/said"
    else
        sqlite3 -batch "$sqlite" <"$1" >"${2:-$work/answer}" 2>"$work/said"
    fi && return
    wipe
    cat "${2:-/dev/null}" "$work/said" | grep -v '^$' | sed 's/^/hark-load: /' >&2
    ! grep -qE 'division by zero|CHECK constraint failed: right' "$work/said" ||
        stop 75 "the tables, or what was to go into them, changed meanwhile; nothing is changed"
    grep -qE 'locked|could not connect|Connection refused|starting up|shutting down' "$work/said" && exit 75
    stop 74 "nothing is changed"
}
