# ideas - how far the ideas came that customers posted

def statuses: [["open", "without a status"], ["under_review", "under review"], ["partially_implemented", "implemented in part"], ["implemented", "implemented"],
    ["not_planned", "not planned"], ["archived", "archived"]];
def of_status($name): .["ideas_" + $name] // 0;
def ideas_classes: {open: 8, under_review: 1, partially_implemented: 6, implemented: 3, not_planned: 2, archived: 5};

def ideas_part($period):
    stream("ideas") as $stream | [$stream.rows[] | select(.time | is_month)] as $rows |
    if $rows == [] then empty else
    ([$rows[].time, $period.months[]] | months_through) as $months |
    [$months[] as $month | $rows | at_month($month) + {month: $month}] as $lines |
    def all(f): $lines | sum_of(f);
    {id: "ideas", title: "What became of ideas", short: "Ideas",
     lead: "\(all(.ideas) | whole) ideas, told once however often somebody had them. Implemented, in whole or in part: \(all(.ideas_realized) | whole).",
     figures: [{id: "funnel", title: "Ideas by the month in which they were posted",
        charts: [{name: "ideas-all", title: "All, by what they came to", width: 400, height: 220,
            label: ("Bars: " + ([statuses[] | . as $status | "\(all(of_status($status[0]))) \($status[1])"] | join(", ")) + "."),
            gp: bars(statuses | map(.[1]); [statuses[] | .[0] as $name | all(of_status($name))])},
          {name: "ideas-months", title: "By month", width: 400, height: 220, label: "Columns upon each other: ideas by month and by what they came to.",
            legend: [statuses[] | {class: ideas_classes[.[0]], text: .[1]}],
            gp: columns($months | month_ticks; [statuses[] | .[0] as $name | {class: ideas_classes[$name], values: [$lines[] | of_status($name)]}]; "%.0f")}],
        table: {caption: "Ideas by month, and what they have come to by now",
            columns: [heading("Month"), column("ideas"), column(statuses[][1]), column("votes")],
            rows: [($lines[] | [(.month | month_marked($period)), (.ideas // 0 | whole), (statuses[] as $status | of_status($status[0]) | whole), (.idea_votes // 0 | whole)]),
                ["all months", (all(.ideas) | whole), (statuses[] as $status | all(of_status($status[0])) | whole), (all(.idea_votes) | whole)]]},
        csv: ($stream | csv_of("ideas"))} + ($stream | told)]} end;
