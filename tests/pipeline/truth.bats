#!/usr/bin/env bats
# truth - whatever breaks in a running pipe, its last status says so, with and without pipefail

# shellcheck disable=SC2154 # $stderr: bats sets it
load chain

setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    xz -dc "$HARK_ROOT/samples/world/posts/2011-02.json.xz" >statuses.json
    hark new-key key
}

# --- a stage is killed ---

# stage NAME COMMAND…: in the world's folder; its process is told by a file, so that it can be killed.
stage() {
    local name=$1
    shift
    echo "$BASHPID" >"$name.pid"
    exec 2>"$name.said"
    cd "$HARK_ROOT/samples/world" || exit
    exec "$@"
}

# Lets 64 KiB through, says so, and lets through the rest once it may.
valve() {
    dd bs=64k count=1 iflag=fullblock 2>/dev/null
    : >valve.full
    for _ in {1..9000}; do
        [ ! -e valve.open ] || exec cat
        sleep 0.01
    done
}

# The stage is what it is to be, and waits for bytes or for room.
waits() {
    local pid
    pid=$(cat "$1.pid" 2>/dev/null) || return
    grep -q "^hark-$1" "/proc/$pid/comm" && grep -q '^State:.S' "/proc/$pid/status"
}

# Kills the stage once the valve holds it; opens the valve also where that never came to be.
killer() {
    local calm=0
    for _ in {1..3000}; do
        sleep 0.01
        if [ -e valve.full ] && waits "$1"; then calm=$((calm + 1)); else calm=0; fi
        [ $calm -lt 5 ] || break
    done
    kill -9 "$(cat "$1.pid")"
    : >valve.open
}

# kill_in STAGE WHERE: kills a stage of the pipe while it reads or while it writes: a valve before it or
# behind it holds the pipe half-way. Sets $last and $all, the pipe's status without and with pipefail.
kill_in() {
    local killed=$1 where=$2 pipe='' one name here=$BATS_TEST_TMPDIR
    local stages=(
        "fetch hark-fetch $here/first posts clicks logs orders"
        "normalize hark-normalize --sources sources.txt --key-file $BATS_FILE_TMPDIR/key --rejects $here/rejects"
        "dedupe hark-dedupe --accounts accounts.csv"
        "classify hark-classify --rules ../rules --accounts accounts.csv"
        "attribute hark-attribute --model first,last,linear --window 1h,1d,7d,30d,60d,none"
        "aggregate hark-aggregate --by account,time:month --metric net_sales"
    )
    rm -f ./*.pid ./*.said valve.* first
    if [ "$killed $where" = "fetch reading" ]; then
        mkfifo first
        valve <"$BATS_FILE_TMPDIR/statuses.json" >first 2>/dev/null &
    else
        cp "$BATS_FILE_TMPDIR/statuses.json" first
    fi
    for one in "${stages[@]}"; do
        name=${one%% *}
        [ "$killed $where $name" != "$name reading $name" ] || [ "$name" = fetch ] || pipe="$pipe valve |"
        pipe="$pipe stage $one |"
        [ "$killed $where" != "$name writing" ] || pipe="$pipe valve |"
    done
    killer "$killed" &
    set +e -o pipefail
    eval "${pipe% |}" >rows 2>/dev/null '; codes=("$?" "${PIPESTATUS[@]}")'
    set -e +o pipefail
    wait
    all=${codes[0]}
    last=${codes[${#codes[@]} - 1]}
}

# told STAGE KILLED: the stage said that the one before it ended early.
told() {
    grep -q "upstream: $2 ended early" "$1.said" || {
        cat "$1.said"
        return 1
    }
}

killed() {
    local stages=(fetch normalize dedupe classify attribute aggregate) where i
    for where in reading writing; do
        [ "$1 $where" != "aggregate writing" ] || continue
        kill_in "$1" "$where"
        echo "$1 while $where: $last, with pipefail $all"
        [ "$all" -ne 0 ]
        if [ "$1" = aggregate ]; then
            [ "$last" -eq 137 ]
            continue
        fi
        [ "$last" -eq 76 ]
        for i in 0 1 2 3 4; do
            [ "${stages[i]}" != "$1" ] || told "${stages[i + 1]}" "$1"
        done
        # and those behind it name the one that could not end well
        [ "$1" = attribute ] || grep -q 'ended with status 76' aggregate.said
    done
}
@test "fetch is killed: the pipe ends 76" { killed fetch; }
@test "normalize is killed: the pipe ends 76" { killed normalize; }
@test "dedupe is killed: the pipe ends 76" { killed dedupe; }
@test "classify is killed: the pipe ends 76" { killed classify; }
@test "attribute is killed: the pipe ends 76" { killed attribute; }
@test "aggregate is killed: the pipe ends 137" { killed aggregate; }

# ends_76 COMMAND…: behind a foreign filter that did not end well the pipe ends 76.
ends_76() {
    expect 76 bash -c 'hark via "$@" <stream | hark aggregate --count' - "$@"
    [[ $stderr == *"upstream: via ended "* ]]
}

# shellcheck disable=SC2016 # the inner shell's
@test "a foreign filter that dies or fails under via: the pipe ends 76" {
    posts 3000 | hark validate >stream
    ends_76 sh -c 'head -n 3; kill -9 $$'
    [[ $stderr == *"command_failed: sh "* ]]
    ends_76 sh -c 'cat; kill -9 $$'
    ends_76 jq -c 'if .id == "twitter:3000" then error("no") else . end'
    [[ $stderr == *"command_failed: jq ended with status 5"* ]]
    ends_76 python3 -c 'import sys; print(next(sys.stdin)); sys.exit(1)'
}

@test "via killed, and a command that is missing: the pipe does not end well" {
    posts 3000 | hark validate >stream
    # shellcheck disable=SC2016 # the inner shell's
    expect 76 bash -c '(echo $BASHPID >pid; exec hark-via sh -c "cat; kill -9 \$(cat pid)" <stream) | hark aggregate --count'
    [[ $stderr == *"via ended early"* ]]
    run bash -c 'hark via no-such-command <stream | hark aggregate --count'
    [[ $status -eq 76 || $status -eq 66 ]]
    [[ $output == *no-such-command* ]]
}

# --- an archive is damaged ---

# One archive of each kind in the folder `sound`, all of the same 297 lines.
archives() {
    mkdir sound
    split -n l/3 "$BATS_FILE_TMPDIR/statuses.json" part.
    gzip -kn part.??
    cat part.??.gz >sound/members.json.gz
    for part in part.?? ; do zstd -qc "$part"; done >sound/members.json.zst
    for part in part.?? ; do bzip2 -c "$part"; done >sound/members.json.bz2
    for part in part.?? ; do xz -c "$part"; done >sound/members.json.xz
    gzip -cn "$BATS_FILE_TMPDIR/statuses.json" >sound/one.json.gz
    zstd -qc "$BATS_FILE_TMPDIR/statuses.json" >sound/one.json.zst
    bzip2 -c "$BATS_FILE_TMPDIR/statuses.json" >sound/one.json.bz2
    xz -c "$BATS_FILE_TMPDIR/statuses.json" >sound/one.json.xz
    tar -cf sound/plain.tar part.??
    tar -cf sound/packed.tar part.??.gz
    gzip -cn sound/plain.tar >sound/plain.tar.gz
    zstd -qc sound/plain.tar >sound/plain.tar.zst
    bzip2 -c sound/plain.tar >sound/plain.tar.bz2
    xz -c sound/plain.tar >sound/plain.tar.xz
    zip -q sound/deflated.zip part.??
    zip -q -0 sound/stored.zip part.??
    zip -q -0 sound/packed.zip part.??.gz
}

# chain ARCHIVE: the whole of it, from the archive to a table; codes in $codes, what fetch said in said.
chain() {
    set +e
    hark fetch "$1" 2>said | hark normalize 2>/dev/null | hark dedupe 2>/dev/null |
        hark classify --rules "$HARK_ROOT/samples/rules" 2>/dev/null |
        hark attribute --touches all 2>/dev/null | hark aggregate --by reason --count 2>last.said >/dev/null
    codes=("${PIPESTATUS[@]}")
    set -e
}

# refused ARCHIVE: fetch says what is wrong with it by its name, and the pipe does not end well.
refused() {
    chain "$1"
    [ "${codes[0]} ${codes[5]}" = "65 76" ] || {
        echo "$1: ${codes[*]}"
        cat said
        return 1
    }
    grep -q "^hark-fetch: $1[!:]" said
}

# flip FILE AT TO: a copy with one bit turned at a share of its bytes, in thousandths.
flip() {
    python3 - "$@" <<'END'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) * int(sys.argv[2]) // 1000] ^= 16
open(sys.argv[3], "wb").write(data)
END
}

@test "whole archives of every kind end well, and say the same" {
    archives
    for archive in sound/*; do
        chain "$archive"
        [ "${codes[*]}" = "0 0 0 0 0 0" ]
        hark fetch --bare "$archive" | grep -v '^{"v":1,"kind":"archive"' | cmp - "$BATS_FILE_TMPDIR/statuses.json"
    done
}

@test "an archive that is cut in the middle is never an end" {
    archives
    for archive in sound/*; do
        head -c $(($(stat -c %s "$archive") / 2)) "$archive" >"cut.${archive##*/}"
        refused "cut.${archive##*/}"
    done
}

# A tar ends in zeros of which many may be missing.
@test "an archive that lacks its last bytes is never an end" {
    archives
    for archive in sound/*; do
        [[ $archive != *.tar ]] || continue
        for bytes in 1 5; do
            head -c -$bytes "$archive" >"cut.${archive##*/}"
            refused "cut.${archive##*/}"
        done
    done
}

# In a tar nothing is checked but its headers, which is what the next claim is about.
@test "a bit that turned is never passed on in silence" {
    archives
    for archive in sound/*; do
        [[ $archive != *plain.tar ]] || continue
        for at in 300 500 800; do
            flip "$archive" $at "bad.${archive##*/}"
            refused "bad.${archive##*/}"
        done
    done
}

@test "a second member that is damaged, or is none, is never an end" {
    archives
    for kind in gz zst bz2 xz; do
        { cat sound/one.json.$kind; head -c 2000 part.aa; } >behind.json.$kind
        refused behind.json.$kind
        size=$(stat -c %s sound/one.json.$kind)
        { cat sound/one.json.$kind; head -c $((size - 3)) sound/one.json.$kind; } >second.json.$kind
        refused second.json.$kind
    done
    # the header of the second member of a tar, and its data where they are packed
    python3 - <<'END'
data = bytearray(open("sound/plain.tar", "rb").read())
at = data.index(b"part.ab\0")
data[at] ^= 1
open("second.tar", "wb").write(data)
END
    refused second.tar
    head -c $(($(stat -c %s part.ab.gz) - 8)) part.ab.gz >cut.gz
    mv cut.gz part.ab.gz
    tar -cf inner.tar part.??.gz
    refused inner.tar
    grep -q '^hark-fetch: inner.tar!part.ab.gz' said
    zip -q -0 inner.zip part.??.gz
    refused inner.zip
    grep -q '^hark-fetch: inner.zip!part.ab.gz' said
}

# --- a disk is full, a pipe is closed ---

# run_with STAGE OPTION…: the pipe over a good archive with a bad line, options given to one stage. Codes in
# $codes, what each stage said in STAGE.said.
run_with() {
    local stage pipe='' words
    { cat "$BATS_FILE_TMPDIR/statuses.json"; echo '{"text":'; } >statuses.json
    rm -f ./*.said
    for stage in "fetch statuses.json" normalize dedupe "classify --rules $HARK_ROOT/samples/rules" \
        "attribute --touches all" "aggregate --by reason --count"; do
        words=$stage
        if [ "${stage%% *}" = "$1" ]; then words="$words ${*:2}"; fi
        [[ $words != normalize* || $words == *--rejects* ]] || words="$words --rejects rejects"
        pipe="$pipe hark $words 2>${stage%% *}.said |"
    done
    set +e
    eval "${pipe% |}" >rows '; codes=("${PIPESTATUS[@]}")'
    set -e
}

@test "the pipe with which the next claims are made ends well" {
    run_with none
    [ "${codes[*]}" = "0 0 0 0 0 0" ]
    [ -s rows ]
    [ "$(wc -l <rejects)" -eq 1 ]
}

@test "a full disk behind the pipe is told" {
    for last in "aggregate --count" "attribute" "classify --rules $HARK_ROOT/samples/rules" dedupe; do
        # shellcheck disable=SC2016
        expect 74 bash -c 'hark fetch "$0" | hark normalize | hark dedupe | hark $1 >/dev/full' \
            "$BATS_FILE_TMPDIR/statuses.json" "$last"
        [[ $stderr == *"hark-${last%% *}: cannot_write: standard output: No space left"* ]]
    done
}

@test "a full disk behind a stage in the middle ends the pipe by 76" {
    run bash -c 'hark fetch "$1" | hark normalize | tee /dev/full | hark dedupe | hark aggregate --count' - \
        "$BATS_FILE_TMPDIR/statuses.json"
    [ "$status" -eq 0 ] # tee told it, and passed all on
    [[ $output == *"tee: /dev/full"* ]]
    run bash -c 'hark fetch "$1" | hark normalize >/dev/full | hark dedupe | hark aggregate --count' - \
        "$BATS_FILE_TMPDIR/statuses.json"
    [ "$status" -eq 76 ]
}

@test "a full disk under --rejects: the pipe ends 76, and says which stage" {
    run_with normalize --rejects /dev/full
    [ "${codes[*]}" = "0 74 76 76 76 76" ]
    grep -q '^hark-normalize: rejects: /dev/full: No space left' normalize.said
    grep -q 'upstream: normalize ended with status 74' dedupe.said
    grep -q 'upstream: attribute ended with status 76' aggregate.said
}

@test "a full disk under --stats: the pipe ends 76, or 74 at its end" {
    run_with fetch --stats /dev/full
    [ "${codes[*]}" = "74 76 76 76 76 76" ]
    run_with normalize --stats /dev/full
    [ "${codes[*]}" = "0 74 76 76 76 76" ]
    run_with dedupe --stats /dev/full
    [ "${codes[*]}" = "0 0 74 76 76 76" ]
    run_with classify --stats /dev/full
    [ "${codes[*]}" = "0 0 0 74 76 76" ]
    run_with attribute --stats /dev/full
    [ "${codes[*]}" = "0 0 0 0 74 76" ]
    run_with aggregate --stats /dev/full
    [ "${codes[*]}" = "0 0 0 0 0 74" ]
    grep -q '^hark-aggregate: stats: /dev/full: No space left' aggregate.said
    run_with dedupe --stats /nowhere/stats
    [ "${codes[*]}" = "0 0 73 76 76 76" ]
    # and the books that are kept name the status that was given
    run_with normalize --stats kept --rejects /dev/full
    [ "$(jq .status kept)" -eq 74 ]
}

# Where files may not grow, what is put aside cannot be.
@test "no room for what is put aside: the pipe ends 76" {
    "$HARK_ROOT/scripts/sample" visits visits --visits 20k --orders 1k
    for stage in dedupe attribute; do
        # shellcheck disable=SC2016
        run bash -c 'trap "" XFSZ; (ulimit -f 64; exec hark $0 --memory 1M visits/*) | hark aggregate --count; echo "${PIPESTATUS[*]}"' $stage
        [[ $output == *"hark-$stage: "*"File too large"* ]]
        [[ $output == *"74 76" ]]
        [[ $output == *"upstream: $stage "* ]]
    done
    run bash -c 'hark dedupe --tmpdir /nowhere visits/* | hark aggregate --count; echo "${PIPESTATUS[*]}"'
    [[ $output == *"73 "[67]6 ]]
}

@test "a pipe that is closed is silent, with and without SIGPIPE" {
    for trap in true "trap '' PIPE"; do
        rm -f ./*.said
        # shellcheck disable=SC2016
        bash -c "$trap"'
            { hark fetch "$1"/posts "$1"/clicks 2>fetch.said; echo $? >fetch.code; } |
                { hark normalize --clear-ids --rejects rejects 2>normalize.said; echo $? >normalize.code; } |
                { hark dedupe 2>dedupe.said; echo $? >dedupe.code; } |
                { hark classify --rules "$2" 2>classify.said; echo $? >classify.code; } | head -n 1' \
            - "$HARK_ROOT/samples/world" "$HARK_ROOT/samples/rules" >line
        [ "$(wc -l <line)" -eq 1 ]
        [ -z "$(cat ./*.said)" ]
        [ "$(cat classify.code)" -eq 141 ]
        cat ./*.code | grep -qvx '0\|141' && return 1
    done
    :
}
