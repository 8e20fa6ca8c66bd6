"""What users read is in plain English: no idiom that only this project's authors understand."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from argmap.cli import cli
from argmap.config.schema import CONFIG_KEYS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BANNED = {
    r"(is|are|was|be) told": "is reported",
    r"tells? of": "reports",
    r"(mend|mends|mended|mending)": "fix",
    r"(hang|hangs) on": "depends on",
    r"(goes|go) before": "overrides",
    r"held (to|against)": "checked against",
    r"at hand": "available",
    r"(lets?|letting) (\w+ )?pass": "ignores, accepts",
    r"(somebody|nobody|whoever|anybody)": "you, or the name of the role",
    r"(a|of) strangers?": "untrusted",
    r"stands? (in|at|on|behind|before|under|here|there|where|outside|above|below)": "is",
    r"(as|so) many as": "the number of",
    r"readers? of the screen": "screen readers",
    r"means nothing here": "unexpected",
    r"of (its|your|their|one's) own(?! \w)": "the name of the thing",
    r"by no means": "not",
}
"""Idioms, as regular expressions, each with what to write instead."""


def _prose(page: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a page, with their numbers, without what is code or a sample."""
    is_code = False
    for number, line in enumerate(page.splitlines(), start=1):
        if line.lstrip().startswith("```"):
            is_code = not is_code
        elif not is_code:
            yield number, re.sub(r"`[^`]*`", "", line)


def _found(prose: str) -> list[str]:
    return [
        f"“{found.group()}”: write {instead}"
        for idiom, instead in BANNED.items()
        for found in re.finditer(rf"\b{idiom}\b", prose, flags=re.IGNORECASE)
    ]


def test_an_idiom_is_found_in_prose_only():
    """A sample of code, and a word that holds an idiom, are left alone."""
    page = "What is told hangs on it.\n```\nnobody\n```\n`whoever` amended it.\n"
    assert [(number, len(_found(line))) for number, line in _prose(page)] == [(1, 2), (5, 0)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_has_no_banned_idiom(path):
    """Samples of code and of output are left out: they are what the program writes."""
    found = [
        f"{path.name}:{number}: {each}"
        for number, line in _prose(path.read_text(encoding="utf-8"))
        for each in _found(line)
    ]
    assert found == []


def _commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        yield name, command


def test_the_help_of_commands_has_no_banned_idiom():
    """Nor has the help of any of their options."""
    found = []
    for name, command in _commands():
        helps = [command.help or "", *(getattr(each, "help", "") or "" for each in command.params)]
        found += [f"argmap {name}: {each}" for text in helps for each in _found(text)]
    assert found == []


def test_what_is_said_of_configuration_has_no_banned_idiom():
    """The descriptions of keys are shown by editors that know the JSON Schema."""
    found = [
        f"{key}: {each}" for key in CONFIG_KEYS for each in _found(CONFIG_KEYS[key].description)
    ]
    assert found == []
