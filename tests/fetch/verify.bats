#!/usr/bin/env bats
# verify - nothing of a damaged archive goes out

# shellcheck disable=SC2154 # bats sets stderr
load ../lib

# Records of an archive that ends in damage, one kind a file; and a good one.
damaged() {
    posts 200 >p.json
    echo '{"good":1}' >good.json
    gzip -c p.json | head -c -9 >a.gz
    { gzip -c p.json; gzip -c p.json | tr '\037' '\036'; } >b.gz
    { gzip -c p.json | head -c -8; printf 'xxxxxxxx'; } >c.gz
    zstd -qc p.json | head -c -3 >d.zst
    bzip2 -c p.json | head -c -3 >e.bz2
    xz -c p.json | head -c -3 >f.xz
    cp p.json q.json
    tar cf - p.json q.json | head -c 60000 >g.tar
    { printf '['; head -n 5 p.json | paste -sd,; } >h.json
    printf '<rss><channel><item><a>1</a></item>' >i.xml
    posts 200 | hark-validate | head -n 100 >j.hark
}

@test "without it records come out before the damage is met" {
    damaged
    expect 65 hark-fetch --bare a.gz good.json
    [ "$(printf '%s\n' "$output" | wc -l)" -gt 50 ]
}

@test "a damaged archive is left out whole and named, and the others are written" {
    damaged
    for file in [a-i].*; do
        expect 65 hark-fetch --bare --verify "$file" good.json
        [ "$output" = '{"good":1}' ]
        [[ $stderr == "hark-fetch: $file"*"(left out whole)"* ]]
    done
    expect 76 hark-fetch --bare --verify j.hark good.json
    [ "$output" = '{"good":1}' ]
}

@test "what is whole comes out as without it" {
    posts 200 >p.json
    gzip -k p.json
    printf 'a,b,c\n1,2,3\n1,2,3,4\n4,"x\ny",6\n' >q.csv
    tar cf r.tar p.json q.csv
    hark-fetch --rejects r1 p.json.gz q.csv r.tar | grep -v '"kind":"\(begin\|end\)"' >one
    hark-fetch --rejects r2 --verify p.json.gz q.csv r.tar | grep -v '"kind":"\(begin\|end\)"' >two
    cmp one two
    cmp r1 r2
}

@test "with a limit of rejects a damaged archive is one of them, and kept" {
    damaged
    for i in $(seq 98); do cp good.json "good$i.json"; done
    expect 0 hark-fetch --bare --verify --rejects rejects --max-rejects 1 good*.json a.gz
    [ "$(printf '%s\n' "$output" | wc -l)" -eq 99 ]
    [ "$(jq -r '"\(.archive) \(.code) \(.raw_bytes)"' rejects)" = "a.gz bad_archive $(wc -c <a.gz)" ]
    expect 0 hark-fetch --bare --verify --rejects rejects --max-rejects 1% good*.json a.gz
    expect 65 hark-fetch --bare --verify --rejects rejects --max-rejects 1 good*.json a.gz b.gz
    hark-fetch --verify --rejects rejects --max-rejects 9 --stats stats good.json a.gz >out
    jq -e '.in == 2 and .passed == 1 and .rejected == 1 and .status == 0' stats
}

@test "rejects without a limit do not make a damaged archive good" {
    damaged
    expect 65 hark-fetch --verify --rejects rejects good.json a.gz
    expect 65 hark-fetch --verify --max-rejects 5 good.json a.gz
}

@test "standard input is verified too, by a temporary file that nobody sees" {
    damaged
    mkdir tmp
    export TMPDIR=$PWD/tmp
    expect 65 hark-fetch --bare --verify <a.gz
    [ -z "$output" ]
    run --separate-stderr bash -c 'cat a.gz | hark-fetch --bare --verify - good.json'
    [ "$status" -eq 65 ]
    [ "$output" = '{"good":1}' ]
    hark-fetch --bare --verify < <(cat p.json) | cmp - p.json
    gzip -c p.json | hark-fetch --bare --verify | cmp - p.json
    [ -z "$(ls tmp)" ]
    expect 73 env TMPDIR=nowhere bash -c 'cat p.json | hark-fetch --verify'
}

@test "a regular file on standard input is read from where it stands" {
    printf 'notice\n{"a":1}\n{"a":2}\n' >a.json
    { read -r _; hark-fetch --bare --verify; } <a.json | diff - <(printf '{"a":1}\n{"a":2}\n')
}

@test "what is refused is refused, and no reject" {
    head -c 3000000 /dev/zero | gzip >bomb.gz
    expect 77 hark-fetch --verify --rejects rejects --max-rejects 5 --max-expand 1M bomb.gz
    [ ! -s rejects ]
}

@test "what can be read of a damaged archive is put aside, and is no whole to anybody" {
    damaged
    mkdir -p sub
    cp a.gz sub
    for options in "" --sandbox; do
        # shellcheck disable=SC2086
        expect 65 hark-fetch --verify $options --salvage aside --stats stats a.gz sub/a.gz good.json g.tar f.xz
        grep -v '"kind":"\(begin\|end\|archive\)"' <<<"$output" | diff - good.json
        [[ $stderr == *"a.gz"*"(left out whole; "*" records put aside)"* ]]
        [ "$(tail -n 1 stats | jq '.notes.salvaged')" -eq "$(find aside -type f | wc -l)" ]
        [ "$(stat -c %a aside/a.gz.partial)" = 600 ]
        # what a run without --verify would have written
        for file in a.gz sub/a.gz g.tar; do
            hark-fetch "$file" 2>/dev/null | sed 's/"stream":"[^"]*"//g; s/"options":"[^"]*"//' |
                diff - <(sed 's/"stream":"[^"]*"//g; s/"options":"[^"]*"//' "aside/${file/\//%2F}.partial")
        done
        [ "$(tail -n 1 aside/a.gz.partial | jq -c '[.kind, .status]')" = '["end",65]' ]
        expect 76 hark-fetch --verify --bare aside/a.gz.partial
        expect 76 hark-validate aside/a.gz.partial
        rm -r aside stats
    done
}

@test "what is whole, or has nothing to be read, is not put aside, and nothing else is left there" {
    damaged
    head -c 30 a.gz >nothing.gz
    expect 65 hark-fetch --verify --salvage aside good.json nothing.gz
    [ -z "$(ls -A aside)" ]
    expect 0 hark-fetch --verify --salvage aside good.json
    [ -z "$(ls -A aside)" ]
    expect 64 hark-fetch --salvage aside good.json
    : >file
    expect 73 hark-fetch --verify --bare --salvage file/x a.gz good.json
    [ "$output" = '{"good":1}' ]
    [[ $stderr == *"cannot_create: file/x/a.gz.partial"* ]]
    # the same again takes its place
    expect 65 hark-fetch --verify --salvage aside a.gz
    expect 65 hark-fetch --verify --salvage aside a.gz
    [ "$(ls -A aside)" = a.gz.partial ]
}

@test "a limit of rejects and what is put aside go together" {
    damaged
    expect 0 hark-fetch --verify --rejects rejects --max-rejects 5 --salvage aside --stats stats good.json a.gz
    jq -e '.in == 2 and .passed == 1 and .rejected == 1 and .notes.salvaged == 1' stats
    [ "$(wc -l <rejects)" -eq 1 ]
    [ -s aside/a.gz.partial ]
}

