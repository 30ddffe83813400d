# shellcheck shell=sh disable=SC2034,SC2154 # set and used by others here
# forget - tombstones that name nobody, all that is published without those whom they are of, and a receipt
#
# It is a run like others: nothing holds before its rename. Runs before it go then, since they hold what is to be forgotten.

unlink_with() {
    hark-unlink --allow-empty --key-file "$key" "$@"
}

# Everything in which a record may lie.
all_record_files() {
    find "$next/records" "$next/open" -name '*.zst' | sort
    [ ! -e "$next/state/deletes.ndjson.zst" ] || echo "$next/state/deletes.ndjson.zst"
}

# From names to tombstones, and from these to what else is theirs (posts, handles, devices), until that is all.
make_tombstones() {
    printf '%s\n' "$@" | unlink_with --bare --people >"$next/work/tombstones" || fail 78 "no tombstones could be made"
    get forgotten >>"$next/work/tombstones"
    sort -u -o "$next/work/tombstones" "$next/work/tombstones"
    all_record_files >"$next/work/all_files"
    round=0
    while [ "$round" -lt 8 ] && [ -s "$next/work/all_files" ]; do
        round=$((round + 1))
        unlink_with --forgotten "$next/work/tombstones" --learn "$next/work/learnt" --files-from "$next/work/all_files" \
            >/dev/null || fail $? "what was published could not be read"
        sort -u "$next/work/tombstones" "$next/work/learnt" >"$next/work/more"
        ! cmp -s "$next/work/more" "$next/work/tombstones" || break
        mv "$next/work/more" "$next/work/tombstones"
    done
    put forgotten <"$next/work/tombstones"
    chmod 600 "$next/state/forgotten"
}

unlink_rejects() {
    rejects_gone=0
    [ -s "$next/rejects" ] || return 0
    rejects_gone=$(wc -l <"$next/rejects")
    forget_rejects "$next/rejects"
    rejects_gone=$((rejects_gone - $(wc -l <"$next/rejects")))
}

# A number of the books of a stage: of_stage STAGE NAME.
of_stage() {
    command sed -n 's/.*"'"$2"'":\([0-9][0-9]*\).*/\1/p' "$next/work/stages/$1.books" 2>/dev/null | sed -n 1p | grep . || echo 0
}

# What else holds copies: earlier runs, what failed, what was salvaged, downloads.
remove_copies() {
    runs_gone=$(find "$published/runs" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*' | sort | head -n -1 |
        while read -r old; do rm -rf "$old" && echo; done | wc -l)
    rm -rf "$published/failed"
    salvaged_gone=0
    if [ -n "$salvage" ] && [ -d "$salvage" ]; then
        salvaged_gone=$(find "$salvage" -type f -name '*.partial' | wc -l)
        find "$salvage" -type f -name '*.partial' -delete
    fi
    cache=$(setting cache '')
    cache_gone=0
    if [ -n "$cache" ] && [ -d "$cache" ]; then
        cache_gone=$(find "$cache" -type f | wc -l)
        find "$cache" -type f -delete
    fi
}

receipt() {
    printf '{"v":1,"receipt":"forgotten","people":%s,"tombstones":%s,"records":{"dropped_author":%s,"dropped_repost":%s,"dropped_delete":%s,"unlinked":%s,"masked":%s},' \
        "$1" "$(wc -l <"$previous/state/forgotten")" "$dropped_author" "$dropped_repost" "$dropped_delete" "$unlinked" "$masked"
    printf '"days":%s,"rejects":%s,"earlier_runs":%s,"cached_files":%s,"salvaged_files":%s,"run":"%s","databases":%s,"left":"archives as they came, and backups"}\n' \
        "$changed_count" "$rejects_gone" "$runs_gone" "$cache_gone" "$salvaged_gone" "${previous##*/}" "$(array <"$published/forgetting")"
    rm -f "$published/forgetting"
}

forget() {
    began=$(date +%s)
    take_lock
    [ -n "$(last_run)" ] || stop 66 "nothing is published in $published"
    begin_run
    settle
    day=$(get credited)
    day=${day:-$(date -u +%F)}
    trap 'rm -rf "$next"; exit 71' HUP INT TERM
    mkdir -p "$next/work/stages"
    : >"$next/work/rejects"
    rejected=0 damaged=0 salvaged=0 read_count=0
    step "looking for what else is theirs"
    make_tombstones "$@"
    again=$(all_days)
    is_forget=1
    merge
    unlink_rejects
    dropped_author=$(of_stage forget forgotten_author)
    dropped_repost=$(of_stage forget forgotten_original)
    dropped_delete=$(of_stage forget forgotten_target)
    unlinked=$(of_stage forget unlinked)
    masked=$(of_stage forget masked)
    close_days
    count_days
    make_credits
    step "making tables"
    make_all_tables
    step "digests"
    write_books
    write_manifest
    changed_count=$(grep -c . "$next/work/changed")
    publish
    settle
    remove_copies
    note "$# people forgotten: $changed_count days changed, published ${previous##*/}"
    tables_status=0
    forget_tables || note "$tables_status: of a database she could not be taken out: give the command again"
    wipe
    receipt $#
    [ "$tables_status" -eq 0 ] || stop "$tables_status" "of a database she could not be taken out; what is published is without her. Give the command again"
}
