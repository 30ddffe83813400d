#!/usr/bin/env bats
# every - what each filter must keep, played for all of them

# shellcheck disable=SC2030,SC2031,SC2154 # each claim has a subshell of its own; bats sets stderr
load ../lib

# Each filter with the least that it wants, one a line; new filters are added here.
filters() {
    cat <<END
hark-fetch
hark-normalize --clear-ids
hark-dedupe
hark-classify --rules $HARK_ROOT/samples/rules
hark-thread --accounts $HARK_ROOT/samples/world/accounts.csv
hark-attribute --touches all
hark-aggregate --by kind --count
hark-key
hark-via cat
hark-train --labels $HARK_ROOT/tests/train/labels.csv --bits 12
hark-validate
hark-redact
hark-near
hark-ideas
hark-loyalty --people $HARK_ROOT/tests/every/people.csv
hark-detect --by kind --backtest $HARK_ROOT/tests/every/incidents.csv
hark-diff /dev/null
hark-partition --touched nowhere
hark-unlink --key-file $BATS_FILE_TMPDIR/key --forgotten /dev/null
END
}

setup_file() {
    "$HARK_BIN/hark-normalize" --new-key "$BATS_FILE_TMPDIR/key"
}

# Those that read files of records by operands.
readers() {
    filters | grep -v hark-via
}

# Those that write what they read, a line for a line.
passers() {
    filters | grep -E 'fetch|normalize|dedupe|classify|thread|key|via|validate|redact|near|ideas|loyalty'
}

# each FUNCTION LIST: plays the function with every filter's words, and says which of them failed. The
# subshell stands alone, since bash forgets `set -e` in what is a condition.
each() {
    local claim=$1 failed=0 filter code
    while read -r filter; do
        set +e
        # shellcheck disable=SC2086 # words
        (set -e; "$claim" $filter </dev/null)
        code=$?
        set -e
        [ "$code" -eq 0 ] || {
            echo "not kept by: $filter"
            failed=1
        }
    done < <("$2")
    return "$failed"
}

# Posts and an order, so that each filter has something to write.
records() {
    posts "$1"
    printf '%s' '{"v":1,"kind":"order","source":"shop","id":"shop:1","time":"2009-03-06T15:31:12Z",'
    printf '%s' '"seen":"2009-04-01T00:00:00Z","state":"paid","amount":34900,"currency":"USD","exponent":2,'
    printf '%s\n' '"format":"orders_csv","archive":"orders.csv","line":2}'
}

full_disk() {
    posts 5 >some
    expect 74 bash -c '"$@" <some >/dev/full' - "$@"
    [[ $stderr == *"standard output"* ]]
}
@test "a full disk is told, and never ends 0" { each full_disk filters; }

closed_output() {
    posts 5 >some
    expect 74 bash -c '"$@" <some >&-' - "$@"
}
@test "a closed standard output is told, and never ends 0" { each closed_output filters; }

closed_input() {
    run bash -c '"$@" <&-' - "$@"
    [ "$status" -eq 74 ]
}
@test "a closed standard input is an error, not an end" { each closed_input filters; }

# What writes little has written all of it before the pipe closes.
closed_pipe() {
    posts 200000 | {
        set +e
        "$@" 2>messages
        echo $? >code
    } | head -n 1 >/dev/null
    grep -qx '141\|0' code
    [ ! -s messages ]
}
@test "a closed pipe is no message" { each closed_pipe filters; }

cut_archive() {
    posts 2000 | gzip >whole.gz
    head -c 3000 whole.gz >cut.gz
    expect 65 "$@" cut.gz
    [[ $stderr == *cut* ]]
}
@test "a cut archive is not an end" { each cut_archive readers; }

bad_second_member() {
    { posts 5 | gzip; posts 5 | gzip | tr '\037' '\036'; } >bad.gz
    expect 65 "$@" bad.gz
}
@test "a second member that is none is not an end" { each bad_second_member readers; }

no_input() {
    expect 66 "$@" </dev/null
    expect 0 "$1" --allow-empty "${@:2}" </dev/null
}
@test "no input at all ends 66, unless that is allowed" { each no_input filters; }

no_such_file() {
    expect 66 "$@" nowhere.json
    [[ $stderr == *nowhere.json* ]]
}
@test "a missing file is named" { each no_such_file readers; }

unknown_option() {
    expect 64 "$1" --no-such-option "${@:2}"
}
@test "an unknown option ends 64" { each unknown_option filters; }

help_and_version() {
    expect 0 "$1" --help
    [[ $output == *"Usage: $1"* ]] || return 1
    expect 0 "$1" --version
    [[ $output == "$1 "[0-9]* ]]
}
@test "each says what it is and which version" { each help_and_version filters; }

# same FILE COMMAND…: the records of the command are those in FILE, which it makes where it is not there
# yet; what tells of the input's places is left out.
same() {
    local wanted=$1
    shift
    "$@" >made
    grep -v '"kind":"\(begin\|end\|archive\)"' made |
        sed 's/"archive":"[^"]*"/"archive":""/; s/"line":[0-9]*/"line":0/' >"made.$wanted"
    [ -s "made.$wanted" ]
    [ -e "$wanted" ] || cp "made.$wanted" "$wanted"
    diff "$wanted" "made.$wanted"
}

carriage_returns() {
    [ "$1" = hark-fetch ] && return 0 # byte for byte
    rm -f wanted
    records 5 >plain
    records 5 | sed 's/$/\r/' >carriage
    same wanted "$@" <plain
    same wanted "$@" <carriage
}
@test "CRLF is a line end" { each carriage_returns filters; }

no_last_newline() {
    records 5 >plain
    printf '%s' "$(cat plain)" >without
    rm -f wanted
    same wanted "$@" <plain
    same wanted "$@" <without
}
@test "the last newline is optional" { each no_last_newline filters; }

two_files() {
    records 10 >all
    head -n 4 all >one
    sed -n '5,6p' all | gzip >two.gz
    tail -n +7 all >three
    rm -f wanted
    same wanted "$@" all
    gzip -dc two.gz | same wanted "$@" one - three
    same wanted "$@" one two.gz three
    printf 'one\ntwo.gz\nthree\n' >names
    [ "$1" != hark-diff ] || { # names of a file come before operands
        set -- hark-diff
        sed -i '1i /dev/null' names
    }
    same wanted "$@" --files-from names
}
@test "several files, one of them zipped, and - in the middle are one input" { each two_files readers; }

no_files() {
    [ "$1" != hark-diff ] || return 0 # one file alone is compared with standard input
    : >names
    records 5 >all
    expect 66 "$@" --files-from names <all
    expect 0 "$@" --allow-empty --files-from names <all
}
no_list() {
    expect 66 "$@" --files-from nowhere
    [[ $stderr == "$1: nowhere: cannot_read: No such file or directory"* ]]
}
@test "a list that cannot be read is told by its name" { each no_list readers; }

@test "a list of no files is an input of nothing, and not standard input" { each no_files readers; }

one_byte_reads() {
    records 50 >all
    rm -f wanted
    same wanted "$@" <all
    dd if=all bs=1 2>/dev/null | same wanted "$@"
}
@test "input may come byte by byte" { each one_byte_reads filters; }

bad_lines() {
    [ "$1" = hark-via ] && return 0 # lines are the command's own
    [ "$1" = hark-fetch ] && return 0 # lines are normalize's to judge
    { posts 1; printf '{"v":1,"kind":\n\0\0\n[1]\n'; posts 2 | tail -n 1; } >mixed
    expect 65 "$@" mixed
    [[ $stderr == *"mixed:2:"* && $stderr == *"mixed:3:"* && $stderr == *"mixed:4:"* ]] || return 1
    rm -f rejects
    expect 0 "$@" --rejects rejects mixed
    [ "$(wc -l <rejects)" -eq 3 ]
    [ "$(stat -c %a rejects)" = 600 ]
    jq -e .code rejects >codes
    expect 65 "$@" --rejects rejects --max-rejects 2 mixed
    expect 0 "$@" --rejects rejects --max-rejects 60% mixed
}
@test "a bad record never stops the run, and is kept with its place" { each bad_lines filters; }

long_line() {
    { posts 1; head -c 100000000 /dev/zero | tr '\0' x; echo; posts 2 | tail -n 1; } >long
    expect 0 "$@" --rejects rejects --stats stats long
    [ "$(books in <stats)" -eq 3 ]
    [ "$(books rejected <stats)" -eq 1 ]
    [ "$(jq .raw_bytes rejects)" -eq 100000000 ]
    rm -f rejects stats
}
@test "a line of 100 MB is rejected whole, and the next one read" { each long_line readers; }

bad_utf8() {
    { posts 1 | sed 's/dead/d\xff\xc3d/'; } >bytes
    run "$@" --rejects rejects bytes
    [ "$status" -eq 0 ]
}
@test "bad UTF-8 is repaired or kept, never fatal" { each bad_utf8 readers; }

killed_upstream() {
    posts 10 >some
    { hark-validate some | head -n 5; } 2>/dev/null >half
    expect 76 "$@" half
    [[ $stderr == *validate* ]]
}
@test "an upstream that was killed cannot pass for success" { each killed_upstream readers; }

# Those that leave files for a later run, in a file or folder of their own.
publishers() {
    cat <<END
hark-fetch --only-new state
hark-dedupe --index state
hark-attribute --touches all --carry state
hark-partition --into state
hark-partition --into days --keys state
hark-train --labels $HARK_ROOT/tests/train/labels.csv --bits 12 --model state
END
}

nothing_published() {
    rm -rf state before
    { posts 60; posts 60 | sed 's/twitter:\([0-9]*",\)/twitter:90\1/'; } | hark-validate >whole
    head -n 90 whole >half
    "$@" whole >out
    case $1 in hark-train | hark-partition) ;; *) "$1" --commit state ;; esac
    cp -r state before
    expect 76 "$@" half
    diff -r before state
    [ ! -e state.next ]
}
@test "where upstream was killed, what is there for later runs stays as it was" { each nothing_published publishers; }

failed_upstream() {
    posts 10 | sed 's/"status":0/&/' | hark-validate 2>/dev/null | sed 's/"status":0/"status":65/' >failed
    expect 76 "$@" failed
    [[ $stderr == *"65"* ]]
}
@test "an upstream that failed is named" { each failed_upstream readers; }

lost_on_the_way() {
    posts 10 | hark-validate | grep -v '"id":"twitter:3"' >fewer
    expect 76 "$@" fewer
    [[ $stderr == *"hark via"* ]]
}
@test "records that a bare filter took out are missed, and the message says how to mend it" {
    each lost_on_the_way readers
}

order_of_lines() {
    posts 10 | hark-validate | sort -r >turned
    expect 0 "$@" turned
}
@test "sorting a stream loses nothing" { each order_of_lines readers; }

two_streams() {
    posts 4 | hark-validate >one
    posts 9 | hark-validate --until 2010-01-01 >two
    cat one two >both
    expect 0 "$@" both
    expect 0 "$@" one two
}
@test "streams may be joined by cat" { each two_streams readers; }

balanced() {
    rm -f stats
    posts 10 | "$@" --stats stats >made
    jq -e '.in == .passed + .used + .rejected + ([.dropped[]] | add // 0) and .out == .passed + .made' stats
    [ "$(grep -cv '^{"v":1,"kind":"\(begin\|end\|archive\|context\)"' made)" -eq "$(jq .out stats)" ]
    tail -n 1 made | diff - stats
}
@test "the books balance, and stand in the end record and in --stats alike" { each balanced readers; }

same_twice() {
    posts 30 >some
    "$@" some >first
    "$@" some >second
    cmp first second
}
@test "the same input gives the same bytes" { each same_twice readers; }

without_controls() {
    posts 3 | "$@" --bare >made
    ! grep -E '"kind":"(begin|end)"' made
}
@test "--bare writes no begin and no end" { each without_controls readers; }
