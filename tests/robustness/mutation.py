"""Mutation testing: makes small changes to the code, and checks that a test fails for each.

    python tests/robustness/mutation.py --seed 7 --mutants 12 --minutes 60
    python tests/robustness/mutation.py --modules evaluation/labelling,rules/_rule:43 --verbose

Each mutant is one change to one module: a comparison, an operator, a constant, a condition, a
statement or an argument (see `mutants.py`). It is written to a copy of the checkout. The tests that
run its line are tried first, fastest first, then the other tests of its module (see `checkout.py`).
A mutant for which no test fails has survived. It is printed, and is either a gap in the tests or a
change without effect, which should be listed in `mutation.toml` with the reason.

A mutant with which the tests do not end is killed only if they end without it, and twice take ten
times as long with it. If they do not end without it either, because the machine is busy, the result
is unclear, and the mutant is not counted.

The tests that run each line are measured once, and stored in `.mutation/` (see --measure). Tools
such as mutmut or cosmic-ray run the whole test suite for each mutant, which would take several
minutes each.

The script prints a total after each module, and also when it is stopped by Ctrl-C or SIGTERM. Each
result is stored at once: a later run with the same seed tests only what was not yet tested, what
survived, and what has changed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from queue import Queue
from threading import Event, Lock

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.robustness.checkout import COVERAGE, MEMORY, Checkout, Coverage, Verdict, digest, measure
from tests.robustness.mutants import (
    PACKAGE,
    Mutant,
    all_modules,
    is_valid,
    mutants_of,
    select_modules,
)
from tests.robustness.searching import Run, options

EQUIVALENT_MUTANTS = Path(__file__).with_name("mutation.toml")
RESULTS = MEMORY / "results"

MODULES = 30
"""Modules that are selected at random."""
_KILLED = {Verdict.KILLED, Verdict.KILLED_BY_TIME}


def equivalent_mutants() -> dict[tuple[str, str, str], str]:
    """Return the mutants that are known to have no effect, each with the reason."""
    data = tomllib.loads(EQUIVALENT_MUTANTS.read_text(encoding="utf-8"))
    return {
        (entry["module"], entry["old"], entry["new"]): entry["reason"]
        for entry in data["equivalent"]
    }


class Results:
    """The verdicts of the mutants of a seed, stored one by one."""

    def __init__(self, seed: int) -> None:
        self._path = RESULTS / f"seed-{seed}.jsonl"
        self._lock = Lock()
        self._killed: dict[tuple[str, str, int], Verdict] = {}
        if self._path.exists():
            for line in self._path.read_text(encoding="utf-8").splitlines():
                module_digest, mutant, verdict = json.loads(line)
                key = (module_digest, mutant[-1], mutant[2])
                self._killed.pop(key, None)
                if Verdict(verdict) in _KILLED:
                    self._killed[key] = Verdict(verdict)

    def killed(self, mutant: Mutant) -> Verdict | None:
        """Return the verdict of an earlier run, if a mutant of an unchanged module was killed."""
        return self._killed.get((digest(mutant.path), mutant.new, mutant.start))

    def add(self, mutant: Mutant, verdict: Verdict) -> None:
        """Store a verdict."""
        line = json.dumps([digest(mutant.path), mutant, verdict.value], ensure_ascii=False)
        with self._lock:
            RESULTS.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{line}\n")


class Totals:
    """The numbers of mutants by their result."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, module: str, result: str) -> None:
        self.counts[module][result] += 1

    def line(self, modules: Iterator[str] | list[str] | None = None) -> str:
        """Return the numbers of some modules, or of all, in words."""
        selected = self.counts if modules is None else modules
        count = sum((self.counts[module] for module in selected), Counter())
        killed = count["killed"] + count["killed by time"]
        counted = killed + count["survived"]
        words = [f"{killed} killed"]
        if count["killed by time"]:
            words[0] += f" ({count['killed by time']} by time)"
        words += [f"{count[name]} {name}" for name in ("survived", "equivalent")]
        if count["unclear"]:
            words.append(f"{count['unclear']} unclear")
        return f"{', '.join(words)}: {killed / max(counted, 1):.1%} of {counted}"


def _earlier_survivors(run: Run) -> list[Mutant]:
    """Return the mutants that survived in earlier runs, if the code is unchanged."""
    survivors: list[Mutant] = []
    for module, old, new in run.corpus.inputs():
        path = PACKAGE / f"{module}.py"
        if path.exists():
            mutants = mutants_of(module, path.read_text(encoding="utf-8"))
            survivors += [mutant for mutant in mutants if mutant.key == (module, old, new)]
    return survivors


def _selected(arguments: argparse.Namespace, rng: random.Random) -> list[Mutant]:
    """Return mutants of the given modules and lines, or of random ones, module by module."""
    targets = arguments.modules
    if not targets:
        modules = [
            module
            for module in all_modules()
            if not arguments.packages or module.partition("/")[0] in arguments.packages
        ]
        selected_modules = select_modules(modules, arguments.random_modules, rng)
        targets = rng.sample(selected_modules, len(selected_modules))
    selected: list[Mutant] = []
    for target in targets:
        module, _, line = target.partition(":")
        source = (PACKAGE / f"{module}.py").read_text(encoding="utf-8")
        mutants = mutants_of(module, source)
        if line:
            mutants = [mutant for mutant in mutants if mutant.line == int(line)]
        count = len(mutants) if line else min(arguments.mutants, len(mutants))
        shuffled = rng.sample(mutants, len(mutants))
        selected += islice((mutant for mutant in shuffled if is_valid(source, mutant)), count)
    return list(dict.fromkeys(selected))[: arguments.count]


class Session:
    """One run of the script, which can be stopped at any time."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.run = Run("mutation", arguments)
        self._results = Results(self.run.first)
        self._coverage = Coverage()
        self._equivalent = equivalent_mutants()
        self._verdicts: dict[Mutant, Verdict] = {}
        self._stopping = Event()
        self._checkouts = [Checkout(number, self._stopping) for number in range(arguments.jobs)]
        self._free: Queue[Checkout] = Queue()
        for checkout in self._checkouts:
            self._free.put(checkout)

    def stop(self, *_: object) -> None:
        """Stop as soon as possible; used as a signal handler."""
        self._stopping.set()
        for checkout in self._checkouts:
            checkout.kill()

    def verdicts(self, mutants: list[Mutant]) -> Iterator[tuple[Mutant, str, str]]:
        """Yield mutants, their results and notes, in order, until the run is over."""
        with ThreadPoolExecutor(len(self._checkouts)) as pool:
            for mutant, (result, note) in zip(
                mutants, pool.map(self._result, mutants), strict=True
            ):
                if result:
                    yield mutant, result, note

    def _result(self, mutant: Mutant) -> tuple[str, str]:
        if reason := self._equivalent.get(mutant.key):
            return "equivalent", reason
        if (verdict := self._results.killed(mutant)) is not None:
            return verdict.value, "by an earlier run"
        if mutant in self._verdicts:  # it survived in an earlier run, too
            return self._verdicts[mutant].value, ""
        checkout = self._free.get()
        try:
            if self._stopping.is_set() or self.run.is_over():
                return "", ""
            verdict = checkout.judge(mutant, self._coverage)
        finally:
            self._free.put(checkout)
        if verdict is None:
            return "", ""
        self._verdicts[mutant] = verdict
        self._results.add(mutant, verdict)
        return verdict.value, ""


def _print(mutant: Mutant, result: str, note: str, *, is_verbose: bool) -> None:
    if result in {"survived", "unclear"} or is_verbose:
        word = result.upper() if result == "survived" else result
        print(f"{word} {mutant}{f' ({note})' if note else ''}", flush=True)


def main() -> None:
    """Test mutants and print the results."""
    parser = options(__doc__.splitlines()[0])
    parser.add_argument("--mutants", type=int, default=12, help="Number of mutants per module")
    parser.add_argument(
        "--modules",
        type=lambda text: text.split(","),
        help="Modules, or all mutants of a line: module:line [default: modules at random]",
    )
    parser.add_argument(
        "--packages",
        type=lambda text: text.split(","),
        help="Packages of the random modules [default: all]",
    )
    parser.add_argument(
        "--random-modules", type=int, default=MODULES, help="Number of modules [default: 30]"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--measure", action="store_true", help="Repeat the coverage measurement")
    parser.add_argument("--verbose", action="store_true", help="Print killed mutants, too")
    arguments = parser.parse_args()
    if arguments.measure:
        shutil.rmtree(COVERAGE, ignore_errors=True)
    measure(arguments.jobs)
    session = Session(arguments)  # the time limit begins after the measurement
    for number in (signal.SIGINT, signal.SIGTERM):  # also if a shell has them ignored
        signal.signal(number, session.stop)
    run = session.run
    survivors = 0
    for mutant, result, _ in session.verdicts(_earlier_survivors(run)):
        run.replayed += 1
        survivors += result == "survived"
        _print(mutant, result, "in an earlier run, too", is_verbose=arguments.verbose)
        if result != "survived":
            run.corpus.remove(mutant.key)
    totals = Totals()
    mutants = _selected(arguments, random.Random(run.first))
    remaining = Counter(mutant.module for mutant in mutants)
    for mutant, result, note in session.verdicts(mutants):
        totals.add(mutant.module, result)
        _print(mutant, result, note, is_verbose=arguments.verbose)
        if result == "survived":
            survivors += 1
            run.corpus.add(mutant.key)
        remaining[mutant.module] -= 1
        if not remaining[mutant.module]:
            own = totals.line([mutant.module])
            print(f"  {mutant.module}: {own}  |  total: {totals.line()}", flush=True)
    untested = +remaining
    if not untested:
        run.corpus.seed = run.first + 1
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(
        f"mutation: {len(totals.counts)} modules, {totals.line()}, {untested.total()} untested, "
        f"{run.replayed} replayed (seed {run.first}, load {load})"
    )
    sys.exit(1 if survivors else 0)


if __name__ == "__main__":
    main()
