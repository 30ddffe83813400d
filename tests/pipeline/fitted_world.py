#!/usr/bin/env python3
"""fitted_world - many small worlds, and whether hark attribute fits to them what a slow reference does

    fitted_world.py [--worlds N] [--seed N]

Worlds are random_world's. Paths are made from the touches that slow_credits finds, and models
fitted by the words of hark-attribute(1) alone: linear equations solved anew for each unit that is
removed. States of parts of the worlds, merged, have to give the same bytes as one run. Prints the
first difference and ends 1.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
from datetime import datetime, timezone

import slow_credits
from random_world import Maker, coupons_of, write_links
from slow_credits import instant, is_up_to, length_of, seconds

UNITS = {"account": 2, "post": 3, "campaign": 4}
EVER = (10**12, -1)


def period_of(rules, second):
    form = {"month": "%Y-%m", "year": "%Y", "all": "all"}[rules["fit"]]
    return datetime.fromtimestamp(second, timezone.utc).strftime(form)


def end_of(rules, second):
    """The last instant of the period that the second is in."""
    if rules["fit"] == "all":
        return EVER
    day = datetime.fromtimestamp(second, timezone.utc)
    year, month = (day.year + 1, 1) if rules["fit"] == "year" or day.month == 12 else (day.year, day.month + 1)
    return int(datetime(year, month, 1, tzinfo=timezone.utc).timestamp()) - 1, -1


def name_of(rules, touch):
    return touch[1][UNITS[rules["unit"]]] or "(none)"


def last_instant(order):
    """Without ms all touches of its second are up to it."""
    return seconds(order["time"]), order.get("ms", 1000)


class Population:
    """All paths: of a period, window and currency those that converted, of a period and window the others."""

    def __init__(self, records, rules):
        self.world = slow_credits.World(records, rules)
        self.rules = rules
        self.converted = {}
        self.nulls = {}
        self.pathless = {}
        self.placed = []  # instant, person, visits, order, what its rows sum to
        for rows in self.world.orders.values():
            self.place(rows)
        self.placed.sort(key=lambda p: p[0])
        for placed in self.placed:
            self.convert(*placed)
        if "markov" in rules["models"]:
            self.take_nulls()

    def touches(self, visits):
        return self.world.touches(visits)

    def key(self, second, window, order):
        return (period_of(self.rules, second), window, (order["currency"], order["exponent"]))

    def lose(self, order, conversions, amount):
        for window in self.rules["windows"]:
            self.add_pathless(self.key(seconds(order["time"]), window, order), conversions, amount)

    def add_pathless(self, key, conversions, amount):
        had = self.pathless.get(key, (0, 0))
        self.pathless[key] = (had[0] + conversions, had[1] + amount)

    def is_late(self, row, order):
        """Day by day the order's period has been written by then."""
        own, its = (period_of(self.rules, seconds(r["time"])) for r in (row, order))
        return self.rules["carry"] and own > its

    def place(self, rows):
        """An order with what its rows sum to."""
        paid = [r for r in rows if r["state"] == "paid"]
        if not paid:
            for row in rows:
                self.lose(row, 0, row["amount"])
            return
        base, rule, device, visits, is_stitched = self.world.person(paid[0])
        late = [r for r in rows if self.is_late(r, base)]
        amount = sum(r["amount"] for r in rows if r not in late)
        for row in late:
            self.lose(row, 0, row["amount"])
        person = None
        if rule is not None and self.touches(visits):
            person = ("customer", self.world.customer_then(base)) if is_stitched else ("device", device)
        if person is None and not self.world.coupons(base):
            self.lose(base, 1, amount)
        else:
            self.placed.append((last_instant(base), person, visits if person else [], base, amount))

    def is_of(self, person, other, moment):
        """Whether the order of one person cuts the paths of another, as known at the moment."""
        if person is None or other is None or person == other:
            return person is not None and person == other
        bonds = self.world.known(moment).get(other[1], []) if self.rules["stitch"] else []
        return other[0] == "device" and bool(bonds) and person == ("customer", bonds[0][2])

    def cuts(self, person, moment):
        """When orders of the person were placed, as far as is known at the moment."""
        return sorted({o[0] for o in self.placed if o[0] <= moment and self.is_of(person, o[1], moment)})

    def coupons(self, visits, fresh, order):
        """The order's codes as touches behind those that are fresh, without the direct one that gives way."""
        sessions, last = [[]], None
        for visit in visits:
            if last is not None and seconds(visit["time"]) - last > self.rules["gap"]:
                sessions.append([])
            last = seconds(visit["time"])
            sessions[-1].append(visit["id"])
        now = sessions[-1] if last is not None and seconds(order["time"]) - last <= self.rules["gap"] else []
        here = [t for t in fresh if t[0]["id"] in now]
        codes = []
        for visit in self.world.coupons(order):
            source = self.world.sources[visit["id"]]
            if source[:2] not in [t[1][:2] for t in here + codes]:
                codes.append((visit, source))
        if codes and here and here[0][1][0] == "direct":
            fresh = [t for t in fresh if t is not here[0]]
        return fresh + codes

    def convert(self, moment, person, visits, order, amount):
        path = self.touches(visits)
        if not self.rules["reuse"]:
            before = [c for c in self.cuts(person, moment) if c < moment]
            path = [t for t in path if not before or not is_up_to(instant(t[0]), before[-1])]
        path = self.coupons(visits, path, order)
        for window in self.rules["windows"]:
            ends = [t for t in path if self.reaches(window, t, moment[0])]
            key = self.key(moment[0], window, order)
            if ends:
                self.converted.setdefault(key, []).append(([name_of(self.rules, t) for t in ends], amount))
            else:
                self.add_pathless(key, 1, amount)

    def people(self, moment):
        """Everybody with the visits up to the moment, as known then."""
        known = self.world.known(moment) if self.rules["stitch"] else {}
        customers = set()
        if self.rules["stitch"]:
            customers = {b[2] for b in self.world.links_made}
            customers |= {self.world.customer_then(self.world.owner(r)[0]) for r in self.world.rows} - {None}
        for customer in customers:
            yield ("customer", customer), self.world.visits_then(customer, moment)
        for device, visits in self.world.visits.items():
            if device not in known and device not in customers:
                yield ("device", device), [v for v in visits if is_up_to(instant(v), moment)]

    def take_nulls(self):
        """By what was known at the end of each period in which a path may end."""
        times = [seconds(v["time"]) for p in self.world.visits.values() for v in p]
        ends = {end_of(self.rules, t + (length_of(w) or 0)) for t in times for w in self.rules["windows"]}
        for end in sorted(ends):
            period = "all" if end == EVER else period_of(self.rules, end[0])
            for person, visits in self.people(end):
                self.take_person(period, visits, self.cuts(person, end) + [EVER])

    def take_person(self, period, visits, cuts):
        before = None
        for cut in cuts:
            path = self.touches([v for v in visits if is_up_to(instant(v), cut)])
            new = [t for t in path if before is None or not is_up_to(instant(t[0]), before)]
            for window in self.rules["windows"]:
                self.add_nulls(period, window, new, None if cut == EVER else cut[0])
            before = cut

    def reaches(self, window, touch, later):
        length = length_of(window)
        at = seconds(touch[0]["time"])
        if length is None:
            return period_of(self.rules, at) == period_of(self.rules, later)
        return later - at <= length

    def add_nulls(self, period, window, touches, order):
        """Runs of touches that led to nothing, those that end in the period."""
        runs = []
        for touch in touches:
            if runs and self.reaches(window, runs[-1][-1], seconds(touch[0]["time"])):
                runs[-1].append(touch)
            else:
                runs.append([touch])
        if order is not None and runs and self.reaches(window, runs[-1][-1], order):
            runs.pop()
        for run in runs:
            last = seconds(run[-1][0]["time"]) + (length_of(window) or 0)
            if period_of(self.rules, last) == period:
                self.nulls.setdefault((period, window), []).append([name_of(self.rules, t) for t in run])


def states_of(path, order):
    wide = min(order, len(path))
    states = [tuple(path[i : i + wide]) for i in range(len(path) - wide + 1)]
    return [s for i, s in enumerate(states) if i == 0 or s != states[i - 1]]


def solve(matrix, right):
    """Gauss and Jordan, with the largest pivot."""
    n = len(matrix)
    rows = [list(row) + [r] for row, r in zip(matrix, right)]
    for i in range(n):
        best = max(range(i, n), key=lambda j: abs(rows[j][i]))
        rows[i], rows[best] = rows[best], rows[i]
        for j in range(n):
            if j != i and rows[j][i] != 0:
                factor = rows[j][i] / rows[i][i]
                rows[j] = [a - factor * b for a, b in zip(rows[j], rows[i])]
    return [row[n] / row[i] for i, row in enumerate(rows)]


class Chain:
    def __init__(self, converted, nulls, order):
        self.out = {}
        self.ends = {}
        for path, amount in converted:
            self.walk(states_of(path, order), "conversion")
            had = self.ends.setdefault(states_of(path, order)[-1], [0, 0])
            had[0] += 1
            had[1] += amount
        for path in nulls:
            self.walk(states_of(path, order), "null")

    def walk(self, states, end):
        before = "start"
        for state in states + [end]:
            to = self.out.setdefault(before, {})
            to[state] = to.get(state, 0) + 1
            before = state

    def units(self):
        return sorted({u for s in self.out if s != "start" for u in s}, key=lambda u: u.encode())

    def worth(self, without, end):
        """From the start: the odds of a conversion (end 1), or the mean value of it (end of a state)."""
        states = [s for s in self.out if s == "start" or without not in s]
        place = {s: i for i, s in enumerate(states)}
        matrix, right = [], []
        for state in states:
            row = [0.0] * len(states)
            row[place[state]] = 1.0
            whole = sum(self.out[state].values())
            for to, count in self.out[state].items():
                if to in place:
                    row[place[to]] -= count / whole
            right.append(self.out[state].get("conversion", 0) / whole * end(state))
            matrix.append(row)
        return solve(matrix, right)[place["start"]]

    def effects(self, end):
        whole = self.worth(None, end)
        if whole == 0:
            return [0.0 for _ in self.units()]
        return [1 - self.worth(u, end) / whole for u in self.units()]


def markov(converted, nulls, order):
    chain = Chain(converted, nulls, order)
    total = sum(a for _, a in converted)
    effects = chain.effects(lambda state: 1)
    values = chain.effects(
        lambda state: chain.ends[state][1] / chain.ends[state][0] if state in chain.ends else 0
    )
    if min(values) < -1e-9 or sum(values) < 1e-9:
        values = effects
    values = [max(v, 0) for v in values]
    for unit, effect, value in zip(chain.units(), effects, values):
        yield unit, len(converted) * effect / sum(effects), total * value / sum(values), effect


def shapley(converted):
    units = sorted({u for path, _ in converted for u in path}, key=lambda u: u.encode())
    for unit in units:
        sets = [(set(path), amount) for path, amount in converted if unit in path]
        yield unit, sum(1 / len(s) for s, _ in sets), sum(a / len(s) for s, a in sets), None


def is_closed(rules, key):
    """Day by day a period is written once a later one has begun."""
    return not rules["carry"] or key[0] < period_of(rules, rules["until"])


def rows_of(people, rules):
    keys = {k for k in set(people.converted) | set(people.pathless) if is_closed(rules, k)}
    windows = rules["windows"]
    for key in sorted(keys, key=lambda k: (k[0], windows.index(k[1]), "%s %d" % k[2])):
        converted = people.converted.get(key, [])
        for model in rules["models"]:
            head = dict(v=1, kind="row", model=model, fit=key[0], window=key[1])
            head.update(touches=rules["touches"], currency=key[2][0], exponent=key[2][1])
            if model == "markov":
                head["order"] = rules["order"]
            found = []
            if converted and model == "markov":
                found = markov(converted, people.nulls.get(key[:2], []), rules["order"])
            elif converted:
                found = shapley(converted)
            for unit, conversions, amount, effect in found:
                row = dict(head, conversions=conversions, amount=amount)
                if unit != "(none)":
                    row[rules["unit"]] = unit
                if effect is not None:
                    row["removal_effect"] = effect
                yield row
            conversions, amount = people.pathless.get(key, (0, 0))
            if conversions or amount:
                yield dict(head, conversions=conversions, amount=amount, reason="no_path")


NEAR = {"conversions": 2e-6, "removal_effect": 2e-6, "amount": 1.01}


def is_same(said, wanted):
    if said is None or wanted is None or said.keys() != wanted.keys():
        return False
    for key, value in wanted.items():
        near = NEAR.get(key)
        if near is None and said[key] != value:
            return False
        if near is not None and abs(said[key] - value) > near + 1e-9 * abs(value):
            return False
    return True


def ledger(world):
    sums = {}
    for rows in world.orders.values():
        for row in rows:
            key = (row["currency"], row["exponent"])
            sums[key] = sums.get(key, 0) + row["amount"]
    return {k: v for k, v in sums.items() if v}


def sums_of(rows, model, window):
    sums = {}
    for row in rows:
        if row["model"] == model and row["window"] == window:
            key = (row["currency"], row["exponent"])
            sums[key] = sums.get(key, 0) + row["amount"]
    return {k: v for k, v in sums.items() if v}


def draw_rules(dice):
    windows = dice.choice((["1h", "30d", "none"], ["1s", "7d"], ["30m", "1y"], ["none"]))
    return {
        "models": dice.choice((["markov", "shapley"], ["markov"], ["shapley"])),
        "windows": windows,
        "touches": dice.choice(("tracked", "all")),
        "gap": dice.choice((1, 60, 1800, 86400)),
        "ignored": [],
        "stitch": dice.random() < 0.5,
        "unit": dice.choice(sorted(UNITS)),
        "fit": dice.choice(("month", "month", "year", "all")),
        "order": dice.choice((1, 1, 2, 3)),
        "reuse": dice.random() < 0.3,
    }


def command(rules):
    words = ["hark-attribute", "--bare", "--model", ",".join(rules["models"])]
    words += ["--window", ",".join(rules["windows"]), "--touches", rules["touches"]]
    words += ["--session-gap", "%ds" % rules["gap"], "--unit", rules["unit"]]
    words += ["--fit", rules["fit"], "--order", str(rules["order"])]
    words += ["--stitch"] if rules["stitch"] else []
    words += ["--links", "links.csv"] if rules["coupons"] else []
    words += ["--carry", "carried"] if rules["carry"] else []
    return words + (["--reuse"] if rules["reuse"] else [])


def run(words, lines):
    ran = subprocess.run(words, input=lines.encode(), stdout=subprocess.PIPE, check=False)
    return ran.returncode, ran.stdout.decode()


def to_lines(records):
    return "".join(json.dumps(r, separators=(",", ":")) + "\n" for r in records)


def merged(rules, worlds, parts):
    """What states of so many parts give."""
    states = []
    for i in range(parts):
        records = [r for world in worlds[i::parts] for r in world]
        status, said = run(command(rules) + ["--partial"], to_lines(records))
        if status not in (0, 78):
            return "status %d" % status
        states.append(said)
    return run(command(rules) + ["--merge"], "".join(reversed(states)))[1]


def misexplained(dice, rules, records, rows):
    """What --why says of some orders' removal effects that the fit does not; shares that are no whole."""
    paid = {r["id"]: r for r in records if r["kind"] == "order" and r["state"] == "paid"}
    asked = dice.sample(sorted(paid), min(3, len(paid)))
    if not asked or "markov" not in rules["models"]:
        return []
    said = run(command(rules) + ["--why=" + ident for ident in asked], to_lines(records))[1]
    unit = rules["unit"]
    effects = {
        (r["fit"], r["window"], r["currency"], r.get(unit)): r["removal_effect"] for r in rows if "removal_effect" in r
    }
    wrong, sums = [], {}
    for row in map(json.loads, said.splitlines()):
        if row.get("definition") != "removal_share/1":
            continue
        part = (row["order"], row["fit"], row["window"])
        sums[part] = sums.get(part, 0) + row.get("removal_share_ppm", 1000000)
        key = part[1:] + (paid[part[0]]["currency"], row.get(unit))
        if row.get("reason") != "no_path" and effects.get(key) != row["removal_effect"]:
            wrong.append((row, effects.get(key)))
    wrong += [(part, total) for part, total in sums.items() if total != 1000000]
    return wrong if len(sums) == len(asked) * len(rules["windows"]) else [(sums, asked)]


def compare(dice, worlds, rules):
    records = [r for world in worlds for r in world]
    dice.shuffle(records)
    shutil.rmtree("carried", ignore_errors=True)
    status, said = run(command(rules), to_lines(records))
    if status == 78:  # no link of ours at all
        return 0
    if rules["carry"]:
        said = "".join(l + "\n" for l in said.splitlines() if '"kind":"credit"' not in l)
        with open("carried/state.next", encoding="utf-8") as file:
            rules["until"] = int(file.read().split("until ")[1].split()[0])
    lines = [json.loads(line) for line in said.splitlines()]
    heads = [line for line in lines if line["kind"] == "match"]
    rows = lines[len(heads) :]
    people = Population(records, rules)
    wanted = list(rows_of(people, rules))
    pairs = zip(rows + [None] * len(wanted), wanted + [None] * len(rows))
    wrong = [p for p in pairs if p != (None, None) and not is_same(*p)]
    whole = [
        (m, w)
        for m in rules["models"]
        for w in rules["windows"]
        if not rules["carry"] and sums_of(rows, m, w) != ledger(people.world)
    ]
    parts = [p for p in (1, 2, 7) if merged(rules, worlds, p) != said] if rules["check_parts"] else []
    paid = sum(r["kind"] == "order" and r["state"] == "paid" for r in records)
    if sum(head["orders"] for head in heads) != paid:
        wrong.append((heads, paid))
    wrong += misexplained(dice, rules, records, rows) if not rules["carry"] else []
    if status == 0 and not wrong and not whole and not parts:
        return len(rows)
    print(" ".join(command(rules)))
    print("status %d; not the ledger: %s; other in parts: %s" % (status, whole, parts))
    if wrong:
        print("said   %s\nwanted %s" % wrong[0])
    with open("different.ndjson", "w", encoding="utf-8") as file:
        file.write(to_lines(records))
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--worlds", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    count = made = 0
    while made < given.worlds:
        dice = random.Random("fitted %d/%d" % (given.seed, made))
        rules = draw_rules(dice)
        each = dice.choice((1, 1, 2, 3, 7))
        rules["check_parts"] = each == 7
        rules["carry"] = not rules["check_parts"] and rules["fit"] != "all" and dice.random() < 0.3
        names = ["w%d" % i for i in range(each)]
        rules["coupons"] = coupons_of(names) if dice.random() < 0.5 else []
        write_links(rules)
        found = compare(dice, [Maker(dice, name, rules["stitch"]).make() for name in names], rules)
        if found is None:
            return 1
        count += found
        made += each
    print("%d worlds, %d rows" % (made, count))
    return 0


if __name__ == "__main__":
    sys.exit(main())
