# reach - how many people our accounts can speak to, what these do with it, and whom customers' own posts could reach
#
# Audience and reach are intervals: who follows two accounts is counted once at their low end, and twice at the high one.

def at_least: map(.audience_low) | max;
def at_most: sum_of(.audience_high);
def people($low; $high): if $low == null then null elif $low == $high then $low | whole else "\($low | whole)–\($high | whole)" end;

def interval_chart($name; $title; $says; $months; $low; $high):
    {name: $name, title: $title, width: 460, height: 230, label: $says,
     legend: [{class: 1, text: "from the least to the most that it can be"}],
     gp: band($months | month_ticks; $low; $high)};

# The followers of all accounts by month: each account's last figure by then.
def audience_figure($period):
    stream("audience") as $stream | [$stream.rows[] | select((.time | is_month) and .account)] as $rows |
    if $rows == [] then empty else
    ([$rows[].time] | months_through) as $months |
    [$months[] as $month | [$rows[] | select(.time == $month)] | {month: $month, count: length, low: at_least, high: at_most}] as $lines |
    {id: "audience", title: "Who follows us",
     lead: "Somebody may follow several accounts, so their followers cannot be added: there are at least as many people as follow the largest, and at most as many as all have.",
     charts: [interval_chart("audience"; null; "A band by month: people who follow our accounts, at least and at most. The table has the figures."; $months;
        [$lines[].low]; [$lines[].high])],
     table: {caption: "People who follow our accounts", columns: [heading("Month"), column("accounts"), column("at least"), column("at most")],
        rows: [$lines[] | [(.month | month_marked($period)), (.count | whole), (.low, .high | or_dash(whole))]]},
     csv: ($stream | csv_of("audience"))} + ($stream | told) end;

# Sums of an account's months, and their rates as ratios of sums and as means.
def engagement_line($months):
    {account: .[0].account, posts: sum_of(.measured_posts), young: sum_of(.young_posts), count: sum_of(.engagement_count),
     age_min: (map(.engagement_age_min_s | numbers) | min), age_max: (map(.engagement_age_max_s | numbers) | max),
     rate: (share_of(sum_of(.engagement_with_followers); sum_of(.followers_with_engagement))),
     mean: (share_of(sum_of(.engagement_rates); sum_of(.posts_with_followers))),
     values: [$months[] as $month | sum_at($month; .engagement_count)]};

def small_percent: . * 100 | fixed(if . != 0 and . < 1 then 3 else 1 end) + " %";

def engagement_figure($period):
    stream("engagement") as $stream | [$stream.rows[] | select((.time | is_month) and .account)] as $rows |
    if $rows == [] then empty else
    [$rows | group_by(.account)[] | engagement_line($period.months)] | sort_by([-.count, .account]) | to_entries |
    map(.value + {class: ([.key + 1, 8] | min)}) | . as $lines |
    {id: "engagement", title: "What is done with our posts",
     lead: "Likes, reposts, quotes and replies of posts whose counters were captured at least a day after they were written.",
     charts: (if ($lines | sum_of(.count)) == 0 then [] else
        [{name: "engagement", width: 460, height: 230, label: "Columns upon each other: engagement by month and account. The table has the figures.",
        gp: columns($period.months | month_ticks; [$lines | group_by(.class)[] | {class: .[0].class, values: (map(.values) | transpose | map(add))}]; "large")}] end),
     legend: [$lines[] | select(.count > 0) | {class, text: .account}],
     table: {caption: "Engagement of these months by account, and how old the counters were",
        columns: [heading("Account"), column("posts"), column("too young"), column("engagement"), column("of followers"), column("mean of the posts’"),
            column("counted after"), column("and at most")],
        rows: [$lines[] | [.account, (.posts, .young, .count | whole), (.rate, .mean | or_dash(small_percent)), (.age_min, .age_max | or_dash(duration))]]},
     note: "“Of followers” divides all engagement by all followers, a post at a time; the mean gives a post of a small account as much weight as one of a large.",
     csv: ($stream | csv_of("engagement"))} + ($stream | told) end;

def reach_figure($period):
    stream("reach") as $stream | [$stream.rows[] | select((.time | is_month) and .reach_low)] as $rows |
    if $rows == [] then empty else
    ([$rows[].time, $period.months[]] | months_through) as $months |
    [$months[] as $month | $rows | at_month($month) + {month: $month}] as $lines |
    {id: "heard", title: "Whom customers’ posts could reach", lead: "Followers of those who wrote, and whose followers are known; how many of them saw it nobody but the platform can say.",
     charts: [interval_chart("heard"; null; "A band by month: people whom customers’ posts could reach, at least and at most. The table has the figures."; $months;
        [$lines[].reach_low]; [$lines[].reach_high])],
     table: {caption: "People whom customers’ posts could reach", columns: [heading("Month"), column("authors"), column("at least"), column("at most")],
        rows: [$lines[] | [(.month | month_marked($period)), (.reach_authors // 0 | whole), (.reach_low, .reach_high | or_dash(whole))]]},
     fold: true,
     csv: ($stream | csv_of("reach"))} + ($stream | told) end;

def reach_part($period):
    [audience_figure($period), engagement_figure($period), reach_figure($period)] as $figures |
    if $figures == [] then empty else {id: "reach", title: "How far it carries", short: "Reach", $figures} end;
