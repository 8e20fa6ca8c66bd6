"""Runs tests on copies of the checkout, for `mutation.py`.

Each run of pytest is a fork of a process that has imported pytest and its plugins, which would take
longer than the tests.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from enum import Enum
from hashlib import sha256
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Queue
from threading import Event, Lock
from typing import Any

from tests.robustness.mutants import ROOT, Mutant, mutated

MEMORY = ROOT / ".mutation"
COVERAGE = MEMORY / "coverage"

FIRST_TESTS = 25
"""Tests that are run first: most mutants are killed by the fastest tests of their line."""
MAX_TESTS = 400
"""Tests of a line, and tests of a module, that are run."""
MAX_SECONDS = 60.0
"""Measured run time of these tests."""
MIN_TIMEOUT_SECONDS = 60
TIMEOUT_FACTOR = 10
"""A run of tests is stopped after this multiple of the measured time."""
UNUSED = ("editors", "e2e", "packaging", "benchmarks", "robustness")
"""Folders of tests that are not run, because they take too long."""
UNMEASURED = (*UNUSED, "cases", "__pycache__")
PROGRAM_TESTS = ("tests/cli/", "tests/lsp/", "tests/serve/")
"""Tests that depend on the speed of programs; their failure has to be repeated."""
SHARING = ("lsp", "serve")
"""Folders of tests that share a server."""
_PRELOADED = (
    *("pytest", "_pytest.assertion.rewrite", "_pytest.junitxml", "_pytest.pastebin"),
    *("pytest_asyncio.plugin", "pytest_lsp", "syrupy", "xdist.plugin", "xdist.looponfail"),
    *("hypothesis", "hypothesis.strategies", "_hypothesis_pytestplugin", "anyio.pytest_plugin"),
    *("attrs", "cattrs", "click", "filelock", "lark", "lsprotocol.types", "jinja2"),
)


_PASSED_CODES = {0, 5}  # 5: no tests


class Outcome(Enum):
    """The outcome of a run of tests."""

    PASSED = "passed"
    FAILED = "failed"
    TIMED_OUT = "timed out"
    STOPPED = "stopped"


class Verdict(Enum):
    """The result for a mutant."""

    KILLED = "killed"
    KILLED_BY_TIME = "killed by time"
    """The tests end without the mutant, but twice did not end with it."""
    SURVIVED = "survived"
    UNCLEAR = "unclear"
    """The tests did not end without the mutant either: the machine is too busy."""


# ---- Line coverage by test ---------------------------------------------------------------------


def digest(path: Path) -> str:
    """Return a digest of a file."""
    return sha256(path.read_bytes()).hexdigest()[:16]


def measure(jobs: int) -> None:
    """Run the tests of all folders that are not measured yet; record which run which lines."""
    import coverage  # noqa: F401 - fail early, before the child processes need it

    COVERAGE.mkdir(parents=True, exist_ok=True)
    tests = ROOT / "tests"
    folders = [p for p in sorted(tests.iterdir()) if p.is_dir() and p.name not in UNMEASURED]
    targets = {folder.name: [f"tests/{folder.name}"] for folder in folders}
    targets["top"] = [f"tests/{path.name}" for path in sorted(tests.glob("test_*.py"))]
    missing = [name for name in targets if not (COVERAGE / f"{name}.json").exists()]
    if not missing:
        return
    checkouts: Queue[Checkout] = Queue()
    for number in range(jobs):
        checkouts.put(Checkout(number, Event()))

    def measure_target(name: str) -> None:
        checkout = checkouts.get()
        began = time.monotonic()
        try:
            checkout.measure(name, targets[name])
        finally:
            checkouts.put(checkout)
        print(f"measured {name} in {time.monotonic() - began:.0f} s", flush=True)

    with ThreadPoolExecutor(jobs) as pool:
        list(pool.map(measure_target, missing))


class Coverage:
    """The tests that run each line of each module, and their run times."""

    def __init__(self) -> None:
        import coverage

        self._data: list[dict[str, tuple[coverage.CoverageData, str]]] = []
        self._lines: dict[str, dict[int, set[str]]] = {}
        self._lock = Lock()
        self.seconds: dict[str, float] = {}
        self._digests: dict[str, set[str]] = defaultdict(set)
        self.measured_at: dict[str, float] = {}
        """When the tests of a folder were measured."""
        self.failed: set[str] = set()
        """Tests that fail without a mutant."""
        for path in sorted(COVERAGE.glob("*.json")):
            outcomes = json.loads(path.read_text(encoding="utf-8"))
            self.seconds |= outcomes["seconds"]
            self.failed |= set(outcomes["failed"])
            self.measured_at[path.stem] = outcomes["began"]
            for module, module_digest in outcomes["digests"].items():
                self._digests[module].add(module_digest)
            data = coverage.CoverageData(str(path.with_suffix(".sqlite")))
            data.read()
            files = {_module_of(file): (data, file) for file in data.measured_files()}
            self._data.append(files)

    def _tests_by_line(self, module: str) -> dict[int, set[str]]:
        with self._lock:
            if module not in self._lines:
                lines: dict[int, set[str]] = defaultdict(set)
                for files in self._data:
                    if module in files:
                        data, file = files[module]
                        for line, tests in data.contexts_by_lineno(file).items():
                            lines[line].update(tests)
                self._lines[module] = lines
            return self._lines[module]

    def phases(self, mutant: Mutant) -> list[list[str]]:
        """Return tests by the order in which they are run for a mutant.

        These are the fastest tests that run the line of the mutant, the others that run it, and
        those that run other lines of its module. The last ones matter for lines that a process runs
        once for several tests, such as those of a cached function.
        """
        lines = self._tests_by_line(mutant.module)
        of_module = {test for tests in lines.values() for test in tests}
        count = mutant.old.count("\n") + 1
        is_current = self._digests[mutant.module] == {digest(mutant.path)}
        numbers = range(mutant.line, mutant.line + count) if is_current else ()
        of_line = {test for number in numbers for test in lines.get(number, ())}
        others = of_module - of_line
        groups = [self._fastest(tests, mutant.module) for tests in (of_line, others)]
        return [part for tests in groups for part in (tests[:FIRST_TESTS], tests[FIRST_TESTS:])]

    def _fastest(self, tests: Iterable[str], module: str) -> list[str]:
        """Return tests: first those that name a module, such as the cases of a rule."""
        name = module.rpartition("/")[2].strip("_")
        words = (name, name.replace("_", "-"))

        def key(test: str) -> tuple[bool, float, str]:
            return (not any(word in test for word in words), self.seconds[test], test)

        total = 0.0
        fastest: list[str] = []
        usable = (test for test in tests if test in self.seconds and test not in self.failed)
        for test in sorted(usable, key=key)[:MAX_TESTS]:
            total += self.seconds[test]
            if total > MAX_SECONDS and fastest:
                break
            fastest.append(test)
        return fastest


def _module_of(file: str) -> str:
    return file.partition("/src/argmap/")[2].removesuffix(".py")


# ---- Running -----------------------------------------------------------------------------------


_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(list(_PRELOADED))


class _Failures:
    """A pytest plugin that writes the failed tests to a file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._path.write_text("", encoding="utf-8")

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(report.nodeid)}\n")


def _run_pytest(
    folder: Path, environment: dict[str, str], arguments: list[str], output: Path
) -> None:
    """Run pytest in a copy of the checkout; the exit code is that of the process."""
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.dont_write_bytecode = False
    for name in [name for name in sys.modules if name.partition(".")[0] in {"argmap", "tests"}]:
        del sys.modules[name]
    replaced = {str(path) for path in (ROOT, ROOT / "src", ROOT / "tests" / "robustness")}
    own_path = [str(folder / "src"), str(folder)]
    sys.path[:] = [*own_path, *(path for path in sys.path if path not in replaced)]
    sys.argv = ["pytest", *arguments]
    log = os.open(output.with_suffix(".log"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(log, 1)
    os.dup2(log, 2)
    import pytest

    code = int(pytest.main(arguments, [_Failures(output.with_suffix(".failed"))]))
    sys.stdout.flush()
    sys.exit(code)


class Checkout:
    """A copy of the checkout in which mutants are tested, one at a time."""

    def __init__(self, number: int, stopping: Event) -> None:
        self.folder = MEMORY / f"copy{number}"
        self._stopping = stopping
        self._output = MEMORY / f"copy{number}.output"
        self._process: BaseProcess | None = None
        self._changes = 0
        shutil.rmtree(self.folder, ignore_errors=True)
        names = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout.split("\0")
        for name in names:
            if name and (path := ROOT / name).exists():
                target = self.folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(path, target, follow_symlinks=False)

    def judge(self, mutant: Mutant, coverage: Coverage) -> Verdict | None:
        """Return whether a test fails for a mutant, or None if the script is stopped."""
        phases = coverage.phases(mutant)
        last = self._files_of(mutant.module, coverage)
        for tests in [*phases, last]:
            if not tests:
                continue
            seconds = sum(coverage.seconds.get(test, 0.0) for test in tests)
            verdict = self._judge(mutant, tests, seconds, coverage.failed if tests is last else ())
            if verdict is not Verdict.SURVIVED:
                return verdict
        return Verdict.SURVIVED

    def _judge(
        self, mutant: Mutant, tests: list[str], seconds: float, ignored: Iterable[str]
    ) -> Verdict | None:
        limit = max(MIN_TIMEOUT_SECONDS, TIMEOUT_FACTOR * seconds)
        outcome, failed = self._test(mutant, tests, limit, ignored)
        if outcome is Outcome.FAILED and not failed:  # pytest does not find the tests
            outcome, _ = self._run(tests, limit, ignored)
            return Verdict.KILLED if outcome is Outcome.PASSED else Verdict.UNCLEAR
        if outcome is Outcome.FAILED and failed[0].startswith(PROGRAM_TESTS):
            outcome, _ = self._test(mutant, failed, limit)
            if outcome is Outcome.PASSED:  # it failed by chance
                outcome, _ = self._test(mutant, tests, limit, [*ignored, *failed])
        if outcome is Outcome.TIMED_OUT:
            return self._judge_by_time(mutant, tests, limit, ignored)
        if outcome is Outcome.STOPPED:
            return None
        return Verdict.SURVIVED if outcome is Outcome.PASSED else Verdict.KILLED

    def _judge_by_time(
        self, mutant: Mutant, tests: list[str], limit: float, ignored: Iterable[str]
    ) -> Verdict | None:
        """Compare the run time of tests with a mutant to that without it, under the same load."""
        began = time.monotonic()
        outcome, _ = self._run(tests, limit, ignored)
        if outcome is Outcome.STOPPED:
            return None
        if outcome is not Outcome.PASSED:
            return Verdict.UNCLEAR
        limit = max(limit, TIMEOUT_FACTOR * (time.monotonic() - began))
        outcome, _ = self._test(mutant, tests, limit, ignored)
        return {
            Outcome.STOPPED: None,
            Outcome.PASSED: Verdict.SURVIVED,
            Outcome.FAILED: Verdict.KILLED,
            Outcome.TIMED_OUT: Verdict.KILLED_BY_TIME,
        }[outcome]

    def _files_of(self, module: str, coverage: Coverage) -> list[str]:
        """Return the test files that may test a module although no measured test runs it.

        These are the files that are named after it, and those that are newer than the measurement.
        """
        package, _, name = module.partition("/")
        if not name:
            return [
                f"tests/{path.name}"
                for path in sorted((self.folder / "tests").glob("test_*.py"))
                if path.stem.removeprefix("test_") == module.strip("_")
            ]
        folder = self.folder / "tests" / package
        if package in UNUSED or not folder.is_dir():
            return []
        words = {part.strip("_") for part in name.split("/")}
        measured_at = coverage.measured_at.get(package, 0.0)  # 0: all files are newer
        named: list[str] = []
        changed: list[str] = []
        for path in sorted(folder.rglob("test_*.py")):
            file = path.relative_to(self.folder).as_posix()
            if words & set(path.stem.removeprefix("test_").split("_")):
                named.append(file)
            elif (ROOT / file).stat().st_mtime > measured_at:
                changed.append(file)
        return [*named, *changed] if measured_at else named or changed

    def _test(
        self, mutant: Mutant, tests: Sequence[str], limit: float, ignored: Iterable[str] = ()
    ) -> tuple[Outcome, list[str]]:
        """Run tests with a mutant."""
        path = self.folder / mutant.path.relative_to(ROOT)
        source = path.read_text(encoding="utf-8")
        self._write(path, mutated(source, mutant))
        try:
            return self._run(tests, limit, ignored)
        finally:
            self._write(path, source)

    def _write(self, path: Path, source: str) -> None:
        """Write a module with a time that is new, which makes its bytecode out of date."""
        path.write_text(source, encoding="utf-8")
        self._changes += 1
        os.utime(path, (self._changes, self._changes))

    def _run(
        self, tests: Sequence[str], limit: float, ignored: Iterable[str] = ()
    ) -> tuple[Outcome, list[str]]:
        """Run tests up to the first failure; return the outcome and the test that failed."""
        options = ["-x", "-q", "--tb=no", *(f"--deselect={test}" for test in ignored)]
        code = self._pytest([*options, *tests], {}, limit)
        if self._stopping.is_set():
            return Outcome.STOPPED, []
        if code is None:
            return Outcome.TIMED_OUT, []
        if code in _PASSED_CODES:
            return Outcome.PASSED, []
        return Outcome.FAILED, self._failed()

    def _failed(self) -> list[str]:
        lines = self._output.with_suffix(".failed").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]

    def measure(self, name: str, tests: list[str]) -> None:
        """Run tests, and record which lines they run and which of them fail."""
        from tests.robustness.line_contexts import DATA, OUTCOMES  # needs coverage.py

        folder = COVERAGE / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        source = self.folder / "src" / "argmap"
        began = time.time()
        robustness = self.folder / "tests" / "robustness"
        variables = {
            "MUTATION_OUTPUT": str(folder),
            "MUTATION_SOURCE": str(source),
            "PYTHONPATH": f"{robustness / 'subprocess_contexts'}:{source.parent}",
        }
        if name in SHARING:
            (folder / "current").touch()
            variables["MUTATION_CURRENT_TEST"] = str(folder / "current")
        self._pytest(["-q", "-p", "tests.robustness.line_contexts", *tests], variables, None)
        shutil.copy(self._output.with_suffix(".log"), COVERAGE / f"{name}.log")
        outcomes = json.loads((folder / OUTCOMES).read_text(encoding="utf-8"))
        if outcomes["failed"]:  # perhaps only because it is measured
            self._pytest(["-q", *outcomes["failed"]], {}, None)
            outcomes["failed"] = self._failed()
        outcomes["began"] = began
        outcomes["digests"] = {
            path.relative_to(source).with_suffix("").as_posix(): digest(path)
            for path in source.rglob("*.py")
        }
        (folder / OUTCOMES).write_text(json.dumps(outcomes), encoding="utf-8")
        (folder / DATA).replace(COVERAGE / f"{name}.sqlite")
        (folder / OUTCOMES).replace(COVERAGE / f"{name}.json")
        shutil.rmtree(folder)

    def _pytest(
        self, arguments: list[str], variables: dict[str, str], limit: float | None
    ) -> int | None:
        """Run pytest in a process; return its exit code, or None if it takes too long."""
        environment = {
            **{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPATH": str(self.folder / "src"),
            "HYPOTHESIS_PROFILE": "ci",
            "ARGMAP_REQUIRE_REAL": "0",
            **variables,
        }
        options = ["-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        options += ["-m", "not wheel"]
        self._process = _FORKING.Process(
            target=_run_pytest,
            args=(self.folder, environment, [*options, *arguments], self._output),
        )
        self._process.start()
        self._process.join(limit)
        code = self._process.exitcode
        self.kill()
        self._process.join()
        return code

    def kill(self) -> None:
        """Stop the process that runs, and all processes that it has started."""
        if self._process is not None and self._process.pid is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
