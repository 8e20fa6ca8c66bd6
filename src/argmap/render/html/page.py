"""Assembling the page: picture, data, style and script in one file, under a strict policy."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from string import Template

from attrs import evolve

from argmap._version import __version__
from argmap.model import ArgumentMap
from argmap.render.escaping import xml
from argmap.render.html.data import page_data
from argmap.render.html.embedding import embedded
from argmap.render.options import RenderOptions
from argmap.render.theme import Theme

_FOLDER = Path(__file__).parent
_SCRIPTS = ("map", "view", "marks", "folding", "panel", "search", "walking", "page")
"""The files of ``script/`` in the order in which they build on each other."""

_EARLY = "early"
"""The file of it that runs before the picture is read."""

_SIZE = re.compile(r'<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"')
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_DEFAULT = RenderOptions()


def to_html(
    argument: ArgumentMap, options: RenderOptions = _DEFAULT, whole: ArgumentMap | None = None
) -> str:
    """Draw a map as one HTML file that asks nothing of any network.

    ``whole`` is the map that ``argument`` is a part of, where verdicts and their reasons are to be
    those of the whole. The file's Content-Security-Policy lets nothing run but its own script.

    Raises:
        EngineMissing: when there is no Graphviz to lay it out.
        RenderError: when the map is too large for a picture, the theme is unknown, or Graphviz
            fails.
    """
    from argmap.render import to_svg
    from argmap.render.marks import make_marks
    from argmap.render.scene.staging import stage
    from argmap.render.svg.document import prefix_of
    from argmap.render.svg.style import style_sheet
    from argmap.render.theme import load_theme

    svg = to_svg(argument, evolve(options, caption=False))
    scene = stage(argument, make_marks(argument, options))
    theme = load_theme(options.theme)
    legend = style_sheet(theme, "page-legend-")
    style = f"\n{_inks(theme)}{legend}\n{_file('page.css')}"
    script = "\n" + "\n".join(_file(f"script/{name}.js") for name in _SCRIPTS)
    early = f"\n{_file(f'script/{_EARLY}.js')}"
    width, height = _SIZE.findall(svg)[0]
    about = " · ".join([*argument.author, *filter(None, [argument.date])])
    return Template(_file("page.html")).substitute(
        policy=_policy([style, *_STYLE.findall(svg)], [early, script]),
        version=__version__,
        title=xml(" ".join(argument.title.split()) or "Argument map"),
        about=xml(about),
        lang=f' lang="{xml(argument.lang)}"' if argument.lang else "",
        style=style,
        early=early,
        script=script,
        width=width,
        height=height,
        data=embedded(page_data(scene, prefix_of(argument), options, whole or argument)),
        picture=svg,
    )


def _file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """Return a policy under which these styles and scripts count, and nothing is fetched."""
    rules = (
        "default-src 'none'",
        f"style-src {' '.join(map(_hash, styles))}",
        f"script-src {' '.join(map(_hash, scripts))}",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
    return "; ".join(rules)


def _hash(content: str) -> str:
    """Return the source expression of an inline element's content (CSP Level 3, section 2.3.1)."""
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"


def _inks(theme: Theme) -> str:
    """Return the theme's inks as variables of CSS, by day and by night."""
    names = {"page", "paper", "text", "muted", "hairline"}
    inks = {name: ink for name, ink in theme.inks.items() if name in names}
    inks["accent"] = theme.inks["support.line"]
    inks["pale"] = theme.inks["support.fill"]
    inks["warn"] = theme.inks["attack.line"]
    day = "".join(f"--{name}:{ink.light};" for name, ink in inks.items())
    night = "".join(f"--{name}:{ink.dark};" for name, ink in inks.items())
    return (
        f":root{{{day}color-scheme:light}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{night}color-scheme:dark}}}}\n"
    )
