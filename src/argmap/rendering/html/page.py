"""Assembling the page: picture, data, style and script in one file, under a strict policy.

Data inside of an HTML page: nothing in it can end its element, or be read as markup.

What decides a page, as a number: a page with another one is stale.

It hangs on the digest of the picture, on what the page knows of the map beyond that (reasons,
notes, tags), and on style and script, which are in the page: one of another argmap may be stale.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from attrs import evolve, frozen

from argmap._version import __version__
from argmap.model import ArgumentMap
from argmap.rendering.digest import digest_in, digest_of
from argmap.rendering.escaping import escape_xml
from argmap.rendering.html.data import Data, page_data
from argmap.rendering.options import RenderOptions
from argmap.rendering.theme import Theme
from argmap.text.safe import escape_unsafe_characters

_ESCAPES = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"})


def embed_json(data: Any) -> str:
    """Return data as JSON for a ``<script type="application/json">``.

    ``<``, ``>`` and ``&`` occur inside of strings only, and are written as escapes there.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return escape_unsafe_characters(text).translate(_ESCAPES)


_LENGTH = 32  # hexadecimal digits
_ELEMENT = re.compile(rb'<meta name="argmap-digest" content="([0-9a-f]{%d})">' % _LENGTH)


def page_digest(picture: str | None, data: Data) -> str:
    """Return the digest of a page, from that of its picture and what else it knows."""
    return _digest(json.dumps([picture, data, _shell()]))


def digest_of_page(argument_map: ArgumentMap, options: RenderOptions, whole: ArgumentMap) -> str:
    """Return the digest that the page of a map would hold, were it drawn now.

    Raises:
        RenderError: when the theme is unknown.
    """
    from argmap.rendering.annotations import make_annotations
    from argmap.rendering.scene.builder import build_scene
    from argmap.rendering.svg.document import id_prefix

    scene = build_scene(argument_map, make_annotations(argument_map, options))
    picture = digest_of(argument_map, evolve(options, caption=False))
    return page_digest(picture, page_data(scene, id_prefix(argument_map, options), options, whole))


def digest_in_page(page: bytes) -> str | None:
    """Return the digest that a page holds; None where it holds none, or more than one."""
    found = _ELEMENT.findall(page)
    return found[0].decode() if len(found) == 1 else None


@cache
def _shell() -> str:
    """Return a digest of what is the same on every page."""
    folder = Path(__file__).parent
    files = [folder / "page.html", folder / "page.css", *sorted(folder.glob("script/*.js"))]
    return _digest("\0".join(file.read_text(encoding="utf-8") for file in files))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


_FOLDER = Path(__file__).parent
_SCRIPTS = (
    "elements",
    "map",
    "view",
    "highlights",
    "folding",
    "panel",
    "search",
    "navigation",
    "page",
)
"""The files of ``script/`` in the order in which they build on each other."""

_EARLY = "early"
"""The file of it that runs before the picture is read."""

_SIZE = re.compile(r'<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"')
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_DEFAULT = RenderOptions()


@frozen
class Page:
    """What stands on a page: the picture, what is known of it, and how all is to look."""

    title: str
    about: str
    lang: str | None
    style: str
    data: Data
    picture: str


@frozen
class PageExtension:
    """What lies over the map on a page that is more than a file.

    ``tools``, ``banner`` (below the header) and ``end`` (at the foot) are markup; ``script`` goes
    on where the page's own ends. ``connects`` lets the page ask the server that it came from, and
    no other.
    """

    tools: str = ""
    banner: str = ""
    end: str = ""
    style: str = ""
    script: str = ""
    connects: bool = False


class RenderedPage(NamedTuple):
    """A page as HTML, and the policy that it has in itself."""

    text: str
    policy: str


_NO_LAYER = PageExtension()


def to_html(
    argument_map: ArgumentMap, options: RenderOptions = _DEFAULT, whole: ArgumentMap | None = None
) -> str:
    """Draw a map as one HTML file that asks nothing of any network.

    ``whole`` is the map that ``argument`` is a part of, where verdicts and their reasons are to be
    those of the whole. The file's Content-Security-Policy lets nothing run but its own script.

    Raises:
        EngineMissing: when there is no Graphviz to lay it out.
        RenderError: when the map is too large for a picture, the theme is unknown, or Graphviz
            fails.
    """
    return render_page(make_page(argument_map, options, whole)).text


def make_page(
    argument_map: ArgumentMap, options: RenderOptions = _DEFAULT, whole: ArgumentMap | None = None
) -> Page:
    """Draw a map for a page.

    Raises:
        RenderError: as `to_html` does.
    """
    from argmap.rendering import to_svg
    from argmap.rendering.annotations import make_annotations
    from argmap.rendering.scene.builder import build_scene
    from argmap.rendering.svg.document import id_prefix

    picture = to_svg(argument_map, evolve(options, caption=False))
    scene = build_scene(argument_map, make_annotations(argument_map, options))
    return Page(
        title=" ".join(argument_map.title.split()) or "Argument map",
        about=" · ".join([*argument_map.author, *filter(None, [argument_map.date])]),
        lang=argument_map.lang,
        style=page_style(options.theme),
        data=page_data(scene, id_prefix(argument_map, options), options, whole or argument_map),
        picture=picture,
    )


def render_page(page: Page, layer: PageExtension = _NO_LAYER) -> RenderedPage:
    """Put a page together."""
    style = page.style + layer.style
    script = "\n" + "\n".join(_file(f"script/{name}.js") for name in _SCRIPTS) + layer.script
    early = f"\n{_file(f'script/{_EARLY}.js')}"
    styles = [style, *_STYLE.findall(page.picture)]
    policy = content_security_policy(styles, [early, script], connects=layer.connects)
    width, height = _SIZE.findall(page.picture)[0]
    text = Template(_file("page.html")).substitute(
        policy=policy,
        version=__version__,
        title=escape_xml(page.title),
        about=escape_xml(page.about),
        lang=f' lang="{escape_xml(page.lang)}"' if page.lang else "",
        style=style,
        early=early,
        script=script,
        width=width,
        height=height,
        data=embed_json(page.data),
        digest=page_digest(digest_in(page.picture.encode()), page.data),
        picture=page.picture,
        tools=layer.tools,
        banner=layer.banner,
        end=layer.end,
    )
    return RenderedPage(text, policy)


def shared_script() -> str:
    """Return the part of the script that pages without a map can use, too."""
    return _file(f"script/{_SCRIPTS[0]}.js")


def page_style(theme_name: str) -> str:
    """Return the style of pages in a theme.

    Raises:
        RenderError: when the theme is unknown.
    """
    from argmap.rendering.svg.document import stylesheet
    from argmap.rendering.theme import load_theme

    theme = load_theme(theme_name)
    legend = stylesheet(theme, "page-legend-")
    return f"\n{_inks(theme)}{legend}\n{_file('page.css')}"


def _file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def content_security_policy(
    styles: Iterable[str], scripts: Iterable[str], *, connects: bool = False
) -> str:
    """Return a policy under which these styles and scripts count, and nothing is fetched.

    With ``connects``, the page may ask its own server.
    """
    rules = [
        "default-src 'none'",
        f"style-src {' '.join(map(_hash, styles))}",
        f"script-src {' '.join(map(_hash, scripts))}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    if connects:
        rules.append("connect-src 'self'")
    return "; ".join(rules)


def _hash(content: str) -> str:
    """Return the source expression of an inline element's content (CSP Level 3, section 2.3.1)."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _inks(theme: Theme) -> str:
    """Return the theme's inks as variables of CSS, by day and by night."""
    names = {"page", "paper", "text", "muted", "hairline"}
    colors = {name: color for name, color in theme.colors.items() if name in names}
    colors["accent"] = theme.colors["support.line"]
    colors["pale"] = theme.colors["support.fill"]
    colors["warn"] = theme.colors["attack.line"]
    day = "".join(f"--{name}:{color.light};" for name, color in colors.items())
    night = "".join(f"--{name}:{color.dark};" for name, color in colors.items())
    return (
        f":root{{{day}color-scheme:light}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{night}color-scheme:dark}}}}\n"
    )
