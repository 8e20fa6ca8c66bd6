"""The options and the loop of the scripts in this folder: many random cases, one line of result."""

import argparse
import random
import sys
import time

MAX_SHOWN = 20


def options(about, count):
    """Return a parser with the options that all scripts have."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--count", type=int, default=count, help="Number of cases")
    parser.add_argument("--minutes", type=float, help="Stop after this time, whatever the count")
    parser.add_argument("--seed", type=int, default=0, help="Number of the first case")
    return parser


def search(name, check, chosen):
    """Check one case after the other; exit with 1 if any of them fails.

    ``check`` takes a random generator, and returns how many single checks it made and the failures,
    each as a text to print.
    """
    deadline = time.monotonic() + chosen.minutes * 60 if chosen.minutes else None
    cases = checks = failed = 0
    for seed in range(chosen.seed, chosen.seed + chosen.count):
        if deadline is not None and time.monotonic() > deadline:
            break
        made, failures = check(random.Random(seed))
        cases, checks, failed = cases + 1, checks + made, failed + bool(failures)
        if failures and failed <= MAX_SHOWN:
            print(f"--- seed {seed}", *failures, sep="\n", flush=True)
    seeds = f"seeds {chosen.seed} to {chosen.seed + cases - 1}"
    print(f"{name}: {cases:,} cases, {checks:,} checks, {failed:,} cases failed ({seeds})")
    sys.exit(1 if failed else 0)
