"""Argumentation frameworks in the Trivial Graph Format: arguments, a line ``#``, attacks.

The format is that of the solver competitions ICCMA 2015–2021 (http://argumentationcompetition.org);
labels after an argument are its text.
"""

from __future__ import annotations

from collections.abc import Iterator

from argmap.exchange._frameworks import compile_framework, framework_draft
from argmap.exchange.foreign import Draft, ForeignFile, InvalidFile
from argmap.model import ArgumentMap
from argmap.model.losses import LossReport

TITLE = "Trivial Graph Format"
SUFFIX = ".tgf"


def recognizes(file: ForeignFile) -> bool:
    """Return whether a text has one line ``#``, between arguments and attacks among them."""
    try:
        lines = [line.strip() for line in file.text.split("\n") if line.strip()]
    except InvalidFile:
        return False
    if lines.count("#") != 1 or lines[0] == "#":
        return False
    separator = lines.index("#")
    arguments = [line.split(maxsplit=1)[0] for line in lines[:separator]]
    attacks = [line.split() for line in lines[separator + 1 :]]
    if not attacks:
        return all(line == argument for line, argument in zip(lines, arguments, strict=False))
    declared = set(arguments)
    is_attack = [len(ends) > 1 and ends[0] in declared and ends[1] in declared for ends in attacks]
    return sum(is_attack) * 2 > len(attacks)


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the framework: arguments are statements with their labels as texts.

    Raises:
        InvalidFile: If there is no line ``#``, or an attack has only one end.
    """
    losses = LossReport()
    names: dict[str, str] = {}
    attacks: list[tuple[str, str, str]] = []
    is_after = False
    for number, line in enumerate(file.text.split("\n"), start=1):
        parts = line.split(maxsplit=2 if is_after else 1)
        if not parts:
            continue
        place = f"line {number}"
        if parts == ["#"] and not is_after:
            is_after = True
        elif not is_after:
            if parts[0] in names:
                losses.drop("argument", "it is declared twice", place)
            names.setdefault(parts[0], parts[1].strip() if len(parts) > 1 else "")
        elif len(parts) == 1:
            raise InvalidFile(
                f"`{file.name}` is not in the Trivial Graph Format: an attack has two ends "
                f"(line {number:,})"
            )
        else:
            attacks.append((parts[0], parts[1], place))
            if len(parts) > 2:  # noqa: PLR2004 (two ends and a label)
                losses.drop("label", "attacks have no texts", place)
    if not is_after:
        raise InvalidFile(
            f"`{file.name}` is not in the Trivial Graph Format: it has no line `#` between "
            "arguments and attacks"
        )
    yield framework_draft(names, attacks, losses)


def dump(argument_map: ArgumentMap, losses: LossReport) -> str:
    """Return the framework that the map compiles to, without labels, which some programs refuse.

    Raises:
        InputError: If attacks cannot express the map.
    """
    graph = compile_framework(argument_map, losses, TITLE)
    attacks = (f"{attacker} {target}" for attacker, target in graph.attacks)
    return "\n".join([*graph.arguments, "#", *attacks]) + "\n"
