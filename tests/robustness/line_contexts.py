"""A pytest plugin for `mutation.py` that records which tests run which lines of argmap.

It also measures the programs that tests start, and the processes that are forked. Lines that such a
process runs are those of the test that started it, whose name is in its environment. A server that
several tests share reads the name of the current test from a file.
"""

from __future__ import annotations

import atexit
import json
import os
import time
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import uuid4

import coverage

_POLL_SECONDS = 0.02
"""How often a shared server reads the name of the current test."""
_MAX_EXAMPLES = 5
DATA = "lines.sqlite"
"""The file with the tests that run each line."""
OUTCOMES = "outcomes.json"
"""The file with the run times of the tests, and with the tests that failed."""

_WARNINGS = ("module-not-imported", "module-not-measured", "no-data-collected")


class Recorder:
    """The coverage of one process."""

    def __init__(self, source: Path) -> None:
        self._coverage = coverage.Coverage(data_file=None, config_file=False, source=[str(source)])
        self._coverage.set_option("run:disable_warnings", list(_WARNINGS))
        self._coverage.start()

    def switch(self, test: str) -> None:
        """Attribute the lines that are run from now on to another test."""
        self._coverage.switch_context(test)

    def copy_to(self, result: coverage.CoverageData) -> None:
        """Write the lines that were run to an empty file."""
        result.loads(self._coverage.get_data().dumps())

    def add_to(self, result: coverage.CoverageData, default: str) -> None:
        """Add the lines that were run; those that were run in no test are those of ``default``."""
        data = self._coverage.get_data()
        for context in data.measured_contexts():
            data.set_query_context(context)
            result.set_context(context or default)
            result.add_lines({file: data.lines(file) or () for file in data.measured_files()})

    def stop(self) -> None:
        """Stop the measurement."""
        self._coverage.stop()


# ---- Programs and forked processes -------------------------------------------------------------


def measure_program() -> None:
    """Measure this process until it ends."""
    recorder = Recorder(Path(os.environ["MUTATION_SOURCE"]))
    if name := os.environ.get("MUTATION_CURRENT_TEST"):
        Thread(target=_follow, args=(recorder, Path(name)), daemon=True).start()
    _write_at_end(recorder)
    atexit.register(_write, recorder)


def _follow(recorder: Recorder, file: Path) -> None:
    current = ""
    while True:
        test = file.read_text(encoding="utf-8")
        if test != current:
            current = test
            recorder.switch(test)
        time.sleep(_POLL_SECONDS)


def _write_at_end(recorder: Recorder) -> None:
    """Write the lines of a process that ends by `os._exit`, as forked ones do."""
    end = os._exit

    def write_and_end(status: int) -> None:
        _write(recorder)
        end(status)

    os._exit = write_and_end


def _write(recorder: Recorder) -> None:
    output = os.environ.get("MUTATION_OUTPUT")
    test = os.environ.get("PYTEST_CURRENT_TEST", "").rpartition(" ")[0]
    if output and test:
        recorder.stop()
        path = Path(output, f"{uuid4()}.part")
        result = coverage.CoverageData(str(path))
        recorder.add_to(result, test)
        result.write()
        result.close()
        path.replace(path.with_suffix(".data"))


# ---- The process of pytest ---------------------------------------------------------------------


class LineContexts:
    """Switches the context of coverage.py for each test, and writes the result at the end."""

    def __init__(self, output: Path, source: Path) -> None:
        self._output = output
        self._process = os.getpid()
        self._recorder = Recorder(source)
        self._began = 0.0
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()
        _write_at_end(self._recorder)

    def pytest_collection_modifyitems(self, config: Any, items: list[Any]) -> None:
        """Leave out the tests in a browser, which are slow and mostly test scripts."""
        browsing = [item for item in items if "browser" in item.fixturenames]
        config.hook.pytest_deselected(items=browsing)
        left_out = set(browsing)
        items[:] = [item for item in items if item not in left_out]
        for item in items:
            _limit_examples(item.obj)

    def pytest_runtest_setup(self, item: Any) -> None:
        self._began = time.monotonic()
        self._recorder.switch(item.nodeid)
        if name := os.environ.get("MUTATION_CURRENT_TEST"):
            path = Path(name)
            path.with_suffix(".new").write_text(item.nodeid, encoding="utf-8")
            path.with_suffix(".new").replace(path)
            time.sleep(2 * _POLL_SECONDS)  # until the server has read it

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self._failed.add(report.nodeid)

    def pytest_runtest_teardown(self, item: Any) -> None:
        self._seconds[item.nodeid] = round(time.monotonic() - self._began, 4)

    def pytest_unconfigure(self) -> None:
        if os.getpid() != self._process:
            return
        self._recorder.stop()
        programs = sorted(self._output.glob("*.data"))
        result = coverage.CoverageData(str(self._output / DATA))
        self._recorder.copy_to(result)
        for path in programs:
            part = coverage.CoverageData(str(path))
            part.read()
            result.update(part)
            part.close()
        result.write()
        result.close()
        outcomes = {"seconds": self._seconds, "failed": sorted(self._failed)}
        (self._output / OUTCOMES).write_text(json.dumps(outcomes), encoding="utf-8")


def _limit_examples(test: Any) -> None:
    """Limit the examples of a property test, which rarely run other lines than the first ones."""
    from hypothesis import settings

    own_settings = getattr(test, "_hypothesis_internal_use_settings", None)
    if own_settings is not None and own_settings.max_examples > _MAX_EXAMPLES:
        limited = settings(own_settings, max_examples=_MAX_EXAMPLES)
        test._hypothesis_internal_use_settings = limited


def pytest_configure(config: Any) -> None:
    if output := os.environ.get("MUTATION_OUTPUT"):
        source = Path(os.environ["MUTATION_SOURCE"])
        config.pluginmanager.register(LineContexts(Path(output), source), "line-contexts")
