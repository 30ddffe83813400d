"""judge - whether a disturbed run kept what docs/reliability.md promises"""
import os
import re
import signal
import sqlite3

import calls

WRITE, STDERR = 1, 2


def files_of(folder, random=()):
    """The bytes of each file by its path in the folder, but for the two streams; how many they are where no two runs write the same."""
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    for name in random:
        if name in found:
            found[name] = len(found[name])
    found.pop("out", None)
    found.pop("err", None)
    return found


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Run:
    """What one run left."""

    def __init__(self, folder, status, shared, files):
        self.out, self.err = read(folder + "/out"), read(folder + "/err").decode("utf-8", "replace")
        self.files = files
        self.left = os.listdir(folder + "/tmp")
        self.signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        self.status = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
        self.hits, self.calls, self.allocations, self.live = shared.hits, shared.calls, shared.allocations, shared.live
        self.hit_call, self.hit_fd, self.hit_path = shared.hit_call, shared.hit_fd, shared.hit_path.decode("utf-8", "replace")


def broken(name, files, scenario, before, calm):
    """What is wrong with the files that a failed run left behind, or None."""
    if is_cache(name) and name.endswith((".part", ".meta")):  # what came so far, and of what it is
        return None
    if name not in before and name not in calm.files:
        return f"stray file {name}"
    if files[name] in (before.get(name), calm.files.get(name)):
        return None
    if name in scenario.parts and set(files[name].splitlines(True)) <= set(calm.files[name].splitlines(True)):
        return None
    if name in scenario.appends:
        whole = files[name] == b"" or files[name].endswith(b"\n")
        return None if whole else f"{name} ends within a line"
    return f"half a file {name}"


def is_cache(name):
    return name.startswith("cache/")


def names_of(path):
    """A file's own name and its folder's; a body in the cache is told by the address that it is of."""
    at, name = os.path.split(path)
    return {name, name.removesuffix(".next"), os.path.basename(at), "http://" if os.path.basename(at) == "cache" else name} - {"", ".", ".."}


def is_a_file(run):
    """Whether what failed was one, and which is known."""
    at, name = os.path.split(run.hit_path)
    return (name not in ("", ".", "tmp", "run") and not name.startswith("#") and ":[" not in name
            and not at.startswith("/proc") and run.hit_path != "/dev/null")


def is_stream(run, scenario):
    """Standard input or output; who has closed one opens a file in its place."""
    return run.hit_path.endswith("/run/out") or scenario.stdin != "/dev/null" and run.hit_path.endswith("/" + scenario.stdin)


def names_a_place(run, scenario, fault, said):
    """The file or its folder, or the stream; some place, where what failed first has none, or more failed after it."""
    if said.startswith("how many bytes"):
        return re.search(r"no memory for \d+ bytes", run.err)
    if not fault.sticks and is_stream(run, scenario):
        return re.search("standard (input|output)|: -:", run.err)
    if fault.sticks or not is_a_file(run):
        return re.search(r"^[a-z-]+: .*\w.*: .", run.err, re.M)
    return any(name in run.err for name in names_of(run.hit_path.removesuffix(" (deleted)")))


def failed_well(run, scenario, fault, promise):
    if run.status not in promise.statuses:
        return f"status {run.status}, promised {' or '.join(map(str, sorted(promise.statuses)))}: {run.err.strip()[:160]}"
    if run.hit_call == WRITE and run.hit_fd == STDERR:
        return None
    if not re.search(f"^{scenario.filter}: .", run.err, re.M):
        return f"status {run.status} without a message"
    if promise.said and not names_a_place(run, scenario, fault, promise.said):
        return f"no place is named: {run.err.strip()[:200]}"
    return None


def differ(run, calm):
    names = sorted({*run.files, *calm.files})
    return [name for name in names if run.files.get(name) != calm.files.get(name)]


def whole(run, calm):
    if run.out != calm.out:
        return f"exit 0 with other output ({len(run.out)} of {len(calm.out)} bytes): {run.err.strip()[:120]}"
    lacks = [name for name in differ(run, calm) if not (is_cache(name) and name not in run.files)]
    return f"exit 0 with other files: {' '.join(lacks)[:160]}" if lacks else None


def judge(run, scenario, before, calm, fault, promise):
    """Why a run broke its promise, or None."""
    if run.signal:
        name = "hangs" if run.signal == signal.SIGALRM else signal.Signals(run.signal).name
        return f"{name}: {run.err.strip()[:160]}"
    if run.status == 0:
        return whole(run, calm)
    why = failed_well(run, scenario, fault, promise)
    if "--only-new" in scenario.command and run.status == 66:  # an input was not there: what the others held may be committed
        return why
    for name in run.files:
        why = why or broken(name, run.files, scenario, before, calm)
    return why


def dump(path):
    """What a database holds, as SQL, in no order; one that is not there holds nothing."""
    database = sqlite3.connect(path if os.path.exists(path) else ":memory:")
    try:
        return sorted(database.iterdump())
    finally:
        database.close()


def view_of(folder):
    """What a script leaves for others: what is published, by its file, as one; the runs; a database."""
    shown = {}
    current = f"{folder}/published/current"
    if os.path.isdir(current):
        shown["published"] = files_of(os.path.realpath(current))
        shown["runs"] = sorted(os.listdir(folder + "/published/runs"))
    shown["db"] = dump(folder + "/db")
    return shown


# Without these no folder can be emptied: what was in it stays.
EMPTIES = ("openat", "getdents64", "unlink", "unlinkat", "pipe2")


def judge_tree(run, scenario, before, calm, fault):
    """The same of a script and all that it started."""
    if run.signal:
        return f"signal {run.signal}: {run.err.strip()[:160]}"
    if run.status == 0:
        lacks = [name for name in calm.files if run.files.get(name) != calm.files[name]]
        return f"exit 0 with other {' '.join(lacks)}: {run.err.strip()[:200]}" if lacks else None
    if run.left and fault.call not in EMPTIES:
        return f"stray {run.left}"
    if not 64 <= run.status <= 78:
        return f"status {run.status}: {run.err.strip()[:200]}"
    if not re.search(f"^{scenario.filter}: .", run.err, re.M):
        return f"status {run.status} without a message: {run.err.strip()[:200]}"
    for name in ("published", "db"):
        if run.files.get(name) not in (before.get(name), calm.files.get(name)):
            return f"half published: {name}: {run.err.strip()[:200]}"
    return None


def called(run):
    return f"{calls.name(run.hit_call)} of {run.hit_path or run.hit_fd}" if run.hit_call >= 0 else ""
