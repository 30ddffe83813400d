#!/usr/bin/env python3
"""driver - every filter, disturbed at every allocation and every system call, and killed and run again

  driver.py BUILD [--only TEXT] [--share PERCENT] [--kinds allocation,call,kill] [--jobs N] [--show]

Prints a row for each filter and kind of fault, and ends 1 if a promise of docs/reliability.md was broken.
"""
import collections
import multiprocessing
import os
import sys

import loop
import playing
import scenarios


def play(task):
    """One scenario, in a process of its own."""
    tally = collections.defaultdict(collections.Counter)
    try:
        count = loop.of(*task).all(tally)
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


def play_all(options, stage):
    tally = collections.defaultdict(collections.Counter)
    broken = 0
    chosen = [scenario for scenario in scenarios.scenarios() if options.only in scenario.name]
    with multiprocessing.Pool(options.jobs) as pool:
        for part, count in pool.imap_unordered(play, [(options, stage.inputs, stage.base, scenario) for scenario in chosen], 1):
            broken += count
            for key, row in part.items():
                tally[key].update(row)
    print_table(tally)
    return 1 if broken or not tally else 0


def main():
    return playing.play(play_all, share={"type": float, "default": 100}, kinds={"default": "allocation,call,kill"},
                        jobs={"type": int, "default": os.cpu_count()}, show={"action": "store_true"})


if __name__ == "__main__":
    sys.exit(main())
