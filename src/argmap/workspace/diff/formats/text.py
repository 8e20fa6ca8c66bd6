"""The difference for a terminal: the most important first, as in `git diff` and `explain`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from argmap.comparison import Aspect, Comparison, ElementChange, Flip
from argmap.model import Contradiction, Inference, Preference, Section, Source, Status
from argmap.model.question import Sentence
from argmap.model.statement import display_name
from argmap.reporting._text import (
    STYLE_BY_SEVERITY,
    Paint,
    TerminalStyle,
    display_location,
    escape_unprintable,
    paint_ansi,
    paint_plain,
    shorten,
)
from argmap.text.word_diff import diff_words
from argmap.workspace.diff import wording
from argmap.workspace.diff.difference import Diff, MapDiff
from argmap.workspace.evaluation_report import MARKS, count_of

_MAX_FLIPS = 12
"""The number of flips beside those of theses that are listed; further ones are counted."""
_MAX_LINES = 40
"""The number of changes of one kind that are listed."""
_TEXT_WIDTH = 160


def write(diff: Diff, *, color: bool) -> str:
    """Return the difference as text."""
    writer = _Writer(paint_ansi if color else paint_plain)
    return "\n".join(writer.lines(diff)) + "\n"


def change_lines(diff: MapDiff) -> list[str]:
    """Return the difference of one map as plain lines, without its name."""
    return list(_Writer(paint_plain).map_lines(diff))[1:]


class _Writer:
    def __init__(self, paint: Paint) -> None:
        self._paint = paint

    def lines(self, diff: Diff) -> Iterator[str]:
        yield self._strong(f"{diff.old_label} → {diff.new_label}")
        if diff.is_same:
            yield "Nothing changed in meaning." + _layout_note(diff)
            return
        for name in diff.added:
            yield self._added(f"+ new map {name}")
        for name in diff.removed:
            yield self._removed(f"- removed map {name}")
        changed = [map_diff for map_diff in diff.maps if not map_diff.is_same]
        for map_diff in changed:
            yield ""
            yield from self.map_lines(map_diff)
        if note := _layout_note(diff):
            yield ""
            yield note.strip()

    def map_lines(self, diff: MapDiff) -> Iterator[str]:
        """Yield the difference of one map."""
        name = diff.name if diff.name == diff.old_name else f"{diff.old_name} → {diff.name}"
        yield self._strong(escape_unprintable(name))
        own = (self._flips, self._answers, self._findings)
        every = (
            *(self._flips, self._answers, self._map_attributes, self._strengths, self._findings),
            *(self._evidence, self._statements, self._relations, self._others),
        )
        for section in own if diff.is_part else every:
            yield from section(diff)

    # ---- Verdicts -------------------------------------------------------------------------------

    def _flips(self, diff: MapDiff) -> Iterator[str]:
        flips = diff.verdicts.flips
        theses = [flip for flip in flips if flip.is_thesis]
        others = [flip for flip in flips if not flip.is_thesis]
        for flip in theses:
            yield from self._flip(diff, flip)
        if not theses and diff.comparison.new.theses and flips:
            yield "  The verdict on the thesis stays the same."
        if not others:
            return
        noun = "other verdict flips" if theses else "verdict flips"
        many = "other verdicts flip" if theses else "verdicts flip"
        yield f"  {len(others):,} {noun if len(others) == 1 else many}"
        for flip in others[:_MAX_FLIPS]:
            name = display_name(diff.comparison.new.statements[flip.new_id])
            statuses = f"{flip.old_status.value} → {flip.new_status.value}"
            yield f"    {statuses}: {escape_unprintable(name)}"
            yield from self._cause(diff, flip, "        ")
        if (rest := len(others) - _MAX_FLIPS) > 0:
            yield f"    … and {rest:,} more"

    def _flip(self, diff: MapDiff, flip: Flip) -> Iterator[str]:
        statement = diff.comparison.new.statements[flip.new_id]
        sentence = f"the thesis {display_name(statement)} flips: "
        statuses = f"{flip.old_status.value} → {flip.new_status.value}"
        mark = MARKS[flip.new_status]
        style = self._added if flip.new_status is Status.ACCEPTED else self._removed
        yield "  " + style(escape_unprintable(f"{mark} {sentence}{statuses}"))
        yield f"      {shorten(statement.text, _TEXT_WIDTH)}"
        before, after = diff.verdicts.chains(flip)
        for label, chain in (("before", before), ("now", after)):
            for index, line in enumerate(chain):
                yield f"      {label if not index else '':<8}{escape_unprintable(line)}"
        yield from self._cause(diff, flip, "      ")

    def _cause(self, diff: MapDiff, flip: Flip, indentation: str) -> Iterator[str]:
        cause = diff.verdicts.cause(flip)
        for index, sentence in enumerate(wording.cause_sentences(cause, diff.comparison)):
            label = "because" if not index else "and"
            if sentence.startswith(("also", "(", "…")):
                label = ""
            yield f"{indentation}{label:<8}{escape_unprintable(sentence)}"

    def _answers(self, diff: MapDiff) -> Iterator[str]:
        comparison = diff.comparison
        for change in diff.verdicts.answers:
            question = comparison.new.questions[change.new_id]
            yield f"  ? question {display_name(question)}: {shorten(question.text, _TEXT_WIDTH)}"
            old = wording.answer_words(change.old_answer, comparison.old)
            new = wording.answer_words(change.new_answer, comparison.new)
            yield f"      before  {escape_unprintable(old)}"
            yield f"      now     {escape_unprintable(new)}"

    def _map_attributes(self, diff: MapDiff) -> Iterator[str]:
        lines = list(wording.map_attribute_lines(diff.comparison))
        if lines:
            yield "  The map itself"
            yield from (f"    {shorten(line, _TEXT_WIDTH)}" for line in lines)

    def _strengths(self, diff: MapDiff) -> Iterator[str]:
        changes = diff.verdicts.strengths
        if not changes:
            return
        yield f"  Strength of {count_of(len(changes), 'statement')}"
        for change in changes[:_MAX_FLIPS]:
            name = display_name(diff.comparison.new.statements[change.new_id])
            numbers = f"{change.old_strength:.2f} → {change.new_strength:.2f}"
            yield f"    {numbers}  {escape_unprintable(name)}"
        if (rest := len(changes) - _MAX_FLIPS) > 0:
            yield f"    … and {rest:,} more"

    # ---- Findings -------------------------------------------------------------------------------

    def _findings(self, diff: MapDiff) -> Iterator[str]:
        if not (diff.findings or diff.fixed):
            return
        yield f"  Findings: {len(diff.findings):,} new, {len(diff.fixed):,} fixed"
        for diagnostics, mark, paint in (
            (diff.findings, "+", self._removed),
            (diff.fixed, "-", self._added),
        ):
            for diagnostic in diagnostics[:_MAX_LINES]:
                code = self._paint(
                    f"{diagnostic.severity}[{diagnostic.code}]",
                    STYLE_BY_SEVERITY[diagnostic.severity],
                )
                location = display_location(diagnostic)
                yield f"    {paint(mark)} {location}: {code} {shorten(diagnostic.message)}"
            if (rest := len(diagnostics) - _MAX_LINES) > 0:
                yield f"    … and {rest:,} more"

    # ---- Changes --------------------------------------------------------------------------------

    def _evidence(self, diff: MapDiff) -> Iterator[str]:
        changes = [c for c in diff.comparison.changes if Aspect.EVIDENCE in c.aspects]
        yield from self._list("Citations", changes, self._citation_lines)
        sources = list(diff.comparison.of_kind(Source))
        yield from self._list("Sources", sources, self._element_lines(diff.comparison))

    def _citation_lines(self, change: ElementChange) -> Iterator[str]:
        old, new = change.old, change.new
        assert isinstance(old, Sentence)
        assert isinstance(new, Sentence)
        yield f"{wording.element_name(change)}:"
        yield self._removed(f"  - {shorten(wording.citation_words(old.citations), _TEXT_WIDTH)}")
        yield self._added(f"  + {shorten(wording.citation_words(new.citations), _TEXT_WIDTH)}")

    def _statements(self, diff: MapDiff) -> Iterator[str]:
        comparison = diff.comparison
        changes = [
            change
            for change in comparison.of_kind(Sentence)
            if change.aspects != (Aspect.EVIDENCE,)
        ]
        renamed = [
            f"= {_quoted(old)} is now called {_quoted(new)}"
            for old, new in comparison.renamed.items()
        ]
        moved = [
            f"→ {count_of(count, 'statement')} moved from {old} to {new}"
            for (old, new), count in comparison.moved_files.items()
        ]
        if not (changes or renamed or moved):
            return
        yield f"  Statements: {_counts(changes)}".rstrip(" :")
        yield from self._limited(moved + renamed)
        yield from self._limited(
            [line for change in changes for line in self._element_lines(comparison)(change)]
        )

    def _relations(self, diff: MapDiff) -> Iterator[str]:
        comparison = diff.comparison
        changes = [
            change
            for change in comparison.of_kind(Inference, Contradiction, Preference)
            if not comparison.is_implied(change)
        ]
        yield from self._list("Relations", changes, self._element_lines(comparison))

    def _others(self, diff: MapDiff) -> Iterator[str]:
        sections = list(diff.comparison.of_kind(Section))
        yield from self._list("Sections", sections, self._element_lines(diff.comparison))

    def _element_lines(self, comparison: Comparison) -> Callable[[ElementChange], Iterator[str]]:
        def lines(change: ElementChange) -> Iterator[str]:
            if isinstance(change.element, Inference | Contradiction | Preference):
                yield from self._relation_lines(change, comparison)
                return
            element = change.element
            text: str = getattr(element, "text", "") or getattr(element, "title", "")
            name = wording.element_name(change)
            if change.old is None:
                yield self._added(f"+ {name}{_text_after(name, text)}")
            elif change.new is None:
                yield self._removed(f"- {name}{_text_after(name, text)}")
            else:
                yield from self._changed_lines(change, name, comparison)

        return lines

    def _changed_lines(
        self, change: ElementChange, name: str, comparison: Comparison
    ) -> Iterator[str]:
        notes = []
        if Aspect.KIND in change.aspects:
            notes.append(f"was {change.old.kind}")  # type: ignore[union-attr]
        if Aspect.PLACE in change.aspects:
            notes.append(f"moved {wording.place_words(change, comparison)}")
        if Aspect.RELATIONS in change.aspects:
            notes.append("has other options")
        notes += wording.attribute_lines(change)
        if Aspect.WORDING in change.aspects:
            attribute = "text" if "text" in change.attributes else "title"
            words = self._word_diff(getattr(change.old, attribute), getattr(change.new, attribute))
            yield f"~ {escape_unprintable(name)}: {words}"
            yield from (f"    {shorten(note, _TEXT_WIDTH)}" for note in notes)
        elif notes:
            yield f"~ {escape_unprintable(name)}: {shorten('; '.join(notes), 2 * _TEXT_WIDTH)}"

    def _relation_lines(self, change: ElementChange, comparison: Comparison) -> Iterator[str]:
        if change.old is None:
            yield self._added(f"+ {wording.relation(change, comparison)}")
            return
        if change.new is None:
            yield self._removed(f"- {wording.relation(change, comparison)}")
            return
        if Aspect.RELATIONS in change.aspects:
            yield self._removed(f"- {wording.relation_of(change.old, comparison.old)}")
            yield self._added(f"+ {wording.relation_of(change.new, comparison.aligned)}")
        notes = list(wording.attribute_lines(change))
        if notes:
            yield f"~ {wording.relation(change, comparison)}: {'; '.join(notes)}"

    def _word_diff(self, old: str, new: str) -> str:
        pieces = []
        for piece in diff_words(old, new):
            if piece.is_common:
                pieces.append(escape_unprintable(piece.old))
                continue
            if piece.old:
                pieces.append(self._removed(f"[-{escape_unprintable(piece.old)}-]"))
            if piece.new:
                pieces.append(self._added(f"{{+{escape_unprintable(piece.new)}+}}"))
        return "".join(pieces)

    def _list(
        self,
        title: str,
        changes: Sequence[ElementChange],
        lines: Callable[[ElementChange], Iterator[str]],
    ) -> Iterator[str]:
        if changes:
            yield f"  {title}: {_counts(changes)}"
            yield from self._limited([line for change in changes for line in lines(change)])

    def _limited(self, lines: Sequence[str]) -> Iterator[str]:
        yield from (f"    {line}" for line in lines[:_MAX_LINES])
        if (rest := len(lines) - _MAX_LINES) > 0:
            yield f"    … and {rest:,} more lines; --format json lists all"

    # ---- Styles ---------------------------------------------------------------------------------

    def _strong(self, text: str) -> str:
        return self._paint(escape_unprintable(text), TerminalStyle.STRONG)

    def _added(self, text: str) -> str:
        return self._paint(escape_unprintable(text), TerminalStyle.ADDED)

    def _removed(self, text: str) -> str:
        return self._paint(escape_unprintable(text), TerminalStyle.REMOVED)


def _quoted(id_: str) -> str:
    return f"`{id_}`"


def _text_after(name: str, text: str) -> str:
    """Return the text of an element after its name, unless the name consists of it."""
    return "" if not text or text in name or "“" in name else f" “{shorten(text, _TEXT_WIDTH)}”"


def _counts(changes: Sequence[ElementChange]) -> str:
    """Return how many elements were added, removed and changed."""
    added = sum(change.old is None for change in changes)
    removed = sum(change.new is None for change in changes)
    words = {
        "added": added,
        "removed": removed,
        "changed": len(changes) - added - removed,
    }
    return ", ".join(f"{count:,} {word}" for word, count in words.items() if count)


def _layout_note(diff: Diff) -> str:
    """Return how much of the order and the layout differs."""
    notes = []
    if count := sum(map_diff.comparison.reordered_count for map_diff in diff.maps):
        notes.append(f"{count_of(count, 'statement')} in another order")
    unchanged = [map_diff for map_diff in diff.maps if map_diff.is_same]
    if count := sum(map_diff.changed_files for map_diff in unchanged):
        notes.append(f"{count_of(count, 'file')} with another layout or other comments")
    return f" Not listed: {'; '.join(notes)}." if notes else ""
