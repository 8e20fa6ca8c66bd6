"""The options, the corpus and the main loop of the scripts in this folder (see the README)."""

import argparse
import hashlib
import json
import random
import sys
import time
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")
"""Failing inputs, by script; not part of the repository."""
MINUTES = 2
"""Default run time of a script; `make robustness` runs all scripts in fourteen minutes."""
MAX_SHOWN = 20


def options(about):
    """Return a parser with the options of all scripts."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(
        "--minutes", type=float, help=f"Stop after this time [default without --cases: {MINUTES}]"
    )
    parser.add_argument(
        "--cases", "--count", dest="count", type=int, help="Stop after this number of cases"
    )
    parser.add_argument(
        "--seed", type=int, help="Number of the first case [default: after those of the last run]"
    )
    return parser


class Corpus:
    """The failing inputs of a script, and the number of its next case."""

    def __init__(self, name):
        self._folder = CORPUS / name
        self._next = self._folder / "next"

    def inputs(self):
        """Return the inputs that failed in earlier runs."""
        paths = sorted(self._folder.glob("*.json"))
        return [json.loads(path.read_text(encoding="utf-8")) for path in paths]

    def add(self, value):
        """Store a failing input."""
        self._write(self._path(value), json.dumps(value, ensure_ascii=False))

    def remove(self, value):
        """Remove an input that no longer fails."""
        self._path(value).unlink(missing_ok=True)

    def _path(self, value):
        text = json.dumps(value, ensure_ascii=False)
        return self._folder / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"

    @property
    def seed(self):
        """The number of the next case."""
        return int(self._next.read_text()) if self._next.exists() else 0

    @seed.setter
    def seed(self, number):
        self._write(self._next, str(number))

    def _write(self, path, text):
        self._folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class Run:
    """One run of a script: first the corpus, then new cases up to the time or count limit."""

    def __init__(self, name, arguments):
        self.name, self.corpus = name, Corpus(name)
        self.first = self.corpus.seed if arguments.seed is None else arguments.seed
        has_limit = arguments.minutes is not None or arguments.count is not None
        minutes = arguments.minutes if has_limit else MINUTES
        self._count = arguments.count
        self._deadline = None if minutes is None else time.monotonic() + minutes * 60
        self.cases = self.failed = self.replayed = 0

    def inputs(self):
        """Yield the inputs of the corpus until the time is over."""
        for value in self.corpus.inputs():
            if self.is_over():
                return
            self.replayed += 1
            yield value

    def seeds(self):
        """Yield the numbers of new cases up to the limit; then store the number of the next one."""
        while not self.is_over() and (self._count is None or self.cases < self._count):
            self.cases += 1
            yield self.first + self.cases - 1
        self.corpus.seed = self.first + self.cases

    def is_over(self):
        """Whether the time is over."""
        return self._deadline is not None and time.monotonic() > self._deadline

    def failure(self, title, *lines, value=None):
        """Print a failure, and store its input."""
        self.failed += 1
        if value is not None:
            self.corpus.add(value)
        if self.failed <= MAX_SHOWN:
            print(f"--- {title}", *lines, sep="\n", flush=True)

    def end(self, *details):
        """Print the result; exit with 1 if anything failed."""
        last = max(self.first + self.cases - 1, self.first)
        counts = [f"{self.cases:,} cases", f"{self.replayed} replayed", f"{self.failed:,} failed"]
        print(f"{self.name}: {', '.join([*counts, *details])} (seeds {self.first} to {last})")
        sys.exit(1 if self.failed else 0)


def search(name, check, replay, arguments):
    """Check one case after the other; exit with 1 if any of them fails.

    Args:
        name: The name of the script.
        check: Takes a random generator; returns the number of checks made, and lines to print about
            a failure, the first of which is the input.
        replay: Takes such an input; returns the lines about its failure.
        arguments: The parsed options of the script.
    """
    run = Run(name, arguments)
    for value in run.inputs():
        if failures := replay(value):
            run.failure("of the corpus", *failures)
    checks = 0
    for seed in run.seeds():
        count, failures = check(random.Random(seed))
        checks += count
        if failures:
            run.failure(f"seed {seed}", *failures, value=failures[0])
    run.end(f"{checks:,} checks")
