"""From the map to the scene: which card stands where, and what is docked on it.

What crosses the tree: steps whose premises are drawn elsewhere, and contradictions.

How each step is drawn: as a box, as a docked row of evidence, or as a link across the tree.

Where each statement hangs: the tree inside the graph.

Which sections show, and where: as a heading over several roots, or as a line on a card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from attrs import define, evolve, field, frozen

from argmap.model import ArgumentMap, Counterpoint, Evidence, Form, Inference, Polarity, Statement
from argmap.model.sides import defends
from argmap.rendering.annotations import UNMARKED, Annotations
from argmap.rendering.scene.scene import Card, CardRef, Entry, Link, LinkKind, Role, Scene, head_of


@frozen
class ParentEdge:
    """The step that a statement is drawn at: as its premise, or as what undercuts it."""

    step: Inference
    is_undercut: bool = False

    @property
    def rank(self) -> int:
        """How little the author meant the statement to stand there: 0 is nested, 2 an attribute."""
        return {Form.NESTED: 0, Form.GROUP: 1, Form.EDGE: 2}[self.step.form]


def spanning_forest(argument: ArgumentMap) -> dict[str, ParentEdge]:
    """Give each statement the first thing it bears on, so that the whole is a forest.

    A statement without a home is a root: it bears on nothing, or it is the thesis, or every home it
    could have hangs below itself (a ring). What else it bears on is left to links.
    """
    homes: dict[str, ParentEdge] = {}
    trees = _Trees(argument.statements)
    for statement in argument.statements:
        if statement == argument.thesis:
            continue
        for home in _candidates(argument, statement):
            if trees.hang(statement, home.step.conclusion):
                homes[statement] = home
                break
    return homes


def _candidates(argument: ArgumentMap, statement: str) -> list[ParentEdge]:
    homes = [ParentEdge(step) for step in argument.steps_from.get(statement, ())]
    homes += [
        ParentEdge(step, is_undercut=True) for step in argument.undercuts_by.get(statement, ())
    ]
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


@frozen
class Plan:
    """What the map's graph becomes on paper; every answer is about one step."""

    argument: ArgumentMap
    homes: dict[str, ParentEdge] = field()

    @homes.default
    def _find_homes(self) -> dict[str, ParentEdge]:
        return spanning_forest(self.argument)

    @property
    def roots(self) -> list[str]:
        """The statements that hang under nothing, in order."""
        return [statement for statement in self.argument.statements if statement not in self.homes]

    def steps_onto(self, statement: str) -> list[Inference]:
        return self.argument.steps_onto.get(statement, [])

    def premises(self, step: Inference) -> list[str]:
        return list(dict.fromkeys(step.premises))

    def role_of(self, step: Inference) -> Role:
        """Return what the premises of a step do to its conclusion.

        An attack that defends the thesis is a rebuttal: against a counterpoint, and against
        whatever else speaks against the thesis. Where the ways to the thesis disagree, the place
        where the conclusion is drawn decides.
        """
        if step.polarity is Polarity.PRO:
            return Role.SUPPORT
        is_defense = defends(self.argument, step)
        if is_defense is not None:
            return Role.REBUTTAL if is_defense else Role.ATTACK
        conclusion = self.argument.statements[step.conclusion]
        home = self.homes.get(step.conclusion)
        attacks = home is not None and (home.is_undercut or home.step.polarity is Polarity.CON)
        return Role.REBUTTAL if attacks or isinstance(conclusion, Counterpoint) else Role.ATTACK

    def is_at_home(self, premise: str, step: Inference) -> bool:
        """Whether a premise is drawn at this step, and not at another."""
        home = self.homes.get(premise)
        return home is not None and home.step is step and not home.is_undercut

    def undercutters_at_home(self, step: Inference) -> list[str]:
        return [name for name in dict.fromkeys(step.undercutters) if self._denies_here(name, step)]

    def undercutters_elsewhere(self, step: Inference) -> list[str]:
        names = dict.fromkeys(step.undercutters)
        return [name for name in names if not self._denies_here(name, step)]

    def _denies_here(self, statement: str, step: Inference) -> bool:
        home = self.homes.get(statement)
        return home is not None and home.step is step and home.is_undercut

    def has_box(self, step: Inference) -> bool:
        """Whether a step's premises stand in a box of their own.

        Linked premises always do. A lone premise that is drawn elsewhere needs none, unless the
        step is undercut: then the box is where the undercut can point.
        """
        premises = self.premises(step)
        return (
            len(premises) > 1
            or bool(step.undercutters)
            or any(self.is_at_home(premise, step) for premise in premises)
        )

    def docks(self, step: Inference) -> bool:
        """Whether a step is one piece of evidence, and nothing else hangs on it or on the step."""
        premises = self.premises(step)
        return (
            len(premises) == 1
            and step.polarity is Polarity.PRO
            and step.scheme is None
            and not step.undercutters
            and premises[0] not in self.argument.steps_onto
            and self.is_at_home(premises[0], step)
            and isinstance(self.argument.statements[premises[0]], Evidence)
        )


def find_links(plan: Plan, seats: dict[str, CardRef], boxes: dict[str, int]) -> Iterator[Link]:
    """Yield the links in the author's order: steps first, then contradictions."""
    for step in plan.argument.inferences.values():
        if step.id in boxes:
            yield from _to_box(plan, step, seats, boxes[step.id])
        elif not plan.docks(step):
            yield from _to_conclusion(plan, step, seats)
    drawn: set[frozenset[str]] = set()
    for pair in plan.argument.contradictions:
        ends = frozenset((pair.first, pair.second))
        if ends not in drawn:
            drawn.add(ends)
            key = f"{pair.first}<>{pair.second}"
            yield Link(key, LinkKind.CONTRADICTION, seats[pair.first], seats[pair.second])


def _to_conclusion(plan: Plan, step: Inference, seats: dict[str, CardRef]) -> Iterator[Link]:
    role = plan.role_of(step)
    for premise in plan.premises(step):
        yield Link(step.id, LinkKind(role.value), seats[premise], seats[step.conclusion])


def _to_box(plan: Plan, step: Inference, seats: dict[str, CardRef], box: int) -> Iterator[Link]:
    for entry, premise in enumerate(plan.premises(step)):
        if not plan.is_at_home(premise, step):
            key = f"{premise}>{step.id}"
            yield Link(key, LinkKind.REFERENCE, seats[premise], CardRef(box, entry))
    for name in plan.undercutters_elsewhere(step):
        yield Link(f"{name}/{step.id}", LinkKind.UNDERCUT, seats[name], CardRef(box))


def path_of(argument: ArgumentMap, section: str | None) -> tuple[str, ...]:
    """Return the ids of a section and those around it, the outermost first."""
    path: list[str] = []
    while section is not None and section in argument.sections and section not in path:
        path.append(section)
        section = argument.sections[section].parent
    return tuple(reversed(path))


def eyebrow(argument: ArgumentMap, section: str | None, inside: str | None) -> str:
    """Return what a card of ``section`` under one of ``inside`` says about where it stands.

    That is nothing within one section; else the titles that are new, the outermost first.
    """
    if section == inside or section is None:
        return ""
    path, outer = path_of(argument, section), path_of(argument, inside)
    common = 0
    while common < min(len(path), len(outer)) and path[common] == outer[common]:
        common += 1
    titles = [argument.sections[name].title for name in path[common:] or path[-1:]]
    return " › ".join(filter(None, titles))


@frozen
class SectionHeading:
    """A section over what stands in it: roots by id, and further headings."""

    section: str
    title: str
    below: list[str | SectionHeading] = field(factory=list)


def outline_roots(argument: ArgumentMap, roots: Sequence[str]) -> list[str | SectionHeading]:
    """Gather the roots under headings.

    A section gets one when at least two roots stand in it, and not all of them in one section
    within it; titles left out so are said by the heading, or by the card, below.
    """
    paths = {root: path_of(argument, argument.statements[root].section) for root in roots}
    counts = Counter(section for path in paths.values() for section in path)
    top: list[str | SectionHeading] = []
    headings: dict[str, SectionHeading] = {}
    for root, path in paths.items():
        here, inside = top, None
        for section, inner in zip(path, [*path[1:], None], strict=False):
            if counts[section] == 1:
                break
            if inner is not None and counts[inner] == counts[section]:
                continue
            if section not in headings:
                headings[section] = SectionHeading(section, eyebrow(argument, section, inside))
                here.append(headings[section])
            here, inside = headings[section].below, section
        here.append(root)
    return top


def build_scene(argument: ArgumentMap, marks: Annotations = UNMARKED) -> Scene:
    """Put a map on the stage: each statement gets one place, each step the box of its premises.

    Nothing here recurses, so that depth is bounded by memory alone.
    """
    plan = Plan(argument)
    stager = _SceneBuilder(argument, plan)
    stager.place_all()
    links = tuple(find_links(plan, stager.seats, stager.boxes))
    return Scene(argument, tuple(stager.cards), links, stager.seats, stager.boxes, marks)


@frozen
class _Pending:
    """A card to be placed.

    It is a heading; or the box of a ``step``; or a ``statement``: a root, or with a ``step`` what
    undercuts that one.
    """

    parent: CardRef | None
    depth: int
    statement: str | None = None
    step: Inference | None = None
    heading: SectionHeading | None = None
    eyebrow: str = ""


@define
class _SceneBuilder:
    argument: ArgumentMap
    plan: Plan
    cards: list[Card] = field(factory=list)
    seats: dict[str, CardRef] = field(factory=dict)
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
        seat = CardRef(len(self.cards))
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

    def _seat(self, entry: Entry, seat: CardRef) -> None:
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

    def _below(self, statement: Statement, seat: CardRef, depth: int) -> list[_Pending]:
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
        self,
        outline: list[str | SectionHeading],
        parent: CardRef | None,
        depth: int,
        inside: str | None,
    ) -> list[_Pending]:
        pending = [
            _Pending(parent, depth, heading=item)
            if isinstance(item, SectionHeading)
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


def _heading_card(item: _Pending, heading: SectionHeading) -> Card:
    return Card(
        key=heading.section,
        role=Role.HEADING,
        head=head_of(Role.HEADING, None),
        parent=item.parent,
        title=heading.title,
        depth=item.depth,
    )
