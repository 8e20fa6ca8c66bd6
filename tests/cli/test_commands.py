"""Tests the help of the commands, and the answers to unknown commands."""

import re
from importlib import import_module
from shlex import join

import click
import pytest
from click.testing import CliRunner

from argmap.cli import cli
from argmap.cli._suggestions import _ALIASES, correction

COMMANDS = sorted(cli.list_commands(click.Context(cli)))
OPTIONS = [
    pytest.param(name, parameter, id=f"{name} {parameter.opts[0]}")
    for name in COMMANDS
    for parameter in import_module(f"argmap.cli.{name}").command.params
    if isinstance(parameter, click.Option)
]
IDIOMS = re.compile(
    r"\b(mend|mended|behind|at hand|anew|so many|colour|honour|goes before|held to|hangs on|"
    r"is told|tells|stands|here by default|signs|dots an inch|is no \w+)\b",
    re.IGNORECASE,
)


# ---- Help --------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_the_help_cuts_no_description(run, columns):
    """At any width, every command is listed with its full summary."""
    import sys

    result = run([sys.executable, "-m", "argmap", "--help"], env={"COLUMNS": str(columns)})
    assert (result.returncode, result.stderr) == (0, "")
    assert "..." not in result.stdout.partition("Commands:")[2]
    words = " ".join(result.stdout.split())
    for name in COMMANDS:
        summary = import_module(f"argmap.cli.{name}").command.help.partition("\n")[0]
        assert f"{name} {summary.rstrip('.')}" in words


@pytest.mark.parametrize("name", COMMANDS)
def test_a_summary_fits_on_a_line(name):
    """It is an imperative sentence that fits next to the name in 80 columns."""
    summary = import_module(f"argmap.cli.{name}").command.help.partition("\n")[0]
    assert re.fullmatch(r"[A-Z][a-z]+ .*\.", summary)
    assert not summary.split()[0].endswith("s")
    assert len(summary) <= 64


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_in_plain_english(run_in_process, name):
    """It contains no banned idiom and no line over 80 columns."""
    result = run_in_process(name, "--help")
    assert result.returncode == 0
    assert not IDIOMS.search(result.stdout)
    assert max(map(len, result.stdout.splitlines())) <= 80


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_every_option_is_described(name, option):
    """The description is a short sentence, or ends with the default."""
    assert option.help
    assert option.help[0].isupper()
    assert option.help.endswith((".", "]"))
    assert len(option.help) <= 220


# ---- Unknown commands --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lint", "check"),
        ("validate maps", "check maps"),
        ("Lint", "check"),
        ("fix a.argmap", "check --fix a.argmap"),
        ("format .", "fmt ."),
        ("formt", "fmt"),
        ("draw a.argmap -o x.svg", "render a.argmap -o x.svg"),
        ("transform a.argmap", "convert a.argmap"),
        ("pdf a.argmap", "render --format pdf a.argmap"),
        ("html", "render --format html"),
        ("new", "init"),
        ("preview .", "serve ."),
        ("why liberty", "explain liberty"),
        ("json a.argmap", "export json a.argmap"),
        ("CHECK", "check"),
        ("chekc 'a b.argmap'", "check 'a b.argmap'"),
        ("rendr", "render"),
        ("version", "--version"),
        ("EVI301", "explain EVI301"),
    ],
)
def test_an_unknown_command_suggests_the_nearest(run_in_process, typed, meant):
    """The suggestion is a full command line that can be copied."""
    from shlex import split

    outcome = run_in_process(*split(typed))
    assert (outcome.returncode, outcome.stdout) == (2, "")
    word = split(typed)[0]
    sentence = f"there is no command `{word}`; did you mean `argmap {meant}`?"
    assert sentence in outcome.stderr


@pytest.mark.parametrize("alias", _ALIASES)
def test_a_suggested_command_exists(alias):
    """With its options; the names of formats are values of an option or an argument."""
    message = correction([alias, "x"], COMMANDS)
    command = re.search(r"did you mean `argmap (.*) x`\?", message)[1].split()
    assert command[0] in {*COMMANDS, "--version"}
    result = CliRunner().invoke(cli, [*command, "--help"])
    assert result.exit_code == 0
    values = [word for word in command[1:] if not word.startswith("-")]
    assert all(re.search(rf"\b{value}\b", result.output) for value in values)


@pytest.mark.parametrize(
    "name",
    ["voting.argmap", "my map.argmap", "maps/x.argmap", "./x", "maps", "-", "notes.txt", "#"],
)
def test_a_file_instead_of_a_command_suggests_check(run_in_process, write, name):
    """New users often type the program and a file; the name is quoted for the shell."""
    for existing in ("voting.argmap", "maps/y.argmap", "notes.txt", "#"):
        write(existing, "")
    outcome = run_in_process(name)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    suggestion = f"did you mean `argmap check {join([name])}`?"
    assert f"`{name}` is not a command; {suggestion}" in outcome.stderr


def test_a_command_unlike_any_other_lists_all(run_in_process):
    """There is no suggestion."""
    outcome = run_in_process("zzz")
    assert outcome.returncode == 2
    assert "there is no command `zzz`; `argmap --help` lists the commands" in outcome.stderr


def test_help_is_a_command(run_in_process):
    """`argmap help` and `argmap help COMMAND` print what --help prints."""
    assert run_in_process("help") == run_in_process("--help")
    assert run_in_process("help", "check") == run_in_process("check", "--help")
    assert "did you mean" in run_in_process("help", "chekc").stderr


# ---- Names of maps without their extension -----------------------------------------------------


@pytest.mark.parametrize(
    "command",
    [["check"], ["fmt"], ["render"], ["evaluate"], ["export", "json"], ["explain"], ["coverage"]],
    ids=" ".join,
)
@pytest.mark.parametrize(
    ("typed", "meant"),
    [("voting", None), ("maps/deep", "maps/deep.argmap"), ("votnig.argmap", None)],
)
def test_a_missing_map_suggests_the_nearest(run_in_process, write, command, typed, meant):
    """The extension may be missing, or a letter may be wrong."""
    for name in ("voting.argmap", "maps/deep.argmap", "other.txt"):
        write(name, 'claim a "A" { assumption b "B" }\n')
    outcome = run_in_process(*command, typed)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    hint = f"did you mean `{meant or 'voting.argmap'}`?"
    assert f"`{typed}` does not exist; {hint}" in outcome.stderr


def test_a_bare_word_suggests_a_map(run_in_process, write):
    """Without a similar name there is no suggestion."""
    write("voting.argmap", "")
    outcome = run_in_process("check", "voting")
    assert "`voting` does not exist; did you mean `voting.argmap`?" in outcome.stderr
    assert "did you mean" not in run_in_process("check", "zzz").stderr
    assert "did you mean" not in run_in_process("check", "no/where.argmap").stderr
