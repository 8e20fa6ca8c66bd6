"""Citations in other forms: `@paper §4`, `@paper, p. 4`, `[paper, 4]`, `@paper:3, @diary`.

A locator is the part of a citation that names a place in the source, such as a page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from lark import Token

from argmap.model import Locator, Unit
from argmap.model.identifiers import id_expression
from argmap.model.locator import MARK, unit_of_mark
from argmap.syntax.errors import ParseError, replace_span
from argmap.syntax.recovery.context import ErrorToken, RecoveryContext, Repair
from argmap.syntax.recovery.missing_quotes import line_start
from argmap.text import Span

_DASH = r"[^\S\r\n]*[-–—][^\S\r\n]*"
_LOCATOR = rf"(?:{MARK}[^\S\r\n]*)?\d{{1,6}}(?:{_DASH}(?:{MARK})?[^\S\r\n]*\d{{1,6}})?"
_SEPARATOR = r"[^\S\r\n]*(?:[,;&]|\b(?i:and)\b)[^\S\r\n]*"
_LOCATORS = rf"(?P<locators>{_LOCATOR}(?:{_SEPARATOR}{_LOCATOR}){{0,20}})"
_ONE_LOCATOR = re.compile(
    rf"(?P<mark>{MARK})?[^\S\r\n]*(?P<first>\d{{1,6}})"
    rf"(?:{_DASH}(?:{MARK})?[^\S\r\n]*(?P<last>\d{{1,6}}))?"
)
_QUOTE = '"'
_MAX_SEARCHED = 200_000
"""Characters of a file that are searched for the declaration of a source."""
_MAX_CITATION = 500
"""Characters of a citation."""
_MAX_LISTED_LOCATORS = 8
"""Locators after commas in a citation that are looked back over."""
_TIME = re.compile(r"\d{1,3}:[0-5]\d")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_MIN_BEFORE_YEAR = 1_000
"""After a smaller number, one such as 1997 in a list of places is a year."""
_BRACKETS = re.compile(r"\[[^\[\]\r\n]*\]|\([^()\r\n]*\)")
_LOCATOR_CHARACTERS = re.compile(r"[\w.:-]*\w")
_QUOTED_LOCATOR = re.compile(r'"[^"\\\r\n]*"')
_QUOTED_LOCATOR_AFTER = re.compile(r'[ \t]*:[ \t]*(?P<locator>"[^"\\\r\n]*")')
_CITATION_FORMS = (
    "write @source:31 for a paragraph, @source:31-33 for paragraphs, @source:p12 for a page, "
    '@source:"art. 6" for any other place'
)
_NAMED_LOCATOR = re.compile(
    r"(?:chapters?|chap|ch|footnotes?|fn|endnotes?|notes?|n|sections?|sect?|figures?|fig|tables?"
    r"|volumes?|vol|parts?|lines?|verses?|books?|bk|appendix|annex|col|art|articles?|recitals?"
    r"|rules?|clauses?)(?P<number>\d*)",
    re.IGNORECASE,
)


@cache
def _loose_citation_pattern(id_: str) -> re.Pattern[str]:
    return re.compile(
        rf"@(?P<id>{id_}(?:\.{id_})*)(?P<gap>\s*[:,]?[^\S\r\n]*){_LOCATORS}(?![\w-]|[.:]\d)"
    )


@cache
def _bracketed_citation_pattern(id_: str) -> re.Pattern[str]:
    return re.compile(
        rf"[\[(]\s*@?(?P<id>{id_}(?:\.{id_})*)(?P<gap>\s*[:,]?\s*){_LOCATORS}\s*[\])]"
    )


@cache
def _citation_pattern(id_: str) -> re.Pattern[str]:
    return re.compile(rf"@{id_}(?:\.{id_})*[\w.:§-]*")


@cache
def _abbreviated_place_pattern(id_: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<source>@{id_}(?:\.{id_})*)(?:[:,][ \t]*|[ \t]+)"
        r"(?P<place>[^\W\d_]{1,12}\.[ \t]*\d\w{0,9}(?:[:.-]\d{1,6})*(?:[ ]?\(\w{1,6}\)){0,4})"
        r"(?![\w-])"
    )


class Passage(NamedTuple):
    """A place in a source, or the whole source; ``year`` is a year in the citation."""

    source: str
    locator: Locator | None = None
    year: str = ""

    def __str__(self) -> str:
        return f"@{self.source}:{self.locator}" if self.locator else f"@{self.source}"


class _CitedPassages(NamedTuple):
    """The passages that a citation cites, and the year that it contains, if any."""

    passages: tuple[Passage, ...]
    year: str = ""

    @property
    def source_text(self) -> str:
        return " ".join(map(str, self.passages))


def _match(
    pattern_for: Callable[[str], re.Pattern[str]], text: str, start: int
) -> re.Match[str] | None:
    """Match a pattern at an offset, built with the simplest expression for the ids there."""
    end = start + _MAX_CITATION
    return pattern_for(id_expression(text[start:end])).match(text, start, end)


def loose_citation(text: str, start: int) -> tuple[ParseError, list[str]] | None:
    """Return the error of a citation and the correct citations; None if there is no error."""
    match = _match(_loose_citation_pattern, text, start)
    if match is None:
        return None
    cited = _parse_locators(match)
    place = _match(_abbreviated_place_pattern, text, start)
    if match.group() == cited.source_text or (place and place.end() > match.end()):
        return None  # it is correct, or has a place in several parts: `@paper p. 4 (3)`
    error = ParseError(
        Span(*match.span()),
        f"malformed citation; write `{cited.source_text}`",
        help=f"{cited.year} is the year of the source; write it in the declaration of the source"
        if cited.year
        else _CITATION_FORMS,
        fix=f"write `{cited.source_text}`",
        edits=replace_span(Span(*match.span()), cited.source_text),
        is_safe=not cited.year,
    )
    return error, cited.source_text.split()


def cited_passages(text: str, start: int) -> tuple[list[Passage], int]:
    """Return the passages that the citation at an offset cites, in any form, and its end."""
    match = _match(_loose_citation_pattern, text, start)
    if match is not None:
        cited = _parse_locators(match)
        year = [Passage("", year=cited.year)] if cited.year else []
        return [*cited.passages, *year], match.end()
    match = _match(_citation_pattern, text, start)
    if match is None:
        return [], start + 1
    return [Passage(match.group()[1:].rstrip(".:-"))], match.end()


def recover_citation(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    """Recover a citation whose locator contains a symbol, such as `§` or a full stop."""
    if "CITATION" not in preceding:
        return None
    pop = preceding[::-1].index("CITATION") + 1
    offset = text.rfind("@", line_start(text, start), start)
    if offset < 0:
        return None
    loose = loose_citation(text, offset)
    if loose is None or loose[0].span.end <= start:
        return _recover_unknown_locator(text, offset, start, pop)
    error, (correction, *further_citations) = loose
    extra_tokens = tuple(("CITATION", citation) for citation in further_citations)
    return ErrorToken(
        error, offset, error.span.end, "CITATION", correction, pop=pop, extra_tokens=extra_tokens
    )


def _recover_unknown_locator(text: str, offset: int, start: int, pop: int) -> ErrorToken | None:
    """Recover `@paper:1.2`, `@paper:12:14-16` and `@law art. 6`, places without quotes."""
    abbreviated = _match(_abbreviated_place_pattern, text, offset)
    if abbreviated is not None and abbreviated.end() > start:
        error, correction = _place_without_quotes(abbreviated)
        return ErrorToken(error, offset, error.span.end, "CITATION", correction, pop=pop)
    match = _match(_citation_pattern, text, offset)
    if match is None or match.end() <= start + 1 or ":" not in match.group():
        return None
    is_dotted = text[start] == "." and pop == 1
    is_second = text[start - 1] == ":" and pop == 2  # noqa: PLR2004 (with the colon)
    if not is_dotted and not is_second:
        return None
    error, correction = unknown_locator_error(text, offset)
    return ErrorToken(error, offset, error.span.end, "CITATION", correction, pop=pop)


def _place_without_quotes(match: re.Match[str]) -> tuple[ParseError, str]:
    span, place = Span(*match.span()), match["place"]
    correction = f'{match["source"]}:"{place}"'
    error = ParseError(
        span,
        f"missing quotes around the place `{place}`; write `{correction}`",
        help=_CITATION_FORMS,
        fix=f"write `{correction}`",
        edits=replace_span(span, correction),
        is_safe=False,
    )
    return error, correction


def unknown_locator_error(text: str, offset: int) -> tuple[ParseError, str]:
    """Return the error of a citation with an unknown locator or several, and its correction.

    The correction, with the locator in quotes, is not safe: several passages may be meant.
    """
    run = _LOCATOR_CHARACTERS.match(text, offset + 1)
    end = run.end() if run else offset + 1
    source, _, locator = text[offset + 1 : end].partition(":")
    numbers = re.findall(r"\d+", locator)
    correction = f'@{source}:"{locator}"'
    forms = [f"`{correction}` if the source counts so"]
    if len(numbers) > 1:
        first, last = numbers[0], numbers[-1]
        forms.append(f"`{' '.join(f'@{source}:{number}' for number in numbers)}`")
        if _TIME.fullmatch(locator):
            forms.append(f"`@{source}:{int(first)}m{last}s` for a time")
        if int(first) < int(last):
            forms.append(f"`@{source}:{first}-{last}` for a range")
    span = Span(offset, end)
    error = ParseError(
        span,
        f"`{locator}` is not a valid place in a source",
        help=f"write {', or '.join(forms)}",
        fix=f"write `{correction}`",
        edits=replace_span(span, correction),
        is_safe=False,
    )
    return error, correction


def recover_brackets(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    """Recover brackets after a text, which contain a citation, a year or a remark."""
    match = _BRACKETS.match(text, start)
    last = len(preceding)
    for _ in range(_MAX_LISTED_LOCATORS):  # skip the list in ``@smith:4,5``
        last -= 2 if preceding[max(last - 2, 0) : last] == ["COMMA", "NUMBER"] else 0
    if match is None or preceding[max(last - 1, 0) : last] not in (["TEXT"], ["CITATION"]):
        return None
    span = Span(*match.span())
    if preceding[-3:] == ["SOURCE", "ID", "TEXT"] and _YEAR.fullmatch(match.group()[1:-1].strip()):
        return ErrorToken(None, *span, "NUMBER", match.group()[1:-1].strip())
    cited = _bracketed_citation_pattern(id_expression(match.group())).fullmatch(match.group())
    if cited is None:
        error = ParseError(
            span,
            "unexpected brackets after a text",
            help='a citation is written @source, @source:31 or @source:"art. 6(1)"; '
            'write a remark in the block: note: "…"',
        )
        return ErrorToken(error, *span)
    correction = _parse_locators(cited, has_brackets=True).source_text
    name = cited["id"]
    if not _declares(text, name) and _declares(text, name.lower()):
        correction = correction.replace(f"@{name}", f"@{name.lower()}")
    error = ParseError(
        span,
        f"unexpected brackets around a citation; write `{correction}`",
        help=_CITATION_FORMS,
        fix=f"write `{correction}`",
        edits=replace_span(span, correction),
        is_safe=False,
    )
    return ErrorToken(error, *span, "CITATION", correction.partition(" ")[0])


def _declares(text: str, name: str) -> bool:
    """Return whether a source with this id is declared in the first `_MAX_SEARCHED` characters."""
    return any(text.find(f"source {name}{end}", 0, _MAX_SEARCHED) >= 0 for end in (" ", "\t", '"'))


def _parse_locators(match: re.Match[str], *, has_brackets: bool = False) -> _CitedPassages:
    """Return the passages of a citation, one for each listed locator, and the year."""
    name, unit = match["id"], Unit.PARAGRAPH
    passages: list[Passage] = []
    year = ""
    for index, locator in enumerate(_ONE_LOCATOR.finditer(match["locators"])):
        mark = locator["mark"]
        first, last = locator["first"], locator["last"] or locator["first"]
        is_bare = not mark and locator["last"] is None
        if index == 0:
            may_be_year = has_brackets or ":" not in match["gap"]
        else:  # `ch. 4, 1997`, but not `pp. 1490, 1502`
            previous = passages[-1].locator if passages else None
            may_be_year = not year and previous is not None and previous.last < _MIN_BEFORE_YEAR
        if is_bare and may_be_year and _YEAR.fullmatch(first):
            year = first
            continue
        if mark:
            unit = unit_of_mark(mark)
        passages.append(Passage(name, Locator(unit, int(first), int(last))))
    return _CitedPassages(tuple(_merge_adjacent(passages)) or (Passage(name),), year)


def _merge_adjacent(passages: Iterable[Passage]) -> Iterator[Passage]:
    """Merge pairs of single adjacent paragraphs or pages: 4 and 5 become 4-5."""
    pending: Passage | None = None
    for passage in passages:
        if pending and (merged := _merge(pending.locator, passage.locator)):
            pending = pending._replace(locator=merged)
            continue
        if pending:
            yield pending
        pending = passage
    if pending:
        yield pending


def _merge(first: Locator | None, second: Locator | None) -> Locator | None:
    if first is None or second is None or first.last != first.first:
        return None
    next_number = first.last + 1
    if second != Locator(first.unit, next_number, next_number):
        return None
    return Locator(first.unit, first.first, next_number)


def loose_locator(ctx: RecoveryContext) -> Repair | None:
    """Read ``@paper, 4`` and ``@paper p 4`` as citations with a locator."""
    citation = ctx.previous(1)
    if citation.type != "CITATION" or not ctx.on_same_line(citation, ctx.token):
        return None
    start = citation.start_pos or 0
    loose = loose_citation(ctx.half_width, start)
    if loose is None or loose[0].span.end <= (ctx.token.start_pos or 0):
        return None
    error, citations = loose
    drop = 0
    while (ctx.lookahead(drop).start_pos or 0) < error.span.end:
        drop += 1
    tokens = [
        Token("CITATION", value, start_pos=start, end_pos=error.span.end) for value in citations
    ]
    return Repair(error, drop=drop, pop=1, insert=tuple(tokens))


def several_locators(ctx: RecoveryContext) -> Repair | None:
    """Read ``@paper:12:14`` as a citation of the place 12:14; it may also be two passages."""
    citation = ctx.previous(1)
    is_adjacent = citation.end_pos == ctx.token.start_pos
    if citation.type != "CITATION" or ctx.token.type != "COLON" or not is_adjacent:
        return None
    if ctx.lookahead(1).type == "TEXT" or not ctx.on_same_line(ctx.token, ctx.lookahead(1)):
        return None
    start = citation.start_pos or 0
    error, correction = unknown_locator_error(ctx.half_width, start)
    drop = 0
    while (ctx.lookahead(drop).start_pos or 0) < error.span.end:
        drop += 1
    token = Token("CITATION", correction, start_pos=start, end_pos=error.span.end)
    return Repair(error, drop=max(drop, 1), pop=1, insert=(token,))


def colon_before_snippet(ctx: RecoveryContext) -> Repair | None:
    """Drop the colon in ``@paper: "34 billion"``; read ``@law:“art. 6”`` as a locator."""
    citation, text = ctx.previous(1), ctx.lookahead(1)
    if citation.type != "CITATION" or ctx.token.type != "COLON" or text.type != "TEXT":
        return None
    is_adjacent = (citation.end_pos, ctx.token.end_pos) == (ctx.token.start_pos, text.start_pos)
    if is_adjacent and ":" not in citation.value and _QUOTED_LOCATOR.fullmatch(text.value):
        # The error in its quotes is reported already.
        token = Token("CITATION", f"{citation.value}:{text.value}", start_pos=citation.start_pos)
        token.end_pos = text.end_pos
        return Repair(None, drop=2, pop=1, insert=(token,))
    error = ParseError(
        ctx.token_span,
        "unexpected colon between a citation and its snippet",
        help='write @source "snippet" or @source:31 "snippet"',
        fix="delete the colon",
        edits=replace_span(ctx.token_span, "" if ctx.text[ctx.token_span.end].isspace() else " "),
        is_safe=not ctx.text[text.start_pos or 0].isalnum(),  # it has quotes: not `@paper: 1.2.3`
    )
    return Repair(error, drop=1)


def named_locator(ctx: RecoveryContext) -> Repair | None:
    """Read ``@paper vol 2`` as a citation with a locator in quotes."""
    citation, word = ctx.previous(1), ctx.token
    if citation.type != "CITATION" or word.type not in {"ID", "SECTION"}:
        return None
    match = _NAMED_LOCATOR.fullmatch(word.value)
    is_numbered = ctx.lookahead(1).type == "NUMBER" and ctx.on_same_line(word, ctx.lookahead(1))
    if (
        match is None
        or not (match["number"] or is_numbered)
        or not ctx.on_same_line(citation, word)
    ):
        return None
    drop = 1 if match["number"] else 2
    span = Span(word.start_pos or 0, ctx.lookahead(drop - 1).end_pos or 0)
    place = ctx.text[span.start : span.end]
    source, colon, locator = citation.value.partition(":")
    if colon:
        error = ParseError(
            span,
            f"`{place}` is a second place in one citation",
            help=f'write both in quotes: `{source}:"{locator.strip(_QUOTE)} {place}"`',
        )
        return Repair(error, drop=drop)
    correction = f'{source}:"{place}"'
    cited_span = Span(citation.start_pos or 0, span.end)
    error = ParseError(
        span,
        f"the place `{place}` is not part of the citation; write `{correction}`",
        help=_CITATION_FORMS,
        fix=f"write `{correction}`",
        edits=replace_span(cited_span, correction),
        is_safe=False,
    )
    token = Token("CITATION", correction, start_pos=cited_span.start, end_pos=span.end)
    return Repair(error, drop=drop, pop=1, insert=(token,))


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
    correction = f"{citation.value} {ctx.token.value}"
    error = ParseError(
        ctx.token_span,
        "a snippet comes after its citation",
        help=f"write `{correction}`",
        fix=f"write `{correction}`",
        edits=replace_span(span, correction),
        is_safe=False,
    )
    return Repair(error, drop=2, insert=(citation, ctx.token))


def locator_after_snippet(ctx: RecoveryContext) -> Repair | None:
    """Read ``@paper "34 billion" :31`` with the locator before the snippet."""
    citation, snippet = ctx.previous(2), ctx.previous(1)
    if (citation.type, snippet.type) != ("CITATION", "TEXT"):
        return None
    if not ctx.on_same_line(citation, snippet) or not ctx.on_same_line(snippet, ctx.token):
        return None
    source = citation.value.partition(":")[0]
    start, offset = citation.start_pos or 0, snippet.end_pos or 0
    rest = ctx.half_width[offset : offset + _MAX_CITATION]
    if quoted := _QUOTED_LOCATOR_AFTER.match(rest):
        place, end = f"{source}:{quoted['locator']}", offset + quoted.end()
    elif match := _match(_loose_citation_pattern, source + rest, 0):
        cited = _parse_locators(match)
        place = cited.source_text
        end = offset + match.end() - len(source)
    else:
        return None
    if end <= ctx.token_span.start or place == source:
        return None
    written = ctx.text[ctx.token_span.start : end]
    drop = 0
    while (ctx.lookahead(drop).start_pos or 0) < end:
        drop += 1
    if source != citation.value or " @" in place:
        several = ParseError(
            Span(ctx.token_span.start, end),
            f"unexpected `{written}` after the snippet",
            help="write one place in each citation, before its snippet: "
            f'{source}:31 "…" {source}:33 "…"',
        )
        return Repair(several, drop=drop)
    correction = f"{place} {snippet.value}"
    error = ParseError(
        Span(ctx.token_span.start, end),
        f"the place `{written}` must be before the snippet",
        help=f"write `{correction}`",
        fix=f"write `{correction}`",
        edits=(
            *replace_span(Span(start, citation.end_pos or 0), place),
            *replace_span(Span(offset, end), ""),
        ),
        is_safe=False,
    )
    token = Token("CITATION", place, start_pos=start, end_pos=citation.end_pos)
    return Repair(error, drop=drop, pop=2, insert=(token, snippet))


def comma_between_citations(ctx: RecoveryContext) -> Repair | None:
    """Drop the comma in ``@paper:3, @diary``."""
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
