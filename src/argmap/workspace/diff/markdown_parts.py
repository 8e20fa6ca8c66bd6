"""The difference of a map in Markdown: verdicts, findings and changes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from argmap.comparison import Aspect, ElementChange
from argmap.model import Contradiction, Inference, Preference, Section, Source, Status
from argmap.model.question import Sentence
from argmap.model.statement import display_name
from argmap.reporting._text import escape_github_markdown as escape
from argmap.reporting._text import escape_unprintable
from argmap.text.word_diff import diff_words
from argmap.workspace.diff import wording
from argmap.workspace.diff.difference import MapDiff
from argmap.workspace.evaluation_report import count_of

STATUS_MARKS = {Status.ACCEPTED: "✅", Status.REJECTED: "❌", Status.UNDECIDED: "❔"}
_ID = re.compile("&#96;([^`\\s&]+(?:&#[0-9]+;[^`\\s&]*)*?)&#96;")
"""An id between backticks, escaped."""
_MAX_ROWS = 30
"""The number of rows of a table, and of items of a list; further ones are counted."""


def map_lines(diff: MapDiff, *, has_verdicts: bool = True) -> Iterator[str]:
    """Yield the difference of one map: its verdicts first, details folded.

    Without ``has_verdicts``, only its findings and changes, without a heading.
    """
    if has_verdicts:
        yield f"#### {code(diff.name)}"
        yield ""
        yield from verdict_lines(diff)
    yield from finding_lines(diff)
    if not diff.is_part:
        yield from _change_lines(diff, is_folded=has_verdicts)


def verdict_lines(diff: MapDiff) -> Iterator[str]:
    """Yield the verdicts that flip, with their causes, and the questions answered otherwise."""
    flips = diff.verdicts.flips
    for flip in flips:
        if not flip.is_thesis:
            continue
        statement = diff.comparison.new.statements[flip.new_id]
        mark = STATUS_MARKS[flip.new_status]
        yield (
            f"{mark} **The thesis {safe(display_name(statement))} flips: "
            f"{flip.old_status.value} → {flip.new_status.value}.** {safe(statement.text)}"
        )
        yield ""
        before, after = diff.verdicts.chains(flip)
        yield from _chain_lines("Before", before)
        yield from _chain_lines("Now", after)
        yield ""
    if flips:
        yield "| | Statement | Before | Now | Because |"
        yield "| --- | --- | --- | --- | --- |"
        for flip in flips[:_MAX_ROWS]:
            statement = diff.comparison.new.statements[flip.new_id]
            cause = diff.verdicts.cause(flip)
            sentences = wording.cause_sentences(cause, diff.comparison)
            cells = (
                STATUS_MARKS[flip.new_status],
                safe(display_name(statement)),
                flip.old_status.value,
                flip.new_status.value,
                safe("; ".join(sentences)),
            )
            yield f"| {' | '.join(cells)} |"
        yield from _rest(len(flips) - _MAX_ROWS, "verdicts")
        yield ""
    if not flips and diff.comparison.new.theses:
        yield "The verdict on the thesis stays the same."
        yield ""
    for change in diff.verdicts.answers:
        question = diff.comparison.new.questions[change.new_id]
        old = wording.answer_words(change.old_answer, diff.comparison.old)
        new = wording.answer_words(change.new_answer, diff.comparison.new)
        yield f"❔ **{safe(question.text)}** was {safe(old)}; now it is {safe(new)}."
        yield ""


def _chain_lines(label: str, chain: tuple[str, ...]) -> Iterator[str]:
    for depth, line in enumerate(chain):
        sentence = safe(line.strip().removeprefix("└").strip())
        yield f"{'  ' * depth}- {f'{label}: ' if not depth else ''}{sentence}"


def finding_lines(diff: MapDiff) -> Iterator[str]:
    """Yield the findings that are new, and those that are fixed."""
    for title, diagnostics in (("New findings", diff.findings), ("Fixed findings", diff.fixed)):
        if not diagnostics:
            continue
        yield f"**{title}: {len(diagnostics):,}**"
        yield ""
        for diagnostic in diagnostics[:_MAX_ROWS]:
            place = f"{diagnostic.location.source.name}:{diagnostic.location.start.line}"
            yield (
                f"- {diagnostic.severity} {diagnostic.code} {code(place)} "
                f"{safe(diagnostic.message)}"
            )
        yield from _rest(len(diagnostics) - _MAX_ROWS, "findings")
        yield ""


def _change_lines(diff: MapDiff, *, is_folded: bool) -> Iterator[str]:
    comparison = diff.comparison
    changes = [change for change in comparison.changes if not comparison.is_implied(change)]
    lines = [f"- {safe(line)}" for line in wording.map_attribute_lines(comparison)]
    lines += [
        f"- {count_of(count, 'statement')} moved from {code(old)} to {code(new)}"
        for (old, new), count in comparison.moved_files.items()
    ]
    lines += [f"- {code(old)} is now called {code(new)}" for old, new in comparison.renamed.items()]
    for change in changes:
        lines += _lines_of(change, diff)
    if not lines:
        return
    if is_folded:
        yield f"<details><summary>{count_of(len(lines), 'change')}</summary>"
        yield ""
    yield from lines[: 4 * _MAX_ROWS]
    yield from _rest(len(lines) - 4 * _MAX_ROWS, "changes")
    yield ""
    if is_folded:
        yield "</details>"
        yield ""


def _lines_of(change: ElementChange, diff: MapDiff) -> list[str]:
    comparison, element = diff.comparison, change.element
    if isinstance(element, Inference | Contradiction | Preference):
        if isinstance(element, Inference) and change.old is not None and change.new is not None:
            old = wording.relation_of(change.old, comparison.old)
            new = wording.relation_of(change.new, comparison.aligned)
            return [f"- {safe(new)} (before: {safe(old)})"] if old != new else []
        verb = "new" if change.old is None else "removed"
        return [f"- {verb}: {safe(wording.relation(change, comparison))}"]
    name = safe(wording.element_name(change))
    text = element.text if isinstance(element, Sentence) else element.title
    if change.old is None or change.new is None:
        verb = "new" if change.old is None else "removed"
        is_named = getattr(element, "is_named", True)
        return [f"- {verb}: {name}" + (f" “{safe(text)}”" if is_named else "")]
    assert isinstance(element, Sentence | Source | Section)
    parts = []
    if Aspect.KIND in change.aspects:
        parts.append(f"was {change.old.kind}")  # type: ignore[union-attr]
    if Aspect.WORDING in change.aspects:
        attribute = "text" if "text" in change.attributes else "title"
        parts.append(_word_diff(getattr(change.old, attribute), getattr(change.new, attribute)))
    if Aspect.EVIDENCE in change.aspects:
        old_citations = wording.citation_words(change.old.citations)  # type: ignore[union-attr]
        new_citations = wording.citation_words(change.new.citations)  # type: ignore[union-attr]
        parts.append(f"cites {safe(new_citations)} instead of {safe(old_citations)}")
    if Aspect.PLACE in change.aspects:
        parts.append(f"moved {safe(wording.place_words(change, comparison))}")
    parts += map(safe, wording.attribute_lines(change))
    return [f"- {name}: {'; '.join(parts)}"] if parts else []


def _word_diff(old: str, new: str) -> str:
    pieces = []
    for piece in diff_words(old, new):
        if piece.is_common:
            pieces.append(safe(piece.old))
            continue
        if piece.old.strip():
            pieces.append(f"<del>{safe(piece.old)}</del>")
        if piece.new.strip():
            pieces.append(f"<ins>{safe(piece.new)}</ins>")
    return "".join(pieces)


def _rest(count: int, noun: str) -> Iterator[str]:
    if count > 0:
        yield ""
        yield f"… and {count:,} more {noun}"


def safe(text: str) -> str:
    """Return text that Markdown shows literally on one line."""
    plain = escape(escape_unprintable(text.replace("\n", " ")))
    return _ID.sub(r"<code>\1</code>", plain)


def code(name: str) -> str:
    """Return a name as code."""
    return f"<code>{safe(name)}</code>"
