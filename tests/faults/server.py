"""server - a program that runs again and again, each time with another fault

The program is loaded once, under shim.so, and forks for each run (see shim.c). What is to fail, and what happened, lies in a file that
both map; its shape here is struct shared of shim.c.
"""
import ctypes
import mmap
import os
import signal
import subprocess

NONE, ALLOCATION, ERROR, SHORT, KILL, KILL_AFTER = range(6)
CALLS, TRACE, PATH = 512, 16384, 240
FOREVER = 1 << 62


class Traced(ctypes.Structure):
    _fields_ = [("call", ctypes.c_int16), ("fd", ctypes.c_int16)]


class Shared(ctypes.Structure):
    _fields_ = [
        ("kind", ctypes.c_int64), ("at", ctypes.c_int64), ("value", ctypes.c_int64), ("last", ctypes.c_int64),
        ("only", ctypes.c_int64), ("is_counted", ctypes.c_uint8 * CALLS),
        ("calls", ctypes.c_int64), ("allocations", ctypes.c_int64), ("live", ctypes.c_int64), ("hits", ctypes.c_int64),
        ("hit_call", ctypes.c_int64), ("hit_fd", ctypes.c_int64), ("hit_path", ctypes.c_char * PATH),
        ("trace", Traced * TRACE)]


class Plan:
    """Which fault: the `at`th of its kind, and on to the `last`th; of calls, only those of the number `only` after the first."""

    def __init__(self, kind, at=0, value=0, last=None, only=-1):
        self.kind, self.at, self.value, self.only = kind, at, value, only
        self.last = at if last is None else last


CALM = Plan(NONE)


def new_shared(path):
    with open(path, "wb") as file:
        file.truncate(ctypes.sizeof(Shared))
    with open(path, "r+b") as file:
        return Shared.from_buffer(mmap.mmap(file.fileno(), 0))


def set_plan(shared, plan, counted):
    shared.kind, shared.at, shared.value, shared.last, shared.only = plan.kind, plan.at, plan.value, plan.last, plan.only
    shared.calls = shared.allocations = shared.live = shared.hits = 0
    shared.hit_call = shared.hit_fd = -1
    shared.hit_path = b""
    for number in counted:
        shared.is_counted[number] = 1


class Server:
    def __init__(self, shim, command, folder, counted, environment):
        self.counted = counted
        self.shared = new_shared(folder + "/shared")
        plans, to_shim = os.pipe()
        self.answers, answers = os.pipe()
        self.plans = os.fdopen(to_shim, "w")
        for fd in (plans, answers):
            os.set_inheritable(fd, True)
        self.process = subprocess.Popen(
            command, pass_fds=(plans, answers), cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            env={**environment, "LD_PRELOAD": shim, "HARK_FAULTS_SHARED": folder + "/shared",
                 "HARK_FAULTS_CONTROL": f"{plans},{answers}"})
        os.close(plans)
        os.close(answers)
        self.answers = os.fdopen(self.answers)

    def run(self, plan, folder, stdin):
        """The status as wait(2) has it."""
        set_plan(self.shared, plan, self.counted)
        self.plans.write(f"{folder}\t{stdin}\n")
        self.plans.flush()
        line = self.answers.readline()
        if not line:
            raise RuntimeError("the program under the shim is gone")
        return int(line)

    def traced(self):
        return [self.shared.trace[i].call for i in range(min(self.shared.calls, TRACE))]

    def close(self):
        self.plans.close()
        self.answers.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
