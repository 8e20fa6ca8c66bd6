"""Refactorings of the maps in files: rename, move, extract, inline.

A refactoring is made in memory (`argmap.editing`), and all maps that contain a changed file are
checked before and after it. Its result says which verdicts and errors would change; the commands
write nothing then.
"""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from attrs import evolve

from argmap.config import MAP_SUFFIX, find_root
from argmap.diagnostics import Diagnostic, Severity
from argmap.editing import (
    MoveTarget,
    Occurrences,
    Refactoring,
    RefusedEdit,
    edited_source,
    extract,
    inline,
    move,
    rename,
)
from argmap.errors import InputError
from argmap.evaluation import evaluate
from argmap.model import Statement, Status
from argmap.model.identifiers import normalize_id
from argmap.reporting import Report
from argmap.resolve import Resolution
from argmap.syntax import Document, parse
from argmap.text import SourceText
from argmap.workspace.changes import ChangeKind, FileChange, unified_diff, write_all_changes
from argmap.workspace.checker import Checker
from argmap.workspace.declarations import find_declaration, find_section, resolve_in_project
from argmap.workspace.files import FileCache, FileSystem, OverlayFiles, display_path
from argmap.workspace.load import load_resolution
from argmap.workspace.targets import ProjectIndex


class ChangedVerdict(NamedTuple):
    """A statement whose verdict a refactoring changes.

    Attributes:
        map: The name of the map.
        id: The id of the statement before the refactoring.
        text: Its text.
        before: Its status before.
        after: Its status after; None if the map no longer contains it.
    """

    map: str
    id: str
    text: str
    before: Status
    after: Status | None


class RefactorResult(NamedTuple):
    """The result of a refactoring; nothing is written yet.

    Attributes:
        changes: The changes of files; none if there is nothing to do.
        root: The folder of the project.
        verdicts: The verdicts that would change.
        errors: The errors that the refactoring would add.
    """

    changes: tuple[FileChange, ...]
    root: Path
    verdicts: tuple[ChangedVerdict, ...] = ()
    errors: Report = Report((), 0, 0)

    def write(self) -> None:
        """Write all changes, or none of them.

        Raises:
            InputError: If a file has changed since it was read.
            OSError: If a file cannot be written.
        """
        write_all_changes(self.changes, self.root)

    def diff(self) -> str:
        """Return the changes as a unified diff, which `patch` and `git apply` accept."""
        return "".join(unified_diff(change.old, change.new, change.kind) for change in self.changes)


# ---- The refactorings ---------------------------------------------------------------------------


def rename_element(old: str, new: str, paths: Sequence[Path] = ()) -> RefactorResult:
    """Rename an element or an import in all files.

    Args:
        old: The present id, as it is in a map: ``id``, ``energy.id`` or ``MAP#id``.
        new: The new id, without the names of imports.
        paths: Files and folders with the maps to search for the id.

    Raises:
        RefusedEdit: If the element cannot have the name.
        InputError: If no map, or more than one, has an element with the id.
    """
    project = _Project()
    element = find_declaration(old, paths, project.files)
    maps = project.maps_containing([element.path])
    refactoring = rename(project.occurrences(maps), element.declaration, new)
    old_name = normalize_id(element.declaration.location.text)
    return project.result(refactoring, maps, {old_name: normalize_id(new)}, keeps_layout=False)


def move_element(
    name: str, under: str | None, file: Path | None = None, paths: Sequence[Path] = ()
) -> RefactorResult:
    """Move an element with its block and its comments.

    Args:
        name: The id of the element, as for `rename_element`.
        under: The id of the element that it is then nested in; None for the top level.
        file: The file that it moves to; ``under`` is then an id in this file.
        paths: Files and folders with the maps to search for the id.

    Raises:
        RefusedEdit: If the element cannot be there.
        InputError: As for `rename_element`.
    """
    project = _Project()
    element = find_declaration(name, paths, project.files)
    target_path = element.path if file is None else resolve_in_project(file)
    destination = MoveTarget()
    if under is not None:
        searched = paths if file is None else (file,)
        if file is None and "#" not in under:
            parent = element.sibling(under) or find_declaration(under, searched, project.files)
        else:
            parent = find_declaration(under, searched, project.files)
        target_path, destination = parent.path, MoveTarget(parent.declaration)
    elif file is not None:
        destination = MoveTarget(None, project.document(target_path).source)
    maps = project.maps_containing([element.path, target_path])
    refactoring = move(project.occurrences(maps), element.declaration, destination)
    return project.result(refactoring, maps)


def extract_section(
    name: str, output: Path, alias: str | None = None, paths: Sequence[Path] = ()
) -> RefactorResult:
    """Move a section to a new file, which is imported in its place.

    Args:
        name: The id of the section, as for `rename_element`, or its title.
        output: The new file.
        alias: The name of the import.
        paths: Files and folders with the maps to search for the section.

    Raises:
        RefusedEdit: If the section cannot be in another file.
        InputError: If the file exists or is not in the project, and as for `rename_element`.
    """
    project = _Project()
    section = find_section(name, paths, project.files)
    root = find_root(section.path.parent)
    path = _new_path(output, root)
    maps = project.maps_containing([section.path])
    occurrences = project.occurrences(maps)
    refactoring = extract(occurrences, section.source, [section.item], path, alias)
    return project.result(refactoring, maps)


def inline_file(path: Path) -> RefactorResult:
    """Replace the import of a file with its content, and delete the file.

    Raises:
        RefusedEdit: If the file is not imported exactly once, or cannot be a part of that map.
        InputError: If the file cannot be read.
    """
    project = _Project()
    file = resolve_in_project(path)
    source = project.document(file).source
    maps = project.maps_containing([file])
    return project.result(inline(project.occurrences(maps), source), maps)


def _new_path(output: Path, root: Path) -> Path:
    """Return the resolved path of a file to create.

    Raises:
        InputError: If a map cannot be there.
    """
    if output.suffix != MAP_SUFFIX:
        raise InputError(f"`{output}` is not the name of a map; it must end with {MAP_SUFFIX}")
    try:
        if output.exists() or output.is_symlink():
            raise InputError(f"`{output}` already exists; name another file")
        path = Path(os.path.abspath(output)).resolve()  # noqa: PTH100
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"`{output}` is not a valid path") from error
    if not path.is_relative_to(root.resolve()):
        raise InputError(
            f"`{output}` is outside of the project `{display_path(root)}`; maps only import files "
            "inside of it"
        )
    return path


# ---- Maps before and after ----------------------------------------------------------------------


class _Project:
    """The files of a project, and the maps in them."""

    def __init__(self) -> None:
        self.files: FileSystem = FileCache()
        self._index = ProjectIndex()

    def document(self, path: Path) -> Document:
        """Return a parsed file.

        Raises:
            InputError: If the file cannot be read.
        """
        try:
            return self.files.document(path)
        except OSError as error:
            name = display_path(path)
            raise InputError(f"`{name}` cannot be read: {error.strerror}") from error

    def maps_containing(self, paths: Iterable[Path]) -> list[Resolution]:
        """Return all maps that contain one of the files.

        Raises:
            RefusedEdit: If one of them has a syntax error, because a name may be overlooked.
        """
        roots = dict.fromkeys(
            root for path in paths for root in self._index.maps_containing(path, self.files)
        )
        maps = [load_resolution(root, self.files) for root in roots]
        for document in (document for one in maps for document in one.documents):
            if document.errors:
                raise RefusedEdit(
                    f"`{document.source.name}` has syntax errors; fix them first "
                    "(see `argmap check`)"
                )
        return maps

    def occurrences(self, maps: Iterable[Resolution]) -> list[Occurrences]:
        """Return the names in maps."""
        return [Occurrences(resolution) for resolution in maps]

    def result(
        self,
        refactoring: Refactoring,
        maps: Sequence[Resolution],
        renamed: Mapping[str, str] | None = None,
        *,
        keeps_layout: bool = True,
    ) -> RefactorResult:
        """Return the result of a refactoring, with the verdicts and the errors that change.

        Args:
            refactoring: The refactoring.
            maps: All maps that contain a changed file.
            renamed: The new names of elements by the old ones.
            keeps_layout: Whether files in the canonical layout are formatted.

        Raises:
            RefusedEdit: If a file outside of the project would change.
        """
        root = find_root((maps[0].paths[0] or Path.cwd()).parent)
        changes = tuple(self._changes(refactoring, keeps_layout=keeps_layout))
        if not changes:
            return RefactorResult((), root)
        for change in changes:
            if not change.path.is_relative_to(root.resolve()):
                raise RefusedEdit(f"`{change.old.name}` is outside of the project")
        documents = {
            change.path: parse(change.new)
            for change in changes
            if change.kind is not ChangeKind.DELETED
        }
        edited = OverlayFiles(
            self.files,
            documents.get,
            [change.path for change in changes if change.kind is ChangeKind.CREATED],
            [change.path for change in changes if change.kind is ChangeKind.DELETED],
        )
        after = [load_resolution(one.paths[0], edited) for one in maps if one.paths[0] is not None]
        verdicts = tuple(
            verdict
            for old, new in zip(maps, after, strict=True)
            for verdict in _changed_verdicts(old, new, renamed or {})
        )
        return RefactorResult(changes, root, verdicts, _added_errors(maps, after))

    def _changes(self, refactoring: Refactoring, *, keeps_layout: bool) -> Iterable[FileChange]:
        for file in refactoring.files:
            new = edited_source(file, keeps_layout=keeps_layout)
            if file.path is not None and new.text != file.document.source.text:
                yield FileChange(file.path, file.document.source, new)
        for created in refactoring.new_files:
            name = display_path(created.path)
            new = SourceText(name, created.text)
            yield FileChange(created.path, evolve(new, text=""), new, ChangeKind.CREATED)
        for path in refactoring.deleted_files:
            old = self.document(path).source
            yield FileChange(path, old, evolve(old, text=""), ChangeKind.DELETED)


def _changed_verdicts(
    old: Resolution, new: Resolution, renamed: Mapping[str, str]
) -> Iterable[ChangedVerdict]:
    """Yield the statements of a map whose status changes, or that it no longer contains.

    Statements are matched by their kind and text, and then by the last part of their id. Those of
    equal kind and text that have no id, or another one, are matched in the order of the map.
    """
    before, after = evaluate(old.map), evaluate(new.map)
    candidates: dict[tuple[type, str], list[Statement]] = defaultdict(list)
    for statement in new.map.statements.values():
        candidates[type(statement), statement.text].append(statement)
    matches: dict[str, Statement] = {}
    unmatched: list[Statement] = []
    for statement in old.map.statements.values():
        name = _local_name(statement)
        same = candidates[type(statement), statement.text]
        match = next(
            (one for one in same if name and _local_name(one) == renamed.get(name, name)), None
        )
        if match is None:
            unmatched.append(statement)
        else:
            matches[statement.id] = match
            same.remove(match)
    for statement in unmatched:
        same = candidates[type(statement), statement.text]
        if same:
            matches[statement.id] = same.pop(0)
    for statement in old.map.statements.values():
        match = matches.get(statement.id)
        status = before.status(statement.id)
        new_status = after.status(match.id) if match else None
        if status is not new_status:
            yield ChangedVerdict(
                old.documents[0].source.name, statement.id, statement.text, status, new_status
            )


def _local_name(statement: Statement) -> str:
    """Return the id of a statement without the names of imports; empty without an id."""
    return statement.id.rpartition(".")[2] if statement.is_named else ""


def _added_errors(old: Sequence[Resolution], new: Sequence[Resolution]) -> Report:
    """Return the errors that there are more of, by rule."""
    before = Checker().check(old).report
    after = Checker().check(new).report
    counts = _error_counts(after)
    counts.subtract(_error_counts(before))
    known = {(error.code, error.message) for error in _errors(before)}
    added = [error for error in _errors(after) if counts[error.code] > 0]
    changed = [error for error in added if (error.code, error.message) not in known]
    return Report(tuple(changed or added), after.files, after.statements)


def _errors(report: Report) -> list[Diagnostic]:
    return [one for one in report.diagnostics if one.severity is Severity.ERROR]


def _error_counts(report: Report) -> Counter[str]:
    return Counter(error.code for error in _errors(report))
