"""An id has a different style from the other ids.

What it does
    Reports ids that differ in style from the others, if the map has at least five ids and at least
    60 % of them share a style, such as `late-bus`, `late_bus`, `lateBus` or `LateBus`. Words in
    capitals, as in `NATO-summit`, do not count as a difference, and a single word fits several
    styles.

Why it matters
    Consistent ids are easier to remember and to type.

Example
    claim late-bus "The bus is late" { supported-by: heavy-snow, my-diary, no-salt }
    assumption heavy-snow "It snows"
    assumption no-salt "There is no salt"
    assumption my-diary "I wrote it down"
    claim angryPassengers "Passengers are angry" { supported-by: late-bus }

Instead
    claim late-bus "The bus is late" { supported-by: heavy-snow, my-diary, no-salt }
    assumption heavy-snow "It snows"
    assumption no-salt "There is no salt"
    assumption my-diary "I wrote it down"
    claim angry-passengers "Passengers are angry" { supported-by: late-bus }

How to silence
    Write `# argmap: ignore[TXT701] because …` before the underlined declaration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import given_ids, written_id
from argmap.text import Location

RULE = rule(__name__, "TXT701", Severity.INFO, is_structural=True)
_LEAST = 5
_MOST_OF = 0.6
_ONE_BY_ONE = 5

# The patterns match shapes: u is an upper-case letter, l any other letter or a digit.
_STYLES = {
    "late-bus": re.compile(r"(?:l+|uu+l*)(?:-(?:l+|uu+l*))*"),
    "late_bus": re.compile(r"(?:l+|uu+l*)(?:_(?:l+|uu+l*))*"),
    "lateBus": re.compile(r"l[lu]*|uu+"),
    "LateBus": re.compile(r"u[lu]*"),
    "LATE_BUS": re.compile(r"u[ul]*(?:_[ul]+)*"),
}
_LOWER = re.compile(r"[a-z\d]+(?:([-_])[a-z\d]+(?:\1[a-z\d]+)*)?")
_PLAIN = {"-": frozenset({"late-bus"}), "_": frozenset({"late_bus"})}
_ANY_LOWER = frozenset({"late-bus", "late_bus", "lateBus"})


def check(context: RuleContext) -> Iterator[Diagnostic]:
    ids = [(id_.rpartition(".")[2], location) for id_, location in given_ids(context.map)]
    if len(ids) < _LEAST:
        return
    fits = [_fitting(id_) for id_, _ in ids]
    counts = {style: sum(style in fit for fit in fits) for style in _STYLES}
    most = max(counts.values())
    if most < _MOST_OF * len(ids):
        return
    usual = {style for style, count in counts.items() if count == most}
    others = [place for place, fit in zip(ids, fits, strict=True) if not usual & fit]
    if others:
        fitting = [(len(fit), id_) for (id_, _), fit in zip(ids, fits, strict=True) if usual & fit]
        _, example = min(fitting, key=lambda pair: pair[0])
        yield from _diagnostics(others, example, len(ids))


def _fitting(id_: str) -> frozenset[str]:
    """Return the styles that an id fits."""
    plain = _LOWER.fullmatch(id_)
    if plain:
        return _PLAIN.get(plain[1], _ANY_LOWER)
    shape = "".join("u" if c.isupper() else c if c in "-_" else "l" for c in id_)
    return frozenset(style for style, pattern in _STYLES.items() if pattern.fullmatch(shape))


def _diagnostics(
    others: list[tuple[str, Location]], example: str, total: int
) -> Iterator[Diagnostic]:
    places = [(id_, written_id(location, id_)) for id_, location in others]
    shown = places if len(places) <= _ONE_BY_ONE else places[:1]
    for id_, place in shown:
        message = f"`{id_}` is written in another style than most ids here"
        if len(places) > len(shown):
            message = f"{len(places)} of {total} ids are not written in the style of the others"
        yield RULE.diagnostic(
            place,
            message,
            labels=tuple(Label(at, "nor is this") for _, at in places[1:_ONE_BY_ONE])
            if len(places) > len(shown)
            else (),
            help=f"most are written like `{example}`",
            element=id_,
        )
