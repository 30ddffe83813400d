"""Whether hark and the others came to the same results."""

import csv
import json


def records(path, kind):
    with open(path, encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if record["kind"] == kind:
                yield record


def rows(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


class Comparison:
    """Two results: how many were compared, those that differ, and differences that are explained."""

    def __init__(self, says, ours, theirs):
        self.says = says
        self.count = len(ours)
        self.differing = sorted(
            key
            for key in ours.keys() | theirs.keys()
            if ours.get(key) != theirs.get(key)
        )
        self.note = ""

    def __str__(self):
        line = "%s: %d compared, %d differ" % (
            self.says,
            self.count,
            len(self.differing),
        )
        for key in self.differing[:5]:
            line += "\n    %s" % (key,)
        return line + self.note


def counts(ours, theirs, engine):
    """Posts, distinct authors, greatest and summed followers by day and label."""
    return Comparison(
        "posts, authors and reach by day and label, hark and %s" % engine,
        {
            (row["time"], row.get("labels", "")): tuple(
                row[key]
                for key in (
                    "count",
                    "distinct_author",
                    "max_followers",
                    "sum_followers",
                )
            )
            for row in records(ours, "row")
        },
        {
            (row["day"], row["label"]): tuple(
                int(row[key]) for key in ("posts", "authors", "reach_max", "reach_sum")
            )
            for row in rows(theirs)
        },
    )


def touches(ours, theirs, engine):
    """Of each order its amount, and the account and the post or campaign of its touch."""
    credits = {credit["order"]: credit for credit in records(ours, "credit")}
    orders = {order["id"]: order for order in rows(theirs)}
    comparison = Comparison(
        "amount, account and post or campaign of each order's touch, hark and %s"
        % engine,
        {
            order: (
                credit["amount"],
                credit.get("account", ""),
                credit.get("post", credit.get("campaign", "")),
            )
            for order, credit in credits.items()
        },
        {
            key: (int(order["amount"]), order["account"], order["source"])
            for key, order in orders.items()
        },
    )
    # A reload is no second touch to hark, and is one to the query.
    reloads = sum(
        credits[key].get("touch_time", "") < order["touch_time"]
        for key, order in orders.items()
        if key in credits
    )
    later = sum(
        credits[key].get("touch_time", "") > order["touch_time"]
        for key, order in orders.items()
        if key in credits
    )
    total = sum(credit["amount"] for credit in credits.values())
    comparison.note = (
        "; the amounts sum to %d in both; %d touches are dated earlier by hark (the source came again"
        " in one session, which is one touch to hark), %d later"
        % (total, reloads, later)
    )
    if total != sum(int(order["amount"]) for order in orders.values()) or later > 0:
        comparison.differing.append("sum of amounts, or a touch that hark dates later")
    return comparison


def total(path):
    """The amount of all credits."""
    return sum(credit["amount"] for credit in records(path, "credit"))


def sums(path):
    """The amounts of rows, one for each additive model and window."""
    found = {}
    for row in records(path, "row"):
        if row.get("additive", True):
            key = (row["model"], row["window"])
            found[key] = found.get(key, 0) + row["amount"]
    return list(found.values())


def ends(path):
    """The end record of a stream."""
    return list(records(path, "end"))[-1]
