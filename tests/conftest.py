"""What several rooms are tested with."""

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

from tests.browsing import axe, browser  # noqa: F401 (for all who look at pages)
from tests.real import miss

# `.ci/run` asks for the same examples each time ("ci"): what fails there fails because of the
# change that it tests. Elsewhere they differ with every run. How long an example takes depends on
# the machine, so no test has a deadline.
settings.register_profile("default", settings.get_profile("default"), deadline=None)
FAST_EXAMPLES = 10
MOST_EXAMPLES = 30
"""How many examples of a property the suite tries; the profile "thorough" tries all."""
settings.register_profile("fast", deadline=None, max_examples=FAST_EXAMPLES)
settings.register_profile("thorough", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # So a shell starts jobs in the background, and `nohup` programs: those under test inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


REAL_FOLDERS = {"cli", "e2e", "editors", "packaging", "serve"}
REAL_FILES = {
    *("test_startup.py", "test_installation.py", "test_architecture.py"),
    *("lsp/test_command.py", "lsp/test_syntax_errors.py", "lsp/test_hostile.py", "lsp/test_encodings.py"),
    *("rendering/test_engines.py", "rendering/test_isolation.py", "rendering/test_large.py"),
    *("rendering/test_links.py", "rendering/test_raster.py", "rendering/test_routing.py"),
    "syntax/test_hostile.py",
    *("workspace/test_check.py", "workspace/test_since.py", "workspace/test_watching.py"),
}
"""Tests that start programs, draw maps by the dozen, or read very long texts.

`make test-fast` leaves them out.
"""
REAL_FIXTURES = {"_client", "browser", "fetched", "launcher", "run"}


def pytest_addoption(parser):
    """Let `--fast` leave out what starts programs."""
    parser.addoption("--fast", action="store_true", help="Leave out tests that start programs")


def pytest_ignore_collect(collection_path, config):
    """Do not even read the folders that --fast leaves out."""
    if not config.getoption("fast"):
        return None
    path = collection_path.relative_to(Path(__file__).parent).as_posix()
    return path in REAL_FOLDERS or path in REAL_FILES or None


TOGETHER = ("tests/packaging/", "tests/editors/vscode/", "tests/e2e/")
"""Folders whose files share a distribution, an editor, a map that is being written."""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Have one process run each file, or folder, whose tests share what takes long to be made."""
    from tests.distributing import Distributing

    config.option.loadscopereorder = False  # the order of the tests is that of the files
    return Distributing(config, TOGETHER, log)


def pytest_collection_modifyitems(config, items):
    """Leave out with --fast what needs a browser, or anything else that is not in this process.

    What takes long begins first, so that no process ends long after the others.
    """
    items.sort(key=lambda item: not item.nodeid.startswith(TOGETHER))
    if os.environ.get("HYPOTHESIS_PROFILE") != "thorough":
        for item in items:
            _limit_examples(getattr(item, "obj", None), MOST_EXAMPLES)
    if config.getoption("fast"):
        real = [item for item in items if not REAL_FIXTURES.isdisjoint(item.fixturenames)]
        config.hook.pytest_deselected(items=real)
        left_out = set(real)
        items[:] = [item for item in items if item not in left_out]
        for item in items:
            _limit_examples(item.obj, FAST_EXAMPLES)


def _limit_examples(test, most):
    """Limit the number of examples of a property test to ``most``."""
    asked = getattr(test, "_hypothesis_internal_use_settings", None)
    if asked is not None and asked.max_examples > most:
        test._hypothesis_internal_use_settings = settings(asked, max_examples=most)


_IS_OWN = sys.prefix != sys.base_prefix and os.access(sys.prefix, os.W_OK)
KEPT = Path(sys.prefix) / "fetched" if _IS_OWN else None
"""Where programs and schemas that tests fetch are kept: below the virtual environment."""


@pytest.fixture(scope="session")
def fetched(tmp_path_factory, worker_id) -> Callable[..., Path]:
    """Fetch something once for all who test at the same time; skip where it cannot be had.

    What has a ``version`` is kept for later runs, in the environment that the tests run in.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def fetch(name: str, command: Callable[[Path], list[str]], *, version: str = "") -> Path:
        home = KEPT if version and KEPT else shared
        home.mkdir(exist_ok=True)
        folder = home / (f"{name}-{version}" if version else name)
        failure = shared / f"{name}.failed"
        with FileLock(folder.with_name(f"{folder.name}.lock")):
            if not folder.exists() and not failure.exists():
                into = folder.with_name(f"{folder.name}.part")
                shutil.rmtree(into, ignore_errors=True)  # of a run that was stopped
                into.mkdir()
                if reason := _why_not(command(into)):
                    failure.write_text(reason, encoding="utf-8")
                else:
                    into.rename(folder)
        if not folder.exists():
            miss(f"{name} cannot be had: {failure.read_text(encoding='utf-8')}")
        return folder

    return fetch


def _why_not(command: list[str]) -> str:
    """Run a command that fetches something; return nothing, or why it failed."""
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except OSError as error:
        return str(error)
    return "" if done.returncode == 0 else done.stderr.strip() or f"it ended in {done.returncode}"


def pytest_collection_finish():
    """Look for garbage less often, and never among the tests and modules, which all stay."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
