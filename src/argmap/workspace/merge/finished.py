"""The check of a whole merge: what its maps say that none of the merged commits said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from argmap.comparison import verdict_conflicts
from argmap.diagnostics import Diagnostic, Severity
from argmap.errors import InputError
from argmap.workspace.diff import MapDiff, diff_versions, open_versions
from argmap.workspace.git import run_git
from argmap.workspace.merge.report import MergedMap

_UNFINISHED = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD")
"""The other commit during a merge, a cherry-pick, a revert or a rebase."""


def check_merge(revisions: Sequence[str] = (), paths: Sequence[str] = (".",)) -> list[MergedMap]:
    """Return what the merged maps say, compared with the versions that were merged.

    Args:
        revisions: The revisions that were merged into the working tree. By default, the working
            tree is compared with `HEAD` and the other commit of an unfinished merge, or else `HEAD`
            with its parents.
        paths: The maps and folders to check.

    Raises:
        InputError: If a revision does not exist, or `HEAD` is not a merge.
    """
    merged = None
    if not revisions:
        revisions, merged = _merged_revisions()
    with ExitStack() as stack:
        diffs = []
        for revision in revisions:
            arguments = [revision if merged is None else f"{revision}..{merged}", *paths]
            diffs.append(diff_versions(*open_versions(arguments, stack)))
        by_name: dict[str, list[tuple[str, MapDiff]]] = defaultdict(list)
        for revision, diff in zip(revisions, diffs, strict=True):
            for map_diff in diff.maps:
                if not map_diff.is_part:
                    by_name[map_diff.name].append((revision, map_diff))
        return [_merged_map(name, versions) for name, versions in by_name.items()]


def _merged_map(name: str, versions: Sequence[tuple[str, MapDiff]]) -> MergedMap:
    changes = tuple(diff.verdicts for _, diff in versions)
    conflicts = verdict_conflicts(changes) if len(versions) > 1 else ()
    errors: tuple[Diagnostic, ...] = ()
    if len(versions) > 1:
        keys = [{_key(finding) for finding in diff.findings} for _, diff in versions[1:]]
        errors = tuple(
            finding
            for finding in versions[0][1].findings
            if finding.severity is Severity.ERROR and all(_key(finding) in key for key in keys)
        )
    return MergedMap(name, tuple(label for label, _ in versions), changes, conflicts, errors)


def _key(finding: Diagnostic) -> tuple[str, str, str | None]:
    return finding.code, finding.message, finding.element


def _merged_revisions() -> tuple[list[str], str | None]:
    """Return the revisions of the present merge, and the revision of its result if there is one."""
    folder = Path.cwd()
    for name in _UNFINISHED:
        if _exists(folder, name):
            return ["HEAD", name], None
    count = 1
    while _exists(folder, f"HEAD^{count}"):
        count += 1
    if count > 2:  # noqa: PLR2004 (a merge has two parents)
        return [f"HEAD^{number}" for number in range(1, count)], "HEAD"
    if not _exists(folder, "HEAD"):
        raise InputError("the current folder is not in a git repository with a commit")
    raise InputError(
        "the last commit is not a merge; name the merged revisions: "
        "`argmap merge --check REV REV` (a shallow clone may lack the parents of a merge)"
    )


def _exists(folder: Path, name: str) -> bool:
    words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return run_git(folder, *words).returncode == 0
