#!/usr/bin/env bats
# lines - what fetch does with lines, and what is like all shapes

# shellcheck disable=SC2154 # bats sets stderr
load ../lib

# The raw records, with neither books nor places.
raw() {
    grep -av '^{"v":1,"kind":"\(begin\|end\|archive\|context\)"'
}

@test "JSON and log lines go byte for byte, CR and NUL and bad UTF-8 among them" {
    printf '{"a":1}\r\n{"a":"\\u0000"}\n\n{"b"\n{"c":"\xff"}\n' >a.json
    printf '1.2.3.4 - - "GET /\0 HTTP/1.1"\r\nplain\n\n\tx\xc3\n' >b.log
    for file in a.json b.log; do
        expect 0 hark-fetch "$file"
        hark-fetch "$file" | raw | cmp - "$file"
        [ "$(hark-fetch "$file" | books bytes)" -eq "$(wc -c <"$file")" ]
    done
}

@test "the last line needs no end, and gets one" {
    printf '{"a":1}\n{"a":2}' >a.json
    hark-fetch a.json | raw | diff - <(printf '{"a":1}\n{"a":2}\n')
}

@test "a byte order mark is no part of the first line" {
    printf '\xef\xbb\xbf{"a":1}\n{"a":2}\n' >a.json
    hark-fetch a.json | raw | diff - <(printf '{"a":1}\n{"a":2}\n')
}

@test "a raw line that looks like a control record gets a space and changes no books" {
    {
        printf '{"a":1}\n'
        for kind in begin end archive context; do printf '{"v":1,"kind":"%s","stream":"x","by":"y","status":0,"out":9}\n' $kind; done
        printf '{"v":1,"kind":"endless"}\n'
    } >a.json
    expect 0 hark-fetch a.json
    [ "$(hark-fetch a.json | books in)" -eq 6 ]
    [ "$(hark-fetch a.json | grep -c '^ {"v":1,"kind":"\(begin\|end\|archive\|context\)"')" -eq 4 ]
    hark-fetch a.json | hark-validate --rejects rejects >out
    [ "$(books in <out)" -eq 6 ]
}

@test "--bare writes nothing but records" {
    printf '{"a":1}\n' >a.json
    printf 'x,y,z\n1,2,3\n' >b.csv
    printf '{"orderedItems":[{"c":1}],"id":"x"}' >c.json
    hark-fetch --bare a.json b.csv c.json | diff - <(printf '{"a":1}\n{"x":"1","y":"2","z":"3"}\n{"c":1}\n')
}

@test "each archive and each gap in the numbering is told" {
    printf '{"a":1}\n{"a":2}\n' >a.json
    printf 'x,y,z\n1,2,3\n1,2,3,4\n5,6,7\n' >b.csv
    touch -d 2009-03-01T12:00:00Z a.json b.csv
    hark-fetch --rejects rejects a.json b.csv | grep '"kind":"archive"' >told
    diff told - <<'WANTED'
{"v":1,"kind":"archive","archive":"a.json","lines":"json","line":1,"seen":"2009-03-01T12:00:00Z"}
{"v":1,"kind":"archive","archive":"b.csv","lines":"csv","line":2,"seen":"2009-03-01T12:00:00Z"}
{"v":1,"kind":"archive","archive":"b.csv","lines":"csv","line":4,"seen":"2009-03-01T12:00:00Z"}
WANTED
}

@test "when a pipe was seen is not known" {
    printf '{"a":1}\n' | hark-fetch | grep '"kind":"archive"' | diff - <(echo '{"v":1,"kind":"archive","archive":"-","lines":"json","line":1}')
}

@test "folders are walked in the order of names, hidden files left out; a pattern gives its matches" {
    mkdir -p d/b d/.hidden
    for name in d/b/2 d/a d/c d/.x d/.hidden/y; do printf '{"n":"%s"}\n' $name >$name.json; done
    hark-fetch --bare d | diff - <(printf '{"n":"d/a"}\n{"n":"d/b/2"}\n{"n":"d/c"}\n')
    hark-fetch --bare 'd/[ac].json' | diff - <(printf '{"n":"d/a"}\n{"n":"d/c"}\n')
    printf '{"n":"[ac]"}\n' >'[ac].json'
    hark-fetch --bare '[ac].json' | diff - <(echo '{"n":"[ac]"}')
    expect 66 hark-fetch 'd/*.none'
}

@test "an empty file among others is none the worse; nothing at all ends 66" {
    : >empty
    gzip <empty >empty.gz
    printf '{"a":1}\n' >a.json
    expect 0 hark-fetch empty a.json empty.gz
    mkdir none
    for nothing in empty empty.gz none "empty empty.gz"; do
        # shellcheck disable=SC2086 # words
        expect 66 hark-fetch $nothing
        # shellcheck disable=SC2086
        expect 0 hark-fetch --allow-empty $nothing
    done
}

@test "a missing or unreadable file is named, and the others are still read" {
    printf '{"a":1}\n' >a.json
    expect 66 hark-fetch nowhere a.json no/where
    [[ $stderr == *"nowhere: cannot_open: "*"no/where: cannot_open: "* ]]
    [[ $stderr != *no_input* ]]
    [ "$(printf '%s\n' "$output" | books out)" -eq 1 ]
}

@test "standard input may be named twice and with files: its second half is empty" {
    printf '{"a":2}\n' >a.json
    printf '{"a":1}\n' | hark-fetch --bare - a.json - | diff - <(printf '{"a":1}\n{"a":2}\n')
}

@test "a stream of ours is checked, and its lines keep their places" {
    printf '{"a":1}\n{"a":2}\n' >a.json
    printf 'x,y,z\n1,2,3\n1,2,3,4\n5,6,7\n' >b.csv
    printf '{"orderedItems":[{"c":1}],"id":"x"}' >c.json
    hark-fetch --rejects rejects a.json b.csv c.json >one || true
    cp one one.hark
    gzip one.hark
    expect 0 hark-fetch one.hark.gz
    hark-fetch one.hark.gz >two
    diff <(grep -v '"kind":"\(begin\|end\)"' one) <(grep -v '"kind":"\(begin\|end\)"' two)
    [ "$(books 'chain|length' <two)" -eq 1 ]
}

@test "a stream of ours that was cut ends 76, one whose archive is damaged 65 or 76" {
    posts 50 | hark-validate >whole
    head -n 20 whole >half
    expect 76 hark-fetch half
    gzip <whole >whole.gz
    { head -c -4 whole.gz; printf 'xxxx'; } >damaged.gz
    expect 65 hark-fetch damaged.gz
    head -c -30 whole.gz >cut.gz
    run hark-fetch cut.gz
    [ "$status" -eq 76 ]
}

@test "records of ours are passed as they are, each with the place in which it lies" {
    posts 3 | hark-validate >some.hark
    hark-fetch some.hark | raw | diff - <(posts 3)
    [ "$(hark-fetch some.hark | grep '"kind":"archive"' | jq .line)" -eq 2 ]
}

@test "--as overrules what a stream looks like" {
    printf 'a,b,c\n1,2,3\n' >a
    hark-fetch --bare --as text a | cmp - a
    hark-fetch --bare --as csv a | diff - <(echo '{"a":"1","b":"2","c":"3"}')
    expect 64 hark-fetch --as nonsense a
}

@test "formats that hark does not read are refused by name" {
    printf '7z\xbc\xaf\x27\x1c' >a.7z
    printf 'PAR1xxxx' >b.parquet
    printf '\xff\xfea\0,\0b\0' >c.csv
    printf 'PK\3\4\24\0\10\10\10\0aabbccccddddeeee\23\0\0\0[Content_Types].xml' >d.xlsx
    printf 'filedesc://x.arc 0.0.0.0 20090101000000 text/plain 77\n' >e.arc
    for file in a.7z b.parquet d.xlsx e.arc; do
        expect 65 hark-fetch "$file"
        [[ $stderr == *"$file: unknown_container: "* ]]
    done
    expect 65 hark-fetch c.csv
    [[ $stderr == *iconv* ]]
}

@test "a picture or a page that was asked for is no data, and no success" {
    printf '\x89PNG\r\n\x1a\nxxxx' >a.png
    printf '\n<?xml version="1.0"?>\n<!-- x -->\n<!DOCTYPE HTML><html></html>' >b.json
    expect 65 hark-fetch a.png
    expect 65 hark-fetch b.json
    [[ $stderr == *"b.json: no_data: "* ]]
}

@test "progress is shown on standard error, and wiped" {
    posts 100000 >some.json
    mkdir d
    mv some.json d
    hark-fetch --progress d 2>messages | (sleep 1; cat) >out
    grep -q '0 records\|MB' messages || skip "it was too fast to be seen"
}

@test "progress goes to the terminal that a script keeps while messages go elsewhere" {
    needs_terminal
    posts 100000 >some.json
    printf '%s\n' 'hark-fetch some.json 7>&2 2>messages | (sleep 1; cat) >out' >run.sh
    HARK_PROGRESS_FD=7 script -qec 'sh run.sh' shown </dev/null >/dev/null
    [ ! -s messages ]
    grep -q ' MB of [0-9.]*, [0-9]* records, [0-9.]* MB/s' shown || skip "it was too fast to be seen"
}
