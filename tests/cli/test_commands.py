"""The commands as one types them: their help, and what is said of a word that is none."""

import re
from importlib import import_module
from shlex import join

import click
import pytest

from argmap.cli import cli

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
    """At any width, every command is listed with its whole summary."""
    import sys

    done = run([sys.executable, "-m", "argmap", "--help"], env={"COLUMNS": str(columns)})
    assert (done.returncode, done.stderr) == (0, "")
    assert "..." not in done.stdout.partition("Commands:")[2]
    words = " ".join(done.stdout.split())
    for name in COMMANDS:
        summary = import_module(f"argmap.cli.{name}").command.help.partition("\n")[0]
        assert f"{name} {summary.rstrip('.')}" in words


@pytest.mark.parametrize("name", COMMANDS)
def test_a_summary_is_a_line_of_a_terminal(name):
    """A sentence in the imperative that fits beside the name in 80 columns."""
    summary = import_module(f"argmap.cli.{name}").command.help.partition("\n")[0]
    assert re.fullmatch(r"[A-Z][a-z]+ .*\.", summary)
    assert not summary.split()[0].endswith("s")
    assert len(summary) <= 64


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_in_plain_english(run_in_process, name):
    """None of the idioms that the project does not use, and no line over 80 columns."""
    done = run_in_process(name, "--help")
    assert done.returncode == 0
    assert not IDIOMS.search(done.stdout)
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(("name", "option"), OPTIONS)
def test_every_option_is_described(name, option):
    """In a short sentence, or with its default at the end."""
    assert option.help
    assert option.help[0].isupper()
    assert option.help.endswith((".", "]"))
    assert len(option.help) <= 220


# ---- Words that are no commands ----------------------------------------------------------------


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
        ("convert a.argmap", "render a.argmap"),
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
def test_a_word_is_answered_with_the_command_that_is_meant(run_in_process, typed, meant):
    """The whole command line is suggested, so that it can be copied."""
    from shlex import split

    outcome = run_in_process(*split(typed))
    assert (outcome.returncode, outcome.stdout) == (2, "")
    word = split(typed)[0]
    sentence = f"there is no command `{word}`; did you mean `argmap {meant}`?"
    assert sentence in outcome.stderr


@pytest.mark.parametrize(
    "name",
    ["voting.argmap", "my map.argmap", "maps/x.argmap", "./x", "maps", "-", "notes.txt", "#"],
)
def test_a_file_is_answered_with_the_command_for_it(run_in_process, write, name):
    """The first thing that one tries is the program and a file; the name is quoted for a shell."""
    for each in ("voting.argmap", "maps/y.argmap", "notes.txt", "#"):
        write(each, "")
    outcome = run_in_process(name)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    suggestion = f"did you mean `argmap check {join([name])}`?"
    assert f"`{name}` is not a command; {suggestion}" in outcome.stderr


def test_import_says_what_there_is(run_in_process):
    """Other notations cannot be read; that is said, and how maps are imported."""
    outcome = run_in_process("import", "a.md")
    assert outcome.returncode == 2
    assert "argmap reads .argmap files only" in outcome.stderr


def test_nothing_near_is_answered_with_the_list(run_in_process):
    """Without a guess."""
    outcome = run_in_process("zzz")
    assert outcome.returncode == 2
    assert "there is no command `zzz`; `argmap --help` lists the commands" in outcome.stderr


def test_help_is_a_word_too(run_in_process):
    """`argmap help` and `argmap help COMMAND` are what --help is."""
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
def test_a_missing_map_is_answered_with_the_nearest(run_in_process, write, command, typed, meant):
    """The extension may be missing, or a letter be wrong."""
    for name in ("voting.argmap", "maps/deep.argmap", "other.txt"):
        write(name, 'claim a "A" { assumption b "B" }\n')
    outcome = run_in_process(*command, typed)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    hint = f"did you mean `{meant or 'voting.argmap'}`?"
    assert f"`{typed}` does not exist; {hint}" in outcome.stderr


def test_check_voting_means_the_map(run_in_process, write):
    """A bare word, too; where nothing is near, nothing is suggested."""
    write("voting.argmap", "")
    outcome = run_in_process("check", "voting")
    assert "`voting` does not exist; did you mean `voting.argmap`?" in outcome.stderr
    assert "did you mean" not in run_in_process("check", "zzz").stderr
    assert "did you mean" not in run_in_process("check", "no/where.argmap").stderr
