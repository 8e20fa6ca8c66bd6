"""Statements and numbers as the answers show them."""

from __future__ import annotations

from textwrap import shorten

from argmap.model import ArgumentMap, Statement, Status
from argmap.reporting._text import visible

MARKS = {Status.ACCEPTED: "✓", Status.REJECTED: "✗", Status.UNDECIDED: "?"}
WIDTH = 78


def entry(statement: Statement, width: int = WIDTH) -> str:
    """Return a statement in a line: its id, if its author gave it one, and its text."""
    name = f"{statement.id}: " if statement.is_named else ""
    return shorten(name + statement.text, width, placeholder=" …")


def place(argument: ArgumentMap, id_: str, width: int = WIDTH) -> str:
    """Return a statement, or a step by its ends, in a line."""
    if id_ in argument.statements:
        return entry(argument.statements[id_], width)
    step = argument.inferences[id_]
    premises = (argument.statements[premise] for premise in step.premises)
    ends = [*(_brief(premise) for premise in premises)]
    return f"the step from {' and '.join(ends)} to {_brief(argument.statements[step.conclusion])}"


def _brief(statement: Statement) -> str:
    return (
        statement.id if statement.is_named else f"“{shorten(statement.text, 40, placeholder=' …')}”"
    )


def number(value: float | None) -> str:
    """Return a strength with two digits; a dash where there is none."""
    return "–" if value is None else f"{value:.2f}"


def counted(count: int, noun: str) -> str:
    """Return a number with its noun: ``1 statement``, ``2 statements``."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def written(lines: list[str]) -> str:
    """Return lines as a text that a terminal only shows."""
    return "\n".join(map(visible, lines)) + "\n"
