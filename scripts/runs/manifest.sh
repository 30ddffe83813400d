# shellcheck shell=sh disable=SC2034,SC2154,SC3012 # set and used by others here; POSIX has < of test since 2024
# manifest - what a run was made of: its inputs, the exit and the books of every stage, what it changed

# Lines of a fetch state that the run before did not have: archives read now, as JSON objects.
new_inputs() {
    for source in $sources; do
        [ -e "$next/state/fetched/$source" ] || continue
        grep -vE '^(hark-state|=) ' "$next/state/fetched/$source" | sort >"$next/work/inputs.new"
        if [ -e "$previous/state/fetched/$source" ]; then
            grep -vE '^(hark-state|=) ' "$previous/state/fetched/$source" | sort >"$next/work/inputs.old"
        else
            : >"$next/work/inputs.old"
        fi
        comm -23 "$next/work/inputs.new" "$next/work/inputs.old" | awk -v source="$source" '
            $7 != "-" {
                name = $7
                gsub(/["\\]/, "\\\\&", name)
                printf "{\"source\":\"%s\",\"name\":\"%s\",\"bytes\":%s,\"xxh3\":\"%s\"}\n", source, name, $1, $2
            }'
    done
}

# Lines to a JSON array.
array() {
    awk 'BEGIN { printf "[" } { printf "%s%s", sep, $0; sep = "," } END { printf "]" }'
}

strings() {
    sed 's/["\\]/\\&/g; s/.*/"&"/' "$1" | array
}

write_books() {
    all_stages | while read -r stage_file; do
        awk -F '\t' '{ printf "{\"stage\":\"%s\",\"source\":\"%s\",\"status\":%s", $1, $2, $3 }' "$stage_file"
        if [ -s "${stage_file%.status}.books" ]; then
            printf ',"books":%s}\n' "$(tail -n 1 "${stage_file%.status}.books")"
        else
            printf '}\n'
        fi
    done >"$next/books.ndjson"
}

write_manifest() {
    # The digests come first: the manifest says what they are, and is of them no part.
    write_digests
    {
        printf '{"v":1,"version":"%s","command":"%s","day":"%s","zone":"%s","previous":"%s",' \
            "$version" "$program" "$day" "$zone" "${previous##*/}"
        printf '"read":%s,"rejected":%s,"damaged":%s,"salvaged":%s,' "$read_count" "$rejected" "$damaged" "$salvaged"
        printf '"uses":{"classify":"%s","attribute":"%s"},' "$(get classify)" "$(get attribute)"
        printf '"inputs":'
        new_inputs | array
        printf ',"changed":'
        strings "$next/work/changed"
        printf ',"stages":'
        awk -F '"books":' '{ sub(/,$/, "", $1); print $1 ($2 == "" ? "" : "}") }' "$next/books.ndjson" | array
        printf ',"sha256sums":"%s"}\n' "$(sha256sum "$next/SHA256SUMS" | cut -c 1-64)"
    } >"$next/manifest.json"
}

# Labels of Prometheus' text format.
write_metrics() {
    success=$(command sed -n 's/^hark_last_success_timestamp_seconds //p' "$published/metrics.prom" 2>/dev/null)
    [ "$1" -ne 0 ] || success=$(date +%s)
    latest=$(last_run)
    {
        echo '# HELP hark_last_success_timestamp_seconds When a run last ended with 0.'
        echo '# TYPE hark_last_success_timestamp_seconds gauge'
        echo "hark_last_success_timestamp_seconds ${success:-0}"
        echo '# HELP hark_last_run_timestamp_seconds When a run last ended.'
        echo '# TYPE hark_last_run_timestamp_seconds gauge'
        echo "hark_last_run_timestamp_seconds $(date +%s)"
        echo '# HELP hark_last_run_status The exit status of that run.'
        echo '# TYPE hark_last_run_status gauge'
        echo "hark_last_run_status $1"
        echo '# HELP hark_last_run_seconds How long it took.'
        echo '# TYPE hark_last_run_seconds gauge'
        echo "hark_last_run_seconds $(($(date +%s) - began))"
        echo '# HELP hark_rejected_records Records that the last run rejected.'
        echo '# TYPE hark_rejected_records gauge'
        echo "hark_rejected_records ${rejected:-0}"
        echo '# HELP hark_day_records Records of the day that was closed last.'
        echo '# TYPE hark_day_records gauge'
        [ ! -e "$latest/state/counts/$day" ] || awk -F '\t' '
            { printf "hark_day_records{source=\"%s\",kind=\"%s\"} %s\n", $1, $2, $3 }' "$latest/state/counts/$day"
    } >"$published/metrics.prom.new" && mv "$published/metrics.prom.new" "$published/metrics.prom"
}
