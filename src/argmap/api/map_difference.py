"""The difference between two maps, and what it does to the verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from argmap.comparison import Flip, VerdictChanges, compare_maps, compare_verdicts
from argmap.model import ArgumentMap, Statement
from argmap.workspace.diff.difference import Diff, MapDiff
from argmap.workspace.diff.formats import get_format


class MapDifference:
    """What changed from one version of a map to another."""

    def __init__(self, verdicts: VerdictChanges) -> None:
        self._verdicts = verdicts

    @property
    def is_same(self) -> bool:
        """Whether nothing changed in meaning; order and layout have none."""
        return self._diff.is_same

    @property
    def flips(self) -> tuple[Flip, ...]:
        """The statements whose status differs, theses first."""
        return self._verdicts.flips

    @cached_property
    def added(self) -> tuple[Statement, ...]:
        """The statements that only the new version has."""
        return tuple(new for old, new in self._pairs if old is None and new is not None)

    @cached_property
    def removed(self) -> tuple[Statement, ...]:
        """The statements that only the old version has."""
        return tuple(old for old, new in self._pairs if new is None and old is not None)

    @cached_property
    def changed(self) -> Mapping[str, tuple[Statement, Statement]]:
        """The statements that both versions have and that differ, by their new ids: old and new."""
        return {
            new.id: (old, new) for old, new in self._pairs if old is not None and new is not None
        }

    @cached_property
    def _pairs(self) -> list[tuple[Statement | None, Statement | None]]:
        """The statements that differ, in both versions."""
        comparison = self._verdicts.comparison
        new_ids = comparison.matching.sentences.by_old
        pairs: list[tuple[Statement | None, Statement | None]] = []
        for change in comparison.of_kind(Statement):
            old = comparison.old.statements.get(change.id) if change.old is not None else None
            new_id = new_ids.get(change.id, change.id)
            new = comparison.new.statements.get(new_id) if change.new is not None else None
            pairs.append((old, new))
        return pairs

    def to_text(self) -> str:
        """Return the difference as `argmap diff` prints it."""
        return get_format("text").write(self._diff, color=False)

    def to_svg(self) -> str:
        """Return one picture of both versions, with what changed."""
        return get_format("svg").write(self._diff, color=False)

    @cached_property
    def _diff(self) -> Diff:
        comparison = self._verdicts.comparison
        names = (comparison.old.title or "old", comparison.new.title or "new")
        map_diff = MapDiff(names[1], names[0], self._verdicts, (), (), 1)
        return Diff("old", "new", (map_diff,))

    def _repr_svg_(self) -> str:
        return self.to_svg()

    def __repr__(self) -> str:
        words = [
            f"{len(one)} {word}"
            for one, word in (
                *((self.added, "added"), (self.removed, "removed"), (self.changed, "changed")),
                (self.flips, "with another verdict"),
            )
            if one
        ]
        return f"<MapDifference: {', '.join(words) or 'no statement differs'}>"


def diff(old: ArgumentMap, new: ArgumentMap) -> MapDifference:
    """Compare two versions of a map."""
    return MapDifference(compare_verdicts(compare_maps(old, new)))
