"""Check of maps, as `argmap check` does it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from argmap.api.map_files import AnyPath, dumps
from argmap.diagnostics import Diagnostic
from argmap.model import ArgumentMap
from argmap.workspace.check import check_all
from argmap.workspace.check_config import CliOverrides
from argmap.workspace.checker import Checker
from argmap.workspace.load import load_bytes


def check(
    target: ArgumentMap | AnyPath | Iterable[AnyPath] | None = None,
    *,
    text: str | None = None,
    filename: AnyPath | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
) -> list[Diagnostic]:
    """Return the diagnostics of `argmap check`, in the order of its reports.

    Args:
        target: Files and folders to check, or a map. The positions in a map's diagnostics are those
            in `argmap.dumps` of the map.
        text: The text of a map to check instead.
        filename: The path that the text would have; imports and settings are relative to it.
        select: The rules to run, by code or prefix of a code, instead of those of the project.
        ignore: Rules to ignore, in addition to those of the project.

    Raises:
        InputError: If there is nothing to check, a file cannot be read, or a rule does not exist.
        TypeError: If both or neither of ``target`` and ``text`` are given.
    """
    if (target is None) == (text is None):
        raise TypeError("check() needs files, a map or text=…, and only one of them")
    overrides = CliOverrides(select=tuple(select), ignore=tuple(ignore))
    if isinstance(target, ArgumentMap):
        text = dumps(target)
    if text is not None:
        path = None if filename is None else Path(filename)
        resolution = load_bytes(text.encode("utf-8", "replace"), path)
        return list(Checker(overrides=overrides).check([resolution]).report.diagnostics)
    assert target is not None
    assert not isinstance(target, ArgumentMap)
    paths = [target] if isinstance(target, str | os.PathLike) else target
    return list(check_all([Path(path) for path in paths], overrides=overrides).report.diagnostics)
