"""From the map to the scene: the cards, their tree, the evidence docked on them, and the links.

The graph of a map is drawn as a forest, as `argmap.rendering.scene.plan` decides. All other
relations become links across the trees.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from attrs import define, evolve, field, frozen

from argmap.model import ArgumentMap, Inference, Question, Sentence
from argmap.rendering.annotations import NO_ANNOTATIONS, Annotations
from argmap.rendering.scene.plan import ScenePlan
from argmap.rendering.scene.roles import LinkKind, Role, head_of
from argmap.rendering.scene.scene import Card, CardRef, Entry, Link, Scene


def build_scene(argument_map: ArgumentMap, annotations: Annotations = NO_ANNOTATIONS) -> Scene:
    """Return the scene of a map.

    It does not recurse, so that only memory limits the depth of a map.
    """
    plan = ScenePlan(argument_map)
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

    It is a heading; or the card of an ``inference``; or that of a ``sentence``: a question, a
    context, or a statement that is a root, that undercuts the ``inference`` if there is one, or
    that is an option of the parent.
    """

    parent: CardRef | None
    depth: int
    sentence: str | None = None
    inference: Inference | None = None
    heading: _SectionHeading | None = None
    is_option: bool = False
    section_label: str = ""


@define
class _SceneBuilder:
    argument_map: ArgumentMap
    plan: ScenePlan
    cards: list[Card] = field(factory=list)
    card_refs: dict[str, CardRef] = field(factory=dict)
    card_by_inference: dict[str, int] = field(factory=dict)

    def add_cards(self) -> None:
        """Add every card of the map, each before its children."""
        roots = _group_roots(self.argument_map, self.plan.roots, self.plan.sentences)
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
        entries = self._make_entries(pending)
        for number, entry in enumerate(entries):
            self._record_sentences(entry, card_ref._replace(entry=number))
        if pending.inference is not None and pending.sentence is None:
            self.card_by_inference[pending.inference.id] = card_ref.card
        self.cards.append(self._make_card(pending, entries))
        return [
            child
            for number, entry in enumerate(entries)
            if not entry.is_reference
            for child in self._pending_below(entry.sentence, card_ref._replace(entry=number), depth)
        ]

    def _sentences_on(self, pending: _PendingCard) -> list[str]:
        if pending.sentence is not None:
            return [pending.sentence]
        return self.plan.premises(pending.inference) if pending.inference is not None else []

    def _make_entries(self, pending: _PendingCard) -> tuple[Entry, ...]:
        ids = self._sentences_on(pending)
        entries = [self._make_entry(pending, id_, len(ids)) for id_ in ids]
        if pending.sentence is None and pending.inference is not None:
            entries += map(Entry, self.plan.contexts_of(pending.inference.id))
        return tuple(entries)

    def _make_entry(self, pending: _PendingCard, id_: str, count: int) -> Entry:
        """Return the entry of a sentence on a card with ``count`` of them."""
        sentence = self.plan.sentences[id_]
        label = pending.section_label
        if pending.sentence is None and pending.inference is not None:
            if not self.plan.is_drawn_at(id_, pending.inference):
                return Entry(sentence, is_reference=True)
            if count > 1:
                outer = self.argument_map.statements[pending.inference.conclusion].section
                label = _section_label(self.argument_map, sentence.section, outer)
        docked: list[Sentence] = [
            self.argument_map.statements[self.plan.premises(inference)[0]]
            for inference in self.plan.inferences_to(id_)
            if self.plan.is_docked(inference)
        ]
        docked += self.plan.contexts_of(id_)
        return Entry(sentence, tuple(docked), section_label=label)

    def _record_sentences(self, entry: Entry, card_ref: CardRef) -> None:
        """Record where a sentence and those docked on it are drawn."""
        if not entry.is_reference:
            self.card_refs[entry.sentence.id] = card_ref
            for row, docked in enumerate(entry.docked):
                self.card_refs[docked.id] = card_ref._replace(row=row)

    def _make_card(self, pending: _PendingCard, entries: tuple[Entry, ...]) -> Card:
        has_premises = pending.sentence is None and pending.inference is not None
        inference_id = pending.inference.id if pending.inference is not None else ""
        is_linked = (
            has_premises
            and pending.inference is not None
            and self.plan.is_shown_as_such(pending.inference)
        )
        single = None if is_linked else entries[0].sentence
        is_thesis = single is not None and single.id in self.argument_map.theses
        role = self._role_of(pending)
        return Card(
            key=single.id if single and not entries[0].is_reference else inference_id,
            role=role,
            head=head_of(role, single.kind if single else None, is_thesis=is_thesis),
            entries=entries,
            inference=pending.inference if has_premises else None,
            parent=pending.parent,
            undercuts=None if has_premises else inference_id or None,
            is_linked=is_linked,
            is_thesis=is_thesis,
            depth=pending.depth,
        )

    def _role_of(self, pending: _PendingCard) -> Role:
        if pending.sentence is None:
            assert pending.inference is not None
            return self.plan.role_of(pending.inference)
        if pending.inference is not None:
            return Role(self.plan.undercut_kind(pending.sentence, pending.inference).value)
        if pending.is_option:
            return Role.OPTION
        if pending.sentence in self.argument_map.questions:
            return Role.QUESTION
        return Role.CONTEXT if pending.sentence in self.argument_map.contexts else Role.ROOT

    def _pending_below(
        self, sentence: Sentence, card_ref: CardRef, depth: int
    ) -> list[_PendingCard]:
        """Return the cards below a sentence.

        They are the options of a question, or else the inferences to a statement, each before its
        undercutters.
        """
        pending = [
            _PendingCard(card_ref, depth, option, is_option=True)
            for option in (sentence.options if isinstance(sentence, Question) else ())
            if self.plan.is_drawn_at_question(option, sentence.id)
        ]
        for inference in self.plan.inferences_to(sentence.id):
            if self.plan.has_card(inference) and not self.plan.is_docked(inference):
                pending.append(_PendingCard(card_ref, depth, inference=inference))
                pending += [
                    _PendingCard(card_ref, depth, id_, inference)
                    for id_ in self.plan.undercutters_drawn_at(inference)
                ]
        return self._with_section_labels(pending, sentence.section)

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
            else _PendingCard(parent, depth, child)
            for child in children
        ]
        return self._with_section_labels(pending, section)

    def _with_section_labels(
        self, pending: list[_PendingCard], outer: str | None
    ) -> list[_PendingCard]:
        """Label the first of adjacent siblings that share a section other than the parent's."""
        previous = outer
        for number, item in enumerate(pending):
            ids = self._sentences_on(item)
            if len(ids) == 1:
                section = self.plan.sentences[ids[0]].section
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


# ---- Links -------------------------------------------------------------------------------------


def _find_links(
    plan: ScenePlan, card_refs: dict[str, CardRef], card_by_inference: dict[str, int]
) -> Iterator[Link]:
    """Yield the links in the author's order: inferences, contradictions, and options."""
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
    for question in plan.argument_map.questions.values():
        for option in dict.fromkeys(question.options):
            if not plan.is_drawn_at_question(option, question.id):
                source, target = card_refs[option], card_refs[question.id]
                yield Link(f"{option}>{question.id}", LinkKind.OPTION, source, target)


def _links_to_conclusion(
    plan: ScenePlan, inference: Inference, card_refs: dict[str, CardRef]
) -> Iterator[Link]:
    """Yield the links of an inference that has no card."""
    kind, target = LinkKind(plan.role_of(inference).value), card_refs[inference.conclusion]
    for premise in plan.premises(inference):
        yield Link(inference.id, kind, card_refs[premise], target)


def _links_to_card(
    plan: ScenePlan, inference: Inference, card_refs: dict[str, CardRef], card: int
) -> Iterator[Link]:
    """Yield the links to the card of an inference: its premises and undercutters elsewhere."""
    for entry, premise in enumerate(plan.premises(inference)):
        if not plan.is_drawn_at(premise, inference):
            key = f"{premise}>{inference.id}"
            yield Link(key, LinkKind.REFERENCE, card_refs[premise], CardRef(card, entry))
    for id_ in plan.undercutters_drawn_elsewhere(inference):
        kind = plan.undercut_kind(id_, inference)
        yield Link(f"{id_}/{inference.id}", kind, card_refs[id_], CardRef(card))


# ---- Sections ----------------------------------------------------------------------------------


@frozen
class _SectionHeading:
    """A heading over the roots of a section: its children are roots, by id, and headings."""

    section: str
    title: str
    children: list[str | _SectionHeading] = field(factory=list)


def _group_roots(
    argument_map: ArgumentMap, roots: Sequence[str], sentences: Mapping[str, Sentence]
) -> list[str | _SectionHeading]:
    """Return the roots, grouped under headings.

    A section has a heading if it contains at least two roots, and not all of them are in the same
    subsection. The title of a section without a heading is part of the heading, or of the label of
    the card, below it.
    """
    paths = {root: argument_map.section_path(sentences[root].section) for root in roots}
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
    path, outer_path = argument_map.section_path(section), argument_map.section_path(outer)
    common = 0
    while common < min(len(path), len(outer_path)) and path[common] == outer_path[common]:
        common += 1
    titles = [argument_map.sections[id_].title for id_ in path[common:] or path[-1:]]
    return " › ".join(filter(None, titles))
