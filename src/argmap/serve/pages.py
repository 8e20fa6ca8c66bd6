"""The pages as HTML: one for each map, the list of maps, and placeholders without a picture."""

from __future__ import annotations

from pathlib import Path
from string import Template

from argmap.rendering.escaping import escape_xml
from argmap.rendering.html.page import (
    PageExtension,
    RenderedPage,
    content_security_policy,
    embed_json,
    page_style,
    render_page,
    shared_script,
)
from argmap.serve.state import Data, EditSession, MapState, MapStore, map_payload, maps_payload

_FOLDER = Path(__file__).parent / "page"
_COMMON_SCRIPTS = ("live", "maps", "trouble", "editor", "findings", "reviews", "following")
_MAP_SCRIPTS = (*_COMMON_SCRIPTS, "replacing", "map")
_PLAIN_SCRIPTS = (*_COMMON_SCRIPTS, "sheet")
"""Files of ``script/``; each may use those before it."""


class Pages:
    """Makes the pages of the maps in a store."""

    def __init__(self, store: MapStore, session: EditSession, theme: str) -> None:
        self._store = store
        self._session = session
        self._style = page_style(theme) + _file("layer.css")

    def map_page(self, state: MapState) -> RenderedPage:
        """Return the page of a map, or a placeholder until it has a picture."""
        data = map_payload(state, self._store, self._session)
        if state.page is None:
            return self._plain_page(state.title, _file("waiting.html"), data)
        extension = PageExtension(
            tools=_file("tools.html"),
            banner=_file("banner.html"),
            end=Template(_file("end.html")).substitute(data=embed_json(data)),
            style=_file("layer.css"),
            script=_script(_MAP_SCRIPTS),
            connects=True,
        )
        return render_page(state.page, extension)

    def list_page(self) -> RenderedPage:
        """Return the page that lists all maps."""
        return self._plain_page(
            "Maps", _file("list.html"), maps_payload(self._store, self._session)
        )

    def _plain_page(self, title: str, content: str, data: Data) -> RenderedPage:
        script = "\n" + shared_script() + _script(_PLAIN_SCRIPTS)
        policy = content_security_policy([self._style], [script], connects=True)
        text = Template(_file("sheet.html")).substitute(
            policy=policy,
            title=escape_xml(title),
            style=self._style,
            banner=_file("banner.html"),
            content=content,
            end=Template(_file("end.html")).substitute(data=embed_json(data)),
            script=script,
        )
        return RenderedPage(text, policy)


def _script(names: tuple[str, ...]) -> str:
    return "\n" + "\n".join(_file(f"script/{name}.js") for name in names)


def _file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")
