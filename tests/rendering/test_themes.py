"""The built-in themes: their colors are legible and distinguishable."""

import tomllib
from pathlib import Path

import pytest
from tests.rendering.colors import MACHADO, contrast, distance, perceived
from tests.rendering.conftest import Picture, read_map

from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.svg.document import stylesheet
from argmap.rendering.theme import ROLES, THEME_KEYS, load_theme, theme_names

REQUIREMENTS = tomllib.loads(Path(__file__).with_name("legibility.toml").read_text("utf-8"))
NAMES = ["default", "classic", "contrast", "mono"]


def test_the_built_in_themes():
    """The default is first."""
    assert theme_names() == NAMES


@pytest.fixture(params=["light", "dark"])
def colors(request):
    """Return a function that returns the light or dark colors of a theme."""
    return lambda name: {
        color: getattr(pair, request.param) for color, pair in load_theme(name).colors.items()
    }


def cases(table):
    """Return the requirements of a table for each theme, with ids."""
    return [
        pytest.param(name, rule, id=f"{name}-{'-'.join(rule['inks'])}-{rule['at-least']}")
        for rule in REQUIREMENTS[table]
        for name in rule.get("themes", NAMES)
    ]


def pairs(rule):
    """Yield each color of a rule with each background, for every role."""
    for color in rule["inks"]:
        for background in rule["on"]:
            for role in ROLES:
                yield color.replace("ROLE", role), background.replace("ROLE", role)


@pytest.mark.parametrize(("name", "rule"), cases("contrast"))
def test_everything_is_legible(colors, name, rule):
    """Text and lines have enough contrast with every background."""
    theme_colors = colors(name)
    ratios = {pair: contrast(*map(theme_colors.get, pair)) for pair in pairs(rule)}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < rule["at-least"]} == {}


@pytest.mark.parametrize("eye", [None, *MACHADO], ids=str)
@pytest.mark.parametrize(("name", "rule"), cases("apart"))
def test_support_and_attack_are_distinguishable(colors, name, rule, eye):
    """They are so with each kind of color blindness."""
    support, attack = (perceived(colors(name)[color], eye) for color in rule["inks"])
    assert distance(support, attack) >= rule["at-least"]


def test_mono_has_no_colors(colors):
    """Everything in `mono` is gray."""
    for color in colors("mono").values():
        assert len({color[start : start + 2] for start in (1, 3)}) == 1
        assert abs(int(color[3:5], 16) - int(color[5:], 16)) <= 2  # see `Theme`


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (61, -5, 29), 22.8977),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((50, 0, 0), (50, 0, 0), 0),
    ],
)
def test_the_distance_agrees_with_its_authors(first, second, expected):
    """The test data are from Sharma, Wu and Dalal (2005), table 1."""
    assert distance(first, second) == pytest.approx(expected, abs=5e-5)


def test_grays_are_the_same_for_the_color_blind():
    """The simulation does not change colors without saturation."""
    for eye in MACHADO:
        for gray in ("#000000", "#7F7F7F", "#FFFFFF"):
            assert distance(perceived(gray), perceived(gray, eye)) < 0.1


def test_the_distance_detects_color_blindness():
    """A green and a red of similar lightness are close in deuteranopia."""
    red, green = "#B3261E", "#55701B"
    assert distance(perceived(red), perceived(green)) > 40
    assert distance(perceived(red, "deuteranopia"), perceived(green, "deuteranopia")) < 12


# ---- In the picture ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_color_has_a_dark_color(name):
    """Each light color has one dark color, and the style sheet replaces them all."""
    theme = load_theme(name)
    assert set(theme.colors) > {key.removeprefix("inks.") for key in THEME_KEYS}
    dark_by_light = {}
    for color, (light, dark) in theme.colors.items():
        assert dark_by_light.setdefault(light, dark) == dark, color
    css = stylesheet(theme, "m-")
    dark_rules = css.partition("@media screen and (prefers-color-scheme:dark){")[2].partition(
        "\n}"
    )[0]
    for light, dark in dark_by_light.items():
        assert f'#m-map [fill="{light}"]{{fill:{dark}}}' in dark_rules
        assert f'#m-map [stroke="{light}"]{{stroke:{dark}}}' in dark_rules


@pytest.mark.parametrize("name", NAMES)
def test_every_color_is_from_the_theme(draw, small, name):
    """The rules for dark mode can then replace all colors."""
    known = {color.light for color in load_theme(name).colors.values()} | {"none"}
    picture = draw(small, theme=name, strengths=True)
    used = {e.get(name) for e in picture.root.iter() for name in ("fill", "stroke")} - {None}
    assert used <= known
    assert len(used) > 5


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_theme_changes_only_colors(small, name):
    """Positions and texts do not change."""
    argument_map = read_map(small)
    default, themed = (
        to_svg(argument_map, RenderOptions(theme=theme)) for theme in ("default", name)
    )
    assert default != themed
    assert _without_colors(default) == _without_colors(themed)


def _without_colors(text):
    root = Picture(text).root
    for element in root.iter():
        for name in ("fill", "stroke"):
            if element.get(name, "none") != "none":
                element.set(name, "color")
    elements = [(e.tag, tuple(e.items()), e.text) for e in root.iter()]
    return [element for element in elements if not element[0].endswith(("style", "metadata"))]


def test_a_printed_picture_has_no_background():
    """In dark mode, the light colors are printed."""
    css = stylesheet(load_theme("default"), "m-")
    assert "@media print{#m-map .page{fill:none}}" in css
    assert css.count("prefers-color-scheme") == css.count("screen and (prefers-color-scheme")


def test_forced_colors_override_dark_mode(draw, small):
    """The rules for forced colors are as specific as those for dark mode, and come later.

    Specificity is that of Selectors Level 4, section 17; each rule counts once more than `#id [a]`.
    """
    css = stylesheet(load_theme("default"), "m-")
    dark_mode, _, forced = css.partition("@media (forced-colors:active){")
    assert "prefers-color-scheme:dark" in dark_mode
    selectors = [
        selector
        for rule in forced.split("\n")
        if "{" in rule
        for selector in rule.partition("{")[0].split(",")
    ]
    for selector in selectors:
        assert selector.startswith("#m-map ")
        assert "[fill]" in selector or "[stroke]" in selector
    filled = {
        e.tag.rpartition("}")[2]
        for e in draw(small, strengths=True).root.iter()
        if e.get("fill", "none") != "none"
    }
    assert filled == {"text", "tspan", "path", "rect", "circle"}
    for tag in filled:
        assert f"#m-map {tag}[fill]" in selectors
