"""Tests editors given by name, by link and by command."""

import re
import subprocess
import sys
from pathlib import Path, PurePosixPath

import pytest

from argmap.config import EDITORS
from argmap.errors import InputError
from argmap.serve import editors
from argmap.serve.editors import EditorFailed, find_editor

FILE = Path("/some where/100%/a{line}.argmap")


@pytest.mark.parametrize("name", [name for name in EDITORS if name != "none"])
def test_every_name_is_a_link(name):
    """The path is escaped; line and column are filled in by the page."""
    editor = find_editor(name)
    address = editor.url(FILE)
    assert editor.kind == "link"
    assert "/some%20where/100%25/a%7Bline%7D.argmap" in address
    assert address.count("{line}") == address.count("{column}") == 1
    assert editor.command == ()


def test_another_link_can_be_given():
    """Any scheme is accepted if the link contains the path."""
    editor = find_editor("my-edit://{path}#{line}")
    assert editor.url(Path("/a b")) == "my-edit:///a%20b#{line}"


@pytest.mark.parametrize(
    "link",
    ["javascript:x('{path}')", "JavaScript://{path}", "data:text/html,{path}", "file://{path}"],
)
def test_an_unsafe_link_is_refused(link):
    """A link that a browser would run or show in the page is not an editor."""
    with pytest.raises(InputError):
        find_editor(link)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("{python} {file} {line} {column}", [str(FILE), "7", "3"]),
        ("{python} --at={line}:{column} {file}", ["--at=7:3", str(FILE)]),
        ("{python} 'two words' {file}", ["two words", str(FILE)]),
        ("{python}", [str(FILE)]),
        ("{python} ; rm -rf x", [";", "rm", "-rf", "x", str(FILE)]),
    ],
)
def test_a_command_is_split_into_arguments(command, expected):
    """Placeholders are filled once, in each argument, without a shell."""
    editor = find_editor(command.replace("{python}", sys.executable))
    assert editor.kind == "command"
    assert editor.url(FILE) is None
    assert editor.arguments(FILE, 7, 3) == [sys.executable, *expected]


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("vim", ["+7", str(FILE)]),
        ("emacsclient", ["+7:3", str(FILE)]),
        ("code", ["--goto", f"{FILE}:7:3"]),
        ("gedit", ["+7:3", str(FILE)]),
        ("kate", ["--line", "7", "--column", "3", str(FILE)]),
        ("hx", [f"{FILE}:7:3"]),
        ("unknown", [str(FILE)]),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="programs are found differently on Windows")
def test_known_editors_get_the_line(tmp_path, monkeypatch, program, expected):
    """A command without a placeholder gets the location as its editor expects it."""
    (tmp_path / program).write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_editor(program).arguments(FILE, 7, 3)[1:] == expected


def test_none_opens_nothing():
    """It does not mean a command of that name."""
    assert find_editor("none").kind == "none"


def test_a_link_of_a_short_scheme_is_not_a_drive():
    """A single letter before a colon is a drive of Windows."""
    assert find_editor("ed:{path}").link == "ed:{path}"
    with pytest.raises(InputError, match="not a valid editor link"):
        find_editor("c:{path}")


@pytest.mark.parametrize("command", ["", "  ", "no-such-editor {file}", "'"])
def test_an_invalid_editor_is_reported(command):
    """The error is raised before anything is served."""
    with pytest.raises(InputError):
        find_editor(command)


@pytest.mark.skipif(sys.platform == "win32", reason="commands are quoted differently on Windows")
def test_a_variable_stands_for_a_command(monkeypatch):
    """`$VISUAL` and `$EDITOR` may contain arguments; further ones follow them."""
    monkeypatch.setenv("EDITOR", f"{sys.executable} -x")
    assert find_editor("$EDITOR {file}").command == (sys.executable, "-x", "{file}")
    assert find_editor("$EDITOR").command[1:] == ("-x", "{file}")
    monkeypatch.setenv("VISUAL", " ")
    monkeypatch.delenv("EDITOR")
    for name in ("VISUAL", "EDITOR"):
        with pytest.raises(InputError, match=f"the environment variable {name} is not set"):
            find_editor(f"${name}")
    with pytest.raises(InputError, match="unknown editor `\\$HOME`"):
        find_editor("$HOME")


class Process:
    """A started program."""

    def __init__(self, arguments, **options):
        self.arguments, self.options = arguments, options
        self.code = None

    def poll(self):
        return self.code


def test_the_number_of_editors_that_run_at_once_is_limited(monkeypatch):
    """Up to 32 editors may be open; one that was closed makes place for another."""
    started = []

    def start(arguments, **options):
        started.append(Process(arguments, **options))
        return started[-1]

    monkeypatch.setattr(editors.subprocess, "Popen", start)
    editor = find_editor(f"{sys.executable} {{file}} {{line}} {{column}}")
    for line in range(32):
        editor.open(FILE, line + 1, 3)
    assert started[6].arguments == [sys.executable, str(FILE), "7", "3"]
    assert started[6].options == {
        **dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL),
        "start_new_session": True,
    }
    with pytest.raises(EditorFailed, match="32 editors are already open"):
        editor.open(FILE, 33, 1)
    started[0].code = 0
    editor.open(FILE, 33, 1)
    with pytest.raises(EditorFailed, match="32 editors are already open"):
        editor.open(FILE, 34, 1)
    assert len(started) == 33


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(13, "Permission denied"), "Permission denied"),
        (ValueError("embedded null byte"), "embedded null byte"),
    ],
)
def test_a_command_that_cannot_be_started_is_reported(monkeypatch, error, reason):
    """The message names the program and the reason."""
    editor = find_editor(sys.executable)

    def fail(*_, **__):
        raise error

    monkeypatch.setattr(editors.subprocess, "Popen", fail)
    message = f"`{sys.executable}` cannot be started: {reason}"
    with pytest.raises(EditorFailed, match=f"^{re.escape(message)}$"):
        editor.open(FILE, 1, 1)


@pytest.mark.parametrize(
    ("program", "is_safe"), [("code.cmd", False), ("code.BAT", False), ("code.exe", True)]
)
def test_scripts_of_windows_are_refused(monkeypatch, program, is_safe):
    """`cmd.exe` reads file names as commands; on other systems, such a name means nothing."""
    monkeypatch.setattr(editors.shutil, "which", str)
    assert find_editor(program).kind == "command"
    monkeypatch.setattr(editors.sys, "platform", "win32")
    if is_safe:
        assert find_editor(rf"C:\bin\{program}").command[0] == rf"C:\bin\{program}"
        return
    with pytest.raises(InputError, match="cannot receive file names safely"):
        find_editor(program)


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/a b/ü.argmap", "vscode://file/a%20b/%C3%BC.argmap:{line}:{column}"),
        ("C:/a.argmap", "vscode://file/C%3A/a.argmap:{line}:{column}"),
    ],
)
def test_a_link_has_an_absolute_path(path, link):
    """Drives of Windows get a slash; only a link has a URL."""
    assert find_editor("vscode").url(PurePosixPath(path)) == link
    assert find_editor(sys.executable).url(PurePosixPath(path)) is None
