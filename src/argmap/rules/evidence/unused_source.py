"""A source is declared but never cited.

What it does
    Reports a source that no statement, question or context of the map cites. Sources in imported
    files are checked, too. If you check a file that contains nothing but sources, the rule reports
    nothing.

Why it matters
    Either a citation is missing, or the list of sources contains a source that the map does not
    use.

Example
    source diary "My diary of twenty mornings"
    source fares "Fares in town"
    evidence log "The bus came late on 19 of 20 days" @diary:2

Instead
    source diary "My diary of twenty mornings"
    evidence log "The bus came late on 19 of 20 days" @diary:2

How to silence
    Write `# argmap: ignore[EVI303] because …` before the source. In a file of sources that several
    maps import, write `# argmap: ignore-file[EVI303] because …`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.model import Source
from argmap.model.identifiers import ID, normalize_id
from argmap.resolve.errors import ImportFailure, UndefinedSource
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.syntax import Document
from argmap.syntax.literals import comments
from argmap.syntax.tree import SourceDecl
from argmap.text import Edit, SourceText, Span, Suggester

RULE = rule(__name__, "EVI303", Severity.WARNING)
_LINE_END = re.compile(r"[ \t]*(?:\r\n|\n|\r|\Z)")
_AFTER_EMPTY_LINE = re.compile(r"(?:\n|\r|\A)[ \t]*(?:\r\n|\n|\r)\Z|\A\Z")
_LOOKBEHIND_CHARACTERS = 80  # enough for an empty line before a declaration


def check(context: RuleContext) -> Iterator[Diagnostic]:
    sources = context.map.sources
    if not sources or next(context.map.sentences, None) is None:
        return  # other files may import a file that contains only sources
    if next(context.errors(ImportFailure), None):
        return  # the file that could not be imported may contain the citation
    cited = {citation.source for s in context.map.sentences for citation in s.citations}
    # A missing or duplicate id is reported separately.
    unused = [source for id_, source in sources.items() if id_ not in cited and source.is_named]
    if not unused:
        return
    possibly_cited = _possibly_cited(context, [source.id for source in unused])
    deletions = {document.source: _Deletions(document) for document in context.resolution.documents}
    for source in unused:
        if source.id.rpartition(".")[2] not in possibly_cited:
            yield RULE.diagnostic(
                source.location,
                f"the source `{source.id}` is never cited",
                help=f"cite it where you rely on it (@{source.id}), or delete it",
                fixes=deletions[source.location.source].fixes(source),
                element=source.id,
            )


def _possibly_cited(context: RuleContext, unused: list[str]) -> set[str]:
    """Return the sources that misspelled citations or unparsed text may refer to."""
    names = [id_.rpartition(".")[2] for id_ in unused]
    suggestions = Suggester()
    cited = {
        suggestions.closest_match(error.name, names) for error in context.errors(UndefinedSource)
    }
    for document in context.resolution.documents:
        if document.errors:
            mentioned = re.findall(rf"@({ID}(?:\.{ID})*+)", document.source.text)
            cited.update(normalize_id(name).rpartition(".")[2] for name in mentioned)
    return {name for name in cited if name}


class _Deletions:
    """Makes fixes that delete declarations from one file but keep the comments."""

    def __init__(self, document: Document) -> None:
        self.source: SourceText = document.source
        self._comments: list[Span] | None = None
        self._spans = {
            item.head: item.span
            for item in document.items
            if isinstance(item, SourceDecl) and not document.errors
        }

    def fixes(self, source: Source) -> tuple[Fix, ...]:
        """Return the fix; it is unsafe because the author may not have written the citation yet."""
        span = self._spans.get(source.location.span)
        if span is None:
            return ()
        if self._comments is None:
            self._comments = comments(self.source.text)
        kept = [c for c in self._comments if span.start < c.start < span.end]
        edits = (
            _around_comments(self.source.text, span, kept)
            if kept
            else (Edit(_whole_lines(self.source.text, span), ""),)
        )
        title = "delete the declaration"
        return (Fix(title, self.source, tuple(edits), Applicability.UNSAFE),)


def _around_comments(text: str, span: Span, kept: list[Span]) -> Iterator[Edit]:
    """Yield edits that delete a declaration but keep each comment inside it on its own line."""
    yield Edit(Span(span.start, kept[0].start), "")
    for before, after in pairwise(kept):
        yield Edit(Span(before.end, after.start), "\n")
    ends_line = _LINE_END.match(text, span.end)
    end = span.end if ends_line else _spaces_end(text, span.end)
    yield Edit(Span(kept[-1].end, end), "" if ends_line else "\n")


def _whole_lines(text: str, span: Span) -> Span:
    """Extend a span to its whole lines, and to one of two empty lines around it."""
    start = span.start
    while text[start - 1 : start] in (" ", "\t"):
        start -= 1
    is_first = text[start - 1 : start] in ("", "\n", "\r")
    line_end = _LINE_END.match(text, span.end)
    if not line_end:
        return Span(span.start, _spaces_end(text, span.end))
    if not is_first:
        return Span(start, span.end)
    end = line_end.end()
    before = text[max(start - _LOOKBEHIND_CHARACTERS, 0) : start]
    empty_line = _LINE_END.match(text, end)
    if empty_line and empty_line.end() > end and _AFTER_EMPTY_LINE.search(before):
        end = empty_line.end()
    return Span(start, end)


def _spaces_end(text: str, offset: int) -> int:
    while text[offset : offset + 1] in (" ", "\t"):
        offset += 1
    return offset
