"""From the map to the scene: which card stands where, and what is docked on it."""

from __future__ import annotations

from attrs import define, evolve, field, frozen

from argmap.model import ArgumentMap, Inference, Statement
from argmap.render.marks import UNMARKED, Marks
from argmap.render.scene.links import find_links
from argmap.render.scene.parts import Card, Entry, Scene, Seat
from argmap.render.scene.plan import Plan
from argmap.render.scene.roles import Role, head_of
from argmap.render.scene.sections import Heading, eyebrow, outline_roots


def stage(argument: ArgumentMap, marks: Marks = UNMARKED) -> Scene:
    """Put a map on the stage: each statement gets one place, each step the box of its premises.

    Nothing here recurses, so that depth is bounded by memory alone.
    """
    plan = Plan(argument)
    stager = _Stager(argument, plan)
    stager.place_all()
    links = tuple(find_links(plan, stager.seats, stager.boxes))
    return Scene(argument, tuple(stager.cards), links, stager.seats, stager.boxes, marks)


@frozen
class _Pending:
    """A card to be placed.

    It is a heading; or the box of a ``step``; or a ``statement``: a root, or with a ``step`` what
    undercuts that one.
    """

    parent: Seat | None
    depth: int
    statement: str | None = None
    step: Inference | None = None
    heading: Heading | None = None
    eyebrow: str = ""


@define
class _Stager:
    argument: ArgumentMap
    plan: Plan
    cards: list[Card] = field(factory=list)
    seats: dict[str, Seat] = field(factory=dict)
    boxes: dict[str, int] = field(factory=dict)

    def place_all(self) -> None:
        """Place every card, each before what hangs under it."""
        outline = outline_roots(self.argument, self.plan.roots)
        pending = self._under_heading(outline, None, 0, None)
        pending.reverse()
        while pending:
            following = self._place(pending.pop())
            pending += reversed(following)

    def _place(self, item: _Pending) -> list[_Pending]:
        """Put a card on the stage, and return what hangs under it."""
        seat = Seat(len(self.cards))
        if item.heading is not None:
            self.cards.append(_heading_card(item, item.heading))
            section = item.heading.section
            return self._under_heading(item.heading.below, seat, item.depth + 1, section)
        names = self._names(item)
        entries = tuple(self._entry(item, name, len(names)) for name in names)
        for number, entry in enumerate(entries):
            self._seat(entry, seat._replace(entry=number))
        if item.step is not None and item.statement is None:
            self.boxes[item.step.id] = seat.card
        self.cards.append(self._card(item, entries))
        return [
            below
            for number, entry in enumerate(entries)
            if not entry.is_reference
            for below in self._below(entry.statement, seat._replace(entry=number), item.depth + 1)
        ]

    def _names(self, item: _Pending) -> list[str]:
        if item.statement is not None:
            return [item.statement]
        return self.plan.premises(item.step) if item.step is not None else []

    def _entry(self, item: _Pending, name: str, count: int) -> Entry:
        statement = self.argument.statements[name]
        if item.statement is None and item.step is not None:
            if not self.plan.is_at_home(name, item.step):
                return Entry(statement, is_reference=True)
            if count > 1:
                inside = self.argument.statements[item.step.conclusion].section
                item = evolve(item, eyebrow=eyebrow(self.argument, statement.section, inside))
        docked = tuple(
            self.argument.statements[self.plan.premises(step)[0]]
            for step in self.plan.steps_onto(name)
            if self.plan.docks(step)
        )
        return Entry(statement, docked, eyebrow=item.eyebrow)

    def _seat(self, entry: Entry, seat: Seat) -> None:
        if not entry.is_reference:
            self.seats[entry.statement.id] = seat
            for row, evidence in enumerate(entry.evidence):
                self.seats[evidence.id] = seat._replace(row=row)

    def _card(self, item: _Pending, entries: tuple[Entry, ...]) -> Card:
        only = entries[0].statement if len(entries) == 1 else None
        is_thesis = only is not None and only.id == self.argument.thesis
        is_box = item.statement is None
        step = item.step.id if item.step is not None else ""
        role = self._role(item)
        return Card(
            key=only.id if only and not entries[0].is_reference else step,
            role=role,
            head=head_of(role, only.kind if only else None, is_thesis=is_thesis),
            entries=entries,
            step=item.step if is_box else None,
            parent=item.parent,
            undercuts=None if is_box else step or None,
            is_thesis=is_thesis,
            depth=item.depth,
        )

    def _role(self, item: _Pending) -> Role:
        if item.step is None:
            return Role.ROOT
        if item.statement is not None:
            return Role.UNDERCUT
        return self.plan.role_of(item.step)

    def _below(self, statement: Statement, seat: Seat, depth: int) -> list[_Pending]:
        """Return the cards of what bears on a statement: steps, each with what undercuts it."""
        pending: list[_Pending] = []
        for step in self.plan.steps_onto(statement.id):
            if self.plan.has_box(step) and not self.plan.docks(step):
                pending.append(_Pending(seat, depth, step=step))
                pending += [
                    _Pending(seat, depth, statement=name, step=step)
                    for name in self.plan.undercutters_at_home(step)
                ]
        return self._with_eyebrows(pending, statement.section)

    def _under_heading(
        self, outline: list[str | Heading], parent: Seat | None, depth: int, inside: str | None
    ) -> list[_Pending]:
        pending = [
            _Pending(parent, depth, heading=item)
            if isinstance(item, Heading)
            else _Pending(parent, depth, statement=item)
            for item in outline
        ]
        return self._with_eyebrows(pending, inside)

    def _with_eyebrows(self, pending: list[_Pending], inside: str | None) -> list[_Pending]:
        """Name a section on the first of the siblings that stand in it."""
        before = inside
        for number, item in enumerate(pending):
            names = self._names(item)
            if len(names) == 1:
                section = self.argument.statements[names[0]].section
                if section != before:
                    line = eyebrow(self.argument, section, inside)
                    pending[number] = evolve(item, eyebrow=line)
                before = section
        return pending


def _heading_card(item: _Pending, heading: Heading) -> Card:
    return Card(
        key=heading.section,
        role=Role.HEADING,
        head=head_of(Role.HEADING, None),
        parent=item.parent,
        title=heading.title,
        depth=item.depth,
    )
