"""slow_credits - what hark attribute has to say, worked out the long way

For each row of the ledger, model and window the path is made anew from the visits up to the order,
by the words of hark-attribute(1) alone: lists, loops and exact fractions. It shares no code
with hark, and knows nothing of hashes, runs or carried state. credits(records, rules) gives
the credits as a list of objects, in the order in which they have to come.
"""

from datetime import datetime, timezone
from decimal import Decimal, localcontext
from fractions import Fraction

DAY = 86400
WINDOWS = {"none": None}
MONEYS = ("amount", "tax", "shipping")
PAYMENTS = {"paypal.com", "stripe.com"}  # those that the generator uses


def seconds(time):
    moment = datetime.strptime(time, "%Y-%m-%dT%H:%M:%SZ")
    return int(moment.replace(tzinfo=timezone.utc).timestamp())


def instant(record):
    """Sorts; without ms a time is the first of its second."""
    return (seconds(record["time"]), record.get("ms", -1))


def is_up_to(one, other):
    """Whether it is no later: in one second only two ms tell."""
    if one[0] != other[0]:
        return one[0] < other[0]
    return other[1] < 0 or one[1] <= other[1]


def length_of(window):
    units = {"s": 1, "m": 60, "h": 3600, "d": DAY, "w": 7 * DAY, "y": 365 * DAY}
    return None if window == "none" else int(window[:-1]) * units[window[-1]]


def page_of(url):
    """Of the few ways in which the generator writes a page."""
    rest = url.split("://", 1)[1]
    rest = rest[4:] if rest.startswith("www.") else rest
    return rest.split("#")[0]


def host_of(url):
    return page_of(url).split("/")[0]


def tag_of(url):
    """The campaign of a link that carries a tag, else None."""
    for parameter in url.split("?", 1)[1].split("&") if "?" in url else []:
        name, value = parameter.split("=", 1)
        if name == "cid":
            return value
    return None


class Links:
    """Who owns a link at a time, from our own posts."""

    def __init__(self, posts):
        self.owners = {}
        for post in posts:
            if "account" not in post:
                continue
            for long, short in zip(post["links"], post["shorts"]):
                if short:
                    self.add("short", page_of(short), post, tag_of(long))
                if tag_of(long) is not None:
                    self.add("long", page_of(long), post, tag_of(long))

    def add(self, form, link, post, campaign):
        owner = (seconds(post["time"]), post["account"], post["id"], campaign or "")
        self.owners.setdefault((form, link), []).append(owner)

    def find(self, form, link, time_s):
        """None, or what a touch by it is: its identity, account, post, campaign."""
        before = sorted(o for o in self.owners.get((form, link), []) if o[0] <= time_s)
        if not before:
            return None
        if len({o[1] for o in before}) > 1:
            first = sorted(self.owners[form, link])[0]
            return ("link", form, link), "ambiguous", None, first[3]
        _, account, post, campaign = before[-1]
        return ("post", post), account, post, campaign


class World:
    def __init__(self, records, rules):
        self.rules = rules
        kinds = {}
        for record in records:
            kinds.setdefault(record["kind"], []).append(record)
        self.links = Links(kinds.get("post", []))
        self.clicks = {}
        for click in kinds.get("click", []):
            if "bot" not in click.get("flags", []):
                self.clicks.setdefault(page_of(click["destination"]), []).append(click)
        self.visits = {}
        self.named = {}
        for visit in kinds.get("visit", []):
            if "visitor" not in visit or "bot" in visit.get("flags", []):
                continue
            self.visits.setdefault(visit["visitor"], []).append(visit)
            if "order" in visit:
                self.named.setdefault(visit["order"], []).append(visit)
        for visits in self.visits.values():
            visits.sort(key=lambda v: (instant(v), v["id"]))
        self.rows = [o for o in kinds.get("order", []) if o["state"] != "pending"]
        self.orders = {}
        for row in self.rows:
            self.orders.setdefault(order_of(row), []).append(row)
        for rows in self.orders.values():
            rows.sort(key=lambda r: (instant(r), r["state"] != "paid", r["id"]))
        self.links_made = [b for b in self.bonds() if b[1] != b[2]]
        self.sources = {v["id"]: self.source(v) for p in self.visits.values() for v in p}

    def clicked(self, visit):
        """The owner of the short link that led here."""
        now = instant(visit)
        clicks = [
            c
            for c in self.clicks.get(page_of(visit["url"]), [])
            if self.links.find("short", page_of(c["url"]), seconds(c["time"]))
            and is_up_to(instant(c), now)
        ]
        if not clicks:
            return None
        last = max(clicks, key=instant)
        if now[0] - seconds(last["time"]) > 60:
            return None
        return self.links.find("short", page_of(last["url"]), now[0])

    def source(self, visit):
        """Of one visit: its kind, what tells it from others, account, post, campaign."""
        time_s = seconds(visit["time"])
        utm = [visit.get("utm_" + name, "") for name in ("source", "medium", "campaign", "id")]
        named = utm[2] or utm[3] or None
        owner = None
        if "referrer" in visit:
            owner = self.links.find("short", page_of(visit["referrer"]), time_s)
        owner = owner or self.links.find("long", page_of(visit["url"]), time_s)
        owner = owner or self.clicked(visit)
        if owner:
            return ("post", owner[0], owner[1], owner[2], owner[3] or named)
        if any(utm):
            return ("campaign", tuple(u.lower() for u in utm), None, None, named)
        if "click_param" in visit:
            return ("click_id", visit["click_param"].lower(), None, None, None)
        if "referrer" in visit:
            host = host_of(visit["referrer"])
            ignored = PAYMENTS | set(self.rules["ignored"])
            if host != host_of(visit["url"]) and not any(
                host == i or host.endswith("." + i) for i in ignored
            ):
                return ("referral", host, None, None, None)
        return ("direct", None, None, None, None)

    def coupons(self, order):
        """The codes of an order as visits in its own second."""
        found = []
        for code in order.get("coupon", "").split(","):
            rows = [r for r in self.rules["coupons"] if r[0].lower() == code.strip().lower()]
            rows = [r for r in rows if r[3] is None or order["time"] < r[3]]
            if not rows:
                continue
            shown, account, post, _ = rows[-1]
            who = ("post", post) if post else ("account", account)
            if len({r[1] for r in rows}) > 1:
                who, account, post = ("code", shown), "ambiguous", None
            visit = dict(order, id="coupon:" + shown)
            self.sources[visit["id"]] = ("post", who, account, post, None)
            found.append(visit)
        return found

    def touches(self, visits):
        """Of all visits up to an order: pairs of visit and source."""
        found, session, last = [], None, None
        for visit in visits:
            now = seconds(visit["time"])
            if last is None or now - last > self.rules["gap"]:
                session = []
                found.append(session)
            last = now
            session.append((visit, self.sources[visit["id"]]))
        path = []
        for session in found:
            seen = []
            for visit, source in session:
                if source[0] == "direct" or source[:2] in seen:
                    continue
                if self.rules["touches"] == "tracked" and source[0] not in ("post", "campaign"):
                    continue
                seen.append(source[:2])
                path.append((visit, source))
            if not seen and self.rules["touches"] == "all":
                path.append(session[0])
        return path

    def may_tell(self, visit, order):
        """Day by day what comes after the order's UTC day says nothing of it."""
        return not self.rules.get("carry") or visit["time"][:10] <= order["time"][:10]

    def named_by(self, order):
        """The rule and the person whose visit names the order first, devices before what the shop says of its customer."""
        tail = order["id"].split(":", 1)[1]
        for rule, names in (("order", [order["id"], tail]), ("number", [order.get("number")])):
            visits = [v for name in names for v in self.named.get(name, []) if self.may_tell(v, order)]
            if visits:
                first = min(visits, key=lambda v: (v["visitor"].startswith("shop:"), instant(v)))
                return rule, first["visitor"]
        return None

    def owner(self, row):
        """Of a row: its order, by which rule it was joined, and to whom."""
        rows = self.orders[order_of(row)]
        base = next((r for r in rows if r["state"] == "paid"), None)
        claims = []
        if (base or row).get("visitor"):
            claims.append(("visitor", (base or row)["visitor"]))
        if base and self.named_by(base):
            claims.append(self.named_by(base))
        claims = [
            c for c in claims if any(self.may_tell(v, base or row) for v in self.visits.get(c[1], []))
        ]
        return (base or row), *(claims[0] if claims else (None, None))

    def bonds(self):
        """When which device was which customer's."""
        for visits in self.visits.values():
            for visit in visits:
                if "customer" in visit:
                    yield instant(visit), visit["visitor"], visit["customer"]
        for row in self.rows:
            customer = customer_of(row)
            if row["state"] != "paid" or customer is None:
                continue
            if "visitor" in row:
                yield instant(row), row["visitor"], customer
            if self.named_by(row):
                yield instant(row), self.named_by(row)[1], customer

    def owner_then(self, visit, known):
        """Whose a visit is, by those bonds of its device that are known."""
        now = instant(visit)
        before = [b for b in known if b[0] <= now]
        after = [b for b in known if b[0] > now]
        if after:
            sitting = [instant(v) for v in self.visits[visit["visitor"]]]
            sitting = [now] + [i for i in sitting if now < i < after[0][0]] + [after[0][0]]
            gaps = [b[0] - a[0] for a, b in zip(sitting, sitting[1:])]
            if all(gap <= self.rules["gap"] for gap in gaps):
                return after[0][2]
        return before[-1][2] if before else after[0][2]

    def known(self, moment):
        """By device the bonds that were known by then."""
        known = {}
        for bond in sorted(self.links_made):
            if is_up_to(bond[0], moment):
                known.setdefault(bond[1], []).append(bond)
        return known

    def customer_then(self, base):
        """None, or the customer whose the order is, as far as was known."""
        known, customer = self.known(instant(base)), customer_of(base)
        asked = [base.get("visitor"), (self.named_by(base) or (None, None))[1]]
        if base["state"] != "paid":
            asked = asked[:1]
        for device in asked:
            if customer is None and device in known:
                customer = known[device][-1][2]
        return customer

    def visits_then(self, customer, moment):
        """The visits up to the moment that were known to be the customer's."""
        known = self.known(moment)
        visits = [
            visit
            for device, all_of in self.visits.items()
            for visit in all_of
            if is_up_to(instant(visit), moment)
            and (device == customer or (device in known and self.owner_then(visit, known[device]) == customer))
        ]
        return sorted(visits, key=lambda v: (instant(v), v["id"]))

    def stitched(self, base):
        """None, or the visits up to the order of the customer whose it is, as far as was known."""
        customer = self.customer_then(base)
        return None if customer is None else self.visits_then(customer, instant(base))

    def person(self, row):
        """Of a row: its order, the rule and the visitor who joined it, all visits up to it, and
        whether they are stitched together."""
        base, rule, device = self.owner(row)
        visits = self.stitched(base) if self.rules["stitch"] else None
        if visits is not None:
            return base, rule or ("stitched" if visits else None), device, visits, True
        order = instant(base)
        visits = [v for v in self.visits.get(device, []) if is_up_to(instant(v), order)]
        return base, rule, device, visits, False


def customer_of(row):
    """Who bought; a visitor may be a device alone."""
    visitor = row.get("visitor", "")
    is_user = row.get("visitor_by") == "user" or visitor.startswith("shop:")
    return row.get("customer") or (visitor if is_user else None)


def order_of(row):
    return row.get("target") or row["id"] if row["state"] != "paid" else row["id"]


def split(value, weights):
    """By largest remainder, of equal ones the earlier; -100 as 100."""
    whole = sum(weights)
    exact = [abs(value) * w / whole for w in weights]
    parts = [e.numerator // e.denominator for e in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: abs(value) - sum(parts)]:
        parts[i] += 1
    return [p if value >= 0 else -p for p in parts]


def only(path, chosen):
    return [Fraction(int(i == chosen)) for i in range(len(path))]


def last_non_direct(path):
    told = [i for i, (_, source) in enumerate(path) if source[0] != "direct"]
    return only(path, told[-1] if told else len(path) - 1)


def by_position(path, first, middle, last):
    """Of one touch all, of two what the ends have of each other."""
    if len(path) == 1:
        return [Fraction(1)]
    if len(path) == 2:
        return [Fraction(first), Fraction(last)]
    between = [Fraction(middle, len(path) - 2)] * (len(path) - 2)
    return [Fraction(first), *between, Fraction(last)]


def decayed(path):
    """Half for each week before the last touch, down to whole 2^-40ths."""
    last = seconds(path[-1][0]["time"])
    with localcontext() as context:
        context.prec = 50
        weeks = [Decimal(last - seconds(v["time"])) / (7 * DAY) for v, _ in path]
        return [Fraction(int(Decimal(2) ** (40 - w))) for w in weeks]


def once_an_account(path):
    accounts = [source[2] for _, source in path]
    return [Fraction(int(accounts.index(a) == i)) for i, a in enumerate(accounts)]


MODELS = {
    "first": lambda path: only(path, 0),
    "inverse_j": lambda path: by_position(path, 60, 20, 20),
    "j": lambda path: by_position(path, 20, 20, 60),
    "last": lambda path: only(path, len(path) - 1),
    "last_non_direct": last_non_direct,
    "linear": lambda path: [Fraction(1)] * len(path),
    "participation": once_an_account,
    "position": lambda path: by_position(path, 40, 20, 40),
    "time_decay": decayed,
}
NOT_ADDITIVE = {"participation"}


def parts_of(world, row, money, weights, model):
    """What each touch gets of one amount of the row, or None."""
    if money not in row:
        return None
    if model in NOT_ADDITIVE:
        return [row[money] if w else 0 for w in weights]
    rows = world.orders[order_of(row)]
    rows = rows if any(r["state"] == "paid" for r in rows) else [row]
    before = sum(r.get(money, 0) for r in rows[: rows.index(row)])
    old = split(before, weights)
    new = split(before + row[money], weights)
    return [n - o for n, o in zip(new, old)]


def shared(world, row, model, window, head, path, base, rule_of):
    weights = MODELS[model](path)
    parts = {m: parts_of(world, row, m, weights, model) for m in MONEYS}
    ppm = split(1000000, weights)
    if model in NOT_ADDITIVE:
        ppm = [1000000] * len(path)
    for i, (visit, source) in enumerate(path):
        if weights[i] == 0:
            continue
        credit = dict(head, model=model, window=window, of=len(path), position=i + 1)
        credit.update(touch=visit["id"], touch_time=visit["time"], joined_by=rule_of(visit))
        credit["lag_s"] = seconds(base["time"]) - seconds(visit["time"])
        credit["share_ppm"] = ppm[i]
        credit.update({m: p[i] for m, p in parts.items() if p is not None})
        for key, value in zip(("account", "post", "campaign"), source[2:]):
            if value:
                credit[key] = value
        yield credit


def credits_of(world, row):
    base, rule, device, visits, is_stitched = world.person(row)
    head = {k: row[k] for k in ("time", "currency", "exponent")}
    head.update(v=1, kind="credit", source=row["id"].split(":")[0])
    head.update(order=order_of(row), touches=world.rules["touches"])
    if row["state"] != "paid":
        head["row"] = row["id"]
    codes = world.coupons(base)
    touches = world.touches(visits + codes) if rule or codes else []
    rule = rule or ("coupon" if codes else None)

    def rule_of(visit):
        if visit["id"].startswith("coupon:"):
            return "coupon"
        return rule if not is_stitched or visit["visitor"] == device else "stitched"

    plain = head
    for model in sorted(world.rules["models"]):
        head = dict(plain, additive=False) if model in NOT_ADDITIVE else plain
        for window in world.rules["windows"]:
            length = length_of(window)
            path = [
                (v, s)
                for v, s in touches
                if length is None or seconds(base["time"]) - seconds(v["time"]) <= length
            ]
            if path:
                yield from shared(world, row, model, window, head, path, base, rule_of)
                continue
            why = "no_visitor" if not rule else "outside_window" if touches else "no_touch"
            credit = dict(head, model=model, window=window, reason=why)
            credit.update({m: row[m] for m in MONEYS if m in row})
            if rule:
                credit["joined_by"] = rule
            yield credit


def credits(records, rules):
    world = World(records, rules)
    rows = sorted(
        world.rows,
        key=lambda r: (seconds(r["time"]), order_of(r), r["state"] != "paid", instant(r), r["id"]),
    )
    return [credit for row in rows for credit in credits_of(world, row)]
