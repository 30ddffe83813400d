#!/usr/bin/env bats
# rows - CSV and TSV as objects, and how little a bad row costs

# shellcheck disable=SC2154,SC2094 # bats sets stderr; cat prints
load ../lib

# fetches WANTED COMMAND…: --bare records are these, one a line
rows() {
    hark-fetch --bare --rejects rejects "$@"
}

@test "a row is an object by its header, whatever the separator" {
    printf 'id,name,when\n1,a,b\n' >a.csv
    printf '\xef\xbb\xbfid;name;when\r\n1;a;b\r\n' >b.csv
    printf 'id\tname\twhen\n1\ta\tb\n' >c.tsv
    printf 'id|name|when\n1|a|b\n' >d.csv
    for file in a.csv b.csv c.tsv d.csv; do
        rows "$file" | diff - <(echo '{"id":"1","name":"a","when":"b"}')
    done
}

@test "without the name a header of three names tells a table" {
    printf 'id,name,when\n1,a,b\n' >plain
    rows <plain | diff - <(echo '{"id":"1","name":"a","when":"b"}')
    printf 'Well, hello there, you\nall\n' >prose
    rows <prose | diff - <(cat prose)
}

@test "a cell may hold quotes, separators and line breaks; the line is where its row began" {
    printf 'a,b,c\n1,"x, ""y""\nz",3\n4,5,6\n' >a.csv
    rows a.csv | diff - <(printf '{"a":"1","b":"x, \\"y\\"\\nz","c":"3"}\n{"a":"4","b":"5","c":"6"}\n')
    printf 'a,b,c\n1,"x\n\ny",3\n1,2,3,4\n' >b.csv
    rm -f rejects
    rows b.csv >out
    [ "$(jq .line rejects)" -eq 5 ]
}

@test "quotes mean nothing between tabs" {
    printf 'a\tb\tc\n1\t"x\t2\n3\ty"\t4\n' >a.tsv
    rows a.tsv | diff - <(printf '{"a":"1","b":"\\"x","c":"2"}\n{"a":"3","b":"y\\"","c":"4"}\n')
}

@test "names that come twice are numbered, and empty ones named" {
    printf 'a,a,,a_2,a\n1,2,3,4,5\n' >a.csv
    rows a.csv | diff - <(echo '{"a":"1","a_2":"2","column_3":"3","a_2_2":"4","a_3":"5"}')
}

@test "a header alone is a table without rows" {
    printf 'a,b,c\n' >a.csv
    expect 0 hark-fetch a.csv
    [ "$(printf '%s\n' "$output" | books in)" -eq 0 ]
}

@test "a short row lacks its last cells, a long one is rejected" {
    printf 'a,b,c\n1\n1,2,3,4\n,,\n' >a.csv
    rows a.csv | diff - <(printf '{"a":"1"}\n{"a":"","b":"","c":""}\n')
    [ "$(jq -r '"\(.line) \(.code) \(.raw)"' rejects)" = "3 ragged_row 1,2,3,4" ]
}

@test "a quote that is never closed costs its line and no other" {
    {
        printf 'a,b,c\n1,2,3\n2,"stray,3\n'
        seq 3 5000 | sed 's/.*/&,x y,z/'
    } >a.csv
    rows a.csv >out
    [ "$(wc -l <out)" -eq 4999 ]
    [ "$(jq -r '"\(.line) \(.code) \(.raw)"' rejects)" = '3 open_quote 2,"stray,3' ]
    tail -n 1 out | diff - <(echo '{"a":"5000","b":"x y","c":"z"}')
}

@test "a stray quote that runs into the next cell with one makes no row of two" {
    printf 'a,b,c\n1,2,3\n2,"stray,3\n3,"x, y",z\n4,"x, y",z\n' >a.csv
    rows a.csv | diff - <(printf '{"a":"1","b":"2","c":"3"}\n{"a":"4","b":"x, y","c":"z"}\n')
    [ "$(jq -r '"\(.line) \(.code) \(.raw)"' rejects)" = $'3 bare_quote 2,"stray,3\n3,"x, y",z' ]
    printf 'a,b,c\n1,"a "word" of mine",3\n' >b.csv
    rows b.csv | diff - <(echo '{"a":"1","b":"a \"word\" of mine","c":"3"}')
}

@test "a quote open over more than --max-line costs its line, and what follows is read" {
    {
        printf 'a,b,c\n1,2,3\n2,"stray,3\n'
        seq 3 20000 | sed 's/.*/&,x y,z/'
    } >a.csv
    rows --max-line 64K a.csv >out
    [ "$(wc -l <out)" -eq 19999 ]
    [ "$(jq -r '"\(.line) \(.code)"' rejects)" = '3 too_long' ]
    hark-fetch --rejects rejects --max-line 64K a.csv | grep '"kind":"archive"' | jq .line | diff - <(printf '2\n4\n')
}

@test "a stray quote on every line is paid once a line, not once a pair" {
    {
        printf 'a,b,c\n'
        seq 1 200000 | sed 's/.*/&,"y x,z/'
    } >a.csv
    timeout 20 hark-fetch --bare --rejects rejects --max-line 1M a.csv >out
    [ ! -s out ]
    [ "$(wc -l <rejects)" -eq 200000 ]
    [ "$(jq .line rejects | sort -nu | wc -l)" -eq 200000 ]
}

@test "a line that is too long is rejected with its hash, within a quote too" {
    {
        printf 'a,b,c\n1,2,3\n2,"open,3\n3,4,5\n'
        head -c 200000 /dev/zero | tr '\0' x
        printf '\n4,5,6\n'
    } >a.csv
    rows --max-line 64K a.csv | diff - <(printf '{"a":"1","b":"2","c":"3"}\n{"a":"3","b":"4","c":"5"}\n{"a":"4","b":"5","c":"6"}\n')
    [ "$(jq -r '"\(.line) \(.code) \(.raw_bytes)"' rejects | tr '\n' ,)" = '3 open_quote null,5 too_long 200000,' ]
}

@test "what was cut off behind an open quote is still read" {
    printf 'a,b,c\n1,"2,3\n4,5,6\n' | gzip >a.csv.gz
    head -c -8 a.csv.gz >cut.csv.gz
    expect 65 hark-fetch --bare cut.csv.gz
    [ "$output" = '{"a":"4","b":"5","c":"6"}' ]
}
