"""Imported files: loading them, and the visibility of names between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from attrs import define, field

from argmap.config import MAP_SUFFIX
from argmap.model.identifiers import id_words, is_id, normalize_id
from argmap.resolve.errors import DuplicateId, ImportFailure, ImportFailureReason, ResolveError
from argmap.syntax import Document, unquote
from argmap.syntax.tree import ImportDecl, Word
from argmap.text import Location, Span
from argmap.text.import_patterns import FolderEntries, Matches, is_pattern, match_pattern


class DocumentProvider(Protocol):
    """Provides imported files, from disk or from the unsaved documents of an editor."""

    def document(self, path: Path) -> Document:
        """Return the parsed file at an absolute path.

        Raises:
            OSError: If the file does not exist, or cannot be read.
        """

    def entries(self, folder: Path) -> FolderEntries:
        """Return the maps and folders in a folder, which may not exist."""


@define(eq=False, repr=False)
class Module:
    """A file of a map.

    Attributes:
        document: The parsed file.
        path: Its path; None for text that is not in a file.
        prefix: The prefix of its ids in the map: empty, or such as ``energy.``.
        imports: The imported files by the offsets of their import declarations, without those that
            failed; several for a pattern.
        matches: The files that the patterns in imports match, by the patterns.
        aliases: The imported files by their names (``import … as name``).
        alias_locations: The locations of these names.
        failed_imports: The names of imports that failed, empty for one without a name. References
            into them are not reported.
        unnamed_imports: The files that are imported without a name; their ids are visible here like
            those of the file itself.
    """

    document: Document
    path: Path | None
    prefix: str = ""
    imports: dict[int, list[Module]] = field(factory=dict)
    matches: dict[str, Matches] = field(factory=dict)
    aliases: dict[str, Module] = field(factory=dict)
    alias_locations: dict[str, Location] = field(factory=dict)
    failed_imports: list[str] = field(factory=list)
    unnamed_imports: list[Module] = field(factory=list)

    def locate(self, span: Span) -> Location:
        return Location(self.document.source, span)

    def is_written(self, word: Word) -> bool:
        """Return whether a word is an id with the letters that the author wrote.

        The parser may have repaired a word: joined its parts, or made it of something that is not
        an id, such as `2nd`.
        """
        written = self.document.source.slice(word.span)
        if not is_id(word.text):
            return False
        return written == word.text or "".join(id_words(written)) == "".join(id_words(word.text))

    def is_in_failed_import(self, name: str) -> bool:
        """Return whether an unknown name may be in a file that could not be imported.

        It begins with the name of such a file, or the file has no name.
        """
        return not {"", normalize_id(name.partition(".")[0])}.isdisjoint(self.failed_imports)

    def visible(self) -> Iterator[Module]:
        """Yield the modules whose ids are visible here without a prefix, itself first."""
        seen = {id(self)}
        pending = [self]
        while pending:
            module = pending.pop(0)
            yield module
            for imported in module.unnamed_imports:
                if id(imported) not in seen:
                    seen.add(id(imported))
                    pending.append(imported)

    def aliased_module(self, name: str) -> Module | None:
        """Return the file that is imported under a name (in NFC form), or None."""
        return next((m.aliases[name] for m in self.visible() if name in m.aliases), None)


def load_imports(
    root: Module, documents: DocumentProvider, boundary: Path
) -> tuple[list[Module], list[ResolveError]]:
    """Load all files that ``root`` imports, directly or indirectly; return ``root`` and them.

    No file outside of the folder ``boundary`` is read. A file that is imported several times is one
    module, whose prefix is that of the first import.
    """
    return _ImportLoader(documents, boundary).load(root)


class _Target(NamedTuple):
    """A file to import, and the path or the pattern as written."""

    declaration: ImportDecl
    written: str
    path: Path


class _ImportLoader:
    def __init__(self, documents: DocumentProvider, boundary: Path) -> None:
        self._documents = documents
        self._boundary = boundary
        self._modules: list[Module] = []
        self._errors: list[ResolveError] = []
        self._by_path: dict[Path, Module] = {}
        self._chain: list[tuple[Path | None, Location | None]] = []
        """The files from the root to the current one, each with the import that led to it."""

    def load(self, root: Module) -> tuple[list[Module], list[ResolveError]]:
        self._modules.append(root)
        if root.path is not None:
            self._by_path[root.path] = root
        pending = [(root, self._targets(root))]
        self._chain.append((root.path, None))
        while pending:
            module, targets = pending[-1]
            target = next(targets, None)
            if target is None:
                pending.pop()
                self._chain.pop()
                continue
            imported = self._import(module, target)
            if imported is not None:
                pending.append((imported, self._targets(imported)))
        return self._modules, self._errors

    # ---- Paths ----------------------------------------------------------------------------------

    def _targets(self, module: Module) -> Iterator[_Target]:
        """Yield the files that a module imports, in order; report the paths that are invalid.

        A pattern leaves out the importing file and those that the module also imports otherwise.
        """
        declarations: list[tuple[ImportDecl, str]] = []
        for item in module.document.items:
            if not isinstance(item, ImportDecl):
                continue
            if item.title is not None and item.title.raw:
                declarations.append((item, unquote(item.title.raw)))
            else:  # a syntax error
                module.failed_imports.append(normalize_id(item.id.text) if item.id else "")
        named = {
            path
            for _, written in declarations
            if not is_pattern(written)
            for path, _ in [self._resolve_path(module, written)]
            if path is not None
        }
        for declaration, written in declarations:
            if is_pattern(written):
                for matching in self._match(module, declaration, written):
                    if matching not in named:
                        named.add(matching)
                        yield _Target(declaration, written, matching)
                continue
            path, reason = self._resolve_path(module, written)
            if path is None or reason is not None:
                self._fail(module, declaration, reason or ImportFailureReason.MISSING, written)
            else:
                yield _Target(declaration, written, path)

    def _match(self, module: Module, declaration: ImportDecl, written: str) -> list[Path]:
        """Return the files that a pattern imports, without the importing file."""
        reason = None
        if declaration.id is not None:
            reason = ImportFailureReason.NAMED_PATTERN
        elif not written.endswith(MAP_SUFFIX):
            reason = ImportFailureReason.NOT_A_MAP
        if reason is not None:
            self._fail(module, declaration, reason, written)
            return []
        folder = module.path.parent if module.path else self._boundary
        matches = match_pattern(folder, written, self._boundary, self._documents.entries)
        module.matches[written] = matches
        if not matches.is_complete:
            self._fail(module, declaration, ImportFailureReason.TOO_MANY, written)
            return []
        paths = [path for path in matches.files if path != module.path]
        if matches.outside:
            self._fail(module, declaration, ImportFailureReason.OUTSIDE, matches.outside[0])
        elif not paths:
            self._fail(module, declaration, ImportFailureReason.NO_MATCH, written)
        return paths

    # ---- Files ----------------------------------------------------------------------------------

    def _import(self, module: Module, target: _Target) -> Module | None:
        """Import one file; return its module if its own imports are still to load."""
        declaration, written, path = target
        if (first := self._first_import(module, path)) is not None:
            self._fail(module, declaration, ImportFailureReason.TWICE, written, (first,))
            return None
        assert declaration.title is not None
        location = module.locate(declaration.title.span)
        if cycle := self._cycle(path, location):
            files = tuple(import_.source.name for import_ in cycle)
            self._fail(
                module, declaration, ImportFailureReason.CIRCULAR, written, cycle[:-1], files
            )
            return None
        return self._load(module, target)

    def _fail(
        self,
        module: Module,
        declaration: ImportDecl,
        reason: ImportFailureReason,
        written: str,
        cycle: tuple[Location, ...] = (),
        files: tuple[str, ...] = (),
    ) -> None:
        assert declaration.title is not None
        location = module.locate(declaration.title.span)
        self._errors.append(ImportFailure(location, reason, written, cycle, files))
        if declaration.id is not None or reason is not ImportFailureReason.TWICE:
            name = declaration.id.text if declaration.id else ""
            module.failed_imports.append(normalize_id(name))

    def _resolve_path(
        self, module: Module, written: str
    ) -> tuple[Path | None, ImportFailureReason | None]:
        """Return the path of an imported file, or the reason why it may not be read."""
        folder = module.path.parent if module.path else self._boundary
        try:
            relative = Path(written)
            if not written:
                return None, ImportFailureReason.MISSING
            if relative.is_absolute() or "\\" in written:
                return None, ImportFailureReason.OUTSIDE
            path = (folder / relative).resolve()
            if not path.is_relative_to(self._boundary.resolve()):
                return None, ImportFailureReason.OUTSIDE
            if path.suffix != MAP_SUFFIX:  # an untrusted map cannot make argmap read other files
                return None, ImportFailureReason.NOT_A_MAP
        except (OSError, ValueError, RuntimeError):  # a NUL, a long name, a cycle of links
            return None, ImportFailureReason.MISSING
        return path, None

    def _first_import(self, module: Module, path: Path) -> Location | None:
        """Return the location of an earlier import of the same file in the module."""
        for offset, imported in module.imports.items():
            if any(file.path == path for file in imported):
                return module.locate(Span(offset, offset + len("import")))
        return None

    def _cycle(self, path: Path, location: Location) -> tuple[Location, ...]:
        """Return the imports of the cycle that an import closes; none if it closes no cycle."""
        importing = [importing_path for importing_path, _ in self._chain]
        if path not in importing:
            return ()
        start = importing.index(path)
        imports = [import_ for _, import_ in self._chain[start + 1 :] if import_ is not None]
        return (*imports, location)

    def _load(self, module: Module, target: _Target) -> Module | None:
        declaration, written, path = target
        loaded = self._by_path.get(path)
        if loaded is not None:
            self._bind(module, declaration, loaded)
            return None
        try:
            document = self._documents.document(path)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            self._fail(module, declaration, ImportFailureReason.MISSING, written)
            return None
        except OSError:
            self._fail(module, declaration, ImportFailureReason.UNREADABLE, written)
            return None
        imported = Module(document, path)
        self._bind(module, declaration, imported)
        if declaration.id:
            imported.prefix = f"{module.prefix}{normalize_id(declaration.id.text)}."
        else:
            imported.prefix = module.prefix
        self._by_path[path] = imported
        self._modules.append(imported)
        assert declaration.title is not None
        self._chain.append((path, module.locate(declaration.title.span)))
        return imported

    def _bind(self, module: Module, declaration: ImportDecl, imported: Module) -> None:
        """Make an imported file visible in a module."""
        module.imports.setdefault(declaration.keyword.span.start, []).append(imported)
        name = declaration.id
        if name is None:
            module.unnamed_imports.append(imported)
            return
        alias = normalize_id(name.text)
        if alias in module.aliases:
            first = module.alias_locations[alias]
            self._errors.append(DuplicateId(module.locate(name.span), name.text, first))
        else:
            module.aliases[alias] = imported
            module.alias_locations[alias] = module.locate(name.span)
