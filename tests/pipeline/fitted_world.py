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
import subprocess
import sys
from datetime import datetime, timezone

import slow_credits
from random_world import Maker
from slow_credits import instant, is_up_to, length_of, order_of, seconds

UNITS = {"account": 2, "post": 3, "campaign": 4}
EVER = (10**12, -1)


def period_of(rules, second):
    form = {"month": "%Y-%m", "year": "%Y", "all": "all"}[rules["fit"]]
    return datetime.fromtimestamp(second, timezone.utc).strftime(form)


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
        placed = self.placed()
        for person in self.world.visits:
            self.take(person, placed.get(person, []))

    def touches(self, person, moment):
        return self.world.touches([v for v in self.world.visits[person] if is_up_to(instant(v), moment)])

    def key(self, second, window, order):
        return (period_of(self.rules, second), window, (order["currency"], order["exponent"]))

    def lose(self, order, conversions, amount):
        for window in self.rules["windows"]:
            self.add_pathless(self.key(seconds(order["time"]), window, order), conversions, amount)

    def add_pathless(self, key, conversions, amount):
        had = self.pathless.get(key, (0, 0))
        self.pathless[key] = (had[0] + conversions, had[1] + amount)

    def placed(self):
        """By person: the orders with what their rows sum to."""
        found = {}
        for name, rows in self.world.orders.items():
            paid = [r for r in rows if r["state"] == "paid"]
            if not paid:
                for row in rows:
                    self.lose(row, 0, row["amount"])
                continue
            base, rule, person = self.world.owner(paid[0])
            amount = sum(r["amount"] for r in rows)
            if rule is None or not self.touches(person, instant(base)):
                self.lose(base, 1, amount)
            else:
                found.setdefault(person, []).append((last_instant(base), base, amount))
        return found

    def take(self, person, orders):
        used = []
        for moment in sorted({o[0] for o in orders}):
            path = self.touches(person, moment)
            new = [t for t in path if t[0]["id"] not in used]
            used += [t[0]["id"] for t in path]
            for window in self.rules["windows"]:
                ends = self.add_nulls(window, new, moment[0])
                if self.rules["reuse"]:
                    ends = [t for t in path if self.reaches(window, t, moment[0])]
                for _, order, amount in (o for o in orders if o[0] == moment):
                    self.convert(window, ends, order, amount)
        rest = [t for t in self.touches(person, EVER) if t[0]["id"] not in used]
        for window in self.rules["windows"]:
            self.add_nulls(window, rest, None)

    def reaches(self, window, touch, later):
        length = length_of(window)
        at = seconds(touch[0]["time"])
        if length is None:
            return period_of(self.rules, at) == period_of(self.rules, later)
        return later - at <= length

    def add_nulls(self, window, touches, order):
        """Runs of touches that led to nothing; what the order has of the last one is given back."""
        runs = []
        for touch in touches:
            if runs and self.reaches(window, runs[-1][-1], seconds(touch[0]["time"])):
                runs[-1].append(touch)
            else:
                runs.append([touch])
        path = []
        if order is not None and runs and self.reaches(window, runs[-1][-1], order):
            path = [t for t in runs.pop() if self.reaches(window, t, order)]
        for run in runs:
            last = seconds(run[-1][0]["time"]) + (length_of(window) or 0)
            key = (period_of(self.rules, last), window)
            self.nulls.setdefault(key, []).append([name_of(self.rules, t) for t in run])
        return path

    def convert(self, window, touches, order, amount):
        key = self.key(seconds(order["time"]), window, order)
        if touches:
            names = [name_of(self.rules, t) for t in touches]
            self.converted.setdefault(key, []).append((names, amount))
        else:
            self.add_pathless(key, 1, amount)


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


def rows_of(people, rules):
    keys = set(people.converted) | set(people.pathless)
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
        "stitch": False,
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


def compare(dice, worlds, rules):
    records = [r for world in worlds for r in world]
    dice.shuffle(records)
    status, said = run(command(rules), to_lines(records))
    if status == 78:  # no link of ours at all
        return 0
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
        if sums_of(rows, m, w) != ledger(people.world)
    ]
    parts = [p for p in (1, 2, 7) if merged(rules, worlds, p) != said] if rules["check_parts"] else []
    paid = sum(r["kind"] == "order" and r["state"] == "paid" for r in records)
    if sum(head["orders"] for head in heads) != paid:
        wrong.append((heads, paid))
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
        found = compare(dice, [Maker(dice, "w%d" % i, False).make() for i in range(each)], rules)
        if found is None:
            return 1
        count += found
        made += each
    print("%d worlds, %d rows" % (made, count))
    return 0


if __name__ == "__main__":
    sys.exit(main())
