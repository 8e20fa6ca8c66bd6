"""From the map to the scene: which card stands where, what is docked, what becomes a link."""

from __future__ import annotations

from attrs import define, evolve, field, frozen

from argmap.model import ArgumentMap, Evidence, Inference, Polarity, Statement
from argmap.render.homes import Home, find_homes
from argmap.render.roles import Head, Role, head_of, role_of_step
from argmap.render.scene import Card, Entry, Link, LinkKind, Scene, Seat
from argmap.render.sections import Heading, eyebrow, outline_roots


def stage(argument: ArgumentMap) -> Scene:
    """Put a map on the stage.

    Each statement gets one place, each step the box of its premises; what a statement does besides
    is a link. Nothing here recurses, so that depth is bounded by memory alone.
    """
    stager = _Stager(argument, find_homes(argument))
    stager.place_all()
    return Scene(
        argument=argument,
        cards=tuple(stager.cards),
        links=tuple(stager.links()),
        seats=stager.seats,
        dots=stager.dots,
    )


@frozen
class _Pending:
    """A card to be placed: of a root, of a step, of an undercutter of a step, or of a heading."""

    parent: Seat | None = None
    depth: int = 0
    statement: str | None = None
    step: Inference | None = None
    heading: Heading | None = None
    eyebrow: str = ""
    inside: str | None = None


@define
class _Stager:
    argument: ArgumentMap
    homes: dict[str, Home]
    cards: list[Card] = field(factory=list)
    seats: dict[str, Seat] = field(factory=dict)
    dots: dict[str, int] = field(factory=dict)
    pending: list[_Pending] = field(factory=list)

    def place_all(self) -> None:
        roots = [statement for statement in self.argument.statements if statement not in self.homes]
        outline = outline_roots(self.argument, roots)
        self.pending = self._under_heading(outline, None, 0, None)
        while self.pending:
            following = self._place(self.pending.pop())
            self.pending += reversed(following)

    def _under_heading(
        self, outline: list[str | Heading], parent: Seat | None, depth: int, inside: str | None
    ) -> list[_Pending]:
        pending = [
            _Pending(parent, depth, heading=item, inside=inside)
            if isinstance(item, Heading)
            else _Pending(parent, depth, statement=item, inside=inside)
            for item in outline
        ]
        return self._with_eyebrows(pending, inside)

    def _with_eyebrows(self, pending: list[_Pending], inside: str | None) -> list[_Pending]:
        """Say on the first of several siblings of a section that it begins."""
        result: list[_Pending] = []
        before = inside
        for item in pending:
            name = self._speaker(item)
            if name is None:
                result.append(item)
                continue
            section = self.argument.statements[name].section
            line = eyebrow(self.argument, section, inside) if section != before else ""
            before = section
            result.append(evolve(item, eyebrow=line))
        return result

    def _speaker(self, item: _Pending) -> str | None:
        """Return the one statement on a card, if there is just one."""
        if item.statement is not None:
            return item.statement
        premises = self._premises(item.step) if item.step else []
        return premises[0] if len(premises) == 1 else None

    def _place(self, item: _Pending) -> list[_Pending]:
        """Put a card on the stage, and return what hangs under it."""
        index = len(self.cards)
        if item.heading is not None:
            self.cards.append(_heading_card(item.heading, item.parent, item.depth))
            below = item.heading.below
            return self._under_heading(below, Seat(index), item.depth + 1, item.heading.section)
        premises = [item.statement] if item.statement is not None else self._premises(item.step)
        entries = [self._entry(index, number, item, name) for number, name in enumerate(premises)]
        self.cards.append(self._card(item, tuple(entries)))
        if item.statement is None and item.step is not None and item.step.undercutters:
            self.dots[item.step.id] = index
        following: list[_Pending] = []
        for number, entry in enumerate(entries):
            if not entry.is_reference:
                seat = Seat(index, number)
                following += self._below(entry.statement, seat, item.depth + 1)
        return following

    def _entry(self, card: int, number: int, item: _Pending, name: str) -> Entry:
        statement = self.argument.statements[name]
        if item.statement is None and not self._is_home(name, item.step):
            return Entry(statement, is_reference=True)
        self.seats[name] = Seat(card, number)
        docked = [step.premises[0] for step in self._onto(name) if self._docks(step)]
        for row, evidence in enumerate(docked):
            self.seats[evidence] = Seat(card, number, row)
        line = item.eyebrow
        if item.step is not None and item.statement is None and not line:
            conclusion = self.argument.statements[item.step.conclusion]
            is_linked = len(self._premises(item.step)) > 1
            line = eyebrow(self.argument, statement.section, conclusion.section) if is_linked else ""
        return Entry(statement, tuple(self.argument.statements[e] for e in docked), eyebrow=line)

    def _card(self, item: _Pending, entries: tuple[Entry, ...]) -> Card:
        role = self._role(item)
        kind = entries[0].statement.kind if len(entries) == 1 else None
        is_thesis = item.statement is not None and item.statement == self.argument.thesis
        return Card(
            key=item.statement or (item.step.id if item.step else ""),
            role=role,
            head=head_of(role, kind, is_thesis=is_thesis),
            entries=entries,
            step=item.step if item.statement is None else None,
            parent=item.parent,
            undercuts=item.step.id if item.statement is not None and item.step else None,
            is_thesis=is_thesis,
            depth=item.depth,
        )

    def _role(self, item: _Pending) -> Role:
        if item.step is None:
            return Role.ROOT
        if item.statement is not None:
            return Role.UNDERCUT
        return role_of_step(item.step, self.argument.statements[item.step.conclusion])

    def _below(self, statement: Statement, seat: Seat, depth: int) -> list[_Pending]:
        """Return the cards of what bears on a statement: steps, each with what undercuts it."""
        pending: list[_Pending] = []
        for step in self._onto(statement.id):
            if self._docks(step) or not self._has_box(step):
                continue
            pending.append(_Pending(seat, depth, step=step))
            pending += [
                _Pending(seat, depth, statement=name, step=step)
                for name in dict.fromkeys(step.undercutters)
                if self._is_home(name, step, is_undercut=True)
            ]
        return self._with_eyebrows(pending, statement.section)

    def _onto(self, statement: str) -> list[Inference]:
        return self.argument.steps_onto.get(statement, [])

    def _premises(self, step: Inference | None) -> list[str]:
        return list(dict.fromkeys(step.premises)) if step else []

    def _is_home(
        self, statement: str, step: Inference | None, *, is_undercut: bool = False
    ) -> bool:
        home = self.homes.get(statement)
        return home is not None and home.step is step and home.is_undercut == is_undercut

    def _has_box(self, step: Inference) -> bool:
        """Whether the premises of a step stand in a box: else the step is a link, if anything."""
        premises = self._premises(step)
        return (
            len(premises) > 1
            or bool(step.undercutters)
            or any(self._is_home(premise, step) for premise in premises)
        )

    def _docks(self, step: Inference) -> bool:
        """Whether a step is no more than a piece of evidence for its conclusion."""
        premises = self._premises(step)
        return (
            len(premises) == 1
            and step.polarity is Polarity.PRO
            and step.scheme is None
            and not step.undercutters
            and premises[0] not in self.argument.steps_onto
            and self._is_home(premises[0], step)
            and isinstance(self.argument.statements[premises[0]], Evidence)
        )

    def links(self) -> list[Link]:
        """Return what crosses the tree, in the author's order."""
        links: list[Link] = []
        for step in self.argument.inferences.values():
            links += self._links_of(step)
        for pair in self.argument.contradictions:
            ends = (self.seats[pair.first], self.seats[pair.second])
            links.append(Link(f"{pair.first}-x-{pair.second}", LinkKind.CONTRADICTION, *ends))
        return links

    def _links_of(self, step: Inference) -> list[Link]:
        """Return the lines from the premises and undercutters that are drawn elsewhere."""
        links: list[Link] = []
        if not self._has_box(step):
            kind = LinkKind(role_of_step(step, self.argument.statements[step.conclusion]).value)
            for premise in self._premises(step):
                ends = (self.seats[premise], self.seats[step.conclusion])
                links.append(Link(step.id, kind, *ends))
            return links
        box = next(self._boxes(step), None)
        if box is None:
            return links
        for number, premise in enumerate(self._premises(step)):
            if not self._is_home(premise, step):
                ends = (self.seats[premise], Seat(box, number))
                links.append(Link(f"{step.id}-{premise}", LinkKind.REFERENCE, *ends))
        for name in dict.fromkeys(step.undercutters):
            if not self._is_home(name, step, is_undercut=True):
                ends = (self.seats[name], Seat(box))
                links.append(Link(f"{step.id}-{name}", LinkKind.UNDERCUT, *ends))
        return links


def _heading_card(heading: Heading, parent: Seat | None, depth: int) -> Card:
    head: Head = head_of(Role.HEADING, None)
    return Card(
        heading.section, Role.HEADING, head, parent=parent, title=heading.title, depth=depth
    )
