"""Resolution: from syntax trees to one map, with its errors recorded as data."""

from argmap.config import MAP_SUFFIX
from argmap.resolve.imports import DocumentProvider
from argmap.resolve.resolver import Resolution, resolve

__all__ = ["MAP_SUFFIX", "DocumentProvider", "Resolution", "resolve"]
