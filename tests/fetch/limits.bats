#!/usr/bin/env bats
# limits - however large the input, memory is not

# shellcheck disable=SC2154,SC2094 # bats sets stderr; books prints
load ../lib

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    (ulimit -v 400000 && hark-fetch --version) >/dev/null 2>&1 || skip "a sanitizer's programs have memory of their own"
}

# A command that ends 0 within 64 MiB.
small() {
    "$BATS_TEST_DIRNAME/peak" peak "$@"
    [ "$(cat peak)" -lt 65536 ] || {
        echo "$(cat peak) KiB: $*"
        return 1
    }
}

@test "a line of 1 GB is rejected with its hash and length, and the next one read" {
    { printf '{"a":1}\n'; head -c 1000000000 /dev/zero | tr '\0' x; printf '\n{"a":2}\n'; } |
        small hark-fetch --bare --rejects rejects >out
    diff out <(printf '{"a":1}\n{"a":2}\n')
    jq -e '.code == "too_long" and .raw_bytes == 1000000000 and (.raw_hash | length) == 32 and .line == 2' rejects
}

@test "an outbox of one line of hundreds of megabytes gives its items" {
    item='{"type":"Create","object":{"content":"<p>Hello \"world\" and all, and a link: https://example.com/offer?x=1</p>"}},'
    { printf '{"id":"x","orderedItems":['; yes "$item" | head -n 2000000 | tr -d '\n'; printf '{"last":1}]}'; } |
        small hark-fetch --bare >out
    [ "$(wc -l <out)" -eq 2000001 ]
    tail -n 1 out | diff - <(echo '{"last":1}')
}

@test "a tar of ten thousand members takes no more than one of one" {
    python3 - <<'PYTHON' | small hark-fetch >out
import io, sys, tarfile
body = b'{"a":1}\n' * 20
with tarfile.open(fileobj=sys.stdout.buffer, mode="w|gz") as tar:
    for i in range(10000):
        member = tarfile.TarInfo("folder/member-%d.json" % i)
        member.size = len(body)
        tar.addfile(member, io.BytesIO(body))
PYTHON
    [ "$(books out <out)" -eq 200000 ]
    [ "$(cat peak)" -lt 30000 ]
}

@test "records as long as --max-line allows stay within, of every shape" {
    x() { head -c "$1" /dev/zero | tr '\0' x; }
    { printf '{"a":"'; x 8388000; printf '"}\n'; } >a.json
    { printf '[{"a":"'; x 8388000; printf '"},{"a":"'; x 8388000; printf '"}]'; } >b.json
    { printf 'a,b,c\n1,'; x 8388000; printf ',3\n1,"'; x 4190000; printf '\n'; x 4190000; printf '",3\n'; } >c.csv
    { printf '<rss><channel><item>'; x 4000000; printf '\n'; x 4000000; printf '</item></channel></rss>'; } >d.xml
    for file in a.json b.json c.csv d.xml; do
        small hark-fetch --bare $file >out
        [ -s out ]
    done
}

@test "an open quote over hundreds of megabytes costs one line" {
    { printf 'a,b,c\n1,"open,3\n'; seq 2 8000000 | sed 's/$/,some words here,3/'; } |
        small hark-fetch --rejects rejects --as csv >out
    [ "$(books 'passed' <out)" -eq 7999999 ]
    [ "$(wc -l <rejects)" -eq 1 ]
}

@test "a verified pipe is not held in memory" {
    seq 20000000 | small hark-fetch --verify >out
    [ "$(books out <out)" -eq 20000000 ]
}
