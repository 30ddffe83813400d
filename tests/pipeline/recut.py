#!/usr/bin/env python3
"""recut WORLD DIR - the same world in other cuts, for same.bats

one      a plain file a source
hundred  each of those in up to a hundred files, rows and lines whole, logs between two days
packed   those in every compression, the statuses in a tar and the clicks in a zip
sources  how to read them, for hark normalize --sources

All lie below a folder that is named by a day, which --seen-from takes as `seen`.
"""

import bz2
import glob
import gzip
import io
import lzma
import os
import re
import subprocess
import sys
import tarfile
import zipfile

DAY = "2012-01-01"
PARTS = 100


def plain(path):
    with open(path, "rb") as file:
        data = file.read()
    if path.endswith(".gz"):
        return gzip.decompress(data)
    if path.endswith(".bz2"):
        return bz2.decompress(data)
    if path.endswith(".xz"):
        return lzma.decompress(data)
    if path.endswith(".zst"):
        return subprocess.run(
            ["zstd", "-dc"], input=data, stdout=subprocess.PIPE, check=True
        ).stdout
    if path.endswith(".tar"):
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            return b"".join(
                bz2.decompress(tar.extractfile(one).read()) for one in tar.getmembers()
            )
    if path.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return b"".join(archive.read(one) for one in archive.namelist())
    return data


def lines(data):
    return data.splitlines(keepends=True) if b"\r" not in data else re.findall(
        rb"[^\n]*\n|[^\n]+$", data
    )


def rows(data):
    """Lines, but a row of CSV whole."""
    row = b""
    for line in lines(data):
        row += line
        if row.count(b'"') % 2 == 0:
            yield row
            row = b""
    if row:
        yield row


def days(data):
    """Lines of one day together: equal lines of a log never part."""
    day, block = None, b""
    for line in lines(data):
        found = re.search(rb"\[(\d\d/\w\w\w/\d{4}):", line)
        if found and day not in (None, found[1]):
            yield block
            block = b""
        day = found[1] if found else day
        block += line
    if block:
        yield block


class World:
    def __init__(self, top):
        self.top = top

    def read(self, *patterns):
        paths = [
            path
            for pattern in patterns
            for path in sorted(glob.glob(os.path.join(self.top, pattern)))
        ]
        assert paths, patterns  # not each of them: a short world has no zip
        return [plain(path) for path in paths]

    def table(self, pattern):
        """Rows of several CSVs that share a heading: it, and they."""
        tables = [list(rows(data)) for data in self.read(pattern)]
        return tables[0][0], [row for table in tables for row in table[1:]]

    def sources(self):
        """Name and extension, heading, pieces."""
        for name, patterns in (
            ("posts.json", ("posts/*.json.*", "posts/*.tar", "posts/*.zip")),
            ("clicks.json", ("clicks/*",)),
            ("jp.json", ("logs/jp/*",)),
        ):
            yield name, b"", lines(b"".join(self.read(*patterns)))
        for name, pattern in (
            ("www.log", "logs/www/access.log*"),
            ("br.log", "logs/br/*"),
        ):
            yield name, b"", list(days(b"".join(self.read(pattern))))
        for name, pattern in (
            ("AcmeUS.csv", "posts/facebook/AcmeUS.*"),
            ("AcmeBrasilOficial.csv", "posts/facebook/AcmeBrasilOficial.*"),
            ("twcs.csv", "posts/support/*"),
            ("us.csv", "orders/us-*"),
            ("br.csv", "orders/br*"),
            ("jp.tsv", "orders/jp*"),
            ("counts.csv", "counts/*"),
        ):
            yield (name, *self.table(pattern))


def write(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def zstd(data):
    return subprocess.run(
        ["zstd", "-qc"], input=data, stdout=subprocess.PIPE, check=True
    ).stdout


PACKERS = (
    (".gz", gzip.compress),
    (".bz2", bz2.compress),
    (".xz", lzma.compress),
    (".zst", zstd),
    ("", bytes),
)


def cut(pieces):
    count = min(PARTS, len(pieces))
    for part in range(count):
        first, last = (len(pieces) * at // count for at in (part, part + 1))
        yield b"".join(pieces[first:last])


def pack_together(top, name, parts):
    """Statuses in a tar of packed members, clicks in a zip."""
    path = os.path.join(top, name)
    os.makedirs(top, exist_ok=True)
    if name.startswith("posts"):
        with tarfile.open(path + ".tar", "w") as tar:
            for number, part in enumerate(parts):
                ending, packer = PACKERS[number % 3]
                data = packer(part)
                member = tarfile.TarInfo("%03d.json%s" % (number, ending))
                member.size = len(data)
                tar.addfile(member, io.BytesIO(data))
    else:
        with zipfile.ZipFile(path + ".zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for number, part in enumerate(parts):
                archive.writestr("%03d.json" % number, part)


def main():
    world, top = World(sys.argv[1]), sys.argv[2]
    folder = {name: os.path.join(top, name, DAY) for name in ("one", "hundred", "packed")}
    for name, heading, pieces in world.sources():
        stem, ending = name.split(".")
        write(os.path.join(folder["one"], name), heading + b"".join(pieces))
        parts = list(cut(pieces))
        for number, part in enumerate(parts):
            base = "%s.%03d.%s" % (stem, number, ending)
            write(os.path.join(folder["hundred"], base), heading + part)
            if stem not in ("posts", "clicks"):
                extra, packer = PACKERS[number % len(PACKERS)]
                path = os.path.join(folder["packed"], base + extra)
                write(path, packer(heading + part))
        if stem in ("posts", "clicks"):
            pack_together(folder["packed"], name, parts)
    with open(os.path.join(sys.argv[1], "sources.txt"), encoding="utf-8") as text:
        sources = text.read()
    for old, new in (
        ("facebook/*.csv.gz", "Acme*.csv*"),
        ("counts/counts.csv", "counts*.csv*"),
        ("logs/www/access*", "www*.log*"),
        ("logs/br/access*", "br*.log*"),
        ("logs/jp/access*", "jp*.json*"),
        ("orders/us-*.csv.*", "us*.csv*"),
        ("orders/br.csv.gz", "br*.csv*"),
        ("orders/jp.tsv.zst", "jp*.tsv*"),
    ):
        assert old in sources
        sources = sources.replace(old, new)
    here = os.path.realpath(sys.argv[1])
    sources = re.sub(
        r"map=(\S+)", lambda at: "map=" + os.path.normpath(os.path.join(here, at[1])), sources
    )
    write(os.path.join(top, "sources"), sources.encode())


if __name__ == "__main__":
    main()
