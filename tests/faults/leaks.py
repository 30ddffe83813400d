#!/usr/bin/env python3
"""leaks - what a filter still holds when it ends must not grow with what it read

  leaks.py BUILD [--only TEXT]

Each streaming filter reads some records, and ten times as many; the shim counts allocations that nobody freed. Prints a row for each,
and ends 1 where the longer run leaves more than SLACK more.
"""
import sys

import loop
import playing
import scenarios
import server

FEW, SLACK = 200, 16
RAW = '{"created_at":"Sun Mar 01 12:00:00 +0000 2009","id_str":"%d","text":"my battery is dead, see http://t.co/a%d #fail","user":' \
      '{"id_str":"%d","screen_name":"a%d"},"entities":{"urls":[]}}\n'
POST = '{"v":1,"kind":"post","source":"twitter","id":"twitter:%d","time":"2009-03-01T12:00:00Z","seen":"2009-04-01T00:00:00Z",' \
       '"author":"twitter:%d","text":"my battery %d is dead, and no shop will help http://t.co/a%d","format":"twitter1","archive":"a",' \
       '"line":%d}\n'
HIT = '192.0.2.1 - - [01/Mar/2009:12:00:00 +0000] "GET /a%d?utm_source=x HTTP/1.1" 200 512 "http://b%d.example/" "Mozilla/5.0"\n'
BAD = '{"v":1,"kind":"post","id":%d\n'

# What each reads, and the command; {lines} is the file, raw, of records, of a log, or damaged.
COMMANDS = [
    ("post", "hark-fetch {lines}"),
    ("post", "hark-fetch --verify {lines}"),
    ("raw", "hark-normalize --format twitter1 --clear-ids {lines}"),
    ("hit", "hark-normalize --format clf --host a.example --key-file {in}/key {lines}"),
    ("own", "hark-normalize --map {in}/one.jq {lines}"),
    ("bad", "hark-normalize --format twitter1 --clear-ids --rejects /dev/null --max-rejects 100% --allow-empty {lines}"),
    ("post", "hark-validate {lines}"),
    ("bad", "hark-validate --rejects /dev/null --max-rejects 100% {lines}"),
    ("post", "hark-redact {lines}"),
    ("post", "hark-classify --rules {in}/rules --why {lines}"),
    ("post", "hark-classify --sentiment --language {lines}"),
    ("post", "hark-unlink --key-file {in}/key --forgotten /dev/null {lines}"),
    ("post", "hark-key {lines}"),
    ("post", "hark-via cat <{lines}"),
    ("post", "hark-detect --by kind {lines}"),
    ("post", "hark-partition --touched days {lines}"),
]
LINES = {"post": lambda n: POST % (n, n, n, n, n), "raw": lambda n: RAW % (n, n, n, n), "hit": lambda n: HIT % (n, n), "bad": lambda n: BAD % n,
         "own": lambda n: '{"id":"%d","at":"2010-10-01T00:00:00Z","text":"battery"}\n' % n}


def write(path, line, count):
    with open(path, "w", encoding="utf-8") as file:
        for number in range(1, count + 1):
            file.write(line(number))
    return path


def held(options, stage, kind, command, count):
    """What is still held after so many lines."""
    path = write(f"{stage.base}/{kind}", LINES[kind], count)
    command, _, stdin = command.replace("{lines}", path).partition(" <")
    played = loop.Loop(options, stage.inputs, stage.base, scenarios.Scenario("leaks", command, stdin=stdin or "/dev/null"))
    run = played.run(server.CALM)
    played.close()
    if run.status == loop.NO_DISPATCH:
        raise loop.NoDispatch(run.err)
    if run.status != 0:
        raise RuntimeError(f"{command}: ends {run.status}: {run.err[:300]}")
    return run.live


def measure_all(options, stage):
    bad = count = 0
    for kind, command in COMMANDS:
        if options.only in command:
            few, many = (held(options, stage, kind, command, lines) for lines in (FEW, 10 * FEW))
            grows = many - few > SLACK
            bad += grows
            count += 1
            print(f"{many - few:>8} more for {9 * FEW} lines more{'  BAD' if grows else ''}: {command}", flush=True)
    return 1 if bad or not count else 0


if __name__ == "__main__":
    sys.exit(playing.play(measure_all))
