"""The names that a map's parts go by in one file.

A part whose id the author chose keeps it. An id in an imported file has dots (``energy.hub``),
which no declaration can have: it becomes ``energy-hub``. A part without an id stays without one,
unless something in the file has to refer to it.

Arrows: ``a -> b`` means every inference from ``a``, alone or with others, to ``b``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from attrs import Factory, define

from argmap.exchange.argmap.values import can_be_id
from argmap.model import ArgumentMap, Inference
from argmap.model.identifiers import id_words


@define
class Names:
    """One for all kinds of parts, because they share their names."""

    _by_id: dict[str, str] = Factory(dict)
    _taken: set[str] = Factory(set)

    def keep(self, ids: Iterable[str]) -> None:
        """Give names to parts that have to have one, as near to their ids as may be."""
        illegal: list[str] = []
        for id_ in ids:
            if can_be_id(id_) and id_ not in self._taken:
                self._give(id_, id_)
            else:
                illegal.append(id_)
        for id_ in illegal:
            self.need(id_)

    def need(self, id_: str) -> str:
        """Return the part's name, making one where it has none."""
        if id_ not in self._by_id:
            stem = "-".join(id_words(id_)) or "part"
            stem = stem if can_be_id(stem) else f"_{stem}"
            name, count = stem, 1
            while name in self._taken:
                count += 1
                name = f"{stem}-{count}"
            self._give(id_, name)
        return self._by_id[id_]

    def get(self, id_: str) -> str | None:
        return self._by_id.get(id_)

    def _give(self, id_: str, name: str) -> None:
        self._by_id[id_] = name
        self._taken.add(name)


@define
class Arrows:
    """Finds arrows that undercut an inference and no other that is not undercut anyway."""

    argument_map: ArgumentMap
    _between: dict[tuple[str, str], set[str]] = Factory(lambda: defaultdict(set))
    _undercut: dict[str, set[str]] = Factory(dict)

    def __attrs_post_init__(self) -> None:
        for inference in self.argument_map.inferences.values():
            for premise in inference.premises:
                self._between[premise, inference.conclusion].add(inference.id)
        for statement, inferences in self.argument_map.undercuts_by.items():
            self._undercut[statement] = {inference.id for inference in inferences}

    def premise(self, inference: Inference, statement: str) -> str | None:
        """Return the premise whose arrow denotes the undercut inference, or None."""
        statements = self.argument_map.statements
        if not statements[inference.conclusion].is_named:
            return None
        return next(
            (
                premise
                for premise in inference.premises
                if statements[premise].is_named
                and self._between[premise, inference.conclusion] <= self._undercut[statement]
            ),
            None,
        )
