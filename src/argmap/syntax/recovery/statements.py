"""Blocks and declarations that are missing, or stand in the wrong place.

The head of a declaration: its id, its text, and what people write in another order.
"""

from __future__ import annotations

import re

from lark import Token

from argmap.model import ESTIMATIVE_WORDS
from argmap.model.attributes import ATTRIBUTES, STATEMENT_KEYWORDS
from argmap.syntax.errors import ParseError, insert_at, replace_span, with_article
from argmap.syntax.grammar import keywords
from argmap.syntax.literals import quote, unquote
from argmap.syntax.recovery.braces import make_token, span_of
from argmap.syntax.recovery.context import END, MAX_LOOKAHEAD_TOKENS, RecoveryContext, Repair
from argmap.syntax.tree import missing_name
from argmap.text import Edit, Span


def text_of_inference(s: RecoveryContext) -> Repair | None:
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
    error = ParseError(
        s.here_span,
        f"{with_article(word.value)} has no text: its premises are the statements in its block",
        help=f"for a single premise, write `{instead}` instead; for a remark, use `note:`",
    )
    return Repair(error, drop=1)


def _has_premises(s: RecoveryContext) -> bool:
    """Whether a block with premises follows behind the text here, and no citation is between."""
    if s.ahead(1).type != "LBRACE":
        return False
    depth = 0
    for count in range(1, MAX_LOOKAHEAD_TOKENS):
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


def _single_premise(s: RecoveryContext, word: Token, instead: str, take_back: int) -> Repair:
    """Read an inference with a text, and nothing else, as the statement that it comes to."""
    error = ParseError(
        span_of(word),
        f"{with_article(word.value)} with a text of its own is a `{instead}`",
        help=f"write `{instead}`; {with_article(word.value)} joins several premises in its block",
        fix=f"write `{instead}`",
        edits=replace_span(span_of(word), instead),
        is_safe=False,
    )
    span = span_of(word)
    keyword = Token(keywords()[instead], instead, start_pos=span.start, end_pos=span.end)
    taken = [s.before(count) for count in range(take_back - 1, 0, -1)]
    return Repair(error, take_back=take_back, insert=(keyword, *taken))


def missing_block(s: RecoveryContext) -> Repair | None:
    """Go on behind a ``reason`` without its block."""
    if not s.expected <= {"ID", "LBRACE"} or "LBRACE" not in s.expected:
        return None
    word = s.before(2) if s.before(1).type == "ID" else s.before(1)
    error = ParseError(
        span_of(word),
        f"{with_article(word.value)} needs a block with its premises",
        help=f"write {word.value} {{ … }}",
    )
    return Repair(
        error, insert=(make_token("LBRACE", "{", s.gap), make_token("RBRACE", "}", s.gap))
    )


def stray_closing_brace(s: RecoveryContext) -> Repair | None:
    """Pass over a brace that closes nothing."""
    if s.here.type != "RBRACE" or "RBRACE" in s.expected or s.depth > 0:
        return None
    if s.is_keyword(s.before(1)):
        return None
    error = ParseError(
        s.here_span,
        "this } closes nothing",
        fix="delete it",
        edits=replace_span(s.here_span, ""),
    )
    return Repair(error, drop=1)


def block_open_at_end(s: RecoveryContext) -> Repair | None:
    """Close what is open at the end though as many braces close as open: one came too early."""
    if s.here.type != END or "RBRACE" not in s.expected:
        return None
    closing = tuple(make_token("RBRACE", "}", len(s.text)) for _ in range(s.depth))
    error = ParseError(
        span_of(s.before(1)),
        "the file ends, and a block is still open",
        help="a } somewhere above is too early",
    )
    return Repair(error, insert=closing)


def stray_block(s: RecoveryContext) -> Repair | None:
    """Pass over braces that belong to nothing; what they hold is read all the same."""
    if s.here.type != "LBRACE" or "LBRACE" in s.expected or "CLAIM" not in s.expected:
        return None
    error = ParseError(
        s.here_span,
        "this block belongs to nothing",
        help="write a block after the head of a declaration",
    )
    closing = s.where_closed(s.position, 0)
    if closing is None:
        return Repair(error, drop=1)
    inside = tuple(s.tokens[s.position + 1 : closing])
    return Repair(error, drop=closing + 1 - s.position, insert=inside)


def late_citation(s: RecoveryContext) -> Repair | None:
    """Pass over a citation that stands behind a block, or before the text."""
    if s.here.type != "CITATION" or "CITATION" in s.expected:
        return None
    if "TEXT" in s.expected and s.ahead(1).type == "TEXT":
        moved = ParseError(s.here_span, "a citation comes after the text, not before it")
        return Repair(moved, drop=1)
    if "CLAIM" not in s.expected:
        return None
    error = ParseError(
        s.here_span,
        "this citation belongs to no statement",
        help="write a citation after the text of a statement and before its block",
    )
    return Repair(error, drop=2 if s.ahead(1).type == "TEXT" else 1)


def misplaced_declaration(s: RecoveryContext) -> Repair | None:
    """Read a source inside a statement, or a claim inside a source, as if it stood behind it."""
    if not s.is_keyword(s.here) or s.here.type in {"AS", "TRUE", "FALSE"} | s.expected:
        return None
    if "RBRACE" not in s.expected or s.depth == 0:
        return None
    stop = _end_of_declaration(s)
    closing = s.where_closed(stop, s.depth)
    where = "in a section or " if s.here.type == "SECTION" else ""
    error = ParseError(
        s.here_span,
        f"{with_article(s.here.value)} cannot be inside of this block",
        help=f"write it {where}outside of the block",
    )
    if closing is None:
        return Repair(error, drop=stop - s.position)
    return Repair(error, moves=((s.position, stop, closing + 1),))


def _end_of_declaration(s: RecoveryContext) -> int:
    """Return the position behind the declaration that begins here."""
    offset = 1
    parts = {"ID", "TEXT", "AS", "CITATION"}
    while s.ahead(offset).type in parts and s.ahead(offset + 1).type != "COLON":
        offset += 1
    if s.ahead(offset).type == "LBRACE":
        closing = s.where_closed(s.position + offset, 0)
        return s.position + offset if closing is None else closing + 1
    return s.position + offset


_WITH_ID = {*(word.upper() for word in STATEMENT_KEYWORDS), "SECTION", "SOURCE"}
_YEAR = re.compile(r"[12]\d{3}(?:-\d\d){0,2}")
_NOT_OF_IDS = re.compile(r"[^\w-]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FAR = 200
"""Tokens: as far as a title is looked for in a block."""


def id_behind_text(s: RecoveryContext) -> Repair | None:
    """Read ``claim "Buses are late" late {`` with the id before the text."""
    if s.here.type == "TEXT":  # `source "Title" smith`
        keyword, text, name, taken = s.before(1), s.here, s.ahead(1), 0
        is_head = keyword.type == "SOURCE"
    else:
        keyword, text, name, taken = s.before(2), s.before(1), s.here, 1
        is_head = keyword.type in _WITH_ID and s.is_keyword(keyword)
    if not is_head or text.type != "TEXT" or name.type != "ID":
        return None
    spec = ATTRIBUTES.get(name.value)
    if spec is not None and keyword.value in spec.declarations:
        return None
    following = s.ahead(2 - taken)
    ends = following.type in {END, "LBRACE", "RBRACE", "CITATION"} or not s.same_line(
        name, following
    )
    if not ends or not s.same_line(text, name) or following.type == "COLON":
        return None
    if s.text[text.end_pos or 0 : name.start_pos or 0].strip():
        return None  # such as the rest of a citation: `"…" @\\smith`
    error = ParseError(
        span_of(name),
        "an id comes before the text",
        help=f'write `{keyword.value} {name.value} "…"`',
        fix="move the id",
        edits=(
            *insert_at(text.start_pos or 0, f"{name.value} "),
            *replace_span(Span(text.end_pos or 0, name.end_pos or 0), ""),
        ),
        # Of a text without quotes, the id may be a word; and a word may say how likely it is.
        is_safe=s.text[text.start_pos or 0] == '"' and name.value not in ESTIMATIVE_WORDS,
    )
    return Repair(error, drop=2 - taken, take_back=taken, insert=(name, text))


def title_in_block(s: RecoveryContext) -> Repair | None:
    """Read ``map { title: "…" }`` as a map with this title."""
    if s.here.type != "LBRACE" or "TEXT" not in s.expected:
        return None
    has_id = s.before(1).type == "ID"
    keyword = s.before(2) if has_id else s.before(1)
    if keyword.type not in {"MAP", "SECTION", *(word.upper() for word in STATEMENT_KEYWORDS)}:
        return None
    names = ("title", "name", "text") if keyword.type in {"MAP", "SECTION"} else ("text", "title")
    for count in range(1, _FAR):
        name = s.ahead(count)
        if name.type in {END, "LBRACE", "RBRACE"}:
            return None
        if name.value in names and s.ahead(count + 1).type == "COLON":
            break
    else:
        return None
    text = s.ahead(count + 2)
    if text.type != "TEXT":
        return None
    error = ParseError(
        span_of(name),
        f"the text of {with_article(keyword.value)} comes before its block",
        help=f"write `{keyword.value} {'id ' if has_id else ''}{_shown(text)} {{ … }}`",
        fix="move it before the block",
        edits=(
            *insert_at(s.gap, f" {text.value}"),
            Edit(_with_space(s.text, Span(name.start_pos or 0, text.end_pos or 0)), ""),
        ),
    )
    kept = count - (s.ahead(count - 1).type == "COMMA")
    drop = count + 3 + (s.ahead(count + 3).type == "COMMA")
    return Repair(error, drop=drop, insert=(text, *(s.ahead(offset) for offset in range(kept))))


def _shown(text: Token) -> str:
    return text.value if len(text.value) <= 30 else '"…"'  # noqa: PLR2004


def _with_space(text: str, span: Span) -> Span:
    """Return a span with the spaces and the comma before it, and a comma after it."""
    start, end = span
    while start and text[start - 1] in " \t,":
        start -= 1
    return Span(start, end + 1 if text[end : end + 1] == "," else end)


def year_behind_title(s: RecoveryContext) -> Repair | None:
    """Read ``source smith "Smith" 2020`` with the year in the block."""
    commas = int(s.here.type == "COMMA")
    year, title = s.ahead(commas), s.before(1)
    if year.type not in {"NUMBER", "DATE"} or not _YEAR.fullmatch(year.value):
        return None
    if s.before(3).type != "SOURCE" or title.type != "TEXT" or not s.same_line(title, year):
        return None
    name = "year" if year.type == "NUMBER" else "date"
    following = s.ahead(1 + commas)
    opens = following.type == "LBRACE"
    meant = f"{name}: {year.value}"
    written = s.here_span.join(span_of(year))
    edits = replace_span(written, f"{{ {meant} }}" if not commas else f" {{ {meant} }}")
    if opens:
        span = _with_space(s.text, written)
        edits = (Edit(span, ""), *insert_at(following.end_pos or 0, f" {meant}"))
    error = ParseError(
        span_of(year),
        f"the {name} of a source belongs in its block",
        help=f"write `{{ {meant} }}`",
        fix=f"write `{{ {meant} }}`",
        edits=edits,
    )
    at = year.start_pos or 0
    tokens = [
        make_token("LBRACE", "{", at),
        make_token("ID", name, at),
        make_token("COLON", ":", at),
        year,
    ]
    if not opens:
        tokens.append(make_token("RBRACE", "}", year.end_pos or 0))
    return Repair(error, drop=commas + (2 if opens else 1), insert=tuple(tokens))


def bad_id(s: RecoveryContext) -> Repair | None:
    """Go on after an id that is none: ``claim a.b "…"``, ``claim 1.1 "…"``."""
    word = s.here
    if word.type not in {"PATH", "NUMBER", "DATE"} or "ID" not in s.expected:
        return None
    previous = s.before(1)
    if not s.is_keyword(previous) or not s.same_line(previous, word):
        return None
    if s.ahead(1).type not in {"TEXT", "LBRACE", "COLON"}:
        return None
    joined = _NOT_OF_IDS.sub("-", word.value)
    meant = joined if word.type == "PATH" else f"n{joined}"
    error = ParseError(
        s.here_span,
        f"`{word.value}` is not an id",
        help="an id begins with a letter or `_`, and holds letters, digits, `_` and `-`: "
        f"`{meant}`",
        fix=f"write `{meant}`",
        edits=replace_span(s.here_span, meant),
        is_safe=False,
    )
    name = Token("ID", word.value, start_pos=word.start_pos, end_pos=word.end_pos)
    return Repair(error, drop=1, insert=(name,))


def section_without_quotes(s: RecoveryContext) -> Repair | None:
    """Read ``section Ethics {``: a title of one word, without its quotes."""
    name = s.before(1)
    if s.here.type != "LBRACE" or "TEXT" not in s.expected or s.before(2).type != "SECTION":
        return None
    if name.type != "ID" or not s.same_line(s.before(2), name):
        return None
    said = quote(name.value)
    error = ParseError(
        span_of(name),
        "the title of a section is in quotes",
        help=f"write `section {said}`, or `section {name.value} {said}` with an id",
        fix=f"write `section {name.value} {said}`",
        edits=insert_at(name.end_pos or 0, f" {said}"),
    )
    return Repair(error, insert=(make_token("TEXT", said, name.end_pos or 0),))


def missing_id(s: RecoveryContext) -> Repair | None:
    """Go on where an id is missing: after ``source`` and ``as``."""
    keyword = s.before(1)
    if s.expected != {"ID"} or keyword.type not in {"SOURCE", "AS"}:
        return None
    token = make_token("ID", missing_name(s.gap), s.gap)
    if keyword.type == "AS":
        error = ParseError(span_of(keyword), "`as` needs an id after it")
        return Repair(error, insert=(token,))
    title = s.here if s.here.type == "TEXT" else None
    said = unquote(title.value) if title else "Title"
    found = _WORD.search(said)
    example = found.group().lower() if found else "paper"
    shown = title.value if title and len(title.value) <= 40 else '"…"'  # noqa: PLR2004
    error = ParseError(
        span_of(keyword).join(span_of(title)) if title else span_of(keyword),
        "a source needs an id before its title",
        help=f"write `source {example} {shown}`, and cite it as `@{example}`",
    )
    return Repair(error, insert=(token,))
