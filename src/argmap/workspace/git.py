"""Reads the files of a git revision, and checks maps as they were at that revision.

Files are read from the objects of the repository; nothing is checked out. Only commands that read
objects are run. All arguments are fixed except the revision, which is resolved first; no program
that a repository may name is started.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from functools import cache
from hashlib import new
from pathlib import Path
from shlex import quote

from argmap.config import Settings, find_root
from argmap.errors import ConfigError, InputError
from argmap.text import MAX_FILE_BYTES
from argmap.text.import_patterns import FolderEntries, add_maps, is_pattern, list_folder
from argmap.workspace.aggregation import DiagnosticAggregator
from argmap.workspace.check_config import CheckConfig, SettingsCache
from argmap.workspace.discovery import import_targets
from argmap.workspace.files import read_bytes
from argmap.workspace.results import ImportRef, MapResult

_SAFE_OPTIONS = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    *("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}"),
)
_REPOSITORY_VARIABLES = (
    *("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"),
    *("GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES"),
)
"""Environment variables that are set in a hook, and that would select another repository."""
_DUBIOUS_OWNERSHIP = re.compile(r"dubious ownership in repository at '(.+)'")
"""The message of git for a repository that belongs to another user and is not trusted."""
_SHA256_LENGTH = 64
_REGULAR_MODES = ("100644", "100755")


class GitRevision:
    """The files of a repository at a revision.

    Args:
        folder: A folder in the work tree of the repository.
        revision: The revision, as a user writes it.

    Raises:
        InputError: If git is not installed, or the repository or the revision does not exist.
    """

    def __init__(self, folder: Path, revision: str) -> None:
        self._folder = folder
        self._revision = revision
        self.root = Path(self._output("rev-parse", "--show-toplevel")).resolve()
        self._commit = self._resolve_commit()
        self._blobs = dict(self._list_blobs())
        self._reader: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        """End the process that reads objects."""
        if self._reader is not None:
            self._reader.communicate()
            self._reader = None

    def _resolve_commit(self) -> str:
        revision = self._revision
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        completed = None if "\0" in revision else self._run(*words)
        if completed is None or completed.returncode or not completed.stdout.strip().isalnum():
            raise InputError(
                f"unknown revision `{revision}` in `{self.root}`; in a shallow clone, fetch it "
                "first"
            )
        return completed.stdout.decode().strip()

    def _list_blobs(self) -> Iterator[tuple[Path, str]]:
        """Yield the regular files of the revision, with the names of their blobs."""
        completed = self._run("ls-tree", "-r", "-z", "--full-tree", self._commit)
        if completed.returncode:
            raise self._missing_objects()
        for line in completed.stdout.split(b"\0")[:-1]:
            head, _, name = line.partition(b"\t")
            mode, _, blob = head.decode().split(" ")
            if mode in _REGULAR_MODES:
                yield self.root / os.fsdecode(name), blob

    def _missing_objects(self) -> InputError:
        return InputError(
            f"some files of `{self._revision}` are missing from the local repository; "
            "fetch them first"
        )

    def covers(self, path: Path) -> bool:
        """Return whether a file would be in the revision: in the work tree, and not ignored."""
        if not path.is_relative_to(self.root):
            return False
        return path in self._blobs or not self._is_ignored(path)

    def _is_ignored(self, path: Path) -> bool:
        words = ("check-ignore", "-z", "--stdin")
        return self._run(*words, stdin=os.fsencode(path) + b"\0").returncode == 0

    def has(self, path: Path) -> bool:
        """Return whether a file existed at the revision."""
        return path in self._blobs

    def is_unchanged(self, path: Path) -> bool:
        """Return whether a file has the same content now, or exists in neither version."""
        try:
            data = path.read_bytes() if path.is_file() else None
        except OSError:
            return False
        blob = self._blobs.get(path)
        if data is None or blob is None:
            return data is None and blob is None
        algorithm = "sha256" if len(blob) == _SHA256_LENGTH else "sha1"
        digest = new(algorithm, b"blob %d\0" % len(data), usedforsecurity=False)
        digest.update(data)
        return digest.hexdigest() == blob

    def read(self, path: Path, limit: int) -> bytes:
        """Return at most ``limit`` bytes of a file at the revision.

        Raises:
            FileNotFoundError: If the file did not exist.
            InputError: If the repository lacks the content of the file.
        """
        blob = self._blobs.get(path)
        if blob is None:
            raise FileNotFoundError(path)
        if self._reader is None:
            self._reader = self._start("cat-file", "--batch")
        requests, responses = self._reader.stdin, self._reader.stdout
        assert requests is not None  # both are pipes
        assert responses is not None
        requests.write(blob.encode() + b"\n")
        requests.flush()
        _, _, length = responses.readline().partition(b" blob ")
        if not length:
            raise self._missing_objects()
        data = responses.read(int(length))
        responses.read(1)  # a line end
        return data[:limit]

    def entries(self, folder: Path) -> FolderEntries:
        """Return the maps and folders in a folder of the revision."""
        return add_maps(FolderEntries(), folder, self._blobs)

    # ---- Running git ---------------------------------------------------------------------------

    def _output(self, *words: str) -> str:
        completed = self._run(*words)
        if completed.returncode:
            error = completed.stderr.decode(errors="replace")
            if match := _DUBIOUS_OWNERSHIP.search(error):
                raise InputError(
                    f"git does not read `{match[1]}`, which belongs to another user; to trust it, "
                    f"run `git config --global --add safe.directory {quote(match[1])}`"
                )
            lines = error.strip().splitlines()
            reason = f" ({lines[0]})" if lines else ""
            raise InputError(f"`{self._folder}` is not in a git repository{reason}")
        return os.fsdecode(completed.stdout.removesuffix(b"\n"))

    def _run(self, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        with self._start(*words) as process:
            out, err = process.communicate(stdin)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        env = {
            name: value for name, value in os.environ.items() if name not in _REPOSITORY_VARIABLES
        }
        # Missing objects are not fetched: the repository may name the program that fetches them.
        env |= {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
        pipe = subprocess.PIPE
        command = [_program(), *_SAFE_OPTIONS, "-C", os.fspath(self._folder), *words]
        try:
            return subprocess.Popen(  # noqa: S603 (every argument is fixed or validated)
                command, stdin=pipe, stdout=pipe, stderr=pipe, env=env
            )
        except OSError as error:
            raise InputError(f"git cannot be run: {error.strerror}") from error


@cache
def _program() -> str:
    """Return the path of git's executable, ignoring relative and unreadable entries of ``PATH``.

    Raises:
        InputError: If git is not installed.
    """
    name = "git.exe" if sys.platform == "win32" else "git"
    for folder in os.get_exec_path():
        program = os.path.join(folder, name)  # noqa: PTH118
        # Unlike `Path.is_file`, these return False if the folder is not accessible.
        if os.path.isabs(folder) and os.path.isfile(program) and os.access(program, os.X_OK):  # noqa: PTH113, PTH117
            return program
    raise InputError(
        "git is not installed, and --since requires it; install git, or leave out --since"
    )


def results_at_revision(
    results: Mapping[Path, MapResult],
    since: str,
    config: CheckConfig,
    current_settings: SettingsCache,
) -> DiagnosticAggregator:
    """Return the diagnostics that maps had at a git revision.

    A map whose files, lock, texts and settings are unchanged is not checked again.

    Args:
        results: The current results of the maps.
        since: The revision.
        config: The configuration of the check.
        current_settings: The current settings of the maps.

    Raises:
        InputError: If git is not installed, or the repository or the revision does not exist.
    """
    aggregator = DiagnosticAggregator()
    with ExitStack() as stack:
        checker: _RevisionChecker | None = None
        for path, result in results.items():
            if checker is None or not path.is_relative_to(checker.revision.root):
                revision = stack.enter_context(closing(GitRevision(path.parent, since)))
                checker = _RevisionChecker(revision, config, current_settings)
            old = checker.check(path, result)
            if old is not None:
                aggregator.add(old)
    return aggregator


class _RevisionChecker:
    """Checks maps with the files and settings of a revision."""

    def __init__(
        self, revision: GitRevision, config: CheckConfig, current_settings: SettingsCache
    ) -> None:
        from argmap.workspace.checker import Checker
        from argmap.workspace.files import FileCache

        self.revision = revision
        self._current_settings = current_settings
        self._config_file = config.overrides.config
        self._settings_cache: SettingsCache | None = None
        self._files = FileCache(self._read_map, self._list_folder)
        overrides = config.overrides._replace(config=None)
        self._checker = Checker(
            config.texts, overrides, read=self._read_text, settings=self._settings
        )

    def check(self, path: Path, current: MapResult) -> MapResult | None:
        """Return the result of a map at the revision, or None if it did not exist."""
        if not self._has_changed(path, current):
            return current
        if not self.revision.has(path):
            return None
        from argmap.workspace.load import load_resolution

        resolution = load_resolution(path, self._files)
        try:
            return self._checker.check_map(resolution)
        except InputError:  # an invalid setting at the revision, which is of no importance now
            return None

    def _has_changed(self, path: Path, current: MapResult) -> bool:
        """Return whether a dependency of a map has changed, or may have."""
        trace = current.trace
        if trace is None:
            return True
        if self._settings(path.parent) != self._current_settings.settings(path.parent):
            return True
        if any(self._matches_differ(path, ref) for ref in trace.imports):
            return True
        paths = (*trace.files, *(text.path.absolute() for text in trace.texts))
        revision = self.revision
        return any(not revision.is_unchanged(path) and revision.covers(path) for path in paths)

    def _matches_differ(self, root: Path, ref: ImportRef) -> bool:
        """Return whether an import by pattern of a map matched other files at the revision."""
        if not is_pattern(ref.written):
            return False
        matches = import_targets(ref.file, ref.written, self._list_folder, find_root(root.parent))
        return matches != ref.targets

    def _list_folder(self, folder: Path) -> FolderEntries:
        if not folder.is_relative_to(self.revision.root):
            return list_folder(folder)
        return self.revision.entries(folder)

    def _settings(self, folder: Path) -> Settings:
        """Return the settings at the revision, or the current ones if those were invalid."""
        try:
            if self._settings_cache is None:
                self._settings_cache = SettingsCache(self._config_file, self._read_settings)
            return self._settings_cache.settings(folder)
        except ConfigError:
            return self._current_settings.settings(folder)

    def _read_settings(self, path: Path) -> bytes | None:
        path = path.resolve()
        if not path.is_relative_to(self.revision.root):
            return path.read_bytes() if path.is_file() else None
        return self.revision.read(path, MAX_FILE_BYTES) if self.revision.has(path) else None

    def _read_map(self, path: Path, limit: int) -> bytes:
        if not path.is_relative_to(self.revision.root):
            return read_bytes(path, limit)
        return self.revision.read(path, limit)

    def _read_text(self, path: Path, limit: int) -> bytes:
        path = path.absolute()
        if not self.revision.covers(path):
            return read_bytes(path, limit)
        return self.revision.read(path, limit)
