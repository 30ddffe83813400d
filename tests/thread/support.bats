#!/usr/bin/env bats
# support - 525 real conversations with 24 companies, put together again from their tweets

load ../lib

# The tweets as records, and the companies and their agents as our accounts.
dialogs() {
    hark-fetch "$1" | hark-normalize --map "$BATS_TEST_DIRNAME/dialogs.jq" >posts
    {
        echo network,handle,team,role,market
        jq -r '.[] | .dialogHeader.company, (.dialogContent[].agent // empty)' "$1" | sort -uf | sed 's/.*/twitter,&,,,/'
    } >accounts
}

@test "the 525 conversations and their durations are rebuilt from tweets" {
    real_data support/dev.json
    data=$REAL
    dialogs "$data"
    hark-thread --accounts accounts --reply-worthy '*' posts >threads
    [ "$(books in <threads)" -eq 1211 ]
    python3 - "$data" threads <<'END'
import json, sys
from datetime import datetime

def seconds(text):
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").timestamp()

dialogs = {d["dialogHeader"]["sessionID"]: d for d in json.load(open(sys.argv[1], encoding="utf-8"))}
records = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
threads, cases = {}, {}
for record in records:
    if record["kind"] == "post":
        threads.setdefault(record["thread"], {})[record["id"].split("/")[1]] = record
    elif record["kind"] == "case":
        cases.setdefault(record["thread"], []).append(record)
assert len(dialogs) == len(threads) == 525
same = single = 0
for thread, posts in threads.items():
    dialog = dialogs[thread.split(":")[1].split("/")[0]]
    content = dialog["dialogContent"]
    assert thread.endswith("/" + content[0]["tweet_ID"])
    assert set(posts) == {t["tweet_ID"] for t in content} | {dialog["agentURL"]["tweet_ID"]}
    lasted = seconds(posts[dialog["agentURL"]["tweet_ID"]]["time"]) - seconds(posts[content[0]["tweet_ID"]]["time"])
    # a duration is given without its days: 01:24:17.0, or of ten days and more -00:58:45.
    given = dialog["dialogHeader"]["duration"]
    hours, minutes, rest = given.strip("-").split(":")
    told = int(hours) * 3600 + int(minutes) * 60 + int(rest.split(".")[0])
    if (lasted - told) % 86400 == 0:
        same += 1
        if len(content) == 1:
            single += 1
            assert [c["first_response_s"] for c in cases[thread]] == [lasted], thread
# of eight the given duration is not the time between the tweets that are given
assert same == 517 and single > 250, (same, single)
END
}

@test "the conversations are the same in any order, and from ten files" {
    real_data support/dev.json
    data=$REAL
    dialogs "$data"
    grep '"kind":"post"' posts >plain
    # the order of posts is that of the input, and is made one
    in_order() {
        hark-thread --bare --accounts accounts --reply-worthy '*' "$@" >made
        grep '"kind":"case"' made
        grep -v '"kind":"case"' made | jq -cS 'del(.line, .archive, .part)' | LC_ALL=C sort
    }
    in_order plain >wanted
    shuf --random-source=/dev/zero plain >shuffled
    in_order shuffled | cmp - wanted
    split -n r/10 shuffled part.
    # shellcheck disable=SC2046 # words
    in_order $(printf '%s\n' part.* | shuf --random-source=/dev/zero) | cmp - wanted
    in_order --memory 1M part.* | cmp - wanted
}
