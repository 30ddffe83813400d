"""judge - whether a disturbed run kept what docs/reliability.md promises"""
import os
import re
import signal

import calls

WRITE, STDERR = 1, 2


def files_of(folder):
    """The bytes of each file by its path in the folder, but for the two streams."""
    found = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(at, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    found.pop("out", None)
    found.pop("err", None)
    return found


def read(path):
    with open(path, "rb") as file:
        return file.read()


class Run:
    """What one run left."""

    def __init__(self, folder, status, shared):
        self.out, self.err = read(folder + "/out"), read(folder + "/err").decode("utf-8", "replace")
        self.files = files_of(folder)
        self.signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        self.status = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
        self.hits, self.calls, self.allocations, self.live = shared.hits, shared.calls, shared.allocations, shared.live
        self.hit_call, self.hit_fd, self.hit_path = shared.hit_call, shared.hit_fd, shared.hit_path.decode("utf-8", "replace")


def broken(name, files, scenario, before, calm):
    """What is wrong with the files that a failed run left behind, or None."""
    if name not in before and name not in calm.files:
        return f"stray file {name}"
    if files[name] in (before.get(name), calm.files.get(name)):
        return None
    if name in scenario.appends:
        whole = files[name] == b"" or files[name].endswith(b"\n")
        return None if whole else f"{name} ends within a line"
    return f"half a file {name}"


def is_cache(name):
    return name.startswith("cache/")


def failed_well(run, scenario, allowed):
    if run.status not in allowed:
        return f"status {run.status}, promised {' or '.join(map(str, sorted(allowed)))}: {run.err.strip()[:160]}"
    if run.hit_call == WRITE and run.hit_fd == STDERR:
        return None
    if not re.search(f"^{scenario.filter}: .", run.err, re.M):
        return f"status {run.status} without a message"
    return None


def differ(run, calm):
    names = sorted({*run.files, *calm.files})
    return [name for name in names if run.files.get(name) != calm.files.get(name)]


def whole(run, calm):
    if run.out != calm.out:
        return f"exit 0 with other output ({len(run.out)} of {len(calm.out)} bytes): {run.err.strip()[:120]}"
    lacks = [name for name in differ(run, calm) if not (is_cache(name) and name not in run.files)]
    return f"exit 0 with other files: {' '.join(lacks)[:160]}" if lacks else None


def judge(run, scenario, before, calm, allowed):
    """Why a run broke its promise, or None."""
    if run.signal:
        name = "hangs" if run.signal == signal.SIGALRM else signal.Signals(run.signal).name
        return f"{name}: {run.err.strip()[:160]}"
    if run.status == 0:
        return whole(run, calm)
    why = failed_well(run, scenario, allowed)
    if scenario.state and run.status == 66:  # an input was not there: what the others held may be committed
        return why
    for name in run.files:
        why = why or broken(name, run.files, scenario, before, calm)
    return why


def called(run):
    return f"{calls.name(run.hit_call)} of {run.hit_path or run.hit_fd}" if run.hit_call >= 0 else ""
