"""``@include(file)``: the text of a document with the files that it includes."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_right

from attrs import Factory, define

from argmap.exchange.foreign import MAX_BYTES, ForeignFile, InvalidFile
from argmap.model.losses import LossReport

_INCLUDE = re.compile(r"@include\(([^)\n]+)\)")


@define
class IncludedText:
    """A text made of several files.

    Attributes:
        text: The text.
        starts: Where the parts of files begin in it.
        origins: The name and the first line number of each part; the name of the document itself
            is empty.
    """

    text: str = ""
    starts: list[int] = Factory(list)
    origins: list[tuple[str, int]] = Factory(list)
    _line: tuple[int, int, int] = (0, 0, 0)  # a part, a place in it, and the line feeds before that

    def place(self, position: int) -> str:
        """Return the place for the loss report: ``line 7``, or ``part.argdown, line 7``."""
        part = bisect_right(self.starts, position) - 1
        known_part, known_position, count = self._line
        if part != known_part or position < known_position:
            known_position, count = self.starts[part], 0
        count += self.text.count("\n", known_position, position)
        self._line = (part, position, count)
        name, first = self.origins[part]
        return f"{name}, line {first + count:,}" if name else f"line {first + count:,}"


@define
class _Part:
    """A file that is being read: its text, and the place and the line number to go on at."""

    name: str
    text: str
    position: int = 0
    line: int = 1


def include_files(file: ForeignFile, losses: LossReport) -> IncludedText:
    """Return the text of a file in which each ``@include`` is replaced by its file.

    A file is included once, so that circles do no harm. Files that are not in the folder of the
    document are reported.
    """
    included: set[str] = set()
    size = len(file.text)
    result = IncludedText()
    texts: list[str] = []
    stack = [_Part("", file.text)]
    length = 0
    while stack:
        part = stack[-1]
        match = _INCLUDE.search(part.text, part.position)
        end = match.start() if match else len(part.text)
        result.starts.append(length)
        result.origins.append((part.name, part.line))
        texts.append(part.text[part.position : end])
        length += end - part.position
        part.line += part.text.count("\n", part.position, end)
        part.position = match.end() if match else end
        if match is None:
            stack.pop()
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(part.name), match[1].strip()))
        reason = "it is already included"
        text = None
        if path not in included:
            included.add(path)
            text, reason = _read(file, path, MAX_BYTES - size)
        if text is None:
            name = f"{part.name}, " if part.name else ""
            losses.drop("include", reason, f"{name}line {part.line:,}")
        else:
            losses.keep("include")
            size += len(text)
            stack.append(_Part(path, text))
    result.text = "".join(texts)
    return result


def _read(file: ForeignFile, path: str, max_size: int) -> tuple[str | None, str]:
    """Return the text of a file beside another, or the reason why there is none."""
    included = file.read_beside(path, max_size)
    if isinstance(included, str):
        return None, included
    try:
        return included.text, ""
    except InvalidFile:
        return None, "its file is not a UTF-8 text"
