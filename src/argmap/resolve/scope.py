"""Name resolution: the declared ids of a map, and the meaning of a name in a file."""

from __future__ import annotations

from enum import Enum

from argmap.model.identifiers import normalize_id
from argmap.model.source import GENERATED_MARKER, is_generated
from argmap.resolve.errors import DuplicateId, ResolveError
from argmap.resolve.imports import Module
from argmap.syntax.tree import Word
from argmap.text import Location


class NameKind(Enum):
    """What a name refers to."""

    STATEMENT = "statement"
    INFERENCE = "inference"
    SOURCE = "source"
    SECTION = "section"
    QUESTION = "question"
    CONTEXT = "context"


class Scope:
    """The declared ids of a map, in full (``energy.hub``).

    Ids are stored and compared in NFC form.

    Attributes:
        kinds: The kind of element that each id refers to.
        locations: The location of each declaration.
    """

    def __init__(self, errors: list[ResolveError]) -> None:
        self.kinds: dict[str, NameKind] = {}
        self.locations: dict[str, Location] = {}
        self._errors = errors
        self._generated_counts: dict[str, int] = {}
        self._repaired: dict[str, str] = {}
        """Generated ids by the names that a repair of the parser made up."""
        self._names: dict[tuple[str, tuple[NameKind, ...]], tuple[str, ...]] = {}

    def declare(self, module: Module, word: Word, kind: NameKind) -> tuple[str, bool]:
        """Declare an id; return the id of the element, and whether it is the one in the file.

        A duplicate id is reported. Its element gets a generated id, so that the rest of the
        declaration can be checked.
        """
        written_id = normalize_id(word.text)
        id_ = module.prefix + written_id
        location = module.locate(word.span)
        first = self.locations.get(id_) or module.alias_locations.get(written_id)
        if first is not None:
            self._errors.append(DuplicateId(location, word.text, first, element=id_))
            return self.generate(id_, kind, location), False
        self.kinds[id_] = kind
        self.locations[id_] = location
        return id_, True

    def generate(self, name: str, kind: NameKind, location: Location) -> str:
        """Declare and return a new id, made from ``name``, that authors cannot write."""
        count = self._generated_counts.get(name, 0) + 1
        self._generated_counts[name] = count
        id_ = f"{name}{GENERATED_MARKER}{count if count > 1 else ''}"
        self.kinds[id_] = kind
        self.locations[id_] = location
        return id_

    def add_repaired(self, module: Module, word: Word, id_: str) -> None:
        """Make a name from a repair refer to an id, in case references are repaired alike."""
        self._repaired.setdefault(module.prefix + normalize_id(word.text), id_)

    def find(self, module: Module, name: str) -> str | None:
        """Return the full id that ``name`` refers to in ``module``, or None."""
        name = normalize_id(name)
        full = module.prefix + name
        if full in self.kinds:
            return full
        if full in self._repaired:
            return self._repaired[full]
        *aliases, last = name.split(".")
        for alias in aliases:
            imported = module.aliased_module(alias)
            if imported is None:
                return None
            module = imported
        candidates = (visible.prefix + last for visible in module.visible())
        return next((id_ for id_ in candidates if id_ in self.kinds), None)

    def kind(self, module: Module, name: str) -> NameKind | None:
        """Return the kind of element that ``name`` refers to in ``module``, or None."""
        id_ = self.find(module, name)
        return None if id_ is None else self.kinds[id_]

    def names(self, module: Module, *kinds: NameKind) -> tuple[str, ...]:
        """Return the names of all elements of some kinds, as they are written in ``module``."""
        key = (module.prefix, kinds)
        if key not in self._names:
            self._names[key] = tuple(
                id_.removeprefix(module.prefix)
                for expected_kind in kinds
                for id_, kind in self.kinds.items()
                if kind is expected_kind and not is_generated(id_)
            )
        return self._names[key]
