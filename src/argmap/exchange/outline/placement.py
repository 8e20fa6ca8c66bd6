"""Where in an outline each statement is printed in full; everywhere else it is referred to."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import frozen

from argmap.model import ArgumentMap, Form, Inference

_RANK = {Form.NESTED: 0, Form.GROUP: 1, Form.EDGE: 2}
_UNDERCUT = 3


@frozen
class Placement:
    """``homes`` gives a statement's step, under which it is printed; ``roots`` have none.

    A statement stands where it bears on something of its own section: as the author nested it,
    else in a group, else along an edge. What bears on nothing there opens its section, and the
    thesis opens the map.
    """

    homes: dict[str, Inference]
    roots: tuple[str, ...]

    @classmethod
    def of(cls, argument_map: ArgumentMap) -> Placement:
        homes = _homes(argument_map)
        thesis = argument_map.thesis
        if thesis is not None:
            homes.pop(thesis, None)
        guests: dict[str, list[str]] = {}
        for statement, step in homes.items():
            guests.setdefault(step.conclusion, []).append(statement)
        order = {statement: index for index, statement in enumerate(argument_map.statements)}
        placed: set[str] = set()
        for statement in argument_map.statements:
            if statement not in homes:
                _place(statement, guests, placed)
        for statement in argument_map.statements:
            if statement not in placed:  # it hangs on a ring, which has no top
                top = min(_ring(statement, homes), key=order.__getitem__)
                del homes[top]
                _place(top, guests, placed)
        return cls(homes, tuple(each for each in argument_map.statements if each not in homes))


def _place(root: str, guests: dict[str, list[str]], placed: set[str]) -> None:
    """Add ``root`` and all that is printed somewhere under it."""
    waiting = [root]
    while waiting:
        statement = waiting.pop()
        if statement not in placed:
            placed.add(statement)
            waiting += guests.get(statement, ())


def _ring(statement: str, homes: dict[str, Inference]) -> list[str]:
    """Return the ring that a walk from home to home ends in."""
    path: dict[str, int] = {}
    while statement not in path:
        path[statement] = len(path)
        statement = homes[statement].conclusion
    return list(path)[path[statement] :]


def _homes(argument_map: ArgumentMap) -> dict[str, Inference]:
    best: dict[str, tuple[int, Inference]] = {}
    for step in argument_map.inferences.values():
        section = argument_map.statements[step.conclusion].section
        for statement, rank in _parts(step):
            if argument_map.statements[statement].section == section and (
                statement not in best or rank < best[statement][0]
            ):
                best[statement] = (rank, step)
    return {statement: step for statement, (_, step) in best.items()}


def _parts(step: Inference) -> Iterator[tuple[str, int]]:
    for premise in step.premises:
        yield premise, _RANK[step.form]
    for undercutter in step.undercutters:
        yield undercutter, _RANK[step.form] if step.form is Form.GROUP else _UNDERCUT
