#!/usr/bin/env bats
# faults - each filter, disturbed: a sample of what `make faults` plays to the end

load ../lib

# disturbed KIND PERCENT: of all faults of that kind so many, the same each time.
disturbed() {
    [ -e "$HARK_BIN/../faults/shim.so" ] || skip "no shim for this processor, or for a sanitizer's build"
    "$HARK_ROOT/tests/faults/driver.py" "$HARK_BIN/.." --kinds "$1" --share "$2" >table || {
        [ $? -ne 99 ] || skip "this kernel has no Syscall User Dispatch"
        cat table
        return 1
    }
    grep "^all " table >&3
}

@test "an allocation that fails ends 71, whoever asked for it" { disturbed allocation 2; }

@test "a system call that fails ends the run by its promise, or is made good" { disturbed call 4; }

@test "killed at any call and run again, a filter gives the bytes of one that nobody disturbed" { disturbed kill 5; }
