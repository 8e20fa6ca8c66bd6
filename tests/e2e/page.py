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

_PATIENCE = 60_000
_SEEN = """() => ({
  cards: [...document.querySelectorAll('#page-stage svg .statement')]
    .map((each) => each.id.replace(/^.*?-s-/, '')),
  trouble: document.querySelector('#page-trouble')?.hidden === false
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
        for each in (self._browser, self._playwright):
            if each is not None:
                each.close() if each is self._browser else each.stop()
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.communicate(timeout=20)

    def follows(self) -> str:
        """Wait until the page shows the saved text; return a description and the time taken."""
        before = time.monotonic()
        wanted = _statements(self.path)
        end = before + _PATIENCE / 1000
        while not self._is_so(seen := self._page.evaluate(_SEEN), wanted):
            assert time.monotonic() < end, f"the page never shows {wanted}, but {seen}"
            self._page.wait_for_timeout(20)
        took = time.monotonic() - before
        number = len(list(self.pictures.glob("*.png"))) + 1
        self._page.screenshot(path=self.pictures / f"page-{number:02}.png")
        shown = f"{len(seen['cards'])} statements after {took:.2f} s"
        assert seen["isTheSame"], "the page was reloaded"
        return f"{shown}, under “{seen['trouble']}”" if seen["trouble"] else shown

    def _is_so(self, seen: dict[str, Any], wanted: set[str] | None) -> bool:
        if wanted is None:
            return bool(seen["trouble"])
        return not seen["trouble"] and set(seen["cards"]) == wanted


def _statements(path: Path) -> set[str] | None:
    """Return the ids of a map's statements, or None if the map is invalid."""
    try:
        return set(load(path).statements)
    except ArgmapError:
        return None
