# issues - what customers write about, week by week, and when more was said of it than usual

def monday: . - (. + 3) % 7;
def most_issues: 12;

# Of alarms of one label the spans, in weeks of the chart.
def spans($matter; $alarms; $start; $last):
    [$alarms[] | select(.series == "labels=\($matter)" and (.opened | is_day)) |
        [((.opened | day_number) - $start) / 7 - 0.5, ((if .closed | is_day then .closed | day_number else $last end) + 1 - $start) / 7 - 0.5]];

def issue_chart($matter; $rows; $period; $alarms; $index):
    ($period.first | day_number | monday) as $start | ($period.last | day_number) as $last |
    ((($last - $start) / 7 | floor) + 1) as $weeks |
    (reduce $rows[] as $row ([range($weeks) | 0]; .[(($row.time | day_number) - $start) / 7 | floor] += $row.count)) as $counts |
    [$period.months[] | {month: ., week: ((([. + "-01" | day_number, ($period.first | day_number)] | max) - $start) / 7)}] as $months |
    ($months | length / 6 | ceil) as $step |
    spans($matter; $alarms; $start; $last) as $spans |
    {name: "issue-\($index)", title: $matter, width: 400, height: 170,
     label: "Columns: posts a week; most in one week \($counts | max)\(if $spans == [] then "" else ", with \($spans | length) marked " + (if ($spans | length) == 1 then "burst" else "bursts" end) end).",
     note: (($counts | add | whole) + " posts" + (if $spans == [] then "" else ", " + ($spans | length | if . == 1 then "one burst" else "\(.) bursts" end) end)),
     gp: ("set xrange [-0.7:\($weeks - 0.3)]\nset yrange [0:\([$counts | max, 4] | max)]\nset format y \"%.0f\"\n" +
        "set ytics nomirror \([$counts | max, 4] | max | nice_step)\n" +
        "set xtics (\([$months | to_entries[] | select(.key % $step == 0) | .value + {first: (.key == 0)} | "\"\(.month | month_short)\(if .month[5:7] == "01" or .first then "\\n" + .month[:4] else "" end)\" \(.week)"] | join(", ")))\n" +
        shade($spans) + "$c1 << EOD\n" + ([$counts | to_entries[] | "\(.key) \(.value)\n"] | add) + "EOD\n" +
        "set boxwidth 0.8\nplot $c1 using 1:2 with boxes fs solid noborder fc rgb \(1 | colour)\n")};

# Names of a panel are no matters: they have a figure of their own.
def trend_figure($period; $stream; $alarms):
    ([stream("voice").rows[].labels] | unique) as $panel |
    [$stream.rows[] | select(.labels as $own | $panel | index($own) | not) | select((.time | is_day) and (.labels | type) == "string" and .time >= $period.first and .time <= $period.last)] as $rows |
    ($rows | group_by(.labels) | map({label: .[0].labels, rows: ., count: sum_of(.count),
        bursts: ([.[0].labels as $matter | $alarms[] | select(.series == "labels=\($matter)")] | length)}) | sort_by([-.bursts, -.count, .label])) as $labels |
    if $labels == [] then empty else
    {id: "trends", title: "Posts of customers by matter",
     lead: "Weeks from left to right, a picture a matter; the shaded time is a burst: more voices than its own past explains.",
     charts: [$labels[:most_issues] | to_entries[] | issue_chart(.value.label; .value.rows; $period; $alarms; .key + 1)],
     fold: true,
     table: {caption: "Posts by matter and month; a post with two matters counts under both",
        columns: [heading("Matter"), ($period.months[] | column(month_long)), column("all")],
        rows: [$labels[] | .rows as $of | [.label, ($period.months[] as $month | [$of[] | select(.time[:7] == $month)] | sum_of(.count) | whole), (.count | whole)]]},
     note: (if ($labels | length) > most_issues then "The \(most_issues) with most bursts and posts are drawn; the table has all \($labels | length)." else null end),
     csv: ($stream | csv_of("issues"))} + ($stream | told) end;

# What a burst is made of, in the words of some whose posts it counts.
def voices($examples; $ids):
    [$ids[:6][] as $id | $examples[] | select(.id == $id) |
        {text: ((.title // "") + (if .title and .text != "" then ": " else "" end) + (.text // "") | if length > 400 then .[:400] + "…" else . end),
         by: (.handle // .author // "somebody"), time: (.time // "")}];

def burst_figure($alarm; $index; $examples):
    {id: "burst-\($index)", title: "Burst: \($alarm.series | tostring | sub("^labels="; ""))",
     lead: ("From \($alarm.opened | day_long)" + (if $alarm.closed then " to \($alarm.closed | day_long)" else ", and going on" end) +
        ": \($alarm.observed) voices where \($alarm.expected | tonumber? // 0 | fixed(1)) were to be expected. It could be known at the end of \($alarm.detected | day_long)."),
     quotes: voices($examples; $alarm.examples // [])};

def issues_part($period):
    stream("issues") as $issues | stream("alarms") as $alarms | stream("examples") as $examples |
    if $issues.rows == [] or $period.first == null then empty else
    {id: "issues", title: "What customers raise", short: "Issues",
     lead: (if $alarms.rows == [] then "No matter stood out of its own past." else
        "\($alarms.rows | length | if . == 1 then "One burst" else "\(.) bursts" end) stood out of their own past." end),
     figures: [trend_figure($period; $issues; $alarms.rows),
        ($alarms.rows | sort_by([-(.weight | tonumber? // 0), .id]) | .[:6] | to_entries[] | burst_figure(.value; .key + 1; $examples.rows)),
        (if $alarms.rows == [] then empty else
         {id: "alarms", title: "All bursts", table: {caption: "Bursts: when they began and ended, and when they could be known",
            columns: [heading("Series"), {title: "Method"}, {title: "From"}, {title: "To"}, {title: "Known"}, column("observed"), column("expected"), column("authors")],
            rows: [$alarms.rows[] | [(.series | tostring | sub("^labels="; "")), .method, .opened, (.closed // "going on"), .detected, .observed, (.expected | tonumber? // . | if type == "number" then fixed(1) else . end), .authors]]},
          csv: ($alarms | csv_of("alarms")), made_by: ($alarms | made_by)} end)]} end;
