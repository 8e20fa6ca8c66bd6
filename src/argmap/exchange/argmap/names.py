"""The names that a map's parts go by in one file.

A part whose id the author chose keeps it. An id in an imported file has dots (``energy.hub``),
which no declaration can have: it becomes ``energy-hub``. A part without an id stays without one,
unless something in the file has to refer to it.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import Factory, define

from argmap.exchange.argmap.values import can_be_id
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
