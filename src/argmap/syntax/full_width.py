"""Full-width characters from an input method, where the language has half-width ones.

Chinese, Japanese and Korean input methods type ``｛``, ``：`` and ``ｃｌａｉｍ``. Outside of texts
and comments these stand for `{`, `:` and `claim`; inside, they are the author's. Each full-width
character stands for one half-width character, so that offsets in both forms of a text are equal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from lark import Token

from argmap.syntax.faults import SyntaxFault
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


def half_width(text: str) -> tuple[str, list[int]]:
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


def keep_width_of_texts(tokens: list[Token], half: str, text: str) -> None:
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


def full_width_faults(
    text: str, offsets: list[int], tokens: Iterable[Token], others: list[SyntaxFault]
) -> list[SyntaxFault]:
    """Return a fault for each run of full-width characters at ``offsets``.

    Characters inside a text (one of ``tokens``), and those that one of the other faults edits, are
    left out.
    """
    edited = [
        edit.span for fault in others for edit in fault.edits if edit.span.start < edit.span.end
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


def _fault(text: str, span: Span) -> SyntaxFault:
    written = text[span.start : span.end]
    meant = "".join(_HALF_WIDTH[character] for character in written)
    if not written.strip("\N{IDEOGRAPHIC SPACE}"):
        return SyntaxFault(
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
    return SyntaxFault(
        span,
        f"{kind} `{shown}` outside of a text",
        help=f"write `{instead}`; switch the input method to half-width outside of texts"
        if kind == "full-width"
        else f"write `{instead}`",
        fix=f"write `{instead}`",
        edits=(Edit(span, meant),),
    )
