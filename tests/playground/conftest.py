"""Fixtures that build the playground, serve it from a local static server, and open it."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from filelock import FileLock

from tests.browsing import Watched
from tests.real import miss

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "docs/playground"
READ_BY_BUILD = ("src", "grammar", "maps", "LICENSE")


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files with the types that browsers require."""

    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *args):
        """Print nothing."""


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve a folder, and return its address."""
    handler = partial(QuietHandler, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def build(packages: Path, tree: Path) -> Path:
    """Build the playground in a copy of its folder, which has the npm packages beside it."""
    folder = tree / "docs/playground"
    shutil.copytree(SOURCE, folder, ignore=shutil.ignore_patterns("node_modules"))
    (folder / "node_modules").symlink_to(packages / "node_modules")
    for name in READ_BY_BUILD:
        (tree / name).symlink_to(ROOT / name)
    output = tree / "site/playground"
    process = subprocess.run(
        ["node", "build.mjs", str(output), sys.executable],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if process.returncode:
        errors = [line[:500] for line in process.stderr.splitlines()]
        if any("No matching distribution" in line for line in errors):
            miss(f"pip cannot download the wheels: {errors[-1]}")
        raise AssertionError("\n".join([process.stdout[-2000:], *errors[-30:]]))
    return output


@pytest.fixture(scope="session")
def playground(fetched, tmp_path_factory, worker_id) -> Path:
    """The folder of the built playground; ``ARGMAP_PLAYGROUND`` can name one."""
    if given := os.environ.get("ARGMAP_PLAYGROUND"):
        return Path(given)
    if not SOURCE.exists():
        pytest.skip("the tests do not run in a checkout")
    npm = shutil.which("npm")
    if npm is None:
        miss("npm is not installed")

    def install_command(into: Path) -> list[str]:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(SOURCE / name, into)
        return [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", f"--prefix={into}"]

    lock = (SOURCE / "package-lock.json").read_bytes()
    version = hashlib.sha256(lock).hexdigest()[:12]
    packages = fetched("playground-packages", install_command, version=version)
    base = tmp_path_factory.getbasetemp()
    tree = (base if worker_id == "master" else base.parent) / "playground"
    with FileLock(tree.with_suffix(".lock")):
        output = tree / "site/playground"
        if not (tree / "is-built").exists():
            build(packages, tree)
            (tree / "is-built").touch()
    return output


@pytest.fixture(scope="session")
def address(playground) -> Iterator[str]:
    """The address of the built playground."""
    with serving(playground) as url:
        yield url


@pytest.fixture
async def open_page(browser, address) -> AsyncIterator[Callable]:
    """Open the playground; the test fails if the page causes an error or leaves its origin."""
    pages: list[Watched] = []
    contexts = []

    async def open_it(path="", *, drawn=True, **context) -> Watched:
        context.setdefault("viewport", {"width": 1280, "height": 800})
        contexts.append(await browser.new_context(reduced_motion="reduce", **context))
        watched = Watched(await contexts[-1].new_page(), address)
        watched.page.set_default_timeout(30_000)
        watched.watch()
        pages.append(watched)
        await watched.page.goto(address + path)
        if drawn:
            await watched.page.wait_for_selector("#page-stage .card")
        return watched

    yield open_it
    for context in contexts:
        await context.close()
    assert [error for watched in pages for error in watched.errors] == []
