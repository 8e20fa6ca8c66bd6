"""``--baseline`` and ``--update-baseline``: findings that a project lives with for now."""

from __future__ import annotations

from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from argmap.config import SUFFIX

if TYPE_CHECKING:
    from argmap.workspace.baseline import Baseline

_OPTIONS = (
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


class BaselineChoice(NamedTuple):
    """Which baseline is used, if any, and whether it is written anew."""

    path: Path | None = None
    is_updated: bool = False

    def open(self) -> Baseline | None:
        """Return the baseline that the command line names, read.

        Raises:
            InputError: when it is not there, cannot be read, or is none.
        """
        if self.path is None:
            return None
        from argmap.workspace.baseline import open_baseline

        return open_baseline(self.path, is_renewed=self.is_updated)


def baseline_options(function: Any) -> Any:
    """Add the options to a command, which gets them together as ``lets_pass``.

    Raises:
        click.UsageError: when they do not go together, or a map would be written over.
    """

    @wraps(function)
    def with_baseline(
        *args: Any, baseline: Path | None, update_baseline: bool, **others: Any
    ) -> Any:
        if baseline is not None and baseline.suffix == SUFFIX:
            raise click.UsageError(f"a baseline is no map: {baseline}")
        return function(*args, lets_pass=BaselineChoice(baseline, update_baseline), **others)

    for option in reversed(_OPTIONS):
        with_baseline = option(with_baseline)
    return with_baseline
