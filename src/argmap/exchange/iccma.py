"""Argumentation frameworks in the format of ICCMA 2023: ``p af 3``, then an attack per line.

Specification: https://iccma2023.github.io/rules.html. Arguments are numbers from 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from argmap.exchange._frameworks import compile_framework, framework_draft
from argmap.exchange.foreign import Draft, ForeignFile, InvalidFile
from argmap.model import ArgumentMap
from argmap.model.losses import LossReport

TITLE = "ICCMA 2023"
SUFFIX = ".af"

_HEAD = re.compile(r"p\s+af\s+([0-9]{1,9})")
_COMMENT = re.compile(r"#\s*([0-9]{1,9})\s*[=:]\s*(\S.*)")
_MAX_ARGUMENTS = 5_000_000


def recognizes(file: ForeignFile) -> bool:
    """Return whether the first line that is not a comment is ``p af`` with a number."""
    try:
        lines = file.text.split("\n", 1_000)[:1_000]
    except InvalidFile:
        return False
    first = next((one.strip() for one in lines if one.strip() and one.lstrip()[0] != "#"), "")
    return _HEAD.fullmatch(first) is not None


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the framework; a comment ``# 1 = text`` gives the text of an argument.

    Raises:
        InvalidFile: If the first line is not ``p af`` with a number, or an attack is not two
            numbers.
    """
    losses = LossReport()
    count: int | None = None
    texts: dict[str, str] = {}
    attacks: list[tuple[str, str, str]] = []
    for number, line in enumerate(file.text.split("\n"), start=1):
        content = line.strip()
        if content.startswith("#"):
            if named := _COMMENT.fullmatch(content):
                texts[str(int(named[1]))] = named[2]
        elif content and count is None:
            head = _HEAD.fullmatch(content)
            if head is None:
                raise _error(file, "expected `p af` and the number of arguments", number)
            count = int(head[1])
            if count > _MAX_ARGUMENTS:
                raise _error(file, f"it has more than {_MAX_ARGUMENTS:,} arguments", number)
        elif content:
            ends = content.split()
            if len(ends) != 2 or not all(re.fullmatch("[0-9]{1,9}", end) for end in ends):  # noqa: PLR2004
                raise _error(file, "expected an attack, such as `1 2`", number)
            attacks.append((str(int(ends[0])), str(int(ends[1])), f"line {number}"))
    if count is None:
        raise _error(file, "expected `p af` and the number of arguments", 1)
    names = {str(number): texts.get(str(number), "") for number in range(1, count + 1)}
    yield framework_draft(names, attacks, losses)


def _error(file: ForeignFile, reason: str, line: int) -> InvalidFile:
    return InvalidFile(f"`{file.name}` is not in the ICCMA format: {reason} (line {line:,})")


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the framework that the map compiles to; the first numbers are the statements in order.

    There are no comments, because some programs refuse them.

    Raises:
        InputError: If attacks cannot express the map.
    """
    graph = compile_framework(argument_map, losses, TITLE)
    numbers = {argument: number for number, argument in enumerate(graph.arguments, start=1)}
    lines = [f"p af {len(numbers)}"]
    lines += [f"{numbers[attacker]} {numbers[target]}" for attacker, target in graph.attacks]
    return "\n".join(lines) + "\n"
