"""What the completion scripts ask argmap for, whatever stands on the command line."""

import shlex

import click
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argmap.cli import cli
from argmap.cli._shells import answer, script, split_line
from argmap.cli._shells.values import _BY_NAME, PATHS

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
PIECES = st.sampled_from(
    [
        *(
            "argmap ",
            "check ",
            "explain ",
            "render ",
            "nothing ",
            "--focus ",
            "--format=",
            "--",
            "-",
        ),
        *(
            "map.argmap",
            "#",
            "a",
            "=",
            ":",
            ",",
            " ",
            "'",
            '"',
            "\\",
            "|",
            "$(x)",
            "\x1b",
            "\x1f",
            "é",
        ),
    ]
)


@pytest.fixture
def ask(monkeypatch):
    """Return the rows for a command line, as fields."""

    def rows(line, shell="zsh", breaks=" \t\n\"'><=;|&(:"):
        monkeypatch.setenv("COMP_LINE", line)
        monkeypatch.setenv("COMP_WORDBREAKS", breaks)
        return [row.split("\x1f") for row in answer(cli, shell).splitlines()]

    return rows


@given(st.lists(WORDS, min_size=1))
def test_words_are_those_of_a_shell(words):
    """However they are quoted; after a space, a new word begins."""
    line = shlex.join(words)
    assert split_line(f"{line} ") == (words, "")
    assert split_line(line) == (words[:-1], words[-1])


@pytest.mark.parametrize(
    ("line", "words", "word"),
    [
        ("", [], ""),
        ("a", [], "a"),
        ("a ", ["a"], ""),
        ("a 'b c", ["a"], "b c"),
        ('a "b ', ["a"], "b "),
        ("a b\\ c", ["a"], "b c"),
        ("a b\\ ", ["a"], "b "),
        ("a b\\\\ ", ["a", "b\\"], ""),
        ("a b\\", ["a"], "b"),
        ("a b#c", ["a"], "b#c"),
        ("a # b", ["a", "#"], "b"),
    ],
)
def test_an_unfinished_word_is_the_one_to_complete(line, words, word):
    """Open quotes and backslashes belong to it; # begins no comment inside of a line."""
    assert split_line(line) == (words, word)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join), st.sampled_from(["bash", "zsh", "fish"]))
def test_no_line_breaks_the_rows(ask, tmp_path_factory, line, shell):
    """Each row has three fields, of a kind that the scripts know."""
    try:
        rows = ask(f"argmap {line}", shell)
    except click.UsageError:  # for which the command completes nothing
        return
    assert all(len(row) == 3 for row in rows)
    assert {kind for kind, _, _ in rows} <= {"plain", *PATHS}


def test_a_control_character_of_a_map_is_not_shown(ask, tmp_path, monkeypatch):
    """The id is completed without the text, which would drive the terminal."""
    monkeypatch.chdir(tmp_path)
    text = 'claim a "A \\u{1b}[31m red"\nclaim b "B"\n'
    (tmp_path / "map.argmap").write_text(text, encoding="utf-8")
    assert ask("argmap explain map.argmap ") == [["plain", "a", ""], ["plain", "b", "B"]]


def test_bash_gets_what_follows_its_word_breaks(ask):
    """It splits words at = and :, unless the user took these from its list."""
    assert ask("argmap render --format=ht", "bash") == [["plain", "html", ""]]
    assert ask("argmap render --format=ht", "bash", " ") == [["plain", "--format=html", ""]]
    assert ask("argmap render --format=ht", "zsh") == [["plain", "--format=html", ""]]


def test_every_completed_parameter_is_one_of_a_command():
    """No completer is left behind when a parameter gets another name."""
    context = click.Context(cli)
    commands = [cli.get_command(context, name) for name in cli.list_commands(context)]
    names = {parameter.name for command in commands for parameter in command.params}
    assert set(_BY_NAME) <= names


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_printed(run_in_process, shell):
    """As it is shipped; of other shells, those that there are."""
    assert run_in_process("completion", shell).stdout == script(shell)
    outcome = run_in_process("completion", "powershell")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "'bash', 'zsh', 'fish'" in outcome.stderr


@pytest.mark.parametrize("line", ["argmap nothing ", "", "argmap check --nonsense x ", "argmap '"])
def test_what_cannot_be_completed_is_silent(argmap, line):
    """A prompt is no place for errors."""
    outcome = argmap(env={"_ARGMAP_COMPLETE": "fish", "COMP_LINE": line})
    assert (outcome.returncode, outcome.stderr) == (0, "")
