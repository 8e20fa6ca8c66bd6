"""Declarations and uses of names: from an offset to the element it names, and back."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from argmap.model.attributes import ATTRIBUTES, OPEN_QUESTION, REFERENCE_KINDS, ValueKind
from argmap.model.identifiers import normalize_id
from argmap.resolve import Resolution
from argmap.resolve.imports import Module
from argmap.resolve.scope import Scope
from argmap.syntax import unquote
from argmap.syntax.tree import (
    Arrow,
    Attribute,
    CitingDeclaration,
    Declaration,
    ImportDecl,
    Item,
    Value,
    Word,
)
from argmap.text import Location, SourceText, Span

_ALIAS_PREFIX = "import "
"""Begins the targets of import aliases. No id contains a space, so they differ from all ids."""


class Occurrence(NamedTuple):
    """A name in a file, and the element that it refers to.

    Attributes:
        target: The full id of the element, or a key of the import that an alias belongs to.
        attribute: The attribute whose value contains the name, or ``@`` in a citation.
        is_qualified: Whether the name follows the alias of an import (``energy.hub``).
        path: The span of the whole name, with the aliases before it.
    """

    location: Location
    target: str
    is_declaration: bool = False
    attribute: str = ""
    is_qualified: bool = False
    path: Span = Span(0, 0)

    @property
    def is_alias(self) -> bool:
        """Whether the name is the alias of an import, rather than an id."""
        return self.target.startswith(_ALIAS_PREFIX)


class Occurrences:
    """All names in the files of a map that refer to an element or an import.

    Attributes:
        resolution: The map.
        declarations: The declaration of each element, by its id.
    """

    def __init__(self, resolution: Resolution) -> None:
        self.resolution = resolution
        self.declarations: dict[str, tuple[Module, Declaration]] = {}
        self._ids = _ids_by_start(resolution)
        self._scope: Scope = resolution.scope
        self._questions = resolution.map.questions
        locations = resolution.scope.locations.items()
        self._named_ids = {
            (id(location.source), location.span.start): id_ for id_, location in locations
        }
        self._by_target: dict[str, list[Occurrence]] = defaultdict(list)
        self._by_source: dict[int, list[Occurrence]] = {}
        for module in resolution.modules:
            occurrences = sorted(
                self._walk(module), key=lambda occurrence: occurrence.location.span
            )
            self._by_source[id(module.document.source)] = occurrences
            for occurrence in occurrences:
                self._by_target[occurrence.target].append(occurrence)

    def at_offset(self, source: SourceText, offset: int) -> Occurrence | None:
        """Return the name that contains an offset or ends there."""
        occurrences = self._by_source.get(id(source), [])
        index = (
            bisect_right(occurrences, offset, key=lambda occurrence: occurrence.location.span.start)
            - 1
        )
        if index >= 0 and offset <= occurrences[index].location.span.end:
            return occurrences[index]
        return None

    def of_target(self, target: str) -> list[Occurrence]:
        """Return all names that refer to a target, in order, file by file."""
        return self._by_target.get(target, [])

    def in_source(self, source: SourceText) -> list[Occurrence]:
        """Return all names in a file, in order."""
        return self._by_source.get(id(source), [])

    def element_id(self, source: SourceText, start: int) -> str | None:
        """Return the id of the element whose declaration begins at an offset, if there is one."""
        return self._ids.get(id(source), {}).get(start)

    def declaration_of(self, target: str) -> Occurrence | None:
        """Return the name in the declaration of a target, or None if it is declared nowhere."""
        return next((use for use in self.of_target(target) if use.is_declaration), None)

    def declared_at(self, location: Location) -> str | None:
        """Return the target that a name in a file declares.

        The location may come from another map with the same file: the ids of a file depend on how
        a map imports it, but the offsets in it do not.
        """
        module = self.module(location.source)
        if module is None:
            return None
        use = self.at_offset(module.document.source, location.span.start)
        return use.target if use is not None and use.is_declaration else None

    def find(self, name: str) -> Occurrence | None:
        """Return the declaration that a name in the root file means: an alias, or an element.

        Only what an author named is found, and not an element with a generated id.
        """
        root = self.resolution.modules[0]
        *qualifiers, alias = normalize_id(name).split(".")
        module: Module | None = root
        for qualifier in qualifiers:
            module = module.aliased_module(qualifier) if module is not None else None
        if module is not None and module.aliased_module(alias) is not None:
            return self.declaration_of(_alias_target(module, alias))
        id_ = self._scope.find(root, name)
        return None if id_ is None else self.declaration_of(id_)

    def named_elements(self) -> Iterator[tuple[str, str]]:
        """Yield the names of all elements and imports as the root file writes them, with texts."""
        for target, (_, item) in self.declarations.items():
            if item.id is not None:
                yield target, unquote(item.title.raw) if item.title and item.title.raw else ""
        for module in self.resolution.modules:
            for alias, imported in module.aliases.items():
                yield module.prefix + alias, imported.document.source.name

    def module(self, source: SourceText) -> Module | None:
        """Return the module of one of the map's files, which is found by its name."""
        modules = self.resolution.modules
        return next((module for module in modules if _is_same_file(module, source)), None)

    # ---- One file -------------------------------------------------------------------------------

    def _walk(self, module: Module) -> Iterator[Occurrence]:
        pending: list[Item] = list(module.document.items)
        while pending:
            item = pending.pop()
            if isinstance(item, ImportDecl):
                yield from self._import(module, item)
            elif isinstance(item, Declaration):
                yield from self._declaration(module, item)
                if item.block is not None:
                    pending += item.block.items

    def _declaration(self, module: Module, item: Declaration) -> Iterator[Occurrence]:
        """Yield the names in the head and in the attributes of a declaration."""
        source = module.document.source
        id_ = self.element_id(source, item.keyword.span.start)
        if item.id is not None:
            # An incomplete element, such as an inference without premises, is not in the map.
            id_ = self._named_ids.get((id(source), item.id.span.start), id_)
        if id_ is not None:
            self.declarations[id_] = (module, item)
            if item.id is not None:
                location = module.locate(item.id.span)
                yield Occurrence(location, id_, is_declaration=True, path=location.span)
        if isinstance(item, CitingDeclaration):
            for citation in item.citations:
                reference, span = citation.reference
                name = reference[1:].partition(":")[0]
                start = span.start + 1
                yield from self._name(module, Word(name, Span(start, start + len(name))), "@")
        for attribute in item.block.items if item.block else ():
            if isinstance(attribute, Attribute):
                yield from self._attribute(module, attribute, item.keyword.text, id_)

    def _import(self, module: Module, item: ImportDecl) -> Iterator[Occurrence]:
        if item.id is not None and item.keyword.span.start in module.imports:
            target = _alias_target(module, normalize_id(item.id.text))
            location = module.locate(item.id.span)
            yield Occurrence(location, target, is_declaration=True, path=location.span)

    def _attribute(
        self, module: Module, item: Attribute, keyword: str, element: str | None
    ) -> Iterator[Occurrence]:
        """Yield the names in an attribute of a declaration of ``element``."""
        spec = ATTRIBUTES.get(item.name.text)
        kind = spec.kind_for(keyword) if spec else None
        if spec is None or kind not in REFERENCE_KINDS:
            return
        for value in item.values:
            if isinstance(value, Arrow):
                yield from self._name(module, value.premise, spec.name)
                yield from self._name(module, value.conclusion, spec.name)
            elif isinstance(value, Value) and value.kind in {"ID", "PATH"}:
                if kind is ValueKind.ANSWERS and self._is_open(module, value.text, element):
                    continue
                yield from self._name(module, Word(value.text, value.span), spec.name)

    def _is_open(self, module: Module, name: str, element: str | None) -> bool:
        """Return whether a value of `expect:` is the word `open`, and not the id of an option."""
        if name != OPEN_QUESTION:
            return False
        question = self._questions.get(element or "")
        return question is None or self._scope.find(module, name) not in question.options

    def _name(self, module: Module, word: Word, attribute: str) -> Iterator[Occurrence]:
        """Yield an occurrence for each component of a dotted name that can be resolved."""
        *qualifiers, last = word.text.split(".")
        start = word.span.start
        current: Module | None = module
        for index, qualifier in enumerate(qualifiers):
            if current is None:
                return
            alias = normalize_id(qualifier)
            if current.aliased_module(alias) is not None:
                location = module.locate(Span(start, start + len(qualifier)))
                target = _alias_target(current, alias)
                yield Occurrence(location, target, False, attribute, index > 0, word.span)
            current = current.aliased_module(alias)
            start += len(qualifier) + 1
        id_ = self._scope.find(module, word.text)
        if id_ is not None:
            location = module.locate(Span(start, start + len(last)))
            yield Occurrence(location, id_, False, attribute, bool(qualifiers), word.span)


def _is_same_file(module: Module, source: SourceText) -> bool:
    own = module.document.source
    return own is source or own.name == source.name


def _alias_target(module: Module, alias: str) -> str:
    """Return the target of an import alias that is visible in a module."""
    importer = next((visible for visible in module.visible() if alias in visible.aliases), module)
    location = importer.alias_locations.get(alias)
    start = location.span.start if location else 0
    return f"{_ALIAS_PREFIX}{importer.document.source.name} {start}"


def _ids_by_start(resolution: Resolution) -> dict[int, dict[int, str]]:
    """Return the ids of all elements by the start of their declaration.

    The outer keys are the identities (``id()``) of the source texts.
    """
    ids: dict[int, dict[int, str]] = defaultdict(dict)
    argument_map = resolution.map
    tables = (
        argument_map.inferences,
        argument_map.sections,
        argument_map.sources,
        argument_map.statements,
        argument_map.questions,
        argument_map.contexts,
    )
    for table in tables:
        for id_, element in table.items():
            ids[id(element.location.source)][element.location.span.start] = id_
    return ids
