"""An author who writes a map in Neovim, with a log of the actions and results."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from attrs import Factory, define

from tests.e2e.neovim import Neovim


@define
class Entry:
    """An action of the author and its visible results."""

    did: str
    keys: str = ""
    wait: float = 0.0
    """Seconds from the last key until the diagnostics match the text."""
    diagnostics: list[str] = Factory(list)
    offered: list[str] = Factory(list)
    said: list[str] = Factory(list)
    page: str = ""


@define
class Author:
    """An author who types, asks the server, and logs the results."""

    editor: Neovim
    page: Any = None
    entries: list[Entry] = Factory(list)
    written: str = ""
    """The final text."""

    def types(self, did: str, keys: str) -> Entry:
        """Type keys, and log the diagnostics once they match the text."""
        self.editor.type(keys)
        return self._look(Entry(did, keys))

    def completes(self, did: str, keys: str, choice: str) -> Entry:
        """Type keys, request completions, and accept the one with a given name."""
        self.editor.type(f"{keys}<C-x><C-o>")
        self.editor.wait("an offer", lambda: bool(self.editor.seen()["offered"]))
        offered = [f"{word} {about}".strip() for word, about in self.editor.seen()["offered"]]
        place = [word for word, _ in self.editor.seen()["offered"]].index(choice)
        self.editor.type("<C-n>" * (place + 1) + "<C-y>")
        return self._look(Entry(did, f"{keys} → {choice}", offered=offered))

    def asks(self, did: str, lua: str, at: str) -> Entry:
        """Move to a text, and send a request about it to the server."""
        self.editor.type("<Esc>")
        self.editor.lua(f"vim.fn.search('\\\\V{at}', 'w')")
        before = self.editor.seen()
        said = len(before["said"])
        self.editor.lua(lua)
        self.editor.wait(
            f"an answer to “{did}”",
            lambda: (
                len((now := self.editor.seen())["said"]) > said or now["text"] != before["text"]
            ),
        )
        entry = self._look(Entry(did, at))
        entry.said = self.editor.seen()["said"][said:]
        return entry

    def saves(self, did: str = "saves") -> Entry:
        """Write the file, and log the page in the browser once it has followed."""
        self.editor.type("<Esc>:write<CR>")
        entry = self._look(Entry(did, ":write"))
        if self.page is not None:
            entry.page = self.page.follows()
        return entry

    @property
    def text(self) -> str:
        return str(self.editor.seen()["text"])

    def _look(self, entry: Entry) -> Entry:
        before = time.monotonic()
        seen = self.editor.settled()
        entry.wait = time.monotonic() - before
        entry.diagnostics = [
            f"{line}: {code} {message.splitlines()[0]}"
            for code, line, message, _ in seen["findings"]
        ]
        self.entries.append(entry)
        return entry


def format_log(entries: list[Entry]) -> str:
    """Return the log as Markdown."""
    lines = ["# What the author of a map sees", ""]
    for number, each in enumerate(entries, start=1):
        lines.append(f"{number}. **{each.did}** `{each.keys}` ({each.wait:.2f} s)")
        lines += [f"   - offered: {', '.join(each.offered[:8])}"] if each.offered else []
        lines += [f"   - {diagnostic}" for diagnostic in each.diagnostics]
        lines += [f"   - said: {line}" for text in each.said for line in text.splitlines() if line]
        lines += [f"   - page: {each.page}"] if each.page else []
    return "\n".join(lines) + "\n"


def new_project(folder: Path) -> Path:
    """Create a project with an empty map; returns the path of the map."""
    project = folder / "project"
    project.mkdir()
    (project / "argmap.toml").write_text("", encoding="utf-8")
    path = project / "later.argmap"
    path.write_text("", encoding="utf-8")
    return path
