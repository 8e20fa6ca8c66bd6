"""``--baseline`` and ``--update-baseline``: accepted findings, which are not reported."""

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
    """The baseline file, if one is given, and whether to update the baseline."""

    path: Path | None = None
    is_updated: bool = False

    def open(self) -> Baseline | None:
        """Read and return the baseline that the command line names, or None if it names none.

        Raises:
            InputError: if the file does not exist, cannot be read, or is not a baseline.
        """
        if self.path is None:
            return None
        from argmap.workspace.baseline import open_baseline

        return open_baseline(self.path, is_renewed=self.is_updated)


def baseline_options(function: Any) -> Any:
    """Add the options to a command, which receives them as one argument, ``lets_pass``.

    Raises:
        click.UsageError: if the baseline is the file of a map.
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
