"""One picture of both versions of a map, as SVG."""

from __future__ import annotations

from argmap.errors import InputError
from argmap.workspace.diff.difference import Diff, MapDiff
from argmap.workspace.diff.picture import draw_versions


def write(diff: Diff, *, color: bool) -> str:  # noqa: ARG001
    """Return the picture.

    Raises:
        InputError: If there is no map in both versions, or several maps differ.
        RenderError: If the map cannot be drawn.
    """
    return draw_versions(_only_map(diff), (diff.old_label, diff.new_label))


def _only_map(diff: Diff) -> MapDiff:
    whole = [map_diff for map_diff in diff.maps if not map_diff.is_part]
    changed = [map_diff for map_diff in whole if not map_diff.is_same] or whole[:1]
    if not changed:
        raise InputError("there is no map that both versions have; nothing can be drawn")
    if len(changed) > 1:
        names = ", ".join(f"`{map_diff.name}`" for map_diff in changed[:5])
        raise InputError(f"several maps differ ({names}); name one, or use --format html")
    return changed[0]
