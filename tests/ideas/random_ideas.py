#!/usr/bin/env python3
"""random_ideas - many random boards, and whether hark ideas says of them what the slow way says

    random_ideas.py BOARDS

Each goes through hark ideas twice, in two orders and with much and little memory. The slow way is written from hark-ideas(1):
it asks each question of the whole list of posts anew.
"""
import datetime
import json
import random
import subprocess
import sys

DAY = 86400
START = datetime.datetime(2008, 1, 1)
WORDS = ["submitted", "under_review", "partially_implemented", "implemented", "not_planned", "archived"]
LEGAL = {"submitted": WORDS[1:], "under_review": WORDS[2:5], "partially_implemented": ["implemented"],
         "implemented": [], "not_planned": ["under_review", "archived"], "archived": ["under_review"]}


def stamp(seconds):
    return (START + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(text):
    return int((datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ") - START).total_seconds())


def board(rng):
    names = ["i%d" % i for i in range(rng.randint(1, 15))]
    lines, span = [], rng.choice([30, 400, 800]) * DAY
    for name in names:
        posted = rng.randrange(span)
        moments = rng.sample(range(span + 300 * DAY), rng.randint(1, 6))
        if rng.random() < 0.9:
            moments = [posted + m // 4 for m in moments]
        merged, near = rng.choice(names + ["lost"]), "ideas:" + rng.choice("abcdef")
        is_merged, is_near = rng.random() < 0.2, rng.random() < 0.2
        author = rng.choice(["x", "y", "z", None])
        for moment in set(moments):
            post = {"v": 1, "kind": "post", "source": "ideas", "id": "ideas:" + name, "time": stamp(posted),
                    "seen": stamp(moment)}
            if author:
                post["author"] = "ideas:" + author
            if is_merged and rng.random() < 0.7:
                post["repost_of"] = "ideas:" + merged
            post["text"] = "x"
            if rng.random() < 0.8:
                post["votes"] = rng.randint(-5, 50)
            if rng.random() < 0.8:
                post["idea_status"] = rng.choice(WORDS[1:] if rng.random() < 0.9 else WORDS[:1])
            if is_near:
                post["near"] = near
            lines += [post] * rng.choice([1, 1, 1, 2])
    for name in names:
        if rng.random() < 0.04:
            lines.append({"v": 1, "kind": "delete", "source": "ideas", "id": "ideas:del/" + name, "time": stamp(0),
                          "target": "ideas:" + name, "scope": "item"})
    if rng.random() < 0.05:
        lines.append({"v": 1, "kind": "delete", "source": "ideas", "id": "ideas:del/x", "time": stamp(0),
                      "target": "ideas:x", "scope": "author"})
    rng.shuffle(lines)
    return lines


def six_months(text):
    year, month, day = int(text[:4]), int(text[5:7]) + 6, int(text[8:10])
    year, month = (year + 1, month - 12) if month > 12 else (year, month)
    while True:
        try:
            datetime.date(year, month, day)
            return seconds("%04d-%02d-%02d%s" % (year, month, day, text[10:]))
        except ValueError:
            day -= 1


def history(posts, as_of):
    """What one version went through: its status now, when each was first reached, what was illegal."""
    last = posts[-1]
    posted, old = seconds(last["time"]), six_months(last["time"])
    status, since, reached, illegal = "submitted", posted, {}, []
    for post in posts:
        said = post.get("idea_status", status)
        now = max(seconds(post["seen"]), posted)
        if said == status:
            continue
        if said not in LEGAL[status] or (said == "archived" and now < old):
            illegal.append("%s %s>%s" % (post["seen"], status, said))
        status, since = said, now
        reached.setdefault(said, now)
    told = dict(reached)
    by_rule = status in ("submitted", "not_planned") and as_of >= old
    if by_rule:
        status = "archived"
        reached.setdefault("archived", max(since, old))
    return {"status": status, "reached": reached, "told": told, "illegal": illegal, "by_rule": by_rule}


def slow(lines):
    posts = sorted((l for l in lines if l["kind"] == "post"), key=lambda p: p["seen"])
    as_of = max(max(seconds(p["seen"]), seconds(p["time"])) for p in posts)
    gone = {l["target"] for l in lines if l["kind"] == "delete"}
    ideas = {}
    for post in posts:
        ideas.setdefault(post["id"], []).append(post)
    ideas = {i: p for i, p in ideas.items() if i not in gone and p[-1].get("author") not in gone}
    now = {i: p[-1] for i, p in ideas.items()}

    def links(post):
        return {("i", post["id"])} | {("i", post[k]) for k in ["repost_of"] if k in post} | {("n", post[k]) for k in ["near"] if k in post}

    groups = []
    for post in now.values():
        mine, others = links(post), []
        for group in groups:
            if group & mine:
                mine |= group
            else:
                others.append(group)
        groups = others + [mine]
    rows = []
    order = sorted(now, key=lambda i: (now[i]["time"], i))
    for group in groups:
        versions = [i for i in order if ("i", i) in group]
        if not versions:
            continue
        ways = [history(ideas[i], as_of) for i in versions]
        first = now[versions[0]]
        for number, name in enumerate(versions):
            post, way = now[name], ways[number]
            row = {"v": 1, "kind": "idea", "source": "ideas", "id": name.replace("ideas:", "ideas:idea/"),
                   "time": post["time"], "seen": post["seen"], "post": name}
            for key in ["author", "votes", "repost_of", "near"]:
                if key in post:
                    row[key] = post[key]
            status, by_rule = way["status"], way["by_rule"]
            if number == 0:
                on = WORDS[1:4]
                best = max((w["status"] for w in ways), key=lambda s: on.index(s) if s in on else -1)
                reached, told = dict(way["reached"]), dict(way["told"])
                if best in on and best != status and (status not in on or on.index(best) > on.index(status)):
                    status, by_rule = best, False
                    reached = told
                reached = {k: v for k, v in reached.items() if k not in on}
                for word in on:
                    times = [w["reached"][word] for w in ways if word in w["reached"]]
                    if times:
                        reached[word] = told[word] = min(times)
                reached.pop("submitted", None)
                told.pop("submitted", None)
                for word, moment in reached.items():
                    row[word + "_s"] = moment - seconds(first["time"])
                if told:
                    row["status_s"] = min(told.values()) - seconds(first["time"])
                votes = [now[v]["votes"] for v in versions if "votes" in now[v]]
                if votes:
                    row["votes_all"] = sum(votes)
                row.update(versions=len(versions), watched_s=as_of - seconds(first["time"]))
            else:
                row["version_of"] = versions[0]
            if status != "submitted":
                row["idea_status"] = status
            if by_rule:
                row["archived_by"] = "rule"
            if way["illegal"]:
                row["illegal"] = way["illegal"]
            rows.append(row)
    return sorted(rows, key=lambda r: (r["time"], r["post"]))


def run(lines, memory):
    data = "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines)
    done = subprocess.run(["hark-ideas", "--ideas", "--memory", memory], input=data, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[1:-1]


def main():
    ideas = illegal = 0
    for seed in range(int(sys.argv[1])):
        rng = random.Random(seed)
        lines = board(rng)
        written = run(lines, "64M")
        rng.shuffle(lines)
        assert written == run(lines, "1M"), seed
        got, wanted = [json.loads(line) for line in written], slow(lines)
        for one, other in zip(got, wanted):
            assert one == other, (seed, one, other)
        assert len(got) == len(wanted), seed
        ideas += len(got)
        illegal += sum(len(row.get("illegal", [])) for row in got)
    print(ideas, "ideas,", illegal, "illegal moves")


if __name__ == "__main__":
    main()
