"""Symbols of other notations before, after and between declarations.

They include comments of HTML and C, citations of LaTeX, bullets and numbers of lists, arrows, lines
of dashes, and brackets instead of braces.
"""

from __future__ import annotations

import re

from argmap.model.attributes import STATEMENT_KEYWORDS
from argmap.model.identifiers import LENIENT_PATH
from argmap.syntax.errors import ForeignNotation, ParseError, replace_span
from argmap.syntax.grammar import keywords
from argmap.syntax.notations.notation import PAGE
from argmap.syntax.recovery.context import ErrorToken
from argmap.syntax.recovery.missing_quotes import line_end, line_start
from argmap.text import Span

_MAX_LIST_MARK = 40
"""Characters between the start of a line and the end of its bullet or number."""
_MAX_LINE_PREFIX = 200
"""Characters before an arrow that are searched for the start of its line."""
_MAX_SEPARATOR_SHOWN = 10

_BRACES = {"[": "{", "]": "}", "(": "{", ")": "}"}
_AFTER_STATEMENT = (["TEXT"], ["CITATION"], ["RBRACE"])
_WORD = re.compile(r"\w*")
_BULLET_LINE = re.compile(r"([-+*•‣–—▪◦·])[ \t]+(\S[^\r\n]*)")
_JOINING_SYMBOL = re.compile(rf"(&{{1,2}}|\++)\s+(?:{'|'.join(STATEMENT_KEYWORDS)})(?![\w-])")
_BLOCK_COMMENT = re.compile(r"/\*[\s\S]*?(?:\*/|\Z)")
_MARKUP_COMMENT = re.compile(r"<!--(?P<content>(?s:.)*?)(?:-->|\Z)(?P<rest>[ \t]*(?:[\r\n]|\Z))?")
_LATEX_CITATION = re.compile(
    r"\\[a-zA-Z]*[cC]ite[a-zA-Z]*\*?(?:\[(?P<locator>[^\[\]\r\n]*)\])*"
    r"\{[ \t]*(?P<keys>[^{}\r\n]*)\}"
)
_LATEX_KEY = re.compile(r"[^\W\d][\w-]*")
_LATEX_PAGE = re.compile(r"(?:pp?\.?[~ \\,]*)?(\d{1,6}(?:-{1,2}\d{1,6})?)$")
_LIST_NUMBER = re.compile(
    r"[ \t]*(?P<number>\(?(?:\d{1,4}(?:\.\d{1,4})*|[a-zA-Z]{1,3})[.)]|\[\d{1,4}\])[ \t]+"
    r"(?P<word>\"|\w+(?![\w-]))"
)
_ARROW_LINE = re.compile(
    rf"[ \t]*(?P<first>{LENIENT_PATH})(?<!-)[ \t]*"
    rf"(?P<arrow>-{{2,}}>|={{1,2}}>|→|⇒)[ \t]*(?P<second>{LENIENT_PATH})"
    r"[ \t;]*(?=[#\r\n]|\Z)"
)
_SEPARATOR = re.compile(r"([-=*~])\1{2,}[ \t]*(?=[\r\n]|\Z)")


def recover_foreign(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    """Recover a symbol of another notation at an offset; None if there is none.

    ``preceding`` are the terminals of the preceding tokens.
    """
    if text.startswith("/*", start):
        return _block_comment(text, start)
    if error_token := _foreign_mark(text, start, preceding):
        return error_token
    brace = _BRACES.get(text[start])
    if brace and _is_at_line_end(text, start) and (brace == "{" or is_at_line_start(text, start)):
        return _bracket(text, start)
    bullet_line = _BULLET_LINE.match(text, start) if is_at_line_start(text, start) else None
    if bullet_line:
        return _bullet(bullet_line)
    joining_symbol = _JOINING_SYMBOL.match(text, start)
    if joining_symbol and preceding[-1:] in _AFTER_STATEMENT:
        span = Span(*joining_symbol.span(1))
        return ErrorToken(joining_word_error(span, joining_symbol[1]), *span)
    return None


def joining_word_error(span: Span, word: str) -> ParseError:
    """Return the error of a word or symbol between two statements: ``and``, ``&``, ``+``."""
    return ParseError(
        span,
        f"`{word}` cannot join statements",
        help="write premises that support a claim only together in a block: "
        "`reason { … }`, or `objection { … }` against it"
        if word.lower() != "or"
        else "write separate statements: each supports the claim by itself",
    )


def is_at_line_start(text: str, start: int) -> bool:
    """Return whether only spaces and closing brackets are before an offset on its line."""
    return not text[line_start(text, start) : start].strip(" \t])}")


def _is_at_line_end(text: str, start: int) -> bool:
    """Return whether only spaces, closing brackets or a comment follow a character on its line."""
    rest = text[start + 1 : line_end(text, start)].lstrip()
    return not rest or rest.startswith("#") or not rest.strip(" \t\r])}")


def _foreign_mark(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    character = text[start]
    if character == "!" and text.startswith("<!--", start - 1):
        return _markup_comment(text, start - 1)
    if character == "\\":
        citation = _LATEX_CITATION.match(text, start)
        return _latex_citation(citation) if citation else None
    if character in ".()[]":
        return _list_number(text, start)
    if character in "-=*~" and (separator := _SEPARATOR.match(text, start)):
        return _separator(separator) if is_at_line_start(text, start) else None
    return _relation_line(text, start, preceding) if character in "-=→⇒" else None


def _block_comment(text: str, start: int) -> ErrorToken:
    """Skip ``/* … */``."""
    match = _BLOCK_COMMENT.match(text, start)
    assert match is not None  # the caller checked the beginning
    error = ParseError(
        Span(start, start + 2),
        "a comment begins with # and ends with its line",
        help="begin each of its lines with #",
    )
    return ErrorToken(error, start, match.end())


def _markup_comment(text: str, start: int) -> ErrorToken:
    """Skip ``<!-- … -->``; the fix rewrites it if it is on one line, or ends one."""
    match = _MARKUP_COMMENT.match(text, start)
    assert match is not None  # the caller checked the beginning
    end = match.end("content") + len("-->")
    is_one_line = match["rest"] is not None and "\n" not in match["content"] and end <= len(text)
    error = ParseError(
        Span(start, min(end, len(text))) if is_one_line else Span(start, start + 4),
        "a comment begins with # and ends with its line",
        help="write `# …`" if is_one_line else "begin each of its lines with #",
        fix="write it with #" if is_one_line else "",
        edits=replace_span(Span(start, end), f"# {match['content'].strip()}".rstrip())
        if is_one_line
        else (),
    )
    return ErrorToken(error, start, min(end, len(text)), pop=1)


def _latex_citation(match: re.Match[str]) -> ErrorToken:
    r"""Recover ``\cite[p. 3]{smith}`` as a citation."""
    keys = _LATEX_KEY.findall(match["keys"]) or ["source"]
    page = _LATEX_PAGE.match((match["locator"] or "").strip())
    locator = f":p{page[1].replace('--', '-')}" if page else ""
    citations = [*(f"@{key}" for key in keys[:-1]), f"@{keys[-1]}{locator}"]
    span = Span(*match.span())
    error = ForeignNotation(
        span,
        "this is a LaTeX citation, not an argmap one",
        help=f"write `{' '.join(citations)}` after the text of the statement; see {PAGE}",
    )
    return ErrorToken(error, *span, "CITATION", citations[-1])


def _list_number(text: str, start: int) -> ErrorToken | None:
    """Skip the number of a list item before a declaration: ``(1) claim``, ``1. claim``.

    Skip the whole line if no declaration follows the number.
    """
    line = max(line_start(text, start), start - _MAX_LIST_MARK)
    match = _LIST_NUMBER.match(text, line)
    if match is None or not match.start("number") <= start < match.end("number"):
        return None
    if line and text[line - 1] not in "\r\n":
        return None
    if match["word"] not in keywords():
        is_item = any(map(str.isdigit, match["number"]))
        first = match.start("number")
        pop = int(start > first)
        return _list_item(first, line_end(text, start), pop=pop) if is_item else None
    span = Span(match.start("number"), match.start("word"))
    error = ParseError(
        Span(span.start, match.end("number")),
        f"unexpected `{match['number']}` before a declaration",
        help=f"to refer to the statement, write an id after the keyword: `{match['word']} id`",
        fix="delete it",
        edits=replace_span(span, ""),
    )
    return ErrorToken(error, span.start, span.end, pop=int(start > span.start))


def _relation_line(text: str, start: int, preceding: list[str]) -> ErrorToken | None:
    """Skip a line such as ``a --> b``: relations are attributes."""
    if preceding[-1:] not in (["ID"], ["PATH"]):
        return None
    line = max(line_start(text, start), start - _MAX_LINE_PREFIX)
    match = _ARROW_LINE.match(text, line)
    if match is None or match.start("arrow") != start or (line and text[line - 1] not in "\r\n"):
        return None
    first, second = match["first"], match["second"]
    span = Span(match.start("first"), match.end("second"))
    error = ParseError(
        span,
        f"`{text[span.start : span.end]}` is not a statement; write a relation as an attribute",
        help=f"write `supports: {second}` or `opposes: {second}` in the block of `{first}`",
    )
    return ErrorToken(error, span.start, match.end(), pop=1)


def _separator(match: re.Match[str]) -> ErrorToken:
    """Skip a line of dashes, equals signs, asterisks or tildes."""
    span = Span(*match.span())
    error = ParseError(
        span,
        f"unexpected separator `{match[0].strip()[:_MAX_SEPARATOR_SHOWN]}`",
        help='delete the line, or group statements in a section: `section "…" { … }`',
        fix="delete it",
        edits=replace_span(span, ""),
    )
    return ErrorToken(error, *span)


def _bullet(match: re.Match[str]) -> ErrorToken:
    """Skip a bullet before a declaration; skip the whole line if it is not a declaration."""
    bullet, content = match.groups()
    if _WORD.match(content).group() in keywords():  # type: ignore[union-attr]
        error = ParseError(
            Span(match.start(), match.start(2)),
            f"unexpected `{bullet}` before a declaration",
            help="declarations have no bullets; nest a statement in the block of the statement "
            "that it supports or opposes",
            fix="delete it",
            edits=replace_span(Span(match.start(), match.start(2)), ""),
        )
        return ErrorToken(error, match.start(), match.start(2))
    return _list_item(match.start(), match.end())


def _list_item(start: int, end: int, *, pop: int = 0) -> ErrorToken:
    error = ParseError(
        Span(start, end),
        "a list item is not a statement",
        help='write `claim id "…"`; in the block of another statement, `claim` or `evidence` '
        "supports it and `counterpoint` opposes it",
    )
    return ErrorToken(error, start, end, pop=pop)


def _bracket(text: str, start: int) -> ErrorToken:
    """Recover a round or square bracket as a brace."""
    brace = _BRACES[text[start]]
    verb = "begins" if brace == "{" else "ends"
    span = Span(start, start + 1)
    error = ParseError(
        span,
        f"a block {verb} with a brace, not with `{text[start]}`",
        help="write a block between { and }",
        fix=f"write `{brace}`",
        edits=replace_span(span, brace),
    )
    return ErrorToken(error, start, start + 1, "LBRACE" if brace == "{" else "RBRACE", brace)
