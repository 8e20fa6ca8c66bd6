"""Marks that other languages put before, behind and between declarations.

Comments of HTML, citations of LaTeX, numbers of a list, arrows and lines that separate.
"""

from __future__ import annotations

import re

from argmap.model.identifiers import ROUGH_PATH
from argmap.syntax.crossing import Bridge
from argmap.syntax.faults import ForeignNotation, SyntaxFault, replacing
from argmap.syntax.grammar import keywords
from argmap.syntax.lost_quotes import line_start
from argmap.syntax.notations.notation import PAGE
from argmap.text import Span

_LONG = 40
_FAR = 200
"""Characters: as far back as the beginning of a line is looked for."""


def mark(text: str, start: int, before: list[str]) -> Bridge | None:
    """Return how to go on after such a mark; ``before`` are the terminals of the tokens before."""
    character = text[start]
    if character == "!" and text.startswith("<!--", start - 1):
        return _markup_comment(text, start - 1)
    if character == "\\":
        cited = _CITE.match(text, start)
        return _latex_citation(cited) if cited else None
    if character in ".()[]":
        return _list_mark(text, start)
    if character in "-=*~" and (match := _SEPARATOR.match(text, start)):
        return _separator(match) if begins_its_line(text, start) else None
    return _relation(text, start, before) if character in "-=→⇒" else None


def begins_its_line(text: str, start: int) -> bool:
    """Whether only spaces and closing brackets are before an offset on its line."""
    return not text[line_start(text, start) : start].strip(" \t])}")


_MARKUP_COMMENT = re.compile(r"<!--(?P<said>(?s:.)*?)(?:-->|\Z)(?P<rest>[ \t]*(?:[\r\n]|\Z))?")


def _markup_comment(text: str, start: int) -> Bridge:
    """Leave out ``<!-- … -->``; where it is one line, or ends one, it becomes a comment."""
    match = _MARKUP_COMMENT.match(text, start)
    assert match is not None  # it begins so
    end = match.end("said") + len("-->")
    is_one_line = match["rest"] is not None and "\n" not in match["said"] and end <= len(text)
    fault = SyntaxFault(
        Span(start, min(end, len(text))) if is_one_line else Span(start, start + 4),
        "a comment begins with # and ends with its line",
        help="write `# …`" if is_one_line else "begin each of its lines with #",
        fix="write it with #" if is_one_line else "",
        edits=replacing(Span(start, end), f"# {match['said'].strip()}".rstrip())
        if is_one_line
        else (),
    )
    return Bridge(fault, start, min(end, len(text)), takes_back=1)


_CITE = re.compile(
    r"\\[a-zA-Z]*[cC]ite[a-zA-Z]*\*?(?:\[(?P<place>[^\[\]\r\n]*)\])*"
    r"\{[ \t]*(?P<keys>[^{}\r\n]*)\}"
)
_KEY = re.compile(r"[^\W\d][\w-]*")
_PAGE = re.compile(r"(?:pp?\.?[~ \\,]*)?(\d{1,6}(?:-{1,2}\d{1,6})?)$")


def _latex_citation(match: re.Match[str]) -> Bridge:
    r"""Read ``\cite[p. 3]{smith}`` as the citation that it means."""
    keys = _KEY.findall(match["keys"]) or ["source"]
    page = _PAGE.match((match["place"] or "").strip())
    place = f":p{page[1].replace('--', '-')}" if page else ""
    meant = [*(f"@{key}" for key in keys[:-1]), f"@{keys[-1]}{place}"]
    span = Span(*match.span())
    fault = ForeignNotation(
        span,
        "this is a LaTeX citation, not an argmap one",
        help=f"write `{' '.join(meant)}` after the text of the statement; see {PAGE}",
    )
    return Bridge(fault, *span, "CITATION", meant[-1])


_MARK = re.compile(
    r"[ \t]*(?P<mark>\(?(?:\d{1,4}(?:\.\d{1,4})*|[a-zA-Z]{1,3})[.)]|\[\d{1,4}\])[ \t]+"
    r"(?P<word>\w+)(?![\w-])"
)


def _list_mark(text: str, start: int) -> Bridge | None:
    """Leave out the number of a list before a declaration: ``(1) claim``, ``1. claim``."""
    line = max(line_start(text, start), start - _LONG)
    match = _MARK.match(text, line)
    if match is None or not match.start("mark") <= start < match.end("mark"):
        return None
    if match["word"] not in keywords() or (line and text[line - 1] not in "\r\n"):
        return None
    span = Span(match.start("mark"), match.start("word"))
    fault = SyntaxFault(
        Span(span.start, match.end("mark")),
        f"unexpected `{match['mark']}` before a declaration",
        help=f"write an id after the keyword to refer to it: `{match['word']} id`",
        fix="delete it",
        edits=replacing(span, ""),
    )
    return Bridge(fault, span.start, span.end, takes_back=int(start > span.start))


_ARROW_LINE = re.compile(
    rf"[ \t]*(?P<first>{ROUGH_PATH})(?<!-)[ \t]*"
    rf"(?P<arrow>-{{2,}}>|={{1,2}}>|→|⇒)[ \t]*(?P<second>{ROUGH_PATH})"
    r"[ \t;]*(?=[#\r\n]|\Z)"
)


def _relation(text: str, start: int, before: list[str]) -> Bridge | None:
    """Leave out a line such as ``a --> b``: a relation is an attribute."""
    if before[-1:] not in (["ID"], ["PATH"]):
        return None
    line = max(line_start(text, start), start - _FAR)
    match = _ARROW_LINE.match(text, line)
    if match is None or match.start("arrow") != start or (line and text[line - 1] not in "\r\n"):
        return None
    first, second = match["first"], match["second"]
    span = Span(match.start("first"), match.end("second"))
    fault = SyntaxFault(
        span,
        f"`{text[span.start : span.end]}` is not a statement; a relation is an attribute",
        help=f"write `supports: {second}` or `opposes: {second}` in the block of `{first}`",
    )
    return Bridge(fault, span.start, match.end(), takes_back=1)


_SEPARATOR = re.compile(r"([-=*~])\1{2,}[ \t]*(?=[\r\n]|\Z)")


def _separator(match: re.Match[str]) -> Bridge:
    """Leave out a line of dashes or the like."""
    span = Span(*match.span())
    fault = SyntaxFault(
        span,
        f"`{match[0].strip()[:10]}` does not separate anything",
        help='delete the line, or group statements in a block: `section "…" { … }`',
        fix="delete it",
        edits=replacing(span, ""),
    )
    return Bridge(fault, *span)
