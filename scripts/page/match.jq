# match - how many orders found the person who bought: what no figure of sales by link is worth more than

def ways: ["order", "number", "visitor", "stitched", "people", "coupon", "none"];
def found_by: {visitor: "by who bought", order: "by its id", number: "by its number", stitched: "by a second device", people: "by consent", coupon: "by a coupon alone",
    none: "nobody is known"};
def known_by: {user: "a login, or the shop’s e-mail address", cookie: "a cookie", ip_agent: "an address and a browser’s name"};

def match_figure:
    stream_of_all_time("match") as $stream | [$stream.rows[] | select(found_by[.joined_by // ""])] as $rows |
    ($rows | sum_of(.sum_orders)) as $all |
    if $all == 0 then empty else
    ($rows | map(select(.joined_by != "none")) | sum_of(.sum_orders)) as $found |
    [ways[] as $by | {by: $by, count: ([$rows[] | select(.joined_by == $by)] | sum_of(.sum_orders))} | select(.count > 0)] as $ways |
    {id: "match", title: "Orders whose buyer is known",
     lead: "\(share_of($found; $all) | percent) of \($all | whole) orders, those of all time, found the visits of who bought. Sales of links can be no more complete than that.",
     charts: [{name: "match", width: 460, height: (40 + 30 * ($ways | length)), label: ("Bars: " + ([$ways[] | "\(.count) \(found_by[.by])"] | join(", ")) + "."),
        gp: bars([$ways[] | found_by[.by]]; [$ways[].count])}],
     table: {caption: "How orders found their buyer’s visits, and what these visitors are known by",
        columns: [heading("Found"), {title: "Visitors are known by"}, column("orders"), column("share")],
        rows: [$ways[] as $way | $rows | map(select(.joined_by == $way.by)) | sort_by(-.sum_orders)[] |
            [found_by[.joined_by], (known_by[.visitor_by // ""] // null), (.sum_orders | whole), (share_of(.sum_orders; $all) | percent)]]},
     note: "An address and a browser’s name rarely last a year: over long windows that share says too much.",
     csv: ($stream | csv_of("match"))} + ($stream | told) end;
