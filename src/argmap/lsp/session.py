"""Parsing, resolving and checking for the language server, on one worker thread.

A `Session` keeps what consecutive requests share. Each request passes the documents that were open
in the editor when it arrived. The results that it returns never change afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from attrs import define, field

from argmap.config import find_root
from argmap.diagnostics import Applicability, Diagnostic, Fix
from argmap.editing import Occurrences
from argmap.errors import InputError
from argmap.evaluation import Evaluation, deciding_chain
from argmap.evaluation.direct_reasons import ReasonRanking
from argmap.evaluation.strength import Strengths, compute_strengths
from argmap.lsp.documents import TextDocument, path_of, uri_of
from argmap.lsp.syntax_lookup import head_at
from argmap.model import ArgumentMap, Status
from argmap.resolve import Resolution, resolve
from argmap.resolve.errors import ImportFailure
from argmap.resolve.imports import Module
from argmap.rules import IncrementalState
from argmap.syntax import Document
from argmap.syntax.tree import ImportDecl
from argmap.text import Location, SourceText, Span
from argmap.text.import_patterns import match_pattern
from argmap.workspace.aggregation import CheckResult
from argmap.workspace.checker import Checker, report_unsuppressed
from argmap.workspace.files import FileCache, FileSystem, OverlayFiles
from argmap.workspace.targets import ProjectIndex

if TYPE_CHECKING:
    from argmap.workspace.fix import FixInput
    from argmap.workspace.suggestions import DocumentKey

MAX_MAPS_PER_FILE = 20
"""Number of maps that a file is analyzed in; a bibliography may be part of hundreds."""

MAX_CACHED_CHECKS = 16
MAX_CACHED_ANALYSES = MAX_CACHED_CHECKS + MAX_MAPS_PER_FILE

MAX_VERIFIED_FIXES = 10
"""Number of fixes that are verified for a selection; each takes a parse of the file."""

OpenDocuments = Mapping[str, TextDocument]
"""The documents that are open in the editor, by URI."""


@define(eq=False, repr=False)
class MapAnalysis:
    """One version of a map, with derived data that is computed on first use.

    Attributes:
        resolution: The files of the map, resolved.
        state: What previous checks and features computed from the structure of the map.
    """

    resolution: Resolution
    state: IncrementalState = field(factory=IncrementalState)

    def next_version(self, resolution: Resolution) -> MapAnalysis:
        """Return the analysis of the next version; it keeps the state if the structure is."""
        is_same_structure = _structure(resolution) == _structure(self.resolution)
        return MapAnalysis(resolution, self.state if is_same_structure else IncrementalState())

    @property
    def map(self) -> ArgumentMap:
        """The resolved map."""
        return self.resolution.map

    @cached_property
    def occurrences(self) -> Occurrences:
        """The declarations and uses of names."""
        return Occurrences(self.resolution)

    @cached_property
    def evaluation(self) -> Evaluation:
        """The status of each statement and inference."""
        return self.state.evaluation(self.map)

    @cached_property
    def ranking(self) -> ReasonRanking:
        """The direct reasons for each status, the most important first."""
        return ReasonRanking(self.evaluation)

    @cached_property
    def strengths(self) -> Strengths:
        """The strength of each statement and inference."""
        return compute_strengths(self.evaluation)

    @cached_property
    def _paths(self) -> dict[int, Path | None]:
        pairs = zip(self.resolution.documents, self.resolution.paths, strict=True)
        return {id(document.source): path for document, path in pairs}

    def path(self, source: SourceText) -> Path | None:
        """Return the path of one of the map's source texts."""
        return self._paths.get(id(source))

    def module(self, source: SourceText) -> Module | None:
        """Return the module of one of the map's source texts."""
        modules = self.resolution.modules
        return next((module for module in modules if module.document.source is source), None)

    def status(self, id_: str) -> Status | None:
        """Return the status of a statement; None if the id is not a statement's."""
        return self.evaluation.status(id_) if id_ in self.map.statements else None

    def explain(self, id_: str) -> tuple[str, ...]:
        """Return the chain of reasons for the status of a statement, one line per link."""
        return deciding_chain(self.evaluation, id_, self.ranking)

    def location(self, id_: str) -> Location | None:
        """Return the location of the declaration of an element."""
        argument_map = self.map
        element = (
            argument_map.statements.get(id_)
            or argument_map.questions.get(id_)
            or argument_map.contexts.get(id_)
            or argument_map.sources.get(id_)
            or argument_map.sections.get(id_)
            or argument_map.inferences.get(id_)
        )
        return element.location if element else None


def _structure(resolution: Resolution) -> tuple[object, ...]:
    """Return a key that is equal for versions which differ only in locations and wording."""
    return (*resolution.paths, *(document.structure for document in resolution.documents))


class DocumentSnapshot(NamedTuple):
    """One version of a file, and the maps that contain it; there is at least one."""

    uri: str
    path: Path | None
    document: Document
    analyses: tuple[MapAnalysis, ...]

    @property
    def source(self) -> SourceText:
        """The text of the file."""
        return self.document.source

    @property
    def analysis(self) -> MapAnalysis:
        """The first of the maps that contain the file."""
        return self.analyses[0]


class CheckedFiles(NamedTuple):
    """The result of checking all maps that contain a file.

    Attributes:
        files: All files of these maps.
        diagnostics: The diagnostics in these files.
        settings_error: Why the settings of the project could not be used; empty if they could.
    """

    files: tuple[tuple[Path | None, SourceText], ...]
    diagnostics: tuple[Diagnostic, ...]
    settings_error: str = ""


class Session:
    """Cache of files, analyses and checks; must be used by one thread at a time."""

    def __init__(self) -> None:
        self._files = FileCache(follows_changes=True)
        self._projects = ProjectIndex()
        self._analyses: dict[Path | str, MapAnalysis] = {}
        self._checker: Checker | None = None
        self._checks: dict[
            tuple[Path | str, ...], tuple[tuple[MapAnalysis, ...], CheckedFiles]
        ] = {}
        self._fixed: tuple[str, tuple[MapAnalysis, ...], SourceText] | None = None

    def invalidate(self) -> None:
        """Discard what depends on the disk: files, settings or source texts may have changed."""
        self._projects.refresh()
        self._checker = None
        self._checks.clear()
        self._fixed = None
        for analysis in self._analyses.values():
            analysis.state.known_clean.clear()

    def document(self, open_documents: OpenDocuments, uri: str) -> Document | None:
        """Return a file from the editor or from disk; None if it does not exist."""
        if uri in open_documents:
            return open_documents[uri].document
        path = path_of(uri)
        try:
            return None if path is None else self._files.document(path)
        except OSError:
            return None

    def files(
        self, open_documents: OpenDocuments, folders: list[Path]
    ) -> list[tuple[Path, Document]]:
        """Return all maps in the folders and all open documents, except unreadable files."""
        files = self._overlay(open_documents)
        paths = dict.fromkeys(path for folder in folders for path in self._projects.maps(folder))
        paths.update(dict.fromkeys(_paths(open_documents)))
        documents: list[tuple[Path, Document]] = []
        for path in paths:
            try:
                documents.append((path, files.document(path)))
            except OSError:
                continue
        return documents

    def snapshot(self, open_documents: OpenDocuments, uri: str) -> DocumentSnapshot | None:
        """Return a file with the maps that contain it; None if it does not exist."""
        document = self.document(open_documents, uri)
        if document is None:
            return None
        path = open_documents[uri].path if uri in open_documents else path_of(uri)
        files = self._overlay(open_documents)
        if path is None:
            analysis = self._analysis(uri, document, None, files)
            return DocumentSnapshot(uri, None, document, (analysis,))
        roots = self._projects.maps_containing(path, files, _paths(open_documents))
        analyses = [
            self._analysis(root, files.document(root), root, files)
            for root in roots[:MAX_MAPS_PER_FILE]
        ]
        containing = tuple(analysis for analysis in analyses if path in analysis.resolution.paths)
        if not containing:
            containing = (self._analysis(path, document, path, files),)
        return DocumentSnapshot(uri, path, document, containing)

    def evaluated_snapshot(
        self, open_documents: OpenDocuments, uri: str
    ) -> DocumentSnapshot | None:
        """Return a snapshot whose maps are already evaluated and indexed."""
        snapshot = self.snapshot(open_documents, uri)
        if snapshot is not None:
            for analysis in snapshot.analyses:
                _ = analysis.occurrences, analysis.evaluation
        return snapshot

    def imported_snapshot(
        self, open_documents: OpenDocuments, snapshot: DocumentSnapshot, offset: int
    ) -> DocumentSnapshot | None:
        """Return the file that the import at an offset imports.

        None if there is no import, or if it imports several files or none.
        """
        declaration = head_at(snapshot.document, offset)
        module = snapshot.analysis.module(snapshot.source)
        if not isinstance(declaration, ImportDecl) or module is None:
            return None
        imported = module.imports.get(declaration.keyword.span.start, ())
        if len(imported) != 1 or imported[0].path is None:
            return None
        return self.snapshot(open_documents, uri_of(imported[0].path))

    def _overlay(self, open_documents: OpenDocuments) -> FileSystem:
        """Return the files on disk, with the open documents in place of theirs."""
        by_path = {document.path: document for document in open_documents.values() if document.path}

        def replacement(path: Path) -> Document | None:
            return by_path[path].document if path in by_path else None

        return OverlayFiles(self._files, replacement, by_path)

    def _analysis(
        self, key: Path | str, document: Document, path: Path | None, files: FileSystem
    ) -> MapAnalysis:
        """Return the analysis of a map, from the cache if all its files are unchanged."""
        cached = self._analyses.get(key)
        if cached is not None and _is_current(cached, document, files):
            return cached
        resolution = _resolve(document, path, files)
        analysis = cached.next_version(resolution) if cached else MapAnalysis(resolution)
        self._analyses.pop(key, None)
        while len(self._analyses) >= MAX_CACHED_ANALYSES:
            del self._analyses[next(iter(self._analyses))]
        self._analyses[key] = analysis
        return analysis

    # ---- Checks ---------------------------------------------------------------------------------

    def diagnostics(self, open_documents: OpenDocuments, uri: str) -> CheckedFiles | None:
        """Return what `argmap check` reports in the maps that contain a file.

        None if the file does not exist.
        """
        snapshot = self.snapshot(open_documents, uri)
        if snapshot is None:
            return None
        # The key identifies the maps, not their versions: a new check replaces the previous one.
        key = tuple(analysis.resolution.paths[0] or uri for analysis in snapshot.analyses)
        cached = self._checks.get(key)
        if cached is not None and cached[0] == snapshot.analyses:
            return cached[1]
        checked = self._check(snapshot.analyses)
        while len(self._checks) >= MAX_CACHED_CHECKS:
            del self._checks[next(iter(self._checks))]
        self._checks[key] = snapshot.analyses, checked
        return checked

    def _check(self, analyses: tuple[MapAnalysis, ...]) -> CheckedFiles:
        resolutions = [analysis.resolution for analysis in analyses]
        files = {
            id(document.source): (path, document.source)
            for resolution in resolutions
            for document, path in zip(resolution.documents, resolution.paths, strict=True)
        }
        settings_error = ""
        try:
            self._checker = self._checker or Checker()
            states = [analysis.state for analysis in analyses]
            report = self._checker.check(resolutions, states).report
        except InputError as error:  # the settings are invalid: check with the default rules
            self._checker = None
            settings_error = str(error)
            report = report_unsuppressed(resolutions)
        return CheckedFiles(tuple(files.values()), report.diagnostics, settings_error)

    # ---- Fixes ----------------------------------------------------------------------------------

    def fixed_source(self, open_documents: OpenDocuments, uri: str) -> SourceText | None:
        """Return a file with the fixes of `argmap check --fix`; None if it does not exist."""
        snapshot = self.snapshot(open_documents, uri)
        checked = self.diagnostics(open_documents, uri)
        if snapshot is None or checked is None:
            return None
        fixes = (fix for diagnostic in checked.diagnostics for fix in diagnostic.fixes)
        if not any(_is_safe_fix(fix, snapshot) for fix in fixes):
            return snapshot.source
        if self._fixed is None or self._fixed[:2] != (uri, snapshot.analyses):
            self._fixed = uri, snapshot.analyses, self._fix(snapshot, open_documents)
        return self._fixed[2]

    def safe_fixes(
        self, open_documents: OpenDocuments, uri: str, selection: Span
    ) -> tuple[Fix, ...]:
        """Return the fixes of the diagnostics in a selection that may be applied without asking.

        They are safe, and each of them does no harm if it is applied alone. At most
        `MAX_VERIFIED_FIXES` are verified; the others are not returned.
        """
        from argmap.workspace.fix import is_harmless
        from argmap.workspace.suggestions import Suggestion

        snapshot = self.snapshot(open_documents, uri)
        checked = self.diagnostics(open_documents, uri)
        if snapshot is None or checked is None:
            return ()
        paths = {source: path for path, source in checked.files}
        suggestions = [
            Suggestion(diagnostic, fix, paths.get(fix.source))
            for diagnostic in checked.diagnostics
            if is_in_selection(diagnostic, snapshot.source, selection)
            for fix in diagnostic.fixes
            if fix.applicability is Applicability.SAFE and fix.edits
        ]
        maps = self._fix_input(snapshot, open_documents)
        return tuple(
            suggestion.fix
            for suggestion in suggestions[:MAX_VERIFIED_FIXES]
            if is_harmless(maps, suggestion)
        )

    def _fix(self, snapshot: DocumentSnapshot, open_documents: OpenDocuments) -> SourceText:
        from argmap.workspace.fix import fix_maps

        fixes = fix_maps(self._fix_input(snapshot, open_documents))
        changed = fixes.documents.get(snapshot.path)
        return changed[1].source if changed else snapshot.source

    def _fix_input(self, snapshot: DocumentSnapshot, open_documents: OpenDocuments) -> FixInput:
        from argmap.workspace.fix import FixInput

        files = self._overlay(open_documents)
        resolutions = [analysis.resolution for analysis in snapshot.analyses]

        def resolve_edited(replaced: Mapping[DocumentKey, Document]) -> list[Resolution]:
            if not replaced:
                return resolutions
            edited = OverlayFiles(files, replaced.get)
            return [
                _resolve(
                    replaced.get(resolution.paths[0], resolution.documents[0]),
                    resolution.paths[0],
                    edited,
                )
                for resolution in resolutions
            ]

        def may_change(_path: DocumentKey, document: Document, _resolution: Resolution) -> bool:
            return document.source.name == snapshot.source.name

        return FixInput(resolve_edited, self._check_edited, may_change)

    def _check_edited(self, resolutions: list[Resolution]) -> CheckResult:
        self._checker = self._checker or Checker()
        try:
            return self._checker.check(resolutions)
        except InputError:
            self._checker = None
            return CheckResult(report_unsuppressed(resolutions), fails=True)


def _paths(open_documents: OpenDocuments) -> list[Path]:
    return [document.path for document in open_documents.values() if document.path is not None]


def _resolve(document: Document, path: Path | None, files: FileSystem) -> Resolution:
    boundary = find_root(path.parent) if path else Path.cwd()
    return resolve(document, path=path, documents=files, boundary=boundary)


def _is_current(analysis: MapAnalysis, document: Document, files: FileSystem) -> bool:
    """Return whether all files of a map are the same as when it was resolved."""
    resolution = analysis.resolution
    if resolution.documents[0] is not document:
        return False
    if any(isinstance(error, ImportFailure) for error in resolution.errors):
        return False  # the imported file may exist by now
    if not all(_is_matching(module, resolution, files) for module in resolution.modules):
        return False
    imported = zip(resolution.documents[1:], resolution.paths[1:], strict=True)
    try:
        return all(path is not None and files.document(path) is known for known, path in imported)
    except OSError:
        return False


def _is_matching(module: Module, resolution: Resolution, files: FileSystem) -> bool:
    """Return whether the patterns in the imports of a file still match the same files."""
    root = resolution.paths[0]
    if module.path is None or root is None:
        return not module.matches
    boundary = find_root(root.parent) if module.matches else root
    return all(
        match_pattern(module.path.parent, written, boundary, files.entries) == matches
        for written, matches in module.matches.items()
    )


def is_in_selection(diagnostic: Diagnostic, source: SourceText, selection: Span) -> bool:
    """Return whether a selection in a file touches what a diagnostic underlines."""
    location = diagnostic.location
    start, end = location.span
    return location.source is source and start <= selection.end and selection.start <= end


def _is_safe_fix(fix: Fix, snapshot: DocumentSnapshot) -> bool:
    is_safe = fix.applicability is Applicability.SAFE and bool(fix.edits)
    return is_safe and fix.source is snapshot.source
