#!/usr/bin/env python3
"""driver - every filter, disturbed at every allocation and every system call, and killed and run again

  driver.py BUILD [--only TEXT] [--share PERCENT] [--kinds allocation,call,kill] [--jobs N] [--show]

Prints a row for each filter and kind of fault, and ends 1 if a promise of docs/reliability.md was broken.
"""
import argparse
import collections
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import zlib

import calls
import judge
import promises
import scenarios
import server

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KILLED = 9
NOTHING_TO_COMMIT = 66
NO_DISPATCH = 99  # of the shim: the kernel does not offer it
STICKY_LAST = 1 << 62
MOST = 1200  # allocations that are failed in one scenario
SHORTLY = 3  # what is transient, goes away after so many

Fault = collections.namedtuple("Fault", "kind call error sticks plan")


def sampled(key, percent):
    """The same ones each time, spread evenly."""
    return zlib.crc32(key.encode()) % 10000 < percent * 100


def allocation_points(count):
    """Each of the first, and of more than MOST (jq and the schema's own take tens of thousands, all alike) every so many."""
    if count <= MOST:
        return range(1, count + 1)
    first = MOST // 2
    return [*range(1, first), *range(first, count + 1, -(-(count - first) // (MOST - first)))]


def allocation_faults(calm):
    for at in allocation_points(calm.allocations):
        yield Fault("allocation", "allocation", "once", False, server.Plan(server.ALLOCATION, at))
        yield Fault("allocation", "allocation", "sticky", True, server.Plan(server.ALLOCATION, at, last=STICKY_LAST))


def call_faults(trace, piece):
    for at, number in enumerate(trace, 1):
        name, errors = calls.CALLS[number]
        for error in errors:
            if error == calls.SHORT:
                yield Fault("call", name, error, False, server.Plan(server.SHORT, at, 1))
                yield Fault("call", name, error, True, server.Plan(server.SHORT, at, piece, STICKY_LAST, number))
                continue
            last = at + SHORTLY if promises.is_transient(error) else STICKY_LAST
            yield Fault("call", name, error, False, server.Plan(server.ERROR, at, error))
            yield Fault("call", name, error, True, server.Plan(server.ERROR, at, error, last, number))


def kill_faults(trace):
    for at, number in enumerate(trace, 1):
        name = calls.CALLS[number][0]
        yield Fault("kill", name, "before", False, server.Plan(server.KILL, at))
        yield Fault("kill", name, "after", False, server.Plan(server.KILL_AFTER, at))
        if name in ("write", "pwrite64"):
            for parts in (1, 8, 15):
                yield Fault("kill", name, f"{parts}/16 through", False, server.Plan(server.KILL, at, parts))
        yield Fault("kill", name, "before, and again", True, server.Plan(server.KILL, at))
        yield Fault("kill", name, "after, and again", True, server.Plan(server.KILL_AFTER, at))


class NoDispatch(Exception):
    """This kernel cannot do it."""


class Place:
    """The folder of one scenario's runs, begun anew for each."""

    def __init__(self, base, inputs, scenario):
        self.folder = tempfile.mkdtemp(dir=base)
        self.at = self.folder + "/run"
        self.state = f"{inputs}/{scenario.state or 'fresh'}"
        self.before = judge.files_of(self.state)

    def clear(self):
        shutil.rmtree(self.at, ignore_errors=True)
        shutil.copytree(self.state, self.at)

    def remove(self):
        shutil.rmtree(self.folder)


class Loop:
    def __init__(self, options, inputs, base, scenario):
        self.options, self.scenario, self.promises = options, scenario, promises.Promises(ROOT)
        self.place = Place(base, inputs, scenario)
        command = scenario.command.replace("{in}", inputs).split()
        command[0] = f"{options.build}/bin/{command[0]}"
        self.stdin = scenario.stdin if scenario.stdin.startswith("/") else f"{inputs}/{scenario.stdin}"
        environment = {**os.environ, "TMPDIR": "tmp", "LC_ALL": "C", "XDG_CACHE_HOME": "cache", "HOME": "."}
        self.server = server.Server(f"{options.build}/faults/shim.so", command, self.place.folder, calls.CALLS, environment)
        self.broken = 0

    def run(self, plan, clear=True):
        if clear:
            self.place.clear()
        status = self.server.run(plan, self.place.at, self.stdin)
        return judge.Run(self.place.at, status, self.server.shared)

    def calm(self):
        first, self.trace = self.run(server.CALM), self.server.traced()
        if first.status == NO_DISPATCH:
            raise NoDispatch(first.err)
        second = self.run(server.CALM)
        if first.status != 0 or second.out != first.out or second.files != first.files:
            raise RuntimeError(f"{self.scenario.name}: undisturbed it ends {first.status}, not alike twice: {first.err[:300]}")
        return first

    def again(self, calm):
        """After a kill: a second run, in what the first has left."""
        return self.finished(self.run(server.CALM, clear=False), calm)

    def finished(self, run, calm):
        is_done = self.scenario.is_commit and run.status == NOTHING_TO_COMMIT
        if run.status != 0 and not is_done:
            return f"the second run ends {run.status or run.signal}: {run.err.strip()[:160]}"
        if run.out != calm.out:
            return "the second run gives other bytes"
        for name in sorted({*run.files, *calm.files} - self.scenario.appends):
            if run.files.get(name) != calm.files.get(name):
                return f"after the second run {name} is {'other' if name in calm.files else 'a stray file'}"
        return None

    def why(self, fault, run, calm):
        if fault.kind == "kill" and fault.sticks:  # the second run dies too, elsewhere
            run = self.run(server.Plan(server.KILL, fault.plan.at * 7919 % calm.calls + 1), clear=False)
            if run.hits == 0:  # it had less to do
                return self.finished(run, calm)
        if fault.kind == "kill":
            if run.signal != KILLED:
                return f"not killed: {run.status}"
            if not calm.out.startswith(run.out):
                return "what was written before is no beginning of the whole"
            return self.again(calm)
        return judge.judge(run, self.scenario, self.place.before, calm, self.promises.statuses(fault))

    def one(self, fault, calm, tally):
        run = self.run(fault.plan)
        if run.hits == 0:
            return
        key = (self.scenario.filter, fault.kind)
        tally[key]["runs"] += 1
        tally[key]["killed" if run.signal == KILLED else "whole" if run.status == 0 else run.status or "signal"] += 1
        why = self.why(fault, run, calm)
        if why:
            tally[key]["broken"] += 1
            what = f"{self.scenario.name}: {fault.kind} {fault.plan.at} {fault.call} {fault.error}{' on' if fault.sticks else ''}"
            self.broken += 1
            print(f"BROKEN {what}; {judge.called(run)}; {why}", flush=True)

    def all(self, tally):
        calm = self.calm()
        makers = {"allocation": lambda: allocation_faults(calm), "call": lambda: call_faults(self.trace, self.scenario.piece),
                  "kill": lambda: kill_faults(self.trace)}
        for kind in self.options.kinds.split(","):
            for fault in makers[kind]():
                if sampled(f"{self.scenario.name}{fault.kind}{fault.error}{fault.sticks}{fault.plan.at}", self.options.share):
                    self.one(fault, calm, tally)
        if self.options.show:
            print(f"{self.scenario.name}: {calm.allocations} allocations, {calm.calls} calls, {calm.live} live, {len(calm.out)} bytes", flush=True)
        self.server.close()
        self.place.remove()
        return self.broken


def play(task):
    """One scenario, in a process of its own."""
    tally = collections.defaultdict(collections.Counter)
    try:
        count = Loop(*task).all(tally)
    except RuntimeError as trouble:
        print(f"BROKEN {trouble}", flush=True)
        count = 1
    return dict(tally), count


def print_table(tally):
    print(f"{'filter':<18} {'fault':<12} {'runs':>7} {'whole':>7} {'killed':>7} {'broken':>7}  refused with")
    sums = collections.defaultdict(collections.Counter)
    for (name, kind), row in sorted(tally.items()):
        refused = " ".join(f"{k}:{v}" for k, v in sorted(row.items(), key=lambda kv: str(kv[0])) if isinstance(k, int))
        print(f"{name:<18} {kind:<12} {row['runs']:>7} {row['whole']:>7} {row['killed']:>7} {row['broken']:>7}  {refused}")
        sums[kind].update(row)
    for kind, row in sorted(sums.items()):
        print(f"{'all':<18} {kind:<12} {row['runs']:>7} {row['whole']:>7} {row['killed']:>7} {row['broken']:>7}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--only", default="")
    parser.add_argument("--share", type=float, default=100)
    parser.add_argument("--kinds", default="allocation,call,kill")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    os.environ["PATH"] = f"{options.build}/bin:{os.environ['PATH']}"
    base = tempfile.mkdtemp(dir="/dev/shm" if os.path.isdir("/dev/shm") else None)
    tally = collections.defaultdict(collections.Counter)
    broken = 0
    try:
        inputs = base + "/in"
        os.makedirs(inputs)
        scenarios.archives(ROOT, inputs)
        scenarios.records(ROOT, inputs)
        scenarios.states(inputs)
        chosen = [scenario for scenario in scenarios.scenarios() if options.only in scenario.name]
        with multiprocessing.Pool(options.jobs) as pool:
            for part, count in pool.imap_unordered(play, [(options, inputs, base, scenario) for scenario in chosen], 1):
                broken += count
                for key, row in part.items():
                    tally[key].update(row)
    except NoDispatch as why:
        print(why, file=sys.stderr)
        return NO_DISPATCH
    finally:
        shutil.rmtree(base, ignore_errors=True)
    print_table(tally)
    return 1 if broken or not tally else 0


if __name__ == "__main__":
    sys.exit(main())
