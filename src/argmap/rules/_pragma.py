"""Comments addressed to argmap: ``# argmap: ignore[EVI301] because it is common knowledge``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from argmap.syntax.tree import Word
from argmap.text import Location, SourceText, Span

IGNORE = "ignore"
IGNORE_FILE = "ignore-file"
MARK = "argmap:"
"""The marker of such comments; a file without it is not searched."""

_PRAGMA = re.compile(r"#+[ \t]*argmap:[ \t]*(?P<verb>[\w-]*)[ \t]*(?:\[(?P<rules>[^\]]*)\])?")
_RULE = re.compile(r"[^\s,]+")
_LEAD = re.compile(r"(?:because\b|[:,;–—-])\s*")


class Pragma(NamedTuple):
    """A comment addressed to argmap.

    ``rules`` is None if the comment has no brackets; ``list_span`` is the span between them.
    """

    location: Location
    verb: Word
    rules: tuple[Word, ...] | None
    list_span: Span
    reason: str


def pragmas(source: SourceText, comments: list[Span]) -> Iterator[tuple[int, Pragma]]:
    """Yield the comments addressed to argmap, each with its index in ``comments``."""
    for number, span in enumerate(comments):
        found = _PRAGMA.match(source.text, span.start, span.end)
        if found is not None:
            yield number, _pragma(Location(source, span), found)


def _pragma(location: Location, found: re.Match[str]) -> Pragma:
    start, end = found.span("rules")
    rules = found["rules"]
    words = None
    if rules is not None:
        words = tuple(
            Word(word[0], Span(start + word.start(), start + word.end()))
            for word in _RULE.finditer(rules)
        )
    said = location.source.text[found.end() : location.span.end].strip()
    reason = said[lead.end() :] if (lead := _LEAD.match(said)) else said
    verb = Word(found["verb"], Span(*found.span("verb")))
    return Pragma(location, verb, words, Span(start, end), reason)
