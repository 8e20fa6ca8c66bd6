"""Citations as people write them elsewhere: `@paper §4`, `@paper, p. 4`, `[paper, 4]`.

Citations whose place is written in another way, or that stand side by side with a comma.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from lark import Token

from argmap.model.identifiers import id_expression
from argmap.syntax.errors import ParseError, replace_span
from argmap.syntax.recovery.context import ErrorToken, RecoveryContext, Repair
from argmap.syntax.recovery.missing_quotes import line_start
from argmap.text import Span

_MARK = r"[§¶]+|paras?\b\.?|paragraphs?\b|pp?\.?(?=\s*\d)|pages?\b"
_DASH = r"[^\S\r\n]*[-–—][^\S\r\n]*"
_PLACE = (
    rf"(?:(?:(?i:{_MARK}))[^\S\r\n]*)?\d{{1,6}}(?:{_DASH}(?:(?i:{_MARK}))?[^\S\r\n]*\d{{1,6}})?"
)
_SEPARATOR = r"[^\S\r\n]*(?:[,;&]|\b(?i:and)\b)[^\S\r\n]*"
_PLACES = rf"(?P<places>{_PLACE}(?:{_SEPARATOR}{_PLACE}){{0,20}})"
_ONE_PLACE = re.compile(
    rf"(?P<mark>{_MARK})?[^\S\r\n]*(?P<first>\d{{1,6}})"
    rf"(?:{_DASH}(?:{_MARK})?[^\S\r\n]*(?P<last>\d{{1,6}}))?",
    re.IGNORECASE,
)
_MAX_SEARCHED = 200_000
"""Characters in which the declaration of a source is looked for."""
_MAX_LENGTH = 500
"""Characters of a citation."""
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_BRACKETS = re.compile(r"\[[^\[\]\r\n]*\]|\([^()\r\n]*\)")
_RUN = re.compile(r"[\w.:-]*\w")
_FORMS = "a paragraph is @source:31, paragraphs are @source:31-33, a page is @source:p12"


@cache
def _loose(id_: str) -> re.Pattern[str]:
    return re.compile(
        rf"@(?P<id>{id_}(?:\.{id_})*)(?P<gap>\s*[:,]?[^\S\r\n]*){_PLACES}(?![\w-]|[.:]\d)"
    )


@cache
def _in_brackets(id_: str) -> re.Pattern[str]:
    return re.compile(rf"[\[(]\s*@?(?P<id>{id_}(?:\.{id_})*)(?P<gap>\s*[:,]?\s*){_PLACES}\s*[\])]")


@cache
def _written(id_: str) -> re.Pattern[str]:
    return re.compile(rf"@{id_}(?:\.{id_})*[\w.:-]*")


class Passage(NamedTuple):
    """Paragraphs or pages of a source; a year or a locator of no known form is ``other``."""

    source: str
    unit: str
    first: int
    last: int
    other: str = ""

    def __str__(self) -> str:
        if not self.unit:
            return f"@{self.source}"
        mark = "p" if self.unit == "page" else ""
        last = f"-{self.last}" if self.last != self.first else ""
        return f"@{self.source}:{mark}{self.first}{last}"


class _Cited(NamedTuple):
    """What a citation means: passages, and the year it gives besides, if any."""

    passages: tuple[Passage, ...]
    year: str = ""

    @property
    def written(self) -> str:
        return " ".join(map(str, self.passages))


def _match(
    expression: Callable[[str], re.Pattern[str]], text: str, start: int
) -> re.Match[str] | None:
    """Match an expression with ids in it at an offset; of ids, what the text there needs."""
    end = start + _MAX_LENGTH
    return expression(id_expression(text[start:end])).match(text, start, end)


def loose_citation(text: str, start: int) -> tuple[ParseError, list[str]] | None:
    """Return what is wrong with the citation at an offset whose place is written otherwise.

    With it come the citations that are meant. None where there is none, or nothing is wrong.
    """
    match = _match(_loose, text, start)
    if match is None:
        return None
    cited = _read(match)
    if match.group() == cited.written:
        return None
    error = ParseError(
        Span(*match.span()),
        f"a place in a source is written `{cited.written}`",
        help=f"{cited.year} is the year of the source, and is given where it is declared"
        if cited.year
        else _FORMS,
        fix=f"write `{cited.written}`",
        edits=replace_span(Span(*match.span()), cited.written),
        is_safe=not cited.year,
    )
    return error, cited.written.split()


def cited_passages(text: str, start: int) -> tuple[list[Passage], int]:
    """Return what the citation at an offset cites, however it is written, and where it ends."""
    match = _match(_loose, text, start)
    if match is not None:
        cited = _read(match)
        year = [Passage("", "", 0, 0, cited.year)] if cited.year else []
        return [*cited.passages, *year], match.end()
    written = _match(_written, text, start)
    if written is None:
        return [], start + 1
    return [Passage(written.group()[1:].rstrip(".:-"), "", 0, 0)], written.end()


def citation_apart(text: str, start: int, before: list[str]) -> ErrorToken | None:
    """Bridge a sign (`§`, a full stop) in the place of a citation that was begun just before it."""
    if "CITATION" not in before:
        return None
    pop = before[::-1].index("CITATION") + 1
    at = text.rfind("@", line_start(text, start), start)
    if at < 0:
        return None
    found = loose_citation(text, at)
    if found is None or found[0].span.end <= start:
        return _unknown_place(text, at, start, pop)
    error, (meant, *others) = found
    extra_tokens = tuple(("CITATION", each) for each in others)
    return ErrorToken(
        error, at, error.span.end, "CITATION", meant, pop=pop, extra_tokens=extra_tokens
    )


def _unknown_place(text: str, at: int, start: int, pop: int) -> ErrorToken | None:
    """Bridge `@paper:1.2` and `@paper:12:14-16`: a place that no source counts by."""
    written = _match(_written, text, at)
    if written is None or written.end() <= start + 1 or ":" not in written.group():
        return None
    is_dotted = text[start] == "." and pop == 1
    is_second = text[start - 1] == ":" and pop == 2  # noqa: PLR2004 (with the colon)
    if not is_dotted and not is_second:
        return None
    error = unknown_place(text, at)
    source = written.group().partition(":")[0]
    return ErrorToken(error, at, error.span.end, "CITATION", source, pop=pop)


def unknown_place(text: str, at: int) -> ParseError:
    """Return the fault of a citation with several places, or one of no known form: no guess."""
    run = _RUN.match(text, at + 1)
    end = run.end() if run else at + 1
    source, _, place = text[at + 1 : end].partition(":")
    numbers = re.findall(r"\d+", place)
    help_ = f"one passage, such as @{source}:12 or @{source}:p12"
    if len(numbers) > 1:
        first, last = numbers[0], numbers[-1]
        several = " ".join(f"@{source}:{number}" for number in numbers)
        is_range = int(first) < int(last)
        help_ = several + (f", or @{source}:{first}-{last} for all between" if is_range else "")
    return ParseError(
        Span(at, end),
        f"`{place}` is not a place in a source",
        help=f"write {help_}",
    )


_MAX_PLACES = 8
"""Places after a comma in a citation that are looked past."""


def brackets(text: str, start: int, before: list[str]) -> ErrorToken | None:
    """Bridge brackets behind a text: they hold a citation, or a remark that has no place there."""
    match = _BRACKETS.match(text, start)
    last = len(before)
    for _ in range(_MAX_PLACES):  # of ``@smith:4,5``
        last -= 2 if before[max(last - 2, 0) : last] == ["COMMA", "NUMBER"] else 0
    if match is None or before[max(last - 1, 0) : last] not in (["TEXT"], ["CITATION"]):
        return None
    span = Span(*match.span())
    if before[-3:] == ["SOURCE", "ID", "TEXT"] and _YEAR.fullmatch(match.group()[1:-1].strip()):
        return ErrorToken(None, *span, "NUMBER", match.group()[1:-1].strip())
    cited = _in_brackets(id_expression(match.group())).fullmatch(match.group())
    if cited is None:
        error = ParseError(
            span,
            "unexpected brackets after a text",
            help="a citation is written @source, @source:31 or @source:p12; "
            'write a remark in the block: note: "…"',
        )
        return ErrorToken(error, *span)
    meant = _read(cited, has_brackets=True).written
    name = cited["id"]
    if not _declares(text, name) and _declares(text, name.lower()):
        meant = meant.replace(f"@{name}", f"@{name.lower()}")
    error = ParseError(
        span,
        f"a citation is written without brackets: `{meant}`",
        help=_FORMS,
        fix=f"write `{meant}`",
        edits=replace_span(span, meant),
        is_safe=False,
    )
    return ErrorToken(error, *span, "CITATION", meant.partition(" ")[0])


def _declares(text: str, name: str) -> bool:
    """Whether a source of this name is declared, near enough to the beginning to be looked for."""
    return any(text.find(f"source {name}{end}", 0, _MAX_SEARCHED) >= 0 for end in (" ", "\t", '"'))


def _read(match: re.Match[str], *, has_brackets: bool = False) -> _Cited:
    """Return what a citation cites: of places that are listed, each; a year is no place."""
    name, unit = match["id"], "paragraph"
    places: list[Passage] = []
    year = ""
    for index, place in enumerate(_ONE_PLACE.finditer(match["places"])):
        mark = (place["mark"] or "").lower()
        first, last = place["first"], place["last"] or place["first"]
        may_be_year = index == 0 and not mark and place["last"] is None
        if may_be_year and _YEAR.fullmatch(first) and (has_brackets or ":" not in match["gap"]):
            year = first
            continue
        if mark:
            is_page = mark.startswith("p") and not mark.startswith("para")
            unit = "page" if is_page else "paragraph"
        places.append(Passage(name, unit, int(first), int(last)))
    return _Cited(tuple(_merged(places)) or (Passage(name, "", 0, 0),), year)


def _merged(places: Iterable[Passage]) -> Iterator[Passage]:
    """Join two places that follow each other: 4, 5 are 4-5. No number is lost."""
    kept: Passage | None = None
    for place in places:
        if (
            kept
            and kept.last == kept.first
            and place == kept._replace(first=kept.last + 1, last=kept.last + 1)
        ):
            kept = kept._replace(last=place.last)
            continue
        if kept:
            yield kept
        kept = place
    if kept:
        yield kept


_NAMED_PLACE = re.compile(
    r"(?:chapters?|chap|ch|footnotes?|fn|endnotes?|notes?|n|sections?|sect?|figures?|fig|tables?"
    r"|volumes?|vol|parts?|lines?|verses?|books?|bk|appendix|col)(?P<number>\d*)",
    re.IGNORECASE,
)


def loose_place(ctx: RecoveryContext) -> Repair | None:
    """Mend ``@paper, 4`` and ``@paper p 4``: a place that does not stand behind a colon."""
    citation = ctx.previous(1)
    if citation.type != "CITATION" or not ctx.on_same_line(citation, ctx.token):
        return None
    start = citation.start_pos or 0
    found = loose_citation(ctx.half_width, start)
    if found is None or found[0].span.end <= (ctx.token.start_pos or 0):
        return None
    error, meant = found
    drop = 0
    while (ctx.lookahead(drop).start_pos or 0) < error.span.end:
        drop += 1
    tokens = [Token("CITATION", each, start_pos=start, end_pos=error.span.end) for each in meant]
    return Repair(error, drop=drop, pop=1, insert=tuple(tokens))


def several_places(ctx: RecoveryContext) -> Repair | None:
    """Pass over the rest of ``@paper:12:14``: whether a range is meant is not known."""
    citation = ctx.previous(1)
    is_adjacent = citation.end_pos == ctx.token.start_pos
    if citation.type != "CITATION" or ctx.token.type != "COLON" or not is_adjacent:
        return None
    if ctx.lookahead(1).type == "TEXT" or not ctx.on_same_line(ctx.token, ctx.lookahead(1)):
        return None
    start = citation.start_pos or 0
    error = unknown_place(ctx.half_width, start)
    drop = 0
    while (ctx.lookahead(drop).start_pos or 0) < error.span.end:
        drop += 1
    source = citation.value.partition(":")[0]
    token = Token("CITATION", source, start_pos=start, end_pos=error.span.end)
    return Repair(error, drop=max(drop, 1), pop=1, insert=(token,))


def colon_before_snippet(ctx: RecoveryContext) -> Repair | None:
    """Fix ``@paper:"34 billion"``."""
    if (
        ctx.previous(1).type != "CITATION"
        or ctx.token.type != "COLON"
        or ctx.lookahead(1).type != "TEXT"
    ):
        return None
    error = ParseError(
        ctx.token_span,
        "unexpected colon between a citation and its snippet",
        help='write @source "snippet" or @source:31 "snippet"',
        fix="delete the colon",
        edits=replace_span(ctx.token_span, "" if ctx.text[ctx.token_span.end].isspace() else " "),
    )
    return Repair(error, drop=1)


def named_place(ctx: RecoveryContext) -> Repair | None:
    """Pass over ``@paper ch2`` and ``@paper fn 3``: places that no citation names."""
    citation, word = ctx.previous(1), ctx.token
    if citation.type != "CITATION" or word.type not in {"ID", "SECTION"}:
        return None
    match = _NAMED_PLACE.fullmatch(word.value)
    is_numbered = ctx.lookahead(1).type == "NUMBER" and ctx.on_same_line(word, ctx.lookahead(1))
    if (
        match is None
        or not (match["number"] or is_numbered)
        or not ctx.on_same_line(citation, word)
    ):
        return None
    drop = 1 if match["number"] else 2
    span = Span(word.start_pos or 0, ctx.lookahead(drop - 1).end_pos or 0)
    source = citation.value.partition(":")[0]
    error = ParseError(
        span,
        f"`{ctx.text[span.start : span.end]}` is not a place in a source",
        help=f"cite a paragraph or a page: `{source}:31` or `{source}:p12`",
    )
    return Repair(error, drop=drop)


def snippet_before_citation(ctx: RecoveryContext) -> Repair | None:
    """Read ``claim a "A" "34 billion" @paper:31`` with the snippet after the citation."""
    if ctx.token.type != "TEXT" or ctx.previous(1).type != "TEXT" or "CITATION" not in ctx.expected:
        return None
    citation = ctx.lookahead(1)
    if citation.type != "CITATION" or ctx.lookahead(2).type == "TEXT":
        return None
    if not ctx.on_same_line(ctx.previous(1), ctx.token) or not ctx.on_same_line(
        ctx.token, citation
    ):
        return None
    span = Span(ctx.token_span.start, citation.end_pos or 0)
    meant = f"{citation.value} {ctx.token.value}"
    error = ParseError(
        ctx.token_span,
        "the quoted words go after the citation",
        help=f"write `{meant}`",
        fix=f"write `{meant}`",
        edits=replace_span(span, meant),
        is_safe=False,
    )
    return Repair(error, drop=2, insert=(citation, ctx.token))


def comma_between_citations(ctx: RecoveryContext) -> Repair | None:
    """Mend ``@paper:3, @diary``."""
    if (
        ctx.token.type != "COMMA"
        or ctx.lookahead(1).type != "CITATION"
        or "CITATION" not in ctx.expected
    ):
        return None
    error = ParseError(
        ctx.token_span,
        "citations are separated by spaces, without a comma",
        fix="delete the comma",
        edits=replace_span(ctx.token_span, ""),
    )
    return Repair(error, drop=1)
