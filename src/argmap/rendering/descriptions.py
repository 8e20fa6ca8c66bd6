"""The texts of a picture: its description, tooltips, labels for screen readers, and the legend."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property

from attrs import frozen

from argmap.model import ArgumentMap, Assumption, Polarity, Statement, Status
from argmap.rendering.cards.layout import format_citation, format_folded, format_footer
from argmap.rendering.scene.scene import Card, Entry, LinkKind, Role, Scene

EMPTY_MAP_TEXT = "This map is empty: it claims nothing yet."
_MAX_QUOTE_LENGTH = 60  # characters
_PREPOSITIONS = {
    Role.SUPPORT: "for",
    Role.ATTACK: "to",
    Role.REBUTTAL: "of",
}
_LINKED_PREMISES = {
    Role.SUPPORT: "one of the linked premises for",
    Role.ATTACK: "one of the linked premises against",
    Role.REBUTTAL: "one of the linked premises against",
}
_LINK_VERBS = {
    LinkKind.SUPPORT: "supports",
    LinkKind.ATTACK: "counts against",
    LinkKind.REBUTTAL: "rebuts",
    LinkKind.CONTRADICTION: "contradicts",
}


def quote(statement: Statement) -> str:
    """Return the start of a statement's text in quotation marks."""
    text = " ".join(statement.text.split())
    if len(text) > _MAX_QUOTE_LENGTH:
        text = text[:_MAX_QUOTE_LENGTH].rpartition(" ")[0] + "…"
    return f"“{text}”"


def tooltip(argument_map: ArgumentMap, statement: Statement) -> str:
    """Return the whole text of a statement, with its citations in parentheses."""
    citations = [format_citation(argument_map, citation) for citation in statement.citations]
    suffix = f" ({'; '.join(citations)})" if citations else ""
    return " ".join(statement.text.split()) + suffix


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
    """Return a summary of the map: its thesis, its number of statements, and its result."""
    argument_map = scene.argument_map
    if not argument_map.statements:
        return "An empty argument map."
    counts = Counter(statement.kind for statement in argument_map.statements.values())
    nouns = {"evidence": ("piece of evidence", "pieces of evidence")}
    counted = [
        f"{count} {nouns.get(kind, (kind, kind + 's'))[count != 1]}"
        for kind, count in counts.items()
    ]
    thesis = argument_map.statements.get(argument_map.thesis or "")
    first = f"Thesis: {' '.join(thesis.text.split()).rstrip('.')}. " if thesis else ""
    return f"{first}The argument: {', '.join(counted)}.{_describe_result(scene)}"


def _describe_result(scene: Scene) -> str:
    """Return the number of statements of each status, and the status of the thesis."""
    argument_map, statuses = scene.argument_map, scene.annotations.statuses
    counts = Counter(statuses[id_] for id_ in argument_map.statements if id_ in statuses)
    if not counts:
        return ""
    totals = ", ".join(f"{counts[status]} {status.value}" for status in Status)
    thesis = statuses.get(argument_map.thesis or "")
    return f" Result: {totals}." + (f" The thesis is {thesis.value}." if thesis else "")


@frozen
class Descriptions:
    """The tooltips and the labels for screen readers of the elements of a scene."""

    scene: Scene

    def title(self, statement: Statement) -> str:
        """Return the tooltip of a statement: its text, status and diagnostics.

        The status is omitted if the statement is accepted.
        """
        status = self.scene.annotations.statuses.get(statement.id)
        text = tooltip(self.scene.argument_map, statement)
        if status not in (None, Status.ACCEPTED):
            text += f" [{status.value}]"
        return "\n".join([text, *self._messages(statement.id)])

    def link(self, statement: Statement, href: str | None) -> str:
        """Return the label of a link on a statement: the cited sources, else the `title`."""
        argument_map = self.scene.argument_map
        if href == statement.url or not statement.citations:
            return self.title(statement)
        names = dict.fromkeys(
            source.title or source.id
            for citation in statement.citations
            if (source := argument_map.sources.get(citation.source))
        )
        footer = format_footer(argument_map, statement).replace("\xa0", " ")
        return f"{', '.join(names)}: {footer}"

    def card(self, card: Card) -> str:
        """Return the label of a card of linked premises."""
        target = f" {_PREPOSITIONS.get(card.role, 'for')} {self._target(card)}"
        scheme = (
            f", scheme {card.inference.scheme}" if card.inference and card.inference.scheme else ""
        )
        count = f"{len(card.entries)} linked premises" if card.entries else "no premises"
        text = f"{card.head.label.capitalize()}{target}{scheme}: {count}"
        if self.scene.annotations.is_inference_rejected(card.inference):
            text += ". This inference does not hold"
        messages = self._messages(card.inference.id) if card.inference else ()
        return " ".join([text, *messages])

    def entry(self, card: Card, entry: Entry) -> str:
        """Return the label of an entry: its relation to the parent card, and its statement."""
        text = f"{self._relation(card, entry)}: {self._sentence(entry.statement)}"
        if card.is_linked or card.inference is None:
            return text
        if self.scene.annotations.is_inference_rejected(
            card.inference
        ) and not self.scene.is_rejected(entry.statement.id):
            text += " The inference does not hold."
        return " ".join([text, *self._messages(card.inference.id)])

    def evidence(self, statement: Statement, entry: Entry) -> str:
        """Return the label of a piece of evidence that is docked on an entry."""
        return f"Evidence for {quote(entry.statement)}: {self._sentence(statement)}"

    def _relation(self, card: Card, entry: Entry) -> str:
        kind = entry.statement.kind.capitalize()
        if card.is_linked:
            elsewhere = " drawn elsewhere" if entry.is_reference else ""
            return f"{kind}{elsewhere}, {_LINKED_PREMISES.get(card.role, '')} {self._target(card)}"
        label = card.head.label.capitalize()
        if card.role is Role.ROOT:
            return label
        if card.role is Role.UNDERCUT:
            return f"Undercut of the inference to {self._target(card)}"
        return f"{label} {_PREPOSITIONS.get(card.role, 'for')} {self._target(card)}"

    def _target(self, card: Card) -> str:
        if card.parent is None:
            return ""
        return quote(self.scene.cards[card.parent.card].entries[card.parent.entry].statement)

    def _sentence(self, statement: Statement) -> str:
        parts = [tooltip(self.scene.argument_map, statement).rstrip(".") + "."]
        parts += [f"Also {phrase}." for phrase in self._link_phrases.get(statement.id, ())]
        annotations = self.scene.annotations
        if statement.id in annotations.statuses:
            parts.append(f"{annotations.statuses[statement.id].value.capitalize()}.")
        if statement.id in annotations.strengths:
            value = annotations.strengths[statement.id]
            parts.append("Strength: none." if value is None else f"Strength: {value:.2f}.")
        if statement.id in annotations.folded:
            note = format_folded(annotations.folded[statement.id], has_picture=not annotations.view)
            parts.append(f"{note.removeprefix('… ')}.")
        return " ".join([*parts, *self._messages(statement.id)])

    def _messages(self, id_: str) -> tuple[str, ...]:
        """Return the messages of the diagnostics of a statement or an inference."""
        badge = self.scene.annotations.diagnostics.get(id_)
        return badge.messages if badge else ()

    @cached_property
    def _link_phrases(self) -> dict[str, list[str]]:
        """The links of each statement across the tree, as phrases, by its id."""
        ids = self.scene.statement_ids
        statements = self.scene.argument_map.statements
        phrases: dict[str, list[str]] = defaultdict(list)
        for link in self.scene.links:
            source, target = ids[link.source], ids.get(link.target)
            if link.kind is LinkKind.UNDERCUT:
                phrases[source].append("undercuts an inference elsewhere")
            elif link.kind in _LINK_VERBS and target is not None:
                phrases[source].append(f"{_LINK_VERBS[link.kind]} {quote(statements[target])}")
                if link.kind is LinkKind.CONTRADICTION:
                    phrases[target].append(f"contradicts {quote(statements[source])}")
        return phrases


@frozen
class LegendItem:
    """An item of the legend.

    Attributes:
        kind: The line, icon or card that is explained.
        symbol: Its symbol where only text can be shown; empty if there is none.
        meaning: The explanation.
    """

    kind: str
    symbol: str
    meaning: str


_LEGEND = (
    LegendItem("support", "+", "supports"),
    LegendItem("attack", "−", "counts against"),
    LegendItem("rebuttal", "−", "answers a counterpoint"),
    LegendItem("undercut", "×", "attacks the inference, not a premise"),
    LegendItem("link", "thin line:", "link across the map"),
    LegendItem("reference", "gray line:", "the same statement, drawn elsewhere"),
    LegendItem("contradiction", "contradicts:", "cannot both be accepted"),
    LegendItem("linked", "rows of one box:", "premises that hold only together"),
    LegendItem("docked", "white rows:", "evidence"),
    LegendItem("assumption", "?", "taken as given"),
    LegendItem("accepted", "", "accepted"),
    LegendItem("rejected", "REJECTED:", "defeated or unsupported"),
    LegendItem("undecided", "UNDECIDED:", "neither side has won"),
    LegendItem("faint-attack", "pale line:", "an inference that does not hold"),
    LegendItem("faint", "pale line:", "an inference that does not hold"),
    LegendItem("bar", "0.00:", "strength, from 0 to 1"),
    LegendItem("error", "error:", "the check found an error"),
    LegendItem("warning", "warning:", "the check found a possible problem"),
    LegendItem("info", "info:", "the check has a note"),
)


def legend_items(scene: Scene) -> list[LegendItem]:
    """Return the legend of a scene: an item for each kind of line, icon and card that occurs."""
    lines = {card.role.value for card in scene.cards}
    links = {link.kind.value for link in scene.links}
    kinds = lines | links | _kinds_of_annotations(scene)
    if links & {"support", "attack", "rebuttal"}:
        kinds.add("link")
    for card in scene.cards:
        if card.is_linked:
            kinds.add("linked")
        for entry in card.entries:
            if entry.evidence:
                kinds.add("docked")
            if isinstance(entry.statement, Assumption):
                kinds.add("assumption")
    return [item for item in _LEGEND if item.kind in kinds]


def _kinds_of_annotations(scene: Scene) -> set[str]:
    """Return the kinds of annotations that occur in the picture."""
    annotations, argument_map = scene.annotations, scene.argument_map
    shown = {
        annotations.statuses[id_].value
        for id_ in argument_map.statements
        if id_ in annotations.statuses and (annotations.statuses[id_] is not Status.ACCEPTED)
    }
    drawn = (entry.statement.id for card in scene.cards for entry in card.entries)
    if any(annotations.statuses.get(id_) is Status.ACCEPTED for id_ in drawn):
        shown.add(Status.ACCEPTED.value)
    rejected = [
        inference
        for inference in argument_map.inferences.values()
        if annotations.is_inference_rejected(inference)
    ]
    if rejected:  # one sample line is enough: that of an attack, if there is one
        is_attack = any(inference.polarity is Polarity.CON for inference in rejected)
        shown.add("faint-attack" if is_attack else "faint")
    if not annotations.strengths.keys().isdisjoint(scene.card_refs):
        shown.add("bar")
    elements = (*argument_map.statements, *argument_map.inferences)
    return shown | {
        str(annotations.diagnostics[id_].severity)
        for id_ in elements
        if id_ in annotations.diagnostics
    }
