"""argmap: structured argument maps."""

from argmap._version import __version__

__all__ = ["__version__"]
