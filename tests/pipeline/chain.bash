# shellcheck shell=bash
# chain - what the tests of the whole pipeline share; `load chain`

load ../lib

# True in the build under sanitizers, where the same is shown on less.
sanitized() {
    grep -q __asan_init "$HARK_BIN/hark-fetch"
}

# skip_sanitized WHY: sanitizers want memory and time of their own.
skip_sanitized() {
    ! sanitized || skip "not under sanitizers: $1"
}

# A row of the ledger each: touches, metric, account, month, currency, minor units; of the records in a
# file, for one kind of touches. Nothing is no row.
ledger_rows() {
    local metric
    hark attribute --touches "$1" --model last --window 30d "${@:3}" "$2" >"credits.$1"
    for metric in order_total net_sales; do
        hark aggregate --by account,time:month --metric $metric --to tsv "${@:3}" "credits.$1" |
            minor "account time currency" $metric | sed "s/^/$1,$metric,/"
    done
}

# Likewise of the ledger of reasons.
reason_rows() {
    hark aggregate --by reason --metric order_total --to tsv "credits.$1" |
        minor "reason currency" order_total | sed "s/^/$1,/"
}

# minor COLUMNS MEASURE: of a TSV with a heading those columns and the measure in minor units, by commas.
minor() {
    awk -F '\t' -v names="$1" -v measure="$2" '
        NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; count = split(names, name, " "); next }
        {
            for (i = 1; i <= count; i++) printf "%s,", $column[name[i]]
            value = $column[measure]
            sub(/\./, "", value)
            print value + 0
        }'
}

# The rows of a ledger that are something, sorted.
something() {
    tail -n +2 "$1" | grep -v ',0$' | LC_ALL=C sort
}

# agree WANTED FOUND: two files are the same, or the first differences are shown.
agree() {
    diff "$1" "$2" >differences || {
        head -n 20 differences
        return 1
    }
}
