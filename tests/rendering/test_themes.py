"""The themes that come along: colours that can be read, and told apart."""

import tomllib
from pathlib import Path

import pytest
from tests.rendering.colours import MACHADO, contrast, distance, seen
from tests.rendering.conftest import Picture, read_map

from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.svg.document import stylesheet
from argmap.rendering.theme import ROLES, THEME_KEYS, load_theme, theme_names

HELD = tomllib.loads(Path(__file__).with_name("legibility.toml").read_text("utf-8"))
NAMES = ["default", "classic", "contrast", "mono"]


def test_the_themes_that_come_along():
    """These four, the default first."""
    assert theme_names() == NAMES


@pytest.fixture(params=["light", "dark"])
def colors(request):
    """Return the colours of a theme, by day or by night."""
    return lambda name: {
        color: getattr(pair, request.param) for color, pair in load_theme(name).colors.items()
    }


def cases(table):
    """Return what is held of each theme, with a name for it."""
    return [
        pytest.param(name, rule, id=f"{name}-{'-'.join(rule['inks'])}-{rule['at-least']}")
        for rule in HELD[table]
        for name in rule.get("themes", NAMES)
    ]


def pairs(rule):
    """Return the inks of a rule with what they stand on, for every role."""
    for color in rule["inks"]:
        for ground in rule["on"]:
            for role in ROLES:
                yield color.replace("ROLE", role), ground.replace("ROLE", role)


@pytest.mark.parametrize(("name", "rule"), cases("contrast"))
def test_everything_can_be_read(colors, name, rule):
    """Text and lines stand out from all that they can stand on."""
    colours = colors(name)
    found = {pair: contrast(*map(colours.get, pair)) for pair in pairs(rule)}
    assert {pair: ratio for pair, ratio in found.items() if ratio < rule["at-least"]} == {}


@pytest.mark.parametrize("eyes", [None, *MACHADO], ids=str)
@pytest.mark.parametrize(("name", "rule"), cases("apart"))
def test_support_and_attack_are_told_apart(colors, name, rule, eyes):
    """So they are by those who lack one kind of cones."""
    one, other = (seen(colors(name)[color], eyes) for color in rule["inks"])
    assert distance(one, other) >= rule["at-least"]


def test_without_colour_there_is_no_colour(colors):
    """Everything in `mono` is grey."""
    for colour in colors("mono").values():
        assert len({colour[at : at + 2] for at in (1, 3)}) == 1
        assert abs(int(colour[3:5], 16) - int(colour[5:], 16)) <= 2  # see `Theme`


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
        ((50, 2.5, 0), (61, -5, 29), 22.8977),
        ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
        ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
        ((50, 0, 0), (50, 0, 0), 0),
    ],
)
def test_the_distance_is_that_of_its_authors(one, other, expected):
    """The measure agrees with the test data of Sharma, Wu and Dalal (2005), table 1."""
    assert distance(one, other) == pytest.approx(expected, abs=5e-5)


def test_the_colour_blind_see_the_same_greys():
    """A simulation changes nothing where there is no colour."""
    for eyes in MACHADO:
        for grey in ("#000000", "#7F7F7F", "#FFFFFF"):
            assert distance(seen(grey), seen(grey, eyes)) < 0.1


def test_a_green_and_a_red_look_alike_to_some():
    """The measure knows what it is for: by lightness alone these two cannot be told apart."""
    red, green = "#B3261E", "#55701B"
    assert distance(seen(red), seen(green)) > 40
    assert distance(seen(red, "deuteranopia"), seen(green, "deuteranopia")) < 12


# ---- In the picture ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_every_colour_has_its_night(name):
    """Each light colour stands for one dark one, and the style sheet replaces them all."""
    theme = load_theme(name)
    assert set(theme.colors) > {key.removeprefix("inks.") for key in THEME_KEYS}
    by_day = {}
    for color, (light, dark) in theme.colors.items():
        assert by_day.setdefault(light, dark) == dark, color
    target = stylesheet(theme, "m-")
    night = target.partition("@media screen and (prefers-color-scheme:dark){")[2].partition("\n}")[
        0
    ]
    for light, dark in by_day.items():
        assert f'#m-map [fill="{light}"]{{fill:{dark}}}' in night
        assert f'#m-map [stroke="{light}"]{{stroke:{dark}}}' in night


@pytest.mark.parametrize("name", NAMES)
def test_no_colour_but_the_themes(draw, small, name):
    """Every colour is one that the dark rules replace: none stays behind at night."""
    known = {color.light for color in load_theme(name).colors.values()} | {"none"}
    picture = draw(small, theme=name, strengths=True)
    used = {e.get(name) for e in picture.root.iter() for name in ("fill", "stroke")} - {None}
    assert used <= known
    assert len(used) > 5


@pytest.mark.parametrize("name", NAMES[1:])
def test_a_theme_changes_colours_alone(small, name):
    """Nothing moves, and nothing else is said."""
    argument_map = read_map(small)
    one, other = (to_svg(argument_map, RenderOptions(theme=theme)) for theme in ("default", name))
    assert one != other
    assert _without_colours(one) == _without_colours(other)


def _without_colours(text):
    root = Picture(text).root
    for element in root.iter():
        for name in ("fill", "stroke"):
            if element.get(name, "none") != "none":
                element.set(name, "ink")
    said = [(e.tag, tuple(e.items()), e.text) for e in root.iter()]
    return [one for one in said if not one[0].endswith(("style", "metadata"))]


def test_what_is_printed_has_no_ground():
    """On paper the page is the page, and a dark screen prints as a light one."""
    target = stylesheet(load_theme("default"), "m-")
    assert "@media print{#m-map .page{fill:none}}" in target
    assert target.count("prefers-color-scheme") == target.count("screen and (prefers-color-scheme")


def test_forced_colours_go_before_the_night(draw, small):
    """A reader's own colours win over the theme's: the rules are as specific as those, and later.

    Specificity is that of Selectors Level 4, section 17; each rule counts once more than `#id [a]`.
    """
    target = stylesheet(load_theme("default"), "m-")
    night, _, forced = target.partition("@media (forced-colors:active){")
    assert "prefers-color-scheme:dark" in night
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
