"""Repairs of heads, blocks and declarations: missing, misplaced, or in another order."""

from __future__ import annotations

import re

from lark import Token

from argmap.model import ESTIMATIVE_WORDS
from argmap.model.attributes import ATTRIBUTES, CITING_KEYWORDS
from argmap.syntax.errors import ParseError, insert_at, replace_span, with_article
from argmap.syntax.grammar import keywords
from argmap.syntax.literals import quote, unquote
from argmap.syntax.recovery.braces import make_token, span_of
from argmap.syntax.recovery.context import END, MAX_LOOKAHEAD_TOKENS, RecoveryContext, Repair
from argmap.syntax.tree import missing_name
from argmap.text import Edit, Span

_KEYWORDS_WITH_ID = {*(word.upper() for word in CITING_KEYWORDS), "SECTION", "SOURCE"}
_YEAR = re.compile(r"[12]\d{3}(?:-\d\d){0,2}")
_NOT_IN_IDS = re.compile(r"[^\w-]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_EARLY_BRACE = re.compile(r"[\w-]+[ \t]*:[ \t]*\}")
_MAX_LOOKBACK = 2_000
"""Characters that are searched for an earlier brace."""
_MAX_TITLE_LOOKAHEAD = 200
"""Tokens of a block that are searched for a title."""


def text_of_inference(ctx: RecoveryContext) -> Repair | None:
    """Drop the text of a ``reason`` or ``objection``, or read it as a statement."""
    if ctx.token.type != "TEXT" or "LBRACE" not in ctx.expected or "CLAIM" in ctx.expected:
        return None
    if ctx.previous(1).type == "TEXT":
        return None
    has_id = ctx.previous(1).type == "ID"
    word = ctx.previous(2) if has_id else ctx.previous(1)
    if word.type not in {"REASON", "OBJECTION"}:
        return None
    replacement = "claim" if word.type == "REASON" else "counterpoint"
    if not _has_premises(ctx):
        return _single_premise(ctx, word, replacement, 1 + has_id)
    error = ParseError(
        ctx.token_span,
        f"{with_article(word.value)} cannot have a text",
        help=f"for a single premise, write `{replacement}` instead; for a remark, use `note:`",
    )
    return Repair(error, drop=1)


def _has_premises(ctx: RecoveryContext) -> bool:
    """Return whether a block with premises directly follows the text."""
    if ctx.lookahead(1).type != "LBRACE":
        return False
    depth = 0
    for count in range(1, MAX_LOOKAHEAD_TOKENS):
        token = ctx.lookahead(count)
        depth += (token.type == "LBRACE") - (token.type == "RBRACE")
        if depth == 0 or token.type == END:
            return False
        is_premise = token.type in {"CLAIM", "EVIDENCE", "ASSUMPTION"} or (
            token.type == "ID" and token.value == "premises"
        )
        if depth == 1 and is_premise:
            return True
    return True


def _single_premise(ctx: RecoveryContext, word: Token, replacement: str, pop: int) -> Repair:
    """Read an inference with a text, but without premises, as a statement."""
    error = ParseError(
        span_of(word),
        f"{with_article(word.value)} cannot have a text",
        help=f"write `{replacement}`; {with_article(word.value)} joins the premises in its block",
        fix=f"write `{replacement}`",
        edits=replace_span(span_of(word), replacement),
        is_safe=False,
    )
    span = span_of(word)
    keyword = Token(keywords()[replacement], replacement, start_pos=span.start, end_pos=span.end)
    popped = [ctx.previous(count) for count in range(pop - 1, 0, -1)]
    return Repair(error, pop=pop, insert=(keyword, *popped))


def missing_block(ctx: RecoveryContext) -> Repair | None:
    """Insert an empty block after a ``reason`` without a block."""
    if not ctx.expected <= {"ID", "LBRACE"} or "LBRACE" not in ctx.expected:
        return None
    word = ctx.previous(2) if ctx.previous(1).type == "ID" else ctx.previous(1)
    error = ParseError(
        span_of(word),
        f"{with_article(word.value)} needs a block with its premises",
        help=f"write `{word.value} {{ … }}`",
    )
    return Repair(
        error,
        insert=(
            make_token("LBRACE", "{", ctx.insertion_offset),
            make_token("RBRACE", "}", ctx.insertion_offset),
        ),
    )


def stray_closing_brace(ctx: RecoveryContext) -> Repair | None:
    """Drop a closing brace without an opening one."""
    if ctx.token.type != "RBRACE" or "RBRACE" in ctx.expected or ctx.depth > 0:
        return None
    if ctx.is_keyword(ctx.previous(1)):
        return None
    error = ParseError(
        ctx.token_span,
        "unexpected `}`; no block is open",
        fix="delete it",
        edits=replace_span(ctx.token_span, ""),
        is_safe=not _has_early_brace(ctx),
    )
    return Repair(error, drop=1)


def _has_early_brace(ctx: RecoveryContext) -> bool:
    """Return whether a brace before this one separates an attribute from its value.

    That brace is more likely to be the superfluous one.
    """
    end = ctx.token_span.start
    return _EARLY_BRACE.search(ctx.half_width, max(end - _MAX_LOOKBACK, 0), end) is not None


def block_open_at_end(ctx: RecoveryContext) -> Repair | None:
    """Close the blocks that are open at the end, although the numbers of braces are equal.

    A closing brace is too early, then.
    """
    if ctx.token.type != END or "RBRACE" not in ctx.expected:
        return None
    closing = tuple(make_token("RBRACE", "}", len(ctx.text)) for _ in range(ctx.depth))
    error = ParseError(
        span_of(ctx.previous(1)),
        "missing `}` at the end of the file",
        help="look for a `}` above that is too early",
    )
    return Repair(error, insert=closing)


def stray_block(ctx: RecoveryContext) -> Repair | None:
    """Drop the braces of a block that belongs to no declaration; keep its items."""
    if ctx.token.type != "LBRACE" or "LBRACE" in ctx.expected or "CLAIM" not in ctx.expected:
        return None
    error = ParseError(
        ctx.token_span,
        "unexpected block; it belongs to no declaration",
        help="write a block after the head of a declaration",
    )
    closing = ctx.find_closing_brace(ctx.position, 0)
    if closing is None:
        return Repair(error, drop=1)
    items = tuple(ctx.tokens[ctx.position + 1 : closing])
    return Repair(error, drop=closing + 1 - ctx.position, insert=items)


def late_citation(ctx: RecoveryContext) -> Repair | None:
    """Drop a citation after a block or before the text."""
    if ctx.token.type != "CITATION" or "CITATION" in ctx.expected:
        return None
    if "TEXT" in ctx.expected and ctx.lookahead(1).type == "TEXT":
        early = ParseError(
            ctx.token_span,
            "unexpected citation before the text",
            help="write a citation after the text",
        )
        return Repair(early, drop=1)
    if "CLAIM" not in ctx.expected:
        return None
    error = ParseError(
        ctx.token_span,
        "unexpected citation; it belongs to no statement",
        help="write a citation after the text of a statement and before its block",
    )
    return Repair(error, drop=2 if ctx.lookahead(1).type == "TEXT" else 1)


def misplaced_declaration(ctx: RecoveryContext) -> Repair | None:
    """Move a source inside a statement, or a claim inside a source, after the enclosing block."""
    if not ctx.is_keyword(ctx.token) or ctx.token.type in {"AS", "TRUE", "FALSE"} | ctx.expected:
        return None
    if "RBRACE" not in ctx.expected or ctx.depth == 0:
        return None
    stop = _declaration_end(ctx)
    closing = ctx.find_closing_brace(stop, ctx.depth)
    section = "in a section or " if ctx.token.type == "SECTION" else ""
    error = ParseError(
        ctx.token_span,
        f"{with_article(ctx.token.value)} cannot be inside this block",
        help=f"write it {section}outside of the block",
    )
    if closing is None:
        return Repair(error, drop=stop - ctx.position)
    return Repair(error, moves=((ctx.position, stop, closing + 1),))


def _declaration_end(ctx: RecoveryContext) -> int:
    """Return the index after the declaration that begins here."""
    offset = 1
    parts = {"ID", "TEXT", "AS", "CITATION"}
    while ctx.lookahead(offset).type in parts and ctx.lookahead(offset + 1).type != "COLON":
        offset += 1
    if ctx.lookahead(offset).type == "LBRACE":
        closing = ctx.find_closing_brace(ctx.position + offset, 0)
        return ctx.position + offset if closing is None else closing + 1
    return ctx.position + offset


def id_after_text(ctx: RecoveryContext) -> Repair | None:
    """Move the id in ``claim "Buses are late" late {`` before the text."""
    if ctx.token.type == "TEXT":  # `source "Title" smith`
        keyword, text, name, popped = ctx.previous(1), ctx.token, ctx.lookahead(1), 0
        is_head = keyword.type == "SOURCE"
    else:
        keyword, text, name, popped = ctx.previous(2), ctx.previous(1), ctx.token, 1
        is_head = keyword.type in _KEYWORDS_WITH_ID and ctx.is_keyword(keyword)
    if not is_head or text.type != "TEXT" or name.type != "ID":
        return None
    spec = ATTRIBUTES.get(name.value)
    if spec is not None and keyword.value in spec.declarations:
        return None
    next_token = ctx.lookahead(2 - popped)
    ends = next_token.type in {END, "LBRACE", "RBRACE", "CITATION"} or not ctx.on_same_line(
        name, next_token
    )
    if not ends or not ctx.on_same_line(text, name) or next_token.type == "COLON":
        return None
    if ctx.text[text.end_pos or 0 : name.start_pos or 0].strip():
        return None  # for example the rest of a citation: `"…" @\\smith`
    error = ParseError(
        span_of(name),
        "unexpected id after the text",
        help=f'write `{keyword.value} {name.value} "…"`',
        fix="move the id",
        edits=(
            *insert_at(text.start_pos or 0, f"{name.value} "),
            *replace_span(Span(text.end_pos or 0, name.end_pos or 0), ""),
        ),
        # The id may be a word of a text without quotes, or an estimate of likelihood.
        is_safe=ctx.text[text.start_pos or 0] == '"' and name.value not in ESTIMATIVE_WORDS,
    )
    return Repair(error, drop=2 - popped, pop=popped, insert=(name, text))


def title_in_block(ctx: RecoveryContext) -> Repair | None:
    """Move the title in ``map { title: "…" }`` before the block."""
    if ctx.token.type != "LBRACE" or "TEXT" not in ctx.expected:
        return None
    has_id = ctx.previous(1).type == "ID"
    keyword = ctx.previous(2) if has_id else ctx.previous(1)
    if keyword.type not in {"MAP", "SECTION", *(word.upper() for word in CITING_KEYWORDS)}:
        return None
    names = ("title", "name", "text") if keyword.type in {"MAP", "SECTION"} else ("text", "title")
    for count in range(1, _MAX_TITLE_LOOKAHEAD):
        name = ctx.lookahead(count)
        if name.type in {END, "LBRACE", "RBRACE"}:
            return None
        if name.value in names and ctx.lookahead(count + 1).type == "COLON":
            break
    else:
        return None
    text = ctx.lookahead(count + 2)
    if text.type != "TEXT":
        return None
    error = ParseError(
        span_of(name),
        f"the text of {with_article(keyword.value)} must be before its block",
        help=f"write `{keyword.value} {'id ' if has_id else ''}{_display_text(text)} {{ … }}`",
        fix="move it before the block",
        edits=(
            *insert_at(ctx.insertion_offset, f" {text.value}"),
            Edit(
                _with_surrounding_space(ctx.text, Span(name.start_pos or 0, text.end_pos or 0)), ""
            ),
        ),
    )
    item_count = count - (ctx.lookahead(count - 1).type == "COMMA")
    drop = count + 3 + (ctx.lookahead(count + 3).type == "COMMA")
    return Repair(
        error, drop=drop, insert=(text, *(ctx.lookahead(offset) for offset in range(item_count)))
    )


def _display_text(text: Token, max_length: int = 30) -> str:
    return text.value if len(text.value) <= max_length else '"…"'


def _with_surrounding_space(text: str, span: Span) -> Span:
    """Return a span extended by the spaces and commas before it and a comma after it."""
    start, end = span
    while start and text[start - 1] in " \t,":
        start -= 1
    return Span(start, end + 1 if text[end : end + 1] == "," else end)


def year_after_title(ctx: RecoveryContext) -> Repair | None:
    """Move the year in ``source smith "Smith" 2020`` into the block."""
    commas = int(ctx.token.type == "COMMA")
    year, title = ctx.lookahead(commas), ctx.previous(1)
    if year.type not in {"NUMBER", "DATE"} or not _YEAR.fullmatch(year.value):
        return None
    if (
        ctx.previous(3).type != "SOURCE"
        or title.type != "TEXT"
        or not ctx.on_same_line(title, year)
    ):
        return None
    name = "year" if year.type == "NUMBER" else "date"
    next_token = ctx.lookahead(1 + commas)
    has_block = next_token.type == "LBRACE"
    correction = f"{name}: {year.value}"
    original = ctx.token_span.join(span_of(year))
    edits = replace_span(original, f"{{ {correction} }}" if not commas else f" {{ {correction} }}")
    if has_block:
        span = _with_surrounding_space(ctx.text, original)
        edits = (Edit(span, ""), *insert_at(next_token.end_pos or 0, f" {correction}"))
    error = ParseError(
        span_of(year),
        f"the {name} of a source must be in its block",
        help=f"write `{{ {correction} }}`",
        fix=f"write `{{ {correction} }}`",
        edits=edits,
    )
    offset = year.start_pos or 0
    tokens = [
        make_token("LBRACE", "{", offset),
        make_token("ID", name, offset),
        make_token("COLON", ":", offset),
        year,
    ]
    if not has_block:
        tokens.append(make_token("RBRACE", "}", year.end_pos or 0))
    return Repair(error, drop=commas + (2 if has_block else 1), insert=tuple(tokens))


def bad_id(ctx: RecoveryContext) -> Repair | None:
    """Read an invalid id as an id: ``claim a.b "…"``, ``claim 1.1 "…"``."""
    word = ctx.token
    if word.type not in {"PATH", "NUMBER", "DATE"} or "ID" not in ctx.expected:
        return None
    previous = ctx.previous(1)
    if not ctx.is_keyword(previous) or not ctx.on_same_line(previous, word):
        return None
    if ctx.lookahead(1).type not in {"TEXT", "LBRACE", "COLON"}:
        return None
    joined = _NOT_IN_IDS.sub("-", word.value)
    correction = joined if word.type == "PATH" else f"n{joined}"
    error = ParseError(
        ctx.token_span,
        f"`{word.value}` is not a valid id",
        help="begin an id with a letter or `_`, and use letters, digits, `_` and `-`: "
        f"`{correction}`",
        fix=f"write `{correction}`",
        edits=replace_span(ctx.token_span, correction),
        is_safe=False,
    )
    name = Token("ID", word.value, start_pos=word.start_pos, end_pos=word.end_pos)
    return Repair(error, drop=1, insert=(name,))


def section_without_quotes(ctx: RecoveryContext) -> Repair | None:
    """Insert the title in ``section Ethics {``, whose only word is read as the id."""
    name = ctx.previous(1)
    if (
        ctx.token.type != "LBRACE"
        or "TEXT" not in ctx.expected
        or ctx.previous(2).type != "SECTION"
    ):
        return None
    if name.type != "ID" or not ctx.on_same_line(ctx.previous(2), name):
        return None
    quoted = quote(name.value)
    error = ParseError(
        span_of(name),
        "missing quotes around the title of a section",
        help=f"write `section {quoted}`, or `section {name.value} {quoted}` with an id",
        fix=f"write `section {name.value} {quoted}`",
        edits=insert_at(name.end_pos or 0, f" {quoted}"),
    )
    return Repair(error, insert=(make_token("TEXT", quoted, name.end_pos or 0),))


def missing_id(ctx: RecoveryContext) -> Repair | None:
    """Insert a unique id after ``source`` or ``as`` without an id."""
    keyword = ctx.previous(1)
    if ctx.expected != {"ID"} or keyword.type not in {"SOURCE", "AS"}:
        return None
    token = make_token("ID", missing_name(ctx.insertion_offset), ctx.insertion_offset)
    if keyword.type == "AS":
        error = ParseError(span_of(keyword), "missing id after `as`")
        return Repair(error, insert=(token,))
    title = ctx.token if ctx.token.type == "TEXT" else None
    word = _WORD.search(unquote(title.value) if title else "Title")
    example = word.group().lower() if word else "paper"
    display = _display_text(title, max_length=40) if title else '"…"'
    error = ParseError(
        span_of(keyword).join(span_of(title)) if title else span_of(keyword),
        "missing source id",
        help=f"write `source {example} {display}`, and cite it as `@{example}`",
    )
    return Repair(error, insert=(token,))
