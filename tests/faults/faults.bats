#!/usr/bin/env bats
# faults - each filter, disturbed: a sample of what `make faults` plays to the end

load ../lib

# played PROGRAM OPTION…: what it prints is in `table`; it ends 99 where this machine cannot do it.
played() {
    [ -e "$HARK_BIN/../faults/shim.so" ] || skip "no shim for this processor, or for a sanitizer's build"
    "$HARK_ROOT/tests/faults/$1" "$HARK_BIN/.." "${@:2}" >table 2>said || {
        [ $? -ne 99 ] || skip "$(cat said)"
        cat table said
        return 1
    }
}

# disturbed KIND PERCENT: of all faults of that kind so many, the same each time.
disturbed() {
    played driver.py --kinds "$1" --share "$2"
    grep "^all " table >&3
}

@test "an allocation that fails ends 71, whoever asked for it" { disturbed allocation 2; }

@test "a system call that fails ends the run by its promise, or is made good" { disturbed call 4; }

@test "killed at any call and run again, a filter gives the bytes of one that nobody disturbed" { disturbed kill 5; }

@test "what the shim makes fail is all that the kernel is asked: strace counts the same calls" { played crosscheck.py; }

@test "what a filter still holds at its end does not grow with what it read" { played leaks.py; }
