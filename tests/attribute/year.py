#!/usr/bin/env python3
"""year - a small world of some months, a file of records a day, to be attributed day by day

    year.py FOLDER DAYS [SEED]

Writes FOLDER/2009-01-01.ndjson and so on. In it: people who come back after weeks and after months, sessions over
midnight, links that are posted again, by others too, short links and clicks on them, orders that only a later visit
names, and refunds long after their order.
"""
import json
import os
import random
import sys
from datetime import datetime, timedelta, timezone

START = datetime(2009, 1, 1, tzinfo=timezone.utc)
MODES = ("campaign", "long", "short", "clicked", "referral", "direct", "direct")


class World:
    def __init__(self, days, seed):
        self.dice = random.Random(seed)
        self.days = days
        self.records = []
        self.count = 0

    def add(self, at_s, kind, name, **fields):
        time = START + timedelta(seconds=at_s)
        if 0 <= at_s < self.days * 86400:
            self.count += 1
            record = {"v": 1, "kind": kind, "id": "%s:%d" % (name, self.count)}
            record["time"] = time.strftime("%Y-%m-%dT%H:%M:%SZ")
            record.update(fields)
            self.records.append((time.strftime("%Y-%m-%d"), record))
            return record["id"]
        return None

    def moment(self, day):
        """Often near midnight."""
        if self.dice.random() < 0.2:
            return day * 86400 + self.dice.choice((-1, 1)) * self.dice.randrange(900)
        return day * 86400 + self.dice.randrange(86400)

    def posts(self):
        for day in range(0, self.days, 3):
            link = self.dice.randrange(12)
            self.add(
                day * 86400 + self.dice.randrange(86400),
                "post",
                "twitter",
                account="twitter:a%d" % self.dice.randrange(3),
                links=["http://shop.example/p%d?cid=c%d" % (link, link), "http://our.ly/w%d" % link],
                shorts=["http://t.co/s%d" % link, ""],
            )
        self.add(1, "click", "our", url="http://our.ly/w0", destination="http://shop.example/w0")

    def device(self, person):
        """Some have two, and some of these are shared."""
        second = person % 3 == 0 and self.dice.random() < 0.3
        return "web:d%d" % (person // 9) if second else "web:v%d" % person

    def visit(self, at_s, person, mode):
        link = self.dice.randrange(12)
        fields = {"visitor": self.device(person), "url": "http://shop.example/p%d" % link}
        if person % 3 == 0 and self.dice.random() < 0.2:
            fields["customer"] = "shop:k%d" % person
        if mode == "campaign":
            fields["utm_source"] = "mail"
            fields["utm_campaign"] = "m%d" % link
        elif mode == "long":
            fields["url"] += "?cid=c%d" % link
        elif mode == "short":
            fields["referrer"] = "http://t.co/s%d" % link
        elif mode == "clicked":
            fields["url"] = "http://shop.example/w%d" % link
            before_s = at_s - self.dice.choice((0, 5, 59, 60, 61))
            self.add(before_s, "click", "our", url="http://our.ly/w%d" % link, destination=fields["url"])
        elif mode == "referral":
            fields["referrer"] = "http://blog%d.example/" % self.dice.randrange(3)
        self.add(at_s, "visit", "web", **fields)

    def session(self, day, person):
        at_s = self.moment(day)
        for _ in range(self.dice.choice((1, 1, 2, 4))):
            self.visit(at_s, person, self.dice.choice(MODES))
            at_s += self.dice.choice((0, 30, 600, 1800, 1801))
        return at_s

    def order(self, at_s, person):
        fields = {"state": "paid", "amount": self.dice.randrange(1, 99999), "tax": self.dice.randrange(900),
                  "currency": self.dice.choice(("USD", "EUR")), "exponent": 2}
        how = self.dice.random()
        if how < 0.6:
            fields["visitor"] = self.device(person)
        elif how < 0.8:
            fields["number"] = "#%d" % self.count
        if person % 3 == 0 and self.dice.random() < 0.5:
            fields["customer"] = "shop:k%d" % person
        order = self.add(at_s, "order", "shop", **fields)
        if order is None:
            return
        if how >= 0.6:
            name = order if how > 0.9 else fields.get("number", order[5:])
            self.add(at_s + self.dice.choice((-20, 3, 40, 4000)), "visit", "web", visitor="web:v%d" % person,
                     url="http://shop.example/thanks", order=name)
        left = fields["amount"]
        while left > 0 and self.dice.random() < 0.4:
            back = self.dice.choice((left, left // 3 + 1))
            self.add(at_s + self.dice.randrange(1, 200 * 86400), "order", "shop", target=order, state="refund",
                     amount=-back, currency=fields["currency"], exponent=2)
            left -= back

    def people(self):
        """Most order once, if ever, and late; a few often."""
        for person in range(160):
            buys = 0.4 if person < 10 else 0.02
            for day in range(self.days):
                mood = self.dice.random()
                if mood < 0.02:
                    end_s = self.session(day, person)
                    if self.dice.random() < buys:
                        self.order(end_s + self.dice.randrange(-900, 7200), person)
                elif mood < 0.02 + buys / 50:
                    self.order(self.moment(day), person)


def main():
    folder, days, seed = sys.argv[1], int(sys.argv[2]), int((sys.argv + ["1"])[3])
    world = World(days, seed)
    world.posts()
    world.people()
    for day in range(days):
        name = (START + timedelta(days=day)).strftime("%Y-%m-%d")
        with open(os.path.join(folder, name + ".ndjson"), "w", encoding="utf-8") as out:
            for date, record in world.records:
                if date == name:
                    out.write(json.dumps(record, separators=(",", ":")) + "\n")


main()
