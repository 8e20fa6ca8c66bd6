"""The picture in words: for screen readers, tooltips and the description.

What the lines and cards mean, as far as they occur in the picture.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property

from attrs import frozen

from argmap.model import ArgumentMap, Assumption, Polarity, Statement, Status
from argmap.rendering.cards.layout import format_citation, format_folded, format_footer
from argmap.rendering.scene.scene import Card, Entry, LinkKind, Role, Scene

EMPTY_MAP_TEXT = "This map is empty: it claims nothing yet."
_QUOTE = 60
_RELATIONS = {
    Role.SUPPORT: "for",
    Role.ATTACK: "to",
    Role.REBUTTAL: "of",
}
_LINKED = {
    Role.SUPPORT: "one of the linked premises for",
    Role.ATTACK: "one of the linked premises against",
    Role.REBUTTAL: "one of the linked premises against",
}
_LINKS = {
    LinkKind.SUPPORT: "supports",
    LinkKind.ATTACK: "counts against",
    LinkKind.REBUTTAL: "rebuts",
    LinkKind.CONTRADICTION: "contradicts",
}


def quote(statement: Statement) -> str:
    """Return the beginning of a statement in quotation marks."""
    text = " ".join(statement.text.split())
    if len(text) > _QUOTE:
        text = text[:_QUOTE].rpartition(" ")[0] + "…"
    return f"“{text}”"


def tooltip(argument_map: ArgumentMap, statement: Statement) -> str:
    """Return the whole sentence, and what it rests on."""
    citations = [format_citation(argument_map, citation) for citation in statement.citations]
    rests = f" ({'; '.join(citations)})" if citations else ""
    return " ".join(statement.text.split()) + rests


def describe_folded(scene: Scene) -> str:
    """Return how much of the map is left to other pictures; nothing, if all is drawn."""
    count = sum(scene.annotations.folded.values())
    noun = "statement is" if count == 1 else "statements are"
    if view := scene.annotations.view:
        return f"A part of the map: {view}" + (f"; {count:,} {noun} left out" if count else "")
    if not count:
        return ""
    return f"Not all is drawn here: {count:,} {noun} left to the pictures of the parts"


def describe(scene: Scene) -> str:
    """Return the whole map in two sentences: its thesis, and how much there is."""
    argument_map = scene.argument_map
    if not argument_map.statements:
        return "An empty argument map."
    counts = Counter(statement.kind for statement in argument_map.statements.values())
    nouns = {"evidence": ("piece of evidence", "pieces of evidence")}
    kinds = [
        f"{count} {nouns.get(kind, (kind, kind + 's'))[count != 1]}"
        for kind, count in counts.items()
    ]
    thesis = argument_map.statements.get(argument_map.thesis or "")
    first = f"Thesis: {' '.join(thesis.text.split()).rstrip('.')}. " if thesis else ""
    return f"{first}The argument: {', '.join(kinds)}.{_stands(scene)}"


def _stands(scene: Scene) -> str:
    """Return how many statements have which status, and what became of the thesis."""
    argument_map, statuses = scene.argument_map, scene.annotations.statuses
    counts = Counter(statuses[id_] for id_ in argument_map.statements if id_ in statuses)
    if not counts:
        return ""
    told = ", ".join(f"{counts[status]} {status.value}" for status in Status)
    thesis = statuses.get(argument_map.thesis or "")
    return f" What stands: {told}." + (f" The thesis is {thesis.value}." if thesis else "")


@frozen
class Descriptions:
    """What each statement of a scene is announced as."""

    scene: Scene

    def title(self, statement: Statement) -> str:
        """Return what a statement's tooltip says: the sentence, and what is the matter with it."""
        status = self.scene.annotations.statuses.get(statement.id)
        text = tooltip(self.scene.argument_map, statement)
        if status not in (None, Status.ACCEPTED):
            text += f" [{status.value}]"
        return "\n".join([text, *self._messages(statement.id)])

    def link(self, statement: Statement, href: str | None) -> str:
        """Return what a link on a statement is announced as: its source, or else the sentence."""
        argument_map = self.scene.argument_map
        if href == statement.url or not statement.citations:
            return self.title(statement)
        names = dict.fromkeys(
            source.title or source.id
            for citation in statement.citations
            if (source := argument_map.sources.get(citation.source))
        )
        foot = format_footer(argument_map, statement).replace("\xa0", " ")
        return f"{', '.join(names)}: {foot}"

    def card(self, card: Card) -> str:
        """Return what linked premises are announced as."""
        target = f" {_RELATIONS.get(card.role, 'for')} {self._target(card)}"
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
        """Return a statement with its relation to what it stands under."""
        text = f"{self._relation(card, entry)}: {self._sentence(entry.statement)}"
        if card.is_linked or card.inference is None:
            return text
        if self.scene.annotations.is_inference_rejected(
            card.inference
        ) and not self.scene.is_rejected(entry.statement.id):
            text += " The inference does not hold."
        return " ".join([text, *self._messages(card.inference.id)])

    def evidence(self, statement: Statement, entry: Entry) -> str:
        """Return a docked piece of evidence."""
        return f"Evidence for {quote(entry.statement)}: {self._sentence(statement)}"

    def _relation(self, card: Card, entry: Entry) -> str:
        kind = entry.statement.kind.capitalize()
        if card.is_linked:
            elsewhere = " drawn elsewhere" if entry.is_reference else ""
            return f"{kind}{elsewhere}, {_LINKED.get(card.role, '')} {self._target(card)}"
        word = card.head.label.capitalize()
        if card.role is Role.ROOT:
            return word
        if card.role is Role.UNDERCUT:
            return f"Undercut of the inference to {self._target(card)}"
        return f"{word} {_RELATIONS.get(card.role, 'for')} {self._target(card)}"

    def _target(self, card: Card) -> str:
        if card.parent is None:
            return ""
        return quote(self.scene.cards[card.parent.card].entries[card.parent.entry].statement)

    def _sentence(self, statement: Statement) -> str:
        parts = [tooltip(self.scene.argument_map, statement).rstrip(".") + "."]
        parts += [f"Also {phrase}." for phrase in self._also.get(statement.id, ())]
        annotations = self.scene.annotations
        if statement.id in annotations.statuses:
            parts.append(f"{annotations.statuses[statement.id].value.capitalize()}.")
        if statement.id in annotations.strengths:
            value = annotations.strengths[statement.id]
            parts.append("Strength: none." if value is None else f"Strength: {value:.2f}.")
        if statement.id in annotations.folded:
            more = format_folded(annotations.folded[statement.id], has_picture=not annotations.view)
            parts.append(f"{more.removeprefix('… ')}.")
        return " ".join([*parts, *self._messages(statement.id)])

    def _messages(self, id_: str) -> tuple[str, ...]:
        """Return what a check found about a statement or an inference, a sentence each."""
        badge = self.scene.annotations.diagnostics.get(id_)
        return badge.messages if badge else ()

    @cached_property
    def _also(self) -> dict[str, list[str]]:
        """What each statement does across the tree, in words."""
        names = self.scene.statement_ids
        statements = self.scene.argument_map.statements
        also: dict[str, list[str]] = defaultdict(list)
        for link in self.scene.links:
            source, target = names[link.source], names.get(link.target)
            if link.kind is LinkKind.UNDERCUT:
                also[source].append("undercuts an inference elsewhere")
            elif link.kind in _LINKS and target is not None:
                also[source].append(f"{_LINKS[link.kind]} {quote(statements[target])}")
                if link.kind is LinkKind.CONTRADICTION:
                    also[target].append(f"contradicts {quote(statements[source])}")
        return also


@frozen
class LegendItem:
    """A kind of line or card, the sign for it where only text can be shown, and its meaning."""

    kind: str
    symbol: str
    meaning: str


_ITEMS = (
    LegendItem("support", "+", "supports"),
    LegendItem("attack", "−", "counts against"),
    LegendItem("rebuttal", "−", "answers a counterpoint"),
    LegendItem("undercut", "×", "denies the inference, not a premise"),
    LegendItem("link", "thin line:", "link across the map"),
    LegendItem("reference", "grey line:", "the same statement, drawn elsewhere"),
    LegendItem("contradiction", "contradicts:", "cannot both stand"),
    LegendItem("linked", "rows of one box:", "premises that hold only together"),
    LegendItem("docked", "white rows:", "evidence"),
    LegendItem("assumption", "?", "taken as given"),
    LegendItem("accepted", "", "stands"),
    LegendItem("rejected", "REJECTED:", "does not stand"),
    LegendItem("undecided", "UNDECIDED:", "neither side has won"),
    LegendItem("faint-attack", "pale line:", "an inference that does not hold"),
    LegendItem("faint", "pale line:", "an inference that does not hold"),
    LegendItem("bar", "0.00:", "strength, from 0 to 1"),
    LegendItem("error", "error:", "the check found an error"),
    LegendItem("warning", "warning:", "the check found something doubtful"),
    LegendItem("info", "info:", "the check has a remark"),
)


def legend_items(scene: Scene) -> list[LegendItem]:
    """Return what the legend of a scene has to explain."""
    lines = {card.role.value for card in scene.cards}
    links = {link.kind.value for link in scene.links}
    occurs = lines | links | _annotations(scene)
    if links & {"support", "attack", "rebuttal"}:
        occurs.add("link")
    for card in scene.cards:
        if card.is_linked:
            occurs.add("linked")
        for entry in card.entries:
            if entry.evidence:
                occurs.add("docked")
            if isinstance(entry.statement, Assumption):
                occurs.add("assumption")
    return [item for item in _ITEMS if item.kind in occurs]


def _annotations(scene: Scene) -> set[str]:
    """Return the kinds of marks that occur on what is drawn."""
    annotations, argument_map = scene.annotations, scene.argument_map
    shown = {
        annotations.statuses[id_].value
        for id_ in argument_map.statements
        if id_ in annotations.statuses and (annotations.statuses[id_] is not Status.ACCEPTED)
    }
    if any(_is_ticked(scene, card) for card in scene.cards):
        shown.add(Status.ACCEPTED.value)
    fallen = [
        inference
        for inference in argument_map.inferences.values()
        if annotations.is_inference_rejected(inference)
    ]
    if fallen:  # most often it is an attack
        is_attack = any(inference.polarity is Polarity.CON for inference in fallen)
        shown.add("faint-attack" if is_attack else "faint")
    if not annotations.strengths.keys().isdisjoint(scene.card_refs):
        shown.add("bar")
    elements = (*argument_map.statements, *argument_map.inferences)
    return shown | {
        str(annotations.diagnostics[id_].severity)
        for id_ in elements
        if id_ in annotations.diagnostics
    }


def _is_ticked(scene: Scene, card: Card) -> bool:
    """Whether a statement of a card bears the sign for what stands."""
    statuses = scene.annotations.statuses
    return any(statuses.get(entry.statement.id) is Status.ACCEPTED for entry in card.entries)
