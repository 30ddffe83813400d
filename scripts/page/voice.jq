# voice - of posts that name one of a locked panel, who is named: shares of a month sum to 100

# What is shared: the columns of the share, of one's own and of all, and the words for it.
def voice_kinds: [
    {share: "share_of_voice", own: "volume", all: "panel_volume", words: "posts"},
    {share: "share_of_voice_authors", own: "voices", all: "panel_voices", words: "authors"},
    {share: "share_of_voice_positive", own: "positive", all: "panel_positive", words: "positive posts"},
    {share: "share_of_voice_negative", own: "negative", all: "panel_negative", words: "negative posts"},
    {share: "share_of_voice_engagement", own: "engagement_count", all: "panel_engagement", words: "engagement"}];

# The labels, that of most posts first, each with its colour; and each month's row of each of them.
def voice_scene($period):
    stream("voice") as $stream | [$stream.rows[] | select((.time | is_month) and (.labels | type) == "string")] as $rows |
    ([$rows[].time, $period.months[]] | months_through) as $months |
    ($rows | group_by(.labels) | map({label: .[0].labels, volume: sum_of(.volume), rows: .}) | sort_by([-.volume, .label]) | to_entries |
        map(.value + {class: ([.key + 1, 8] | min)})) as $panel |
    {$stream, $period, $rows, $months, $panel, legend: [$panel[] | {class, text: .label}],
     lines: [$months[] as $month | {month: $month, shown: ($month | month_marked($period)), here: [$panel[] | .rows | at_month($month)]}]};

def voice_chart($scene; $kind; $name; $title; $width):
    {name: $name, title: $title, $width, height: 230,
     label: "Columns upon each other: the share of each of the \($kind.words), by month. The table has the figures.",
     gp: columns($scene.months | month_ticks; [$scene.panel | to_entries[] | .key as $at |
            {class: .value.class, values: [$scene.lines[] | .here[$at][$kind.share] // 0 | . * 100]}] |
        group_by(.class) | map({class: .[0].class, values: ([.[].values] | transpose | map(add))}); "%.0f %%")};

# A share with its interval, where it has one.
def voice_share($kind):
    interval(.[$kind.share + "_low"]; .[$kind.share + "_high"]) as $interval |
    .[$kind.share] | or_dash(percent + (if $interval then " (\($interval))" else "" end));

# How many there were of all labels, in a month.
def voice_all($kind): [.here[][$kind.all] // 0] | max;

# Definitions and rows of these kinds alone.
def voice_told($scene; $kinds; $name):
    ([$kinds[] | .own, .all, .share]) as $names | ([$kinds[] | .own, .all, .share, .share + "_low", .share + "_high"]) as $columns |
    {definitions: [$scene.stream | definitions[] | select(.name as $one | $names | index($one))], made_by: ($scene.stream | made_by),
     csv: {name: $name, rows: [$scene.stream | csv_of("").rows[] |
        with_entries(select(.key as $one | ["time", "labels", "coverage"] + $columns | index($one)))]}};

def voice_figure($scene):
    voice_kinds[0] as $kind |
    {id: "voice", title: "Share of voice", lead: "Of the posts that name one of the panel, how many name each. Another panel would be another figure.",
     charts: [voice_chart($scene; $kind; "voice"; null; 460)], legend: $scene.legend,
     table: {caption: "Share of voice by month, with its interval of 95 %",
        columns: [heading("Month"), column("posts of the panel"), column($scene.panel[].label)],
        rows: [$scene.lines[] | [.shown, (voice_all($kind) | whole), (.here[] | voice_share($kind))]]}} + voice_told($scene; [$kind]; "voice");

# The same of authors, by how posts sound, and of what they moved others to do: as far as that is known.
def voice_kinds_figure($scene):
    [voice_kinds[1:][] | select(.share as $share | any($scene.rows[]; .[$share]))] as $kinds |
    if $kinds == [] then empty else
    {id: "voice-kinds", title: "Share of voice, by who speaks, how it sounds, and what it moves",
     lead: "The same panel. Engagement is likes, reposts, quotes and replies: acts on one post hang together, so that its share has no interval. Of few, a share says little.",
     charts: [$kinds | to_entries[] | voice_chart($scene; .value; "voice-\(.key + 2)"; "Share of \(.value.words)"; 400)], legend: $scene.legend, fold: true,
     table: {caption: "Shares by month and label, with their intervals of 95 %, and of how many",
        columns: [heading("Month"), {title: "Of"}, ($kinds[] | column("share of \(.words)"), column("of all"))],
        rows: [$scene.lines[] as $line | range($scene.panel | length) as $at |
            [$line.shown, $scene.panel[$at].label, ($kinds[] as $kind | ($line.here[$at] | voice_share($kind)), ($line | voice_all($kind) | whole))]]}} +
    voice_told($scene; $kinds; "voice-kinds") end;

def voice_figures($period):
    voice_scene($period) as $scene |
    if $scene.rows == [] then empty else voice_figure($scene), voice_kinds_figure($scene) end;
