#!/usr/bin/env python3
"""mutants - bugs planted in the filters, one at a time, and whether the books or the audit tell

  mutants.py BUILD [NAME ...]

Each is a piece of a source file in other words. It is built into BUILD/mutants, and one filter of the pipeline over
samples/world is replaced by it. Told means: a filter ends 70 or 76 with a word of the books or of upstream, or the audit's
own sum over the ledger does not come out. Prints a row for each, and ends 1 where one was not told.
"""
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# What it does, the filter it is built into, the file, what stands there, and what the mutant says instead.
Mutant = collections.namedtuple("Mutant", "name what filter file old new")

MUTANTS = [
    Mutant("line-skipped", "every 1000th line is not handed out", "normalize", "stream/reader_operands.c",
           "        if (control == RECORD_DATA) {",
           "        if (control == RECORD_DATA && reader->operand.line % 1000 != 0) {"),
    Mutant("last-line-lost", "a last line without its end is none", "fetch", "stream/lines.c",
           "    return hand_out(lines, lines->end, false, line);", "    return LINES_END;"),
    Mutant("line-at-edge-lost", "a line that a block's edge cuts is passed over", "fetch", "stream/lines.c",
           "        if (newline != NULL)\n            return hand_out",
           "        if (newline != NULL && lines->start == 0 && lines->number > 0) {\n"
           "            lines->start = lines->scanned;\n            continue;\n        }\n"
           "        if (newline != NULL)\n            return hand_out"),
    Mutant("block-of-lines-lost", "lines held when memory moves do not go out", "fetch", "stream/blocks.c",
           "    lines_before_move(lines, release, &span);",
           "    lines_before_move(lines, NULL, NULL);"),
    Mutant("line-after-block-lost", "the first of the lines that go out together is left out", "fetch", "stream/blocks.c",
           "        span->held = line;\n        span->held.len = 0;\n        span->line = number;\n",
           "        span->held = line;\n        span->held.len = 0;\n        span->line = number;\n"
           "        if (number > 1) {\n            span->held.at += line.len + 1;\n            return;\n        }\n"),
    Mutant("block-doubled", "lines that go out together do so twice", "fetch", "stream/feed.c",
           "        writer_pass_block(feed->out, block, count);",
           "        writer_pass_block(feed->out, block, count), writer_pass_block(feed->out, block, count);"),
    Mutant("row-skipped", "every 50th row of a table is left out", "fetch", "stream/rows.c",
           "    else\n        header_write(",
           "    else if (rows->line % 50 != 0)\n        header_write("),
    Mutant("last-item-lost", "the last item of a document is not written", "fetch", "stream/items.c",
           "    scanner_next(&items->scanner);\n    release(items, false);\n    return true;",
           "    scanner_next(&items->scanner);\n    items->holds = false;\n    return true;"),
    Mutant("record-unread", "a record is taken for blank after it was counted", "classify", "stream/reader.c",
           "        if (reader_wants(reader, record))\n            return true;",
           "        if (reader_wants(reader, record) && reader->operand.line % 500 != 0)\n            return true;"),
    Mutant("record-doubled", "a record is written twice", "dedupe", "stream/writer.c",
           "    buffer_add(&writer->out, line);\n    end_line(writer);\n    books_passed(",
           "    if (writer->out.len == 0)\n        writer_raw(writer, line), writer_raw(writer, TEXT(\"\\n\"));\n"
           "    buffer_add(&writer->out, line);\n    end_line(writer);\n    books_passed("),
    Mutant("last-block-lost", "what is left to be written at the end is not", "normalize", "stream/writer.c",
           "    struct books *books = writer->books;\n\n    flush(writer);",
           "    struct books *books = writer->books;\n\n    buffer_clear(&writer->out);"),
    Mutant("writer-edge", "the line that fills a block is left out", "classify", "stream/writer.c",
           "    if (writer->out.len >= BLOCK)\n        flush(writer);\n}\n\nvoid\nwriter_pass_line",
           "    if (writer->out.len >= BLOCK) {\n"
           "        while (--writer->out.len > 0 && writer->out.at[writer->out.len - 1] != '\\n')\n            ;\n"
           "        flush(writer);\n    }\n}\n\nvoid\nwriter_pass_line"),
    Mutant("counted-twice", "a record with members added counts for two", "classify", "stream/writer.c",
           "    books_passed(writer->books, record->kind, writer->out.len - before + 1);",
           "    books_passed(writer->books, record->kind, writer->out.len - before + 1);\n"
           "    if (count > 0 || members.len > 100)\n        books_passed(writer->books, record->kind, 0);"),
    Mutant("reject-uncounted", "a reject is written and not counted", "normalize", "stream/books.c",
           "    books->rejected++;\n", ""),
    Mutant("reject-lost", "a record that is no good is passed over", "normalize", "normalize.c",
           "        books_rejected(normalize->books, raw->place, reason, raw->line,\n"
           "                       raw->context);\n        break;",
           "        break;"),
    Mutant("drop-without-reason", "what is no record is dropped without a word", "normalize", "normalize.c",
           "        reader_drop(normalize->in, reason);\n        break;\n    case DISPATCH_REJECTED", "        break;\n    case DISPATCH_REJECTED"),
    Mutant("made-uncounted", "a record is made and not counted", "normalize", "stream/writer.c",
           "    books_made(writer->books, kind, line.len + 1);",
           "    if (line.len % 100 != 0)\n        books_made(writer->books, kind, line.len + 1);"),
    Mutant("spilled-run-lost", "what was spilled first is not read again", "dedupe", "base/runs.c",
           "merge_new(runs->spill, runs->stretches, runs->stretch_count,",
           "merge_new(runs->spill, runs->stretches + 1, runs->stretch_count - 1,"),
    Mutant("run-edge", "the last entry of a spilled run is lost", "attribute", "base/runs.c",
           "(struct stretch){spill_size(runs->spill), batch->count});",
           "(struct stretch){spill_size(runs->spill), batch->count - 1});"),
    Mutant("spooled-block-lost", "a block of what was put aside is passed over", "dedupe", "stream/spool.c",
           "    const struct block *block = &spool->blocks[spool->next++];",
           "    const struct block *block = &spool->blocks[spool->next == 3 ? ++spool->next : spool->next];\n\n    spool->next++;"),
    Mutant("spooled-line-lost", "the last line of a block that was put aside is lost", "dedupe", "stream/spool.c",
           "    spool->rest = text_from(spool->rest, line->len + 1);",
           "    spool->rest = text_from(spool->rest, line->len + 1);\n"
           "    if (memchr(spool->rest.at, '\\n', spool->rest.len) == spool->rest.at + spool->rest.len - 1)\n"
           "        spool->rest.len = 0;"),
    Mutant("deleted-uncounted", "what was deleted is left out and not booked", "dedupe", "dedupe/write.c",
           "    books_dropped_many(books, \"deleted\", counts.deleted);\n", ""),
    Mutant("superseded-stands", "an earlier revision stands too", "dedupe", "dedupe/write.c",
           "    spool_mark(dedupe->spool, number, fate);",
           "    spool_mark(dedupe->spool, number, fate);\n"
           "    if (number % 10 == 9)\n        spool_mark(dedupe->spool, number - 1, SURVIVOR_STANDS);"),
    Mutant("share-rounded", "what is left over of a shared amount goes to nobody", "attribute", "domain/credit.c",
           "        parts[remainders[i].touch]++;", "        parts[remainders[i].touch] += i > 0;"),
    Mutant("order-lost", "a credit of nobody is not written", "attribute", "attribute.c",
           "    writer_make(context, kind, line);",
           "    if (text_find(line, TEXT(\"\\\"account\\\"\")) != SIZE_MAX)\n        writer_make(context, kind, line);"),
    Mutant("sorted-run-edge", "the last entry of a run that is spilled is lost", "partition", "base/sorter.c",
           "    for (size_t i = 0; i < sorter->count; i++)\n        states_put(", "    for (size_t i = 0; i + 1 < sorter->count; i++)\n        states_put("),
    Mutant("merged-run-lost", "the last of the spilled runs is not merged", "partition", "base/states.c",
           "merger_new(states->spill, states->runs, states->count);", "merger_new(states->spill, states->runs, states->count - 1);"),
    Mutant("first-of-day-lost", "the first record of a day is not written", "partition", "partition/publish.c",
           "            shelf_begin(partition->shelf, name);\n        }", "            shelf_begin(partition->shelf, name);\n            continue;\n        }"),
    Mutant("shelved-not-written", "a record is counted in its file and not written", "partition", "stream/shelf.c",
           "    if (!segment_add(shelf->writer, line))", "    if (shelf->count.records % 50 != 3 && !segment_add(shelf->writer, line))"),
]

# A filter, its options, and whose output it reads.
STAGES = [
    ("fetch", None, ["posts", "clicks", "logs", "orders", "few.json", "page.json"]),
    ("normalize", "fetch", ["--sources", "sources.txt", "--key-file", "key"]),
    ("dedupe", "normalize", ["--memory", "1M", "--accounts", "accounts.csv"]),
    ("classify", "dedupe", ["--rules", "../rules", "--accounts", "accounts.csv"]),
    ("attribute", "classify", ["--memory", "1M", "--touches", "tracked", "--model", "linear", "--window", "30d"]),
    ("aggregate", "attribute", ["--by", "account,time:month", "--metric", "net_sales"]),
    ("partition", "classify", ["--memory", "1M", "--into", "days"]),
]


def build(where, mutant):
    """A folder of programs, one of them changed."""
    folder = os.path.join(where, "mutants", mutant.name)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(ROOT, "filters", mutant.file)) as file:
        source = file.read()
    if source.count(mutant.old) != 1:
        sys.exit(f"mutants: {mutant.name}: {mutant.file} does not say once what it changes:\n{mutant.old}")
    with open(os.path.join(folder, "mutant.c"), "w") as file:
        file.write(source.replace(mutant.old, mutant.new))
    program = f"{folder}/hark-{mutant.filter}"
    made = subprocess.run(["make", "-s", "-C", ROOT, f"B={where}", program], capture_output=True, text=True)
    if made.returncode != 0:
        sys.exit(f"mutants: {mutant.name}: {made.stdout}{made.stderr}")
    return program


def scene(folder):
    """The small world, and two archives more: a last line without its end, and a page of items."""
    shutil.copytree(os.path.join(ROOT, "samples"), folder, dirs_exist_ok=True)
    world = os.path.join(folder, "world")
    with open(os.path.join(world, "few.json"), "w") as file:
        file.write("\n".join('{"v":1,"kind":"post","source":"x","id":"x:%d","time":"2011-01-01T00:00:0%dZ"}' % (i, i) for i in range(3)))
    with open(os.path.join(world, "page.json"), "w") as file:
        file.write('[{"no":"format"},{"nor":"this"}]\n')
    return world


def play(programs, world, replaced=None, program=None):
    """(stage, status, messages) of each, and what was classified and attributed."""
    shutil.rmtree(os.path.join(world, "days"), ignore_errors=True)
    running, kept = [], {}
    for name, source, arguments in STAGES:
        path = program if name == replaced else os.path.join(programs, "hark-" + name)
        kept[name] = os.path.join(world, "out." + name)
        common = ["--rejects", "rejects"] if name in ("fetch", "normalize") else []
        with open(kept[name], "wb") as out:
            done = subprocess.run([path] + common + arguments, cwd=world, stdin=open(kept[source]) if source else subprocess.DEVNULL,
                                  stdout=out, stderr=subprocess.PIPE)
        running.append((name, done.returncode, done.stderr.decode(errors="replace")))
    return running, kept


def audit(kept):
    """What scripts/audit asks of a published run, of this one: files hold what was counted, and credits come to the ledger."""
    with open(kept["partition"]) as rows:
        for row in map(json.loads, rows):
            path = os.path.join(os.path.dirname(kept["partition"]), "days", row.get("partition", "") + ".ndjson.zst")
            if row["kind"] == "row":
                lines = subprocess.run(["zstd", "-dcq", path], stdout=subprocess.PIPE, check=True).stdout.count(b"\n")
                if lines != row["records"]:
                    return 70, f"audit: {row['partition']} has {lines} records, and {row['records']} were counted"
    with open(kept["classify"]) as records, open(kept["attribute"]) as credits:
        lines = ["ledger " + line for line in records if '"kind":"order"' in line]
        lines += ["credit " + line for line in credits]
    done = subprocess.run(["awk", "-v", "credited=9999", "-f", os.path.join(ROOT, "scripts/runs/ledger.awk")],
                          input="".join(lines), capture_output=True, text=True)
    return done.returncode, done.stderr.strip()


TOLD = re.compile(r"books: |upstream: .*(records were written|ended early)")


def verdict(running, kept):
    """Who told, and in which words; or None."""
    for name, status, messages in running:
        for line in messages.splitlines():
            if status in (70, 76) and TOLD.search(line):
                return f"{name}, {status}", line.split(": ", 1)[1]
    status, message = audit(kept)
    return ("audit, 70", message.splitlines()[0].split(": ", 1)[1]) if status != 0 else None


def main():
    where = os.path.abspath(sys.argv[1])
    chosen = [mutant for mutant in MUTANTS if len(sys.argv) == 2 or mutant.name in sys.argv[2:]]
    programs = os.path.join(where, "bin")
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        world = scene(folder)
        subprocess.run([os.path.join(programs, "hark-normalize"), "--new-key", "key"], cwd=world, check=True)
        running, kept = play(programs, world)
        if any(status != 0 for _, status, _ in running) or audit(kept)[0] != 0:
            sys.exit(f"mutants: without any bug something is told: {running} {audit(kept)}")
        print("| planted | in | told by | in these words |\n|---|---|---|---|")
        for mutant in chosen:
            told = verdict(*play(programs, world, mutant.filter, build(where, mutant)))
            missed += told is None
            by, words = told or ("**nobody**", "")
            print(f"| {mutant.what} | {mutant.filter} | {by} | {words} |", flush=True)
    print(f"{len(chosen)} planted, {len(chosen) - missed} told")
    sys.exit(1 if missed or not chosen else 0)


main()
