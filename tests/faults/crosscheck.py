#!/usr/bin/env python3
"""crosscheck - whether the shim sees what the kernel is asked: a run of each filter under both it and strace

  crosscheck.py BUILD [--only TEXT]

Prints a row for each filter with how many calls both saw, and ends 1 where they differ. What strace tells of a process counts from the
moment at which the shim has armed itself. Ends 99 where there is no strace, or nobody may trace.
"""
import collections
import re
import shutil
import subprocess
import sys

import calls
import loop
import playing
import scenarios
import server

ROOT = loop.ROOT
NAMES = {name for name, _ in calls.CALLS.values()}


def may_trace():
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-f", "-o", "/dev/null", "true"], capture_output=True, check=False).returncode == 0


def seen_by_strace(log):
    """Calls by their name, of each process once it is armed."""
    armed, counts = set(), collections.Counter()
    with open(log, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            found = re.match(r"(\d+) +(\w+)\(", line)
            if found is None:
                continue
            process, name = found.groups()
            if "PR_SYS_DISPATCH_ON" in line:
                armed.add(process)
            elif name == "execve":
                armed.discard(process)
            elif process in armed and name in NAMES:
                counts[name] += 1
    return counts


class Traced(loop.Loop):
    """One undisturbed run under both."""

    def server_of(self, shim, command, folder, counted, environment):
        self.log = folder + "/strace"
        variables = {"LD_PRELOAD": shim, "HARK_FAULTS_SHARED": folder + "/shared", "HARK_FAULTS_PLAN": "1"}
        given = [word for pair in variables.items() for word in ("-E", "=".join(pair))]
        strace = ["strace", "-f", "-qq", "-o", self.log, "-e", "trace=prctl,execve," + ",".join(sorted(NAMES)), *given]
        return server.Tree(None, strace + command, folder, counted, environment)

    def compare(self):
        run = self.run(server.CALM)
        if run.status != 0:
            raise RuntimeError(f"{self.scenario.name}: ends {run.status} under strace: {run.err[:200]}")
        shim = collections.Counter(calls.name(number) for number in self.server.traced())
        strace = seen_by_strace(self.log)
        self.place.remove()
        return shim, strace


def compare_all(options, stage):
    bad, seen = 0, set()
    for scenario in scenarios.scenarios():
        if options.only not in scenario.name or scenario.most or scenario.filter in seen:
            continue
        seen.add(scenario.filter)
        shim, strace = Traced(options, stage.inputs, stage.base, scenario).compare()
        differ = sorted(name for name in NAMES if shim[name] != strace[name])
        bad += bool(differ)
        told = " ".join(f"{name}: {shim[name]} and {strace[name]}" for name in differ)
        print(f"{scenario.filter:<18} {sum(shim.values()):>6}  {'DIFFER ' + told if differ else 'the same'}", flush=True)
    return 1 if bad or not seen else 0


def main():
    if not may_trace():
        print("crosscheck: no strace, or nobody may trace here", file=sys.stderr)
        return loop.NO_DISPATCH
    return playing.play(compare_all)


if __name__ == "__main__":
    sys.exit(main())
