# answers - how soon and how often we answered

def hours: if type == "number" then . / 3600 else null end;
def seconds_words: if . == "not_reached" then "never, of most" else or_dash(duration) end;

def answers_charts($months; $lines):
    ($months | month_ticks) as $ticks |
    [{name: "answers-cases", title: "Cases opened, and answered", width: 400, height: 220,
      label: "Columns: cases by month, answered ones below those without a reply.",
      legend: [{class: 8, text: "without a reply"}, {class: 1, text: "answered"}],
      gp: columns($ticks; [{class: 1, values: [$lines[] | .responded_cohort // 0]},
        {class: 8, values: [$lines[] | (.cases_cohort // 0) - (.responded_cohort // 0)]}]; "%.0f")},
     {name: "answers-rate", title: "Share that had a reply", width: 400, height: 220,
      label: "A line within its interval of 95 %: the share of cases that had a reply, by month.",
      legend: [{class: 1, text: "share, and its interval"}],
      gp: lines($ticks; [{class: 1, values: [$lines[] | .response_rate_cohort | or_dash(. * 100)],
        low: [$lines[] | .response_rate_cohort_low | or_dash(. * 100)], high: [$lines[] | .response_rate_cohort_high | or_dash(. * 100)]}]; "%.0f %%"; 0; 100)},
     {name: "answers-time", title: "Hours to the first reply, of the answered", width: 400, height: 220,
      label: "Two lines by month: hours within which half, and nine of ten, of the answered cases had their first reply.",
      legend: [{class: 2, text: "nine of ten within"}, {class: 1, text: "half within"}],
      gp: lines($ticks; [{class: 1, values: [$lines[] | .first_response_cohort_p50 | hours]},
        {class: 2, values: [$lines[] | .first_response_cohort_p90 | hours]}]; "%.0f h"; 0; 1)}];

def answers_figure($period):
    stream("cases") as $stream |
    [$stream.rows[] | select(.time | is_month)] as $rows |
    if $rows == [] then empty else
    ([$rows[].time, $period.months[]] | months_through) as $months |
    [$months[] as $month | $rows | at_month($month) + {month: $month}] as $lines |
    {id: "answers-months", title: "First replies",
     lead: "Cases are what customers asked of us. A month holds those that were opened in it, whenever they were answered.",
     charts: answers_charts($months; $lines),
     table: {caption: "Cases by the month in which they were opened",
        columns: [heading("Month"), column("cases"), column("answered"), column("share"), column("95 % interval"), column("half of all within"),
            column("half of the answered within"), column("9 of 10 of them"), column("resolved"), column("within the time promised")],
        rows: [$lines[] | [(.month | month_marked($period)), (.cases_cohort // 0 | whole), (.responded_cohort // 0 | whole), (.response_rate_cohort | or_dash(percent)),
            interval(.response_rate_cohort_low; .response_rate_cohort_high), (.first_response_cohort | seconds_words),
            (.first_response_cohort_p50, .first_response_cohort_p90 | or_dash(duration)), (.resolution_rate_cohort | or_dash(percent)),
            (.sla_rate_cohort | or_dash(percent))]]},
     note: "“Never, of most”: fewer than half had a reply for as long as anybody has waited; times of the answered alone look better than that.",
     csv: ($stream | csv_of("cases"))} + ($stream | told) end;

def answers_part($period):
    [contacts_figure($period), answers_figure($period), loyalty_figure] as $figures |
    if $figures == [] then empty else {id: "answers", title: "How we answered", short: "Answers", $figures} end;
