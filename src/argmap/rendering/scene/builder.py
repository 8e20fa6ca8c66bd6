"""From the map to the scene: the cards, their tree, the evidence docked on them, and the links.

The graph of a map is drawn as a forest. Each statement is drawn once, at one of the inferences it
takes part in (its parent edge); `_ScenePlan` decides at which one, and how each inference is drawn:
as a card, as a docked row of evidence, or as a link. All other relations become links across the
trees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from attrs import define, evolve, field, frozen

from argmap.model import ArgumentMap, Counterpoint, Evidence, Form, Inference, Polarity, Statement
from argmap.model.sides import defends
from argmap.rendering.annotations import NO_ANNOTATIONS, Annotations
from argmap.rendering.scene.scene import Card, CardRef, Entry, Link, LinkKind, Role, Scene, head_of


def build_scene(argument_map: ArgumentMap, annotations: Annotations = NO_ANNOTATIONS) -> Scene:
    """Return the scene of a map.

    It does not recurse, so that only memory limits the depth of a map.
    """
    plan = _ScenePlan(argument_map)
    builder = _SceneBuilder(argument_map, plan)
    builder.add_cards()
    return Scene(
        argument_map,
        tuple(builder.cards),
        tuple(_find_links(plan, builder.card_refs, builder.card_by_inference)),
        builder.card_refs,
        builder.card_by_inference,
        annotations,
    )


@frozen
class _PendingCard:
    """A card to be added.

    It is a heading; or the card of an ``inference``; or that of a ``statement``, which is a root,
    or undercuts the ``inference`` if there is one.
    """

    parent: CardRef | None
    depth: int
    statement: str | None = None
    inference: Inference | None = None
    heading: _SectionHeading | None = None
    section_label: str = ""


@define
class _SceneBuilder:
    argument_map: ArgumentMap
    plan: _ScenePlan
    cards: list[Card] = field(factory=list)
    card_refs: dict[str, CardRef] = field(factory=dict)
    card_by_inference: dict[str, int] = field(factory=dict)

    def add_cards(self) -> None:
        """Add every card of the map, each before its children."""
        roots = _group_roots(self.argument_map, self.plan.roots)
        pending = self._pending_under_heading(roots, None, 0, None)
        pending.reverse()
        while pending:
            children = self._add_card(pending.pop())
            pending += reversed(children)

    def _add_card(self, pending: _PendingCard) -> list[_PendingCard]:
        """Add a card and return its children."""
        card_ref = CardRef(len(self.cards))
        depth = pending.depth + 1
        if pending.heading is not None:
            self.cards.append(_heading_card(pending, pending.heading))
            heading = pending.heading
            return self._pending_under_heading(heading.children, card_ref, depth, heading.section)
        ids = self._statements_on(pending)
        entries = tuple(self._make_entry(pending, id_, len(ids)) for id_ in ids)
        for number, entry in enumerate(entries):
            self._record_statements(entry, card_ref._replace(entry=number))
        if pending.inference is not None and pending.statement is None:
            self.card_by_inference[pending.inference.id] = card_ref.card
        self.cards.append(self._make_card(pending, entries))
        return [
            child
            for number, entry in enumerate(entries)
            if not entry.is_reference
            for child in self._pending_below(
                entry.statement, card_ref._replace(entry=number), depth
            )
        ]

    def _statements_on(self, pending: _PendingCard) -> list[str]:
        if pending.statement is not None:
            return [pending.statement]
        return self.plan.premises(pending.inference) if pending.inference is not None else []

    def _make_entry(self, pending: _PendingCard, id_: str, count: int) -> Entry:
        """Return the entry of a statement on a card with ``count`` entries."""
        statement = self.argument_map.statements[id_]
        label = pending.section_label
        if pending.statement is None and pending.inference is not None:
            if not self.plan.is_drawn_at(id_, pending.inference):
                return Entry(statement, is_reference=True)
            if count > 1:
                outer = self.argument_map.statements[pending.inference.conclusion].section
                label = _section_label(self.argument_map, statement.section, outer)
        docked = tuple(
            self.argument_map.statements[self.plan.premises(inference)[0]]
            for inference in self.plan.inferences_to(id_)
            if self.plan.is_docked(inference)
        )
        return Entry(statement, docked, section_label=label)

    def _record_statements(self, entry: Entry, card_ref: CardRef) -> None:
        """Record where a statement and its docked evidence are drawn."""
        if not entry.is_reference:
            self.card_refs[entry.statement.id] = card_ref
            for row, evidence in enumerate(entry.evidence):
                self.card_refs[evidence.id] = card_ref._replace(row=row)

    def _make_card(self, pending: _PendingCard, entries: tuple[Entry, ...]) -> Card:
        single = entries[0].statement if len(entries) == 1 else None
        is_thesis = single is not None and single.id == self.argument_map.thesis
        has_premises = pending.statement is None
        inference_id = pending.inference.id if pending.inference is not None else ""
        role = self._role_of(pending)
        return Card(
            key=single.id if single and not entries[0].is_reference else inference_id,
            role=role,
            head=head_of(role, single.kind if single else None, is_thesis=is_thesis),
            entries=entries,
            inference=pending.inference if has_premises else None,
            parent=pending.parent,
            undercuts=None if has_premises else inference_id or None,
            is_thesis=is_thesis,
            depth=pending.depth,
        )

    def _role_of(self, pending: _PendingCard) -> Role:
        if pending.inference is None:
            return Role.ROOT
        if pending.statement is not None:
            return Role.UNDERCUT
        return self.plan.role_of(pending.inference)

    def _pending_below(
        self, statement: Statement, card_ref: CardRef, depth: int
    ) -> list[_PendingCard]:
        """Return the cards below a statement: its inferences, each before its undercutters."""
        pending: list[_PendingCard] = []
        for inference in self.plan.inferences_to(statement.id):
            if self.plan.has_card(inference) and not self.plan.is_docked(inference):
                pending.append(_PendingCard(card_ref, depth, inference=inference))
                pending += [
                    _PendingCard(card_ref, depth, statement=id_, inference=inference)
                    for id_ in self.plan.undercutters_drawn_at(inference)
                ]
        return self._with_section_labels(pending, statement.section)

    def _pending_under_heading(
        self,
        children: list[str | _SectionHeading],
        parent: CardRef | None,
        depth: int,
        section: str | None,
    ) -> list[_PendingCard]:
        pending = [
            _PendingCard(parent, depth, heading=child)
            if isinstance(child, _SectionHeading)
            else _PendingCard(parent, depth, statement=child)
            for child in children
        ]
        return self._with_section_labels(pending, section)

    def _with_section_labels(
        self, pending: list[_PendingCard], outer: str | None
    ) -> list[_PendingCard]:
        """Label the first of adjacent siblings that share a section other than the parent's."""
        previous = outer
        for number, item in enumerate(pending):
            ids = self._statements_on(item)
            if len(ids) == 1:
                section = self.argument_map.statements[ids[0]].section
                if section != previous:
                    label = _section_label(self.argument_map, section, outer)
                    pending[number] = evolve(item, section_label=label)
                previous = section
        return pending


def _heading_card(pending: _PendingCard, heading: _SectionHeading) -> Card:
    return Card(
        key=heading.section,
        role=Role.HEADING,
        head=head_of(Role.HEADING, None),
        parent=pending.parent,
        title=heading.title,
        depth=pending.depth,
    )


# ---- How each inference is drawn ---------------------------------------------------------------


@frozen
class _ScenePlan:
    """Decides how each inference of a map is drawn."""

    argument_map: ArgumentMap
    parent_edges: dict[str, _ParentEdge] = field()

    @parent_edges.default
    def _find_parent_edges(self) -> dict[str, _ParentEdge]:
        return _spanning_forest(self.argument_map)

    @property
    def roots(self) -> list[str]:
        """The statements without a parent edge, in the author's order."""
        return [id_ for id_ in self.argument_map.statements if id_ not in self.parent_edges]

    def inferences_to(self, statement: str) -> list[Inference]:
        return self.argument_map.inferences_to.get(statement, [])

    def premises(self, inference: Inference) -> list[str]:
        """Return the premises of an inference without duplicates."""
        return list(dict.fromkeys(inference.premises))

    def role_of(self, inference: Inference) -> Role:
        """Return what the premises of an inference do to its conclusion.

        An attack is a rebuttal if it defends the thesis: if it attacks a counterpoint, or anything
        else that argues against the thesis. If some paths to the thesis defend it and others do
        not, the parent edge of the conclusion decides.
        """
        if inference.polarity is Polarity.PRO:
            return Role.SUPPORT
        is_defense = defends(self.argument_map, inference)
        if is_defense is not None:
            return Role.REBUTTAL if is_defense else Role.ATTACK
        conclusion = self.argument_map.statements[inference.conclusion]
        edge = self.parent_edges.get(inference.conclusion)
        attacks = edge is not None and (edge.is_undercut or edge.inference.polarity is Polarity.CON)
        return Role.REBUTTAL if attacks or isinstance(conclusion, Counterpoint) else Role.ATTACK

    def is_drawn_at(self, premise: str, inference: Inference) -> bool:
        """Return whether a premise is drawn at this inference, not at another."""
        edge = self.parent_edges.get(premise)
        return edge is not None and edge.inference is inference and not edge.is_undercut

    def undercutters_drawn_at(self, inference: Inference) -> list[str]:
        """Return the undercutters of an inference that are drawn beside it."""
        ids = dict.fromkeys(inference.undercutters)
        return [id_ for id_ in ids if self._is_undercutter_drawn_at(id_, inference)]

    def undercutters_drawn_elsewhere(self, inference: Inference) -> list[str]:
        """Return the undercutters of an inference that need a link to it."""
        ids = dict.fromkeys(inference.undercutters)
        return [id_ for id_ in ids if not self._is_undercutter_drawn_at(id_, inference)]

    def _is_undercutter_drawn_at(self, statement: str, inference: Inference) -> bool:
        edge = self.parent_edges.get(statement)
        return edge is not None and edge.inference is inference and edge.is_undercut

    def has_card(self, inference: Inference) -> bool:
        """Return whether the premises of an inference have a card.

        Linked premises always have one. A single premise that is drawn elsewhere needs a card only
        if the inference is undercut, so that the undercut has something to point at.
        """
        premises = self.premises(inference)
        return (
            len(premises) > 1
            or bool(inference.undercutters)
            or any(self.is_drawn_at(premise, inference) for premise in premises)
        )

    def is_docked(self, inference: Inference) -> bool:
        """Whether the premise of an inference is drawn as a row on the card of its conclusion.

        It is, if it is a single piece of evidence, and nothing is attached to it or the inference.
        """
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


# ---- The spanning forest -----------------------------------------------------------------------


@frozen
class _ParentEdge:
    """The inference at which a statement is drawn, as a premise or as an undercutter."""

    inference: Inference
    is_undercut: bool = False

    @property
    def rank(self) -> int:
        """The preference for the edge; an edge that the author wrote by nesting comes first."""
        return {Form.NESTED: 0, Form.GROUP: 1, Form.EDGE: 2}[self.inference.form]


def _spanning_forest(argument_map: ArgumentMap) -> dict[str, _ParentEdge]:
    """Return a parent edge for each statement, so that the statements form a forest.

    A statement without one is a root: it is the thesis, or takes part in no inference, or each edge
    would close a cycle. Its other relations become links.
    """
    parent_edges: dict[str, _ParentEdge] = {}
    trees = _DisjointTrees(argument_map.statements)
    for statement in argument_map.statements:
        if statement == argument_map.thesis:
            continue
        for edge in _candidate_edges(argument_map, statement):
            if trees.attach(statement, edge.inference.conclusion):
                parent_edges[statement] = edge
                break
    return parent_edges


def _candidate_edges(argument_map: ArgumentMap, statement: str) -> list[_ParentEdge]:
    edges = [
        _ParentEdge(inference) for inference in argument_map.inferences_from.get(statement, ())
    ]
    edges += [
        _ParentEdge(inference, is_undercut=True)
        for inference in argument_map.undercuts_by.get(statement, ())
    ]
    return sorted(edges, key=lambda edge: edge.rank)


class _DisjointTrees:
    """The trees that statements belong to (union-find with path halving)."""

    def __init__(self, statements: Iterable[str]) -> None:
        self._parents = {statement: statement for statement in statements}

    def attach(self, root: str, parent: str) -> bool:
        """Attach the tree of ``root`` to ``parent``; return False if ``parent`` is in it."""
        top = self._find(parent)
        if top == root:
            return False
        self._parents[root] = top
        return True

    def _find(self, statement: str) -> str:
        parents = self._parents
        while parents[statement] != statement:
            parents[statement] = statement = parents[parents[statement]]
        return statement


# ---- Links -------------------------------------------------------------------------------------


def _find_links(
    plan: _ScenePlan, card_refs: dict[str, CardRef], card_by_inference: dict[str, int]
) -> Iterator[Link]:
    """Yield the links in the author's order: inferences first, then contradictions."""
    for inference in plan.argument_map.inferences.values():
        if inference.id in card_by_inference:
            yield from _links_to_card(plan, inference, card_refs, card_by_inference[inference.id])
        elif not plan.is_docked(inference):
            yield from _links_to_conclusion(plan, inference, card_refs)
    drawn: set[frozenset[str]] = set()
    for pair in plan.argument_map.contradictions:
        ends = frozenset((pair.first, pair.second))
        if ends not in drawn:
            drawn.add(ends)
            key = f"{pair.first}<>{pair.second}"
            yield Link(key, LinkKind.CONTRADICTION, card_refs[pair.first], card_refs[pair.second])


def _links_to_conclusion(
    plan: _ScenePlan, inference: Inference, card_refs: dict[str, CardRef]
) -> Iterator[Link]:
    """Yield the links of an inference that has no card."""
    kind, target = LinkKind(plan.role_of(inference).value), card_refs[inference.conclusion]
    for premise in plan.premises(inference):
        yield Link(inference.id, kind, card_refs[premise], target)


def _links_to_card(
    plan: _ScenePlan, inference: Inference, card_refs: dict[str, CardRef], card: int
) -> Iterator[Link]:
    """Yield the links to the card of an inference: its premises and undercutters elsewhere."""
    for entry, premise in enumerate(plan.premises(inference)):
        if not plan.is_drawn_at(premise, inference):
            key = f"{premise}>{inference.id}"
            yield Link(key, LinkKind.REFERENCE, card_refs[premise], CardRef(card, entry))
    for id_ in plan.undercutters_drawn_elsewhere(inference):
        yield Link(f"{id_}/{inference.id}", LinkKind.UNDERCUT, card_refs[id_], CardRef(card))


# ---- Sections ----------------------------------------------------------------------------------


@frozen
class _SectionHeading:
    """A heading over the roots of a section: its children are roots, by id, and headings."""

    section: str
    title: str
    children: list[str | _SectionHeading] = field(factory=list)


def _group_roots(argument_map: ArgumentMap, roots: Sequence[str]) -> list[str | _SectionHeading]:
    """Return the roots, grouped under headings.

    A section has a heading if it contains at least two roots, and not all of them are in the same
    subsection. The title of a section without a heading is part of the heading, or of the label of
    the card, below it.
    """
    paths = {
        root: section_path(argument_map, argument_map.statements[root].section) for root in roots
    }
    counts = Counter(section for path in paths.values() for section in path)
    top: list[str | _SectionHeading] = []
    headings: dict[str, _SectionHeading] = {}
    for root, path in paths.items():
        siblings, outer = top, None
        for section, subsection in zip(path, [*path[1:], None], strict=False):
            if counts[section] == 1:
                break
            if subsection is not None and counts[subsection] == counts[section]:
                continue
            if section not in headings:
                title = _section_label(argument_map, section, outer)
                headings[section] = _SectionHeading(section, title)
                siblings.append(headings[section])
            siblings, outer = headings[section].children, section
        siblings.append(root)
    return top


def _section_label(argument_map: ArgumentMap, section: str | None, outer: str | None) -> str:
    """Return the titles of a section below another, the outermost first: ``Energy › Solar``.

    It is empty if both are the same section, or there is no section.
    """
    if section == outer or section is None:
        return ""
    path, outer_path = section_path(argument_map, section), section_path(argument_map, outer)
    common = 0
    while common < min(len(path), len(outer_path)) and path[common] == outer_path[common]:
        common += 1
    titles = [argument_map.sections[id_].title for id_ in path[common:] or path[-1:]]
    return " › ".join(filter(None, titles))


def section_path(argument_map: ArgumentMap, section: str | None) -> tuple[str, ...]:
    """Return the ids of a section and the sections around it, the outermost first."""
    path: list[str] = []
    while section is not None and section in argument_map.sections and section not in path:
        path.append(section)
        section = argument_map.sections[section].parent
    return tuple(reversed(path))
