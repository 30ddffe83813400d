# shellcheck shell=bash
# pages - what a page tells to paste, pasted; `load pages`

# What somebody has who has read the README: a key, the sample's records, its credits.
setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    mkdir scene
    cp -r "$HARK_ROOT/samples" scene
    cp scene/samples/world/accounts.csv scene
    cd scene/samples/world || return
    hark new-key ../../key
    hark fetch posts clicks logs orders counts 2>/dev/null |
        hark normalize --sources sources.txt --key-file ../../key --rejects ../../rejects |
        hark dedupe --accounts accounts.csv |
        hark classify --rules ../rules --accounts accounts.csv >../../records.ndjson
    cd ../.. || return
    hark via grep -F '"kind":"post"' <records.ndjson >posts.ndjson
    hark attribute --model first,last --touches tracked records.ndjson >credits.ndjson
}

# has PROGRAM, or has python3:MODULE
has() {
    case $1 in
    python3:*) python3 -c "import ${1#*:}" 2>/dev/null ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

# play PAGE: each block in a folder of its own, by bash -e, with a fresh copy of samples/ and of the scene;
# where the page shows an output, that is what comes.
play() {
    local failed=0 name code
    [ -e "$HARK_ROOT/$1" ] || skip "there is no $1"
    mkdir blocks
    "$HARK_ROOT/tests/docs/blocks" "$HARK_ROOT/$1" blocks
    for block in "$PWD"/blocks/*.sh; do
        [ -e "$block" ] || break
        name=${block%.sh}
        if [ -e "$name.needs" ] && ! has "$(<"$name.needs")"; then
            echo "no $(<"$name.needs") here" >"$name.skip"
        fi
        if [ -e "$name.skip" ]; then
            echo "# $1:${name##*/} not run: $(<"$name.skip")" >&3
            continue
        fi
        cp -r "$BATS_FILE_TMPDIR/scene" "$name"
        ! grep -q 'new-key key' "$block" || rm "$name/key"
        code=0
        (cd "$name" && exec bash -e "$block" >"$name.out" 2>"$name.err") || code=$?
        if [ "$code" -ne 0 ] || { [ -e "$name.text" ] && ! diff "$name.text" "$name.out"; }; then
            echo "$1:${name##*/} ended $code:"
            cat "$block" "$name.err"
            failed=1
        fi
        rm -r "$name"
    done
    return "$failed"
}
