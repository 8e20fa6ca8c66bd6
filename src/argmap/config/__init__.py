"""Where a project begins, and later how it is set up."""

from argmap.config.project import find_root

__all__ = ["find_root"]
