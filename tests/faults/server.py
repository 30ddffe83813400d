"""server - a program that runs again and again, each time with another fault

The program is loaded once, under shim.so, and forks for each run (see shim.c). What is to fail, and what happened, lies in a file that
both map; its shape here is struct shared of shim.h.
"""
import ctypes
import mmap
import os
import select
import signal
import subprocess

NONE, ALLOCATION, ERROR, SHORT, KILL, KILL_AFTER = range(6)
CALLS, TRACE, PATH = 512, 65536, 240
SECONDS = 120  # of a tree that hangs


class Traced(ctypes.Structure):
    _fields_ = [("call", ctypes.c_int16), ("fd", ctypes.c_int16)]


class Shared(ctypes.Structure):
    _fields_ = [
        ("kind", ctypes.c_int64), ("at", ctypes.c_int64), ("value", ctypes.c_int64), ("last", ctypes.c_int64),
        ("only", ctypes.c_int64), ("spares", ctypes.c_int64), ("is_counted", ctypes.c_uint8 * CALLS),
        ("calls", ctypes.c_int64), ("allocations", ctypes.c_int64), ("live", ctypes.c_int64), ("hits", ctypes.c_int64),
        ("hit_call", ctypes.c_int64), ("hit_fd", ctypes.c_int64), ("hit_path", ctypes.c_char * PATH),
        ("trace", Traced * TRACE)]


class Plan:
    """Which fault: the `at`th of its kind, and on to the `last`th; of calls, only those of the number `only` after the first.
    Of a tree: which calls count, and whether those of shells do not."""

    def __init__(self, kind, at=0, value=0, last=None, only=-1, counted=None, spares=False):
        self.kind, self.at, self.value, self.only, self.counted, self.spares = kind, at, value, only, counted, spares
        self.last = at if last is None else last


CALM = Plan(NONE)
CALM_SPARING = Plan(NONE, spares=True)


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
    shared.spares = plan.spares
    ctypes.memset(shared.is_counted, 0, CALLS)
    for number in plan.counted or counted:
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


class Tree:
    """A script and all that it starts, each a process that obeys the plan; where one is to be killed, all are, as on a machine that stops."""

    def __init__(self, shim, command, folder, counted, environment):
        self.command, self.counted = command, counted
        self.shared = new_shared(folder + "/shared")
        self.environment = environment
        if shim:
            self.environment = {**environment, "LD_PRELOAD": shim, "HARK_FAULTS_SHARED": folder + "/shared", "HARK_FAULTS_PLAN": "1"}

    def run(self, plan, folder, stdin):
        """Once none of them is left: all of them hold the end of a pipe."""
        set_plan(self.shared, plan, self.counted)
        alive, held = os.pipe()
        with open(stdin, "rb") as given, open(folder + "/out", "wb") as out, open(folder + "/err", "wb") as told:
            child = subprocess.Popen(self.command, cwd=folder, stdin=given, stdout=out, stderr=told, pass_fds=(held,),
                                     start_new_session=True, env=self.environment)
        os.close(held)
        is_over = select.select([alive], [], [], SECONDS)[0]
        if not is_over:
            os.killpg(child.pid, signal.SIGKILL)
        os.close(alive)
        status = child.wait()
        if not is_over:
            return signal.SIGALRM
        return -status if status < 0 else status << 8

    traced = Server.traced

    def close(self):
        pass
