"""Reads the cases of `tests/cases` (see the README there) and checks them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from attrs import Factory, define

from argmap.config import MAP_SUFFIX, read_settings
from argmap.diagnostics import Applicability, Diagnostic
from argmap.resolve import Resolution, resolve
from argmap.rules import Selection, UnmatchedPattern, check, check_baseline, check_patterns
from argmap.sources.lock import dump
from argmap.sources.verify import lock_citations
from argmap.syntax import Document, parse
from argmap.text import SourceText, apply_edits
from argmap.workspace.baseline import Baseline
from argmap.workspace.file_ignores import FileIgnores, locate_patterns
from argmap.workspace.source_texts import LOCK_FILE_NAME, SourceTexts, map_name

CASES = Path(__file__).parent / "cases"
MAIN = "map.argmap"
BASELINE = "baseline.txt"
CONFIGURATION = "argmap.toml"
AS_LOCKED = " as locked"


@define
class Expected:
    """A finding that must be there: in which line, and what its message says.

    None of the others: nothing is asked of what it underlines, of its help, its element, its labels
    (each as ``underlined: text``), its tree and the title of its first fix.
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

    def mark(self, sign: str, text: str) -> None:
        """Ask more of it: ``sign`` is what a line of marks begins with."""
        match sign:
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

    def is_met_by(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding in its place says what is asked of it."""
        labels = [f"{label.location.text}: {label.text}" for label in diagnostic.labels]
        return (
            self.text in diagnostic.message
            and self.underlined in (None, diagnostic.location.text)
            and (self.help is None or self.help in diagnostic.help)
            and self.element in (None, diagnostic.element or "-")
            and self.labels in (None, labels)
            and self.tree in (None, [line.strip() for line in diagnostic.tree])
            and self.fix in (None, diagnostic.fixes[0].title if diagnostic.fixes else "-")
        )


@define
class Case:
    title: str
    files: dict[str, str] = Factory(dict)
    expected: list[Expected] = Factory(list)
    fixed: str | None = None
    suggested: str | None = None

    def resolve(self) -> Resolution:
        """Read and resolve the case as if its files lay in a folder."""
        library = Folder(self.files)
        root = Path("/case") / MAIN
        return resolve(library.document(root), path=root, documents=library, boundary=Path("/case"))

    def diagnostics(self, selection: Selection | None = None) -> list[Diagnostic]:
        """Check the case with its sources' texts and its lock, if it brings any.

        What the case silences is left out.
        """
        resolution = self.resolve()
        facts = SourceTexts(read=Folder(self.files).read).verify(resolution)
        found = check(resolution, facts, selection or Selection())
        found = [diagnostic for diagnostic in found if diagnostic.suppressed is None]
        if CONFIGURATION in self.files:
            found += check_patterns(resolution, self._unmatched())
        return self._beyond_baseline(found, resolution) if BASELINE in self.files else found

    def _unmatched(self) -> Iterable[UnmatchedPattern]:
        """Return the patterns of the case's configuration that match none of its maps."""
        folder = Path("/case")
        text = self.files[CONFIGURATION]
        settings = read_settings(folder / CONFIGURATION, lambda _path: text.encode())
        maps = [folder / name for name in self.files if name.endswith(MAP_SUFFIX)]
        unmatched = FileIgnores(settings).unmatched(maps)
        return locate_patterns(SourceText(CONFIGURATION, text), unmatched)

    def _beyond_baseline(self, found: list[Diagnostic], resolution: Resolution) -> list[Diagnostic]:
        baseline = Baseline(Path(BASELINE), SourceText(BASELINE, self.files[BASELINE]))
        passed, left = baseline.match(found)
        files = [document.source.name for document in resolution.documents]
        stale = baseline.stale_entries(left, files, Selection())
        new = [diagnostic for number, diagnostic in enumerate(found) if number not in passed]
        return [*new, *check_baseline(resolution, stale)]

    def lock(self) -> str:
        """Return the lock of the case: what `argmap lock` would write."""
        resolution = self.resolve()
        texts = SourceTexts(read=Folder(self.files).read).open_texts(resolution)
        return dump(lock_citations(resolution.map, texts, None, map_name(resolution)).entries)


@define
class Folder:
    """The files of a case, as a library."""

    files: dict[str, str]

    def document(self, path: Path) -> Document:
        return parse(SourceText(path.name, self._text(path)))

    def read(self, path: Path, limit: int) -> bytes:
        """Return a file's bytes, as a shelf reads them."""
        return self._text(path).encode()[:limit]

    def _text(self, path: Path) -> str:
        try:
            return self.files[path.relative_to("/case").as_posix()]
        except (KeyError, ValueError):
            raise FileNotFoundError(path) from None


def read_cases(path: Path) -> list[Case]:
    """Return the cases of a file."""
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
    named = [(MAIN, main), *zip(others[::2], others[1::2], strict=True)]
    locked: dict[str, str] = {}
    for name, text in named:
        if name.endswith(AS_LOCKED):
            locked[name.removesuffix(AS_LOCKED)] = text
        else:
            case.files[name] = _take_marks(case, name, text)
    if locked:
        case.files[LOCK_FILE_NAME] = Case(title, case.files | locked).lock()
    return case


def _take_marks(case: Case, name: str, text: str) -> str:
    kept: list[str] = []
    for line in text.splitlines(keepends=True):
        if line.startswith("#!") and line[2] in "^?@+|=":
            case.expected[-1].mark(line[2], line[3:].strip())
        elif line.startswith("#!"):
            code, _, message = line.removeprefix("#!").strip().partition(" ")
            case.expected.append(Expected(Path(name).name, len(kept), code, message))
        else:
            kept.append(line)
    return "".join(kept)


def assert_found(case: Case, diagnostics: list[Diagnostic]) -> None:
    """Hold the findings against the marks: none missing, none too many, each in its place."""
    found = [_place(diagnostic) for diagnostic in diagnostics]
    wanted = [(e.file, e.line, e.code) for e in case.expected]
    told = "\n".join(
        f"  {diagnostic.location} {diagnostic.code} {diagnostic.message}"
        for diagnostic in diagnostics
    )
    assert sorted(found) == sorted(wanted), f"{case.title}: found\n{told or '  nothing'}"
    for expected in case.expected:
        place = (expected.file, expected.line, expected.code)
        at_place = [diagnostic for diagnostic in diagnostics if _place(diagnostic) == place]
        details = "\n".join(map(_details, at_place))
        assert any(map(expected.is_met_by, at_place)), (
            f"{case.title}: none of these is {expected}:\n{details}"
        )


def _details(diagnostic: Diagnostic) -> str:
    labels = [f"{label.location.text}: {label.text}" for label in diagnostic.labels]
    return (
        f"  {diagnostic.location} {diagnostic.code} {diagnostic.message} "
        f"^{diagnostic.location.text} "
        f"?{diagnostic.help} @{diagnostic.element} +{labels} |{diagnostic.tree} ="
        f"{[fix.title for fix in diagnostic.fixes]}"
    )


def _place(diagnostic: Diagnostic) -> tuple[str, int, str]:
    location = diagnostic.location
    return (Path(location.source.name).name, location.start.line, diagnostic.code)


def assert_fixed(case: Case, diagnostics: list[Diagnostic]) -> None:
    """Apply the fixes of the first file at once: the safe ones, and all, where the case says how.

    Raises:
        AssertionError: when the text is another than the case wants.
    """
    safe = {Applicability.SAFE}
    if case.fixed is not None:
        assert _applied(case, diagnostics, safe) == case.fixed
    if case.suggested is not None:
        assert _applied(case, diagnostics, {*safe, Applicability.UNSAFE}) == case.suggested
        if case.fixed is None:
            assert _applied(case, diagnostics, safe) == case.files[MAIN]


def _applied(case: Case, diagnostics: list[Diagnostic], wanted: set[Applicability]) -> str:
    edits = [
        edit
        for diagnostic in diagnostics
        for fix in diagnostic.fixes[:1]
        if fix.source.name == MAIN and fix.applicability in wanted
        for edit in fix.edits
    ]
    return apply_edits(case.files[MAIN], edits)
