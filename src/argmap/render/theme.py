"""Themes: the colours of a picture, read from a file of ``themes/``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

from attrs import frozen

from argmap.errors import RenderError

_THEMES = Path(__file__).with_name("themes")


class Ink(NamedTuple):
    """A colour by day and by night, as ``#RRGGBB``."""

    light: str
    dark: str


@frozen
class Theme:
    """Inks by name.

    These are ``page``, ``paper``, ``text``, ``muted``, ``hairline``, and ``ROLE.line`` and
    ``ROLE.fill`` for each role that a card can have (`argmap.render.scene.Role.inks`). Of these are
    made ``ROLE.faint`` and ``ROLE.pale``, line and fill of what does not stand.

    No light colour serves two inks with different dark ones, since the dark picture is made by
    replacing the light ones.
    """

    name: str
    inks: dict[str, Ink]

    def __getitem__(self, ink: str) -> str:
        """Return an ink's colour by day."""
        return self.inks[ink].light


_PALE, _FAINT = 0.7, 0.35
"""How much of the page shines through the fill, and through the line, of what does not stand."""


def _mix(ink: Ink, page: Ink, share: float) -> Ink:
    """Return an ink with a share of the page's colour, by day and by night."""
    return Ink(*(_blend(one, other, share) for one, other in zip(ink, page, strict=True)))


def _blend(one: str, other: str, share: float) -> str:
    channels = (
        round(int(one[at : at + 2], 16) * (1 - share) + int(other[at : at + 2], 16) * share)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{channel:02X}" for channel in channels)


@cache
def load_theme(name: str) -> Theme:
    """Read the theme ``name``.

    Raises:
        RenderError: when there is none of that name.
    """
    import tomllib

    names = sorted(path.stem for path in _THEMES.glob("*.toml"))
    if name not in names:
        raise RenderError(f"there is no theme `{name}`: choose one of {', '.join(names)}")
    tables = tomllib.loads((_THEMES / f"{name}.toml").read_text(encoding="utf-8"))["inks"]
    inks: dict[str, Ink] = {}
    for key, value in tables.items():
        if isinstance(value, dict):
            inks.update({f"{key}.{part}": Ink(*colours) for part, colours in value.items()})
            page = Ink(*tables["page"])
            inks[f"{key}.pale"] = _mix(inks[f"{key}.fill"], page, _PALE)
            inks[f"{key}.faint"] = _mix(inks[f"{key}.line"], page, _FAINT)
        else:
            inks[key] = Ink(*value)
    return Theme(name, inks)
