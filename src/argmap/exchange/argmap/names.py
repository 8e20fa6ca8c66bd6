"""Ids of elements in the written file, and arrows (``a -> b``) for inferences without an id.

An element keeps the id that its author chose. An id from an imported file contains dots
(``energy.hub``), which a declaration cannot have: it becomes ``energy-hub``. An element without an
id gets one only if something in the file has to refer to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from attrs import Factory, define

from argmap.exchange.argmap.values import can_be_id
from argmap.model import ArgumentMap, Inference
from argmap.model.identifiers import id_words

_DEFAULT_NAME = "part"
"""The id of an element whose own id contains no letters or digits."""


@define
class NameTable:
    """The ids of the written file by the ids of the map; elements of all kinds share them."""

    _by_id: dict[str, str] = Factory(dict)
    _taken: set[str] = Factory(set)

    def assign_all(self, ids: Iterable[str]) -> None:
        """Assign names to elements, equal to their ids where that is possible."""
        invalid: list[str] = []
        for id_ in ids:
            if can_be_id(id_) and id_ not in self._taken:
                self._assign(id_, id_)
            else:
                invalid.append(id_)
        for id_ in invalid:
            self.require(id_)

    def require(self, id_: str) -> str:
        """Return the name of an element; assign one if it has none."""
        if id_ not in self._by_id:
            stem = "-".join(id_words(id_)) or _DEFAULT_NAME
            stem = stem if can_be_id(stem) else f"_{stem}"
            name, count = stem, 1
            while name in self._taken:
                count += 1
                name = f"{stem}-{count}"
            self._assign(id_, name)
        return self._by_id[id_]

    def get(self, id_: str) -> str | None:
        """Return the name of an element, if it has one."""
        return self._by_id.get(id_)

    def _assign(self, id_: str, name: str) -> None:
        self._by_id[id_] = name
        self._taken.add(name)


@define
class ArrowFinder:
    """Finder of arrows that an element can use to undercut or outweigh an inference.

    ``a -> b`` denotes all inferences from ``a``, alone or with other premises, to ``b``. It can be
    used only if the element undercuts, or outweighs, all of them.
    """

    argument_map: ArgumentMap
    _by_ends: dict[tuple[str, str], set[str]] = Factory(lambda: defaultdict(set))
    _undercut: dict[str, set[str]] = Factory(dict)
    _outweighed: dict[str, set[str]] = Factory(lambda: defaultdict(set))

    def __attrs_post_init__(self) -> None:
        for inference in self.argument_map.inferences.values():
            for premise in inference.premises:
                self._by_ends[premise, inference.conclusion].add(inference.id)
        for statement, inferences in self.argument_map.undercuts_by.items():
            self._undercut[statement] = {inference.id for inference in inferences}
        for preference in self.argument_map.preferences:
            self._outweighed[preference.stronger].add(preference.weaker)

    def premise(self, inference: Inference, undercutter: str) -> str | None:
        """Return the premise at the start of an arrow to an inference that a statement undercuts.

        None if there is no such arrow between statements that have ids.
        """
        return self._premise(inference, self._undercut[undercutter])

    def weaker_premise(self, inference: Inference, stronger: str) -> str | None:
        """Return the premise at the start of an arrow to an inference that an element outweighs.

        None if there is no such arrow between statements that have ids.
        """
        return self._premise(inference, self._outweighed[stronger])

    def _premise(self, inference: Inference, targets: set[str]) -> str | None:
        statements = self.argument_map.statements
        if not statements[inference.conclusion].is_named:
            return None
        return next(
            (
                premise
                for premise in inference.premises
                if statements[premise].is_named
                and self._by_ends[premise, inference.conclusion] <= targets
            ),
            None,
        )
