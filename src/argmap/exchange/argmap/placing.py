"""One attempt at putting every statement somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import Factory, define

from argmap.exchange.argmap.arrows import Arrows
from argmap.exchange.argmap.sections import Sections
from argmap.model import ArgumentMap, Form, Inference, Polarity

_COUNTERPOINT = "counterpoint"


@define
class Placing:
    """Goes through the statements in order, and keeps the way from the top to the last one.

    ``blamed`` are statements that, where they were put, kept another one from its place.
    """

    argument_map: ArgumentMap
    arrows: Arrows
    forbidden: set[tuple[str, str]]
    order: dict[str, int] = Factory(dict)
    homes: dict[str, Inference] = Factory(dict)
    members: dict[str, list[str]] = Factory(dict)
    undercutters: dict[str, list[str]] = Factory(dict)
    chapters: dict[str | None, list[tuple[str, str]]] = Factory(dict)
    blamed: list[tuple[str, str]] = Factory(list)
    _step_order: dict[str, int] = Factory(dict)
    _nested: dict[str, Inference] = Factory(dict)  # the steps that are nested for certain
    _tails: dict[str, set[str]] = Factory(dict)
    _way: list[str | Inference] = Factory(list)  # statements, and the groups they stand in
    _depths: dict[str, int] = Factory(dict)  # of the statements on the way
    _last_step: dict[str, int] = Factory(dict)  # that was put under a statement

    def place(self) -> None:
        statements = self.argument_map.statements
        self.order = {each: index for index, each in enumerate(statements)}
        self._step_order = {each: index for index, each in enumerate(self.argument_map.inferences)}
        for step in self.argument_map.inferences.values():
            if self._can_nest(step):
                self._nested.setdefault(step.premises[0], step)
        sections = Sections(self.argument_map, self.chapters)
        for statement in statements:
            sections.open_before(statement)
            self._put(statement)
        sections.open_rest()

    def _put(self, statement: str) -> None:
        home = self._nested.get(statement) or self._group_home(statement)
        if home is None:
            section = self.argument_map.statements[statement].section
            self.chapters.setdefault(section, []).append(("statement", statement))
            self._cut_way(0)
        else:
            self.homes[statement] = home
            self._last_step[home.conclusion] = self._step_order[home.id]
            self._lead_to(home)
        self._depths[statement] = len(self._way)
        self._way.append(statement)

    def _lead_to(self, home: Inference) -> None:
        depth = self._depths.get(home.conclusion)
        if depth is None:  # no text gives such an order
            self._cut_way(0)
            self._way.append(home.conclusion)
            depth = self._depths[home.conclusion] = 0
        if home.form is not Form.GROUP:
            self._cut_way(depth + 1)
            return
        if self._open_group(depth) is not home:
            self._cut_way(depth + 1)
            self._way.append(home)
        self._cut_way(depth + 2)

    def _cut_way(self, length: int) -> None:
        while len(self._way) > length:
            last = self._way.pop()
            if isinstance(last, str):
                del self._depths[last]

    def _open_group(self, depth: int) -> str | Inference | None:
        return self._way[depth + 1] if depth + 1 < len(self._way) else None

    # ---- Candidates -----------------------------------------------------------------------------

    def _can_nest(self, step: Inference) -> bool:
        """Return whether a step can be written as a statement under another: its kind says how."""
        if step.form is not Form.NESTED:
            return False
        (premise,) = step.premises
        is_against = self.argument_map.statements[premise].kind == _COUNTERPOINT
        is_below = self.order[step.conclusion] < self.order[premise]
        return is_below and is_against == (step.polarity is Polarity.CON)

    def _group_home(self, statement: str) -> Inference | None:
        """Return the innermost group on the way that the statement can be written in."""
        is_against = self.argument_map.statements[statement].kind == _COUNTERPOINT
        candidates: list[Inference] = []
        missed: list[str] = []
        for step in self._groups(statement):
            if is_against and (other := self._next(step)) != statement:
                missed.append(other)
            else:
                candidates.append(step)
        if not candidates:
            self.blamed += [(each, self.homes[each].id) for each in missed if each in self.homes]
            return None
        home = max(candidates, key=lambda step: self._claim(step, statement, is_against))
        self.members.setdefault(home.id, []).append(statement)
        if is_against:
            self.undercutters.setdefault(home.id, []).append(statement)
        return home

    def _claim(self, step: Inference, statement: str, is_against: bool) -> tuple[bool, int, bool]:
        """Return how strong a group's claim to a statement is.

        A step without an id that no arrow reaches can only be undercut from inside.
        """
        depth = self._depths[step.conclusion]
        must = is_against and not step.is_named and self.arrows.premise(step, statement) is None
        return must, depth, self._open_group(depth) is step

    def _groups(self, statement: str) -> Iterator[Inference]:
        """Yield the groups on the way that the statement is a premise or an undercutter of."""
        found = self.argument_map.statements[statement]
        if found.kind == _COUNTERPOINT:
            steps = self.argument_map.undercuts_by.get(statement, ())
        else:
            steps = self.argument_map.steps_from.get(statement, ())
        for step in steps:
            if (
                step.form is Form.GROUP
                and step.conclusion in self._depths
                and (statement, step.id) not in self.forbidden
                and found.section == self.argument_map.statements[step.conclusion].section
                and (found.kind == _COUNTERPOINT or statement in self._tail(step))
                and self._is_reachable(step)
            ):
                yield step

    def _is_reachable(self, step: Inference) -> bool:
        """Return whether a group is still open, or can be opened without changing the order."""
        if step.id in self.members:
            return self._open_group(self._depths[step.conclusion]) is step
        return self._step_order[step.id] > self._last_step.get(step.conclusion, -1)

    def _next(self, step: Inference) -> str:
        """Return the undercutter whose turn it is: those inside a group come first in its list."""
        return step.undercutters[len(self.undercutters.get(step.id, ()))]

    def _tail(self, step: Inference) -> set[str]:
        """Return the premises that can stand inside: those behind the last that cannot."""
        if step.id not in self._tails:
            tail: set[str] = set()
            following = len(self.order)
            for premise in reversed(step.premises):
                if self.order[premise] >= following or not self._fits(premise, step):
                    break
                following = self.order[premise]
                tail.add(premise)
            self._tails[step.id] = tail
        return self._tails[step.id]

    def _fits(self, premise: str, step: Inference) -> bool:
        statements = self.argument_map.statements
        return (
            statements[premise].kind != _COUNTERPOINT
            and statements[premise].section == statements[step.conclusion].section
            and self.order[premise] > self.order[step.conclusion]
            and (premise, step.id) not in self.forbidden
            and premise not in self._nested
        )
