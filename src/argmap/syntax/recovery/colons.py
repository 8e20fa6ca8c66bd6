"""Colons after a keyword or an id, before the text of a declaration: ``claim a: "…"``."""

from __future__ import annotations

from lark import Token

from argmap.model.attributes import ATTRIBUTES
from argmap.syntax.errors import ParseError, replace_span
from argmap.syntax.literals import quote
from argmap.syntax.recovery.braces import make_token
from argmap.syntax.recovery.context import END, RecoveryContext, Repair
from argmap.syntax.recovery.texts import QUOTES_HELP, is_label
from argmap.syntax.tree import missing_name
from argmap.text import Span


def colon_after_keyword(ctx: RecoveryContext) -> Repair | None:
    """Drop the colon in ``claim: "…"`` and ``claim a: "…"``."""
    if ctx.token.type != "COLON" or not (
        ctx.expected & {"TEXT", "LBRACE"} or ctx.expected == {"ID"}
    ):
        return None
    name = ctx.previous(1).value
    if _is_colon_in_id(ctx):
        return _id_with_colon(ctx)
    if name == "source" and (words := _rest_of_line(ctx)):
        return _source_in_words(ctx, words)
    is_text = (
        is_label(name) and ctx.is_keyword(ctx.previous(2)) and ctx.previous(2).type != "SOURCE"
    )
    if is_text and (words := _rest_of_line(ctx)):
        return _text_with_label(ctx, words)
    if "TEXT" in ctx.expected and (words := _rest_of_line(ctx)):
        quoted = quote(ctx.text[words.start : words.end])
        head = ctx.text[_head_start(ctx) : ctx.token_span.start]
        error = ParseError(
            ctx.token_span.join(words),
            f"unexpected colon after `{name}`, and missing quotes around the text",
            help=f"write `{head} {quoted}`",
            fix=f"write `{head} {quoted}`",
            edits=(*replace_span(ctx.token_span, ""), *replace_span(words, quoted)),
            is_safe=name not in ATTRIBUTES,
        )
        text = Token("TEXT", quoted, start_pos=words.start, end_pos=words.end)
        return Repair(error, drop=1 + ctx.count_rest_of_line(1), insert=(text,))
    error = ParseError(
        ctx.token_span,
        f"unexpected colon after `{name}`",
        help='write a statement as `claim id "text"`; only attributes have colons',
        fix="delete the colon",
        edits=replace_span(ctx.token_span, ""),
        is_safe=_is_certainly_stray_colon(ctx),
    )
    return Repair(error, drop=1)


def _is_colon_in_id(ctx: RecoveryContext) -> bool:
    """Return whether a colon is between two parts of an id, without spaces, before a text."""
    first, second = ctx.previous(1), ctx.lookahead(1)
    return (
        ctx.is_keyword(ctx.previous(2))
        and first.type == second.type == "ID"
        and first.end_pos == ctx.token.start_pos
        and ctx.token.end_pos == second.start_pos
        and ctx.lookahead(2).type == "TEXT"
        and ctx.on_same_line(second, ctx.lookahead(2))
    )


def _id_with_colon(ctx: RecoveryContext) -> Repair:
    """Read ``claim a:b "…"`` as a claim with an invalid id."""
    first, second = ctx.previous(1), ctx.lookahead(1)
    span, joined = Span(first.start_pos or 0, second.end_pos or 0), f"{first.value}-{second.value}"
    error = ParseError(
        span,
        f"`{ctx.text[span.start : span.end]}` is not a valid id",
        help=f"use letters, digits, `_` and `-`: `{joined}`",
        fix=f"write `{joined}`",
        edits=replace_span(span, joined),
        is_safe=False,
    )
    name = Token("ID", joined, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=2, pop=1, insert=(name,))


def _is_certainly_stray_colon(ctx: RecoveryContext) -> bool:
    """Return whether a colon after a keyword or an id cannot belong to a text without quotes.

    It may belong to one if there are words before the next quote, or other characters before the
    id: ``claim Supports: A "and B"``, ``claim%Supports: "A"``. After the name of an attribute, the
    keyword may be the mistake: ``evidence note: "A"``.
    """
    name, following = ctx.previous(1), ctx.lookahead(1)
    if ctx.is_keyword(name):
        return following.type in ctx.expected
    is_alone = following.type in {"TEXT", "LBRACE", END}
    is_last = is_alone or not ctx.on_same_line(ctx.token, following)
    between = ctx.text[ctx.previous(2).end_pos or 0 : name.start_pos or 0]
    return name.value not in ATTRIBUTES and is_last and not between.strip()


def _text_with_label(ctx: RecoveryContext, words: Span) -> Repair:
    """Read ``claim Note: the bus is late`` as a text without quotes."""
    span = Span(ctx.previous(1).start_pos or 0, words.end)
    quoted = quote(ctx.text[span.start : span.end])
    error = ParseError(
        span,
        "missing quotes around a text",
        help=QUOTES_HELP,
        fix="put it in quotes",
        edits=replace_span(span, quoted),
    )
    text = Token("TEXT", quoted, start_pos=span.start, end_pos=span.end)
    return Repair(error, drop=1 + ctx.count_rest_of_line(1), pop=1, insert=(text,))


def _source_in_words(ctx: RecoveryContext, words: Span) -> Repair:
    """Read ``source: Smith, The Book`` as a source without an id."""
    quoted = quote(ctx.text[words.start : words.end])
    start = ctx.previous(1).start_pos or 0
    error = ParseError(
        Span(start, words.end),
        "missing source id, and missing quotes around its title",
        help=f"write `source id {quoted}`, and cite it as `@id`",
    )
    name = make_token("ID", missing_name(start), start)
    text = Token("TEXT", quoted, start_pos=words.start, end_pos=words.end)
    return Repair(error, drop=1 + ctx.count_rest_of_line(1), insert=(name, text))


def _head_start(ctx: RecoveryContext) -> int:
    """Return where the declaration of the previous token, its keyword or its id, begins."""
    first = ctx.previous(1) if ctx.is_keyword(ctx.previous(1)) else ctx.previous(2)
    return first.start_pos or 0


def _rest_of_line(ctx: RecoveryContext) -> Span | None:
    """Return the span of the words from the colon to the end of its line, if any."""
    first = ctx.lookahead(1)
    end = 1 + ctx.count_rest_of_line(1)
    if end == 1 or not ctx.on_same_line(ctx.token, first):
        return None
    if any(ctx.lookahead(number).type in {"TEXT", "COLON"} for number in range(1, end)):
        return None
    return Span(first.start_pos or 0, ctx.end_of_words(end))
