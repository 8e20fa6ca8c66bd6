"""Fixtures that run the server in a separate process and open its pages in a real browser."""

import http.client
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from attrs import define
from tests.browsing import Watched

LANE = """map "Should we build the lane?" { thesis: lane }

claim lane "Build the lane" {
  evidence crashes "There were 14 crashes"
  assumption calm "People who feel safe leave the car"
  counterpoint shops "The shops would lose" {
    counterpoint garage "The garage has room"
  }
}
"""

RECORDER = """import json, sys
with open(sys.argv[1], "a", encoding="utf-8") as file:
    file.write(json.dumps(sys.argv[2:]) + "\\n")
"""


@define
class RunningServer:
    """A running server, the folder of its maps, and its port."""

    process: subprocess.Popen
    folder: Path
    first_line: str
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def write(self, name: str, text: str) -> None:
        """Save a file as careful editors do, by replacing it with a new one."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.new")
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace text in a file."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def ask(self, method="GET", path="/", headers=(), body=None, host=None):
        """Send a request without changes; returns the response with its ``body`` read."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in [("Host", host or f"127.0.0.1:{self.port}"), *headers]:
            if value is not None:
                connection.putheader(name, value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        answer = connection.getresponse()
        answer.body = answer.read().decode()
        connection.close()
        return answer

    def page_data(self, id_: str = "lane") -> dict:
        """Return the data in the page of a map."""
        page = self.ask(path=f"/map/{id_}").body
        return json.loads(re.search(r'id="page-live-data">(.*?)</script>', page)[1])

    def map_list(self) -> list[dict]:
        """Return the list of maps; a single map has it in its own page."""
        page = self.ask().body or self.ask(path=self.ask().headers["Location"]).body
        return json.loads(re.search(r'id="page-live-data">(.*?)</script>', page)[1])["maps"]

    def wait_until_drawn(self, id_: str = "lane") -> dict:
        """Wait until a map is drawn, and return the data in its page."""
        for _ in range(200):
            if (data := self.page_data(id_))["drawn"]:
                return data
            time.sleep(0.1)
        raise AssertionError("the map was never drawn")

    def live_link(self) -> str:
        """Return the link to the only file of the only map."""
        (file,) = self.wait_until_drawn()["files"].values()
        return file["link"]


@contextmanager
def serving(base: Path) -> Iterator[Callable[..., RunningServer]]:
    """Serve maps, given by their names and texts, from the folder ``project``."""
    running: list[RunningServer] = []

    def start(*options, paths=("lane.argmap",), env=None, **texts) -> RunningServer:
        folder = base / "project"
        folder.mkdir(exist_ok=True)
        (folder / "argmap.toml").touch()
        for name, text in (texts or {"lane": LANE}).items():
            (folder / f"{name}.argmap").write_text(text, encoding="utf-8")
        if not any(option.startswith("--port") for option in options):
            options = (*options, "--port=0")
        process = subprocess.Popen(
            [sys.executable, "-m", "argmap", "serve", *options, *paths],
            cwd=folder,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        first_line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", first_line)
        assert address, first_line + process.stderr.read()
        running.append(RunningServer(process, folder, first_line, int(address[1])))
        return running[-1]

    yield start
    for server in running:
        if server.process.poll() is None:
            server.process.send_signal(signal.SIGINT)
        _, errors = server.process.communicate(timeout=20)
        assert "Traceback" not in errors


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory) -> Iterator[Callable[..., RunningServer]]:
    """Serve maps to tests that only read; tests with the same options share a server."""
    with ExitStack() as stack:
        running: dict[str, RunningServer] = {}

        def start(**options) -> RunningServer:
            key = repr(options)
            if key not in running:
                base = tmp_path_factory.mktemp("reading")
                running[key] = stack.enter_context(serving(base))(**options)
            return running[key]

        yield start


@pytest.fixture
def serve_maps(tmp_path) -> Iterator[Callable[..., RunningServer]]:
    """Serve maps to a single test."""
    with serving(tmp_path) as start:
        yield start


@pytest.fixture
async def open_page(browser) -> AsyncIterator[Callable]:
    """Open a page of a server; the test fails if the page causes an error."""
    pages: list[Watched] = []
    contexts = []

    async def open_it(server: RunningServer, path="map/lane", *, drawn=True, **context) -> Watched:
        context.setdefault("viewport", {"width": 1280, "height": 800})
        contexts.append(await browser.new_context(reduced_motion="reduce", **context))
        watched = Watched(await contexts[-1].new_page(), server.address)
        watched.page.set_default_timeout(30_000)
        watched.watch()
        pages.append(watched)
        await watched.page.goto(server.address + path)
        if drawn:
            await watched.page.wait_for_selector("#page-stage .card")
            await watched.page.evaluate("window.isTheSame = true")
        return watched

    yield open_it
    for context in contexts:
        await context.close()
    assert [error for watched in pages for error in watched.errors] == []


@pytest.fixture
def recorder(tmp_path) -> tuple[str, Callable[[], list]]:
    """Return the command of an editor that records its arguments, and a function to get them."""
    script, notes = tmp_path / "editor.py", tmp_path / "notes"
    script.write_text(RECORDER, encoding="utf-8")
    command = shlex.join([sys.executable, str(script), str(notes)])

    def recorded() -> list:
        lines = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
        return [json.loads(line) for line in lines]

    return command, recorded
