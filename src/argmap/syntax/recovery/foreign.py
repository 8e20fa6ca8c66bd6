"""Signs of other notations: what people write who have just come from one of them.

Marks that other languages put before, behind and between declarations.

Comments of HTML, citations of LaTeX, numbers of a list, arrows and lines that separate.
"""

from __future__ import annotations

import re

from argmap.model.identifiers import ROUGH_PATH
from argmap.syntax.errors import ForeignNotation, ParseError, replace_span
from argmap.syntax.grammar import keywords
from argmap.syntax.notations.notation import PAGE
from argmap.syntax.recovery.context import ErrorToken
from argmap.syntax.recovery.missing_quotes import line_end, line_start
from argmap.text import Span

_LONG_MARKS = 40
_FAR = 200
"""Characters: as far back as the beginning of a line is looked for."""


def mark(text: str, start: int, before: list[str]) -> ErrorToken | None:
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


def _markup_comment(text: str, start: int) -> ErrorToken:
    """Leave out ``<!-- … -->``; where it is one line, or ends one, it becomes a comment."""
    match = _MARKUP_COMMENT.match(text, start)
    assert match is not None  # it begins so
    end = match.end("said") + len("-->")
    is_one_line = match["rest"] is not None and "\n" not in match["said"] and end <= len(text)
    error = ParseError(
        Span(start, min(end, len(text))) if is_one_line else Span(start, start + 4),
        "a comment begins with # and ends with its line",
        help="write `# …`" if is_one_line else "begin each of its lines with #",
        fix="write it with #" if is_one_line else "",
        edits=replace_span(Span(start, end), f"# {match['said'].strip()}".rstrip())
        if is_one_line
        else (),
    )
    return ErrorToken(error, start, min(end, len(text)), pop=1)


_CITE = re.compile(
    r"\\[a-zA-Z]*[cC]ite[a-zA-Z]*\*?(?:\[(?P<place>[^\[\]\r\n]*)\])*"
    r"\{[ \t]*(?P<keys>[^{}\r\n]*)\}"
)
_KEY = re.compile(r"[^\W\d][\w-]*")
_PAGE = re.compile(r"(?:pp?\.?[~ \\,]*)?(\d{1,6}(?:-{1,2}\d{1,6})?)$")


def _latex_citation(match: re.Match[str]) -> ErrorToken:
    r"""Read ``\cite[p. 3]{smith}`` as the citation that it means."""
    keys = _KEY.findall(match["keys"]) or ["source"]
    page = _PAGE.match((match["place"] or "").strip())
    place = f":p{page[1].replace('--', '-')}" if page else ""
    meant = [*(f"@{key}" for key in keys[:-1]), f"@{keys[-1]}{place}"]
    span = Span(*match.span())
    error = ForeignNotation(
        span,
        "this is a LaTeX citation, not an argmap one",
        help=f"write `{' '.join(meant)}` after the text of the statement; see {PAGE}",
    )
    return ErrorToken(error, *span, "CITATION", meant[-1])


_MARK = re.compile(
    r"[ \t]*(?P<mark>\(?(?:\d{1,4}(?:\.\d{1,4})*|[a-zA-Z]{1,3})[.)]|\[\d{1,4}\])[ \t]+"
    r"(?P<word>\w+)(?![\w-])"
)


def _list_mark(text: str, start: int) -> ErrorToken | None:
    """Leave out the number of a list before a declaration: ``(1) claim``, ``1. claim``."""
    line = max(line_start(text, start), start - _LONG_MARKS)
    match = _MARK.match(text, line)
    if match is None or not match.start("mark") <= start < match.end("mark"):
        return None
    if match["word"] not in keywords() or (line and text[line - 1] not in "\r\n"):
        return None
    span = Span(match.start("mark"), match.start("word"))
    error = ParseError(
        Span(span.start, match.end("mark")),
        f"unexpected `{match['mark']}` before a declaration",
        help=f"write an id after the keyword to refer to it: `{match['word']} id`",
        fix="delete it",
        edits=replace_span(span, ""),
    )
    return ErrorToken(error, span.start, span.end, pop=int(start > span.start))


_ARROW_LINE = re.compile(
    rf"[ \t]*(?P<first>{ROUGH_PATH})(?<!-)[ \t]*"
    rf"(?P<arrow>-{{2,}}>|={{1,2}}>|→|⇒)[ \t]*(?P<second>{ROUGH_PATH})"
    r"[ \t;]*(?=[#\r\n]|\Z)"
)


def _relation(text: str, start: int, before: list[str]) -> ErrorToken | None:
    """Leave out a line such as ``a --> b``: a relation is an attribute."""
    if before[-1:] not in (["ID"], ["PATH"]):
        return None
    line = max(line_start(text, start), start - _FAR)
    match = _ARROW_LINE.match(text, line)
    if match is None or match.start("arrow") != start or (line and text[line - 1] not in "\r\n"):
        return None
    first, second = match["first"], match["second"]
    span = Span(match.start("first"), match.end("second"))
    error = ParseError(
        span,
        f"`{text[span.start : span.end]}` is not a statement; a relation is an attribute",
        help=f"write `supports: {second}` or `opposes: {second}` in the block of `{first}`",
    )
    return ErrorToken(error, span.start, match.end(), pop=1)


_SEPARATOR = re.compile(r"([-=*~])\1{2,}[ \t]*(?=[\r\n]|\Z)")


def _separator(match: re.Match[str]) -> ErrorToken:
    """Leave out a line of dashes or the like."""
    span = Span(*match.span())
    error = ParseError(
        span,
        f"`{match[0].strip()[:10]}` does not separate anything",
        help='delete the line, or group statements in a block: `section "…" { … }`',
        fix="delete it",
        edits=replace_span(span, ""),
    )
    return ErrorToken(error, *span)


_BULLET = re.compile(r"([-+*•‣–—▪◦·])[ \t]+(\S[^\r\n]*)")
_WORD = re.compile(r"\w*")
_COMMENT = re.compile(r"/\*[\s\S]*?(?:\*/|\Z)")
_BRACES = {"[": "{", "]": "}", "(": "{", ")": "}"}
_LONG = 40
_JOINING = re.compile(r"(&{1,2}|\++)\s+(?:claim|evidence|assumption|counterpoint)(?![\w-])")
_AFTER_STATEMENT = (["TEXT"], ["CITATION"], ["RBRACE"])


def joined_statements(span: Span, word: str) -> ParseError:
    """Return the fault of a word or a symbol between two statements: ``and``, ``&``, ``+``."""
    return ParseError(
        span,
        f"`{word}` does not join statements",
        help="put premises that support a claim only together into a block: "
        "`reason { … }`, or `objection { … }` against it"
        if word.lower() != "or"
        else "write each as a separate statement: each supports the claim by itself",
    )


def foreign(text: str, start: int, before: list[str]) -> ErrorToken | None:
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
        return ErrorToken(joined_statements(span, match[1]), *span)
    if begins_its_line(text, start) and (match := _BULLET.match(text, start)):
        return _bullet(match)
    return None


def _bullet(match: re.Match[str]) -> ErrorToken:
    """Leave out the sign before a declaration, and the whole line before anything else."""
    sign, said = match.groups()
    if _WORD.match(said).group() in keywords():  # type: ignore[union-attr]
        error = ParseError(
            Span(match.start(), match.start(2)),
            f"unexpected `{sign}` before a declaration",
            help="its first word says what it is, and its place in the outline what it bears on",
            fix="delete it",
            edits=replace_span(Span(match.start(), match.start(2)), ""),
        )
        return ErrorToken(error, match.start(), match.start(2))
    error = ParseError(
        Span(match.start(), match.end()),
        "an item of a list is not a statement",
        help='write `claim id "…"`; in the block of another statement, `claim` or `evidence` '
        "supports it and `counterpoint` opposes it",
    )
    return ErrorToken(error, match.start(), match.end())


def _bracket(text: str, start: int) -> ErrorToken:
    brace = _BRACES[text[start]]
    does = "begins" if brace == "{" else "ends"
    span = Span(start, start + 1)
    error = ParseError(
        span,
        f"a block {does} with a brace, not with `{text[start]}`",
        help="a block is between { and }",
        fix=f"write `{brace}`",
        edits=replace_span(span, brace),
    )
    return ErrorToken(error, start, start + 1, "LBRACE" if brace == "{" else "RBRACE", brace)


def _comment(text: str, start: int) -> ErrorToken:
    match = _COMMENT.match(text, start)
    assert match is not None  # it begins so
    error = ParseError(
        Span(start, start + 2),
        "a comment begins with # and ends with its line",
        help="begin each of its lines with #",
    )
    return ErrorToken(error, start, match.end())


def _ends_its_line(text: str, start: int) -> bool:
    """Whether only blanks or a comment follow on the line; a closing one may stand in a row."""
    rest = text[start + 1 : line_end(text, start)].lstrip()
    return not rest or rest.startswith("#") or not rest.strip(" \t\r])}")
