"""Millions of hark's own records, to measure attribution with.

posts.ndjson.gz has the posts of our registered accounts as they leave
classify; visits-NN.ndjson.gz have visits and orders by time, over a year. An
order carries its visitor. About a fifth of the sessions come by a link of
ours, by its short form or its long one.
"""

import bisect
import os
import random
import time

import archives
import words

START = 1230768000  # 2009-01-01T00:00:00Z
DAYS = 365
PAGES = 4.0  # a session, on average
POSTS = 3000

# handle, team, role, market, the network's id
ACCOUNTS = (
    ("AcmeOutlet", "outlet", "offers", "US", 81001),
    ("AcmeHomeCA", "home", "offers", "CA", 81002),
    ("AcmeBrasil", "outlet-br", "offers", "BR", 81003),
    ("AcmeJapan", "outlet-jp", "offers", "JP", 81004),
    ("AcmeNews", "communications", "news", "US", 81005),
    ("AcmeUK", "outlet-uk", "offers", "GB", 81006),
    ("AcmeCares", "support", "support", "US", 81007),
    ("AcmeSmallBiz", "business", "offers", "US", 81008),
    ("AcmeIndia", "outlet-in", "offers", "IN", 81009),
    ("jane_at_acme", "community", "employee", "US", 81010),
)
WEIGHTS = (40, 10, 12, 8, 8, 8, 4, 6, 3, 1)

SITE = "http://www.acme.example"
PATHS = [
    "/",
    "/outlet",
    "/laptops",
    "/desktops",
    "/support",
    "/cart",
    "/checkout",
    "/search",
] + [
    "/%s/%s-%d" % (kind, name, size)
    for kind in ("laptops", "desktops", "monitors")
    for name in ("mini", "studio", "tower")
    for size in range(9, 25)
]
CAMPAIGNS = [
    "utm_source=%s&utm_medium=%s&utm_campaign=%s-%02d" % (one + (week,))
    for one in (
        ("newsletter", "email", "weekly"),
        ("google", "cpc", "brand"),
        ("partner", "affiliate", "aff"),
    )
    for week in range(52)
]
SITES = (
    "http://www.google.com/search?q=acme+mini",
    "http://www.bing.com/search?q=acme",
    "http://www.facebook.com/",
    "http://twitter.com/",
    "http://blog.gadgets.example/review",
    "http://deals.example/today",
    "http://search.yahoo.com/search?p=acme+laptop",
)
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"


def clock(second):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


def posts(rng, folder):
    """Our posts, written; their times, long links and short links."""
    times = sorted(START + rng.randrange(DAYS * 86400) for _ in range(POSTS))
    out = archives.Gzip(os.path.join(folder, "posts.ndjson.gz"))
    links = []
    for number, when in enumerate(times):
        handle, team, role, market, ident = rng.choices(ACCOUNTS, WEIGHTS)[0]
        cid = "tw-%s-%05d" % (handle.lower()[-4:], number)
        long = "%s%s?cid=%s" % (SITE, rng.choice(PATHS[1:4] + PATHS[8:]), cid)
        short = "http://t.co/" + "".join(rng.choices(LETTERS, k=8))
        text = (
            rng.choice(words.OFFERS["en"])
            .format(
                p=rng.choice(words.PRODUCTS),
                n=5 * rng.randint(1, 8),
                m=rng.randrange(199, 999),
                c="MINI%d" % rng.randrange(99),
            )
            .replace("&amp;", "&")
        )
        out.add(
            '{"v":1,"kind":"post","source":"twitter","id":"twitter:%d","time":"%s",'
            '"author":"twitter:%d","handle":"%s","followers":%d,"text":"%s","links":["%s"],'
            '"shorts":["%s"],"format":"twitter1","archive":"2009.json.gz","line":%d,'
            '"account":"twitter:%s","team":"%s","role":"%s","market":"%s"}\n'
            % (
                1100000000 + 2600000 * number,
                clock(when),
                ident,
                handle,
                9000 + number * 7,
                text,
                long,
                short,
                number + 1,
                handle,
                team,
                role,
                market,
            )
        )
        links.append((long, short, cid))
    out.close()
    return times, links


class Shop:
    """A year of sessions; each call writes down one of them."""

    def __init__(self, rng, times, links):
        self.rng, self.times, self.links = rng, times, links
        self.visitors = []
        self.number = 7000
        self.lines = 0
        self.hours = [clock(second)[10:] for second in range(86400)]

    def visitor(self):
        """Somebody new, or somebody who comes back: often of late."""
        rng, known = self.rng, self.visitors
        if not known or rng.random() < 0.45:
            known.append("web:h%016x" % rng.getrandbits(64))
            return known[-1]
        if rng.random() < 0.5:
            return known[-1 - int(rng.random() * min(len(known), 4000))]
        return known[int(rng.random() * len(known))]

    def landing(self, second):
        """The path and what it adds: where the session comes from."""
        rng, chance = self.rng, self.rng.random()
        if chance < 0.20:
            last = bisect.bisect_right(self.times, second) - 1
            if last >= 0:
                long, short, cid = self.links[max(0, last - int(rng.expovariate(0.05)))]
                referrer = '"referrer":"%s",' % short if chance < 0.12 else ""
                return long, referrer, '"utm_campaign":"%s",' % cid
        if chance < 0.30:
            campaign = rng.choice(CAMPAIGNS)
            tags = "".join(
                '"%s":"%s",' % tuple(pair.split("=")) for pair in campaign.split("&")
            )
            return SITE + rng.choice(PATHS) + "?" + campaign, "", tags
        if chance < 0.58:
            return SITE + rng.choice(PATHS), '"referrer":"%s",' % rng.choice(SITES), ""
        return SITE + rng.choice(PATHS), "", ""

    def time(self, second):
        return self.dates[second // 86400] + self.hours[second % 86400]

    def session(self, second, pages, buys, out):
        """Appends (second, line) pairs: the pages, and an order if it buys."""
        rng, who, bits = self.rng, self.visitor(), self.rng.getrandbits
        url, referrer, tags = self.landing(START + second)
        name = "access.log.%d.gz" % (DAYS - second // 86400)
        for page in range(pages):
            self.lines += 1
            out.append(
                (
                    second,
                    '{"v":1,"kind":"visit","source":"web","id":"web:%020x","time":"%s",'
                    '"visitor":"%s","url":"%s",%s"status":200,%s"format":"clf","archive":"%s","line":%d}\n'
                    % (
                        bits(80),
                        self.time(second),
                        who,
                        url,
                        referrer,
                        tags,
                        name,
                        self.lines,
                    ),
                )
            )
            referrer, tags = "", ""
            if page % 8 == 7:
                referrer = '"referrer":"%s",' % url
            url = SITE + PATHS[int(rng.random() * len(PATHS))]
            second += 3 + int(rng.expovariate(0.012)) % 1700
        if buys:
            self.number += 1
            goods = rng.randrange(1900, 180000)
            tax, shipping = goods * 8 // 100, rng.choice((0, 999, 1999))
            out.append(
                (
                    second,
                    '{"v":1,"kind":"order","source":"shop","id":"shop:%d","time":"%s",'
                    '"visitor":"%s","state":"paid","amount":%d,"currency":"USD","exponent":2,"tax":%d,'
                    '"shipping":%d,"quantity":1,"format":"orders_csv","archive":"orders.csv","line":%d}\n'
                    % (
                        self.number,
                        self.time(second),
                        who,
                        goods + tax + shipping,
                        tax,
                        shipping,
                        self.number - 6999,
                    ),
                )
            )


def write(folder, visits, orders, files, seed):
    """So many visits and orders; says what it wrote."""
    rng = random.Random("%s/visits" % seed)
    times, links = posts(rng, folder)
    shop = Shop(rng, times, links)
    shop.dates = [clock(START + day * 86400)[:10] for day in range(DAYS + 2)]
    made = sold = written = 0
    pending, out = [], None
    for day in range(DAYS):
        quota = visits * (day + 1) // DAYS - made
        while quota > 0:
            pages = min(quota, 1 + int(rng.expovariate(1 / (PAGES - 0.5))))
            left = max(1.0, (visits - made) / PAGES)
            buys = sold < orders and rng.random() < (orders - sold) / left
            shop.session(day * 86400 + int(rng.random() * 86400), pages, buys, pending)
            made, quota, sold = made + pages, quota - pages, sold + buys
        last = day == DAYS - 1
        while last and sold < orders:  # what chance has left over
            shop.session(day * 86400 + int(rng.random() * 80000), 0, True, pending)
            sold += 1
        pending.sort()
        midnight = (day + 1) * 86400
        cut = len(pending) if last else bisect.bisect_left(pending, (midnight,))
        if out is None or day * files // DAYS != (day - 1) * files // DAYS:
            if out is not None:
                out.close()
                written += out.bytes
            out = archives.Gzip(
                os.path.join(
                    folder, "visits-%02d.ndjson.gz" % (day * files // DAYS + 1)
                )
            )
        for _, line in pending[:cut]:
            out.add(line)
        del pending[:cut]
    out.close()
    return {
        "visits": made,
        "orders": sold,
        "posts": POSTS,
        "visitors": len(shop.visitors),
        "bytes": written + out.bytes,
    }
