"""From the map to the scene: which card stands where, and what is docked on it.

What crosses the tree: inferences whose premises are drawn elsewhere, and contradictions.

How each inference is drawn: as a box, as a docked row of evidence, or as a link across the tree.

Where each statement hangs: the tree inside the graph.

Which sections show, and where: as a heading over several roots, or as a line on a card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from attrs import define, evolve, field, frozen

from argmap.model import ArgumentMap, Counterpoint, Evidence, Form, Inference, Polarity, Statement
from argmap.model.sides import defends
from argmap.rendering.annotations import NO_ANNOTATIONS, Annotations
from argmap.rendering.scene.scene import Card, CardRef, Entry, Link, LinkKind, Role, Scene, head_of


@frozen
class ParentEdge:
    """The inference that a statement is drawn at: as its premise, or as what undercuts it."""

    inference: Inference
    is_undercut: bool = False

    @property
    def rank(self) -> int:
        """How little the author meant the statement to stand there: 0 is nested, 2 an attribute."""
        return {Form.NESTED: 0, Form.GROUP: 1, Form.EDGE: 2}[self.inference.form]


def spanning_forest(argument_map: ArgumentMap) -> dict[str, ParentEdge]:
    """Give each statement the first thing it bears on, so that the whole is a forest.

    A statement without a home is a root: it bears on nothing, or it is the thesis, or every home it
    could have hangs below itself (a ring). What else it bears on is left to links.
    """
    parent_edges: dict[str, ParentEdge] = {}
    trees = _Trees(argument_map.statements)
    for statement in argument_map.statements:
        if statement == argument_map.thesis:
            continue
        for home in _candidates(argument_map, statement):
            if trees.hang(statement, home.inference.conclusion):
                parent_edges[statement] = home
                break
    return parent_edges


def _candidates(argument_map: ArgumentMap, statement: str) -> list[ParentEdge]:
    parent_edges = [
        ParentEdge(inference) for inference in argument_map.inferences_from.get(statement, ())
    ]
    parent_edges += [
        ParentEdge(inference, is_undercut=True)
        for inference in argument_map.undercuts_by.get(statement, ())
    ]
    return sorted(parent_edges, key=lambda home: home.rank)


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
class ScenePlan:
    """What the map's graph becomes on paper; every answer is about one inference."""

    argument_map: ArgumentMap
    parent_edges: dict[str, ParentEdge] = field()

    @parent_edges.default
    def _find_homes(self) -> dict[str, ParentEdge]:
        return spanning_forest(self.argument_map)

    @property
    def roots(self) -> list[str]:
        """The statements that hang under nothing, in order."""
        return [
            statement
            for statement in self.argument_map.statements
            if statement not in self.parent_edges
        ]

    def inferences_to(self, statement: str) -> list[Inference]:
        return self.argument_map.inferences_to.get(statement, [])

    def premises(self, inference: Inference) -> list[str]:
        return list(dict.fromkeys(inference.premises))

    def role_of(self, inference: Inference) -> Role:
        """Return what the premises of an inference do to its conclusion.

        An attack that defends the thesis is a rebuttal: against a counterpoint, and against
        whatever else speaks against the thesis. Where the ways to the thesis disagree, the place
        where the conclusion is drawn decides.
        """
        if inference.polarity is Polarity.PRO:
            return Role.SUPPORT
        is_defense = defends(self.argument_map, inference)
        if is_defense is not None:
            return Role.REBUTTAL if is_defense else Role.ATTACK
        conclusion = self.argument_map.statements[inference.conclusion]
        home = self.parent_edges.get(inference.conclusion)
        attacks = home is not None and (home.is_undercut or home.inference.polarity is Polarity.CON)
        return Role.REBUTTAL if attacks or isinstance(conclusion, Counterpoint) else Role.ATTACK

    def is_drawn_at(self, premise: str, inference: Inference) -> bool:
        """Whether a premise is drawn at this inference, and not at another."""
        home = self.parent_edges.get(premise)
        return home is not None and home.inference is inference and not home.is_undercut

    def undercutters_at_home(self, inference: Inference) -> list[str]:
        return [
            name
            for name in dict.fromkeys(inference.undercutters)
            if self._denies_here(name, inference)
        ]

    def undercutters_elsewhere(self, inference: Inference) -> list[str]:
        names = dict.fromkeys(inference.undercutters)
        return [name for name in names if not self._denies_here(name, inference)]

    def _denies_here(self, statement: str, inference: Inference) -> bool:
        home = self.parent_edges.get(statement)
        return home is not None and home.inference is inference and home.is_undercut

    def has_card(self, inference: Inference) -> bool:
        """Whether an inference's premises stand in a box of their own.

        Linked premises always do. A lone premise that is drawn elsewhere needs none, unless the
        inference is undercut: then the box is where the undercut can point.
        """
        premises = self.premises(inference)
        return (
            len(premises) > 1
            or bool(inference.undercutters)
            or any(self.is_drawn_at(premise, inference) for premise in premises)
        )

    def is_docked(self, inference: Inference) -> bool:
        """Whether an inference is one piece of evidence without anything attached to either."""
        premises = self.premises(inference)
        return (
            len(premises) == 1
            and inference.polarity is Polarity.PRO
            and inference.scheme is None
            and not inference.undercutters
            and premises[0] not in self.argument_map.inferences_to
            and self.is_drawn_at(premises[0], inference)
            and isinstance(self.argument_map.statements[premises[0]], Evidence)
        )


def find_links(
    plan: ScenePlan, card_refs: dict[str, CardRef], card_by_inference: dict[str, int]
) -> Iterator[Link]:
    """Yield the links in the author's order: inferences first, then contradictions."""
    for inference in plan.argument_map.inferences.values():
        if inference.id in card_by_inference:
            yield from _to_box(plan, inference, card_refs, card_by_inference[inference.id])
        elif not plan.is_docked(inference):
            yield from _to_conclusion(plan, inference, card_refs)
    drawn: set[frozenset[str]] = set()
    for pair in plan.argument_map.contradictions:
        ends = frozenset((pair.first, pair.second))
        if ends not in drawn:
            drawn.add(ends)
            key = f"{pair.first}<>{pair.second}"
            yield Link(key, LinkKind.CONTRADICTION, card_refs[pair.first], card_refs[pair.second])


def _to_conclusion(
    plan: ScenePlan, inference: Inference, card_refs: dict[str, CardRef]
) -> Iterator[Link]:
    role = plan.role_of(inference)
    for premise in plan.premises(inference):
        yield Link(
            inference.id, LinkKind(role.value), card_refs[premise], card_refs[inference.conclusion]
        )


def _to_box(
    plan: ScenePlan, inference: Inference, card_refs: dict[str, CardRef], box: int
) -> Iterator[Link]:
    for entry, premise in enumerate(plan.premises(inference)):
        if not plan.is_drawn_at(premise, inference):
            key = f"{premise}>{inference.id}"
            yield Link(key, LinkKind.REFERENCE, card_refs[premise], CardRef(box, entry))
    for name in plan.undercutters_elsewhere(inference):
        yield Link(f"{name}/{inference.id}", LinkKind.UNDERCUT, card_refs[name], CardRef(box))


def section_path(argument_map: ArgumentMap, section: str | None) -> tuple[str, ...]:
    """Return the ids of a section and those around it, the outermost first."""
    path: list[str] = []
    while section is not None and section in argument_map.sections and section not in path:
        path.append(section)
        section = argument_map.sections[section].parent
    return tuple(reversed(path))


def section_trail(argument_map: ArgumentMap, section: str | None, inside: str | None) -> str:
    """Return what a card of ``section`` under one of ``inside`` says about where it stands.

    That is nothing within one section; else the titles that are new, the outermost first.
    """
    if section == inside or section is None:
        return ""
    path, outer = section_path(argument_map, section), section_path(argument_map, inside)
    common = 0
    while common < min(len(path), len(outer)) and path[common] == outer[common]:
        common += 1
    titles = [argument_map.sections[name].title for name in path[common:] or path[-1:]]
    return " › ".join(filter(None, titles))


@frozen
class SectionHeading:
    """A section over what stands in it: roots by id, and further headings."""

    section: str
    title: str
    below: list[str | SectionHeading] = field(factory=list)


def group_roots(argument_map: ArgumentMap, roots: Sequence[str]) -> list[str | SectionHeading]:
    """Gather the roots under headings.

    A section gets one when at least two roots stand in it, and not all of them in one section
    within it; titles left out so are said by the heading, or by the card, below.
    """
    paths = {
        root: section_path(argument_map, argument_map.statements[root].section) for root in roots
    }
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
                headings[section] = SectionHeading(
                    section, section_trail(argument_map, section, inside)
                )
                here.append(headings[section])
            here, inside = headings[section].below, section
        here.append(root)
    return top


def build_scene(argument_map: ArgumentMap, annotations: Annotations = NO_ANNOTATIONS) -> Scene:
    """Build the scene of a map: a place for each statement, a box for linked premises.

    Nothing here recurses, so that depth is bounded by memory alone.
    """
    plan = ScenePlan(argument_map)
    stager = _SceneBuilder(argument_map, plan)
    stager.place_all()
    links = tuple(find_links(plan, stager.card_refs, stager.card_by_inference))
    return Scene(
        argument_map,
        tuple(stager.cards),
        links,
        stager.card_refs,
        stager.card_by_inference,
        annotations,
    )


@frozen
class _Pending:
    """A card to be placed.

    It is a heading; or the box of a ``inference``; or a ``statement``: a root, or with a
    ``inference`` what undercuts that one.
    """

    parent: CardRef | None
    depth: int
    statement: str | None = None
    inference: Inference | None = None
    heading: SectionHeading | None = None
    eyebrow: str = ""


@define
class _SceneBuilder:
    argument_map: ArgumentMap
    plan: ScenePlan
    cards: list[Card] = field(factory=list)
    card_refs: dict[str, CardRef] = field(factory=dict)
    card_by_inference: dict[str, int] = field(factory=dict)

    def place_all(self) -> None:
        """Place every card, each before what hangs under it."""
        outline = group_roots(self.argument_map, self.plan.roots)
        pending = self._under_heading(outline, None, 0, None)
        pending.reverse()
        while pending:
            following = self._place(pending.pop())
            pending += reversed(following)

    def _place(self, item: _Pending) -> list[_Pending]:
        """Put a card on the stage, and return what hangs under it."""
        card_ref = CardRef(len(self.cards))
        if item.heading is not None:
            self.cards.append(_heading_card(item, item.heading))
            section = item.heading.section
            return self._under_heading(item.heading.below, card_ref, item.depth + 1, section)
        names = self._names(item)
        entries = tuple(self._entry(item, name, len(names)) for name in names)
        for number, entry in enumerate(entries):
            self._seat(entry, card_ref._replace(entry=number))
        if item.inference is not None and item.statement is None:
            self.card_by_inference[item.inference.id] = card_ref.card
        self.cards.append(self._card(item, entries))
        return [
            below
            for number, entry in enumerate(entries)
            if not entry.is_reference
            for below in self._below(
                entry.statement, card_ref._replace(entry=number), item.depth + 1
            )
        ]

    def _names(self, item: _Pending) -> list[str]:
        if item.statement is not None:
            return [item.statement]
        return self.plan.premises(item.inference) if item.inference is not None else []

    def _entry(self, item: _Pending, name: str, count: int) -> Entry:
        statement = self.argument_map.statements[name]
        if item.statement is None and item.inference is not None:
            if not self.plan.is_drawn_at(name, item.inference):
                return Entry(statement, is_reference=True)
            if count > 1:
                inside = self.argument_map.statements[item.inference.conclusion].section
                item = evolve(
                    item, eyebrow=section_trail(self.argument_map, statement.section, inside)
                )
        docked = tuple(
            self.argument_map.statements[self.plan.premises(inference)[0]]
            for inference in self.plan.inferences_to(name)
            if self.plan.is_docked(inference)
        )
        return Entry(statement, docked, eyebrow=item.eyebrow)

    def _seat(self, entry: Entry, card_ref: CardRef) -> None:
        if not entry.is_reference:
            self.card_refs[entry.statement.id] = card_ref
            for row, evidence in enumerate(entry.evidence):
                self.card_refs[evidence.id] = card_ref._replace(row=row)

    def _card(self, item: _Pending, entries: tuple[Entry, ...]) -> Card:
        only = entries[0].statement if len(entries) == 1 else None
        is_thesis = only is not None and only.id == self.argument_map.thesis
        is_box = item.statement is None
        inference = item.inference.id if item.inference is not None else ""
        role = self._role(item)
        return Card(
            key=only.id if only and not entries[0].is_reference else inference,
            role=role,
            head=head_of(role, only.kind if only else None, is_thesis=is_thesis),
            entries=entries,
            inference=item.inference if is_box else None,
            parent=item.parent,
            undercuts=None if is_box else inference or None,
            is_thesis=is_thesis,
            depth=item.depth,
        )

    def _role(self, item: _Pending) -> Role:
        if item.inference is None:
            return Role.ROOT
        if item.statement is not None:
            return Role.UNDERCUT
        return self.plan.role_of(item.inference)

    def _below(self, statement: Statement, card_ref: CardRef, depth: int) -> list[_Pending]:
        """Return the cards below a statement: its inferences, each with its undercutters."""
        pending: list[_Pending] = []
        for inference in self.plan.inferences_to(statement.id):
            if self.plan.has_card(inference) and not self.plan.is_docked(inference):
                pending.append(_Pending(card_ref, depth, inference=inference))
                pending += [
                    _Pending(card_ref, depth, statement=name, inference=inference)
                    for name in self.plan.undercutters_at_home(inference)
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
                section = self.argument_map.statements[names[0]].section
                if section != before:
                    line = section_trail(self.argument_map, section, inside)
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
