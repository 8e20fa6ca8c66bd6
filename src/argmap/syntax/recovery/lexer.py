"""The error-tolerant lexer: tokens of any text, with an error for each piece that begins no token.

The parser's own lexer stops at the first character that begins no token. This one guesses the
intended token (`recover_token`), or skips the characters as one piece, and continues.
"""

from __future__ import annotations

import re

from lark import Token, UnexpectedCharacters

from argmap.model.identifiers import LENIENT_ID
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
from argmap.syntax.recovery.missing_quotes import (
    QUOTE_PAIRS,
    closes_on_next_line,
    find_missing_opening_quote,
    line_end,
    next_line,
)
from argmap.syntax.recovery.texts import find_unquoted_text
from argmap.text import Edit, Span, apply_edits

MAX_ERRORS = 1000
"""Errors reported in one file. A file with more of them is probably not a map."""
_MAX_PRECEDING = 8
"""Preceding tokens from which the intended token is guessed."""
_MAX_LIST_TOKENS = 200
"""Tokens before a semicolon that are searched for the start of the list."""
_MAX_TAIL = 200
"""Characters at the end of a line that are searched for the citations and brace after a text."""

_KEYWORDS = frozenset(keywords().values())
_ODD_MARKS = re.escape("".join({mark for pair in QUOTE_PAIRS.items() for mark in "".join(pair)}))
_CLOSING_MARKS = {"”": "“", "“": "„", "»": "«", "’": "‘", "＂": ""}
"""Marks that may close a text by mistake, each with its opening marks."""
_ESCAPE_OR_QUOTE = re.compile(r'\\[\s\S]?|"')
_TRIPLE_SINGLE_QUOTES = re.compile(r"'''(?!')([^{}]{1,5000}?)'''(?!')")
_SPACED_CITATION = re.compile(rf"@[ \t]+((?P<id>{LENIENT_ID})(?::p?\d+(?:-\d+)?)?)(?![\w.:-])")
_WORD_WITH_DIGIT_FIRST = re.compile(r"[+-]?\d[\w.-]*")
_NEXT_VALUE = re.compile(rf"[ \t]*(?:{LENIENT_ID}|\d+(?:\.\d+)?)(?![\w-]|[ \t]*[:\"{{])")
_AFTER_TEXT = re.compile(r"(?:\s*@[\w.:-]+)*\s*\{?\s*$")
_UNKNOWN_CHARACTERS = re.compile(rf"[^\s\w\"{{}}@#:,<>{_ODD_MARKS}]+")


def tokenize(text: str) -> tuple[list[Token], list[ParseError]]:
    """Return the tokens of a text and its lexical errors, in order.

    Lexing stops after `MAX_ERRORS` errors.
    """
    thread = parser().parse_interactive(text).lexer_thread
    assert thread.state is not None  # the text was passed above
    counter = thread.state.line_ctr
    tokens: list[Token] = []
    errors: list[ParseError] = []
    while len(errors) < MAX_ERRORS:
        try:
            for token in thread.lex(None):  # type: ignore[no-untyped-call]
                if token.type == "TEXT" and (end := _extend_text(text, token, tokens, errors)):
                    counter.char_pos = end
                    break
                tokens.append(token)
            else:
                break
        except UnexpectedCharacters:
            counter.char_pos = _resume(text, counter.char_pos, tokens, errors)
    return tokens, errors


def _extend_text(
    text: str, token: Token, tokens: list[Token], errors: list[ParseError]
) -> int | None:
    """Recover a longer text that a text token is part of; return where lexing resumes, if any."""
    start, end = token.start_pos or 0, token.end_pos or 0
    if resume := _recover_opening_quote(text, start, tokens, errors):
        return resume
    error_token = continued_text(text, start, end, is_value=_is_value(tokens))
    error_token = error_token or find_unquoted_text(text, start, tokens)
    return None if error_token is None else _replace_tokens(error_token, tokens, errors)


def _resume(text: str, start: int, tokens: list[Token], errors: list[ParseError]) -> int:
    """Recover the token at an unexpected character; return the offset at which lexing resumes."""
    # The character, for example an apostrophe, may be in a text whose quote is later on the line.
    closing = text.find('"', start, line_end(text, start))
    if closing >= 0 and (end := _recover_opening_quote(text, closing, tokens, errors)):
        return end
    error_token = find_unquoted_text(text, start, tokens)
    if error_token is None and closing == start:
        error_token = unescaped_quotes(text, start, is_value=_is_value(tokens))
    if error_token is not None:
        return _replace_tokens(error_token, tokens, errors)
    error_token = recover_invisible_characters(text, start, tokens[-1] if tokens else None)
    error_token = error_token or recover_token(
        text, start, [token.type for token in tokens[-_MAX_PRECEDING:]]
    )
    if error_token.error is not None:
        errors.append(error_token.error)
    del tokens[len(tokens) - error_token.pop :]
    if error_token.terminal:
        tokens += (
            Token(terminal, value, start_pos=error_token.start, end_pos=error_token.end)
            for terminal, value in (
                (error_token.terminal, error_token.value),
                *error_token.extra_tokens,
            )
        )
    return max(error_token.end, start + 1)


def _is_value(tokens: list[Token]) -> bool:
    return bool(tokens) and tokens[-1].type in ("COLON", "COMMA")


def _recover_opening_quote(
    text: str, offset: int, tokens: list[Token], errors: list[ParseError]
) -> int | None:
    """Recover the text that the quote at an offset closes, if its opening quote is missing.

    Returns:
        The offset at which lexing resumes; None if the quote does not close such a text.
    """
    start = find_missing_opening_quote(text, offset)
    if start is None:
        return None
    end = offset + 1
    error = ParseError(
        Span(start, end),
        "missing opening quote",
        fix="insert the opening quote",
        edits=insert_at(start, '"'),
    )
    error_token = ErrorToken(error, start, end, "TEXT", quote(text[start:offset]))
    return _replace_tokens(error_token, tokens, errors)


def _replace_tokens(error_token: ErrorToken, tokens: list[Token], errors: list[ParseError]) -> int:
    """Replace the tokens and errors inside a recovered text; return where lexing resumes."""
    start, end = error_token.start, error_token.end
    while tokens and (tokens[-1].start_pos or 0) >= start:
        tokens.pop()
    while errors and errors[-1].span.start >= start:
        errors.pop()
    tokens.append(Token(error_token.terminal, error_token.value, start_pos=start, end_pos=end))
    if error_token.error is not None:
        errors.append(error_token.error)
    return end


def recover_token(  # noqa: C901, PLR0911 - a table
    text: str, start: int, preceding: list[str]
) -> ErrorToken:
    """Return the most likely token at an offset where no token begins.

    ``preceding`` are the terminals of the preceding tokens.
    """
    character = text[start]
    if error_token := (
        recover_citation(text, start, preceding)
        or recover_foreign_value(text, start, preceding)
        or recover_foreign(text, start, preceding)
        or recover_brackets(text, start, preceding)
    ):
        return error_token
    if text.startswith('"""', start):
        return _open_block_text(text, start)
    if character == '"':
        return _open_text(text, start)
    triple_quoted = _TRIPLE_SINGLE_QUOTES.match(text, start)
    if triple_quoted:
        return _triple_single_quotes(triple_quoted)
    if character in QUOTE_PAIRS:
        return _odd_quotes(text, start, is_value=preceding[-1:] in (["COLON"], ["COMMA"]))
    if text.startswith("//", start):
        return _slash_comment(text, start)
    if match := _WORD_WITH_DIGIT_FIRST.match(text, start):
        return _word_with_digit_first(match)
    is_after_name = preceding[-1:] == ["ID"] and _KEYWORDS.isdisjoint(preceding[-2:-1])
    if character == "=" and is_after_name and not text.startswith(("==", "=>"), start):
        return _equals_sign(start)
    if (
        character == ";"
        and "COLON" in preceding[-_MAX_LIST_TOKENS:]
        and _separates_values(text, start, preceding)
    ):
        return _semicolon(start)
    is_after_text = preceding[-1:] in (["TEXT"], ["CITATION"])
    if is_after_text and (match := _SPACED_CITATION.match(text, start)):
        return _spaced_citation(match)
    return _unknown_characters(text, start)


# ---- Texts -----------------------------------------------------------------------------------


def _content_end(line: str) -> int:
    """Return where an unclosed text ends: before citations or a brace, or with the line."""
    tail = max(len(line) - _MAX_TAIL, 0)
    match = _AFTER_TEXT.search(line, tail)
    return match.start() if match else len(line)


def _open_block_text(text: str, start: int) -> ErrorToken:
    """Recover a text in three quotes without closing quotes.

    It ends before the next line that is empty or begins a declaration, or with the file.
    """
    end = line_end(text, start)
    while (next_start := next_line(text, end)) is not None:
        line = text[next_start : line_end(text, next_start)]
        if not line.strip() or begins_declaration(line):
            break
        end = line_end(text, next_start)
    end = start + len(text[start:end].rstrip())
    error = ParseError(
        Span(start, start + 3),
        "missing closing quotes",
        label="the text begins here",
        help='close a text that begins with three quotes with three quotes: """',
        fix="close the text",
        edits=insert_at(end, '"""'),
    )
    value = quote(unquote(f'"""{text[start + 3 : end]}"""'))
    return ErrorToken(error, start, end, "TEXT", value)


def _open_text(text: str, start: int) -> ErrorToken:
    """Recover a text without a closing quote on its line.

    It ends with the line, before citations and a brace, unless a later line closes it.
    """
    end = line_end(text, start)
    line = text[start + 1 : end]
    quoted = quoted_text(text, start, is_value=False)
    if closing := _odd_closing_mark(line):
        return _closed_by_odd_mark(text, quoted, start + 1 + closing)
    if (later_closing := closing_on_later_line(text, end)) is not None:
        return _text_over_lines(text, start, later_closing)
    stop = start + 1 + _content_end(line)
    edits = (*quoted.escapes, *insert_at(stop, '"')) if quoted.is_certain else ()
    closing_help = 'close a text on the line it begins on, or use """ for a text of several lines'
    error = ParseError(
        Span(start, stop),
        "missing closing quote",
        label="missing quote at the end of this text",
        help=ESCAPING if quoted.inner_quotes else closing_help,
        fix="close the text" if edits else "",
        edits=edits,
    )
    return ErrorToken(error, start, stop, "TEXT", _with_straight_quotes(text, start + 1, stop))


def _odd_closing_mark(line: str) -> int | None:
    """Return the index of a typographic mark that closes a text in a line, if there is one.

    ``line`` is the rest of the line after the opening quote, which is a straight one.
    """
    end = _content_end(line)
    mark = line[end - 1] if end else ""
    if not mark or mark not in _CLOSING_MARKS:
        return None
    content = line[: end - 1]
    openings = sum(content.count(opening) for opening in _CLOSING_MARKS[mark])
    return end - 1 if openings <= content.count(mark) else None


def _closed_by_odd_mark(text: str, quoted: QuotedText, closing: int) -> ErrorToken:
    error = ParseError(
        Span(closing, closing + 1),
        f"this text is closed by a typographic quote ({text[closing]})",
        help='write texts in straight quotes: "…"',
        fix="use a straight quote",
        edits=(*quoted.escapes, *replace_span(Span(closing, closing + 1), '"')),
    )
    value = _with_straight_quotes(text, quoted.start + 1, closing)
    return ErrorToken(error, quoted.start, closing + 1, "TEXT", value)


def _text_over_lines(text: str, start: int, closing: int) -> ErrorToken:
    last = closing - 1
    ends_with_quote = last in _find_unescaped(text, start + 1, closing)
    error = ParseError(
        Span(start, start + 1),
        "a text in one pair of quotes must end on the same line",
        label="it continues on the next line",
        help='use three quotes for a text of several lines: """…"""',
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
    """Recover a text in typographic or single quotes."""
    closing, is_safe = closing_mark(text, start, QUOTE_PAIRS[text[start]], is_value=is_value)
    if closing is None:
        end = line_end(text, start)
        closing = stop = start + 1 + _content_end(text[start + 1 : end])
        is_safe = (
            text[start] not in "'’`"
            and not closes_on_next_line(text, end, text[start])
            and any(map(str.isalnum, text[start + 1 : stop]))  # not only a brace: `note: “}`
        )
    else:
        stop = closing + 1
    if start and text[start] in "'’`" and text[start - 1].isalnum():
        is_safe = False  # an apostrophe: the text has lost its opening quote
    edits = (
        *replace_span(Span(start, start + 1), '"'),
        *(Edit(Span(offset, offset), "\\") for offset in _find_unescaped(text, start + 1, closing)),
        *replace_span(Span(closing, stop), '"'),
    )
    error = ParseError(
        Span(start, stop),
        f"wrong kind of quotes ({text[start]})",
        help='write texts in straight quotes: "…"',
        fix="use straight quotes",
        edits=edits,
        is_safe=is_safe,
    )
    return ErrorToken(error, start, stop, "TEXT", _with_straight_quotes(text, start + 1, closing))


def _triple_single_quotes(match: re.Match[str]) -> ErrorToken:
    """Recover a text in three single quotes."""
    text, start, end = match[1], match.start(), match.end()
    mark = '"""' if "\n" in text or "\r" in text else '"'
    is_safe = '"' not in text and "\\" not in text
    error = ParseError(
        Span(start, start + 3),
        "wrong kind of quotes (''')",
        help='write texts in straight double quotes: "…"',
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


def _with_straight_quotes(text: str, start: int, end: int) -> str:
    """Return the text between two offsets, escaped and in straight quotes."""
    edits = [
        Edit(Span(offset - start, offset - start), "\\")
        for offset in _find_unescaped(text, start, end)
    ]
    return f'"{apply_edits(text[start:end], edits)}"'


def _find_unescaped(text: str, start: int, end: int) -> list[int]:
    """Return the offsets of unescaped quotes, and of a backslash at the end."""
    return [
        match.start()
        for match in _ESCAPE_OR_QUOTE.finditer(text, start, end)
        if match.group() in ('"', "\\")
    ]


# ---- Other characters ------------------------------------------------------------------------


def _slash_comment(text: str, start: int) -> ErrorToken:
    """Skip a comment that begins with two slashes; the fix is not safe inside a word."""
    end = line_end(text, start)
    error = ParseError(
        Span(start, start + 2),
        "unexpected `//`; a comment begins with #",
        fix="write # instead",
        edits=replace_span(Span(start, start + 2), "#"),
        is_safe=not text[start - 1 : start].strip() or start == 0,
    )
    return ErrorToken(error, start, end)


def _word_with_digit_first(match: re.Match[str]) -> ErrorToken:
    word = match.group()
    error = ParseError(
        Span(*match.span()),
        f"`{word}` is not a valid number, date or id",
        help="begin an id with a letter or `_`, write a date as 2024-05-31, or write a text "
        "in quotes",
    )
    # Later messages name the id, so it keeps the form in which the author wrote it.
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


def _separates_values(text: str, start: int, preceding: list[str]) -> bool:
    """Return whether a semicolon is between two values of one attribute."""
    last = preceding[-_MAX_LIST_TOKENS:]
    colon = len(last) - 1 - last[::-1].index("COLON")
    values, head = last[colon + 1 :], last[:colon]
    is_list = len(values) % 2 == 1 and all(
        terminal == "COMMA" if index % 2 else terminal in VALUE_TERMINALS
        for index, terminal in enumerate(values)
    )
    is_attribute = head[-1:] == ["ID"] and _KEYWORDS.isdisjoint(head[-2:-1])
    return is_list and is_attribute and _NEXT_VALUE.match(text, start + 1) is not None


def _semicolon(start: int) -> ErrorToken:
    error = ParseError(
        Span(start, start + 1),
        "unexpected `;` between two values",
        help="separate values by commas",
        fix="write a comma",
        edits=replace_span(Span(start, start + 1), ","),
    )
    return ErrorToken(error, start, start + 1, "COMMA", ",")


def _spaced_citation(match: re.Match[str]) -> ErrorToken:
    """Recover ``@ paper:3`` as a citation."""
    correction = f"@{match[1]}"
    error = ParseError(
        Span(*match.span()),
        "unexpected space in a citation",
        help=f"write `{correction}`",
        fix=f"write `{correction}`",
        edits=replace_span(Span(*match.span()), correction),
    )
    return ErrorToken(error, *match.span(), "CITATION", correction)


def _unknown_characters(text: str, start: int) -> ErrorToken:
    match = _UNKNOWN_CHARACTERS.match(text, start)
    end = match.end() if match else start + 1
    run = text[start:end]
    if run == "@":
        error = ParseError(
            Span(start, end),
            "missing source id after `@`",
            help="write a citation as @source, @source:31 (paragraph) or @source:p12 (page)",
        )
        return ErrorToken(error, start, end)
    is_in_word = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
    error = ParseError(
        Span(start, end),
        f"unexpected {_describe_characters(run)}",
        help="write texts in quotes, and begin comments with #",
        fix="delete it",
        edits=replace_span(Span(start, end), ""),
        is_safe=run == ";" and not is_in_word,
    )
    return ErrorToken(error, start, end)


def _describe_characters(run: str) -> str:
    if run.isprintable():
        return f"`{run}`"
    return "characters" if len(run) > 1 else describe_code_points(run)
