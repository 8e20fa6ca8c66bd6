"""Reading and finding the settings of a project."""

from pathlib import Path

import pytest

from argmap.config import Settings, load_settings, read_settings
from argmap.errors import ConfigError, InputError


@pytest.fixture
def write(tmp_path):
    """Write a file in a project in a temporary folder."""
    (tmp_path / ".git").mkdir()

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


def test_settings_are_empty_without_a_configuration_file(tmp_path, write):
    """A project does not need a configuration file."""
    write("maps/map.argmap", "")
    assert load_settings(tmp_path / "maps") == Settings(None, {})


@pytest.mark.parametrize(
    ("name", "table"), [("argmap.toml", "sources"), ("pyproject.toml", "tool.argmap.sources")]
)
def test_sources_are_paths_relative_to_the_file(tmp_path, write, name, table):
    """Both files can set the text files of sources by source id."""
    text = f'[{table}]\npaper = "../paper.txt"\n"energy.paper" = "b.txt"\nmore.x = "/c.txt"\n'
    file = write(name, text)
    write("maps/map.argmap", "")
    assert load_settings(tmp_path / "maps") == Settings(
        file,
        {
            "paper": tmp_path / "../paper.txt",
            "energy.paper": tmp_path / "b.txt",
            "more.x": Path("/c.txt"),
        },
    )


def test_only_the_nearest_file_is_used(tmp_path, write):
    """Settings are not merged; in the same folder, argmap.toml takes precedence."""
    write("argmap.toml", '[sources]\nouter = "outer.txt"\n')
    write("inner/pyproject.toml", '[tool.argmap.sources]\ninner = "inner.txt"\n')
    assert list(load_settings(tmp_path / "inner").sources) == ["inner"]
    write("inner/argmap.toml", '[sources]\nnearest = "nearest.txt"\n')
    assert list(load_settings(tmp_path / "inner").sources) == ["nearest"]
    write("inner/argmap.toml", "")
    assert load_settings(tmp_path / "inner").sources == {}


def test_tables_of_other_tools_are_ignored(tmp_path, write):
    """The search continues after a pyproject.toml without [tool.argmap]."""
    write("argmap.toml", '[sources]\nouter = "outer.txt"\n')
    write("inner/pyproject.toml", '[tool.other.sources]\npaper = "paper.txt"\n')
    assert list(load_settings(tmp_path / "inner").sources) == ["outer"]


def test_the_search_ends_at_the_project_root(tmp_path, write):
    """Folders above the one with .git are not searched."""
    write("argmap.toml", '[sources]\nouter = "outer.txt"\n')
    (tmp_path / "inner/.git").mkdir(parents=True)
    assert load_settings(tmp_path / "inner").file is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[sources", "is not valid TOML"),
        ("selct = []", "unknown key `selct`; did you mean `select`"),
        ("colour = 7", "unknown key `colour`; use one of select, ignore, "),
        ('select = "EVI"', "`select` must be a list"),
        ("ignore = [7]", "`ignore` must be a list"),
        ("severity = 7", "`severity` must be a table"),
        ('severity = { EVI = "bad" }', "`severity.EVI` must be one of error, warning, info, off"),
        ("severity = { EVI = [] }", "`severity.EVI` must be one of"),
        ("per-file-ignores = []", "`per-file-ignores` must be a table"),
        ('per-file-ignores = { "a" = "EVI" }', "`per-file-ignores.a` must be a list"),
        ("fail-on = true", "`fail-on` must be one of error, warning, info, never"),
        ("baseline = 7", "`baseline` must be a path in quotes"),
        ('baseline = " "', "`baseline` must be a path in quotes"),
        ("rules = []", "`rules` must be a table"),
        ("rules = { text-length = 7 }", "`rules.text-length` must be a table"),
        ('sources = "paper.txt"', "`sources` must be a table"),
        ("[sources]\npaper = 7", "`sources.paper` must be a path"),
        ('[sources]\npaper = ""', "`sources.paper` must be a path"),
        ('[sources]\npaper = ["a.txt"]', "`sources.paper` must be a path"),
        ("[sources]\nenergy.paper = 7", "`sources.energy.paper` must be a path"),
        (b"# sources \xff", "is not valid TOML"),
        ("x = " + "[" * 5000, "is nested too deeply"),
        ("x = " + "{a=" * 5000, "is nested too deeply"),
    ],
)
def test_an_invalid_setting_is_reported_with_its_file(tmp_path, write, text, message):
    """An invalid setting is a usage error that names the configuration file."""
    file = write("argmap.toml", text)
    with pytest.raises(ConfigError, match=message) as caught:
        load_settings(tmp_path)
    assert str(file) in str(caught.value)
    assert isinstance(caught.value, InputError)


def test_a_shared_file_without_settings_for_argmap_is_not_parsed(tmp_path, write):
    """Errors in a file that does not configure argmap are ignored."""
    write("pyproject.toml", "[project")
    assert load_settings(tmp_path).file is None


def test_a_folder_with_the_name_of_a_configuration_file_is_ignored(tmp_path):
    """A folder called argmap.toml is not a configuration file."""
    (tmp_path / "argmap.toml").mkdir()
    (tmp_path / ".git").mkdir()
    assert load_settings(tmp_path).file is None


def test_all_settings_are_read(tmp_path, write):
    """The names of rules are not changed or validated."""
    file = write(
        "pyproject.toml",
        """
        [tool.argmap]
        select = ["EVI", "thesis"]
        ignore = ["EVI302"]
        severity = { EVI301 = "error" }
        per-file-ignores = { "drafts/*" = ["EVI"] }
        fail-on = "info"
        editor = "zed"
        [tool.argmap.rules.text-length]
        max = 7
        """,
    )
    settings = load_settings(tmp_path)
    assert settings == Settings(
        file,
        {},
        ("EVI", "thesis"),
        ("EVI302",),
        {"EVI301": "error"},
        {"drafts/*": ("EVI",)},
        "info",
        {"text-length": {"max": 7}},
        "zed",
    )
    assert (
        settings.display_key("rules", "text-length") == f"`{file}`: `tool.argmap.rules.text-length`"
    )


@pytest.mark.parametrize(
    "text",
    [
        '[tool.argmap]\nselect = ["EVI"]',
        '[tool]\nargmap.select = ["EVI"]',
        'tool.argmap.select = ["EVI"]',
        'tool = { argmap = { select = ["EVI"] } }',
        '["tool"."argmap"]\nselect = ["EVI"]',
        '[tool]\n"argmap" = { select = ["EVI"] }',
    ],
)
def test_a_shared_file_is_read_in_every_notation(tmp_path, write, text):
    """TOML has several notations for the same table."""
    write("pyproject.toml", text)
    assert load_settings(tmp_path).select == ("EVI",)


def test_a_given_file_is_read_whatever_its_name(tmp_path, write):
    """No other file is searched, and a missing file is an error."""
    write("argmap.toml", 'ignore = ["EVI"]')
    assert read_settings(write("other.toml", 'ignore = ["STR"]')).ignore == ("STR",)
    assert read_settings(write("pyproject.toml", "[project]")).ignore == ()
    with pytest.raises(ConfigError, match="does not exist"):
        read_settings(tmp_path / "none.toml")
