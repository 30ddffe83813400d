"""How many posts a second hark classifies on one core, beside VADER and fastText in Python; prints Markdown.

scripts/bench makes the input and calls this.
"""

import argparse
import collections
import glob
import json
import os
import random
import re
import subprocess
import sys

sys.dont_write_bytecode = True

import jobs  # noqa: E402
import measure  # noqa: E402
import report  # noqa: E402

HERE = os.path.dirname(os.path.realpath(__file__))
SHORTEST, LONGEST = 120, 160  # bytes of text: about 140
POSTS_READ = 400000  # each post as often as it takes, so that the start weighs as in an archive
RULES, TERMS_LEAST = 500, 20
FOREIGN_POSTS = 10000
LEXICON = "lib/python*/site-packages/vaderSentiment/vader_lexicon.txt"


def options():
    parser = argparse.ArgumentParser(prog="rates", description=__doc__)
    parser.add_argument("folder", help="for what is made; venv is in it, or not")
    parser.add_argument("tweets", help="folder of the archives of posts")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--strict", action="store_true")
    return parser.parse_args()


def make_posts(tweets, path):
    """Different posts as hark normalize writes them, those with texts of about 140 bytes; their texts."""
    archives = sorted(glob.glob(os.path.join(tweets, "*.gz")))
    fetch = subprocess.Popen(jobs.hark("fetch", *archives), stdout=subprocess.PIPE)
    normal = subprocess.Popen(
        jobs.hark("normalize", "--bare"), stdin=fetch.stdout, stdout=subprocess.PIPE
    )
    texts = {}
    with open(path, "wb") as out:
        for line in normal.stdout:
            record = json.loads(line)
            text = record.get("text", "")
            long_enough = SHORTEST <= len(text.encode()) <= LONGEST
            if record["kind"] == "post" and long_enough and text not in texts:
                texts[text] = None
                out.write(line)
    if normal.wait() != 0 or fetch.wait() != 0:
        raise measure.Failed("posts could not be made")
    return list(texts)


def make_rules(texts, path):
    """500 rules of six words that the posts have, common ones more often than rare ones."""
    count = collections.Counter()
    for text in texts:
        count.update(set(re.findall("[a-z]{3,}", text.lower())))
    words = sorted(count, key=lambda word: (-count[word], word))
    drawn = random.Random(RULES)
    reach = len(words) / TERMS_LEAST
    with open(path, "w", encoding="utf-8") as out:
        for number in range(RULES):
            terms = tuple(
                words[int(TERMS_LEAST * reach ** drawn.random())] for _ in range(6)
            )
            query = "(%s OR %s OR %s) AND (%s OR %s) NOT %s" % terms
            out.write("label: r%d\nquery: %s\n\n" % (number, query))


def own_jobs(posts, rules, lexicon):
    """(name, what it is, options, bound)."""
    yield "rules", "500 rules of six terms", ["--rules", rules], 400000
    yield (
        "all",
        "500 rules, language and sentiment",
        ["--rules", rules, "--language", "--sentiment"],
        100000,
    )
    yield "sentiment", "sentiment alone, by the model", ["--sentiment"], None
    if lexicon:
        yield "lexicon", "sentiment alone, by VADER's lexicon", ["--lexicon", lexicon], None


def times(count):
    return max(1, POSTS_READ // count)


def run_own(chosen, posts, count, all_jobs):
    """Seconds of CPU a post, all of a process counted; the least of the runs."""
    least, again = {}, times(count)
    for _ in range(chosen.runs):
        for name, _, more, _ in all_jobs:
            command = jobs.hark("classify", "--bare", *more, *[posts] * again)
            took = measure.run([command]).cpu_s / (count * again)
            least[name] = min(took, least.get(name, took))
    return least


def run_foreign(chosen, engine, *files):
    """Seconds of CPU a text, of the calls alone; None where it can't be had."""
    python = os.path.join(chosen.folder, "venv", "bin", "python")
    command = [python, os.path.join(HERE, "foreign.py"), engine, *files]
    took = []
    for _ in range(chosen.runs):
        try:
            done = subprocess.run(command, capture_output=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return None
        took.append(float(done.stdout.split()[-1]))
    return min(took)


def write_texts(folder, posts, texts):
    """For the others: texts, a line each; and, for fastText to learn, what hark says of each."""
    names = [os.path.join(folder, name) for name in ("texts", "labelled")]
    flat = [" ".join(text.split()) for text in texts]
    with open(names[0], "w", encoding="utf-8") as out:
        out.writelines(text + "\n" for text in flat[:FOREIGN_POSTS])
    said = subprocess.run(
        jobs.hark("classify", "--bare", "--sentiment", posts),
        stdout=subprocess.PIPE,
        check=True,
    ).stdout.splitlines()
    with open(names[1], "w", encoding="utf-8") as out:
        for text, line in zip(flat, said):
            label = json.loads(line).get("sentiment", "none")
            out.write("__label__%s %s\n" % (label, text))
    return names


def describe(out, chosen, texts, posts):
    lengths = sum(len(text.encode()) for text in texts) / len(texts)
    labelled = os.path.getsize(posts) / len(texts)
    out.add(
        "### Posts a second, on one core",
        "",
        "- %d different posts, their texts of %.0f bytes on average, records of %.0f, each read %d times;"
        % (len(texts), lengths, labelled, times(len(texts))),
        "  CPU time of the whole process, its start and its input and output included; the least of %d runs."
        % chosen.runs,
        "- Load before the first run: %.1f." % os.getloadavg()[0],
        "",
    )


def show_own(out, all_jobs, least):
    rows = []
    for name, says, _, bound in all_jobs:
        rate = 1 / least[name]
        row = ["hark: " + says, "%d" % rate, "%.2f" % (least[name] * 1e6)]
        if bound is not None:
            out.holds &= rate >= bound
            row += ["≥ %d" % bound, "yes" if rate >= bound else "**no**"]
        rows.append(row + [""] * (5 - len(row)))
    out.table(["job", "posts a second", "µs a post", "bound", "holds"], rows)


def show_foreign(out, chosen, least, files):
    rows = []
    for title, engine, own in (
        ("VADER in Python, against hark with its lexicon", "vader", "lexicon"),
        ("VADER in Python, against hark's 500 rules, language and sentiment", "vader", "all"),
        ("fastText's predict in Python, against hark with its model", "fasttext", "sentiment"),
        ("fastText's predict in Python, against hark's 500 rules, language and sentiment", "fasttext", "all"),
    ):
        theirs = run_foreign(chosen, engine, *files) if own in least else None
        if theirs is None:
            out.add("- %s: skipped, it is not here" % title)
        else:
            rows.append([title, "%.1f" % (theirs * 1e6), "%.3f" % (least[own] / theirs)])
    if rows:
        out.table(["compared", "µs a text, theirs", "hark's CPU over theirs"], rows)


def main():
    chosen = options()
    posts = os.path.join(chosen.folder, "posts-140.ndjson")
    rules = os.path.join(chosen.folder, "six-terms.rules")
    lexicons = glob.glob(os.path.join(chosen.folder, "venv", LEXICON))
    out = report.Report()
    try:
        texts = make_posts(chosen.tweets, posts)
        make_rules(texts, rules)
        all_jobs = list(own_jobs(posts, rules, "".join(lexicons[:1])))
        describe(out, chosen, texts, posts)
        least = run_own(chosen, posts, len(texts), all_jobs)
    except measure.Failed as failed:
        sys.exit("bench: %s" % failed)
    show_own(out, all_jobs, least)
    show_foreign(out, chosen, least, write_texts(chosen.folder, posts, texts))
    print("\n".join(out.lines))
    sys.exit(0 if out.holds or not chosen.strict else 1)


if __name__ == "__main__":
    main()
