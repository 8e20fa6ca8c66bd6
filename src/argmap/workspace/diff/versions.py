"""The two versions that `argmap diff` compares: files on the disk, or files of a git revision."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

from attrs import frozen

from argmap.errors import InputError
from argmap.workspace.check_config import CheckConfig, SettingsCache
from argmap.workspace.checker import Checker
from argmap.workspace.discovery import PathContents, find_maps
from argmap.workspace.exclusions import ExclusionOptions, Exclusions
from argmap.workspace.files import FileCache, FileSystem
from argmap.workspace.git import GitRevision
from argmap.workspace.revision import RevisionChecker
from argmap.workspace.targets import Target, make_targets

WORK_TREE = "working tree"
_HEAD = "HEAD"


@frozen(eq=False)
class Version:
    """One version of some maps.

    Attributes:
        label: What it is called: a revision, ``working tree``, or a path.
        files: Its files.
        checker: Checks its maps with its settings and source texts.
        targets: The maps that are compared.
    """

    label: str
    files: FileSystem
    checker: Checker
    targets: tuple[Target, ...]


class _Side(NamedTuple):
    """What one version consists of: a git revision, or None for the disk, and paths in it."""

    revision: str | None
    paths: tuple[str, ...]
    label: str


def open_versions(arguments: Sequence[str], stack: ExitStack) -> tuple[Version, Version]:
    """Return the old and the new version that the arguments of the command name.

    ``A B``, ``REV``, ``REV..REV``, ``REV...REV``, ``REV REV`` and ``REV:PATH`` mean what they mean
    to `git diff`; further arguments are the paths to compare. Two paths are compared with each
    other. Without arguments, the current folder is compared with the last commit.

    Args:
        arguments: The arguments of the command.
        stack: Ends the processes that read git objects.

    Raises:
        InputError: If a path or a revision does not exist, or contains no map.
    """
    sides = _sides(list(arguments))
    return _open(sides[0], stack), _open(sides[1], stack)


def _sides(arguments: list[str]) -> tuple[_Side, _Side]:
    first = arguments[0] if arguments else "."
    if _is_file_name(first):
        if len(arguments) == 2:  # noqa: PLR2004 (two versions)
            return _named_side(arguments[0]), _named_side(arguments[1])
        return _side(_HEAD, arguments or ["."]), _side(None, arguments or ["."])
    paths = arguments[1:]
    for dots in ("...", ".."):
        old, is_range, new = first.partition(dots)
        if is_range:
            old, new = old or _HEAD, new or _HEAD
            if dots == "...":
                old = GitRevision.merge_base(Path.cwd(), old, new)
            return _side(old, paths or ["."]), _side(new, paths or ["."])
    if paths and not _is_file_name(paths[0]) and _is_revision(paths[0]):
        return _side(first, paths[1:] or ["."]), _side(paths[0], paths[1:] or ["."])
    return _side(first, paths or ["."]), _side(None, paths or ["."])


def _side(revision: str | None, paths: Sequence[str]) -> _Side:
    return _Side(revision, tuple(paths), WORK_TREE if revision is None else revision)


def _named_side(name: str) -> _Side:
    """Return a version that consists of one path, perhaps of a revision: ``REV:PATH``."""
    revision, colon, path = name.partition(":")
    if colon and not Path(name).exists():
        return _Side(revision or _HEAD, (path,), name)
    return _Side(None, (name,), name)


def _is_file_name(argument: str) -> bool:
    """Return whether an argument names a file or a folder, rather than a revision.

    A name that does not exist names a file if it looks like one.
    """
    if _exists(argument):
        return True
    revision, colon, path = argument.partition(":")
    if colon:
        return bool(path) and not _exists(revision)
    return argument.endswith(".argmap") or "\0" in argument


def _exists(name: str) -> bool:
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):
        return False


def _is_revision(name: str) -> bool:
    try:
        with closing(GitRevision(Path.cwd(), name)):
            return True
    except InputError:
        return False


# ---- Opening -----------------------------------------------------------------------------------


def _open(side: _Side, stack: ExitStack) -> Version:
    paths = [Path(path) for path in side.paths]
    if not all(path.strip() for path in side.paths):
        raise InputError("an empty name is not a file or folder")
    if side.revision is None:
        return _open_work_tree(side.label, paths)
    return _open_revision(side.label, side.revision, paths, stack)


def _open_work_tree(label: str, paths: Sequence[Path]) -> Version:
    files, checker = FileCache(), Checker()
    exclusions = Exclusions(ExclusionOptions(), checker.rule_selector.settings)
    targets = make_targets([find_maps(path, exclusions) for path in paths], files)
    return Version(label, files, checker, tuple(targets))


def _open_revision(label: str, name: str, paths: Sequence[Path], stack: ExitStack) -> Version:
    resolved = [_absolute(path) for path in paths]
    folder = next((f for f in (resolved[0], *resolved[0].parents) if f.is_dir()), Path.cwd())
    revision = stack.enter_context(closing(GitRevision(folder, name)))
    checker = RevisionChecker(revision, CheckConfig(), SettingsCache())
    contents = []
    for path, written in zip(resolved, paths, strict=True):
        if not path.is_relative_to(revision.root):
            raise InputError(f"`{written}` is not in the git repository `{revision.root}`")
        maps = tuple(revision.maps(path))
        is_folder = not revision.has(path)
        contents.append(PathContents(path, maps, is_folder, written.name))
    targets = make_targets(contents, checker.files)
    return Version(label, checker.files, checker.checker, tuple(targets))


def _absolute(path: Path) -> Path:
    """Return an absolute path of a file that may not exist any more."""
    try:
        return path.resolve()
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"`{path}` cannot be read: not a valid name") from error
