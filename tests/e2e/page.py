"""Opens the live page of a real server in a real browser, for the end-to-end test."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from attrs import define, field

from argmap import load
from argmap.errors import ArgmapError
from tests.browsing import chromium

_TIMEOUT_MS = 60_000
_READ_STATE = """() => ({
  cards: [...document.querySelectorAll('#page-stage svg .statement')]
    .map((element) => element.id.replace(/^.*?-s-/, '')),
  banner: document.querySelector('#page-trouble')?.hidden === false
    ? document.querySelector('#page-trouble').innerText.replace(/\\s+/g, ' ').trim() : '',
  isTheSame: window.isTheSame === true,
})"""


@define
class LivePage:
    """A page that shows a map as its author saves it."""

    path: Path
    pictures: Path
    """The folder for screenshots."""
    _server: subprocess.Popen[str] | None = field(default=None, init=False)
    _playwright: Any = field(default=None, init=False)
    _browser: Any = field(default=None, init=False)
    _page: Any = field(default=None, init=False)
    errors: list[str] = field(factory=list, init=False)

    def open(self) -> None:
        """Start the server, and open its page."""
        from playwright.sync_api import sync_playwright

        command = [sys.executable, "-m", "argmap", "serve", "--port=0", self.path.name]
        self._server = subprocess.Popen(
            command, cwd=self.path.parent, stdout=subprocess.PIPE, encoding="utf-8"
        )
        assert self._server.stdout is not None
        address = re.search(r"http://\S+", self._server.stdout.readline())
        assert address, "the server prints no address"
        self._playwright = sync_playwright().start()
        program = chromium(self._playwright.chromium.executable_path)
        self._browser = self._playwright.chromium.launch(executable_path=program)
        size = {"width": 900, "height": 1000}
        self._page = self._browser.new_page(viewport=size, reduced_motion="reduce")
        self._page.on("pageerror", lambda error: self.errors.append(str(error)))
        self._page.goto(address[0])
        self._page.evaluate("window.isTheSame = true")  # a reload would remove it

    def close(self) -> None:
        if self._browser is not None:
            self._browser.close()
        if self._playwright is not None:
            self._playwright.stop()
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.communicate(timeout=20)

    def wait_for_update(self) -> str:
        """Wait until the page shows the saved text; return a description and the time taken."""
        start = time.monotonic()
        expected = _statements(self.path)
        deadline = start + _TIMEOUT_MS / 1000
        while not self._matches(state := self._page.evaluate(_READ_STATE), expected):
            assert time.monotonic() < deadline, f"the page never shows {expected}, but {state}"
            self._page.wait_for_timeout(20)
        seconds = time.monotonic() - start
        number = len(list(self.pictures.glob("*.png"))) + 1
        self._page.screenshot(path=self.pictures / f"page-{number:02}.png")
        description = f"{len(state['cards'])} statements after {seconds:.2f} s"
        assert state["isTheSame"], "the page was reloaded"
        return f"{description}, under “{state['banner']}”" if state["banner"] else description

    def _matches(self, state: dict[str, Any], expected: set[str] | None) -> bool:
        if expected is None:
            return bool(state["banner"])
        return not state["banner"] and set(state["cards"]) == expected


def _statements(path: Path) -> set[str] | None:
    """Return the ids of a map's statements, or None if the map is invalid."""
    try:
        return set(load(path).statements)
    except ArgmapError:
        return None
