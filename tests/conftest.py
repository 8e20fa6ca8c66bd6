"""Fixtures and pytest hooks for all tests."""

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

from tests.browsing import axe, browser  # noqa: F401 (fixtures)
from tests.real import miss

# `.ci/run` uses the same examples every time ("ci"), so that a failure there is due to the change.
# Other runs use new examples. No test has a deadline, because times depend on the machine.
settings.register_profile("default", settings.get_profile("default"), deadline=None)
FAST_EXAMPLES = 10
MAX_EXAMPLES = {"ci": 10, "thorough": None}
"""The most examples per property test, by profile; None: no limit."""
DEFAULT_EXAMPLES = 30
settings.register_profile("fast", deadline=None, max_examples=FAST_EXAMPLES)
settings.register_profile("thorough", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Background jobs of shells and `nohup` ignore the signal, and the tested programs inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


REAL_FOLDERS = {"cli", "documents", "e2e", "editors", "mcp", "packaging", "serve"}
REAL_FILES = {
    *("test_startup.py", "test_installation.py", "test_architecture.py"),
    *(
        "lsp/test_command.py",
        "lsp/test_syntax_errors.py",
        "lsp/test_hostile.py",
        "lsp/test_encodings.py",
    ),
    *("rendering/test_engines.py", "rendering/test_isolation.py", "rendering/test_large.py"),
    *("rendering/test_links.py", "rendering/test_raster.py", "rendering/test_routing.py"),
    "syntax/test_hostile.py",
    *("workspace/test_check.py", "workspace/test_since.py", "workspace/test_watching.py"),
}
"""Tests that start programs, render many maps, or parse very long texts.

`make test-fast` skips them.
"""
REAL_FIXTURES = {"_client", "browser", "fetched", "launcher", "run"}


def pytest_addoption(parser):
    """Add the option `--fast`."""
    parser.addoption("--fast", action="store_true", help="Skip tests that start programs")


def pytest_ignore_collect(collection_path, config):
    """Do not collect the files and folders that --fast skips."""
    if not config.getoption("fast"):
        return None
    path = collection_path.relative_to(Path(__file__).parent).as_posix()
    return path in REAL_FOLDERS or path in REAL_FILES or None


TOGETHER = ("tests/packaging/", "tests/editors/vscode/", "tests/e2e/")
"""Folders whose files share a built distribution, an editor, or a map."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Run each file, or folder of `TOGETHER`, in one process, so that it can share fixtures."""
    from tests.distributing import Distributing

    config.option.loadscopereorder = False  # the order of the tests is that of the files
    return Distributing(config, TOGETHER, log)


def pytest_collection_modifyitems(config, items):
    """Start slow tests first, limit the examples, and skip slow tests with --fast.

    Slow tests start first so that no process ends long after the others.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(TOGETHER))
    limit = MAX_EXAMPLES.get(os.environ.get("HYPOTHESIS_PROFILE", ""), DEFAULT_EXAMPLES)
    if limit is not None:
        for item in items:
            _limit_examples(getattr(item, "obj", None), limit)
    if config.getoption("fast"):
        real = [item for item in items if not REAL_FIXTURES.isdisjoint(item.fixturenames)]
        config.hook.pytest_deselected(items=real)
        deselected = set(real)
        items[:] = [item for item in items if item not in deselected]
        for item in items:
            _limit_examples(item.obj, FAST_EXAMPLES)


def _limit_examples(test, limit):
    """Limit the number of examples of a property test."""
    own_settings = getattr(test, "_hypothesis_internal_use_settings", None)
    if own_settings is not None and own_settings.max_examples > limit:
        test._hypothesis_internal_use_settings = settings(own_settings, max_examples=limit)


_IS_WRITABLE_ENVIRONMENT = sys.prefix != sys.base_prefix and os.access(sys.prefix, os.W_OK)
DOWNLOADS = Path(sys.prefix) / "fetched" if _IS_WRITABLE_ENVIRONMENT else None
"""The folder of downloaded programs and schemas, in the virtual environment."""


@pytest.fixture(scope="session")
def fetched(tmp_path_factory, worker_id) -> Callable[..., Path]:
    """Return a function that downloads something once for all test processes.

    A download with a ``version`` is kept for later runs, in the virtual environment. If a download
    fails, the test is skipped.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def fetch(name: str, command: Callable[[Path], list[str]], *, version: str = "") -> Path:
        parent = DOWNLOADS if version and DOWNLOADS else shared
        parent.mkdir(exist_ok=True)
        folder = parent / (f"{name}-{version}" if version else name)
        failure = shared / f"{name}.failed"
        with FileLock(folder.with_name(f"{folder.name}.lock")):
            if not folder.exists() and not failure.exists():
                partial = folder.with_name(f"{folder.name}.part")
                shutil.rmtree(partial, ignore_errors=True)  # left by an interrupted run
                partial.mkdir()
                if reason := _run(command(partial)):
                    failure.write_text(reason, encoding="utf-8")
                else:
                    partial.rename(folder)
        if not folder.exists():
            miss(f"{name} cannot be downloaded: {failure.read_text(encoding='utf-8')}")
        return folder

    return fetch


def _run(command: list[str]) -> str:
    """Run a command; return why it failed, or an empty string."""
    try:
        result = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except OSError as error:
        return str(error)
    if result.returncode == 0:
        return ""
    return result.stderr.strip() or f"exit code {result.returncode}"


def pytest_collection_finish():
    """Run the garbage collector less often, and ignore tests and modules, which all stay alive."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
