"""Pairs the maps of two versions, compares each pair, and compares their findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from attrs import evolve, frozen

from argmap.comparison import Comparison, VerdictChanges, compare_maps, compare_verdicts
from argmap.diagnostics import Diagnostic
from argmap.model import Statement
from argmap.resolve import Resolution
from argmap.text.comparison import alphanumeric_key
from argmap.workspace.diff.versions import Version
from argmap.workspace.files import display_path
from argmap.workspace.load import load_resolution
from argmap.workspace.targets import Target

_MIN_COMMON = 0.3
"""The least share of equal texts in two maps of different names that are taken for one."""


@frozen(eq=False, slots=False)
class MapDiff:
    """Two versions of a map, compared.

    Attributes:
        name: The name of the map's file in the new version.
        old_name: Its name in the old version.
        findings: The diagnostics that only the new version has.
        fixed: The diagnostics that only the old version has.
        changed_files: The number of files whose text differs.
        is_part: Whether another map of the new version imports it. Then its changes belong to that
            map, and only its verdicts by itself and its findings are its own.
        is_moved: Whether it has another place in its folder or repository.
    """

    name: str
    old_name: str
    verdicts: VerdictChanges
    findings: tuple[Diagnostic, ...]
    fixed: tuple[Diagnostic, ...]
    changed_files: int
    is_part: bool = False
    is_moved: bool = False

    @property
    def comparison(self) -> Comparison:
        """The edit script."""
        return self.verdicts.comparison

    @property
    def added_count(self) -> int:
        """The number of statements that were added."""
        return sum(change.old is None for change in self.comparison.of_kind(Statement))

    @property
    def removed_count(self) -> int:
        """The number of statements that were removed."""
        return sum(change.new is None for change in self.comparison.of_kind(Statement))

    @property
    def changed_count(self) -> int:
        """The number of statements that are in both versions, and differ."""
        changes = list(self.comparison.of_kind(Statement))
        return len(changes) - self.added_count - self.removed_count

    @cached_property
    def is_same(self) -> bool:
        """Whether nothing changed in meaning, and there are the same findings."""
        has_changes = not (self.is_part or self.comparison.is_same) or self.is_moved
        return not (
            has_changes
            or self.findings
            or self.fixed
            or self.verdicts.flips
            or self.verdicts.answers
        )


@frozen(eq=False)
class Diff:
    """The difference between two versions of one or more maps.

    Attributes:
        old_label: The name of the old version; ``new_label`` is that of the new one.
        maps: The maps that both versions have.
        added: The names of the maps that only the new version has.
        removed: The names of the maps that only the old version has.
    """

    old_label: str
    new_label: str
    maps: tuple[MapDiff, ...]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing changed in meaning."""
        return not (self.added or self.removed) and all(diff.is_same for diff in self.maps)

    @property
    def has_flips(self) -> bool:
        """Whether a verdict or an answer differs."""
        return any(diff.verdicts.flips or diff.verdicts.answers for diff in self.maps)


def diff_versions(old: Version, new: Version) -> Diff:
    """Compare the maps of two versions.

    Raises:
        InputError: If a file cannot be read.
    """
    old_maps = _loaded(old)
    new_maps = _loaded(new)
    pairs = list(_paired(old_maps, new_maps))
    paired_old = {first for first, _ in pairs}
    paired_new = {second for _, second in pairs}
    diffs = [
        _compare(
            *(old, old_maps[first], new, new_maps[second]),
            is_part=first.is_imported and second.is_imported,
            is_moved=len(pairs) > 1 and first.relative_path != second.relative_path,
        )
        for first, second in pairs
    ]
    diffs.sort(key=lambda diff: diff.is_part)
    return Diff(
        old.label,
        new.label,
        tuple(_without_repeated_findings(diffs)),
        tuple(display_path(t.path) for t in new_maps if t not in paired_new and not t.is_imported),
        tuple(display_path(t.path) for t in old_maps if t not in paired_old and not t.is_imported),
    )


def _loaded(version: Version) -> dict[Target, Resolution]:
    return {
        target: load_resolution(target.path, version.files)
        for target in version.targets
        if target.is_top_level
    }


# ---- Pairs -------------------------------------------------------------------------------------


def _paired(
    old: Mapping[Target, Resolution], new: Mapping[Target, Resolution]
) -> Iterator[tuple[Target, Target]]:
    """Yield the maps that belong together: of the same name, or else with many equal texts."""
    if len(old) == len(new) == 1:
        yield next(iter(old)), next(iter(new))
        return
    by_name = {target.relative_path: target for target in old}
    left_new = []
    for target in new:
        partner = by_name.pop(target.relative_path, None)
        if partner is None:
            left_new.append(target)
        else:
            yield partner, target
    left_old = list(by_name.values())
    if not (left_old and left_new):
        return
    texts = {id(target): _texts(maps[target]) for maps in (old, new) for target in maps}
    candidates = []
    for i, first in enumerate(left_old):
        for j, second in enumerate(left_new):
            common = (texts[id(first)] & texts[id(second)]).total()
            size = max(1, min(texts[id(first)].total(), texts[id(second)].total()))
            if common / size >= _MIN_COMMON:
                candidates.append((-common, i, j, first, second))
    seen: set[int] = set()
    for *_, first, second in sorted(candidates):
        if seen.isdisjoint((id(first), id(second))):
            seen |= {id(first), id(second)}
            yield first, second


def _texts(resolution: Resolution) -> Counter[str]:
    keys = (alphanumeric_key(sentence.text) for sentence in resolution.map.sentences)
    return Counter(filter(None, keys))


# ---- One pair ----------------------------------------------------------------------------------


def _compare(
    old: Version,
    old_map: Resolution,
    new: Version,
    new_map: Resolution,
    *,
    is_part: bool,
    is_moved: bool,
) -> MapDiff:
    verdicts = compare_verdicts(compare_maps(old_map.map, new_map.map))
    old_texts, new_texts = (_file_texts(resolution) for resolution in (old_map, new_map))
    if old_texts == new_texts and old.checker is new.checker:
        findings: tuple[Diagnostic, ...] = ()
        fixed: tuple[Diagnostic, ...] = ()
    else:
        findings, fixed = _findings(old, old_map, new, new_map, verdicts.comparison)
    return MapDiff(
        new_map.documents[0].source.name,
        old_map.documents[0].source.name,
        verdicts,
        findings,
        fixed,
        max(len(first) for first in _only_in_one(old_texts, new_texts)),
        is_part,
        is_moved,
    )


def _without_repeated_findings(diffs: Iterable[MapDiff]) -> Iterator[MapDiff]:
    """Yield diffs without the findings that an earlier one has, as two maps may share a file."""
    seen: set[tuple[object, ...]] = set()

    def is_new(diagnostic: Diagnostic) -> bool:
        location = diagnostic.location
        key = (diagnostic.code, location.source.name, location.span)
        is_first = key not in seen
        seen.add(key)
        return is_first

    for diff in diffs:
        yield evolve(
            diff,
            findings=tuple(filter(is_new, diff.findings)),
            fixed=tuple(filter(is_new, diff.fixed)),
        )


def _file_texts(resolution: Resolution) -> dict[str, str]:
    return {document.source.name: document.source.text for document in resolution.documents}


def _only_in_one(
    old: Mapping[str, str], new: Mapping[str, str]
) -> tuple[Counter[str], Counter[str]]:
    """Return the texts of files that only one of two versions has."""
    first, second = Counter(old.values()), Counter(new.values())
    return first - second, second - first


def _findings(
    old: Version, old_map: Resolution, new: Version, new_map: Resolution, comparison: Comparison
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """Return the findings that only the new version has, and those that only the old one has.

    A finding is identified by its rule and its element, or its message if it has no element.
    """
    old_ids = comparison.matching.sentences.by_new
    before = [d for d in old.checker.check_map(old_map).diagnostics if _counts(d)]
    after = [d for d in new.checker.check_map(new_map).diagnostics if _counts(d)]
    old_keys = [_identity(diagnostic, {}) for diagnostic in before]
    new_keys = [_identity(diagnostic, old_ids) for diagnostic in after]
    return (
        _only(after, new_keys, Counter(old_keys)),
        _only(before, old_keys, Counter(new_keys)),
    )


def _counts(diagnostic: Diagnostic) -> bool:
    return diagnostic.suppression_reason is None


def _identity(diagnostic: Diagnostic, old_ids: Mapping[str, str]) -> tuple[str, str, bool]:
    element = diagnostic.element
    if element is None:
        return diagnostic.code, diagnostic.message, True
    return diagnostic.code, old_ids.get(element, element), False


def _only(
    diagnostics: Iterable[Diagnostic],
    keys: Iterable[tuple[str, str, bool]],
    others: Counter[tuple[str, str, bool]],
) -> tuple[Diagnostic, ...]:
    """Return the diagnostics whose keys the other version does not have."""
    left = Counter(others)
    only = []
    for diagnostic, key in zip(diagnostics, keys, strict=True):
        if left[key]:
            left[key] -= 1
        else:
            only.append(diagnostic)
    return tuple(only)
