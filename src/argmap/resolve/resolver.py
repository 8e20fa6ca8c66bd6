"""Resolution of a syntax tree, and the files it imports, into a map."""

from __future__ import annotations

from pathlib import Path

from attrs import field, frozen

from argmap.model import ArgumentMap
from argmap.model.attributes import NO_THESIS
from argmap.resolve.declarations import Declarations
from argmap.resolve.errors import BadValue, IllegalEdge, IllegalEdgeReason, ResolveError
from argmap.resolve.imports import DocumentProvider, Module, load_imports
from argmap.resolve.links import Linker
from argmap.resolve.questions import QuestionLinker
from argmap.resolve.scope import NameKind, Scope
from argmap.resolve.unresolved import Reference
from argmap.syntax import Document, unquote
from argmap.syntax.tree import Word


@frozen(eq=False, repr=False)
class Resolution:
    """A resolved map, with its files and the errors in it.

    Attributes:
        map: The map. It refers to nothing outside of itself: what cannot be resolved is left out.
        documents: The files of the map, the root document first; each has its own syntax errors.
        paths: The paths of ``documents``; None for text that is not in a file.
        imported_paths: The imported files by the prefixes of their ids (without the dot).
        errors: The errors of the map as a whole.
        dangling: The statements that lost support because an import failed.
        modules: The documents with their imports.
        scope: The meaning of names in the modules, for editors.
    """

    map: ArgumentMap
    documents: tuple[Document, ...]
    paths: tuple[Path | None, ...]
    imported_paths: dict[str, Path]
    errors: tuple[ResolveError, ...]
    dangling: frozenset[str] = frozenset()
    modules: tuple[Module, ...] = ()
    scope: Scope = field(factory=lambda: Scope([]))


def resolve(
    document: Document, *, path: Path | None, documents: DocumentProvider, boundary: Path
) -> Resolution:
    """Resolve a document and everything it imports into a map; never raises for authors' mistakes.

    Args:
        document: The root document.
        path: Its absolute path, from which relative imports are resolved; None for text that is not
            in a file.
        documents: Reads the imported files.
        boundary: The folder outside of which no file is read.
    """
    root = Module(document, path)
    modules, errors = load_imports(root, documents, boundary)
    declarations = Declarations(errors)
    declarations.declare_sources(modules)
    declarations.walk(root)
    linker = Linker(declarations)
    return Resolution(
        _assemble(root, declarations, linker),
        tuple(module.document for module in modules),
        tuple(module.path for module in modules),
        _paths_by_prefix(modules),
        tuple(errors),
        frozenset(linker.dangling),
        tuple(modules),
        declarations.scope,
    )


def _paths_by_prefix(modules: list[Module]) -> dict[str, Path]:
    """Return the files that are imported with a name, and not those that they import without."""
    paths: dict[str, Path] = {}
    for module in modules:
        if module.prefix and module.path is not None:
            paths.setdefault(module.prefix.removesuffix("."), module.path)
    return paths


def _assemble(root: Module, declarations: Declarations, linker: Linker) -> ArgumentMap:
    header, attributes = declarations.header, declarations.header_attributes
    theses: list[str] = []
    thesis_location = None
    none_location = None
    for _, word in attributes.edges:
        assert isinstance(word, Word)
        thesis_location = thesis_location or root.locate(word.span)
        if word.text == NO_THESIS and declarations.scope.find(root, NO_THESIS) is None:
            none_location = root.locate(word.span)
        elif declarations.scope.kind(root, word.text) is NameKind.QUESTION:
            reason = IllegalEdgeReason.QUESTION_AS_THESIS
            declarations.errors.append(IllegalEdge(root.locate(word.span), reason, word.text))
        else:
            thesis = linker.statement(Reference(root, word))
            if thesis is not None and thesis not in theses:
                theses.append(thesis)
    if theses and none_location is not None:
        declarations.errors.append(
            BadValue(
                none_location,
                "`none` means that the map has no thesis, but `thesis:` names one",
                help="delete `none`, or the theses",
            )
        )
        none_location = None
    inferences = linker.inferences()
    return ArgumentMap(
        title=unquote(header.title.raw) if header and header.title and header.title.raw else "",
        named_theses=tuple(theses),
        is_neutral=none_location is not None,
        **attributes.values,
        extra=attributes.extra,
        statements=declarations.statements,
        inferences=inferences,
        contradictions=linker.contradictions(),
        preferences=linker.preferences(),
        questions=QuestionLinker(declarations).questions(),
        contexts=linker.contexts(),
        sources=declarations.sources,
        sections=declarations.sections,
        location=root.locate(header.head if header else root.document.source.start),
        thesis_location=thesis_location,
    )
