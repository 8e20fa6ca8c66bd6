"""Checking what a command line names: what is kept is found again, and the rest is shared out.

Maps are read only where nothing is kept of them, so that a check of what has not changed imports
nothing that reads maps.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from argmap.errors import InputError
from argmap.text import LIMIT
from argmap.workspace.aggregation import Checked, Gathered, is_reading_error
from argmap.workspace.discovery import Meant, find, guess_imports, roots, states_thesis
from argmap.workspace.exclusions import Exclusion, Exclusions
from argmap.workspace.files import Files, shown
from argmap.workspace.results import Outcome
from argmap.workspace.rule_settings import Choices, Configured

if TYPE_CHECKING:
    from argmap.reporting import Report
    from argmap.resolve import Resolution
    from argmap.workspace.baseline import Baseline, Baselines
    from argmap.workspace.cache import Cache
    from argmap.workspace.file_ignores import Unmatched
    from argmap.workspace.parallel import Looker, Task
    from argmap.workspace.rule_settings import Policy

Progress = Callable[[int, int], None]
"""Is told how many of how many maps are done."""


class Ways(NamedTuple):
    """How a check goes about its work, which changes nothing of what it finds.

    ``jobs`` is in how many processes (None: as many as are of use); ``cache`` is the folder in
    which findings are kept (None: they are not).
    """

    jobs: int | None = 1
    cache: Path | None = None
    progress: Progress | None = None


def run_check(
    paths: Iterable[Path],
    texts: Mapping[str, Path] | None = None,
    choices: Choices = Choices(),  # noqa: B008 (it is immutable)
    baseline: Baseline | None = None,
    ways: Ways = Ways(),  # noqa: B008
    since: str | None = None,
    *,
    said: Exclusion = Exclusion(),  # noqa: B008
    is_renewed: bool = False,
) -> Checked:
    """Check all maps that ``paths`` mean as the command line wants it.

    With ``since``, a revision of git, only what it did not have counts. ``said`` is what the
    command line leaves out of folders. With ``is_renewed``, the baselines that projects set up are
    to be written anew.

    Raises:
        InputError: when there is nothing to check, a file cannot be read, a rule or a setting is
            not there, or there is no such revision.
    """
    run = Run(texts, choices, ways, said)
    return run.check(paths, baseline, since, is_renewed=is_renewed)


def check_paths(paths: Iterable[Path], texts: Mapping[str, Path] | None = None) -> Report:
    """Check all maps that ``paths`` mean, each with what it imports.

    ``texts`` are files with the texts of sources, by the sources' ids.

    Raises:
        InputError: when there is nothing to check, or a file cannot be read.
    """
    return run_check(paths, texts).report


class Run:
    """One check, and what it has read so far."""

    def __init__(
        self,
        texts: Mapping[str, Path] | None,
        choices: Choices,
        ways: Ways,
        said: Exclusion = Exclusion(),  # noqa: B008
    ) -> None:
        if choices.online:  # the web may answer otherwise the next time, and each is asked once
            ways = ways._replace(jobs=1, cache=None)
        self._texts = texts or {}
        self._choices = choices
        self._ways = ways
        self._files = Files()
        self._configured = Configured(choices.config)
        self._exclusions = Exclusions(said, self._configured.settings)
        self._outcomes: dict[Path, Outcome] = {}
        self._looker: Looker | None = None
        self._baselines: Baselines | None = None
        self._cache: Cache | None = None
        if ways.cache is not None:
            from argmap.workspace.cache import Cache

            self._cache = Cache(ways.cache, texts, choices)

    def check(
        self,
        paths: Iterable[Path],
        baseline: Baseline | None = None,
        since: str | None = None,
        *,
        is_renewed: bool = False,
    ) -> Checked:
        """Check maps (see `run_check`)."""
        meant = [find(path, self._exclusions) for path in paths]
        maps = self._look(meant)
        gathered = Gathered()
        for path in maps:
            known = self._baseline(path, baseline, is_renewed)
            gathered.add(self._outcomes[path], known, partial(self._load, path))
        old = None if since is None else self._old(maps, since)
        unmatched = () if old else self._unmatched(meant, maps)
        checked = gathered.checked(old, unmatched)
        # A text given for no source is told, unless the source may be what cannot be read.
        if self._texts and not any(map(is_reading_error, checked.report.diagnostics)):
            from argmap.workspace.source_texts import refuse_unknown

            refuse_unknown(self._texts, gathered.sources)
        return checked

    def _load(self, path: Path) -> tuple[Resolution, Policy]:
        return self._own_looker().first(path)

    def _baseline(
        self,
        path: Path,
        given: Baseline | None,
        is_renewed: bool,
    ) -> Baseline | None:
        if given is not None or self._configured.settings(path.parent).baseline is None:
            return given
        if self._baselines is None:
            from argmap.workspace.baseline import Baselines

            self._baselines = Baselines(None, self._configured.settings, is_renewed=is_renewed)
        return self._baselines.of(path.parent)

    def _unmatched(self, meant: list[Meant], maps: list[Path]) -> Iterable[Unmatched]:
        settings = self._configured.settings
        if not any(settings(path.parent).per_file_ignores for path in maps):
            return ()
        from argmap.workspace.file_ignores import unmatched

        files = [path for each in meant for path in each.files]
        files += [path for each in self._outcomes.values() for path in each.imports]
        return unmatched(meant, maps, files, settings, self._load)

    def _old(self, maps: list[Path], since: str) -> Gathered:
        from argmap.workspace.git import before

        outcomes = {path: self._outcomes[path] for path in maps}
        return before(outcomes, since, self._texts, self._choices, self._configured)

    # ---- Which maps ----------------------------------------------------------------------------

    def _look(self, meant: list[Meant]) -> list[Path]:
        """Look at all maps and return them.

        Which files are parts of others is guessed at first: to know it, all must have been read.
        """
        maps = roots(meant, self._guessed, self._has_thesis)
        self._look_at(maps)
        if any(each.is_folder for each in meant):
            known = {
                file: imported
                for outcome in self._outcomes.values()
                for file, imported in outcome.imports.items()
            }
            maps = roots(
                meant,
                lambda file: known[file] if file in known else self._read(file),
                self._has_thesis,
            )
            self._look_at(path for path in maps if path not in self._outcomes)
        return maps

    def _guessed(self, file: Path) -> tuple[Path, ...]:
        return guess_imports(file, self._data(file))

    def _has_thesis(self, file: Path) -> bool:
        return states_thesis(self._data(file))

    def _read(self, file: Path) -> tuple[Path, ...]:
        """Return what a file imports that no map led to, though it looks like a part of one."""
        if b"import" not in self._data(file):
            return ()
        return self._own_looker().imports(file)

    def _data(self, file: Path) -> bytes:
        try:
            return self._files.read(file, LIMIT + 1)
        except OSError as error:
            raise InputError(f"`{shown(file)}` cannot be read: {error.strerror}") from error

    # ---- Looking at them -----------------------------------------------------------------------

    def _look_at(self, maps: Iterable[Path]) -> None:
        keys = {path: self._key(path) for path in maps}
        for path, key in keys.items():
            kept = self._kept(path, key)
            if kept is not None:
                self._outcomes[path] = kept
        missing = {path: key for path, key in keys.items() if path not in self._outcomes}
        if not missing:
            return
        from argmap.workspace.parallel import Task

        tasks = [Task(path, key) for path, key in missing.items()]
        with closing(self._work(tasks)) as outcomes:  # whatever ends the check ends the processes
            for done, (task, outcome) in enumerate(zip(tasks, outcomes, strict=True), 1):
                self._outcomes[task.path] = outcome
                if self._ways.progress is not None:
                    self._ways.progress(done, len(tasks))
        if self._ways.cache is not None:
            from argmap.workspace.cache import prune

            prune(self._ways.cache)

    def _key(self, path: Path) -> str | None:
        if self._cache is None:
            return None
        return self._cache.key(path, self._configured.settings(path.parent), self._files)

    def _kept(self, path: Path, key: str | None) -> Outcome | None:
        if self._cache is None or key is None:
            return None
        settings = self._configured.settings(path.parent)
        return self._cache.find(key, path, settings, self._files)

    def _work(self, tasks: list[Task]) -> Generator[Outcome, None, None]:
        """Yield what comes of maps, in order."""
        if len(tasks) > 1 and self._ways.jobs != 1:
            from argmap.workspace.parallel import share, useful_jobs

            jobs = self._ways.jobs
            if jobs is None:
                jobs = useful_jobs(self._size(task.path) for task in tasks)
            if jobs > 1:
                yield from share(tasks, (self._texts, self._choices, self._ways.cache), jobs)
                return
        yield from map(self._own_looker().look, tasks)

    def _size(self, path: Path) -> int:
        return path.stat().st_size if path.is_file() else 0

    def _own_looker(self) -> Looker:
        if self._looker is None:
            from argmap.workspace.parallel import Looker

            self._looker = Looker(self._texts, self._choices, self._ways.cache, self._files)
        return self._looker
