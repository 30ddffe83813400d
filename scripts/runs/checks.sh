# shellcheck shell=sh disable=SC2034,SC2154,SC3012 # set and used by others here; POSIX has < of test since 2024
# checks - whether what came is what was to be expected, day by day and source by source
#
# state/counts/DAY has a line for each source: name, kind, records, and of visits those with a campaign.

# counts KIND OPTION…: how many records of which archive and kind there are in the days that changed.
counts_of() {
    stage_of=$1
    shift
    run_stage "$stage_of" '' hark-aggregate --bare --allow-empty --memory "$memory" --by time:day,archive,kind --count \
        --zone "$zone" --to tsv --raw-cells "$@" --files-from "$next/work/changed_files" >"$next/work/$stage_of"
}

count_days() {
    while read -r partition; do
        rm -f "$next/state/counts/$partition"
        old_file "$partition"
    done <"$next/work/changed" >"$next/work/changed_files"
    [ -s "$next/work/changed_files" ] || return 0
    counts_of all_counts
    counts_of campaign_counts --where kind=visit --where utm_campaign!=
    check_stages
    by_source | sort | awk -F '\t' -v OFS='\t' -v folder="$next/state/counts" '
        { file = folder "/" $1; print $2, $3, $4, $5 >file }'
}

# DAY, source, kind, records, with a campaign. The source of an archive is the first whose operand it is, matches, or lies in.
by_source() {
    each archives | awk -F '\t' '
        function pattern(operand) {
            gsub(/[.+(){}|^$\\]/, "\\\\&", operand)
            gsub(/\*/, "[^/]*", operand)
            gsub(/\?/, "[^/]", operand)
            sub(/\/$/, "", operand)
            return "^" operand "(/.*)?$"
        }
        function source_of(archive,  i) {
            if (!(archive in known)) {
                known[archive] = "-"
                for (i = patterns; i > 0; i--)
                    if (archive ~ like[i])
                        known[archive] = of[i]
            }
            return known[archive]
        }
        FILENAME == "-" {
            count = split($0, word, /[ \t]+/)
            for (i = 2; i <= count; i++) {
                of[++patterns] = word[1]
                like[patterns] = pattern(word[i])
            }
            next
        }
        FNR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
        {
            key = $column["time"] "\t" source_of($column["archive"]) "\t" $column["record_kind"]
            counts[key] += FILENAME ~ /campaign_counts$/ ? 0 : $column["count"]
            campaigns[key] += FILENAME ~ /campaign_counts$/ ? $column["count"] : 0
        }
        END { for (key in counts) print key "\t" counts[key] "\t" campaigns[key] }
    ' - "$next/work/all_counts" "$next/work/campaign_counts"
}

# Words for what is not as expected of a day, a line each: `expect SOURCE KIND N`, `expect SOURCE campaign P%`, `baseline P% WEEKS`.
unexpected() {
    {
        each expect | sed 's/^/expect /'
        each baseline | sed 's/^/baseline /'
        for source in $sources; do echo "source $source"; done
        echo "day $1"
        [ ! -e "$next/state/counts/$1" ] || sed "s/^/count /" "$next/state/counts/$1"
        weeks=$(each baseline | awk 'NR == 1 { print $2 }')
        week=0
        while [ "$week" -lt "${weeks:-0}" ]; do
            week=$((week + 1))
            before=$(shift_day "$1" $((-7 * week)))
            [ ! -e "$next/state/counts/$before" ] || sed "s/^/before $week /" "$next/state/counts/$before"
        done
    } | awk '
        $1 == "expect" { wanted[++wishes] = $0 }
        $1 == "baseline" { share = $2; sub(/%/, "", share); weeks = $3 }
        $1 == "day" { day = $2 }
        $1 == "count" { now[$2, $3] = $4; campaign[$2] += $5 }
        $1 == "before" { then[$3, $4, ++known[$3, $4]] = $5; kinds[$3 " " $4] = 1 }
        function median(source, kind,  n, i, j, value, list) {
            n = known[source, kind]
            for (i = 1; i <= n; i++) {
                value = then[source, kind, i]
                for (j = i - 1; j > 0 && list[j] > value; j--)
                    list[j + 1] = list[j]
                list[j + 1] = value
            }
            return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
        }
        END {
            for (i = 1; i <= wishes; i++) {
                split(wanted[i], word, " ")
                source = word[2]; kind = word[3]; least = word[4]
                if (kind == "campaign") {
                    sub(/%/, "", least)
                    visits = now[source, "visit"] + 0
                    if (campaign[source] * 100 < visits * least || visits == 0)
                        printf "%s: %s: %d of %d visits have a campaign, and %s%% is what is expected\n", source, day, campaign[source], visits, least
                } else {
                    sub(/s$/, "", kind)
                    if (now[source, kind] + 0 < least)
                        printf "%s: %s: %d of kind %s, and %d is what is expected\n", source, day, now[source, kind], kind, least
                }
            }
            if (share == "")
                exit
            for (key in kinds) {
                split(key, word, " ")
                if (known[word[1], word[2]] < 2)
                    continue
                usual = median(word[1], word[2])
                if (now[word[1], word[2]] * 100 < usual * share)
                    printf "%s: %s: %d of kind %s, and on the same weekday it were %s\n", word[1], day, now[word[1], word[2]], word[2], usual
            }
        }' | sort
}
