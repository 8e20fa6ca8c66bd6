"""The style sheet of a picture: dark, print, forced colours.

The light colours stand as plain attributes, which every program draws; the dark ones replace them
by the colour they stand for. So nothing depends on style sheets being read.
"""

from __future__ import annotations

from argmap.render.theme import Theme


def style_sheet(theme: Theme, prefix: str) -> str:
    """Return the rules of a theme, for the picture whose ids begin with ``prefix`` alone."""
    root = f"#{prefix}map"
    dark: dict[str, str] = {}
    for light, by_night in theme.inks.values():
        dark.setdefault(light, by_night)
    rules = [
        f'{root} [{attribute}="{light}"]{{{attribute}:{by_night}}}'
        for light, by_night in dark.items()
        for attribute in ("fill", "stroke")
    ]
    return "\n".join(
        [
            f"{root} a:hover{{text-decoration:underline}}",
            "@media screen and (prefers-color-scheme:dark){",
            *rules,
            "}",
            f"@media print{{{root} .page{{fill:none}}}}",
            "@media (forced-colors:active){",
            # As specific as the rules of the night, which may hold at the same time.
            f"{root} text[fill],{root} tspan[fill],{root} path[fill]{{fill:CanvasText}}",
            f"{root} rect[fill],{root} circle[fill]{{fill:Canvas}}",
            f"{root} a text[fill],{root} a tspan[fill]{{fill:LinkText}}",
            f"{root} .strength[fill]{{fill:CanvasText}}",
            f'{root} [stroke]:not([stroke="none"]){{stroke:CanvasText}}',
            f"{root} path.error[stroke]{{stroke:Canvas}}",
            "}",
        ]
    )
