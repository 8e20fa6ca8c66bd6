"""Two ids look alike.

What it does
    Warns of two ids that differ in nothing but upper and lower case, or in how an accented letter
    is stored: `é` can be one sign, or an `e` with an accent of its own.

Why it matters
    They are two names to argmap and one to a reader. A reference that leads to the wrong one is
    hardly ever noticed, and a picture's links may mix them up.

Example
    claim Late "The bus is late" { supports: angry }
    claim late "The train is late" { supports: angry }
    claim angry "Passengers are angry"

Instead
    claim late-bus "The bus is late" { supports: angry }
    claim late-train "The train is late" { supports: angry }
    claim angry "Passengers are angry"

How to silence
    `# argmap: ignore[REF103] because …` before the one underlined.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.rules._base import Subject, rule
from argmap.rules._written import given_ids, written_id
from argmap.text import Location

RULE = rule(__name__, "REF103", Severity.WARNING, is_structural=True)


def check(subject: Subject) -> Iterator[Diagnostic]:
    first: dict[str, tuple[str, Location]] = {}
    for given in given_ids(subject.map):
        earlier = first.setdefault(_folded(given[0]), given)
        if earlier[0] != given[0]:
            (_, one), (_, other) = earlier, given
            is_reversed = one.source is other.source and other.span < one.span
            yield _finding(given, earlier) if is_reversed else _finding(earlier, given)


def _finding(first: tuple[str, Location], second: tuple[str, Location]) -> Diagnostic:
    (earlier, place), (id_, location) = first, second
    is_case = _composed(earlier) != _composed(id_)
    return RULE.finds(
        written_id(location, id_),
        f"`{id_}` and `{earlier}` differ by upper and lower case only"
        if is_case
        else f"there are two ids that both look like `{_composed(id_)}`",
        label="" if is_case else "an accent is stored in another way here",
        labels=(Label(written_id(place, earlier), "the other is declared here"),),
        help="give one of them another name"
        if is_case
        else "delete one of them and type it anew, the way the other was typed; "
        "if two things are meant, give them two names",
        element=id_,
    )


def _composed(id_: str) -> str:
    return id_ if id_.isascii() else unicodedata.normalize("NFC", id_)


def _folded(id_: str) -> str:
    """Return what two ids share that look alike; folding may take letters apart again."""
    return id_.lower() if id_.isascii() else _composed(_composed(id_).casefold())
