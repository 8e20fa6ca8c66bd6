"""``--select`` and related options: which rules run, and with which severity."""

from __future__ import annotations

from collections.abc import Iterable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from argmap.config.schema import FAIL_LEVELS, LEVELS
from argmap.workspace.choices import Choices

_OPTIONS = (
    click.option(
        "--select",
        metavar="RULES",
        multiple=True,
        help="Run only these rules: comma-separated codes, prefixes of codes, or names.",
    ),
    click.option(
        "--ignore",
        metavar="RULES",
        multiple=True,
        help="Skip these rules; same syntax as --select.",
    ),
    click.option(
        "--severity",
        metavar="RULE=LEVEL",
        multiple=True,
        help="Severity of a rule: error, warning, info or off; repeatable.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(FAIL_LEVELS),
        help="Lowest severity that makes the exit code 1.  [default: warning]",
    ),
    click.option(
        "--online",
        is_flag=True,
        help="Check that the web addresses of sources respond (rule EVI304).",
    ),
    click.option(
        "--config",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Configuration file.  [default: nearest argmap.toml or pyproject.toml]",
    ),
)


def selection_options(function: Any) -> Any:
    """Add the options to a command, which receives them as one argument, ``choices``."""

    @wraps(function)
    def with_choices(
        *args: Any,
        select: tuple[str, ...],
        ignore: tuple[str, ...],
        severity: tuple[str, ...],
        fail_on: str | None,
        online: bool,
        config: Path | None,
        **others: Any,
    ) -> Any:
        words, ignored, levels = _words(select), _words(ignore), _levels(severity)
        choices = Choices(config, words, ignored, levels, fail_on, online)
        return function(*args, choices=choices, **others)

    for option in reversed(_OPTIONS):
        with_choices = option(with_choices)
    return with_choices


def _words(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _levels(values: Iterable[str]) -> dict[str, str]:
    levels: dict[str, str] = {}
    for value in _words(values):
        word, _, level = value.partition("=")
        if level not in LEVELS:
            words = ", ".join(LEVELS)
            raise click.UsageError(f"`{value}`: write RULE=LEVEL, with one of {words}")
        levels[word] = level
    return levels
