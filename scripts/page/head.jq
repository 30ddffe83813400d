# head - the figures that head the report: of the last whole month, beside the whole month before it

def money_tiles($period; $words):
    (stream("sales").rows | map(select(.time | is_month)) | headline) as $rows |
    if $rows == [] then empty else
    ($rows | currencies) as $currencies |
    ($currencies[0] | . as $main | [$rows[] | select(.currency == $main.currency)] as $mine |
        def linked($month): $mine | map(select(.account)) | sum_at($month; .net_sales);
        linked($period.now) as $now | ($mine | sum_at($period.now; .net_sales)) as $all |
        {label: "Net sales by our links", value: ($now | money($main.exponent)), unit: $main.currency,
         change: change($now; if $period.before then linked($period.before) else null end; $words),
         note: ((share_of($now; $all) | if . == null then "" else "\(percent) of all orders in \($main.currency)" end) +
            ($currencies[1:] | if . == [] then "" else ". Also in " + (map(.currency) | join(", ")) end))}),
    ($rows | map(select(.account)) as $linked |
        ($linked | sum_at($period.now; .orders)) as $now |
        {label: "Orders by our links", value: ($now | fixed(if . == floor then 0 else 1 end)),
         change: change($now; if $period.before then $linked | sum_at($period.before; .orders) else null end; $words),
         note: "of \($rows | sum_at($period.now; .orders) | fixed(0)) in all currencies"}) end;

def post_tile($period; $words):
    (stream("issues").rows | map(select(.time | is_day)) | group_by(.time) | map({time: .[0].time[:7], of: (map(.of // .count) | max)})) as $days |
    if $days == [] then empty else
    ($days | sum_at($period.now; .of)) as $now |
    {label: "Posts of customers", value: ($now | whole), change: change($now; if $period.before then $days | sum_at($period.before; .of) else null end; $words),
     note: ([stream("alarms").rows[] | select((.opened | is_day) and .opened[:7] <= $period.now and ((.closed // "9999")[:7] >= $period.now))] | length |
        if . == 0 then "no burst" elif . == 1 then "one burst" else "\(.) bursts" end)} end;

def mood_tile($period; $words):
    stream("sentiment").rows as $rows | ($rows | at_month($period.now)) as $now |
    if $now.net_sentiment == null then empty else
    ($rows | at_month($period.before // "") | .net_sentiment) as $before |
    {label: "Net sentiment", value: ($now.net_sentiment | fixed(2)),
     change: (if $before == null then null else {mark: (if $now.net_sentiment > $before then "▲" elif $now.net_sentiment < $before then "▼" else "=" end),
        text: "\($before | fixed(2)) in \($words)"} end),
     note: "from −1 to 1, of \($now.rated | whole) posts"} end;

def answer_tiles($period; $words):
    stream("cases").rows as $rows | ($rows | at_month($period.now)) as $now | ($rows | at_month($period.before // "")) as $before |
    if $now.cases_cohort == null then empty else
    {label: "Cases that had a reply", value: ($now.response_rate_cohort | percent),
     change: (if $before.response_rate_cohort == null then null else
        {mark: (if $now.response_rate_cohort > $before.response_rate_cohort then "▲" elif $now.response_rate_cohort < $before.response_rate_cohort then "▼" else "=" end),
         text: "\($before.response_rate_cohort | percent) in \($words)"} end),
     note: "of \($now.cases_cohort | whole); 95 % interval \(interval($now.response_rate_cohort_low; $now.response_rate_cohort_high))"},
    (if $now.first_response_cohort_p50 == null then empty else
    {label: "First reply, where there was one", value: ($now.first_response_cohort_p50 | duration),
     change: change($now.first_response_cohort_p50; $before.first_response_cohort_p50; $words), note: "half of them sooner; 9 of 10 within \($now.first_response_cohort_p90 | duration)"} end) end;

def head_part($period):
    ($period.before | if . == null then "" else month_long end) as $words |
    [money_tiles($period; $words), post_tile($period; $words), mood_tile($period; $words), answer_tiles($period; $words)] as $tiles |
    if $tiles == [] then empty else
    {id: "head", title: ($period.now | month_long), short: "At a glance",
     lead: (if $period.before == null then "The month is the only one." else "Beside \($words), the whole month before it." end), $tiles} end;
