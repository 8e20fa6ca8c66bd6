"""What a piece of text that begins no token was meant to be."""

from __future__ import annotations

import re
import unicodedata

from argmap.syntax.citing import brackets, citation_apart
from argmap.syntax.crossing import Bridge
from argmap.syntax.faults import SyntaxFault, inserting, replacing
from argmap.syntax.foreign import foreign
from argmap.syntax.foreign_values import foreign_value
from argmap.syntax.grammar import keywords
from argmap.syntax.lost_quotes import line_end, next_line
from argmap.syntax.strings import quote, unquote
from argmap.text import Edit, Span

_QUOTE_PAIRS = {
    "“": "”“",
    "„": "“”",
    "”": "”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    "＂": "＂",
    "'": "'",
    "`": "`",
}
"""Opening mark → the marks that may close it: word processors differ by language."""

_ODD_MARKS = re.escape("".join({mark for pair in _QUOTE_PAIRS.items() for mark in "".join(pair)}))
_MEANINGLESS = re.compile(rf"[^\s\w\"{{}}@#:,<>{_ODD_MARKS}]+")
_DIGITS_FIRST = re.compile(r"[+-]?\d[\w.-]*")
_BEHIND_TEXT = re.compile(r"(?:\s*@[\w.:-]+)*\s*\{?\s*$")
_FIRST_WORD = re.compile(r"[ \t]*(\}|[\w-]+)")
_MANY_LINES = 20
_TAIL = 200  # characters in which citations and a brace are looked for behind an open text


def bridge(text: str, start: int, before: list[str]) -> Bridge:  # noqa: PLR0911 - a table
    """Say what was meant at ``start``; ``before`` are the terminals of the tokens before it."""
    character = text[start]
    if found := (
        citation_apart(text, start, before)
        or foreign_value(text, start, before)
        or foreign(text, start)
        or brackets(text, start, before)
    ):
        return found
    if text.startswith('"""', start):
        return _open_block_string(text, start)
    if character == '"':
        return _open_string(text, start)
    if character in _QUOTE_PAIRS:
        return _odd_quotes(text, start)
    if text.startswith("//", start):
        return _slashes(text, start)
    if match := _DIGITS_FIRST.match(text, start):
        return _digits_first(match)
    is_behind_name = before[-1:] == ["ID"]
    if character == "=" and is_behind_name and not text.startswith(("==", "=>"), start):
        return _equals_sign(start)
    return _meaningless(text, start)


def _begins_declaration(line: str) -> bool:
    first = _FIRST_WORD.match(line)
    return first is not None and (first.group(1) == "}" or first.group(1) in keywords())


def _said(line: str) -> int:
    """Return where the text that runs to a line's end stops, and citations or a brace begin."""
    tail = max(len(line) - _TAIL, 0)
    behind = _BEHIND_TEXT.search(line, tail)
    return behind.start() if behind else len(line)


def _open_block_string(text: str, start: int) -> Bridge:
    """End it before the next line that is empty or begins a declaration, or with the file."""
    end = line_end(text, start)
    while following := next_line(text, end):
        line = text[following : line_end(text, following)]
        if not line.strip() or _begins_declaration(line):
            break
        end = line_end(text, following)
    end = start + len(text[start:end].rstrip())
    fault = SyntaxFault(
        Span(start, start + 3),
        "this text is never closed",
        label="it begins here",
        help='a text that begins with three quotes ends with three quotes: """',
        fix="close the text",
        edits=inserting(end, '"""'),
    )
    value = quote(unquote(f'"""{text[start + 3 : end]}"""'))
    return Bridge(fault, start, end, "TEXT", value)


def _open_string(text: str, start: int) -> Bridge:
    """End it where the line does, save for citations and a brace; or see that it spans lines."""
    end = line_end(text, start)
    line = text[start + 1 : end]
    if closing := _odd_closing_mark(line):
        return _closed_by_odd_mark(text, start, start + 1 + closing)
    if (far := _closing_on_later_line(text, end)) is not None:
        return _string_over_lines(text, start, far)
    stop = start + 1 + _said(line)
    fault = SyntaxFault(
        Span(start, stop),
        "this text is never closed",
        label="a quote is missing at its end",
        help='a text in quotes ends on its own line; use """ for one that spans several',
        fix="close the text",
        edits=inserting(stop, '"'),
    )
    return Bridge(fault, start, stop, "TEXT", quote(text[start + 1 : stop]))


def _odd_closing_mark(line: str) -> int | None:
    """Return where in a line that began with a straight quote a typographic one closes it."""
    end = _said(line)
    return end - 1 if end and line[end - 1] in "”“»’＂" else None


def _closed_by_odd_mark(text: str, start: int, mark: int) -> Bridge:
    fault = SyntaxFault(
        Span(mark, mark + 1),
        f"this text is closed by a typographic quote ({text[mark]})",
        help='texts stand in straight quotes: "…"',
        fix="use a straight quote",
        edits=replacing(Span(mark, mark + 1), '"'),
    )
    return Bridge(fault, start, mark + 1, "TEXT", quote(text[start + 1 : mark]))


def _closing_on_later_line(text: str, end: int) -> int | None:
    """Return where a quote closes a text that runs on over the next lines of prose, if one does."""
    position = end
    for _ in range(_MANY_LINES):
        following = next_line(text, position)
        if following == 0:
            return None
        position = line_end(text, following)
        line = text[following:position]
        if not line.strip() or _begins_declaration(line):
            return None
        if '"' in line:
            closing = line.index('"')
            is_only_one = line.count('"') == 1 or line[closing + 1 :].lstrip()[:1] in ("@", "{")
            is_prose = not set("{}@").intersection(line[:closing])
            return following + closing if is_only_one and is_prose else None
    return None


def _string_over_lines(text: str, start: int, closing: int) -> Bridge:
    fault = SyntaxFault(
        Span(start, start + 1),
        "a text in single quotes must end on its own line",
        label="it runs on over the next lines",
        help='use three quotes around a text that spans several lines: """…"""',
        places=((Span(closing, closing + 1), "it is closed here"),),
        fix="use three quotes",
        edits=(
            Edit(Span(start, start + 1), '"""'),
            Edit(Span(closing, closing + 1), '"""'),
        ),
    )
    value = quote(unquote(f'"""{text[start + 1 : closing]}"""'))
    return Bridge(fault, start, closing + 1, "TEXT", value)


def _odd_quotes(text: str, start: int) -> Bridge:
    """Take typographic or single quotes for straight ones."""
    end = line_end(text, start)
    inside = text[start + 1 : end]
    closing = _first_of(_QUOTE_PAIRS[text[start]], inside)
    if closing is None:
        closing = _first_of('"', inside)
    if closing is None:
        closing = _said(inside)
        stop = start + 1 + closing
    else:
        stop = start + closing + 2
    said = inside[:closing]
    straight = quote(unquote(f'"{said}"'))  # with what quotes it holds escaped
    fault = SyntaxFault(
        Span(start, stop),
        f"this text stands in quotes of the wrong kind ({text[start]})",
        help='texts stand in straight quotes: "…"; word processors change them',
        fix="use straight quotes",
        edits=replacing(Span(start, stop), straight),
    )
    return Bridge(fault, start, stop, "TEXT", straight)


def _first_of(marks: str, line: str) -> int | None:
    return next((position for position, mark in enumerate(line) if mark in marks), None)


def _slashes(text: str, start: int) -> Bridge:
    """Bridge a comment in another language's way; within a word, slashes begin none."""
    end = line_end(text, start)
    fault = SyntaxFault(
        Span(start, start + 2),
        "a comment begins with #",
        fix="write # instead",
        edits=replacing(Span(start, start + 2), "#"),
        is_sure=not text[start - 1 : start].strip() or start == 0,
    )
    return Bridge(fault, start, end)


def _digits_first(match: re.Match[str]) -> Bridge:
    word = match.group()
    name = "_" + re.sub(r"[^\w-]", "-", word.lstrip("+-"))
    fault = SyntaxFault(
        Span(*match.span()),
        f"`{word}` is neither a number, nor a date, nor an id",
        help="an id begins with a letter or _; a date is written 2024-05-31; "
        "a text of several words stands in quotes",
    )
    return Bridge(fault, match.start(), match.end(), "ID", name)


def _equals_sign(start: int) -> Bridge:
    fault = SyntaxFault(
        Span(start, start + 1),
        "a colon stands between an attribute's name and its value, not =",
        fix="write : instead",
        edits=replacing(Span(start, start + 1), ":"),
    )
    return Bridge(fault, start, start + 1, "COLON", ":")


def _meaningless(text: str, start: int) -> Bridge:
    match = _MEANINGLESS.match(text, start)
    end = match.end() if match else start + 1
    run = text[start:end]
    if run == "@":
        fault = SyntaxFault(
            Span(start, end),
            "@ is not followed by the id of a source",
            help="a citation is written @source, @source:31 (paragraph) or @source:p12 (page)",
        )
        return Bridge(fault, start, end)
    fault = SyntaxFault(
        Span(start, end),
        f"{_named(run)} nothing here",
        help="texts stand in quotes; a comment begins with #",
        fix="delete it",
        edits=replacing(Span(start, end), ""),
        is_sure=run == ";",
    )
    return Bridge(fault, start, end)


def _named(run: str) -> str:
    if len(run) > 1:
        visible = run if run.isprintable() else "these characters"
        return f"`{visible}` means" if visible == run else "these characters mean"
    if run.isprintable():
        return f"`{run}` means"
    name = unicodedata.name(run, "control character").lower()
    return f"an invisible character (U+{ord(run):04X}, {name}) means"
