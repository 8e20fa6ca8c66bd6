"""A pytest plugin for `mutation.py` that records which tests run which lines of argmap."""

from __future__ import annotations

import json
import os
import time
from collections import defaultdict
from pathlib import Path

import coverage

_ROOT = Path(__file__).parents[2]
_SOURCE = _ROOT / "src" / "argmap"


class LineContexts:
    """Switches the context of coverage.py for each test, and writes the result at the end."""

    def __init__(self, output: str) -> None:
        self._output = output
        self._coverage = coverage.Coverage(data_file=None, source=[str(_SOURCE)])
        self._coverage.start()
        self._began = 0.0
        self._seconds: dict[str, float] = {}

    def pytest_runtest_setup(self, item) -> None:
        self._began = time.monotonic()
        self._coverage.switch_context(item.nodeid)

    def pytest_runtest_teardown(self, item) -> None:
        self._seconds[item.nodeid] = round(time.monotonic() - self._began, 4)

    def pytest_sessionfinish(self) -> None:
        self._coverage.stop()
        data = self._coverage.get_data()
        lines: dict[str, dict[int, list[str]]] = defaultdict(dict)
        for file in data.measured_files():
            path = Path(file)
            if not path.is_relative_to(_SOURCE):
                continue
            module = path.relative_to(_SOURCE).with_suffix("").as_posix()
            for line, contexts in data.contexts_by_lineno(file).items():
                if tests := [context for context in contexts if context]:
                    lines[module][line] = tests
        Path(f"{self._output}.json").write_text(
            json.dumps({"seconds": self._seconds, "lines": lines}), encoding="utf-8"
        )


def pytest_configure(config) -> None:
    if output := os.environ.get("MUTATION_OUTPUT"):
        config.pluginmanager.register(LineContexts(output), "line-contexts")
