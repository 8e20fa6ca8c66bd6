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
from argmap.rules._source_index import explicit_ids, id_location
from argmap.text import Location

RULE = rule(__name__, "TXT709", Severity.WARNING, is_structural=True)
_MAX_DESCRIBED = 2


def check(context: RuleContext) -> Iterator[Diagnostic]:
    ids = list(explicit_ids(context.map))
    if all(id_.isascii() for id_, _ in ids):
        return
    from argmap.rules._look_alikes import skeleton  # imported only for ids that are not ASCII

    first: dict[str, tuple[str, Location]] = {}
    for id_, head in ids:
        earlier = first.setdefault(skeleton(id_), (id_, head))
        if earlier[0] != id_:
            yield _same_appearance(earlier, (id_, head))
        else:
            yield from _suspicious_letters(id_, head)


def _same_appearance(first: tuple[str, Location], second: tuple[str, Location]) -> Diagnostic:
    from argmap.rules._look_alikes import describe_difference

    (earlier, earlier_head), (id_, head) = first, second
    if earlier_head.source is head.source and head.span < earlier_head.span:
        (earlier, earlier_head), (id_, head) = second, first
    return RULE.diagnostic(
        id_location(head, id_),
        f"`{id_}` looks the same as `{earlier}` but is another id",
        labels=(Label(id_location(earlier_head, earlier), "the other id"),),
        help=f"{describe_difference(id_, earlier)}; rename one of them",
        element=id_,
    )


def _suspicious_letters(id_: str, head: Location) -> Iterator[Diagnostic]:
    from argmap.rules._look_alikes import describe_letter, foreign_look_alikes, invisible_letters

    last = id_.rpartition(".")[2]
    invisible = invisible_letters(last)
    letters = list(dict.fromkeys(invisible or foreign_look_alikes(last)))
    if not letters:
        return
    described = " and ".join(map(describe_letter, letters[:_MAX_DESCRIBED]))
    described += " and others" if len(letters) > _MAX_DESCRIBED else ""
    yield RULE.diagnostic(
        id_location(head, id_),
        f"`{last}` contains an invisible character: {described}"
        if invisible
        else f"`{last}` contains a letter that looks like one of another script: {described}",
        help="type the id again, in one script",
        element=id_,
    )
