"""People, what they visit and what they order.

An Arrival says how somebody comes to a page and, beside what a log shows of
it, what is true of it: the tokens it came by. A visit keeps its arrival, so
that the ledger need not read any log.
"""

import brand

PRICES = {
    "USD": (19900, 249900, 100),
    "KWD": (59500, 720500, 500),
    "BRL": (39900, 489900, 100),
    "JPY": (19800, 248000, 100),
}
TAX = {"USD": 825, "KWD": 0, "BRL": 1200, "JPY": 500}  # in 10,000
SHIPPING = {
    "USD": (0, 999, 2499),
    "KWD": (1500, 2750),
    "BRL": (0, 1990),
    "JPY": (0, 840),
}


class Arrival:
    """How a visit comes about.

    short, page, hop: tokens of the feed that it came by, or None; hop is the
    shortener's address that leads to this target.
    tag: the campaign of an address that carries utm_ parameters.
    outside: the site that it was referred by, if it was.
    """

    def __init__(self, target, referrer="", short=None, page=None, hop=None, tag=None):
        self.target, self.referrer = target, referrer
        self.short, self.page, self.hop, self.tag = short, page, hop, tag
        self.outside = referrer or None


class Request:
    """One line of a log."""

    __slots__ = (
        "time",
        "person",
        "method",
        "target",
        "status",
        "referrer",
        "agent",
        "address",
        "cookie",
        "arrival",
    )

    def __init__(self, time, person, method, target, status, referrer, arrival):
        self.time, self.person, self.method = time, person, method
        self.target, self.status, self.referrer = target, status, referrer
        self.agent, self.address = person.agent, person.address
        self.cookie, self.arrival = person.cookie, arrival

    @property
    def page(self):
        """Whether it is a page that was asked for and answered."""
        return (
            self.method in ("GET", "POST")
            and 200 <= self.status < 400
            and self.target not in brand.ASSETS
            and self.target != "/robots.txt"
        )

    @property
    def counts(self):
        """Whether it is somebody's visit."""
        return self.person.human and self.page


class Person:
    """Somebody as a site knows them: by cookie, or by address and agent."""

    human = True

    def __init__(self, market, address, agent, cookie, email):
        self.market, self.site = market, brand.SITE_OF[market]
        self.address, self.agent = address, agent
        self.cookie, self.email = cookie, email
        self.requests = []


class Bot(Person):
    human = False


class Order:
    """A row of a shop's export; a refund or a cancel names its order."""

    def __init__(
        self,
        ident,
        number,
        person,
        time,
        state,
        currency,
        total,
        tax,
        shipping,
        order=None,
    ):
        self.ident, self.number, self.person = ident, number, person
        self.time, self.state, self.currency = time, state, currency
        self.total, self.tax, self.shipping = total, tax, shipping
        self.order = order
        self.named = False  # whether a visit names it
        self.coupon, self.product, self.quantity = "", "", 1
        self.back = 0  # minor units that came back so far
        self.undone = 0  # how often something came back

    def signed(self):
        """Total, tax and shipping as they stand in the books."""
        sign = -1 if self.state in ("refund", "cancel") else 1
        return sign * self.total, sign * self.tax, sign * self.shipping


class Town:
    """Everybody, with all that they did."""

    FIRST = {"US": 700001, "CA": 800001, "KW": 850001, "BR": 400001, "JP": 90001}

    def __init__(self, rng, end):
        self.rng, self.end = rng, end
        self.people, self.known = [], set()
        self.requests = {"www": [], "br": [], "jp": []}
        self.clicks, self.orders = [], []
        self.next = dict(self.FIRST)

    # people

    def address(self):
        rng = self.rng
        return "100.%d.%d.%d" % (
            rng.randrange(64, 128),
            rng.randrange(256),
            rng.randrange(1, 255),
        )

    def person(self, market, address=None, agent=None):
        rng, number = self.rng, len(self.people)
        address = address or self.address()
        agent = agent or rng.choice(brand.AGENTS)
        cookie = None
        if brand.SITE_OF[market] == "br":
            while (address, agent) in self.known:
                address, agent = self.address(), rng.choice(brand.AGENTS)
            self.known.add((address, agent))
        else:
            cookie = "%012x" % rng.getrandbits(48)
        one = Person(market, address, agent, cookie, "buyer%d@mail.example" % number)
        self.people.append(one)
        return one

    # what they do

    def request(
        self, person, second, method, target, status=200, referrer="", arrival=None
    ):
        one = Request(second, person, method, target, status, referrer, arrival)
        self.requests[person.site].append(one)
        person.requests.append(one)
        return one

    def arrive(self, person, second, arrival, status=200):
        return self.request(
            person, second, "GET", arrival.target, status, arrival.referrer, arrival
        )

    def click(self, use, second, agent, referrer=""):
        """Somebody follows the shortener's address of a link."""
        use.hop.clicks.append(second)
        self.clicks.append((second, use.hop.url, use.page.url, agent, referrer))

    def inside(self, person, target):
        """The referrer that a page of the same site sends."""
        return "http://" + brand.HOSTS[person.site] + target

    def browse(self, person, second, target, pages, longest=500):
        """Some more pages of the site; the second and the page it ends on."""
        for _ in range(pages):
            second += self.rng.randint(4, longest)
            if second > self.end:
                break
            after = self.rng.choice(brand.PAGES[person.site])
            self.request(
                person, second, "GET", after, referrer=self.inside(person, target)
            )
            if person.site == "www" and self.rng.random() < 0.12:
                self.request(
                    person,
                    second + self.rng.randint(0, 2),
                    "GET",
                    self.rng.choice(brand.ASSETS),
                    referrer=self.inside(person, after),
                )
            target = after
        return second, target

    def checkout(self, person, second, target, **more):
        """Cart and checkout; the order is of the second of its POST."""
        self.request(
            person, second, "POST", "/cart/add", 302, self.inside(person, target)
        )
        self.request(
            person, second + 1, "GET", "/cart", referrer=self.inside(person, target)
        )
        second += self.rng.randint(20, 300)
        self.request(
            person, second, "POST", "/checkout", 302, self.inside(person, "/cart")
        )
        return self.order(person, second, **more)

    def thank(self, person, order, second, number=False):
        """The page that names the order, by its id or its visible number."""
        name = order.number if number else order.ident
        order.named = True
        self.request(
            person,
            second,
            "GET",
            "/thanks?order=" + name.replace("#", "%23"),
            referrer=self.inside(person, "/checkout"),
        )

    # what the shop books

    def order(self, person, second, state="paid"):
        rng, market = self.rng, person.market
        currency = brand.CURRENCY[market]
        low, high, step = PRICES[currency]
        quantity = rng.choice((1, 1, 1, 1, 2, 3))
        goods = rng.randrange(low, high, step) * quantity
        coupon = ""
        if rng.random() < 0.15:
            coupon, goods = "ACME%d" % rng.randrange(10, 99), goods * 9 // 10
        tax = (goods * TAX[currency] + 5000) // 10000
        shipping = rng.choice(SHIPPING[currency])
        number = self.next[market]
        self.next[market] += 1
        shown = {
            "US": "#US%d",
            "CA": "#CA%d",
            "KW": "KW-%d",
            "BR": "BR-%d",
            "JP": "JP%d",
        }[market] % (number - self.FIRST[market] + 1001)
        one = Order(
            str(number),
            shown,
            person,
            second,
            state,
            currency,
            goods + tax + shipping,
            tax,
            shipping,
        )
        one.coupon, one.quantity = coupon, quantity
        one.product = rng.choice(
            ("Mini 9", 'Mini 10, "red"', "Studio 15", "Tower X", "Slate 7")
        )
        self.orders.append(one)
        return one

    def refund(self, order, second, share):
        """So many hundredths of what is left come back."""
        if share == 100 and order.back == 0:
            total, tax, shipping = order.total, order.tax, order.shipping
        else:
            total = (order.total - order.back) * share // 100
            tax, shipping = order.tax * total // order.total, 0
        order.back += total
        return self.undo(order, second, "refund", total, tax, shipping)

    def cancel(self, order, second):
        order.back = order.total
        return self.undo(
            order, second, "cancel", order.total, order.tax, order.shipping
        )

    def undo(self, order, second, state, total, tax, shipping):
        order.undone += 1
        mark = "R" if state == "refund" else "C"
        one = Order(
            "%s%s-%d" % (mark, order.ident, order.undone),
            order.number,
            order.person,
            second,
            state,
            order.currency,
            total,
            tax,
            shipping,
            order,
        )
        one.product, one.quantity = order.product, order.quantity
        self.orders.append(one)
        return one
