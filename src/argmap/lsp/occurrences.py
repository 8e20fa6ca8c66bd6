"""Where names are declared and used: from a place to what it means, and back."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from argmap.model.attributes import ATTRIBUTES, ValueKind
from argmap.model.identifiers import normalize_id
from argmap.resolve import Resolution
from argmap.resolve.imports import Module
from argmap.resolve.scope import Scope
from argmap.syntax.tree import (
    Arrow,
    Attribute,
    Declaration,
    ImportDecl,
    Item,
    StatementDecl,
    Value,
    Word,
)
from argmap.text import Location, SourceText, Span

REFERRING = (ValueKind.THESIS, ValueKind.STATEMENTS, ValueKind.INFERENCES)
_ALIAS = "import "
"""Before the place of an import, in the target of the name that it gives. No id holds a blank."""


class Occurrence(NamedTuple):
    """A name at a place: ``target`` is the full id it means, or the import that gave it.

    ``attribute`` is the attribute it stands in, or ``@`` in a citation. ``is_qualified`` is whether
    the name of an import is before it (``energy.hub``).
    """

    location: Location
    target: str
    is_declaration: bool = False
    attribute: str = ""
    is_qualified: bool = False

    @property
    def is_alias(self) -> bool:
        return self.target.startswith(_ALIAS)


class Occurrences:
    """All names of a map that mean something, by place and by what they mean.

    ``ids`` are the elements by where their declarations begin, a dictionary a file; ``heads`` are
    the declarations by the elements' ids.
    """

    def __init__(self, resolution: Resolution) -> None:
        self.ids = _ids(resolution)
        self.heads: dict[str, tuple[Module, Declaration]] = {}
        self._scope: Scope = resolution.scope
        places = resolution.scope.locations.items()
        self._declared = {(id(place.source), place.span.start): id_ for id_, place in places}
        self._of: dict[str, list[Occurrence]] = defaultdict(list)
        self._in: dict[int, list[Occurrence]] = {}
        for module in resolution.modules:
            found = sorted(self._walk(module), key=lambda each: each.location.span)
            self._in[id(module.document.source)] = found
            for occurrence in found:
                self._of[occurrence.target].append(occurrence)

    def at(self, source: SourceText, offset: int) -> Occurrence | None:
        """Return the name at a place, or that ends there."""
        found = self._in.get(id(source), [])
        index = bisect_right(found, offset, key=lambda each: each.location.span.start) - 1
        if index >= 0 and offset <= found[index].location.span.end:
            return found[index]
        return None

    def of(self, target: str) -> list[Occurrence]:
        """Return all places where a name means this, file by file, in order."""
        return self._of.get(target, [])

    def within(self, source: SourceText) -> list[Occurrence]:
        return self._in.get(id(source), [])

    def element_at(self, source: SourceText, start: int) -> str | None:
        """Return the id of what is declared at an offset, if anything is."""
        return self.ids.get(id(source), {}).get(start)

    # ---- One file -------------------------------------------------------------------------------

    def _walk(self, module: Module) -> Iterator[Occurrence]:
        source = module.document.source
        ids = self.ids.get(id(source), {})
        pending: list[Item] = list(module.document.items)
        while pending:
            item = pending.pop()
            if isinstance(item, Attribute):
                yield from self._attribute(module, item)
                continue
            if isinstance(item, ImportDecl):
                yield from self._import(module, item)
                continue
            own = ids.get(item.keyword.span.start)
            if (
                item.id is not None
            ):  # an inference that lacks its premises, say, is not in the map yet
                own = self._declared.get((id(source), item.id.span.start), own)
            if own is not None:
                self.heads[own] = (module, item)
                if item.id is not None:
                    yield Occurrence(module.locate(item.id.span), own, is_declaration=True)
            if isinstance(item, StatementDecl):
                for citation in item.citations:
                    written, span = citation.reference
                    name = written[1:].partition(":")[0]
                    start = span.start + 1
                    word = Word(name, Span(start, start + len(name)))
                    yield from self._name(module, word, "@")
            if item.block is not None:
                pending += item.block.items

    def _import(self, module: Module, item: ImportDecl) -> Iterator[Occurrence]:
        if item.id is not None and item.keyword.span.start in module.imports:
            yield Occurrence(
                module.locate(item.id.span), _alias(module, normalize_id(item.id.text)), True
            )

    def _attribute(self, module: Module, item: Attribute) -> Iterator[Occurrence]:
        spec = ATTRIBUTES.get(item.name.text)
        if spec is None or spec.value_kind not in REFERRING:
            return
        for value in item.values:
            if isinstance(value, Arrow):
                yield from self._name(module, value.premise, spec.name)
                yield from self._name(module, value.conclusion, spec.name)
            elif isinstance(value, Value) and value.kind in {"ID", "PATH"}:
                yield from self._name(module, Word(value.text, value.span), spec.name)

    def _name(self, module: Module, word: Word, attribute: str) -> Iterator[Occurrence]:
        """Yield an occurrence for each part of a name that means something."""
        *way, last = word.text.split(".")
        start = word.span.start
        current: Module | None = module
        for place, part in enumerate(way):
            if current is None:
                return
            alias = normalize_id(part)
            if current.alias(alias) is not None:
                location = module.locate(Span(start, start + len(part)))
                target = _alias(current, alias)
                yield Occurrence(location, target, False, attribute, is_qualified=place > 0)
            current = current.alias(alias)
            start += len(part) + 1
        found = self._scope.find(module, word.text)
        if found is not None:
            location = module.locate(Span(start, start + len(last)))
            yield Occurrence(location, found, False, attribute, is_qualified=bool(way))


def _alias(module: Module, name: str) -> str:
    giver = next((m for m in module.visible() if name in m.aliases), module)
    place = giver.alias_locations.get(name)
    start = place.span.start if place else 0
    return f"{_ALIAS}{giver.document.source.name} {start}"


def _ids(resolution: Resolution) -> dict[int, dict[int, str]]:
    """Return the ids of all elements by where they begin, by the identity of their files' texts."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    argument_map = resolution.map
    tables = (
        argument_map.inferences,
        argument_map.sections,
        argument_map.sources,
        argument_map.statements,
    )
    for table in tables:
        for id_, element in table.items():
            found[id(element.location.source)][element.location.span.start] = id_
    return found
