#!/usr/bin/env python3
"""slow - what hostile input costs each streaming filter, by the byte, and how much memory

  slow.py [GROUP…]    a group is a filter, or a format of hark-normalize

Prints a row a filter and kind of input: nanoseconds of processor time a byte, how many times that of ordinary input,
and the largest resident size. Ends 1 where a kind costs more than LIMIT times what ordinary input does (with SLACK
for a busy machine; ordinary input that costs less than FLOOR, copied and not looked at, counts as that; a line counts
as LINE bytes at least, for it is a record, with books of its own), where resident size passes 64 MiB (of filters that pass
records on; --memory is the bound of the others), or where a filter ends with another status than 0, or 65 of what is no whole document.
"""
import os
import random
import subprocess
import sys

import crowds

LIMIT, SLACK, FLOOR, LINE = 10, 1.5, 2.0, 64
ORDINARY_BYTES, HOSTILE_BYTES, LONG, LONGEST = 6_000_000, 1_200_000, 400_000, 8_380_000
RESIDENT_KIB = 64 << 10
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WORDS = ("my battery is dead again and the shop will not help I have called twice last week about order 4711 but "
         "nobody answers @acme #fail see http://t.co/abc").split()


def words(number):
    chosen = random.Random(number)
    return " ".join(chosen.choice(WORDS) for _ in range(20))


def post(number, text, more=""):
    return crowds.as_json({"v": 1, "kind": "post", "source": "twitter", "id": "twitter:%d" % number,
                    "time": "2009-03-%02dT12:00:00Z" % (number % 28 + 1), "seen": "2009-04-01T00:00:00Z",
                    "author": "twitter:%d" % (number % 97), "text": text, "format": "twitter1", "archive": "a.json",
                    "line": number})[:-1] + more + "}"


def tweet(number, text):
    return crowds.as_json({"created_at": "Sun Mar 01 12:00:00 +0000 2009", "id_str": str(number), "text": text,
                    "user": {"id_str": "1", "screen_name": "a"}, "entities": {"urls": []}})


def status(number, text):
    return crowds.as_json({"id": str(number), "created_at": "2009-03-01T12:00:00.000Z", "content": text,
                    "uri": "https://m.example/users/a/statuses/%d" % number, "visibility": "public",
                    "account": {"id": "1", "acct": "a", "username": "a"}, "mentions": [], "tags": []})


def comment(number, text):
    return crowds.as_json({"id": "c%d" % number, "body": text, "author": "a", "created_utc": 1236000000, "score": 1,
                    "subreddit": "s", "link_id": "t3_a", "parent_id": "t3_a"})


def hit(number, path, referrer="-", agent="Mozilla/5.0 (X11; Linux) Firefox/3.0"):
    return '192.0.2.%d - - [01/Mar/2009:12:00:%02d +0000] "GET %s HTTP/1.1" 200 512 "%s" "%s"' % (
        number % 250, number % 60, path, referrer, agent)


def of_text(make, texts):
    """Each unit over and over, in texts so long that what is quadratic shows."""
    kinds = {name: lambda number, unit=unit: make(number, unit * (LONG // len(unit))) for name, unit in texts.items()}
    kinds["as long as may be"] = lambda number: make(number, "it is dead " * (LONGEST // 11))
    kinds["as many addresses as may be"] = lambda number: make(number, "".join("http://a.b/%d " % i for i in range(120_000)))
    kinds["addresses without end"] = lambda number: make(number, "".join("http://a.b/%d " % i for i in range(400_000)))
    return kinds


TEXTS = {"spaces": " ", "letters": "a", "words of a letter": "a ", "digits and spaces": "1 ", "card numbers": "4111-",
         "signs for handles": "@a ", "hashtags": "#a ", "addresses": "http://a.b/c?d=e&f ", "schemes": "http://",
         "dots": "a.", "e-mail": "a@b.cd ", "colons": "1:", "brackets": "(", "zero width": "\u200b",
         "accents": "a\u0301\u0302", "emoji": "\U0001f468\u200d", "markup": "<b>", "entities": "&amp;",
         "quotes": '"', "newlines": "\n", "look-alikes": "\u0430\u0435", "negations": "not very good "}
MARKUP = {"less-than": "<", "elements": "<b>", "nested": "<b><i>", "ends": "</b>", "links": '<a href="http://a.b/c">x</a> ',
          "open attributes": '<a href="', "entities": "&amp;", "ampersands": "&", "numbers": "&#65;", "comments": "<!--",
          "scripts": "<script>", "lists": "<li>"}
LINKS = {"schemes": "http://", "schemes without a host": "http://.@/", "addresses": "http://t.co/abc ", "entities": "&amp;",
         "brackets": "](", "Markdown": "[a](http://b.c) ", "escapes": "\\", "accounts": "/u/a "}
PATHS = {"parameters": "/?" + "a=b&" * 1000, "percent": "/" + "%41" * 1000, "escapes": "/" + "\\x41" * 1000,
         "slashes": "/" * 4000, "dots": "/.." * 1000, "campaigns": "/?" + "utm_source=a&" * 300, "signs": "/?" + "&=" * 2000}

SHAPES = {
    "depth 400": lambda number: post(number, "a", ',"x":' + "[" * 400 + "]" * 400),
    "depth 100,000": lambda number: "[" * 100_000,
    "a thousand keys": lambda number: post(number, "a", "".join(',"k%d":1' % i for i in range(1000))),
    "a hundred thousand keys": lambda number: post(number, "a", "".join(',"k%d":1' % i for i in range(100_000))),
    "as many keys as may be": lambda number: post(number, "a", "".join(',"k%d":1' % i for i in range(262_000))),
    "as many items as may be": lambda number: post(number, "a" * 7_500_000, ',"x":[%s0]' % ("0," * 262_000)),
    "a million keys": lambda number: post(number, "a", "".join(',"k":1' for i in range(1_000_000))),
    "escapes": lambda number: post(number, "a", ',"x":"' + "\\u0041" * 1000 + '"'),
    "lone surrogates": lambda number: post(number, "a", ',"x":"' + "\\ud800" * 1000 + '"'),
    "bad bytes": lambda number: post(number, "a\udcff" * 2000),
    "two thousand labels": lambda number: post(number, "a", ',"labels":[%s]' % ",".join('"l%d"' % i for i in range(2000))),
    "the same text": lambda number: post(number, "again and again"),
    "braces": lambda number: "{" * 300,
    "junk": lambda number: "x" * 300,
    "empty lines": lambda number: "",
    "lines of a byte": lambda number: "x"}

LOGS = {**{"path: " + name: lambda number, path=path: hit(number, path) for name, path in PATHS.items()},
        **{"referrer: " + name: lambda number, path=path: hit(number, "/", "http://a.b" + path)
           for name, path in PATHS.items()},
        "agent: brackets": lambda number: hit(number, "/", "-", "(" * 4000),
        "agent: words": lambda number: hit(number, "/", "-", "a " * 2000),
        "quotes": lambda number: '"' * 1000,
        "brackets": lambda number: "[" * 1000,
        "as long as may be": lambda number: hit(number, "/" + "a" * LONGEST),
        "as many parameters as may be": lambda number: hit(number, "/?" + "a=b&" * (LONGEST // 4)),
        "a long address": lambda number: "a" * 4000 + hit(number, "/")}

NORMALIZE = ["hark-normalize", "--clear-ids", "--host", "h.example", "--format"]


def on_records(*command):
    return list(command), lambda number: post(number, words(number)), {**SHAPES, **of_text(post, TEXTS)}


GROUPS = {
    "validate": on_records("hark-validate"),
    "key": on_records("hark-key"),
    "redact": on_records("hark-redact"),
    "classify": on_records("hark-classify", "--rules", ROOT + "/samples/rules"),
    "unlink": on_records("hark-unlink", "--key-file", "key", "--forgotten", "/dev/null"),
    "fetch": on_records("hark-fetch"),
    "via": on_records("hark-via", "cat"),
    "twitter1": (NORMALIZE + ["twitter1"], lambda number: tweet(number, words(number)),
                 {**of_text(tweet, {**TEXTS, **LINKS}),
                  "closing brackets": lambda number: tweet(number, "http://a.b/" + ")" * 100_000)}),
    "mastodon": (NORMALIZE + ["mastodon"], lambda number: status(number, "<p>%s</p>" % words(number)),
                 of_text(status, MARKUP)),
    "reddit": (NORMALIZE + ["reddit"], lambda number: comment(number, words(number)), of_text(comment, LINKS)),
    "clf": (NORMALIZE + ["clf"], lambda number: hit(number, "/a/b?c=d%d" % number, "http://r.example/x"), LOGS),
}


TEXTS_HELD = {name: TEXTS[name] for name in ("spaces", "letters", "words of a letter", "hashtags", "addresses", "accents")}


def on_crowds(command, ordinary, *tables):
    """Of those that hold what they have read: crowds, and records that are hostile to whoever reads them."""
    kinds = {**SHAPES, **of_text(post, TEXTS_HELD)}
    for table in tables:
        kinds.update(table)
    return command, ordinary, kinds


HOLDING = {
    "dedupe": on_crowds(["hark-dedupe"], crowds.post, crowds.IDS),
    "thread": on_crowds(["hark-thread"], lambda n: crowds.post(n, reply_to="twitter:%d" % (n - n % 5)), crowds.IDS, crowds.TREES),
    "near": on_crowds(["hark-near"], lambda number: post(number, words(number)), crowds.NEAR),
    "ideas": on_crowds(["hark-ideas"], crowds.idea, crowds.BOARD),
    "aggregate": on_crowds(["hark-aggregate", "--by", "author,time:day", "--count", "--distinct", "id", "--top", "author:3"], crowds.post,
                           crowds.IDS, crowds.KEYS),
    "attribute": on_crowds(["hark-attribute", "--touches", "all", "--model", "first,linear,time_decay", "--window", "30d"], crowds.shop,
                           crowds.PATHS),
}
GROUPS.update(HOLDING)


def lines(path, line, size):
    with open(path, "wb") as out:
        number = done = 0
        while done < size:
            number += 1
            done += max(out.write((line(number) + "\n").encode("utf-8", "surrogateescape")), LINE)
    return done


def write(path, line, size):
    """In a process of its own: a child begins as large as we are, by what the kernel counts."""
    done, told = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(told, str(lines(path, line, size)).encode())
        os._exit(0)
    os.close(told)
    os.waitpid(child, 0)
    with open(done, "rb") as count:
        return int(count.read())


def play(command):
    """Seconds of user time, largest resident size in KiB, status; what it wrote is in `out`."""
    program, *rest = command
    with open("in", "rb") as given, open("out", "wb") as out, open(os.devnull, "wb") as nothing:
        child = subprocess.Popen([program, "--rejects", os.devnull, *rest], stdin=given, stdout=out, stderr=nothing)
        _, status_bits, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status_bits)
    return used.ru_utime, used.ru_maxrss, child.returncode


def cost(command, line, size, start):
    """The least of three, by the byte that was read, or written where that are more: a credit for each touch of each order is what was asked for."""
    count = write("in", line, size)
    plays = [play(command) for _ in range(3)]
    seconds = max(min(seconds for seconds, _, _ in plays) - start, 0)
    return seconds / max(count, os.path.getsize("out")) * 1e9, max(kib for _, kib, _ in plays), max(code for _, _, code in plays)


def judge(name, kind, found, ordinary):
    nanoseconds, kib, code = found
    times = nanoseconds / max(ordinary, FLOOR)
    is_large = kib > RESIDENT_KIB and name not in HOLDING
    bad = times > LIMIT * SLACK or is_large or code not in (0, 65)
    print("%-9s %-26s %7.1f ns/B %5.1f times %6d KiB%s" % (name, kind, nanoseconds, times, kib, "  BAD" if bad else ""),
          flush=True)
    return bad


def main():
    if not os.path.exists("key"):
        subprocess.run(["hark-normalize", "--new-key", "key"], check=True)
    bad = 0
    for name in sys.argv[1:] or GROUPS:
        command, ordinary, kinds = GROUPS[name]
        write("in", ordinary, 1)
        start = min(play(command)[0] for _ in range(3))
        found = cost(command, ordinary, ORDINARY_BYTES, start)
        bad += judge(name, "ordinary", found, found[0])
        for kind, line in kinds.items():
            bad += judge(name, kind, cost(command, line, HOSTILE_BYTES, start), found[0])
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
