"""The head of a declaration: its id, its text, and what people write in another order."""

from __future__ import annotations

import re

from lark import Token

from argmap.model import ESTIMATIVE_WORDS
from argmap.model.attributes import ATTRIBUTES, STATEMENT_WORDS
from argmap.syntax.braces import made, span_of
from argmap.syntax.faults import SyntaxFault, inserting, replacing
from argmap.syntax.phrases import article
from argmap.syntax.repairs.repair import Repair
from argmap.syntax.situation import END, Situation
from argmap.syntax.strings import quote, unquote
from argmap.syntax.tree import stopgap
from argmap.text import Edit, Span

_WITH_ID = {*(word.upper() for word in STATEMENT_WORDS), "SECTION", "SOURCE"}
_YEAR = re.compile(r"[12]\d{3}(?:-\d\d){0,2}")
_NOT_OF_IDS = re.compile(r"[^\w-]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FAR = 200
"""Tokens: as far as a title is looked for in a block."""


def id_behind_text(s: Situation) -> Repair | None:
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
    if spec is not None and keyword.value in spec.under:
        return None
    following = s.ahead(2 - taken)
    ends = following.type in {END, "LBRACE", "RBRACE", "CITATION"} or not s.same_line(
        name, following
    )
    if not ends or not s.same_line(text, name) or following.type == "COLON":
        return None
    if s.text[text.end_pos or 0 : name.start_pos or 0].strip():
        return None  # such as the rest of a citation: `"…" @\\smith`
    fault = SyntaxFault(
        span_of(name),
        "an id comes before the text",
        help=f'write `{keyword.value} {name.value} "…"`',
        fix="move the id",
        edits=(
            *inserting(text.start_pos or 0, f"{name.value} "),
            *replacing(Span(text.end_pos or 0, name.end_pos or 0), ""),
        ),
        # Of a text without quotes, the id may be a word; and a word may say how likely it is.
        is_sure=s.text[text.start_pos or 0] == '"' and name.value not in ESTIMATIVE_WORDS,
    )
    return Repair(fault, drop=2 - taken, take_back=taken, insert=(name, text))


def title_in_block(s: Situation) -> Repair | None:
    """Read ``map { title: "…" }`` as a map with this title."""
    if s.here.type != "LBRACE" or "TEXT" not in s.expected:
        return None
    has_id = s.before(1).type == "ID"
    keyword = s.before(2) if has_id else s.before(1)
    if keyword.type not in {"MAP", "SECTION", *(word.upper() for word in STATEMENT_WORDS)}:
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
    fault = SyntaxFault(
        span_of(name),
        f"the text of {article(keyword.value)} comes before its block",
        help=f"write `{keyword.value} {'id ' if has_id else ''}{_shown(text)} {{ … }}`",
        fix="move it before the block",
        edits=(
            *inserting(s.gap, f" {text.value}"),
            Edit(_with_space(s.text, Span(name.start_pos or 0, text.end_pos or 0)), ""),
        ),
    )
    kept = count - (s.ahead(count - 1).type == "COMMA")
    drop = count + 3 + (s.ahead(count + 3).type == "COMMA")
    return Repair(fault, drop=drop, insert=(text, *(s.ahead(offset) for offset in range(kept))))


def _shown(text: Token) -> str:
    return text.value if len(text.value) <= 30 else '"…"'  # noqa: PLR2004


def _with_space(text: str, span: Span) -> Span:
    """Return a span with the spaces and the comma before it, and a comma after it."""
    start, end = span
    while start and text[start - 1] in " \t,":
        start -= 1
    return Span(start, end + 1 if text[end : end + 1] == "," else end)


def year_behind_title(s: Situation) -> Repair | None:
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
    edits = replacing(written, f"{{ {meant} }}" if not commas else f" {{ {meant} }}")
    if opens:
        span = _with_space(s.text, written)
        edits = (Edit(span, ""), *inserting(following.end_pos or 0, f" {meant}"))
    fault = SyntaxFault(
        span_of(year),
        f"the {name} of a source belongs in its block",
        help=f"write `{{ {meant} }}`",
        fix=f"write `{{ {meant} }}`",
        edits=edits,
    )
    at = year.start_pos or 0
    tokens = [made("LBRACE", "{", at), made("ID", name, at), made("COLON", ":", at), year]
    if not opens:
        tokens.append(made("RBRACE", "}", year.end_pos or 0))
    return Repair(fault, drop=commas + (2 if opens else 1), insert=tuple(tokens))


def bad_id(s: Situation) -> Repair | None:
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
    fault = SyntaxFault(
        s.here_span,
        f"`{word.value}` is not an id",
        help="an id begins with a letter or `_`, and holds letters, digits, `_` and `-`: "
        f"`{meant}`",
        fix=f"write `{meant}`",
        edits=replacing(s.here_span, meant),
        is_sure=False,
    )
    name = Token("ID", word.value, start_pos=word.start_pos, end_pos=word.end_pos)
    return Repair(fault, drop=1, insert=(name,))


def section_without_quotes(s: Situation) -> Repair | None:
    """Read ``section Ethics {``: a title of one word, without its quotes."""
    name = s.before(1)
    if s.here.type != "LBRACE" or "TEXT" not in s.expected or s.before(2).type != "SECTION":
        return None
    if name.type != "ID" or not s.same_line(s.before(2), name):
        return None
    said = quote(name.value)
    fault = SyntaxFault(
        span_of(name),
        "the title of a section is in quotes",
        help=f"write `section {said}`, or `section {name.value} {said}` with an id",
        fix=f"write `section {name.value} {said}`",
        edits=inserting(name.end_pos or 0, f" {said}"),
    )
    return Repair(fault, insert=(made("TEXT", said, name.end_pos or 0),))


def missing_id(s: Situation) -> Repair | None:
    """Go on where an id is missing: after ``source`` and ``as``."""
    keyword = s.before(1)
    if s.expected != {"ID"} or keyword.type not in {"SOURCE", "AS"}:
        return None
    token = made("ID", stopgap(s.gap), s.gap)
    if keyword.type == "AS":
        fault = SyntaxFault(span_of(keyword), "`as` needs an id after it")
        return Repair(fault, insert=(token,))
    title = s.here if s.here.type == "TEXT" else None
    said = unquote(title.value) if title else "Title"
    found = _WORD.search(said)
    example = found.group().lower() if found else "paper"
    shown = title.value if title and len(title.value) <= 40 else '"…"'  # noqa: PLR2004
    fault = SyntaxFault(
        span_of(keyword).join(span_of(title)) if title else span_of(keyword),
        "a source needs an id before its title",
        help=f"write `source {example} {shown}`, and cite it as `@{example}`",
    )
    return Repair(fault, insert=(token,))
