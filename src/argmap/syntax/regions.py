"""Where the mistakes of a file are: in which of its parts, each of which can be read by itself.

What stands outside of these is sound, and stays as it is when something in one of them changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from argmap.syntax.faults import SyntaxFault
from argmap.syntax.grammar import ends_text
from argmap.syntax.levels import Change, Level, levels
from argmap.syntax.parser import Document
from argmap.syntax.tree import Item
from argmap.text import Span

MOST_TRIES = 3
"""Levels of the outline, from the inmost, at which a mistake may be told without the rest."""
_NEAR = 200
"""Characters before a run that are looked at: enough for the line that it begins in."""
_MOST_FAULTS = 50
_BLOCK_QUOTE = '"""'
_FULL_WIDTH_BLOCK_QUOTE = "＂＂＂"


def regions(document: Document) -> tuple[Span, ...] | None:
    """Return where a file's mistakes are, in order; None where that cannot be told without doubt.

    A part is taken for one when the mistakes that are found in it, read by itself, are those of it
    that were found in the whole.
    """
    if document.broken is not None:
        return document.broken
    if not document.faults:
        return ()
    if len(document.faults) > _MOST_FAULTS or concern_file(document.faults):
        return None
    found: list[Span] = []
    for fault in document.faults:
        if any(region.start <= fault.span.start <= region.end for region in found):
            continue
        region = _region(document, fault)
        if region is None or any(region.meets(other) for other in found):
            return None
        found.append(region)
    return tuple(found)


def concern_file(faults: Iterable[SyntaxFault]) -> bool:
    """Whether what is wrong depends on the whole file: lines in another notation, for example."""
    return any(fault.concerns_file for fault in faults)


def _region(document: Document, fault: SyntaxFault) -> Span | None:
    start = min(span.start for span in fault.spans)
    end = max(span.end for span in fault.spans)
    for level in inmost(levels(document.items, document.source, start, end)):
        run = level.with_neighbours().run
        within = [each for each in document.faults if run.start <= each.span.start <= run.end]
        reread = read_again(level.with_neighbours(), 0, document.source.text)
        if reread is not None and fault in within and reread[1] == within:
            return run
    return None


def inmost(found: list[Level]) -> Iterator[Level]:
    """Yield the levels that are worth trying, the inmost first."""
    yield from found[: -MOST_TRIES - 1 : -1]


def read_again(level: Level, by: int, text: str) -> tuple[list[Item], list[SyntaxFault]] | None:
    """Return the items and mistakes in a level's run, which has grown ``by`` code points.

    None when it cannot be read by itself.
    """
    from argmap.syntax.rereading import reread  # only broken files pay for it

    start, end = level.run[0], level.run[1] + by
    if text.find("/*", start, end) >= 0 or text.find(_FULL_WIDTH_BLOCK_QUOTE, start, end) >= 0:
        return None  # what it begins may end far behind the run
    if text[start - 1 : start] == '"' and not ends_text(text, start):
        return None
    reading = reread(text[start:end], level.opening, start, text[max(start - _NEAR, 0) : start])
    return None if reading and _is_cut(text, start, end, reading[1]) else reading


def holds_block_quotes(run: Span, by: int, old: str, new: str) -> bool:
    """Whether a text in three quotes begins or ends in a run, before or after it has changed."""
    start, end = run
    return any(
        old.find(quote, start, end) >= 0 or new.find(quote, start, end + by) >= 0
        for quote in (_BLOCK_QUOTE, _FULL_WIDTH_BLOCK_QUOTE)
    )


def _is_cut(text: str, start: int, end: int, faults: list[SyntaxFault]) -> bool:
    """Whether a text in three quotes begins in a run and may end behind it.

    Only the lexer knows which quotes begin one: it stopped at those that are not closed. Such a
    text ends with a later pair of three quotes, or before a line that begins something else.
    """
    last = start + len(text[start:end].rstrip())
    return any(
        text.find(_BLOCK_QUOTE, end) >= 0 or any(edit.span.end >= last for edit in fault.edits)
        for fault in faults
        if text.startswith(_BLOCK_QUOTE, fault.span.start)
    )


def around(change: Change, broken: tuple[Span, ...], run: Span) -> Change:
    """Return a change that covers the parts with mistakes that it touches, all of each.

    ``run`` is what is to be read again for its sake. What stands beside such a part is left out:
    there it ends for certain.
    """
    start, end = change.start, change.old_end
    for _ in broken:
        for span in broken:
            if run.cuts(span) or (span.start <= end and start <= span.end):
                is_short = span.end - span.start < 2  # noqa: PLR2004
                start = min(start, span.start if is_short else span.start + 1)
                end = max(end, span.end if is_short else span.end - 1)
    return Change(start, end, end + change.by)
