"""The pages as HTML: a map's, the list of maps, and what stands there until there is a picture."""

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
_OF_ALL = ("live", "maps", "trouble", "editor", "findings", "following")
_SCRIPTS = (*_OF_ALL, "replacing", "map")
_SHEET_SCRIPTS = (*_OF_ALL, "sheet")
"""The files of ``script/`` in the order in which they build on each other."""


class Pages:
    """Makes pages of what hangs in a gallery."""

    def __init__(self, store: MapStore, session: EditSession, theme: str) -> None:
        self._store = store
        self._session = session
        self._style = page_style(theme) + _file("layer.css")

    def of_map(self, state: MapState) -> RenderedPage:
        """Return the page of a map; before its first picture, what it waits for."""
        data = map_payload(state, self._store, self._session)
        if state.page is None:
            return self._sheet(state.title, _file("waiting.html"), data)
        layer = PageExtension(
            tools=_file("tools.html"),
            banner=_file("banner.html"),
            end=Template(_file("end.html")).substitute(data=embed_json(data)),
            style=_file("layer.css"),
            script=_script(_SCRIPTS),
            connects=True,
        )
        return render_page(state.page, layer)

    def of_list(self) -> RenderedPage:
        """Return the page that lists all maps."""
        return self._sheet("Maps", _file("list.html"), maps_payload(self._store, self._session))

    def _sheet(self, title: str, content: str, data: Data) -> RenderedPage:
        script = "\n" + shared_script() + _script(_SHEET_SCRIPTS)
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
