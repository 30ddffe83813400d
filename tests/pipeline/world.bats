#!/usr/bin/env bats
# world - the pipeline over a world whose sales are known comes to its ledger, and its books to what is in it

load chain

# Two worlds: the one that is kept, and another one, of other size and seed.
setup_file() {
    "$HARK_ROOT/scripts/sample" world "$BATS_FILE_TMPDIR/other" --seed 7 --days 150 --scale 0.5
    ln -s "$HARK_ROOT/samples/world" "$BATS_FILE_TMPDIR/kept"
    cd "$BATS_FILE_TMPDIR" || return
    hark new-key key
    for name in kept other; do
        mkdir "$name.made"
        ended_well "$name"
    done
}

# Runs the stages before attribution, which must all end well.
ended_well() {
    local made=$BATS_FILE_TMPDIR/$1.made
    (
        cd "$BATS_FILE_TMPDIR/$1" || return
        set +e
        hark fetch --rejects "$made/rejects" --stats "$made/fetch" posts clicks logs orders counts |
            tee "$made/raw" |
            hark normalize --sources sources.txt --key-file "$BATS_FILE_TMPDIR/key" --rejects "$made/rejects" \
                --stats "$made/normalize" |
            tee "$made/normal" |
            hark dedupe --accounts accounts.csv --stats "$made/dedupe" |
            hark classify --rules "$HARK_ROOT/samples/rules" --accounts accounts.csv \
                --stats "$made/classify" >"$made/records"
        echo "${PIPESTATUS[*]}" >"$made/statuses"
    )
    [ "$(cat "$made/statuses")" = "0 0 0 0 0 0" ]
}

# each_world FUNCTION
each_world() {
    "$1" kept
    "$1" other
}

# Sets $made, where the streams and books of a world are, and $true, the world.
of() {
    made=$BATS_FILE_TMPDIR/$1.made
    truth=$BATS_FILE_TMPDIR/$1
    [ -s "$made/records" ] # that there is something to compare
}

ledger() {
    of "$1"
    { ledger_rows tracked "$made/records"; ledger_rows all "$made/records"; } >rows
    something "$truth/ledger.csv" >ledger
    [ "$(wc -l <ledger)" -gt 150 ]
    grep -v ',0$' rows | LC_ALL=C sort >made
    agree ledger made
}
@test "both metrics of both touches by account, month and currency are the ledger's" { each_world ledger; }

reasons() {
    of "$1"
    { ledger_rows tracked "$made/records"; ledger_rows all "$made/records"; } >rows
    { reason_rows tracked; reason_rows all; } >reasons
    something "$truth/ledger-reasons.csv" >ledger
    [ "$(wc -l <ledger)" -gt 15 ]
    grep -v ',0$' reasons | LC_ALL=C sort >made
    agree ledger made
}
@test "what has no touch is the ledger's, by reason" { each_world reasons; }

# Every model and window shares out all of it: the sums by currency are those of the orders.
whole() {
    of "$1"
    hark aggregate --metric order_total --to tsv "$made/records" | minor currency order_total >orders
    [ "$(wc -l <orders)" -ge 3 ]
    hark attribute --touches tracked --model first,last,linear --window 1h,7d,none "$made/records" >credits
    hark aggregate --metric order_total --to tsv credits | minor "model window currency" order_total >shares
    [ "$(cut -d, -f1,2 shares | sort -u | wc -l)" -eq 9 ]
    [ "$(cut -d, -f3- shares | LC_ALL=C sort | uniq -c | awk '{ print $1 }' | sort -u)" = 9 ]
    cut -d, -f3- shares | LC_ALL=C sort -u >sums
    agree orders sums
}
@test "each model and window adds up to the orders" { each_world whole; }

cases() {
    of "$1"
    local touches
    jq -r '.cases[] | select(.tracked) | [.order, .tracked[], .all[]] | join(",")' "$truth/expected.json" |
        LC_ALL=C sort >cases
    [ "$(wc -l <cases)" -gt 40 ]
    for touches in tracked all; do
        hark attribute --touches $touches --bare "$made/records" |
            jq -r 'select(.position != 0) | [(.order | sub("^[a-z]+:"; "")), .account // "", .reason // ""] | join(",")' |
            LC_ALL=C sort -u >"$touches"
    done
    LC_ALL=C join -t, tracked all | LC_ALL=C join -t, cases - >both
    [ "$(cut -d, -f1 both | sort -u | wc -l)" -eq "$(wc -l <cases)" ]
    awk -F, '{ if ($2 != $6 || $3 != $7 || $4 != $8 || $5 != $9) { print; bad = 1 } } END { exit bad }' both
}
@test "each case on purpose goes to the account and the reason that it was made for" { each_world cases; }

# A figure of the books a line, and what the world says that it is.
figures() {
    of "$1"
    jq -n -r --slurpfile wanted "$truth/expected.json" --slurpfile fetch "$made/fetch" \
        --slurpfile normalize "$made/normalize" --slurpfile dedupe "$made/dedupe" \
        --slurpfile classify "$made/classify" '
        $wanted[0] as $w | $fetch[0] as $f | $normalize[0] as $n | $dedupe[0] as $d | $classify[0] as $c
        | ([$w.archives[] | .lines // .rows] | add) as $lines
        | ([$w.archives | to_entries[] | select(.key | test("facebook|support")).value.rows] | add) as $rows
        | ($w.logs | .visits + .bots) as $visits
        | ($w.posts.after_dedupe + $visits + $w.clicks.clicks + $w.orders.orders + $w.counts + $w.statuses.limit) as $all
        | ["fetched", $f.out, $lines],
          ["read by normalize", $n.in, $lines],
          ["damaged", $n.rejected, $w.statuses.damaged + $w.logs.damaged],
          ["blank", $n.dropped.blank, $w.statuses.blank],
          ["heartbeats", $n.dropped.heartbeat, $w.clicks.heartbeats],
          ["odd lines", $n.dropped.no_request, $w.logs.odd],
          ["clicks", $n.kinds.click, $w.clicks.clicks],
          ["gaps", $n.kinds.gap, $w.statuses.limit],
          ["deletes", $n.kinds.delete,
           ($w.statuses | .delete + .user_delete + .scrub_geo + .status_withheld)],
          ["counts", $n.kinds.count, $w.counts],
          ["order rows", $n.kinds.order, $w.orders.rows],
          ["posts", $n.kinds.post, $w.statuses.status + $rows],
          ["posts that stand", $d.kinds.post, $w.posts.after_dedupe],
          ["visits that stand", $d.kinds.visit, $visits],
          ["clicks that stand", $d.kinds.click, $w.clicks.clicks],
          ["orders that stand", $d.kinds.order, $w.orders.orders],
          ["counts that stand", $d.kinds.count, $w.counts],
          ["gaps that stand", $d.kinds.gap, $w.statuses.limit],
          ["deletes used", $d.used, $n.kinds.delete],
          ["all that stands", $c.out, $all]
        | @tsv' >figures
    [ "$(wc -l <figures)" -eq 20 ]
    awk -F '\t' '$2 == "" || $2 != $3 { print; bad = 1 } END { exit bad }' figures
}
@test "the books say what the world holds" { each_world figures; }

# Counts by archive and member, from what fetch says of the places, from the records and from the rejects.
archives() {
    of "$1"
    jq -r '.archives | to_entries[] | .key as $key | .value | to_entries[] | select(.value | type == "number")
        | [$key, (if .key == "rows" then "lines" else .key end), .value] | @tsv' "$truth/expected.json" |
        grep -P '\t(lines|status|delete|user_delete|scrub_geo|status_withheld|limit|damaged|clicks)\t' |
        LC_ALL=C sort >wanted
    {
        awk '/^{"v":1,"kind":"archive"/ { match($0, /"archive":"[^"]*"/); place = substr($0, RSTART + 11, RLENGTH - 12)
                 if (match($0, /"member":"[^"]*"/)) place = place "!" substr($0, RSTART + 10, RLENGTH - 11)
                 next }
             !/^{"v":1,"kind":"(begin|end|context)"/ { print place "\tlines" }' "$made/raw"
        jq -r 'select(.format == "twitter1" or .kind == "click")
            | [.archive + (if .member then "!" + .member else "" end),
               if .kind == "post" then "status" elif .kind == "gap" then "limit" elif .kind == "click" then "clicks"
               else {item: "delete", author: "user_delete", geo: "scrub_geo", withheld: "status_withheld"}[.scope] end]
            | @tsv' "$made/normal"
        jq -r '[.archive + (if .member then "!" + .member else "" end), "damaged"] | @tsv' "$made/rejects"
    } | LC_ALL=C sort | uniq -c | awk -v OFS='\t' '{ print $2, $3, $1 }' | LC_ALL=C sort >found
    [ "$(wc -l <found)" -gt 60 ]
    agree wanted found
}
@test "each archive and member gave what it holds" { each_world archives; }

gone() {
    of "$1"
    jq -r '.removed_ids[]' "$truth/expected.json" | LC_ALL=C sort >removed
    [ "$(wc -l <removed)" -gt 10 ]
    jq -r 'select(.kind == "post") | .id | sub("twitter:"; "")' "$made/normal" | LC_ALL=C sort -u >before
    jq -r 'select(.kind == "post") | .id | sub("twitter:"; "")' "$made/records" | LC_ALL=C sort >after
    [ "$(LC_ALL=C comm -12 removed before | wc -l)" -gt 5 ]
    [ -z "$(LC_ALL=C comm -12 removed after)" ]
    [ -z "$(uniq -d after)" ]
}
@test "no id that was deleted leaves dedupe, and none leaves twice" { each_world gone; }

# What our own deleted posts keep: neither text nor counters.
stubs() {
    of "$1"
    jq -c 'select(.kind == "post" and (.flags // [] | index("deleted")))' "$made/records" >stubs
    [ "$(wc -l <stubs)" -eq "$(jq .posts.own_deleted "$truth/expected.json")" ]
    jq -e -s 'all(.text == "" and (has("likes") or has("reposts") or has("title") | not) and has("time"))' stubs
}
@test "our own deleted posts keep their sales and lose their text" { each_world stubs; }

valid() {
    of "$1"
    local every=1
    ! sanitized || every=7
    { grep -v '^{"v":1,"kind":"\(begin\|end\)"' "$made/records"
      hark attribute --bare --model last,linear "$made/records"; } | awk -v n=$every 'NR % n == 0' >all
    [ "$(wc -l <all)" -gt 700 ]
    expect 0 hark validate all
}
@test "every record and credit is as the schema says" { each_world valid; }

# Memory of 1 MB spills on the visits of a year; the worlds are smaller than that.
@test "little memory gives the same bytes" {
    if sanitized; then visits=25k; else visits=50k; fi
    "$HARK_ROOT/scripts/sample" visits visits --visits $visits --orders 2500
    hark dedupe --bare visits/* >deduped
    for stage in "dedupe" "attribute --touches tracked --model first,last,linear --window 7d,30d" \
        "attribute --touches all" "aggregate --by visitor,time:month --count --distinct url --top url:2" \
        "aggregate --by time:hour --count --quantile status:0.5 --distinct visitor"; do
        for input in deduped "$BATS_FILE_TMPDIR/kept.made/records" "$BATS_FILE_TMPDIR/other.made/normal"; do
            # shellcheck disable=SC2086 # words
            hark $stage --bare "$input" >much
            # shellcheck disable=SC2086
            hark $stage --bare --memory 1M "$input" >little
            [ -s much ]
            cmp much little
        done
    done
}

ideas() {
    of "$1"
    (cd "$truth" && hark fetch ideas | hark normalize | hark near | hark ideas --ideas) >found 2>messages
    grep -c illegal_transition messages | cmp - <(jq .ideas.illegal "$truth/expected.json")
    hark aggregate --metric ideas_funnel found | jq -c 'select(.kind == "row") | {open: .ideas_open, under_review: .ideas_under_review,
        partially_implemented: .ideas_partially_implemented, implemented: .ideas_implemented, not_planned: .ideas_not_planned,
        archived: .ideas_archived, ideas, versions: .idea_versions, illegal: .ideas_illegal, votes: .idea_votes}' >funnel
    jq -c .ideas "$truth/expected.json" | diff - funnel
}
@test "of the ideas of a board stands each where it should, versions are found, and what is illegal is told" { each_world ideas; }

questions() {
    of "$1"
    hark thread --accounts "$truth/accounts.csv" --reply-worthy '*' --cases "$made/records" |
        jq -r 'select(.kind == "case") | [.id, .opened, .first_response_s // "", .resolution_s // ""] | join(",")' | LC_ALL=C sort >found
    tail -n +2 "$truth/cases.csv" | LC_ALL=C sort >wanted
    [ "$(wc -l <wanted)" -gt 20 ]
    LC_ALL=C comm -13 found wanted | diff /dev/null -
}
@test "each question to our support is a case that was answered and resolved when it was" { each_world questions; }
