"""From one version of a text to the next: only what changed is parsed again.

The lexer knows no context and the grammar takes a block's items one after the other, so that a run
of items that reads by itself reads the same where it stands. What is parsed anew is the smallest
run around a change; what stands before it is kept as it is, and what stands behind it is moved.
Where the run does not read by itself, one further out is tried. A run with a mistake in it is read
by `argmap.syntax.rereading`, if that can tell without the rest; in the end the whole text is read.
"""

from __future__ import annotations

from typing import cast

from lark import UnexpectedInput

from argmap.syntax.faults import SyntaxFault
from argmap.syntax.grammar import ends_text, parser
from argmap.syntax.levels import Change, Level, levels
from argmap.syntax.parser import Document, is_nested_by_indentation, parse
from argmap.syntax.regions import (
    around,
    concern_file,
    holds_block_quotes,
    inmost,
    read_again,
    regions,
)
from argmap.syntax.shape import same_shape
from argmap.syntax.shifting import shifted, with_block
from argmap.syntax.tokens import FAULT_LIMIT
from argmap.syntax.tree import Block, Declaration, Item
from argmap.text import SourceText, Span

__all__ = ["Change", "reparse"]

_MOST_TRIES = 6
_LONG = 10_000
"""Characters of a run that is tried for the sake of one in it, which did not read by itself."""


def reparse(old: Document, change: Change, source: SourceText) -> Document:
    """Return what `parse` would make of ``source``, which a change has made of ``old``'s text."""
    broken = regions(old)
    if broken is None:
        return parse(source)
    found = levels(old.items, old.source, change.start, change.old_end)
    if broken:
        change = around(change, broken, found[-1].run)
        found = levels(old.items, old.source, change.start, change.old_end)
        if holds_block_quotes(found[-1].run, change.by, old.source.text, source.text):
            return parse(
                source
            )  # they may pair with one that is left open where something is wrong
    inmost_depth = len(found) - 1
    for depth in range(inmost_depth, max(inmost_depth - _MOST_TRIES, -1), -1):
        start, end = found[depth].run
        if depth < inmost_depth and end - start > _LONG:
            break  # what is wrong is hardly mended by what stands so far away
        items = _read(found[depth], change.by, source.text)
        if items is not None:
            return _replaced(old, broken, found[: depth + 1], change.by, source, items, [])
    for level in inmost(found):
        wider = level.with_neighbours()
        reread = read_again(wider, change.by, source.text)
        if reread is not None:
            way = [*found[: found.index(level)], wider]
            return _replaced(old, broken, way, change.by, source, *reread)
    return parse(source)


def _read(level: Level, by: int, text: str) -> list[Item] | None:
    """Return the items that now stand in a level's run; None when it does not read by itself."""
    start, end = level.run
    run = text[start : end + by]
    if "#" in run[max(run.rfind("\n"), run.rfind("\r")) + 1 :]:
        return None  # a comment there may go on over what follows
    if text[start - 1 : start] == '"' and not ends_text(text, start):
        return None  # the text before it goes on
    opening = level.opening
    try:
        items = cast(
            "list[Item]", parser().parse(f"{opening}{run}\n}}" if opening else run)
        )  # by way of TreeBuilder
    except UnexpectedInput:
        return None
    if opening:
        block = items[0].block if len(items) == 1 and isinstance(items[0], Declaration) else None
        if block is None or block.span != (len(opening) - 1, len(opening) + len(run) + 2):
            return None
        items = block.items
    return shifted(items, start - len(opening))


def _replaced(
    old: Document,
    broken: tuple[Span, ...],
    way: list[Level],
    by: int,
    source: SourceText,
    items: list[Item],
    faults: list[SyntaxFault],
) -> Document:
    """Return the file with the run of the inmost level of a way read anew."""
    run = way[-1].run
    grown = Span(run.start, run.end + by)
    # What is wrong elsewhere stays wrong, and moves with what stands there.
    apart = [span for span in broken if not run.meets(span)]
    others = [
        fault if fault.span.start < run.start else fault.shifted(by)
        for fault in old.faults
        if any(span.start <= fault.span.start <= span.end for span in apart)
    ]
    all_faults = tuple(sorted((*others, *faults), key=lambda fault: fault.span))
    if len(all_faults) >= FAULT_LIMIT or any(map(run.cuts, broken)):
        return parse(source)
    if all_faults and (concern_file(faults) or _holds_excerpts(source.text)):
        return parse(source)
    spliced = _spliced(way, items, by)
    if is_nested_by_indentation(source.text, spliced):
        return parse(source)
    spans = [span if span.start < run.start else span.shifted(by) for span in apart]
    return Document(
        source,
        spliced,
        all_faults,
        shape=old.shape if same_shape(way[-1].touched, items) else object(),
        broken=tuple(sorted((*spans, *([grown] if faults else ())))),
    )


def _holds_excerpts(text: str) -> bool:
    from argmap.syntax.notations import find_excerpts  # only broken files pay for it

    return bool(find_excerpts(text))


def _spliced(way: list[Level], items: list[Item], by: int) -> list[Item]:
    """Return the file's items with those of the inmost level's run replaced."""
    for depth in range(len(way) - 1, -1, -1):
        level = way[depth]
        behind = level.items[level.high :]
        kept = shifted(behind, by) if by else behind
        items = [*level.items[: level.low], *items, *kept]
        if depth:
            outer = way[depth - 1]
            around_it = cast("Declaration", outer.items[outer.low])
            assert around_it.block is not None  # it was gone into
            span = Span(around_it.block.span.start, around_it.block.span.end + by)
            items = [with_block(around_it, Block(items, span))]
    return items
