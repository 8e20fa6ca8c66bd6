"""Reviews: which statements a reviewer has approved, and whether they are what the reviewer saw.

A stamp records what a reviewer saw: the content of a statement, what its verdict depends on
directly, and everything that its verdict depends on. That is its shortest dispute tree
(`argmap.evaluation.explanation`). A change that cannot reach a verdict, or that leaves a verdict
and its explanation as they were, therefore makes no stamp suspect.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from attrs import asdict, fields, frozen

from argmap.evaluation import Evaluation
from argmap.evaluation.explanation import DisputeTrees, build_dispute_tree
from argmap.model import Statement
from argmap.text.comparison import alphanumeric_key

VERSION = 1
_HEADER = f"""\
# Who has reviewed which statement. Written by `argmap review`; docs/reviewing.md describes it.
version {VERSION}
"""
_DIGEST_LENGTH = 16
_DIGEST = f"[0-9a-f]{{{_DIGEST_LENGTH}}}"
_LINE = re.compile(
    rf"(?P<map>\S+) (?P<id>\S+) (?P<content>{_DIGEST}) (?P<near>{_DIGEST}) (?P<basis>{_DIGEST}) "
    r"(?P<date>\d{4}-\d{2}-\d{2}) (?P<reviewer>\S+) (?P<note>\S+)"
)
_EMPTY = "-"
_SPECIAL = frozenset(" %#")
"""What is percent-encoded: columns are separated by spaces, and ``#`` begins a comment."""
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
        note: Why the reviewer approved it.
    """

    map: str
    id: str
    fingerprints: Fingerprints
    date: str
    reviewer: str
    note: str = ""


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
    def _contents(self) -> dict[str, str]:
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
        return Fingerprints(self._contents[id_], _digest([status, near]), _digest([status, basis]))

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
        if id_ in self._contents:
            return f"{self._contents[id_]}:{status}"
        inference = self._map.inferences[id_]
        premises = ",".join(sorted(self._contents[premise] for premise in inference.premises))
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
    return sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]


# ---- The file ----------------------------------------------------------------------------------


def dump_stamps(stamps: Iterable[Stamp]) -> str:
    """Return the text of the file, sorted: one line per statement, so that git merges it well."""
    latest = {(stamp.map, stamp.id): stamp for stamp in sorted(stamps, key=lambda s: s.date)}
    lines = [
        " ".join(
            (
                _escape(stamp.map),
                _escape(stamp.id),
                *stamp.fingerprints,
                stamp.date,
                _escape(stamp.reviewer),
                _escape(stamp.note),
            )
        )
        for _, stamp in sorted(latest.items())
    ]
    return _HEADER + "".join(f"{line}\n" for line in lines)


def parse_stamps(text: str) -> tuple[list[Stamp], list[int]]:
    """Return the stamps of a file, and the numbers of the lines that are not valid."""
    stamps: list[Stamp] = []
    broken: list[int] = []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#") or stripped == f"version {VERSION}":
            continue
        match = _LINE.fullmatch(stripped)
        if match is None:
            broken.append(number)
            continue
        digests = Fingerprints(match["content"], match["near"], match["basis"])
        stamps.append(
            Stamp(
                _unescape(match["map"]),
                _unescape(match["id"]),
                digests,
                match["date"],
                _unescape(match["reviewer"]),
                _unescape(match["note"]),
            )
        )
    return stamps, broken


def _escape(text: str) -> str:
    """Return a text without spaces, percent-encoded; letters of all scripts stay readable."""
    escaped = "".join(
        character if character.isprintable() and character not in _SPECIAL else quote(character)
        for character in text
    )
    return "%2D" if escaped == _EMPTY else escaped or _EMPTY


def _unescape(text: str) -> str:
    return "" if text == _EMPTY else unquote(text)
