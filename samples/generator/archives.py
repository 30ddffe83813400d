"""Writes files as archives keep them: compressed, in members, dated.

Everything but zstd comes with Python. No clock shows in what is written: the
times inside are those of the world, and the files themselves are dated so.
"""

import bz2
import gzip
import io
import lzma
import os
import subprocess
import sys
import tarfile
import time
import zipfile
import zlib


def compressed(data, suffix):
    """The bytes as the suffix (gz, bz2, xz, zst or else plain) wants them."""
    if suffix == "gz":
        return gzip.compress(data, 9, mtime=0)
    if suffix == "bz2":
        return bz2.compress(data, 9)
    if suffix == "xz":
        return lzma.compress(data, preset=9 | lzma.PRESET_EXTREME)
    if suffix == "zst":
        return zstandard(data)
    return data


def zstandard(data):
    try:
        return subprocess.run(
            ["zstd", "-q", "-19", "-c"], input=data, stdout=subprocess.PIPE, check=True
        ).stdout
    except FileNotFoundError:
        sys.exit("sample: zstd is needed to write .zst files (package zstd)")


def members(data, suffix, count):
    """The lines in so many members, one behind the other in one file."""
    lines = data.splitlines(keepends=True)
    step = max(1, -(-len(lines) // count))
    return b"".join(
        compressed(b"".join(lines[at : at + step]), suffix)
        for at in range(0, len(lines), step)
    )


def tar(parts):
    """A tar of (name, bytes, time) parts."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as to:
        for name, data, when in parts:
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(data), when, 0o644
            to.addfile(info, io.BytesIO(data))
    return out.getvalue()


def zipped(parts):
    """A zip of (name, bytes, time) parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as to:
        for name, data, when in parts:
            info = zipfile.ZipInfo(name, time.gmtime(when)[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            to.writestr(info, data, compresslevel=9)
    return out.getvalue()


def write(path, data, when):
    """The file, its folders made, dated as the world says."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as to:
        to.write(data)
    os.utime(path, (when, when))


class Gzip:
    """One long .gz, level 6, written line by line in blocks."""

    BLOCK = 1 << 20

    def __init__(self, path):
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        self.file = open(path, "wb")
        self.deflate = zlib.compressobj(6, zlib.DEFLATED, 31)
        self.lines, self.held, self.bytes = [], 0, 0

    def add(self, line):
        """A line of text, its newline included."""
        self.lines.append(line)
        self.held += len(line)
        if self.held >= self.BLOCK:
            self.flush()

    def flush(self):
        data = "".join(self.lines).encode()
        self.bytes += len(data)
        self.file.write(self.deflate.compress(data))
        self.lines, self.held = [], 0

    def close(self):
        self.flush()
        self.file.write(self.deflate.flush())
        self.file.close()
