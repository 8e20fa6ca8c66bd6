"""Theme files: they contain colors and nothing else."""

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
    """Return a function that writes a theme file and loads it."""

    def load(text):
        path = tmp_path / "my.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_theme(str(path))

    return load


def test_a_file_overrides_the_default_theme(theme):
    """Other colors are those of the default theme, and computed colors are updated."""
    custom, default = theme('[inks.support]\nline = ["#004400", "#aaffaa"]'), load_theme("default")
    assert custom.colors["support.line"] == ("#004400", "#AAFFAA")
    changed = {color for color in custom.colors if custom.colors[color] != default.colors[color]}
    assert changed == {"support.line", "support.faint"}


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[inks]\n", "\ufeff[inks.root]\n"])
def test_a_file_that_sets_nothing_is_the_default(theme, text):
    """An empty theme is valid."""
    assert theme(text).colors == load_theme("default").colors


def test_a_file_is_not_cached(theme):
    """A changed theme takes effect at once."""
    assert theme('[inks]\npage = ["#EEEEEE", "#111111"]')["page"] == "#EEEEEE"
    assert theme('[inks]\npage = ["#DDDDDD", "#111111"]')["page"] == "#DDDDDD"


def test_equal_light_colors_may_have_different_dark_colors(theme):
    """Dark colors are found by the light ones, so one of two equal ones is changed invisibly."""
    custom = theme('[inks]\ntext = ["#000000", "#FFFFFF"]\nmuted = ["#000000", "#AAAAAA"]')
    assert (custom.colors["text"], custom.colors["muted"]) == (
        ("#000000", "#FFFFFF"),
        ("#000001", "#AAAAAA"),
    )
    white = theme("[inks]\n" + 'page = ["#FFFFFF", "#000000"]\npaper = ["#FFFFFF", "#222222"]')
    assert white["paper"] == "#FFFFFE"
    css = stylesheet(white, "m-")
    assert '[fill="#FFFFFF"]{fill:#000000}' in css
    assert '[fill="#FFFFFE"]{fill:#222222}' in css


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '[inks]\nteext = ["#000000", "#FFFFFF"]',
            "unknown key `inks.teext`; did you mean `inks.text`",
        ),
        ('[inks.suport]\nline = ["#000000", "#FFFFFF"]', "did you mean `inks.support.line`"),
        ('[ink]\npage = ["#000000", "#FFFFFF"]', "did you mean `inks.page`"),
        ('include = "other.toml"', "unknown key `include`; use inks.page,"),
        ('[inks]\nsupport = ["#000000", "#FFFFFF"]', "unknown key `inks.support`; did you mean"),
        ('[inks.text]\nlight = "#000000"', "unknown key `inks.text.light`"),
        ('[inks]\ntext = "#000000"', "`inks.text` must be a light and a dark color"),
        ('[inks]\ntext = ["#000000"]', "`inks.text` must be a light and a dark color"),
        (
            '[inks]\ntext = ["#000000", "#FFFFFF", "#FFFFFF"]',
            "`inks.text` must be a light and a dark color",
        ),
        ('[inks]\ntext = ["#000000", 7]', "`inks.text` must be a light and a dark color"),
        ('[inks]\ntext = ["#000", "#FFF"]', "`inks.text` must be a light and a dark color"),
        ('[inks]\ntext = ["black", "white"]', "`inks.text` must be a light and a dark color"),
        (
            '[inks]\ntext = ["#000000\\n", "#FFFFFF"]',
            "`inks.text` must be a light and a dark color",
        ),
        ('[inks]\ntext = ["#00000٠", "#FFFFFF"]', "`inks.text` must be a light and a dark color"),
        (
            '[inks]\ntext = ["#000000}</style><script>", "#FFFFFF"]',
            "`inks.text` must be a light and a dark color",
        ),
        (
            '[inks]\npage = ["url(https://example.org/)", "#FFFFFF"]',
            "`inks.page` must be a light and a dark color",
        ),
        ("[inks", "is not valid TOML"),
        (b"\xff\xfe", "is not valid TOML"),
        ("a = " + "[" * 5000, "nested too deeply"),
        ("# " + "x" * 70_000, "is larger than 64 KiB"),
    ],
)
def test_an_invalid_theme_is_reported(theme, text, message):
    """The message has the file, the key and a similar key."""
    with pytest.raises(RenderError, match=re.escape(message)) as error:
        theme(text)
    assert "my.toml`" in str(error.value)


@pytest.mark.parametrize("name", ["sepia", "../themes/default", "default.TOML", "", "/", "-"])
def test_an_unknown_theme_is_reported(name):
    """The message lists the built-in themes."""
    with pytest.raises(RenderError, match=r"unknown theme .*; use default, classic.*`\.toml`"):
        load_theme(name)


def test_an_unreadable_file_is_reported(tmp_path):
    """Examples are a missing file, a folder, and names that are invalid or too long."""
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(RenderError, match="does not exist"):
        load_theme(str(tmp_path / "none.toml"))
    with pytest.raises(RenderError, match="is not a file"):
        load_theme(str(tmp_path / "folder.toml"))
    with pytest.raises(RenderError, match="does not exist"):
        load_theme("https://example.org/theme.toml")
    with pytest.raises(RenderError, match="does not exist"):
        load_theme("nul\0.toml")
    with pytest.raises(RenderError, match=r"does not exist|cannot be read"):
        load_theme("x" * 5000 + ".toml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this platform has no named pipes")
def test_a_pipe_is_not_read(tmp_path):
    """Reading a pipe without a writer would never end."""
    os.mkfifo(tmp_path / "pipe.toml")
    start = time.monotonic()
    with pytest.raises(RenderError, match="is not a file"):
        load_theme(str(tmp_path / "pipe.toml"))
    assert time.monotonic() - start < 10


def test_a_picture_has_the_colors_of_a_file(tmp_path, small, read):
    """It does not contain the name of the file."""
    path = tmp_path / "sepia.toml"
    path.write_text('[inks]\npage = ["#FEDCBA", "#012345"]', encoding="utf-8")
    picture = to_svg(read(small), RenderOptions(theme=str(path)))
    assert 'fill="#FEDCBA"' in picture
    assert '[fill="#FEDCBA"]{fill:#012345}' in picture
    assert "sepia" not in picture
