"""What a command line says of the rules, and what the project has set."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from argmap.config import ReadFile, Settings, load_settings, read_file, read_settings


class CliOverrides(NamedTuple):
    """What a command line says of the rules, in the words of the user.

    ``config`` is the file to be read instead of the nearest one. ``select`` goes before all that
    the project sets; ``ignore`` and ``severity`` are added to it. ``online``: web addresses are
    asked.
    """

    config: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = {}
    fail_on: str | None = None
    online: bool = False


class SettingsCache:
    """What is set for maps, by their folders; a file that sets something up is read once.

    ``file`` is the one to be read instead of the nearest. ``read`` is where files come from, if not
    from the disk.

    Raises:
        ConfigError: when ``file`` is not there, or sets something it cannot.
    """

    def __init__(self, file: Path | None = None, read: ReadFile = read_file) -> None:
        self._read = read
        self._given = None if file is None else read_settings(file, read)
        self._settings: dict[Path, Settings] = {}

    def settings(self, folder: Path) -> Settings:
        """Return what is set for maps in a folder.

        Raises:
            ConfigError: when a file that sets it up cannot be read, or sets something it cannot.
        """
        if self._given is not None:
            return self._given
        if folder not in self._settings:
            self._settings[folder] = load_settings(folder, self._read)
        return self._settings[folder]


class CheckConfig(NamedTuple):
    """What all maps of one check have in common.

    Attributes:
        texts: Files with the texts of sources, by the ids of the sources.
        overrides: The rule options of the command line.
        cache: The folder of cached results, or None for no cache.
    """

    texts: Mapping[str, Path] = {}
    overrides: CliOverrides = CliOverrides()
    cache: Path | None = None
