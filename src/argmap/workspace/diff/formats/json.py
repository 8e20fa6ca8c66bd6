"""The whole difference as JSON; the format is described in ``docs/comparing.md``.

Nothing is left out or shortened. Ids are those of the version that a key names; ``id`` alone is the
id in the new version, or in the old one for what was removed.
"""

from __future__ import annotations

import json
from typing import Any

from argmap.comparison import AnswerChange, Cause, Comparison, ElementChange, Flip
from argmap.comparison.replay import main_change
from argmap.evaluation import Answer
from argmap.model import Contradiction, Inference, Preference, Section, Source
from argmap.model.question import Sentence
from argmap.workspace.diff import wording
from argmap.workspace.diff.difference import Diff, MapDiff

VERSION = 1
"""The version of the output. It changes if a key is removed or changes its meaning."""

_SEARCH_LIMIT = "search-limit"
"""Why a flip has no cause: the causes of other flips were searched for as long as is allowed."""

_DIGITS = 9
"""The decimals of a strength; further ones differ between machines."""


def write(diff: Diff, *, color: bool) -> str:  # noqa: ARG001
    """Return the difference as a JSON object."""
    data = {
        "version": VERSION,
        "old": diff.old_label,
        "new": diff.new_label,
        "same": diff.is_same,
        "added": list(diff.added),
        "removed": list(diff.removed),
        "maps": [_map(map_diff) for map_diff in diff.maps if not map_diff.is_same],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _map(diff: MapDiff) -> dict[str, Any]:
    comparison, verdicts = diff.comparison, diff.verdicts
    return {
        "file": diff.name,
        "old_file": diff.old_name,
        "part": diff.is_part,
        "flips": [_flip(diff, flip) for flip in verdicts.flips],
        "answers": [_answer(change) for change in verdicts.answers],
        "strengths": [
            {
                "id": change.new_id,
                "old": round(change.old_strength, _DIGITS),
                "new": round(change.new_strength, _DIGITS),
            }
            for change in verdicts.strengths
        ],
        "findings": {
            "new": [_finding(diagnostic) for diagnostic in diff.findings],
            "fixed": [_finding(diagnostic) for diagnostic in diff.fixed],
        },
        "map": {
            "thesis" if name == "named_theses" else name: [_plain(old), _plain(new)]
            for name, (old, new) in comparison.map_attributes.items()
        },
        "changes": [_change(change, comparison) for change in comparison.changes],
        "renamed": dict(comparison.renamed),
        "moved_files": [
            {"from": old, "to": new, "statements": count}
            for (old, new), count in comparison.moved_files.items()
        ],
        "reordered": comparison.reordered_count,
        "changed_files": diff.changed_files,
    }


def _flip(diff: MapDiff, flip: Flip) -> dict[str, Any]:
    before, after = diff.verdicts.chains(flip)
    cause = diff.verdicts.cause(flip)
    return {
        "id": flip.new_id,
        "old_id": flip.id,
        "thesis": flip.is_thesis,
        "old": flip.old_status.value,
        "new": flip.new_status.value,
        "old_explanation": [line.strip().removeprefix("└ ") for line in before],
        "new_explanation": [line.strip().removeprefix("└ ") for line in after],
        "cause": None if cause is None else _cause(cause, diff.comparison),
        "cause_missing": _SEARCH_LIMIT if cause is None else None,
    }


def _cause(cause: Cause, comparison: Comparison) -> dict[str, Any]:
    return {
        "edits": [_edit(edit, comparison) for edit in cause.edits],
        "smallest": cause.is_smallest,
        "alternatives": [_edit(edit, comparison) for edit in cause.alternatives],
    }


def _edit(edit: tuple[ElementChange, ...], comparison: Comparison) -> dict[str, Any]:
    return {
        "summary": wording.edit_clause(edit, comparison),
        "id": main_change(edit).id,
        "changes": [change.id for change in edit],
    }


def _answer(change: AnswerChange) -> dict[str, Any]:
    def data(answer: Answer) -> dict[str, list[str]]:
        return {"accepted": list(answer.accepted), "undecided": list(answer.undecided)}

    return {
        "id": change.new_id,
        "old_id": change.id,
        "old": data(change.old_answer),
        "new": data(change.new_answer),
    }


def _finding(diagnostic: Any) -> dict[str, Any]:
    start = diagnostic.location.start
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "element": diagnostic.element,
        "file": diagnostic.location.source.name,
        "line": start.line,
        "column": start.column,
    }


def _change(change: ElementChange, comparison: Comparison) -> dict[str, Any]:
    data: dict[str, Any] = {
        "id": change.id,
        "element": _element_kind(change.element),
        "change": "added" if change.old is None else "removed" if change.new is None else "changed",
        "aspects": [aspect.value for aspect in change.aspects],
    }
    if change.old is not None and change.new is not None:
        data["attributes"] = {
            name: [_plain(getattr(change.old, name)), _plain(getattr(change.new, name))]
            for name in change.attributes
        }
        if isinstance(change.element, Sentence):
            data["new_id"] = comparison.matching.sentences.by_old.get(change.id, change.id)
    elif isinstance(change.element, Sentence):
        data["text"] = change.element.text
    elif isinstance(change.element, Inference | Contradiction | Preference):
        data["text"] = wording.relation(change, comparison)
    elif isinstance(change.element, Source | Section):
        data["text"] = change.element.title
    return data


def _element_kind(element: object) -> str:
    return element.kind if isinstance(element, Sentence) else type(element).__name__.lower()


def _plain(value: Any) -> Any:
    """Return a value of the model as JSON data."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, tuple):
        if value and hasattr(value[0], "quotation"):
            return [wording.citation_words((citation,)) for citation in value]
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return str(value) if not hasattr(value, "value") or hasattr(value, "word") else value.value
