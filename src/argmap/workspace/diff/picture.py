"""Both versions of a map in one picture."""

from __future__ import annotations

from attrs import evolve

from argmap.comparison import Union, unite
from argmap.rendering import RenderOptions, VersionMark, to_svg
from argmap.workspace.diff.difference import MapDiff


def draw_versions(diff: MapDiff, labels: tuple[str, str], prefix: str = "") -> str:
    """Return the picture of a difference as SVG.

    It shows the new version, and what was removed from the old one. New, removed and changed
    sentences have a word; statements whose status differs have a ring, and their old status.

    Args:
        diff: The difference.
        labels: The names of the versions.
        prefix: The start of every id in the picture (`RenderOptions.prefix`).

    Raises:
        RenderError: If the map cannot be drawn.
    """
    union = unite(diff.verdicts)
    options = RenderOptions(
        statuses=union.statuses,
        version_marks=version_marks(union),
        prefix=prefix,
    )
    whole = union.argument_map
    title = f"{whole.title or diff.name}: {labels[0]} → {labels[1]}"
    return to_svg(evolve(whole, title=title), options)


def version_marks(union: Union) -> dict[str, VersionMark]:
    """Return the marks of sentences, by their ids."""
    return {
        id_: VersionMark(
            union.marks[id_].value if id_ in union.marks else None, union.flipped.get(id_)
        )
        for id_ in (*union.marks, *(id_ for id_ in union.flipped if id_ not in union.marks))
    }
