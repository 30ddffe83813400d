#!/usr/bin/env python3
"""exports - a world's archives as the exports that would have come day by day

    exports.py WORLD OUT DAYS LATE

Writes OUT/DATE/posts/… and so on, what each of the first DAYS days brings, and OUT/sources.txt. Exports of orders repeat
the day before theirs, every fifth of posts too. The last day brings a refund of an order, and a delete of a post, that
are LATE days old at least. `hark` has to be on PATH: it says on which day a line lies.
"""
import collections
import datetime
import gzip
import json
import os
import re
import subprocess
import sys

GROUPS = ("posts", "clicks", "logs", "orders", "counts")


def hark(world, *command, **more):
    return subprocess.run(command, cwd=world, check=True, stdout=subprocess.PIPE, **more).stdout


def moments(world, path):
    """When what begins on a line of a member happened: {(member, line): (day, records)}."""
    raw = hark(world, "hark-fetch", path)
    out = hark(world, "hark-normalize", "--allow-empty", "--bare", "--sources", "sources.txt", "--clear-ids",
               "--rejects", os.devnull, input=raw)
    days = collections.defaultdict(list)
    for line in out.splitlines():
        record = json.loads(line)
        days[record.get("member", ""), record["line"]].append(record)
    return {place: (min(r["time"] for r in records)[:10], records) for place, records in days.items()}


def table_lines(world, path):
    """A CSV's header, and its rows by the line on which they begin."""
    lines = hark(world, "hark-fetch", "--bare", "--as", "text", path).split(b"\n")
    return lines[0], {("", n + 1): line for n, line in enumerate(lines[1:-1], 1)}


def stream_lines(world, path):
    found, member, number = {}, "", 1
    for line in hark(world, "hark-fetch", path).split(b"\n"):
        if line.startswith(b'{"v":1,"kind":"archive"'):
            told = json.loads(line)
            member, number = told.get("member", ""), told["line"]
        elif line and not line.startswith((b'{"v":1,"kind":"begin"', b'{"v":1,"kind":"end"', b'{"v":1,"kind":"context"')):
            found[member, number] = line
            number += 1
        elif not line:
            number += 1
    return b"", found


def name_of(path, day):
    folder, base = os.path.split(path)
    stem, dot, ending = base.partition(".csv")
    if not dot:
        stem, dot, ending = base.partition(".tsv")
    return os.path.join(folder, "%s-%s%s.gz" % (stem if dot else base, day, dot))


class Exports:
    def __init__(self, out):
        self.out = out
        self.files = collections.defaultdict(list)
        self.headers = {}

    def add(self, path, day, line, header=b""):
        name = name_of(path, day)
        self.headers[day, name] = header
        self.files[day, name].append(line)

    def write(self, last):
        for (day, name), lines in self.files.items():
            if day > last:
                continue
            path = os.path.join(self.out, day, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            header = self.headers[day, name]
            with open(path, "wb") as file, gzip.GzipFile("", "wb", 9, file, 0) as packed:
                packed.write(b"".join(line + b"\n" for line in ([header] if header else []) + lines))
            seen = datetime.datetime.fromisoformat(day + "T00:00:00+00:00").timestamp() + 86400 + 3600
            os.utime(path, (seen, seen))


def later(day, days):
    return str(datetime.date.fromisoformat(day) + datetime.timedelta(days))


def split(world, exports, path):
    days = moments(world, path)
    is_table = ".csv" in path or ".tsv" in path
    header, lines = table_lines(world, path) if is_table else stream_lines(world, path)
    here = min((day for day, _ in days.values()), default=None)
    orders, posts = [], []
    for place in sorted(lines):
        if place in days:
            here, records = days[place]
            orders += [(r, lines[place]) for r in records if r["kind"] == "order" and r["state"] == "paid"]
            posts += [r for r in records if r["kind"] == "post" and r["format"] == "twitter1"]
        if here is None:
            continue
        exports.add(path, here, lines[place], header)
        number = datetime.date.fromisoformat(here).toordinal()
        if path.startswith("orders") or (path.startswith("posts/2") and number % 5 == 0):
            exports.add(path, later(here, 1), lines[place], header)
    return header, orders, posts


def add_late(exports, first, last, late, orders, posts):
    old = later(last, -late)
    path, header, record, line = min(
        (o for o in orders if o[2]["time"][:10] <= old and o[0].startswith("orders/us")), key=lambda o: o[2]["id"])
    cells = line.split(b",")
    cells[0], cells[2], cells[3], cells[4] = b"R" + cells[0], last.encode() + b" 10:00:00 +0000", b"refund", cells[0]
    exports.add(path, last, b",".join(cells), header)
    post = max((p for p in posts if p["time"][:10] <= old and "repost_of" not in p), key=lambda p: p["id"])
    number = post["id"].partition(":")[2]
    exports.add("posts/late.json", last, json.dumps({"delete": {"status": {
        "id": int(number), "id_str": number, "user_id": 1, "user_id_str": post["author"].partition(":")[2]}}}).encode())
    with open(os.path.join(exports.out, "late"), "w", encoding="utf-8") as file:
        print(record["id"], record["time"][:10], post["id"], post["time"][:10], file=file)


def main():
    world, out, count, late = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    exports, all_orders, all_posts = Exports(out), [], []
    for group in GROUPS:
        for folder, _, names in sorted(os.walk(os.path.join(world, group))):
            for name in sorted(names):
                path = os.path.relpath(os.path.join(folder, name), world)
                header, orders, posts = split(world, exports, path)
                all_orders += [(path, header, r, line) for r, line in orders]
                all_posts += posts
    first = min(day for day, _ in exports.files)
    last = later(first, count - 1)
    add_late(exports, first, last, late, all_orders, all_posts)
    exports.write(last)
    with open(os.path.join(world, "sources.txt"), encoding="utf-8") as file:
        text = file.read()
    text = re.sub(r"orders/br\.csv\.gz", "orders/br-*.csv.gz", text)
    text = re.sub(r"orders/jp\.tsv\.zst", "orders/jp-*.tsv.gz", text)
    text = re.sub(r"counts/counts\.csv", "counts/counts-*.csv.gz", text)
    text = re.sub(r"map=(\S+)", lambda found: "map=" + os.path.realpath(os.path.join(world, found[1])), text)
    with open(os.path.join(out, "sources.txt"), "w", encoding="utf-8") as file:
        file.write(text)


main()
