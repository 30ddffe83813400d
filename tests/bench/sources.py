"""How fast normalize reads each format, per byte, beside Twitter's v1.1; prints Markdown.

scripts/bench makes the input and calls this.
"""

import argparse
import glob
import os
import subprocess
import sys

sys.dont_write_bytecode = True

import comments  # noqa: E402
import jobs  # noqa: E402
import measure  # noqa: E402
import records  # noqa: E402
import report  # noqa: E402

BYTES = 96 << 20  # of each format
ROUNDS = 3  # of --runs each: a run takes a tenth of a second, and its share of whatever else the machine does
DIFFERENT = 4000  # records, which come again until there is as much
BOUND = 0.5  # of Twitter's bytes a second, where a record is a line of JSON
LOGS = ("clf", "w3c", "alb", "s3log", "snowplow", "mastodon_sse")  # whose containers are others
XML = ("rss", "stackexchange", "disqus")
PAGES = ("discourse", "youtube", "flickr", "facebook")  # documents of many posts
NESTED = ("mastodon_stream",)  # parsed twice
ARRAYS = ("facebook_archive",)
# What others have written, of which there is enough: by format, in the folder of real data.
REAL = {
    "twitter2": "twitter/v2/flat.jsonl",
    "bsky": "bluesky/expected_v1.jsonl",
    "gnip": "twitter/gnip/data/*_sample.json",
    "stocktwits": "twitter/gnip/data/stocktwits_native_sample.json",
    "stackexchange": "stackexchange/coffee-Posts.xml.gz",
    "clf": "weblogs/apache_logs.gz",
}


def options():
    parser = argparse.ArgumentParser(prog="sources", description=__doc__)
    parser.add_argument("folder", help="for what is made")
    parser.add_argument("tweets", help="folder of the archives of posts")
    parser.add_argument("data", help="folder of real data, there or not")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--strict", action="store_true")
    return parser.parse_args()


def repeat(path, head, body):
    with open(path, "wb") as out:
        out.write(head)
        for _ in range(max(1, BYTES // len(body))):
            out.write(body)


def fetched(paths):
    """Raw lines of the archives, without control records."""
    command = jobs.hark("fetch", "--bare", *paths)
    raw = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return b"".join(line + b"\n" for line in raw.split(b"\n") if line.strip())


def make_inputs(chosen):
    """Files of BYTES, or of Twitter's what there is: (format, path), Twitter's first."""
    folder = os.path.join(chosen.folder, "sources")
    os.makedirs(folder, exist_ok=True)
    archives = sorted(glob.glob(os.path.join(chosen.tweets, "*.gz")))[:1]
    bodies = [("twitter1", b"", fetched(archives)[: 2 * BYTES].rpartition(b"\n")[0] + b"\n")]
    for one in records.MAKERS + comments.MAKERS:
        make = records.Maker()
        body = "".join(records.lines(make, one) for _ in range(DIFFERENT))
        head = records.W3C_HEAD if one is records.w3c else ""
        bodies.append((one.__name__, head.encode(), body.encode()))
    for name, pattern in REAL.items():
        paths = sorted(glob.glob(os.path.join(chosen.data, pattern)))
        # What a publisher's own interface wrote is another format.
        paths = [path for path in paths if name == "stocktwits" or "native" not in path]
        if paths:
            bodies.append((name, b"", fetched(paths)))
        else:
            print("bench: skipped: %s, no %s" % (name, pattern), file=sys.stderr)
    for name, head, body in bodies:
        path = os.path.join(folder, name)
        repeat(path, head, body)
        yield name, path


def command_of(path):
    return jobs.hark("normalize", "--clear-ids", "--host", "www.example.com", "--currency", "EUR", path)


def check(name, path):
    """All records of the format itself, hardly one rejected; how many bytes a record has."""
    head = os.path.join(os.path.dirname(path), "head")
    with open(path, "rb") as whole, open(head, "wb") as out:
        out.writelines(line for line, _ in zip(whole, range(2000)))
    more = ["--bare", "--rejects", os.devnull, head]
    made = subprocess.run(command_of(path)[:-1] + more, stdout=subprocess.PIPE, check=True).stdout
    count = made.count(b'"format":"%s"' % name.encode())
    if count == 0 or count != made.count(b"\n"):
        raise measure.Failed("%s is read as something else" % name)
    return os.path.getsize(head) // 2000


def measure_all(inputs, runs):
    """Seconds of CPU, all of a process counted: the least of the runs, one format after the other and round again."""
    least = {}
    for _ in range(runs):
        for name, path in inputs:
            took = measure.cpu_s(command_of(path) + ["--rejects", os.devnull])
            least[name] = min(took, least.get(name, took))
    return least


def container(name):
    kinds = {LOGS: "lines of text", XML: "XML, as fetch gives it", PAGES: "pages of JSON", NESTED: "JSON in JSON", ARRAYS: "arrays, as fetch gives them"}
    return next((kind for names, kind in kinds.items() if name in names), "NDJSON")


def show(out, inputs, sizes, least):
    speed = {name: os.path.getsize(path) / least[name] for name, path in inputs}
    rows = []
    for name, path in inputs:
        share = speed[name] / speed["twitter1"]
        row = [name, container(name), str(sizes[name]), "%.0f" % (speed[name] / 1e6), "%.2f" % share, "", ""]
        if container(name) == "NDJSON" and name != "twitter1":
            out.holds &= share >= BOUND
            row[5:] = ["≥ %.2f" % BOUND, "yes" if share >= BOUND else "**no**"]
        rows.append(row)
    out.table(["format", "container", "bytes a line", "MB a second", "of twitter1's", "bound", "holds"], rows)


def main():
    chosen = options()
    out = report.Report()
    out.add(
        "### Formats, by the byte",
        "",
        "- %d MB of each, records of real size; CPU time of the whole process, the least of %d runs." % (BYTES >> 20, ROUNDS * chosen.runs),
        "- Load before the first run: %.1f." % os.getloadavg()[0],
        "",
    )
    try:
        inputs = list(make_inputs(chosen))
        sizes = {name: check(name, path) for name, path in inputs}
        least = measure_all(inputs, ROUNDS * chosen.runs)
    except measure.Failed as failed:
        sys.exit("bench: %s" % failed)
    show(out, inputs, sizes, least)
    print("\n".join(out.lines))
    sys.exit(0 if out.holds or not chosen.strict else 1)


if __name__ == "__main__":
    main()
