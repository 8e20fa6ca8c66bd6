"""Where a project begins, and how it is set up."""

from argmap.config.caches import cache_folder, findings_folder
from argmap.config.keys import EDITORS
from argmap.config.project import SUFFIX, find_root
from argmap.config.settings import ReadFile, Settings, load_settings, read_file, read_settings

__all__ = [
    "EDITORS",
    "SUFFIX",
    "ReadFile",
    "Settings",
    "cache_folder",
    "find_root",
    "findings_folder",
    "load_settings",
    "read_file",
    "read_settings",
]
