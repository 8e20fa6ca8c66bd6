"""Tests editors given by name, by link and by command."""

import sys
from pathlib import Path

import pytest

from argmap.config import EDITORS
from argmap.errors import InputError
from argmap.serve.editors import find_editor

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


@pytest.mark.parametrize("command", ["", "  ", "no-such-editor {file}", "'"])
def test_an_invalid_editor_is_reported(command):
    """The error is raised before anything is served."""
    with pytest.raises(InputError):
        find_editor(command)
