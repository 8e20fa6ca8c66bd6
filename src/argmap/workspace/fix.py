"""Applies the fixes of diagnostics until there is nothing left to apply.

A pass applies all fixes of a check that do not overlap, and checks again; a fix that overlaps
another waits for the next pass. A pass must lower the number of diagnostics and add none of another
kind, and must not remove a comment or a declaration that its fixes are not about. All safe fixes of
a pass together must preserve what the author wrote (`argmap.syntax.recovery.preservation`) and what
each statement says. Fixes that break one of these rules are left out. The command and the language
server use this module.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from attrs import evolve, frozen

from argmap.config import find_root
from argmap.diagnostics import Applicability, Diagnostic, Fix
from argmap.errors import InputError
from argmap.resolve import Resolution
from argmap.syntax import Document
from argmap.text import MAX_FILE_BYTES, SourceText, Span
from argmap.workspace.aggregation import CheckResult
from argmap.workspace.baseline import Baseline
from argmap.workspace.changes import FileChange, encode_source, unified_diff, write_changes
from argmap.workspace.check_config import CliOverrides
from argmap.workspace.checker import Checker
from argmap.workspace.discovery import PathContents, find_maps
from argmap.workspace.exclusions import ExclusionOptions, Exclusions
from argmap.workspace.files import FileCache, FileSystem, OverlayFiles, document_path
from argmap.workspace.load import has_errors, load_bytes, load_resolution
from argmap.workspace.map_content import changes_statement, loses_inference
from argmap.workspace.review_fixes import ReviewFixes
from argmap.workspace.suggestions import DocumentKey, Suggestion, fixed_document, without_overlaps
from argmap.workspace.targets import make_targets

MAX_PASSES = 8
"""Two passes suffice for nearly every file; the next run continues with the others."""

MAX_CHECKS_PER_PASS = 40
"""If the fixes of a pass conflict, subsets of them are tried, each with a check."""

_SYNTAX_CODES = ("SYN001", "SYN002", "SYN005")
_WITHHELD = frozenset({"CFG802", "STR209", "TXT708"})
"""Rules that report nothing in a file with syntax errors."""


class FixResult(NamedTuple):
    """The results of a check before and after all fixes; nothing is written yet.

    Attributes:
        before: The result before the fixes.
        after: The result after the fixes.
        changes: The changed files.
        passes: The number of passes that changed a file.
    """

    before: CheckResult
    after: CheckResult
    changes: tuple[FileChange, ...]
    passes: int = 0

    def write(self) -> None:
        """Write the changed files, each one atomically.

        Raises:
            InputError: If a file has changed since it was read.
            OSError: If a file cannot be written.
        """
        write_changes(self.changes)

    def apply_to(self, data: bytes) -> bytes:
        """Return a map from standard input with the fixes applied."""
        return encode_source(self.changes[0].new) if self.changes else data

    def diff(self) -> str:
        """Return the changes as a unified diff, which `patch` and `git apply` accept."""
        return "".join(unified_diff(change.old, change.new) for change in self.changes)


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
    """Check all maps that ``paths`` name, and fix them in memory.

    Only files in the project of a map are changed.

    Args:
        paths: Files, and folders to search for maps.
        texts: Files with the texts of sources, by the ids of the sources.
        overrides: The rule options of the command line.
        baseline: The baseline to use instead of those of the projects.
        unsafe: Whether to apply fixes that may change the argument, too.
        exclusion: The files that the command line excludes from folders.
        updates_baseline: Whether to update the baselines of the projects.

    Raises:
        InputError: As `argmap.workspace.check.check_all` does.
    """
    files = FileCache()
    reviews = ReviewFixes()
    checker = Checker(
        texts, overrides, baseline, updates_baseline=updates_baseline, read=reviews.read
    )
    exclusions = Exclusions(exclusion, checker.rule_selector.settings)
    contents = [find_maps(path, exclusions, reads_markdown=True) for path in paths]
    maps = [target.path for target in make_targets(contents, files) if target.is_top_level]
    fixable = _input(files, maps, checker, contents)
    return _fix_files(fixable, unsafe=unsafe, reviews=reviews if unsafe else None)


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
    """Check a map from standard input, and fix it in memory; imported files are not changed.

    Args:
        data: The text of the map.
        filename: The path that the map would have.
        texts: As for `fix_paths`.
        overrides: As for `fix_paths`.
        baseline: As for `fix_paths`.
        unsafe: As for `fix_paths`.
        updates_baseline: As for `fix_paths`.

    Raises:
        InputError: As `fix_paths` does, and if the text is not UTF-8, or too large, so that it
            cannot be returned unchanged.
    """
    resolution = load_bytes(data, filename)
    path, document = resolution.paths[0], resolution.documents[0]
    assert path is not None  # without a file name, it is called <stdin>
    if encode_source(document.source) != data:
        name = document.source.name
        raise InputError(f"`{name}` is not UTF-8, or is larger than {MAX_FILE_BYTES >> 20} MB")
    files = OverlayFiles(FileCache(), {path: document}.get)
    checker = Checker(texts, overrides, baseline, updates_baseline=updates_baseline)
    return _fix_files(_input(files, [path], checker, stdin=path), unsafe=unsafe)


def _fix_files(maps: FixInput, *, unsafe: bool, reviews: ReviewFixes | None = None) -> FixResult:
    fixes = fix_maps(maps, unsafe=unsafe)
    after = fixes.after
    changes = [
        FileChange(path, old.source, new.source)
        for path, (old, new) in fixes.documents.items()
        if path is not None and old.source.text != new.source.text
    ]
    if reviews is not None:
        resolutions = maps.resolve({key: new for key, (_, new) in fixes.documents.items()})
        if reviewed := reviews.apply(resolutions, after.report):
            changes += reviewed.changes
            result = maps.check(resolutions)
            fixed = after.report.fixed + reviewed.fixed_count
            after = result._replace(report=evolve(result.report, fixed=fixed))
    return FixResult(fixes.before, after, tuple(changes), fixes.passes)


def _input(
    files: FileSystem,
    paths: list[Path],
    checker: Checker,
    contents: Sequence[PathContents] = (),
    stdin: Path | None = None,
) -> FixInput:
    """Return the maps at these paths as the input of `fix_maps`.

    Only UTF-8 files inside the projects of the maps may be changed, or, if a map comes from
    standard input, only that map.
    """
    is_lossless: dict[Path, bool] = {}

    def resolve(replaced: Mapping[DocumentKey, Document]) -> list[Resolution]:
        edited = OverlayFiles(files, replaced.get)
        return [load_resolution(path, edited) for path in paths]

    def may_change(path: DocumentKey, document: Document, resolution: Resolution) -> bool:
        root = resolution.paths[0]
        if stdin is not None:
            return path == stdin
        if path is None or root is None or not path.is_relative_to(find_root(root.parent)):
            return False
        if document_path(path) != path:  # a map in a Markdown file
            return False
        if path not in is_lossless:  # undecodable bytes would be lost when the file is written
            is_lossless[path] = path.read_bytes() == encode_source(document.source)
        return is_lossless[path]

    def check(resolutions: list[Resolution]) -> CheckResult:
        return checker.check(resolutions, contents=contents)

    return FixInput(resolve, check, may_change)


# ---- Passes ---------------------------------------------------------------------------------


class Fixes(NamedTuple):
    """The results of a check before and after all fixes, and the changed documents.

    Attributes:
        before: The result before the fixes.
        after: The result after the fixes.
        documents: The changed documents, each before and after.
        passes: The number of passes that changed a document.
    """

    before: CheckResult
    after: CheckResult
    documents: Mapping[DocumentKey, tuple[Document, Document]]
    passes: int


@frozen(eq=False)
class FixInput:
    """Maps to fix.

    Attributes:
        resolve: Returns the maps with some of their documents replaced.
        check: Checks maps.
        may_change: Returns whether a document of a map may be changed.
    """

    resolve: Callable[[Mapping[DocumentKey, Document]], list[Resolution]]
    check: Callable[[list[Resolution]], CheckResult]
    may_change: Callable[[DocumentKey, Document, Resolution], bool]


def fix_maps(maps: FixInput, *, unsafe: bool = False) -> Fixes:
    """Apply all safe fixes to maps in memory; with ``unsafe``, the unsafe ones, too."""
    fixer = _Fixer(maps, unsafe=unsafe)
    initial = state = fixer.check({})
    final = fixer.run_passes(state)
    while _adds_diagnostics(state.result, final.result):  # a later pass did not fix what one added
        strict = fixer.run_passes(state, is_strict=True)
        final = strict if strict is state else fixer.run_passes(strict)
        state = strict
    after = final.result._replace(report=evolve(final.result.report, fixed=final.fixed))
    old = dict(_documents(initial.resolutions))
    changed = {key: (old[key], new) for key, new in final.replaced.items()}
    return Fixes(initial.result, after, changed, final.passes)


def is_harmless(maps: FixInput, suggestion: Suggestion) -> bool:
    """Return whether a safe fix can be applied alone, without the other fixes of a pass.

    The fix of a syntax error must lower the number of syntax errors, and lose no inference. No fix
    may raise the number, lose a comment or a declaration, or change what the author wrote or what a
    statement says. In a file with syntax errors, nothing else may be deleted: deleted text may be
    needed once the whole file can be parsed.
    """
    before = maps.resolve({})
    document = dict(_documents(before)).get(suggestion.key)
    if document is None or document.source is not suggestion.fix.source:
        return False
    if document.errors and _only_deletes(suggestion):
        return False
    fixed = fixed_document(document, [suggestion])
    if fixed is None:
        return False
    after = maps.resolve({suggestion.key: fixed})
    if suggestion.diagnostic.code in _SYNTAX_CODES and (
        len(fixed.errors) >= len(document.errors) or loses_inference(before, after)
    ):
        return False
    return not changes_statement(before, after)


@frozen(eq=False)
class _State:
    """Maps with some documents replaced, their check result, and the number of applied fixes."""

    replaced: Mapping[DocumentKey, Document]
    resolutions: list[Resolution]
    result: CheckResult
    passes: int = 0
    fixed: int = 0


class _Fixer:
    """Applies fixes in passes.

    A pass depends only on the maps, not on earlier passes, so a second run changes nothing. Each
    pass lowers the number of diagnostics, so the passes terminate.
    """

    def __init__(self, maps: FixInput, *, unsafe: bool) -> None:
        self._maps = maps
        self._applicabilities = {Applicability.SAFE, *([Applicability.UNSAFE] if unsafe else [])}
        self._is_strict = False
        self._checks_left = 0

    def check(self, replaced: Mapping[DocumentKey, Document]) -> _State:
        resolutions = self._maps.resolve(replaced)
        return _State(replaced, resolutions, self._maps.check(resolutions))

    def run_passes(self, state: _State, *, is_strict: bool = False) -> _State:
        """Return the maps after as many passes as change something, up to the limit.

        Unless ``is_strict``, a pass may add a diagnostic that a later pass can fix.
        """
        self._is_strict = is_strict
        while state.passes < MAX_PASSES and (suggestions := self._suggestions(state)):
            self._checks_left = MAX_CHECKS_PER_PASS
            accepted, after = self._accept(state, [], state, suggestions)
            if not accepted:
                break
            state = evolve(after, passes=state.passes + 1, fixed=state.fixed + len(accepted))
        return state

    def _accept(
        self, state: _State, accepted: list[Suggestion], reached: _State, group: list[Suggestion]
    ) -> tuple[list[Suggestion], _State]:
        """Accept a group of fixes in addition to others, or the harmless ones among them.

        The group is bisected until a part is accepted or consists of a single fix.

        Args:
            state: The maps before the pass.
            accepted: The fixes accepted so far.
            reached: The maps with these fixes applied.
            group: The fixes to accept.
        """
        if self._checks_left > 0:
            after = self._applied_to(state, reached, [*accepted, *group])
            if after is not None:
                return [*accepted, *group], after
        if len(group) == 1 or self._checks_left <= 0:
            return accepted, reached
        middle = len(group) // 2
        accepted, reached = self._accept(state, accepted, reached, group[:middle])
        return self._accept(state, accepted, reached, group[middle:])

    def _applied_to(
        self, state: _State, reached: _State, suggestions: list[Suggestion]
    ) -> _State | None:
        """Return the maps with fixes applied, or None if the result is not better."""
        replaced = dict(state.replaced)
        documents = dict(_documents(state.resolutions))
        for key, group in _by_file(suggestions).items():
            document = fixed_document(documents[key], group)
            if document is None:
                return None
            replaced[key] = document
        self._checks_left -= 1
        after = self.check(replaced)
        is_safe = all(
            suggestion.fix.applicability is Applicability.SAFE for suggestion in suggestions
        )
        if is_safe and changes_statement(reached.resolutions, after.resolutions):
            return None
        return after if self._is_better(reached, after) else None

    def _is_better(self, before: _State, after: _State) -> bool:
        """Return whether there are fewer diagnostics, and no new ones of another kind."""
        withheld = _WITHHELD if any(map(has_errors, before.resolutions)) else frozenset()
        old, new = _counts(before.result, withheld), _counts(after.result, withheld)
        if new.total() >= old.total():
            return False
        added = new - old
        if self._is_strict or not added:
            return not added
        fixable = Counter(
            _kind(diagnostic)
            for diagnostic in after.result.report.diagnostics
            if any(map(self._is_applied, diagnostic.fixes))
        )
        return added <= fixable

    def _suggestions(self, state: _State) -> list[Suggestion]:
        """Return the fixes of a pass, without overlaps; those of syntax errors come first."""
        keys = {
            document.source: (key, self._maps.may_change(key, document, resolution))
            for resolution in state.resolutions
            for key, document in zip(resolution.paths, resolution.documents, strict=True)
        }
        by_source: dict[SourceText, list[Suggestion]] = defaultdict(list)
        unfixable: set[SourceText] = set()  # with syntax errors
        error_lines: dict[SourceText, set[int]] = defaultdict(set)
        for diagnostic in state.result.report.diagnostics:
            fix = next(filter(self._is_applied, diagnostic.fixes), None)
            if diagnostic.code in _SYNTAX_CODES:
                location = diagnostic.location
                error_lines[location.source] |= _lines(location.source, location.span)
            if fix is None or fix.source not in keys:
                if diagnostic.code in _SYNTAX_CODES:
                    unfixable.add(diagnostic.location.source)
                continue
            key, may_change = keys[fix.source]
            if may_change:
                by_source[fix.source].append(Suggestion(diagnostic, fix, key))
        chosen: list[Suggestion] = []
        for source, suggestions in by_source.items():
            # Deleted text may be needed once the whole file or the line can be parsed.
            kept = [
                suggestion
                for suggestion in suggestions
                if not _only_deletes(suggestion)
                or (
                    source not in unfixable
                    and error_lines[source].isdisjoint(_edited_lines(suggestion.fix))
                )
            ]
            kept.sort(key=lambda suggestion: suggestion.diagnostic.code not in _SYNTAX_CODES)
            chosen += without_overlaps(kept)
        return chosen

    def _is_applied(self, fix: Fix) -> bool:
        return fix.applicability in self._applicabilities


def _documents(resolutions: Iterable[Resolution]) -> Iterator[tuple[DocumentKey, Document]]:
    for resolution in resolutions:
        yield from zip(resolution.paths, resolution.documents, strict=True)


def _by_file(suggestions: Iterable[Suggestion]) -> dict[DocumentKey, list[Suggestion]]:
    by_file: dict[DocumentKey, list[Suggestion]] = defaultdict(list)
    for suggestion in suggestions:
        by_file[suggestion.key].append(suggestion)
    return by_file


def _edited_lines(fix: Fix) -> set[int]:
    return {line for edit in fix.edits for line in _lines(fix.source, edit.span)}


def _lines(source: SourceText, span: Span) -> set[int]:
    """Return the numbers of the lines that a span touches."""
    return set(range(source.position(span.start)[0], source.position(span.end)[0] + 1))


def _only_deletes(suggestion: Suggestion) -> bool:
    """Return whether a fix only deletes text, unless it fixes a syntax error."""
    if suggestion.diagnostic.code in _SYNTAX_CODES:
        return False
    return not any(edit.replacement for edit in suggestion.fix.edits)


def _adds_diagnostics(before: CheckResult, after: CheckResult) -> bool:
    """Return whether a rule has more diagnostics in a file than before."""
    return bool(_counts(after, _WITHHELD) - _counts(before, _WITHHELD))


def _counts(result: CheckResult, withheld: Collection[str]) -> Counter[tuple[str, str]]:
    """Return the number of diagnostics by file and rule, without the ``withheld`` rules."""
    return Counter(
        _kind(diagnostic)
        for diagnostic in result.report.diagnostics
        if diagnostic.code not in withheld
    )


def _kind(diagnostic: Diagnostic) -> tuple[str, str]:
    return (diagnostic.location.source.name, diagnostic.code)
