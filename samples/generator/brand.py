"""The sample world's fixtures: accounts, sites, shops, zones, agents.

The brand is Acme; every host ends in .example but the public shorteners.
"""

import bisect
import time

START = 1284508800  # 2010-09-15T00:00:00Z
SNOWFLAKE = 1288915200  # 2010-11-05T00:00:00Z: from here on statuses are new
DAY = 86400


class Account:
    """An account of ours, as accounts.csv has it."""

    def __init__(self, network, handle, team, role, market, ident, share):
        self.network, self.handle, self.team = network, handle, team
        self.role, self.market, self.ident = role, market, ident
        self.share = share  # of our posts, in percent; answers come on top
        self.name = "%s:%s" % (network, handle)
        self.lang = {"BR": "pt", "JP": "ja"}.get(market, "en")


ACCOUNTS = [
    Account("twitter", "AcmeOutlet", "outlet", "offers", "US", 15330017, 26),
    Account("twitter", "AcmeHomeCA", "home", "offers", "CA", 15330242, 9),
    Account("twitter", "AcmeBrasil", "outlet", "offers", "BR", 18843101, 14),
    Account("twitter", "AcmeJapan", "outlet", "offers", "JP", 20116409, 11),
    Account("twitter", "AcmeNews", "communications", "news", "US", 15330381, 8),
    Account("twitter", "AcmeCares", "support", "support", "US", 17240876, 2),
    Account("twitter", "AcmeAjuda", "support", "support", "BR", 19002254, 1),
    Account("twitter", "jane_at_acme", "community", "employee", "US", 14500391, 4),
    Account("facebook", "AcmeUS", "outlet", "offers", "US", 90210045531, 14),
    Account("facebook", "AcmeBrasilOficial", "outlet", "offers", "BR", 90210077214, 11),
]
BY_HANDLE = {account.handle: account for account in ACCOUNTS}

# Whose posts the people of a market see.
FOLLOWED = {
    "US": ("AcmeOutlet", "AcmeNews", "jane_at_acme", "AcmeUS"),
    "CA": ("AcmeHomeCA", "AcmeOutlet"),
    "KW": ("AcmeOutlet", "AcmeNews"),
    "BR": ("AcmeBrasil", "AcmeBrasilOficial"),
    "JP": ("AcmeJapan",),
}
MARKETS = ("US", "CA", "KW", "BR", "JP")
MARKET_SHARES = (46, 9, 8, 23, 14)
SITE_OF = {"US": "www", "CA": "www", "KW": "www", "BR": "br", "JP": "jp"}
CURRENCY = {"US": "USD", "CA": "USD", "KW": "KWD", "BR": "BRL", "JP": "JPY"}
EXPONENT = {"USD": 2, "KWD": 3, "BRL": 2, "JPY": 0}

HOSTS = {"www": "www.acme.example", "br": "br.acme.example", "jp": "jp.acme.example"}
PAGES = {
    "www": (
        "/",
        "/outlet",
        "/laptops",
        "/laptops/mini-9",
        "/laptops/mini-10",
        "/laptops/studio-15",
        "/laptops/studio-17",
        "/desktops/tower-x",
        "/slates/slate-7",
        "/support",
        "/about",
    ),
    "br": (
        "/",
        "/ofertas",
        "/notebooks",
        "/notebooks/mini-9",
        "/notebooks/studio-15",
        "/suporte",
    ),
    "jp": ("/", "/sale", "/note/mini-9", "/note/mini-10", "/help"),
}
LANDINGS = {
    "US": "/outlet",
    "CA": "/ca/outlet",
    "KW": "/outlet",
    "BR": "/ofertas",
    "JP": "/sale",
}

# Second from which an offset (seconds east) holds.
CHICAGO = (
    (0, -18000),
    (1289113200, -21600),
    (1300003200, -18000),
    (1320562800, -21600),
    (1331452800, -18000),
    (1352012400, -21600),
)
SAO_PAULO = (
    (0, -10800),
    (1287284400, -7200),
    (1298167200, -10800),
    (1318734000, -7200),
    (1330221600, -10800),
    (1350788400, -7200),
    (1361066400, -10800),
)
TOKYO = ((0, 32400),)


def offset(zone, second):
    """Seconds east of UTC."""
    return zone[bisect.bisect_right(zone, (second, 1 << 20)) - 1][1]


def local(zone, second):
    """Wall-clock time, with its offset only in an hour that comes twice."""
    east = offset(zone, second)
    text = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(second + east))
    twice = any(offset(zone, second + step) - east == -step for step in (-3600, 3600))
    return text + (hours(east) if twice else "")


def hours(east, colon=":"):
    """-03:00 of so many seconds east of UTC."""
    return "%s%02d%s%02d" % (
        "-" if east < 0 else "+",
        abs(east) // 3600,
        colon,
        abs(east) // 60 % 60,
    )


AGENTS = (
    "Mozilla/5.0 (Windows; U; Windows NT 6.1; en-US; rv:1.9.2.12) Gecko/20101026 Firefox/3.6.12",
    "Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.0; Trident/4.0)",
    "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 5.1)",
    "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/534.10 (KHTML, like Gecko) Chrome/8.0.552.215 Safari/534.10",
    "Mozilla/5.0 (Macintosh; U; Intel Mac OS X 10_6_5; en-us) AppleWebKit/533.18.1 Version/5.0.2 Safari/533.18.5",
    "Mozilla/5.0 (iPhone; U; CPU iPhone OS 4_2_1 like Mac OS X; en-us) AppleWebKit/533.17.9 Mobile/8C148a",
    "Mozilla/5.0 (Linux; U; Android 2.2; en-us; Nexus One) AppleWebKit/533.1 Mobile Safari/533.1",
    "Opera/9.80 (Windows NT 6.1; U; en) Presto/2.7.62 Version/11.00",
    "Mozilla/5.0 (X11; U; Linux i686; en-US; rv:1.9.2.13) Gecko/20101206 Firefox/3.6.13",
    'Mozilla/5.0 (X11; "home made" kiosk) Gecko/20100101',
    "Mozilla/5.0 (Windows; caf\u00e9 edition \\ beta) Gecko/20100101",
)
BOTS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
    "Twitterbot/1.0",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
)
ASSETS = (
    "/css/site.css",
    "/js/cart.js",
    "/img/logo.png",
    "/favicon.ico",
    "/img/mini.jpg",
)
SEARCHES = {
    "www": (
        "http://www.google.com/search?q=acme+mini+9&hl=en",
        'http://www.google.com/search?q="acme+outlet"',
        "http://www.bing.com/search?q=acme+laptop",
    ),
    "br": (
        "http://www.google.com.br/search?q=notebook+acme",
        "http://br.bing.com/search?q=promo\u00e7\u00e3o+acme",
    ),
    "jp": (
        "http://www.google.co.jp/search?q=acme+mini",
        "http://search.yahoo.co.jp/search?p=acme",
    ),
}
OTHER_SITES = (
    "http://blog.gadgets.example/acme-mini-review",
    "http://deals.example/laptops",
    "http://forum.example/t/8812",
    "http://www.facebook.com/l.php?u=acme",
)
