#!/usr/bin/env bats
# only_new - what was done is not done again, and nothing else is left out

# shellcheck disable=SC2154 # bats sets stderr
load ../lib

# What a run of its own brings out, and makes good.
new() {
    hark-fetch --bare --only-new state "$@" && hark-fetch --commit state
}

# wants TEXT COMMAND…
wants() {
    local wanted=$1
    shift
    "$@" >made
    diff <(printf '%s' "$wanted") made
}

lines() {
    for i in "$@"; do printf 'line %s\n' "$i"; done
}

@test "an archive that is done is skipped, and not even opened" {
    lines 1 2 >a.log
    gzip -c a.log >b.gz
    wants "$(lines 1 2)"$'\n' new a.log
    wants '' new a.log b.gz
    touch -r a.log stamp
    lines 8 9 >a.log # as long, and as old
    touch -r stamp a.log
    wants '' new a.log
    touch a.log
    wants "$(lines 8 9)"$'\n' new a.log
}

@test "the books tell of what was done already, and that is no empty input" {
    lines 1 >a.log
    new a.log >out
    expect 0 hark-fetch --only-new state a.log
    [ "$(printf '%s\n' "$output" | books 'notes|tojson')" = '{"already_done":1}' ]
}

@test "nothing is done before it is made good" {
    lines 1 2 >a.log
    hark-fetch --bare --only-new state a.log >one
    hark-fetch --bare --only-new state a.log >two
    cmp one two
    [ ! -e state ]
    hark-fetch --commit state
    [ -e state ] && [ ! -e state.next ]
    expect 66 hark-fetch --commit state
    expect 64 hark-fetch --commit state a.log
}

@test "a run whose reader dies leaves nothing to be made good" {
    seq 200000 >a.log
    lines 1 >b.log
    hark-fetch --only-new state b.log >out
    [ -e state.next ]
    hark-fetch --only-new state a.log | head -n 1 >out || true
    [ ! -e state.next ]
    expect 74 bash -c 'hark-fetch --only-new state b.log >/dev/full'
    [ ! -e state.next ]
    [ "$(find . -name 'state*' | wc -l)" -eq 0 ]
}

@test "renamed, copied or packed otherwise it is the same archive" {
    lines 1 2 3 >a.log
    new a.log >out
    gzip -c a.log >a.gz
    zstd -qc a.log >a.zst
    cp a.log b.log
    wants '' new a.gz a.zst b.log
    mv b.log c.log
    touch c.log
    wants '' new c.log
}

@test "of two archives that are the same in one run one is done" {
    lines 1 2 3 >a.log
    gzip -c a.log >a.log.gz
    wants "$(lines 1 2 3)"$'\n' new a.log a.log.gz
}

@test "of a grown log only the new lines go out, with their own numbers" {
    lines 1 2 >a.log
    new a.log >out
    lines 3 4 >>a.log
    hark-fetch --only-new state a.log >out
    grep -v '"kind":"\(begin\|end\)"' out | sed 's/,"seen":"[^"]*"//' | diff - <(
        printf '{"v":1,"kind":"archive","archive":"a.log","lines":"text","line":3}\nline 3\nline 4\n')
    [ "$(books in <out)" -eq 2 ]
}

@test "a log that is rotated while it grows counts each line once" {
    mkdir log
    lines 1 2 >log/access.log
    wants "$(lines 1 2)"$'\n' new log
    lines 3 >>log/access.log # after the run, before the rotation
    mv log/access.log log/access.log.1
    lines 4 >log/access.log
    wants "$(lines 4 3)"$'\n' new log
    gzip log/access.log.1
    mv log/access.log.1.gz log/access.log.2.gz
    lines 5 >>log/access.log
    mv log/access.log log/access.log.1
    lines 6 >log/access.log
    wants "$(lines 6 5)"$'\n' new log
    wants '' new log
    [ "$(grep -vc '^[=h]' state)" -le 4 ]
}

@test "a log that was cut short is another log" {
    lines 1 2 3 >a.log
    new a.log >out
    lines 7 >a.log
    wants "line 7"$'\n' new a.log
    lines 1 2 3 >a.log
    touch a.log
    wants '' new a.log # it was done before
}

@test "a last line that may still grow is left for the next run, and goes out once" {
    printf 'line 1\nlin' >a.log
    wants $'line 1\n' new a.log
    printf 'e 2\nline' >>a.log
    wants $'line 2\n' new a.log
    printf ' 3\n' >>a.log
    wants $'line 3\n' new a.log
    wants '' new a.log
}

@test "a last line that stays as it is is taken at the next run" {
    printf 'line 1\nline 2' >a.log
    wants $'line 1\n' new a.log
    wants $'line 2\n' new a.log
    wants '' new a.log
    printf '\nline 3\n' >>a.log
    wants $'line 3\n' new a.log
}

@test "a last line that was taken too early is taken again, whole" {
    printf 'line 1\nlin' >a.log
    new a.log >out
    wants $'lin\n' new a.log
    printf 'e 2\n' >>a.log
    wants $'line 2\n' new a.log
}

@test "a JSON record without a line's end is whole, and so is what is packed" {
    printf '{"a":1}\n{"a":2}' >a.json
    wants $'{"a":1}\n{"a":2}\n' new a.json
    printf '\r\n{"a":3}\n{"a"' >>a.json
    wants $'{"a":3}\n' new a.json
    printf 'line 1\nline 2' | gzip >b.gz
    wants $'line 1\nline 2\n' new b.gz
}

@test "of a grown table only the new rows go out, by the header that stood before" {
    printf 'id,name,n\n1,"x\ny",2\n' >a.csv
    wants $'{"id":"1","name":"x\\ny","n":"2"}\n' new a.csv
    printf '2,y,3\n3,"open\n' >>a.csv
    wants $'{"id":"2","name":"y","n":"3"}\n' new a.csv
    printf 'shut",4\n4,z,5' >>a.csv
    wants $'{"id":"3","name":"open\\nshut","n":"4"}\n' new a.csv
    wants $'{"id":"4","name":"z","n":"5"}\n' new a.csv
}

@test "documents and containers that grew are taken whole" {
    printf '[{"a":1}]' >a.json
    printf '{"a":1}\n' >m.json
    tar cf a.tar m.json
    new a.json a.tar >out
    printf '[{"a":1},{"a":2}]' >a.json
    tar rf a.tar m.json
    wants $'{"a":1}\n{"a":2}\n{"a":1}\n{"a":1}\n' new a.json a.tar
}

@test "a damaged archive is read again, those beside it are not" {
    lines 1 2 >a.log
    seq 5000 | gzip >b.gz
    cp b.gz whole.gz
    head -c 2000 whole.gz >b.gz
    for verify in '' --verify; do
        rm -f state
        # shellcheck disable=SC2086
        expect 65 hark-fetch --bare $verify --only-new state a.log b.gz
        hark-fetch --commit state
        # shellcheck disable=SC2086
        expect 65 hark-fetch --bare $verify --only-new state a.log b.gz
        [[ $output != *"line 1"* ]]
    done
    cp whole.gz b.gz
    [ "$(new b.gz | wc -l)" -eq 5000 ]
}

@test "verified and known at once" {
    lines 1 2 >a.log
    gzip -c a.log >a.gz
    hark-fetch --bare --verify --only-new state a.log >out
    hark-fetch --commit state
    expect 0 hark-fetch --bare --verify --only-new state a.gz
    [ -z "$output" ]
    lines 3 >>a.log
    expect 0 hark-fetch --bare --verify --only-new state a.log
    [ "$output" = "line 3" ]
}

@test "a stream of ours that was cut is not done" {
    posts 20 | hark-validate >whole.hark
    head -n 10 whole.hark >a.hark
    expect 76 hark-fetch --only-new state a.hark
    [ ! -e state.next ]
}

@test "standard input is known by what it holds" {
    lines 1 2 >a.log
    wants "$(lines 1 2)"$'\n' new - <a.log
    wants '' bash -c 'cat a.log | hark-fetch --bare --only-new state; hark-fetch --commit state'
    wants '' new a.log
}

@test "a pipe by its name is known by what it holds, and has no tail" {
    wants $'line 1\nline 2\n' new <(printf 'line 1\nline 2')
    wants $'line 3\n' new <(printf 'line 3')
    wants '' new <(printf 'line 1\nline 2') <(printf 'line 3')
}

@test "an empty archive is done too" {
    : >a.log
    lines 1 >b.log
    new a.log b.log >out
    expect 0 hark-fetch --only-new state a.log b.log
    [ "$(printf '%s\n' "$output" | books 'notes|tojson')" = '{"already_done":2}' ]
    lines 2 >>a.log
    wants $'line 2\n' new a.log
}

@test "names of any bytes are remembered" {
    name=$'a b%41\t\xff\nc'
    lines 1 >"$name"
    new "$name" >out
    cp -p state kept
    wants '' new "$name"
    touch -d 1965-01-01 "$name"
    wants '' new "$name"
    wants '' new "$name"
    [ "$(wc -l <state)" -eq 3 ]
}

@test "a state that is damaged, cut or of another version is refused, and so is making it good" {
    lines 1 >a.log
    lines 2 >b.log
    new a.log b.log >out
    cp state good
    for damage in '1s/1/2/' '2s/./9/' 2d \$d 's/a.log/c.log/'; do
        sed "$damage" good >state
        expect 78 hark-fetch --only-new state a.log
        [[ $stderr == *"bad_state: state "* ]]
        cp state state.next
        expect 78 hark-fetch --commit state
    done
    head -c 20 good >state
    expect 78 hark-fetch --only-new state a.log
}

@test "a state that cannot be written ends 73" {
    lines 1 >a.log
    expect 73 hark-fetch --only-new no/where/state a.log
    mkdir state.next
    expect 73 hark-fetch --only-new state a.log
}

@test "the state is as the manual says" {
    lines 1 2 >a.log
    touch -d 2009-03-01T12:00:00.5Z a.log
    new a.log >out
    digest=$(xxh128sum a.log 2>/dev/null | cut -d' ' -f1)
    [ "$(sed -n 1p state)" = "hark-state 1" ]
    sed -n 2p state | grep -qE "^14 ${digest:-[0-9a-f]{32}} [0-9a-f]{16} 0 14 1235908800\.500000000 a\.log\$"
    sed -n 3p state | grep -qE '^= 1 [0-9a-f]{32}$'
}

@test "many archives are known without being slow" {
    mkdir d
    for i in $(seq 1000); do printf 'line %d\n' "$i" >"d/$i"; done
    [ "$(new d | wc -l)" -eq 1000 ]
    wants '' timeout 5 hark-fetch --bare --only-new state d
    for i in $(seq 1000); do touch "d/$i"; done
    wants '' timeout 10 hark-fetch --bare --only-new state d
}

@test "what is listed is handed out as it was then, by whoever reads the list" {
    mkdir a
    seq 1 5 >a/x.log
    cp a/x.log a/x.copy
    { seq 1 9; printf tail; } >a/x.log.1
    seq 1 3 | gzip -n >a/y.gz
    printf 'id,t\n1,2\n' >a/z.csv
    hark-fetch --only-new alone a | grep -v '"kind":"\(begin\|end\)"' >wanted
    hark-fetch --only-new state --list list a >none
    cmp state.next alone.next
    [ "$(grep -vc '"kind":"\(begin\|end\)"' none)" -eq 0 ]
    hark-fetch --listed list | grep -v '"kind":"\(begin\|end\)"' | diff wanted -
    # In parts, and after one has grown.
    seq 10 12 >>a/x.log.1
    touch -d "$(date -d @"$(cut -d ' ' -f 5 list | head -n 1)")" a/x.log.1
    split -l 1 list part.
    for part in part.*; do
        hark-fetch --listed "$part" | grep -v '"kind":"\(begin\|end\)"'
    done | diff wanted -
    # What is another now is refused, and what is gone.
    printf 'id,t\n1,3\n' >a/z.csv
    expect 75 hark-fetch --listed list
    [[ $stderr == *"a/z.csv: changed: it is not what was listed"* ]]
    rm a/z.csv
    expect 66 hark-fetch --listed list
    expect 78 hark-fetch --listed a/x.log
    expect 64 hark-fetch --list l a
    expect 64 hark-fetch --listed list a
    expect 66 hark-fetch --only-new state --list l - <a/x.log
    : >empty
    expect 66 hark-fetch --listed empty
    expect 0 hark-fetch --allow-empty --listed empty
}
