"""How people come, look round and buy, at random.

A session has at most two sources, and none after an order within it: what the
definitions leave open does not happen.
"""

import bisect

import brand
from people import Arrival

# kind of arrival: share of the sessions
KINDS = (
    ("short", 15),
    ("page", 19),
    ("click", 12),
    ("missed", 4),
    ("copied", 3),
    ("customer", 3),
    ("tag", 8),
    ("search", 12),
    ("paid", 3),
    ("site", 7),
    ("social", 4),
    ("direct", 10),
)
OURS = ("short", "page", "click")
TAGS = (
    ("newsletter", "email", "weekly"),
    ("google", "cpc", "brand"),
    ("partner", "affiliate", "laptops"),
    ("acmedealz", "social", "squat"),
)


def campaign(page):
    """The tag of an address with utm_ parameters, else None."""
    text = "&".join("%s=%s" % pair for pair in page.params)
    return text if "utm_" in text else None


def by_short(use):
    return Arrival(
        use.page.target(),
        use.short.url,
        short=use.short,
        page=use.page,
        tag=campaign(use.page),
    )


def by_page(use, rng=None, referrer="", extra=None):
    return Arrival(
        use.page.target(rng, extra), referrer, page=use.page, tag=campaign(use.page)
    )


def by_hop(use, referrer=""):
    return Arrival(use.page.target(), referrer, hop=use.hop, tag=campaign(use.page))


def by_tag(rng, path, week):
    name, medium, what = rng.choice(TAGS)
    tag = "utm_source=%s&utm_medium=%s&utm_campaign=%s-%d" % (name, medium, what, week)
    return Arrival("%s?%s" % (path, tag), tag=tag)


class Journeys:
    """Sends the town's people along the feed's links."""

    def __init__(self, rng, feed, town, end):
        self.rng, self.feed, self.town, self.end = rng, feed, town, end
        self.links = {}
        for market, handles in brand.FOLLOWED.items():
            known = [
                (post.time, at, use)
                for handle in handles
                for at, (post, use) in enumerate(feed.uses[handle])
                if use.page.site == brand.SITE_OF[market]
            ]
            known.sort(key=lambda one: one[:2])
            self.links[market] = ([one[0] for one in known], [one[2] for one in known])

        self.foreign = {}
        for kind in ("copied", "customer"):
            for site in brand.HOSTS:
                known = [
                    (post.time, at, use)
                    for at, (post, use) in enumerate(feed.foreign)
                    if use.kind == kind and use.page.site == site
                ]
                known.sort(key=lambda one: one[:2])
                self.foreign[kind, site] = (
                    [one[0] for one in known],
                    [one[2] for one in known],
                )

    # random ones

    def link(self, market, second, wanted):
        """A link that a post of late carries, or None."""
        times, uses = self.links[market]
        last = bisect.bisect_right(times, second - 60) - 1
        for _ in range(12):
            at = last - int(self.rng.expovariate(0.2))
            if at >= 0 and wanted(uses[at]) and times[last] - times[at] < 40 * 86400:
                if all(post.time <= second for post in uses[at].page.posts):
                    return uses[at]
        return None

    def arrival(self, kind, person, second):
        """An arrival of that kind, or a direct one where there is none."""
        rng, market = self.rng, person.market
        pages = brand.PAGES[person.site]
        if kind == "short":
            use = self.link(market, second, lambda one: one.short and not one.hop)
            if use:
                return by_short(use)
        if kind == "page":
            use = self.link(market, second, lambda one: one.kind == "tracked")
            if use:
                referrer = rng.choice(
                    ("", "", "http://www.facebook.com/", "http://twitter.com/")
                )
                extra = rng.choice(
                    (None, None, None, ("fbclid", "IwAR%d" % rng.randrange(9)))
                )
                return by_page(use, rng, referrer, extra)
        if kind in ("click", "missed"):
            use = self.link(market, second, lambda one: one.hop)
            if use:
                if kind == "click":
                    self.town.click(use, second - rng.randint(0, 40), person.agent)
                elif rng.random() < 0.5:
                    self.town.click(use, second - rng.randint(100, 900), person.agent)
                return by_hop(use, rng.choice(("", "http://twitter.com/")))
        if kind in ("copied", "customer"):
            times, uses = self.foreign[kind, person.site]
            last = bisect.bisect_right(times, second - 60)
            use = rng.choice(uses[max(0, last - 12) : last] or [None])
            if use and all(post.time <= second for post in use.page.posts):
                return by_short(use)
        if kind == "tag":
            return by_tag(rng, rng.choice(pages), (second - brand.START) // 604800)
        if kind == "search":
            return Arrival(rng.choice(pages), rng.choice(brand.SEARCHES[person.site]))
        if kind == "paid":
            return Arrival(
                rng.choice(pages) + "?gclid=CJ%d" % rng.randrange(20),
                brand.SEARCHES[person.site][0],
            )
        if kind == "site":
            return Arrival(rng.choice(pages), rng.choice(brand.OTHER_SITES[:3]))
        if kind == "social":
            return Arrival(rng.choice(pages), brand.OTHER_SITES[3])
        return Arrival(rng.choice(pages))

    def land(self, person, second, kind):
        """The visit that starts a session or brings somebody back to it."""
        rng, arrival = self.rng, self.arrival(kind, person, second)
        chance = rng.random()
        if kind in ("short", "page") and chance < 0.12:
            self.town.arrive(person, second, arrival, 301)
            second += rng.randint(0, 2)
        self.town.arrive(person, second, arrival, 304 if chance > 0.97 else 200)
        if chance > 0.92:  # a reload; the first may be of the same second
            second += rng.randint(0, 9)
            self.town.arrive(person, second, arrival)
        return second, arrival.target

    def session(self, person, second, buys):
        """One session; the second at which it ends."""
        rng, town = self.rng, self.town
        kinds = [kind for kind, _ in KINDS]
        kind = rng.choices(kinds, [share for _, share in KINDS])[0]
        second, target = self.land(person, second, kind)
        second, target = town.browse(person, second, target, int(rng.expovariate(0.8)))
        if kind in OURS + ("direct",) and rng.random() < 0.12:
            second += rng.randint(20, 1500)
            second, target = self.land(person, second, rng.choice(("search", "tag")))
        elif kind in ("search", "tag", "site") and rng.random() < 0.12:
            second += rng.randint(20, 1500)
            second, target = self.land(person, second, rng.choice(("short", "page")))
        if not buys:
            return town.browse(person, second, target, int(rng.expovariate(0.7)))[0]
        second += rng.randint(5, 400)
        order = town.checkout(
            person, second, target, state="pending" if rng.random() < 0.05 else "paid"
        )
        second = order.time + rng.randint(1, 5)
        if rng.random() < 0.88:
            town.thank(person, order, second, number=rng.random() < 0.2)
            if rng.random() < 0.05:
                town.thank(person, order, second + rng.randint(0, 30))
        return second + 60

    def live(self, person):
        """Somebody's whole story on our site."""
        rng = self.rng
        buyer = rng.random() < 0.55
        second = rng.randrange(brand.START + 3 * brand.DAY, self.end - 2 * brand.DAY)
        for _ in range(1 + min(8, int(rng.expovariate(0.75)))):
            if second > self.end - 7200:
                break
            second = self.session(person, second, buyer and rng.random() < 0.42)
            second += 7200 + int(rng.expovariate(1 / (8.0 * brand.DAY)))

    def give_back(self, orders):
        """Refunds and cancels of what was bought, mostly in later months."""
        rng, town = self.rng, self.town
        for order in orders:
            if order.state != "paid":
                continue
            chance = rng.random()
            if chance < 0.04:
                town.cancel(order, self.later(order.time, 1, 12))
            elif chance < 0.09:
                town.refund(order, self.later(order.time, 3, 60), 100)
            elif chance < 0.14:
                town.refund(order, self.later(order.time, 3, 40), rng.randint(10, 60))
                if rng.random() < 0.2:
                    town.refund(
                        order, self.later(order.time, 41, 70), rng.randint(10, 60)
                    )

    def later(self, second, low, high):
        """Some days on, though never past the end of the world."""
        return min(
            self.end - 1, second + self.rng.randrange(low * brand.DAY, high * brand.DAY)
        )

    def wander(self, clicks):
        """So many clicks of people whose visits nobody logged."""
        rng = self.rng
        while len(self.town.clicks) < clicks:
            second = rng.randrange(brand.START + brand.DAY, self.end)
            market = rng.choices(brand.MARKETS, brand.MARKET_SHARES)[0]
            use = self.link(market, second, lambda one: one.hop)
            agent = rng.choice(brand.AGENTS)
            if use:
                self.town.click(
                    use, second, agent, rng.choice(("", "http://twitter.com/"))
                )
            else:
                self.town.clicks.append(
                    (
                        second,
                        "http://bit.ly/x%d" % rng.randrange(50),
                        "http://www.acme.example/laptops/mini-9",
                        agent,
                        "",
                    )
                )
