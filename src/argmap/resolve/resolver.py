"""From syntax trees to the map."""

from __future__ import annotations

from pathlib import Path

from attrs import field, frozen

from argmap.model import ArgumentMap
from argmap.model.attributes import NO_THESIS
from argmap.resolve.declarations import Declarations, Reference
from argmap.resolve.errors import ResolveError
from argmap.resolve.imports import DocumentProvider, Module, gather
from argmap.resolve.links import Linker
from argmap.resolve.scope import Scope
from argmap.syntax import Document, unquote
from argmap.syntax.tree import Word
from argmap.text import Location, Span


@frozen(eq=False, repr=False)
class Resolution:
    """A map with all it was made from, and what is wrong with that.

    ``documents`` are its files, the first the one that was asked for; each brings its own syntax
    faults. ``parts`` are the imported files by the names their ids begin with. ``errors`` are those
    of the map as a whole; ``dangling`` are statements that lost support with a failed import.
    ``modules`` are the documents with what they import, and ``scope`` is what names mean in them:
    for whoever looks up a name at its place, as editors do.
    """

    map: ArgumentMap
    documents: tuple[Document, ...]
    paths: tuple[Path | None, ...]
    parts: dict[str, Path]
    errors: tuple[ResolveError, ...]
    dangling: frozenset[str] = frozenset()
    modules: tuple[Module, ...] = ()
    scope: Scope = field(factory=lambda: Scope([]))


def resolve(
    document: Document, *, path: Path | None, documents: DocumentProvider, boundary: Path
) -> Resolution:
    """Make a map of a document and all it imports; never raises for an author's mistake.

    ``path`` is the document's own (absolute; None for text that is in no file), from which imports
    are found; nothing outside of the folder ``boundary`` is read. What leads nowhere is left out of
    the map and reported, so that the map is whole in itself.
    """
    root = Module(document, path)
    modules, errors = gather(root, documents, boundary)
    declared = Declarations(errors)
    declared.declare_sources(modules)
    declared.walk(root)
    linker = Linker(declared)
    return Resolution(
        _assemble(root, declared, linker),
        tuple(module.document for module in modules),
        tuple(module.path for module in modules),
        {m.prefix.removesuffix("."): m.path for m in modules if m.prefix and m.path},
        tuple(errors),
        frozenset(linker.dangling),
        tuple(modules),
        declared.scope,
    )


def _assemble(root: Module, declared: Declarations, linker: Linker) -> ArgumentMap:
    header, attributes = declared.header, declared.header_attributes
    thesis = thesis_location = None
    is_neutral = False
    for _, word in attributes.edges:
        assert isinstance(word, Word)
        thesis_location = root.locate(word.span)
        if word.text == NO_THESIS and declared.scope.find(root, NO_THESIS) is None:
            is_neutral = True
        else:
            thesis = linker.statement(Reference(root, word))
    return ArgumentMap(
        title=unquote(header.title.raw) if header and header.title and header.title.raw else "",
        named_thesis=thesis,
        is_neutral=is_neutral,
        **attributes.values,
        extra=attributes.extra,
        statements=declared.statements,
        inferences=linker.inferences(),
        contradictions=linker.contradictions(),
        sources=declared.sources,
        sections=declared.sections,
        location=_location(root, declared),
        thesis_location=thesis_location,
    )


def _location(root: Module, declared: Declarations) -> Location:
    return root.locate(declared.header.head if declared.header else Span(0, 0))
