"""Finding modules by their presence: a rule, a format, a command is a file in a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable


def module_names(package_path: Iterable[str]) -> tuple[str, ...]:
    """Return the public modules and packages of a package, by its ``__path__``, in order.

    `pkgutil.iter_modules` says the same and costs more to import than a small map takes to check.
    """
    names = {
        entry.name.removesuffix(".py")
        for folder in package_path
        for entry in os.scandir(folder)
        if entry.name[0] not in "_." and (entry.name.endswith(".py") or entry.is_dir())
    }
    return tuple(sorted(names))
