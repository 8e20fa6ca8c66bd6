"""Options of `argmap check`: baselines, fixes, the selection of rules, and execution."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from argmap.cli.options import option_group
from argmap.config import MAP_SUFFIX, result_cache_folder
from argmap.config.schema import FAIL_ON_LEVELS, SEVERITY_LEVELS
from argmap.workspace.check import RunOptions
from argmap.workspace.check_config import CliOverrides

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from argmap.workspace.baseline import Baseline


class BaselineOption(NamedTuple):
    """The baseline file, if one is given, and whether to update the baseline."""

    path: Path | None = None
    is_updated: bool = False

    def open(self) -> Baseline | None:
        """Read and return the baseline that the command line names, or None if it names none.

        Raises:
            InputError: If the file does not exist, cannot be read, or is not a baseline.
        """
        if self.path is None:
            return None
        from argmap.workspace.baseline import open_baseline

        return open_baseline(self.path, is_updated=self.is_updated)


def _baseline_option(baseline: Path | None, update_baseline: bool) -> BaselineOption:
    if baseline is not None and baseline.suffix == MAP_SUFFIX:
        raise click.UsageError(f"`{baseline}` is a map; name another file for the baseline")
    return BaselineOption(baseline, update_baseline)


baseline_options = option_group(
    "baseline",
    _baseline_option,
    click.option(
        "--baseline",
        metavar="FILE",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Ignore the findings listed in FILE, instead of those in the project's baseline.",
    ),
    click.option(
        "--update-baseline",
        is_flag=True,
        help="Write all current findings to the baseline, so that they no longer count.",
    ),
)
"""Options for accepted findings; the command receives them as ``baseline``."""


class FixOptions(NamedTuple):
    """Whether to apply fixes or show them as a diff, and whether to include unsafe fixes."""

    is_applied: bool = False
    is_diff: bool = False
    is_unsafe: bool = False


def _fix_options(fix: bool, unsafe_fixes: bool, diff: bool) -> FixOptions:
    if fix and diff:
        raise click.UsageError("--fix and --diff exclude each other")
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes requires --fix or --diff")
    return FixOptions(fix, diff, unsafe_fixes)


fix_options = option_group(
    "fixing",
    _fix_options,
    click.option(
        "--fix", is_flag=True, help="Apply safe fixes, which keep the meaning of the map."
    ),
    click.option(
        "--unsafe-fixes",
        is_flag=True,
        help="Include fixes that may change the meaning of the map; requires --fix or --diff.",
    ),
    click.option(
        "--diff",
        is_flag=True,
        help="Show the changes that --fix would make as a diff; write nothing.",
    ),
)
"""Options for fixes; the command receives them as ``fixing``."""


def print_diff(text: str) -> None:
    """Write a diff to standard output; in a terminal, escape control characters."""
    if sys.stdout.isatty():
        text = "".join(
            char if char.isprintable() or char in "\t\n" else f"\\x{ord(char):02x}" for char in text
        )
        click.echo(text, nl=False)
    else:
        click.echo(text.encode(), nl=False)


def _overrides(
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: tuple[str, ...],
    fail_on: str | None,
    online: bool,
    config: Path | None,
) -> CliOverrides:
    return CliOverrides(config, _words(select), _words(ignore), _levels(severity), fail_on, online)


def _words(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(word.strip() for value in values for word in value.split(",") if word.strip())


def _levels(values: Iterable[str]) -> dict[str, str]:
    levels: dict[str, str] = {}
    for value in _words(values):
        word, _, level = value.partition("=")
        if level not in SEVERITY_LEVELS:
            words = ", ".join(SEVERITY_LEVELS)
            raise click.UsageError(f"`{value}`: write RULE=LEVEL, with one of {words}")
        levels[word] = level
    return levels


rule_options = option_group(
    "overrides",
    _overrides,
    click.option(
        "--select",
        metavar="RULES",
        multiple=True,
        help="Run only these rules: comma-separated codes, prefixes of codes, or names.",
    ),
    click.option(
        "--ignore",
        metavar="RULES",
        multiple=True,
        help="Skip these rules; same syntax as --select.",
    ),
    click.option(
        "--severity",
        metavar="RULE=LEVEL",
        multiple=True,
        help="Severity of a rule: error, warning, info or off; repeatable.",
    ),
    click.option(
        "--fail-on",
        type=click.Choice(FAIL_ON_LEVELS),
        help="Lowest severity that makes the exit code 1.  [default: warning]",
    ),
    click.option(
        "--online",
        is_flag=True,
        help="Check that the web addresses of sources respond (rule EVI304).",
    ),
    click.option(
        "--config",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Configuration file.  [default: nearest argmap.toml or pyproject.toml]",
    ),
)
"""Options that select rules; the command receives them as ``overrides``."""


_PROGRESS_DELAY_SECONDS = 1.0
"""The time after which the progress bar appears."""


class ExecutionOptions(NamedTuple):
    """How a check runs, and the git revision since which findings are reported (None: all)."""

    jobs: int | None = None
    is_cached: bool = True
    is_quiet: bool = False
    since: str | None = None

    @contextmanager
    def options(self) -> Iterator[RunOptions]:
        """Yield the settings of a check; in a terminal, show a progress bar inside the block."""
        cache = result_cache_folder() if self.is_cached else None
        if self.is_quiet or not _supports_progress():
            yield RunOptions(self.jobs, cache)
            return
        bar = _ProgressBar()
        try:
            yield RunOptions(self.jobs, cache, bar)
        finally:
            bar.close()


def _supports_progress() -> bool:
    """Return whether standard error is a terminal that supports a progress bar; not in CI."""
    if sys.stderr is None or os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stderr.isatty()


class _ProgressBar:
    """A progress bar that appears only after `_PROGRESS_DELAY_SECONDS`."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._bar: ProgressBar[int] | None = None

    def __call__(self, done: int, total: int) -> None:
        if self._bar is None:
            if time.monotonic() - self._start < _PROGRESS_DELAY_SECONDS:
                return
            self._bar = click.progressbar(length=total, label="checking", file=sys.stderr)
            self._bar.__enter__()
        self._bar.update(done - self._bar.pos)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


def _execution_options(
    jobs: int | None, no_cache: bool, quiet: bool, since: str | None
) -> ExecutionOptions:
    return ExecutionOptions(jobs, not no_cache, quiet, since)


execution_options = option_group(
    "execution",
    _execution_options,
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="Number of worker processes.  [default: up to the number of cores]",
    ),
    click.option("--no-cache", is_flag=True, help="Do not read or write the cache."),
    click.option("-q", "--quiet", is_flag=True, help="Do not show the progress bar."),
    click.option(
        "--since",
        metavar="REV",
        help="Report only findings that are new since this git revision.",
    ),
)
"""Options for how a check runs; the command receives them as ``execution``."""
