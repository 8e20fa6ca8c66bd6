"""What the page of a map shows besides its picture: its parts, and the texts of its sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from argmap.resolve import Resolution
from argmap.workspace.source_texts import SourceTexts

if TYPE_CHECKING:
    from argmap.rendering.html.parts import PageContents


def page_contents(
    resolution: Resolution, pages: Mapping[str, str] | None, *, has_texts: bool
) -> PageContents:
    """Return what the page of a map shows besides its picture.

    Args:
        resolution: The map.
        pages: The pages of imported maps, by the ids of their sections; None if the page shows a
            part of the map.
        has_texts: Whether the page shows the texts of the sources.

    Raises:
        InputError: If a configuration file cannot be read.
    """
    from argmap.rendering.html.parts import PageContents

    texts = SourceTexts().open_texts(resolution) if has_texts else {}
    return PageContents(has_parts=pages is not None, pages=pages or {}, texts=texts)


def missing_texts(contents: PageContents) -> tuple[str, ...]:
    """Return why the texts of sources are not on a page, in sentences."""
    from argmap.sources.loader import TextUnavailable

    if not contents.texts:
        return ('no source has a text to embed; add `text: "FILE"` to a source',)
    return tuple(
        f"the text of `{id_}` {text.detail}"
        for id_, text in contents.texts.items()
        if isinstance(text, TextUnavailable)
    )
