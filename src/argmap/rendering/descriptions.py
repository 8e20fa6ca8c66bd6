"""The texts of a picture: its description, tooltips, and labels for screen readers."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property

from attrs import frozen

from argmap.model import (
    ArgumentMap,
    Context,
    Question,
    Sentence,
    Source,
    Statement,
    Status,
)
from argmap.rendering.cards.texts import (
    format_answer,
    format_citation,
    format_folded,
    format_footer,
    format_inference_confidence,
    format_reading,
    is_own_reading,
)
from argmap.rendering.escaping import clean
from argmap.rendering.scene.roles import LinkKind, Role
from argmap.rendering.scene.scene import Card, Entry, MarkLine, Scene

EMPTY_MAP_TEXT = "This map is empty: it claims nothing yet."
_MAX_QUOTE_LENGTH = 60  # characters
_MAX_SOURCES = 8
"""Number of cited sources that a caption lists."""
_PREPOSITIONS = {
    Role.SUPPORT: "for",
    Role.ATTACK: "against",
    Role.REBUTTAL: "against",
    Role.CONCESSION: "against",
    Role.UNDERCUT: "of the inference to",
    Role.REBUTTING_UNDERCUT: "of the inference to",
    Role.CONCEDED_UNDERCUT: "against the inference to",
    Role.OPTION: "of the question",
}
_LINK_VERBS = {
    LinkKind.SUPPORT: "supports",
    LinkKind.ATTACK: "counts against",
    LinkKind.REBUTTAL: "rebuts",
    LinkKind.CONCESSION: "is granted against",
    LinkKind.OPTION: "is an option of the question",
    LinkKind.CONTRADICTION: "contradicts",
}


def quote(sentence: Sentence) -> str:
    """Return the start of a sentence's text in quotation marks."""
    text = " ".join(sentence.text.split())
    if len(text) > _MAX_QUOTE_LENGTH:
        text = text[:_MAX_QUOTE_LENGTH].rpartition(" ")[0] + "…"
    return f"“{text}”"


def tooltip(argument_map: ArgumentMap, sentence: Sentence) -> str:
    """Return the whole text of a sentence after its label, with its citations in parentheses."""
    citations = [format_citation(argument_map, citation) for citation in sentence.citations]
    suffix = f" ({'; '.join(citations)})" if citations else ""
    label = f"{' '.join(sentence.label.split())}: " if sentence.label else ""
    return label + " ".join(sentence.text.split()) + suffix


def describe_sources(scene: Scene) -> str:
    """Return the sources that the cards cite: what ``¶`` refers to; empty if there are too many."""
    argument_map = scene.argument_map
    citations = [
        citation
        for card in scene.cards
        for entry in card.entries
        for sentence in (entry.sentence, *entry.docked)
        for citation in sentence.citations
    ]
    cited = dict.fromkeys(citation.source for citation in citations)
    sources = [argument_map.sources[id_] for id_ in cited if id_ in argument_map.sources]
    if len(argument_map.sources) == 1 and sources:
        has_paragraphs = any(c.locator and c.locator.label.startswith("¶") for c in citations)
        return clean(f"{'¶ =' if has_paragraphs else 'Source:'} {_reference(sources[0])}")
    named = [source for source in sources if source.is_named]
    if len(named) > _MAX_SOURCES:
        return ""
    return clean("; ".join(f"{source.id} = {_reference(source)}" for source in named))


def _reference(source: Source) -> str:
    """Return authors, title, publisher and year of a source."""
    authors = " and ".join(source.author)
    parts = [authors, " ".join(source.title.split()), source.publisher, source.year or source.date]
    return ", ".join(str(part) for part in parts if part)


def describe_folded(scene: Scene) -> str:
    """Return a note about the statements that are not drawn; empty if all are drawn."""
    count = sum(scene.annotations.folded.values())
    statements = "statement is" if count == 1 else "statements are"
    if view := scene.annotations.view:
        return f"Part of the map: {view}" + (f"; {count:,} {statements} not shown" if count else "")
    if not count:
        return ""
    return f"Not everything is shown: {count:,} {statements} only in separate pictures"


def describe(scene: Scene) -> str:
    """Return a summary: the theses and questions, the number of statements, and the result."""
    argument_map = scene.argument_map
    if not scene.cards:
        return "An empty argument map."
    counts = Counter(sentence.kind for sentence in argument_map.sentences)
    nouns = {"evidence": ("piece of evidence", "pieces of evidence")}
    counted = [
        f"{count} {nouns.get(kind, (kind, kind + 's'))[count != 1]}"
        for kind, count in counts.items()
    ]
    theses = [argument_map.statements.get(id_) for id_ in argument_map.theses]
    first = "".join(f"Thesis: {_as_sentence(thesis)} " for thesis in theses if thesis)
    for question in argument_map.questions.values():
        answer = format_answer(question, scene.argument_map, scene.annotations.statuses)
        first += f"Question: {_as_sentence(question)} " + (f"{answer}. " if answer else "")
    return f"{first}The argument: {', '.join(counted)}.{_describe_result(scene)}"


def _as_sentence(sentence: Sentence) -> str:
    text = " ".join(sentence.text.split())
    return text if text.endswith("?") else f"{text.rstrip('.')}."


def _describe_result(scene: Scene) -> str:
    """Return the number of statements of each status, and the status of each thesis."""
    argument_map, statuses = scene.argument_map, scene.annotations.statuses
    counts = Counter(statuses[id_] for id_ in argument_map.statements if id_ in statuses)
    if not counts:
        return ""
    totals = ", ".join(f"{counts[status]} {status.value}" for status in Status)
    theses = [id_ for id_ in argument_map.theses if id_ in statuses]
    if len(theses) == 1:
        return f" Result: {totals}. The thesis is {statuses[theses[0]].value}."
    results = "".join(f" {scene.name_of(id_)} is {statuses[id_].value}." for id_ in theses)
    return f" Result: {totals}.{results}"


@frozen
class Descriptions:
    """The tooltips and the labels for screen readers of the elements of a scene."""

    scene: Scene

    def title(self, sentence: Sentence) -> str:
        """Return the tooltip of a sentence: its text, status and diagnostics.

        The status is omitted if the statement is accepted.
        """
        status = self.scene.annotations.statuses.get(sentence.id)
        text = tooltip(self.scene.argument_map, sentence)
        if status not in (None, Status.ACCEPTED):
            text += f" [{status.value}]"
        return "\n".join([text, *self._messages(sentence.id)])

    def link(self, sentence: Sentence, href: str | None) -> str:
        """Return the label of a link on a sentence: the cited sources, else the `title`."""
        argument_map = self.scene.argument_map
        url = None if isinstance(sentence, Question) else sentence.url
        if href == url or not sentence.citations:
            return self.title(sentence)
        names = dict.fromkeys(
            source.title or source.id
            for citation in sentence.citations
            if (source := argument_map.sources.get(citation.source))
        )
        footer = format_footer(argument_map, sentence).replace("\xa0", " ")
        return f"{', '.join(names)}: {footer}"

    def card(self, card: Card) -> str:
        """Return the label of a card that shows an inference."""
        inference = card.inference
        parts = []
        if inference is not None:
            scheme = f"scheme {inference.scheme}" if inference.scheme else ""
            label = f"“{inference.label}”" if inference.label else ""
            parts = [label, scheme, format_reading(inference)]
            parts.append(format_inference_confidence(inference))
        premises = card.premises
        count = "one premise" if len(premises) == 1 else f"{len(premises)} linked premises"
        head = ", ".join(filter(None, [self._head_to_target(card), *parts]))
        text = f"{head}: {count if premises else 'no premises'}"
        if self.scene.annotations.is_inference_rejected(inference):
            text += ". This inference does not hold"
        if inference is None:
            return text
        notes = [f". {_capitalized(note)}" for note in self._preferences(inference.id)]
        return " ".join(["".join([text, *notes]), *self._messages(inference.id)])

    def entry(self, card: Card, entry: Entry) -> str:
        """Return the label of an entry: its relation to the parent card, and its sentence."""
        text = f"{self._relation(card, entry)}: {self._sentence(entry.sentence)}"
        if notes := _spoken_notes(card, entry):
            text += f" {notes}"
        if card.is_linked or card.inference is None:
            return text
        if self.scene.annotations.is_inference_rejected(
            card.inference
        ) and not self.scene.is_rejected(entry.sentence.id):
            text += " The inference does not hold."
        return " ".join([text, *self._messages(card.inference.id)])

    def row(self, sentence: Sentence, entry: Entry) -> str:
        """Return the label of a piece of evidence or a context that is docked on an entry."""
        preposition = "of" if isinstance(sentence, Context) else "for"
        kind = sentence.kind.capitalize()
        return f"{kind} {preposition} {quote(entry.sentence)}: {self._sentence(sentence)}"

    def context(self, card: Card, sentence: Sentence) -> str:
        """Return the label of a context of the inference that a card shows."""
        word = card.head.label.lower()
        return f"Context of the {word} {self._to_target(card)}: {self._sentence(sentence)}"

    def _relation(self, card: Card, entry: Entry) -> str:
        if not card.is_linked:
            return self._head_to_target(card)
        kind = entry.sentence.kind.capitalize()
        elsewhere = " drawn elsewhere" if entry.is_reference else ""
        side = "for" if card.role is Role.SUPPORT else "against"
        number = "one of the linked premises" if len(card.premises) > 1 else "the premise"
        return f"{kind}{elsewhere}, {number} {side} {self._target(card)}"

    def _head_to_target(self, card: Card) -> str:
        """Return the head of a card, and what its statement does to which statement."""
        note = f" ({card.head.note})" if card.head.note else ""
        return f"{card.head.label.capitalize()}{note} {self._to_target(card)}".rstrip()

    def _to_target(self, card: Card) -> str:
        if card.role not in _PREPOSITIONS or card.parent is None:
            return ""
        return f"{_PREPOSITIONS[card.role]} {self._target(card)}"

    def _target(self, card: Card) -> str:
        if card.parent is None:
            return ""
        parent = self.scene.cards[card.parent.card]
        if card.role.is_undercut and card.undercuts is None and parent.inference is not None:
            # The inference is at the top of a page.
            return quote(self.scene.argument_map.statements[parent.inference.conclusion])
        return quote(parent.entries[card.parent.entry].sentence)

    def _sentence(self, sentence: Sentence) -> str:
        text = tooltip(self.scene.argument_map, sentence)
        parts = [text if text.endswith("?") else f"{text.rstrip('.')}."]
        if isinstance(sentence, Statement) and is_own_reading(sentence):
            parts.append(f"{format_reading(sentence).capitalize()}.")
        if isinstance(sentence, Question) and (
            answer := format_answer(
                sentence, self.scene.argument_map, self.scene.annotations.statuses
            )
        ):
            parts.append(f"{answer}.")
        parts += [f"Also {phrase}." for phrase in self._link_phrases.get(sentence.id, ())]
        parts += [f"{_capitalized(note)}." for note in self._preferences(sentence.id)]
        annotations = self.scene.annotations
        if sentence.id in annotations.statuses:
            parts.append(f"{annotations.statuses[sentence.id].value.capitalize()}.")
        if sentence.id in annotations.version_marks:
            words = annotations.version_marks[sentence.id].words
            parts += [f"{text.capitalize()}." for _, text in words]
        if sentence.id in annotations.strengths:
            value = annotations.strengths[sentence.id]
            parts.append("Strength: none." if value is None else f"Strength: {value:.2f}.")
        if sentence.id in annotations.folded:
            note = format_folded(annotations, sentence.id)
            parts.append(f"{note.removeprefix('… ')}.")
        if annotations.has_tags and sentence.tags:
            parts.append(f"Tags: {', '.join(sentence.tags)}.")
        return " ".join([*parts, *self._messages(sentence.id)])

    def _preferences(self, id_: str) -> tuple[str, ...]:
        return self.scene.preference_notes.get(id_, ())

    def _messages(self, id_: str) -> tuple[str, ...]:
        """Return the messages of the diagnostics of a statement or an inference."""
        badge = self.scene.annotations.diagnostics.get(id_)
        return badge.messages if badge else ()

    @cached_property
    def _link_phrases(self) -> dict[str, list[str]]:
        """The links of each statement across the tree, as phrases, by its id."""
        ids = self.scene.statement_ids
        sentences = {s.id: s for s in self.scene.argument_map.sentences}
        phrases: dict[str, list[str]] = defaultdict(list)
        for link in self.scene.links:
            source, target = ids[link.source], ids.get(link.target)
            if link.kind.is_undercut:
                phrases[source].append("undercuts an inference elsewhere")
            elif link.kind in _LINK_VERBS and target is not None:
                phrases[source].append(f"{_LINK_VERBS[link.kind]} {quote(sentences[target])}")
                if link.kind is LinkKind.CONTRADICTION:
                    phrases[target].append(f"contradicts {quote(sentences[source])}")
        return phrases


def _spoken_notes(card: Card, entry: Entry) -> str:
    """Return the notes about other pages that are not links, which are read by themselves."""
    lines = [card.origin, *entry.marks] if card.entries[0] is entry else entry.marks
    notes = [" ".join(mark.text for mark in line[1:]) for line in lines if not _has_link(line)]
    return " ".join(f"{_capitalized(note)}." for note in notes if note)


def _has_link(line: MarkLine) -> bool:
    return any(mark.href for mark in line)


def _capitalized(text: str) -> str:
    """Return a text with a capital letter at its start, and otherwise unchanged."""
    return text[:1].upper() + text[1:]
