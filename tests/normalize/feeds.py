#!/usr/bin/env python3
"""feeds - what feedparser's own suite asserts of title, date, id and links, held against hark's records

    feeds.py FOLDER     with hark-fetch and hark-normalize on PATH

Each file of the suite says in a comment what it expects, as a Python expression. Of those that compare one of
entries[N]'s title, id, guid, link, links' href or a date, parsed or as it was written, to a literal, or say that there is no
link, the comparison is made with the Nth record of the file. A title is held against the plain text of what is expected,
since records hold plain text. Prints each that differs, then "N compared, N agree".
"""
import ast
import calendar
import datetime
import email.utils
import html.parser
import json
import os
import re
import subprocess
import sys

DATES = ("updated_parsed", "published_parsed", "created_parsed", "updated", "published", "created")
FIELDS = ("title", "title_detail", "id", "guid", "link", "links") + DATES


class Plain(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.pieces = []

    def handle_data(self, data):
        self.pieces.append(data)


def plain(markup):
    parser = Plain()
    parser.feed(markup)
    parser.close()
    return squeeze("".join(parser.pieces))


def squeeze(text):
    return " ".join(text.split())


def expectation(path):
    with open(path, "rb") as file:
        raw = file.read()
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8", "latin-1"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    found = re.search(r"Expect:\s*(.*?)\s*(?:\n|-->)", text)
    return found.group(1) if found else None


def path_of(node):
    """entries[0]['links'][1]['href'] as (0, 'links', 1, 'href'), else None."""
    keys = []
    while not (isinstance(node, ast.Name) and node.id == "entries"):
        if isinstance(node, ast.Subscript):
            inner = node.slice
            inner = getattr(inner, "value", inner) if not isinstance(inner, ast.Constant) else inner
            if not isinstance(inner, ast.Constant):
                return None
            keys.append(inner.value)
        elif isinstance(node, ast.Attribute):
            keys.append(node.attr)
        else:
            return None
        node = node.value
    return tuple(reversed(keys))


def literal(node):
    """Its value, strings that are added to each other among them; ValueError where it is no literal."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return literal(node.left) + literal(node.right)
    return ast.literal_eval(node)


def lacks_link(node):
    """Where entries[N] is said to have no link: its path."""
    if not isinstance(node, ast.UnaryOp) or not isinstance(node.op, ast.Not) or not isinstance(node.operand, ast.Call):
        return None
    call = node.operand
    path = path_of(call.func) if isinstance(call.func, ast.Attribute) else None
    if not path or path[1:] != ("has_key",) or [literal(arg) for arg in call.args] != ["link"]:
        return None
    return (path[0], "link")


def comparisons(expression):
    """Pairs of a path and the literal that it is said to equal; None: that it is not there."""
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError:
        return
    for node in ast.walk(tree):
        path = lacks_link(node)
        if path:
            yield path, None
        if not isinstance(node, ast.Compare) or not all(isinstance(op, ast.Eq) for op in node.ops):
            continue
        sides = [node.left] + node.comparators
        values = []
        for side in sides:
            try:
                values.append(literal(side))
            except ValueError:
                continue
        for side in sides:
            path = path_of(side)
            if values and path and len(path) > 1 and isinstance(path[0], int):
                yield path, values[0]


def seconds(date):
    """Of feedparser's tuple of UTC, or of the text of a date."""
    if not isinstance(date, str):
        return calendar.timegm(tuple(date)[:6] + (0, 0, 0))
    try:
        return datetime.datetime.fromisoformat(date.replace("Z", "+00:00")).timestamp()
    except ValueError:
        return email.utils.parsedate_to_datetime(date).timestamp()


def agrees(record, path, wanted):
    """None where the path is none of ours."""
    field = path[1:]
    if field in (("title",), ("title_detail", "value")):
        said = squeeze(record.get("title", ""))
        return said in (plain(wanted), squeeze(wanted))
    if field in (("id",), ("guid",)):
        return record["id"] == "feed:" + wanted or record["id"].endswith("#" + wanted)
    if field == ("link",):
        return record.get("url") == wanted
    if len(field) == 3 and field[0] == "links" and field[2] == "href":
        return wanted in record.get("links", []) + [record.get("url")]
    if field[0] in DATES and len(field) == 1:
        return seconds(record["time"]) == seconds(wanted)
    return None


def records(path):
    fetch = subprocess.run(["hark-fetch", path], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if "_docuri" in path:  # these were fetched from that server
        fetch.stdout = fetch.stdout.replace(json.dumps(path).encode(), b'"http://127.0.0.1:8097/feed.xml"')
    made = subprocess.run(["hark-normalize", "--bare"], input=fetch.stdout, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if fetch.returncode not in (0, 65, 66) or made.returncode not in (0, 65, 66, 76):
        sys.exit(f"{path}: fetch ended with {fetch.returncode}, normalize with {made.returncode}")
    return [json.loads(line) for line in made.stdout.splitlines()]


def main():
    compared = agreed = 0
    for folder, _, names in sorted(os.walk(sys.argv[1])):
        for name in sorted(names):
            path = os.path.join(folder, name)
            expression = expectation(path)
            wanted = [
                (where, value)
                for where, value in (comparisons(expression) if expression else ())
                if where[1] in FIELDS
                and where[1:] not in (("title_detail",),)
                and (where[1] != "title_detail" or where[-1] == "value")
                and (where[1] != "links" or where[-1] == "href")
            ]
            made = records(path) if wanted else []
            for where, value in wanted:
                compared += 1
                if where[0] < len(made) and agrees(made[where[0]], where, value):
                    agreed += 1
                    continue
                said = made[where[0]] if where[0] < len(made) else None
                said = said and {key: said.get(key) for key in ("id", "time", "url", "title", "links")}
                print(f"{os.path.relpath(path, sys.argv[1])}: {where[1:]} {value!r}: {said}")
    print(f"{compared} compared, {agreed} agree")


main()
