"""An id contains letters that look like other letters.

What it does
    Reports an id in which a Cyrillic or Greek letter looks like a Latin letter, or the other way
    round; an id with an invisible letter; and two ids that look the same. A letter of another
    script is allowed if it looks like none of the letters around it, as in `Δt`.

Why it matters
    Two ids that look the same are still two ids, and you cannot see the mistake by reading. A
    change of one letter can redirect an argument without a reviewer noticing.

Example
    claim mаrket "The market should move"
    assumption loud "It is loud" { supports: mаrket }

Instead
    claim market "The market should move"
    assumption loud "It is loud" { supports: market }

How to silence
    Write `# argmap: ignore[TXT709] because …` before the declaration.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.diagnostics import Diagnostic, Label, Severity
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import given_ids, written_id
from argmap.text import Location

RULE = rule(__name__, "TXT709", Severity.WARNING, is_structural=True)


def check(context: RuleContext) -> Iterator[Diagnostic]:
    given = list(given_ids(context.map))
    if all(id_.isascii() for id_, _ in given):
        return
    from argmap.rules._look_alikes import skeleton  # most ids are in ASCII

    first: dict[str, tuple[str, Location]] = {}
    for id_, location in given:
        earlier = first.setdefault(skeleton(id_), (id_, location))
        if earlier[0] != id_:
            yield _twins(earlier, (id_, location))
        else:
            yield from _mixed(id_, location)


def _twins(first: tuple[str, Location], second: tuple[str, Location]) -> Diagnostic:
    from argmap.rules._look_alikes import difference

    (earlier, place), (id_, location) = first, second
    if place.source is location.source and location.span < place.span:
        (earlier, place), (id_, location) = second, first
    return RULE.diagnostic(
        written_id(location, id_),
        f"`{id_}` is not the `{earlier}` that it looks like",
        labels=(Label(written_id(place, earlier), "this one looks the same"),),
        help=f"{difference(id_, earlier)}; give one of them another name",
        element=id_,
    )


def _mixed(id_: str, location: Location) -> Iterator[Diagnostic]:
    from argmap.rules._look_alikes import described, hidden_letters, impostors

    last = id_.rpartition(".")[2]
    hidden, passing = hidden_letters(last), impostors(last)
    found = hidden or passing
    if not found:
        return
    letters = list(dict.fromkeys(each.letter for each in found))
    shown = " and ".join(described(letter) for letter in letters[:2])
    shown += " and others" if len(letters) > 2 else ""  # noqa: PLR2004
    yield RULE.diagnostic(
        written_id(location, id_),
        f"`{last}` has an invisible letter in it: {shown}"
        if hidden
        else f"`{last}` has a letter in it that passes for one of another script: {shown}",
        help="type the id anew, in one script",
        element=id_,
    )
