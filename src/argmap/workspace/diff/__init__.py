"""The difference between two versions of maps: what changed, and what it does to the verdicts."""

from argmap.workspace.diff.difference import Diff, MapDiff, diff_versions
from argmap.workspace.diff.versions import Version, open_versions

__all__ = ["Diff", "MapDiff", "Version", "diff_versions", "open_versions"]
