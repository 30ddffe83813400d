# accounts - our own accounts: how often they speak, whether they listen, whether their links lead anywhere

def remarks:
    [(if .posts == 0 then "never wrote" elif .days_silent >= 28 then "silent for \(.days_silent) days" else empty end),
     (if .posts > 0 and (.reply_share_high // 1) < 0.1 then "talks and does not reply" else empty end),
     (if .dead_links > 0 then "\(.dead_links) of \(.tracked_links) links led nobody anywhere" else empty end)] |
    if . == [] then "–" else join("; ") end;

def accounts_part:
    stream("health") as $stream |
    (reduce (stream("audience").rows | sort_by(.time)[] | select(.account)) as $one ({}; .[$one.account] = $one.audience_high)) as $followers |
    if $stream.rows == [] then empty else
    {id: "accounts", title: "Our accounts", short: "Accounts",
     lead: "Over \($stream.rows[0].days) days.",
     figures: [{id: "health", title: "Health",
        table: {caption: "Each account’s posts, replies and what came back",
            columns: [heading("Account"), column("followers"), column("posts"), column("a week"), column("replies"), column("days silent"), column("answers to a post"),
                column("clicks to a post"), column("visits to a post"), {title: "Look at"}],
            rows: [$stream.rows[] | [.account, ($followers[.account] | or_dash(whole)), (.posts | whole), (.posts_per_week | or_dash(fixed(1))), (.reply_share | or_dash(percent)), (.days_silent | whole),
                (.answers_per_post, .clicks_per_post, .arrivals_per_post | or_dash(fixed(2))), remarks]]},
        csv: ($stream | csv_of("accounts"))} + ($stream | told)]} end;
