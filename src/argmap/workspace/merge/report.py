"""The report of a merge: conflicts, and verdicts and errors that none of the versions had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from argmap.comparison import AnswerChange, Flip, VerdictChanges, VerdictConflict
from argmap.diagnostics import Diagnostic
from argmap.evaluation import deciding_chain
from argmap.model.statement import display_name
from argmap.reporting._text import display_location, shorten
from argmap.workspace.diff.wording import answer_words
from argmap.workspace.evaluation_report import MARKS, count_of

if TYPE_CHECKING:
    from argmap.workspace.merge.files import FileMerge

_MAX_VERDICTS = 12
"""The number of verdicts that are explained; further ones are counted."""
_MAX_LINES = 40
_TEXT_WIDTH = 160


@frozen(eq=False)
class MergedMap:
    """What a merged map says that none of the merged versions said.

    Attributes:
        name: The name of the map's file.
        labels: The names of the versions.
        changes: The comparisons of each version with the merged map.
        conflicts: The verdicts that none of the versions had.
        errors: The errors that none of the versions had.
    """

    name: str
    labels: tuple[str, ...]
    changes: tuple[VerdictChanges, ...]
    conflicts: tuple[VerdictConflict, ...]
    errors: tuple[Diagnostic, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether the merged map says nothing that has to be reviewed."""
        return not (self.conflicts or self.errors)


def report_file_merge(merge: FileMerge) -> Iterator[str]:
    """Yield the lines about the merge of a file; none if it is clean and elements were merged."""
    for old, new in merge.renamed[:_MAX_LINES]:
        yield f"{merge.name}: references to `{old}` are now to `{new}`"
    if merge.line_reason:
        yield f"{merge.name}: merged line by line, because {merge.line_reason}"
        if merge.has_line_conflicts:
            yield "  resolve the conflicts between the markers"
    if merge.conflicts:
        yield f"{merge.name}: {count_of(len(merge.conflicts), 'conflict')}"
        for conflict in merge.conflicts[:_MAX_LINES]:
            yield f"  line {conflict.line:,}: {shorten(conflict.name)}: {conflict.reason.value}"
        if (rest := len(merge.conflicts) - _MAX_LINES) > 0:
            yield f"  … and {rest:,} more"
    if merge.merged_map is not None:
        yield from merge_lines_of(merge.merged_map)


def report_maps(maps: Iterable[MergedMap]) -> Iterator[str]:
    """Yield the lines about the maps of a merge."""
    for merged_map in maps:
        yield from merge_lines_of(merged_map)


def merge_lines_of(merged_map: MergedMap) -> Iterator[str]:
    """Yield the lines about a merged map; none if it says nothing new."""
    versions = "neither version" if len(merged_map.labels) == 2 else "none of the versions"  # noqa: PLR2004
    name, conflicts, errors = merged_map.name, merged_map.conflicts, merged_map.errors
    if conflicts:
        what = count_of(len(conflicts), "verdict")
        yield f"{name}: {what} after the merge that {versions} had"
        for conflict in conflicts[:_MAX_VERDICTS]:
            yield from _verdict(merged_map, conflict)
        if (rest := len(conflicts) - _MAX_VERDICTS) > 0:
            yield f"  … and {rest:,} more"
    if errors:
        yield f"{name}: {count_of(len(errors), 'error')} after the merge that {versions} had"
        for error in errors[:_MAX_LINES]:
            yield f"  {display_location(error)}: error[{error.code}] {shorten(error.message)}"
        if (rest := len(errors) - _MAX_LINES) > 0:
            yield f"  … and {rest:,} more"


def _verdict(merged_map: MergedMap, conflict: VerdictConflict) -> Iterator[str]:
    """Yield the verdicts of all versions on a statement, each with its explanation."""
    new = merged_map.changes[0].new_evaluation
    width = max(map(len, (*merged_map.labels, "merged"))) + 2
    if conflict.id in new.argument_map.questions:
        question = new.argument_map.questions[conflict.id]
        yield f"  ? question {display_name(question)} “{shorten(question.text, _TEXT_WIDTH)}”"
        answers = [
            (label, answer_words(change.old_answer, comparison.comparison.old))
            for label, change, comparison in zip(
                merged_map.labels, conflict.changes, merged_map.changes, strict=True
            )
            if isinstance(change, AnswerChange)
        ]
        answers.append(("merged", answer_words(new.answers[conflict.id], new.argument_map)))
        yield from (f"      {label:<{width}}{shorten(words)}" for label, words in answers)
        return
    statement = new.argument_map.statements[conflict.id]
    role = "the thesis" if conflict.is_thesis else statement.kind
    mark = MARKS[new.status(conflict.id)]
    yield f"  {mark} {role} {display_name(statement)} “{shorten(statement.text, _TEXT_WIDTH)}”"
    for label, change, comparison in zip(
        merged_map.labels, conflict.changes, merged_map.changes, strict=True
    ):
        if isinstance(change, Flip):
            chain = deciding_chain(comparison.old_evaluation, change.id)
            yield from _chain(label, chain, width)
    yield from _chain("merged", deciding_chain(new, conflict.id), width)


def _chain(label: str, chain: Iterable[str], width: int) -> Iterator[str]:
    for index, line in enumerate(chain):
        spaces = len(line) - len(line.lstrip(" "))
        text = line[:spaces] + shorten(line[spaces:], _TEXT_WIDTH)
        yield f"      {label if not index else '':<{width}}{text}"
