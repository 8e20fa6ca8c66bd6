"""From syntax trees to one map: names looked up, files joined, faults recorded as facts."""

from argmap.config import MAP_SUFFIX
from argmap.resolve.imports import DocumentProvider
from argmap.resolve.resolver import Resolution, resolve

__all__ = ["MAP_SUFFIX", "DocumentProvider", "Resolution", "resolve"]
