"""crowds - records that meet in one place of a table, a thread or a path: what those filters read that hold what they have read

Each is a function of a record's number; the first of a group is what is ordinary.
"""
import json


def as_json(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def record(kind, number, source, **fields):
    second = number % 86400
    head = {"v": 1, "kind": kind, "source": source, "id": "%s:%d" % (source, number),
            "time": "2009-03-%02dT%02d:%02d:%02dZ" % (number % 28 + 1, second // 3600, second // 60 % 60, second % 60),
            "seen": "2009-04-01T00:00:00Z"}
    return as_json({**head, **fields, "format": "x", "archive": "a", "line": number})


def post(number, **fields):
    return record("post", number, "twitter", **{"author": "twitter:%d" % (number % 97), "text": "my battery is dead", **fields})


def visit(number, **fields):
    return record("visit", number, "web", **{"visitor": "web:%d" % (number * 7919 % 9973), "url": "http://a.example/%d" % (number % 97),
                                             "referrer": "http://b%d.example/" % (number % 31), **fields})


def order(number, **fields):
    return record("order", number, "shop", **{"state": "paid", "amount": 1999, "currency": "USD", "exponent": 2,
                                              "visitor": "web:%d" % (number * 7919 % 9973), **fields})


def shop(number, **fields):
    """Of fifty records one is an order."""
    return (order if number % 50 == 0 else visit)(number, **fields)


def idea(number, **fields):
    return record("post", number, "mystarbucks", **{"author": "mystarbucks:%d" % (number % 97), "title": "an idea", "text": "a card",
                                                    "votes": number % 100, "idea_status": "under_review", **fields})


IDS = {
    "one id": lambda n: post(n, id="twitter:1"),
    "ids of one beginning": lambda n: post(n, id="twitter:" + "1" * 400 + "%d" % n),
    "long ids": lambda n: post(n, id="twitter:" + "%d" % n * 2000),
    "ids that count down": lambda n: post(10 ** 9 - n),
    "one second": lambda n: post(n, time="2009-03-01T00:00:00Z"),
    "deletes of one": lambda n: record("delete", n, "twitter", target="twitter:1", scope="record"),
    "deletes of each": lambda n: record("delete", n, "twitter", target="twitter:%d" % n, scope="record"),
    "an author who is deleted": lambda n: record("delete", n, "twitter", target="twitter:1", scope="author") if n % 2 else post(n, author="twitter:1"),
}
TREES = {
    "a chain of replies": lambda n: post(n, reply_to="twitter:%d" % (n - 1)),
    "a chain from its end": lambda n: post(n, reply_to="twitter:%d" % (n + 1)),
    "replies to one": lambda n: post(n, reply_to="twitter:1"),
    "replies to themselves": lambda n: post(n, reply_to="twitter:%d" % n),
    "replies in a ring": lambda n: post(n, reply_to="twitter:%d" % (n ^ 1)),
    "replies to nobody": lambda n: post(n, reply_to="twitter:x%d" % n),
    "one author": lambda n: post(n, author="twitter:1", reply_to="twitter:%d" % (n // 2)),
}
PATHS = {
    "one visitor": lambda n: shop(n, visitor="web:1"),
    "one visitor, orders alone": lambda n: order(n, visitor="web:1"),
    "one visitor, one order at last": lambda n: (order if n == 4000 else visit)(n, visitor="web:1"),
    "one second": lambda n: shop(n, time="2009-03-01T00:00:00Z"),
    "each a visitor": lambda n: shop(n, visitor="web:n%d" % n),
    "each a referrer": lambda n: shop(n, referrer="http://%d.example/" % n),
    "long addresses": lambda n: shop(n, url="http://a.example/" + "a/" * 2000),
    "clicks of one link": lambda n: record("click", n, "bitly", url="http://bit.ly/a", destination="http://a.example/", visitor="web:1"),
}
KEYS = {
    "one key": lambda n: post(n, author="twitter:1", id="twitter:1"),
    "each its key": lambda n: post(n, author="twitter:n%d" % n),
    "long keys": lambda n: post(n, author="twitter:" + "%d" % n * 1000),
    "keys of one beginning": lambda n: post(n, author="twitter:" + "1" * 400 + "%d" % n),
    "a second each": lambda n: post(n, time="%04d-03-01T00:00:%02dZ" % (n // 60 % 9000 + 1, n % 60)),
}
NEAR = {
    "one text": lambda n: post(n, text="again and again my battery is dead and the shop will not help me"),
    "a word apart": lambda n: post(n, text="again and again my battery is dead and the shop will not help me %d" % n),
    "half alike": lambda n: post(n, text=" ".join("w%d" % (i if i < 10 else n * 31 + i) for i in range(20))),
    "words of a letter": lambda n: post(n, text=" ".join("abcdefgh"[(n >> i) % 8] for i in range(40))),
    "long texts of one word": lambda n: post(n, text="battery " * 2000),
    "empty texts": lambda n: post(n, text=""),
}
BOARD = {
    "one idea": lambda n: idea(n, id="mystarbucks:1"),
    "statuses of one": lambda n: idea(n, id="mystarbucks:1", idea_status="under review"),
    "statuses that nobody knows": lambda n: idea(n, idea_status="status %d" % n),
    "versions of one": lambda n: idea(n, version_of="mystarbucks:1"),
}
