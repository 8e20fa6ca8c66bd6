"""Reads the test cases in `tests/cases` (see the README there) and checks their expectations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from attrs import Factory, define

from argmap.config import MAP_SUFFIX, read_settings
from argmap.diagnostics import Applicability, Diagnostic
from argmap.evaluation import evaluate
from argmap.resolve import Resolution, resolve
from argmap.reviews.map_reviews import MapReviews, Stamp
from argmap.reviews.review_file import dump_stamps
from argmap.rules import Selection, UnmatchedPattern, check, check_baseline, check_patterns
from argmap.sources.lock import dump_lock
from argmap.sources.verify import lock_citations
from argmap.syntax import Document, parse
from argmap.text import SourceText, apply_edits
from argmap.text.import_patterns import FolderEntries, add_maps
from argmap.workspace.baseline import Baseline
from argmap.workspace.file_ignores import FileIgnores, locate_patterns
from argmap.workspace.review_files import REVIEW_FILE_NAME, read_map_stamps
from argmap.workspace.source_texts import LOCK_FILE_NAME, SourceTexts, map_name

CASES = Path(__file__).parent / "cases"
MAIN = "map.argmap"
BASELINE = "baseline.txt"
CONFIGURATION = "argmap.toml"
AS_LOCKED = " as locked"
AS_REVIEWED = " as reviewed"
BY_AUTHOR = " by its author"
FOLDER = Path("/case")
"""The imaginary folder that contains the files of a case."""
DETAIL_MARKS = "^?@+|="


@define
class Expected:
    """An expected diagnostic: its file, line and code, and a part of its message.

    The other attributes are checked only if they are not None. Labels are written as
    ``underlined text: label``; ``fix`` is the title of the first fix.
    """

    file: str
    line: int
    code: str
    text: str
    underlined: str | None = None
    help: str | None = None
    element: str | None = None
    labels: list[str] | None = None
    tree: list[str] | None = None
    fix: str | None = None

    def add_detail(self, mark: str, text: str) -> None:
        """Add an expected detail; ``mark`` is the character after ``#!``."""
        match mark:
            case "^":
                self.underlined = text
            case "?":
                self.help = text
            case "@":
                self.element = text
            case "+":
                self.labels = [*(self.labels or []), text]
            case "|":
                self.tree = [*(self.tree or []), text]
            case "=":
                self.fix = text

    def matches(self, diagnostic: Diagnostic) -> bool:
        """Whether a diagnostic in the expected line has all expected details."""
        return (
            self.text in diagnostic.message
            and self.underlined in (None, diagnostic.location.text)
            and (self.help is None or self.help in diagnostic.help)
            and self.element in (None, diagnostic.element or "-")
            and self.labels in (None, _labels(diagnostic))
            and self.tree in (None, [line.rstrip() for line in diagnostic.tree])
            and self.fix in (None, diagnostic.fixes[0].title if diagnostic.fixes else "-")
        )


@define
class Case:
    """A map with its files, the expected diagnostics, and the text after fixing."""

    title: str
    files: dict[str, str] = Factory(dict)
    expected: list[Expected] = Factory(list)
    fixed: str | None = None
    suggested: str | None = None

    def resolve(self) -> Resolution:
        """Parse and resolve the map as if its files were in one folder."""
        files = InMemoryFiles(self.files)
        path = FOLDER / MAIN
        return resolve(files.document(path), path=path, documents=files, boundary=FOLDER)

    def diagnostics(self, selection: Selection | None = None) -> list[Diagnostic]:
        """Check the map, with its source texts, lock and reviews if the case has them.

        Suppressed diagnostics are left out.
        """
        resolution = self.resolve()
        read = InMemoryFiles(self.files).read
        citations = SourceTexts(read=read).verify(resolution)
        stamps = read_map_stamps(resolution, read)
        diagnostics = [
            diagnostic
            for diagnostic in check(resolution, citations, selection or Selection(), stamps=stamps)
            if diagnostic.suppression_reason is None
        ]
        if CONFIGURATION in self.files:
            diagnostics += check_patterns(resolution, self._unmatched_patterns())
        if BASELINE in self.files:
            return self._without_baseline(diagnostics, resolution)
        return diagnostics

    def _unmatched_patterns(self) -> Iterable[UnmatchedPattern]:
        """Return the patterns in the configuration that match none of the maps."""
        text = self.files[CONFIGURATION]
        settings = read_settings(FOLDER / CONFIGURATION, lambda _path: text.encode())
        maps = [FOLDER / name for name in self.files if name.endswith(MAP_SUFFIX)]
        unmatched = FileIgnores(settings).unmatched(maps)
        return locate_patterns(SourceText(CONFIGURATION, text), unmatched)

    def _without_baseline(
        self, diagnostics: list[Diagnostic], resolution: Resolution
    ) -> list[Diagnostic]:
        """Remove the diagnostics that the baseline lists, and add those of its stale entries."""
        baseline = Baseline(Path(BASELINE), SourceText(BASELINE, self.files[BASELINE]))
        accepted, unused = baseline.match(diagnostics)
        files = [document.source.name for document in resolution.documents]
        stale = baseline.stale_entries(unused, files, Selection())
        new = [diagnostic for index, diagnostic in enumerate(diagnostics) if index not in accepted]
        return [*new, *check_baseline(resolution, stale)]

    def lock(self) -> str:
        """Return the lock file that `argmap lock` would write."""
        resolution = self.resolve()
        texts = SourceTexts(read=InMemoryFiles(self.files).read).open_texts(resolution)
        return dump_lock(lock_citations(resolution.map, texts, None, map_name(resolution)).entries)

    def review_file(self, author: str = "") -> str:
        """Return the file that `argmap review` would write for all named statements, by Ann."""
        resolution = self.resolve()
        reviews = MapReviews(evaluate(resolution.map), {})
        return dump_stamps(
            Stamp(MAIN, id_, reviews.fingerprints(id_), "2026-05-01", "Ann", author)
            for id_, statement in resolution.map.statements.items()
            if statement.is_named
        )


@define
class InMemoryFiles:
    """The files of a case, as a provider of documents and of source texts."""

    files: dict[str, str]

    def document(self, path: Path) -> Document:
        return parse(SourceText(path.name, self._text(path)))

    def entries(self, folder: Path) -> FolderEntries:
        """Return the maps and folders in a folder."""
        return add_maps(FolderEntries(), folder, (FOLDER / name for name in self.files))

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes of a file."""
        return self._text(path).encode()[:limit]

    def _text(self, path: Path) -> str:
        try:
            return self.files[path.relative_to(FOLDER).as_posix()]
        except (KeyError, ValueError):
            raise FileNotFoundError(path) from None


def read_cases(path: Path) -> list[Case]:
    """Return the cases in a file."""
    _, *parts = re.split(r"^# case: ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [_read_case(part) for part in parts]


def _read_case(part: str) -> Case:
    title, _, body = part.partition("\n")
    case = Case(title.strip())
    body, _, suggested = body.partition("# suggested:\n")
    case.suggested = suggested or None
    body, _, fixed = body.partition("# fixed:\n")
    case.fixed = fixed or None
    main, *others = re.split(r"^# file: (.+)\n", body, flags=re.MULTILINE)
    files = [(MAIN, main), *zip(others[::2], others[1::2], strict=True)]
    locked: dict[str, str] = {}
    for name, text in files:
        if name.endswith(AS_LOCKED):
            locked[name.removesuffix(AS_LOCKED)] = text
        elif AS_REVIEWED in name:
            author = "Ann" if name.endswith(BY_AUTHOR) else ""
            case.files[REVIEW_FILE_NAME] = Case(title, {MAIN: text}).review_file(author)
        else:
            case.files[name] = _take_expectations(case, name, text)
    if locked:
        case.files[LOCK_FILE_NAME] = Case(title, case.files | locked).lock()
    return case


def _take_expectations(case: Case, name: str, source: str) -> str:
    """Add the expectations in a file to the case, and return the text without them."""
    kept: list[str] = []
    for line in source.splitlines(keepends=True):
        if not line.startswith("#!"):
            kept.append(line)
        elif line[2] in DETAIL_MARKS:
            text = line[3:].removeprefix(" ").rstrip()  # trees are indented
            case.expected[-1].add_detail(line[2], text if line[2] == "|" else text.strip())
        else:
            code, _, message = line.removeprefix("#!").strip().partition(" ")
            case.expected.append(Expected(Path(name).name, len(kept), code, message))
    return "".join(kept)


def assert_found(case: Case, diagnostics: list[Diagnostic]) -> None:
    """Assert that the diagnostics are exactly the expected ones."""
    expected_places = sorted((e.file, e.line, e.code) for e in case.expected)
    listing = "\n".join(
        f"  {diagnostic.location} {diagnostic.code} {diagnostic.message}"
        for diagnostic in diagnostics
    )
    assert sorted(map(_place, diagnostics)) == expected_places, (
        f"{case.title}: found\n{listing or '  nothing'}"
    )
    for expected in case.expected:
        place = (expected.file, expected.line, expected.code)
        candidates = [diagnostic for diagnostic in diagnostics if _place(diagnostic) == place]
        details = "\n".join(map(_details, candidates))
        assert any(map(expected.matches, candidates)), (
            f"{case.title}: none of these matches {expected}:\n{details}"
        )


def _details(diagnostic: Diagnostic) -> str:
    return (
        f"  {diagnostic.location} {diagnostic.code} {diagnostic.message} "
        f"^{diagnostic.location.text} "
        f"?{diagnostic.help} @{diagnostic.element} +{_labels(diagnostic)} |{diagnostic.tree} ="
        f"{[fix.title for fix in diagnostic.fixes]}"
    )


def _labels(diagnostic: Diagnostic) -> list[str]:
    return [f"{label.location.text}: {label.text}" for label in diagnostic.labels]


def _place(diagnostic: Diagnostic) -> tuple[str, int, str]:
    location = diagnostic.location
    return (Path(location.source.name).name, location.start.line, diagnostic.code)


def assert_fixed(case: Case, diagnostics: list[Diagnostic]) -> None:
    """Assert that the fixes turn the first file into the texts that the case expects.

    ``fixed`` is the text after all safe fixes, ``suggested`` the text after all fixes.
    """
    safe = {Applicability.SAFE}
    if case.fixed is not None:
        assert _apply_fixes(case, diagnostics, safe) == case.fixed
    if case.suggested is not None:
        assert _apply_fixes(case, diagnostics, {*safe, Applicability.UNSAFE}) == case.suggested
        if case.fixed is None:
            assert _apply_fixes(case, diagnostics, safe) == case.files[MAIN]


def _apply_fixes(
    case: Case, diagnostics: list[Diagnostic], applicabilities: set[Applicability]
) -> str:
    fixes = [
        fix.edits
        for diagnostic in diagnostics
        for fix in diagnostic.fixes[:1]
        if fix.source.name == MAIN and fix.applicability in applicabilities
    ]
    # Several diagnostics can have the same fix.
    edits = [edit for fix in dict.fromkeys(fixes) for edit in fix]
    return apply_edits(case.files[MAIN], edits)
