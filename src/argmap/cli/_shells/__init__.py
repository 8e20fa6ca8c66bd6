"""Completion in shells: the scripts, and the rows that argmap returns to them.

A script runs argmap with ``_ARGMAP_COMPLETE`` set to the shell's name, and the command line up to
the cursor in ``COMP_LINE``. The answer is a row for each completion: its kind, its value, and a
description. For the kinds ``map``, ``file`` and ``dir``, the value is the beginning of a path,
which the shell completes itself, and the third field is the part of the word before the path.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem, _resolve_context, _resolve_incomplete

from argmap.cli._shells.values import PATHS, CompletionValue, completion_values

_SEPARATOR = "\x1f"
_MAX_DESCRIPTION_LENGTH = 80


def script(shell: str) -> str:
    """Return the script that a shell reads once to complete argmap's command lines."""
    return Path(__file__).with_name(f"argmap.{shell}").read_text(encoding="utf-8")


def answer(cli: click.Group, shell: str) -> str:
    """Return the rows for the command line in the environment."""
    words, word = split_line(os.environ.get("COMP_LINE", ""))
    rows = list(dict.fromkeys(complete(cli, words[1:], word)))
    if shell == "bash":
        breaks = os.environ.get("COMP_WORDBREAKS", "")
        rows = [_without_prefix(row, word, breaks) for row in rows]
    return "".join(f"{_SEPARATOR.join(row)}\n" for row in map(_sanitized, rows) if _is_row(row))


def split_line(line: str) -> tuple[list[str], str]:
    """Return the complete words of a command line, and the word at the cursor.

    The word at the cursor is empty after a space, and its quotes may be open.
    """
    lexer = shlex.shlex(line, posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:  # an open quote, or a backslash at the end
        return words, lexer.token.rstrip("\\")
    escaped = (len(line) - len(line.rstrip("\\"))) % 2
    if not words or (line[-1].isspace() and not escaped and not _ends_in_escaped_space(line)):
        return words, ""
    return words[:-1], words[-1]


def _ends_in_escaped_space(line: str) -> bool:
    before = line[:-1]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def complete(cli: click.Group, words: list[str], word: str) -> Iterator[CompletionValue]:
    """Yield the completions of ``word``, which follows ``words``."""
    # click cannot parse the other words while an option has no value.
    is_open = bool(words) and words[-1].startswith("-") and words[-1] != "-"
    context = _resolve_context(cli, {}, "argmap", words[:-1] if is_open else list(words))
    # In `--option=value`, only the value is completed; the part before it is kept.
    target, rest = _resolve_incomplete(context, list(words), word)
    prefix = word[: len(word) - len(rest)]
    if isinstance(target, click.Parameter):
        for kind, value, description in completion_values(context, target, rest):
            if kind in PATHS:
                yield CompletionValue(kind, value, prefix + description)
            else:
                yield CompletionValue(kind, prefix + value, _brief(description))
        return
    if isinstance(target, click.Group) and not rest.startswith("-"):
        yield from _commands(target, context, rest)
        return
    items: list[CompletionItem[str]] = target.shell_complete(context, rest)
    for item in items:
        if item.type == "plain":
            yield CompletionValue("plain", str(item.value), _brief(item.help or ""))


def _commands(group: click.Group, context: click.Context, word: str) -> Iterator[CompletionValue]:
    for name in group.list_commands(context):
        command = group.get_command(context, name) if name.startswith(word) else None
        if command is not None:
            yield CompletionValue("plain", name, _brief(command.help or ""))


def _brief(text: str) -> str:
    """Return the first sentence of a help text, shortened to one line."""
    line = " ".join(text.split()).partition(". ")[0].rstrip(".")
    return (
        line if len(line) <= _MAX_DESCRIPTION_LENGTH else f"{line[: _MAX_DESCRIPTION_LENGTH - 1]}…"
    )


def _without_prefix(row: CompletionValue, word: str, breaks: str) -> CompletionValue:
    """Return a row for bash, which replaces only the text after the last word break."""
    end = max((word.rfind(char) for char in "=:" if char in breaks), default=-1) + 1
    prefix = word[:end]
    kind, value, description = row
    if kind in PATHS:
        return CompletionValue(kind, value, description.removeprefix(prefix))
    return CompletionValue(kind, value.removeprefix(prefix), description)


def _sanitized(row: CompletionValue) -> CompletionValue:
    """Return a row without its description if that contains control characters."""
    is_description = row.kind not in PATHS
    return (
        row if row.description.isprintable() or not is_description else row._replace(description="")
    )


def _is_row(row: CompletionValue) -> bool:
    """Return whether all fields are printable."""
    return all(field.isprintable() for field in row)
