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
    ``ROLE.fill`` for each role that a card can have (`argmap.render.scene.Role.inks`).

    No light colour serves two inks with different dark ones, since the dark picture is made by
    replacing the light ones.
    """

    name: str
    inks: dict[str, Ink]

    def __getitem__(self, ink: str) -> str:
        """Return an ink's colour by day."""
        return self.inks[ink].light


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
        else:
            inks[key] = Ink(*value)
    return Theme(name, inks)
