"""The settings of a project, its root folder, and the cache folder."""

from argmap.config.schema import EDITORS
from argmap.config.settings import (
    MAP_SUFFIX,
    ReadFile,
    Settings,
    cache_folder,
    find_root,
    load_settings,
    read_file,
    read_settings,
    result_cache_folder,
)

__all__ = [
    "EDITORS",
    "MAP_SUFFIX",
    "ReadFile",
    "Settings",
    "cache_folder",
    "find_root",
    "load_settings",
    "read_file",
    "read_settings",
    "result_cache_folder",
]
