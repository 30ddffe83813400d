#!/usr/bin/env bats
# unlink - what else is theirs, and lines that name them

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    hark new-key key
    echo twitter:7 | hark-unlink --key-file key --people --bare >tombstones
    printf '%s\n' '{"v":1,"kind":"post","source":"twitter","id":"twitter:1","time":"2009-03-01T10:00:00Z","author":"twitter:7","handle":"JaneD","text":"mine"}' \
        '{"v":1,"kind":"post","source":"twitter","id":"twitter:2","time":"2009-03-01T10:00:00Z","author":"twitter:8","handle":"bob","text":"@janed, hello"}' >records
}

@test "tombstones are one a person, hold no name, and are another key's others" {
    printf '%s\n' twitter:7 @janed jane@mail.example | hark-unlink --key-file key --people --bare >three
    [ "$(grep -cxE '[0-9a-f]{16}' three)" -eq "$(wc -l <three)" ]
    [ "$(wc -l <three)" -ge 3 ]
    grep -qxFf tombstones three
    hark new-key other
    ! echo twitter:7 | hark-unlink --key-file other --people --bare | grep -qxFf tombstones || false
}

@test "what is learnt of records is a handle and a post more, and no record is written" {
    expect 0 hark-unlink --key-file key --forgotten tombstones --learn more --bare records
    [ -z "$output" ]
    hark-unlink --key-file key --forgotten tombstones --bare records | jq -r .text >before
    [ "$(<before)" = '@janed, hello' ] # whose handle that is the id alone does not say
    sort -u tombstones more >all
    [ "$(wc -l <all)" -gt "$(wc -l <tombstones)" ]
    hark-unlink --key-file key --forgotten all --bare records | jq -r .text >after
    [ "$(<after)" = '@[forgotten], hello' ]
    # again with these: nothing is added
    hark-unlink --key-file key --forgotten all --learn again --bare records
    [ -z "$(sort -u again | comm -23 - all)" ]
}

@test "lines of any shape that name them are dropped, in Base64 too, and the rest is as it came" {
    { echo '{"raw":"twitter:7 wrote"}'; printf '{"raw_base64":"%s"}\n' "$(printf 'of twitter:7 \377' | base64 -w 0)"; echo 'no JSON, and nobody'; echo '{"raw":"twitter:78"}'; } >lines
    expect 0 hark-unlink --key-file key --forgotten tombstones --lines --bare lines
    [ "$output" = $'no JSON, and nobody\n{"raw":"twitter:78"}' ]
}
