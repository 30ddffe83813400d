#!/usr/bin/env python3
"""hark_spark - hark's filters over many machines, by Spark's RDD.pipe

    spark-submit hark_spark.py --archives LIST --out DIR [--attribute ARGS] [--credit-rows NAME=ARGS] ...

Each archive of LIST is a task that fetches and normalizes it; one shuffle by id dedupes; a second one brings
each person's visits and orders together to be attributed. docs/cluster.md says what is shuffled and what it costs.
The output folder has credits/, records' and credits' rows, rejects/ and books.ndjson; a job that fails ends with the
status of the filter that failed.
"""
import argparse
import itertools
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import zlib

from pyspark import SparkConf, SparkContext, StorageLevel

KIND = re.compile(r'\{"v":1,"kind":"([a-z_]+)"')
CREDIT = re.compile(r'\{"v":1,"kind":"credit","source":"[^"]*","order":"([^"\\]*)",(?:"row":"[^"]*",)?"time":"([^"]*)"')
REJECT = "!reject "
MESSAGE = "!message "
STATUS = "!status "

# What each task's shell does around the pipe: a folder of its own for the key, which Spark ships readable to all, and
# for rejects and messages, which follow the records. A status that another try would not change is told, not
# raised: Spark would run the task again. What only follows from another filter's end (76, 141) is neither, unless none
# says why.
STAGE = f"""d=$(mktemp -d) || exit 71
trap 'rm -rf "$d"' EXIT
umask 077
if [ -e "$1" ]; then cp "$1" "$d/key" || exit 71; export HARK_KEY_FILE="$d/key"; fi
: >"$d/rejects" || exit 71
case $PATH in /*) ;; *) PATH=$PWD/$PATH ;; esac
cd "$0" || exit 66
( %s ) 2>"$d/messages"
cat "$d/messages" >&2
sed "s/^/{REJECT}/" "$d/rejects"
set -- $(cat "$d/statuses")
[ $# -eq %d ] || exit 71
told= upstream=
for status; do
    case $status in
    0) ;;
    64|65|66|69|70|77|78) told="$told $status" ;;
    76|141) upstream=$status ;;
    *) exit $status ;;
    esac
done
[ -z "$told" ] || sed "s/^/{MESSAGE}/" "$d/messages"
for status in $told; do echo "{STATUS}$status"; done
[ -n "$told" ] || exit ${{upstream:-0}}
"""
FILTER = '{ hark %s --rejects "$d/rejects"; echo $? >>"$d/statuses"; }'
UNBALANCED, USAGE, DAMAGED, NO_INPUT = 70, 64, 65, 66
# Options of attribute that see more than one person at once, or write what no part can.
WHOLE = ("--stitch", "--carry", "--why", "--match", "--by", "--partial", "--merge", "--paths")
FITTED = ("markov", "shapley")
LIMIT = re.compile(r"--max-rejects[= ](\d+)(%?)")
PIPE = ("read", "dedupe", "attribute")  # stages, but for those that merge
WORST_FIRST = (70, 78, 77, 65, 69, 66, 64)


def kind_of(record):
    found = KIND.match(record)
    return found.group(1) if found else ""


def is_told(line):
    """Of the stage itself: its books, messages and status."""
    return line.startswith((MESSAGE, STATUS)) or "\t" not in line and kind_of(line) in ("begin", "end")


def place(key):
    """Of a key: not Python's hash(), which differs between its processes."""
    return zlib.crc32(key.encode())


class Job:
    def __init__(self, context, options):
        self.context = context
        self.options = options
        self.environment = {"PATH": options.path, "TMPDIR": tempfile.gettempdir()}
        self.books = []
        self.rejects = []
        self.limits = {}

    def run(self, lines, *filters):
        """The lines through a pipe of filters, each with its rejects: what they wrote, kept on disk."""
        found = {each.partition(" ")[0]: LIMIT.search(each) for each in filters}
        self.limits = {name: limit for name, limit in found.items() if limit}
        pipe = " | ".join(FILTER % LIMIT.sub("--max-rejects 100%", each) for each in filters)
        command = shlex.join(["sh", "-c", STAGE % (pipe, len(filters)), self.options.data, self.options.key])
        return lines.pipe(command, self.environment, checkCode=True).persist(StorageLevel.DISK_ONLY)

    def settle(self, stage, wrote, came=None, wanted=()):
        """
        Takes the books and the rejects of a stage out of what it wrote; `came`: how many lines it was given. Gives
        the rest, how many lines these are, and those of the `wanted` kinds behind a key, without it.
        """
        told = wrote.filter(lambda line: is_told(line) or kind_of(line.partition("\t")[2]) in wanted).collect()
        stop_if_failed(told)
        ends = [json.loads(line) for line in told if kind_of(line) == "end"]
        self.books += [{"stage": stage, **end} for end in ends]
        if any(each["rejected"] for end in ends for each in (*end["chain"], end)):
            self.rejects.append(wrote.filter(lambda line: line.startswith(REJECT)))
        read = sum([*end["chain"], end][0]["in"] for end in ends)
        if came is not None and read != came:
            print(f"hark_spark: unbalanced: {stage} was given {came} records and read {read}", file=sys.stderr)
            sys.exit(UNBALANCED)
        self.keep_limits([each for end in ends for each in (*end["chain"], end)])
        made = wrote.filter(lambda line: not line.startswith(REJECT) and not is_told(line))
        found = [line.partition("\t")[2] for line in told if not is_told(line)]
        return made, sum(end["out"] for end in ends), found


    def keep_limits(self, ends):
        """Of --max-rejects: over all parts, as one filter would."""
        for name, limit in self.limits.items():
            rejected, read = (sum(end[which] for end in ends if end["by"] == name) for which in ("rejected", "in"))
            most = int(limit.group(1))
            if rejected * 100 > read * most if limit.group(2) else rejected > most:
                print(f"hark-{name}: too_many_rejects: {rejected} of {read} records", file=sys.stderr)
                sys.exit(DAMAGED)

    def lost(self):
        """Books of nothing but what was rejected so far: the rows of metrics say it."""
        ends = [each for end in self.books if end["stage"] in PIPE for each in (*end["chain"], end)]
        rejected = sum(end["rejected"] for end in ends)
        begin = {"v": 1, "kind": "begin", "stream": "0", "by": "hark_spark"}
        end = {**begin, "kind": "end", "status": 0, "in": rejected, "passed": 0, "used": 0, "rejected": rejected}
        end = {**end, "dropped": {}, "made": 0, "out": 0, "chain": []}
        return "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in (begin, end)).encode()

    def filtered(self, command, given=b""):
        """What one filter, here and not on the cluster, writes."""
        done = subprocess.run(
            ["hark", *command], input=given, cwd=self.options.data, stdout=subprocess.PIPE, check=False
        )
        if done.returncode != 0:
            sys.exit(done.returncode)
        return done.stdout


def stop_if_failed(told):
    """With the worst status, after the messages of all tasks, each once."""
    statuses = [int(line[len(STATUS):]) for line in told if line.startswith(STATUS)]
    if not statuses:
        return
    for message in sorted({line[len(MESSAGE):] for line in told if line.startswith(MESSAGE)}):
        print(message, file=sys.stderr)
    sys.exit(next(status for status in WORST_FIRST if status in statuses))


def records_of(job, archives):
    """The records of all archives, each once: an RDD of (person, record)."""
    options = job.options
    names = job.context.parallelize(archives, len(archives))
    fetch = f"fetch --files-from - --allow-empty {options.fetch}"  # one archive may be: all may not
    wrote = job.run(names, fetch, f"normalize {options.normalize}", "key")
    read, count, deletes = job.settle("read", wrote, wanted=("delete",))
    if "--allow-empty" not in options.fetch and not any(end["chain"][0]["in"] for end in job.books):
        print("hark-fetch: no_input: not one record came in (--allow-empty)", file=sys.stderr)
        sys.exit(NO_INPUT)
    to_all = job.context.broadcast(deletes)
    shuffled = (
        read.map(lambda line: line.partition("\t")[::2])
        .filter(lambda pair: kind_of(pair[1]) != "delete")
        .partitionBy(options.partitions, place)
        .mapPartitions(lambda pairs: itertools.chain(to_all.value, (line for _, line in pairs)))
    )
    filters = [f"dedupe --allow-empty {options.dedupe}"]
    filters += [f"classify {options.classify}"] if options.classify else []
    came = count + (options.partitions - 1) * len(to_all.value)
    stood, _, _ = job.settle("dedupe", job.run(shuffled, *filters, "key --by person"), came)
    return stood.map(lambda line: line.partition("\t")[::2])


def names_of(order):
    """Under which a visit may name it: its id with and without the platform before it, its number."""
    names = {order["id"], order["id"].partition(":")[2]}
    return names | ({str(order["number"])} if order.get("number") else set())


def root_of(order):
    return order.get("target") or order["id"]


def union(edges):
    """Of sets of persons who may own one order: each person's first of kin."""
    first = {}

    def find(person):
        while first.setdefault(person, person) != person:
            person = first[person]
        return person

    for persons in edges:
        roots = sorted({find(person) for person in persons})
        for root in roots:
            first[root] = roots[0]
    return {person: find(person) for person in first}


def facts_of(pair):
    """Of what decides who sees what: our own posts and clicks; which names an order has, and who may own it."""
    person, record = pair
    kind = kind_of(record)
    if kind == "click" or kind == "post" and '"account":' in record:
        yield "ours", record
    elif kind == "visit" and person and '"order":' in record:
        yield "named", (str(json.loads(record).get("order")), person)
    elif kind == "order":
        order = json.loads(record)
        yield from (("known", (name, root_of(order))) for name in sorted(names_of(order)))
        if person:
            yield "owned", (root_of(order), person)


def people_of(job, records, facts):
    """Visits and orders by whoever may have given the order: an RDD of (person, record)."""
    parts = job.options.partitions
    known, named, owned = (
        facts.filter(lambda fact, what=what: fact[0] == what).values() for what in ("known", "named", "owned")
    )
    by_name = known.join(named, parts).values()
    owners = by_name.union(owned).mapValues(lambda person: frozenset([person])).reduceByKey(frozenset.union, parts)
    owners.persist(StorageLevel.DISK_ONLY)
    kin = job.context.broadcast(union(owners.values().filter(lambda people: len(people) > 1).collect()))
    orders = records.filter(lambda pair: kind_of(pair[1]) == "order")
    rows = orders.map(lambda pair: (root_of(json.loads(pair[1])), pair[1])).leftOuterJoin(owners.mapValues(min), parts)
    # Visits of nobody are counted and dropped, wherever that is.
    visits = records.filter(lambda pair: kind_of(pair[1]) == "visit")
    return visits.map(lambda pair: (kin.value.get(pair[0], pair[0]) or pair[1], pair[1])).union(
        rows.map(lambda row: (kin.value.get(row[1][1], row[1][1]) or row[0], row[1][0]))
    )


def shares_of(job, records):
    """What attribute is to see together: an RDD of records, every partition with our links and the clicks on them."""
    facts = records.flatMap(facts_of).persist(StorageLevel.DISK_ONLY)
    to_all = job.context.broadcast(facts.filter(lambda fact: fact[0] == "ours").values().collect())
    people = people_of(job, records, facts).partitionBy(job.options.partitions, place)
    return people.mapPartitions(
        lambda pairs: itertools.chain(to_all.value, (line for _, line in pairs))
    ).persist(StorageLevel.DISK_ONLY)


def write(folder, name, content):
    path = os.path.join(folder, f"{name}.ndjson")
    with open(path, "wb") as file:
        file.write(content)
    return path


def merged(job, filter_and_args, name, lines):
    """The states of all partitions, merged here: what one filter over all of them writes."""
    part = f"{filter_and_args} --allow-empty --partial"
    states = job.run(lines, part)
    job.settle(f"{name}.ndjson", states)
    with tempfile.TemporaryDirectory() as folder:
        files = [write(folder, "lost", job.filtered(shlex.split(part), job.lost()))]
        parts = states.filter(lambda line: not line.startswith(REJECT)).glom().toLocalIterator(prefetchPartitions=True)
        for number, rows in enumerate(parts):
            files.append(write(folder, str(number), "".join(line + "\n" for line in rows).encode()))
        return job.filtered([*shlex.split(filter_and_args), "--merge", *files])


def place_in_time(numbered):
    """Credits as one attribute writes them: by time and order, then as they came."""
    line, number = numbered
    found = CREDIT.match(line)
    if not found:  # it has something to unescape
        credit = json.loads(line)
        return credit["time"], credit["order"], number
    return found.group(2), found.group(1), number


def options_of(arguments):
    parser = argparse.ArgumentParser(prog="hark_spark", description=__doc__.splitlines()[0])
    parser.error = lambda why: parser.exit(USAGE, f"hark_spark: {why}\n")
    parser.add_argument("--archives", required=True, help="a file of archives, one a line")
    parser.add_argument("--out", required=True, help="a folder that is not there yet")
    parser.add_argument("--data", default=".", help="where the executors find relative names")
    parser.add_argument("--path", default=os.environ["PATH"],
                        help="PATH of the executors, with hark's programs; its first folder may lie where Spark ships to")
    parser.add_argument("--key", default="key", help="the key of pseudonyms, as spark-submit --files ships it")
    parser.add_argument("--partitions", type=int, default=8)
    for stage in ("fetch", "normalize", "dedupe", "classify", "attribute"):
        parser.add_argument(f"--{stage}", default="", metavar="ARGS", help=f"options of hark {stage}")
    parser.add_argument("--fits", default="", metavar="ARGS", help="options of hark attribute for fitted models")
    for what in ("rows", "credit-rows"):
        parser.add_argument(f"--{what}", action="append", default=[], metavar="NAME=ARGS",
                            help="options of hark aggregate, over " + ("credits" if what[0] == "c" else "records"))
    options = parser.parse_args(arguments)
    for word in shlex.split(options.attribute) + shlex.split(options.fits):
        name = word.partition("=")[0]
        if "conversations" in word or len(name) > 2 and any(whole.startswith(name) for whole in WHOLE):
            parser.exit(USAGE, f"hark_spark: {word} is not for parts of what came\n")
    models = re.findall(r"--model[= ](\S+)", options.attribute)
    if any(model in FITTED for listed in models for model in listed.split(",")):
        parser.exit(USAGE, "hark_spark: models that are fitted go into --fits\n")
    return options


def run(job):
    options = job.options
    with open(options.archives, encoding="utf-8") as file:
        archives = file.read().splitlines()
    made = {}
    records = records_of(job, archives)
    for name, _, args in (each.partition("=") for each in options.rows):
        made[name] = merged(job, f"aggregate {args}", name, records.values())
    if options.attribute or options.fits:
        shares = shares_of(job, records)
    if options.attribute:
        wrote = job.run(shares, f"attribute --allow-empty {options.attribute}")
        credits, _, _ = job.settle("attribute", wrote, shares.count())
        for name, _, args in (each.partition("=") for each in options.credit_rows):
            made[name] = merged(job, f"aggregate {args}", name, credits)
        credits.zipWithIndex().sortBy(place_in_time).keys().saveAsTextFile(os.path.join(options.out, "credits"))
    if options.fits:
        made["fits"] = merged(job, f"attribute {options.fits}", "fits", shares)
    rejects = job.context.union([job.context.parallelize([], 1), *job.rejects]).coalesce(options.partitions)
    rejects.map(lambda line: line[len(REJECT):]).saveAsTextFile(os.path.join(options.out, "rejects"))
    made["books"] = b"".join(json.dumps(end).encode() + b"\n" for end in job.books)
    for name, content in made.items():
        write(options.out, name, content)


def main():
    options = options_of(sys.argv[1:])
    job = Job(SparkContext(conf=SparkConf().setAppName("hark")), options)
    try:
        run(job)
    except Exception as error:
        status = re.search(r"exited with error code (\d+)", str(error))
        if status is None:
            raise
        print(f"hark_spark: a filter ended with {status.group(1)}; its messages are in the executor's stderr",
              file=sys.stderr)
        sys.exit(int(status.group(1)))


if __name__ == "__main__":
    main()
