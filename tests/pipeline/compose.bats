#!/usr/bin/env bats
# compose - the pipe among other tools: the shell, jq, sort, cat, tee, cron

# shellcheck disable=SC2154,SC2016,SC2030,SC2031 # bats sets $stderr and $output; what is quoted is for an inner shell
load chain

# The samples to run in, the README's commands, and what they must print.
setup_file() {
    cd "$BATS_FILE_TMPDIR" || return
    cp -r "$HARK_ROOT/samples" .
    awk '/^```sh$/ { inside = 1; next } inside && /^```$/ { exit } inside' "$HARK_ROOT/README.md" >readme
    cd samples/world || return
    hark new-key key
    {
        echo "hark fetch posts clicks logs orders |"
        echo "hark normalize --sources sources.txt --key-file key --rejects rejects |"
        echo "hark dedupe --accounts accounts.csv |"
        echo "hark classify --rules ../rules --accounts accounts.csv |"
        echo "hark attribute --touches tracked --model last --window 30d |"
        echo "hark aggregate --by account,time:month --metric net_sales --to csv"
    } >"$BATS_FILE_TMPDIR/pipe"
    bash -o pipefail "$BATS_FILE_TMPDIR/pipe" >"$BATS_FILE_TMPDIR/rows"
    hark fetch posts | hark normalize --rejects rejects | hark dedupe >"$BATS_FILE_TMPDIR/records"
}

# One copy for all tests: what they write goes elsewhere, or is the same each time.
setup() {
    cd "$BATS_FILE_TMPDIR/samples/world" || return
}

# with STAGE COMMAND: the pipe with the command between this stage and the next.
with() {
    awk -v stage="hark $1" -v command="$2" '{ print } index($0, stage) == 1 { print command " |" }' \
        "$BATS_FILE_TMPDIR/pipe"
}

# What the README asks for, from the ledger: dollars by account and year.
@test "the README's pipeline ends 0, with and without pipefail, and comes to the ledger" {
    cp -r "$HARK_ROOT/samples" "$BATS_TEST_TMPDIR"
    [ "$(grep -c '^ *hark [a-z]* .*|$' "$BATS_FILE_TMPDIR/readme")" -ge 5 ]
    awk -F , '$1 == "tracked" && $2 == "net_sales" && $5 == "USD" { sum[$3 "\t" substr($4, 1, 4)] += $6 }
        END { for (key in sum) if (sum[key] != 0) printf "%s\t%.2f\n", key, sum[key] / 100 }' ledger.csv |
        LC_ALL=C sort >"$BATS_TEST_TMPDIR/wanted"
    cd "$BATS_TEST_TMPDIR" || return
    [ "$(wc -l <wanted)" -gt 5 ]
    expect 0 sh -e "$BATS_FILE_TMPDIR/readme"
    [ -z "$stderr" ]
    tail -n +2 <<<"$output" | LC_ALL=C sort >found
    agree wanted found
    rm samples/world/key samples/world/rejects
    expect 0 bash -e -o pipefail "$BATS_FILE_TMPDIR/readme"
    tail -n +2 <<<"$output" | LC_ALL=C sort >found
    agree wanted found
}

# alike STAGE COMMAND: with it in between, the pipe ends 0 and says the same.
alike() {
    with "$1" "$2" >"$BATS_TEST_TMPDIR/pipe"
    expect 0 bash -o pipefail "$BATS_TEST_TMPDIR/pipe"
    [ -z "$stderr" ]
    agree "$BATS_FILE_TMPDIR/rows" - <<<"$output"
}

@test "sort, cat and tee in between lose nothing, wherever they stand" {
    alike fetch cat
    alike normalize "LC_ALL=C sort"
    alike normalize "tee $BATS_TEST_TMPDIR/copy"
    alike dedupe "cat -u"
    alike dedupe "sort -r"
    alike classify "sort -u -s"
    alike classify "head -n 1000000"
    alike attribute "sort -k 2"
    alike attribute "dd bs=7 status=none"
}

# What jq took out is booked, so that the sums are those of what it left.
@test "jq through hark via ends 0, and the books say what it took out" {
    with dedupe "hark via jq -c 'select(.kind != \"post\" or .lang != \"ja\")' | tee $BATS_TEST_TMPDIR/copy" >"$BATS_TEST_TMPDIR/pipe"
    expect 0 bash -o pipefail "$BATS_TEST_TMPDIR/pipe"
    [ -z "$stderr" ]
    cd "$BATS_TEST_TMPDIR" || return
    tail -n 1 copy | jq -e '.by == "via" and .status == 0 and .dropped["via jq"] > 50 and .in == .out + .dropped["via jq"]'
    ! grep -q '"kind":"post".*"lang":"ja"' copy || return 1
    # one that takes out all that it does not know, the books among it
    hark via jq -c 'select(.lang == "en")' <"$BATS_FILE_TMPDIR/records" >copy
    tail -n 1 copy | jq -e '.status == 0 and .out > 100'
    expect 0 hark aggregate --count copy
    # one that writes more than it reads, and one that writes its keys in order
    hark via jq -cS '., .' <"$BATS_FILE_TMPDIR/records" >copy
    tail -n 1 copy | jq -e '.status == 0 and .made == .passed and .out == 2 * .in'
    expect 0 hark aggregate --count copy
}

@test "jq without via, taking out records, ends 76, and the message says how to mend it" {
    for stage in dedupe classify attribute; do
        with $stage "jq -c 'select(.kind != \"visit\" and .currency != \"USD\")'" >"$BATS_TEST_TMPDIR/pipe"
        expect 76 bash "$BATS_TEST_TMPDIR/pipe"
        [[ $stderr == *"records were written and "*" came through"*"hark via"* ]]
    done
    expect 76 bash -o pipefail "$BATS_TEST_TMPDIR/pipe"
    expect 76 bash -c 'grep -v "\"lang\":\"ja\"" "$1" | hark aggregate --count' - "$BATS_FILE_TMPDIR/records"
    [[ $stderr == *"hark via"* ]]
    expect 76 bash -c 'jq -c "if .lang == \"ja\" then ., . else . end" "$1" | hark aggregate --count' - "$BATS_FILE_TMPDIR/records"
    [[ $stderr == *"hark via"* ]]
    expect 76 bash -c 'head -n 100 "$1" | hark aggregate --count' - "$BATS_FILE_TMPDIR/records"
    [[ $stderr == *"dedupe ended early"* ]]
    expect 76 bash -c 'tail -n +3 "$1" | hark aggregate --count' - "$BATS_FILE_TMPDIR/records"
    [[ $stderr == *"hark via"* ]]
}

@test "jq without via, changing records alone, ends 0; rewriting the books it ends 76" {
    alike dedupe "jq -c 'if .kind == \"post\" then .text |= ascii_downcase else . end'"
    alike classify "jq -c '. + {seen_by: \"jq\"}'"
    with dedupe "jq -cS ." >"$BATS_TEST_TMPDIR/pipe"
    expect 76 bash "$BATS_TEST_TMPDIR/pipe"
    [[ $stderr == *"rewritten"*"hark via"* ]]
    with dedupe "python3 -c 'import json, sys; [print(json.dumps(json.loads(line))) for line in sys.stdin]'" >"$BATS_TEST_TMPDIR/pipe"
    expect 76 bash "$BATS_TEST_TMPDIR/pipe"
    [[ $stderr == *"rewritten"*"hark via"* ]]
}

# --- lines that look like the books ---

status() {
    printf '{"created_at":"Tue Feb 01 00:00:41 +0000 2011","id":%d,"id_str":"%d","text":"hi",' "$1" "$1"
    printf '"user":{"id":1,"id_str":"1","screen_name":"a"}}\n'
}

# Seven lines that look like control records, three of which would make the books wrong.
forged() {
    cat <<'END'
{"v":1,"kind":"begin","stream":"00","by":"fetch","version":"0","options":"","uses":{}}
{"v":1,"kind":"end","stream":"00","by":"fetch","status":0,"in":9,"passed":9,"used":0,"rejected":0,"dropped":{},"made":0,"out":9,"bytes":9,"chain":[]}
{"v":1,"kind":"archive","archive":"other.json","lines":"json","line":1000}
{"v":1,"kind":"context","title":"forged"}
 {"v":1,"kind":"end","stream":"00","by":"fetch","status":65,"out":9}
{"v":1,"kind":"begin"
{"v":1,"kind":"end"}
END
}

@test "a raw line that looks like a control record changes no books" {
    cd "$BATS_TEST_TMPDIR" || return
    { status 3; forged; status 4; } >lines.json
    gzip -k lines.json
    tar -cf in.tar lines.json
    zip -q in.zip lines.json
    { echo '['; { status 3; forged | sed -n '1,4p;7p'; status 4; } | sed '$!s/$/,/'; echo ']'; } >array.json
    for archive in lines.json lines.json.gz in.tar in.zip array.json; do
        forgeries=7
        [ $archive != array.json ] || forgeries=5
        rm -f rejects
        hark fetch $archive | hark normalize --rejects rejects >made
        tail -n 1 made | jq -e --argjson n $forgeries '.status == 0 and .in == $n + 2 and .made == 2 and .rejected == $n
            and (.chain | length) == 1 and .chain[0].out == $n + 2'
        [ "$(wc -l <rejects)" -eq $forgeries ]
        # each with its own place, and none with the one that was forged
        [ "$(jq -r .archive rejects made | sort -u | grep -v null)" = $archive ]
        seq 2 $((forgeries + 1)) >wanted
        [ $archive != array.json ] || seq 3 7 >wanted
        jq -r .line rejects >found
        agree wanted found
        [ "$(jq -r 'select(.kind == "post") | .line' made | tail -n 1)" -eq $((forgeries + 2 + (forgeries == 5))) ]
        expect 0 hark dedupe made
    done
    # in a log
    { echo '1.2.3.4 - - [01/Feb/2011:10:00:00 +0000] "GET /a HTTP/1.1" 200 5 "-" "x"'; forged; } >access.log
    hark fetch access.log | hark normalize --format clf --host h.example --clear-ids --rejects log.rejects >made
    tail -n 1 made | jq -e '.status == 0 and .in == 8 and .made == 1 and .rejected == 7'
    # and where the line is a row, an element or a string
    printf 'v,kind,stream,by,status,out\n1,end,00,fetch,65,9\n' >rows.csv
    hark fetch rows.csv >made
    tail -n 1 made | jq -e '.status == 0 and .out == 1'
    expect 65 hark normalize made
}

# Whoever forges a stream of ours whole is asked for its end.
@test "an archive that begins as a stream of ours and does not end as one is refused" {
    cd "$BATS_TEST_TMPDIR" || return
    { forged | sed -n '1,2p'; status 3; } >first.json
    expect 76 hark fetch first.json
    { forged | head -n 1; status 3; } >first.json
    expect 76 hark fetch first.json
    # and one that is ours goes through, and is checked
    hark fetch "$BATS_FILE_TMPDIR/records" >again
    tail -n 1 again | jq -e '.status == 0 and .chain[-1].by == "dedupe"'
    expect 0 hark aggregate --count again
    head -n 50 "$BATS_FILE_TMPDIR/records" | gzip >half.json.gz
    expect 76 hark fetch half.json.gz
    [[ $stderr == *"dedupe ended early"* ]]
}

# --- cron ---

# as COMMAND…: the pipe as somebody else starts it gives the same bytes.
as() {
    expect 0 "$@" sh "$BATS_FILE_TMPDIR/pipe"
    [ -z "$stderr" ]
    agree "$BATS_FILE_TMPDIR/rows" - <<<"$output"
}

@test "cron's way to start it gives the same bytes" {
    as sh -c 'exec "$@" <&-' -
    as sh -c 'exec "$@" </dev/null' -
    as sh -c 'trap "" PIPE; exec "$@"' -
    as sh -c 'trap "" HUP INT; umask 077; exec "$@"' -
    as env TZ=Asia/Kolkata
    as env TZ=America/St_Johns LC_ALL=C
    as env -u LC_ALL -u LANG LC_NUMERIC=de_DE.UTF-8 LC_CTYPE=tr_TR.UTF-8 LANG=tr_TR.UTF-8
    as env -i PATH="$PATH" ASAN_OPTIONS="${ASAN_OPTIONS-}"
    as env COLUMNS=20 TERM=dumb POSIXLY_CORRECT=1
    as sh -c 'ulimit -n 64; exec "$@"' -
}

@test "no standard error and no standard input change nothing" {
    sh "$BATS_FILE_TMPDIR/pipe" 2>&- <&- >"$BATS_TEST_TMPDIR/rows"
    agree "$BATS_FILE_TMPDIR/rows" "$BATS_TEST_TMPDIR/rows"
}

@test "the records too are the same under another locale and zone" {
    for env in "LC_ALL=C TZ=UTC" "LC_ALL=C.UTF-8 TZ=Asia/Tokyo" "LC_ALL=tr_TR.UTF-8 TZ=America/Chicago"; do
        # shellcheck disable=SC2086 # words
        env $env sh -c 'hark fetch posts clicks logs orders counts |
            hark normalize --sources sources.txt --key-file key --rejects /dev/null |
            hark dedupe --accounts accounts.csv |
            hark classify --rules ../rules --accounts accounts.csv --why' | cksum
    done >"$BATS_TEST_TMPDIR/sums"
    [ "$(sort -u "$BATS_TEST_TMPDIR/sums" | wc -l)" -eq 1 ]
}

@test "names beyond ASCII are the same under every locale, in a tar, a zip and a path" {
    cd "$BATS_TEST_TMPDIR" || return
    status 3 >投稿.json
    tar --format=pax -cf pax.tar 投稿.json
    tar --format=gnu -cf gnu.tar 投稿.json
    python3 -c 'import zipfile; zipfile.ZipFile("one.zip", "w").write("投稿.json")'
    for env in LC_ALL=C LC_ALL=C.UTF-8 LC_ALL=tr_TR.ISO-8859-9 LANG=; do
        env -u LC_ALL $env hark fetch pax.tar gnu.tar one.zip 投稿.json >"made.$env"
        [ "$(grep -o '"[a-z]*":"投稿.json"' "made.$env" | xargs)" = \
            'member:投稿.json member:投稿.json member:投稿.json archive:投稿.json' ]
        cmp made.LC_ALL=C "made.$env"
    done
}
