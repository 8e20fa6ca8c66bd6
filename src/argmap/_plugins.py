"""Discovery of plugin modules: a rule, a format or a command is a file in a package."""

from __future__ import annotations

import os
from collections.abc import Iterable


def module_names(package_path: Iterable[str]) -> tuple[str, ...]:
    """Return the sorted names of the public modules and packages in a package's ``__path__``.

    `pkgutil.iter_modules` does the same, but importing it takes longer than checking a small map.
    """
    names = {
        entry.name.removesuffix(".py")
        for folder in package_path
        for entry in os.scandir(folder)
        if entry.name[0] not in "_." and (entry.name.endswith(".py") or entry.is_dir())
    }
    return tuple(sorted(names))
