#!/usr/bin/env python3
"""minefield - inputs that are hostile or odd, each with the verdict that it must get

  minefield.py KIND    KIND is a table of minefield/: json, utf8, csv, logs, xml, archives

A line of a table is a verdict, a name and a case. In all of them %XX is a byte and %(N*TEXT) TEXT so many times; of
an archive the case is the name of its file and how it is put together. All cases of a table go through one filter in
one run, or in one a line: hark-key (json: any record), hark-normalize (utf8: the text of a tweet; logs: a line), or
hark-fetch (the others: a file each). Prints each case whose verdict was another, and ends 1 then; and
where the books do not balance, the status is another than the verdicts ask for, or a file was made.

A verdict is what came out, in the order of the output, parted by spaces: a record (json: `pass`, byte for byte;
utf8: `kept` or `repaired` and the text; logs: `visit`, the URL and the time; else the record itself), `reject CODE`
(of files: `!CODE`), `drop`, or `!!CODE` for an archive that is damaged or refused. A long one stands cut, with its length.
"""
import bz2
import gzip
import io
import json
import lzma
import os
import re
import subprocess
import sys
import tarfile
import warnings
import zipfile
from urllib.parse import unquote_to_bytes

TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "minefield")
TWEET = (b'{"id_str":"%d","created_at":"Sun Mar 01 12:00:00 +0000 2009","text":"%s",'
         b'"user":{"id_str":"1","screen_name":"a"}}')
CONTROL = re.compile(rb'\{"v":1,"kind":"(begin|end|archive|context)"')
SHOWN = 150


def unescape(text):
    out = b""
    for at, part in enumerate(re.split(r"%\((\d+)\*(.*?)\)", text)):
        if at % 3 == 0:
            out += unquote_to_bytes(part)
        elif at % 3 == 1:
            times = int(part)
        else:
            out += times * unquote_to_bytes(part)
    return out


def as_text(data):
    return data.decode("utf-8", "surrogateescape")


def read_table(kind):
    with open(os.path.join(TABLES, kind + ".tsv"), encoding="ascii") as lines:
        for line in lines:
            verdict, name, case = line.rstrip("\n").split("\t")
            yield as_text(unescape(verdict)), name, case


class Run:
    """One run of a filter: its records, rejects, messages and books."""

    def __init__(self, *command):
        done = subprocess.run([*command, "--rejects", "rejects"], capture_output=True, timeout=300, check=False)
        self.status = done.returncode
        self.lines = [line for line in done.stdout.split(b"\n") if line]
        self.messages = done.stderr.decode("utf-8", "replace").splitlines()
        self.rejects = []
        if os.path.exists("rejects"):
            with open("rejects", encoding="utf-8") as rejects:
                self.rejects = [json.loads(line) for line in rejects]

    def complaints(self):
        end = json.loads(self.lines[-1])
        told = end["passed"] + end["used"] + end["rejected"] + sum(end["dropped"].values())
        if end["in"] != told or end["out"] != end["passed"] + end["made"] or end["rejected"] != len(self.rejects):
            yield "the books do not balance: %s" % end
        if self.status != end["status"] or (self.status == 0) != (not self.messages):
            yield "status %d, its end record says %d: %s" % (self.status, end["status"], self.messages)


def judge_json(cases):
    """Lines of JSON; what is passed stands behind an empty key."""
    lines = [unescape(case) for _, _, case in cases]
    with open("in", "wb") as out:
        out.write(b"\n".join(lines) + b"\n")
    run = Run("hark-key", "--by", "none", "in")
    codes = {reject["line"]: "reject " + reject["code"] for reject in run.rejects}
    passed = [line[1:] for line in run.lines if line.startswith(b"\t") and not CONTROL.match(line[1:])]
    wanted = [line.removesuffix(b"\r") for at, line in enumerate(lines, 1) if at not in codes]
    if passed != wanted:
        run.messages.append("what was passed is not what was read")
    return run, [codes.get(at, "pass") for at in range(1, len(lines) + 1)]


def judge_utf8(cases):
    with open("in", "wb") as out:
        for at, (_, _, case) in enumerate(cases, 1):
            out.write(TWEET % (at, unescape(case)) + b"\n")
    run = Run("hark-normalize", "--format", "twitter1", "in")
    found = {}
    for record in map(json.loads, run.lines):
        if record["kind"] == "post":
            state = "repaired " if "bad_utf8" in record.get("flags", []) else "kept "
            found[record["line"]] = state + record["text"]
    return run, [found.get(at, "lost") for at in range(1, len(cases) + 1)]


def judge_logs(cases):
    with open("in", "wb") as out:
        out.write(b"".join(unescape(case) + b"\n" for _, _, case in cases))
    run = Run("hark-normalize", "--format", "clf", "--clear-ids", "--host", "h.example", "in")
    found = {reject["line"]: "reject " + reject["code"] for reject in run.rejects}
    for record in map(json.loads, run.lines):
        if record["kind"] == "visit":
            found[record["line"]] = "visit %s %s" % (record["url"], record["time"])
    return run, [found.get(at, "drop") for at in range(1, len(cases) + 1)]


def add_tar_member(tar, name, kind, link, content):
    member = tarfile.TarInfo(name)
    member.type = {"file": tarfile.REGTYPE, "sym": tarfile.SYMTYPE, "hard": tarfile.LNKTYPE, "chr": tarfile.CHRTYPE,
                   "blk": tarfile.BLKTYPE, "fifo": tarfile.FIFOTYPE, "dir": tarfile.DIRTYPE}[kind]
    member.linkname = link
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def make_tar(members):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for name, kind, link, content in members:
            add_tar_member(tar, name, kind, link, content)
    # the two blocks that end it; what it is padded with is left out
    return out.getvalue()[:tar.offset + 1024]


def make_zip(members):
    warnings.simplefilter("ignore")  # two members of one name
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def put_together(piece):
    kind, *rest = piece
    packers = {"gz": lambda data: gzip.compress(data, mtime=0), "bz2": bz2.compress, "xz": lzma.compress,
               "zst": lambda data: subprocess.run(["zstd", "-q"], input=data, capture_output=True, check=True).stdout}
    if kind in packers:
        return packers[kind](put_together(rest[0]))
    return {"raw": lambda text: text.encode(),
            "hex": bytes.fromhex,
            "zeros": bytes,
            "fill": lambda count, text: (text.encode() * 99 + b"\n") * (count // 100),
            "cut": lambda count, whole: put_together(whole)[:count],
            "join": lambda *pieces: b"".join(map(put_together, pieces)),
            "tar": lambda members: make_tar([(*member[:3], member[3].encode()) for member in members]),
            "tarof": lambda members: make_tar([(name, "file", "", put_together(whole)) for name, whole in members]),
            "zip": lambda members: make_zip([(name, text.encode()) for name, text in members]),
            "zipof": lambda members: make_zip([(name, put_together(whole)) for name, whole in members]),
            }[kind](*rest)


def write_files(kind, cases):
    """A folder for each, so that its own name stays; what an entity names blocks whoever opens it."""
    os.mkfifo("fifo")
    paths = []
    for at, (_, _, case) in enumerate(cases, 1):
        name = "a." + kind
        if kind == "archives":
            name, _, case = case.partition(" ")
        path = "%03d/%s" % (at, name)
        os.mkdir("%03d" % at)
        with open(path, "wb") as out:
            out.write(put_together(json.loads(case)) if kind == "archives" else unescape(case))
        paths.append(path)
    return paths


def judge_files(cases, kind):
    paths = write_files(kind, cases)
    run = Run("hark-fetch", *paths)
    found = {path: [] for path in paths}
    archive = None
    for line in run.lines:
        if CONTROL.match(line) is None:
            found[archive].append(as_text(line))
        elif b'"kind":"archive"' in line:
            archive = json.loads(line)["archive"]
    for reject in run.rejects:
        found[reject["archive"]].append("!" + reject["code"])
    for message in run.messages:
        place = re.match(r"hark-fetch: (\d{3}/[^!:]+).*?: ([a-z_0-9]+): ", message)
        if place is not None:
            found[place[1]].append("!!" + place[2])
    made = sorted(path for path in os.listdir(".") if not re.fullmatch(r"\d{3}|fifo|rejects", path))
    made += [path for path in os.listdir("..") if path == "a.json"]
    if made or os.path.exists("/tmp/hark-evil.json"):
        run.messages.append("files were made: %s" % made)
    return run, [" ".join(found[path]) for path in paths]


def shorten(verdict):
    return verdict if len(verdict) <= SHOWN else "%s… %d" % (verdict[:SHOWN], len(verdict))


def main():
    kind = sys.argv[1]
    cases = list(read_table(kind))
    judges = {"json": judge_json, "utf8": judge_utf8, "logs": judge_logs}
    run, verdicts = judges[kind](cases) if kind in judges else judge_files(cases, kind)
    bad = 0
    for (wanted, name, case), found in zip(cases, verdicts):
        if wanted != shorten(found):
            print("%s: %s\n  wanted %s\n  found  %s" % (name, shorten(case), wanted, shorten(found)))
            bad += 1
    for complaint in run.complaints():
        print(complaint)
        bad += 1
    print("%d cases, %d of another verdict" % (len(cases), bad))
    return bad > 0


if __name__ == "__main__":
    sys.exit(main())
