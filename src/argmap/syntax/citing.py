"""Citations as people write them elsewhere: `@paper §4`, `@paper, p. 4`, `[paper, 4]`."""

from __future__ import annotations

import re
from functools import cache

from argmap.model.identifiers import id_expression
from argmap.syntax.crossing import Bridge
from argmap.syntax.faults import SyntaxFault, replacing
from argmap.text import Span

_MARK = r"[§¶]+|paras?\b\.?|paragraphs?\b|pp?\.?(?=\s*\d)|pages?\b"
_PLACE = (
    rf"(?:(?P<mark>(?i:{_MARK}))\s*)?(?P<first>\d{{1,6}})"
    r"(?:\s*(?P<to>[-–—,])\s*(?P<last>\d{1,6}))?"
)
_FAR = 500
"""Characters: a citation is not longer."""
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_BRACKETS = re.compile(r"\[[^\[\]\n]*\]|\([^()\n]*\)")


@cache
def _loose(id_: str) -> re.Pattern[str]:
    return re.compile(rf"@(?P<id>{id_}(?:\.{id_})*)\s*[:,]?[^\S\n]*{_PLACE}(?![\w-])")


@cache
def _in_brackets(id_: str) -> re.Pattern[str]:
    return re.compile(rf"[\[(]\s*@?(?P<id>{id_}(?:\.{id_})*)\s*[:,]?\s*{_PLACE}\s*[\])]")


def loose_citation(text: str, start: int) -> tuple[SyntaxFault, list[str]] | None:
    """Return what is wrong with the citation at an offset whose place is written otherwise.

    With it come the citations that are meant. None where there is none, or nothing is wrong.
    """
    match = _loose(id_expression(text[start : start + _FAR])).match(text, start, start + _FAR)
    if match is None or match.group() == _meant(match):
        return None
    meant = _meant(match)
    fault = SyntaxFault(
        Span(*match.span()),
        f"a place in a source is written `{meant}`",
        help="a paragraph is @source:31, paragraphs are @source:31-33, a page is @source:p12",
        fix=f"write `{meant}`",
        edits=replacing(Span(*match.span()), meant),
    )
    return fault, meant.split()


def citation_apart(text: str, start: int, before: list[str]) -> Bridge | None:
    """Bridge a sign (`§`, a full stop) in the place of a citation that was begun just before it."""
    if "CITATION" not in before:
        return None
    takes_back = len(before) - before.index("CITATION")
    at = text.rfind("@", text.rfind("\n", 0, start) + 1, start)
    found = None if at < 0 else loose_citation(text, at)
    if found is None or found[0].span.end <= start or len(found[1]) > 1:
        return None
    fault, (meant,) = found
    return Bridge(fault, at, fault.span.end, "CITATION", meant, takes_back=takes_back)


def brackets(text: str, start: int, before: list[str]) -> Bridge | None:
    """Bridge brackets behind a text: they hold a citation, or a remark that has no place there."""
    match = _BRACKETS.match(text, start)
    if match is None or before[-1:] not in (["TEXT"], ["CITATION"]):
        return None
    span = Span(*match.span())
    cited = _in_brackets(id_expression(match.group())).fullmatch(match.group())
    if cited is None:
        fault = SyntaxFault(
            span,
            "nothing in brackets belongs behind a text",
            help="a citation is written @source, @source:31 or @source:p12; "
            'a remark stands in the block: note: "…"',
        )
        return Bridge(fault, *span)
    meant = _meant(cited)
    fault = SyntaxFault(
        span,
        f"a citation stands without brackets: `{meant}`",
        help="a paragraph is @source:31, paragraphs are @source:31-33, a page is @source:p12",
        fix=f"write `{meant}`",
        edits=replacing(span, meant),
        is_sure=False,
    )
    return Bridge(fault, *span, "CITATION", meant.partition(" ")[0])


def _meant(match: re.Match[str]) -> str:
    """Return a citation as it should be written; of two places that are listed, two."""
    mark, first, last, name = match["mark"] or "", match["first"], match["last"], match["id"]
    page = "p" if mark.lower().startswith("p") and not mark.lower().startswith("para") else ""
    if not mark and last is None and _YEAR.fullmatch(first) and not match.group().startswith("@"):
        return f"@{name}"  # (Smith 2020): the year is the source's
    if last is None:
        return f"@{name}:{page}{first}"
    if match["to"] == "," and int(last) != int(first) + 1:
        return f"@{name}:{page}{first} @{name}:{page}{last}"
    return f"@{name}:{page}{first}-{last}"
