"""Blocks and declarations that are missing, or stand in the wrong place."""

from __future__ import annotations

from lark import Token

from argmap.syntax.braces import made, span_of
from argmap.syntax.faults import SyntaxFault, replacing
from argmap.syntax.grammar import keywords
from argmap.syntax.phrases import article
from argmap.syntax.repairs.repair import Repair
from argmap.syntax.situation import END, FAR, Situation


def text_of_inference(s: Situation) -> Repair | None:
    """Pass over the text of a ``reason``, which has none."""
    if s.here.type != "TEXT" or "LBRACE" not in s.expected or "CLAIM" in s.expected:
        return None
    if s.before(1).type == "TEXT":
        return None
    has_id = s.before(1).type == "ID"
    word = s.before(2) if has_id else s.before(1)
    if word.type not in {"REASON", "OBJECTION"}:
        return None
    instead = "claim" if word.type == "REASON" else "counterpoint"
    if not _has_premises(s):
        return _single_premise(s, word, instead, 1 + has_id)
    fault = SyntaxFault(
        s.here_span,
        f"{article(word.value)} has no text: its premises are the statements in its block",
        help=f"for a single premise, write `{instead}` instead; for a remark, use `note:`",
    )
    return Repair(fault, drop=1)


def _has_premises(s: Situation) -> bool:
    """Whether a block with premises follows behind the text here, and no citation is between."""
    if s.ahead(1).type != "LBRACE":
        return False
    depth = 0
    for count in range(1, FAR):
        token = s.ahead(count)
        depth += (token.type == "LBRACE") - (token.type == "RBRACE")
        if depth == 0 or token.type == END:
            return False
        is_premise = token.type in {"CLAIM", "EVIDENCE", "ASSUMPTION"} or (
            token.type == "ID" and token.value == "premises"
        )
        if depth == 1 and is_premise:
            return True
    return True


def _single_premise(s: Situation, word: Token, instead: str, take_back: int) -> Repair:
    """Read an inference with a text, and nothing else, as the statement that it comes to."""
    fault = SyntaxFault(
        span_of(word),
        f"{article(word.value)} with a text of its own is a `{instead}`",
        help=f"write `{instead}`; {article(word.value)} joins several premises in its block",
        fix=f"write `{instead}`",
        edits=replacing(span_of(word), instead),
        is_sure=False,
    )
    span = span_of(word)
    keyword = Token(keywords()[instead], instead, start_pos=span.start, end_pos=span.end)
    taken = [s.before(count) for count in range(take_back - 1, 0, -1)]
    return Repair(fault, take_back=take_back, insert=(keyword, *taken))


def missing_block(s: Situation) -> Repair | None:
    """Go on behind a ``reason`` without its block."""
    if not s.expected <= {"ID", "LBRACE"} or "LBRACE" not in s.expected:
        return None
    word = s.before(2) if s.before(1).type == "ID" else s.before(1)
    fault = SyntaxFault(
        span_of(word),
        f"{article(word.value)} needs a block with its premises",
        help=f"write {word.value} {{ … }}",
    )
    return Repair(fault, insert=(made("LBRACE", "{", s.gap), made("RBRACE", "}", s.gap)))


def stray_closing_brace(s: Situation) -> Repair | None:
    """Pass over a brace that closes nothing."""
    if s.here.type != "RBRACE" or "RBRACE" in s.expected or s.depth > 0:
        return None
    if s.is_keyword(s.before(1)):
        return None
    fault = SyntaxFault(
        s.here_span,
        "this } closes nothing",
        fix="delete it",
        edits=replacing(s.here_span, ""),
    )
    return Repair(fault, drop=1)


def block_open_at_end(s: Situation) -> Repair | None:
    """Close what is open at the end though as many braces close as open: one came too early."""
    if s.here.type != END or "RBRACE" not in s.expected:
        return None
    closing = tuple(made("RBRACE", "}", len(s.text)) for _ in range(s.depth))
    fault = SyntaxFault(
        span_of(s.before(1)),
        "the file ends, and a block is still open",
        help="a } somewhere above is too early",
    )
    return Repair(fault, insert=closing)


def stray_block(s: Situation) -> Repair | None:
    """Pass over braces that belong to nothing; what they hold is read all the same."""
    if s.here.type != "LBRACE" or "LBRACE" in s.expected or "CLAIM" not in s.expected:
        return None
    fault = SyntaxFault(
        s.here_span,
        "this block belongs to nothing",
        help="write a block after the head of a declaration",
    )
    closing = s.where_closed(s.position, 0)
    if closing is None:
        return Repair(fault, drop=1)
    inside = tuple(s.tokens[s.position + 1 : closing])
    return Repair(fault, drop=closing + 1 - s.position, insert=inside)


def late_citation(s: Situation) -> Repair | None:
    """Pass over a citation that stands behind a block, or before the text."""
    if s.here.type != "CITATION" or "CITATION" in s.expected:
        return None
    if "TEXT" in s.expected and s.ahead(1).type == "TEXT":
        moved = SyntaxFault(s.here_span, "a citation comes after the text, not before it")
        return Repair(moved, drop=1)
    if "CLAIM" not in s.expected:
        return None
    fault = SyntaxFault(
        s.here_span,
        "this citation belongs to no statement",
        help="write a citation after the text of a statement and before its block",
    )
    return Repair(fault, drop=2 if s.ahead(1).type == "TEXT" else 1)


def misplaced_declaration(s: Situation) -> Repair | None:
    """Read a source inside a statement, or a claim inside a source, as if it stood behind it."""
    if not s.is_keyword(s.here) or s.here.type in {"AS", "TRUE", "FALSE"} | s.expected:
        return None
    if "RBRACE" not in s.expected or s.depth == 0:
        return None
    stop = _end_of_declaration(s)
    closing = s.where_closed(stop, s.depth)
    where = "in a section or " if s.here.type == "SECTION" else ""
    fault = SyntaxFault(
        s.here_span,
        f"{article(s.here.value)} cannot be inside of this block",
        help=f"write it {where}outside of the block",
    )
    if closing is None:
        return Repair(fault, drop=stop - s.position)
    return Repair(fault, moves=((s.position, stop, closing + 1),))


def _end_of_declaration(s: Situation) -> int:
    """Return the position behind the declaration that begins here."""
    offset = 1
    parts = {"ID", "TEXT", "AS", "CITATION"}
    while s.ahead(offset).type in parts and s.ahead(offset + 1).type != "COLON":
        offset += 1
    if s.ahead(offset).type == "LBRACE":
        closing = s.where_closed(s.position + offset, 0)
        return s.position + offset if closing is None else closing + 1
    return s.position + offset
