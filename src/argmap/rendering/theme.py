"""Themes: the colors of a picture, and the styles of its lines and fonts.

A theme is a TOML file in ``themes/``, or one that a user wrote. It contains only colors, written as
``#RRGGBB``, so that a theme from an untrusted source can do no harm.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from attrs import frozen

from argmap.config.schema import flatten_table
from argmap.errors import RenderError

_THEME_FOLDER = Path(__file__).with_name("themes")
_SUFFIX = ".toml"
_DEFAULT = "default"
_MAX_BYTES = 64 * 1024

ROLES = ("root", "support", "attack", "rebuttal", "concession", "undercut")
THEME_KEYS = (
    *(f"inks.{name}" for name in ("page", "paper", "text", "muted", "hairline")),
    *(f"inks.{role}.{part}" for role in ROLES for part in ("line", "fill")),
)
"""The keys of a theme file, besides tags; each value is a pair of colors."""

_TAG_KEY = "tags."

_HEX_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_MIN_TAG_CONTRAST = 4.5
"""The least contrast of a tag with its background (WCAG 2.2 AA)."""

_PALE_SHARE, _FAINT_SHARE = 0.7, 0.35
"""The share of the page's color in the fill and in the line of rejected elements."""


class Color(NamedTuple):
    """A color in light and in dark mode, as ``#RRGGBB``."""

    light: str
    dark: str


@frozen
class Theme:
    """The colors of a picture, by name.

    The names are ``page``, ``paper``, ``text``, ``muted``, ``hairline``, and ``ROLE.line`` and
    ``ROLE.fill`` for each role of a card (`argmap.rendering.scene.Role.theme_role`). From these,
    ``ROLE.faint`` and ``ROLE.pale`` are computed: line and fill of rejected elements. Contexts have
    the color of muted text and the fill of roots. ``tags.NAME`` is the color of a tag.

    Two names with the same light color have the same dark color, since dark mode replaces the light
    colors one by one.
    """

    name: str
    colors: dict[str, Color]

    def __getitem__(self, color: str) -> str:
        """Return the light color of a name."""
        return self.colors[color].light

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags that have a color, in the order of the theme."""
        return tuple(
            name.removeprefix(_TAG_KEY) for name in self.colors if name.startswith(_TAG_KEY)
        )


def theme_names() -> list[str]:
    """Return the names of the built-in themes, the default first."""
    names = sorted(path.stem for path in _THEME_FOLDER.glob(f"*{_SUFFIX}"))
    return sorted(names, key=lambda name: name != _DEFAULT)


def load_theme(name: str) -> Theme:
    """Return the built-in theme ``name``, or read a file if ``name`` is a path with ``.toml``.

    Colors that a file does not set are those of the default theme.

    Raises:
        RenderError: If there is no such theme, or the file is not a valid theme.
    """
    path = theme_file(name)
    if path is None:
        return _load_built_in(name)
    return _make_theme(name, {**_read(_THEME_FOLDER / f"{_DEFAULT}{_SUFFIX}"), **_read(path)})


def theme_file(name: str) -> Path | None:
    """Return the path of a theme file that a user wrote; None for a built-in theme."""
    return Path(name) if name.endswith(_SUFFIX) else None


@cache
def _load_built_in(name: str) -> Theme:
    names = theme_names()
    if name not in names:
        raise RenderError(
            f"unknown theme `{name}`; use {', '.join(names)}, or the path of a theme file that "
            "ends in `.toml`"
        )
    return _make_theme(name, _read(_THEME_FOLDER / f"{name}{_SUFFIX}"))


# ---- Reading a theme file ----------------------------------------------------------------------


def _read(path: Path) -> dict[str, Color]:
    """Return the colors that a theme file sets, by name."""
    import tomllib

    try:
        table = tomllib.loads(_read_bytes(path).decode("utf-8-sig"))
    except ValueError as error:
        raise RenderError(f"the theme `{path}` is not valid TOML: {error}") from error
    except RecursionError as error:
        raise RenderError(f"the theme `{path}` is nested too deeply to be read") from error
    colors: dict[str, Color] = {}
    for key, value in flatten_table(table):
        is_tag = key.startswith(_TAG_KEY)
        if key not in THEME_KEYS and not is_tag:
            raise RenderError(f"the theme `{path}`: unknown key `{key}`{_suggest_key(key)}")
        if not _is_color_pair(value):
            raise RenderError(
                f"the theme `{path}`: `{key}` must be a light and a dark color, "
                'such as `["#1F2933", "#E6EAEF"]`'
            )
        colors[key.removeprefix("inks.")] = Color(*(color.upper() for color in value))
    return colors


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.exists():
            raise RenderError(f"the theme `{path}` does not exist")
        if not path.is_file():  # a folder, or a device whose content might never end
            raise RenderError(f"the theme `{path}` is not a file")
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES + 1)
    except OSError as error:
        raise RenderError(f"the theme `{path}` cannot be read: {error.strerror}") from error
    if len(data) > _MAX_BYTES:
        raise RenderError(f"the theme `{path}` is larger than {_MAX_BYTES // 1024} KiB")
    return data


def _is_color_pair(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == len(Color._fields)
        and all(isinstance(color, str) and _HEX_COLOR.fullmatch(color) for color in value)
    )


def _suggest_key(key: str) -> str:
    from argmap.text import suggest

    return suggest(key, THEME_KEYS, f"use {', '.join(THEME_KEYS)}")


# ---- Computed colors ---------------------------------------------------------------------------


def _make_theme(name: str, base_colors: dict[str, Color]) -> Theme:
    """Return a theme with the colors of rejected elements added."""
    colors: dict[str, Color] = {}
    for key in THEME_KEYS:
        color = key.removeprefix("inks.")
        role, _, part = color.partition(".")
        colors[color] = base_colors[color]
        if part:
            computed = f"{role}.pale" if part == "fill" else f"{role}.faint"
            share = _PALE_SHARE if part == "fill" else _FAINT_SHARE
            colors[computed] = _mix(base_colors[color], base_colors["page"], share)
    colors["context.line"], colors["context.fill"] = colors["muted"], colors["root.fill"]
    for key, color_pair in base_colors.items():
        if key.startswith(_TAG_KEY):
            _check_tag(name, key.removeprefix(_TAG_KEY), color_pair, base_colors["paper"])
            colors[key] = color_pair
    return Theme(name, _make_distinct(colors))


def _check_tag(theme: str, tag: str, color: Color, paper: Color) -> None:
    """Check that a tag can be read on its label.

    Raises:
        RenderError: If its contrast is too low.
    """
    for mode in Color._fields:
        ratio = contrast(getattr(color, mode), getattr(paper, mode))
        if ratio < _MIN_TAG_CONTRAST:
            raise RenderError(
                f"the theme `{theme}`: the {mode} color of the tag `{tag}` has a contrast of "
                f"{ratio:.1f}:1 with `inks.paper`, but needs {_MIN_TAG_CONTRAST}:1; make it "
                f"{'darker' if mode == 'light' else 'lighter'}"
            )


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colors, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted(map(_luminance, (first, second)))
    return (high + 0.05) / (low + 0.05)


def _luminance(color: str) -> float:
    """Return the relative luminance of a color (WCAG 2.2)."""
    total = 0.0
    for start, weight in ((1, 0.2126), (3, 0.7152), (5, 0.0722)):
        channel = int(color[start : start + 2], 16) / 255
        is_dark = channel <= 0.04045  # noqa: PLR2004 (of sRGB, IEC 61966-2-1)
        total += weight * (channel / 12.92 if is_dark else ((channel + 0.055) / 1.055) ** 2.4)
    return total


def _mix(color: Color, page: Color, page_share: float) -> Color:
    return Color(*(_blend(*pair, page_share) for pair in zip(color, page, strict=True)))


def _blend(foreground: str, background: str, share: float) -> str:
    """Return a color mixed with a share of the background, as ``#RRGGBB``."""
    channels = (
        round(
            int(foreground[start : start + 2], 16) * (1 - share)
            + int(background[start : start + 2], 16) * share
        )
        for start in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def _make_distinct(colors: dict[str, Color]) -> dict[str, Color]:
    """Return colors in which equal light colors have equal dark ones; change others invisibly."""
    dark_by_light: dict[str, str] = {}
    distinct: dict[str, Color] = {}
    for name, (light, dark) in colors.items():
        unused = light
        while dark_by_light.setdefault(unused, dark) != dark:
            unused = _shift_blue(unused)
        distinct[name] = Color(unused, dark)
    return distinct


def _shift_blue(color: str) -> str:
    """Return a color whose blue channel is one step closer to the middle."""
    blue = int(color[5:], 16)
    return f"{color[:5]}{blue + (1 if blue < 128 else -1):02X}"  # noqa: PLR2004 (the middle)


# ---- Fonts and lines ---------------------------------------------------------------------------

FONT_FAMILIES = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif"
"""Four fonts with the same metrics, and a fallback."""


class LineStyle(NamedTuple):
    """The style of a kind of line: the name of its color, its dashes and its cap, as in SVG."""

    color: str
    dashes: str | None = None
    cap: str | None = None


def faint_color(color: str) -> str:
    """Return the name of the faint variant of a line's color."""
    return color.replace(".line", ".faint")


LINE_STYLES = {
    "support": LineStyle("support.line"),
    "attack": LineStyle("attack.line", "6 3.5"),
    "rebuttal": LineStyle("rebuttal.line", "6 3.5"),
    "concession": LineStyle("concession.line", "6 3.5"),
    "undercut": LineStyle("undercut.line", "0.1 3.8", "round"),
    "rebutting-undercut": LineStyle("rebuttal.line", "0.1 3.8", "round"),
    "conceded-undercut": LineStyle("concession.line", "0.1 3.8", "round"),
    "contradiction": LineStyle("attack.line", "6 3.5"),
    "reference": LineStyle("muted"),
    "option": LineStyle("root.line"),
    "heading": LineStyle("hairline"),
}
