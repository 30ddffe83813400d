#!/usr/bin/env bats
# sandbox - what a filter cannot do once its files are open

# shellcheck disable=SC2154 # bats sets stderr
load ../lib

setup_file() {
    export world=$HARK_ROOT/samples/world
}

# Every program that is no script.
filters() {
    for program in "$HARK_BIN"/hark-*; do
        head -c 4 "$program" | grep -q ELF && printf '%s\n' "$program"
    done
}

@test "each filter refuses what it does not need, and names it" {
    for program in $(filters); do
        expect 0 "$program" --sandbox-test
        [ "$(grep -c ': refused$' <<<"$output")" -eq 9 ]
        [[ $output != *"let through"* ]]
        for call in openat unlinkat socket execve clone ptrace kill mmap; do
            grep -qx "${program##*/}: refused: the sandbox lets no $call through" <<<"$stderr"
        done
        [ ! -e /tmp/hark-sandbox-test ]
    done
}

# A library that does more than it did, whenever it reads.
new_library() {
    cat >library.c <<'C'
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
ssize_t read(int fd, void *at, size_t room)
{
    if (getenv("NEW") != NULL)
        syscall(SYS_socket, 2, 1, 0);
    return syscall(SYS_read, fd, at, room);
}
C
    gcc -shared -fPIC -o library.so library.c || skip "no compiler here"
    export LD_PRELOAD=$PWD/library.so ASAN_OPTIONS=$ASAN_OPTIONS:verify_asan_link_order=0
}

@test "a call that a library makes anew fails the run by its name, and kills it not" {
    posts 10 >p.json
    new_library
    expect 0 hark-validate --sandbox p.json
    NEW=1 expect 77 hark-validate --sandbox --stats stats p.json
    [ "$stderr" = "hark-validate: refused: the sandbox lets no socket through" ]
    [ "$(grep -c '"kind":"post"' <<<"$output")" -eq 10 ]
    [ "$(books status <<<"$output")" -eq 77 ]
    [ "$(jq .status stats)" -eq 77 ]
    NEW=1 expect 0 hark-validate p.json
}

pipeline() {
    hark-fetch "$world/posts" "$world/clicks" "$world/logs" "$world/orders" |
        hark-normalize --sources "$world/sources.txt" --clear-ids --rejects rejects |
        hark-dedupe --index index --memory 1M |
        hark-classify --rules "$HARK_ROOT/samples/rules" --accounts "$world/accounts.csv" |
        hark-thread --memory 1M |
        hark-attribute --carry carry --memory 1M |
        hark-aggregate --by account,time:month --zone Europe/Berlin --sum amount_minor --where kind=credit
}

@test "a pipeline gives the same bytes in it" {
    mkdir one two
    (cd one && pipeline >out)
    (cd two && HARK_SANDBOX=1 pipeline >out 2>messages)
    grep -v '"kind":"\(begin\|end\)"' one/out >one/rows
    [ -s one/rows ]
    grep -v '"kind":"\(begin\|end\)"' two/out | cmp - one/rows
    run ! grep refused two/messages
    cmp one/index.next two/index.next
    cmp one/carry/state.next two/carry/state.next
    [ "$(books status <two/out)" = "$(books status <one/out)" ]
}

@test "what is opened late goes where it was told: indexes, days, models" {
    posts 300 >p.json
    export HARK_SANDBOX=1
    hark-partition --into days --keys keys p.json >out
    [ "$(find days -mindepth 1 -maxdepth 1 | wc -l)" -eq 28 ]
    hark-partition --touched keys p.json >touched
    [ "$(grep -c 2009-03- touched)" -eq 28 ]
    { echo id,label; for i in $(seq 300); do echo "twitter:$i,$((i % 2))"; done; } >labels.csv
    hark-train --labels labels.csv --model model --bits 12 p.json >out
    [ -s model ]
    hark-dedupe --index index p.json >out
    hark-dedupe --commit index
    hark-dedupe --index index p.json >out
    [ -s index.next ]
    expect 76 hark-dedupe --index index <(hark-validate p.json | head -n 3)
    [ ! -e index.next ]
}

@test "operands that are not there, folders and named pipes are as without it" {
    posts 3 >p.json
    mkdir folder
    for operands in "p.json none p.json" "folder p.json" "p.json - p.json"; do
        # shellcheck disable=SC2086
        run --separate-stderr hark-validate $operands <p.json
        wanted="$status $output $stderr"
        # shellcheck disable=SC2086
        run --separate-stderr hark-validate --sandbox $operands <p.json
        diff <(printf '%s\n' "$wanted" | sed 's/"stream":"[^"]*"//') <(printf '%s\n' "$status $output $stderr" | sed 's/"stream":"[^"]*"//')
    done
    mkfifo a b
    { cat p.json >a; cat p.json >b; } &
    [ "$(timeout 20 hark-validate --sandbox --bare a b <(cat p.json) <(true) | wc -l)" -eq 9 ]
}

@test "more operands than there are descriptors are said so" {
    posts 1 >p.json
    yes p.json | head -n 200 >list
    expect 0 hark-validate --sandbox --bare --files-from list
    [ "$(wc -l <<<"$output")" -eq 200 ]
    expect 66 bash -c 'ulimit -n 100; exec hark-validate --sandbox --bare --files-from list'
    [[ $stderr == *"p.json: cannot_open: Too many open files"* ]]
}

@test "fetch reads what it was given, and keeps a state" {
    posts 5 | gzip >p.json.gz
    mkdir folder
    cp p.json.gz folder
    expect 0 hark-fetch --sandbox --bare folder p.json.gz
    [ "$(wc -l <<<"$output")" -eq 10 ]
    hark-fetch --sandbox --bare --verify --only-new state <p.json.gz | wc -l | grep -qx 5
    hark-fetch --commit state
    [ -s state ]
}

@test "no program knows how to run a shell or another program, but via" {
    for program in $(filters); do
        [ "${program##*/}" != hark-via ] || continue
        run -0 nm -D --undefined-only "$program"
        run ! grep -wE '(system|popen|wordexp|fork|vfork|clone|posix_spawnp?|exec[vl][pe]*|fexecve|dlopen)(@.*)?$' <<<"$output"
    done
    nm -D --undefined-only "$HARK_BIN/hark-via" | grep -qw execvp
}

@test "no core of a process that holds passwords is left" {
    mkfifo pipe
    hark-fetch pipe >out 2>messages &
    pid=$!
    exec 4>pipe
    for _ in $(seq 100); do
        [ -s out ] && break
        sleep 0.02
    done
    awk '/Max core file size/ { exit !($5 <= 1 && $6 <= 1) }' "/proc/$pid/limits"
    kill -ABRT "$pid"
    wait "$pid" || true
    exec 4>&-
    [ -z "$(ls core* 2>/dev/null)" ]
}

@test "a password in an operand does not stay where ps shows it" {
    mkfifo pipe
    hark-fetch pipe "http://me:pass-word@127.0.0.1:9/x?token=hush" >out 2>messages &
    pid=$!
    exec 4>pipe
    for _ in $(seq 100); do
        [ -s out ] && break
        sleep 0.02
    done
    tr '\0' ' ' <"/proc/$pid/cmdline" >shown
    kill "$pid"
    wait "$pid" || true
    exec 4>&-
    grep -q '127.0.0.1:9/x' shown
    run ! grep -E 'pass-word|hush' shown
}
