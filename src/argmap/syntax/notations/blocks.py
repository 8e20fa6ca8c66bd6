"""Notations that come in blocks, such as JSON: where a block begins and ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from argmap.model.attributes import ATTRIBUTES, DECLARATION_KEYWORDS
from argmap.syntax.notations.lines import LineKind, classify_line
from argmap.syntax.notations.notation import Notation

MAX_FRONT_MATTER_LINES = 200
_MAX_EMPTY_LINES = 5
"""Empty lines before front matter."""
_MAX_JSON_LOOKAHEAD = 500
"""Characters that are searched for the beginning of a JSON value."""

_TEXT = r"\"(?:[^\"\\]|\\.)*+\""
_JSON = re.compile(
    rf"\{{\s*{_TEXT}\s*:|\[\s*(?:\{{\s*(?:{_TEXT}\s*:|\}})|\[|{_TEXT}\s*[,\]])", re.DOTALL
)
_DOT = re.compile(r"(?:strict[ \t]+)?(?:di)?graph(?:[ \t]+(?:[\w-]+|\"[^\"]*\"))?[ \t]*\{")
_MERMAID = re.compile(
    r"(?:graph|flowchart)[ \t]+(?:TD|TB|BT|RL|LR)\b|%%[{ ]|(?:mindmap|sequenceDiagram"
    r"|stateDiagram(?:-v2)?|classDiagram|erDiagram|journey|gantt|timeline|quadrantChart"
    r"|gitGraph)[ \t]*:?$"
)
_BIBTEX = re.compile(r"@[A-Za-z]+[ \t]*\{[ \t]*[^\s,{}\"@]+[ \t]*,|@(?i:string|comment|preamble)\{")
_LATEX = re.compile(r"\\(?:documentclass|begin\{document\})")
_FENCE = re.compile(r"(`{3,}|~{3,})[ \t]*[\w.+-]*[ \t]*$")
_FRONT_MATTER = re.compile(r"-{3,}$|={3,}$")
_XML_ROOT = re.compile(
    r"(?:<\?xml\b[^<>]*>\s*+)?(?:<![^<>]*>\s*+)*+<([A-Za-z_][\w:.-]*+)(?:\s[^<>]*+)?>", re.DOTALL
)
_HTML_ROOTS = frozenset(["html", "head", "body", "div", "p", "ul", "ol", "table", "blockquote"])
_YAML_KEY = re.compile(r"(?:- +)?(?:[\w-]+|\"[^\"]*\"|'[^']*')[ \t]*:(?=\s|$)")
_DECLARATION_WITH_COLON = re.compile(rf"(?:{'|'.join(DECLARATION_KEYWORDS)}):[ \t]*[\w.-]+[ \t]+\"")
"""A declaration such as ``claim: late "It is late"``, which has a superfluous colon."""
_YAML_PARENT = re.compile(r"[\w-]+:[ \t]*(?:[|>][-+]?)?$")
_YAML_ENTRY = re.compile(r"- +([a-z_][\w-]*):(?=\s|$)")
_YAML_ITEM = re.compile(r"- +\S|-$")
_STRINGS = re.compile(rf"{_TEXT}")


class Line(NamedTuple):
    """A line of a text.

    Attributes:
        start: The offset of the line.
        end: The offset after the last character that is not a space.
        body: The beginning of the line, without the indentation.
        indent: The length of the indentation.
    """

    start: int
    end: int
    body: str
    indent: int


def find_block(text: str, lines: Sequence[Line], position: int) -> tuple[Notation, int] | None:
    """Return the notation of the block that begins at a line, and the line after the block.

    Returns None if no block begins at the line.
    """
    body = lines[position].body
    for notation, find_end in _BLOCKS.get(body[0], ()) or _WORD_BLOCKS:
        end = find_end(text, lines, position)
        if end is not None:
            return notation, end
    return None


def fence_marker(line: Line) -> str:
    """Return the characters of a Markdown code fence on a line; empty if it is not a fence."""
    match = _FENCE.match(line.body)
    return match[1] if match else ""


def _until_closed(text: str, lines: Sequence[Line], position: int) -> int:
    """Return the line after the one that closes all brackets, or the next declaration."""
    depth = 0
    for number in range(position, len(lines)):
        line = lines[number]
        if number > position and line.body and classify_line(line.body) is LineKind.DECLARATION:
            return number
        code = text[line.start : line.end]
        if '"' in code:
            code = _STRINGS.sub("", code)
        depth += sum(map(code.count, "{[")) - sum(map(code.count, "}]"))
        if depth <= 0:
            return number + 1
    return len(lines)


def _json(text: str, lines: Sequence[Line], position: int) -> int | None:
    start = lines[position].start + lines[position].indent
    if not _JSON.match(text, start, start + _MAX_JSON_LOOKAHEAD):
        return None
    return _until_closed(text, lines, position)


def _dot(text: str, lines: Sequence[Line], position: int) -> int | None:
    is_start = _DOT.match(lines[position].body) is not None
    return _until_closed(text, lines, position) if is_start else None


def _bibtex(text: str, lines: Sequence[Line], position: int) -> int | None:
    is_start = _BIBTEX.match(lines[position].body) is not None
    return _until_closed(text, lines, position) if is_start else None


def _mermaid(_: str, lines: Sequence[Line], position: int) -> int | None:
    is_start = _MERMAID.match(lines[position].body) is not None
    return _until_declaration(lines, position) if is_start else None


def _latex(_: str, lines: Sequence[Line], position: int) -> int | None:
    is_start = _LATEX.match(lines[position].body) is not None
    return _until_declaration(lines, position) if is_start else None


def _until_declaration(lines: Sequence[Line], position: int) -> int:
    for number in range(position + 1, len(lines)):
        if lines[number].body and classify_line(lines[number].body) is LineKind.DECLARATION:
            return number
    return len(lines)


def _front_matter(_: str, lines: Sequence[Line], position: int) -> int | None:
    """Return the line after front matter, which must be at the beginning of the text."""
    body = lines[position].body
    if not _is_first(lines, position) or not _FRONT_MATTER.match(body):
        return None
    for number in range(position + 1, min(len(lines), position + MAX_FRONT_MATTER_LINES)):
        line = lines[number]
        if line.body[:3] == body[:3] and _FRONT_MATTER.match(line.body):
            return number + 1
        if (
            line.body
            and classify_line(line.body) is LineKind.DECLARATION
            and not _YAML_KEY.match(line.body)
        ):
            return None
    return None


def _is_first(lines: Sequence[Line], position: int) -> bool:
    """Return whether there are at most a few empty lines before a line."""
    return position < _MAX_EMPTY_LINES and not any(line.body for line in lines[:position])


def _xml(text: str, lines: Sequence[Line], position: int) -> int | None:
    """Return the line after an XML document, which must be at the beginning of the text."""
    if not _is_first(lines, position):
        return None
    root = _XML_ROOT.match(text, lines[position].start + lines[position].indent)
    if root is None or root[1].lower() in _HTML_ROOTS:
        return None
    end = text.rfind(f"</{root[1]}>", root.end())
    if end == -1:
        return None
    return next(n for n in range(position, len(lines)) if lines[n].end > end) + 1


def _yaml(_: str, lines: Sequence[Line], position: int) -> int | None:
    """Return the line after a YAML document, or after one of its outermost mappings."""
    line = lines[position]
    next_line = _next_content_line(lines, position)
    if line.indent or next_line is None:
        return None
    is_start = (
        line.body == "---"
        and _YAML_KEY.match(next_line.body)
        and not _DECLARATION_WITH_COLON.match(next_line.body)
    )
    is_mapping = (
        _YAML_PARENT.match(line.body)
        and (next_line.indent or _YAML_ITEM.match(next_line.body))
        and (_YAML_KEY.match(next_line.body) or _YAML_ITEM.match(next_line.body))
        and _is_yaml(next_line)
    )
    entry = _YAML_ENTRY.match(line.body)
    is_list = entry and entry[1] not in ATTRIBUTES and _is_yaml(line)
    if not (is_start or is_mapping or is_list):
        return None
    number = position + 1
    while number < len(lines) and _is_yaml(lines[number]):
        number += 1
    return number


def _next_content_line(lines: Sequence[Line], position: int) -> Line | None:
    """Return the next line that is neither empty nor a comment, among the next three lines."""
    for number in range(position + 1, min(position + 4, len(lines))):
        if lines[number].body and not lines[number].body.startswith("#"):
            return lines[number]
    return None


def _is_yaml(line: Line) -> bool:
    """Return whether a line may be part of a YAML document."""
    if not line.body or line.body.startswith("#"):
        return True
    if "{" in line.body or "}" in line.body:
        return False
    key = _YAML_KEY.match(line.body)
    is_part = key or _YAML_ITEM.match(line.body) or line.indent
    return bool(is_part) and (
        key is not None or classify_line(line.body) is not LineKind.DECLARATION
    )


def is_yaml_entry(line: Line) -> bool:
    """Return whether a line may be a top-level entry of a YAML mapping, such as ``map: Vote?``."""
    key = None if line.indent else _YAML_KEY.match(line.body)
    return key is not None and '"' not in line.body and "{" not in line.body


_EndFinder = Callable[[str, Sequence[Line], int], int | None]
"""Returns the line after the block that begins at a line; None if none begins there."""

_BLOCKS: dict[str, tuple[tuple[Notation, _EndFinder], ...]] = {
    "{": ((Notation.JSON, _json),),
    "[": ((Notation.JSON, _json),),
    "@": ((Notation.BIBTEX, _bibtex),),
    "%": ((Notation.MERMAID, _mermaid),),
    "\\": ((Notation.LATEX, _latex),),
    "<": ((Notation.XML, _xml),),
    "=": ((Notation.FRONT_MATTER, _front_matter),),
    "-": ((Notation.FRONT_MATTER, _front_matter), (Notation.YAML, _yaml)),
}
_WORD_BLOCKS: tuple[tuple[Notation, _EndFinder], ...] = (
    (Notation.DOT, _dot),
    (Notation.MERMAID, _mermaid),
    (Notation.YAML, _yaml),
)
