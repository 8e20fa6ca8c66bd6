"""Full-width characters from an input method, where the language has half-width ones.

Chinese, Japanese and Korean input methods type ``｛``, ``：`` and ``ｃｌａｉｍ``. Outside of texts
and comments these stand for `{`, `:` and `claim`; inside, they are the author's. Each full-width
character stands for one half-width character, so that offsets in both forms of a text are equal.

Invisible characters outside of texts and comments.
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
from argmap.syntax.grammar import parser
from argmap.syntax.recovery.context import ErrorToken
from argmap.text import Edit, Span

_FIRST, _LAST, _TO_ASCII = 0xFF01, 0xFF5E, 0xFEE0
_HALF_WIDTH = {chr(code): chr(code - _TO_ASCII) for code in range(_FIRST, _LAST + 1)} | {
    "\N{IDEOGRAPHIC SPACE}": " ",
    "\N{IDEOGRAPHIC COMMA}": ",",
    "\N{HALFWIDTH IDEOGRAPHIC COMMA}": ",",
    "\N{ARABIC COMMA}": ",",
}
"""Characters as input methods and keyboards type them, with those of the language."""

_HALF_OR_FULL_QUOTES = ('"', "＂")
_LEFT_TO_OTHERS = frozenset("！％＇（）／；？［＼］＾｀｜～")
"""What the half-width form has no place for in a map: the report is on that."""

_CHARACTER = "[" + re.escape("".join(_HALF_WIDTH)) + "]"
_APART = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:"""|\Z)'
    r'|"(?:[^"\\\r\n]|\\[^\r\n])*+"?'
    r'|＂＂＂(?:[^"＂]|["＂](?!["＂]{2}))*+(?:["＂]{3}|\Z)'
    r'|＂[^＂"\r\n]*+[＂"]?'
    r"|“[^”“\r\n]*+[”“]?|„[^“”\r\n]*+[“”]?|”[^”\r\n]*+”|«[^»\r\n]*+»?|»[^«\r\n]*+«"
    r"|「[^」\r\n]*+」?|『[^』\r\n]*+』?|'[^'\r\n]*+'|`[^`\r\n]*+`|‘[^’\r\n]*+’|‚[^‘’\r\n]*+[‘’]"
    r"|[#＃][^\r\n]*+"
    rf"|{_CHARACTER}"
)
"""A text in quotes of some kind, a comment, or a full-width character outside of both."""


def to_half_width(text: str) -> tuple[str, list[int]]:
    """Return a text with half-width characters outside of texts and comments, and where they are.

    Both forms have the same length.
    """
    if not re.search(_CHARACTER, text):
        return text, []
    offsets = [offset for offset in _offsets(text) if text[offset] in _HALF_WIDTH]
    characters = list(text)
    for offset in offsets:
        characters[offset] = _HALF_WIDTH[text[offset]]
    return "".join(characters), offsets


def restore_text_width(tokens: list[Token], half: str, text: str) -> None:
    """Give the texts among the tokens of a half-width text the characters that the author wrote.

    What is read as a text after a mistake, since its quotes are wrong, was outside of texts before.
    """
    if half == text:
        return
    for index, token in enumerate(tokens):
        start, end = token.start_pos or 0, token.end_pos or 0
        if token.type == "TEXT" and half[start:end] != text[start:end]:
            value = _as_written(token.value, half[start:end], text[start:end])
            tokens[index] = Token("TEXT", value, start_pos=start, end_pos=end)


def _as_written(value: str, half: str, full: str) -> str:
    """Return a text in quotes with the characters of the full-width form, quotes excepted."""
    characters: list[str] = []
    at = 0
    for character in value:
        found = half.find(character, at)
        if found < 0 or character in '"\\':
            characters.append(character)
        else:
            characters.append(full[found])
            at = found + 1
    return "".join(characters)


def _offsets(text: str) -> Iterator[int]:
    """Yield where a character may be full-width by mistake."""
    for match in _APART.finditer(text):
        start, end = match.span()
        length = 3 if text.startswith(("＂＂＂", '"""'), start) else 1
        yield from range(start, start + length)
        if text[start] in '＂"':
            yield from range(max(end - length, start + length), end)  # the closing quotes


def full_width_errors(
    text: str, offsets: list[int], tokens: Iterable[Token], others: list[ParseError]
) -> list[ParseError]:
    """Return a fault for each run of full-width characters at ``offsets``.

    Characters inside a text (one of ``tokens``), and those that one of the other faults edits, are
    left out.
    """
    edited = [
        edit.span for error in others for edit in error.edits if edit.span.start < edit.span.end
    ]
    inside = [_said(text, token) for token in tokens if token.type == "TEXT"]
    left_out = _covered(offsets, (*edited, *inside))
    kept = [
        offset
        for offset in offsets
        if offset not in left_out and text[offset] not in _LEFT_TO_OTHERS
    ]
    return [_fault(text, run) for run in _runs(kept)]


def _said(text: str, token: Token) -> Span:
    """Return the part of a text that is between its quotes; one of them may be missing."""
    start, end = token.start_pos or 0, token.end_pos or 0
    length = 3 if token.value.startswith('"""') else 1
    first = start + length if text[start : start + 1] in _HALF_OR_FULL_QUOTES else start
    last = end - length if text[end - 1 : end] in _HALF_OR_FULL_QUOTES else end
    return Span(min(first, end), max(last, start))


def _covered(offsets: list[int], spans: Iterable[Span]) -> set[int]:
    """Return the offsets that are in one of the spans; both may be many."""
    covered: set[int] = set()
    ends = iter(sorted(spans))
    reach = -1
    span = next(ends, None)
    for offset in offsets:
        while span is not None and span.start <= offset:
            reach = max(reach, span.end)
            span = next(ends, None)
        if offset < reach:
            covered.add(offset)
    return covered


def _runs(offsets: list[int]) -> Iterator[Span]:
    if not offsets:
        return
    start = offsets[0]
    for offset, following in pairwise((*offsets, -1)):
        if following != offset + 1:
            yield Span(start, offset + 1)
            start = following


def _fault(text: str, span: Span) -> ParseError:
    written = text[span.start : span.end]
    meant = "".join(_HALF_WIDTH[character] for character in written)
    if not written.strip("\N{IDEOGRAPHIC SPACE}"):
        return ParseError(
            span,
            "ideographic space (U+3000) between words",
            help="outside of texts, write an ordinary space",
            fix="write an ordinary space",
            edits=(Edit(span, meant),),
        )
    shown, instead = written.strip("\N{IDEOGRAPHIC SPACE}"), meant.strip(" ")
    kind = "Arabic comma" if shown == "\N{ARABIC COMMA}" else "full-width"
    kind = (
        "ideographic comma"
        if shown in "\N{IDEOGRAPHIC COMMA}\N{HALFWIDTH IDEOGRAPHIC COMMA}"
        else kind
    )
    return ParseError(
        span,
        f"{kind} `{shown}` outside of a text",
        help=f"write `{instead}`; switch the input method to half-width outside of texts"
        if kind == "full-width"
        else f"write `{instead}`",
        fix=f"write `{instead}`",
        edits=(Edit(span, meant),),
    )


_RUN = re.compile(f"[{INVISIBLE}]+")
_RUN_BUT_JOINERS = re.compile(rf"(?:(?![\u200c\u200d])[{INVISIBLE}])+")
_FAR = 200
"""Characters: a word is not longer."""


def code_points(characters: str) -> str:
    """Return the names of characters that cannot be shown: ``U+200B (zero width space)``."""
    names = []
    for character in dict.fromkeys(characters):
        name = unicodedata.name(character, "control character").lower()
        names.append(f"U+{ord(character):04X} ({name})")
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and others"  # noqa: PLR2004


def recover_invisible_characters(text: str, start: int, last: Token | None) -> ErrorToken | None:
    """Bridge invisible characters at ``start``; inside a word, read it without them.

    ``last`` is the token before them: the first part of the word, if it ends there.
    """
    run = _RUN.match(text, start)
    if run is None:
        return None
    if last is not None and last.end_pos == start and last.type not in {"TEXT", "LBRACE", "RBRACE"}:
        word = _word(text, last, run.end())
        if word is not None:
            return word
    error = ParseError(
        Span(start, run.end()),
        f"invisible character {code_points(run.group())}",
        help="delete it",
        fix="delete it",
        edits=(Edit(Span(start, run.end()), ""),),
    )
    return ErrorToken(error, start, run.end())


def _word(text: str, last: Token, after: int) -> ErrorToken | None:
    """Return the word that begins with a token and goes on after invisible characters."""
    start = last.start_pos or 0
    rest = _rest_pattern(":" if last.type == "CITATION" else "").match(text, after, after + _FAR)
    end = rest.end() if rest else after
    written = text[start:end]
    # Joiners may belong to the word: they are kept if they can be.
    for pattern in (_RUN_BUT_JOINERS, _RUN):
        meant = pattern.sub("", written)
        terminal = _terminal(meant)
        if terminal:
            break
    else:
        return None
    runs = [Span(start + run.start(), start + run.end()) for run in pattern.finditer(written)]
    hidden = "".join(text[span.start : span.end] for span in runs)
    error = ParseError(
        Span(start, end),
        f"invisible character in `{meant}`: {code_points(hidden)}",
        help="delete it",
        fix="delete it",
        edits=tuple(Edit(span, "") for span in runs),
    )
    return ErrorToken(error, start, end, terminal, meant, pop=1)


def _terminal(word: str) -> str:
    """Return the terminal of a text that is one token; nothing if it is none, or several."""
    lexer = parser().parse_interactive(word).lexer_thread
    try:
        tokens = list(lexer.lex(None))  # type: ignore[no-untyped-call]
    except UnexpectedInput:
        return ""
    return tokens[0].type if len(tokens) == 1 and tokens[0].value == word else ""


@cache
def _rest_pattern(colon: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{ID_CHARACTER}|[{INVISIBLE}.{colon}])*")
