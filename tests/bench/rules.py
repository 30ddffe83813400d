"""The rules of tests/bench/queries as SQL, so that other tools answer the same questions.

A word becomes a regular expression between word boundaries, and words under one OR become one
alternation. RE2's \\b is ASCII's: narrower than hark's idea of a word, and the same on the
generated texts, as the comparison of the counts shows.
"""

import glob
import os
import re

TOKEN = re.compile(r'\(|\)|\w+:"[^"]*"|"[^"]*"|[^\s()]+')
WORD = re.compile(r"([#@]?[\w']+)(\*?)")
WITHOUT_SPACES = re.compile("^[\u3040-\u9fff]")


def read(folder):
    """(label, query) of each rule of a folder."""
    for path in sorted(glob.glob(os.path.join(folder, "*.rules"))):
        with open(path, encoding="utf-8") as file:
            for paragraph in file.read().split("\n\n"):
                lines = re.sub(r"\n\s+", " ", paragraph).split("\n")
                keys = dict(
                    line.split(": ", 1) for line in lines if re.match(r"\w+: ", line)
                )
                if "query" in keys:
                    yield keys["label"], keys["query"]


class Query:
    """A query as a tree: (op, children), op being or, and, not; or (field, value)."""

    def __init__(self, text):
        self.tokens = TOKEN.findall(text)
        self.tree = self.either()
        assert not self.tokens, text

    def next_is(self, *tokens):
        return bool(self.tokens) and self.tokens[0] in tokens

    def either(self):
        parts = [self.both()]
        while self.next_is("OR"):
            self.tokens.pop(0)
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else ("or", parts)

    def both(self):
        parts = [self.one()]
        while self.tokens and not self.next_is("OR", ")"):
            if self.next_is("AND"):
                self.tokens.pop(0)
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else ("and", parts)

    def one(self):
        token = self.tokens.pop(0)
        if token == "NOT":
            return "not", [self.one()]
        if token == "(":
            tree = self.either()
            assert self.tokens.pop(0) == ")"
            return tree
        field = re.match(r"(author|links):(.*)", token)
        return field.groups() if field else ("term", token.strip('"').lower())


def pattern(term):
    """The regular expression of a word or phrase, in lower case."""
    if WITHOUT_SPACES.match(term):
        return term
    words = [word + (r"\w*" if star else "") for word, star in WORD.findall(term)]
    front = "" if term[0] in "#@" else r"\b"
    return front + r"\W+".join(words) + r"\b"


def needed(tree):
    """Terms one of which any match has; None where none can be named. Of AND those of the longest words."""
    op, parts = tree
    if op == "term":
        return [parts]
    if op == "or":
        lists = [needed(part) for part in parts]
        return None if None in lists else sum(lists, [])
    if op == "and":
        lists = [terms for terms in map(needed, parts) if terms]
        return max(
            lists, key=lambda terms: sum(map(len, terms)) / len(terms), default=None
        )
    return None


class Dialect:
    """How an engine says it."""

    def __init__(self, match, contains, escape):
        self.match, self.contains, self.escape = match, contains, escape

    def quoted(self, text):
        return "'" + text.replace("\\", self.escape).replace("'", "''") + "'"

    def any_of(self, terms):
        return self.match % self.quoted("(?:" + "|".join(map(pattern, terms)) + ")")

    def condition(self, tree):
        op, parts = tree
        if op == "not":
            return "NOT " + self.condition(parts[0])
        if op == "and":
            return "(" + " AND ".join(map(self.condition, parts)) + ")"
        if op == "or":
            terms = [value for kind, value in parts if kind == "term"]
            conditions = [self.any_of(terms)] if terms else []
            conditions += [self.condition(part) for part in parts if part[0] != "term"]
            return "(" + " OR ".join(conditions) + ")"
        if op == "author":
            return "handle = " + self.quoted(parts.lower())
        if op == "links":
            return self.contains % self.quoted(parts.lower())
        return self.any_of([parts])

    def label(self, label, tree):
        return "CASE WHEN %s THEN '%s' ELSE '' END" % (self.condition(tree), label)


DIALECTS = {
    "duckdb": Dialect("regexp_matches(t, %s)", "contains(links, %s)", "\\"),
    "clickhouse": Dialect("match(t, %s)", "position(links, %s) > 0", "\\\\"),
}


def as_sql(folder, engine):
    """The labels of a text as SQL expressions, and a condition that holds wherever one does."""
    dialect = DIALECTS[engine]
    rules = [(label, Query(query).tree) for label, query in read(folder)]
    terms = sum((needed(tree) for _, tree in rules), [])
    labels = [dialect.label(label, tree) for label, tree in rules]
    return ",\n    ".join(labels), dialect.any_of(list(dict.fromkeys(terms)))
