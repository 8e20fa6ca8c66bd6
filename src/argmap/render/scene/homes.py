"""Where each statement hangs: the tree inside the graph."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from argmap.model import ArgumentMap, Form, Inference


@frozen
class Home:
    """The step that a statement is drawn at: as its premise, or as what undercuts it."""

    step: Inference
    is_undercut: bool = False

    @property
    def rank(self) -> int:
        """How little the author meant the statement to stand there: 0 is nested, 2 an attribute."""
        return {Form.NESTED: 0, Form.GROUP: 1, Form.EDGE: 2}[self.step.form]


def find_homes(argument: ArgumentMap) -> dict[str, Home]:
    """Give each statement the first thing it bears on, so that the whole is a forest.

    A statement without a home is a root: it bears on nothing, or it is the thesis, or every home it
    could have hangs below itself (a ring). What else it bears on is left to links.
    """
    homes: dict[str, Home] = {}
    trees = _Trees(argument.statements)
    for statement in argument.statements:
        if statement == argument.thesis:
            continue
        for home in _candidates(argument, statement):
            if trees.hang(statement, home.step.conclusion):
                homes[statement] = home
                break
    return homes


def _candidates(argument: ArgumentMap, statement: str) -> list[Home]:
    homes = [Home(step) for step in argument.steps_from.get(statement, ())]
    homes += [Home(step, is_undercut=True) for step in argument.undercuts_by.get(statement, ())]
    return sorted(homes, key=lambda home: home.rank)


class _Trees:
    """Which statements are in one tree already (union-find with path halving)."""

    def __init__(self, statements: Iterable[str]) -> None:
        self._above = {statement: statement for statement in statements}

    def hang(self, root: str, below: str) -> bool:
        """Hang the tree of ``root`` below a statement; return False if that one is in it."""
        top = self._top(below)
        if top == root:
            return False
        self._above[root] = top
        return True

    def _top(self, statement: str) -> str:
        above = self._above
        while above[statement] != statement:
            above[statement] = statement = above[above[statement]]
        return statement
