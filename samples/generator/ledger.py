"""The truth: what each account of ours earned, by what really happened.

Model: the last touch at or before the order, 30 days back, both ends
included. Nothing here reads what was written: a visit knows the tokens that
it came by, and a token the posts that carry it.
"""

import time

IDLE = 1800  # seconds within a session
WINDOW = 30 * 86400
CLICK = 60  # seconds from a click to its visit


class Reading:
    """How a case that the definitions leave open is read.

    The world holds no such case: the ledger must come out alike for each.
    source: what makes two sources of a session one, "link" (the page or
    shortened address behind a post's link), "token" (the very address), or
    "account".
    outside: likewise of a referrer, "url" or "host".
    forever: whether a link of two accounts is ambiguous before the second
    has posted it. eager: whether a session that starts without a source has
    a direct touch even though one shows later.
    """

    def __init__(self, source="link", outside="url", forever=False, eager=False):
        self.source, self.outside = source, outside
        self.forever, self.eager = forever, eager


READINGS = (
    Reading(),
    Reading(source="token"),
    Reading(source="account"),
    Reading(outside="host"),
    Reading(forever=True),
    Reading(eager=True),
)


def owner(token, second, reading):
    name = token.owner(second)
    if name is not None and reading.forever:
        return token.owner(1 << 40)
    return name


def clicked(token, second):
    return any(0 <= second - click <= CLICK for click in token.clicks)


def source(visit, reading):
    """What brought the visit: (rank, key, account), or None for nothing.

    rank: "ours", "tag" or "outside". First the short address, then the page,
    then the shortener's click, then the campaign, then the referrer.
    """
    come = visit.arrival
    if come is None:
        return None
    tokens = [come.short, come.page]
    if come.hop is not None and clicked(come.hop, visit.time):
        tokens.append(come.hop)
    for token in tokens:
        account = token and owner(token, visit.time, reading)
        if account is not None:
            key = {
                "account": account,
                "token": token.url,
                "link": ",".join(str(post.ident) for post in token.posts),
            }[reading.source]
            return "ours", key, account
    if come.tag is not None:
        return "tag", come.tag, None
    if come.outside is not None:
        host = come.outside.split("/")[2]
        return "outside", host if reading.outside == "host" else come.outside, None
    return None


def sessions(visits):
    """Lists of visits with no more than IDLE seconds between any two."""
    run = []
    for visit in visits:
        if run and visit.time - run[-1].time > IDLE:
            yield run
            run = []
        run.append(visit)
    if run:
        yield run


def touches(person, reading):
    """The person's touches by time, as (second, account), for both kinds."""
    visits = [one for one in person.requests if one.counts]
    visits.sort(key=lambda one: one.time)  # stable: as they were made
    tracked, everything = [], []
    for session in sessions(visits):
        seen, any_source = set(), False
        for visit in session:
            found = source(visit, reading)
            if found is None:
                continue
            any_source = True
            rank, key, account = found
            if (rank, key) in seen:
                continue
            seen.add((rank, key))
            everything.append((visit.time, account))
            if rank != "outside":
                tracked.append((visit.time, account))
        if not any_source or (reading.eager and source(session[0], reading) is None):
            everything.append((session[0].time, None))
    everything.sort(key=lambda touch: touch[0])
    return {"tracked": tracked, "all": everything}


def credit(order, touched):
    """The account, or "", and the reason, or "" where there is a touch."""
    if not order.named:
        return "", "no_visitor"
    # What comes later must not change a reason: a day's run cannot know it.
    touched = [touch for touch in touched if touch[0] <= order.time]
    if not touched:
        return "", "no_touch"
    inside = [touch for touch in touched if order.time - WINDOW <= touch[0]]
    if not inside:
        return "", "outside_window"
    last = max(touch[0] for touch in inside)
    accounts = {account or "" for second, account in inside if second == last}
    if len(accounts) > 1:
        raise AssertionError("order %s: two touches at once" % order.ident)
    return accounts.pop(), ""


def credits(orders, reading):
    """Each order's (account, reason), for both kinds of touches."""
    known, result = {}, {}
    for order in orders:
        if order.order is not None or order.state == "pending":
            continue
        who = order.person
        if who not in known:
            known[who] = touches(who, reading)
        result[order] = {
            kind: credit(order, known[who][kind]) for kind in ("tracked", "all")
        }
    return result


def settled(orders):
    """The credits, which no reading may change."""
    result = credits(orders, READINGS[0])
    for reading in READINGS[1:]:
        other = credits(orders, reading)
        for order, one in result.items():
            if other[order] != one:
                raise AssertionError(
                    "order %s hangs on how one reads: %s, %s"
                    % (order.ident, one, other[order])
                )
    return result


def month(second):
    return time.strftime("%Y-%m", time.gmtime(second))


def books(orders, credited):
    """The rows of ledger.csv and of ledger-reasons.csv, without headings."""
    rows, reasons = {}, {}
    for order in orders:
        if order.state == "pending":
            continue
        total, tax, shipping = order.signed()
        for kind, (account, reason) in credited[order.order or order].items():
            for metric, minor in (
                ("order_total", total),
                ("net_sales", total - tax - shipping),
            ):
                key = (kind, metric, account, month(order.time), order.currency)
                rows[key] = rows.get(key, 0) + minor
            key = (kind, reason, order.currency)
            reasons[key] = reasons.get(key, 0) + total
    return (
        [key + (minor,) for key, minor in sorted(rows.items())],
        [key + (minor,) for key, minor in sorted(reasons.items())],
    )
