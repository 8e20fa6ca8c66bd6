"""Citations whose place is written in another way, or that stand side by side with a comma."""

from __future__ import annotations

import re

from lark import Token

from argmap.syntax.citing import loose_citation, unknown_place
from argmap.syntax.faults import SyntaxFault, replacing
from argmap.syntax.repairs.repair import Repair
from argmap.syntax.situation import Situation
from argmap.text import Span

_NAMED_PLACE = re.compile(
    r"(?:chapters?|chap|ch|footnotes?|fn|endnotes?|notes?|n|sections?|sect?|figures?|fig|tables?"
    r"|volumes?|vol|parts?|lines?|verses?|books?|bk|appendix|col)(?P<number>\d*)",
    re.IGNORECASE,
)


def loose_place(s: Situation) -> Repair | None:
    """Mend ``@paper, 4`` and ``@paper p 4``: a place that does not stand behind a colon."""
    citation = s.before(1)
    if citation.type != "CITATION" or not s.same_line(citation, s.here):
        return None
    start = citation.start_pos or 0
    found = loose_citation(s.half_width, start)
    if found is None or found[0].span.end <= (s.here.start_pos or 0):
        return None
    fault, meant = found
    drop = 0
    while (s.ahead(drop).start_pos or 0) < fault.span.end:
        drop += 1
    tokens = [Token("CITATION", each, start_pos=start, end_pos=fault.span.end) for each in meant]
    return Repair(fault, drop=drop, take_back=1, insert=tuple(tokens))


def several_places(s: Situation) -> Repair | None:
    """Pass over the rest of ``@paper:12:14``: whether a range is meant is not known."""
    citation = s.before(1)
    is_adjacent = citation.end_pos == s.here.start_pos
    if citation.type != "CITATION" or s.here.type != "COLON" or not is_adjacent:
        return None
    if s.ahead(1).type == "TEXT" or not s.same_line(s.here, s.ahead(1)):
        return None
    start = citation.start_pos or 0
    fault = unknown_place(s.half_width, start)
    drop = 0
    while (s.ahead(drop).start_pos or 0) < fault.span.end:
        drop += 1
    source = citation.value.partition(":")[0]
    token = Token("CITATION", source, start_pos=start, end_pos=fault.span.end)
    return Repair(fault, drop=max(drop, 1), take_back=1, insert=(token,))


def colon_before_snippet(s: Situation) -> Repair | None:
    """Fix ``@paper:"34 billion"``."""
    if s.before(1).type != "CITATION" or s.here.type != "COLON" or s.ahead(1).type != "TEXT":
        return None
    fault = SyntaxFault(
        s.here_span,
        "unexpected colon between a citation and its snippet",
        help='write @source "snippet" or @source:31 "snippet"',
        fix="delete the colon",
        edits=replacing(s.here_span, "" if s.text[s.here_span.end].isspace() else " "),
    )
    return Repair(fault, drop=1)


def named_place(s: Situation) -> Repair | None:
    """Pass over ``@paper ch2`` and ``@paper fn 3``: places that no citation names."""
    citation, word = s.before(1), s.here
    if citation.type != "CITATION" or word.type not in {"ID", "SECTION"}:
        return None
    match = _NAMED_PLACE.fullmatch(word.value)
    is_numbered = s.ahead(1).type == "NUMBER" and s.same_line(word, s.ahead(1))
    if match is None or not (match["number"] or is_numbered) or not s.same_line(citation, word):
        return None
    drop = 1 if match["number"] else 2
    span = Span(word.start_pos or 0, s.ahead(drop - 1).end_pos or 0)
    source = citation.value.partition(":")[0]
    fault = SyntaxFault(
        span,
        f"`{s.text[span.start : span.end]}` is not a place in a source",
        help=f"cite a paragraph or a page: `{source}:31` or `{source}:p12`",
    )
    return Repair(fault, drop=drop)


def snippet_before_citation(s: Situation) -> Repair | None:
    """Read ``claim a "A" "34 billion" @paper:31`` with the snippet after the citation."""
    if s.here.type != "TEXT" or s.before(1).type != "TEXT" or "CITATION" not in s.expected:
        return None
    citation = s.ahead(1)
    if citation.type != "CITATION" or s.ahead(2).type == "TEXT":
        return None
    if not s.same_line(s.before(1), s.here) or not s.same_line(s.here, citation):
        return None
    span = Span(s.here_span.start, citation.end_pos or 0)
    meant = f"{citation.value} {s.here.value}"
    fault = SyntaxFault(
        s.here_span,
        "the quoted words go after the citation",
        help=f"write `{meant}`",
        fix=f"write `{meant}`",
        edits=replacing(span, meant),
        is_sure=False,
    )
    return Repair(fault, drop=2, insert=(citation, s.here))


def comma_between_citations(s: Situation) -> Repair | None:
    """Mend ``@paper:3, @diary``."""
    if s.here.type != "COMMA" or s.ahead(1).type != "CITATION" or "CITATION" not in s.expected:
        return None
    fault = SyntaxFault(
        s.here_span,
        "citations are separated by spaces, without a comma",
        fix="delete the comma",
        edits=replacing(s.here_span, ""),
    )
    return Repair(fault, drop=1)
