# mood - how posts sound, and of whom they speak

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

# Of posts that name one of a locked panel, who is named: shares of a month sum to 100.
def voice_figure($period; $stream; $rows):
    ([$rows[].time, $period.months[]] | months_through) as $months |
    ($rows | group_by(.labels) | map({label: .[0].labels, volume: sum_of(.volume), rows: .}) | sort_by([-.volume, .label]) | to_entries |
        map(.value + {class: ([.key + 1, 8] | min)})) as $panel |
    [$months[] as $month | {month: $month, all: ([$rows[] | select(.time == $month) | .panel_volume] | max), here: [$panel[] | .rows | at_month($month)]}] as $lines |
    {id: "voice", title: "Share of voice", lead: "Of the posts that name one of the panel, how many name each. Another panel would be another figure.",
     charts: [{name: "voice", width: 460, height: 230, label: "Columns upon each other: the share of each by month. The table has the figures.",
        gp: columns($months | month_ticks; [$panel | to_entries[] | .key as $at | {class: .value.class, values: [$lines[] | .here[$at].share_of_voice // 0 | . * 100]}] |
            group_by(.class) | map({class: .[0].class, values: ([.[].values] | transpose | map(add))}); "%.0f %%")}],
     legend: [$panel[] | {class, text: .label}],
     table: {caption: "Share of voice by month, with its interval of 95 %",
        columns: [heading("Month"), column("posts of the panel"), column($panel[].label)],
        rows: [$lines[] | [(.month | month_marked($period)), (.all // 0 | whole), (.here[] |
            if .share_of_voice == null then null else "\(.share_of_voice | percent) (\(interval(.share_of_voice_low; .share_of_voice_high)))" end)]]},
     csv: ($stream | csv_of("voice"))} + ($stream | told);

def mood_part($period):
    stream("sentiment") as $stream | [$stream.rows[] | select(.time | is_month)] as $rows |
    stream("voice") as $voice | [$voice.rows[] | select((.time | is_month) and (.labels | type) == "string")] as $named |
    [(if ($rows | sum_of(.rated)) == 0 then empty else mood_figure($period; $stream; $rows) end),
     (if $named == [] then empty else voice_figure($period; $voice; $named) end)] as $figures |
    if $figures == [] then empty else {id: "sound", title: "How it sounds, and of whom", short: "Sentiment", $figures} end;
