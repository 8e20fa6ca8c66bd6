"""The legend of a picture: what occurs in it, as it is drawn, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from attrs import evolve, frozen

from argmap.model import Assumption, Context, Sentence, Status
from argmap.rendering.cards.texts import is_own_reading
from argmap.rendering.escaping import clean
from argmap.rendering.scene.roles import Role
from argmap.rendering.scene.scene import Card, Scene


class LineSample(NamedTuple):
    """A line as it is drawn: thin if it is a link across the map, pale if it does not hold."""

    kind: str
    is_link: bool = False
    is_faint: bool = False


@frozen
class LegendItem:
    """An item of the legend.

    Attributes:
        kind: The line, icon or card that is explained.
        symbol: Its symbol where only text can be shown; empty if there is none.
        meaning: The explanation.
        line: The sample, if it is a line.
        sign: The sign that it explains, which is its sample; empty for another sample.
    """

    kind: str
    symbol: str
    meaning: str
    line: LineSample | None = None
    sign: str = ""


class PageNote(Enum):
    """A note on the cards of pages; the value is its sign."""

    CONTINUED = "▸"
    FOLDED = "▸ "
    REPEATED = "◂"
    LINK = "↔"


_LINES = (
    LegendItem("support", "+", "supports"),
    LegendItem("attack", "−", "counts against"),
    LegendItem("rebuttal", "−", "answers an objection"),
    LegendItem("concession", "ring:", "(−) granted, and outweighed"),
    LegendItem("undercut", "×", "attacks the inference, not a premise"),
    LegendItem("rebutting-undercut", "×", "attacks the inference to an objection"),
    LegendItem("conceded-undercut", "(×)", "exception that is granted"),
    LegendItem("option", "○", "option of the question"),
)
"""The lines of each kind."""

_LINKS = (
    LegendItem("support", "thin line:", "supports, elsewhere in the map"),
    LegendItem("attack", "thin line:", "counts against, elsewhere"),
    LegendItem("rebuttal", "thin line:", "answers an objection elsewhere"),
    LegendItem("concession", "thin line:", "granted against a statement elsewhere"),
    LegendItem("undercut", "thin line:", "attacks an inference elsewhere"),
    LegendItem("rebutting-undercut", "thin line:", "attacks an objection’s inference elsewhere"),
    LegendItem("conceded-undercut", "thin line:", "exception elsewhere that is granted"),
    LegendItem("option", "thin line:", "option of a question elsewhere"),
    LegendItem("reference", "gray line:", "the same statement, drawn elsewhere"),
    LegendItem("contradiction", "contradicts:", "cannot both be accepted"),
)
"""The links of each kind."""

_FAINT_ITEM = LegendItem("faint", "pale line:", "an inference that does not hold")
_FAINT_ORDER = ("attack", "support", "rebuttal", "undercut")

_OTHERS = (
    LegendItem("section", "§", "section that begins here", sign="§"),
    LegendItem("named-link", "→", "names what a thin line leads to", sign="→"),
    LegendItem("granted", "(−)", "granted: it counts against, but never decides", sign="(−)"),
    LegendItem("linked", "rows of one box:", "premises that hold only together"),
    LegendItem("docked", "white rows:", "evidence"),
    LegendItem("context", "gray:", "what a reader must know"),
    LegendItem("assumption", "?", "taken as given"),
    LegendItem("reading", "italic:", "our reading, not the source’s words"),
    LegendItem("accepted", "", "accepted"),
    LegendItem("rejected", "REJECTED:", "defeated or unsupported"),
    LegendItem("undecided", "UNDECIDED:", "neither side has won"),
    LegendItem("bar", "0.00:", "strength, from 0 to 1"),
    LegendItem("error", "error:", "the check found an error"),
    LegendItem("warning", "warning:", "the check found a possible problem"),
    LegendItem("info", "info:", "the check has a note"),
)

_NOTE_MEANINGS = {
    PageNote.CONTINUED: "continued on that page",
    PageNote.FOLDED: "sentences that no page shows",
    PageNote.REPEATED: "repeated from that page",
    PageNote.LINK: "line to a statement on that page",
}


def legend_items(scene: Scene) -> list[LegendItem]:
    """Return the legend of a scene: an item for each kind of line, icon and card that occurs."""
    kinds = _kinds_of_annotations(scene)
    for card in scene.cards:
        kinds.update(_signs_on_card(card), _kinds_on_card(card))
    if scene.link_notes:
        kinds.add("named-link")
    lines = list(_line_items(scene))
    if any(item.kind == "concession" for item in lines):  # it explains the sign, too
        kinds.discard("granted")
    others = [item for item in _OTHERS if item.kind in kinds]
    return [*lines, *others, *_colored_tags(scene)]


def page_note_items(notes: set[PageNote]) -> list[LegendItem]:
    """Return the explanations of notes about other pages."""
    return [
        LegendItem(f"note-{note.name.lower()}", note.value, meaning, sign=note.value.strip())
        for note, meaning in _NOTE_MEANINGS.items()
        if note in notes
    ]


# ---- Lines ---------------------------------------------------------------------------------------


def _line_items(scene: Scene) -> Iterator[LegendItem]:
    """Yield an item for each kind of line and of link, and one for pale lines if there are any.

    The samples of the kinds are not pale, even if all lines of a kind are: otherwise, two equal
    samples would have different meanings.
    """
    samples = set(_samples(scene))
    drawn = {sample._replace(is_faint=False) for sample in samples}
    for is_link, items in ((False, _LINES), (True, _LINKS)):
        for item in items:
            sample = LineSample(item.kind, is_link)
            if sample in drawn:
                yield evolve(item, line=sample)
    faint = [sample for sample in samples if sample.is_faint]
    if faint:
        yield evolve(_FAINT_ITEM, line=min(faint, key=_faint_rank))


def _faint_rank(sample: LineSample) -> tuple[bool, int, str]:
    kind = sample.kind
    order = _FAINT_ORDER.index(kind) if kind in _FAINT_ORDER else len(_FAINT_ORDER)
    return sample.is_link, order, kind


def _samples(scene: Scene) -> Iterator[LineSample]:
    """Yield the lines of a scene: those of the tree, and the links."""
    explained = {item.kind for item in _LINES}
    for card in scene.cards:
        kind = card.line_role.value
        if card.parent is not None and kind in explained:
            yield LineSample(kind, is_faint=scene.is_line_faint(card))
    for link in scene.links:
        yield LineSample(link.kind.value, is_link=True, is_faint=scene.is_faint(link))


# ---- Cards ---------------------------------------------------------------------------------------


def _signs_on_card(card: Card) -> Iterator[str]:
    if card.role is Role.HEADING or any(entry.section_label for entry in card.entries):
        yield "section"
    if card.head.symbol == "(−)":
        yield "granted"


def _kinds_on_card(card: Card) -> Iterator[str]:
    """Yield the kinds of cards and rows that occur on a card."""
    if len(card.premises) > 1:
        yield "linked"
    if card.is_linked and is_own_reading(card.inference):
        yield "reading"
    if isinstance(card.single, Assumption):  # only then, its frame is dotted
        yield card.single.kind
    for entry in card.entries:
        for sentence in (entry.sentence, *entry.docked):
            if isinstance(sentence, Context):
                yield sentence.kind
            if is_own_reading(sentence):
                yield "reading"
        if any(not isinstance(sentence, Context) for sentence in entry.docked):
            yield "docked"


def _drawn_sentences(scene: Scene) -> Iterator[Sentence]:
    for card in scene.cards:
        for entry in card.entries:
            yield entry.sentence
            yield from entry.docked


def _kinds_of_annotations(scene: Scene) -> set[str]:
    """Return the kinds of annotations that occur in the picture."""
    annotations, argument_map = scene.annotations, scene.argument_map
    shown: set[str] = set()
    for sentence in _drawn_sentences(scene):
        status = annotations.statuses.get(sentence.id)
        is_news = annotations.is_detailed or sentence.id in argument_map.questions_of
        if status is not None and (status is not Status.ACCEPTED or is_news):
            shown.add(status.value)
    if not annotations.strengths.keys().isdisjoint(scene.card_refs):
        shown.add("bar")
    elements = (*argument_map.statements, *argument_map.inferences)
    return shown | {
        str(annotations.diagnostics[id_].severity)
        for id_ in elements
        if id_ in annotations.diagnostics
    }


def _colored_tags(scene: Scene) -> Iterator[LegendItem]:
    """Yield the tags in the picture that the theme colors, in alphabetical order."""
    colored = scene.annotations.colored_tags
    if not colored:
        return
    shown: set[str] = set()
    for card in scene.cards:
        if card.is_linked and card.inference is not None:
            shown.update(card.inference.tags)
        for entry in card.entries:
            for sentence in (*entry.docked, *(() if entry.is_reference else (entry.sentence,))):
                shown.update(sentence.tags)
    for tag in sorted(shown & colored):
        yield LegendItem(f"tags.{tag}", "tag:", clean(tag))
