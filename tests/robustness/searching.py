"""The options, the corpus and the loop of the scripts in this folder (see the README there)."""

import argparse
import hashlib
import json
import random
import sys
import time
from pathlib import Path

CORPUS = Path(__file__).with_name("corpus")
"""The inputs that failed, by script; not part of the repository."""
MINUTES = 2
"""How long a script runs that is not told: `make robustness` runs all for ten."""
MAX_SHOWN = 20


def options(about):
    """Return a parser with the options that all scripts have."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument(
        "--minutes", type=float, help=f"Stop after this time [default without --count: {MINUTES}]"
    )
    parser.add_argument("--count", type=int, help="Stop after this number of cases")
    parser.add_argument(
        "--seed", type=int, help="Number of the first case [default: after those of the last run]"
    )
    return parser


class Corpus:
    """The inputs for which a script failed, and the number of its next case."""

    def __init__(self, name):
        self._folder = CORPUS / name
        self._next = self._folder / "next"

    def inputs(self):
        """Return what failed before, to be tried first."""
        paths = sorted(self._folder.glob("*.json"))
        return [json.loads(path.read_text(encoding="utf-8")) for path in paths]

    def add(self, value):
        """Keep an input that failed."""
        text = json.dumps(value, ensure_ascii=False)
        name = hashlib.sha256(text.encode()).hexdigest()[:16]
        self._write(self._folder / f"{name}.json", text)

    @property
    def seed(self):
        """The number of the case after the last that was tried."""
        return int(self._next.read_text()) if self._next.exists() else 0

    @seed.setter
    def seed(self, number):
        self._write(self._next, str(number))

    def _write(self, path, text):
        self._folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class Run:
    """One run of a script: first the corpus, then new cases until the time or the count is up."""

    def __init__(self, name, chosen):
        self.name, self.corpus = name, Corpus(name)
        self.first = self.corpus.seed if chosen.seed is None else chosen.seed
        minutes = MINUTES if chosen.minutes is None and chosen.count is None else chosen.minutes
        self._count = chosen.count
        self._deadline = None if minutes is None else time.monotonic() + minutes * 60
        self.cases = self.failed = self.replayed = 0

    def inputs(self):
        """Yield the inputs of the corpus, while there is time."""
        for value in self.corpus.inputs():
            if self.is_over():
                return
            self.replayed += 1
            yield value

    def seeds(self):
        """Yield the numbers of new cases, while there is time; at the end, note where it ended."""
        while not self.is_over() and (self._count is None or self.cases < self._count):
            self.cases += 1
            yield self.first + self.cases - 1
        self.corpus.seed = self.first + self.cases

    def is_over(self):
        """Whether the time is up."""
        return self._deadline is not None and time.monotonic() > self._deadline

    def failure(self, title, *lines, value=None):
        """Print what failed, and keep its input."""
        self.failed += 1
        if value is not None:
            self.corpus.add(value)
        if self.failed <= MAX_SHOWN:
            print(f"--- {title}", *lines, sep="\n", flush=True)

    def end(self, *details):
        """Print the line of result; exit with 1 if anything failed."""
        last = max(self.first + self.cases - 1, self.first)
        said = [f"{self.cases:,} cases", f"{self.replayed} replayed", f"{self.failed:,} failed"]
        print(f"{self.name}: {', '.join([*said, *details])} (seeds {self.first} to {last})")
        sys.exit(1 if self.failed else 0)


def search(name, check, replay, chosen):
    """Check one case after the other; exit with 1 if any of them fails.

    ``check`` takes a random generator, and returns how many single checks it made and the failures,
    each as a text to print. The first of these is the input, of which ``replay`` returns the same.
    """
    run = Run(name, chosen)
    for value in run.inputs():
        if failures := replay(value):
            run.failure("of the corpus", *failures)
    checks = 0
    for seed in run.seeds():
        made, failures = check(random.Random(seed))
        checks += made
        if failures:
            run.failure(f"seed {seed}", *failures, value=failures[0])
    run.end(f"{checks:,} checks")
