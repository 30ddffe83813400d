# path - from a post of ours to an order: links, clicks, visits, orders, by account

def path_part($period):
    stream("health") as $health | stream_of_all_time("sales") as $sales | stream("lag") as $lag |
    ($sales.rows | headline) as $credits | ($lag.rows | headline) as $lags |
    if $health.rows == [] then empty else
    [$health.rows[] | .account as $account | {
        account: $account, posts, links: .tracked_links, clicks, visits: .arrivals,
        orders: ([$credits[] | select(.account == $account)] | sum_of(.orders)),
        lag: ([$lags[] | select(.account == $account)] | max_by(.count // 0))}] as $lines |
    def all(f): $lines | sum_of(f);
    {id: "path", title: "From post to order", short: "Path",
     lead: ("How far each account’s posts went: links that can be followed, clicks on short ones, visits by them, and the orders that came of those" +
        (if $period.cut then ", over all time." else "." end)),
     figures: [{id: "path-all", title: "All accounts",
        charts: [{name: "path", width: 460, height: 180, label: "Bars: \(all(.posts)) posts, \(all(.links)) tracked links, \(all(.clicks)) clicks, \(all(.visits)) visits, \(all(.orders) | fixed(0)) orders.",
            gp: bars(["posts of ours", "tracked links", "clicks", "visits", "orders"]; [all(.posts), all(.links), all(.clicks), all(.visits), (all(.orders) | round)])}],
        table: {caption: "By account: posts, the links in them, who came by these, and what was ordered",
            columns: [heading("Account"), column("posts"), column("tracked links"), column("clicks"), column("visits"), column("orders"),
                column("half of them within"), column("9 of 10 within")],
            rows: [$lines[] | [.account, (.posts, .links, .clicks, .visits | whole), (.orders | fixed(if . == floor then 0 else 1 end)),
                (.lag | .p50_lag_s, .p90_lag_s | or_dash(duration))]]},
        note: "Clicks are known of short links with a log, visits of pages with one. “Within” is the time from the visit to the order.",
        csv: ($health | csv_of("path"))} + ($health | told)]} end;
