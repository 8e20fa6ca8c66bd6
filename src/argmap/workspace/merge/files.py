"""The merge of three versions of one file, element by element or else line by line."""

from __future__ import annotations

import codecs
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from attrs import evolve, frozen

from argmap.comparison import compare_maps, compare_verdicts, verdict_conflicts
from argmap.comparison.merge import Conflict, merge_texts
from argmap.config import find_root
from argmap.diagnostics import Diagnostic
from argmap.errors import InputError
from argmap.resolve import Resolution, resolve
from argmap.syntax import parse_reading
from argmap.text import MAX_FILE_BYTES, DecodedFile, SourceText, decode
from argmap.workspace.files import FileCache, OverlayFiles, display_path, read_bytes
from argmap.workspace.git import run_git
from argmap.workspace.load import load_errors
from argmap.workspace.merge.report import MergedMap

OURS, BASE, THEIRS = "ours", "base", "theirs"
_MAX_MERGE_FILE_CONFLICTS = 127
"""The exit code of `git merge-file` is the number of conflicts, up to this one."""
_LINE_END = re.compile(r"\r\n?")
_LINES = re.compile(rb"[^\n]*\n|[^\n]+$")


@frozen(eq=False)
class FileMerge:
    """The merge of three versions of a file.

    Attributes:
        name: The name of the file in messages.
        data: The merged file, with markers around conflicts.
        conflicts: The elements that cannot be merged.
        merged_map: The verdicts and errors of the merged map; None with conflicts.
        line_reason: Why lines were merged instead of elements; empty if they were not.
        has_line_conflicts: Whether the merge of lines has conflicts.
        renamed: The ids that one side renamed, and that the other side used.
        is_faulty: Whether lines were merged because argmap failed.
    """

    name: str
    data: bytes
    conflicts: tuple[Conflict, ...] = ()
    merged_map: MergedMap | None = None
    line_reason: str = ""
    has_line_conflicts: bool = False
    renamed: tuple[tuple[str, str], ...] = ()
    is_faulty: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether nothing has to be decided."""
        is_sound = self.merged_map is None or self.merged_map.is_sound
        return is_sound and not (self.conflicts or self.has_line_conflicts or self.is_faulty)


def merge_files(
    base: Path, ours: Path, theirs: Path, *, path: Path | None = None, marker_size: int
) -> FileMerge:
    """Merge the changes from a common version of a file to two others.

    Args:
        base: The common version. It may be empty, as in git, if there is none.
        ours: Our version.
        theirs: Their version.
        path: The path of the file, for messages and imports; by default that of our version.
        marker_size: The length of the markers of conflicts.

    Raises:
        InputError: If a file cannot be read.
    """
    data = [_read(file) for file in (base, ours, theirs)]
    name = display_path(_resolved(path or ours))
    readings = [decode(name, content) for content in data]
    reason = _unreadable(readings)
    if reason:
        return _merge_lines(name, data, marker_size, reason)
    try:
        return _merge_readings(name, readings, data, _resolved(path or ours), marker_size)
    except Exception as error:
        if os.environ.get("ARGMAP_TRACEBACK"):
            raise
        # Our own fault must not cost the changes of theirs: git would keep ours without a marker.
        reason = f"of a fault of argmap, which you can report ({type(error).__name__}: {error})"
        return evolve(_merge_lines(name, data, marker_size, reason), is_faulty=True)


def _read(file: Path) -> bytes:
    try:
        return read_bytes(file, MAX_FILE_BYTES * 4)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a valid name"
        raise InputError(f"`{file}` cannot be read: {reason}") from error


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"`{path}` is not a valid path") from error


# ---- Elements ----------------------------------------------------------------------------------


def _merge_readings(
    name: str, readings: list[DecodedFile], data: list[bytes], path: Path, marker_size: int
) -> FileMerge:
    """Merge elements, or else lines; evaluate the merged map if there is no conflict."""
    known: dict[str, Resolution] = {}
    files = FileCache()

    def resolved(text: str) -> Resolution:
        text = _LINE_END.sub("\n", text)
        if text not in known:
            known[text] = _resolve(text, name, path, files)
        return known[text]

    base, ours, theirs = (reading.source.text for reading in readings)
    merge = merge_texts(base, ours, theirs, resolved, marker_size=marker_size)
    if merge is None:
        syntax_errors = _with_syntax_errors(resolved(text) for text in (base, ours, theirs))
        reason = syntax_errors or "the changes of both sides are entangled"
        by_lines = _merge_lines(name, data, marker_size, reason)
        if syntax_errors or by_lines.has_line_conflicts:
            return by_lines
        text = decode(name, by_lines.data).source.text
        return evolve(by_lines, merged_map=_merged_map(name, text, (ours, theirs), resolved))
    merged_map = None
    if not merge.conflicts and merge.text not in (ours, theirs):
        merged_map = _merged_map(name, merge.text, (ours, theirs), resolved)
    marks = [reading.source.has_bom for reading in readings]
    has_mark = marks[2] if marks[1] == marks[0] else marks[1]
    content = (codecs.BOM_UTF8 if has_mark else b"") + merge.text.encode()
    return FileMerge(name, content, merge.conflicts, merged_map, renamed=merge.renamed)


def _resolve(text: str, name: str, path: Path, files: FileCache) -> Resolution:
    document = parse_reading(DecodedFile(SourceText(name, text)))
    overlay = OverlayFiles(files, {path: document}.get)
    return resolve(document, path=path, documents=overlay, boundary=find_root(path.parent))


def _merged_map(
    name: str, text: str, sides: tuple[str, str], resolved: Callable[[str], Resolution]
) -> MergedMap:
    """Return the verdicts and errors of a merged map that neither side has."""
    new, *old = (resolved(version) for version in (text, *sides))
    changes = tuple(compare_verdicts(compare_maps(one.map, new.map)) for one in old)
    errors = load_errors(new).diagnostics
    if errors:
        known = {_key(error) for one in old for error in load_errors(one).diagnostics}
        errors = tuple(error for error in errors if _key(error) not in known)
    return MergedMap(name, (OURS, THEIRS), changes, verdict_conflicts(changes), errors)


def _key(error: Diagnostic) -> tuple[str, str]:
    return error.code, error.message


# ---- Lines -------------------------------------------------------------------------------------


def _unreadable(readings: list[DecodedFile]) -> str:
    """Return why a version cannot be parsed; empty if all can."""
    for side, reading in zip((BASE, OURS, THEIRS), readings, strict=True):
        if reading.oversize is not None:
            return f"{side} is too large to be parsed"
        if reading.undecodable is not None:
            return f"{side} is not encoded in UTF-8"
    return ""


def _with_syntax_errors(versions: Iterable[Resolution]) -> str:
    """Return which version has syntax errors; empty if none has."""
    for side, version in zip((BASE, OURS, THEIRS), versions, strict=True):
        if version.documents[0].errors:
            return f"{side} has syntax errors"
    return ""


def _merge_lines(name: str, data: list[bytes], marker_size: int, reason: str) -> FileMerge:
    """Merge lines as `git merge-file` does, or without git all lines between the common ones."""
    merged = _git_merge_file(data, marker_size)
    if merged is None:
        merged = _one_conflict(data, marker_size)
    content, has_conflicts = merged
    return FileMerge(name, content, line_reason=reason, has_line_conflicts=has_conflicts)


def _git_merge_file(data: list[bytes], marker_size: int) -> tuple[bytes, bool] | None:
    with tempfile.TemporaryDirectory(prefix="argmap-") as folder:
        names = []
        for side, content in zip((BASE, OURS, THEIRS), data, strict=True):
            Path(folder, side).write_bytes(content)
            names.append(side)
        base, ours, theirs = names
        labels = [word for side in (ours, base, theirs) for word in ("-L", side)]
        words = ("merge-file", "-p", "-q", f"--marker-size={marker_size}", *labels)
        try:
            completed = run_git(Path(folder), *words, ours, base, theirs)
        except InputError:
            return None
    if completed.returncode > _MAX_MERGE_FILE_CONFLICTS or completed.returncode < 0:
        return None
    return completed.stdout, completed.returncode > 0


def _one_conflict(data: list[bytes], marker_size: int) -> tuple[bytes, bool]:
    """Return a text with one conflict: the lines between those that both sides have."""
    base, ours, theirs = data
    if theirs in (ours, base):
        return ours, False
    if ours == base:
        return theirs, False
    first, second = _LINES.findall(ours), _LINES.findall(theirs)
    limit = min(len(first), len(second))
    start = next((i for i in range(limit) if first[i] != second[i]), limit)
    end = next((i for i in range(limit - start) if first[-1 - i] != second[-1 - i]), limit - start)
    sides = [b"".join(lines[start : len(lines) - end]) for lines in (first, second)]
    sides = [side if side.endswith(b"\n") or not side else side + b"\n" for side in sides]
    marks = [mark * marker_size for mark in (b"<", b"=", b">")]
    conflict = (
        b"%b %b\n" % (marks[0], OURS.encode()),
        *(sides[0], marks[1], b"\n", sides[1]),
        b"%b %b\n" % (marks[2], THEIRS.encode()),
    )
    tail = first[len(first) - end :] if end else []
    return b"".join((*first[:start], *conflict, *tail)), True
