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
from argmap.rendering.html.parts import (
    ONE_PICTURE,
    PageContents,
    PagePictures,
    one_picture,
    pictures_with_parts,
)
from argmap.rendering.html.texts import texts_data
from argmap.rendering.options import RenderOptions
from argmap.rendering.poster import Screen, has_overview, write_overview
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
    "address",
    "panel",
    "search",
    "results",
    "places",
    "csv",
    "table",
    "reading",
    "navigation",
    "tree",
    "colors",
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

_OVERVIEW = '<div class="wide">\n{}</div>\n<div class="phone">\n{}</div>'
_PART = '<template id="page-picture-{}">\n{}</template>\n'
_TEXTS = '<script type="application/json" id="page-texts">{}</script>\n'


@frozen
class Page:
    """The content of a page."""

    title: str
    about: str
    """The authors and the date, shown below the title."""
    lang: str | None
    style: str
    data: Data
    pictures: tuple[str, ...]
    """The pictures as SVG: first that of the whole map, then those of its parts."""
    overviews: tuple[str, ...] = ()
    """The overview as SVG, for a wide screen and for a phone; empty if there is none."""
    texts: Data | None = None
    """The texts of the sources, if the page contains them."""


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

PictureCache = dict[str, str]
"""Pictures by their digests."""


class RenderedPage(NamedTuple):
    """A page as HTML, and the Content-Security-Policy that it contains."""

    text: str
    policy: str


def to_html(
    argument_map: ArgumentMap,
    options: RenderOptions = _DEFAULT_OPTIONS,
    whole: ArgumentMap | None = None,
    contents: PageContents | None = None,
) -> str:
    """Draw a map as one HTML file that sends no network requests.

    The file's Content-Security-Policy allows only its own script.

    Args:
        argument_map: The map.
        options: The options of the picture.
        whole: The map that ``argument_map`` is a part of, if statuses and their reasons are to be
            those of the whole map.
        contents: What the page shows besides the picture. By default, a whole map has an overview
            and pictures of its parts, and a part of a map has one picture.

    Raises:
        EngineMissing: If Graphviz is not installed.
        RenderError: If the map is too large for a picture, the theme is unknown, or Graphviz fails.
    """
    return render_page(make_page(argument_map, options, whole, contents)).text


@frozen
class _Plan:
    """Everything that determines a page, before it is drawn."""

    shown: ArgumentMap
    """The map that the page shows."""
    pictures: PagePictures
    prefix: str
    data: Data
    texts: Data | None

    @property
    def overview_options(self) -> dict[Screen, RenderOptions]:
        """The options of the overview for each screen; empty if there is none."""
        options = self.pictures.overview
        if options is None:
            return {}
        return {
            screen: evolve(options, prefix=f"{self.prefix}{screen.value}-") for screen in Screen
        }


def _plan(
    argument_map: ArgumentMap,
    options: RenderOptions,
    whole: ArgumentMap | None,
    contents: PageContents | None,
) -> _Plan:
    from argmap.rendering.annotations import make_annotations, with_evaluation
    from argmap.rendering.scene.builder import build_scene
    from argmap.rendering.svg.document import id_prefix

    if contents is None:
        is_part = whole is not None or bool(options.view)
        contents = ONE_PICTURE if is_part else PageContents()
    whole = whole or argument_map
    prefix = id_prefix(argument_map, options)
    options = evolve(options, prefix=prefix)
    if contents.has_parts and has_overview(whole):
        options = with_evaluation(whole, options)
        argument_map = whole
        pictures = pictures_with_parts(whole, options, contents)
    else:
        pictures = one_picture(argument_map, options)
    scenes = [
        build_scene(picture.argument_map, make_annotations(picture.argument_map, picture.options))
        for picture in pictures.pictures
    ]
    data = page_data(argument_map, whole, pictures, scenes, prefix, options)
    texts = texts_data(argument_map, contents.texts) if contents.texts else None
    return _Plan(argument_map, pictures, prefix, data, texts)


def make_page(
    argument_map: ArgumentMap,
    options: RenderOptions = _DEFAULT_OPTIONS,
    whole: ArgumentMap | None = None,
    contents: PageContents | None = None,
    cache: PictureCache | None = None,
) -> Page:
    """Return the content of a map's page; the arguments are those of `to_html`.

    Args:
        argument_map: As for `to_html`.
        options: As for `to_html`.
        whole: As for `to_html`.
        contents: As for `to_html`.
        cache: The pictures of an earlier version of the page, which are replaced by the current
            ones. Pictures that have not changed are not drawn again.

    Raises:
        EngineMissing: If Graphviz is not installed.
        RenderError: As `to_html`.
    """
    plan = _plan(argument_map, options, whole, contents)
    pictures = plan.pictures.pictures
    drawn = [_draw(picture.argument_map, picture.options, cache) for picture in pictures]
    if cache is not None:
        cache.clear()
        cache.update(zip(map(_digest_in_svg, drawn), drawn, strict=True))
    return Page(
        title=" ".join(argument_map.title.split()) or "Argument map",
        about=" · ".join([*argument_map.author, *filter(None, [argument_map.date])]),
        lang=argument_map.lang,
        style=page_style(options.theme),
        data=plan.data,
        pictures=tuple(drawn),
        overviews=_overviews(plan),
        texts=plan.texts,
    )


def _draw(argument_map: ArgumentMap, options: RenderOptions, cache: PictureCache | None) -> str:
    from argmap.rendering import to_svg

    picture = cache.get(digest_of(argument_map, options)) if cache else None
    return picture or to_svg(argument_map, options)


def _overviews(plan: _Plan) -> tuple[str, ...]:
    from argmap.rendering.theme import load_theme

    return tuple(
        write_overview(plan.shown, load_theme(options.theme), options, screen=screen)
        for screen, options in plan.overview_options.items()
    )


def _digest_in_svg(picture: str) -> str:
    return digest_in(picture.encode()) or ""


def render_page(page: Page, extension: PageExtension = _NO_EXTENSION) -> RenderedPage:
    """Return the HTML of a page."""
    style = page.style + extension.style
    script = "\n" + "\n".join(map(_read_script, _SCRIPTS)) + extension.script
    early_script = f"\n{_read_script(_EARLY_SCRIPT)}"
    drawn = (*page.pictures, *page.overviews)
    picture_styles = (content for svg in drawn for content in _STYLE_CONTENT.findall(svg))
    styles = dict.fromkeys([style, *picture_styles])
    policy = content_security_policy(styles, [early_script, script], connects=extension.connects)
    main, *parts = page.pictures
    width, height = _SVG_SIZE.findall(main)[0]
    # The script moves the style sheet to the picture that is shown: it is the same for all.
    main_style = f"<style>{_STYLE_CONTENT.findall(main)[0]}</style>"
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
        digest=_page_digest(map(_digest_in_svg, drawn), page.data, page.texts),
        overview=_OVERVIEW.format(*page.overviews) if page.overviews else "",
        picture=main,
        parts="".join(
            _PART.format(number, svg.replace(main_style, "", 1))
            for number, svg in enumerate(parts, 1)
        ),
        texts="" if page.texts is None else _TEXTS.format(embed_json(page.texts)),
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


def digest_of_page(
    argument_map: ArgumentMap,
    options: RenderOptions,
    whole: ArgumentMap | None = None,
    contents: PageContents | None = None,
) -> str:
    """Return the digest that the page of a map would have; a page with another one is stale.

    It depends on the digests of the pictures, on the data that only the page shows (such as
    reasons, notes and source texts), and on the style and the script, which may change with the
    version of argmap. The arguments are those of `to_html`.

    Raises:
        RenderError: If the theme is unknown.
    """
    plan = _plan(argument_map, options, whole, contents)
    digests = [
        *(digest_of(picture.argument_map, picture.options) for picture in plan.pictures.pictures),
        *(digest_of(plan.shown, options) for options in plan.overview_options.values()),
    ]
    return _page_digest(digests, plan.data, plan.texts)


def digest_in_page(page: bytes) -> str | None:
    """Return the digest in a page; None if it contains none, or more than one."""
    digests = _DIGEST_ELEMENT.findall(page)
    return digests[0].decode() if len(digests) == 1 else None


def _page_digest(picture_digests: Iterable[str], data: Data, texts: Data | None) -> str:
    return _digest(json.dumps([list(picture_digests), data, texts, _template_digest()]))


@cache
def _template_digest() -> str:
    """Return a digest of the files that are part of every page."""
    scripts = sorted(_FOLDER.glob("script/*.js"))
    files = [_FOLDER / "page.html", _FOLDER / "page.css", *scripts]
    return _digest("\0".join(file.read_text(encoding="utf-8") for file in files))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_LENGTH]
