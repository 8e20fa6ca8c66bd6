"""Fixtures and settings for all tests."""

import gc
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

from tests.browsing import axe, browser  # noqa: F401 (fixtures for tests of pages)
from tests.real import miss

# `.ci/run` selects the profile "ci", which has the same examples each time, so that only a change
# can make it fail. Elsewhere the examples differ with every run. The time of an example depends on
# the machine, so no test has a deadline.
settings.register_profile("default", settings.get_profile("default"), deadline=None)
FAST_EXAMPLES = 10
MAX_EXAMPLES = 30
"""The number of examples of a property in the suite; the profile "thorough" tries all."""
settings.register_profile("fast", deadline=None, max_examples=FAST_EXAMPLES)
settings.register_profile("thorough", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Background jobs of a shell and `nohup` ignore the signal, and tested programs inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


REAL_FOLDERS = {"cli", "e2e", "editors", "packaging", "serve"}
REAL_FILES = {
    *("test_startup.py", "test_installation.py", "test_architecture.py"),
    *("lsp/test_command.py", "lsp/test_damage.py", "lsp/test_hostile.py", "lsp/test_encodings.py"),
    *("rendering/test_engines.py", "rendering/test_isolation.py", "rendering/test_large.py"),
    *("rendering/test_links.py", "rendering/test_raster.py", "rendering/test_routing.py"),
    "syntax/test_hostile.py",
    *("workspace/test_check.py", "workspace/test_since.py", "workspace/test_watching.py"),
}
"""Tests that start programs, draw dozens of maps, or read very long texts.

`make test-fast` skips them.
"""
REAL_FIXTURES = {"_client", "browser", "fetched", "launcher", "run"}


def pytest_addoption(parser):
    """Add `--fast`, which skips tests that start programs."""
    parser.addoption("--fast", action="store_true", help="Skip tests that start programs")


def pytest_ignore_collect(collection_path, config):
    """Do not collect the files and folders that --fast skips."""
    if not config.getoption("fast"):
        return None
    path = collection_path.relative_to(Path(__file__).parent).as_posix()
    return path in REAL_FOLDERS or path in REAL_FILES or None


TOGETHER = ("tests/packaging/", "tests/editors/vscode/", "tests/e2e/")
"""Folders whose files share an expensive fixture: a distribution, an editor or a written map."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Let one process run each file or folder whose tests share expensive fixtures."""
    from tests.distributing import Distributing

    config.option.loadscopereorder = False  # keep the order of the files
    return Distributing(config, TOGETHER, log)


def pytest_collection_modifyitems(config, items):
    """With --fast, skip tests that need a browser or another process.

    Slow tests run first, so that no process ends long after the others.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(TOGETHER))
    if os.environ.get("HYPOTHESIS_PROFILE") != "thorough":
        for item in items:
            _limit_examples(getattr(item, "obj", None), MAX_EXAMPLES)
    if config.getoption("fast"):
        real = [item for item in items if not REAL_FIXTURES.isdisjoint(item.fixturenames)]
        config.hook.pytest_deselected(items=real)
        skipped = set(real)
        items[:] = [item for item in items if item not in skipped]
        for item in items:
            _limit_examples(item.obj, FAST_EXAMPLES)


def _limit_examples(test, max_examples):
    """Limit the number of examples of a property test."""
    current = getattr(test, "_hypothesis_internal_use_settings", None)
    if current is not None and current.max_examples > max_examples:
        test._hypothesis_internal_use_settings = settings(current, max_examples=max_examples)


_IS_VENV = sys.prefix != sys.base_prefix and os.access(sys.prefix, os.W_OK)
FETCH_CACHE = Path(sys.prefix) / "fetched" if _IS_VENV else None
"""The cache, in the virtual environment, for programs and schemas that tests fetch."""


@pytest.fixture(scope="session")
def fetched(tmp_path_factory, worker_id) -> Callable[..., Path]:
    """Fetch something once for all test processes; skip if it cannot be fetched.

    With a ``version`` it is kept for later runs, in the virtual environment.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def fetch(name: str, command: Callable[[Path], list[str]], *, version: str = "") -> Path:
        parent = FETCH_CACHE if version and FETCH_CACHE else shared
        parent.mkdir(exist_ok=True)
        folder = parent / (f"{name}-{version}" if version else name)
        failure = shared / f"{name}.failed"
        with FileLock(folder.with_name(f"{folder.name}.lock")):
            if not folder.exists() and not failure.exists():
                into = folder.with_name(f"{folder.name}.part")
                shutil.rmtree(into, ignore_errors=True)  # left over from an interrupted run
                into.mkdir()
                if reason := _failure_reason(command(into)):
                    failure.write_text(reason, encoding="utf-8")
                else:
                    into.rename(folder)
        if not folder.exists():
            miss(f"{name} cannot be fetched: {failure.read_text(encoding='utf-8')}")
        return folder

    return fetch


def _failure_reason(command: list[str]) -> str:
    """Run a command that fetches something; return why it failed, or an empty string."""
    try:
        result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except OSError as error:
        return str(error)
    return (
        "" if result.returncode == 0 else result.stderr.strip() or f"exit code {result.returncode}"
    )


def pytest_collection_finish():
    """Collect garbage less often, and never among the tests and modules, which are permanent."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
