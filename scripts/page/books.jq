# books - what was read, kept, rejected and dropped, and why; what is known not to have arrived

# What is read once more for a table of its own (match, contacts) would be told twice.
# What the run itself says of its stages, where it does (books.ndjson); else what the rows know of those before them.
def chains:
    if $ARGS.named.books then [$ARGS.named.books[] | select(.stage != "match") | .books // . | (.chain // []) + [del(.chain)]]
    else [$ARGS.named | del(.match, .contacts)[] | arrays | .[] | select(.kind == "end") | .chain // []] end |
    map(map(select(.by != "aggregate" and (.in | type) == "number")));

# The stages of all files, each once: a file of many days has a stage as often as there were days, several files made
# of the same records name the same stages again.
def stages:
    chains as $chains |
    (["fetch", "normalize", "near", "ideas", "dedupe", "classify", "thread", "loyalty", "attribute"] | to_entries | map({key: .value, value: .key}) | from_entries) as $place |
    [$chains[] | group_by(.) | map({stage: .[0], times: length})[]] |
    group_by(.stage) | map({stage: .[0].stage, times: (map(.times) | max)}) | group_by(.stage.by) |
    map({by: .[0].stage.by, in: sum_of(.stage.in * .times), out: sum_of(.stage.out * .times), used: sum_of(.stage.used * .times),
        rejected: sum_of(.stage.rejected * .times), status: (map(.stage.status // 0) | max),
        dropped: ([.[] | .times as $times | .stage.dropped // {} | to_entries[] | .value *= $times] | group_by(.key) |
            map({key: .[0].key, value: sum_of(.value)}))}) | sort_by([$place[.by] // 99, .by]);

def reasons: {
    blank: "empty lines", not_posts: "of a download what is no post", heartbeat: "a stream’s signs of life", asset: "pictures, style sheets and scripts: no pages", method: "requests that read no page",
    status: "pages that were not there, or not given", no_request: "connections without a request", not_mapped: "left out by the map of its source",
    repeated: "the same record again, to the byte", superseded: "an earlier revision", deleted: "deleted by who wrote it", author_deleted: "of an author who is gone",
    original_deleted: "a repost of what is deleted", since: "before the time asked for", until: "after the time asked for", bot: "robots", preview: "previews of links",
    no_visitor: "nobody knows who", no_account: "posts that are not ours", no_short_link: "clicks on links that are not ours", pending: "orders not yet paid", kind: "of a kind it does not use",
    page: "pages that hold no data", media: "pictures and films", script: "scripts", http_status: "answers without a page", revisit: "pages that had not changed", crawl: "the crawler’s own notes"};

def stage_table($stages):
    if $stages == [] then empty else
    {id: "stages", title: "Stage by stage", lead: "Each record that was read was passed on, used for a result, rejected, or dropped for a reason.",
     table: {caption: "What each filter read, and what became of it",
        columns: [heading("Filter"), column("read"), column("rejected"), column("dropped"), column("written"), {title: "Ended"}],
        rows: [$stages[] | [.by, (.in, .rejected, (.dropped | sum_of(.value)), .out | whole), (if .status == 0 then "well" else "with \(.status)" end)]]},
     csv: {name: "books", rows: [$stages[] | {by, in, rejected, dropped: (.dropped | sum_of(.value)), out, status}]}} end;

def drop_table($stages):
    [$stages[] | .by as $by | .dropped[] | {by: $by, reason: .key, count: .value, words: (reasons[.key] // if .key | startswith("notice:") then "a notice of the stream" else "–" end)}] as $rows |
    if $rows == [] then empty else
    {id: "dropped", title: "Dropped, and why", table: {caption: "Records left out, by filter and reason",
        columns: [heading("Reason"), {title: "Filter"}, column("records"), {title: "Which is"}], rows: [$rows[] | [.reason, .by, (.count | whole), .words]]},
     csv: {name: "dropped", rows: [$rows[] | del(.words)]}} end;

def reject_table:
    stream("rejects") as $stream |
    if $stream.rows == [] then empty else
    {id: "rejects", title: "Rejected, and where", lead: "Records that could not be read. They are kept, and hark normalize --replay takes them back once the cause is mended.",
     table: {caption: "Rejected records by file and cause",
        columns: [heading("File"), {title: "Filter"}, {title: "Code"}, {title: "Why"}, column("records")],
        rows: [$stream.rows[] | [((.archive // "–") + (if .member then "!" + .member else "" end)), .filter, .code, .why, (.count // 0 | whole)]]},
     csv: {name: "rejects", rows: [$stream.rows[] | {archive, member, filter, code, why, count}]}} end;

def gap_table($period):
    stream("gaps") as $stream |
    if $stream.rows == [] then empty else
    {id: "gaps", title: "Known not to have arrived", table: {caption: "Gaps by source and month, and what they are known to have lost",
        columns: [heading("Source"), {title: "Month"}, column("gaps"), column("records lost")],
        rows: [$stream.rows[] | [.source, (.time | if is_month then month_marked($period) else . end), (.count | whole), (.sum_lost | or_dash(whole))]]},
     csv: ($stream | csv_of("gaps"))} + ($stream | {made_by: made_by}) end;

def coverage_table($period):
    stream("days") as $stream |
    if $period.first == null then empty else
    (($period.last | day_number) - ($period.first | day_number) + 1) as $days |
    {id: "coverage", title: "Days with and without records", table: {caption: "Of \($days) days, those on which something of a kind arrived",
        columns: [heading("Kind"), column("records"), column("days with"), column("days without"), {title: "First"}, {title: "Last"}],
        rows: [$stream.rows | map(select((.time | is_day) and .time >= $period.first and .time <= $period.last)) | group_by(.record_kind)[] |
            (map(.time) | unique) as $with |
            [.[0].record_kind, (sum_of(.count) | whole), ($with | length | whole), ($days - ($with | length) | whole), $with[0], $with[-1]]]},
     csv: ($stream | csv_of("days")), made_by: ($stream | made_by)} end;

def books_part($period):
    stages as $stages |
    [stage_table($stages), drop_table($stages), reject_table, coverage_table($period), gap_table($period)] as $figures |
    if $figures == [] then empty else
    {id: "books", title: "The books", short: "Books",
     lead: (if $stages == [] then "The rows do not say what they are made of." else
        ($stages | map(select(.by == "fetch")) | sum_of(.in)) as $read | ($stages | sum_of(.rejected)) as $rejected |
        "\($read | whole) raw records were read; \($rejected | whole) could not be (\(share_of($rejected; $read) // 0 | percent))." end),
     $figures} end;
