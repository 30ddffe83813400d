#!/usr/bin/env bats
# tables - how CSVs of orders and figures are told what their columns are

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    install -m 600 "$BATS_TEST_DIRNAME/key" key
    export HARK_KEY_FILE=key
    printf 'Order ID,time,amount,currency\n7,2009-03-06,10,EUR\n' >orders.csv
}

# What the run says and that it ends with 78: config WORD OPTION ...
config() {
    word=$1
    shift
    run sh -c 'hark-fetch orders.csv | hark-normalize "$@"' sh "$@"
    [ "$status" -eq 78 ] || { echo "$* ends with $status"; false; }
    [[ "$output" == *"$word"* ]] || { echo "$*: $output"; false; }
}

@test "columns that a format does not have end the run with 78" {
    config "'price'" --format orders_csv --columns 'id=Order ID,price=amount'
    config "'amount'" --format counts_csv --columns amount=value
    config 'comma or point' --format orders_csv --columns decimal=dot
    config 'source' --format orders_csv --source 'A"B'
}

@test "columns that mean another format's leave a table to that one" {
    printf 'Tag,source,measure,value\n2009-03-06,web,calls,7\n' >counts.csv
    hark-fetch counts.csv | hark-normalize --bare --columns date=Tag >out
    grep -q '"kind":"count"' out
    hark-fetch orders.csv | hark-normalize --bare --columns 'id=Order ID' >out
    grep -q '"kind":"order"' out
}

@test "a column that is named and not there is noted in the books" {
    hark-fetch orders.csv | hark-normalize --columns 'id=Order ID,shipping=Freight,coupon=Code' | tail -n 1 >end
    grep -q '"used":1,' end
    grep -q '"no_column_shipping":1' end
    grep -q '"no_column_coupon":1' end
    hark-fetch orders.csv | hark-normalize --columns 'id=Order ID' | tail -n 1 >end
    [ "$(grep -c no_column end)" -eq 0 ]
}

@test "without a format a table that lacks a column is unknown, with one the column is named" {
    hark-fetch orders.csv | hark-normalize --rejects rejects >/dev/null
    grep -q '"code":"unknown_format"' rejects
    hark-fetch orders.csv | hark-normalize --format orders_csv --rejects named >/dev/null
    grep -q "\"code\":\"missing_column\",\"why\":\"id: no column 'id' in this row" named
}
