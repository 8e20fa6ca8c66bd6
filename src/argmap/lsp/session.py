"""Where the work on maps is done, by one thread: reading, resolving, checking.

What it is given (a `Request`) is what the editor had open at one moment; what it gives back is
never changed again. What files and maps have in common from one request to the next is kept.

A map that is being written, with what features ask of it; each part is worked out once.

The files of a map: what the editor has open goes before what is on the disk.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from attrs import define, field

from argmap.config import find_root
from argmap.diagnostics import Applicability, Diagnostic, Fix
from argmap.errors import InputError
from argmap.evaluation import Evaluation, deciding_chain
from argmap.evaluation.strength import Strengths, strengths
from argmap.lsp.documents import Revision, path_of
from argmap.lsp.occurrences import Occurrences
from argmap.model import ArgumentMap, Status
from argmap.resolve import Resolution, resolve
from argmap.resolve.errors import ImportFault
from argmap.resolve.imports import Module
from argmap.rules import Memory
from argmap.syntax import Document, parse_reading, unquote
from argmap.syntax.tree import ImportDecl
from argmap.text import Location, Reading, SourceText, read
from argmap.workspace.checker import Checked, Checker
from argmap.workspace.checker import report as plain_report
from argmap.workspace.discovery import maps_in, states_thesis
from argmap.workspace.exclusions import Exclusions
from argmap.workspace.files import shown


@define(eq=False, repr=False)
class Analysis:
    """One map as it is now: all files it is made from, resolved.

    Its ``memory`` is what checks and features have found out about its shape.
    """

    resolution: Resolution
    memory: Memory = field(factory=Memory)

    def following(self, resolution: Resolution) -> Analysis:
        """Return the analysis of the map's next version, which remembers what still holds."""
        is_alike = _shape(resolution) == _shape(self.resolution)
        return Analysis(resolution, self.memory if is_alike else Memory())

    @property
    def map(self) -> ArgumentMap:
        return self.resolution.map

    @cached_property
    def names(self) -> Occurrences:
        return Occurrences(self.resolution)

    @cached_property
    def evaluation(self) -> Evaluation:
        return self.memory.evaluation(self.map)

    @cached_property
    def strengths(self) -> Strengths:
        return strengths(self.evaluation)

    @cached_property
    def _paths(self) -> dict[int, Path | None]:
        pairs = zip(self.resolution.documents, self.resolution.paths, strict=True)
        return {id(document.source): path for document, path in pairs}

    def path(self, source: SourceText) -> Path | None:
        """Return the file that a text of this map is of."""
        return self._paths.get(id(source))

    def module(self, source: SourceText) -> Module | None:
        modules = self.resolution.modules
        return next((each for each in modules if each.document.source is source), None)

    def status(self, id_: str) -> Status | None:
        """Return whether a statement stands; None for what is no statement."""
        return self.evaluation.status(id_) if id_ in self.map.statements else None

    def why(self, id_: str) -> tuple[str, ...]:
        return deciding_chain(self.evaluation, id_)

    def place(self, id_: str) -> Location | None:
        """Return the head of what is declared under an id."""
        argument = self.map
        for table in (argument.statements, argument.sources, argument.sections):
            if id_ in table:
                return table[id_].location
        return argument.inferences[id_].location if id_ in argument.inferences else None


def _shape(resolution: Resolution) -> tuple[object, ...]:
    """Return what two versions of a map share that differ in nothing but places and words."""
    return (*resolution.paths, *(document.shape for document in resolution.documents))


_MOST_FOLDERS = 5_000
_MOST_FILES = 2_000
"""Of a project that are looked into for maps: an editor may be started anywhere."""


@define(eq=False, repr=False)
class _Kept:
    """A file on the disk as it was when it was last looked at."""

    stamp: tuple[int, int]
    reading: Reading
    document: Document | None = None


class Files:
    """The files on the disk, read again when they have changed."""

    def __init__(self) -> None:
        self._kept: dict[Path, _Kept] = {}

    def document(self, path: Path) -> Document:
        """Return a file, read.

        Raises:
            OSError: when it cannot be read, or is no regular file.
        """
        kept = self._current(path)
        if kept.document is None:
            kept.document = parse_reading(kept.reading)
        return kept.document

    def may_import(self, path: Path) -> bool:
        """Whether a file could import another: whether it holds the word at all."""
        return "import" in self._current(path).reading.source.text

    def _current(self, path: Path) -> _Kept:
        status = path.stat()
        if not path.is_file():
            raise IsADirectoryError(errno.EISDIR, "it is no file", str(path))
        stamp = (status.st_mtime_ns, status.st_size)
        kept = self._kept.get(path)
        if kept is None or kept.stamp != stamp:
            kept = self._kept[path] = _Kept(stamp, read(path, shown(path)))
        return kept


class OpenLibrary:
    """Files as they are now (see `argmap.resolve.Library`): those that are open, and the others."""

    def __init__(self, files: Files, revisions: Mapping[str, Revision]) -> None:
        self._files = files
        self._open = {each.path: each for each in revisions.values() if each.path is not None}
        self._replaced: Mapping[Path | None, Document] = {}

    def replacing(self, replaced: Mapping[Path | None, Document]) -> OpenLibrary:
        """Return a library of the same files, some of them replaced."""
        library = OpenLibrary(self._files, {})
        library._open, library._replaced = self._open, replaced
        return library

    def document(self, path: Path) -> Document:
        if path in self._replaced:
            return self._replaced[path]
        revision = self._open.get(path)
        return self._files.document(path) if revision is None else revision.document

    def imported(self, path: Path) -> Iterator[Path]:
        """Yield what a file imports; nothing of one that cannot be read."""
        try:
            if path not in self._open and not self._files.may_import(path):
                return
            items = self.document(path).items
        except OSError:
            return
        for item in items:
            if isinstance(item, ImportDecl) and item.title is not None and item.title.raw:
                try:
                    yield (path.parent / unquote(item.title.raw)).resolve()
                except (OSError, ValueError, RuntimeError):
                    continue  # told where the import is followed

    def has_thesis(self, path: Path) -> bool:
        """Whether a file is a map with a thesis; no file that cannot be read is."""
        try:
            text = self.document(path).source.text
        except OSError:
            return False
        return states_thesis(text.encode(errors="replace"))

    @property
    def open_paths(self) -> list[Path]:
        return [path for path in self._open if path is not None]


class Projects:
    """Which maps a file is a part of, among all the files of its project."""

    def __init__(self) -> None:
        self._files: dict[Path, list[Path]] = {}

    def forget(self) -> None:
        """Look for files anew when asked next: some may have come or gone."""
        self._files.clear()

    def files(self, folder: Path) -> list[Path]:
        """Return the maps on the disk in a project's folder and below."""
        if folder not in self._files:
            self._files[folder] = sorted(dict.fromkeys(_maps(folder)))
        return self._files[folder]

    def roots(self, path: Path, library: OpenLibrary) -> list[Path]:
        """Return the maps that a file is a part of, as `argmap check` of its project takes it.

        A file that nothing imports is its own, and so is one with a thesis; of a ring, it is the
        first.
        """
        boundary = find_root(path.parent)
        known = dict.fromkeys((*self.files(boundary), *library.open_paths, path))
        importers: dict[Path, list[Path]] = {}
        for file in known:
            for target in library.imported(file):
                if target != file:
                    importers.setdefault(target, []).append(file)
        above = dict.fromkeys([path])
        waiting = [path]
        for file in waiting:  # which grows while it is gone through
            for importer in importers.get(file, ()):
                if importer not in above:
                    above[importer] = None
                    waiting.append(importer)
        tops = sorted(file for file in above if not importers.get(file) or library.has_thesis(file))
        return tops or [min(above)]


def _maps(folder: Path) -> Iterator[Path]:
    """Yield the maps in a folder and below, as `argmap check` finds them there."""
    found = 0
    for looked_into, (where, names) in enumerate(Exclusions(is_lenient=True).walk(folder)):
        for path in maps_in(where, names, folder):
            found += 1
            yield path
        if looked_into > _MOST_FOLDERS or found > _MOST_FILES:
            return


_MOST_MAPS = 20
"""Maps that a file is looked at as a part of; a bibliography may be in hundreds."""

_MOST_KEPT = 16
"""Maps, and checks of maps, that are kept for the next request: the last ones."""

Open = Mapping[str, Revision]
"""What the editor has open, by address."""


class View(NamedTuple):
    """A file as it is in the editor, and the maps it is a part of, its own or others."""

    uri: str
    path: Path | None
    document: Document
    analyses: tuple[Analysis, ...]

    @property
    def source(self) -> SourceText:
        return self.document.source

    @property
    def analysis(self) -> Analysis:
        """The map it is a part of; of several, the first."""
        return self.analyses[0]


class Found(NamedTuple):
    """What a check found in ``files``: those are all that were checked.

    ``problem`` is why the project's own settings could not be followed.
    """

    files: tuple[tuple[Path | None, SourceText], ...]
    findings: tuple[Diagnostic, ...]
    problem: str = ""


class Desk:
    """What is known of files and maps. Only one thread at a time works at it."""

    def __init__(self) -> None:
        self._files = Files()
        self._projects = Projects()
        self._analyses: dict[Path | str, Analysis] = {}
        self._checker: Checker | None = None
        self._found: dict[tuple[Path | str, ...], tuple[tuple[Analysis, ...], Found]] = {}
        self._fixed: tuple[str, tuple[Analysis, ...], SourceText] | None = None

    def forget(self) -> None:
        """Look at the disk anew: files, settings, sources' texts may have changed."""
        self._projects.forget()
        self._checker = None
        self._found.clear()
        self._fixed = None
        for analysis in self._analyses.values():
            analysis.memory.silent.clear()

    def document(self, opened: Open, uri: str) -> Document | None:
        """Return a file as it is in the editor, or else on the disk; None where there is none."""
        if uri in opened:
            return opened[uri].document
        path = path_of(uri)
        try:
            return None if path is None else self._files.document(path)
        except OSError:
            return None

    def view(self, opened: Open, uri: str) -> View | None:
        """Return a file with the maps it is a part of; None where there is no such file."""
        document = self.document(opened, uri)
        if document is None:
            return None
        path = opened[uri].path if uri in opened else path_of(uri)
        library = OpenLibrary(self._files, opened)
        if path is None:
            analysis = self._analysis(uri, document, None, library)
            return View(uri, None, document, (analysis,))
        analyses = [
            self._analysis(root, library.document(root), root, library)
            for root in self._projects.roots(path, library)[:_MOST_MAPS]
        ]
        containing = tuple(each for each in analyses if path in each.resolution.paths)
        if not containing:
            containing = (self._analysis(path, document, path, library),)
        return View(uri, path, document, containing)

    def prepared(self, opened: Open, uri: str) -> View | None:
        """Return the same with all worked out that features ask of it."""
        view = self.view(opened, uri)
        if view is not None:
            for analysis in view.analyses:
                _ = analysis.names, analysis.evaluation
        return view

    def files(self, opened: Open, folders: list[Path]) -> list[tuple[Path, Document]]:
        """Return all maps in folders, read."""
        library = OpenLibrary(self._files, opened)
        paths = dict.fromkeys(
            path for folder in folders for path in (*self._projects.files(folder),)
        )
        found: list[tuple[Path, Document]] = []
        for path in (*paths, *(path for path in library.open_paths if path not in paths)):
            try:
                found.append((path, library.document(path)))
            except OSError:
                continue
        return found

    def _analysis(
        self, key: Path | str, document: Document, path: Path | None, library: OpenLibrary
    ) -> Analysis:
        kept = self._analyses.get(key)
        if kept is not None and _is_current(kept, document, library):
            return kept
        boundary = find_root(path.parent) if path else Path.cwd()
        resolution = resolve(document, path=path, library=library, boundary=boundary)
        analysis = kept.following(resolution) if kept else Analysis(resolution)
        self._analyses.pop(key, None)
        while len(self._analyses) >= _MOST_KEPT + _MOST_MAPS:
            del self._analyses[next(iter(self._analyses))]
        self._analyses[key] = analysis
        return analysis

    # ---- Checking -------------------------------------------------------------------------------

    def findings(self, opened: Open, uri: str) -> Found | None:
        """Return what `argmap check` finds in the maps that a file is a part of."""
        view = self.view(opened, uri)
        if view is None:
            return None
        # By the maps' files: what was found in earlier versions of them is let go.
        key = tuple(each.resolution.paths[0] or uri for each in view.analyses)
        kept = self._found.get(key)
        if kept is not None and kept[0] == view.analyses:
            return kept[1]
        found = self._check(view.analyses)
        while len(self._found) >= _MOST_KEPT:
            del self._found[next(iter(self._found))]
        self._found[key] = view.analyses, found
        return found

    def fixed(self, opened: Open, uri: str) -> SourceText | None:
        """Return a file as `argmap check --fix` makes it; None where there is no such file."""
        view, found = self.view(opened, uri), self.findings(opened, uri)
        if view is None or found is None:
            return None
        if not any(_is_safe_fix(fix, view) for finding in found.findings for fix in finding.fixes):
            return view.source
        if self._fixed is None or self._fixed[:2] != (uri, view.analyses):
            self._fixed = uri, view.analyses, self._fix(view, opened)
        return self._fixed[2]

    def _fix(self, view: View, opened: Open) -> SourceText:
        from argmap.workspace.fix import Maps, fix_maps
        from argmap.workspace.suggestions import Key

        library = OpenLibrary(self._files, opened)
        maps = [each.resolution for each in view.analyses]

        def resolved(replaced: Mapping[Key, Document]) -> list[Resolution]:
            if not replaced:
                return maps
            edited = library.replacing(replaced)
            return [_again(each, replaced, edited) for each in maps]

        def may_change(_path: Key, document: Document, _resolution: Resolution) -> bool:
            return document.source.name == view.source.name

        fixes = fix_maps(Maps(resolved, self._checked, may_change))
        changed = fixes.documents.get(view.path)
        return changed[1].source if changed else view.source

    def _checked(self, resolutions: list[Resolution]) -> Checked:
        self._checker = self._checker or Checker()
        try:
            return self._checker.check(resolutions)
        except InputError:
            self._checker = None
            return Checked(plain_report(resolutions), fails=True)

    def _check(self, analyses: tuple[Analysis, ...]) -> Found:
        resolutions = [each.resolution for each in analyses]
        files = {
            id(document.source): (path, document.source)
            for resolution in resolutions
            for document, path in zip(resolution.documents, resolution.paths, strict=True)
        }
        problem = ""
        try:
            self._checker = self._checker or Checker()
            memories = [each.memory for each in analyses]
            report = self._checker.check(resolutions, memories).report
        except InputError as error:  # how the project is set up: the map is checked all the same
            self._checker = None
            problem = str(error)
            report = plain_report(resolutions)
        return Found(tuple(files.values()), report.diagnostics, problem)


def _is_current(analysis: Analysis, document: Document, library: OpenLibrary) -> bool:
    """Whether all files of a map are as they were when it was resolved."""
    resolution = analysis.resolution
    if resolution.documents[0] is not document:
        return False
    if any(isinstance(fault, ImportFault) for fault in resolution.faults):
        return False  # what was not there may be there now
    pairs = zip(resolution.documents[1:], resolution.paths[1:], strict=True)
    try:
        return all(path is not None and library.document(path) is doc for doc, path in pairs)
    except OSError:
        return False


def _is_safe_fix(fix: Fix, view: View) -> bool:
    is_safe = fix.applicability is Applicability.SAFE and bool(fix.edits)
    return is_safe and fix.source is view.source


def _again(
    resolution: Resolution, replaced: Mapping[Path | None, Document], library: OpenLibrary
) -> Resolution:
    """Return a map resolved anew with some of its files replaced."""
    path = resolution.paths[0]
    document = replaced.get(path, resolution.documents[0])
    boundary = find_root(path.parent) if path else Path.cwd()
    return resolve(document, path=path, library=library, boundary=boundary)
