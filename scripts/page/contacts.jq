# contacts - how often customers turned to us, wherever that was, and whether they bought again

def most_ways: 6;

def way_chart($way; $months; $index):
    [$months[] as $month | $way.rows | sum_at($month; .contacts)] as $values |
    {name: "contacts-\($index)", title: $way.source, width: 400, height: 190,
     label: "Columns: contacts a month; most in one month \($values | max).", note: "\($way.count | whole) contacts",
     gp: columns($months | month_ticks; [{class: 1, values: $values}]; "large")};

# A picture a channel, each of its own scale: calls are thousands where posts are dozens.
def contacts_figure($period):
    stream("contacts") as $stream | [$stream.rows[] | select((.time | is_month) and .source and .contacts)] as $rows |
    if $rows == [] then empty else
    ([$rows[].time, $period.months[]] | months_through) as $months |
    ($rows | group_by(.source) | map({source: .[0].source, rows: ., count: sum_of(.contacts)}) | sort_by([-.count, .source])) as $ways |
    {id: "contacts", title: "How often customers turned to us",
     lead: "Posts that mention or answer us, and the calls, chats, e-mails and letters that were counted elsewhere. They are acts, not people: one person calls, writes and posts.",
     charts: [$ways[:most_ways] | to_entries[] | way_chart(.value; $months; .key + 1)],
     fold: true,
     table: {caption: "Contacts by month and channel", columns: [heading("Month"), column($ways[].source), column("all")],
        rows: [$months[] as $month | [($month | month_marked($period)), ($ways[] | .rows | sum_at($month; .contacts) | whole), ($rows | sum_at($month; .contacts) | whole)]]},
     csv: ($stream | csv_of("contacts"))} + ($stream | told) end;

def loyal($how): {count: (.["buyers_\($how)_cohort"] // 0), again: (.["repeat_\($how)_cohort"] // 0), share: .["repeat_share_\($how)_cohort"],
    low: .["repeat_share_\($how)_cohort_low"], high: .["repeat_share_\($how)_cohort_high"]};

def loyalty_figure:
    stream_of_all_time("loyalty") as $stream | ($stream.rows[0] // {}) as $row |
    [$row | {name: "answered"} + loyal("answered"), {name: "not answered"} + loyal("unanswered") | select(.count > 0)] as $lines |
    if $lines == [] then empty else
    {id: "loyalty", title: "Who bought again",
     lead: "Of customers who had bought before they asked, and agreed to be known: how many bought again, with an answer and without. Whom we answer is no matter of chance, so this is no effect of the answer; where the intervals overlap it is not even a difference.",
     charts: [{name: "loyalty", width: 460, height: (40 + 40 * ($lines | length)), label: ("Intervals of 95 %: " + ([$lines[] | "\(.name) \(interval(.low; .high))"] | join(", ")) + "."),
        gp: intervals([$lines[].name]; $lines)}],
     table: {caption: "Customers who had bought and asked, and those of them who bought again",
        columns: [heading("Were"), column("customers"), column("bought again"), column("share"), column("95 % interval")],
        rows: [$lines[] | [.name, (.count, .again | whole), (.share | or_dash(percent)), interval(.low; .high)]]},
     csv: ($stream | csv_of("loyalty"))} + ($stream | told) end;
