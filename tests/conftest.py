"""What several rooms are tested with."""

import os
import signal
import subprocess
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
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # So a shell starts jobs in the background, and `nohup` programs: those under test inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def fetched(tmp_path_factory, worker_id) -> Callable[..., Path]:
    """Fetch something once for all who test at the same time; skip where it cannot be had."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent

    def fetch(name: str, command: Callable[[Path], list[str]]) -> Path:
        folder = shared / name
        said = folder / ".said"
        with FileLock(shared / f"{name}.lock"):
            if not said.exists():
                folder.mkdir()
                said.write_text(_why_not(command(folder)), encoding="utf-8")
        if reason := said.read_text(encoding="utf-8"):
            miss(f"{name} cannot be had: {reason}")
        return folder

    return fetch


def _why_not(command: list[str]) -> str:
    """Run a command that fetches something; return nothing, or why it failed."""
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except OSError as error:
        return str(error)
    return "" if done.returncode == 0 else done.stderr.strip() or f"it ended in {done.returncode}"
