"""Which declaration stands inside which, so that reading the text again gives the same map.

The model knows what bears on what, but not always where it was written: a premise of a ``reason``
may stand inside of it, or elsewhere and be listed under ``premises:``. The order of the statements
decides: what is put inside must leave that order, and that of every list in the model, as it is.

One attempt at putting every statement somewhere.

Where sections stand among the statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from attrs import Factory, define

from argmap.exchange.argmap.names import Arrows
from argmap.model import ArgumentMap, Form, Inference, Polarity


@define
class Sections:
    """Puts sections between the statements: each before the first statement that comes after it."""

    argument_map: ArgumentMap
    chapters: dict[str | None, list[tuple[str, str]]]
    _opened: set[str] = Factory(set)
    _waiting: list[str] = Factory(list)

    def __attrs_post_init__(self) -> None:
        self._waiting = list(self.argument_map.sections)[::-1]

    def open_before(self, statement: str) -> None:
        """Open the statement's section, and those that were written before the statement."""
        found = self.argument_map.statements[statement]
        if found.section is not None and found.section not in self._opened:
            while self._waiting and found.section not in self._opened:
                self._open(self._waiting.pop())
        while self._waiting and self._is_before(self._waiting[-1], statement):
            self._open(self._waiting.pop())

    def open_rest(self) -> None:
        while self._waiting:
            self._open(self._waiting.pop())

    def _is_before(self, section: str, statement: str) -> bool:
        one = self.argument_map.sections[section].location
        two = self.argument_map.statements[statement].location
        return one.source is two.source and one.span.start < two.span.start

    def _open(self, section: str) -> None:
        if section not in self._opened:
            self._opened.add(section)
            parent = self.argument_map.sections[section].parent
            self.chapters.setdefault(parent, []).append(("section", section))


_COUNTERPOINT = "counterpoint"


@define
class Nesting:
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
    _inference_order: dict[str, int] = Factory(dict)
    _nested: dict[str, Inference] = Factory(dict)  # the inferences that are nested for certain
    _tails: dict[str, set[str]] = Factory(dict)
    _way: list[str | Inference] = Factory(list)  # statements, and the groups they stand in
    _depths: dict[str, int] = Factory(dict)  # of the statements on the way
    _last_inference: dict[str, int] = Factory(dict)  # that was put under a statement

    def place(self) -> None:
        statements = self.argument_map.statements
        self.order = {each: index for index, each in enumerate(statements)}
        self._inference_order = {
            each: index for index, each in enumerate(self.argument_map.inferences)
        }
        for inference in self.argument_map.inferences.values():
            if self._can_nest(inference):
                self._nested.setdefault(inference.premises[0], inference)
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
            self._last_inference[home.conclusion] = self._inference_order[home.id]
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

    def _can_nest(self, inference: Inference) -> bool:
        """Return whether an inference can be written as a statement nested in another."""
        if inference.form is not Form.NESTED:
            return False
        (premise,) = inference.premises
        is_against = self.argument_map.statements[premise].kind == _COUNTERPOINT
        is_below = self.order[inference.conclusion] < self.order[premise]
        return is_below and is_against == (inference.polarity is Polarity.CON)

    def _group_home(self, statement: str) -> Inference | None:
        """Return the innermost group on the way that the statement can be written in."""
        is_against = self.argument_map.statements[statement].kind == _COUNTERPOINT
        candidates: list[Inference] = []
        missed: list[str] = []
        for inference in self._groups(statement):
            if is_against and (other := self._next(inference)) != statement:
                missed.append(other)
            else:
                candidates.append(inference)
        if not candidates:
            self.blamed += [(each, self.homes[each].id) for each in missed if each in self.homes]
            return None
        home = max(candidates, key=lambda inference: self._claim(inference, statement, is_against))
        self.members.setdefault(home.id, []).append(statement)
        if is_against:
            self.undercutters.setdefault(home.id, []).append(statement)
        return home

    def _claim(
        self, inference: Inference, statement: str, is_against: bool
    ) -> tuple[bool, int, bool]:
        """Return how strong a group's claim to a statement is.

        An inference without an id that no arrow reaches can only be undercut from inside.
        """
        depth = self._depths[inference.conclusion]
        must = (
            is_against
            and not inference.is_named
            and self.arrows.premise(inference, statement) is None
        )
        return must, depth, self._open_group(depth) is inference

    def _groups(self, statement: str) -> Iterator[Inference]:
        """Yield the groups on the way that the statement is a premise or an undercutter of."""
        found = self.argument_map.statements[statement]
        if found.kind == _COUNTERPOINT:
            inferences = self.argument_map.undercuts_by.get(statement, ())
        else:
            inferences = self.argument_map.inferences_from.get(statement, ())
        for inference in inferences:
            if (
                inference.form is Form.GROUP
                and inference.conclusion in self._depths
                and (statement, inference.id) not in self.forbidden
                and found.section == self.argument_map.statements[inference.conclusion].section
                and (found.kind == _COUNTERPOINT or statement in self._tail(inference))
                and self._is_reachable(inference)
            ):
                yield inference

    def _is_reachable(self, inference: Inference) -> bool:
        """Return whether a group is still open, or can be opened without changing the order."""
        if inference.id in self.members:
            return self._open_group(self._depths[inference.conclusion]) is inference
        return self._inference_order[inference.id] > self._last_inference.get(
            inference.conclusion, -1
        )

    def _next(self, inference: Inference) -> str:
        """Return the undercutter whose turn it is: those inside a group come first in its list."""
        return inference.undercutters[len(self.undercutters.get(inference.id, ()))]

    def _tail(self, inference: Inference) -> set[str]:
        """Return the premises that can stand inside: those behind the last that cannot."""
        if inference.id not in self._tails:
            tail: set[str] = set()
            following = len(self.order)
            for premise in reversed(inference.premises):
                if self.order[premise] >= following or not self._fits(premise, inference):
                    break
                following = self.order[premise]
                tail.add(premise)
            self._tails[inference.id] = tail
        return self._tails[inference.id]

    def _fits(self, premise: str, inference: Inference) -> bool:
        statements = self.argument_map.statements
        return (
            statements[premise].kind != _COUNTERPOINT
            and statements[premise].section == statements[inference.conclusion].section
            and self.order[premise] > self.order[inference.conclusion]
            and (premise, inference.id) not in self.forbidden
            and premise not in self._nested
        )


_ATTEMPTS = 10


@define
class NestedLayout:
    """What stands where, in order.

    ``homes`` are the inferences that statements are written for; ``members`` are the statements in
    a group, ``denials`` those of all groups that undercut theirs; ``bodies`` are the inferences
    written under a statement; ``chapters`` are the statements and the sections in a section, or in
    none.
    """

    homes: dict[str, Inference]
    members: dict[str, list[str]]
    denials: set[str]
    chapters: dict[str | None, list[tuple[str, str]]]
    bodies: dict[str, list[Inference]] = Factory(dict)

    def is_nested(self, inference: Inference) -> bool:
        """Return whether an inference is written as a statement under another."""
        return (
            inference.form is not Form.GROUP and self.homes.get(inference.premises[0]) is inference
        )

    def listed(self, inference: Inference) -> list[str]:
        """Return the premises of a group that stand elsewhere."""
        inside = set(self.members.get(inference.id, ())) - self.denials
        return [premise for premise in inference.premises if premise not in inside]

    def undercuts_inside(self, statement: str, inference: Inference) -> bool:
        """Return whether a statement stands in a group as what denies it."""
        return self.homes.get(statement) is inference and statement in self.denials


def lay_out(argument_map: ArgumentMap) -> NestedLayout:
    """Find a place for everything.

    A statement that could stand in a group is put there, and taken out again when the rest of its
    group turns out to stand elsewhere, so that they could not be listed in their order.
    """
    arrows = Arrows(argument_map)
    forbidden: set[tuple[str, str]] = set()
    for _ in range(_ATTEMPTS):
        placing = Nesting(argument_map, arrows, forbidden)
        placing.place()
        conflicts = set(placing.blamed)
        for inference in argument_map.inferences.values():
            conflicts |= _conflicts(inference, placing)
        if conflicts <= forbidden:
            break  # there are none, or none that moving something would end
        forbidden |= conflicts
    denials = {each for undercutters in placing.undercutters.values() for each in undercutters}
    layout = NestedLayout(placing.homes, placing.members, denials, placing.chapters)
    for inference in argument_map.inferences.values():
        if inference.form is Form.GROUP or layout.is_nested(inference):
            layout.bodies.setdefault(inference.conclusion, []).append(inference)
    return layout


def _conflicts(inference: Inference, placing: Nesting) -> set[tuple[str, str]]:
    """Return the elements that must move so that the lists of inferences keep their order."""
    if inference.form is not Form.GROUP:
        return set()
    undercutters = set(placing.undercutters.get(inference.id, ()))
    premises = set(placing.members.get(inference.id, ())) - undercutters
    # What `premises:` lists comes before what stands inside …
    listed = len(inference.premises) - len(premises)
    conflicts = {(each, inference.id) for each in inference.premises[:listed] if each in premises}
    # … and what undercuts from elsewhere after it, in the order of the map.
    others = [each for each in inference.undercutters if each not in undercutters]
    return conflicts | {
        (one, placing.homes[one].id)
        for one, two in pairwise(others)
        if placing.order[one] > placing.order[two] and one in placing.homes
    }
