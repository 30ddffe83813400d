#!/usr/bin/env bats
# fuzz - a short round of what `make fuzz` plays for a minute and longer, beginning with tests/fuzz/corpus: HARK_FUZZ_SECONDS a target

load ../lib

needs_libfuzzer() {
    echo 'int LLVMFuzzerTestOneInput(const unsigned char *at, unsigned long len) { return len > 9 && *at; }' |
        clang -x c -fsanitize=fuzzer,address -o try - 2>/dev/null || skip "no libFuzzer here (clang, libclang-rt-14-dev)"
}

@test "no parser breaks a promise, played with for a while" {
    needs_libfuzzer
    unset MAKEFLAGS MAKELEVEL
    local build=${HARK_BIN%/bin}-fuzz
    make -s -C "$HARK_ROOT" -j2 B="$build" SAN=1 FUZZ=1 CC="${HARK_FUZZ_CC:-clang}" CXX="${HARK_FUZZ_CXX:-clang++}" fuzzers
    HARK_DATA=/nonexistent HARK_FUZZ_JOBS=1 "$HARK_ROOT/tests/fuzz/run" "$build" "${HARK_FUZZ_SECONDS:-5}" >&3
}
