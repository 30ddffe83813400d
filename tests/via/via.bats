#!/usr/bin/env bats
# via - foreign commands in the pipe, and what the books say of them

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# The records that a filter behind takes, and that it ends with 0.
taken() {
    hark-key --stats taken.stats >/dev/null
    books in <taken.stats
}

@test "jq takes records out, and the filter behind misses none" {
    [ "$(posts 20 | hark-validate | hark-via jq -c 'select(.line > 5)' | taken)" -eq 15 ]
    jq -e '[.chain[] | [.by, .in, .passed, .made, .out, .dropped]] | .[1] == ["via", 20, 15, 0, 15, {"via jq": 5}]' taken.stats
}

@test "jq adds records, and they are made" {
    [ "$(posts 20 | hark-validate | hark-via jq -c '., select(.line > 18)' | taken)" -eq 22 ]
    jq -e '[.chain[] | [.by, .in, .passed, .made, .out]] | .[1] == ["via", 20, 20, 2, 22]' taken.stats
}

@test "grep, sort and head do what they do, and no line is missed" {
    posts 200 | hark-validate >records
    [ "$(hark-via grep dead <records | taken)" -eq 200 ]
    [ "$(hark-via grep 'dead 7"' <records | taken)" -eq 1 ]
    [ "$(hark-via sort -r <records | taken)" -eq 200 ]
    [ "$(hark-via head -n 3 <records | taken)" -eq 3 ]
    hark-via sort -r <records | grep '"kind":"post"' >turned
    grep '"kind":"post"' records | sort -r | cmp turned
}

@test "no line that matches is grep's answer, and no failure" {
    posts 20 | hark-key | cut -f2- >records
    expect 0 hark-via grep nothing <records
    [ "$(hark-via grep -e nothing <records | taken)" -eq 0 ]
}

@test "the bytes of a record pass the command untouched" {
    printf 'one\n\0two\0\n\xff\xfe\n\nlast' >lines
    expect 0 hark-via cat <lines
    { cat lines; echo; } >wanted
    hark-via --bare cat <lines | cmp - wanted
}

@test "an output without a last newline gets one" {
    posts 3 | hark-via head -c -1 | hark-validate | books in | grep -qx 3
}

@test "control records go round the command" {
    posts 3 | hark-validate | hark-via tee seen >/dev/null
    [ "$(wc -l <seen)" -eq 3 ]
    run ! grep -E '"kind":"(begin|end)"' seen
}

@test "a command that fails is named, and the run does not end 0" {
    posts 3 >records
    expect 69 hark-via sh -c 'cat; exit 3' <records
    [[ $stderr == *"sh ended with status 3"* ]]
    expect 69 hark-via sh -c 'kill -9 $$' <records
    [[ $stderr == *137* ]]
    expect 69 hark-via jq -c '.text | error' <records
    hark-via jq -c '.text | error' <records 2>/dev/null >failed || true
    expect 76 hark-validate failed
}

@test "a command that is missing is named before anything is read" {
    expect 64 hark-via no-such-command <<<x
    [[ $stderr == "hark-via: no-such-command: No such file or directory" ]]
    expect 64 hark-via ./via.bats <<<x
    expect 64 hark-via
}

@test "options of the command are its own" {
    posts 3 | hark-via --no-provenance grep --count dead | grep -qx 3
}

@test "a command that writes a hundred times what it reads stops nobody" {
    posts 2000 | hark-via awk '{ for (i = 0; i < 100; i++) print }' | taken >count
    grep -qx 200000 count
}

@test "a command that writes nothing until it has read all stops nobody" {
    posts 100000 | hark-via tac | taken >count
    grep -qx 100000 count
}

@test "a command that reads nothing is no error" {
    posts 100000 >many
    hark-via true <many | books 'dropped["via true"]' | grep -qx 100000
}

@test "two million lines go through cat" {
    seq 2000000 >lines
    hark-via cat <lines >made
    [ "$(books out <made)" -eq 2000000 ]
    sed '1d;$d' made | cmp - lines
}

@test "a reader that goes away ends both, without a word" {
    seq 2000000 >lines
    { hark-via cat <lines 2>messages || echo $? >code; } | head -n 1 >/dev/null
    [ ! -s messages ]
    grep -qx 141 code
}

@test "the books know how many bytes went on" {
    posts 50 >records
    hark-via cat <records | books bytes | grep -qx "$(wc -c <records)"
}

@test "between fetch and normalize it refuses, since places would be lost" {
    hark-fetch "$HARK_ROOT/samples/world/posts/2010-09.json.gz" >raw
    expect 64 hark-via cat <raw
    [[ $stderr == *"behind normalize"* ]]
}

@test "a stream that was cut short before it is still told" {
    posts 10 | hark-validate | head -n 5 >half
    expect 76 hark-via cat <half
}
