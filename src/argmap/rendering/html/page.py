"""The page of a map: picture, data, style and script in one HTML file with a strict policy."""

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

_FOLDER = Path(__file__).parent
_EARLY_SCRIPT = "early"
"""The file of ``script/`` that runs before the browser reads the picture."""

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
"""The other files of ``script/``; each may use those before it."""

_SVG_SIZE = re.compile(r'<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"')
_STYLE_CONTENT = re.compile(r"<style>(.*?)</style>", re.DOTALL)

_DIGEST_LENGTH = 32  # hexadecimal digits
_DIGEST_ELEMENT = re.compile(
    rb'<meta name="argmap-digest" content="([0-9a-f]{%d})">' % _DIGEST_LENGTH
)
_JSON_ESCAPES = str.maketrans(
    {character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
)
_DEFAULT_OPTIONS = RenderOptions()


@frozen
class Page:
    """The content of a page."""

    title: str
    about: str
    """The authors and the date, shown below the title."""
    lang: str | None
    style: str
    data: Data
    picture: str


@frozen
class PageExtension:
    """What `argmap serve` adds to a page.

    ``tools``, ``banner`` (below the header) and ``end`` (at the end of the body) are HTML.
    ``script`` follows the page's own script. If the page ``connects``, it may send requests to its
    own server.
    """

    tools: str = ""
    banner: str = ""
    end: str = ""
    style: str = ""
    script: str = ""
    connects: bool = False


_NO_EXTENSION = PageExtension()


class RenderedPage(NamedTuple):
    """A page as HTML, and the Content-Security-Policy that it contains."""

    text: str
    policy: str


def to_html(
    argument_map: ArgumentMap,
    options: RenderOptions = _DEFAULT_OPTIONS,
    whole: ArgumentMap | None = None,
) -> str:
    """Draw a map as one HTML file that sends no network requests.

    The file's Content-Security-Policy allows only its own script.

    Args:
        argument_map: The map.
        options: The options of the picture.
        whole: The map that ``argument_map`` is a part of, if statuses and their reasons are to be
            those of the whole map.

    Raises:
        EngineMissing: If Graphviz is not installed.
        RenderError: If the map is too large for a picture, the theme is unknown, or Graphviz fails.
    """
    return render_page(make_page(argument_map, options, whole)).text


def make_page(
    argument_map: ArgumentMap,
    options: RenderOptions = _DEFAULT_OPTIONS,
    whole: ArgumentMap | None = None,
) -> Page:
    """Return the content of a map's page; the arguments are those of `to_html`.

    Raises:
        EngineMissing: If Graphviz is not installed.
        RenderError: As `to_html`.
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


def render_page(page: Page, extension: PageExtension = _NO_EXTENSION) -> RenderedPage:
    """Return the HTML of a page."""
    style = page.style + extension.style
    script = "\n" + "\n".join(map(_read_script, _SCRIPTS)) + extension.script
    early_script = f"\n{_read_script(_EARLY_SCRIPT)}"
    styles = [style, *_STYLE_CONTENT.findall(page.picture)]
    policy = content_security_policy(styles, [early_script, script], connects=extension.connects)
    width, height = _SVG_SIZE.findall(page.picture)[0]
    text = Template(_read_file("page.html")).substitute(
        policy=policy,
        version=__version__,
        title=escape_xml(page.title),
        about=escape_xml(page.about),
        lang=f' lang="{escape_xml(page.lang)}"' if page.lang else "",
        style=style,
        early=early_script,
        script=script,
        width=width,
        height=height,
        data=embed_json(page.data),
        digest=_page_digest(digest_in(page.picture.encode()), page.data),
        picture=page.picture,
        tools=extension.tools,
        banner=extension.banner,
        end=extension.end,
    )
    return RenderedPage(text, policy)


def shared_script() -> str:
    """Return the part of the script that pages without a map can use too."""
    return _read_script(_SCRIPTS[0])


def _read_script(name: str) -> str:
    return _read_file(f"script/{name}.js")


def _read_file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def page_style(theme_name: str) -> str:
    """Return the CSS of pages in a theme.

    Raises:
        RenderError: If the theme is unknown.
    """
    from argmap.rendering.svg.document import stylesheet
    from argmap.rendering.theme import load_theme

    theme = load_theme(theme_name)
    legend_style = stylesheet(theme, "page-legend-")
    return f"\n{_color_variables(theme)}{legend_style}\n{_read_file('page.css')}"


def _color_variables(theme: Theme) -> str:
    """Return the theme's colors as CSS variables, for light and dark mode."""
    names = {"page", "paper", "text", "muted", "hairline"}
    colors = {name: color for name, color in theme.colors.items() if name in names}
    colors["accent"] = theme.colors["support.line"]
    colors["pale"] = theme.colors["support.fill"]
    colors["warn"] = theme.colors["attack.line"]
    light = "".join(f"--{name}:{color.light};" for name, color in colors.items())
    dark = "".join(f"--{name}:{color.dark};" for name, color in colors.items())
    return (
        f":root{{{light}color-scheme:light}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}color-scheme:dark}}}}\n"
    )


def content_security_policy(
    styles: Iterable[str], scripts: Iterable[str], *, connects: bool = False
) -> str:
    """Return a policy that allows these styles and scripts, and no network requests.

    If the page ``connects``, it may send requests to its own server.
    """
    directives = [
        "default-src 'none'",
        f"style-src {' '.join(map(_hash_source, styles))}",
        f"script-src {' '.join(map(_hash_source, scripts))}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
    if connects:
        directives.append("connect-src 'self'")
    return "; ".join(directives)


def _hash_source(content: str) -> str:
    """Return the source expression of an inline element's content (CSP Level 3, section 2.3.1)."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def embed_json(data: Any) -> str:
    """Return data as JSON for a ``<script type="application/json">`` element.

    ``<``, ``>`` and ``&`` occur in strings only. They are escaped, so that no data can end the
    element or be parsed as HTML.
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return escape_unsafe_characters(text).translate(_JSON_ESCAPES)


def digest_of_page(argument_map: ArgumentMap, options: RenderOptions, whole: ArgumentMap) -> str:
    """Return the digest that the page of a map would have; a page with another one is stale.

    It depends on the digest of the picture, on the data that only the page shows (such as reasons,
    notes and tags), and on the style and the script, which may change with the version of argmap.

    Raises:
        RenderError: If the theme is unknown.
    """
    from argmap.rendering.annotations import make_annotations
    from argmap.rendering.scene.builder import build_scene
    from argmap.rendering.svg.document import id_prefix

    scene = build_scene(argument_map, make_annotations(argument_map, options))
    picture_digest = digest_of(argument_map, evolve(options, caption=False))
    data = page_data(scene, id_prefix(argument_map, options), options, whole)
    return _page_digest(picture_digest, data)


def digest_in_page(page: bytes) -> str | None:
    """Return the digest in a page; None if it contains none, or more than one."""
    digests = _DIGEST_ELEMENT.findall(page)
    return digests[0].decode() if len(digests) == 1 else None


def _page_digest(picture_digest: str | None, data: Data) -> str:
    return _digest(json.dumps([picture_digest, data, _template_digest()]))


@cache
def _template_digest() -> str:
    """Return a digest of the files that are part of every page."""
    scripts = sorted(_FOLDER.glob("script/*.js"))
    files = [_FOLDER / "page.html", _FOLDER / "page.css", *scripts]
    return _digest("\0".join(file.read_text(encoding="utf-8") for file in files))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_LENGTH]
