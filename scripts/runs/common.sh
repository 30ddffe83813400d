# shellcheck shell=sh disable=SC2034,SC2154,SC3012 # set and used by others here; POSIX has < of test since 2024
# common - what the commands over a published folder share: messages, options, the configuration
#
# Sourced, with $program and $here set. A line of the configuration is a word and what it is set to; '#' begins a
# comment at the start of a line. Words that may stand several times are read where they are needed, by `each`.

LC_ALL=C
export LC_ALL
set -f

stop() {
    stop_status=$1
    shift
    wipe
    printf '%s: %s\n' "$program" "$*" >&2
    exit "$stop_status"
}

say() {
    [ -n "$verbose" ] || return 0
    wipe
    printf '%s: %s\n' "$program" "$*" >&2
}

# What hark day and its kin know; of no other word is a line taken for one.
config_words='published key zone sources accounts rules models language sentiment order_param host
archives seen_from normalize classify attribute cases loyalty alarms rows table load expect baseline max_rejects keep
retain jobs memory cache salvage'

# The lines of a word, without it.
each() {
    awk -v word="$1" '$1 == word { sub(/^[ \t]*[^ \t]+[ \t]*/, ""); sub(/[ \t\r]+$/, ""); print }' "$config"
}

# The last line of a word, else what is given.
setting() {
    setting_value=$(each "$1" | tail -n 1)
    printf '%s\n' "${setting_value:-$2}"
}

check_words() {
    awk -v known="$(echo "$config_words" | tr '\n' ' ')" -v file="$config" '
        BEGIN { count = split(known, word, " "); for (i = 1; i <= count; i++) is_known[word[i]] = 1 }
        /^[ \t]*(#|$|\r$)/ { next }
        !($1 in is_known) { printf "%s:%d: no word %s is known\n", file, NR, $1; bad = 1 }
        ($1 in is_known) && NF == 1 && $1 !~ /^(cases|alarms|rows|language|sentiment)$/ {
            printf "%s:%d: %s says nothing\n", file, NR, $1; bad = 1
        }
        END { exit bad }' "$config" >&2 || stop 78 "$config cannot be followed"
}

# Whether the configuration has a word, which may stand alone.
has_word() {
    grep -qE "^[ 	]*$1([ 	]|\$)" "$config"
}

# A table by the name of one of the report's would take its place.
check_tables() {
    has_word rows || return 0
    command -v hark-rows >/dev/null || stop 69 "rows: there is no hark rows beside $program"
    taken=$(hark-rows --list)
    each table | while read -r name rest; do
        ! printf '%s\n' "$taken" | grep -qxF -e "$name" || stop 78 "$config: table $name: rows makes one of that name"
    done || exit
}

# From then on paths are relative to the folder in which the configuration lies.
read_config() {
    [ -r "$config" ] || stop 78 "no configuration $config; docs/running.md has one to start from"
    self=$here/${program#hark-}
    [ -x "$self" ] || self=$here/$program
    cd "$(dirname -- "$config")" || exit 74
    config=${config##*/}
    check_words
    check_tables
    published=$(setting published published)
    zone=$(setting zone UTC)
    [ "$zone" = UTC ] || [ -r "${TZDIR:-/usr/share/zoneinfo}/$zone" ] ||
        stop 78 "$config: this machine's tzdata does not have the zone $zone"
    key=$(setting key '')
    jobs=${jobs:-$(setting jobs 1)}
    keep=${keep:-$(setting keep 14)}
    memory=$(setting memory 1G)
    sources=$(each archives | awk '{ print $1 }' | awk '!seen[$0]++')
    next=$published/runs/.next
    case $jobs$keep in *[!0-9]* | 0*) stop 78 "jobs and keep are whole numbers from 1 on" ;; esac
    retain=${retain:-$(setting retain '')}
    printf '%s\n' "${retain:-1m}" | grep -qxE '[1-9][0-9]*m' || stop 78 "retain wants months, such as 25m"
    each archives | awk '$1 ~ /[^a-z0-9_-]/ || NF < 2 { exit 1 }' ||
        stop 78 "$config: archives wants a name of letters and digits, and where they are"
    salvage=$(setting salvage '')
    check_salvage
    each table | awk '$2 !~ /^(records|credits|cases)$/ { exit 1 }' ||
        stop 78 "$config: table wants a name, and records, credits or cases"
    has_word cases || ! has_word loyalty || stop 78 "$config: loyalty wants cases, which it judges"
    each load | awk '!/(^| )--(sqlite|postgres)[= ]/ { exit 1 }' ||
        stop 78 "$config: load wants --sqlite FILE or --postgres URL"
}

# What was put aside must not be read as an archive by the next night.
check_salvage() {
    [ -n "$salvage" ] || return 0
    salvage_place=$(readlink -m -- "$salvage")
    each archives | while read -r name salvage_from; do
        for salvage_from in $salvage_from; do
            case $salvage_from in *://*) continue ;; esac
            salvage_from=$(readlink -m -- "$salvage_from")
            # shellcheck disable=SC2254 # a pattern
            case $salvage_place/a.partial in
            $salvage_from | $salvage_from/*) stop 78 "$config: salvage $salvage lies among the archives of $name" ;;
            esac
        done
    done || exit
}

is_date() {
    [ "$(command date -u -d "$1" +%F 2>/dev/null)" = "$1" ]
}

# shift_day DATE N: the day so many days later.
shift_day() {
    date -u -d "$1 $2 days" +%F
}
