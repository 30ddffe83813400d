#!/usr/bin/env bats
# load - tables of SQLite and PostgreSQL hold what the streams say: once, whole, or nothing of it

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

load server

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    cp "$HARK_ROOT/samples/world/accounts.csv" .
    (cd "$HARK_ROOT/samples/world" &&
        hark fetch posts clicks logs orders counts 2>/dev/null |
        hark normalize --sources sources.txt --clear-ids --rejects "$BATS_FILE_TMPDIR/rejects" |
            hark dedupe --accounts accounts.csv |
            hark classify --sentiment --rules ../rules --accounts accounts.csv) >records.ndjson
    hark thread --accounts accounts.csv --cases records.ndjson >cases.ndjson
    hark attribute --touches tracked --model first,last,linear records.ndjson >credits.ndjson
    hark aggregate --by account,time:month --metric net_sales --metric orders credits.ndjson >sales.ndjson
    hark aggregate --by account,time:month --metric net_sales --metric orders --to csv credits.ndjson >sales.csv
    hark detect --by labels records.ndjson >alarms.ndjson
    mkdir run && ln {records,credits,cases}.ndjson run
    hark rows --accounts accounts.csv run
    start_server
}

teardown_file() {
    stop_server
}

# Each test has a database: `to` are hark load's words for it.
new_sqlite() {
    command -v sqlite3 >/dev/null || skip "no sqlite3 here"
    to=(--sqlite "$PWD/tables.db")
    prefix=hark_ data=hark_data_
}

new_postgres() {
    [ -e "$BATS_FILE_TMPDIR/server.url" ] || skip "no PostgreSQL here"
    url=$(new_database "t$BATS_TEST_NUMBER")
    to=(--postgres "$url")
    prefix=hark. data=hark_data.
}

# ask SQL: its answer as CSV with a header, hark.NAME and data.NAME being the views and tables.
ask() {
    set -o pipefail
    local sql=${1//hark./$prefix}
    sql=${sql//data./$data}
    if [ "${to[0]}" = --sqlite ]; then
        sqlite3 -csv -header tables.db "$sql"
    else
        psql -X -q --csv "$url" -c "$sql"
    fi | tr -d '\r'
}

one() {
    ask "$1" | tail -n 1
}

input() {
    ln -sf "$BATS_FILE_TMPDIR"/*.ndjson .
}

# The rows of two CSV files by the names of their columns, whatever their order: numbers as numbers.
same_table() {
    python3 - "$@" <<'END'
import csv, sys
from decimal import Decimal, InvalidOperation

def cell(text):
    try:
        return str(Decimal(text).normalize())
    except InvalidOperation:
        return text

def rows(name):
    return sorted(sorted((key, cell(value)) for key, value in row.items()) for row in csv.DictReader(open(name, encoding="utf-8")))

one, other = rows(sys.argv[1]), rows(sys.argv[2])
print(len(one), len(other))
for left, right in zip(one, other):
    if left != right:
        print(left, right, sep="\n")
        break
sys.exit(one != other or not one)
END
}

holds_what_was_loaded() {
    input
    for _ in once twice; do
        expect 0 hark load "${to[@]}" sales.ndjson credits.ndjson cases.ndjson alarms.ndjson
        [ -z "$output$stderr" ]
        for kind in credit case alarm; do
            [ "$(one "select count(*) from hark.${kind}s")" = "$(grep -c "^{\"v\":1,\"kind\":\"$kind\"" ${kind}s.ndjson)" ]
        done
        # The CSV of aggregate, to the cent: money there has its point, here its column does.
        decimal='net_sales_decimal'
        [ "$prefix" = hark. ] || decimal="printf('%.*f', exponent, net_sales_decimal)"
        ask "select account, time, model, \"window\", touches, currency, amounts, $decimal as net_sales, orders, definition, coverage from hark.rows_sales" >table.csv
        same_table "$BATS_FILE_TMPDIR/sales.csv" table.csv
        [ "$(one "select sum(amount) from hark.credits where model = 'last' and currency = 'USD'")" = \
            "$(jq -s 'map(select(.kind == "credit" and .model == "last" and .currency == "USD") | .amount) | add' credits.ndjson)" ]
        [ "$(one "select labels from hark.cases where id = 'twitter:case/24634230800'" | tr -d '"')" = '[safety]' ]
    done
}

survives_a_kill() {
    input
    for n in 1 2 3 4 5 6 7 8; do
        sed "s/\"order\":\"shop:/&$n/" credits.ndjson | grep '"kind":"credit"'
    done >many.ndjson
    all=$(wc -l <many.ndjson)
    start=$(date +%s%N)
    hark load "${to[@]}" many.ndjson
    took=$((($(date +%s%N) - start) / 1000000))
    [ "$(one 'select count(*) from hark.credits')" = "$all" ]
    sum=$(one 'select sum(amount) from hark.credits')
    for part in 2 4 5 6 7 8 9; do
        setsid hark load --tmpdir "$PWD" --replace "${to[@]}" many.ndjson &
        pid=$!
        sleep "$(printf '0.%03d' $((took * part / 10 % 1000)))"
        kill -KILL -- "-$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
        [ "$(one 'select count(*) from hark.credits')" = "$all" ]
        [ "$(one 'select sum(amount) from hark.credits')" = "$sum" ]
    done
    hark load "${to[@]}" many.ndjson
    [ "$(one 'select count(*) from hark.credits')" = "$all" ]
    [ "$(one 'select sum(amount) from hark.credits')" = "$sum" ]
}

loads_whole_streams_only() {
    input
    head -n 50 credits.ndjson >cut.ndjson
    expect 76 hark load "${to[@]}" sales.ndjson cut.ndjson
    [[ $stderr == *'nothing is loaded'* ]]
    hark load "${to[@]}" alarms.ndjson
    [ "$(one 'select count(*) from hark.credits')" = 0 ]
    run ! ask 'select count(*) from hark.rows_sales'
}

credit() {
    printf '{"v":1,"kind":"credit","source":"shop","order":"shop:%s","time":"2010-09-20T15:31:12Z","model":"linear","window":"30d","touches":"tracked",' "$1"
    printf '"of":%d,"position":%d,"amount":%d,"currency":"USD","exponent":2%s}\n' "$2" "$3" "$4" "$5"
}

replaces_a_group() {
    { credit 1 3 1 10; credit 1 3 2 10; credit 1 3 3 10; credit 2 1 1 7; } >first
    { credit 1 2 1 15; credit 1 2 2 15; } >restated
    hark load "${to[@]}" first
    hark load "${to[@]}" restated
    [ "$(one 'select count(*), sum(amount) from hark.credits')" = 3,37 ]
    hark load --replace "${to[@]}" restated
    [ "$(one 'select sum(amount) from hark.credits')" = 30 ]
}

takes_texts_as_they_are() {
    local campaign
    credit 1 1 1 5 ',"campaign":"a'"'"'); drop table x; --\t\\\"\u0001,é\u0000|\\u0000"' >odd
    hark load "${to[@]}" odd
    campaign=$(jq -r .campaign odd | tr '\000' '?')
    one 'select campaign from hark.credits' >answer
    python3 - "$campaign" answer <<'END'
import csv, sys
wanted = "a'); drop table x; --\t\\\"\x01,\u00e9\ufffd|\\u0000"
found = next(csv.reader(open(sys.argv[2], encoding="utf-8")))[0]
print(repr(wanted), repr(found))
sys.exit(found != wanted)
END
    printf '{"v":1,"kind":"row","time":"2010","a\\"; drop":1,"count":2}\n' >named.ndjson
    expect 65 hark load "${to[@]}" named.ndjson
    [[ $stderr == *'no name for a column'* ]]
    printf '{"v":1,"kind":"row","status":200,"count":2}\n{"v":1,"kind":"row","status":404,"count":2}\n' >status.ndjson
    expect 65 hark load "${to[@]}" status.ndjson
    [[ $stderr == *'name with --key'* ]]
    hark load "${to[@]}" --key status status.ndjson
    hark load "${to[@]}" --key status --table other <status.ndjson
    [ "$(one 'select count(*) from hark.rows_status')" = 2 ]
    [ "$(one 'select count(*) from hark.rows_other')" = 2 ]
    expect 64 hark load "${to[@]}" <status.ndjson
    expect 64 hark load "${to[@]}" --table 'x"y' status.ndjson
}

migrates() {
    input
    hark load "${to[@]}" credits.ndjson sales.ndjson
    views=(hark.credits hark.rows_sales)
    for view in "${views[@]}"; do ask "drop view $view" >/dev/null; done
    ask 'alter table data.credits drop column joined_by' >/dev/null
    ask 'alter table data.rows_sales drop column orders' >/dev/null
    hark load "${to[@]}" credits.ndjson sales.ndjson
    [ "$(one "select count(*) from hark.credits where joined_by = 'order'")" = "$(grep -c '"joined_by":"order"' credits.ndjson)" ]
    [ "$(one 'select count(*) from hark.rows_sales where orders is not null')" = "$(grep '"kind":"row"' sales.ndjson | grep -c '"orders":')" ]
}

# The panels of docs/recipes.md, as Grafana would ask them: with a condition on time in place of its own word.
answers_panels() {
    local number=0 panel
    hark load "${to[@]}" --replace "$BATS_FILE_TMPDIR"/run/rows/{sales,cases,sentiment}.ndjson "$BATS_FILE_TMPDIR"/{cases,alarms}.ndjson
    awk '/^```sql$/ { inside = 1; file = "panel." ++n; next } /^```$/ { inside = 0 } inside { print >file }' "$HARK_ROOT/docs/recipes.md"
    for panel in panel.*; do
        number=$((number + 1))
        ask "$(sed -E "s/[\$]__timeFilter\\(([a-z]+)\\)/\\1 >= '2010-01-01'/" "$panel")" >"answer.$number"
        [ "$(wc -l <"answer.$number")" -ge 2 ]
    done
    [ "$number" -eq 5 ]
    [ "$(awk -F , 'NR > 1 { sum += $3 } END { printf "%.2f", sum }' answer.1)" = \
        "$(jq -s 'map(select(.model == "last" and .currency == "USD" and .account) | .net_sales) | add' "$BATS_FILE_TMPDIR/run/rows/sales.ndjson" | sed 's/..$/.&/')" ]
    [ "$(tail -n +2 answer.4 | wc -l)" -eq "$(jq -s 'map(select(.kind == "case" and .outcome == "unanswered")) | length | if . > 20 then 20 else . end' "$BATS_FILE_TMPDIR/cases.ndjson")" ]
}

takes_turns() {
    input
    hark load "${to[@]}" credits.ndjson &
    hark load "${to[@]}" credits.ndjson sales.ndjson &
    wait %1
    wait %2
    [ "$(one 'select count(*) from hark.credits')" = "$(grep -c '"kind":"credit"' credits.ndjson)" ]
}

@test "SQLite holds what was loaded, loaded once or twice, and equals the CSV" { new_sqlite; holds_what_was_loaded; }
@test "PostgreSQL holds what was loaded, loaded once or twice, and equals the CSV" { new_postgres; holds_what_was_loaded; }
@test "a load into SQLite that is killed leaves what was there" { new_sqlite; survives_a_kill; sqlite3 tables.db 'pragma integrity_check' | grep -qx ok; }
@test "a load into PostgreSQL that is killed leaves what was there" { new_postgres; survives_a_kill; }
@test "SQLite gets whole streams only" { new_sqlite; loads_whole_streams_only; }
@test "PostgreSQL gets whole streams only" { new_postgres; loads_whole_streams_only; }
@test "a restated order replaces all its credits in SQLite" { new_sqlite; replaces_a_group; }
@test "a restated order replaces all its credits in PostgreSQL" { new_postgres; replaces_a_group; }
@test "texts are texts in SQLite, and names names" { new_sqlite; takes_texts_as_they_are; }
@test "texts are texts in PostgreSQL, and names names" { new_postgres; takes_texts_as_they_are; }
@test "tables of an earlier version gain columns in SQLite" { new_sqlite; migrates; }
@test "tables of an earlier version gain columns in PostgreSQL" { new_postgres; migrates; }
@test "two loads into SQLite at once take turns" { new_sqlite; takes_turns; }
@test "two loads into PostgreSQL at once take turns" { new_postgres; takes_turns; }

@test "the panels of docs/recipes.md are answered by SQLite" { new_sqlite; answers_panels; }
@test "the panels of docs/recipes.md are answered by PostgreSQL" { new_postgres; answers_panels; }

@test "lines that a killed load left are nobody else's to read, and go with the next load; those of one that runs stay" {
    command -v sqlite3 >/dev/null || skip "no sqlite3 here"
    input
    mkdir spool
    mkfifo slow
    setsid hark load --tmpdir spool --sqlite tables.db credits.ndjson slow 3>&- &
    pid=$!
    until [ -s "$(echo spool/hark-load.*/1.lines)" ]; do sleep 0.05; done
    left=$(echo spool/hark-load.*)
    [ "$(stat -c %a "$left")" = 700 ]
    hark load --tmpdir spool --sqlite tables.db alarms.ndjson
    [ -e "$left/1.lines" ]
    kill -KILL -- "-$pid"
    wait $pid || true
    [ -e "$left/1.lines" ]
    hark load --tmpdir spool --sqlite tables.db alarms.ndjson
    [ -z "$(ls spool)" ]
}

@test "a password is refused where everybody could read it, and taken from where nobody can" {
    expect 77 hark load --postgres postgresql://hark:secret@127.0.0.1/x </dev/null
    expect 77 hark load --postgres 'host=127.0.0.1 password=secret' </dev/null
    new_postgres
    input
    hba=$(<"$BATS_FILE_TMPDIR/server.folder")/data/pg_hba.conf
    psql -X -q "$url" -c "create role careful login superuser password 'secret'"
    sed -i '1i host all careful 127.0.0.1/32 scram-sha-256' "$hba"
    psql -X -q "$url" -c 'select pg_reload_conf()' >/dev/null
    sleep 1
    expect 75 hark load --postgres "${url/hark@/careful@}" alarms.ndjson || [ "$status" -eq 74 ]
    printf '*:*:*:careful:secret\n' >pass
    chmod 600 pass
    PGPASSFILE=$PWD/pass hark load --postgres "${url/hark@/careful@}" alarms.ndjson
    [ "$(one 'select count(*) from hark.alarms')" = "$(grep -c '"kind":"alarm"' alarms.ndjson)" ]
}

@test "a tool that breaks between the books and the database ends a load, which changes nothing" {
    new_sqlite
    input
    hark load "${to[@]}" alarms.ndjson
    sqlite3 tables.db .dump >before
    mkdir broken
    for tool in sed wc; do
        printf '#!/bin/sh\n/usr/bin/%s "$@"; exit 4\n' $tool >broken/$tool
        chmod +x broken/$tool
        PATH=$PWD/broken:$PATH expect 74 hark load "${to[@]}" credits.ndjson
        [[ $stderr == *"nothing is changed"* ]]
        rm broken/$tool
    done
    sqlite3 tables.db .dump | cmp - before
}

@test "a database that is not there is named, and is tried again later" {
    command -v psql >/dev/null || skip "no psql here"
    posts 1 >records
    expect 75 hark load --postgres postgresql://x@127.0.0.1:1/x records
    [[ $stderr == *'Connection refused'* ]]
    expect 64 hark load records
    expect 64 hark load --sqlite a --postgres b records
    expect 66 hark load --sqlite a.db nothing.ndjson
}

@test "every key that docs/record.md has of credits, cases, alarms and ideas has a column" {
    awk -F '|' '
        /^\*\*/ || /^and a case for each/ { table = "" }
        /^\*\*attribute\*\* writes a credit/ { table = "credits" }
        /^and a case for each/ { table = "cases" }
        /^\*\*loyalty\*\*, to cases/ { table = "cases" }
        /^\*\*detect\*\* writes an alarm/ { table = "alarms" }
        /^\*\*ideas\*\* writes an idea/ { table = "ideas" }
        /^[A-Z]/ || /^## / { table = "" }
        table != "" && /^\| `/ { while (match($2, /`[a-z_0-9]+`/)) { print table, substr($2, RSTART + 1, RLENGTH - 2); $2 = substr($2, RSTART + RLENGTH) } }
    ' "$HARK_ROOT/docs/record.md" | sort -u >said
    grep -E '^(credits|cases|alarms|ideas) ' "$HARK_ROOT/scripts/sql/columns" | cut -d ' ' -f 1,2 | sort -u >has
    [ "$(wc -l <said)" -gt 70 ]
    diff said has
}
