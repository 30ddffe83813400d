"""The jobs that are measured: what hark is asked, and the same of other tools."""

import glob
import os
import shutil

import rules

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
RULES = os.path.join(ROOT, "tests", "bench", "queries")

TEXT = (
    ".retweeted_status.extended_tweet.full_text // .retweeted_status.text"
    " // .extended_tweet.full_text // .text"
)
JQ = (
    "select(.created_at) | {id:.id_str,time:.created_at,author:.user.id_str,handle:.user.screen_name,"
    "followers:.user.followers_count,text:(%s),links:[.entities.urls[].expanded_url]}"
    % TEXT
)
MILLER = (
    'is_present($created_at) {print substr($created_at, 4, 9).",".$user["id_str"].","'
    '.$user["followers_count"]}'
)
MODELS = (
    "first",
    "inverse_j",
    "j",
    "last",
    "last_non_direct",
    "linear",
    "markov",
    "participation",
    "position",
    "shapley",
    "time_decay",
)
WINDOWS = ("1d", "7d", "30d", "1y", "none")


class Job:
    """One pipeline on one input: what it is compared to and what must hold."""

    def __init__(self, name, commands, base=None, **more):
        self.name = name
        self.commands = commands
        self.base = base  # the job whose time is 1
        self.bound = more.get("bound")  # at most so much of it
        self.says = more.get("says", name)
        self.feed = more.get("feed")  # file on standard input
        self.output = more.get("output", os.devnull)
        self.runs = more.get("runs")  # where not as many as the others
        self.note = more.get("note", "")
        self.program = more.get("program")  # that its one process runs in truth


class Inputs:
    """Where the generated archives are, and where results go."""

    def __init__(self, folder, tweets, visits):
        self.folder = folder
        self.tweets = sorted(glob.glob(os.path.join(tweets, "*.gz")))
        self.posts = os.path.join(visits, "posts.ndjson.gz")
        self.visits = sorted(glob.glob(os.path.join(visits, "visits-*.gz")))
        self.long = os.path.join(folder, "long.json.gz")

    def result(self, name):
        return os.path.join(self.folder, "results", name)


def hark(name, *options):
    return [os.path.join(ROOT, "build", "bin", "hark-" + name), *options]


def pipeline(inputs):
    """The stages of job (c); those of (a) and (b) are among them."""
    return {
        "fetch": hark("fetch", *inputs.tweets),
        "normalize": hark("normalize"),
        "dedupe": hark("dedupe"),
        "classify": hark("classify", "--rules", RULES),
        "aggregate": hark(
            "aggregate",
            "--where",
            "kind=post",
            "--by",
            "time:day,labels",
            "--count",
            "--distinct",
            "author",
            "--max",
            "followers",
            "--sum",
            "followers",
        ),
    }


def on_tweets(inputs):
    stage = pipeline(inputs)
    first = inputs.tweets[:1]
    share = "%.0f %% of the input, against `gzip -dc` of the same" % (
        100 * os.path.getsize(first[0]) / sum(map(os.path.getsize, inputs.tweets))
    )
    chain = [stage["fetch"], stage["normalize"]]
    counts = [stage["classify"], stage["aggregate"]]
    yield Job("gzip", [["gzip", "-dc", *inputs.tweets]], says="`gzip -dc`")
    yield Job("a", chain, "gzip", bound=0.35, says="(a) hark: fetch, normalize")
    yield Job(
        "b",
        chain + counts,
        "gzip",
        bound=0.45,
        output=inputs.result("b"),
        says="(b) hark: fetch, normalize, classify by 20 rules, aggregate",
    )
    yield Job(
        "c",
        chain + [stage["dedupe"]] + counts,
        "gzip",
        bound=0.55,
        output=inputs.result("c"),
        says="(c) hark: the same with dedupe behind normalize",
    )
    yield from foreign("b", "tweets", inputs, "gzip", "(b) %s: the same counts")
    yield Job("gzip-part", [["gzip", "-dc", *first]], says="")
    yield Job(
        "jq",
        [["gzip", "-dc", *first], ["jq", "-c", JQ]],
        "gzip-part",
        runs=1,
        note=share,
        says="jq: seven fields of (a), picked",
    )
    yield Job(
        "miller",
        [
            ["mlr", "--gzin", "--ijsonl", "--ojsonl", "put", "-q", MILLER, *first],
            [
                "mlr",
                "--icsv",
                "--ocsv",
                "--implicit-csv-header",
                "stats1",
                "-a",
                "count,distinct_count,max,sum",
                "-f",
                "2,3",
                "-g",
                "1",
            ],
        ],
        "gzip-part",
        runs=1,
        note=share,
        says="Miller: posts, authors and reach of (b) by day, without rules",
    )


def on_visits(inputs):
    archives = [inputs.posts, *inputs.visits]
    yield Job("gzip-visits", [["gzip", "-dc", *archives]], says="`gzip -dc`")
    yield Job(
        "d",
        [
            hark("fetch", *archives),
            hark(
                "attribute",
                "--touches",
                "tracked",
                "--model",
                "last",
                "--window",
                "30d",
            ),
        ],
        "gzip-visits",
        output=inputs.result("d"),
        says="(d) hark: fetch, attribute",
    )
    yield Job(
        "e",
        [
            hark("fetch", *archives),
            hark(
                "attribute",
                "--model",
                ",".join(MODELS),
                "--window",
                ",".join(WINDOWS),
                "--by",
                "account,time:month",
            ),
        ],
        "gzip-visits",
        output=inputs.result("e"),
        says="(e) hark: fetch, attribute by %d models and %d windows"
        % (len(MODELS), len(WINDOWS)),
    )
    yield from foreign(
        "d",
        "touches",
        inputs,
        "gzip-visits",
        "(d) %s: window query over tracked visits alone",
    )
    for job in foreign(
        "d",
        "touches",
        inputs,
        "gzip-visits",
        "(d) %s: window query over all visits",
        "true",
        ("duckdb",),
    ):
        job.name += "-all"
        yield job


def foreign(
    letter,
    query,
    inputs,
    base,
    says,
    keep="kind = 'order' OR touch IS NOT NULL",
    engines=("duckdb", "clickhouse"),
):
    """The same by DuckDB and ClickHouse, those that are installed."""
    modules = os.path.join(inputs.folder, "node_modules")
    packages = {
        "duckdb": ("DuckDB", "@duckdb/node-api"),
        "clickhouse": ("ClickHouse", "chdb"),
    }
    for engine in engines:
        title, package = packages[engine]
        if shutil.which("node") is None or not os.path.isdir(
            os.path.join(modules, package)
        ):
            continue
        name = "%s-%s" % (letter, engine)
        output = inputs.result(name + ".csv")
        sql = inputs.result("%s-%s.sql" % (name, "few" if keep != "true" else "all"))
        write_sql("%s.%s.sql" % (query, engine), engine, inputs, output, keep, sql)
        yield Job(
            name,
            [["node", os.path.join(HERE, "sql.mjs"), engine, modules, output]],
            base,
            says=says % title,
            feed=sql,
            program=title,
        )


def write_sql(template, engine, inputs, output, keep, path):
    with open(os.path.join(HERE, template), encoding="utf-8") as file:
        sql = file.read()
    labels, any_of = rules.as_sql(RULES, engine)
    values = {"LABELS": labels, "ANY": any_of, "OUTPUT": output, "KEEP": keep}
    for name, files in (
        ("TWEETS", inputs.tweets),
        ("VISITS", inputs.visits),
        ("POSTS", [inputs.posts]),
    ):
        if engine == "duckdb":
            values[name] = ", ".join("'%s'" % file for file in files)
        else:
            # Of several files a pattern: all but the number is the same.
            values[name] = files[0].replace("-01.", "-*.")
    for name, value in values.items():
        sql = sql.replace("@%s@" % name, value)
    with open(path, "w", encoding="utf-8") as file:
        file.write(sql)


def on_a_long_line(inputs):
    """A status, a line of 1 GB, a status."""
    rejects = ["--rejects", inputs.result("long.rejects")]
    yield Job(
        "long",
        [hark("fetch", *rejects, inputs.long), hark("normalize", *rejects)],
        output=inputs.result("long"),
        runs=1,
        says="fetch and normalize, a line of 1 GB between two statuses",
    )
    yield Job(
        "long-raw",
        [
            ["gzip", "-dc", inputs.long],
            hark("normalize", "--format", "twitter1", *rejects),
        ],
        output=inputs.result("long-raw"),
        runs=1,
        says="normalize alone, the same",
    )
