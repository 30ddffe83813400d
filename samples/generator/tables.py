"""What is kept in plain tables: orders, pages, support, figures."""

import csv
import html
import io
import time

import brand
import words


def table(rows, delimiter=",", end="\n"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue().encode()


def decimal(minor, currency):
    """12.34, or 1234 where the currency has no smaller unit."""
    digits = brand.EXPONENT[currency]
    if digits == 0:
        return str(minor)
    whole, part = divmod(minor, 10**digits)
    return "%d.%0*d" % (whole, digits, part)


def money(order):
    return [
        decimal(minor, order.currency)
        for minor in (order.total, order.tax, order.shipping)
    ]


def us_row(order):
    east = brand.offset(brand.CHICAGO, order.time)
    when = time.strftime("%Y-%m-%d %H:%M:%S ", time.gmtime(order.time + east))
    note = "two parcels,\nplease" if order.ident.endswith("77") else ""
    return (
        [
            order.ident,
            order.number,
            when + brand.hours(east, ""),
            order.state,
            order.order.ident if order.order else "",
        ]
        + money(order)
        + [
            order.currency,
            order.person.email,
            order.coupon,
            order.product,
            order.quantity,
            note,
        ]
    )


def br_row(order):
    return (
        [
            order.ident,
            order.number,
            brand.local(brand.SAO_PAULO, order.time),
            order.state,
            order.order.ident if order.order else "",
        ]
        + money(order)
        + [order.person.email, order.coupon]
    )


def jp_row(order):
    when = time.strftime("%Y-%m-%dT%H:%M:%S+09:00", time.gmtime(order.time + 32400))
    return (
        [
            order.ident,
            order.number,
            when,
            order.state,
            order.order.ident if order.order else "",
        ]
        + money(order)
        + [order.person.email, order.coupon]
    )


US_HEAD = [
    "Order ID",
    "Order Number",
    "Created At",
    "Status",
    "Refund Of",
    "Total",
    "Tax",
    "Shipping",
    "Currency",
    "Email",
    "Discount Code",
    "Item",
    "Quantity",
    "Note",
]
BR_HEAD = [
    "pedido",
    "numero",
    "criado_em",
    "situacao",
    "pedido_original",
    "total",
    "impostos",
    "frete",
    "email",
    "cupom",
]
JP_HEAD = [
    "注文ID",
    "注文番号",
    "注文日時",
    "状態",
    "元注文",
    "合計",
    "税",
    "送料",
    "メール",
    "クーポン",
]


def shops(orders, end):
    """(name, bytes, rows) of the order exports; two of them overlap."""
    by_site = {"www": [], "br": [], "jp": []}
    for order in sorted(orders, key=lambda one: (one.time, one.ident)):
        by_site[order.person.site].append(order)
    middle = brand.START + (end - brand.START) // 2
    first = [one for one in by_site["www"] if one.time < middle + 5 * brand.DAY]
    second = [one for one in by_site["www"] if one.time >= middle - 4 * brand.DAY]
    for name, some in (("us-1.csv.gz", first), ("us-2.csv.xz", second)):
        yield name, table([US_HEAD] + [us_row(one) for one in some]), len(some)
    rows = [BR_HEAD] + [br_row(one) for one in by_site["br"]]
    yield "br.csv.gz", b"\xef\xbb\xbf" + table(rows, ";", "\r\n"), len(by_site["br"])
    rows = [JP_HEAD] + [jp_row(one) for one in by_site["jp"]]
    yield "jp.tsv.zst", table(rows, "\t"), len(by_site["jp"])


FB_HEAD = [
    "status_id",
    "status_message",
    "link_name",
    "status_type",
    "status_link",
    "status_published",
    "num_reactions",
    "num_comments",
    "num_shares",
    "num_likes",
    "num_loves",
    "num_wows",
    "num_hahas",
    "num_sads",
    "num_angrys",
]


def facebook(rng, feed):
    """(name, bytes, rows): the export of each of our pages, newest first."""
    for account in brand.ACCOUNTS:
        if account.network != "facebook":
            continue
        posts = sorted(
            (post for post in feed.posts if post.author is account),
            key=lambda post: post.time,
            reverse=True,
        )
        rows = [FB_HEAD]
        for post in posts:
            text = html.unescape(
                " ".join(
                    "#" + part[1] if isinstance(part, tuple) else part
                    for part in post.parts
                    if isinstance(part, (str, tuple))
                )
            )
            link = post.uses[0].shown() if post.uses else ""
            likes = rng.randrange(400)
            rows.append(
                [
                    post.ident,
                    text.replace(": ", ":\n", 1),
                    "Acme" if link else "",
                    "link" if link else "status",
                    link,
                    brand.local(brand.CHICAGO, post.time),
                    likes + 9,
                    rng.randrange(60),
                    rng.randrange(40),
                    likes,
                    5,
                    2,
                    1,
                    1,
                    0,
                ]
            )
        yield "%s.csv.gz" % account.handle, table(rows), len(posts)


def support(rng, end, count):
    """The customer-support CSV: (bytes, rows). Its ids are its own."""
    rows = [
        [
            "tweet_id",
            "author_id",
            "inbound",
            "created_at",
            "text",
            "response_tweet_id",
            "in_response_to_tweet_id",
        ]
    ]
    for at in range(count):
        second, ident = rng.randrange(brand.START, end - brand.DAY), 3 * at + 1
        who, lang = 115700 + at, rng.choice(("en", "en", "en", "pt"))
        brandname = "AcmeAjuda" if lang == "pt" else "AcmeCares"
        topic = rng.choice(
            ("battery", "screen", "keyboard", "delivery", "wireless", "complaint")
        )

        def stamp(after):
            return time.strftime(
                "%a %b %d %H:%M:%S +0000 %Y", time.gmtime(second + after)
            )

        replies = rng.choice(("%d", "%d", "%d,%d")).count("%d")
        rows.append(
            [
                ident,
                who,
                "True",
                stamp(0),
                "@%s %s" % (brandname, words.phrase(rng, topic, lang)),
                ",".join(str(ident + 1 + n) for n in range(replies)),
                "",
            ]
        )
        for n in range(replies):
            text = rng.choice(words.ANSWERS[lang]).replace("{h}", str(who))
            if n:
                text += "\nSorry again &amp; have a good day"
            rows.append(
                [
                    ident + 1 + n,
                    brandname,
                    "False",
                    stamp(900 + 700 * n),
                    text,
                    "",
                    ident,
                ]
            )
    return table(rows), len(rows) - 1


def figures(end):
    """counts.csv: what no post carries: fans, readers, calls."""
    rows = [["date", "source", "account", "measure", "value"]]
    for day in range(0, (end - brand.START) // brand.DAY, 7):
        date = time.strftime("%Y-%m-%d", time.gmtime(brand.START + day * brand.DAY))
        rows.append([date, "facebook", "AcmeUS", "fans", 18200 + day * 91])
        rows.append([date, "facebook", "AcmeBrasilOficial", "fans", 7100 + day * 140])
        rows.append([date, "web", "blog", "readers", 5200 + day * 13 % 900])
        rows.append(
            [date, "phone", "support", "calls", 2100 - day * 2 + day * 37 % 300]
        )
    return table(rows), len(rows) - 1


def consent(rng, crowd, orders):
    """Who of the crowd agreed to be known as which buyer: author, email, from when, until when."""
    emails = sorted({order.person.email for order in orders if order.person.email})
    count = min(len(crowd), len(emails)) * 4 // 5
    since = time.strftime("%Y-%m-%d", time.gmtime(brand.START))
    yield ["author", "email", "from", "until"]
    for who, email in zip(rng.sample(crowd, count), rng.sample(emails, count)):
        yield ["%s:%s" % (who.network, who.ident), email, since, ""]
