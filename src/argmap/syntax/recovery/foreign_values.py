"""Values as they are written elsewhere: `31.12.2024`, `1.000.000`, `.8`, `80%`, a bare DOI."""

from __future__ import annotations

import re
from calendar import monthrange
from decimal import Decimal

from argmap.model.attributes import ATTRIBUTES, FREE_PREFIX, ValueKind
from argmap.model.identifiers import LENIENT_ID
from argmap.syntax.errors import ParseError, replace_span
from argmap.syntax.grammar import keywords
from argmap.syntax.literals import quote
from argmap.syntax.recovery.context import ErrorToken
from argmap.syntax.recovery.foreign import begins_its_line
from argmap.syntax.recovery.missing_quotes import line_start
from argmap.text import Edit, Span

_MAX_WORD = 200
_MAX_SHOWN = 40
_MAX_MONTH = 12
_NUMBER = re.compile(r"\d+(?:\.\d+)?\Z")
_FRACTION = re.compile(r"\.\d+(?![\w.-])")
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")
_VALUE_OF = re.compile(
    r"(?P<name>[^\W\d][\w-]*)[ \t]*[:=][ \t]*(?P<earlier>[^\s:{}\"][^:{}\"\n]*,[ \t]*)?\Z"
)
_WORD_BEFORE = re.compile(r"[^\s\"{}<>,:=@\[\]]*\Z")
_WORD_BEHIND = re.compile(r"[^\s\"{}<>,\]]*")
_ONE_WORD = re.compile(rf"{LENIENT_ID}|\d+(?:\.\d+)?|\d{4}-\d\d(?:-\d\d)?")
_DOTTED = re.compile(r"[\w.]*\w")
_SAID = re.compile(r"(?P<name>[^\W\d][\w-]*)[ \t]*[:=][ \t]*(?P<said>[^\s:{}\"][^:{}\"\r\n]*)?\Z")
_REST = re.compile(r"[^\"{}#\r\n]*?(?=\s+[\w-]+[ \t]*[:=]\s|[ \t]*(?:[\"{}#\r\n]|\Z))")
_QUOTE_MARKS = "\"'`“”„«»‘’‚「」『』＂"
_ADDRESS = re.compile(r"//[^\s\"{}<>]+")
_BRACKETED_ADDRESS = re.compile(r"[\[(]\s*@?(\w+://[^\s\"{}<>()\[\]]+)\s*[\])]")
_LIST = re.compile(r"\[([^\[\]\r\n]*)\]")
_QUOTED_VALUES = (ValueKind.TEXT, ValueKind.WORDS, ValueKind.ADDRESS, ValueKind.PASSAGES)
_STATEMENT_LINE = re.compile(
    r"[^\S\r\n]*(?:claim|evidence|assumption|counterpoint|source|map|section)\b[^{}\r\n]*\Z"
)


def foreign_value(text: str, start: int, before: list[str]) -> ErrorToken | None:
    """Return how to go on where a value has a character that none of the language's has."""
    match text[start]:
        case "[" | "(" if before[-1:] in (["TEXT"], ["CITATION"]) and (
            match := _BRACKETED_ADDRESS.match(text, start)
        ):
            return _after_text(text, Span(*match.span()), match[1], 0)
        case "[":
            return _bracketed(text, start, before)
        case "]":
            return _end_of_bracketed(text, start, before)
        case "%" if before[-1:] == ["NUMBER"] and text[start - 1].isdigit():
            return _percent(text, start)
        case "/" if text.startswith("://", start - 1) and before[-2:] in (
            ["ID", "COLON"],
            ["CITATION", "COLON"],
        ):
            return _address(text, start, before)
        case _:
            is_path = "IMPORT" in before[-2:]
            return (_path if is_path else _odd_word)(text, start, before)


def _path(text: str, start: int, before: list[str]) -> ErrorToken | None:
    """Bridge ``import ../energy.argmap``: a path without quotes."""
    word = _word(text, start)
    takes_back = _tokens_of(word, start, before)
    written = text[word.start : word.end]
    is_first = before[len(before) - 1 - (takes_back or 0)] == "IMPORT"
    if takes_back is None or not is_first or not any(map(str.isalnum, written)):
        return None
    if not written.isprintable() or any(mark in written for mark in _QUOTE_MARKS):
        return None
    meant = quote(written)
    error = ParseError(
        word,
        "missing quotes around a path",
        help=f"write `import {meant}`",
        fix="put it in quotes",
        edits=replace_span(word, meant),
    )
    return ErrorToken(error, *word, "TEXT", meant, takes_back=takes_back)


def _odd_word(text: str, start: int, before: list[str]) -> ErrorToken | None:
    """Bridge a date, a text without quotes, or a number with a dot where none belongs."""
    if text[start] in _QUOTE_MARKS and not text[start - 1 : start].isalnum():
        return None
    word = _word(text, start)
    if word.start < start and not text[word.start].isdigit() and before[-1:] == ["CITATION"]:
        return None
    takes_back = _tokens_of(word, start, before)
    if takes_back is None:
        return _prose(text, start, before)
    if not _attribute(text, word.start):
        is_list_mark = begins_its_line(text, word.start)
        return None if is_list_mark else _dotted(text, start, word, takes_back)
    return (
        _date(text, word, takes_back)
        or _prose(text, start, before)
        or _quotable(text, word, takes_back)
        or _dotted(text, start, word, takes_back)
        or (_fraction(text, start) if word.start == start else None)
    )


def _word(text: str, start: int) -> Span:
    """Return what is written around an offset without a space."""
    begins = _WORD_BEFORE.search(text, max(start - _MAX_WORD, 0), start)
    ends = _WORD_BEHIND.match(text, start, start + _MAX_WORD)
    return Span(begins.start() if begins else start, ends.end() if ends else start)


def _tokens_of(word: Span, start: int, before: list[str]) -> int | None:
    """Return the number of tokens that were made of a word up to an offset, if it is 0 or 1."""
    if word.start == start:
        return 0
    return 1 if before[-1:] in (["NUMBER"], ["ID"], ["PATH"], ["DATE"]) else None


def _attribute(text: str, start: int) -> str:
    """Return the name of the attribute whose value begins at an offset; empty if there is none."""
    found = _VALUE_OF.search(text, max(start - _MAX_WORD, 0), start)
    return found["name"] if found else ""


def _is_attribute(text: str, start: int) -> bool:
    name = _attribute(text, start)
    return name in ATTRIBUTES or name.startswith(FREE_PREFIX)


# ---- Dates -----------------------------------------------------------------------------------


def iso_date(written: str, *, unambiguous_only: bool = False) -> str | None:
    """Return `31.12.2024`, `31/12/2024` or `2024.12.31` as `2024-12-31`; None if it is no date.

    With ``unambiguous_only``, None too where the day could be the month.
    """
    if match := _YEAR_FIRST.fullmatch(written):
        year, month, day = int(match[1]), int(match[3]), int(match[4])
    elif match := _DAY_FIRST.fullmatch(written):
        day, month, year = int(match[1]), int(match[3]), int(match[4])
        if day <= _MAX_MONTH < month:  # 12/31/2024
            day, month = month, day
        if unambiguous_only and day <= _MAX_MONTH and day != month:
            return None
    else:
        return None
    if not (1 <= month <= _MAX_MONTH and year >= 1 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return f"{year:04}-{month:02}-{day:02}"


def _date(text: str, word: Span, takes_back: int) -> ErrorToken | None:
    written = text[word.start : word.end]
    meant = iso_date(written)
    spec = ATTRIBUTES.get(_attribute(text, word.start))
    if meant is None or (spec is not None and spec.value_kind in _QUOTED_VALUES):
        return None
    error = ParseError(
        word,
        f"`{written}` is not a date of the form 2024-05-31",
        help=f"write `{meant}`",
        fix=f"write `{meant}`",
        edits=replace_span(word, meant),
        is_safe=iso_date(written, unambiguous_only=True) is not None,
    )
    return ErrorToken(error, *word, "DATE", meant, takes_back=takes_back)


# ---- Numbers ---------------------------------------------------------------------------------


def _fraction(text: str, start: int) -> ErrorToken | None:
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


def _dotted(text: str, start: int, word: Span, takes_back: int) -> ErrorToken | None:
    """Bridge `1.2.3` and `a.1`: a word with a dot in it that is neither a number nor a path."""
    run = _DOTTED.match(text, word.start)
    if text[start] != "." or not takes_back or run is None or run.end() <= start + 1:
        return None
    span, written = Span(*run.span()), run.group()
    meant = written.replace(".", "-")
    if written[0].isdigit():
        error = ParseError(
            span,
            f"`{written}` is neither a number nor an id",
            help="a number has one decimal point and nothing between its digits (1000000, 0.8), "
            "and an id begins with a letter; put anything else in quotes",
        )
        is_value = _attribute(text, span.start) != ""
        read = ("TEXT", quote(written)) if is_value else ("ID", f"_{meant}")
        return ErrorToken(error, *span, *read, takes_back=takes_back)
    error = ParseError(
        span,
        f"`{written}` is not an id",
        help=f"an id has letters, digits, _ and -: write `{meant}`",
        fix=f"write `{meant}`",
        edits=replace_span(span, meant),
        is_safe=False,
    )
    return ErrorToken(error, *span, "ID", meant, takes_back=takes_back)


def _percent(text: str, start: int) -> ErrorToken | None:
    number = _NUMBER.search(text, max(start - _MAX_WORD, 0), start)
    if number is None or not _attribute(text, _word(text, start).start):
        return None
    share = f"{(Decimal(number.group()) / 100).normalize():f}"
    span = Span(number.start(), start + 1)
    error = ParseError(
        span,
        f"{text[span.start : span.end]} is written {share}",
        help="shares lie between 0 and 1",
        fix=f"write {share}",
        edits=replace_span(span, share),
    )
    return ErrorToken(error, *span, "NUMBER", share, takes_back=1)


# ---- Texts -----------------------------------------------------------------------------------


def _prose(text: str, start: int, before: list[str]) -> ErrorToken | None:
    """Bridge `note: what is true?`: the value of an attribute that takes one text, in words."""
    found = _SAID.search(text, max(start - _MAX_WORD, 0), start)
    spec = ATTRIBUTES.get(found["name"]) if found else None
    if (
        found is None
        or spec is None
        or spec.value_kind is not ValueKind.TEXT
        or "COLON" not in before
    ):
        return None
    begins = found.start("said") if found["said"] else start
    ends = _REST.match(text, start)
    span = Span(begins, ends.end() if ends else start)
    written = text[span.start : span.end]
    if not any(map(str.isalnum, written)) or not written.isprintable():
        return None
    return _missing_quotes(found["name"], span, written, before[::-1].index("COLON"))


def _missing_quotes(name: str, span: Span, written: str, takes_back: int) -> ErrorToken:
    meant = quote(written)
    error = ParseError(
        span,
        f"missing quotes around `{written}`" if len(written) <= _MAX_SHOWN else "missing quotes",
        help=f'write {name}: "…"',
        fix="put it in quotes",
        edits=replace_span(span, meant),
    )
    return ErrorToken(error, *span, "TEXT", meant, takes_back=takes_back)


def _quotable(text: str, word: Span, takes_back: int) -> ErrorToken | None:
    """Bridge `doi: 10.1234/x`: the value of an attribute that takes a text, without quotes."""
    name = _attribute(text, word.start)
    spec = ATTRIBUTES.get(name)
    if not name.startswith(FREE_PREFIX) and (spec is None or spec.value_kind not in _QUOTED_VALUES):
        return None
    written = text[word.start : word.end].rstrip(";")
    if not any(map(str.isalnum, written)) or not written.isprintable():
        return None
    if written != text[word.start : word.end] and _ONE_WORD.fullmatch(written):
        return None  # only the semicolon after it is wrong
    span = Span(word.start, word.start + len(written))
    return _missing_quotes(name, span, written, takes_back)


def _address(text: str, start: int, before: list[str]) -> ErrorToken | None:
    """Bridge a web address without quotes, as a value or after a text."""
    match = _ADDRESS.match(text, start)
    if match is None:
        return None
    scheme = start - 1
    while scheme > 0 and text[scheme - 1].isalnum():
        scheme -= 1
    address = text[scheme : match.end()].rstrip(",;")
    span, takes_back = Span(scheme, scheme + len(address)), 2
    has_angles = before[-3:-2] == ["COMPARISON"] and text[scheme - 1 : scheme] == "<"
    if has_angles and text[span.end : span.end + 1] == ">":
        span, takes_back = Span(scheme - 1, span.end + 1), 3
    if text[scheme - 1 : scheme] == "@":
        span = Span(scheme - 1, span.end)
    value = quote(address)
    if before[-takes_back - 1 : -takes_back] in (["TEXT"], ["CITATION"]):
        return _after_text(text, span, address, takes_back)
    is_apart = text[span.end : span.end + 1] not in tuple(_QUOTE_MARKS)
    error = ParseError(
        span,
        "missing quotes around a web address",
        help=f"write url: {value}",
        fix="put it in quotes" if is_apart else "",
        edits=replace_span(span, value) if is_apart else (),
    )
    return ErrorToken(error, *span, "TEXT", value, takes_back=takes_back)


def _after_text(text: str, span: Span, address: str, takes_back: int) -> ErrorToken:
    line = text[max(line_start(text, span.start), span.start - _MAX_WORD * 10) : span.start]
    is_of_statement = _STATEMENT_LINE.match(line) is not None
    return _address_after_text(
        text, span, quote(address), takes_back, is_of_statement=is_of_statement
    )


def _address_after_text(
    text: str, span: Span, value: str, takes_back: int, *, is_of_statement: bool
) -> ErrorToken:
    """Move an address into the block; where a citation follows, there is no place for one yet."""
    position = span.end
    while text[position : position + 1].isspace():
        position += 1
    following, end = text[position : position + 1], span.end
    attribute = (("ID", "url"), ("COLON", ":"), ("TEXT", value))
    edits: tuple[Edit, ...] = ()
    more: tuple[tuple[str, str], ...] = ()
    if not is_of_statement:
        pass  # it is after the text of an attribute: what it belongs to is not known
    elif following == "{":
        blanks = span.start
        while text[blanks - 1 : blanks] in (" ", "\t"):
            blanks -= 1
        inside = Span(position + 1, position + 1)
        edits = (Edit(Span(blanks, span.end), ""), Edit(inside, f" url: {value}"))
        more, end = attribute, position + 1
    elif following not in ("@", '"'):
        edits = replace_span(span, f"{{ url: {value} }}")
        more = (*attribute, ("RBRACE", "}"))
    error = ParseError(
        span,
        "write a web address in the block",
        help=f"write {{ url: {value} }}",
        fix="write it as an attribute" if edits else "",
        edits=edits,
    )
    terminal = ("LBRACE", "{") if more else ("", "")
    return ErrorToken(error, span.start, end, *terminal, takes_back=takes_back, more=more)


# ---- Lists -----------------------------------------------------------------------------------


def _bracketed(text: str, start: int, before: list[str]) -> ErrorToken | None:
    """Bridge `tags: [x, y]`: a list in brackets, as in YAML and JSON."""
    match = _LIST.match(text, start)
    if before[-2:] != ["ID", "COLON"] or match is None or not _is_attribute(text, start):
        return None
    if before[-3:-2] and before[-3] in keywords().values():
        return None  # it is an id with a colon
    span, inside = Span(*match.span()), match.group(1)
    is_plain = inside.strip() != "" and not set("{}:").intersection(inside)
    edits = (Edit(Span(start, start + 1), ""), Edit(Span(span.end - 1, span.end), ""))
    error = ParseError(
        span,
        "a list of values has no brackets",
        help="write the values with commas between them, such as `tags: ethics, law`",
        fix="delete the brackets" if is_plain else "",
        edits=edits if is_plain else (),
    )
    if is_plain:
        return ErrorToken(error, start, start + 1)
    return ErrorToken(error, *span, "TEXT", quote(match.group()))


def _end_of_bracketed(text: str, start: int, before: list[str]) -> ErrorToken | None:
    opening = text.rfind("[", line_start(text, start), start)
    if opening < 0 or not before or not _is_attribute(text, opening):
        return None
    match = _LIST.match(text, opening)
    if match is None or match.end() != start + 1 or set("{}:").intersection(match.group(1)):
        return None
    return ErrorToken(None, start, start + 1)
