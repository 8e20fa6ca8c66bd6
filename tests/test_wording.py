"""Documentation, help texts and messages are in plain English, without banned idioms."""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

import argmap
from argmap.cli import cli
from argmap.config.schema import CONFIG_KEYS

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
SOURCE = Path(argmap.__file__).parent
SOURCES = sorted(SOURCE.rglob("*.py"))
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
    r"(as|so) many as(?! possible)": "the number of",
    r"readers? of the screen": "screen readers",
    r"means nothing here": "unexpected",
    r"of (its|your|their|one's) own(?! \w)": "the name of the thing",
    r"by no means": "not",
}
"""Regular expressions of banned idioms, each with a replacement."""


def _prose(page: str) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of a page, without code blocks and inline code."""
    is_code = False
    for number, line in enumerate(page.splitlines(), start=1):
        if line.lstrip().startswith("```"):
            is_code = not is_code
        elif not is_code:
            yield number, re.sub(r"`[^`]*`", "", line)


def _idioms(prose: str) -> list[str]:
    return [
        f"“{match.group()}”: write {replacement}"
        for idiom, replacement in BANNED.items()
        for match in re.finditer(rf"\b{idiom}\b", prose, flags=re.IGNORECASE)
    ]


def test_only_idioms_in_prose_are_found():
    """Code, and words that contain an idiom, are ignored."""
    page = "What is told hangs on it.\n```\nnobody\n```\n`whoever` amended it.\n"
    assert [(number, len(_idioms(line))) for number, line in _prose(page)] == [(1, 2), (5, 0)]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_has_no_banned_idiom(path):
    """Code and output samples are ignored."""
    problems = [
        f"{path.name}:{number}: {problem}"
        for number, line in _prose(path.read_text(encoding="utf-8"))
        for problem in _idioms(line)
    ]
    assert problems == []


def _commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        yield name, command


def test_the_help_of_commands_has_no_banned_idiom():
    """This includes the help of their options."""
    problems = []
    for name, command in _commands():
        helps = [command.help or "", *(getattr(p, "help", "") or "" for p in command.params)]
        problems += [f"argmap {name}: {idiom}" for text in helps for idiom in _idioms(text)]
    assert problems == []


def test_the_descriptions_of_settings_have_no_banned_idiom():
    """Editors show them, by the JSON Schema."""
    problems = [
        f"{name}: {idiom}"
        for name, key in CONFIG_KEYS.items()
        for idiom in _idioms(key.description)
    ]
    assert problems == []


def _texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the lines of docstrings, messages and comments, without code and sample maps."""
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    for token in tokens:
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            is_docstring = token.string.startswith(('"""', 'r"""'))
            for number, line in enumerate(token.string.splitlines(), start=token.start[0]):
                sample = r"``?[^`]*``?" + (r'|"[^"]*"' if is_docstring else "")
                yield number, re.sub(sample, "", line)


SAMPLES = {"rules/syntax/foreign_notation.py", "rules/wording/text_length.py", "text/comparison.py"}
"""Modules whose sample maps and word lists contain idioms."""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_docstrings_and_messages_have_no_banned_idiom(path):
    """Nor do comments: the code is read more often than the documentation."""
    if path.relative_to(SOURCE).as_posix() in SAMPLES:
        return
    found = [
        f"{path.name}:{number}: {idiom}" for number, line in _texts(path) for idiom in _idioms(line)
    ]
    assert found == []


PRONOUNS = {
    *("each", "found", "its", "mine", "said", "someone", "something", "told", "wish"),
    *("he", "him", "his", "it", "she", "they", "them"),
}
"""Without `ours` and `theirs`, which are the names of git for the two versions of a merge."""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_no_variable_is_a_pronoun_or_a_participle(path):
    """A variable is named after what it holds."""
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = {
        node.id if isinstance(node, ast.Name) else node.arg
        for node in nodes
        if isinstance(node, (ast.arg, ast.Name))
    }
    assert names & PRONOUNS == set()
