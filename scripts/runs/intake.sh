# shellcheck shell=sh disable=SC2034,SC2154,SC3012 # set and used by others here; POSIX has < of test since 2024
# intake - archives that are new to records by the day, each source by itself

# run_stage NAME SOURCE COMMAND…: its exit status and its books go to where the run's books are kept.
run_stage() {
    stage_file=$next/work/stages/$1${2:+.$2}
    stage=$1 stage_source=$2
    stage_program=$3
    shift 3
    "$stage_program" --stats "$stage_file.books" "$@" 2>>"$stage_file.messages"
    stage_status=$?
    printf '%s\t%s\t%s\n' "$stage" "$stage_source" "$stage_status" >"$stage_file.status"
    return "$stage_status"
}

# Options of the configuration, to "$@" of a command: words, without quotes.
normalize_options() {
    each sources | sed 's/^/--sources /'
    [ -z "$key" ] || echo "--key-file $key"
    each seen_from | sed 's/^/--seen-from /'
    each host | sed 's/^/--host /'
    each order_param | sed 's/^/--order-param /'
    each normalize
}

classify_options() {
    each rules | sed 's/^/--rules /'
    each accounts | sed 's/^/--accounts /'
    each models | sed 's/^/--model /'
    each language | sed 's/.*/--language/'
    each sentiment | sed 's/.*/--sentiment/'
    each classify
}

# classify_stage NAME SOURCE OPERAND…: as configured; where nothing is to be added, records stay as they are.
classify_stage() {
    if [ -z "$(classify_options)" ]; then
        cat
        return
    fi
    classify_name=$1 classify_source=$2
    shift 2
    # shellcheck disable=SC2046 # words
    run_stage "$classify_name" "$classify_source" hark-classify --allow-empty $(classify_options) "$@"
}

# The operands of a source that are there; what is not there is no error today, and expected may be that it is.
operands() {
    each archives | awk -v name="$1" '$1 == name { for (i = 2; i <= NF; i++) print $i }' | while read -r operand; do
        case $operand in
        http://* | https://* | s3://*) printf '%s\n' "$operand" ;;
        *)
            set +f
            for path in $operand; do
                [ ! -e "$path" ] || printf '%s\n' "$path"
            done
            set -f
            ;;
        esac
    done
}

# Where the archives of a source are looked for, to FILES; false where there is nothing.
find_archives() {
    operands "$1" >"$next/work/in/$1.files"
    [ ! -s "$next/work/in/$1.files" ] || return 0
    echo "$1: nothing lies where its archives are looked for" >>"$next/work/absent"
    return 1
}

# fetch_new STAGE NAME OPTION…: what is new in a source, by its state. What is linked is not written into.
fetch_new() {
    fetch_stage=$1 name=$2 state=$next/state/fetched/$2
    shift 2
    cache=$(setting cache '')
    [ ! -e "$state" ] || { cp -p "$state" "$state.mine" && mv "$state.mine" "$state"; }
    [ -z "$salvage" ] || [ -n "$is_dry" ] || set -- --salvage "$salvage" "$@"
    run_stage "$fetch_stage" "$name" hark-fetch --verify --allow-empty --only-new "$state" ${cache:+--cache "$cache"} \
        --rejects "$next/work/in/$name.rejects" --max-rejects 100% --files-from "$next/work/in/$name.files" "$@"
}

# What fetch wrote, to records, and what classify adds.
take_raw() {
    # shellcheck disable=SC2046 # words
    run_stage normalize "$1" hark-normalize --allow-empty $(normalize_options) \
        --rejects "$next/work/in/$1.rejects" --max-rejects 100% |
        forget_stage "$1" |
        classify_stage classify "$1" - >"$next/work/in/$1.ndjson"
}

# One source, archive by archive.
take_source() {
    find_archives "$1" || return 0
    fetch_new fetch "$1" | take_raw "$1"
}

# The same by several processes: one says what is new, and each of the parts of that is read by one of its own.
list_source() {
    find_archives "$1" || return 0
    (umask 077 && fetch_new list "$1" --list "$next/work/in/$1.list" >/dev/null)
}

# NAME.0001 and so on, each some archives that lie side by side, of about the same size; as many as keep everybody busy.
list_parts() {
    for source in $sources; do
        [ -s "$next/work/in/$source.list" ] || continue
        (umask 077 && awk -v most=$((4 * jobs)) -v stem="$next/work/in/$source." '
            FNR == NR { all += $2 - $1; next }
            FNR == 1 || size >= all / most { close(part); part = sprintf("%s%04d.part", stem, ++parts); size = 0; print part }
            { print >part; size += $2 - $1 }
        ' "$next/work/in/$source.list" "$next/work/in/$source.list") | sed 's|.*/||; s/\.part$//'
    done
}

take_part() {
    cache=$(setting cache '')
    run_stage fetch "$1" hark-fetch --allow-empty ${cache:+--cache "$cache"} --rejects "$next/work/in/$1.rejects" \
        --max-rejects 100% --listed "$next/work/in/$1.part" | take_raw "$1"
}

# side_by_side OPTION <NAMES: this script with the option, once a name, so many at a time.
side_by_side() {
    xargs -P "$jobs" -n 1 "$self" --config "$config" ${is_dry:+--dry-run} "$1" || fail 71 "what is to be read could not be started"
}

# Those that were asked to be forgotten stay so, whatever archive brings them back.
forget_stage() {
    if [ -s "$next/state/forgotten" ]; then
        forget_source=$1
        shift
        run_stage forget "$forget_source" hark-unlink --allow-empty --key-file "$key" --forgotten "$next/state/forgotten" "$@"
    elif [ $# -gt 1 ]; then
        fail 70 "there is nobody to forget"
    else
        cat
    fi
}

# The worst of all stages, by the order in which statuses count; each that failed is named with what it said.
# Options that a filter does not take (64) are the configuration's.
stages_status() {
    worst=0
    for status in 66 75 69 65 76 77 64 78 71 73 74 70; do
        awk -F '\t' -v status="$status" '$3 == status { found = 1 } END { exit !found }' "$@" && worst=$status
    done
    [ "$worst" -ne 64 ] || worst=78
    awk -F '\t' '$3 != 0 { bad = 1 } END { exit bad }' "$@" || [ "$worst" -ne 0 ] || worst=71
    echo "$worst"
}

say_failed() {
    for stage_file in "$@"; do
        read -r stage_name stage_of <"$stage_file"
        case $(cut -f 3 "$stage_file") in
        0 | 141) ;;
        *) sed "s/^/    /" "${stage_file%.status}.messages" >&2 ;;
        esac
        : "$stage_name" "$stage_of"
    done
}

all_stages() {
    find "$next/work/stages" -name '*.status' | sort
}

# Nothing is published of a run in which a stage failed.
check_stages() {
    # shellcheck disable=SC2046 # names without spaces
    set -- $(all_stages)
    [ $# -gt 0 ] || return 0
    worst=$(stages_status "$@")
    [ "$worst" -eq 0 ] || {
        say_failed "$@"
        fail "$worst" "a stage failed, and nothing was published: $(awk -F '\t' '$3 != 0 { printf "%s%s %s ended %s", sep, $1, $2, $3; sep = "; " }' "$@")"
    }
}

take_sources() {
    mkdir -p "$next/work/stages"
    if [ "$jobs" -eq 1 ]; then
        for source in $sources; do
            step "reading $source"
            take_source "$source"
        done
    else
        step "looking for what is new"
        printf '%s\n' "$sources" | side_by_side --list
        check_stages
        step "reading, $jobs archives at a time"
        list_parts >"$next/work/parts"
        [ ! -s "$next/work/parts" ] || side_by_side --take <"$next/work/parts"
    fi
    check_stages
}

# In how many raw records how many were rejected; damaged archives stand apart.
count_rejects() {
    find "$next/work/in" -name '*.rejects' -exec cat {} + >"$next/work/rejects"
    damaged=$(grep -c '"code":"bad_archive"' "$next/work/rejects")
    salvaged=$(find "$next/work/stages" \( -name 'fetch.*.books' -o -name 'list.*.books' \) -exec sed -n 's/.*"salvaged":\([0-9]*\).*/\1/p' {} + |
        awk '{ sum += $1 } END { print sum + 0 }')
    rejected=$(($(wc -l <"$next/work/rejects") - damaged))
    # shellcheck disable=SC2046 # names without spaces
    set -- $(find "$next/work/stages" -name 'normalize.*.books' | sort)
    read_count=0
    [ $# -eq 0 ] || read_count=$(cat "$@" | sed 's/.*"by":"normalize","status":[0-9]*,"in":\([0-9]*\).*/\1/' | awk '{ sum += $1 } END { print sum + 0 }')
    most=$(setting max_rejects 0.1%)
    awk -v rejected="$rejected" -v read="$read_count" -v most="$most" 'BEGIN {
        limit = most ~ /%$/ ? read * most / 100 : most + 0
        exit rejected > limit
    }' || {
        mkdir -p "$published/failed"
        (umask 077 && cp "$next/work/rejects" "$published/failed/rejects")
        fail 65 "$rejected of $read_count records were rejected, and $most is what may be; nothing was published, and $published/failed/rejects has them"
    }
}

# Rejects of nobody who was forgotten, in place of those in a file.
forget_rejects() {
    if [ ! -s "$next/state/forgotten" ] || [ ! -s "$1" ]; then
        return
    fi
    (umask 077 && hark-unlink --bare --lines --key-file "$key" --forgotten "$next/state/forgotten" "$1" >"$next/work/rejects_left") ||
        fail $? "the rejects could not be read"
    cmp -s "$next/work/rejects_left" "$1" || mv "$next/work/rejects_left" "$1"
}

# Rejects of all runs, each once, with the day that was run when it was first found.
keep_rejects() {
    forget_rejects "$next/work/rejects"
    {
        get ../rejects
        sed "s/^{/{\"day\":\"$day\",/" "$next/work/rejects"
    } | awk '{ line = $0; sub(/^\{"day":"[^"]*",/, "", line) } !(line in seen) { seen[line] = 1; print }' |
        sort >"$next/work/all_rejects"
    if ! cmp -s "$next/work/all_rejects" "$next/rejects"; then
        chmod 600 "$next/work/all_rejects"
        mv "$next/work/all_rejects" "$next/rejects"
    fi
}

# Days that hold anything of a list of partitions, without the deletes: closed or still open.
old_file() {
    for shelf in records open; do
        [ ! -e "$next/$shelf/$1.ndjson.zst" ] || echo "$next/$shelf/$1.ndjson.zst"
    done
}

# The days that have records, closed or open, in their order.
all_days() {
    find "$next/records" "$next/open" -name '*.zst' | sed 's|.*/||; s/\.ndjson\.zst$//' | sort
}

# A row's partition, a line each.
partitions() {
    sed -n 's/^{"v":1,"kind":"row","partition":"\([^"]*\)".*/\1/p'
}

# From what came and the partitions that it touches to these partitions, made anew. $again: days that are made anew anyway.
merge() {
    step "sorting what came into its days"
    mkdir -p "$next/work/in"
    find "$next/work/in" -name '*.ndjson' | sort >"$next/work/new_files"
    : >"$next/work/touched"
    [ ! -s "$next/work/new_files" ] ||
        run_stage touched '' hark-partition --allow-empty --zone "$zone" --touched "$next/state/keys" \
            --files-from "$next/work/new_files" | partitions >"$next/work/touched"
    check_stages
    printf '%s\n' "$again" | sed '/^$/d' >>"$next/work/touched"
    [ -z "$is_forget" ] || echo deletes >>"$next/work/touched"
    sort -u -o "$next/work/touched" "$next/work/touched"
    : >"$next/work/changed"
    : >"$next/work/moving"
    [ -s "$next/work/touched" ] || return 0
    while read -r partition; do
        [ "$partition" = deletes ] || old_file "$partition"
    done <"$next/work/touched" >"$next/work/old_files"
    [ ! -e "$next/state/deletes.ndjson.zst" ] || echo "$next/state/deletes.ndjson.zst" >>"$next/work/old_files"
    if [ -n "$is_forget" ]; then
        forget_stage '' --files-from "$next/work/old_files" | classify_stage before '' - >"$next/work/before.ndjson"
        check_stages
        echo "$next/work/before.ndjson" >>"$next/work/new_files"
    elif [ -z "$(classify_options)" ]; then
        cat "$next/work/old_files" >>"$next/work/new_files"
    elif [ -s "$next/work/old_files" ]; then
        classify_stage before '' --files-from "$next/work/old_files" >"$next/work/before.ndjson"
        echo "$next/work/before.ndjson" >>"$next/work/new_files"
    fi
    run_stage sort '' hark-partition --allow-empty --memory "$memory" --zone "$zone" --into "$next/work/sorted" \
        --files-from "$next/work/new_files" >/dev/null
    check_stages
    find "$next/work/sorted" -name '*.zst' | sort >"$next/work/sorted_files"
    # shellcheck disable=SC2046 # words
    run_stage dedupe '' hark-dedupe --allow-empty --memory "$memory" --index "$next/work/index" \
        $(each accounts | sed 's/^/--accounts /') --files-from "$next/work/sorted_files" |
        classify_stage classify '' - |
        run_stage partition '' hark-partition --allow-empty --memory "$memory" --zone "$zone" \
            --into "$next/work/made" --keys "$next/work/keys" >"$next/work/partitions"
    check_stages
    replace_partitions
}

# Whether what became other may change a credit: not where members differ that no credit is made of.
moves_credits() {
    if [ ! -e "$1" ] || [ ! -e "$2" ] || each attribute | grep -qe '--as-of'; then
        return 0
    fi
    hark-diff --bare --allow-empty "$1" "$2" >"$next/work/differences" || return 0
    awk '
        !/^\{"v":1,"kind":"row","change":"changed"/ { moves = 1; exit }
        {
            gsub(/.*"why":\[|\].*/, "")
            gsub(/"(seen|title|text|lang|language|sentiment|sentiment_by|score|labels|route|urgency|urgency_by|why|tags|mentions|likes|reposts|quotes|replies|views|votes|followers|following|posts)"/, "")
            if (/"/) { moves = 1; exit }
        }
        END { exit !moves }' "$next/work/differences"
}

# What is the same as before stays the file that it was; what became other is listed.
replace_partitions() {
    while read -r partition; do
        made=$next/work/made/$partition.ndjson.zst
        if [ "$partition" = deletes ]; then
            [ -z "$is_forget" ] || [ -e "$made" ] || rm -f "$next/state/deletes.ndjson.zst"
            cmp -s "$made" "$next/state/deletes.ndjson.zst" || [ ! -e "$made" ] || mv "$made" "$next/state/deletes.ndjson.zst"
            continue
        fi
        old=$(old_file "$partition")
        [ -z "$old" ] || ! cmp -s "$made" "$old" || continue
        [ -n "$old" ] || [ -e "$made" ] || continue
        ! moves_credits "$old" "$made" || printf '%s\n' "$partition" >>"$next/work/moving"
        [ -z "$old" ] || rm "$old"
        rm -f "$next/state/keys/$partition.keys"
        printf '%s\n' "$partition" >>"$next/work/changed"
        [ -e "$made" ] || continue
        mv "$made" "$next/open/$partition.ndjson.zst"
        mv "$next/work/keys/$partition.keys" "$next/state/keys/$partition.keys"
    done <"$next/work/touched"
}

# Days up to the one that is closed are published, later ones wait until theirs is.
close_days() {
    find "$next/open" -name '*.ndjson.zst' | sort | while read -r file; do
        partition=${file##*/}
        partition=${partition%.ndjson.zst}
        [ "$partition" \> "$day" ] || mv "$file" "$next/records/"
    done
}
