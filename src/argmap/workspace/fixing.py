"""Mending maps: the fixes that findings suggest, made until there is nothing left to make.

A round makes all fixes of a check that do not touch each other, and checks again: what overlapped
waits for the next round. A fix that would make a file less readable, or lose a comment that it is
not about, is never made.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from attrs import evolve

from argmap.config import find_root
from argmap.diagnostics import Applicability, Diagnostic, Fix
from argmap.errors import InputError
from argmap.resolve import Resolution
from argmap.syntax import Document, parse
from argmap.syntax.comments import comments
from argmap.text import SourceText, Span, apply_edits
from argmap.workspace.baseline import Baseline
from argmap.workspace.changes import Change, difference, encoded, write
from argmap.workspace.checking import Checked, Checker
from argmap.workspace.discovery import targets_of
from argmap.workspace.exclusions import Exclusion, Exclusions
from argmap.workspace.library import DiskLibrary
from argmap.workspace.loading import load_bytes, load_resolution
from argmap.workspace.selecting import Choices
from argmap.workspace.targets import Meant, find

_MOST_ROUNDS = 40
_MOST_SINGLY = 100  # fixes tried one by one in a round, where they do not go together
_OF_READING = ("SYN001", "SYN002", "SYN005")


class Fixed(NamedTuple):
    """What a check finds once all fixes are made, and what they change; nothing is written yet.

    ``before`` is what it found without them.
    """

    before: Checked
    after: Checked
    changes: tuple[Change, ...]

    def write(self) -> None:
        """Write the files that change, each whole or not at all.

        Raises:
            InputError: when a file has changed since it was read.
            OSError: when one cannot be written.
        """
        write(self.changes)

    def piped(self, data: bytes) -> bytes:
        """Return what a map that came through a pipe as ``data`` is after the fixes."""
        return encoded(self.changes[0].new) if self.changes else data

    def diff(self) -> str:
        """Return the changes as a unified diff, as `patch` and `git apply` read it."""
        return "".join(difference(each.old, each.new) for each in self.changes)


def fix_paths(
    paths: Iterable[Path],
    texts: Mapping[str, Path] | None = None,
    choices: Choices = Choices(),  # noqa: B008 (it is immutable)
    baseline: Baseline | None = None,
    *,
    unsafe: bool = False,
    said: Exclusion = Exclusion(),  # noqa: B008
    is_renewed: bool = False,
) -> Fixed:
    """Check all maps that ``paths`` mean, and fix them in memory.

    Safe fixes are applied; with ``unsafe`` also those that may change the argument. Only files of
    the maps' own project change. ``said`` is what the command line leaves out of folders. With
    ``is_renewed``, the baselines that projects set up are to be written anew.

    Raises:
        InputError: as `argmap.workspace.running.run_check` does.
    """
    library = DiskLibrary()
    checker = Checker(texts, choices, baseline, is_renewed=is_renewed)
    exclusions = Exclusions(said, checker.policies.settings)
    meant = [find(path, exclusions) for path in paths]
    maps = [target.path for target in targets_of(meant, library) if target.is_checked]
    return _Mending(library, maps, checker, meant, unsafe=unsafe).run()


def fix_bytes(
    data: bytes,
    filename: Path | None = None,
    texts: Mapping[str, Path] | None = None,
    choices: Choices = Choices(),  # noqa: B008
    baseline: Baseline | None = None,
    *,
    unsafe: bool = False,
    is_renewed: bool = False,
) -> Fixed:
    """Check a map that came through a pipe, and fix it in memory; what it imports stays as it is.

    ``filename`` is where it would be; the other arguments are those of `fix_paths`.

    Raises:
        InputError: as `fix_paths` does, and when the bytes are not UTF-8 or too large, so that they
            could not be given back.
    """
    library = DiskLibrary()
    resolution = load_bytes(data, library, filename)
    path, document = resolution.paths[0], resolution.documents[0]
    assert path is not None  # without a file name it is called <stdin>
    if encoded(document.source) != data:
        raise InputError(f"`{document.source.name}` is not UTF-8, or too large to be a map")
    library.add(path, document)
    checker = Checker(texts, choices, baseline, is_renewed=is_renewed)
    return _Mending(library, [path], checker, unsafe=unsafe, piped=path).run()


class _Mending:
    """The rounds, and what came of the files so far."""

    def __init__(
        self,
        library: DiskLibrary,
        maps: list[Path],
        checker: Checker,
        meant: Sequence[Meant] = (),
        *,
        unsafe: bool,
        piped: Path | None = None,
    ) -> None:
        self._library = library
        self._maps = maps
        self._checker = checker
        self._meant = meant
        self._piped = piped
        """The map that came through a pipe: it is not on the disk, and all that changes."""
        self._makes = {Applicability.SAFE, *([Applicability.UNSAFE] if unsafe else [])}
        self._changes: dict[Path, Change] = {}
        self._seen: dict[Path, set[str]] = defaultdict(set)
        """What each file was in turn: fixes that lead round in a ring end where they began."""

    def run(self) -> Fixed:
        resolutions, before = self._check()
        after, made = before, 0
        for _ in range(_MOST_ROUNDS):
            count = self._round(resolutions, after)
            if not count:
                break
            made += count
            resolutions, after = self._check()
        report = evolve(after.report, fixed=made)
        return Fixed(before, after._replace(report=report), tuple(self._changes.values()))

    def _check(self) -> tuple[list[Resolution], Checked]:
        resolutions = [load_resolution(path, self._library) for path in self._maps]
        return resolutions, self._checker.check(resolutions, meant=self._meant)

    def _round(self, resolutions: list[Resolution], checked: Checked) -> int:
        """Make what can be made at once; return how many findings that mends."""
        documents = dict(_own_documents(resolutions))
        suggested: dict[SourceText, list[Suggestion]] = defaultdict(list)
        for finding in checked.report.diagnostics:
            fix = next((fix for fix in finding.fixes if fix.applicability in self._makes), None)
            if fix is not None and self._may_change(fix.source, documents):
                suggested[fix.source].append(Suggestion(finding, fix))
        return sum(self._mend(*documents[source], each) for source, each in suggested.items())

    def _may_change(self, source: SourceText, documents: Mapping[SourceText, _Own]) -> bool:
        return source in documents and self._piped in (None, documents[source][0])

    def _mend(self, path: Path, document: Document, suggested: list[Suggestion]) -> int:
        source = document.source
        is_first = path not in self._changes and self._piped is None
        if is_first and path.read_bytes() != encoded(source):
            return 0  # it is not UTF-8: writing it back would lose what could not be read
        made, mended = _make(document, suggested)
        self._seen[path].add(source.text)
        if mended is None or mended.source.text in self._seen[path]:
            return 0
        old = self._changes[path].old if path in self._changes else source
        self._changes[path] = Change(path, old, mended.source)
        self._library.add(path, mended)
        return made


class Suggestion(NamedTuple):
    """A fix and the finding that it is of."""

    finding: Diagnostic
    fix: Fix


_Own = tuple[Path, Document]


def _own_documents(resolutions: Iterable[Resolution]) -> Iterator[tuple[SourceText, _Own]]:
    """Yield the files that may be changed: those of the maps, inside of their projects."""
    for resolution in resolutions:
        root = resolution.paths[0]
        assert root is not None  # it was named
        boundary = find_root(root.parent)
        for document, path in zip(resolution.documents, resolution.paths, strict=True):
            if path is not None and path.is_relative_to(boundary):
                yield document.source, (path, document)


# ---- One file --------------------------------------------------------------------------------


def _make(document: Document, suggested: list[Suggestion]) -> tuple[int, Document | None]:
    """Make the fixes that go together; return how many, and the file as it is then.

    What a file says is only clear once it can be read, so that its reading is mended first.
    """
    for is_of_reading in (True, False):
        chosen = _apart(
            each for each in suggested if (each.finding.code in _OF_READING) is is_of_reading
        )
        if not chosen:
            continue
        if mended := _mended(document, chosen):
            return len(chosen), mended
        accepted: list[Suggestion] = []
        mended = None
        for each in chosen[:_MOST_SINGLY]:
            if (result := _mended(document, [*accepted, each])) is not None:
                accepted.append(each)
                mended = result
        if mended is not None:
            return len(accepted), mended
    return 0, None


def _apart(suggested: Iterable[Suggestion]) -> list[Suggestion]:
    """Return those that do not touch one that comes before them."""
    taken: list[Span] = []
    chosen: list[Suggestion] = []
    for each in suggested:
        spans = sorted(edit.span for edit in each.fix.edits)
        if spans and not any(_touches(taken, span) for span in spans):
            chosen.append(each)
            for span in spans:
                insort(taken, span)
    return chosen


def _touches(taken: list[Span], span: Span) -> bool:
    """Whether a span overlaps one of others (in order, none over another) or begins with one."""
    index = bisect_left(taken, span)
    is_before_next = index == len(taken) or (
        span.end <= taken[index].start and span.start < taken[index].start
    )
    is_behind_last = index == 0 or (
        taken[index - 1].end <= span.start and taken[index - 1].start < span.start
    )
    return not (is_before_next and is_behind_last)


def _mended(document: Document, chosen: list[Suggestion]) -> Document | None:
    """Return a file with fixes made; None where it would be less readable, or lose a comment."""
    source = document.source
    try:
        text = apply_edits(source.text, (edit for each in chosen for edit in each.fix.edits))
    except ValueError:  # the edits of one fix are at odds with each other
        return None
    mended = parse(SourceText(source.name, text, source.has_bom))
    if len(mended.faults) > len(document.faults):
        return None
    lost = _comments(source.text) - _comments(text)
    about = Counter(each.finding.location.text.rstrip() for each in chosen)
    return None if lost - about else mended


def _comments(text: str) -> Counter[str]:
    return Counter(text[start:end].rstrip() for start, end in comments(text))
