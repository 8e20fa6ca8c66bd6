"""Names: what is declared under which, and what a name means in a file."""

from __future__ import annotations

from enum import Enum

from argmap.model.identifiers import normalize_id
from argmap.model.source import GENERATED_MARKER, is_generated
from argmap.resolve.errors import DuplicateId, ResolveError
from argmap.resolve.imports import Module
from argmap.syntax.tree import Word
from argmap.text import Location


class NameKind(Enum):
    """What a name can stand for."""

    STATEMENT = "statement"
    INFERENCE = "inference"
    SOURCE = "source"
    SECTION = "section"


class Scope:
    """Every declared id of a map, in full (``energy.hub``), with what it is and where.

    Ids are compared, and kept, in their NFC form, however an author has written them.
    """

    def __init__(self, errors: list[ResolveError]) -> None:
        self.errors = errors
        self.kinds: dict[str, NameKind] = {}
        self.locations: dict[str, Location] = {}
        self._repeats: dict[str, int] = {}
        self._repaired: dict[str, str] = {}
        """Ids by names that only a repair gave, and that no message shows."""
        self._known: dict[tuple[str, tuple[NameKind, ...]], tuple[str, ...]] = {}

    def declare(self, module: Module, word: Word, kind: NameKind) -> tuple[str, bool]:
        """Give a declaration its id; return it and whether it is the one the author chose.

        A name that is taken is reported, and the declaration goes by one nobody can write, so that
        what stands under it is checked all the same.
        """
        id_ = normalize_id(word.text)
        name = module.prefix + id_
        location = module.locate(word.span)
        first = self.locations.get(name) or module.alias_locations.get(id_)
        if first is not None:
            self.errors.append(DuplicateId(location, word.text, first, element=name))
            return self.invent(name, kind, location), False
        self.kinds[name] = kind
        self.locations[name] = location
        return name, True

    def invent(self, name: str, kind: NameKind, location: Location) -> str:
        """Return an id made from ``name`` that is not taken and that no author can write."""
        candidate = f"{name}{GENERATED_MARKER}"
        count = self._repeats.get(name, 0) + 1
        self._repeats[name] = count
        if count > 1:
            candidate += str(count)
        self.kinds[candidate] = kind
        self.locations[candidate] = location
        return candidate

    def repair(self, module: Module, word: Word, id_: str) -> None:
        """Let a name that a repair made up mean a declaration, in case it is repaired elsewhere."""
        self._repaired.setdefault(module.prefix + normalize_id(word.text), id_)

    def find(self, module: Module, name: str) -> str | None:
        """Return the full id that ``name`` means in ``module``, or None."""
        name = normalize_id(name)
        full = module.prefix + name
        if full in self.kinds:
            return full
        if full in self._repaired:
            return self._repaired[full]
        *way, last = name.split(".")
        for alias in way:
            following = module.alias(alias)
            if following is None:
                return None
            module = following
        return next(
            (m.prefix + last for m in module.visible() if m.prefix + last in self.kinds), None
        )

    def known(self, module: Module, *kinds: NameKind) -> tuple[str, ...]:
        """Return the names of some kinds as they are written in ``module``: what could be meant."""
        key = (module.prefix, kinds)
        if key not in self._known:
            length = len(module.prefix)
            self._known[key] = tuple(
                name[length:] if name.startswith(module.prefix) else name
                for wanted in kinds
                for name, kind in self.kinds.items()
                if kind is wanted and not is_generated(name)
            )
        return self._known[key]
