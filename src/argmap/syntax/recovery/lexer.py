"""Tokens of a text that may be broken: nothing raises, every oddity is told and bridged.

The parser's own lexer stops at the first character that begins no token. Here it goes on: what is
meant is guessed by `bridges`, and what means nothing is skipped in one piece.

What a piece of text that begins no token was meant to be.
"""

from __future__ import annotations

import re

from lark import Token, UnexpectedCharacters

from argmap.model.identifiers import ROUGH_ID
from argmap.syntax.errors import ParseError, insert_at, replace_span
from argmap.syntax.grammar import keywords, parser
from argmap.syntax.literals import quote, unquote
from argmap.syntax.recovery.characters import describe_code_points, recover_invisible_characters
from argmap.syntax.recovery.citations import recover_brackets, recover_citation
from argmap.syntax.recovery.context import VALUE_TERMINALS, ErrorToken
from argmap.syntax.recovery.foreign import recover_foreign
from argmap.syntax.recovery.foreign_values import recover_foreign_value
from argmap.syntax.recovery.inner_quotes import (
    ESCAPING,
    QuotedText,
    begins_declaration,
    closing_mark,
    closing_on_later_line,
    continued_text,
    quoted_text,
    unescaped_quotes,
)
from argmap.syntax.recovery.missing_quotes import find_missing_opening_quote, line_end, next_line
from argmap.syntax.recovery.texts import find_unquoted_text
from argmap.text import Edit, Span, apply_edits

_QUOTE_PAIRS = {
    "“": "”“",
    "„": "“”",
    "”": "”",
    "«": "»",
    "»": "«",
    "‘": "’",
    "’": "’",
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
_CLOSING_MARKS = {"”": "“", "“": "„", "»": "«", "’": "‘", "＂": ""}
"""Marks that close a text, each with the marks that open a pair which it closes."""
_ESCAPED = re.compile(r'\\[\s\S]?|"')
_TRIPLE_SINGLE = re.compile(r"'''(?!')([^{}]{1,5000}?)'''(?!')")
_CITATION_APART = re.compile(rf"@[ \t]+((?P<id>{ROUGH_ID})(?::p?\d+(?:-\d+)?)?)(?![\w.:-])")
_DIGITS_FIRST = re.compile(r"[+-]?\d[\w.-]*")
_NEXT_VALUE = re.compile(rf"[ \t]*(?:{ROUGH_ID}|\d+(?:\.\d+)?)(?![\w-]|[ \t]*[:\"{{])")
_KEYWORDS = frozenset(keywords().values())
_MAX_VALUES = 200
"""Tokens before a semicolon that are looked at."""
_BEHIND_TEXT = re.compile(r"(?:\s*@[\w.:-]+)*\s*\{?\s*$")
_TAIL = 200  # characters in which citations and a brace are looked for behind an open text


def recover_token(text: str, start: int, preceding: list[str]) -> ErrorToken:  # noqa: C901, PLR0911 - a table
    """Say what was meant at ``start``; ``preceding`` are the terminals of the tokens before it."""
    character = text[start]
    if found := (
        recover_citation(text, start, preceding)
        or recover_foreign_value(text, start, preceding)
        or recover_foreign(text, start, preceding)
        or recover_brackets(text, start, preceding)
    ):
        return found
    if text.startswith('"""', start):
        return _open_block_string(text, start)
    if character == '"':
        return _open_string(text, start)
    if text.startswith("'''", start) and (match := _TRIPLE_SINGLE.match(text, start)):
        return _triple_single(match)
    if character in _QUOTE_PAIRS:
        return _odd_quotes(text, start, is_value=preceding[-1:] in (["COLON"], ["COMMA"]))
    if text.startswith("//", start):
        return _slashes(text, start)
    if match := _DIGITS_FIRST.match(text, start):
        return _digits_first(match)
    is_behind_name = preceding[-1:] == ["ID"] and _KEYWORDS.isdisjoint(preceding[-2:-1])
    if character == "=" and is_behind_name and not text.startswith(("==", "=>"), start):
        return _equals_sign(start)
    if (
        character == ";"
        and "COLON" in preceding[-_MAX_VALUES:]
        and _separates(text, start, preceding)
    ):
        return _semicolon(start)
    is_after_text = preceding[-1:] in (["TEXT"], ["CITATION"])
    if is_after_text and (apart := _CITATION_APART.match(text, start)):
        return _citation_apart_from_id(apart)
    return _meaningless(text, start)


def _said(line: str) -> int:
    """Return where the text that runs to a line's end stops, and citations or a brace begin."""
    tail = max(len(line) - _TAIL, 0)
    behind = _BEHIND_TEXT.search(line, tail)
    return behind.start() if behind else len(line)


def _open_block_string(text: str, start: int) -> ErrorToken:
    """End it before the next line that is empty or begins a declaration, or with the file."""
    end = line_end(text, start)
    while (following := next_line(text, end)) is not None:
        line = text[following : line_end(text, following)]
        if not line.strip() or begins_declaration(line):
            break
        end = line_end(text, following)
    end = start + len(text[start:end].rstrip())
    error = ParseError(
        Span(start, start + 3),
        "missing closing quotes",
        label="the text begins here",
        help='a text that begins with three quotes ends with three quotes: """',
        fix="close the text",
        edits=insert_at(end, '"""'),
    )
    value = quote(unquote(f'"""{text[start + 3 : end]}"""'))
    return ErrorToken(error, start, end, "TEXT", value)


def _open_string(text: str, start: int) -> ErrorToken:
    """End it where the line does, save for citations and a brace; or see that it spans lines."""
    end = line_end(text, start)
    line = text[start + 1 : end]
    found = quoted_text(text, start, is_value=False)
    if closing := _odd_closing_mark(line):
        return _closed_by_odd_mark(text, found, start + 1 + closing)
    if (far := closing_on_later_line(text, end)) is not None:
        return _string_over_lines(text, start, far)
    stop = start + 1 + _said(line)
    edits = (*found.escapes, *insert_at(stop, '"')) if found.is_certain else ()
    ending = 'a text in quotes ends on its own line; use """ for one that spans several'
    error = ParseError(
        Span(start, stop),
        "missing closing quote",
        label="a quote is missing at its end",
        help=ESCAPING if found.inner else ending,
        fix="close the text" if edits else "",
        edits=edits,
    )
    return ErrorToken(error, start, stop, "TEXT", _straight(text, start + 1, stop))


def _odd_closing_mark(line: str) -> int | None:
    """Return where in a line that began with a straight quote a typographic one closes it."""
    end = _said(line)
    mark = line[end - 1] if end else ""
    if not mark or mark not in _CLOSING_MARKS:
        return None
    inside = line[: end - 1]
    opened = sum(inside.count(opening) for opening in _CLOSING_MARKS[mark])
    return end - 1 if opened <= inside.count(mark) else None


def _closed_by_odd_mark(text: str, found: QuotedText, mark: int) -> ErrorToken:
    error = ParseError(
        Span(mark, mark + 1),
        f"this text is closed by a typographic quote ({text[mark]})",
        help='texts are written in straight quotes: "…"',
        fix="use a straight quote",
        edits=(*found.escapes, *replace_span(Span(mark, mark + 1), '"')),
    )
    return ErrorToken(error, found.start, mark + 1, "TEXT", _straight(text, found.start + 1, mark))


def _string_over_lines(text: str, start: int, closing: int) -> ErrorToken:
    last = closing - 1
    ends_with_quote = last in _unescaped(text, start + 1, closing)
    error = ParseError(
        Span(start, start + 1),
        "a text in one pair of quotes must end on its own line",
        label="it continues on the next line",
        help='use three quotes around a text that spans several lines: """…"""',
        labels=((Span(closing, closing + 1), "it is closed here"),),
        fix="use three quotes",
        edits=(
            Edit(Span(start, start + 1), '"""'),
            *(insert_at(last, "\\") if ends_with_quote else ()),
            Edit(Span(closing, closing + 1), '"""'),
        ),
    )
    value = quote(unquote(f'"""{text[start + 1 : closing]}"""'))
    return ErrorToken(error, start, closing + 1, "TEXT", value)


def _odd_quotes(text: str, start: int, *, is_value: bool) -> ErrorToken:
    """Take typographic or single quotes for straight ones."""
    closing, is_safe = closing_mark(text, start, _QUOTE_PAIRS[text[start]], is_value=is_value)
    if closing is None:
        end = line_end(text, start)
        closing = start + 1 + _said(text[start + 1 : end])
        stop, is_safe = closing, text[start] not in "'’`"
    else:
        stop = closing + 1
    edits = (
        *replace_span(Span(start, start + 1), '"'),
        *(Edit(Span(at, at), "\\") for at in _unescaped(text, start + 1, closing)),
        *replace_span(Span(closing, stop), '"'),
    )
    error = ParseError(
        Span(start, stop),
        f"quotes of the wrong kind ({text[start]})",
        help='texts are written in straight quotes: "…"; word processors change them',
        fix="use straight quotes",
        edits=edits,
        is_safe=is_safe,
    )
    return ErrorToken(error, start, stop, "TEXT", _straight(text, start + 1, closing))


def _triple_single(match: re.Match[str]) -> ErrorToken:
    """Take a text in three single quotes for one in double quotes."""
    text, start, end = match[1], match.start(), match.end()
    mark = '"""' if "\n" in text or "\r" in text else '"'
    is_safe = '"' not in text and "\\" not in text
    error = ParseError(
        Span(start, start + 3),
        "quotes of the wrong kind (''')",
        help='texts are written in straight double quotes: "…"',
        fix="use straight quotes" if is_safe else "",
        edits=(
            *replace_span(Span(start, start + 3), mark),
            *replace_span(Span(end - 3, end), mark),
        )
        if is_safe
        else (),
    )
    value = f"{mark}{text}{mark}" if is_safe else quote(text)
    return ErrorToken(error, start, end, "TEXT", value)


def _straight(text: str, start: int, end: int) -> str:
    """Return the raw text, in straight quotes, of what is written between two offsets."""
    edits = [Edit(Span(at - start, at - start), "\\") for at in _unescaped(text, start, end)]
    return f'"{apply_edits(text[start:end], edits)}"'


def _unescaped(text: str, start: int, end: int) -> list[int]:
    """Return where a backslash is missing: before quotes, and before a backslash at the end."""
    return [
        match.start()
        for match in _ESCAPED.finditer(text, start, end)
        if match.group() in ('"', "\\")
    ]


def _slashes(text: str, start: int) -> ErrorToken:
    """Bridge a comment in another language's way; within a word, slashes begin none."""
    end = line_end(text, start)
    error = ParseError(
        Span(start, start + 2),
        "a comment begins with #",
        fix="write # instead",
        edits=replace_span(Span(start, start + 2), "#"),
        is_safe=not text[start - 1 : start].strip() or start == 0,
    )
    return ErrorToken(error, start, end)


def _digits_first(match: re.Match[str]) -> ErrorToken:
    word = match.group()
    error = ParseError(
        Span(*match.span()),
        f"`{word}` is neither a number, nor a date, nor an id",
        help="an id begins with a letter or _; write a date as 2024-05-31, "
        "and a text of several words in quotes",
    )
    # As an id, it keeps its name: no later message names what the author has not written.
    return ErrorToken(error, match.start(), match.end(), "ID", word)


def _equals_sign(start: int) -> ErrorToken:
    error = ParseError(
        Span(start, start + 1),
        "unexpected `=` after the name of an attribute",
        help="write attributes as `name: value`",
        fix="write `:`",
        edits=replace_span(Span(start, start + 1), ":"),
    )
    return ErrorToken(error, start, start + 1, "COLON", ":")


def _separates(text: str, start: int, preceding: list[str]) -> bool:
    """Whether a semicolon is between two values of one attribute."""
    last = preceding[-_MAX_VALUES:]
    colon = len(last) - 1 - last[::-1].index("COLON")
    values, head = last[colon + 1 :], last[:colon]
    is_list = len(values) % 2 == 1 and all(
        terminal == "COMMA" if at % 2 else terminal in VALUE_TERMINALS
        for at, terminal in enumerate(values)
    )
    is_attribute = head[-1:] == ["ID"] and _KEYWORDS.isdisjoint(head[-2:-1])
    return is_list and is_attribute and _NEXT_VALUE.match(text, start + 1) is not None


def _semicolon(start: int) -> ErrorToken:
    error = ParseError(
        Span(start, start + 1),
        "unexpected `;` between two values",
        help="values are separated by commas",
        fix="write a comma",
        edits=replace_span(Span(start, start + 1), ","),
    )
    return ErrorToken(error, start, start + 1, "COMMA", ",")


def _citation_apart_from_id(match: re.Match[str]) -> ErrorToken:
    """Take ``@ paper:3`` for a citation."""
    correction = f"@{match[1]}"
    error = ParseError(
        Span(*match.span()),
        "unexpected space in a citation",
        help=f"write `{correction}`",
        fix=f"write `{correction}`",
        edits=replace_span(Span(*match.span()), correction),
    )
    return ErrorToken(error, *match.span(), "CITATION", correction)


def _meaningless(text: str, start: int) -> ErrorToken:
    match = _MEANINGLESS.match(text, start)
    end = match.end() if match else start + 1
    run = text[start:end]
    if run == "@":
        error = ParseError(
            Span(start, end),
            "@ is not followed by the id of a source",
            help="a citation is written @source, @source:31 (paragraph) or @source:p12 (page)",
        )
        return ErrorToken(error, start, end)
    is_in_word = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
    error = ParseError(
        Span(start, end),
        f"unexpected {_named(run)}",
        help="a text is written in quotes; a comment begins with #",
        fix="delete it",
        edits=replace_span(Span(start, end), ""),
        is_safe=run == ";" and not is_in_word,
    )
    return ErrorToken(error, start, end)


def _named(run: str) -> str:
    if run.isprintable():
        return f"`{run}`"
    return "characters" if len(run) > 1 else describe_code_points(run)


MAX_ERRORS = 1000
"""Faults told of one file. Beyond this it is no map with mistakes but something else altogether."""

_BEFORE = 8
"""Tokens before an oddity by which it is told what it was meant to be."""


def tokenize(text: str) -> tuple[list[Token], list[ParseError]]:
    """Return the tokens of ``text``, and what was wrong with its characters, in order.

    After `MAX_ERRORS` faults the rest of the text is left alone.
    """
    thread = parser().parse_interactive(text).lexer_thread
    assert thread.state is not None  # a text was given
    counter = thread.state.line_ctr
    tokens: list[Token] = []
    errors: list[ParseError] = []
    while len(errors) < MAX_ERRORS:
        try:
            for token in thread.lex(None):  # type: ignore[no-untyped-call]
                if token.type == "TEXT" and (end := _reread(text, token, tokens, errors)):
                    counter.char_pos = end
                    break
                tokens.append(token)
            else:
                break
        except UnexpectedCharacters:
            counter.char_pos = _read_on(text, counter.char_pos, tokens, errors)
    return tokens, errors


def _reread(text: str, token: Token, tokens: list[Token], errors: list[ParseError]) -> int | None:
    """Read a text as part of a longer one, where it is that; return where reading goes on."""
    start, end = token.start_pos or 0, token.end_pos or 0
    if lost := _mend(text, start, tokens, errors):
        return lost
    found = continued_text(text, start, end, is_value=_is_value(tokens))
    found = found or find_unquoted_text(text, start, tokens)
    return None if found is None else _take(found, tokens, errors)


def _read_on(text: str, at: int, tokens: list[Token], errors: list[ParseError]) -> int:
    """Read what begins at a character that begins no token; return where reading goes on."""
    # An apostrophe, say, may be in a text whose quote comes later on its line.
    closing = text.find('"', at, line_end(text, at))
    if closing >= 0 and (end := _mend(text, closing, tokens, errors)):
        return end
    found = find_unquoted_text(text, at, tokens)
    if found is None and closing == at:
        found = unescaped_quotes(text, at, is_value=_is_value(tokens))
    return _cross(text, at, tokens, errors) if found is None else _take(found, tokens, errors)


def _is_value(tokens: list[Token]) -> bool:
    return bool(tokens) and tokens[-1].type in ("COLON", "COMMA")


def _take(bridge: ErrorToken, tokens: list[Token], errors: list[ParseError]) -> int:
    """Put in a text, and take back what was made of its words; return where reading goes on."""
    _take_back(bridge.start, tokens, errors)
    tokens.append(Token(bridge.terminal, bridge.value, start_pos=bridge.start, end_pos=bridge.end))
    if bridge.error is not None:
        errors.append(bridge.error)
    return bridge.end


def _take_back(start: int, tokens: list[Token], errors: list[ParseError]) -> None:
    while tokens and (tokens[-1].start_pos or 0) >= start:
        tokens.pop()
    while errors and errors[-1].span.start >= start:
        errors.pop()


def _mend(text: str, at: int, tokens: list[Token], errors: list[ParseError]) -> int | None:
    """Take a quote at ``at`` for the end of a text without its beginning, where it is that.

    Returns where reading goes on. What was made of its words before is taken back.
    """
    start = find_missing_opening_quote(text, at)
    if start is None:
        return None
    end = at + 1
    error = ParseError(
        Span(start, end),
        "missing opening quote",
        fix="put the quote",
        edits=insert_at(start, '"'),
    )
    return _take(ErrorToken(error, start, end, "TEXT", quote(text[start:at])), tokens, errors)


def _cross(text: str, start: int, tokens: list[Token], errors: list[ParseError]) -> int:
    """Take the text at ``start`` for what it was meant to be; return where reading goes on."""
    crossing = recover_invisible_characters(
        text, start, tokens[-1] if tokens else None
    ) or recover_token(text, start, [token.type for token in tokens[-_BEFORE:]])
    if crossing.error is not None:
        errors.append(crossing.error)
    del tokens[len(tokens) - crossing.pop :]
    read = (
        ((crossing.terminal, crossing.value), *crossing.extra_tokens) if crossing.terminal else ()
    )
    tokens += (
        Token(terminal, value, start_pos=crossing.start, end_pos=crossing.end)
        for terminal, value in read
    )
    return crossing.end
