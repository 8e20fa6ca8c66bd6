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

    action: str
    keys: str = ""
    seconds: float = 0.0
    """Seconds from the last key until the diagnostics match the text."""
    diagnostics: list[str] = Factory(list)
    completions: list[str] = Factory(list)
    messages: list[str] = Factory(list)
    page: str = ""


@define
class Author:
    """An author who types, asks the server, and logs the results."""

    editor: Neovim
    page: Any = None
    entries: list[Entry] = Factory(list)
    final_text: str = ""
    """The final text."""

    def types(self, action: str, keys: str) -> Entry:
        """Type keys, and log the diagnostics once they match the text."""
        self.editor.type(keys)
        return self._record(Entry(action, keys))

    def completes(self, action: str, keys: str, choice: str) -> Entry:
        """Type keys, request completions, and accept the one with a given name."""
        self.editor.type(f"{keys}<C-x><C-o>")
        self.editor.wait("completions", lambda: bool(self.editor.state()["completions"]))
        completions = [
            f"{word} {about}".strip() for word, about in self.editor.state()["completions"]
        ]
        index = [word for word, _ in self.editor.state()["completions"]].index(choice)
        self.editor.type("<C-n>" * (index + 1) + "<C-y>")
        return self._record(Entry(action, f"{keys} → {choice}", completions=completions))

    def asks(self, action: str, lua: str, text: str) -> Entry:
        """Move to a text, and send a request about it to the server."""
        self.editor.type("<Esc>")
        self.editor.lua(f"vim.fn.search('\\\\V{text}', 'w')")
        before = self.editor.state()
        message_count = len(before["messages"])
        self.editor.lua(lua)
        self.editor.wait(
            f"an answer to “{action}”",
            lambda: (
                len((state := self.editor.state())["messages"]) > message_count
                or state["text"] != before["text"]
            ),
        )
        entry = self._record(Entry(action, text))
        entry.messages = self.editor.state()["messages"][message_count:]
        return entry

    def saves(self, action: str = "saves") -> Entry:
        """Write the file, and log the page in the browser once it has followed."""
        self.editor.type("<Esc>:write<CR>")
        entry = self._record(Entry(action, ":write"))
        if self.page is not None:
            entry.page = self.page.wait_for_update()
        return entry

    @property
    def text(self) -> str:
        return str(self.editor.state()["text"])

    def _record(self, entry: Entry) -> Entry:
        start = time.monotonic()
        state = self.editor.wait_until_settled()
        entry.seconds = time.monotonic() - start
        entry.diagnostics = [
            f"{line}: {code} {message.splitlines()[0]}"
            for code, line, message, _ in state["diagnostics"]
        ]
        self.entries.append(entry)
        return entry


def format_log(entries: list[Entry]) -> str:
    """Return the log as Markdown."""
    lines = ["# What the author of a map sees", ""]
    for number, entry in enumerate(entries, start=1):
        lines.append(f"{number}. **{entry.action}** `{entry.keys}` ({entry.seconds:.2f} s)")
        lines += (
            [f"   - completions: {', '.join(entry.completions[:8])}"] if entry.completions else []
        )
        lines += [f"   - {diagnostic}" for diagnostic in entry.diagnostics]
        lines += [
            f"   - message: {line}" for text in entry.messages for line in text.splitlines() if line
        ]
        lines += [f"   - page: {entry.page}"] if entry.page else []
    return "\n".join(lines) + "\n"


def new_project(folder: Path) -> Path:
    """Create a project with an empty map; returns the path of the map."""
    project = folder / "project"
    project.mkdir()
    (project / "argmap.toml").write_text("", encoding="utf-8")
    path = project / "later.argmap"
    path.write_text("", encoding="utf-8")
    return path
