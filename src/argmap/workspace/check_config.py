"""The configuration of a check: the options of the command line and the settings of projects."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from argmap.config import ReadFile, Settings, load_settings, read_file, read_settings


class CliOverrides(NamedTuple):
    """The rule options of a command line, as the user wrote them.

    Attributes:
        config: The configuration file to use instead of the nearest one.
        select: The rules to run; overrides everything that the project selects or ignores.
        ignore: Rules to ignore, in addition to those of the project.
        severity: Severities of rules, in addition to those of the project.
        fail_on: The lowest severity that fails the check; overrides that of the project.
        online: Whether to check that URLs are reachable.
    """

    config: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, str] = {}
    fail_on: str | None = None
    online: bool = False


class SettingsCache:
    """The settings of maps by folder; every configuration file is read once.

    Args:
        file: The configuration file to use instead of the nearest one.
        read: Reads files, for example those of a git revision.

    Raises:
        ConfigError: If ``file`` does not exist or is invalid.
    """

    def __init__(self, file: Path | None = None, read: ReadFile = read_file) -> None:
        self._read = read
        self._override = None if file is None else read_settings(file, read)
        self._settings: dict[Path, Settings] = {}

    def settings(self, folder: Path) -> Settings:
        """Return the settings of the maps in a folder.

        Raises:
            ConfigError: If a configuration file cannot be read or is invalid.
        """
        if self._override is not None:
            return self._override
        if folder not in self._settings:
            self._settings[folder] = load_settings(folder, self._read)
        return self._settings[folder]


class CheckConfig(NamedTuple):
    """The configuration that all maps of a check share.

    Attributes:
        texts: Files with the texts of sources, by the ids of the sources.
        overrides: The rule options of the command line.
        cache: The folder of cached results, or None for no cache.
    """

    texts: Mapping[str, Path] = {}
    overrides: CliOverrides = CliOverrides()
    cache: Path | None = None
