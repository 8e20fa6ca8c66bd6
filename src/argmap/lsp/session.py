"""Where the work on maps is done, by one thread: reading, resolving, checking.

What it is given (a `Request`) is what the editor had open at one moment; what it gives back is
never changed again. What files and maps have in common from one request to the next is kept.

A map that is being written, with what features ask of it; each part is worked out once.

The files of a map: what the editor has open goes before what is on the disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from attrs import define, field

from argmap.config import find_root
from argmap.diagnostics import Applicability, Diagnostic, Fix
from argmap.errors import InputError
from argmap.evaluation import Evaluation, deciding_chain
from argmap.evaluation.strength import Strengths, compute_strengths
from argmap.lsp.documents import TextDocument, path_of
from argmap.lsp.occurrences import Occurrences
from argmap.model import ArgumentMap, Status
from argmap.resolve import Resolution, resolve
from argmap.resolve.errors import ImportFailure
from argmap.resolve.imports import Module
from argmap.rules import IncrementalState
from argmap.syntax import Document
from argmap.text import Location, SourceText
from argmap.workspace.aggregation import CheckResult
from argmap.workspace.checker import Checker
from argmap.workspace.checker import report_unsuppressed as plain_report
from argmap.workspace.files import FileCache, FileSystem, OverlayFiles
from argmap.workspace.targets import ProjectIndex


@define(eq=False, repr=False)
class MapAnalysis:
    """One map as it is now: all files it is made from, resolved.

    Its ``memory`` is what checks and features have found out about its shape.
    """

    resolution: Resolution
    memory: IncrementalState = field(factory=IncrementalState)

    def following(self, resolution: Resolution) -> MapAnalysis:
        """Return the analysis of the map's next version, which remembers what still holds."""
        is_alike = _shape(resolution) == _shape(self.resolution)
        return MapAnalysis(resolution, self.memory if is_alike else IncrementalState())

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
        return compute_strengths(self.evaluation)

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
        argument_map = self.map
        for table in (argument_map.statements, argument_map.sources, argument_map.sections):
            if id_ in table:
                return table[id_].location
        return argument_map.inferences[id_].location if id_ in argument_map.inferences else None


def _shape(resolution: Resolution) -> tuple[object, ...]:
    """Return what two versions of a map share that differ in nothing but places and words."""
    return (*resolution.paths, *(document.structure for document in resolution.documents))


_MOST_MAPS = 20
"""Maps that a file is looked at as a part of; a bibliography may be in hundreds."""

_MOST_KEPT = 16
"""Maps, and checks of maps, that are kept for the next request: the last ones."""

OpenDocuments = Mapping[str, TextDocument]
"""What the editor has open, by address."""


class DocumentSnapshot(NamedTuple):
    """A file as it is in the editor, and the maps it is a part of, its own or others."""

    uri: str
    path: Path | None
    document: Document
    analyses: tuple[MapAnalysis, ...]

    @property
    def source(self) -> SourceText:
        return self.document.source

    @property
    def analysis(self) -> MapAnalysis:
        """The map it is a part of; of several, the first."""
        return self.analyses[0]


class CheckedFiles(NamedTuple):
    """What a check found in ``files``: those are all that were checked.

    ``problem`` is why the project's own settings could not be followed.
    """

    files: tuple[tuple[Path | None, SourceText], ...]
    diagnostics: tuple[Diagnostic, ...]
    problem: str = ""


class Session:
    """What is known of files and maps. Only one thread at a time works at it."""

    def __init__(self) -> None:
        self._files = FileCache(follows_changes=True)
        self._projects = ProjectIndex()
        self._analyses: dict[Path | str, MapAnalysis] = {}
        self._checker: Checker | None = None
        self._found: dict[tuple[Path | str, ...], tuple[tuple[MapAnalysis, ...], CheckedFiles]] = {}
        self._fixed: tuple[str, tuple[MapAnalysis, ...], SourceText] | None = None

    def forget(self) -> None:
        """Look at the disk anew: files, settings, sources' texts may have changed."""
        self._projects.refresh()
        self._checker = None
        self._found.clear()
        self._fixed = None
        for analysis in self._analyses.values():
            analysis.memory.known_clean.clear()

    def document(self, opened: OpenDocuments, uri: str) -> Document | None:
        """Return a file as it is in the editor, or else on the disk; None where there is none."""
        if uri in opened:
            return opened[uri].document
        path = path_of(uri)
        try:
            return None if path is None else self._files.document(path)
        except OSError:
            return None

    def _with_open(self, opened: OpenDocuments) -> FileSystem:
        """Return the files on the disk, with those that are open as they are in the editor."""
        revisions = {each.path: each for each in opened.values() if each.path is not None}

        def replacement(path: Path) -> Document | None:
            return revisions[path].document if path in revisions else None

        return OverlayFiles(self._files, replacement)

    def view(self, opened: OpenDocuments, uri: str) -> DocumentSnapshot | None:
        """Return a file with the maps it is a part of; None where there is no such file."""
        document = self.document(opened, uri)
        if document is None:
            return None
        path = opened[uri].path if uri in opened else path_of(uri)
        files = self._with_open(opened)
        if path is None:
            analysis = self._analysis(uri, document, None, files)
            return DocumentSnapshot(uri, None, document, (analysis,))
        analyses = [
            self._analysis(root, files.document(root), root, files)
            for root in self._projects.maps_containing(path, files, _paths(opened))[:_MOST_MAPS]
        ]
        containing = tuple(each for each in analyses if path in each.resolution.paths)
        if not containing:
            containing = (self._analysis(path, document, path, files),)
        return DocumentSnapshot(uri, path, document, containing)

    def prepared(self, opened: OpenDocuments, uri: str) -> DocumentSnapshot | None:
        """Return the same with all worked out that features ask of it."""
        view = self.view(opened, uri)
        if view is not None:
            for analysis in view.analyses:
                _ = analysis.names, analysis.evaluation
        return view

    def files(self, opened: OpenDocuments, folders: list[Path]) -> list[tuple[Path, Document]]:
        """Return all maps in folders, read."""
        files = self._with_open(opened)
        paths = dict.fromkeys(path for folder in folders for path in self._projects.maps(folder))
        found: list[tuple[Path, Document]] = []
        for path in (*paths, *(path for path in _paths(opened) if path not in paths)):
            try:
                found.append((path, files.document(path)))
            except OSError:
                continue
        return found

    def _analysis(
        self, key: Path | str, document: Document, path: Path | None, files: FileSystem
    ) -> MapAnalysis:
        kept = self._analyses.get(key)
        if kept is not None and _is_current(kept, document, files):
            return kept
        boundary = find_root(path.parent) if path else Path.cwd()
        resolution = resolve(document, path=path, documents=files, boundary=boundary)
        analysis = kept.following(resolution) if kept else MapAnalysis(resolution)
        self._analyses.pop(key, None)
        while len(self._analyses) >= _MOST_KEPT + _MOST_MAPS:
            del self._analyses[next(iter(self._analyses))]
        self._analyses[key] = analysis
        return analysis

    # ---- Checking -------------------------------------------------------------------------------

    def diagnostics(self, opened: OpenDocuments, uri: str) -> CheckedFiles | None:
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

    def fixed(self, opened: OpenDocuments, uri: str) -> SourceText | None:
        """Return a file as `argmap check --fix` makes it; None where there is no such file."""
        view, found = self.view(opened, uri), self.diagnostics(opened, uri)
        if view is None or found is None:
            return None
        if not any(
            _is_safe_fix(fix, view) for diagnostic in found.diagnostics for fix in diagnostic.fixes
        ):
            return view.source
        if self._fixed is None or self._fixed[:2] != (uri, view.analyses):
            self._fixed = uri, view.analyses, self._fix(view, opened)
        return self._fixed[2]

    def _fix(self, view: DocumentSnapshot, opened: OpenDocuments) -> SourceText:
        from argmap.workspace.fix import FixInput, fix_maps
        from argmap.workspace.suggestions import DocumentKey

        files = self._with_open(opened)
        maps = [each.resolution for each in view.analyses]

        def resolved(replaced: Mapping[DocumentKey, Document]) -> list[Resolution]:
            if not replaced:
                return maps
            edited = OverlayFiles(files, replaced.get)
            return [_again(each, replaced, edited) for each in maps]

        def may_change(_path: DocumentKey, document: Document, _resolution: Resolution) -> bool:
            return document.source.name == view.source.name

        fixes = fix_maps(FixInput(resolved, self._checked, may_change))
        changed = fixes.documents.get(view.path)
        return changed[1].source if changed else view.source

    def _checked(self, resolutions: list[Resolution]) -> CheckResult:
        self._checker = self._checker or Checker()
        try:
            return self._checker.check(resolutions)
        except InputError:
            self._checker = None
            return CheckResult(plain_report(resolutions), fails=True)

    def _check(self, analyses: tuple[MapAnalysis, ...]) -> CheckedFiles:
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
        return CheckedFiles(tuple(files.values()), report.diagnostics, problem)


def _paths(opened: OpenDocuments) -> list[Path]:
    return [each.path for each in opened.values() if each.path is not None]


def _is_current(analysis: MapAnalysis, document: Document, files: FileSystem) -> bool:
    """Whether all files of a map are as they were when it was resolved."""
    resolution = analysis.resolution
    if resolution.documents[0] is not document:
        return False
    if any(isinstance(error, ImportFailure) for error in resolution.errors):
        return False  # what was not there may be there now
    pairs = zip(resolution.documents[1:], resolution.paths[1:], strict=True)
    try:
        return all(path is not None and files.document(path) is doc for doc, path in pairs)
    except OSError:
        return False


def _is_safe_fix(fix: Fix, view: DocumentSnapshot) -> bool:
    is_safe = fix.applicability is Applicability.SAFE and bool(fix.edits)
    return is_safe and fix.source is view.source


def _again(
    resolution: Resolution, replaced: Mapping[Path | None, Document], files: FileSystem
) -> Resolution:
    """Return a map resolved anew with some of its files replaced."""
    path = resolution.paths[0]
    document = replaced.get(path, resolution.documents[0])
    boundary = find_root(path.parent) if path else Path.cwd()
    return resolve(document, path=path, documents=files, boundary=boundary)
