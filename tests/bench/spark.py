#!/usr/bin/env python3
"""spark - what Spark's pipe costs beside the plain one, and what two workers gain, over the same posts in one run

    PATH=build/bin:build/spark/bin:$PATH build/spark/bin/python3 tests/bench/spark.py FOLDER [--bytes 512M] [--runs 3]

FOLDER keeps the posts that are generated. Prints a table: the least of the runs, which take turns. Starting Spark
is left out, and said apart.
"""

import argparse
import glob
import os
import subprocess
import time

from pyspark import SparkConf, SparkContext

ROOT = os.path.join(os.path.dirname(os.path.realpath(__file__)), os.pardir, os.pardir)
FILES = 4
READ = "hark fetch --files-from - | hark normalize"
RULES = os.path.realpath(os.path.join(ROOT, "samples", "rules"))
CLASSIFIED = READ + " | hark classify --rules %s --language --sentiment" % RULES


def options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--bytes", default="512M")
    parser.add_argument("--runs", type=int, default=3)
    return parser.parse_args()


def posts(folder, size):
    into = os.path.join(folder, "tweets-" + size)
    if not os.path.exists(into + ".made"):
        sample = os.path.join(ROOT, "scripts", "sample")
        command = [sample, "tweets", into, "--bytes", size, "--files", str(FILES)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        open(into + ".made", "wb").close()
    return sorted(glob.glob(os.path.join(into, "*.gz")))


def timed(work):
    started = time.monotonic()
    lines = work()
    return time.monotonic() - started, lines


def plain(names, command):
    """One process a filter; the records are counted by wc."""
    given = "".join(name + "\n" for name in names).encode()
    counted = ["sh", "-c", command + " | grep -c '\"kind\":\"post\"'"]
    return int(subprocess.run(counted, input=given, check=True, stdout=subprocess.PIPE).stdout)


def piped(context, names, tasks, command):
    lines = context.parallelize(names, tasks).pipe(f"sh -c '{command}'", dict(os.environ), checkCode=True)
    return lines.filter(lambda line: '"kind":"post"' in line[:40]).count()


def context_of(workers):
    conf = SparkConf().setMaster(f"local-cluster[{workers},1,2048]").set("spark.ui.enabled", "false")
    context = SparkContext(conf=conf.set("spark.log.level", "ERROR"))
    context.parallelize(range(workers), workers).map(lambda number: (time.sleep(1), number)).collect()  # all are there
    return context


def measure(names, runs, command):
    """Of each way the seconds of each run, in turns."""
    taken = {"plain": [], "one": [], "two": []}
    counts = set()

    def note(way, work):
        seconds, count = timed(work)
        taken[way].append(seconds)
        counts.add(count)

    for _ in range(runs):
        note("plain", lambda: plain(names, command))
        for way, workers in (("one", 1), ("two", 2)):
            context = context_of(workers)
            tasks = FILES if workers > 1 else 1
            note(way, lambda context=context, tasks=tasks: piped(context, names, tasks, command))
            context.stop()
    assert len(counts) == 1, counts
    return {way: min(seconds) for way, seconds in taken.items()}


def main():
    chosen = options()
    names = posts(chosen.folder, chosen.bytes)
    print("| job | plain pipe, s | Spark's pipe, one worker | over plain | two workers | over one worker |")
    print("|---|---|---|---|---|---|")
    for what, command in (("fetch, normalize", READ), ("the same with classify: rules, language, sentiment", CLASSIFIED)):
        best = measure(names, chosen.runs, command)
        ratios = best["one"] / best["plain"], best["two"] / best["one"]
        row = what, best["plain"], best["one"], ratios[0], best["two"], ratios[1]
        print("| %s | %.1f | %.1f | %.2f | %.1f | %.2f |" % row, flush=True)


if __name__ == "__main__":
    main()
