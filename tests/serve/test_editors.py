"""Editors by name, by link and by command."""

import sys
from pathlib import Path

import pytest

from argmap.config import EDITORS
from argmap.errors import InputError
from argmap.serve.editors import find_editor

FILE = Path("/some where/100%/a{line}.argmap")


@pytest.mark.parametrize("name", [name for name in EDITORS if name != "none"])
def test_every_name_is_a_link(name):
    """A path is written so that nothing in it ends it; line and column are left to the page."""
    editor = find_editor(name)
    address = editor.url(FILE)
    assert editor.kind == "link"
    assert "/some%20where/100%25/a%7Bline%7D.argmap" in address
    assert address.count("{line}") == address.count("{column}") == 1
    assert editor.command == ()


def test_another_link_can_be_given():
    """Whatever the system knows, so long as the path is in it."""
    editor = find_editor("my-edit://{path}#{line}")
    assert editor.url(Path("/a b")) == "my-edit:///a%20b#{line}"


@pytest.mark.parametrize(
    "link",
    ["javascript:x('{path}')", "JavaScript://{path}", "data:text/html,{path}", "file://{path}"],
)
def test_a_link_that_would_run_or_read_is_none(link):
    """What a browser would run in the page, or show in it, is no editor."""
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
def test_a_command_is_words(command, expected):
    """Slots are filled once, each argument by itself, and no shell has a say."""
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
@pytest.mark.skipif(sys.platform == "win32", reason="programs are found otherwise there")
def test_known_editors_are_told_the_line(tmp_path, monkeypatch, program, expected):
    """A command that does not say where the file goes gets it as its editor takes it."""
    (tmp_path / program).write_text("#!/bin/sh\n", encoding="utf-8")
    (tmp_path / program).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_editor(program).arguments(FILE, 7, 3)[1:] == expected


def test_none_opens_nothing():
    """It is no command of that name."""
    assert find_editor("none").kind == "none"


@pytest.mark.parametrize("command", ["", "  ", "no-such-editor {file}", "'"])
def test_what_is_no_editor_is_told(command):
    """A sentence, before anything is served."""
    with pytest.raises(InputError):
        find_editor(command)
