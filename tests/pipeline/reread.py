#!/usr/bin/env python3
"""reread [--digests] DIR - the ledger of a sample world, read off its archives

The generator keeps the truth of what it made happen and never reads what it
wrote. This goes the other way, slowly and by the definitions alone: it parses
the archives, matches addresses, and must come to the same ledger. Where hark
and the ledger differ, it tells which of the two to look at.
"""

import bz2
import collections
import csv
import datetime
import gzip
import hashlib
import html
import io
import json
import lzma
import os
import re
import subprocess
import sys
import tarfile
import urllib.parse
import zipfile
import zoneinfo

csv.field_size_limit(1 << 24)
UTC = datetime.timezone.utc
PLACES = {"USD": 2, "KWD": 3, "BRL": 2, "JPY": 0}
HOSTS = ("www.acme.example", "acme.example", "br.acme.example", "jp.acme.example")


def plain(name, data):
    if name.endswith(".gz"):
        return gzip.decompress(data)
    if name.endswith(".bz2"):
        return bz2.decompress(data)
    if name.endswith(".xz"):
        return lzma.decompress(data)
    if name.endswith(".zst"):
        return subprocess.run(
            ["zstd", "-dcq"], input=data, stdout=subprocess.PIPE, check=True
        ).stdout
    return data


def archives(folder):
    """(name, bytes) of each file and each member below the folder."""
    for top, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            path = os.path.join(top, file)
            with open(path, "rb") as one:
                data = one.read()
            if file.endswith(".tar"):
                with tarfile.open(fileobj=io.BytesIO(data)) as members:
                    for member in members:
                        yield (
                            path + "!" + member.name,
                            plain(member.name, members.extractfile(member).read()),
                        )
            elif file.endswith(".zip"):
                with zipfile.ZipFile(io.BytesIO(data)) as members:
                    for member in members.namelist():
                        yield path + "!" + member, plain(member, members.read(member))
            else:
                yield path, plain(file, data)


def rows(data, delimiter=","):
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def seconds(text, zone=None):
    """Of an ISO-like time; naive ones are of the zone."""
    text = re.sub(r" ([+-]\d\d)(\d\d)$", r"\1:\2", text).replace("Z", "+00:00")
    when = datetime.datetime.fromisoformat(text)
    if when.tzinfo is None:
        when = when.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    return int(when.timestamp() // 1)


# links


def key(url):
    """What is left of an address once scheme, www., last slash, the order of
    parameters, fragment and click ids do not matter."""
    parts = urllib.parse.urlsplit(url)
    host = parts.netloc.lower()
    host = host[4:] if host.startswith("www.") else host
    query = sorted(
        pair
        for pair in parts.query.split("&")
        if pair and pair.split("=")[0] not in ("gclid", "fbclid")
    )
    return host + (parts.path.rstrip("/") or "/") + "?" + "&".join(query)


def tags(url):
    query = urllib.parse.urlsplit(url).query
    return sorted(
        pair for pair in query.split("&") if pair.startswith(("utm_", "cid="))
    )


class Links:
    def __init__(self):
        self.short = collections.defaultdict(set)  # address: (second, account)
        self.long = collections.defaultdict(set)

    def add(self, second, account, shown, expanded):
        for url in filter(None, (shown, expanded)):
            if urllib.parse.urlsplit(url).netloc in HOSTS:
                if tags(url):
                    self.long[key(url)].add((second, account))
            else:
                self.short[url].add((second, account))


def owner(known, second):
    names = {account for when, account in known if when <= second}
    return "ambiguous" if len(names) > 1 else names.pop() if names else None


def posts(folder, ours):
    """The links of our posts, and what the files hold."""
    links, counts, ids = Links(), collections.Counter(), {}
    gone, left = set(), set()
    for name, data in archives(folder):
        if "/support/" in name:
            counts["support_ids"] += len(rows(data))
            continue
        if "/facebook/" in name:
            handle = os.path.basename(name).split(".")[0]
            for row in rows(data):
                counts["facebook_ids"] += 1
                if row["status_link"]:
                    links.add(
                        seconds(row["status_published"], "America/Chicago"),
                        ours["facebook", handle.lower()],
                        row["status_link"],
                        None,
                    )
            continue
        for line in data.decode().split("\n")[:-1]:
            counts["lines"] += 1
            if not line.strip():
                counts["blank"] += 1
                continue
            try:
                one = json.loads(line)
            except ValueError:
                counts["damaged"] += 1
                continue
            if "user" not in one:
                ((kind, what),) = one.items()
                counts[kind] += 1
                if kind == "delete":
                    gone.add(what["status"]["id"])
                elif kind == "user_delete":
                    left.add(what["id"])
                continue
            counts["status"] += 1
            account = ours.get(("twitter", one["user"]["screen_name"].lower()))
            ids[one["id"]] = (one["user"]["id"], account)
            if account is None or "retweeted_status" in one:
                continue
            when = datetime.datetime.strptime(
                one["created_at"], "%a %b %d %H:%M:%S %z %Y"
            )
            full = one.get("extended_tweet", one)
            if "entities" in full:
                found = [
                    (url["url"], url["expanded_url"])
                    for url in full["entities"]["urls"]
                ]
            else:
                found = [
                    (url, None)
                    for url in re.findall(r"https?://\S+", html.unescape(one["text"]))
                ]
            for shown, expanded in found:
                links.add(int(when.timestamp()), account, shown, expanded)
    counts["twitter_ids"] = len(ids)
    counts["removed"] = sum(
        1
        for ident, (author, account) in ids.items()
        if account is None and (ident in gone or author in left)
    )
    return links, counts


# visits

LOG = re.compile(
    r'(\S+) \S+ \S+ \[([^]]+)\] "((?:[^"\\]|\\.)*)" (\d+|-) (?:\d+|-) '
    r'"((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"(?: "((?:[^"\\]|\\.)*)")?$'
)
ASSET = re.compile(r"\.(css|js|png|jpg|ico|txt)$")
BOT = re.compile(r"bot|slurp|facebookexternalhit", re.I)


def unescaped(text):
    data = re.sub(
        rb"\\x([0-9A-Fa-f]{2})|\\(.)",
        lambda found: (
            bytes([int(found[1], 16)])
            if found[1]
            else {b"n": b"\n", b"t": b"\t", b"r": b"\r"}.get(found[2], found[2])
        ),
        text.encode(),
    )
    return data.decode(errors="replace")


class Visit:
    def __init__(self, who, time, url, referrer):
        self.who, self.time, self.url = who, time, url
        self.referrer = referrer if referrer not in ("", "-") else None
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
        self.order = query.get("order", [None])[0]
        self.utm = tuple(tag for tag in tags(url) if tag.startswith("utm_"))


def visits(folder):
    """Everybody's visits, each log once whatever its name."""
    found, counts, logs = [], collections.Counter(), set()
    for name, data in archives(folder):
        counts["lines"] += data.count(b"\n")
        again = data in logs
        counts["again"] += data.count(b"\n") if again else 0
        logs.add(data)
        site = name.split("/logs/")[1].split("/")[0]
        for line in data.decode().split("\n")[:-1]:
            one = json_hit(line) if site == "jp" else log_hit(line, site, counts)
            if one is None or again:
                continue
            method, target, status, agent, visit = one
            if (
                method not in ("GET", "POST")
                or not 200 <= status < 400
                or ASSET.search(target.split("?")[0])
            ):
                counts["neither"] += 1
            elif BOT.search(agent):
                counts["bots"] += 1
            else:
                found.append(visit)
    counts["visits"] = len(found)
    return found, counts


def json_hit(line):
    one = json.loads(line)
    return (
        one["method"],
        one["uri"],
        one["status"],
        one["user_agent"],
        Visit(
            "jp " + one["visitor"],
            seconds(one["time"]),
            "http://%s%s" % (one["host"], one["uri"]),
            one["referer"],
        ),
    )


def log_hit(line, site, counts):
    match = LOG.match(line)
    if match is None:
        counts["damaged"] += 1
        return None
    address, stamp, request, status, referrer, agent, cookie = match.groups()
    parts = unescaped(request).split(" ")
    if len(parts) != 3:
        counts["odd"] += 1
        return None
    when = datetime.datetime.strptime(stamp, "%d/%b/%Y:%H:%M:%S %z")
    agent = unescaped(agent)
    who = "www " + cookie if site == "www" else "br %s %s" % (address, agent)
    url = "http://%s.acme.example%s" % (site, parts[1])
    return (
        parts[0],
        parts[1],
        int(status),
        agent,
        Visit(who, int(when.timestamp()), url, unescaped(referrer)),
    )


def clicks(folder, links):
    """Seconds of the clicks on our short addresses, by where they led."""
    led, counts = collections.defaultdict(list), collections.Counter()
    for _, data in archives(folder):
        for line in data.decode().splitlines():
            one = json.loads(line)
            if "_heartbeat_" in one:
                counts["heartbeats"] += 1
                continue
            counts["clicks"] += 1
            short = "http://%s/%s" % (one["hh"], one["h"])
            if short in links.short:
                led[key(one["u"])].append((one["t"], short))
    return led, counts


# orders


def orders(folder):
    """Order rows by id, of exports that may overlap."""
    found, count = {}, 0
    for name, data in archives(folder):
        file = os.path.basename(name)
        delimiter = {"br": ";", "jp": "\t"}.get(file[:2], ",")
        for row in rows(data, delimiter):
            count += 1
            cells = list(row.values())
            currency = {"br": "BRL", "jp": "JPY"}.get(file[:2]) or cells[8]
            total, tax, shipping = (int(cell.replace(".", "")) for cell in cells[5:8])
            assert all(
                len(cell.partition(".")[2]) == PLACES[currency] for cell in cells[5:8]
            )
            sign = -1 if cells[3] in ("refund", "cancel") else 1
            found[cells[0]] = (
                cells[1],
                seconds(cells[2], "America/Sao_Paulo"),
                cells[3],
                cells[4],
                sign * total,
                sign * (total - tax - shipping),
                currency,
            )
    return found, count


# touches


def source(visit, links, led):
    """(what, account) of a visit, or None."""
    if visit.referrer in links.short:
        account = owner(links.short[visit.referrer], visit.time)
        if account:
            return ("ours", visit.referrer), account
    page = key(visit.url)
    if page in links.long:
        account = owner(links.long[page], visit.time)
        if account:
            return ("ours", page), account
    for second, short in led.get(page, ()):
        if 0 <= visit.time - second <= 60:
            account = owner(links.short[short], visit.time)
            if account:
                return ("ours", short), account
    if visit.utm:
        return ("tag", visit.utm), None
    if visit.referrer:
        host = urllib.parse.urlsplit(visit.referrer).netloc
        if host != urllib.parse.urlsplit(visit.url).netloc:
            return ("outside", host), None
    return None


def touches(some, links, led):
    tracked, every, last, seen, start = [], [], None, set(), None
    for visit in some + [None]:
        if visit is None or last is None or visit.time - last > 1800:
            if last is not None and not seen:
                every.append((start, ""))
            if visit is None:
                break
            seen, start = set(), visit.time
        last = visit.time
        found = source(visit, links, led)
        if found is None or found[0] in seen:
            continue
        seen.add(found[0])
        every.append((visit.time, found[1] or ""))
        if found[0][0] != "outside":
            tracked.append((visit.time, found[1] or ""))
    return {"tracked": tracked, "all": sorted(every, key=lambda touch: touch[0])}


def credit(time, touched):
    before = [touch for touch in touched if touch[0] <= time]
    inside = [touch for touch in before if time - 30 * 86400 <= touch[0]]
    if inside:
        return inside[-1][1], ""
    return "", "outside_window" if before else "no_touch"


def digests(folder):
    """What each archive and member holds, once decompressed."""
    for name, data in archives(folder):
        print(hashlib.sha256(data).hexdigest(), os.path.relpath(name, folder))


def main(folder):
    with open(os.path.join(folder, "accounts.csv"), newline="") as text:
        ours = {
            (row["network"], row["handle"].lower()): "%(network)s:%(handle)s" % row
            for row in csv.DictReader(text)
        }
    links, post_counts = posts(os.path.join(folder, "posts"), ours)
    led, click_counts = clicks(os.path.join(folder, "clicks"), links)
    seen, log_counts = visits(os.path.join(folder, "logs"))
    found, order_rows = orders(os.path.join(folder, "orders"))

    people, names = collections.defaultdict(list), {}
    for visit in seen:
        people[visit.who].append(visit)
        if visit.order:
            names[visit.order] = visit.who
    paths = {}
    for who, some in people.items():
        some.sort(key=lambda visit: visit.time)
        paths[who] = touches(some, links, led)

    ledger, reasons = collections.Counter(), collections.Counter()
    for ident, (number, time, state, target, total, net, currency) in found.items():
        if state == "pending":
            continue
        first = target or ident
        who = names.get(first) or names.get(found[first][0])
        month = datetime.datetime.fromtimestamp(time, UTC).strftime("%Y-%m")
        for kind in ("tracked", "all"):
            account, reason = "", "no_visitor"
            if who:
                account, reason = credit(found[first][1], paths[who][kind])
            ledger[kind, "order_total", account, month, currency] += total
            ledger[kind, "net_sales", account, month, currency] += net
            reasons[kind, reason, currency] += total

    wrong = 0
    for name, said in (("ledger.csv", ledger), ("ledger-reasons.csv", reasons)):
        with open(os.path.join(folder, name), newline="") as text:
            truth = {
                tuple(row[:-1]): int(row[-1]) for row in list(csv.reader(text))[1:]
            }
        for one in sorted(set(truth) | set(said)):
            if one not in truth or one not in said or truth[one] != said[one]:
                print(
                    "%s: %s: %s, reread %s"
                    % (name, ",".join(one), truth.get(one), said.get(one))
                )
                wrong += 1
    with open(os.path.join(folder, "expected.json"), encoding="utf-8") as text:
        expected = json.load(text)
    for part, counts in (
        ("statuses", post_counts),
        ("posts", post_counts),
        ("clicks", click_counts),
        ("logs", log_counts),
        ("orders", {"rows": order_rows, "orders": len(found)}),
    ):
        for name, value in expected[part].items():
            if name in counts and counts[name] != value:
                print(
                    "expected.json: %s.%s: %s, reread %s"
                    % (part, name, value, counts[name])
                )
                wrong += 1
    print("%d rows of the ledger, %d differ" % (len(ledger), wrong))
    return 1 if wrong else 0


if __name__ == "__main__":
    if sys.argv[1] == "--digests":
        sys.exit(digests(sys.argv[2]))
    sys.exit(main(sys.argv[1]))
