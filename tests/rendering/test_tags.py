"""Tags on cards: shown if they are asked for, colored by a theme, and bounded."""

import pytest
from tests.rendering.colors import contrast
from tests.rendering.conftest import SVG, Picture, read_map
from tests.rendering.test_picture import assert_texts_are_inside

from argmap.errors import RenderError
from argmap.rendering import RenderOptions, to_dot, to_svg
from argmap.rendering.digest import digest_of
from argmap.rendering.html import to_html
from argmap.rendering.theme import load_theme

MANY = ", ".join(f"tag-number-{number}" for number in range(40))
TEXT = f"""
claim a "A" {{ tags: ethics, cost
  evidence e "E" {{ tags: cost }}
  reason r {{ label: "Why" tags: method
    claim b "B" {{ tags: {MANY} }}
    claim c "C" }}
  counterpoint d "D" {{ tags: {"w" * 90} }}
}}
"""
THEME = """
[tags]
ethics = ["#7A2A7A", "#DD9BE0"]
cost = ["#006358", "#6FD0BF"]
unused = ["#9E3600", "#FF9E6B"]
"""


@pytest.fixture
def theme(tmp_path):
    """Return a function that writes a theme file and returns its path."""

    def write(text):
        path = tmp_path / "my.toml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def draw(text, **options):
    return Picture(to_svg(read_map(text), RenderOptions(tags=True, **options)))


def test_tags_are_shown_on_request():
    """Without the option, a picture is the same with and without tags."""
    plain = to_svg(read_map(TEXT))
    assert "ethics" not in plain
    picture = draw(TEXT)
    assert "ethics cost" in picture.texts("s-a")
    assert "method" in picture.texts("step-r")
    assert "cost" in picture.texts("s-e")
    assert "Tags: ethics, cost." in picture.one("s-a").get("aria-label")


@pytest.mark.parametrize("layout", ["layers", "compact"])
def test_tags_stay_on_their_card(layout):
    """They are in two rows at most; a number stands for the others, and long ones are cut."""
    picture = draw(TEXT, layout=layout)
    assert_texts_are_inside(picture)
    frames = picture.one("s-b").findall(f".//{SVG}rect[@class='tag']")
    assert len({frame.get("y") for frame in frames}) == 2
    shown = picture.texts("s-b").count("tag-number")
    assert picture.texts("s-b").endswith(f"+{40 - shown}")
    for frame in picture.root.iter(f"{SVG}rect"):
        if frame.get("class") == "tag":
            assert float(frame.get("x")) + float(frame.get("width")) <= 236


def test_a_theme_colors_tags(theme):
    """The color is that of the label's text and frame; other tags are gray."""
    path = theme(THEME)
    text = draw(TEXT, theme=path).text
    assert text.count('stroke="#006358"') >= 2
    assert 'fill="#7A2A7A">ethics<' in text
    muted = load_theme("default")["muted"]
    assert f'fill="{muted}">method<' in text
    assert '[fill="#7A2A7A"]{fill:#DD9BE0}' in text


def test_the_legend_lists_colored_tags_in_the_picture(theme):
    """Gray tags, and colors of tags that do not occur, are not explained."""
    (legend,) = draw(TEXT, theme=theme(THEME)).all("legend")
    words = ["".join(line.itertext()) for line in legend.iter(f"{SVG}text")]
    assert words[-2:] == ["cost", "ethics"]
    (plain,) = draw(TEXT).all("legend")
    assert "cost" not in ["".join(line.itertext()) for line in plain.iter(f"{SVG}text")]


def test_every_format_shows_tags(theme):
    """A page shows the picture, and the label of a node has the words."""
    options = RenderOptions(tags=True, theme=theme(THEME))
    argument_map = read_map(TEXT)
    dot = to_dot(argument_map, options)
    assert 'COLOR="#7A2A7A">ethics</FONT>' in dot
    assert 'COLOR="#006358">tag: cost</FONT>' in dot
    assert 'class="tag"' in to_html(argument_map, options)


def test_the_digest_covers_tags_only_if_they_are_shown():
    other = TEXT.replace("tags: method", "tags: manner")
    shown = RenderOptions(tags=True)
    assert digest_of(read_map(TEXT), shown) != digest_of(read_map(other), shown)
    assert digest_of(read_map(TEXT), RenderOptions()) == digest_of(read_map(other), RenderOptions())


@pytest.mark.parametrize(
    ("color", "message"),
    [
        ('["#BBBBBB", "#DDDDDD"]', r"light color of the tag `x` has a contrast of 1\.9:1"),
        ('["#222222", "#333333"]', r"dark color of the tag `x` .* make it lighter"),
        ('"red"', r"`tags\.x` must be a light and a dark color"),
        ('["red", "blue"]', r"`tags\.x` must be a light and a dark color"),
    ],
)
def test_the_color_of_a_tag_must_be_legible(theme, color, message):
    """A tag has a contrast of 4.5:1 with its background in both modes."""
    with pytest.raises(RenderError, match=message):
        load_theme(theme(f"[tags]\nx = {color}"))


def test_a_tag_is_checked_against_the_paper_of_its_theme(theme):
    """A theme with another background may have other colors."""
    path = theme('[inks]\npaper = ["#000000", "#111111"]\n[tags]\nx = ["#BBBBBB", "#DDDDDD"]')
    loaded = load_theme(path)
    assert loaded.tags == ("x",)
    assert contrast(loaded["tags.x"], loaded["paper"]) >= 4.5


def test_untrusted_tags_are_escaped(theme):
    """A tag from a theme or a map is text wherever it is shown."""
    argument_map = read_map('claim a "A" { tags: <b>, "]]>" }')
    path = theme('[tags]\n"<b>" = ["#7A2A7A", "#DD9BE0"]')
    options = RenderOptions(tags=True, theme=path)
    assert "<b>" not in to_svg(argument_map, options)
    Picture(to_svg(argument_map, options))
    assert "tag: <b>" not in to_dot(argument_map, options)
