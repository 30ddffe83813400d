# shellcheck shell=sh disable=SC2154 # set by load, which sources it
# forget - people taken out of all tables of a database, by the tombstones of hark forget
#
# Each row goes through hark unlink as the record that it was. What comes back other is written back, what does not is
# deleted, all in one transaction, and the tables are packed anew, so that nothing is left where it stood.

# sql_of FUNCTION FILE [ARGUMENT…]: the script that a function of forget.jq makes.
sql_of() {
    sql_function=$1 sql_file=$2
    shift 2
    jq -r "$@" "$tables $people $sql_function" "$work/columns" >"$sql_file" || broken
}

# forget_people TOMBSTONES KEY: a receipt on standard output.
forget_people() {
    kind=sqlite
    [ -z "$postgres" ] || kind=postgres
    : >"$work/changes"
    columns_to "$work/columns"
    [ "$(cat "$work/columns")" != '[]' ] || rm "$work/columns"
    if [ -e "$work/columns" ]; then
        step "holding tables against tombstones"
        sql_of "${kind}_tell" "$work/script"
        run_script "$work/script" "$work/was"
        hark-unlink --allow-empty --bare --key-file "$2" --forgotten "$1" "$work/was" >"$work/is" || stop $? "the tables could not be held against $1; nothing is changed"
        LC_ALL=C sort -o "$work/was" "$work/was" || broken
        LC_ALL=C sort -o "$work/is" "$work/is" || broken
        LC_ALL=C comm -23 "$work/was" "$work/is" >"$work/was.other" || broken
        LC_ALL=C comm -13 "$work/was" "$work/is" >"$work/is.other" || broken
        jq -n -c --rawfile was "$work/was.other" --rawfile is "$work/is.other" "$tables $people changes(\$was; \$is)" >"$work/changes" || broken
        sql_of "${kind}_script(\$changes; \$count)" "$work/script" --arg changes "$work/changes" --argjson count "$(wc -l <"$work/changes")"
        step "packing tables anew"
        run_script "$work/script"
        wipe
    else
        echo '[]' >"$work/columns"
    fi
    jq -c --arg store "$kind:${sqlite:-$postgres}" --slurpfile changes "$work/changes" \
        "$tables $people {\$store, tables: told(\$changes)}" "$work/columns"
}
