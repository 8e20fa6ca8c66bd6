"""Attribute values in other forms: `31.12.2024`, `1.000.000`, `.8`, `80%`, an unquoted DOI."""

from __future__ import annotations

import re
from calendar import monthrange
from decimal import Decimal

from argmap.model.attributes import (
    ATTRIBUTES,
    DECLARATION_KEYWORDS,
    FREE_PREFIX,
    INFERENCE_KEYWORDS,
    ValueKind,
)
from argmap.model.identifiers import LENIENT_ID
from argmap.syntax.errors import ParseError, insert_at, replace_span
from argmap.syntax.grammar import keywords
from argmap.syntax.literals import quote
from argmap.syntax.recovery.context import ErrorToken
from argmap.syntax.recovery.foreign import is_at_line_start
from argmap.syntax.recovery.missing_quotes import line_start
from argmap.text import Edit, Span

_MAX_WORD = 200
"""Characters around an offset that are searched for the ends of a word."""
_MAX_DISPLAY_LENGTH = 40
_LAST_MONTH = 12
_NUMBER = re.compile(r"\d+(?:\.\d+)?\Z")
_FRACTION = re.compile(r"\.\d+(?![\w.-])")
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")
_ATTRIBUTE_PREFIX = re.compile(
    r"(?P<name>[^\W\d][\w-]*)[ \t]*[:=][ \t]*(?:\}[ \t]*)?"
    r"(?P<earlier>[^\s:{}\"][^:{}\"\n]*,[ \t]*)?\Z"
)
_WORD_BEFORE = re.compile(r"[^\s\"{}<>,:=@\[\]]*\Z")
_WORD_AFTER = re.compile(r"[^\s\"{}<>,\]]*")
_ONE_WORD = re.compile(rf"{LENIENT_ID}|\d+(?:\.\d+)?|\d{4}-\d\d(?:-\d\d)?")
_DOTTED = re.compile(r"[\w.]*\w")
_PROSE_PREFIX = re.compile(
    r"(?P<name>[^\W\d][\w-]*)[ \t]*[:=][ \t]*(?P<content>[^\s:{}\"][^:{}\"\r\n]*)?\Z"
)
_PROSE_END = re.compile(r"[^\"{}#\r\n]*?(?=\s+[\w-]+[ \t]*[:=]\s|[ \t]*(?:[\"{}#\r\n]|\Z))")
_QUOTE_MARKS = "\"'`“”„«»‘’‚「」『』＂"
_URL = re.compile(r"//[^\s\"{}<>]+")
_BRACKETED_URL = re.compile(r"[\[(]\s*@?(\w+://[^\s\"{}<>()\[\]]+)\s*[\])]")
_LIST = re.compile(r"\[([^\[\]\r\n]*)\]")
_VALUE_END = re.compile(r"[ \t]*(?:[,;}#\r\n]|\Z|[\w-]+[ \t]*[:=])")
_QUOTED_VALUES = (ValueKind.TEXT, ValueKind.WORDS, ValueKind.ADDRESS, ValueKind.PASSAGES)
_WITH_TEXT = [keyword for keyword in DECLARATION_KEYWORDS if keyword not in INFERENCE_KEYWORDS]
_STATEMENT_LINE = re.compile(rf"[^\S\r\n]*(?:{'|'.join(_WITH_TEXT)})\b[^{{}}\r\n]*\Z")


def recover_foreign_value(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    """Recover a value with a character that begins no token; None if there is no such value.

    ``preceding`` are the terminals of the preceding tokens.
    """
    match text[start]:
        case "[" | "(" if preceding[-1:] in (["TEXT"], ["CITATION"]) and (
            match := _BRACKETED_URL.match(text, start)
        ):
            return _url_after_text(text, Span(*match.span()), match[1], 0)
        case "[":
            return _recover_list(text, start, preceding)
        case "]":
            return _skip_list_end(text, start, preceding)
        case "%" if preceding[-1:] == ["NUMBER"] and text[start - 1].isdigit():
            return _recover_percentage(text, start)
        case "/" if text.startswith("://", start - 1) and preceding[-2:] in (
            ["ID", "COLON"],
            ["CITATION", "COLON"],
        ):
            return _recover_url(text, start, preceding)
        case _:
            is_path = "IMPORT" in preceding[-2:]
            return (_recover_path if is_path else _recover_word)(text, start, preceding)


def _recover_path(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    """Recover ``import ../energy.argmap``, a path without quotes."""
    word = _word_span(text, start)
    pop = _count_word_tokens(word, start, preceding)
    original = text[word.start : word.end]
    is_first = preceding[len(preceding) - 1 - (pop or 0)] == "IMPORT"
    if pop is None or not is_first or not any(map(str.isalnum, original)):
        return None
    if not original.isprintable() or any(mark in original for mark in _QUOTE_MARKS):
        return None
    correction = quote(original)
    error = ParseError(
        word,
        "missing quotes around a path",
        help=f"write `import {correction}`",
        fix="put it in quotes",
        edits=_put_in_quotes(word, original),
    )
    return ErrorToken(error, *word, "TEXT", correction, pop=pop)


def _recover_word(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    """Recover a date, a text without quotes, or a word with an unexpected dot."""
    is_in_word = text[start] != '"' and text[start - 1 : start].isalnum()
    if text[start] in _QUOTE_MARKS and not is_in_word:
        return None
    word = _word_span(text, start)
    if word.start < start and not text[word.start].isdigit() and preceding[-1:] == ["CITATION"]:
        return None
    pop = _count_word_tokens(word, start, preceding)
    if pop is None:
        return _recover_prose(text, start, preceding)
    if not _attribute_name(text, word.start):
        is_list_mark = is_at_line_start(text, word.start)
        return None if is_list_mark else _recover_dotted_word(text, start, word, pop)
    return (
        _recover_date(text, word, pop)
        or _recover_prose(text, start, preceding)
        or _recover_quotable(text, word, pop)
        or _recover_dotted_word(text, start, word, pop)
        or (_recover_fraction(text, start) if word.start == start else None)
    )


def _word_span(text: str, start: int) -> Span:
    """Return the span of the word around an offset."""
    before = _WORD_BEFORE.search(text, max(start - _MAX_WORD, 0), start)
    after = _WORD_AFTER.match(text, start, start + _MAX_WORD)
    return Span(before.start() if before else start, after.end() if after else start)


def _count_word_tokens(word: Span, start: int, preceding: list[str]) -> int | None:
    """Return the number of tokens of a word before an offset; None if it is more than one."""
    if word.start == start:
        return 0
    return 1 if preceding[-1:] in (["NUMBER"], ["ID"], ["PATH"], ["DATE"]) else None


def _attribute_name(text: str, start: int) -> str:
    """Return the name of the attribute with a value at an offset; empty if there is none."""
    prefix = _ATTRIBUTE_PREFIX.search(text, max(start - _MAX_WORD, 0), start)
    return prefix["name"] if prefix else ""


def _is_attribute(text: str, start: int) -> bool:
    name = _attribute_name(text, start)
    return name in ATTRIBUTES or name.startswith(FREE_PREFIX)


# ---- Dates -----------------------------------------------------------------------------------


def iso_date(original: str, *, unambiguous_only: bool = False) -> str | None:
    """Return `31.12.2024`, `31/12/2024` or `2024.12.31` as `2024-12-31`.

    Args:
        original: The date, day first or year first. American dates are recognized by their day.
        unambiguous_only: Reject dates whose day and month could be swapped.

    Returns:
        The ISO 8601 date; None if the text is not a date.
    """
    if match := _YEAR_FIRST.fullmatch(original):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _DAY_FIRST.fullmatch(original):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        if day <= _LAST_MONTH < month:  # 12/31/2024
            day, month = month, day
        if unambiguous_only and day <= _LAST_MONTH and day != month:
            return None
    else:
        return None
    if not (1 <= month <= _LAST_MONTH and year >= 1 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _recover_date(text: str, word: Span, pop: int) -> ErrorToken | None:
    original = text[word.start : word.end]
    correction = iso_date(original)
    spec = ATTRIBUTES.get(_attribute_name(text, word.start))
    if correction is None or (spec is not None and spec.value_kind in _QUOTED_VALUES):
        return None
    error = ParseError(
        word,
        f"`{original}` is not a date of the form 2024-05-31",
        help=f"write `{correction}`",
        fix=f"write `{correction}`",
        edits=replace_span(word, correction),
        is_safe=iso_date(original, unambiguous_only=True) is not None,
    )
    return ErrorToken(error, *word, "DATE", correction, pop=pop)


# ---- Numbers ---------------------------------------------------------------------------------


def _recover_fraction(text: str, start: int) -> ErrorToken | None:
    match = _FRACTION.match(text, start)
    if match is None:
        return None
    span = Span(*match.span())
    error = ParseError(
        span,
        "a number begins with a digit",
        help=f"write 0{match.group()}",
        fix=f"write 0{match.group()}",
        edits=replace_span(span, f"0{match.group()}"),
    )
    return ErrorToken(error, *match.span(), "NUMBER", f"0{match.group()}")


def _recover_dotted_word(text: str, start: int, word: Span, pop: int) -> ErrorToken | None:
    """Recover `1.2.3` and `a.1`, words with a dot that are neither a number nor a path."""
    run = _DOTTED.match(text, word.start)
    if text[start] != "." or not pop or run is None or run.end() <= start + 1:
        return None
    span, original = Span(*run.span()), run.group()
    correction = original.replace(".", "-")
    if original[0].isdigit():
        error = ParseError(
            span,
            f"`{original}` is neither a number nor an id",
            help="write a number as 1000000 or 0.8, begin an id with a letter, or write a text "
            "in quotes",
        )
        is_value = _attribute_name(text, span.start) != ""
        token = ("TEXT", quote(original)) if is_value else ("ID", f"_{correction}")
        return ErrorToken(error, *span, *token, pop=pop)
    error = ParseError(
        span,
        f"`{original}` is not a valid id",
        help=f"use letters, digits, `_` and `-`: `{correction}`",
        fix=f"write `{correction}`",
        edits=replace_span(span, correction),
        is_safe=False,
    )
    return ErrorToken(error, *span, "ID", correction, pop=pop)


def _recover_percentage(text: str, start: int) -> ErrorToken | None:
    number = _NUMBER.search(text, max(start - _MAX_WORD, 0), start)
    if number is None or not _attribute_name(text, _word_span(text, start).start):
        return None
    share = f"{(Decimal(number.group()) / 100).normalize():f}"
    span = Span(number.start(), start + 1)
    error = ParseError(
        span,
        f"unexpected percentage `{text[span.start : span.end]}`",
        help=f"write {share}, a number between 0 and 1",
        fix=f"write {share}",
        edits=replace_span(span, share),
    )
    return ErrorToken(error, *span, "NUMBER", share, pop=1)


# ---- Texts -----------------------------------------------------------------------------------


def _recover_prose(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    """Recover `note: what is true?`, a text without quotes as the value of an attribute."""
    prefix = _PROSE_PREFIX.search(text, max(start - _MAX_WORD, 0), start)
    spec = ATTRIBUTES.get(prefix["name"]) if prefix else None
    if (
        prefix is None
        or spec is None
        or spec.value_kind is not ValueKind.TEXT
        or "COLON" not in preceding
    ):
        return None
    content_start = prefix.start("content") if prefix["content"] else start
    end = _PROSE_END.match(text, start)
    span = Span(content_start, end.end() if end else start)
    original = text[span.start : span.end]
    if not any(map(str.isalnum, original)) or not original.isprintable():
        return None
    return _missing_quotes(prefix["name"], span, original, preceding[::-1].index("COLON"))


def _missing_quotes(name: str, span: Span, original: str, pop: int) -> ErrorToken:
    correction = quote(original)
    error = ParseError(
        span,
        f"missing quotes around `{original}`"
        if len(original) <= _MAX_DISPLAY_LENGTH
        else "missing quotes",
        help=f'write `{name}: "…"`',
        fix="put it in quotes",
        edits=_put_in_quotes(span, original),
    )
    return ErrorToken(error, *span, "TEXT", correction, pop=pop)


def _put_in_quotes(span: Span, original: str) -> tuple[Edit, ...]:
    """Return the edits that put a span in quotes.

    Between the quotes, full-width characters stay as they are in the file.
    """
    if quote(original) != f'"{original}"':
        return replace_span(span, quote(original))
    return (*insert_at(span.start, '"'), *insert_at(span.end, '"'))


def _recover_quotable(text: str, word: Span, pop: int) -> ErrorToken | None:
    """Recover `doi: 10.1234/x`, a text without quotes as the value of an attribute."""
    name = _attribute_name(text, word.start)
    spec = ATTRIBUTES.get(name)
    if not name.startswith(FREE_PREFIX) and (spec is None or spec.value_kind not in _QUOTED_VALUES):
        return None
    original = text[word.start : word.end].rstrip(";")
    if not any(map(str.isalnum, original)) or not original.isprintable():
        return None
    if original != text[word.start : word.end] and _ONE_WORD.fullmatch(original):
        return None  # only the semicolon after it is an error
    span = Span(word.start, word.start + len(original))
    return _missing_quotes(name, span, original, pop)


def _recover_url(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    """Recover a URL without quotes, as a value or after a text."""
    match = _URL.match(text, start)
    if match is None:
        return None
    scheme = start - 1
    while scheme > 0 and text[scheme - 1].isalnum():
        scheme -= 1
    url = text[scheme : match.end()].rstrip(",;")
    span, pop = Span(scheme, scheme + len(url)), 2
    has_angles = preceding[-3:-2] == ["COMPARISON"] and text[scheme - 1 : scheme] == "<"
    if has_angles and text[span.end : span.end + 1] == ">":
        span, pop = Span(scheme - 1, span.end + 1), 3
    if text[scheme - 1 : scheme] == "@":
        span = Span(scheme - 1, span.end)
    value = quote(url)
    if preceding[-pop - 1 : -pop] in (["TEXT"], ["CITATION"]):
        return _url_after_text(text, span, url, pop)
    is_apart = text[span.end : span.end + 1] not in tuple(_QUOTE_MARKS)
    is_whole = text[span.start : span.end] == url
    edits = _put_in_quotes(span, url) if is_whole else replace_span(span, value)
    error = ParseError(
        span,
        "missing quotes around a URL",
        help=f"write `{_attribute_name(text, span.start) or 'url'}: {value}`",
        fix="put it in quotes" if is_apart else "",
        edits=edits if is_apart else (),
    )
    return ErrorToken(error, *span, "TEXT", value, pop=pop)


def _url_after_text(text: str, span: Span, url: str, pop: int) -> ErrorToken:
    """Recover a URL as an attribute in the block; skip it if a citation or a text follows."""
    value = quote(url)
    line = text[max(line_start(text, span.start), span.start - _MAX_WORD * 10) : span.start]
    position = span.end
    while text[position : position + 1].isspace():
        position += 1
    next_character, end = text[position : position + 1], span.end
    attribute = (("ID", "url"), ("COLON", ":"), ("TEXT", value))
    edits: tuple[Edit, ...] = ()
    extra_tokens: tuple[tuple[str, str], ...] = ()
    if not _STATEMENT_LINE.match(line):
        pass  # the URL is not after the text of a declaration, so its block is unknown
    elif next_character == "{":
        spaces_start = span.start
        while text[spaces_start - 1 : spaces_start] in (" ", "\t"):
            spaces_start -= 1
        block_start = Span(position + 1, position + 1)
        edits = (Edit(Span(spaces_start, span.end), ""), Edit(block_start, f" url: {value}"))
        extra_tokens, end = attribute, position + 1
    elif next_character not in ("@", '"'):
        edits = replace_span(span, f"{{ url: {value} }}")
        extra_tokens = (*attribute, ("RBRACE", "}"))
    error = ParseError(
        span,
        "unexpected URL after a text",
        help=f"write `{{ url: {value} }}`",
        fix="write it as an attribute" if edits else "",
        edits=edits,
    )
    terminal = ("LBRACE", "{") if extra_tokens else ("", "")
    return ErrorToken(error, span.start, end, *terminal, pop=pop, extra_tokens=extra_tokens)


# ---- Lists -----------------------------------------------------------------------------------


def _recover_list(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    """Recover `tags: [x, y]`, a list in brackets as in YAML and JSON."""
    match = _LIST.match(text, start)
    if preceding[-2:] != ["ID", "COLON"] or match is None or not _is_attribute(text, start):
        return None
    if preceding[-3:-2] and preceding[-3] in keywords().values():
        return None  # an id followed by a colon
    span, content = Span(*match.span()), match.group(1)
    is_plain = content.strip() != "" and not set("{}:").intersection(content)
    edits = (Edit(Span(start, start + 1), ""), Edit(Span(span.end - 1, span.end), ""))
    error = ParseError(
        span,
        "unexpected brackets around a list of values",
        help="separate the values by commas only: `tags: ethics, law`",
        fix="delete the brackets" if is_plain else "",
        edits=edits if is_plain else (),
        is_safe=_VALUE_END.match(text, span.end) is not None,
    )
    if is_plain:
        return ErrorToken(error, start, start + 1)
    return ErrorToken(error, *span, "TEXT", quote(match.group()))


def _skip_list_end(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    opening = text.rfind("[", line_start(text, start), start)
    if opening < 0 or not preceding or not _is_attribute(text, opening):
        return None
    match = _LIST.match(text, opening)
    if match is None or match.end() != start + 1 or set("{}:").intersection(match.group(1)):
        return None
    return ErrorToken(None, start, start + 1)
