#!/usr/bin/env bats
# metrics - what aggregate makes of ideas, worked by hand

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# Ideas, one a line: ID POSTED STATUS STATUS_S IMPLEMENTED_S WATCHED_S VOTES, `-` for nothing; VERSION where they are one.
ideas() {
    awk '
        function add(name, value) { if (value != "-" && value != "") printf ",\"%s\":%s", name, value }
        NF {
            printf "{\"v\":1,\"kind\":\"idea\",\"source\":\"ideas\",\"id\":\"ideas:idea/%s\",\"time\":\"2009-%sT00:00:00Z\",\"post\":\"ideas:%s\"", $1, $2, $1
            if ($3 != "-") printf ",\"idea_status\":\"%s\"", $3
            add("status_s", $4); add("implemented_s", $5); add("watched_s", $6); add("votes_all", $7)
            if ($8 != "") printf ",\"version_of\":\"ideas:%s\",\"illegal\":[\"2009-01-01T00:00:00Z implemented>archived\"]", $8
            print "}"
        }' >ideas
}

@test "the funnel counts each idea under the status that it has now, and those of several versions once" {
    ideas <<'END'
1 01-01 implemented 10 30 90 7
2 01-02 implemented 20 20 90 3
3 01-02 under_review 5 - 90 -4
4 01-09 partially_implemented 5 - 90 1
5 01-20 - - - 70 -
6 01-20 not_planned 50 - 70 0
7 01-31 archived - - 60 2
8 01-31 - - - - - 1
9 02-01 - - - 50 1
END
    hark-aggregate --bare --by time:month --metric ideas_funnel ideas >made
    # 3 of 7: Wilson's p 0.428571, n 7, z^2 3.841459: (0.428571 + 0.274390 -+ 1.959964 sqrt(0.034985 + 0.019599)) / 1.548780
    jq -c '[.time, .ideas, .ideas_open, .ideas_under_review, .ideas_partially_implemented, .ideas_implemented, .ideas_not_planned, .ideas_archived,
        .ideas_realized, .realized_share, .realized_share_low, .realized_share_high, .idea_versions, .ideas_illegal, .idea_votes]' made >figures
    printf '%s\n' '["2009-01",7,1,1,1,2,1,1,3,0.4286,0.1582,0.7495,1,1,9]' '["2009-02",1,1,0,0,0,0,0,0,0,0,0.7935,0,0,1]' | diff - figures
    [ "$(hark-aggregate --metric ideas ideas | books dropped.a_version)" = 1 ]
    # parts join to the same
    for part in 0 1 2; do
        awk -v part=$part 'NR % 3 == part' ideas | hark-aggregate --bare --partial --by time:month --metric ideas_funnel
    done | hark-aggregate --bare --merge --by time:month --metric ideas_funnel | cmp - made
}

@test "times to a status are estimated with the ideas that have none yet" {
    ideas <<'END'
1 01-01 implemented 10 30 90 7
2 01-02 implemented 20 20 90 3
3 01-02 under_review 5 - 90 -4
5 01-20 - - - 15 -
8 01-31 - - - - - 1
END
    # first status: 4 at risk; one at 5: 3/4; one at 10: 2/4, the median. Implemented: 15 leaves, one at 20: 2/3; one at 30: 1/3
    hark-aggregate --bare --metric idea_first_status --metric idea_implementation ideas | jq -c '[.idea_first_status, .idea_first_status_p50, .idea_implementation]' >made
    echo '[10,10,30]' | diff - made
    expect 64 hark-aggregate --partial --metric idea_first_status ideas
}

@test "from posts to the funnel: 40 ideas had three times each, and 120 had once, are 160" {
    awk 'function word(n) { return part[n % 20 + 1] part[int(n / 20) % 20 + 1] }
    BEGIN {
        srand(7)
        split("ba ce di fo gu ka le mi no pu ra se ti vo wu xa ye zi bro kle", part, " ")
        for (i = 0; i < 160; i++) {
            text = "I wish that"
            for (more = 8 + int(rand() * 12); more > 0; more--) text = text " " word(int(rand() * 400)) word(int(rand() * 400))
            for (copy = 0; copy < (i < 40 ? 3 : 1); copy++)
                printf "{\"v\":1,\"kind\":\"post\",\"source\":\"ideas\",\"id\":\"ideas:%d.%d\",\"time\":\"2009-01-01T00:%02d:00Z\",\"seen\":\"2009-01-02T00:00:00Z\",\"text\":\"%s%s\",\"votes\":1}\n", \
                    i, copy, copy * 10, copy == 1 ? "Hello! " : "", copy == 2 ? text " thanks" : text
        }
    }' | shuf --random-source=/dev/zero >posts
    hark-near --bare posts | hark-ideas --bare --ideas >found
    # pairs that are together, against those that should be: precision and recall of at least 0.95
    jq -r '[.post[6:], (.version_of // .post)[6:]] | join(" ")' found | awk '
        { split($1, name, "."); n[$2]++; same[name[1] " " $2]++; planted[name[1]]++ }
        function pairs(k) { return k * (k - 1) / 2 }
        END {
            for (g in n) together += pairs(n[g])
            for (g in same) right += pairs(same[g])
            for (g in planted) should += pairs(planted[g])
            printf "precision %.3f, recall %.3f of %d pairs\n", right / together, right / should, should
            exit !(right >= 0.95 * together && right >= 0.95 * should && should == 120)
        }'
    hark-aggregate --bare --metric ideas_funnel found | jq -c '[.ideas, .idea_versions, .idea_votes]' >made
    jq -e '.[0] >= 157 and .[0] <= 166 and .[2] == 240' made
}
