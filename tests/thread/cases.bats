#!/usr/bin/env bats
# cases - what becomes of what customers ask, worked by hand

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# Posts, one a line: ID TIME AUTHOR REPLY LABELS [FLAGS], `-` for nothing; a day is of March 2009. `us` is our account,
# which all others mention; `battery` is routed.
said() {
    awk '
        function list(name, words) {
            gsub(",", "\",\"", words)
            return words == "-" || words == "" ? "" : ",\"" name "\":[\"" words "\"]"
        }
        NF {
            split($2, at, "T")
            printf "{\"v\":1,\"kind\":\"post\",\"source\":\"twitter\",\"id\":\"twitter:%s\",\"time\":\"2009-%sT%s:00Z\",\"seen\":\"2009-09-01T00:00:00Z\",", $1, (length(at[1]) > 2 ? at[1] : "03-" at[1]), at[2]
            printf "\"author\":\"twitter:%s\",\"handle\":\"%s\"%s,\"text\":\"\"%s%s,\"format\":\"x\",\"archive\":\"x\",\"line\":%d", $3, $3, ($4 == "-" ? "" : ",\"reply_to\":\"twitter:" $4 "\""), ($3 == "us" ? "" : ",\"mentions\":[\"us\"]"), list("flags", $6), NR
            print list("labels", $5) ($5 ~ /battery/ ? ",\"route\":\"product\"" : "") "}"
        }' >posts
    printf '%s\n' network,handle,team,role,market twitter,us,,, >accounts
}

# cases FIELD… [-- OPTION…]: the cases' fields, a case a line.
cases() {
    local fields='[' field
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        field=$1 fields+=".$field,"
        shift
    done
    [ $# -eq 0 ] || shift
    hark-thread --bare --cases --accounts accounts "$@" posts >made
    jq -r "${fields%,}] | map(. // \"-\") | join(\" \")" made | sed 's/2009-03-//g; s/:00Z//g'
}

is() {
    [ "$1" = "$2" ] || {
        printf 'got    %s\nwanted %s\n' "$1" "$2"
        return 1
    }
}

@test "a first response runs from the first post to the first reply of ours that is not automatic" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:01 us 1 automatic
3 02T10:20 ann 1 -
4 02T11:30 us 3 -
5 02T12:00 us 4 -
END
    # 10:00 to 11:30; the second reply in a row answers nothing more
    is "$(cases id first_response_s answers asked next_responses outcome)" "twitter:case/1 5400 2 2 - open"
    hark-thread --bare --accounts accounts posts >made
    is "$(jq -rs 'map([.id, .answers, .response, .response_s] | map(. // "-") | join(" "))[:5][]' made | sed 's/twitter://g')" \
        $'1 - - -\n2 - - -\n3 - - -\n4 1 first 5400\n5 - - -'
}

@test "a next response runs from the first post that waits to the reply that answers it" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:10 us 1 -
3 02T11:00 ann 2 -
4 02T11:30 ann 3 -
5 02T12:00 us 4 -
6 03T12:00 ann 5 -
7 03T12:05 us 6 -
END
    # 11:00 to 12:00 is 3600; then 300
    is "$(cases first_response_s next_responses next_response_s)" "600 2 3900"
}

@test "thanks resolve what was answered and nothing else; solved resolves by itself" {
    said <<'END'
1 02T10:00 ann - battery
2 02T11:00 ann 1 thanks
3 02T12:00 us 2 -
4 02T14:00 ann 3 thanks
5 02T10:00 bob - battery
6 03T10:00 bob 5 solved
7 02T10:00 cid - battery,thanks
END
    # ann from 10:00 to 14:00; bob a day, and nobody had answered when it ended; cid thanks while asking, and waits from
    # the 2nd, 10:00, to the 4th, 0:00: 38 hours
    is "$(cases id outcome closed resolution_s waited_s first_response_s -- --as-of 2009-03-04)" \
        "$(printf "%s\n" "twitter:case/1 resolved 02T14:00 14400 - 7200" "twitter:case/5 resolved 03T10:00 86400 86400 -" \
            "twitter:case/7 open - - 136800 -")"
}

@test "an answered case closes after seven quiet days, counted from its last post" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:10 us 1 -
3 04T09:00 ann 2 -
END
    is "$(cases outcome closed -- --as-of 2009-03-11T08:59:59Z)" "open -"
    is "$(cases outcome closed -- --as-of 2009-03-11T09:00:00Z)" "answered 11T09:00"
    is "$(cases outcome closed -- --as-of 2009-03-11T09:00:00Z --close-after 8d)" "open -"
    is "$(cases outcome closed resolution_s -- --as-of 2009-06-01 --close-after 1h)" "answered 04T10:00 -" || return 1
}

@test "what nobody answers stays open: unanswered after seven days, and it has waited until the end" {
    said <<'END'
1 02T10:00 ann - battery
END
    is "$(cases outcome closed waited_s -- --as-of 2009-03-03T10:00:00Z)" "open - 86400"
    is "$(cases outcome closed waited_s -- --as-of 2009-03-09T10:00:00Z)" "unanswered - 604800"
    said <<'END'
1 02T10:00 ann - battery
2 03-30T10:00 us 1 -
END
    # an answer after 28 days is a first response of 28 days
    is "$(cases outcome first_response_s)" "open 2419200"
}

@test "the customer reopens a case for fourteen days after it closed; later it is a new one" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:10 us 1 -
3 02T11:00 ann 2 thanks
4 16T11:00 ann 3 -
5 16T12:00 us 4 -
6 17T12:00 ann 5 thanks
7 03-31T12:01 ann 6 battery
END
    # closed on the 2nd, 11:00: the 16th, 11:00 is the last moment of fourteen days. Closed again on the 17th, 12:00:
    # the 31st, 12:01 is a minute late.
    is "$(cases id outcome reopened asked next_response_s resolution_s)" \
        $'twitter:case/1 resolved 1 4 3600 1303200\ntwitter:case/7 open 0 1 - -'
    is "$(cases id reopened -- --reopen-within 13d)" $'twitter:case/1 0\ntwitter:case/7 0'
}

@test "more thanks do not reopen; after a quiet closing they resolve" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:10 us 1 -
3 02T11:00 ann 2 thanks
4 03T11:00 ann 3 thanks
5 02T10:00 bob - battery
6 02T10:10 us 5 -
7 12T10:00 bob 6 thanks
END
    is "$(cases id outcome closed reopened)" $'twitter:case/1 resolved 02T11:00 0\ntwitter:case/5 resolved 12T10:00 0'
}

@test "a move to private is told, and counts as a response" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:10 us 1 to_private
END
    is "$(jq -c . <<<"$(hark-thread --bare --cases --accounts accounts posts)" | jq -c '[.public,.first_response_s,.outcome]')" '[false,600,"open"]'
}

@test "a source's solution resolves at its time" {
    said <<'END'
1 02T10:00 ann - battery
2 02T12:00 us 1 - solved
3 02T13:00 ann 2 -
END
    is "$(cases outcome reopened closed)" "open 1 -"
    sed -i '$d' posts
    is "$(cases outcome closed resolution_s)" "resolved 02T12:00 7200"
}

@test "only hours of business count in first_response_business_s" {
    # Friday the 6th: 16:00 to 17:00 is an hour; Monday the 9th is a holiday; Tuesday 9:00 to 9:30 is half an hour
    said <<'END'
1 06T16:00 ann - battery
2 10T09:30 us 1 -
3 07T16:00 bob - battery
4 08T16:00 us 3 -
END
    printf '%s\n' day,from,to mon,09:00,17:00 tue,09:00,17:00 fri,09:00,12:00 fri,13:00,17:00 2009-03-09,, >hours
    is "$(cases first_response_s first_response_business_s -- --calendar hours)" $'322200 5400\n86400 0'
    # In Berlin (UTC+1) it is 17:00 on Friday, and 10:30 on Tuesday
    sed -i '1s/$/,zone/; 2s/$/,Europe\/Berlin/; 3,$s/$/,/' hours
    is "$(cases first_response_business_s -- --calendar hours)" $'5400\n0'
    printf '%s\n' day,from,to mon,17:00,09:00 >hours
    expect 78 hark-thread --calendar hours posts
    [[ $stderr == *"hours:2:"* ]]
}

@test "hours and holidays of an iCalendar file count as those of a table" {
    said <<'END'
1 06T10:00 ann - battery
2 09T10:30 us 1 -
3 13T09:30 ann - battery
4 16T09:30 us 3 -
END
    {
        printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:x
        printf '%s\r\n' BEGIN:VEVENT UID:1 'DTSTART;TZID=Europe/London:20090302T090000' DURATION:PT8H \
            'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR' END:VEVENT
        printf '%s\r\n' BEGIN:VEVENT UID:2 'DTSTART;VALUE=DATE:20090313' END:VEVENT END:VCALENDAR
    } >hours.ics
    # Friday the 6th from ten to five is 7 hours, Monday from nine to half past ten 1.5; Friday the 13th is a holiday
    is "$(cases first_response_business_s -- --calendar hours.ics)" $'30600\n1800'
    sed -i 's/^END:VCALENDAR.*//' hours.ics
    expect 78 hark-thread --accounts accounts --calendar hours.ics posts
    [[ $stderr == *"bad_calendar: hours.ics:0: it is no VCALENDAR, or not whole"* ]]
}

@test "a service level is met, missed, or not yet known" {
    said <<'END'
1 02T10:00 ann - battery
2 02T11:00 us 1 -
3 02T10:00 bob - battery
4 02T11:01 us 3 -
5 02T10:00 cid - battery
6 02T10:30 dan - battery
END
    # as of 11:01, cid has waited for 61 minutes, dan for 31
    is "$(cases id sla -- --sla 1h)" $'twitter:case/1 met\ntwitter:case/3 missed\ntwitter:case/5 missed\ntwitter:case/6 -'
}

@test "two customers of one conversation have a case each; ours goes to whom it replies to" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:05 bob 1 battery
3 02T10:15 us 1 -
4 02T10:25 us 2 -
5 02T10:35 us 4 -
END
    is "$(cases id thread author first_response_s answers)" \
        $'twitter:case/1 twitter:1 twitter:ann 900 1\ntwitter:case/2 twitter:1 twitter:bob 1200 2'
}

@test "a post that was deleted leaves its case, and an edited one counts as it is now" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:10 us 1 -
3 02T12:00 us 1 -
4 02T14:00 ann 3 thanks
END
    is "$(cases first_response_s answers outcome)" "600 2 resolved"
    cp posts all
    # ours at 10:10 goes: by dedupe, by a notice, by its flag
    printf '%s\n' '{"v":1,"kind":"delete","source":"twitter","id":"twitter:del/2","time":"2009-03-02T10:11:00Z","seen":"2009-09-01T00:00:00Z","target":"twitter:2","scope":"item","format":"x","archive":"x","line":9}' >notice
    cat notice all >posts
    is "$(cases first_response_s answers outcome)" "7200 1 resolved"
    hark-dedupe notice all >posts
    is "$(cases first_response_s answers outcome)" "7200 1 resolved"
    sed '/"id":"twitter:2"/s/"text":""/&,"flags":["deleted"]/' all >posts
    is "$(cases first_response_s answers outcome)" "7200 1 resolved"
    # the thanks become something else, in a later revision
    { sed -n 4p all | sed 's/,"labels".*/}/; s/2009-09-01/2009-09-02/'; cat all; } >posts
    is "$(cases outcome)" "open"
}

@test "a repost of a question is no question" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:10 bob - battery
END
    sed -i '2s/"text"/"repost_of":"twitter:1",&/' posts
    is "$(cases id)" "twitter:case/1"
}

@test "what opens a case is what a rule routes, or the labels that are named, or everything" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:10 bob - praise
3 02T10:20 cid - -
END
    is "$(cases id)" "twitter:case/1"
    is "$(cases id -- --reply-worthy praise,other)" "twitter:case/2"
    is "$(cases id -- --reply-worthy '*')" $'twitter:case/1\ntwitter:case/2\ntwitter:case/3'
}

@test "a thread is the id of its root, over posts that are not there, by the source's own thread, and in circles" {
    said <<'END'
1 02T10:00 ann - -
2 02T10:10 bob 1 -
3 02T10:20 cid 2 -
5 02T10:20 cid 4 -
6 02T10:20 cid 4 -
8 02T10:20 cid 7 -
9 02T10:20 cid 10 -
10 02T10:20 cid 9 -
11 02T10:20 cid 11 -
END
    sed -i 's/"reply_to":"twitter:7"/&,"thread":"twitter:talk"/' posts
    hark-thread --bare --accounts accounts posts | jq -r '"\(.id) \(.thread)"' | sed 's/twitter://g' >made
    is "$(head -n 6 made | tr '\n' ,)" "1 1,2 1,3 1,5 4,6 4,8 talk,"
    # two that reply to each other are one thread, by one of the two
    [ "$(sed -n 's/^\(9\|10\) //p' made | sort -u | wc -l)" -eq 1 ]
    grep -qx '11 11' made
}

@test "a chain of 100,000 replies has one root, in any order, in a megabyte" {
    awk 'BEGIN { for (i = 1; i <= 100000; i++) printf "%d 02T10:00 p%d %s -\n", i, i % 3, (i > 1 ? i - 1 : "-") }' | shuf --random-source=/dev/zero >lines
    said <lines
    hark-thread --bare --memory 1M --accounts accounts posts | jq -r .thread | sort | uniq -c >made
    is "$(tr -s ' ' <made)" " 100000 twitter:1"
}

@test "a second run over its own output gives the same again" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:10 us 1 -
3 02T10:20 cid 2 -
8 02T10:20 cid 7 -
END
    hark-thread --accounts accounts posts >once
    hark-thread --accounts accounts once >twice
    diff <(grep -v 'begin\|end' once) <(grep -v 'begin\|end' twice)
    is "$(books dropped.old_case <twice)" 1
}

@test "where no account is known, that is said" {
    said <<'END'
1 02T10:00 ann - battery
END
    expect 0 hark-thread posts
    [[ $stderr == *no_accounts* ]]
    expect 78 hark-thread --accounts nowhere posts
}

@test "labels of one's own say what is no answer, what resolves and what goes on in private" {
    said <<'END'
1 02T10:00 ann - battery
2 02T10:01 us 1 robot
3 02T11:00 us 1 mail
4 02T12:00 ann 3 cheers
5 03T10:00 bob - battery
6 03T11:00 bob 5 works
END
    set -- --automatic robot,bot --to-private mail --thanks cheers --solved works
    is "$(cases id first_response_s outcome public -- "$@")" $'twitter:case/1 3600 resolved -\ntwitter:case/5 - resolved true'
    # none of these words means anything of itself
    is "$(cases id first_response_s outcome public)" $'twitter:case/1 60 open true\ntwitter:case/5 - open true'
}
