"""Signs of other notations: what people write who have just come from one of them."""

from __future__ import annotations

import re

from argmap.syntax.crossing import Bridge
from argmap.syntax.faults import SyntaxFault, replacing
from argmap.syntax.grammar import keywords
from argmap.syntax.lost_quotes import line_end
from argmap.syntax.marks import begins_its_line, mark
from argmap.text import Span

_BULLET = re.compile(r"([-+*•‣–—▪◦·])[ \t]+(\S[^\r\n]*)")
_WORD = re.compile(r"\w*")
_COMMENT = re.compile(r"/\*[\s\S]*?(?:\*/|\Z)")
_BRACES = {"[": "{", "]": "}", "(": "{", ")": "}"}
_LONG = 40
_JOINING = re.compile(r"(&{1,2}|\++)\s+(?:claim|evidence|assumption|counterpoint)(?![\w-])")
_AFTER_STATEMENT = (["TEXT"], ["CITATION"], ["RBRACE"])


def joined_statements(span: Span, word: str) -> SyntaxFault:
    """Return the fault of a word or a symbol between two statements: ``and``, ``&``, ``+``."""
    return SyntaxFault(
        span,
        f"`{word}` does not join statements",
        help="put premises that support a claim only together into a block: "
        "`reason { … }`, or `objection { … }` against it"
        if word.lower() != "or"
        else "write each as a separate statement: each supports the claim by itself",
    )


def foreign(text: str, start: int, before: list[str]) -> Bridge | None:
    """Return how to go on where a list, a block in brackets or a comment of programmers begins."""
    if text.startswith("/*", start):
        return _comment(text, start)
    if found := mark(text, start, before):
        return found
    brace = _BRACES.get(text[start])
    if brace and _ends_its_line(text, start) and (brace == "{" or begins_its_line(text, start)):
        return _bracket(text, start)
    is_bullet = begins_its_line(text, start) and _BULLET.match(text, start)
    if not is_bullet and (match := _JOINING.match(text, start)) and before[-1:] in _AFTER_STATEMENT:
        span = Span(*match.span(1))
        return Bridge(joined_statements(span, match[1]), *span)
    if begins_its_line(text, start) and (match := _BULLET.match(text, start)):
        return _bullet(match)
    return None


def _bullet(match: re.Match[str]) -> Bridge:
    """Leave out the sign before a declaration, and the whole line before anything else."""
    sign, said = match.groups()
    if _WORD.match(said).group() in keywords():  # type: ignore[union-attr]
        fault = SyntaxFault(
            Span(match.start(), match.start(2)),
            f"unexpected `{sign}` before a declaration",
            help="its first word says what it is, and its place in the outline what it bears on",
            fix="delete it",
            edits=replacing(Span(match.start(), match.start(2)), ""),
        )
        return Bridge(fault, match.start(), match.start(2))
    fault = SyntaxFault(
        Span(match.start(), match.end()),
        "an item of a list is not a statement",
        help='write `claim id "…"`; in the block of another statement, `claim` or `evidence` '
        "supports it and `counterpoint` opposes it",
    )
    return Bridge(fault, match.start(), match.end())


def _bracket(text: str, start: int) -> Bridge:
    brace = _BRACES[text[start]]
    does = "begins" if brace == "{" else "ends"
    span = Span(start, start + 1)
    fault = SyntaxFault(
        span,
        f"a block {does} with a brace, not with `{text[start]}`",
        help="a block is between { and }",
        fix=f"write `{brace}`",
        edits=replacing(span, brace),
    )
    return Bridge(fault, start, start + 1, "LBRACE" if brace == "{" else "RBRACE", brace)


def _comment(text: str, start: int) -> Bridge:
    match = _COMMENT.match(text, start)
    assert match is not None  # it begins so
    fault = SyntaxFault(
        Span(start, start + 2),
        "a comment begins with # and ends with its line",
        help="begin each of its lines with #",
    )
    return Bridge(fault, start, match.end())


def _ends_its_line(text: str, start: int) -> bool:
    """Whether only blanks or a comment follow on the line; a closing one may stand in a row."""
    rest = text[start + 1 : line_end(text, start)].lstrip()
    return not rest or rest.startswith("#") or not rest.strip(" \t\r])}")
