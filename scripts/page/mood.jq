# mood - how posts sound

def signed: fixed(2) | if startswith("−") or . == "0.00" then . else "+" + . end;

def mood_figure($period; $stream; $rows):
    ([$rows[].time, $period.months[]] | months_through) as $months | ($months | month_ticks) as $ticks |
    [$months[] as $month | $rows | at_month($month) + {month: $month}] as $lines |
    {id: "mood", title: "Net sentiment",
     charts: [{name: "mood-net", title: "Net sentiment", width: 400, height: 220, label: "A line: net sentiment by month, from −1 to 1.",
        gp: lines($ticks; [{class: 1, values: [$lines[] | .net_sentiment]}]; "%+.0f"; -0.2; 0.2)},
       {name: "mood-posts", title: "Posts that were rated", width: 400, height: 220,
        label: "Columns upon each other: positive, neutral and negative posts by month.",
        legend: [{class: 2, text: "negative"}, {class: 8, text: "neutral"}, {class: 3, text: "positive"}],
        gp: columns($ticks; [{class: 3, values: [$lines[] | .positive // 0]}, {class: 8, values: [$lines[] | (.rated // 0) - (.positive // 0) - (.negative // 0)]},
            {class: 2, values: [$lines[] | .negative // 0]}]; "%.0f")}],
     table: {caption: "Posts by month, and how those sound that could be rated",
        columns: [heading("Month"), column("posts"), column("rated"), column("positive"), column("negative"), column("net sentiment")],
        rows: [$lines[] | [(.month | month_marked($period)), (.volume, .rated, .positive, .negative | . // 0 | whole), (.net_sentiment | or_dash(signed))]]},
     note: "Posts in languages that the model was not tried on are not rated.",
     csv: ($stream | csv_of("sentiment"))} + ($stream | told);

def mood_part($period):
    stream("sentiment") as $stream | [$stream.rows[] | select(.time | is_month)] as $rows |
    [(if ($rows | sum_of(.rated)) == 0 then empty else mood_figure($period; $stream; $rows) end), voice_figures($period)] as $figures |
    if $figures == [] then empty else {id: "sound", title: "How it sounds, and of whom", short: "Sentiment", $figures} end;
