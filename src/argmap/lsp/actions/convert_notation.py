"""Conversion of text in another notation to argmap: a whole file, or lines between declarations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attrs import evolve
from lsprotocol import types

from argmap import exchange
from argmap.errors import InputError, MissingExtra
from argmap.exchange.foreign import ForeignFile
from argmap.lsp.actions import CodeActionContext
from argmap.model import ArgumentMap
from argmap.syntax import ForeignNotation
from argmap.text import Edit, Span

MAX_LENGTH = 1_000_000
"""Number of characters that are converted at once."""


def provide(context: CodeActionContext) -> Iterator[types.CodeAction]:
    """Yield the conversion of the lines in another notation at the selection.

    It is the conversion of `argmap import`. Lines in the block of a declaration are left to the
    author, because the block says what they support.
    """
    text = context.snapshot.source.text
    for error in context.snapshot.document.errors:
        if not isinstance(error, ForeignNotation) or not _touches(error.span, context.selection):
            continue
        start = text.rfind("\n", 0, error.span.start) + 1
        line_end = text.find("\n", error.span.end)
        span = Span(start, len(text) if line_end == -1 else line_end + 1)
        excerpt = text[span.start : span.end]
        is_file = not (text[: span.start] + text[span.end :]).strip()
        around = text[: span.start], text[span.end :]
        if len(excerpt) > MAX_LENGTH or not (is_file or _is_at_top_level(excerpt, around[0])):
            continue
        converted = _convert(excerpt, context.snapshot.source.name, is_file=is_file)
        if converted is None or (not is_file and _clash(converted, "\n".join(around))):
            continue
        written = exchange.dump(converted, "argmap").replace("\n", context.line_end)
        replaced = Span(0, len(text)) if is_file else span
        diagnostics = [
            one for one in context.client_diagnostics if one.code == "SYN005"
        ]  # the editor shows the action beside the diagnostic
        yield types.CodeAction(
            title=f"convert {'this file' if is_file else 'these lines'} to argmap",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=diagnostics or None,
            edit=context.workspace_edit([Edit(replaced, written)]),
        )


def _convert(excerpt: str, name: str, *, is_file: bool) -> ArgumentMap | None:
    """Return the map in a text; None if the text is in no format that argmap reads."""
    try:
        maps = list(exchange.load(ForeignFile(name, excerpt.encode("utf-8", "replace"))))
    except (InputError, MissingExtra):
        return None
    if len(maps) != 1:
        return None
    argument_map = maps[0].map
    if is_file:
        return argument_map
    # The file around the lines may have a separate head.
    return evolve(
        argument_map,
        title="",
        named_theses=(),
        is_neutral=False,
        lang=None,
        author=(),
        date=None,
        tags=(),
        note=None,
        extra={},
    )


def _touches(span: Span, selection: Span) -> bool:
    return span.start <= selection.end and selection.start <= span.end


def _is_at_top_level(excerpt: str, before: str) -> bool:
    """Return whether lines are not in the block of a declaration."""
    return not excerpt[:1].isspace() and before.count("{") == before.count("}")


def _clash(argument_map: ArgumentMap, text: str) -> bool:
    """Return whether an id of a map is a word of a text."""
    words = set(re.findall(r"[\w-]+", text))
    ids = (
        *argument_map.statements,
        *argument_map.inferences,
        *argument_map.sources,
        *argument_map.sections,
        *argument_map.questions,
        *argument_map.contexts,
    )
    return not words.isdisjoint(ids)
