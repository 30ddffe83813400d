#!/usr/bin/env python3
"""random_threads - many random worlds, and whether hark thread says of them what slow_thread says

    random_threads.py WORLDS ACCOUNTS CALENDAR

Each goes through hark thread twice, in two orders and with much and little memory: posts and cases have to be the same.
Customers, strangers and three accounts of ours reply to each other, to posts that are not there and in circles; posts are
revised, deleted, reposted; labels and flags fall as they may.
"""
import datetime
import json
import random
import subprocess
import sys

import slow_thread


def moment(seconds):
    at = datetime.datetime(2009, 3, 1) + datetime.timedelta(seconds=seconds)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def world(rng):
    people = ["p%d" % i for i in range(rng.randint(1, 6))]
    ours = ["AcmeCares", "AcmeAjuda"]
    span = rng.choice([36000, 86400 * 40, 86400 * 120])
    ids = ["%d" % i for i in range(rng.randint(1, 60))]
    steps = range(span // 600)
    times = rng.sample(steps, len(ids)) if len(steps) > len(ids) else [rng.choice(steps) for _ in ids]
    if rng.random() < 0.6:
        times.sort()
    lines = []
    for name in ids:
        author = rng.choice(people + ours)
        is_ours = author in ours
        time = times[int(name)] * 600
        if rng.random() < 0.01:
            time = rng.choice(times) * 600
        post = {"v": 1, "kind": "post", "source": "twitter", "id": "twitter:" + name, "time": moment(time),
                "seen": moment(span + rng.randrange(3)), "author": "twitter:" + author, "handle": author}
        if rng.random() < 0.1:
            post["ms"] = rng.randrange(1000)
        if rng.random() < 0.75:  # mostly to what came before
            to = rng.choice(ids + ["gone%d" % rng.randrange(4)])
            if rng.random() < 0.6 and name != "0":
                to = str(max(0, int(name) - rng.randint(1, 5)))
            post["reply_to"] = "twitter:" + to
        if rng.random() < 0.02:
            post["repost_of"] = "twitter:" + rng.choice(ids)
        if rng.random() < 0.1:
            post["thread"] = "twitter:" + rng.choice(ids + ["conversation%d" % rng.randrange(3)])
        post["text"] = "x"
        names = [n for n in ours + people if rng.random() < 0.2]
        if names:
            post["mentions"] = names
        flags = [f for f in ("deleted", "solved") if rng.random() < 0.03]
        if flags:
            post["flags"] = flags
        post.update(format="twitter1", archive="a", line=1)
        choices = ["automatic", "to_private"] if is_ours else ["battery", "thanks", "solved"]
        labels = [l for l in choices if rng.random() < (0.12 if is_ours else 0.25)]
        if labels:
            post["labels"] = labels
        if "battery" in labels:
            post["route"] = "product"
        lines.append(post)
        if rng.random() < 0.05:
            again = dict(post, seen=moment(span + rng.randrange(3)), text="y" * rng.randint(1, 3))
            again.pop("mentions", None)
            lines.append(again)
        if rng.random() < 0.03:
            lines.append({"v": 1, "kind": "delete", "source": "twitter", "id": "twitter:del/" + name,
                          "time": moment(time), "seen": moment(time), "target": "twitter:" + name, "scope": "item",
                          "format": "twitter1", "archive": "a", "line": 1})
    rng.shuffle(lines)
    return lines


def run(lines, memory):
    command = ["hark-thread", "--memory", memory, "--sla", "1h", "--accounts", sys.argv[2], "--calendar", sys.argv[3]]
    data = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    done = subprocess.run(command, input=data, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[1:-1]


def main():
    told = cases = 0
    for seed in range(int(sys.argv[1])):
        rng = random.Random(seed)
        lines = world(rng)
        written = run(lines, "64M")
        rng.shuffle(lines := list(lines))
        again = run(lines, "1M")
        assert sorted(written) == sorted(again), seed
        assert [c for c in written if '"kind":"case"' in c] == [c for c in again if '"kind":"case"' in c], seed
        try:
            found = slow_thread.check([json.loads(l) for l in again], lines)
        except AssertionError:
            print("seed", seed, file=sys.stderr)
            raise
        if found is not None:
            told += 1
            cases += found
    print(told, "worlds,", cases, "cases")


if __name__ == "__main__":
    main()
