"""A source is declared but never cited.

What it does
    Reports a source that no statement of the map cites. Sources in imported files are checked, too.
    If you check a file that contains sources but no statements, the rule reports nothing.

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


def check(context: RuleContext) -> Iterator[Diagnostic]:
    sources = context.map.sources
    if not sources or not context.map.statements:
        return  # other files may import a file that contains only sources
    if next(context.errors(ImportFailure), None):
        return  # the file that could not be imported may contain the citation
    cited = {citation.source for s in context.statements for citation in s.citations}
    # A missing or duplicate id is reported separately.
    unused = [source for id_, source in sources.items() if id_ not in cited and source.is_named]
    if not unused:
        return
    misread = _misread(context, [source.id for source in unused])
    documents = context.resolution.documents
    makers = {each.source: _FixMaker(each) for each in documents}
    for source in unused:
        if source.id.rpartition(".")[2] not in misread:
            maker = makers[source.location.source]
            yield RULE.diagnostic(
                source.location,
                f"nothing cites the source `{source.id}`",
                help=f"cite it where something rests on it (@{source.id}), or take it out",
                fixes=maker.fixes(source),
                element=source.id,
            )


def _misread(context: RuleContext, unused: list[str]) -> set[str]:
    """Return the sources that misspelled citations or unparsed text may refer to."""
    names = [id_.rpartition(".")[2] for id_ in unused]
    suggestions = Suggester()
    meant = {suggestions.nearest(error.name, names) for error in context.errors(UndefinedSource)}
    for document in context.resolution.documents:
        if document.errors:
            mentioned = re.findall(rf"@({ID}(?:\.{ID})*+)", document.source.text)
            meant.update(normalize_id(name).rpartition(".")[2] for name in mentioned)
    return {name for name in meant if name}


class _FixMaker:
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
        inside = [c for c in self._comments if span.start < c.start < span.end]
        edits = (
            _between(self.source.text, span, inside)
            if inside
            else (Edit(_lines(self.source.text, span), ""),)
        )
        title = "take the declaration out"
        return (Fix(title, self.source, tuple(edits), Applicability.UNSAFE),)


def _between(text: str, span: Span, inside: list[Span]) -> Iterator[Edit]:
    """Yield edits that delete a declaration but keep each comment inside it on its own line."""
    yield Edit(Span(span.start, inside[0].start), "")
    for before, after in pairwise(inside):
        yield Edit(Span(before.end, after.start), "\n")
    ends_line = _LINE_END.match(text, span.end)
    end = span.end if ends_line else _blanks_end(text, span.end)
    yield Edit(Span(inside[-1].end, end), "" if ends_line else "\n")


def _lines(text: str, span: Span) -> Span:
    """Extend a span to its whole lines, and to one of two empty lines around it."""
    start = span.start
    while text[start - 1 : start] in (" ", "\t"):
        start -= 1
    is_first = text[start - 1 : start] in ("", "\n", "\r")
    line_end = _LINE_END.match(text, span.end)
    if not line_end:
        return Span(span.start, _blanks_end(text, span.end))
    if not is_first:
        return Span(start, span.end)
    end = line_end.end()
    before = text[max(start - 80, 0) : start]
    gap = _LINE_END.match(text, end)
    if gap and gap.end() > end and re.search(r"(?:\n|\r|\A)[ \t]*(?:\r\n|\n|\r)\Z|\A\Z", before):
        end = gap.end()
    return Span(start, end)


def _blanks_end(text: str, offset: int) -> int:
    while text[offset : offset + 1] in (" ", "\t"):
        offset += 1
    return offset
