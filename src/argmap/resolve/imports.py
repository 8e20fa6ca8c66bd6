"""Files and what they import: which there are, and by which names they see each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from attrs import define, field

from argmap.config import MAP_SUFFIX
from argmap.model.identifiers import id_words, is_id, normalize_id
from argmap.resolve.errors import DuplicateId, ImportFailure, ImportProblem, ResolveError
from argmap.syntax import Document, unquote
from argmap.syntax.tree import ImportDecl, Word
from argmap.text import Location, Span


class DocumentProvider(Protocol):
    """Where the text of an imported file comes from: the disk, or an editor's unsaved buffers."""

    def document(self, path: Path) -> Document:
        """Return the file at an absolute path, read.

        Raises:
            OSError: when there is no such file, or it cannot be read.
        """


@define(eq=False, repr=False)
class Module:
    """A file in a map. ``prefix`` goes before its ids: empty, or ``energy.``."""

    document: Document
    path: Path | None
    prefix: str = ""
    imports: dict[int, Module] = field(factory=dict)
    """What an import declaration (by its offset) brought in; nothing where it failed."""
    aliases: dict[str, Module] = field(factory=dict)
    alias_locations: dict[str, Location] = field(factory=dict)
    missing: list[str] = field(factory=list)
    """Names of imports that failed: what is said of their ids is no mistake of its own."""
    opened: list[Module] = field(factory=list)
    """Files imported without a name, whose ids are visible here as if they were its own."""

    def locate(self, span: Span) -> Location:
        return Location(self.document.source, span)

    def has_written(self, word: Word) -> bool:
        """Whether the author wrote the letters of a word, and they make an id.

        A repair may have joined its parts, or made it of something that is no id, such as `2nd`.
        """
        written = self.document.source.slice(word.span)
        if not is_id(word.text):
            return False
        return written == word.text or "".join(id_words(written)) == "".join(id_words(word.text))

    def is_missing(self, name: str) -> bool:
        """Whether a path of ids leads into a file that could not be imported."""
        return normalize_id(name.partition(".")[0]) in self.missing

    def visible(self) -> Iterator[Module]:
        """Yield the modules whose ids are visible here without a name, itself first."""
        seen = {id(self)}
        waiting = [self]
        while waiting:
            module = waiting.pop(0)
            yield module
            for opened in module.opened:
                if id(opened) not in seen:
                    seen.add(id(opened))
                    waiting.append(opened)

    def alias(self, name: str) -> Module | None:
        """Return the file that a name (in NFC form) was given to."""
        return next((m.aliases[name] for m in self.visible() if name in m.aliases), None)


def gather(
    root: Module, documents: DocumentProvider, boundary: Path
) -> tuple[list[Module], list[ResolveError]]:
    """Load all that ``root`` imports, directly or not; return the modules, ``root`` first.

    Nothing outside of the folder ``boundary`` is read. A file reached by two ways is one module;
    its ids carry the names of the way that comes first.
    """
    return _Gatherer(documents, boundary).gather(root)


class _Gatherer:
    def __init__(self, documents: DocumentProvider, boundary: Path) -> None:
        self.documents = documents
        self.boundary = boundary
        self.modules: list[Module] = []
        self.errors: list[ResolveError] = []
        self._by_path: dict[Path, Module] = {}
        # The way from the root to the file at hand: each path, and the import that led there.
        self._way: list[tuple[Path | None, Location | None]] = []

    def gather(self, root: Module) -> tuple[list[Module], list[ResolveError]]:
        self.modules.append(root)
        if root.path is not None:
            self._by_path[root.path] = root
        pending = [(root, _imports(root))]
        self._way.append((root.path, None))
        while pending:
            module, declarations = pending[-1]
            declaration = next(declarations, None)
            if declaration is None:
                pending.pop()
                self._way.pop()
                continue
            imported = self._follow(module, declaration)
            if declaration.id and declaration.keyword.span.start not in module.imports:
                module.missing.append(normalize_id(declaration.id.text))
            if imported is not None:
                pending.append((imported, _imports(imported)))
        return self.modules, self.errors

    def _follow(self, module: Module, declaration: ImportDecl) -> Module | None:
        """Bind one import; return the module it leads to when that is to be gone through yet."""
        title = declaration.title
        if title is None or not title.raw:
            return None  # told as a syntax error
        written = unquote(title.raw)
        location = module.locate(title.span)
        path, problem = self._target(module, written)
        if path is None or problem is not None:
            self.errors.append(ImportFailure(location, problem or ImportProblem.MISSING, written))
            return None
        if (earlier := self._earlier(module, path)) is not None:
            error = ImportFailure(location, ImportProblem.TWICE, written, (earlier,))
            self.errors.append(error)
            return None
        if ring := self._ring(path, location):
            files = tuple(place.source.name for place in ring)
            error = ImportFailure(location, ImportProblem.CIRCULAR, written, ring[:-1], files)
            self.errors.append(error)
            return None
        return self._load(module, declaration, path, written)

    def _target(self, module: Module, written: str) -> tuple[Path | None, ImportProblem | None]:
        folder = module.path.parent if module.path else self.boundary
        try:
            relative = Path(written)
            if relative.is_absolute() or "\\" in written or not written:
                return None, ImportProblem.OUTSIDE if written else ImportProblem.MISSING
            path = (folder / relative).resolve()
            if not path.is_relative_to(self.boundary.resolve()):
                return None, ImportProblem.OUTSIDE
            if path.suffix != MAP_SUFFIX:  # a stranger's map cannot make any other file be read
                return None, ImportProblem.NOT_A_MAP
        except (OSError, ValueError, RuntimeError):  # a NUL, a name too long, a ring of links
            return None, ImportProblem.MISSING
        return path, None

    def _earlier(self, module: Module, path: Path) -> Location | None:
        for offset, other in module.imports.items():
            if other.path == path:
                return module.locate(Span(offset, offset + len("import")))
        return None

    def _ring(self, path: Path, location: Location) -> tuple[Location, ...]:
        paths = [way for way, _ in self._way]
        if path not in paths:
            return ()
        start = paths.index(path)
        inside = [place for _, place in self._way[start + 1 :] if place is not None]
        return (*inside, location)

    def _load(
        self, module: Module, declaration: ImportDecl, path: Path, written: str
    ) -> Module | None:
        assert declaration.title is not None
        location = module.locate(declaration.title.span)
        known = self._by_path.get(path)
        if known is None:
            try:
                document = self.documents.document(path)
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                self.errors.append(ImportFailure(location, ImportProblem.MISSING, written))
                return None
            except OSError:
                self.errors.append(ImportFailure(location, ImportProblem.UNREADABLE, written))
                return None
        imported = known or Module(document, path)
        self._bind(module, declaration, imported, is_new=known is None)
        if known is not None:
            return None
        self._by_path[path] = imported
        self.modules.append(imported)
        self._way.append((path, location))
        return imported

    def _bind(
        self, module: Module, declaration: ImportDecl, imported: Module, *, is_new: bool
    ) -> None:
        module.imports[declaration.keyword.span.start] = imported
        name = declaration.id
        alias = normalize_id(name.text) if name else ""
        if name is None:
            module.opened.append(imported)
        elif alias in module.aliases:
            first = module.alias_locations[alias]
            self.errors.append(DuplicateId(module.locate(name.span), name.text, first))
        else:
            module.aliases[alias] = imported
            module.alias_locations[alias] = module.locate(name.span)
        if is_new:
            imported.prefix = module.prefix + (f"{alias}." if name else "")


def _imports(module: Module) -> Iterator[ImportDecl]:
    return (item for item in module.document.items if isinstance(item, ImportDecl))
