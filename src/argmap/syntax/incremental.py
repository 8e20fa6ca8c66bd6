"""Incremental parsing: parses only the changed part of a text again.

The lexer has no context, and the grammar parses the items of a block one after the other. A run of
items that parses by itself therefore parses the same way at its place in the file. `reparse` parses
the smallest run of items around a change, keeps the items before it, and moves the items after it.
If the run does not parse by itself, it tries the runs of the blocks around it.

A run with errors goes through error recovery by itself. Recovery looks only at the line of an
error, the item before it, the word after it, and braces. If the run contains all of these and its
braces are balanced, its errors are the ones that parsing the whole text would report. In any doubt,
the whole text is parsed.
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
    start_of,
)
from argmap.syntax.parser import Document, is_nested_by_indentation, parse
from argmap.syntax.recovery.braces import balance_braces
from argmap.syntax.recovery.characters import to_half_width
from argmap.syntax.recovery.lexer import MAX_ERRORS, tokenize
from argmap.syntax.recovery.parser import recover
from argmap.syntax.tree import Block, Declaration, Item
from argmap.text import SourceText, Span

_MAX_PARSED_BLOCKS = 6
"""Blocks around a change whose runs are parsed."""
_MAX_RECOVERED_BLOCKS = 3
"""Blocks around a change whose runs are recovered, besides the innermost block."""
_MAX_OUTER_RUN = 10_000
"""Characters of the run of an outer block, tried after an inner run that did not parse."""
_MAX_LINE_START = 200
"""Characters before a run that are searched for the start of its line."""
_MAX_DOCUMENT_ERRORS = 50
"""Errors of a document that is parsed incrementally."""
_MAX_RUN_ERRORS = 50
"""Errors of a run; with more, the whole text is parsed, which stops at `MAX_ERRORS`."""

_BLOCK_QUOTE = '"""'
_FULL_WIDTH_BLOCK_QUOTE = "＂＂＂"
_FIRST_LINE = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n)")
_LAST_LINE = re.compile(r"(?:^|\n)[ \t]*\Z")
_TOP_LEVEL_KEYWORD = re.compile(r"(?:^|\r)(?:map|source|import|section)\b", re.MULTILINE)

_Recovered = tuple[list[Item], list[ParseError]]


def reparse(old: Document, change: Change, source: SourceText) -> Document:
    """Return what `parse` returns for ``source``, the text of ``old`` after a change."""
    error_regions = find_error_regions(old)
    if error_regions is None:
        return parse(source)
    blocks = enclosing_blocks(old.items, old.source, change.start, change.old_end)
    if error_regions:
        change = _cover_regions(change, error_regions, blocks[-1].run)
        blocks = enclosing_blocks(old.items, old.source, change.start, change.old_end)
        if _has_block_quotes(blocks[-1].run, change.offset, old.source.text, source.text):
            return parse(source)  # they may close a text that is left open elsewhere
    innermost = len(blocks) - 1
    for depth in range(innermost, max(innermost - _MAX_PARSED_BLOCKS, -1), -1):
        start, end = blocks[depth].run
        if depth < innermost and end - start > _MAX_OUTER_RUN:
            break  # text so far away hardly makes the change valid
        items = _parse_run(blocks[depth], change.offset, source.text)
        if items is not None:
            path = blocks[: depth + 1]
            return _splice(old, error_regions, path, change.offset, source, (items, []))
    for block in _innermost(blocks):
        wider_block = block.with_neighbors()
        recovered = _recover_run(wider_block, change.offset, source.text)
        if recovered is not None:
            path = [*blocks[: blocks.index(block)], wider_block]
            return _splice(old, error_regions, path, change.offset, source, recovered)
    return parse(source)


def find_error_regions(document: Document) -> tuple[Span, ...] | None:
    """Return the regions of a file that contain its errors, in order.

    Recovery of a region by itself reports the same errors as recovery of the whole file. The text
    outside of the regions is valid, and remains so when the text in one of them changes.

    Returns:
        The regions; None if they cannot be determined with certainty.
    """
    if document.error_regions is not None:
        return document.error_regions
    if not document.errors:
        return ()
    if len(document.errors) > _MAX_DOCUMENT_ERRORS or any_concerns_file(document.errors):
        return None
    regions: list[Span] = []
    for error in document.errors:
        if any(region.start <= error.span.start <= region.end for region in regions):
            continue
        region = _error_region(document, error)
        if region is None or any(region.touches(other) for other in regions):
            return None
        regions.append(region)
    return tuple(regions)


def any_concerns_file(errors: Iterable[ParseError]) -> bool:
    """Return whether an error depends on the whole file, such as lines in another notation."""
    return any(error.concerns_file for error in errors)


def _error_region(document: Document, error: ParseError) -> Span | None:
    start = min(span.start for span in error.spans)
    end = max(span.end for span in error.spans)
    for block in _innermost(enclosing_blocks(document.items, document.source, start, end)):
        wider_block = block.with_neighbors()
        run = wider_block.run
        errors = [other for other in document.errors if run.start <= other.span.start <= run.end]
        recovered = _recover_run(wider_block, 0, document.source.text)
        if recovered is not None and error in errors and recovered[1] == errors:
            return run
    return None


def _innermost(blocks: list[EnclosingBlock]) -> Iterator[EnclosingBlock]:
    """Yield the blocks whose runs are worth recovering, the innermost first."""
    yield from blocks[: -_MAX_RECOVERED_BLOCKS - 1 : -1]


def _cover_regions(change: Change, error_regions: tuple[Span, ...], run: Span) -> Change:
    """Return a change that covers the error regions that it touches or that ``run`` cuts.

    The first and the last character of a region stay outside, so that the text next to the region
    is not covered.
    """
    start, end = change.start, change.old_end
    for _ in error_regions:
        for span in error_regions:
            if run.crosses(span) or (span.start <= end and start <= span.end):
                is_short = span.end - span.start < 2  # noqa: PLR2004
                start = min(start, span.start if is_short else span.start + 1)
                end = max(end, span.end if is_short else span.end - 1)
    return Change(start, end, end + change.offset)


def _has_block_quotes(run: Span, growth: int, old_text: str, new_text: str) -> bool:
    """Return whether a run contains three quotes before or after the change."""
    start, end = run
    return any(
        old_text.find(quote, start, end) >= 0 or new_text.find(quote, start, end + growth) >= 0
        for quote in (_BLOCK_QUOTE, _FULL_WIDTH_BLOCK_QUOTE)
    )


# ---- Parsing and recovering a run ------------------------------------------------------------


def _parse_run(block: EnclosingBlock, growth: int, text: str) -> list[Item] | None:
    """Return the items that a block's run now has; None if it does not parse by itself.

    ``growth`` is the number of code points that the change adds to the run.
    """
    start, end = block.run
    run = text[start : end + growth]
    if "#" in run[max(run.rfind("\n"), run.rfind("\r")) + 1 :]:
        return None  # a comment on the last line may continue after the run
    if text[start - 1 : start] == '"' and not ends_text(text, start):
        return None  # the text before the run continues
    opening = block.opening
    wrapped_run = f"{opening}{run}\n}}" if opening else run
    try:
        items = cast("list[Item]", parser().parse(wrapped_run))  # made by TreeBuilder
    except UnexpectedInput:
        return None
    if opening:
        inner_items = _items_of_block(items, Span(len(opening) - 1, len(opening) + len(run) + 2))
        if inner_items is None:
            return None
        items = inner_items
    return shift_items(items, start - len(opening))


def _recover_run(block: EnclosingBlock, growth: int, text: str) -> _Recovered | None:
    """Return the items and errors of a block's run; None if it cannot be recovered by itself."""
    start, end = block.run[0], block.run[1] + growth
    if text.find("/*", start, end) >= 0 or text.find(_FULL_WIDTH_BLOCK_QUOTE, start, end) >= 0:
        return None  # the comment or text may end far after the run
    if text[start - 1 : start] == '"' and not ends_text(text, start):
        return None
    before = text[max(start - _MAX_LINE_START, 0) : start]
    following = block.following_head(growth, text)
    recovered = _recover_text(text[start:end], block.opening, start, before, following)
    if recovered is None or _has_open_block_text(text, start, end, recovered[1]):
        return None
    return recovered


def _recover_text(
    run: str, opening: str, start: int, before: str, following: str
) -> _Recovered | None:
    """Return the items and errors of the text of a run that begins at an offset.

    Args:
        run: The text.
        opening: The source text that opens a block of the same kind; empty for the file.
        start: The offset of the run.
        before: The text before the run.
        following: The head of the item after the run, which an error may depend on; empty if there
            is none.

    Returns:
        The items and errors; None if the run cannot be recovered by itself.
    """
    begins_line = not before.strip() or before.rstrip(" \t").endswith("\n")
    if not (begins_line or _FIRST_LINE.match(run)) or not _LAST_LINE.search(run):
        return None
    if opening and _TOP_LEVEL_KEYWORD.search(run):
        return None
    text = f"{opening}{run}{following}}}" if opening else run + following
    if not _has_balanced_braces(text):
        return None
    items, errors = recover(text)
    inside = Span(len(opening), len(opening) + len(run))
    if len(errors) > _MAX_RUN_ERRORS or not all(_is_inside(error, inside) for error in errors):
        return None
    run_items = _items_of_run(items, inside, text if opening else "", has_following=bool(following))
    if run_items is None:
        return None
    offset = start - len(opening)
    return shift_items(run_items, offset), [error.shifted(offset) for error in errors]


def _items_of_run(
    items: list[Item], inside: Span, wrapped: str, *, has_following: bool
) -> list[Item] | None:
    """Return the items of a run; None if the text around it has become part of them.

    Args:
        items: The parsed items.
        inside: The span of the run in the parsed text.
        wrapped: The parsed text, if it is a declaration whose block contains the run.
        has_following: Whether the run is followed by the head of another item.
    """
    if wrapped:
        inner_items = _items_of_block(items, Span(inside.start - 1, len(wrapped)))
        if inner_items is None:
            return None
        items = inner_items
    if not has_following:
        return items
    return items[:-1] if items and start_of(items[-1]) == inside.end else None


def _items_of_block(items: list[Item], span: Span) -> list[Item] | None:
    """Return the items in the block of the only item; None unless the block has the given span."""
    block = items[0].block if len(items) == 1 and isinstance(items[0], Declaration) else None
    return block.items if block is not None and block.span == span else None


def _has_open_block_text(text: str, start: int, end: int, errors: list[ParseError]) -> bool:
    """Return whether a text in three quotes begins in a run and may end after it.

    Only the lexer can tell which quotes begin a text: it reports an error for the unclosed ones.
    Such a text ends at the next three quotes, or before a line that begins something else.
    """
    last = start + len(text[start:end].rstrip())
    return any(
        text.find(_BLOCK_QUOTE, end) >= 0 or any(edit.span.end >= last for edit in error.edits)
        for error in errors
        if text.startswith(_BLOCK_QUOTE, error.span.start)
    )


def _has_balanced_braces(text: str) -> bool:
    """Return whether all braces are paired, and placed as the indentation suggests.

    Otherwise, which brace is wrong depends on the whole file.
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


# ---- Splicing --------------------------------------------------------------------------------


def _splice(
    old: Document,
    error_regions: tuple[Span, ...],
    path: list[EnclosingBlock],
    growth: int,
    source: SourceText,
    parsed: _Recovered,
) -> Document:
    """Return the document with the run of the last block of a path replaced by parsed items."""
    items, errors = parsed
    run = path[-1].run
    new_run = Span(run.start, run.end + growth)
    # Errors in other regions remain, and move with the text around them.
    other_regions = [span for span in error_regions if not run.touches(span)]
    other_errors = [
        error if error.span.start < run.start else error.shifted(growth)
        for error in old.errors
        if any(span.start <= error.span.start <= span.end for span in other_regions)
    ]
    all_errors = tuple(sorted((*other_errors, *errors), key=lambda error: error.span))
    if len(all_errors) >= MAX_ERRORS or any(map(run.crosses, error_regions)):
        return parse(source)
    if all_errors and (any_concerns_file(errors) or _has_excerpts(source.text)):
        return parse(source)
    all_items = _splice_items(path, items, growth)
    if is_nested_by_indentation(source.text, all_items):
        return parse(source)
    regions = [span if span.start < run.start else span.shifted(growth) for span in other_regions]
    return Document(
        source,
        all_items,
        all_errors,
        structure=old.structure if have_same_structure(path[-1].touched, items) else object(),
        error_regions=tuple(sorted((*regions, *([new_run] if errors else ())))),
    )


def _has_excerpts(text: str) -> bool:
    # Needed only for files with errors.
    from argmap.syntax.notations import find_excerpts
    from argmap.syntax.notations.conflicts import find_conflicts

    return bool(find_conflicts(text) or find_excerpts(text))


def _splice_items(path: list[EnclosingBlock], items: list[Item], growth: int) -> list[Item]:
    """Return the file's items with the touched items of the last block replaced."""
    for depth in range(len(path) - 1, -1, -1):
        block = path[depth]
        items_after = block.items[block.stop :]
        if growth:
            items_after = shift_items(items_after, growth)
        items = [*block.items[: block.first], *items, *items_after]
        if depth:
            parent = path[depth - 1]
            declaration = cast("Declaration", parent.items[parent.first])
            assert declaration.block is not None  # it contains the next block of the path
            start, end = declaration.block.span
            items = [replace_block(declaration, Block(items, Span(start, end + growth)))]
    return items
