#!/usr/bin/env python3
"""random_metrics - small worlds by the hundred, and whether hark aggregate says of them what slow_metrics says

    random_metrics.py [--worlds N] [--seed N]
    random_metrics.py --records FILE --panel LABELS

The worlds are made to be nasty: captures of one post that disagree, copies of the second of their original, ages of a
day to the second, days on which a definition changes, labels that come and go, nobody's followers, times that many
things share. Each is asked every question, by keys that are drawn, also turned round and in little memory. The same of
records in a file, of which no two captures are of one second. Prints the first difference and ends 1.
"""

import argparse
import json
import random
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from fractions import Fraction

import slow_metrics

LABELS = ("acme", "globex", "initech", "umbrella", "deal")
SOURCES = ("twitter", "twitter", "youtube", "discourse", "facebook")
MOMENTS = ("2023-06-12T23:59:59Z", "2023-06-13T00:00:00Z", "2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z")
START = datetime(2023, 5, 20, tzinfo=timezone.utc)
ACCOUNTS = ("twitter:AcmeHelp", "twitter:AcmeOne", "facebook:Acme")


def stamp(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


class Maker:
    def __init__(self, dice):
        self.dice = dice
        self.records = []
        self.captures = set()
        self.days = dice.choice((1, 3, 40, 300))

    def some(self, chance, value):
        return value if self.dice.random() < chance else None

    def time(self):
        if self.dice.random() < 0.2:
            return self.dice.choice(MOMENTS)
        return stamp(START + timedelta(seconds=self.dice.randrange(self.days * 48) * 1800 + self.dice.choice((0, 0, 1))))

    def few(self):
        return self.dice.choice((0, 1, 1, 2, 3, 10, 99, 10**6 + 3))

    def add(self, kind, ident, **more):
        record = {"v": 1, "kind": kind, "source": ident.split(":")[0], "id": ident}
        record.update((k, v) for k, v in more.items() if v not in (None, []))
        self.records.append(record)
        return record

    def capture(self, time):
        """When it was seen: at no other record's time, and often a day after to the second."""
        at = slow_metrics.seconds(time) + self.dice.choice((0, 3600, 86399, 86400, 86401, 5 * 86400))
        while at in self.captures:
            at += 1
        self.captures.add(at)
        return stamp(datetime.fromtimestamp(at, timezone.utc))

    def post(self, ident, time, author):
        counters = {c: self.some(0.5, self.few()) for c in ("likes", "reposts", "quotes", "replies", "views")}
        record = self.add(
            "post", ident, time=time, seen=self.capture(time), author=author,
            account=self.some(0.3, self.dice.choice(ACCOUNTS)), followers=self.some(0.7, self.few()),
            reply_to=self.some(0.3, "twitter:0"), repost_of=self.some(0.1, "twitter:0"), inbound=self.some(0.3, True),
            labels=self.some(0.8, self.dice.sample(LABELS, self.dice.randrange(0, 4))),
            sentiment=self.some(0.7, self.dice.choice(("positive", "neutral", "negative"))), **counters
        )
        if self.dice.random() < 0.15:
            self.copy(record)

    def copy(self, record):
        """The same as somebody reposted it: of that second, or seen on another day."""
        other = dict(record, flags=["observed"], likes=self.few(), labels=self.dice.sample(LABELS, 2))
        if self.dice.random() < 0.7:
            other["seen"] = self.capture(record["time"])
        self.records.append(other)

    def posts(self):
        for i in range(self.dice.randrange(1, 12)):
            source = self.dice.choice(SOURCES)
            ident, author, time = "%s:%d" % (source, i), "%s:a%d" % (source, self.dice.randrange(4)), self.time()
            for _ in range(self.dice.choice((1, 1, 2, 4))):
                self.post(ident, time, author)

    def figures(self):
        for i in range(self.dice.randrange(0, 5)):
            time, account = self.time(), self.dice.choice(ACCOUNTS)
            self.add("account", "twitter:p%d" % i, time=time, seen=self.capture(time), account=account, followers=self.few())
        for i in range(self.dice.randrange(0, 8)):
            time = self.time()
            measure = self.dice.choice(("fans", "followers", "spend", "spend", "calls", "emails", "clicks"))
            count = self.add("count", "facebook:c%d" % i, time=time, seen=self.capture(time), measure=measure, value=self.few())
            count["account"] = self.dice.choice(ACCOUNTS)
            if measure == "spend":
                count.update(currency=self.dice.choice(("USD", "JPY")), exponent=2)

    def visits(self):
        time = START
        for i in range(self.dice.randrange(0, 30)):
            time += timedelta(seconds=self.dice.choice((0, 1, 900, 1799, 1800, 1801, 86400, 9 * 86400)))
            self.add("visit", "web:%d" % i, time=stamp(time), visitor=self.some(0.9, "web:h%d" % self.dice.randrange(3)),
                     flags=self.some(0.1, [self.dice.choice(("bot", "preview"))]))
        for i in range(self.dice.randrange(0, 6)):
            state = self.dice.choice(("paid", "paid", "pending", "refund"))
            amount = -self.few() if state == "refund" else self.few()
            self.add("order", "shop:%d" % i, time=self.time(), state=state, amount=amount, currency="USD", exponent=2)

    def credits(self):
        for i in range(self.dice.randrange(0, 12)):
            of = self.dice.choice((0, 1, 3))
            credit = self.add(
                "credit", "shop:x", order="shop:%d" % (i // 2), row=self.some(0.2, "shop:%d/r" % i), time=self.time(),
                model="linear", window="30d", touches="all", of=of, account=self.some(0.8, self.dice.choice(ACCOUNTS)),
                tax=self.some(0.5, self.few()), shipping=self.some(0.3, self.few()), share_ppm=1000000 // of if of else 0,
            )
            credit.update(amount=self.few() - self.few(), currency=self.dice.choice(("USD", "JPY")), exponent=2)
            del credit["id"]

    def cases(self):
        for i in range(self.dice.randrange(0, 14)):
            opened, wait = self.time(), self.dice.choice((0, 60, 60, 600, 601, 3600, 86400))
            kind = {self.dice.choice(("first_response_s", "first_response_s", "waited_s")): wait}
            self.add(
                "case", "twitter:case/%d" % i, time=opened, opened=opened, closed=self.some(0.6, self.time()),
                account=self.some(0.8, self.dice.choice(ACCOUNTS)), sla=self.some(0.6, self.dice.choice(("met", "missed"))),
                outcome=self.dice.choice(("resolved", "answered", "open")), reopened=self.some(0.4, self.dice.choice((0, 1, 2))),
                next_responses=self.some(0.4, self.dice.choice((0, 1, 7))), next_response_s=self.some(0.4, self.few()),
                bought=self.some(0.5, self.dice.choice(("again", "not_again"))), **kind
            )

    def ideas(self):
        states = ("under_review", "partially_implemented", "implemented", "not_planned", "archived")
        for i in range(self.dice.randrange(0, 10)):
            self.add(
                "idea", "board:idea/%d" % i, time=self.time(), idea_status=self.some(0.7, self.dice.choice(states)),
                version_of=self.some(0.2, "board:1"), illegal=self.some(0.2, ["x y"]), watched_s=self.few() * 60,
                votes_all=self.some(0.8, self.few() - 1), status_s=self.some(0.5, self.few()), implemented_s=self.some(0.3, self.few()),
            )

    def make(self):
        for part in self.posts, self.figures, self.visits, self.credits, self.cases, self.ideas:
            part()
        self.dice.shuffle(self.records)
        return self.records


def metrics(*names):
    return [word for name in names for word in ("--metric", name)]


CASES = ("first_response", "response_rate", "resolution_rate", "reopen_rate", "sla_rate", "next_response")
MOODS = ("volume", "net_sentiment", "net_sentiment_polar", "sentiment_ratio", "positive_share", "negative_share")
RATES = ("engagement_rate", "engagement_rate_mean", "engagement_dated_rate", "engagement_rate_views")


def questions(dice, labels):
    """The slow function, what it wants beside the keys, the keys, and hark's options."""
    panel = sorted(dice.sample(labels, dice.randrange(2, len(labels) + 1)))
    change = dice.choice(("2023-06-13", "2023-05-25", "2022-01-01", "2025-01-01"))
    some = lambda *keys: dice.sample(keys, dice.randrange(0, len(keys) + 1))
    shared = ["--panel", ",".join(panel)]
    voices = ("share_of_voice", "share_of_voice_authors", "share_of_voice_positive", "share_of_voice_negative")
    yield "engagement", (), some("month", "source", "labels"), metrics("engagement", "engagement_dated", *RATES)
    yield "reach", (), some("month", "source", "labels"), metrics("reach")
    yield "audience", (), some("month", "source"), metrics("audience")
    yield "visits", (), some("month"), metrics("orders_per_session", "orders_per_visitor")
    yield "sentiment", (), some("month", "source", "labels"), metrics(*MOODS)
    yield "influence", (), some("author", "month", "labels"), metrics("influence")
    yield "voice", (panel,), some("month", "source"), metrics(*voices) + shared
    yield "voice_engagement", (panel,), some("month", "source"), metrics("share_of_voice_engagement") + shared
    yield "issues_change", (change,), some("labels", "source"), metrics("issues_change") + ["--change", change]
    yield "own_posts", (), ["account"] + some("source"), metrics("reply_share", "broadcasts", "cadence")
    for end in "cohort", "flow":
        yield "cases", (end,), some("month", "account"), metrics(*("%s_%s" % (name, end) for name in CASES))
    yield "loyalty", (), some("month", "account"), metrics("repeat_purchase_cohort")
    yield "ideas", (), some("month"), metrics("ideas_funnel", "idea_first_status", "idea_implementation")
    yield "sales", (), some("account", "month"), metrics("order_total", "cost_per_order", "roas")
    yield "contacts", (), some("source", "month"), metrics("contacts")


def rows_of(output, keys, name):
    """{group: columns} of rows, as the slow functions give them."""
    keys = keys + {"sales": ["currency"], "voice": ["labels"], "voice_engagement": ["labels"]}.get(name, [])
    rows = {}
    for line in output.decode().splitlines():
        row = json.loads(line, parse_float=Fraction)
        group = tuple(row.pop("time" if key == "month" else key, None) for key in keys)
        for other in "v", "kind", "definition", "exponent":
            row.pop(other, None)
        rows[group] = row
    return rows


def run(words, lines):
    return subprocess.run(words, input="".join(lines).encode(), stdout=subprocess.PIPE, check=False)


def ask(records, name, more, keys, options):
    kinds = {"visits": ("visit", "order"), "sales": ("credit", "count")}.get(name)
    taken = [r for r in records if kinds is None or r["kind"] in kinds]
    if name in ("issues_change", "own_posts") and not any(r["kind"] == "post" for r in records):
        return None
    wanted = getattr(slow_metrics, name)(records if kinds is None else taken, keys, *more)
    words = ["hark-aggregate", "--bare", "--allow-empty"] + options
    if keys:
        words += ["--by", ",".join("time:month" if key == "month" else key for key in keys)]
    lines = [json.dumps(r, separators=(",", ":")) + "\n" for r in taken]
    ran = run(words, lines)
    turned = run(words + ["--memory", "1M"], reversed(lines))
    said = rows_of(ran.stdout, keys, name)
    if ran.returncode == 0 and said == wanted and turned.stdout == ran.stdout:
        return None
    for group in sorted(set(said) | set(wanted), key=str):
        if said.get(group) != wanted.get(group):
            pairs = {k: (said.get(group, {}).get(k), wanted.get(group, {}).get(k)) for k in {**said.get(group, {}), **wanted.get(group, {})}}
            detail = {k: "%s, wanted %s" % pair for k, pair in pairs.items() if pair[0] != pair[1]}
            return "%s: status %d\n%s\n%s" % (" ".join(words), ran.returncode, group, detail or "a row too many")
    return "%s: status %d; another order of input, or less memory, shows" % (" ".join(words), ran.returncode)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--worlds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--records")
    parser.add_argument("--panel", default=",".join(LABELS[:4]))
    given = parser.parse_args()
    given.worlds = 1 if given.records else given.worlds
    count = 0
    for number in range(given.worlds):
        dice = random.Random("%d/%d" % (given.seed, number))
        if given.records:
            with open(given.records, encoding="utf-8") as file:
                records = [json.loads(line) for line in file]
        else:
            records = Maker(dice).make()
        for name, more, keys, options in questions(dice, given.panel.split(",")):
            trouble = ask(records, name, more, list(keys), options)
            if trouble is not None:
                print("world %d, %s: %s" % (number, name, trouble))
                with open("different.ndjson", "w", encoding="utf-8") as file:
                    file.writelines(json.dumps(r, separators=(",", ":")) + "\n" for r in records)
                return 1
            count += 1
    print("%d worlds, %d questions" % (given.worlds, count))
    return 0


if __name__ == "__main__":
    sys.exit(main())
