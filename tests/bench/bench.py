"""Measures hark against other tools on one input in one run, and prints ratios as Markdown.

scripts/bench makes the input and calls this.
"""

import argparse
import os
import platform
import subprocess
import sys

sys.dont_write_bytecode = True

import jobs  # noqa: E402
import measure  # noqa: E402
import report  # noqa: E402
import results  # noqa: E402

AGAINST = (
    ("DuckDB, (b)", "b", "b-duckdb", 0.7),
    ("ClickHouse, (b)", "b", "b-clickhouse", None),
    ("DuckDB, (d), window over tracked visits alone", "d", "d-duckdb", 0.6),
    ("DuckDB, (d) by one model and one window, (e)", "e", "d-duckdb", 1.5),
    ("DuckDB, (d), window over all visits", "d", "d-duckdb-all", None),
    ("ClickHouse, (d)", "d", "d-clickhouse", None),
)
SAME = (
    ("b", "b-duckdb", "DuckDB", results.counts),
    ("b", "b-clickhouse", "ClickHouse", results.counts),
    ("d", "d-duckdb", "DuckDB", results.touches),
    ("d", "d-clickhouse", "ClickHouse", results.touches),
)


def options():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("folder", help="for results; node_modules are in it")
    parser.add_argument("tweets", help="folder of the archives of posts")
    parser.add_argument("visits", help="folder of the archives of visits and orders")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--strict", action="store_true", help="end 1 where a bound does not hold"
    )
    return parser.parse_args()


def run_all(all_jobs, runs):
    """Every job once, then every job again: what disturbs the machine disturbs all alike."""
    measured = {}
    for number in range(runs):
        for job in all_jobs:
            if number < (job.runs or runs):
                print(
                    "bench: run %d of %d: %s"
                    % (number + 1, job.runs or runs, job.name),
                    file=sys.stderr,
                )
                one = measure.run(job.commands, job.output, job.feed)
                measured.setdefault(job.name, measure.Measured()).runs.append(one)
    return measured


def first_line(*command):
    try:
        out = subprocess.run(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    return out.decode().split("\n")[0]


def versions(inputs):
    node = ["node", os.path.join(jobs.HERE, "sql.mjs")]
    modules = os.path.join(inputs.folder, "node_modules")
    found = [
        first_line("gzip", "--version"),
        first_line("jq", "--version"),
        first_line("mlr", "--version"),
    ]
    for name, engine in (("DuckDB", "duckdb"), ("ClickHouse", "clickhouse")):
        version = first_line(*node, engine, modules, "--version")
        found.append(
            "%s %s" % (name, version)
            if version
            else "%s: skipped, not installed" % name
        )
    return "; ".join(filter(None, found))


def size(folder, files):
    """How much it is, and how well it is packed."""
    with open(folder + ".made", encoding="utf-8") as file:
        plain = int(file.read().split("\n")[1])
    packed = sum(map(os.path.getsize, files))
    return "%.2f GB in %d files, gzipped %.1f to 1" % (
        plain / 1e9,
        len(files),
        plain / packed,
    )


def describe(out, inputs, chosen):
    out.add(
        "- Runs of each job: %d, one job after the other and round again. Of times the median counts, of"
        " memory the most." % chosen.runs,
        "- The machine: %d cores, %s; its load before the first run was %.1f."
        % (os.cpu_count(), platform.machine(), os.getloadavg()[0]),
        "- %s." % versions(inputs),
        "- Posts: tweets, %s." % size(chosen.tweets, inputs.tweets),
        "- Visits: visits and orders, %s." % size(chosen.visits, inputs.visits),
        "",
    )


def compare(out, inputs, measured):
    out.add("### The same results", "")
    for ours, theirs, engine, how in SAME:
        if theirs in measured:
            comparison = how(
                inputs.result(ours), inputs.result(theirs + ".csv"), engine
            )
            out.claim(str(comparison), not comparison.differing)
    sums = results.sums(inputs.result("e"))
    out.claim(
        "(e): %d additive models and windows, each of which sums to the amount of (d), %d"
        % (len(sums), results.total(inputs.result("d"))),
        len(sums) == (len(jobs.MODELS) - 1) * len(jobs.WINDOWS)
        and set(sums) == {results.total(inputs.result("d"))},
    )
    out.add("")


def check_long(out, inputs):
    """Rejected, and the next one read."""
    fetched = results.ends(inputs.result("long"))["chain"][0]
    raw = results.ends(inputs.result("long-raw"))
    for says, end in (("fetch", fetched), ("normalize", raw)):
        out.claim(
            "a line of 1 GB is rejected by %s, and the lines before and behind it are read"
            % says,
            (end["in"], end["rejected"], end["out"]) == (3, 1, 2),
        )
    out.add("")


def main():
    chosen = options()
    inputs = jobs.Inputs(chosen.folder, chosen.tweets, chosen.visits)
    os.makedirs(inputs.result(""), exist_ok=True)
    tweets, visits = list(jobs.on_tweets(inputs)), list(jobs.on_visits(inputs))
    long = list(jobs.on_a_long_line(inputs))
    out = report.Report()
    describe(out, inputs, chosen)
    try:
        measured = run_all(tweets + visits + long, chosen.runs)
    except measure.Failed as failed:
        sys.exit("bench: %s" % failed)
    out.add("### Posts: `gzip -dc` is 1", "")
    out.ratios(tweets, measured)
    out.add("### Visits and orders: `gzip -dc` is 1", "")
    out.ratios(visits, measured)
    out.add("### Against those that do the same", "")
    out.against(AGAINST, measured)
    compare(out, inputs, measured)
    out.add("### Memory: the peak of each process, in MiB", "")
    out.memory({"tweets": tweets, "visits": visits, "a line of 1 GB": long}, measured)
    check_long(out, inputs)
    print("\n".join(out.lines))
    sys.exit(0 if out.holds or not chosen.strict else 1)


if __name__ == "__main__":
    main()
