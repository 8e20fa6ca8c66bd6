"""The picture as an interactive page: one HTML file without external resources.

The page is imported when it is first used: the playground uses only the sentences.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from argmap.rendering.html.page import to_html
    from argmap.rendering.html.parts import PageContents

__all__ = ["PageContents", "to_html"]


def __getattr__(name: str) -> Any:
    from argmap.rendering.html.page import to_html
    from argmap.rendering.html.parts import PageContents

    try:
        return {"PageContents": PageContents, "to_html": to_html}[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
