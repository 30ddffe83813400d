"""twitter-text's conformance cases, asked of hark as rules: which tags and names are found, and which words are in links.

    conformance.py EXTRACT.yml    prints a line a case that differs and is no exception, then the counts

A tag or name of every length that stands behind a mark is a rule of its own: those that match must be what the case expects.
Of a link, no word within it may be found, and each word outside of it must be.
"""

import json
import re
import subprocess
import sys
import unicodedata

import yaml

# What hark does otherwise, and why.
SERVER = "a name may have its server behind it, as the fediverse writes it"
LETTERS = "names take letters of all scripts"
SIGN = "a sign within a word of this script ends a tag"
DIGITS = "digits beyond ASCII count as letters"
SCHEME = "a link is what begins with http://, https:// or www.; whether its server can be is not asked"
BARE = "what has no scheme is words, and a tag among them a tag"
ASCII = "a link ends where ASCII does"

EXCEPTIONS = {
    "Extract lone metion but not @user@user (too close to an email)": SERVER,
    "Extract mention in the middle of a Japanese tweet": LETTERS,
    "DO NOT extract username followed by accented latin characters": LETTERS,
    "Hashtag with ideographic iteration mark": SIGN,
    "Extract hashtag with fullwidth tilde": SIGN,
    "Extract hashtag with wave dash": SIGN,
    "Extract Hebrew hashtags": SIGN,
    "Extract Tibetan hashtags": SIGN,
    "Extract hashtag with middle dot": SIGN,
    "Extract Hindi hashtags": DIGITS,
    "DO NOT extract hashtag if it's a part of URL": BARE,
    "Extract a lone unicode url": ASCII,
    "Extract a lone unicode url with -": ASCII,
    "Extract valid URL: http://✪df.ws/ejp": ASCII,
    "Extract URLs with an en dash in the path": ASCII,
    "DO NOT extract invalid URL": SCHEME,
    "DO NOT extract invalid URL: http://no-tld": SCHEME,
    "DO NOT extract invalid URL: http://tld-too-short.x": SCHEME,
    "DO NOT Extract a hyphenated TLD (even though it's usually a typo)": SCHEME,
    "DO NOT Extract URL with domain preceeded by underscore: http://domain-begin_dash_2314352345_dfasd.foo-cow_4352.com": SCHEME,
    "DO NOT extract URLs containing leading dashes in the subdomain": SCHEME,
    "DO NOT extract URLs containing leading dashes in the domain with a subdomain": SCHEME,
    "DO NOT extract URLs containing trailing dashes in the subdomain": SCHEME,
    "DO NOT extract URLs containing trailing dashes in the domain with a subdomain": SCHEME,
    "DO NOT extract URLs containing leading underscores in the subdomain": SCHEME,
    "DO NOT extract URLs containing leading underscores in the domain with a subdomain": SCHEME,
    "DO NOT extract URLs containing trailing underscores in the subdomain": SCHEME,
    "DO NOT extract URLs containing trailing underscores in the domain with a subdomain": SCHEME,
    "DO NOT extract URLs containing leading dashes in the domain name": SCHEME,
    "DO NOT extract URLs containing trailing dashes in the domain name": SCHEME,
    "DO NOT extract URLs containing underscores in the domain name": SCHEME,
    "DO NOT extract URLs containing underscores in the tld": SCHEME,
    "DO NOT extract URLs with > 40 characters in a t.co slug": SCHEME,
    "DO NOT extract URL if preceded by $": SCHEME,
    "DO NOT extract URLs in hashtag or @mention": SCHEME,
}


def classify(rules, texts):
    """The labels of each text; rules that are refused are left out."""
    with open("posts.ndjson", "w", encoding="utf-8") as file:
        for text in texts:
            file.write(json.dumps({"v": 1, "kind": "post", "text": text}) + "\n")
    rules = list(rules)
    while True:
        with open("x.rules", "w", encoding="utf-8") as file:
            file.writelines(f"label: {number}\nquery: {rule}\n\n" for number, rule in enumerate(rules))
        run = subprocess.run(["hark-classify", "--bare", "--rules", "x.rules", "posts.ndjson"], capture_output=True, text=True)
        if run.returncode == 0:
            break
        line = int(re.search(r"x\.rules:(\d+):", run.stderr)[1])
        del rules[(line - 1) // 3]
    for line in run.stdout.splitlines():
        yield {rules[int(label)] for label in json.loads(line).get("labels", [])}


def fold(text):
    return unicodedata.normalize("NFKC", text).casefold()


def marked(cases, marks, mark):
    """(case, expected, found) of tags or names."""
    candidates = set()
    for case in cases:
        for place in re.finditer(f"[{marks}]", case["text"]):
            run = re.match(r"[^\s()\"*]*", case["text"][place.end() :])[0][:60]
            candidates.update(mark + run[:length] for length in range(1, len(run) + 1))
    for case, found in zip(cases, classify(sorted(candidates), [case["text"] for case in cases])):
        yield case, {mark + fold(name) for name in case["expected"]}, {fold(one) for one in found}


def linked(cases):
    """(case, words outside of links, words found)"""
    split = []
    for case in cases:
        outside = case["text"]
        for url in sorted(case["expected"], key=len, reverse=True):
            outside = outside.replace(url, " ", 1)
        inside = set(re.findall(r"[a-z0-9]{2,}", " ".join(case["expected"]).lower()))
        outside = set(re.findall(r"[a-z0-9]{2,}", outside.lower()))
        split.append((case, inside - outside, outside - inside))
    words = sorted({word for _, inside, outside in split for word in inside | outside})
    texts = [case["text"] for case in cases]
    for (case, inside, outside), found in zip(split, classify([f'"{word}"' for word in words], texts)):
        yield case, outside, {one.strip('"') for one in found} & (inside | outside)


def has_scheme(case):
    return all(re.match("https?://|www\\.", url, re.I) for url in case["expected"])


def main(path):
    with open(path, encoding="utf-8") as file:
        tests = yaml.safe_load(file)["tests"]
    links = [case for case in tests["urls"] if has_scheme(case)]
    parts = {
        "mentions": marked(tests["mentions"], "@＠", "@"),
        "hashtags": marked(tests["hashtags"] + tests["hashtags_from_astral"], "#＃", "#"),
        "urls": linked(links),
    }
    failed = 0
    for name, cases in parts.items():
        passed = excepted = 0
        for case, expected, found in cases:
            if expected == found:
                passed += 1
            elif case["description"] in EXCEPTIONS:
                excepted += 1
                del EXCEPTIONS[case["description"]]
            else:
                failed += 1
                print(f"{name}: {case['description']!r}: {case['text']!r}: expected {sorted(expected)}, found {sorted(found)}")
        print(f"{name}: {passed} as expected, {excepted} excepted")
    print(f"urls without a scheme, which hark takes for words: {len(tests['urls']) - len(links)}")
    for description in EXCEPTIONS:
        failed += 1
        print(f"no longer an exception: {description}")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
