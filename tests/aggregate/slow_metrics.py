"""slow_metrics - hark's metrics as docs/metrics.md defines them, worked out the long way

Records are lists of dicts; each function gives {group: columns}, where a group is a tuple of the values of its keys
("month", or a field's name; "labels" and a list's each value) and columns are exact numbers. A column that is not
there is absent. Nothing here is quick, and nothing here is taken from hark.
"""

from datetime import datetime
from decimal import Decimal, getcontext
from fractions import Fraction

getcontext().prec = 50
COUNTERS = ("likes", "reposts", "quotes", "replies")


def seconds(time):
    return int(datetime.fromisoformat(time.replace("Z", "+00:00")).timestamp())


def day(record):
    return seconds(record["time"][:10] + "T00:00:00Z") // 86400


def rounded(value, places=4):
    return Fraction(round(Fraction(value) * 10**places), 10**places)


def ratio(name, top, under, per=1):
    """Over nothing there is none."""
    if top is None or under is None or under <= 0:
        return {}
    return {name: rounded(Fraction(per) * top / under)}


def share(name, part, whole):
    """With Wilson's interval, in decimals of 50 places."""
    columns = ratio(name, part, whole)
    if columns:
        z, n, k = Decimal("1.959963984540054"), Decimal(whole), Decimal(int(part))
        middle = k / n + z * z / (2 * n)
        half = z * (k / n * (1 - k / n) / n + z * z / (4 * n * n)).sqrt()
        for end, side in (("_low", -1), ("_high", 1)):
            bound = (middle + side * half) / (1 + z * z / n)
            columns[name + end] = rounded(Fraction(min(max(bound, Decimal(0)), Decimal(1))))
    return columns


def quantile(values, p):
    values = sorted(values)
    place = (len(values) - 1) * Fraction(p)
    low = int(place)
    return rounded(values[low] + (place - low) * (values[min(low + 1, len(values) - 1)] - values[low]))


def survival(name, happened, waited):
    """Kaplan and Meier's median, and quantiles of what happened (of one time what happened is before what did not)."""
    columns = {name: "not_reached"}
    times = sorted([(t, 0) for t in happened] + [(t, 1) for t in waited])
    left = Fraction(1)
    for i, (time, is_censored) in enumerate(times):
        if not is_censored:
            left *= 1 - Fraction(1, len(times) - i)
            same = i + 1 < len(times) and times[i + 1] == (time, 0)
            if left <= Fraction(1, 2) and not same and columns[name] == "not_reached":
                columns[name] = time
    if happened:
        columns[name + "_p50"] = quantile(happened, Fraction(1, 2))
        columns[name + "_p90"] = quantile(happened, Fraction(9, 10))
    return columns


# Groups.


def values(record, key, when):
    if key == "labels":
        return sorted(set(record.get("labels", []))) or [None]
    if key == "month":
        return [record[when][:7]]
    return [record.get(key)]


def groups(record, keys, when="time"):
    found = [()]
    for key in keys:
        found = [group + (value,) for group in found for value in values(record, key, when)]
    return found


def table(records, keys, columns, pick=lambda records: records, when="time"):
    """A row a group; of an array `of`, what all its values hold together."""
    held, plain = {}, {}
    others = [key for key in keys if key != "labels"]
    for record in records:
        for group in groups(record, keys, when):
            held.setdefault(group, []).append(record)
        plain.setdefault(groups(record, others, when)[0], []).append(record)
    rows = {group: dict(columns(pick(those))) for group, those in held.items()}
    if "labels" in keys:
        at = keys.index("labels")
        for group, row in rows.items():
            row["of"] = len(pick(plain[group[:at] + group[at + 1 :]]))
    return rows


# Which records.


def is_copy(record):
    return "observed" in record.get("flags", [])


def posts(records):
    return [r for r in records if r["kind"] == "post" and not is_copy(r)]


def last_of(records, key):
    """Of each the observation with the highest seen, of one second the record itself before a copy."""
    last = {}
    for record in sorted(records, key=lambda r: (r["seen"], not is_copy(r))):
        last[record[key]] = record
    return list(last.values())


def measured(records):
    originals = [r for r in records if r["kind"] == "post" and "repost_of" not in r]
    return last_of([r for r in originals if any(c in r for c in COUNTERS)], "id")


# Engagement.


def age(record):
    return seconds(record["seen"]) - seconds(record["time"])


def ripe(records):
    return [r for r in records if age(r) >= 86400]


def acts(record):
    return sum(record.get(counter, 0) for counter in COUNTERS)


def dated(record):
    source, at = record["source"], record["time"]
    if source in ("reddit", "discourse", "stackexchange", "disqus", "feed"):
        return record.get("replies", 0)
    if source in ("youtube", "instagram"):
        return record.get("likes", 0) + record.get("replies", 0)
    if source != "twitter":
        return acts(record)
    found = record.get("likes", 0) + record.get("reposts", 0)
    found += record.get("quotes", 0) if at >= "2023-06-13" else 0
    return found + (record.get("replies", 0) if at >= "2024-01-01" else 0)


def captured(records):
    old = ripe(records)
    columns = {"measured_posts": len(old), "young_posts": len(records) - len(old)}
    if old:
        ages = [age(r) for r in old]
        columns.update(engagement_age_min_s=min(ages), engagement_age_max_s=max(ages))
    return columns


def engagement_columns(records):
    old = ripe(records)
    columns = captured(records)
    if old:
        columns.update(engagement_count=sum(map(acts, old)), engagement_dated_count=sum(map(dated, old)))
    followed = [r for r in old if r.get("followers", 0) > 0]
    viewed = [r for r in old if r.get("views", 0) > 0]
    if old:
        columns.update(posts_with_followers=len(followed), posts_with_views=len(viewed))
    if followed:
        all_acts, all_dated = sum(map(acts, followed)), sum(map(dated, followed))
        crowd = sum(r["followers"] for r in followed)
        rates = sum(rounded(Fraction(acts(r), r["followers"]), 9) for r in followed)
        columns.update(engagement_with_followers=all_acts)
        columns.update(engagement_dated_with_followers=all_dated, followers_with_engagement=crowd, engagement_rates=rates)
        columns.update(ratio("engagement_rate", all_acts, crowd, 100))
        columns.update(ratio("engagement_dated_rate", all_dated, crowd, 100))
        columns.update(ratio("engagement_rate_mean", rates, len(followed), 100))
    if viewed:
        count, views = sum(map(acts, viewed)), sum(r["views"] for r in viewed)
        columns.update(engagement_with_views=count, views_with_engagement=views)
        columns.update(ratio("engagement_rate_views", count, views, 100))
    return columns


def engagement(records, keys):
    return table(measured(records), keys, engagement_columns)


# People.


def interval(name, who, followers):
    return {name + who: len(followers), name + "low": max(followers), name + "high": sum(followers)}


def reach(records, keys):
    def columns(those):
        return interval("reach_", "authors", [r["followers"] for r in those])

    known = [r for r in posts(records) if "followers" in r]
    return table(known, keys, columns, lambda those: last_of(those, "author"))


def audience(records, keys):
    """Each account as it was last seen by the end of the period, from the period of its first observation on."""
    seen = [r for r in posts(records) if "followers" in r]
    seen += [r for r in records if r["kind"] == "account" and "followers" in r]
    seen += [r for r in records if r["kind"] == "count" and r["measure"] in ("followers", "fans")]
    seen = [r for r in seen if "account" in r]
    months = sorted({r["time"][:7] for r in seen}) if "month" in keys else [None]
    rows = {}
    for month in months:
        by_then = [r for r in seen if month is None or r["time"][:7] <= month]
        if month is not None:
            by_then.sort(key=lambda r: (r["time"][:7], r["seen"]))
        else:
            by_then.sort(key=lambda r: r["seen"])
        last = {}
        for r in by_then:
            group = tuple(month if key == "month" else r.get(key) for key in keys)
            last[group, r["account"]] = r.get("followers", r.get("value"))
        for group in {group for group, _ in last}:
            rows[group] = interval("audience_", "accounts", [n for (g, _), n in last.items() if g == group])
    return rows


def visits(records, keys):
    def columns(those):
        orders = [r for r in those if r["kind"] == "order"]
        begun = [r for r in those if r.get("id") in starts]
        names = {r["visitor"] for r in those if r["kind"] == "visit"}
        found = {"orders": len(orders)} if orders else {}
        found.update({"sessions": len(begun)} if begun else {})
        found["visitors"] = len(names)
        found.update(ratio("orders_per_session", found.get("orders"), found.get("sessions")))
        found.update(ratio("orders_per_visitor", found.get("orders"), found.get("visitors")))
        return found

    came = [r for r in records if r["kind"] == "visit" and "visitor" in r]
    came = [r for r in came if not {"bot", "preview"} & set(r.get("flags", []))]
    starts, before = set(), {}
    for r in sorted(came, key=lambda r: seconds(r["time"])):
        if r["visitor"] not in before or seconds(r["time"]) - before[r["visitor"]] > 1800:
            starts.add(r["id"])
        before[r["visitor"]] = seconds(r["time"])
    return table(came + [r for r in records if r["kind"] == "order" and r["state"] == "paid"], keys, columns)


# What is said.


def moods(records):
    said = [r["sentiment"] for r in records if "sentiment" in r]
    return said.count("positive"), said.count("negative"), len(said)


def sentiment(records, keys):
    def columns(those):
        good, bad, rated = moods(those)
        found = {"volume": len(those), "positive": good, "negative": bad, "rated": rated}
        found.update(polar=good + bad, sentiment_balance=good - bad)
        found.update(ratio("net_sentiment", good - bad, rated))
        found.update(ratio("net_sentiment_polar", good - bad, good + bad))
        found.update(ratio("sentiment_ratio", good, bad))
        found.update(share("positive_share", good, rated))
        found.update(share("negative_share", bad, rated))
        return found

    return table(posts(records), keys, columns)


def influence(records, keys):
    def columns(those):
        counts = sorted((r["reposts"] for r in those if "reposts" in r), reverse=True)
        found = {"influence_posts": len(counts)}
        return dict(found, influence=sum(1 for i, n in enumerate(counts) if n > i)) if counts else found

    return table([r for r in records if r["kind"] == "post" and "repost_of" not in r], keys, columns)


def panel_rows(records, keys, panel, columns):
    """A row for each label of the panel in each of the other keys' groups that any of them has a post in."""
    rows = {}
    naming = [r for r in records if set(panel) & set(r.get("labels", []))]
    for group in {groups(r, keys)[0] for r in naming}:
        those = [r for r in naming if groups(r, keys)[0] == group]
        own = {label: [r for r in those if label in r["labels"]] for label in panel}
        for label in panel:
            rows[group + (label,)] = dict(columns(own[label], own.values()), of=len(those))
    return rows


def voice(records, keys, panel):
    def columns(own, each):
        good, bad, _ = moods(own)
        found = {"volume": len(own), "positive": good, "negative": bad, "voices": len({r["author"] for r in own})}
        found["panel_volume"] = sum(map(len, each))
        found["panel_positive"] = sum(moods(one)[0] for one in each)
        found["panel_negative"] = sum(moods(one)[1] for one in each)
        found["panel_voices"] = sum(len({r["author"] for r in one}) for one in each)
        found.update(share("share_of_voice", len(own), found["panel_volume"]))
        found.update(share("share_of_voice_positive", good, found["panel_positive"]))
        found.update(share("share_of_voice_negative", bad, found["panel_negative"]))
        found.update(share("share_of_voice_authors", found["voices"], found["panel_voices"]))
        return found

    return panel_rows(posts(records), keys, panel, columns)


def voice_engagement(records, keys, panel):
    def columns(own, each):
        old = [r for one in each for r in ripe(one)]
        found = captured(own)
        if old:
            found.update(engagement_count=sum(map(acts, ripe(own))), panel_engagement=sum(map(acts, old)))
        found.update(ratio("share_of_voice_engagement", found.get("engagement_count"), found.get("panel_engagement")))
        return found

    return panel_rows(measured(records), keys, panel, columns)


def issues_change(records, keys, change):
    days = [day(r) for r in records if r["kind"] == "post"]
    middle = min(max(seconds(change + "T00:00:00Z") // 86400, min(days)), max(days) + 1)
    before, after = middle - min(days), max(days) + 1 - middle

    def columns(those):
        early = sum(1 for r in those if r["time"] < change)
        late = len(those) - early
        found = {"issues": len(those), "issues_before": early, "issues_after": late}
        found.update(days=before + after, days_before=before, days_after=after)
        found.update(ratio("issues_per_week_before", early, before, 7))
        found.update(ratio("issues_per_week_after", late, after, 7))
        found.update(share("issues_after_share", late, len(those)))
        found.update(ratio("days_after_share", after, before + after))
        return found

    return table([r for r in posts(records) if "account" not in r], keys, columns)


def own_posts(records, keys):
    days = [day(r) for r in records if r["kind"] == "post"]
    count = max(days) - min(days) + 1

    def columns(those):
        replies = sum(1 for r in those if "reply_to" in r)
        active = len({day(r) for r in those})
        found = {"posts": len(those), "replies": replies, "broadcasts": len(those) - replies, "days": count}
        found.update(active_days=active, days_silent=max(days) - max(day(r) for r in those))
        found.update(share("reply_share", replies, len(those)))
        found.update(ratio("posts_per_week", len(those), count, 7))
        found.update(share("active_share", active, count))
        return found

    return table([r for r in posts(records) if "account" in r], keys, columns)


# Cases and ideas.


def cases(records, keys, end):
    when = {"cohort": "opened", "flow": "closed"}[end]

    def columns(those):
        answered = [r["first_response_s"] for r in those if "first_response_s" in r]
        waited = [r["waited_s"] for r in those if "first_response_s" not in r]
        counts = {"cases": len(those), "responded": len(answered)}
        counts["resolved"] = sum(1 for r in those if r["outcome"] == "resolved")
        counts["reopened"] = sum(1 for r in those if r.get("reopened", 0) > 0)
        counts["sla_met"] = sum(1 for r in those if r.get("sla") == "met")
        counts["sla_due"] = sum(1 for r in those if "sla" in r)
        counts["next_response_s"] = sum(r.get("next_response_s", 0) for r in those)
        counts["next_responses"] = sum(r.get("next_responses", 0) for r in those)
        found = {"%s_%s" % (name, end): n for name, n in counts.items()}
        for rate, part in (("response", "responded"), ("resolution", "resolved"), ("reopen", "reopened")):
            found.update(share("%s_rate_%s" % (rate, end), counts[part], len(those)))
        found.update(share("sla_rate_" + end, counts["sla_met"], counts["sla_due"]))
        found.update(ratio("next_response_" + end, counts["next_response_s"], counts["next_responses"]))
        return dict(found, **survival("first_response_" + end, answered, waited))

    return table([r for r in records if r["kind"] == "case" and when in r], keys, columns, when=when)


def loyalty(records, keys):
    def columns(those):
        found = {}
        for word, is_answered in (("answered", True), ("unanswered", False)):
            buyers = [r for r in those if "bought" in r and ("first_response_s" in r) == is_answered]
            again = sum(1 for r in buyers if r["bought"] == "again")
            found.update({"buyers_%s_cohort" % word: len(buyers), "repeat_%s_cohort" % word: again})
            found.update(share("repeat_share_%s_cohort" % word, again, len(buyers)))
        return found

    return table([r for r in records if r["kind"] == "case"], keys, columns, when="opened")


def ideas(records, keys):
    def columns(those):
        first = [r for r in those if "version_of" not in r]
        found = {"idea_versions": len(those) - len(first), "ideas_illegal": sum(1 for r in those if "illegal" in r)}
        if not first:
            return found
        states = [r.get("idea_status", "open") for r in first]
        for state in ("open", "under_review", "partially_implemented", "implemented", "not_planned", "archived"):
            found["ideas_" + state] = states.count(state)
        found.update(ideas=len(first), idea_votes=sum(r.get("votes_all", 0) for r in first))
        found["ideas_realized"] = states.count("implemented") + states.count("partially_implemented")
        found.update(share("realized_share", found["ideas_realized"], len(first)))
        times = ("idea_first_status", "status_s", "with_status"), ("idea_implementation", "implemented_s", "once_implemented")
        for name, field, n in times:
            happened = [r[field] for r in first if field in r]
            found["ideas_" + n] = len(happened)
            found.update(survival(name, happened, [r["watched_s"] for r in first if field not in r]))
        return found

    return table([r for r in records if r["kind"] == "idea"], keys, columns)


# Money.


def sales(records, keys):
    """Of credits of one model and window, and counts of spend; rows of a currency each."""

    def columns(those):
        credits = [r for r in those if r["kind"] == "credit"]
        spend = [r["value"] for r in those if r["kind"] == "count"]
        kept = [Fraction(r["share_ppm"], 10**6) if r["of"] else 1 for r in credits if "row" not in r]
        found = {"spend_counts": len(spend), "spend": sum(spend)} if spend else {}
        if credits:
            found["amounts"] = len(credits)
            found["order_total"] = sum(r["amount"] for r in credits)
            found["net_sales"] = sum(r["amount"] - r.get("tax", 0) - r.get("shipping", 0) for r in credits)
        if kept:
            found["orders"] = sum(kept)
        found.update(ratio("cost_per_order", found.get("spend"), found.get("orders")))
        found.update(ratio("roas", found.get("net_sales"), found.get("spend")))
        return found

    paid = [r for r in records if r["kind"] == "credit" or (r["kind"] == "count" and r["measure"] == "spend")]
    return table(paid, keys + ["currency"], columns)


def contacts(records, keys):
    def columns(those):
        return {"contacts": sum(r.get("value", 1) for r in those)}

    asked = [r for r in posts(records) if r.get("inbound") and "account" not in r]
    asked += [r for r in records if r["kind"] == "count" and r["measure"] in ("calls", "chats", "emails", "letters", "contacts")]
    return table(asked, keys, columns)
