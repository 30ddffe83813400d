"""loop - one scenario, undisturbed first, then again and again, each time with another fault"""
import os
import shutil
import subprocess
import tempfile
import time

import calls
import faults
import judge
import promises
import server

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KILLED = 9
NO_DISPATCH = 99  # of the shim: the kernel does not offer it


class NoDispatch(Exception):
    """This kernel cannot do it."""


class Place:
    """The folder of one scenario's runs, begun anew for each."""

    def __init__(self, base, inputs, scenario):
        self.folder = tempfile.mkdtemp(dir=base)
        self.at = self.folder + "/run"
        self.state = f"{inputs}/{scenario.state or 'fresh'}"

    def clear(self):
        shutil.rmtree(self.at, ignore_errors=True)
        shutil.copytree(self.state, self.at)

    def remove(self):
        shutil.rmtree(self.folder)


class LinkedPlace(Place):
    """What is linked stays so, and times do."""

    def clear(self):
        shutil.rmtree(self.at, ignore_errors=True)
        subprocess.run(["cp", "-a", self.state, self.at], check=True)


class Loop:
    """A filter."""

    calls = calls.CALLS
    place_of, server_of = Place, server.Server

    def __init__(self, options, inputs, base, scenario):
        self.options, self.scenario, self.promises = options, scenario, promises.Promises(ROOT)
        self.place = self.place_of(base, inputs, scenario)
        command = scenario.command.replace("{in}", inputs).replace("{web}", options.web).split()
        command[0] = f"{options.build}/bin/{command[0]}"
        self.stdin = scenario.stdin if scenario.stdin.startswith("/") else f"{inputs}/{scenario.stdin}"
        environment = {**os.environ, "TMPDIR": "tmp", "LC_ALL": "C", "XDG_CACHE_HOME": "cache", "HOME": ".", "no_proxy": "*"}
        self.server = self.server_of(f"{options.build}/faults/shim.so", command, self.place.folder, calls.CALLS, environment)
        self.before = self.left(self.place.state)
        self.broken = 0

    def left(self, folder):
        """What a run left there, or found."""
        return judge.files_of(folder, self.scenario.random)

    def run(self, plan, clear=True):
        if clear:
            self.place.clear()
        status = self.server.run(plan, self.place.at, self.stdin)
        return judge.Run(self.place.at, status, self.server.shared, self.left(self.place.at))

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
        if run.status not in (0, self.scenario.done):
            return f"the second run ends {run.status or run.signal}: {run.err.strip()[:160]}"
        if run.out != calm.out:
            return "the second run gives other bytes"
        for name in sorted({*run.files, *calm.files} - self.scenario.appends):
            if run.files.get(name) != calm.files.get(name):
                return f"after the second run {name} is {'other' if name in calm.files else 'a stray file'}"
        return None

    def why_not_killed(self, fault, run, calm):
        if fault.sticks:  # the second run dies too, elsewhere
            run = self.run(server.Plan(server.KILL, fault.plan.at * 7919 % calm.calls + 1), clear=False)
            if run.hits == 0:  # it had less to do
                return self.finished(run, calm)
        if run.signal != KILLED:
            return f"not killed: {run.status}"
        if not calm.out.startswith(run.out):
            return "what was written before is no beginning of the whole"
        return self.again(calm)

    def why(self, fault, run, calm):
        if fault.kind == "kill":
            return self.why_not_killed(fault, run, calm)
        return judge.judge(run, self.scenario, self.before, calm, fault, self.promises.of(fault))

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

    def chosen(self, kind, calm):
        return faults.faults(kind, calm, self.trace, self.calls, self.scenario.piece)

    def all(self, tally):
        began = time.monotonic()
        calm = self.calm()
        for kind in self.options.kinds.split(","):
            for fault in self.chosen(kind, calm):
                if faults.sampled(f"{self.scenario.name}{fault.kind}{fault.error}{fault.sticks}{fault.plan.at}", self.options.share):
                    self.one(fault, calm, tally)
        if self.options.show:
            runs = sum(row["runs"] for row in tally.values())
            print(f"{self.scenario.name}: {calm.allocations} allocations, {calm.calls} calls, {calm.live} live, {len(calm.out)} bytes; "
                  f"{runs} runs, {time.monotonic() - began:.0f} s", flush=True)
        self.close()
        return self.broken

    def close(self):
        self.server.close()
        self.place.remove()


class TreeLoop(Loop):
    """A script and all that it starts. A night takes a second: of its thousands of points a few are played, evenly spread."""

    calls = calls.OF_TREES
    place_of, server_of = LinkedPlace, server.Tree

    def left(self, folder):
        return judge.view_of(folder)

    def why(self, fault, run, calm):
        if fault.kind == "kill":
            return self.why_not_killed(fault, run, calm)
        why = judge.judge_tree(run, self.scenario, self.before, calm, fault)
        return why or (self.again(calm) if run.status != 0 else None)

    def calm(self):
        calm = super().calm()
        self.run(server.CALM_SPARING)
        self.trace = self.server.traced()
        return calm

    def chosen(self, kind, calm):
        return faults.faults_of_tree(kind, calm, self.trace, self.calls, self.scenario.most)


def of(options, inputs, base, scenario):
    return (TreeLoop if scenario.most else Loop)(options, inputs, base, scenario)
