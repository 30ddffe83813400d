# sales - what the links of each account sold, by currency and month, and what other models make of it

# Accounts of one currency, that of most sales first; the eighth and further ones share a colour.
def accounts_by_sales:
    map(select(.account)) | group_by(.account) | map({account: .[0].account, sum: sum_of(.net_sales)}) |
    sort_by([-.sum, .account]) | to_entries | map({account: .value.account, class: ([.key + 1, 8] | min)});

def month_line($rows; $accounts; $month):
    [$rows[] | select(.time == $month)] as $here |
    {$month, values: [$accounts[].account as $account | [$here[] | select(.account == $account)] | sum_of(.net_sales)],
     linked: ([$here[] | select(.account)] | sum_of(.net_sales)), total: ($here | sum_of(.net_sales))};

def sum_line: {month: null, values: (map(.values) | transpose | map(add)), linked: sum_of(.linked), total: sum_of(.total)};

def sales_cells($exponent; $name):
    [$name, (.linked | money($exponent)), (share_of(.linked; .total) | or_dash(percent)), (.total, .values[] | money($exponent))];

def sales_chart($lines; $accounts; $currency; $index):
    pow(10; $currency.exponent) as $unit |
    [$accounts | map(.class) | unique[] as $class |
        {$class, values: [$lines[] | [.values, $accounts] | transpose | map(select(.[1].class == $class)[0]) | (add // 0) / $unit]}] as $series |
    {name: "sales-\($index)", width: 460, height: 230,
     label: "Columns upon each other: net sales in \($currency.currency) by month and account. The table has the figures.",
     gp: columns($lines | map(.month) | month_ticks; $series; "large")};

def sales_figure($period; $stream; $rows; $currency; $index):
    [$rows[] | select(.currency == $currency.currency)] as $mine |
    ($mine | accounts_by_sales) as $accounts |
    [$period.months[] as $month | month_line($mine; $accounts; $month)] as $lines |
    $currency.exponent as $exponent |
    {id: "sales-\($index)", title: "Net sales in \($currency.currency)",
     charts: (if $accounts == [] then [] else [sales_chart($lines; $accounts; $currency; $index)] end),
     legend: [$accounts[] | {class, text: .account}],
     fold: ($index > 1),
     table: {caption: "Net sales in \($currency.currency): of our links, of all orders, and of each account’s links",
        columns: [heading("Month"), column("our links"), column("share"), column("all orders"), column($accounts[].account)],
        rows: [($lines[] | sales_cells($exponent; .month | month_marked($period))), ($lines | sum_line | sales_cells($exponent; "all months"))]},
     csv: {name: "sales-\($index)", rows: [$stream.rows[] | select(.currency == $currency.currency) | money_row]}} + ($stream | told);

# A line an account and currency, a column a model, all within the window and touches that head the report.
def models_figure($stream; $rows):
    [$stream.rows[] | select(.window == $rows[0].window and .touches == $rows[0].touches and .additive != false)] as $all |
    ($all | map(.model) | unique) as $models |
    if ($models | length) < 2 then empty else
    {id: "models", title: "What other models say", lead: "The same orders, given to other touches: where models agree it matters little which one is asked.",
     table: {caption: "Net sales of these months by account, as each model of attribution has them",
        columns: [heading("Account"), {title: "Currency"}, column($models[])],
        rows: [$all | map(select(.account)) | group_by([.currency, .account])[] | . as $group | .[0] as $one |
            [$one.account, $one.currency, ($models[] as $model | [$group[] | select(.model == $model)] | sum_of(.net_sales) | money($one.exponent))]]},
     note: "“ambiguous” are links that posts of two accounts carry.",
     csv: {name: "models", rows: [$all[] | money_row]}}
    + ($stream | {made_by: made_by}) end;

# Orders add up over currencies, money does not: so the picture is of orders.
def channels_figure($period):
    stream("channels") as $stream | ([$stream.rows[] | select(.time | is_month)] | headline) as $rows |
    if ($rows | map(select(.channel)) | length) == 0 then empty else
    ($rows | currencies) as $currencies |
    ($rows | group_by(.channel) | map({channel: .[0].channel, rows: ., orders: sum_of(.orders)}) |
        sort_by([.channel == null, -.orders, .channel]) | to_entries |
        map(.value + {class: (if .value.channel == null then 8 else [.key + 1, 7] | min end), name: (.value.channel // "no touch")})) as $channels |
    {id: "channels", title: "Sales by channel", lead: "What the touches were that orders are given to, by \($rows | headline_words).",
     charts: [{name: "channels", width: 460, height: 230, label: "Columns upon each other: orders by month and channel. The table has the figures.",
        gp: columns($period.months | month_ticks; [$channels | group_by(.class)[] | {class: .[0].class,
            values: ([.[].rows | [$period.months[] as $month | sum_at($month; .orders)]] | transpose | map(add))}]; "%.0f")}],
     legend: [$channels[] | {class, text: .name}],
     table: {caption: "Orders and net sales of these months by channel", columns: [heading("Channel"), column("orders"), column($currencies[].currency)],
        rows: [$channels[] | .rows as $of | [.name, (.orders | fixed(if . == floor then 0 else 1 end)),
            ($currencies[] | . as $one | [$of[] | select(.currency == $one.currency)] | if . == [] then null else sum_of(.net_sales) | money($one.exponent) end)]]},
     note: "The picture counts orders of all currencies. “No touch” are orders that nothing led to, within the window.",
     csv: {name: "channels", rows: [$stream.rows[] | money_row]}} + ($stream | told) end;

def sales_part($period):
    stream("sales") as $stream | [$stream.rows[] | select(.time | is_month)] as $sound | ($sound | headline) as $rows |
    if $rows == [] then empty else
    {id: "sales", title: "What it sold", short: "Sales",
     lead: "Net sales of orders that our accounts’ links led to, by \($rows | headline_words).",
     figures: [($rows | currencies | to_entries[] | sales_figure($period; $stream; $rows; .value; .key + 1)),
        channels_figure($period), models_figure($stream; $rows), match_figure]} end;
