"""What markov takes over counted paths, beside ChannelAttribution in Python; prints Markdown.

scripts/bench calls this.
"""

import argparse
import json
import os
import subprocess
import sys

sys.dont_write_bytecode = True

import jobs  # noqa: E402
import measure  # noqa: E402
import report  # noqa: E402

HERE = os.path.dirname(os.path.realpath(__file__))
ORDERS = (1, 2)
BOUND_S = 0.2  # of order 2
BIG = 0.01  # of all conversions: units whose own deviation says something


def options():
    parser = argparse.ArgumentParser(prog="paths", description=__doc__)
    parser.add_argument("folder", help="venv is in it, or not")
    parser.add_argument("paths", help="a CSV as ChannelAttribution's")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--strict", action="store_true")
    return parser.parse_args()


def run_own(chosen, order):
    """Seconds of wall time, the least of the runs, and conversions by unit."""
    output = os.path.join(chosen.folder, "paths.rows")
    command = jobs.hark("attribute", "--bare", "--paths", chosen.paths)
    command += ["--model", "markov", "--order", str(order)]
    least = min(measure.run([command], output).wall_s for _ in range(chosen.runs))
    with open(output, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return least, {row["channel"]: row["conversions"] for row in rows}


def run_foreign(chosen, order):
    """The same of the call alone; None where it can't be had."""
    python = os.path.join(chosen.folder, "venv", "bin", "python")
    command = [python, os.path.join(HERE, "foreign_paths.py"), chosen.paths, str(order)]
    try:
        done = [
            subprocess.run(command, capture_output=True, check=True, text=True).stdout
            for _ in range(chosen.runs)
        ]
    except (OSError, subprocess.CalledProcessError):
        return None
    found = [json.loads(text.splitlines()[-1]) for text in done]
    return min(one["seconds"] for one in found), found[0]["conversions"], found[0]["version"]


def deviations(exact, other):
    """The greatest of any unit, of all conversions; and of its own, where it is a big one."""
    total = sum(exact.values())
    apart = {unit: abs(other.get(unit, 0) - value) for unit, value in exact.items()}
    big = [apart[unit] / value for unit, value in exact.items() if value >= BIG * total]
    return max(apart.values()) / total, max(big)


def count_paths(chosen):
    unpacked = subprocess.run(["gzip", "-dc", chosen.paths], stdout=subprocess.PIPE, check=True)
    return unpacked.stdout.count(b"\n") - 1


def main():
    chosen = options()
    out, rows, version = report.Report(), [], None
    out.add(
        "### Markov over counted paths",
        "",
        "- %d paths; hark's time is that of the whole process, the other's that of the call alone; the least of %d"
        " runs." % (count_paths(chosen), chosen.runs),
        "- Load before the first run: %.1f." % os.getloadavg()[0],
        "",
    )
    for order in ORDERS:
        seconds, exact = run_own(chosen, order)
        row = ["order %d" % order, "%.3f" % seconds]
        row += out.bound(seconds, BOUND_S if order == ORDERS[-1] else None)
        theirs = run_foreign(chosen, order)
        if theirs is not None:
            version = theirs[2]
            of_all, of_own = deviations(exact, theirs[1])
            row += ["%.3f" % theirs[0], "%.2f" % (seconds / theirs[0])]
            row += ["%.2f %%" % (100 * of_all), "%.1f %%" % (100 * of_own)]
        rows.append(row + [""] * (8 - len(row)))
    heads = ["job", "hark, s", "bound", "holds", "ChannelAttribution, s", "hark over it"]
    heads += ["it deviates by, of all", "of a unit of 1 % and more"]
    out.table(heads, rows)
    out.add(
        "- ChannelAttribution %s simulates; hark solves exactly, and is what it deviates from." % version
        if version
        else "- ChannelAttribution: skipped, it is not here."
    )
    print("\n".join(out.lines))
    sys.exit(0 if out.holds or not chosen.strict else 1)


if __name__ == "__main__":
    main()
