"""The reviews of a map: whether its statements are what their reviewers saw."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from argmap.evaluation import Evaluation
from argmap.reviews.fingerprinter import Fingerprinter, ReasonPath
from argmap.reviews.stamps import Fingerprints, ReviewState, Stamp, review_state

_MAX_PATH = 6
"""The statements of a path to a change that are named."""


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

        Of a long path, the first five and the last are returned. Empty if there is none, because
        what the verdict depended on was removed.
        """
        if id_ not in self._paths:
            return ()
        path: list[str] = []
        current = id_
        target = self._paths[id_].target
        while current != target and len(path) < _MAX_PATH - 1:
            if current in self._statements:
                path.append(current)
            current = self._paths[current].next
        return (*path, target)

    @cached_property
    def _paths(self) -> dict[str, ReasonPath]:
        """The paths from statements and inferences to changed statements, by id."""
        states = (ReviewState.CHANGED, ReviewState.UNREVIEWED)
        changed = [id_ for id_, state in self.states.items() if state in states]
        return self._fingerprinter.paths_to(changed)

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
