"""Words that are none, or stand in the wrong place."""

from __future__ import annotations

from lark import Token

from argmap.model.attributes import DECLARATION_WORDS, INFERENCE_WORDS
from argmap.syntax.faults import SyntaxFault, UnknownWord, replacing
from argmap.syntax.grammar import keywords
from argmap.syntax.inner_quotes import touches_quote
from argmap.syntax.repairs.attributes import count_values
from argmap.syntax.repairs.repair import Repair
from argmap.syntax.situation import Situation
from argmap.syntax.synonyms import RELATION_VERBS, SYNONYMS
from argmap.text import Span, nearest


def misspelt_keyword(s: Situation) -> Repair | None:
    """Mend ``clam c1 "…"``: a word where a declaration should begin."""
    word, following = s.here, s.ahead(1)
    if word.type != "ID" or "CLAIM" not in s.expected:
        return None
    if following.type not in {"ID", "TEXT", "LBRACE"} or not s.same_line(word, following):
        return None
    if touches_quote(s.text, s.here_span) and not s.begins_line(word):
        return None  # it is a word of a text whose quotes are wrong
    folded = word.value.casefold()
    meant = SYNONYMS.get(folded) or RELATION_VERBS.get(folded)
    meant = meant or nearest(word.value, DECLARATION_WORDS)
    has_text = "TEXT" in (following.type, s.ahead(2).type)
    if meant is None and not (has_text and s.begins_line(word)):
        return None
    if meant in INFERENCE_WORDS and has_text:
        meant = "claim" if meant == "reason" else "counterpoint"  # an inference has no text
    span = s.here_span
    fault = UnknownWord(
        span,
        f"unknown keyword `{word.value}`",
        help=f"did you mean `{meant}`?"
        if meant
        else "a statement begins with claim, evidence, assumption or counterpoint",
        fix=f"write `{meant}`" if meant else "",
        edits=replacing(span, meant) if meant else (),
    )
    keyword = meant or "claim"
    token = Token(keywords()[keyword], keyword, start_pos=span.start, end_pos=span.end)
    return Repair(fault, drop=1, insert=(token,))


def angle_before_keyword(s: Situation) -> Repair | None:
    """Pass over the ``>`` in ``> claim a "A"``, as in a quoted e-mail."""
    if s.here.value != ">" or not s.begins_line(s.here) or not s.is_keyword(s.ahead(1)):
        return None
    fault = SyntaxFault(
        s.here_span,
        "unexpected `>` before a declaration",
        help="its first word says what it is, and its place in the outline what it bears on",
        fix="delete it",
        edits=replacing(Span(s.here_span.start, s.ahead(1).start_pos or 0), ""),
    )
    return Repair(fault, drop=1)


def keyword_as_name(s: Situation) -> Repair | None:
    """Mend ``claim evidence "…"`` and ``supports: claim``: a keyword where an id belongs."""
    if not s.is_keyword(s.here) or "ID" not in s.expected or s.expected == {"COLON"}:
        return None
    previous = s.before(1)
    is_value = previous.type in {"COLON", "COMMA", "ARROW"}
    if not s.same_line(previous, s.here) or not (is_value or s.is_keyword(previous)):
        return None
    fault = SyntaxFault(
        s.here_span,
        f"`{s.here.value}` is a word of the language and cannot be an id",
        help=f"choose another id, for example `{s.here.value}-1`, or put a text in quotes",
    )
    name = Token("ID", s.here.value, start_pos=s.here.start_pos, end_pos=s.here.end_pos)
    return Repair(fault, drop=1, insert=(name,))


def keyword_as_attribute(s: Situation) -> Repair | None:
    """Pass over ``source: "…"``: a keyword used as an attribute's name."""
    keyword = s.here
    if not s.is_keyword(keyword) or s.ahead(1).type != "COLON" or "CLAIM" not in s.expected:
        return None
    name = s.ahead(2).value if s.ahead(2).type == "ID" else "paper"
    hint = f'cite a source after the text: "…" @{name}' if keyword.value == "source" else ""
    fault = SyntaxFault(
        s.here_span,
        f"`{keyword.value}` begins a declaration and is not an attribute",
        help=hint or "attributes are written `name: value`, such as `confidence: likely`",
    )
    drop = 2 + count_values(s, 2)
    while s.ahead(drop).type in {"CITATION", "TEXT", "COMMA"} and s.same_line(
        s.ahead(drop - 1), s.ahead(drop)
    ):
        drop += 1
    return Repair(fault, drop=drop)
