"""faults - which allocations and calls are made to fail, and how; and at which the program is killed"""
import collections
import zlib

import calls
import promises
import server

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


def call_faults(trace, table, piece):
    """The nth call of its own kind: so the same one fails where another's timing changes what is called between."""
    counts = collections.Counter()
    for number in trace:
        counts[number] += 1
        name, errors = table.get(number, ("", ()))
        for error in errors:
            yield from faults_of_call(number, name, counts[number], error, piece)


def faults_of_call(number, name, at, error, piece):
    if error == calls.SHORT:
        yield Fault("call", name, error, False, server.Plan(server.SHORT, at, 1, at, number, [number]))
        yield Fault("call", name, error, True, server.Plan(server.SHORT, at, piece, STICKY_LAST, number, [number]))
        return
    last = at + SHORTLY if promises.is_transient(error) else STICKY_LAST
    yield Fault("call", name, error, False, server.Plan(server.ERROR, at, error, at, number, [number]))
    yield Fault("call", name, error, True, server.Plan(server.ERROR, at, error, last, number, [number]))


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


def faults(kind, calm, trace, table, piece):
    """Those of one kind, for a run that went so when nothing disturbed it; `table` says what befalls which call."""
    if kind == "allocation":
        return allocation_faults(calm)
    return call_faults(trace, table, piece) if kind == "call" else kill_faults(trace)


def spread(count, most):
    """So many of 1 to count, evenly."""
    most = min(count, most)
    return [(2 * number + 1) * count // (2 * most) + 1 for number in range(most)]


def call_faults_of_tree(trace, table, most):
    """Processes run beside each other: what fails is the nth call of its own kind, and not a shell's."""
    counts = collections.Counter(number for number in trace if number in table)
    kinds = [(number, error, sticks) for number in sorted(counts) for error in table[number][1] for sticks in (False, True)]
    for number, error, sticks in kinds:
        for at in spread(counts[number], max(most // len(kinds), 1)):
            last = STICKY_LAST if sticks else at
            yield Fault("call", table[number][0], error, sticks, server.Plan(server.ERROR, at, error, last, number, [number], True))


def faults_of_tree(kind, calm, trace, table, most):
    """Of a script and all that it starts: so many of each kind."""
    if kind == "call":
        yield from call_faults_of_tree(trace, table, most)
        return
    for number, at in enumerate(spread(calm.allocations if kind == "allocation" else calm.calls, most)):
        if kind == "allocation":
            yield Fault(kind, kind, "sticky", True, server.Plan(server.ALLOCATION, at, last=STICKY_LAST))
        else:
            how = (server.KILL, server.KILL_AFTER)[number % 2]
            yield Fault(kind, "", "before" if how == server.KILL else "after", number % 4 > 1, server.Plan(how, at))
