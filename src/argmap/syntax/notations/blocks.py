"""Notations that come in blocks: where a block begins, and the line that it ends before."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from argmap.model.attributes import ATTRIBUTES
from argmap.syntax.notations.lines import LineKind, kind
from argmap.syntax.notations.notation import Notation

MAX_FRONT_MATTER_LINES = 200
_MAX_EMPTY_LINES = 5

_TEXT = r"\"(?:[^\"\\]|\\.)*+\""
_JSON = re.compile(
    rf"\{{\s*{_TEXT}\s*:|\[\s*(?:\{{\s*(?:{_TEXT}\s*:|\}})|\[|{_TEXT}\s*[,\]])", re.DOTALL
)
_JSON_CHARACTERS = 500
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
_YAML_KEY = re.compile(r"(?:- +)?(?:[\w-]+|\"[^\"]*\"|'[^']*')[ \t]*:(?=\s|$)")
_YAML_PARENT = re.compile(r"[\w-]+:[ \t]*(?:[|>][-+]?)?$")
_YAML_ENTRY = re.compile(r"- +([a-z_][\w-]*):(?=\s|$)")
_YAML_ITEM = re.compile(r"- +\S|-$")
_STRINGS = re.compile(rf"{_TEXT}")


class Line(NamedTuple):
    """A line of a text: its offsets (the end is before the line break), and its beginning.

    ``body`` is without the indentation, which is ``indent`` characters long.
    """

    start: int
    end: int
    body: str
    indent: int


def block(text: str, lines: Sequence[Line], position: int) -> tuple[Notation, int] | None:
    """Return the notation of the block that begins at a line, and the line that it ends before."""
    body = lines[position].body
    for notation, find_end in _BLOCKS.get(body[0], ()) or _BLOCKS_OF_WORDS:
        end = find_end(text, lines, position)
        if end is not None:
            return notation, end
    return None


def fence(line: Line) -> str:
    """Return the characters that a line opens or closes a Markdown code fence with, if it does."""
    found = _FENCE.match(line.body)
    return found[1] if found else ""


def _until_closed(text: str, lines: Sequence[Line], position: int) -> int:
    """Return the line after the one that closes all brackets, or the next declaration's."""
    depth = 0
    for number in range(position, len(lines)):
        line = lines[number]
        if number > position and line.body and kind(line.body) is LineKind.DECLARATION:
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
    if not _JSON.match(text, start, start + _JSON_CHARACTERS):
        return None
    return _until_closed(text, lines, position)


def _dot(text: str, lines: Sequence[Line], position: int) -> int | None:
    found = _DOT.match(lines[position].body)
    return _until_closed(text, lines, position) if found else None


def _bibtex(text: str, lines: Sequence[Line], position: int) -> int | None:
    found = _BIBTEX.match(lines[position].body)
    return _until_closed(text, lines, position) if found else None


def _mermaid(_: str, lines: Sequence[Line], position: int) -> int | None:
    found = _MERMAID.match(lines[position].body)
    return _until_declaration(lines, position) if found else None


def _latex(_: str, lines: Sequence[Line], position: int) -> int | None:
    found = _LATEX.match(lines[position].body)
    return _until_declaration(lines, position) if found else None


def _until_declaration(lines: Sequence[Line], position: int) -> int:
    for number in range(position + 1, len(lines)):
        if lines[number].body and kind(lines[number].body) is LineKind.DECLARATION:
            return number
    return len(lines)


def _front_matter(_: str, lines: Sequence[Line], position: int) -> int | None:
    """Return where the front matter ends: at a second such line, in a text that begins with it."""
    body = lines[position].body
    is_first = position < _MAX_EMPTY_LINES and not any(line.body for line in lines[:position])
    if not is_first or not _FRONT_MATTER.match(body):
        return None
    for number in range(position + 1, min(len(lines), position + MAX_FRONT_MATTER_LINES)):
        line = lines[number]
        if line.body[:3] == body[:3] and _FRONT_MATTER.match(line.body):
            return number + 1
        if line.body and kind(line.body) is LineKind.DECLARATION and not _YAML_KEY.match(line.body):
            return None
    return None


def _yaml(_: str, lines: Sequence[Line], position: int) -> int | None:
    """Return where a YAML document or one of its outermost mappings ends."""
    line = lines[position]
    following = _next(lines, position)
    if line.indent or following is None:
        return None
    is_start = line.body == "---" and _YAML_KEY.match(following.body)
    is_mapping = (
        _YAML_PARENT.match(line.body)
        and (following.indent or _YAML_ITEM.match(following.body))
        and (_YAML_KEY.match(following.body) or _YAML_ITEM.match(following.body))
        and _is_yaml(following)
    )
    entry = _YAML_ENTRY.match(line.body)
    is_list = entry and entry[1] not in ATTRIBUTES and _is_yaml(line)
    if not (is_start or is_mapping or is_list):
        return None
    number = position + 1
    while number < len(lines) and _is_yaml(lines[number]):
        number += 1
    return number


def _next(lines: Sequence[Line], position: int) -> Line | None:
    for number in range(position + 1, min(position + 4, len(lines))):
        if lines[number].body and not lines[number].body.startswith("#"):
            return lines[number]
    return None


def _is_yaml(line: Line) -> bool:
    if not line.body or line.body.startswith("#"):
        return True
    if "{" in line.body or "}" in line.body:
        return False
    key = _YAML_KEY.match(line.body)
    is_part = key or _YAML_ITEM.match(line.body) or line.indent
    return bool(is_part) and (key is not None or kind(line.body) is not LineKind.DECLARATION)


def flat_yaml(line: Line) -> bool:
    """Whether an outermost line could be an entry of the YAML mapping after it: ``map: Vote?``."""
    found = None if line.indent else _YAML_KEY.match(line.body)
    return found is not None and '"' not in line.body and "{" not in line.body


_Find = Callable[[str, Sequence[Line], int], int | None]
_BLOCKS: dict[str, tuple[tuple[Notation, _Find], ...]] = {
    "{": ((Notation.JSON, _json),),
    "[": ((Notation.JSON, _json),),
    "@": ((Notation.BIBTEX, _bibtex),),
    "%": ((Notation.MERMAID, _mermaid),),
    "\\": ((Notation.LATEX, _latex),),
    "=": ((Notation.FRONT_MATTER, _front_matter),),
    "-": ((Notation.FRONT_MATTER, _front_matter), (Notation.YAML, _yaml)),
}
_BLOCKS_OF_WORDS: tuple[tuple[Notation, _Find], ...] = (
    (Notation.DOT, _dot),
    (Notation.MERMAID, _mermaid),
    (Notation.YAML, _yaml),
)
