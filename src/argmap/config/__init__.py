"""Where a project begins, and how it is set up."""

from argmap.config.project import find_root
from argmap.config.settings import Settings, load_settings, read_settings

__all__ = ["Settings", "find_root", "load_settings", "read_settings"]
