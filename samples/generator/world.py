"""The sample world: makes it happen, writes what was kept of it, and its truth."""

import json
import os
import random
import time

import archives
import brand
import ledger
import tables
import wave
from board import Board
from capture import Capture
from cases import Cases
from customers import Crowd
from feed import Feed
from journeys import Journeys
from logs import Logs, clicks
from people import Town

# kinds of links in what our accounts say, with shares, before and after t.co
OLD_KINDS = (("click", 38), ("clicktag", 17), ("tracked", 40), ("", 5))
NEW_KINDS = (
    ("tracked", 50),
    ("click", 17),
    ("clicktag", 6),
    ("untracked", 12),
    ("again", 8),
    ("", 7),
)


def ours(rng, feed, end, count):
    """What our accounts say by themselves, and who says it again."""
    seconds = sorted(rng.randrange(brand.START + 60, end - 9000) for _ in range(count))
    shares = [account.share for account in brand.ACCOUNTS]
    for at, second in enumerate(seconds):
        account = rng.choices(brand.ACCOUNTS, shares)[0]
        kinds = NEW_KINDS if second >= brand.SNOWFLAKE else OLD_KINDS
        kind = rng.choices([one for one, _ in kinds], [share for _, share in kinds])[0]
        if account.network == "facebook" and kind in ("click", "clicktag", "untracked"):
            kind = "tracked"
        page = None
        if kind == "again":
            kind, page = "tracked", earlier(rng, feed, account)
        uses = [feed.use(kind, account, second, page)] if kind else []
        if uses and account.network == "twitter" and rng.random() < 0.06:
            uses.append(feed.use("tracked", account, second))
        post = feed.publish(account, second, uses)
        if account.role == "offers" and rng.random() < 0.1:
            post.deleted = min(end - 1, second + rng.randrange(3, 30) * brand.DAY)
        if account.role == "offers" and account.market in ("US", "BR") and at % 19 == 7:
            follow_up(rng, feed, account, post, end)


def earlier(rng, feed, account):
    """A page that the account has linked to of late."""
    known = [
        use.page
        for post, use in feed.uses[account.handle][-12:]
        if use.kind == "tracked"
        and all(one.author is account for one in use.page.posts)
    ]
    return rng.choice(known) if known else None


def follow_up(rng, feed, account, post, end):
    """Another account of ours passes the same link on: ambiguous from then."""
    others = [
        one
        for one in brand.ACCOUNTS
        if one.market == account.market
        and one.network == "facebook"
        and one is not account
    ]
    pages = [use.page for use in post.uses if use.kind == "tracked"]
    second = post.time + rng.randrange(60, 1800)
    if others and pages and second < end - 60:
        other = rng.choice(others)
        feed.publish(other, second, [feed.use("tracked", other, second, pages[0])])


def happen(seed, end, scale):
    """Everything that happens, in an order that makes each thing possible."""

    def rng(what):
        return random.Random("%s/%s" % (seed, what))

    feed = Feed(rng("feed"), end)
    ours(rng("ours"), feed, end, int(280 * scale))
    crowd = Crowd(rng("crowd"), feed, end, max(40, int(170 * scale)))
    crowd.post(int(1800 * scale))
    town = Town(rng("town"), end)
    journeys = Journeys(rng("journeys"), feed, town, end)
    cases = Cases(rng("cases"), feed, town, end)
    cases.happen()
    meant = len(town.orders)
    for _ in range(int(900 * scale)):
        market = journeys.rng.choices(brand.MARKETS, brand.MARKET_SHARES)[0]
        journeys.live(town.person(market))
    journeys.give_back(town.orders[meant:])
    journeys.wander(int(2000 * scale))
    issue = wave.plant(rng("wave"), crowd)
    return feed, crowd, town, cases, issue, rng


def check(cases, credited):
    """The cases on purpose must come out as they were meant."""
    for claim, order, tracked, everything in cases.all:
        said = credited[order]
        if (said["tracked"], said["all"]) != (tracked, everything):
            raise AssertionError(
                "%s: %s, meant %s and %s" % (claim, said, tracked, everything)
            )


def sources(folder):
    """sources.txt, its maps found from where it stands."""
    here = os.path.dirname(os.path.realpath(__file__))
    maps = os.path.relpath(
        os.path.join(here, os.pardir, "maps"), os.path.realpath(folder)
    )
    with open(os.path.join(here, "sources.txt"), encoding="utf-8") as text:
        return text.read().replace("MAPS", maps).encode()


# the folder


class Folder:
    """Writes files below one folder and notes what the books must say."""

    def __init__(self, folder, end):
        self.folder, self.end, self.archives = folder, end, {}

    def write(self, name, data, counts=None, second=None):
        archives.write(os.path.join(self.folder, name), data, second or self.end)
        if counts is not None:
            self.archives[name] = counts

    def packed(self, name, data, counts, second=None):
        self.write(
            name, archives.compressed(data, name.rsplit(".", 1)[-1]), counts, second
        )


def write(folder, seed, days, scale):
    """The whole world into the folder; says how much of what."""
    end = brand.START + days * brand.DAY
    feed, crowd, town, cases, issue, rng = happen(seed, end, scale)
    logs = Logs(rng("logs"), town, end)
    logs.bots(0.14)
    credited = ledger.settled(town.orders)
    check(cases, credited)
    to = Folder(folder, end)

    capture = Capture(rng("capture"), feed, crowd, end)
    capture.all()
    for name, data, counts in capture.pack():
        to.write("posts/" + name, data)
        to.archives.update(("posts/" + one, found) for one, found in counts.items())
    rows = {"facebook": 0}
    for name, data, count in tables.facebook(rng("facebook"), feed):
        to.packed("posts/facebook/" + name, data, {"rows": count})
        rows["facebook"] += count
    data, rows["support"] = tables.support(rng("support"), end, int(30 * scale) + 2)
    to.packed("posts/support/twcs.csv.zst", data, {"rows": rows["support"]})
    data, rows["counts"] = tables.figures(end)
    to.packed("counts/counts.csv", data, {"rows": rows["counts"]})
    for name, data, counts, second in clicks(town, end, rng("clicks")):
        to.write("clicks/" + name, data, counts, second)
    for name, data, second in logs.pack():
        to.write("logs/" + name, data, logs.counts[name], second)
    for name, data, count in tables.shops(town.orders, end):
        to.packed("orders/" + name, data, {"rows": count})

    board = Board(rng("board"), end, max(12, int(32 * scale)))
    for name, data in board.pack():
        to.write(name, archives.compressed(data, "gz"))

    to.write(
        "accounts.csv",
        tables.table(
            [["network", "handle", "team", "role", "market"]]
            + [
                [one.network, one.handle, one.team, one.role, one.market]
                for one in brand.ACCOUNTS
            ]
        ),
    )
    buyers = tables.consent(rng("consent"), crowd.people, town.orders)
    to.write("consent.csv", tables.table(list(buyers)))
    to.write("sources.txt", sources(folder))
    accounts, reasons = ledger.books(town.orders, credited)
    to.write(
        "ledger.csv",
        tables.table(
            [["touches", "metric", "account", "month", "currency", "minor"]] + accounts
        ),
    )
    to.write(
        "ledger-reasons.csv",
        tables.table([["touches", "reason", "currency", "minor"]] + reasons),
    )
    to.write("cases.csv", tables.table(list(conversations(crowd, capture))))
    expected = expectations(
        to, feed, town, capture, cases, issue, board, rows, (seed, days, scale)
    )
    to.write(
        "expected.json",
        (json.dumps(expected, indent=1, ensure_ascii=False) + "\n").encode(),
    )
    return {
        key: expected[part][key]
        for part, key in (
            ("posts", "ids"),
            ("posts", "own"),
            ("clicks", "clicks"),
            ("logs", "lines"),
            ("orders", "orders"),
        )
    }


def conversations(crowd, capture):
    """What became of each question on purpose that was kept: who answered it when, and whether thanks came."""

    def kept(post):
        return post is not None and post.ident in capture.seen - capture.removed

    yield ["id", "opened", "first_response_s", "resolution_s"]
    for asked, answer, thanks in crowd.conversations:
        if not kept(asked):
            continue
        first = answer.time - asked.time if kept(answer) else ""
        solved = thanks.time - asked.time if kept(answer) and kept(thanks) else ""
        yield ["twitter:case/%s" % asked.ident, clock(asked.time), first, solved]


def total(to, prefix, key):
    return sum(
        counts.get(key, 0)
        for name, counts in to.archives.items()
        if name.startswith(prefix)
    )


def clock(second):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


def expectations(to, feed, town, capture, cases, issue, board, rows, options):
    """What the books of a run over the folder must say."""
    own = [post for post in feed.posts if post.own]
    statuses = len(capture.seen)
    ids = statuses + rows["facebook"] + rows["support"]
    lines = {
        key: total(to, "posts/", key)
        for key in (
            "lines",
            "status",
            "delete",
            "user_delete",
            "limit",
            "scrub_geo",
            "status_withheld",
            "blank",
            "damaged",
        )
    }
    requests = [one for some in town.requests.values() for one in some]
    hits = [one for one in requests if one.page]
    states = {
        state: sum(1 for one in town.orders if one.state == state)
        for state in ("paid", "pending", "refund", "cancel")
    }
    return {
        "made_with": dict(zip(("seed", "days", "scale"), options)),
        "statuses": lines,
        "posts": {
            "ids": ids,
            "twitter_ids": statuses,
            "facebook_ids": rows["facebook"],
            "support_ids": rows["support"],
            "removed": len(capture.removed),
            "after_dedupe": ids - len(capture.removed),
            "own": len(own),
            "own_deleted": sum(
                1
                for post in own
                if post.deleted and post.author.network == "twitter"
            ),
        },
        "removed_ids": sorted(str(ident) for ident in capture.removed),
        "clicks": {
            "clicks": total(to, "clicks/", "clicks"),
            "heartbeats": total(to, "clicks/", "heartbeats"),
        },
        "logs": {
            "lines": total(to, "logs/", "lines"),
            "damaged": total(to, "logs/", "damaged"),
            "odd": total(to, "logs/", "odd"),
            "again": sum(
                counts["lines"] for counts in to.archives.values() if "again" in counts
            ),
            "visits": sum(1 for one in hits if one.person.human),
            "bots": sum(1 for one in hits if not one.person.human),
            "neither": len(requests) - len(hits),
            "people": len(town.people),
        },
        "orders": dict(
            states, rows=total(to, "orders/", "rows"), orders=len(town.orders)
        ),
        "counts": rows["counts"],
        "cases": {
            claim: {"order": order.ident, "tracked": tracked, "all": everything}
            for claim, order, tracked, everything in cases.all
        },
        "issue": dict(
            issue, **{key: clock(issue[key]) for key in ("start", "peak", "end")}
        ),
        "ideas": board.truth(),
        "archives": to.archives,
    }
