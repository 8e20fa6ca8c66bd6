"""Citations whose place is written in another way, or that stand side by side with a comma."""

from __future__ import annotations

from lark import Token

from argmap.syntax.citing import loose_citation
from argmap.syntax.faults import SyntaxFault, replacing
from argmap.syntax.repairs.repair import Repair
from argmap.syntax.situation import Situation


def loose_place(s: Situation) -> Repair | None:
    """Mend ``@paper, 4`` and ``@paper p 4``: a place that does not stand behind a colon."""
    citation = s.before(1)
    if citation.type != "CITATION" or not s.same_line(citation, s.here):
        return None
    start = citation.start_pos or 0
    found = loose_citation(s.text, start)
    if found is None or found[0].span.end <= (s.here.start_pos or 0):
        return None
    fault, meant = found
    drop = 0
    while (s.ahead(drop).start_pos or 0) < fault.span.end:
        drop += 1
    tokens = [Token("CITATION", each, start_pos=start, end_pos=fault.span.end) for each in meant]
    return Repair(fault, drop=drop, take_back=1, insert=tuple(tokens))


def comma_between_citations(s: Situation) -> Repair | None:
    """Mend ``@paper:3, @diary``."""
    if s.here.type != "COMMA" or s.ahead(1).type != "CITATION" or "CITATION" not in s.expected:
        return None
    fault = SyntaxFault(
        s.here_span,
        "citations stand side by side, without a comma",
        fix="delete the comma",
        edits=replacing(s.here_span, ""),
    )
    return Repair(fault, drop=1)
