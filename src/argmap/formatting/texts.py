"""Texts in quotes: long ones over several lines, and those that are so already, indented."""

from __future__ import annotations

import re
from collections.abc import Iterator

from argmap.formatting.line_ends import count
from argmap.syntax import unquote

WIDTH = 100
"""Columns of a line."""
LONG = 160
"""Characters of a text that stays on one line, as in what `argmap export` writes: a sentence that
is a little too long for a line reads worse in pieces."""
_NARROWEST = 44
"""Columns of a text, however deep it stands."""
_BLOCK = re.compile(r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""')  # as in the grammar
_LINE_END = re.compile(r"(?>\r\n|\n|\r)")
_BETWEEN_WORDS = re.compile(r"(?<![ \t]) (?![ \t])")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


def laid_out(raw: str, indent: str) -> str:
    r"""Return a quoted text as it should be written, its lines (after the first) at ``indent``.

    A text on one line that is `LONG` becomes a block string. A block string keeps its own line
    breaks, save in paragraphs with lines that are too long. What cannot be written otherwise
    without saying something else is left as it is. Line ends are ``\n``.
    """
    if len(raw) - len('""') <= LONG and count(raw) == 0:
        return raw
    if is_block(raw):
        lines = [line.strip(" \t") for line in _LINE_END.split(raw[3:-3].strip(" \t\r\n"))]
    else:
        lines = [_with_bare_quotes(raw[1:-1])]
        if _BETWEEN_WORDS.search(lines[0]) is None:
            return raw
    filled = _filled(lines, max(WIDTH - len(indent), _NARROWEST))
    written = "\n".join(["", *(indent + line if line else "" for line in filled), indent])
    block = f'"""{written}"""'
    # A quote or a backslash at an edge could end it elsewhere.
    return block if _BLOCK.fullmatch(block) and unquote(block) == unquote(raw) else raw


def is_block(raw: str) -> bool:
    return raw.startswith('"""') and len(raw) >= len('""""""')


def _with_bare_quotes(escaped: str) -> str:
    """Return the inside of a string of one line without the backslashes before lonely quotes."""
    if '\\"\\"' in escaped:
        return escaped
    return _ESCAPE.sub(lambda match: '"' if match[1] == '"' else match[0], escaped)


def _filled(lines: list[str], width: int) -> Iterator[str]:
    """Yield the lines of a block string, an empty one between paragraphs."""
    paragraph: list[str] = []
    is_first = True
    for line in (*lines, ""):
        if line:
            paragraph.append(line)
            continue
        if paragraph:
            if not is_first:
                yield ""
            yield from _set(paragraph, width) if _is_too_wide(paragraph, width) else paragraph
            paragraph, is_first = [], False


def _is_too_wide(lines: list[str], width: int) -> bool:
    return any(len(line) > width for line in lines)


def _set(lines: list[str], width: int) -> Iterator[str]:
    """Yield a paragraph's words on lines of ``width``; a word that is longer stands alone.

    Words are what stands between single blanks: several in a row are never torn apart.
    """
    line = ""
    for word in _BETWEEN_WORDS.split(" ".join(lines)):
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line
