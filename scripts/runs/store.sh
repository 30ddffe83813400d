# shellcheck shell=sh disable=SC2034,SC2154,SC3012 # set and used by others here; POSIX has < of test since 2024
# store - the published folder: its lock, its runs, and how one becomes the next
#
#   lock           held by whoever writes; says who
#   runs/NNNNNN-D  what was published, each whole; the last is what holds. `current` leads to it
#   runs/.next     what a run makes; it becomes a run by one rename, and means nothing before
#   log            what happened, a line a run
#   metrics.prom   the same for Prometheus' node_exporter

take_lock() {
    command mkdir -p "$published/runs" || stop 73 "cannot make $published/runs"
    exec 9<>"$published/lock" || stop 73 "cannot make $published/lock"
    flock -w "${wait:-0}" 9 || stop 75 "busy: $(cat "$published/lock") holds $published/lock"
    printf '%s, process %s on %s, since %s' "$program" $$ "$(hostname)" "$(date -u +%FT%TZ)" >"$published/lock"
}

# The last run, or nothing.
last_run() {
    find "$published/runs" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*' 2>/dev/null | sort | tail -n 1
}

# Links to the files of the last run, so that what does not change is there once. Files are replaced, never written into.
begin_run() {
    rm -rf "$next"
    command mkdir -p "$next" || stop 73 "cannot make $next"
    previous=$(last_run)
    if [ -n "$previous" ]; then
        command cp -al "$previous/." "$next/" || stop 73 "cannot link the files of $previous"
        rm -rf "$next/work" "$next/rows"
    fi
    command mkdir -p "$next/records" "$next/open" "$next/credits" "$next/cases" "$next/state/keys" "$next/state/counts" \
        "$next/state/fetched" "$next/state/snapshots" "$next/work/in" || stop 73 "cannot write to $next"
    for file in books.ndjson manifest.json SHA256SUMS; do
        rm -f "$next/$file"
    done
    touch -d '2 seconds ago' "$next/work/begin"
}

# A file of the state, replaced and not written into: put NAME <content
put() {
    cat >"$next/work/put" && mv "$next/work/put" "$next/state/$1"
}

get() {
    [ ! -e "$next/state/$1" ] || cat "$next/state/$1"
}

# Digests of what is new are made, those of what is linked are known.
write_digests() {
    (
        cd "$next" || exit
        find . -type f ! -path './work/*' | sed 's|^\./||' | sort >work/files
        find . -type f ! -path './work/*' -newer work/begin | sed 's|^\./||' | sort >work/new
        if [ -n "$previous" ]; then
            grep -vxFf work/new work/files >work/old
            awk 'FILENAME == "work/old" { old[$0] = 1; next } substr($0, 67) in old' work/old "$OLDPWD/$previous/SHA256SUMS"
        fi >work/sums
        awk 'FILENAME == "work/sums" { known[substr($0, 67)] = 1; next } !($0 in known)' work/sums work/files | tr '\n' '\0' |
            xargs -0 -r sha256sum -- >work/new_sums || exit
        sort -k 2 work/sums work/new_sums >SHA256SUMS
        tr '\n' '\0' <work/new | xargs -0 -r sync -- SHA256SUMS
    ) || stop 74 "the files of $next cannot be read again"
}

# One rename, and the run is published.
publish() {
    number=$(printf '%s\n' "${previous##*/}" | sed 's/^0*//; s/-.*//')
    run=$published/runs/$(printf '%06d' $((${number:-0} + 1)))-$day
    rm -rf "$next/work"
    sync "$next/manifest.json" "$next"
    command mv -T "$next" "$run" || stop 73 "cannot make $run"
    sync "$published/runs"
    previous=$run
}

# What follows from a run that is published; done again by the next should this one die here.
settle() {
    [ -n "$(last_run)" ] || return 0
    if [ "$(readlink "$published/current")" != "runs/${previous##*/}" ]; then
        ln -sfn "runs/${previous##*/}" "$published/current.new"
        command mv -T "$published/current.new" "$published/current" || stop 73 "cannot make $published/current"
    fi
    find "$published/runs" -mindepth 1 -maxdepth 1 -type d -name '[0-9]*' | sort | head -n -"$keep" |
        while read -r old; do rm -rf "$old"; done
}

note() {
    printf '%s %s: %s\n' "$(date -u +%FT%TZ)" "$program" "$*" >>"$published/log"
    say "$*"
}
