#!/usr/bin/env bats
# ideas - what became of each idea of a board, worked by hand

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# Ideas as they were seen, one a line: ID POSTED SEEN STATUS VOTES [MEMBERS], `-` for nothing; days of 2009, or of a year
# that is named. Where the members begin with a comma they are added as they are.
board() {
    awk '
        function day(text) { return (length(text) > 5 ? "" : "2009-") text "T00:00:00Z" }
        NF {
            printf "{\"v\":1,\"kind\":\"post\",\"source\":\"ideas\",\"id\":\"ideas:%s\",\"time\":\"%s\",\"seen\":\"%s\"", $1, day($2), day($3)
            printf "%s,\"title\":\"t%s\",\"text\":\"\"", ($6 ~ /"author"/ ? "" : ",\"author\":\"ideas:u" $1 "\""), $1
            if ($5 != "-") printf ",\"votes\":%s", $5
            if ($4 != "-") printf ",\"idea_status\":\"%s\"", $4
            printf "%s,\"format\":\"sf_ideas\",\"archive\":\"x\",\"line\":%d}\n", $6, NR
        }' >posts
}

# found FIELD… [-- OPTION…]: the ideas' fields, an idea a line.
found() {
    local fields='[' field
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        field=$1 fields+=".$field,"
        shift
    done
    [ $# -eq 0 ] || shift
    hark-ideas --bare --ideas "$@" posts 2>messages >made
    jq -r "${fields%,}] | map(. // \"-\" | if type == \"array\" then join(\",\") else . end) | join(\" \")" made | sed 's/ideas://g'
}

is() {
    [ "$1" = "$2" ] || {
        printf 'got    %s\nwanted %s\n' "$1" "$2"
        return 1
    }
}

@test "the way of an idea: each status from when it was first seen in it, in seconds since it was posted" {
    board <<'END'
1 01-01 01-02 - 3
1 01-01 01-11 under_review 40
1 01-01 01-21 under_review 70
1 01-01 02-10 partially_implemented 90
1 01-01 04-11 implemented 85
END
    # 10 days, 40 days, 100 days; the last of five exports is of 11 April
    is "$(found post idea_status votes versions status_s under_review_s partially_implemented_s implemented_s not_planned_s watched_s)" \
        "1 implemented 85 1 864000 864000 3456000 8640000 - 8640000"
    is "$(cat messages)" ""
    is "$(cat made)" '{"v":1,"kind":"idea","source":"ideas","id":"ideas:idea/1","time":"2009-01-01T00:00:00Z","seen":"2009-04-11T00:00:00Z","author":"ideas:u1","title":"t1","post":"ideas:1","idea_status":"implemented","votes":85,"versions":1,"votes_all":85,"status_s":864000,"under_review_s":864000,"partially_implemented_s":3456000,"implemented_s":8640000,"watched_s":8640000}'
}

@test "six months after it was posted what nobody took up is archived, and what is not planned; nothing else" {
    board <<'END'
1 2008-08-31 2008-09-01 - -
2 2008-08-31 2008-09-01 under_review -
3 2008-08-31 2008-09-01 partially_implemented -
4 2008-08-31 2008-09-01 implemented -
5 2008-08-31 2008-09-01 not_planned -
6 2008-08-31 04-01 not_planned -
7 2008-10-01 2008-10-02 - -
END
    # 31 August and six months is 28 February 2009: 181 days; the sixth was not planned when it was 213 days old; of the
    # seventh the six months are over on 1 April, when the last of all was seen: 182 days
    is "$(found post idea_status archived_by status_s archived_s)" '1 archived rule - 15638400
2 under_review - 86400 -
3 partially_implemented - 86400 -
4 implemented - 86400 -
5 archived rule 86400 15638400
6 archived rule 18403200 18403200
7 archived rule - 15724800'
    is "$(found post idea_status -- --as-of 2009-02-27 | tr '\n' ' ')" '1 - 2 under_review 3 partially_implemented 4 implemented 5 not_planned 7 - '
    is "$(found post idea_status -- --archive-after 0 | tr '\n' ' ')" '1 - 2 under_review 3 partially_implemented 4 implemented 5 not_planned 6 not_planned 7 - '
    is "$(found archived_s -- --archive-after 1 | head -n 1)" 2592000
}

# Each of the 30 moves from one status to another, an idea each: a year apart, so that age is no matter.
@test "of the 30 moves from one status to another 18 are illegal: each is told, and counted" {
    statuses="submitted under_review partially_implemented implemented not_planned archived"
    for from in $statuses; do
        for to in $statuses; do
            [ "$from" = "$to" ] || printf '%s 2007-01-01 2008-01-01 %s -\n%s 2007-01-01 2009-01-01 %s -\n' "$from-$to" "$from" "$from-$to" "$to"
        done
    done | board
    hark-ideas posts >made 2>messages
    jq -r 'select(.illegal) | .illegal | length' made | sort | uniq -c | awk '{ print $1, $2 }' >counts
    is "$(cat counts)" "18 1"
    is "$(books notes.illegal_transitions <made)" 18
    is "$(grep -c '^hark-ideas: illegal_transition: ' messages)" 18
    {
        printf 'under_review>%s\n' submitted archived
        printf 'partially_implemented>%s\n' submitted under_review not_planned archived
        printf 'implemented>%s\n' submitted under_review partially_implemented not_planned archived
        printf 'not_planned>%s\n' submitted partially_implemented implemented
        printf 'archived>%s\n' submitted partially_implemented implemented not_planned
    } | sort >wanted
    jq -r 'select(.illegal) | .illegal[0]' made | sed 's/^2009-01-01T00:00:00Z //' | sort | diff wanted -
    # what is illegal is made all the same
    is "$(jq -r 'select(.post == "ideas:implemented-not_planned") | .idea_status' made)" archived
    is "$(hark-ideas --bare --ideas --archive-after 0 posts 2>/dev/null | jq -r 'select(.post == "ideas:implemented-not_planned") | .idea_status')" not_planned
}

@test "what is archived before its time is illegal, and each illegal move has its time" {
    board <<'END'
1 01-01 05-31 archived -
2 01-01 07-01 archived -
3 01-01 02-01 implemented -
3 01-01 03-01 under_review -
3 01-01 04-01 archived -
END
    is "$(found post idea_status illegal)" "1 archived 2009-05-31T00:00:00Z submitted>archived
2 archived -
3 archived 2009-03-01T00:00:00Z implemented>under_review,2009-04-01T00:00:00Z under_review>archived"
}

@test "what the board merged is one idea, the first that was posted, with the votes of all and as far as any of them" {
    board <<'END'
9 01-05 03-01 - 7 ,"repost_of":"ideas:5"
5 01-09 03-01 under_review 20
5 01-09 03-21 implemented 30
7 01-03 03-01 not_planned -2 ,"repost_of":"ideas:9"
8 01-04 03-01 - 1
END
    # 7 was posted on the 3rd; 5 was seen implemented 77 days later
    is "$(found post version_of repost_of idea_status votes votes_all versions under_review_s implemented_s not_planned_s)" \
        "7 - 9 implemented -2 35 3 4924800 6652800 4924800
8 - - - 1 1 1 - - -
9 7 5 - 7 - - - - -
5 7 - implemented 30 - - - - -"
}

@test "ideas that say nearly the same are versions of the first" {
    {
        idea() { printf '{"v":1,"kind":"post","source":"ideas","id":"ideas:%s","time":"2009-0%s-01T00:00:00Z","seen":"2009-03-01T00:00:00Z","title":"%s","text":"%s","votes":%s}\n' "$@"; }
        idea a 2 'Ship the Mini with Linux' 'Please ship the Inspiron Mini with Ubuntu in all countries.' 10
        idea b 1 'Ship the mini with linux!' 'please ship the Inspiron Mini with Ubuntu, in all countries' 5
        idea c 1 'A quieter fan' 'The fan of the Studio is louder than the television.' 3
    } >raw
    hark near --bare raw >posts
    is "$(found post version_of votes_all)" "b - 15
c - 3
a b -"
}

@test "an idea that is deleted is gone from the board and from what it was merged with, whenever that is said" {
    board <<'END'
1 01-01 03-01 - 7
2 01-02 03-01 - 5 ,"repost_of":"ideas:1"
3 01-03 03-01 - 1 ,"author":"ideas:gone"
4 01-04 03-01 - 2 ,"flags":["deleted"]
END
    del() { printf '{"v":1,"kind":"delete","source":"ideas","id":"ideas:del/%s","time":"2009-01-01T00:00:00Z","target":"ideas:%s","scope":"%s"}\n' "$1" "$1" "$2"; }
    { del 1 item; cat posts; del gone author; } >whole
    mv whole posts
    is "$(found post version_of votes_all)" "2 - 5"
}

@test "comments and posts of other places are no ideas; a map's are, by their status" {
    board <<'END'
1 01-01 03-01 - 7
2 01-02 03-01 - 5 ,"reply_to":"ideas:1"
END
    sed -i 's/"source":"ideas","id":"ideas:1"/"source":"reddit","id":"reddit:1","idea_status":"under_review"/' posts
    is "$(found post idea_status)" "reddit:1 under_review"
}

@test "words of a board that are no statuses are told and change nothing, unless it is said what they mean" {
    board <<'END'
1 01-01 02-01 acknowledged 7
1 01-01 03-01 delivered 7
END
    is "$(found post idea_status -- --archive-after 0)" "1 -"
    [[ "$(cat messages)" == *"unknown_status: nothing is known of the status acknowledged"* ]]
    is "$(hark-ideas posts 2>/dev/null | books notes.unknown_status)" 2
    is "$(found post idea_status under_review_s -- --status acknowledged=under_review,delivered=implemented)" "1 implemented 2678400"
    expect 64 hark-ideas --status acknowledged posts
    expect 64 hark-ideas --status acknowledged=seen posts
    expect 64 hark-ideas --archive-after -1 posts
    expect 64 hark-ideas --as-of yesterday posts
}

@test "records go on as they came, a second run replaces what the first made, and the books say what was left out" {
    board <<'END'
1 01-01 02-01 under_review 7
2 01-05 03-01 - 7
END
    hark-ideas --as-of 2009-02-15 posts >once
    is "$(books notes.after_as_of <once)" 1
    grep '"kind":"post"' once | cmp - posts
    hark-ideas --bare --as-of 2009-02-15 once >twice
    grep -v '"kind":"\(begin\|end\)"' once | cmp - twice
    printf '{"v":1,"kind":"post","source":"ideas","id":"ideas:1","seen":"2009"}\n' | expect 65 hark-ideas
}

@test "Salesforce's export of a year before and one of today tell how long it took" {
    printf '%s\n' Id,Title,Body,Status,CreatedDate,LastModifiedDate,VoteTotal,CommunityId \
        '087300000000AAA,Keep the apostrophe,where it was,Under Review,2008-10-01T00:00:00.000Z,2008-10-11T00:00:00.000Z,500,09a' >before.csv
    sed 's/Under Review/Implemented/; s/2008-10-11/2009-03-10/; s/,500,/,3110,/' before.csv >now.csv
    hark-fetch before.csv now.csv | hark-normalize | hark-ideas --ideas |
        jq -r 'select(.kind == "idea") | [.idea_status, .votes, .under_review_s / 86400, .implemented_s / 86400] | join(" ")' >made
    is "$(cat made)" "implemented 311 10 160"
}

@test "random boards have the ideas that the slow way gives them, in any order and little memory" {
    boards=300
    ! grep -q __asan_init "$HARK_BIN/hark-ideas" || boards=50
    PYTHONDONTWRITEBYTECODE=1 expect 0 "$BATS_TEST_DIRNAME/random_ideas.py" $boards
    [ "${output%% *}" -gt $((boards * 5)) ]
}
