"""Tests the rows that the completion scripts request from argmap."""

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
    """Return the rows for a command line, split into fields."""

    def rows(line, shell="zsh", breaks=" \t\n\"'><=;|&(:"):
        monkeypatch.setenv("COMP_LINE", line)
        monkeypatch.setenv("COMP_WORDBREAKS", breaks)
        return [row.split("\x1f") for row in answer(cli, shell).splitlines()]

    return rows


@given(st.lists(WORDS, min_size=1))
def test_words_are_split_as_by_a_shell(words):
    """Quotes are respected; a word begins after a space."""
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
def test_an_unfinished_word_is_completed(line, words, word):
    """Open quotes and backslashes belong to the word; # inside a word begins no comment."""
    assert split_line(line) == (words, word)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join), st.sampled_from(["bash", "zsh", "fish"]))
def test_no_command_line_breaks_the_rows(ask, tmp_path_factory, line, shell):
    """Each row has three fields, of a kind that the scripts know."""
    try:
        rows = ask(f"argmap {line}", shell)
    except click.UsageError:  # the command completes nothing for it
        return
    assert all(len(row) == 3 for row in rows)
    assert {kind for kind, _, _ in rows} <= {"plain", *PATHS}


def test_a_control_character_of_a_map_is_not_shown(ask, tmp_path, monkeypatch):
    """The id is completed without its text, which could control the terminal."""
    monkeypatch.chdir(tmp_path)
    text = 'claim a "A \\u{1b}[31m red"\nclaim b "B"\n'
    (tmp_path / "map.argmap").write_text(text, encoding="utf-8")
    assert ask("argmap explain map.argmap ") == [["plain", "a", ""], ["plain", "b", "B"]]


def test_explain_completes_questions_too(ask, tmp_path, monkeypatch):
    """After a map, the ids of statements come first."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.argmap").write_text('question q "Q?" { claim a "A" }\n', encoding="utf-8")
    assert ask("argmap explain map.argmap ") == [["plain", "a", "A"], ["plain", "q", "Q?"]]


def test_source_show_completes_sources(ask, tmp_path, monkeypatch):
    """And `--to` completes maps."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.argmap").write_text('source paper "The paper"\n', encoding="utf-8")
    assert ask("argmap source show pa") == [["plain", "paper", "The paper"]]
    assert ask("argmap source add a.pdf --to m") == [["map", "m", ""]]


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("argmap export outl", ["plain", "outline", "format"]),
        ("argmap convert --to graphm", ["plain", "graphml", "format"]),
        ("argmap convert --from argm", ["plain", "argmap", "format"]),
        ("argmap import --from kial", ["plain", "kialo", "format"]),
        ("argmap import ki", ["file", "ki", ""]),
        ("argmap export json ki", ["map", "ki", ""]),
    ],
)
def test_formats_and_files_of_other_programs_are_completed(ask, line, row):
    assert ask(line) == [row]


def test_import_does_not_complete_its_own_format(ask):
    assert ask("argmap import --from argm") == []


def test_bash_gets_the_part_after_its_word_break(ask):
    """Bash splits words at = and : unless the user changed its list."""
    assert ask("argmap render --format=ht", "bash") == [["plain", "html", ""]]
    assert ask("argmap render --format=ht", "bash", " ") == [["plain", "--format=html", ""]]
    assert ask("argmap render --format=ht", "zsh") == [["plain", "--format=html", ""]]


def test_every_completed_parameter_exists():
    """No completer is left over after a parameter is renamed."""
    context = click.Context(cli)
    commands = [cli.get_command(context, name) for name in cli.list_commands(context)]
    groups = [command for command in commands if isinstance(command, click.Group)]
    commands += [command for group in groups for command in group.commands.values()]
    names = {parameter.name for command in commands for parameter in command.params}
    assert set(_BY_NAME) <= names


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_is_printed(run_in_process, shell):
    """The script is printed as shipped; an unknown shell lists the known ones."""
    assert run_in_process("completion", shell).stdout == script(shell)
    outcome = run_in_process("completion", "powershell")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "'bash', 'zsh', 'fish'" in outcome.stderr


@pytest.mark.parametrize("line", ["argmap nothing ", "", "argmap check --nonsense x ", "argmap '"])
def test_invalid_input_completes_to_nothing(argmap, line):
    """Errors must not appear at the prompt."""
    outcome = argmap(env={"_ARGMAP_COMPLETE": "fish", "COMP_LINE": line})
    assert (outcome.returncode, outcome.stderr) == (0, "")
