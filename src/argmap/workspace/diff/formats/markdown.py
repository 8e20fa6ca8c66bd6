"""The difference as Markdown of GitHub and GitLab, for a page or a comment."""

from __future__ import annotations

from collections.abc import Iterator

from argmap.workspace.diff.difference import Diff
from argmap.workspace.diff.markdown_parts import code, map_lines, safe


def write(diff: Diff, *, color: bool) -> str:  # noqa: ARG001
    """Return the difference as Markdown."""
    return "\n".join(_lines(diff)).rstrip("\n") + "\n"


def _lines(diff: Diff) -> Iterator[str]:
    yield f"### {safe(diff.old_label)} → {safe(diff.new_label)}"
    yield ""
    if diff.is_same:
        yield "Nothing changed in meaning."
        return
    yield from (f"- New map {code(name)}" for name in diff.added)
    yield from (f"- Removed map {code(name)}" for name in diff.removed)
    if diff.added or diff.removed:
        yield ""
    for map_diff in diff.maps:
        if not map_diff.is_same:
            yield from map_lines(map_diff)
