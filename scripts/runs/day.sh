# shellcheck shell=sh disable=SC2034,SC2154,SC3012 # set and used by others here; POSIX has < of test since 2024
# day - what hark day and hark backfill are asked, and the run that follows

for part in progress common tools store intake credits tables checks manifest loads run; do
    # shellcheck source=/dev/null
    . "$runs/$part.sh"
done
PATH=$here:$PATH

config=hark.conf wait=0 verbose='' is_dry='' jobs='' keep='' take='' again='' retain='' is_forget=''
while [ $# -gt 0 ]; do
    case $1 in
    --config=*) config=${1#*=} ;;
    --config) config=${2?} && shift ;;
    --dry-run) is_dry=1 ;;
    --jobs=*) jobs=${1#*=} ;;
    --jobs) jobs=${2?} && shift ;;
    --keep=*) keep=${1#*=} ;;
    --keep) keep=${2?} && shift ;;
    --retain=*) retain=${1#*=} ;;
    --retain) retain=${2?} && shift ;;
    --verbose) verbose=1 ;;
    --wait=*) wait=${1#*=} ;;
    --wait) wait=${2?} && shift ;;
    --list | --take) take=$1 ;; # its own: one source, or part of it, in a process of its own
    -\? | --help) usage && exit ;;
    --usage) usage | head -n 1 && exit ;;
    -V | --version) echo "$program $version" && exit ;;
    --) shift && break ;;
    -?*) stop 64 "no option $1; --help lists them" ;;
    *) break ;;
    esac
    shift
done

is_number() {
    case $1 in '' | *[!0-9]*) return 1 ;; esac
}
is_number "$wait" || stop 64 "--wait wants seconds"
[ -z "$jobs" ] || is_number "$jobs" || stop 64 "--jobs wants a number"
[ -z "$keep" ] || is_number "$keep" || stop 64 "--keep wants a number"

if [ -n "$take" ]; then
    read_config
    case $take in
    --list) list_source "$1" ;;
    --take) take_part "$1" ;;
    esac
    exit 0 # how its stages ended, they have written down
fi
if [ -n "$is_backfill" ]; then
    case $# in 1 | 2) ;; *) stop 64 "a date to begin with is wanted, and one to end with may be given" ;; esac
else
    [ $# -le 1 ] || stop 64 "one date is wanted, or none"
    set -- "${1:-}" "${1:-}"
fi
for date in "$@"; do
    [ -z "$date" ] || is_date "$date" || stop 64 "$date is no date such as 2009-03-01"
done
read_config
day=${2:-$(shift_day "$(TZ=$zone date +%F)" -1)}
from_day=${1:-$day}
[ ! "$from_day" \> "$day" ] || stop 64 "$from_day is after $day"
run "$from_day"
