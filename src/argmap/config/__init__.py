"""Where a project begins, and how it is set up."""

from argmap.config.schema import EDITORS
from argmap.config.settings import (
    SUFFIX,
    ReadFile,
    Settings,
    cache_folder,
    find_root,
    findings_folder,
    load_settings,
    read_file,
    read_settings,
)

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
