"""Suggestions for unknown commands."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from re import fullmatch
from shlex import quote

from argmap.config import MAP_SUFFIX
from argmap.text import closest_match

_ALIASES = {
    "lint": "check",
    "validate": "check",
    "verify": "check",
    "test": "check",
    "fix": "check --fix",
    "format": "fmt",
    "draw": "render",
    "plot": "render",
    "graph": "render",
    "diagram": "render",
    "transform": "convert",
    "svg": "render --format svg",
    "html": "render --format html",
    "png": "render --format png",
    "pdf": "render --format pdf",
    "dot": "render --format dot",
    "json": "export json",
    "outline": "export outline",
    "markdown": "export outline",
    "dump": "export",
    "new": "init",
    "create": "init",
    "start": "init",
    "eval": "evaluate",
    "verdicts": "evaluate",
    "why": "explain",
    "show": "explain",
    "open": "serve",
    "view": "serve",
    "preview": "serve",
    "live": "serve",
    "language-server": "lsp",
    "version": "--version",
}
"""Names of formats, and of commands of other programs, each with the command to use instead."""


def correction(words: Sequence[str], commands: Iterable[str]) -> str:
    """Return the error message for an unknown command, with a suggestion."""
    word, rest = words[0], words[1:]
    name = word.lower()
    known = {**{command: command for command in commands}, **_ALIASES}
    if name not in known and (word == "-" or _is_path(word)):
        return f"`{word}` is not a command; did you mean `argmap check {quote(word)}`?"
    if fullmatch(r"[A-Z]{3}\d{3}", word):
        return f"there is no command `{word}`; did you mean `argmap explain {word}`?"
    meant = name if name in known else closest_match(name, known)
    if meant is None:
        return f"there is no command `{word}`; `argmap --help` lists the commands"
    return _did_you_mean(word, known[meant], rest)


def _did_you_mean(word: str, command: str, rest: Sequence[str]) -> str:
    """Return the message with the full command line; long arguments are replaced by ``…``."""
    arguments = "".join(f" {quote(argument)}" for argument in rest)
    command_line = f"argmap {command}{arguments if len(arguments) <= 60 else ' …'}"  # noqa: PLR2004
    return f"there is no command `{word}`; did you mean `{command_line}`?"


def _is_path(word: str) -> bool:
    """Return whether a word looks like the path of a map, or is an existing path."""
    return word.endswith(MAP_SUFFIX) or "/" in word or os.path.exists(word)  # noqa: PTH110
