"""scenarios - what each filter is given to do while it is being disturbed: little, but every part of it

`{in}` in a command is the folder of inputs.py, `{web}` the same behind a server. What a run writes it writes into its own folder, which
begins as a copy of `state` where the scenario has one.
"""


class Scenario:
    def __init__(self, name, command, stdin="/dev/null", state=None, appends=(), parts=(), random=(), piece=13, done=0, most=0):
        self.name, self.command, self.stdin, self.state = name, command, stdin, state
        self.appends = set(appends)  # files that each run adds lines to
        self.parts = set(parts)  # files of which a run that fails may have written less, by whole lines
        self.random = set(random)  # files that no two runs write alike, but of one size
        self.piece = piece  # the bytes that a short read or write moves
        self.done = done  # the status of a run that finds all done by the one before
        self.most = most  # of a script: how many faults of a kind are played

    @property
    def filter(self):
        return self.command.split()[0]


def scenarios():
    one = Scenario
    packed = [one(f"fetch of {kind}", f"hark-fetch {{in}}/{name}") for kind, name in (
        ("text", "posts0.json"), ("gzip", "posts0.json.gz"), ("zstd", "posts0.json.zst"), ("bzip2", "posts0.json.bz2"),
        ("xz", "posts0.json.xz"), ("tar", "posts.tar"), ("zip", "posts.zip"), ("WARC", "page.warc"), ("XML", "feed.xml"),
        ("CSV", "orders/us-1.csv.gz"), ("an array", "array.json"))]
    verified = [one(f"fetch --verify of {kind}", f"hark-fetch --verify {{in}}/{name}") for kind, name in (
        ("zstd", "posts0.json.zst"), ("bzip2", "posts0.json.bz2"), ("xz", "posts0.json.xz"), ("zip", "posts.zip"), ("WARC", "page.warc"),
        ("XML", "feed.xml"), ("CSV", "orders/us-1.csv.gz"), ("an array", "array.json"), ("a nest", "nest.tar.gz"))]
    return packed + verified + [
        one("fetch of a folder", "hark-fetch {in}/logs {in}/orders"),
        one("fetch --verify", "hark-fetch --verify {in}/posts0.json.gz {in}/posts.tar"),
        one("fetch --only-new", "hark-fetch --only-new state {in}/posts0.json {in}/posts1.json", state="fetched"),
        one("fetch --commit", "hark-fetch --commit state", state="committed", done=66),
        one("fetch --files-from", "hark-fetch --files-from {in}/list", piece=3),
        one("fetch over http", "hark-fetch --cache cache --retry-wait 0 {web}/posts0.json.gz {web}/posts.tar", piece=997),
        one("fetch of standard input", "hark-fetch -", stdin="posts0.json.gz"),
        one("fetch --salvage", "hark-fetch --verify --salvage kept --rejects rejects --max-rejects 100% {in}/damaged.json.gz {in}/posts.tar",
            appends=("rejects",)),
        one("fetch --list", "hark-fetch --only-new state --list list {in}/posts0.json.gz {in}/posts.zip {in}/page.warc", state="fetched",
            parts=("list",)),
        one("fetch of much", "hark-fetch --only-new state {in}/posts0.json.gz {in}/posts0.json.zst {in}/posts0.json.bz2 {in}/posts0.json.xz "
            "{in}/posts.tar {in}/posts.zip {in}/page.warc {in}/feed.xml {in}/orders {in}/logs {in}/nest.tar.gz"),
        one("new-key", "hark-normalize --new-key key", random=("key",), done=73),
        one("normalize", "hark-normalize --sources {in}/sources.txt --key-file {in}/key --rejects rejects --stats stats {in}/raw.ndjson",
            appends=("rejects", "stats")),
        one("normalize --map", "hark-normalize --map {in}/one.jq {in}/own.json"),
        one("normalize of a log", "hark-normalize --format clf --host a.example --key-file {in}/key {in}/logs/www/access.log"),
        one("normalize --replay", "hark-normalize --clear-ids --replay --rejects again --max-rejects 100% {in}/rejected", appends=("again",)),
        one("normalize of standard input", "hark-normalize --sources {in}/sources.txt --clear-ids --stats stats", stdin="raw.ndjson",
            appends=("stats",)),
        one("dedupe of archives", "hark-dedupe --accounts {in}/accounts.csv {in}/normal.ndjson.gz {in}/records.ndjson.zst"),
        one("dedupe", "hark-dedupe {in}/normal.ndjson"),
        one("dedupe --memory", "hark-dedupe --memory 1M {in}/some.ndjson", piece=65521),
        one("dedupe --index", "hark-dedupe --index index {in}/normal.ndjson", state="index"),
        one("dedupe --commit", "hark-dedupe --commit index", state="indexed", done=66),
        one("classify --rules", "hark-classify --rules {in}/rules --accounts {in}/accounts.csv --why --cache cache {in}/records.ndjson"),
        one("classify --sentiment", "hark-classify --sentiment --language {in}/records.ndjson"),
        one("thread", "hark-thread --accounts {in}/accounts.csv --cases {in}/labelled.ndjson"),
        one("attribute", "hark-attribute --model first,linear --window 30d,none --touches all {in}/labelled.ndjson"),
        one("attribute --memory", "hark-attribute --memory 1M --touches all {in}/many.ndjson", piece=65521),
        one("attribute --model markov", "hark-attribute --model markov,shapley --by channel --touches all {in}/labelled.ndjson"),
        one("attribute --carry", "hark-attribute --carry carry --window 30d --touches tracked {in}/labelled.ndjson", state="carry"),
        one("attribute --commit", "hark-attribute --commit carry", state="carried", done=66),
        one("aggregate", "hark-aggregate --by account,time:month --metric net_sales {in}/credits.ndjson"),
        one("aggregate --memory", "hark-aggregate --by time:hour --count --distinct id --top visitor:3 --to csv "
            "--memory 1M {in}/some.ndjson", piece=65521),
        one("attribute --by", "hark-attribute --by account,time:month --model first,last --window 30d --stitch {in}/labelled.ndjson"),
        one("attribute --rates", "hark-attribute --rates {in}/rates.csv --into EUR --touches all {in}/labelled.ndjson"),
        one("attribute --match", "hark-attribute --match --links {in}/links.csv {in}/labelled.ndjson"),
        one("attribute --partial", "hark-attribute --model markov --touches all --by channel --partial {in}/labelled.ndjson"),
        one("attribute --paths", "hark-attribute --paths {in}/paths.csv --model first,markov,shapley"),
        one("aggregate --partial", "hark-aggregate --by kind,time:day --count --distinct author --partial {in}/records.ndjson"),
        one("aggregate --merge", "hark-aggregate --by kind,time:day --count --distinct author --merge {in}/counted.states {in}/counted.states"),
        one("aggregate --edges", "hark-aggregate --edges mentions {in}/records.ndjson"),
        one("aggregate --to", "hark-aggregate --by account,time:month --metric orders --to tsv {in}/credits.ndjson"),
        one("detect --index", "hark-detect --by kind --index told {in}/records.ndjson"),
        one("detect", "hark-detect --by kind --backtest {in}/incidents.csv {in}/records.ndjson"),
        one("detect --method", "hark-detect --by kind --method kleinberg {in}/records.ndjson"),
        one("train", "hark-train --labels {in}/labels.csv --bits 12 --model model --allow-empty"),
        one("train --folds", "hark-train --labels {in}/labels.csv --bits 12 --folds 2 --eval {in}/labels.csv --model model --allow-empty"),
        one("classify --model", "hark-classify --model {in}/trained --language {in}/records.ndjson"),
        one("thread of archives", "hark-thread --accounts {in}/accounts.csv {in}/normal.ndjson.gz {in}/records.ndjson.zst"),
        one("ideas", "hark-ideas {in}/records.ndjson"),
        one("loyalty", "hark-loyalty --people {in}/people.csv {in}/cases.ndjson {in}/records.ndjson"),
        one("near", "hark-near {in}/records.ndjson"),
        one("partition --touched", "hark-partition --touched days {in}/records.ndjson"),
        one("partition --into", "hark-partition --into days {in}/records.ndjson"),
        one("partition --keys", "hark-partition --into days --keys keys --zone America/New_York {in}/records.ndjson", state="days"),
        one("partition of standard input", "hark-partition --touched days", stdin="records.ndjson.zst", state="days"),
        one("unlink --learn", "hark-unlink --key-file {in}/key --forgotten {in}/tombstones --learn learnt {in}/records.ndjson", parts=("learnt",)),
        one("unlink --people", "hark-unlink --key-file {in}/key --people --bare", stdin="people"),
        one("unlink", "hark-unlink --key-file {in}/key --forgotten /dev/null {in}/records.ndjson"),
        one("validate", "hark-validate {in}/records.ndjson"),
        one("validate of archives", "hark-validate --rejects rejects {in}/normal.ndjson.gz {in}/records.ndjson.zst", appends=("rejects",)),
        one("redact of archives", "hark-redact --field title --files-from {in}/packed"),
        one("near of archives", "hark-near {in}/normal.ndjson.gz"),
        one("key of archives", "hark-key --by author {in}/normal.ndjson.gz {in}/records.ndjson.zst"),
        one("ideas of archives", "hark-ideas --ideas {in}/normal.ndjson.gz {in}/records.ndjson.zst"),
        one("diff of archives", "hark-diff --allow-empty {in}/normal.ndjson.gz {in}/records.ndjson.zst"),
        one("diff", "hark-diff {in}/sales.ndjson {in}/sales.ndjson"),
        one("redact", "hark-redact {in}/records.ndjson"),
        one("key", "hark-key --rejects rejects", stdin="records.ndjson"),
        one("via", "hark-via cat", stdin="records.ndjson"),
        one("load", "hark-load --sqlite db {in}/sales.ndjson {in}/credits.ndjson {in}/cases.ndjson", most=40),
        one("rows", "hark-rows run", state="rowed", most=30),
        one("day", "hark-day 2009-01-05", state="night", most=20),
    ]
