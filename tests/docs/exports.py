#!/usr/bin/env python3
"""exports DIR SHOP - what a small shop downloads of itself, SHOP being woo or shopify

DIR/access.log, .1, .2.gz: nginx's combined format; DIR/twitter-….zip: "download your data" of one
account; DIR/orders….csv: the shop's own export, with the page that each buyer landed on. Prints
what the sales of the account's links are, in cents, and of all orders: the truth of these archives.
"""
import csv
import datetime
import gzip
import io
import json
import pathlib
import random
import sys
import zipfile

HOST = "https://www.acme.example"
ACCOUNT = {"username": "AcmeHome", "accountId": "501", "createdAt": "2019-03-03T12:49:24.000Z",
           "accountDisplayName": "Acme Home", "email": "us@acme.example", "createdVia": "web"}
START = datetime.datetime(2026, 3, 1, tzinfo=datetime.timezone.utc)
BERLIN = datetime.timezone(datetime.timedelta(hours=1))
SUMMER = datetime.timezone(datetime.timedelta(hours=2))
CHANGE = datetime.datetime(2026, 3, 29, 1, tzinfo=datetime.timezone.utc)
AGENTS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:136.0) Gecko/20100101 Firefox/136.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/134.0.0.0 Safari/537.36",
)
BOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
GOODS = (("Mini 9", 4900), ("Studio 15", 12900), ("Slate 7", 8900))


def local(when):
    """In the shop's own clock."""
    return when.astimezone(BERLIN if when < CHANGE else SUMMER)


def tweets(rng):
    """Three a week, of which two carry a tagged link."""
    posts = []
    for number in range(39):
        when = START + datetime.timedelta(days=number * 7 / 3, hours=9, minutes=rng.randrange(60))
        post = {"number": number, "when": when, "tco": "https://t.co/acme%04d" % number, "link": None}
        if number % 3 != 2:
            post["page"] = "/shop/%s/" % GOODS[number % 3][0].lower().replace(" ", "-")
            post["link"] = "%s?utm_source=twitter&utm_medium=social&utm_campaign=spring-%02d" % (post["page"], number)
        posts.append(post)
    return posts


def tweet(post):
    text = "New in the shop: %s" % post["tco"] if post["link"] else "Open on Saturdays, too."
    urls = [{"url": post["tco"], "expanded_url": HOST + (post["link"] or ""), "display_url": "acme.example/shop", "indices": ["17", "40"]}]
    return {"tweet": {
        "edit_info": {"initial": {"editTweetIds": [str(1895700000000000000 + post["number"])], "editsRemaining": "5", "isEditEligible": True}},
        "retweeted": False, "source": "<a href=\"https://mobile.twitter.com\" rel=\"nofollow\">Twitter Web App</a>",
        "entities": {"hashtags": [], "symbols": [], "user_mentions": [], "urls": urls if post["link"] else []},
        "display_text_range": ["0", str(len(text))], "favorite_count": str(3 + post["number"] * 7 % 40), "id_str": str(1895700000000000000 + post["number"]),
        "truncated": False, "retweet_count": str(post["number"] % 5), "id": str(1895700000000000000 + post["number"]),
        "created_at": post["when"].strftime("%a %b %d %H:%M:%S +0000 %Y"), "favorited": False, "full_text": text, "lang": "en"}}


def download(folder, posts):
    """The zip as it is mailed: a page to look at, scripts, and data as JavaScript."""
    parts = {
        "data/account.js": ("account", [{"account": ACCOUNT}]),
        "data/direct-messages.js": ("direct_messages", [{"dmConversation": {"conversationId": "1-501", "messages": []}}]),
        "data/like.js": ("like", [{"like": {"tweetId": "1", "fullText": "somebody else's", "expandedUrl": "https://twitter.com/i/web/status/1"}}]),
        "data/tweets.js": ("tweets", [tweet(post) for post in posts]),
    }
    with zipfile.ZipFile(folder / "twitter-2026-06-02-0a1b2c.zip", "w", zipfile.ZIP_DEFLATED) as out:
        def put(name, text):
            out.writestr(zipfile.ZipInfo(name, (2026, 6, 2, 8, 0, 0)), text)
        put("Your archive.html", "<!DOCTYPE html><title>Your archive</title><script src=\"data/manifest.js\"></script>\n")
        for name, (part, items) in parts.items():
            put(name, "window.YTD.%s.part0 = %s" % (part, json.dumps(items, indent=2)))


class Buyer:
    """Somebody with an address, an agent, and what was asked of the site."""

    def __init__(self, rng, number):
        self.rng, self.number = rng, number
        self.address = "198.51.100.%d" % (number % 250 + 1)
        self.agent = AGENTS[number % len(AGENTS)] + " v%d" % (number // 250)
        self.mail = "buyer%03d@mail.example" % number
        self.lines = []

    def asks(self, when, page, referrer="-", status=200):
        stamp = local(when).strftime("%d/%b/%Y:%H:%M:%S %z")
        self.lines.append((when, '%s - - [%s] "GET %s HTTP/2.0" %d %d "%s" "%s"' % (
            self.address, stamp, page, status, 900 + len(page), referrer, self.agent)))

    def comes(self, when, post):
        """By a link of ours, or by a search."""
        page = post["link"] if post else "/"
        self.asks(when, page, "https://t.co/" if post else "https://www.google.com/")
        self.asks(when, "/style.css", HOST + page)
        self.lands(page, "https://t.co/" if post else "https://www.google.com/")

    def lands(self, page, referrer):
        """What the shop notes of the session in which it sells."""
        self.landing, self.referrer = page, referrer


def shop(rng, posts):
    """Some 300 who come, of whom a third buy; who looked before and came back by a search still counts for the link."""
    linked = [post for post in posts if post["link"]]
    buyers, orders = [], []
    for number in range(300):
        buyer = Buyer(rng, number)
        buyers.append(buyer)
        post = rng.choice(linked) if rng.random() < 0.6 else None
        when = (post["when"] if post else START + datetime.timedelta(days=rng.randrange(85))) + datetime.timedelta(hours=rng.randrange(1, 30), minutes=rng.randrange(60))
        buyer.comes(when, post)
        if rng.random() > 0.35 or when > START + datetime.timedelta(days=75):
            continue
        if rng.random() < 0.3:
            when += datetime.timedelta(days=rng.randrange(1, 12), minutes=7)
            buyer.asks(when, "/", "https://www.google.com/")
            buyer.lands("/", "https://www.google.com/")
        when += datetime.timedelta(minutes=rng.randrange(2, 20), seconds=rng.randrange(60))
        goods, price = rng.choice(GOODS)
        order = {"id": 1001 + len(orders), "buyer": buyer, "when": when, "goods": goods, "net": price, "tax": price * 19 // 100, "shipping": 490,
                 "is_paid": rng.random() > 0.05, "post": post}
        orders.append(order)
        buyer.asks(when + datetime.timedelta(seconds=4), "/checkout/order-received/%d/?key=wc_order_%06x" % (order["id"], rng.randrange(1 << 24)), HOST + "/checkout/")
    return buyers, orders


def logs(folder, rng, buyers):
    lines = [line for buyer in buyers for line in buyer.lines]
    for day in range(0, 92, 2):
        when = START + datetime.timedelta(days=day, minutes=rng.randrange(1000))
        stamp = local(when).strftime("%d/%b/%Y:%H:%M:%S %z")
        lines.append((when, '66.249.66.1 - - [%s] "GET /shop/ HTTP/1.1" 200 900 "-" "%s"' % (stamp, BOT)))
        lines.append((when, '203.0.113.9 - - [%s] "GET /wp-login.php HTTP/1.1" 404 146 "-" "-"' % stamp))
        lines.append((when, '203.0.113.9 - - [%s] "\\x16\\x03\\x01\\x02" 400 157 "-" "-"' % stamp))
    lines.sort()
    cuts = [START + datetime.timedelta(days=31), START + datetime.timedelta(days=61)]
    for name, low, high in (("access.log.2.gz", None, cuts[0]), ("access.log.1", cuts[0], cuts[1]), ("access.log", cuts[1], None)):
        data = "".join(line + "\n" for when, line in lines if (low is None or when >= low) and (high is None or when < high)).encode()
        (folder / name).write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)


def money(cents):
    return "%d.%02d" % divmod(cents, 100)


def woo(orders):
    yield ["order_id", "order_number", "order_date", "paid_date", "status", "shipping_total", "tax_total", "order_total", "order_currency", "customer_id",
           "customer_email", "coupon_items", "refund_items", "meta:_wc_order_attribution_source_type", "meta:_wc_order_attribution_utm_source", "meta:_wc_order_attribution_session_entry",
           "meta:_wc_order_attribution_referrer", "line_item_1"]
    for order in orders:
        buyer, when = order["buyer"], local(order["when"]).strftime("%Y-%m-%d %H:%M:%S")
        yield [order["id"], order["id"], when, when if order["is_paid"] else "", "completed" if order["is_paid"] else "on-hold", money(order["shipping"]),
               money(order["tax"]), money(order["net"] + order["tax"] + order["shipping"]), "EUR", "", buyer.mail, "", "",
               "utm" if "twitter" in buyer.landing else "organic", "twitter" if "twitter" in buyer.landing else "google", HOST + buyer.landing, buyer.referrer, "name:%s|quantity:1|total:%s" % (order["goods"], money(order["net"]))]


def shopify(orders):
    yield ["Name", "Email", "Financial Status", "Paid at", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code", "Created at", "Lineitem quantity",
           "Lineitem name", "Lineitem price", "Notes", "Note Attributes", "Cancelled at", "Refunded Amount", "Id"]
    for order in orders:
        buyer, when = order["buyer"], local(order["when"]).strftime("%Y-%m-%d %H:%M:%S %z")
        yield ["#%d" % order["id"], buyer.mail, "paid" if order["is_paid"] else "pending", when if order["is_paid"] else "", "EUR", money(order["net"]), money(order["shipping"]),
               money(order["tax"]), money(order["net"] + order["tax"] + order["shipping"]), "", when, 1, order["goods"], money(order["net"]), "",
               "landing_site: %s\nreferring_site: %s" % (buyer.landing, buyer.referrer), "", "0.00", order["id"]]


def main(folder, kind):
    rng, folder = random.Random(7), pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    posts = tweets(rng)
    buyers, orders = shop(rng, posts)
    download(folder, posts)
    logs(folder, rng, buyers)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows({"woo": woo, "shopify": shopify}[kind](orders))
    (folder / ("orders.csv" if kind == "woo" else "orders_export_1.csv")).write_text(out.getvalue(), encoding="utf-8")
    paid = [order for order in orders if order["is_paid"]]
    print(sum(order["net"] for order in paid if order["post"]), sum(order["net"] for order in paid), len(paid))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
