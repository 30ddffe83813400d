#!/usr/bin/env python3
"""random_loyalty - random histories of people who ask and buy, and whether hark loyalty judges them as the slow way does

    random_loyalty.py WORLDS

The slow way is written from hark-loyalty(1) and asks for each case anew, over all records.
"""
import datetime
import json
import random
import subprocess
import sys

DAY = 86400
WITHIN = 60 * DAY


def stamp(day):
    return (datetime.datetime(2009, 1, 1) + datetime.timedelta(days=day)).strftime("%Y-%m-%dT%H:%M:%SZ")


def history(rng):
    people = rng.randint(1, 10)
    links = []
    for number in range(people):
        for _ in range(rng.randint(1, 2)):
            begin = rng.choice([None, None, rng.randrange(100)])
            until = rng.choice([None, None, rng.randrange(100, 250)])
            links.append(("a:%d" % rng.randrange(people), "c:%d" % number, begin, until))
    records = []
    for number in range(rng.randrange(40)):
        day = rng.randrange(200)
        order = {"v": 1, "kind": "order", "source": "shop", "id": "shop:%d" % number, "time": stamp(day)}
        key = rng.choice(["customer", "visitor"])
        order[key] = "c:%d" % rng.randrange(people)
        order["state"] = rng.choice(["paid"] * 5 + ["pending", "refund", "cancel"])
        if order["state"] in ("refund", "cancel"):
            order["target"] = "shop:%d" % rng.randrange(30)
        records.append((day, order))
    for number, day in enumerate(rng.sample(range(200), rng.randrange(25))):
        case = {"v": 1, "kind": "case", "source": "a", "id": "a:case/%d" % number, "time": stamp(day), "opened": stamp(day),
                "author": "a:%d" % rng.randrange(people)}
        records.append((day, case))
    return links, records


def groups(links):
    """Names of one person, as sets."""
    found = []
    for author, customer, _, _ in links:
        mine, others = {author, customer}, []
        for group in found:
            if group & mine:
                mine |= group
            else:
                others.append(group)
        found = others + [mine]
    return found


def slow(links, records):
    as_of = max([day for day, r in records if r["kind"] == "case" or r["state"] == "paid"], default=0)
    cancelled = {r["target"] for _, r in records if r["kind"] == "order" and r["state"] == "cancel"}

    def linked(name, day):
        return any(name in link[:2] and (link[2] is None or day >= link[2]) and (link[3] is None or day < link[3])
                   for link in links)

    verdicts = {}
    for names in groups(links):
        orders = []
        for day, r in records:
            if r["kind"] == "order" and r["state"] == "paid" and r["id"] not in cancelled:
                name = r.get("customer", r.get("visitor"))
                if name in names and linked(name, day):
                    orders.append(day)
        cases = [(day, n, r["id"]) for n, (day, r) in enumerate(records)
                 if r["kind"] == "case" and r["author"] in names and linked(r["author"], day)]
        for day, _, name in sorted(cases):
            if any(order <= day for order in orders):
                if as_of - day >= WITHIN // DAY:
                    again = any(day < order <= day + WITHIN // DAY for order in orders)
                    verdicts[name] = "again" if again else "not_again"
                break
    return verdicts


def run(records, memory):
    data = "".join(json.dumps(r, separators=(",", ":")) + "\n" for _, r in records)
    command = ["hark-loyalty", "--bare", "--allow-empty", "--people", "people.csv", "--within", "60d", "--memory", memory]
    done = subprocess.run(command, input=data, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    return {r["id"]: r["bought"] for r in rows if "bought" in r}


def main():
    judged = 0
    for seed in range(int(sys.argv[1])):
        rng = random.Random(seed)
        links, records = history(rng)
        with open("people.csv", "w", encoding="utf-8") as out:
            print("author,customer,from,until", file=out)
            for author, customer, begin, until in links:
                print(author, customer, stamp(begin) if begin is not None else "", stamp(until) if until is not None else "",
                      sep=",", file=out)
        wanted = slow(links, records)
        assert run(records, "64M") == wanted, (seed, run(records, "64M"), wanted)
        rng.shuffle(records)
        assert run(records, "1M") == wanted, seed
        judged += len(wanted)
    print(judged, "verdicts")


if __name__ == "__main__":
    main()
