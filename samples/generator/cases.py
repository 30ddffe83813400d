"""Journeys on purpose: each says beforehand what the ledger must say.

A case's name is its claim. The world is not written where one comes out
otherwise; expected.json names the order of each, so that a figure that is off
leads to the claim that does not hold.
"""

import brand
from journeys import by_hop, by_page, by_short, by_tag
from people import Arrival, Bot


class Cases:
    """People made up for one order each, with links of their own."""

    def __init__(self, rng, feed, town, end):
        self.rng, self.feed, self.town, self.end = rng, feed, town, end
        self.all = []  # (claim, order, tracked, all)

    def day(self, low, high):
        """A second, so many days after the start and before the end."""
        return self.rng.randrange(
            brand.START + low * brand.DAY, self.end - high * brand.DAY
        )

    def expect(self, claim, order, tracked, everything):
        """Each a name and "", or "" and a reason."""
        self.all.append((claim, order, tracked, everything))

    def bought_later(self, person, order_second, thanks=5, number=False):
        """An order by telephone; only then its page is looked at."""
        order = self.town.order(person, order_second)
        if thanks is not None:
            self.town.thank(person, order, order_second + thanks, number)
        return order

    def bought_now(self, person, second):
        """An order within the session."""
        order = self.town.checkout(person, second, "/")
        self.town.thank(person, order, order.time + 2)
        return order

    def windows(self):
        """The window is 30 days to the second, both ends included."""
        for claim, gap, inside in (
            ("a touch exactly 30 days before counts", 30 * 86400, True),
            ("a touch 30 days and a second before does not", 30 * 86400 + 1, False),
            ("a touch 31 days before does not", 31 * 86400, False),
            ("a touch in the second of the order counts", 0, True),
        ):
            for market, handle in (("US", "AcmeOutlet"), ("BR", "AcmeBrasilOficial")):
                second = self.day(5, 45)
                post, use = self.feed.offer(handle, second - 4000, "tracked")
                person = self.town.person(market)
                self.town.arrive(person, second, by_page(use))
                order = self.bought_later(person, second + gap)
                said = (post.author.name, "") if inside else ("", "outside_window")
                self.expect("%s (%s)" % (claim, market), order, said, said)

    def idle(self):
        """1,800 seconds are within a session, 1,801 are not."""
        for claim, gap, again in (
            (
                "1800 idle seconds stay in the session: the link is no new touch",
                1800,
                False,
            ),
            ("1801 idle seconds end it: the link touches again", 1801, True),
        ):
            second = self.day(60, 5)
            first, one = self.feed.offer("AcmeOutlet", second - 9000, "tracked")
            other, two = self.feed.offer("AcmeUS", second - 8000, "tracked")
            person = self.town.person("US")
            self.town.arrive(person, second, by_page(one))
            self.town.arrive(person, second + 900, by_page(two))
            self.town.arrive(person, second + 900 + gap, by_page(one))
            order = self.bought_now(person, second + 910 + gap)
            said = ((first if again else other).author.name, "")
            self.expect(claim, order, said, said)
        second = self.day(60, 5)
        first, one = self.feed.offer("AcmeOutlet", second - 9000, "tracked")
        _, two = self.feed.offer("AcmeUS", second - 8000, "tracked")
        person = self.town.person("US")
        self.town.arrive(person, second, by_page(one))
        self.town.arrive(person, second + 500, by_page(two))
        self.town.request(person, second + 1500, "GET", brand.ASSETS[2])
        self.town.arrive(person, second + 2400, by_page(one))
        order = self.bought_now(person, second + 2500)
        said = (first.author.name, "")
        self.expect("a picture keeps no session open", order, said, said)

    def shortener(self):
        """A click joins a visit to its page within a minute."""
        for claim, gap, joined in (
            ("a click 60 seconds before joins", 60, True),
            ("a click 61 seconds before does not", 61, False),
            ("a click in the same second joins", 0, True),
        ):
            second = self.day(8, 5)
            post, use = self.feed.offer("AcmeOutlet", second - 5000, "click")
            person = self.town.person("US")
            self.town.click(use, second - gap, person.agent, "http://twitter.com/")
            self.town.arrive(person, second, by_hop(use))
            order = self.bought_now(person, second + 200)
            if joined:
                said = both = (post.author.name, "")
            else:
                said, both = ("", "no_touch"), ("", "")
            self.expect(claim, order, said, both)
        second = self.day(8, 5)
        post, use = self.feed.offer("AcmeBrasil", second - 5000, "click")
        person = self.town.person("BR")
        self.town.arrive(
            person, second, Arrival(use.page.target(), use.hop.url, short=use.hop)
        )
        order = self.bought_now(person, second + 100)
        said = (post.author.name, "")
        self.expect("a shortened address as referrer needs no click", order, said, said)

    def before_and_never(self):
        second = self.day(55, 10)
        _, use = self.feed.offer("AcmeOutlet", second - 600, "tracked")
        person = self.town.person("US")
        order = self.bought_later(person, second, 3)
        self.town.arrive(person, second + 2 * 86400, by_page(use))
        self.expect(
            "touches after the order do not count",
            order,
            ("", "no_touch"),
            ("", "no_touch"),
        )
        person = self.town.person("JP")
        order = self.bought_later(person, self.day(10, 5), 3)
        self.expect(
            "a page of thanks alone is a direct touch, too late",
            order,
            ("", "no_touch"),
            ("", "no_touch"),
        )
        person = self.town.person("CA")
        order = self.bought_later(person, self.day(10, 5), None)
        self.expect(
            "an order that no visit names has no visitor",
            order,
            ("", "no_visitor"),
            ("", "no_visitor"),
        )

    def several(self):
        """Two orders of one person, each with the last touch before it."""
        second = self.day(55, 20)
        first, one = self.feed.offer("AcmeOutlet", second - 900, "tracked")
        other, two = self.feed.offer("AcmeNews", second + 80000, "untracked")
        person = self.town.person("US")
        self.town.arrive(person, second, by_short(one))
        order = self.bought_now(person, second + 60)
        said = (first.author.name, "")
        self.expect("the first of two orders", order, said, said)
        self.town.arrive(person, second + 5 * 86400, by_short(two))
        order = self.bought_now(person, second + 5 * 86400 + 300)
        said = (other.author.name, "")
        self.expect(
            "the second of two orders, by an untracked link's t.co", order, said, said
        )

    def neighbours(self):
        """Two people behind one address, told apart by their agents."""
        second = self.day(12, 8)
        address = self.town.address()
        said = []
        for agent, handle in ((0, "AcmeBrasil"), (9, "AcmeBrasilOficial")):
            post, use = self.feed.offer(handle, second - 3000, "tracked")
            person = self.town.person("BR", address, brand.AGENTS[agent])
            self.town.arrive(person, second + agent * 7, by_page(use))
            said.append((person, (post.author.name, "")))
        for at, (person, one) in enumerate(said):
            order = self.bought_now(person, second + 400 + 31 * at)
            self.expect(
                "two behind one address, the %s" % ("first", "second")[at],
                order,
                one,
                one,
            )
        second, address = self.day(12, 8), self.town.address()
        people = [self.town.person("US", address, brand.AGENTS[1]) for _ in range(2)]
        post, use = self.feed.offer("AcmeOutlet", second - 3000, "tracked")
        self.town.arrive(people[0], second, by_page(use))
        self.town.request(people[1], second + 60, "GET", "/outlet")
        order = self.bought_now(people[1], second + 90)
        self.expect(
            "one address and agent, but another cookie",
            order,
            ("", "no_touch"),
            ("", ""),
        )

    def numbers(self):
        for market, handle in (
            ("US", "AcmeOutlet"),
            ("BR", "AcmeBrasil"),
            ("JP", "AcmeJapan"),
        ):
            second = self.day(10, 5)
            post, use = self.feed.offer(handle, second - 3600, "tracked")
            person = self.town.person(market)
            self.town.arrive(person, second, by_page(use))
            order = self.bought_later(person, second + 700, 4, number=True)
            said = (post.author.name, "")
            self.expect(
                "an order named by its visible number (%s)" % market, order, said, said
            )

    def once_a_session(self):
        second = self.day(55, 5)
        _, one = self.feed.offer("AcmeUS", second - 9000, "tracked")
        other, two = self.feed.offer("AcmeOutlet", second - 8000, "tracked")
        person = self.town.person("US")
        for step, use in ((0, one), (300, two), (700, one)):
            self.town.arrive(person, second + step, by_page(use))
        order = self.bought_now(person, second + 800)
        said = (other.author.name, "")
        self.expect("a source touches once a session", order, said, said)

    def shared(self):
        """Links that several posts carry."""
        second = self.day(60, 6)
        _, use = self.feed.offer("AcmeOutlet", second - 50000, "tracked")
        self.feed.offer("AcmeUS", second - 40000, "tracked", page=use.page)
        person = self.town.person("US")
        self.town.arrive(person, second, by_page(use))
        order = self.bought_now(person, second + 90)
        self.expect(
            "a page's link of two accounts is ambiguous",
            order,
            ("ambiguous", ""),
            ("ambiguous", ""),
        )
        person = self.town.person("US")
        self.town.arrive(person, second + 5000, by_short(use))
        order = self.bought_now(person, second + 5200)
        self.expect(
            "its short address is one account's",
            order,
            ("twitter:AcmeOutlet", ""),
            ("twitter:AcmeOutlet", ""),
        )
        _, use = self.feed.offer("AcmeHomeCA", second - 30000, "tracked")
        self.feed.offer("AcmeHomeCA", second - 20000, "tracked", page=use.page)
        person = self.town.person("CA")
        self.town.arrive(person, second + 100, by_page(use))
        order = self.bought_now(person, second + 300)
        said = ("twitter:AcmeHomeCA", "")
        self.expect(
            "a link of two posts of one account is that account's", order, said, said
        )

    def too_early(self):
        """A visit before the post that carries the link."""
        second = self.day(60, 6)
        _, use = self.feed.offer("AcmeOutlet", second + 3 * 3600, "untracked")
        person = self.town.person("US")
        self.town.arrive(person, second, by_short(use))
        order = self.bought_now(person, second + 50)
        self.expect(
            "a link does not count before its post", order, ("", "no_touch"), ("", "")
        )
        # Whoever takes the page's local times for UTC has the post too early.
        second = self.day(60, 6)
        _, use = self.feed.offer("AcmeUS", second + 2 * 3600, "tracked")
        person = self.town.person("US")
        self.town.arrive(person, second - 86400, by_tag(self.rng, "/outlet", 98))
        self.town.arrive(person, second, by_page(use))
        order = self.bought_now(person, second + 50)
        self.expect(
            "nor before its post by the page's own clock", order, ("", ""), ("", "")
        )

    def what_shows(self):
        """What a log shows that is no touch of ours, or still is one."""
        second = self.day(60, 6)
        _, use = self.feed.offer("AcmeOutlet", second - 7000, "untracked")
        person = self.town.person("US")
        self.town.arrive(person, second, Arrival(use.page.target()))
        order = self.bought_now(person, second + 400)
        self.expect(
            "an untracked page without its t.co is direct",
            order,
            ("", "no_touch"),
            ("", ""),
        )

        second = self.day(60, 6)
        post, use = self.feed.offer("AcmeNews", second - 7000, "tracked")
        person = self.town.person("KW")
        self.town.arrive(person, second, by_short(use))
        self.town.arrive(
            person,
            second + 3 * 86400,
            Arrival("/laptops?gclid=CJ77", brand.SEARCHES["www"][0]),
        )
        order = self.bought_now(person, second + 3 * 86400 + 60)
        self.expect(
            "a search later takes it, but not among the tracked",
            order,
            (post.author.name, ""),
            ("", ""),
        )

        second = self.day(60, 6)
        _, use = self.feed.offer("AcmeOutlet", second - 7000, "tracked")
        person = self.town.person("US")
        self.town.arrive(person, second, by_page(use))
        self.town.arrive(person, second + 86400, by_tag(self.rng, "/outlet", 99))
        order = self.bought_now(person, second + 86400 + 60)
        self.expect("a newsletter later takes it", order, ("", ""), ("", ""))

        second = self.day(60, 6)
        _, use = self.feed.offer("AcmeOutlet", second - 7000, "tracked")
        person = self.town.person("US")
        self.town.arrive(person, second, by_page(use), 404)
        self.town.request(person, second + 30, "HEAD", use.page.target())
        self.town.request(person, second + 60, "GET", "/outlet")
        order = self.bought_now(person, second + 90)
        self.expect(
            "a page not found and a HEAD are no visits",
            order,
            ("", "no_touch"),
            ("", ""),
        )

        second = self.day(60, 6)
        address = self.town.address()
        post, use = self.feed.offer("AcmeBrasil", second - 7000, "tracked")
        bot = Bot("BR", address, brand.BOTS[3], None, "")
        self.town.arrive(bot, second + 5, by_page(use))
        person = self.town.person("BR", address)
        self.town.request(person, second + 60, "GET", "/ofertas")
        order = self.bought_now(person, second + 90)
        self.expect(
            "a preview of the link is nobody's touch", order, ("", "no_touch"), ("", "")
        )

        second = self.day(60, 6)
        post, use = self.feed.offer("AcmeOutlet", second - 7000, "tracked")
        person = self.town.person("US")
        self.town.arrive(
            person,
            second,
            by_page(use, None, "http://www.facebook.com/", ("fbclid", "IwAR0")),
            301,
        )
        self.town.arrive(
            person,
            second + 2,
            by_page(use, None, "http://www.facebook.com/", ("fbclid", "IwAR0")),
        )
        order = self.bought_now(person, second + 60)
        said = (post.author.name, "")
        self.expect("a redirect and a click id leave the link ours", order, said, said)

        second = self.day(60, 6)
        post, use = self.feed.offer("AcmeOutlet", second - 7000, "tracked")
        person = self.town.person("US")
        self.town.arrive(person, second, by_page(use), 302)
        self.town.request(person, second + 1, "GET", "/slates/slate-7")
        order = self.bought_now(person, second + 60)
        said = (post.author.name, "")
        self.expect("a redirect that drops the query is a visit", order, said, said)

        second = self.day(20, 30)
        post, use = self.feed.offer("AcmeOutlet", second - 7000, "tracked")
        person = self.town.person("US")
        self.town.arrive(person, second, by_page(use))
        self.town.request(
            person,
            second + 2400,
            "GET",
            "/laptops",
            referrer=self.town.inside(person, "/outlet"),
        )
        order = self.bought_now(person, second + 2500)
        self.expect(
            "the same site as referrer is no source: direct",
            order,
            (post.author.name, ""),
            ("", ""),
        )

    def expired(self):
        """An offer that was deleted keeps what it sold, and sells on."""
        for claim, wait in (
            ("an offer deleted later keeps its sale", -3600),
            ("a link of a deleted offer still counts", 5 * 86400),
        ):
            second = self.day(20, 30)
            post, use = self.feed.offer("AcmeOutlet", second - 9 * 86400, "tracked")
            post.deleted = second - wait
            person = self.town.person("US")
            self.town.arrive(person, second, by_page(use))
            order = self.bought_now(person, second + 60)
            said = (post.author.name, "")
            self.expect(claim, order, said, said)

    def comes_back(self):
        """Refunds and cancels go with their order, in their own month."""
        second = self.day(15, 100)
        post, use = self.feed.offer("AcmeOutlet", second - 7000, "tracked")
        person = self.town.person("US")
        self.town.arrive(person, second, by_page(use))
        order = self.bought_now(person, second + 60)
        said = (post.author.name, "")
        self.town.refund(order, order.time + 40 * 86400, 30)
        self.town.refund(order, order.time + 75 * 86400, 50)
        self.expect("refunded in part in two later months", order, said, said)
        person = self.town.person("JP")
        order = self.bought_now(person, second)
        self.town.cancel(order, order.time + 33 * 86400)
        self.expect("cancelled in a later month", order, ("", "no_touch"), ("", ""))

    def happen(self):
        for case in (
            self.windows,
            self.idle,
            self.shortener,
            self.before_and_never,
            self.several,
            self.neighbours,
            self.numbers,
            self.once_a_session,
            self.shared,
            self.too_early,
            self.what_shows,
            self.expired,
            self.comes_back,
        ):
            case()
