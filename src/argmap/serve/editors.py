"""Editors that the page can open at a position in a file.

An editor is opened by a link, which the browser passes to the program that is registered for it, or
by a command of the user, which argmap runs without a shell.
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
_PLACEHOLDER = re.compile(r"\{(file|line|column)\}")
_VARIABLE = re.compile(r"\$(VISUAL|EDITOR)")

_POSITION_ARGUMENTS: Mapping[str, tuple[str, ...]] = {
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
"""The arguments for editors whose command has no placeholder for the file."""

_MAX_PROCESSES = 32
"""The number of commands that may run at once; some editors run until they are closed."""


class EditorFailed(Exception):
    """An editor could not be started; the message says why."""


@frozen
class Editor:
    """An editor: a ``link`` with ``{path}``, a ``command`` with ``{file}``, or neither.

    Both may contain ``{line}`` and ``{column}``, which count from 1.
    """

    label: str = ""
    link: str = ""
    command: tuple[str, ...] = ()
    _running: list[subprocess.Popen[bytes]] = field(factory=list, eq=False, repr=False)

    @property
    def kind(self) -> str:
        """``link``, ``command`` or ``none``."""
        return "link" if self.link else "command" if self.command else "none"

    def url(self, path: Path) -> str | None:
        """Return the link to a file; the page fills in line and column."""
        if not self.link:
            return None
        absolute = path.as_posix()
        if not absolute.startswith("/"):  # a drive of Windows
            absolute = f"/{absolute}"
        return self.link.replace("{path}", quote(absolute.encode("utf-8", "surrogateescape")))

    def arguments(self, path: Path, line: int, column: int) -> list[str]:
        """Return the arguments of the command that opens a position."""
        values = {"file": str(path), "line": str(line), "column": str(column)}
        return [_PLACEHOLDER.sub(lambda match: values[match[1]], part) for part in self.command]

    def open(self, path: Path, line: int, column: int) -> None:
        """Start the command that opens a position, without waiting for it.

        Raises:
            EditorFailed: If the command cannot be started.
        """
        self._running[:] = [process for process in self._running if process.poll() is None]
        if len(self._running) >= _MAX_PROCESSES:
            raise EditorFailed(f"{_MAX_PROCESSES} editors are already open")
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


def find_editor(value: str) -> Editor:
    """Return the editor for a name of `EDITORS`, a link, or a command.

    Raises:
        InputError: If the value is none of these.
    """
    value = value.strip()
    if value == "none":
        return Editor()
    if value in _LINKS:
        return Editor(_LABELS[value], _LINKS[value])
    if link := _LINK.fullmatch(value):
        if link[1].lower() in _UNSAFE or len(link[1]) == 1:  # one letter is a drive
            raise InputError(f"`{value}` is not a valid editor link")
        return Editor("the editor", value)
    return _command_editor(value)


def _command_editor(value: str) -> Editor:
    try:
        words = shlex.split(value, posix=sys.platform != "win32")
    except ValueError as error:
        raise InputError(f"the editor `{value}` is not a valid command: {error}") from error
    if words and (variable := _VARIABLE.fullmatch(words[0])):
        set_to = os.environ.get(variable[1], "")
        if not set_to.strip():
            raise InputError(f"the environment variable {variable[1]} is not set")
        words[:1] = shlex.split(set_to)
    if not words:
        raise InputError(f"the editor is empty; use one of {', '.join(EDITORS)}, or a command")
    program = shutil.which(words[0])
    if program is None:
        raise InputError(
            f"unknown editor `{words[0]}`; use one of {', '.join(EDITORS)}, or a command"
        )
    if sys.platform == "win32" and Path(program).suffix.lower() in (".bat", ".cmd"):
        raise InputError(
            f"`{program}` is a script of cmd.exe, which cannot receive file names safely"
        )
    if not any("{file}" in word for word in words):
        words += _POSITION_ARGUMENTS.get(Path(words[0]).stem.lower(), ("{file}",))
    return Editor(Path(program).stem, command=(program, *words[1:]))
