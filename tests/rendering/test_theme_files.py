"""Themes of one's own: a file of colours, and nothing that could be anything else."""

import os
import re
import time

import pytest

from argmap.errors import RenderError
from argmap.rendering import to_svg
from argmap.rendering.options import RenderOptions
from argmap.rendering.svg.document import stylesheet
from argmap.rendering.theme import load_theme


@pytest.fixture
def theme(tmp_path):
    """Write a theme, and load it."""

    def load(text):
        path = tmp_path / "my.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_theme(str(path))

    return load


def test_a_file_sets_what_it_sets(theme):
    """All else is as in the default theme, and what is made of inks is made anew."""
    mine, default = theme('[inks.support]\nline = ["#004400", "#aaffaa"]'), load_theme("default")
    assert mine.colors["support.line"] == ("#004400", "#AAFFAA")
    changed = {color for color in mine.colors if mine.colors[color] != default.colors[color]}
    assert changed == {"support.line", "support.faint"}


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[inks]\n", "\ufeff[inks.root]\n"])
def test_a_file_that_sets_nothing_is_the_default(theme, text):
    """An empty theme is a beginning, not a mistake."""
    assert theme(text).colors == load_theme("default").colors


def test_a_file_is_read_anew(theme):
    """Who tries colours out sees them at once."""
    assert theme('[inks]\npage = ["#EEEEEE", "#111111"]')["page"] == "#EEEEEE"
    assert theme('[inks]\npage = ["#DDDDDD", "#111111"]')["page"] == "#DDDDDD"


def test_one_colour_by_day_can_be_two_by_night(theme):
    """The nights are found by the days: where two would clash, one is moved by what no eye sees."""
    mine = theme('[inks]\ntext = ["#000000", "#FFFFFF"]\nmuted = ["#000000", "#AAAAAA"]')
    assert (mine.colors["text"], mine.colors["muted"]) == (
        ("#000000", "#FFFFFF"),
        ("#000001", "#AAAAAA"),
    )
    white = theme("[inks]\n" + 'page = ["#FFFFFF", "#000000"]\npaper = ["#FFFFFF", "#222222"]')
    assert white["paper"] == "#FFFFFE"
    target = stylesheet(white, "m-")
    assert '[fill="#FFFFFF"]{fill:#000000}' in target
    assert '[fill="#FFFFFE"]{fill:#222222}' in target


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[inks]\nteext = ["#000000", "#FFFFFF"]', "no key `inks.teext`; did you mean `inks.text`"),
        ('[inks.suport]\nline = ["#000000", "#FFFFFF"]', "did you mean `inks.support.line`"),
        ('[ink]\npage = ["#000000", "#FFFFFF"]', "did you mean `inks.page`"),
        ('include = "other.toml"', "no key `include`; there are inks.page,"),
        ('[inks]\nsupport = ["#000000", "#FFFFFF"]', "no key `inks.support`; did you mean"),
        ('[inks.text]\nlight = "#000000"', "no key `inks.text.light`"),
        ('[inks]\ntext = "#000000"', "`inks.text` is no pair of colours, by day and by night"),
        ('[inks]\ntext = ["#000000"]', "`inks.text` is no pair"),
        ('[inks]\ntext = ["#000000", "#FFFFFF", "#FFFFFF"]', "`inks.text` is no pair"),
        ('[inks]\ntext = ["#000000", 7]', "`inks.text` is no pair"),
        ('[inks]\ntext = ["#000", "#FFF"]', "`inks.text` is no pair"),
        ('[inks]\ntext = ["black", "white"]', "`inks.text` is no pair"),
        ('[inks]\ntext = ["#000000\\n", "#FFFFFF"]', "`inks.text` is no pair"),
        ('[inks]\ntext = ["#00000٠", "#FFFFFF"]', "`inks.text` is no pair"),
        ('[inks]\ntext = ["#000000}</style><script>", "#FFFFFF"]', "`inks.text` is no pair"),
        ('[inks]\npage = ["url(https://example.org/)", "#FFFFFF"]', "`inks.page` is no pair"),
        ("[inks", "is not valid TOML"),
        (b"\xff\xfe", "is not valid TOML"),
        ("a = " + "[" * 5000, "nested too deeply"),
        ("# " + "x" * 70_000, "is larger than 64 KiB"),
    ],
)
def test_what_is_no_theme_is_told(theme, text, said):
    """By the file, by the key, and by the nearest key that there is."""
    with pytest.raises(RenderError, match=re.escape(said)) as told:
        theme(text)
    assert "my.toml`" in str(told.value)


@pytest.mark.parametrize("name", ["sepia", "../themes/default", "default.TOML", "", "/", "-"])
def test_an_unknown_theme_is_told(name):
    """A name that is no theme ends in a sentence that names those there are."""
    with pytest.raises(RenderError, match=r"no theme.*choose one of default, classic.*`\.toml`"):
        load_theme(name)


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    """What is not there, a folder, and what would never end."""
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(RenderError, match="there is no theme"):
        load_theme(str(tmp_path / "none.toml"))
    with pytest.raises(RenderError, match="is no file"):
        load_theme(str(tmp_path / "folder.toml"))
    with pytest.raises(RenderError, match="there is no theme"):
        load_theme("https://example.org/theme.toml")
    with pytest.raises(RenderError, match="there is no theme"):
        load_theme("nul\0.toml")
    with pytest.raises(RenderError, match=r"there is no theme|cannot be read"):
        load_theme("x" * 5000 + ".toml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    """A pipe that nobody writes to is no file."""
    os.mkfifo(tmp_path / "pipe.toml")
    before = time.monotonic()
    with pytest.raises(RenderError, match="is no file"):
        load_theme(str(tmp_path / "pipe.toml"))
    assert time.monotonic() - before < 10


def test_it_is_drawn_with(tmp_path, small, read):
    """A picture has the colours of the file, and nothing of its name."""
    path = tmp_path / "sepia.toml"
    path.write_text('[inks]\npage = ["#FEDCBA", "#012345"]', encoding="utf-8")
    picture = to_svg(read(small), RenderOptions(theme=str(path)))
    assert 'fill="#FEDCBA"' in picture
    assert '[fill="#FEDCBA"]{fill:#012345}' in picture
    assert "sepia" not in picture
