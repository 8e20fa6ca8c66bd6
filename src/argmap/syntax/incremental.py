"""From one version of a text to the next: only what changed is parsed again.

The lexer knows no context and the grammar takes a block's items one after the other, so that a run
of items that reads by itself reads the same where it stands. What is parsed anew is the smallest
run around a change; what stands before it is kept as it is, and what stands behind it is moved.
Where the run does not read by itself, one further out is tried. A run with a mistake in it is read
by `argmap.syntax.incremental`, if that can tell without the rest; in the end the whole text is
read.

Where the mistakes of a file are: in which of its parts, each of which can be read by itself.

What stands outside of these is sound, and stays as it is when something in one of them changes.

Reading on after a mistake, in a part of a text whose rest is known to be sound.

`recover` looks at what stands around a mistake: the line, the item before it, the word that comes
next, and braces. Where a part holds all of that, and its braces are even, the mistakes in it are
the same as if the whole text were read; where there is any doubt, there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import cast

from lark import UnexpectedInput

from argmap.syntax.errors import ParseError
from argmap.syntax.grammar import ends_text, parser
from argmap.syntax.incremental_tree import (
    Change,
    EnclosingBlock,
    enclosing_blocks,
    have_same_structure,
    replace_block,
    shift_items,
)
from argmap.syntax.parser import Document, is_nested_by_indentation, parse
from argmap.syntax.recovery.braces import balance_braces
from argmap.syntax.recovery.characters import to_half_width
from argmap.syntax.recovery.lexer import MAX_ERRORS, tokenize
from argmap.syntax.recovery.parser import recover
from argmap.syntax.tree import Block, Declaration, Item
from argmap.text import SourceText, Span

MOST_TRIES = 3
"""Levels of the outline, from the inmost, at which a mistake may be told without the rest."""
_NEAR = 200
"""Characters before a run that are looked at: enough for the line that it begins in."""
_MOST_FAULTS = 50
_BLOCK_QUOTE = '"""'
_FULL_WIDTH_BLOCK_QUOTE = "＂＂＂"


def find_error_regions(document: Document) -> tuple[Span, ...] | None:
    """Return where a file's mistakes are, in order; None where that cannot be told without doubt.

    A part is taken for one when the mistakes that are found in it, read by itself, are those of it
    that were found in the whole.
    """
    if document.error_regions is not None:
        return document.error_regions
    if not document.errors:
        return ()
    if len(document.errors) > _MOST_FAULTS or any_concerns_file(document.errors):
        return None
    found: list[Span] = []
    for error in document.errors:
        if any(region.start <= error.span.start <= region.end for region in found):
            continue
        region = _region(document, error)
        if region is None or any(region.touches(other) for other in found):
            return None
        found.append(region)
    return tuple(found)


def any_concerns_file(errors: Iterable[ParseError]) -> bool:
    """Whether what is wrong depends on the whole file: lines in another notation, for example."""
    return any(error.concerns_file for error in errors)


def _region(document: Document, error: ParseError) -> Span | None:
    start = min(span.start for span in error.spans)
    end = max(span.end for span in error.spans)
    for level in inmost(enclosing_blocks(document.items, document.source, start, end)):
        run = level.with_neighbours().run
        within = [each for each in document.errors if run.start <= each.span.start <= run.end]
        reread = read_again(level.with_neighbours(), 0, document.source.text)
        if reread is not None and error in within and reread[1] == within:
            return run
    return None


def inmost(found: list[EnclosingBlock]) -> Iterator[EnclosingBlock]:
    """Yield the levels that are worth trying, the inmost first."""
    yield from found[: -MOST_TRIES - 1 : -1]


def read_again(
    level: EnclosingBlock, by: int, text: str
) -> tuple[list[Item], list[ParseError]] | None:
    """Return the items and mistakes in a level's run, which has grown ``by`` code points.

    None when it cannot be read by itself.
    """
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


def _is_cut(text: str, start: int, end: int, errors: list[ParseError]) -> bool:
    """Whether a text in three quotes begins in a run and may end behind it.

    Only the lexer knows which quotes begin one: it stopped at those that are not closed. Such a
    text ends with a later pair of three quotes, or before a line that begins something else.
    """
    last = start + len(text[start:end].rstrip())
    return any(
        text.find(_BLOCK_QUOTE, end) >= 0 or any(edit.span.end >= last for edit in error.edits)
        for error in errors
        if text.startswith(_BLOCK_QUOTE, error.span.start)
    )


def around(change: Change, error_regions: tuple[Span, ...], run: Span) -> Change:
    """Return a change that covers the parts with mistakes that it touches, all of each.

    ``run`` is what is to be read again for its sake. What stands beside such a part is left out:
    there it ends for certain.
    """
    start, end = change.start, change.old_end
    for _ in error_regions:
        for span in error_regions:
            if run.crosses(span) or (span.start <= end and start <= span.end):
                is_short = span.end - span.start < 2  # noqa: PLR2004
                start = min(start, span.start if is_short else span.start + 1)
                end = max(end, span.end if is_short else span.end - 1)
    return Change(start, end, end + change.by)


__all__ = ["Change", "reparse"]

_MOST_TRIES = 6
_LONG = 10_000
"""Characters of a run that is tried for the sake of one in it, which did not read by itself."""


def reparse(old: Document, change: Change, source: SourceText) -> Document:
    """Return what `parse` would make of ``source``, which a change has made of ``old``'s text."""
    error_regions = find_error_regions(old)
    if error_regions is None:
        return parse(source)
    found = enclosing_blocks(old.items, old.source, change.start, change.old_end)
    if error_regions:
        change = around(change, error_regions, found[-1].run)
        found = enclosing_blocks(old.items, old.source, change.start, change.old_end)
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
            return _replaced(old, error_regions, found[: depth + 1], change.by, source, items, [])
    for level in inmost(found):
        wider = level.with_neighbours()
        reread = read_again(wider, change.by, source.text)
        if reread is not None:
            way = [*found[: found.index(level)], wider]
            return _replaced(old, error_regions, way, change.by, source, *reread)
    return parse(source)


def _read(level: EnclosingBlock, by: int, text: str) -> list[Item] | None:
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
    return shift_items(items, start - len(opening))


def _replaced(
    old: Document,
    error_regions: tuple[Span, ...],
    way: list[EnclosingBlock],
    by: int,
    source: SourceText,
    items: list[Item],
    errors: list[ParseError],
) -> Document:
    """Return the file with the run of the inmost level of a way read anew."""
    run = way[-1].run
    grown = Span(run.start, run.end + by)
    # What is wrong elsewhere stays wrong, and moves with what stands there.
    apart = [span for span in error_regions if not run.touches(span)]
    others = [
        error if error.span.start < run.start else error.shifted(by)
        for error in old.errors
        if any(span.start <= error.span.start <= span.end for span in apart)
    ]
    all_faults = tuple(sorted((*others, *errors), key=lambda error: error.span))
    if len(all_faults) >= MAX_ERRORS or any(map(run.crosses, error_regions)):
        return parse(source)
    if all_faults and (any_concerns_file(errors) or _holds_excerpts(source.text)):
        return parse(source)
    spliced = _spliced(way, items, by)
    if is_nested_by_indentation(source.text, spliced):
        return parse(source)
    spans = [span if span.start < run.start else span.shifted(by) for span in apart]
    return Document(
        source,
        spliced,
        all_faults,
        structure=old.structure if have_same_structure(way[-1].touched, items) else object(),
        error_regions=tuple(sorted((*spans, *([grown] if errors else ())))),
    )


def _holds_excerpts(text: str) -> bool:
    from argmap.syntax.notations import find_excerpts  # only broken files pay for it

    return bool(find_excerpts(text))


def _spliced(way: list[EnclosingBlock], items: list[Item], by: int) -> list[Item]:
    """Return the file's items with those of the inmost level's run replaced."""
    for depth in range(len(way) - 1, -1, -1):
        level = way[depth]
        behind = level.items[level.high :]
        kept = shift_items(behind, by) if by else behind
        items = [*level.items[: level.low], *items, *kept]
        if depth:
            outer = way[depth - 1]
            around_it = cast("Declaration", outer.items[outer.low])
            assert around_it.block is not None  # it was gone into
            span = Span(around_it.block.span.start, around_it.block.span.end + by)
            items = [replace_block(around_it, Block(items, span))]
    return items


_MOST = 50
"""Mistakes: beyond this the whole text is read, which knows when to stop."""
_FIRST_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n)")
_LAST_LINE = re.compile(r"(?:^|\n)[ \t]*\Z")
_OUTERMOST = re.compile(r"(?:^|\r)(?:map|source|import|section)\b", re.MULTILINE)

Reread = tuple[list[Item], list[ParseError]]


def reread(run: str, opening: str, start: int, before: str) -> Reread | None:
    """Return the items and the mistakes in a run that stands at an offset, in a block or the file.

    ``opening`` is what opens such a block (empty for the file), ``before`` the text before the run.
    None when it cannot be read by itself.
    """
    is_first = not before.strip() or before.rstrip(" \t").endswith("\n")
    if not (is_first or _FIRST_LINE.match(run)) or not _LAST_LINE.search(run):
        return None
    if opening and _OUTERMOST.search(run):
        return None
    text = f"{opening}{run}}}" if opening else run
    if not _is_even(text):
        return None
    items, errors = recover(text)
    inside = Span(len(opening), len(opening) + len(run))
    if len(errors) > _MOST or not all(_is_inside(error, inside) for error in errors):
        return None
    if opening:
        block = items[0].block if len(items) == 1 and isinstance(items[0], Declaration) else None
        if block is None or block.span != (len(opening) - 1, len(text)):
            return None
        items = block.items
    by = start - len(opening)
    return shift_items(items, by), [error.shifted(by) for error in errors]


def _is_even(text: str) -> bool:
    """Whether every brace has its partner, and stands where the indentation wants it.

    Where one does not, the whole file has a say in which of its braces is at fault.
    """
    text, _ = to_half_width(text)
    tokens, _ = tokenize(text)
    depth = 0
    for token in tokens:
        depth += (token.type == "LBRACE") - (token.type == "RBRACE")
        if depth < 0:
            return False
    return depth == 0 and not balance_braces(text, tokens)


def _is_inside(error: ParseError, inside: Span) -> bool:
    return all(inside.start <= span.start and span.end <= inside.end for span in error.spans)
