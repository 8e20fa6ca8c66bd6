"""Editors: how a place in a file is opened from the page.

Either by a link, which the browser hands to the program that the system has for it, and argmap runs
nothing; or by a command of the user's own, which argmap runs without a shell.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from attrs import field, frozen

from argmap.config import EDITORS
from argmap.errors import InputError

_LABELS = {
    "vscode": "VS Code",
    "vscode-insiders": "VS Code Insiders",
    "vscodium": "VSCodium",
    "cursor": "Cursor",
    "windsurf": "Windsurf",
    "zed": "Zed",
    "idea": "IntelliJ IDEA",
    "sublime": "Sublime Text",
}

_LINKS = {
    **{name: f"{name}://file{{path}}:{{line}}:{{column}}" for name in _LABELS},
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
}

_UNSAFE = ("javascript", "vbscript", "data", "file", "blob", "about", "view-source", "filesystem")
_LINK = re.compile(r"([a-z][a-z0-9+.-]*):(?=.*\{path\})\S+", re.IGNORECASE)
_SLOT = re.compile(r"\{(file|line|column)\}")
_VARIABLE = re.compile(r"\$(VISUAL|EDITOR)")

_TAKING_A_LINE: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("vi", "vim", "gvim", "nvim", "nvim-qt", "neovide", "nano", "micro", "joe"),
        ("+{line}", "{file}"),
    ),
    **dict.fromkeys(("emacs", "emacsclient"), ("+{line}:{column}", "{file}")),
    **dict.fromkeys(("gedit", "gnome-text-editor"), ("+{line}:{column}", "{file}")),
    **dict.fromkeys(("hx", "helix", "subl", "zed", "zeditor"), ("{file}:{line}:{column}",)),
    **dict.fromkeys(
        ("code", "code-insiders", "codium", "cursor", "windsurf"),
        ("--goto", "{file}:{line}:{column}"),
    ),
    "kate": ("--line", "{line}", "--column", "{column}", "{file}"),
}
"""What editors want to be told, for a command that does not say where the file goes."""

_MOST_RUNNING = 32
"""Commands that may run at once; an editor that stays in front counts until it is closed."""


class EditorFailed(Exception):
    """An editor could not be started; the message says why."""


@frozen
class Editor:
    """What opens a place: a ``link`` with ``{path}``, or a ``command`` with ``{file}``; or nothing.

    Both may have ``{line}`` and ``{column}``, which count from 1.
    """

    label: str = ""
    link: str = ""
    command: tuple[str, ...] = ()
    _running: list[subprocess.Popen[bytes]] = field(factory=list, eq=False, repr=False)

    @property
    def kind(self) -> str:
        """Return ``link``, ``command`` or ``none``."""
        return "link" if self.link else "command" if self.command else "none"

    def address(self, path: Path) -> str | None:
        """Return the link to a file; line and column are left for the page to put in."""
        if not self.link:
            return None
        written = path.as_posix()
        if not written.startswith("/"):
            written = f"/{written}"
        return self.link.replace("{path}", quote(written.encode("utf-8", "surrogateescape")))

    def arguments(self, path: Path, line: int, column: int) -> list[str]:
        """Return the command for a place, each argument as it is passed on."""
        values = {"file": str(path), "line": str(line), "column": str(column)}
        return [_SLOT.sub(lambda slot: values[slot[1]], part) for part in self.command]

    def open(self, path: Path, line: int, column: int) -> None:
        """Start the command for a place, and do not wait for it.

        Raises:
            NotOpened: when it cannot be started.
        """
        self._running[:] = [process for process in self._running if process.poll() is None]
        if len(self._running) >= _MOST_RUNNING:
            raise EditorFailed(f"{_MOST_RUNNING} editors are open already")
        arguments = self.arguments(path, line, column)
        try:
            process = subprocess.Popen(  # noqa: S603 (the user's own command, and no shell)
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise EditorFailed(f"`{arguments[0]}` cannot be started: {reason}") from error
        self._running.append(process)


def editor_called(value: str) -> Editor:
    """Return the editor that a user named: by a name of `EDITORS`, a link, or a command.

    Raises:
        InputError: when it is none of these.
    """
    value = value.strip()
    if value == "none":
        return Editor()
    if value in _LINKS:
        return Editor(_LABELS[value], _LINKS[value])
    if link := _LINK.fullmatch(value):
        if link[1].lower() in _UNSAFE or len(link[1]) == 1:  # one letter is a drive
            raise InputError(f"`{value}` is not a link to an editor")
        return Editor("the editor", value)
    return _commanding(value)


def _commanding(value: str) -> Editor:
    try:
        words = shlex.split(value, posix=sys.platform != "win32")
    except ValueError as error:
        raise InputError(f"the editor `{value}` is not a valid command: {error}") from error
    if words and (variable := _VARIABLE.fullmatch(words[0])):
        set_to = os.environ.get(variable[1], "")
        if not set_to.strip():
            raise InputError(f"the variable {variable[1]} is not set to any editor")
        words[:1] = shlex.split(set_to)
    if not words:
        raise InputError(f"no editor is named; use one of {', '.join(EDITORS)}, or a command")
    program = shutil.which(words[0])
    if program is None:
        raise InputError(
            f"unknown editor `{words[0]}`; use one of {', '.join(EDITORS)}, or a command"
        )
    if sys.platform == "win32" and Path(program).suffix.lower() in (".bat", ".cmd"):
        raise InputError(f"`{program}` is a script of cmd.exe, which is passed no names of files")
    if not any("{file}" in word for word in words):
        words += _TAKING_A_LINE.get(Path(words[0]).stem.lower(), ("{file}",))
    return Editor(Path(program).stem, command=(program, *words[1:]))
