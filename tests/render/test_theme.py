"""Colours that can be read."""

import pytest

from argmap.errors import RenderError
from argmap.render.svg.style import style_sheet
from argmap.render.theme import load_theme

FILLS = ("root.fill", "support.fill", "attack.fill", "rebuttal.fill", "undercut.fill")


def luminance(colour):
    """Return the relative luminance of ``#RRGGBB`` (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", ["default"])
@pytest.mark.parametrize("night", [False, True], ids=["light", "dark"])
def test_everything_can_be_read(name, night):
    """Text has a contrast of at least 4.5:1 on what it stands on, lines and frames of 3:1."""
    inks = {ink: pair[night] for ink, pair in load_theme(name).inks.items()}
    for ground in (*FILLS, "paper", "page"):
        for text in ("text", "muted"):
            assert contrast(inks[text], inks[ground]) >= 4.5, (text, ground)
    for fill in FILLS:
        line = fill.replace("fill", "line")
        assert contrast(inks[line], inks[fill]) >= 4.5, line  # heads are written in it
        assert contrast(inks[line], inks["page"]) >= 4.5, line  # so is `contradicts`
        pale, faint = fill.replace("fill", "pale"), fill.replace("fill", "faint")
        for text in ("text", "muted", line):
            assert contrast(inks[text], inks[pale]) >= 4.5, (text, pale)
        for ground in (pale, "page"):
            assert contrast(inks[faint], inks[ground]) >= 3, (faint, ground)
    assert contrast(inks["hairline"], inks["page"]) >= 3
    assert contrast(inks["hairline"], inks["paper"]) >= 2.9


def test_every_colour_has_its_night():
    """Each light colour stands for one dark one, and the style sheet replaces them all."""
    theme = load_theme("default")
    by_day = {}
    for ink, (light, dark) in theme.inks.items():
        assert by_day.setdefault(light, dark) == dark, ink
    sheet = style_sheet(theme, "m-")
    for light, dark in by_day.items():
        assert f'#m-map [fill="{light}"]{{fill:{dark}}}' in sheet
        assert f'#m-map [stroke="{light}"]{{stroke:{dark}}}' in sheet


def test_an_unknown_theme_is_told():
    """A name that is no theme, or a path, ends in a sentence that names those there are."""
    for name in ("sepia", "../themes/default", ""):
        with pytest.raises(RenderError, match=r"no theme.*choose one of.*default"):
            load_theme(name)
