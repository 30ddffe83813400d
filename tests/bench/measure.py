"""Runs pipelines and says what they took: wall time, and each process's CPU time and peak memory."""

import os
import statistics
import subprocess
import tempfile
import time

TIME = "/usr/bin/time"


class Failed(Exception):
    """A process of a pipeline ended with a status that is not 0."""


class Process:
    """What one process took: seconds and bytes."""

    def __init__(self, command, cpu_s, peak_bytes):
        self.command = command
        self.cpu_s = cpu_s
        self.peak_bytes = peak_bytes


class Run:
    """What one run of a pipeline took."""

    def __init__(self, wall_s, processes):
        self.wall_s = wall_s
        self.processes = processes

    @property
    def cpu_s(self):
        return sum(process.cpu_s for process in self.processes)


def read_usage(path, command):
    """What time(1) wrote; a process that failed has a line of words before it."""
    with open(path, encoding="utf-8") as file:
        user, system, kib = file.read().splitlines()[-1].split()
    return Process(command, float(user) + float(system), int(kib) * 1024)


def cpu_s(command):
    """Seconds of CPU that one process takes, to the microsecond; what it writes is thrown away."""
    with open(os.devnull, "wb") as out:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out)
        _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise Failed("%s ended with status %d" % (" ".join(command), child.returncode))
    return usage.ru_utime + usage.ru_stime


def run(commands, output=os.devnull, feed=None):
    """Runs the commands as one pipeline, from a file into a file."""
    with tempfile.TemporaryDirectory() as folder, open(output, "wb") as out, open(
        feed or os.devnull, "rb"
    ) as source:
        children, before = [], source
        started = time.monotonic()
        for number, command in enumerate(commands):
            last = number == len(commands) - 1
            usage = os.path.join(folder, str(number))
            child = subprocess.Popen(
                [TIME, "-o", usage, "-f", "%U %S %M", *command],
                stdin=before,
                stdout=out if last else subprocess.PIPE,
            )
            if before is not source:
                before.close()
            before = child.stdout
            children.append((child, command, usage))
        statuses = [child.wait() for child, _, _ in children]
        wall_s = time.monotonic() - started
        for status, (_, command, _) in zip(statuses, children):
            if status != 0:
                raise Failed("%s ended with status %d" % (" ".join(command), status))
        return Run(
            wall_s, [read_usage(usage, command) for _, command, usage in children]
        )


class Measured:
    """The runs of one job: medians of times, the greatest of memory."""

    def __init__(self):
        self.runs = []

    @property
    def wall_s(self):
        return statistics.median(run.wall_s for run in self.runs)

    @property
    def cpu_s(self):
        return statistics.median(run.cpu_s for run in self.runs)

    def peaks(self):
        """Of each process its command and its peak, in bytes."""
        first = self.runs[0].processes
        return [
            (one.command, max(run.processes[number].peak_bytes for run in self.runs))
            for number, one in enumerate(first)
        ]
