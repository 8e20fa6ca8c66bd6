"""Themes: the colours of a picture, read from a file of ``themes/`` or from one of the user's own.

Such a file holds colours and nothing else: nothing of it gets into a picture that is not written as
``#RRGGBB``, and it can name no other file.

How lines and letters look, in whatever format.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from attrs import frozen

from argmap.config.schema import leaves
from argmap.errors import RenderError

_THEMES = Path(__file__).with_name("themes")
_SUFFIX = ".toml"
_DEFAULT = "default"
_LIMIT = 64 * 1024  # bytes

ROLES = ("root", "support", "attack", "rebuttal", "undercut")
THEME_KEYS = (
    *(f"inks.{name}" for name in ("page", "paper", "text", "muted", "hairline")),
    *(f"inks.{role}.{part}" for role in ROLES for part in ("line", "fill")),
)
"""What a theme sets, each a pair of colours."""

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_PALE, _FAINT = 0.7, 0.35
"""How much of the page shines through the fill, and through the line, of what does not stand."""


class Color(NamedTuple):
    """A colour by day and by night, as ``#RRGGBB``."""

    light: str
    dark: str


@frozen
class Theme:
    """Inks by name.

    These are ``page``, ``paper``, ``text``, ``muted``, ``hairline``, and ``ROLE.line`` and
    ``ROLE.fill`` for each role that a card can have (`argmap.rendering.scene.Role.inks`). Of these
    are made ``ROLE.faint`` and ``ROLE.pale``, line and fill of what does not stand.

    No light colour serves two inks with different dark ones, since the dark picture is made by
    replacing the light ones.
    """

    name: str
    colors: dict[str, Color]

    def __getitem__(self, color: str) -> str:
        """Return an ink's colour by day."""
        return self.colors[color].light


def theme_names() -> list[str]:
    """Return the names of the themes that come along, the default first."""
    names = sorted(path.stem for path in _THEMES.glob(f"*{_SUFFIX}"))
    return sorted(names, key=lambda name: name != _DEFAULT)


def load_theme(name: str) -> Theme:
    """Read the theme ``name``, or the file of that path where it ends in ``.toml``.

    What a file does not set is as in the default theme.

    Raises:
        RenderError: when there is none, or the file sets what no theme can.
    """
    file = theme_file(name)
    if file is None:
        return _load_ours(name)
    return _theme(name, {**_read(_THEMES / f"{_DEFAULT}{_SUFFIX}"), **_read(file)})


def theme_file(name: str) -> Path | None:
    """Return the file of a theme of the user's own; None for one that comes along."""
    return Path(name) if name.endswith(_SUFFIX) else None


@cache
def _load_ours(name: str) -> Theme:
    names = theme_names()
    if name not in names:
        raise RenderError(
            f"there is no theme `{name}`: choose one of {', '.join(names)}, "
            "or write the path of a file of your own, which ends in `.toml`"
        )
    return _theme(name, _read(_THEMES / f"{name}{_SUFFIX}"))


# ---- The file ----------------------------------------------------------------------------------


def _read(path: Path) -> dict[str, Color]:
    """Return the inks that a file sets, by their names."""
    import tomllib

    try:
        table = tomllib.loads(_data(path).decode("utf-8-sig"))
    except ValueError as error:
        raise RenderError(f"the theme `{path}` is not valid TOML: {error}") from error
    except RecursionError as error:
        raise RenderError(f"the theme `{path}` is nested too deeply to be read") from error
    colors: dict[str, Color] = {}
    for key, value in leaves(table):
        if key not in THEME_KEYS:
            raise RenderError(f"the theme `{path}`: there is no key `{key}`{_meant(key)}")
        if not _is_pair(value):
            raise RenderError(
                f"the theme `{path}`: `{key}` is no pair of colours, by day and by night, "
                'such as `["#1F2933", "#E6EAEF"]`'
            )
        colors[key.removeprefix("inks.")] = Color(*(colour.upper() for colour in value))
    return colors


def _data(path: Path) -> bytes:
    try:
        if not path.exists():
            raise RenderError(f"there is no theme `{path}`")
        if not path.is_file():  # but a folder, or what might never end
            raise RenderError(f"the theme `{path}` is no file")
        with path.open("rb") as file:
            data = file.read(_LIMIT + 1)
    except OSError as error:
        raise RenderError(f"the theme `{path}` cannot be read: {error.strerror}") from error
    if len(data) > _LIMIT:
        raise RenderError(f"the theme `{path}` is larger than {_LIMIT // 1024} KiB")
    return data


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == len(Color._fields)
        and all(isinstance(colour, str) and _COLOUR.fullmatch(colour) for colour in value)
    )


def _meant(key: str) -> str:
    from argmap.text import nearest

    meant = nearest(key, THEME_KEYS)
    return f"; did you mean `{meant}`?" if meant else f"; there are {', '.join(THEME_KEYS)}"


# ---- The inks that are made --------------------------------------------------------------------


def _theme(name: str, given: dict[str, Color]) -> Theme:
    colors: dict[str, Color] = {}
    for key in THEME_KEYS:
        color = key.removeprefix("inks.")
        role, _, part = color.partition(".")
        colors[color] = given[color]
        if part:
            made, share = (f"{role}.pale", _PALE) if part == "fill" else (f"{role}.faint", _FAINT)
            colors[made] = _mix(given[color], given["page"], share)
    return Theme(name, _apart(colors))


def _mix(color: Color, page: Color, share: float) -> Color:
    """Return an ink with a share of the page's colour, by day and by night."""
    return Color(*(_blend(one, other, share) for one, other in zip(color, page, strict=True)))


def _blend(one: str, other: str, share: float) -> str:
    channels = (
        round(int(one[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02X}" for channel in channels)


def _apart(colors: dict[str, Color]) -> dict[str, Color]:
    """Make light colours differ, by what no eye sees, where their dark ones do."""
    nights: dict[str, str] = {}
    apart: dict[str, Color] = {}
    for name, (light, dark) in colors.items():
        own = light
        while nights.setdefault(own, dark) != dark:
            own = _neighbour(own)
        apart[name] = Color(own, dark)
    return apart


def _neighbour(colour: str) -> str:
    """Return the colour with a little more blue, or a little less where there is much."""
    blue = int(colour[5:], 16)
    return f"{colour[:5]}{blue + (1 if blue < 128 else -1):02X}"  # noqa: PLR2004 (the middle)


FONT_FAMILIES = "Liberation Sans, Arimo, Arial, Helvetica, sans-serif"
"""The same metrics under five names, and what stands in where there is none of them."""


class LineStyle(NamedTuple):
    """How a kind of line looks: whose inks, how long its dashes and gaps, if it has any."""

    color: str
    dashes: str | None = None
    cap: str | None = None


def faint_color(color: str) -> str:
    """Return the ink of a line that is set back, by the name of its own."""
    return color.replace(".line", ".faint")


LINE_STYLES = {
    "support": LineStyle("support.line"),
    "attack": LineStyle("attack.line", "6 3.5"),
    "rebuttal": LineStyle("rebuttal.line", "6 3.5"),
    "undercut": LineStyle("undercut.line", "0.1 3.8", "round"),
    "contradiction": LineStyle("attack.line", "6 3.5"),
    "reference": LineStyle("muted"),
    "heading": LineStyle("hairline"),
}
