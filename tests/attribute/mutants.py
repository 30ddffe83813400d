#!/usr/bin/env python3
"""mutants - whether the examples of a channel table hold each of its parts

    mutants.py TABLE

Tries TABLE with one part left out at a time: a channel, a condition, a value among several. `hark attribute --test` has to miss an
example each time. Prints each part that no example holds, and ends 1 if there is one.
"""

import re
import subprocess
import sys
import tempfile

LIST = re.compile(r"((?:when|and): \S+ (?:not )?(?:is|starts|ends|contains|in) )(.+)")


def conditions(block):
    """Each block without one way in, or one narrowing of it."""
    for i, line in enumerate(block):
        end = i + 1
        if line.startswith("when:"):
            while end < len(block) and block[end].startswith("and:"):
                end += 1
        elif not line.startswith("and:"):
            continue
        yield line, block[:i] + block[end:]


def values(block):
    for i, line in enumerate(block):
        found = LIST.fullmatch(line)
        several = found.group(2).split(", ") if found else []
        for value in several if len(several) > 1 else []:
            rest = ", ".join(v for v in several if v != value)
            yield "%s: %s" % (line, value), block[:i] + [found.group(1) + rest] + block[i + 1 :]


def examples(block):
    return [line for line in block if line.startswith(("expect:", "reject:"))]


def mutants(table):
    """(what was left out, the table without it)"""
    blocks = [block.split("\n") for block in table.strip().split("\n\n")]
    for i, block in enumerate(blocks):
        if not any(line.startswith("when:") for line in block):
            continue
        # Its channel has to be there for its examples: it is entered by nobody instead.
        name = [line for line in block if line.startswith("channel:")]
        never = ["when: source is nobody", "and: source is somebody"]
        changed = [(block[0], name + never + examples(block))]
        changed += list(values(block))
        if sum(line.startswith(("when:", "and:")) for line in block) > 1:
            changed += [(what, new) for what, new in conditions(block) if any(line.startswith("when:") for line in new)]
        for what, new in changed:
            yield "%s, %s" % (name[0], what), "\n\n".join("\n".join(b) for b in blocks[:i] + [new] + blocks[i + 1 :]) + "\n"


def misses(table):
    with tempfile.NamedTemporaryFile("w", suffix=".channels", encoding="utf-8") as file:
        file.write(table)
        file.flush()
        ran = subprocess.run(["hark-attribute", "--channels", file.name, "--test"], stderr=subprocess.PIPE, check=False)
    if ran.returncode not in (0, 65):
        sys.exit("%s\n%s" % (table, ran.stderr.decode()))
    return ran.returncode == 65


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        table = file.read()
    tried = list(mutants(table))
    held = [what for what, mutant in tried if not misses(mutant)]
    for what in held:
        print("no example holds", what)
    print("%d parts, %d held by none" % (len(tried), len(held)))
    return 1 if held or not tried else 0


if __name__ == "__main__":
    sys.exit(main())
