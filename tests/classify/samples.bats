#!/usr/bin/env bats
# samples - the rules of samples/rules: their own examples, and what is said of each

# shellcheck disable=SC2154 # bats sets output and stderr
load ../lib

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    needs_patterns
}

@test "the sample rules hold by their own examples" {
    expect 0 hark-classify --test --rules "$HARK_ROOT/samples/rules"
}

@test "each sample rule has three examples of what it finds and three of what it does not" {
    awk -v RS= '/(^|\n)label:/ && (gsub(/\nexpect:/, "") < 3 || gsub(/\nreject:/, "") < 3)' \
        "$HARK_ROOT"/samples/rules/*.rules >short
    [ ! -s short ] || { cat short; return 1; }
    [ "$(cat "$HARK_ROOT"/samples/rules/*.rules | grep -c '^label:')" -ge 30 ]
}

# A post a line for each example: its label, file, line of its rule, whether it is expected, and the text.
examples() {
    python3 - "$HARK_ROOT"/samples/rules/*.rules <<'END'
import json, re, sys
number = 0
for path in sys.argv[1:]:
    line = 1
    for block in re.split(r"(\n\n)", open(path, encoding="utf-8").read()):
        start = line + len(re.match(r"(?:#.*\n|\n)*", block)[0].splitlines())
        label = re.search(r"^label: (.*)$", block, re.M)
        for kind, text in re.findall(r"^(expect|reject): (.*)$", block, re.M) if label else []:
            number += 1
            print(json.dumps({"v": 1, "kind": "post", "id": f"x:{number}", "lang": "pt", "text": text,
                              "wanted": [kind, label[1], path, start]}, ensure_ascii=False))
        line += block.count("\n")
END
}

# What is said is read back: each span is in the text, and its bytes are the words before it.
@test "--why names each sample rule with its line, and its words stand where it says" {
    examples >posts
    [ "$(wc -l <posts)" -gt 180 ]
    hark-classify --bare --rules "$HARK_ROOT/samples/rules" --why posts >found
    python3 - found <<'END'
import json, re, sys
spans = said = 0
for line in open(sys.argv[1], encoding="utf-8"):
    post = json.loads(line)
    kind, label, path, start = post["wanted"]
    whys = post.get("why", [])
    own = [why for why in whys if re.match(re.escape(f"{label} {path}:") + r"\d+(:|$)", why)]
    assert bool(own) == (label in post.get("labels", [])) == (kind == "expect"), post
    text = post["text"].encode()
    for why in whys:
        rest = re.match(r"\S+ \S+:\d+(?:: (.*))?$", why)[1]
        places = list(re.finditer(r" text\[(\d+):(\d+)\]", rest))
        assert places, why
        at = 0
        for place in places:
            word = text[int(place[1]) : int(place[2])].decode()
            assert rest[at : place.start()].endswith(word) and word, (why, word)
            at, spans = place.end(), spans + 1
    for why in own:
        assert why.startswith(f"{label} {path}:{start}:"), (why, start)
        said += 1
assert said > 90 and spans > 200, (said, spans)
END
}

# Each clause that is missing is in the query as it stands, and what was found stands in the text.
@test "--why-not names a clause of each sample rule, or what should not be there" {
    examples >posts
    for label in $(jq -r '.wanted[1]' posts | sort -u); do
        jq -c --arg name "$label" 'select(.wanted[1] == $name)' posts |
            hark-classify --bare --rules "$HARK_ROOT/samples/rules" --why-not "$label"
    done >found
    [ "$(wc -l <found)" -eq "$(wc -l <posts)" ]
    python3 - found "$HARK_ROOT"/samples/rules/*.rules <<'END'
import json, re, sys
rules = " ".join(re.sub(r"\s+", " ", open(path, encoding="utf-8").read()) for path in sys.argv[2:])
missing = there = 0
for line in open(sys.argv[1], encoding="utf-8"):
    post = json.loads(line)
    kind, label, path, start = post["wanted"]
    assert (kind == "reject") == ("why_not" in post), post
    for why in post.get("why_not", []):
        rest = re.match(re.escape(f"{label} {path}:{start}: ") + "(.*)", why)[1]
        found = re.search(r" text\[(\d+):(\d+)\]", rest)
        if rest.startswith("missing "):
            assert rest[8:].split(", missing ")[0].split(" text[")[0].rsplit(", ", bool(found))[0] in rules, why
            missing += 1
        else:
            word = post["text"].encode()[int(found[1]) : int(found[2])].decode()
            assert rest.startswith(word) and word, why
            there += 1
assert missing > 80 and there >= 5, (missing, there)
END
}
