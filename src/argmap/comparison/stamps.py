"""Reviews: which statements a reviewer has approved, and whether they are what the reviewer saw.

A stamp records what a reviewer saw: the content of a statement, what its verdict depends on
directly, and everything that its verdict depends on. That is its shortest dispute tree
(`argmap.evaluation.explanation`). A change that cannot reach a verdict, or that leaves a verdict
and its explanation as they were, therefore makes no stamp suspect.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from attrs import asdict, fields, frozen

from argmap.evaluation import Evaluation
from argmap.evaluation.explanation import DisputeTrees, build_dispute_tree
from argmap.model import Statement
from argmap.text.comparison import alphanumeric_key

DIGEST_LENGTH = 16
_NOT_REVIEWED = frozenset({"id", "is_named", "section", "was", "note", "tags", "label", "expect"})
"""Fields that are no part of what a statement says."""


class ReviewState(Enum):
    """Whether a statement is reviewed as it is now."""

    UNREVIEWED = "unreviewed"
    CURRENT = "current"
    CHANGED = "changed"
    """The statement itself differs from what was reviewed."""
    SUSPECT = "suspect"
    """What its verdict depends on directly differs, or the verdict."""
    SUSPECT_UPSTREAM = "suspect-upstream"
    """Something farther away that its verdict depends on differs."""

    @property
    def is_due(self) -> bool:
        """Whether it should be read again."""
        return self is not ReviewState.CURRENT

    @property
    def is_suspect(self) -> bool:
        """Whether it is as it was reviewed, but something that its verdict depends on is not."""
        return self in (ReviewState.SUSPECT, ReviewState.SUSPECT_UPSTREAM)

    @property
    def is_out_of_date(self) -> bool:
        """Whether it was reviewed, and should be read again."""
        return self.is_suspect or self is ReviewState.CHANGED


class Fingerprints(NamedTuple):
    """Digests of a statement: its content, and what its verdict depends on, directly or at all."""

    content: str
    near: str
    basis: str


@frozen(order=True)
class Stamp:
    """The record of a review.

    Attributes:
        map: The file name of the map.
        id: The id of the statement.
        date: The day of the review, in ISO 8601.
        author: Who wrote the reviewed statement according to git; empty if that is not known.
        note: Why the reviewer approved it.
    """

    map: str
    id: str
    fingerprints: Fingerprints
    date: str
    reviewer: str
    author: str = ""
    note: str = ""

    @property
    def is_self_review(self) -> bool:
        """Whether the author of the statement is known, and is the reviewer."""
        return bool(self.author) and _comparable(self.author) == _comparable(self.reviewer)


def _comparable(name: str) -> str:
    return " ".join(name.casefold().split())


def review_state(stamp: Stamp | None, fingerprints: Fingerprints) -> ReviewState:
    """Return the state of a statement, given its stamp and what it is now."""
    if stamp is None:
        return ReviewState.UNREVIEWED
    reviewed = stamp.fingerprints
    if reviewed.content != fingerprints.content:
        return ReviewState.CHANGED
    if reviewed.near != fingerprints.near:
        return ReviewState.SUSPECT
    if reviewed.basis != fingerprints.basis:
        return ReviewState.SUSPECT_UPSTREAM
    return ReviewState.CURRENT


class Fingerprinter:
    """Computes the fingerprints of the statements of a map."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._map = evaluation.argument_map

    @cached_property
    def _trees(self) -> DisputeTrees:
        return DisputeTrees(self._evaluation.framework, self._evaluation.labelling)

    @cached_property
    def contents(self) -> dict[str, str]:
        return {
            id_: _digest(self._content(statement))
            for id_, statement in self._map.statements.items()
        }

    def fingerprints(self, id_: str) -> Fingerprints:
        """Return the fingerprints of a statement."""
        tree = build_dispute_tree(self._evaluation, id_, self._trees).children
        status = self._evaluation.status(id_).value
        near = sorted(self._node(child) for child in self._near(id_, tree))
        basis = sorted(
            f"{self._node(node)}>{','.join(sorted(map(self._node, children)))}"
            for node, children in tree.items()
        )
        return Fingerprints(self.contents[id_], _digest([status, near]), _digest([status, basis]))

    def path_to_change(self, id_: str, changed: frozenset[str]) -> tuple[str, ...]:
        """Return the shortest path from a statement to a changed one that its verdict depends on.

        Args:
            id_: The statement.
            changed: The ids of statements that differ from what was reviewed.
        """
        tree = build_dispute_tree(self._evaluation, id_, self._trees).children
        came_from: dict[str, str | None] = {id_: None}
        queue = [id_]
        for node in queue:  # grows during the iteration
            if node in changed and node != id_:
                return self._statements_on_path(node, came_from)
            for child in tree.get(node, ()):
                if child not in came_from:
                    came_from[child] = node
                    queue.append(child)
        return ()

    def _statements_on_path(self, node: str, came_from: dict[str, str | None]) -> tuple[str, ...]:
        path: list[str] = []
        current: str | None = node
        while current is not None:
            if current in self._map.statements:
                path.append(current)
            current = came_from[current]
        return tuple(reversed(path))

    def _near(self, id_: str, tree: dict[str, tuple[str, ...]]) -> Iterator[str]:
        """Yield the statements that a verdict depends on through one inference, or directly."""
        for child in tree.get(id_, ()):
            yield child
            if child in self._map.inferences:
                yield from tree.get(child, ())

    def _node(self, id_: str) -> str:
        """Return the content and the status of a statement or an inference."""
        status = self._evaluation.status(id_).value
        if id_ in self.contents:
            return f"{self.contents[id_]}:{status}"
        inference = self._map.inferences[id_]
        premises = ",".join(sorted(self.contents[premise] for premise in inference.premises))
        return f"{inference.polarity.value}:{premises}:{inference.confidence}:{status}"

    def _content(self, statement: Statement) -> list[Any]:
        """Return what a statement says, and what it bears on, without ids and layout."""
        values = [
            (field.name, _plain(getattr(statement, field.name)))
            for field in fields(type(statement))
            if field.eq and field.name not in _NOT_REVIEWED
        ]
        relations = sorted(
            [
                inference.polarity.value,
                alphanumeric_key(self._map.statements[inference.conclusion].text),
                inference.scheme or "",
            ]
            for inference in self._map.inferences_from.get(statement.id, ())
        )
        return [statement.kind, values, relations]


def _plain(value: Any) -> Any:
    if hasattr(value, "__attrs_attrs__"):
        return {k: _plain(v) for k, v in asdict(value, recurse=False).items() if k != "location"}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return getattr(value, "value", value)


def _digest(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=True, sort_keys=True)
    return sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]


class MapReviews:
    """The reviews of a map, compared with what the map is now.

    Attributes:
        stamps: The stamps of the map, by the ids of the statements.
    """

    def __init__(self, evaluation: Evaluation, stamps: Mapping[str, Stamp]) -> None:
        self._statements = evaluation.argument_map.statements
        self.stamps = stamps
        self._fingerprinter = Fingerprinter(evaluation)

    @cached_property
    def states(self) -> dict[str, ReviewState]:
        """The states of all statements by id, in the author's order."""
        return {
            id_: review_state(stamp, self.fingerprints(id_)) if stamp else ReviewState.UNREVIEWED
            for id_ in self._statements
            for stamp in (self.stamps.get(id_),)
        }

    def fingerprints(self, id_: str) -> Fingerprints:
        """Return what a stamp of a statement contains now."""
        return self._fingerprinter.fingerprints(id_)

    def path_to_change(self, id_: str) -> tuple[str, ...]:
        """Return the ids from a suspect statement to the nearest changed or unreviewed one.

        Empty if there is none, because what the verdict depended on was removed.
        """
        return self._fingerprinter.path_to_change(id_, self._changed)

    @cached_property
    def _changed(self) -> frozenset[str]:
        states = (ReviewState.CHANGED, ReviewState.UNREVIEWED)
        return frozenset(id_ for id_, state in self.states.items() if state in states)

    @property
    def stale(self) -> list[str]:
        """The ids of the stamps whose statements the map does not have."""
        return [id_ for id_ in self.stamps if id_ not in self._statements]

    def new_id(self, stale: str) -> str | None:
        """Return the present id of the statement of a stale stamp, or None if it is not known.

        It is the statement that names the old id in ``was``, or else the only statement without a
        review that has the same content.
        """
        renamed = [id_ for id_, statement in self._statements.items() if stale in statement.was]
        candidates = renamed or self._unreviewed.get(self.stamps[stale].fingerprints.content, [])
        if len(candidates) != 1 or candidates[0] in self.stamps:
            return None
        return candidates[0]

    @cached_property
    def _unreviewed(self) -> dict[str, list[str]]:
        """The ids of the statements without a stamp, by the digests of their contents."""
        ids: dict[str, list[str]] = {}
        for id_ in self._statements:
            if id_ not in self.stamps:
                ids.setdefault(self._fingerprinter.contents[id_], []).append(id_)
        return ids
