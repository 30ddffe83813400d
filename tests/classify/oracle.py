"""A slow matcher of rules that shares nothing with hark's: it draws queries and posts, and says which match.

    oracle.py draw SEED QUERIES POSTS    writes x.rules, posts.ndjson and wanted (a line a post: the labels)

The tree that was drawn is kept; the query is its print, with parentheses only where they are needed. A text is cut by a
plain regular expression, and every term walks over all of its words.
"""

import functools
import json
import random
import re
import sys

WORDS = "dell hp mini battery batter batteries café it's l'eau dell's 電 池 🔋 us US Dell XPS13 no or".split()
TAGS = ["#dell", "#dell_mini", "#XPS13", "@dell", "@Dell_Cares", "@hp@social.example"]
OTHERS = ["http://hp.example/dell", "-", "...", "C++", "Dell, Inc.", "3.5", "wi-fi", "\n"]
EXPRESSIONS = [r"batter(y|ies)", r"\bus\b", r"[0-9]\.[0-9]", r"d.ll", r"hp\.example\/", r"x{1,3}ps", r"mini\s+dell"]
RAW = ["US", "us", "Dell", "dell's", "C++", "Dell, Inc.", "caf*", "#dell", "XPS*"]
PHRASES = ["dell mini", "batter* dell", "wi-fi", "3.5", "電 池", "dell us dell"]

LINK = r"(?P<link>https?://[!-~]+)"
MARKED = r"(?P<mark>[#@])(?P<marked>\w+)(?P<server>@[\w.]+)?"
SINGLE = r"(?P<single>[\u4e00-\u9fff🔋])"
WORD = r"(?P<word>[^\W_\u4e00-\u9fff]+(?:'[^\W_\u4e00-\u9fff]+)*)"
TOKEN = re.compile("|".join([LINK, MARKED, SINGLE, WORD]))
PLAIN = re.compile(r"[^\W_]+")


class Place:
    """What stands at one place of a text: folded forms, and where its bytes are."""

    def __init__(self, start, end, forms):
        self.start, self.end, self.forms = start, end, forms


def forms_of(word):
    """A word, and without its possessive or its article."""
    word = word.lower()
    forms = [word]
    if word.endswith("'s") and len(word) > 2:
        forms.append(word[:-2])
    elif re.match("[ldjmtsnc]'.", word):
        forms.append(word[2:])
    return forms


@functools.lru_cache(4096)
def cut(text):
    """The places of a text, and the tags and names as (form, place)."""
    places, marks = [], []
    for found in TOKEN.finditer(text):
        if found["marked"]:
            whole = found["mark"] + found["marked"].lower()
            marks.append((whole, len(places)))
            if found["server"] and found["mark"] == "@":
                marks.append((whole + found["server"].lower(), len(places)))
            start = found.start()
            inside = found["marked"] + (found["server"] or "")
            for word in PLAIN.finditer(inside):
                places.append(Place(start + 1 + word.start(), start + 1 + word.end(), forms_of(word[0])))
        elif found["link"]:
            places.append(Place(found.start(), found.end(), []))
        else:
            places.append(Place(found.start(), found.end(), forms_of(found[0])))
    return places, marks


def is_form(form, term):
    return form.startswith(term[:-1]) if term.endswith("*") else form == term


@functools.lru_cache(4096)
def words_of(term):
    """A term's words, as a query means them: what has punctuation in it is several."""
    words = re.findall(r"[\u4e00-\u9fff🔋]|[^\W_\u4e00-\u9fff]+(?:'[^\W_\u4e00-\u9fff]+)*\*?", term)
    return [word.lower() for word in words]


def runs(places, words):
    """Where the words stand side by side: (first, last)."""
    for first in range(len(places) - len(words) + 1):
        if all(any(is_form(form, word) for form in places[first + i].forms) for i, word in enumerate(words)):
            yield first, first + len(words) - 1


def raw_runs(text, places, raw):
    bytes_of, is_open = (raw[:-1], True) if raw.endswith("*") else (raw, False)
    lead = re.search(r"[^\W_]", raw).start()
    words = words_of(raw)
    for first, last in runs(places, words):
        start = places[first].start - lead
        if start < 0 or not text.startswith(bytes_of, start):
            continue
        if is_open or start + len(bytes_of) >= places[last].end:
            yield first, last


def finds(post, node):
    """All places of a leaf, or of ORs of leaves: (part, first, last)."""
    kind, value = node
    for part in ("title", "text"):
        text = post.get(part, "")
        places, marks = cut(text)
        if kind == "mark":
            for form, place in marks:
                if is_form(form, value.lower()):
                    yield part, place, place
        elif kind == "raw":
            for first, last in raw_runs(text, places, value):
                yield part, first, last
        elif kind == "words":
            for first, last in runs(places, words_of(value)):
                yield part, first, last
    if kind == "or":
        for child in value:
            yield from finds(post, child)


def near(post, left, right, most, is_forward):
    for part, first, last in finds(post, left):
        for other, other_first, other_last in finds(post, right):
            if part != other:
                continue
            if 0 < other_first - last <= most or (not is_forward and 0 < first - other_last <= most):
                return True
    return False


def holds(post, node):
    kind, value = node
    if kind == "and":
        return all(holds(post, child) for child in value)
    if kind == "or":
        return any(holds(post, child) for child in value)
    if kind == "not":
        return not holds(post, value)
    if kind == "near":
        return near(post, *value)
    if kind == "field":
        return post.get(value[0], "").split("-")[0] == value[1]
    if kind == "expression":
        flags = re.ASCII if value[1] else re.ASCII | re.IGNORECASE
        return any(re.search(value[0], post.get(part, ""), flags) for part in ("title", "text"))
    if kind == "named":
        return holds(post, value[1])
    return next(finds(post, node), None) is not None


def draw_leaf(draw):
    kind = draw.random()
    if kind < 0.45:
        return "words", draw.choice(WORDS + ["batter*", "de*", "us*", "xp*"])
    if kind < 0.6:
        return "words", draw.choice(PHRASES)
    if kind < 0.8:
        return "mark", draw.choice(["#dell", "#dell_mini", "@dell", "@dell_cares", "#de*", "@hp", "@hp@social.example"])
    return "raw", draw.choice(RAW)


def draw_side(draw):
    if draw.random() < 0.6:
        return draw_leaf(draw)
    return "or", [draw_leaf(draw) for _ in range(draw.randint(2, 3))]


def draw_tree(draw, depth, named):
    kind = draw.random() if depth > 0 else 1
    if kind < 0.25:
        return "and", [draw_tree(draw, depth - 1, named) for _ in range(draw.randint(2, 3))]
    if kind < 0.5:
        return "or", [draw_tree(draw, depth - 1, named) for _ in range(draw.randint(2, 3))]
    if kind < 0.62:
        return "not", draw_tree(draw, depth - 1, named)
    kind = draw.random()
    if kind < 0.25:
        return "near", (draw_side(draw), draw_side(draw), draw.randint(1, 6), draw.random() < 0.5)
    if kind < 0.3:
        return "expression", (draw.choice(EXPRESSIONS), draw.random() < 0.3)
    if kind < 0.35:
        return "field", ("lang", draw.choice(["pt", "en"]))
    if kind < 0.4 and named:
        return "named", draw.choice(named)
    return draw_leaf(draw)


BINDING = {"or": 0, "and": 1, "not": 2, "near": 3}


def show(draw, node, outer=0):
    kind, value = node
    own = BINDING.get(kind, 4)
    if kind in ("and", "or"):
        between = " OR " if kind == "or" else draw.choice([" AND ", " "])
        out = between.join(show(draw, child, own + 1) for child in value)
    elif kind == "not":
        out = "NOT " + show(draw, value, own)
    elif kind == "near":
        left, right, most, is_forward = value
        out = f"{show(draw, left, 4)} NEAR/{most}{'f' * is_forward} {show(draw, right, 4)}"
    elif kind == "field":
        out = "%s:%s" % value
    elif kind == "expression":
        out = "raw:" * value[1] + f"/{value[0]}/"
    elif kind == "named":
        out = "$" + value[0]
    elif kind == "raw":
        out = f'raw:"{value}"'
    elif kind == "mark" or (" " not in value and value not in ("or", "no")):
        out = value
    else:
        out = f'"{value}"'
    return f"({out})" if own < outer or draw.random() < 0.1 else out


def draw_text(draw):
    pieces = draw.choices([WORDS, TAGS, OTHERS], [8, 2, 2], k=draw.randint(0, 14))
    words = [draw.choice(piece) for piece in pieces]
    words = [word.upper() if draw.random() < 0.1 and word.isascii() and word[0] not in "h" else word for word in words]
    out = ""
    for word in words:
        out += draw.choice([" ", " ", " ", ", ", " (", "\n"]) + word
    return out.strip(" ")


def draw_post(draw, number):
    post = {"v": 1, "kind": "post", "id": f"twitter:{number}", "text": draw_text(draw)}
    if draw.random() < 0.3:
        post["title"] = draw_text(draw)
    if draw.random() < 0.5:
        post["lang"] = draw.choice(["pt", "pt-BR", "en"])
    return post


def main(seed, queries, posts):
    draw = random.Random(int(seed))
    named, trees, rules = [], [], []
    for number in range(5):
        named.append((f"n{number}", draw_tree(draw, 1, named)))
        rules.append(f"define: n{number}\nquery: {show(draw, named[-1][1])}\n")
    for number in range(int(queries)):
        trees.append(draw_tree(draw, draw.randint(0, 3), named))
        rules.append(f"label: q{number}\nquery: {show(draw, trees[-1])}\n")
    with open("x.rules", "w", encoding="utf-8") as file:
        file.write("\n".join(rules))
    with open("posts.ndjson", "w", encoding="utf-8") as file, open("wanted", "w", encoding="utf-8") as wanted:
        for number in range(int(posts)):
            post = draw_post(draw, number)
            file.write(json.dumps(post, ensure_ascii=False) + "\n")
            labels = [f"q{i}" for i, tree in enumerate(trees) if holds(post, tree)]
            wanted.write(" ".join(labels) + "\n")


if __name__ == "__main__":
    main(*sys.argv[2:])
