# shellcheck shell=bash
# world - the small world's run and its report, in a folder; `load world`

# make_world DIR: as scripts/demo leaves it.
make_world() {
    local world=$HARK_ROOT/samples/world run=$1
    mkdir "$run"
    run=$(cd "$run" && pwd)
    (cd "$world" &&
        hark fetch posts clicks logs orders counts 2>/dev/null |
        hark normalize --sources sources.txt --seen-from %Y-%m --clear-ids --rejects "$run/rejects" |
            hark dedupe --accounts accounts.csv |
            hark classify --sentiment --rules ../rules --rules ../panel.rules --accounts accounts.csv) >"$run/records.ndjson"
    hark attribute --touches tracked --model first,last,linear --headline last/30d "$run/records.ndjson" >"$run/credits.ndjson"
    hark attribute --touches tracked --match "$run/records.ndjson" >"$run/match.ndjson"
    # without a key shop's people are shop:ADDRESS
    sed 's/,\([^,]*@\)/,shop:\1/; s/^author,email/author,customer/' "$world/consent.csv" >"$run/people.csv"
    hark thread --accounts "$world/accounts.csv" --sla 1d "$run/records.ndjson" | hark loyalty --people "$run/people.csv" --within 60d |
        hark via grep -F '"kind":"case"' >"$run/cases.ndjson"
    hark fetch "$world/ideas" | hark normalize | hark near | hark ideas --ideas 2>/dev/null >"$run/ideas.ndjson"
    make_rows "$run"
    hark report "$run"
}

make_rows() {
    hark rows --accounts "$HARK_ROOT/samples/world/accounts.csv" --panel line-mini,line-studio,line-tower,line-slate "$1"
}
