# facts - what all parts of the report rest on: the streams, the period, the credits that head it
#
# A run's files come as $ARGS.named, an array of lines each; one that is not there is an empty stream. $most is how
# many months are shown: what lies before them is in no table and no sum.

def days_of_people:
    ["post", "click", "visit", "order"] as $kinds |
    [($ARGS.named.days // [])[] | select((.time | is_day) and (.record_kind as $kind | $kinds | index($kind))) | .time] | unique;

def shown_months: [days_of_people | .[0], .[-1] | values | .[:7]] | months_through | .[-$most:];

def stream_of_all_time($name):
    ($ARGS.named[$name] // []) |
    {begin: (map(select(.kind == "begin"))[0] // {}), rows: map(select(.kind != "begin" and .kind != "end"))};

def stream($name):
    (shown_months[0] // "") as $from | stream_of_all_time($name) | .rows |= map(select(.time == null or .time >= $from));

# First and last day on which anything happened, the months between, and which of them are whole.
def period:
    shown_months as $months | ($months[0] // "") as $from | (days_of_people | map(select(. >= $from))) as $days |
    $days[0] as $first | $days[-1] as $last |
    [$months[] | select((. == $first[:7] and $first[8:] != "01" and days_of_people[0] == $first) or
                        (. == $last[:7] and ($last[8:10] | tonumber) < days_of_month) | not)] as $whole |
    ($whole[-1] // $months[-1]) as $now |
    (days_of_people[0]) as $began |
    {$first, $last, $months, $whole, $now, cut: ($began != null and $began < $first),
     before: ($whole | if length > 1 then .[-2] else null end)};

def month_marked($period): . as $month | month_long + (if $period.whole | index($month) then "" else " (in part)" end);

# Of credits' rows those of the model that heads the report: as --headline said, else last touch within 30 days.
def headline:
    def is_like($one): .model == $one.model and .window == $one.window and .touches == $one.touches;
    def rank: [(.headline == true | not), .model != "last", .window != "30d", .touches != "tracked"];
    if length == 0 then [] else (min_by(rank)) as $one | map(select(is_like($one))) end;

def headline_words:
    .[0] | "\(.model // "last") touch within \(.window // "30d" | sub("^1d$"; "a day") | sub("d$"; " days") | sub("^1h$"; "an hour") | sub("h$"; " hours") | sub("^none$"; "any time")), \(if .touches == "tracked" then "our own links alone" else "every source" end)";

# Currencies, that of most orders first.
def currencies: group_by(.currency) | map({currency: .[0].currency, exponent: .[0].exponent, orders: sum_of(.orders)}) |
    sort_by([-.orders, .currency]);

# How a figure moved from one month to the next.
def change($now; $before; $words):
    if $before == null or $now == null then null
    elif $before == 0 then {mark: "", text: "none in \($words)"}
    else (($now - $before) / (if $before < 0 then -$before else $before end)) as $ratio |
        if $ratio > 0.0005 then {mark: "▲", text: "up \($ratio | percent) from \($words)"}
        elif $ratio < -0.0005 then {mark: "▼", text: "down \(-$ratio | percent) from \($words)"}
        else {mark: "=", text: "as in \($words)"} end end;
