"""Full-width and invisible characters outside of texts and comments.

Chinese, Japanese and Korean input methods type ``｛``, ``：`` and ``ｃｌａｉｍ``. Outside of texts
and comments these are read as `{`, `:` and `claim`; inside, they are left unchanged. Each
full-width character corresponds to one half-width character, so both forms of a text have the same
offsets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from lark import Token, UnexpectedInput

from argmap.model.identifiers import ID_CHARACTER, INVISIBLE
from argmap.syntax.errors import ParseError
from argmap.syntax.grammar import keywords, parser
from argmap.syntax.recovery.context import ErrorToken
from argmap.syntax.recovery.missing_quotes import line_start
from argmap.text import Edit, Span

_FIRST_FULL_WIDTH, _LAST_FULL_WIDTH, _ASCII_DISTANCE = 0xFF01, 0xFF5E, 0xFEE0
_HALF_WIDTH = {
    chr(code_point): chr(code_point - _ASCII_DISTANCE)
    for code_point in range(_FIRST_FULL_WIDTH, _LAST_FULL_WIDTH + 1)
} | {
    "\N{IDEOGRAPHIC SPACE}": " ",
    "\N{IDEOGRAPHIC COMMA}": ",",
    "\N{HALFWIDTH IDEOGRAPHIC COMMA}": ",",
    "\N{ARABIC COMMA}": ",",
}
"""Characters of input methods and keyboards, each with its equivalent in the language."""

_HALF_OR_FULL_QUOTES = ('"', "＂")
_REPORTED_BY_LEXER = frozenset("！％＇（）／；？［＼］＾｀｜～")
"""Characters whose half-width form begins no token; the lexer reports them."""

_CHARACTER = "[" + re.escape("".join(_HALF_WIDTH)) + "]"
_TEXT_COMMENT_OR_CHARACTER = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:"""|\Z)'
    r'|"(?:[^"\\\r\n]|\\[^\r\n])*+"?'
    r'|＂＂＂(?:[^"＂]|["＂](?!["＂]{2}))*+(?:["＂]{3}|\Z)'
    r'|＂[^＂"\r\n]*+[＂"]?'
    r"|“[^”“\r\n]*+[”“]?|„[^“”\r\n]*+[“”]?|”[^”\r\n]*+”|«[^»\r\n]*+»?|»[^«\r\n]*+«"
    r"|「[^」\r\n]*+」?|『[^』\r\n]*+』?|'[^'\r\n]*+'|`[^`\r\n]*+`|‘[^’\r\n]*+’|‚[^‘’\r\n]*+[‘’]"
    r"|[#＃][^\r\n]*+"
    r"|://[^\s\"{}<>｛｝＂＜＞、，；]*+"
    rf"|{_CHARACTER}"
)
"""A text in quotes, a comment, the rest of a URL, or a full-width character outside of these."""


def to_half_width(text: str) -> tuple[str, list[int]]:
    """Return a text of the same length with half-width characters outside of texts and comments.

    Returns:
        The text, and the offsets of the replaced characters.
    """
    if not re.search(_CHARACTER, text):
        return text, []
    offsets = [offset for offset in _offsets(text) if text[offset] in _HALF_WIDTH]
    characters = list(text)
    for offset in offsets:
        characters[offset] = _HALF_WIDTH[text[offset]]
    return "".join(characters), offsets


def restore_text_width(tokens: list[Token], half: str, text: str) -> None:
    """Restore the original characters in the text tokens of a half-width text.

    A text that was recovered, because its quotes are wrong, was converted as if outside of texts.
    """
    if half == text:
        return
    for index, token in enumerate(tokens):
        start, end = token.start_pos or 0, token.end_pos or 0
        if token.type == "TEXT" and half[start:end] != text[start:end]:
            value = _restore_width(token.value, half[start:end], text[start:end])
            tokens[index] = Token("TEXT", value, start_pos=start, end_pos=end)


def _restore_width(value: str, half: str, full: str) -> str:
    """Return a text in quotes with the original characters, except for the quotes."""
    characters: list[str] = []
    position = 0
    for character in value:
        offset = half.find(character, position)
        if offset < 0 or character in '"\\':
            characters.append(character)
        else:
            characters.append(full[offset])
            position = offset + 1
    return "".join(characters)


def _offsets(text: str) -> Iterator[int]:
    """Yield the offsets outside of texts and comments, including the quotes of texts."""
    for match in _TEXT_COMMENT_OR_CHARACTER.finditer(text):
        start, end = match.span()
        length = 3 if text.startswith(("＂＂＂", '"""'), start) else 1
        yield from range(start, start + length)
        if text[start] in '＂"':
            yield from range(max(end - length, start + length), end)  # the closing quotes


def full_width_errors(
    text: str, offsets: list[int], tokens: Iterable[Token], other_errors: list[ParseError]
) -> list[ParseError]:
    """Return an error for each run of full-width characters at ``offsets``.

    Characters inside the texts among ``tokens``, and those that another error edits, are ignored.
    """
    edited = [
        edit.span
        for error in other_errors
        for edit in error.edits
        if edit.span.start < edit.span.end
    ]
    texts = [_content_span(text, token) for token in tokens if token.type == "TEXT"]
    ignored = _covered(offsets, (*edited, *texts))
    reported = [
        offset
        for offset in offsets
        if offset not in ignored and text[offset] not in _REPORTED_BY_LEXER
    ]
    return [_full_width_error(text, run) for run in _runs(reported)]


def _content_span(text: str, token: Token) -> Span:
    """Return the span between the quotes of a text; one of them may be missing."""
    start, end = token.start_pos or 0, token.end_pos or 0
    length = 3 if token.value.startswith('"""') else 1
    first = start + length if text[start : start + 1] in _HALF_OR_FULL_QUOTES else start
    last = end - length if text[end - 1 : end] in _HALF_OR_FULL_QUOTES else end
    return Span(min(first, end), max(last, start))


def _covered(offsets: list[int], spans: Iterable[Span]) -> set[int]:
    """Return the offsets that are inside one of the spans, in linear time after sorting."""
    covered: set[int] = set()
    remaining_spans = iter(sorted(spans))
    reach = -1
    span = next(remaining_spans, None)
    for offset in offsets:
        while span is not None and span.start <= offset:
            reach = max(reach, span.end)
            span = next(remaining_spans, None)
        if offset < reach:
            covered.add(offset)
    return covered


def _runs(offsets: list[int]) -> Iterator[Span]:
    """Yield the runs of adjacent offsets."""
    if not offsets:
        return
    start = offsets[0]
    for offset, next_offset in pairwise((*offsets, -1)):
        if next_offset != offset + 1:
            yield Span(start, offset + 1)
            start = next_offset


def _full_width_error(text: str, span: Span) -> ParseError:
    original = text[span.start : span.end]
    correction = "".join(_HALF_WIDTH[character] for character in original)
    if not original.strip("\N{IDEOGRAPHIC SPACE}"):
        return ParseError(
            span,
            "ideographic space (U+3000) outside of a text",
            help="write an ordinary space",
            fix="write an ordinary space",
            edits=(Edit(span, correction),),
        )
    characters, replacement = original.strip("\N{IDEOGRAPHIC SPACE}"), correction.strip(" ")
    kind = "Arabic comma" if characters == "\N{ARABIC COMMA}" else "full-width"
    if characters in "\N{IDEOGRAPHIC COMMA}\N{HALFWIDTH IDEOGRAPHIC COMMA}":
        kind = "ideographic comma"
    return ParseError(
        span,
        f"{kind} `{characters}` outside of a text",
        help=f"write `{replacement}`; switch the input method to half-width outside of texts"
        if kind == "full-width"
        else f"write `{replacement}`",
        fix=f"write `{replacement}`",
        edits=(Edit(span, correction),),
    )


# ---- Invisible characters --------------------------------------------------------------------

_INVISIBLE_RUN = re.compile(f"[{INVISIBLE}]+")
_INVISIBLE_RUN_WITHOUT_JOINERS = re.compile(rf"(?:(?![\u200c\u200d])[{INVISIBLE}])+")
_MAX_WORD = 200
"""Characters of a word that are searched."""


def describe_code_points(characters: str) -> str:
    """Return the code points and names of invisible characters: ``U+200B (zero width space)``."""
    names = []
    for character in dict.fromkeys(characters):
        name = unicodedata.name(character, "control character").lower()
        names.append(f"U+{ord(character):04X} ({name})")
    description = ", ".join(names[:3])
    return description if len(names) <= 3 else f"{description} and others"  # noqa: PLR2004


def recover_invisible_characters(text: str, start: int, last: Token | None) -> ErrorToken | None:
    """Skip invisible characters at ``start``; inside a word, recover the word without them.

    ``last`` is the preceding token. It is the first part of the word if it ends at ``start``.
    """
    run = _INVISIBLE_RUN.match(text, start)
    if run is None:
        return None
    is_space = False
    if last is not None and last.end_pos == start and last.type not in {"TEXT", "LBRACE", "RBRACE"}:
        word = _recover_word(text, last, run.end())
        is_space = word is not None and _is_between_words(text, last, word)
        if word is not None and not is_space:
            return word
    error = ParseError(
        Span(start, run.end()),
        f"invisible character {describe_code_points(run.group())}",
        help="write a space" if is_space else "delete it",
        fix="write a space" if is_space else "delete it",
        edits=(Edit(Span(start, run.end()), " " if is_space else ""),),
    )
    return ErrorToken(error, start, run.end())


def _is_between_words(text: str, last: Token, word: ErrorToken) -> bool:
    """Return whether the first part of a word is the keyword of a declaration."""
    first = last.start_pos or 0
    before = text[line_start(text, first) : first].rstrip(" \t")
    is_first = not before or before[-1] in "{}"
    return is_first and last.value in keywords() and word.value not in keywords()


def _recover_word(text: str, last: Token, after: int) -> ErrorToken | None:
    """Return the word that begins with a token and continues after invisible characters."""
    start = last.start_pos or 0
    rest = _rest_pattern(":" if last.type == "CITATION" else "").match(
        text, after, after + _MAX_WORD
    )
    end = rest.end() if rest else after
    original = text[start:end]
    # Joiners may be part of an id: keep them if the result is one token.
    for pattern in (_INVISIBLE_RUN_WITHOUT_JOINERS, _INVISIBLE_RUN):
        correction = pattern.sub("", original)
        terminal = _terminal(correction)
        if terminal:
            break
    else:
        return None
    runs = [Span(start + run.start(), start + run.end()) for run in pattern.finditer(original)]
    hidden = "".join(text[span.start : span.end] for span in runs)
    error = ParseError(
        Span(start, end),
        f"invisible character in `{correction}`: {describe_code_points(hidden)}",
        help="delete it",
        fix="delete it",
        edits=tuple(Edit(span, "") for span in runs),
    )
    return ErrorToken(error, start, end, terminal, correction, pop=1)


def _terminal(word: str) -> str:
    """Return the terminal of a text that is a single token; empty otherwise."""
    lexer = parser().parse_interactive(word).lexer_thread
    try:
        tokens = list(lexer.lex(None))  # type: ignore[no-untyped-call]
    except UnexpectedInput:
        return ""
    return tokens[0].type if len(tokens) == 1 and tokens[0].value == word else ""


@cache
def _rest_pattern(colon: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{ID_CHARACTER}|[{INVISIBLE}.{colon}])*")
