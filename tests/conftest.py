"""What several rooms are tested with."""

import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from filelock import FileLock

from tests.real import miss


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


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[object]:
    """Chromium, one for all."""
    try:
        from playwright.async_api import async_playwright
    except ImportError:
        miss("there is no playwright")
    async with async_playwright() as playwright:
        program = _program(playwright.chromium.executable_path)
        chromium = await playwright.chromium.launch(executable_path=program)
        yield chromium
        await chromium.close()


def _why_not(command: list[str]) -> str:
    """Run a command that fetches something; return nothing, or why it failed."""
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    except OSError as error:
        return str(error)
    return "" if done.returncode == 0 else done.stderr.strip() or f"it ended in {done.returncode}"


def _program(own: str) -> str:
    """Return where Chromium is: Playwright's own, or the system's."""
    program = own if Path(own).exists() else shutil.which("chromium")
    return program or miss("there is no Chromium: `playwright install chromium`, or from Debian")
