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
from argmap.rules._source_index import explicit_ids, id_location
from argmap.text import Location

RULE = rule(__name__, "TXT701", Severity.INFO, is_structural=True)
_MIN_IDS = 5
_MIN_SHARE = 0.6  # of the ids that must have a style in common
_MAX_SEPARATE = 5  # ids to report separately; more are reported together

# The patterns match shapes: u is an upper-case letter, l any other letter or a digit.
_STYLES = {
    "late-bus": re.compile(r"(?:l+|uu+l*)(?:-(?:l+|uu+l*))*"),
    "late_bus": re.compile(r"(?:l+|uu+l*)(?:_(?:l+|uu+l*))*"),
    "lateBus": re.compile(r"l[lu]*|uu+"),
    "LateBus": re.compile(r"u[lu]*"),
    "LATE_BUS": re.compile(r"u[ul]*(?:_[ul]+)*"),
}
_LOWER_CASE = re.compile(r"[a-z\d]+(?:([-_])[a-z\d]+(?:\1[a-z\d]+)*)?")
_BY_SEPARATOR = {"-": frozenset({"late-bus"}), "_": frozenset({"late_bus"})}
_SINGLE_WORD = frozenset({"late-bus", "late_bus", "lateBus"})


def check(context: RuleContext) -> Iterator[Diagnostic]:
    ids = [(id_.rpartition(".")[2], head) for id_, head in explicit_ids(context.map)]
    if len(ids) < _MIN_IDS:
        return
    styles = [_styles(id_) for id_, _ in ids]
    counts = {style: sum(style in fitting for fitting in styles) for style in _STYLES}
    largest = max(counts.values())
    if largest < _MIN_SHARE * len(ids):
        return
    usual = {style for style, count in counts.items() if count == largest}
    others = [id_ for id_, fitting in zip(ids, styles, strict=True) if not usual & fitting]
    if others:
        regular = [
            (len(fitting), id_)
            for (id_, _), fitting in zip(ids, styles, strict=True)
            if usual & fitting
        ]
        _, example = min(regular, key=lambda pair: pair[0])  # fits the fewest styles
        yield from _diagnostics(others, example, len(ids))


def _styles(id_: str) -> frozenset[str]:
    """Return the styles that an id fits."""
    lower_case = _LOWER_CASE.fullmatch(id_)
    if lower_case:
        return _BY_SEPARATOR.get(lower_case[1], _SINGLE_WORD)
    shape = "".join("u" if c.isupper() else c if c in "-_" else "l" for c in id_)
    return frozenset(style for style, pattern in _STYLES.items() if pattern.fullmatch(shape))


def _diagnostics(
    others: list[tuple[str, Location]], example: str, total: int
) -> Iterator[Diagnostic]:
    located = [(id_, id_location(head, id_)) for id_, head in others]
    help_ = f"use the style of most ids, as in `{example}`"
    if len(located) > _MAX_SEPARATE:
        (element, first), *rest = located[:_MAX_SEPARATE]
        yield RULE.diagnostic(
            first,
            f"{len(located)} of {total} ids differ in style from the others",
            labels=tuple(Label(location, "also here") for _, location in rest),
            help=help_,
            element=element,
        )
        return
    for id_, location in located:
        yield RULE.diagnostic(
            location,
            f"`{id_}` differs in style from most ids in this map",
            help=help_,
            element=id_,
        )
