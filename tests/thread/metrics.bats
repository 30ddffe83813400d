#!/usr/bin/env bats
# metrics - what aggregate makes of cases

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

# Cases, one a line: OPENED CLOSED RESPONSE WAITED OUTCOME REOPENED SLA NEXT NEXT_S, `-` for nothing; days of 2009.
cases() {
    awk '
        function add(name, value, is_text) { if (value != "-" && value != "") printf ",\"%s\":%s", name, is_text ? "\"" value "\"" : value }
        NF {
            printf "{\"v\":1,\"kind\":\"case\",\"source\":\"x\",\"id\":\"x:case/%d\"", NR
            add("time", "2009-" $1 "T00:00:00Z", 1); add("opened", "2009-" $1 "T00:00:00Z", 1)
            if ($2 != "-") add("closed", "2009-" $2 "T00:00:00Z", 1)
            add("outcome", $5, 1); add("reopened", $6); add("first_response_s", $3); add("waited_s", $4)
            add("sla", $7, 1); add("next_responses", $8); add("next_response_s", $9)
            print "}"
        }' >cases
}

row() {
    hark-aggregate --bare "$@" cases | sed 's/"v":1,"kind":"row",//; s/,"definition":.*/}/'
}

@test "the median by Kaplan and Meier is that of the 6-MP trial (Freireich and others 1963): 23 weeks, and 8" {
    {
        for week in 6 6 6 7 10 13 16 22 23; do echo "01-01 - $week - answered"; done
        for week in 6 9 10 11 17 19 20 25 32 32 34 35; do echo "01-01 - - $week open"; done
        for week in 1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23; do echo "02-01 - $week - answered"; done
    } | cases
    # of the nine that happened: the middle one is 10, and (9 - 1) * 0.9 = 7.2 lies a fifth from 22 to 23
    [ "$(row --by time:month --metric first_response_cohort)" = '{"time":"2009-01","cases_cohort":21,"responded_cohort":9,"first_response_cohort":23,"first_response_cohort_p50":10.0000,"first_response_cohort_p90":22.2000}
{"time":"2009-02","cases_cohort":21,"responded_cohort":21,"first_response_cohort":8,"first_response_cohort_p50":8.0000,"first_response_cohort_p90":17.0000}' ]
    shuf --random-source=/dev/zero cases >turned
    row --by time:month --metric first_response_cohort >whole
    mv turned cases
    row --by time:month --metric first_response_cohort | cmp - whole
    # 40,000 times from 0 to 39,999, which a megabyte does not hold
    awk 'BEGIN { for (i = 0; i < 40000; i++) print "01-01 - " i * 7919 % 40000 " - answered" }' | cases
    [ "$(row --memory 1M --metric first_response_cohort)" = \
        '{"cases_cohort":40000,"responded_cohort":40000,"first_response_cohort":19999,"first_response_cohort_p50":19999.5000,"first_response_cohort_p90":35999.1000}' ]
}

@test "a median that fewer than half have reached is not reached" {
    printf '%s\n' '01-01 - 5 - answered' '01-01 - - 9 open' '01-01 - - 9 open' | cases
    [ "$(row --metric first_response_cohort)" = '{"cases_cohort":3,"responded_cohort":1,"first_response_cohort":"not_reached","first_response_cohort_p50":5.0000,"first_response_cohort_p90":5.0000}' ]
    [ "$(hark-aggregate --to csv --metric first_response_cohort cases | tail -n 1 | cut -d , -f 3)" = not_reached ]
}

@test "a cohort goes by when cases were opened, a flow by when they were closed" {
    cases <<'END'
01-10 01-12 60 - resolved 0 met 2 300
01-20 02-03 90 - resolved 1 missed 1 60
01-30 - - 900 unanswered 0 missed
02-01 02-20 30 - answered 0 met
END
    # January: three opened, two answered and resolved, one reopened; one met of three; 360 seconds of three responses
    [ "$(row --by time:month --metric response_rate_cohort --metric resolved_cohort --metric reopened_cohort --metric sla_met_cohort \
        --metric sla_due_cohort --metric next_response_cohort | jq -c 'del(.response_rate_cohort_low, .response_rate_cohort_high)')" = \
        '{"time":"2009-01","responded_cohort":2,"cases_cohort":3,"response_rate_cohort":0.6667,"resolved_cohort":2,"reopened_cohort":1,"sla_met_cohort":1,"sla_due_cohort":3,"next_response_s_cohort":360,"next_responses_cohort":3,"next_response_cohort":120}
{"time":"2009-02","responded_cohort":1,"cases_cohort":1,"response_rate_cohort":1,"resolved_cohort":0,"reopened_cohort":0,"sla_met_cohort":1,"sla_due_cohort":1,"next_response_s_cohort":0,"next_responses_cohort":0}' ]
    # closed in January one, resolved; in February two, one of them
    [ "$(row --by time:month --metric resolution_rate_flow | jq -c '[.time, .resolved_flow, .cases_flow, .resolution_rate_flow]')" = \
        '["2009-01",1,1,1]
["2009-02",1,2,0.5]' ]
    [ "$(hark-aggregate --metric cases_flow cases | books dropped.not_closed)" = 1 ]
    expect 64 hark-aggregate --metric cases_flow --metric cases_cohort cases
    expect 64 hark-aggregate --partial --metric first_response_flow cases
    # rates are joined from parts; what was opened and what was closed are joined as well as counted
    for i in 1 2 3 4; do sed -n "${i}p" cases | hark-aggregate --bare --partial --by time:month --metric resolution_rate_flow; done |
        hark-aggregate --bare --merge --by time:month --metric resolution_rate_flow >joined
    hark-aggregate --bare --by time:month --metric resolution_rate_flow cases | cmp - joined
}
