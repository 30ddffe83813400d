#!/usr/bin/env bats
# dist - the tarball of make dist, unpacked where nothing of hark's libraries is looked for

# shellcheck disable=SC2154 # bats sets output
load ../lib

setup_file() {
    make -s -C "$HARK_ROOT" B="${HARK_BIN%/bin}" dist
}

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    tar -xzf "${HARK_BIN%/bin}"/dist/hark-*.tar.gz
    mv hark-* "else where"
}

@test "programs of the tarball take every library but glibc's own from beside them" {
    programs=$(cd "else where/bin" && grep -l "^.ELF" -- *)
    [[ $programs == *hark-fetch* ]]
    for program in $programs; do
        run env -i LD_LIBRARY_PATH= ldd "else where/bin/$program"
        [ "$status" -eq 0 ]
        ! grep -vE "linux-vdso|ld-linux|lib(c|m|resolv)\.so\.[0-9]+ => |=> $PWD/else where/bin/\.\./lib/" <<<"$output" || false
    done
}

@test "the tarball works without an environment, with zones of its own, and gives the same bytes" {
    cd "$HARK_ROOT/samples/world"
    bare=(env -i PATH=/usr/bin:/bin "$BATS_TEST_TMPDIR/else where/bin/hark")
    zones="$BATS_TEST_TMPDIR/else where/share/zoneinfo"
    mkdir "$zones/Of"
    cp "$zones/Europe/Berlin" "$zones/Of/Ours"
    "${bare[@]}" new-key "$BATS_TEST_TMPDIR/key"
    "${bare[@]}" fetch posts orders |
        "${bare[@]}" normalize --sources sources.txt --key-file "$BATS_TEST_TMPDIR/key" --rejects "$BATS_TEST_TMPDIR/rejects" |
        "${bare[@]}" classify --rules ../rules --sentiment |
        "${bare[@]}" aggregate --by time:day,label --zone Of/Ours --count --to csv >"$BATS_TEST_TMPDIR/theirs"
    hark fetch posts orders |
        hark normalize --sources sources.txt --key-file "$BATS_TEST_TMPDIR/key" --rejects "$BATS_TEST_TMPDIR/rejects" |
        hark classify --rules ../rules --sentiment |
        hark aggregate --by time:day,label --zone Europe/Berlin --count --to csv | cmp - "$BATS_TEST_TMPDIR/theirs"
}

@test "the tarball has what its libraries' licences ask to go with them, and what a cluster needs" {
    [ -s "else where/share/hark/spark/hark_spark.py" ]
    [ -x "else where/share/hark/streaming/read" ]
    [ -s "else where/share/man/man1/hark.1" ]
    command -v dpkg-query || skip "no packages here"
    for library in curl zstd hyperscan icu; do
        grep -rqil "$library" "else where/share/doc/hark/libraries"
    done
}
