"""Applying the fixes that reports suggest, until none is left to apply.

A pass applies all fixes of a check that do not overlap, and checks again; what overlapped waits for
the next pass. A pass must lower the number of reports and add none of another kind, and must not
remove a comment or a declaration that its fixes are not about. All safe fixes of a pass together
must keep what the author wrote (`argmap.syntax.recovery.preservation`) and what each statement
says. Fixes that break one of these rules are left out. The command and the language server use this
module.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from attrs import evolve, frozen

from argmap.config import find_root
from argmap.diagnostics import Applicability, Diagnostic
from argmap.errors import InputError
from argmap.resolve import Resolution
from argmap.syntax import Document
from argmap.text import SourceText
from argmap.workspace.aggregation import CheckResult
from argmap.workspace.baseline import Baseline
from argmap.workspace.changes import FileChange, encode_source, unified_diff, write_changes
from argmap.workspace.check_config import CliOverrides
from argmap.workspace.checker import Checker
from argmap.workspace.discovery import PathContents, find_maps
from argmap.workspace.exclusions import ExclusionOptions, Exclusions
from argmap.workspace.files import FileCache, FileSystem, OverlayFiles
from argmap.workspace.load import load_bytes, load_resolution
from argmap.workspace.suggestions import DocumentKey, Suggestion, fixed_document, without_overlaps
from argmap.workspace.targets import make_targets

MAX_PASSES = 8
"""Two settle nearly every file. What needs more is for the next run."""

MAX_CHECKS = 40
"""Checks in a pass: where its fixes do not go together, parts of them are tried."""

_OF_READING = ("SYN001", "SYN002", "SYN005")
_WITHHELD = frozenset({"CFG802", "STR209", "TXT708"})
"""Rules that say nothing about a file with syntax errors."""


class FixResult(NamedTuple):
    """What a check finds before and after all fixes, and what they change; nothing is written yet.

    ``passes`` is the number of passes that changed anything.
    """

    before: CheckResult
    after: CheckResult
    changes: tuple[FileChange, ...]
    passes: int = 0

    def write(self) -> None:
        """Write the files that change, each whole or not at all.

        Raises:
            InputError: when a file has changed since it was read.
            OSError: when one cannot be written.
        """
        write_changes(self.changes)

    def piped(self, data: bytes) -> bytes:
        """Return what a map that came through a pipe as ``data`` is after the fixes."""
        return encode_source(self.changes[0].new) if self.changes else data

    def diff(self) -> str:
        """Return the changes as a unified diff, as `patch` and `git apply` read it."""
        return "".join(unified_diff(each.old, each.new) for each in self.changes)


def fix_paths(
    paths: Iterable[Path],
    texts: Mapping[str, Path] | None = None,
    overrides: CliOverrides = CliOverrides(),  # noqa: B008 (it is immutable)
    baseline: Baseline | None = None,
    *,
    unsafe: bool = False,
    exclusion: ExclusionOptions = ExclusionOptions(),  # noqa: B008
    updates_baseline: bool = False,
) -> FixResult:
    """Check all maps that ``paths`` mean, and fix them in memory.

    Safe fixes are applied; with ``unsafe`` also those that may change the argument. Only files of
    the maps' own project change. ``exclusion`` is what the command line leaves out of folders. With
    ``updates_baseline``, the baselines that projects set up are to be written anew.

    Raises:
        InputError: as `argmap.workspace.check.check_all` does.
    """
    files = FileCache()
    checker = Checker(texts, overrides, baseline, updates_baseline=updates_baseline)
    exclusions = Exclusions(exclusion, checker.rule_selector.settings)
    meant = [find_maps(path, exclusions) for path in paths]
    maps = [target.path for target in make_targets(meant, files) if target.is_top_level]
    return _fixed_maps(_on_disk(files, maps, checker, meant), unsafe=unsafe)


def fix_bytes(
    data: bytes,
    filename: Path | None = None,
    texts: Mapping[str, Path] | None = None,
    overrides: CliOverrides = CliOverrides(),  # noqa: B008
    baseline: Baseline | None = None,
    *,
    unsafe: bool = False,
    updates_baseline: bool = False,
) -> FixResult:
    """Check a map that came through a pipe, and fix it in memory; what it imports stays as it is.

    ``filename`` is where it would be; the other arguments are those of `fix_paths`.

    Raises:
        InputError: as `fix_paths` does, and when the bytes are not UTF-8 or too large, so that they
            could not be given back.
    """
    resolution = load_bytes(data, filename)
    path, document = resolution.paths[0], resolution.documents[0]
    assert path is not None  # without a file name it is called <stdin>
    if encode_source(document.source) != data:
        raise InputError(f"`{document.source.name}` is not UTF-8, or too large to be a map")
    files = OverlayFiles(FileCache(), {path: document}.get)
    checker = Checker(texts, overrides, baseline, updates_baseline=updates_baseline)
    return _fixed_maps(_on_disk(files, [path], checker, piped=path), unsafe=unsafe)


def _fixed_maps(maps: FixInput, *, unsafe: bool) -> FixResult:
    fixes = fix_maps(maps, unsafe=unsafe)
    changes = tuple(
        FileChange(path, old.source, new.source)
        for path, (old, new) in fixes.documents.items()
        if path is not None and old.source.text != new.source.text
    )
    return FixResult(fixes.before, fixes.after, changes, fixes.passes)


class Fixes(NamedTuple):
    """What a check finds before and after all fixes, and the files that they change.

    ``documents`` are the changed files as they were and as they are; ``passes`` is the number of
    passes that changed anything.
    """

    before: CheckResult
    after: CheckResult
    documents: Mapping[DocumentKey, tuple[Document, Document]]
    passes: int


@frozen(eq=False)
class FixInput:
    """Maps to fix.

    Attributes:
        resolve: Returns the maps with some of their files replaced.
        check: Checks maps.
        may_change: Whether a file of a map may be changed.
    """

    resolve: Callable[[Mapping[DocumentKey, Document]], list[Resolution]]
    check: Callable[[list[Resolution]], CheckResult]
    may_change: Callable[[DocumentKey, Document, Resolution], bool]


def fix_maps(maps: FixInput, *, unsafe: bool = False) -> Fixes:
    """Apply all safe fixes to maps in memory; with ``unsafe`` the others too."""
    fixer = _Fixer(maps, unsafe=unsafe)
    first = state = fixer.look({})
    settled = fixer.settled(state)
    while _added(state.result, settled.result):  # a report stays that a later pass should fix
        strict = fixer.settled(state, is_strict=True)
        settled = strict if strict is state else fixer.settled(strict)
        state = strict
    after = settled.result._replace(report=evolve(settled.result.report, fixed=settled.fixed))
    old = dict(_documents(first.resolutions))
    changed = {key: (old[key], new) for key, new in settled.replaced.items()}
    return Fixes(first.result, after, changed, settled.passes)


@frozen(eq=False)
class _State:
    """Maps with some files replaced, what a check finds in them, and the fixes applied so far."""

    replaced: Mapping[DocumentKey, Document]
    resolutions: list[Resolution]
    result: CheckResult
    passes: int = 0
    fixed: int = 0

    @property
    def is_read(self) -> bool:
        """Whether no file has a syntax error."""
        return not any(
            resolution.errors or any(document.errors for document in resolution.documents)
            for resolution in self.resolutions
        )


class _Fixer:
    """Applies fixes in passes.

    A pass depends only on the maps, not on earlier passes, so a second run changes nothing. Each
    pass lowers the number of reports, so the passes come to an end.
    """

    def __init__(self, maps: FixInput, *, unsafe: bool) -> None:
        self._maps = maps
        self._applied = {Applicability.SAFE, *([Applicability.UNSAFE] if unsafe else [])}
        self._is_strict = False
        self._checks_left = 0

    def look(self, replaced: Mapping[DocumentKey, Document]) -> _State:
        resolutions = self._maps.resolve(replaced)
        return _State(replaced, resolutions, self._maps.check(resolutions))

    def settled(self, state: _State, *, is_strict: bool = False) -> _State:
        """Return the maps after passes, the last of which would change nothing.

        Unless ``is_strict``, a pass may add a report that the next can fix.
        """
        self._is_strict = is_strict
        while state.passes < MAX_PASSES and (suggested := self._suggested(state)):
            self._checks_left = MAX_CHECKS
            accepted, after = self._grow(state, [], state, suggested)
            if not accepted:
                break
            state = evolve(after, passes=state.passes + 1, fixed=state.fixed + len(accepted))
        return state

    def _grow(
        self, state: _State, accepted: list[Suggestion], reached: _State, group: list[Suggestion]
    ) -> tuple[list[Suggestion], _State]:
        """Accept a group of fixes beside others, or those of its parts that do no harm."""
        if self._checks_left > 0:
            after = self._after(state, reached, [*accepted, *group])
            if after is not None:
                return [*accepted, *group], after
        if len(group) == 1 or self._checks_left <= 0:
            return accepted, reached
        middle = len(group) // 2
        accepted, reached = self._grow(state, accepted, reached, group[:middle])
        return self._grow(state, accepted, reached, group[middle:])

    def _after(self, state: _State, reached: _State, chosen: list[Suggestion]) -> _State | None:
        """Return the maps with fixes applied, or None if the fixes do harm or no good."""
        replaced = dict(state.replaced)
        documents = dict(_documents(state.resolutions))
        for key, of_file in _by_file(chosen).items():
            document = fixed_document(documents[key], of_file)
            if document is None:
                return None
            replaced[key] = document
        self._checks_left -= 1
        after = self.look(replaced)
        is_safe = all(each.fix.applicability is Applicability.SAFE for each in chosen)
        if is_safe and _statements(after) != _statements(reached):
            return None
        return after if self._is_better(reached, after) else None

    def _is_better(self, before: _State, after: _State) -> bool:
        """Whether there are fewer reports, and none of another rule that must stay."""
        withheld = frozenset() if before.is_read else _WITHHELD
        fewer = [_counts(state.result, withheld).total() for state in (after, before)]
        if fewer[0] >= fewer[1]:
            return False
        added = _counts(after.result, withheld) - _counts(before.result, withheld)
        if self._is_strict or not added:
            return not added
        fixable = Counter(
            _kind(diagnostic)
            for diagnostic in after.result.report.diagnostics
            if any(fix.applicability in self._applied for fix in diagnostic.fixes)
        )
        return added <= fixable

    def _suggested(self, state: _State) -> list[Suggestion]:
        """Return the fixes of a pass: none overlaps another; those of syntax errors come first."""
        keys = {
            document.source: (key, self._maps.may_change(key, document, resolution))
            for resolution in state.resolutions
            for key, document in zip(resolution.paths, resolution.documents, strict=True)
        }
        found: dict[SourceText, list[Suggestion]] = defaultdict(list)
        unread: set[SourceText] = set()
        for diagnostic in state.result.report.diagnostics:
            fix = next(
                (fix for fix in diagnostic.fixes if fix.applicability in self._applied), None
            )
            if fix is None or fix.source not in keys:
                if diagnostic.code in _OF_READING:
                    unread.add(diagnostic.location.source)
                continue
            key, may_change = keys[fix.source]
            if may_change:
                found[fix.source].append(Suggestion(diagnostic, fix, key))
        chosen: list[Suggestion] = []
        for source, suggested in found.items():
            if source in unread:  # what is deleted may be needed once all of it can be read
                suggested = [each for each in suggested if not _only_deletes(each)]  # noqa: PLW2901
            suggested.sort(key=lambda each: each.diagnostic.code not in _OF_READING)
            chosen += without_overlaps(suggested)
        return chosen


def _statements(state: _State) -> list[Counter[tuple[object, ...]]]:
    """Return the kind, id, text and number of citations of the statements of each map."""
    return [
        Counter(
            (type(each), each.is_named and each.id, each.text, len(each.citations))
            for each in resolution.map.statements.values()
        )
        for resolution in state.resolutions
    ]


def _documents(resolutions: Iterable[Resolution]) -> Iterator[tuple[DocumentKey, Document]]:
    for resolution in resolutions:
        yield from zip(resolution.paths, resolution.documents, strict=True)


def _by_file(suggestions: Iterable[Suggestion]) -> dict[DocumentKey, list[Suggestion]]:
    found: dict[DocumentKey, list[Suggestion]] = defaultdict(list)
    for each in suggestions:
        found[each.key].append(each)
    return found


def _only_deletes(suggestion: Suggestion) -> bool:
    is_of_reading = suggestion.diagnostic.code in _OF_READING
    return not is_of_reading and not any(edit.replacement for edit in suggestion.fix.edits)


def _added(before: CheckResult, after: CheckResult) -> bool:
    """Whether there are more reports of a rule in a file than there were."""
    return bool(_counts(after, _WITHHELD) - _counts(before, _WITHHELD))


def _counts(checked: CheckResult, withheld: Collection[str]) -> Counter[tuple[str, str]]:
    diagnostics = checked.report.diagnostics
    return Counter(
        _kind(diagnostic) for diagnostic in diagnostics if diagnostic.code not in withheld
    )


def _kind(diagnostic: Diagnostic) -> tuple[str, str]:
    return (diagnostic.location.source.name, diagnostic.code)


# ---- On the disk -----------------------------------------------------------------------------


def _on_disk(
    files: FileSystem,
    paths: list[Path],
    checker: Checker,
    meant: Sequence[PathContents] = (),
    piped: Path | None = None,
) -> FixInput:
    """Return maps on the disk; only files inside their projects and in UTF-8 may change.

    A map that was ``piped`` is not on the disk, and only it may change.
    """
    own: dict[Path, bool] = {}

    def resolve(replaced: Mapping[DocumentKey, Document]) -> list[Resolution]:
        edited = OverlayFiles(files, replaced.get)
        return [load_resolution(path, edited) for path in paths]

    def may_change(path: DocumentKey, document: Document, resolution: Resolution) -> bool:
        root = resolution.paths[0]
        if piped is not None:
            return path == piped
        if path is None or root is None or not path.is_relative_to(find_root(root.parent)):
            return False
        if path not in own:  # writing it back must not lose what could not be read
            own[path] = path.read_bytes() == encode_source(document.source)
        return own[path]

    def check(resolutions: list[Resolution]) -> CheckResult:
        return checker.check(resolutions, meant=meant)

    return FixInput(resolve, check, may_change)
