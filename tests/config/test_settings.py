"""How a project is set up, and where that is looked for."""

from pathlib import Path

import pytest

from argmap.config import Settings, load_settings, read_settings
from argmap.errors import ConfigError, InputError


@pytest.fixture
def write(tmp_path):
    """Write a file below a folder of the test's own, which is where a project ends."""
    (tmp_path / ".git").mkdir()

    def write_it(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_it


def test_without_a_file_nothing_is_set(tmp_path, write):
    """A project need not be set up."""
    write("maps/map.argmap", "")
    assert load_settings(tmp_path / "maps") == Settings(None, {})


@pytest.mark.parametrize(
    ("name", "table"), [("argmap.toml", "sources"), ("pyproject.toml", "tool.argmap.sources")]
)
def test_sources_are_paths_relative_to_the_file(tmp_path, write, name, table):
    """Either file names the texts of sources, by the sources' ids."""
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


def test_the_nearest_file_counts_alone(tmp_path, write):
    """What a folder further up sets is not added; in one folder argmap.toml goes first."""
    write("argmap.toml", '[sources]\nfar = "far.txt"\n')
    write("near/pyproject.toml", '[tool.argmap.sources]\nnear = "near.txt"\n')
    assert list(load_settings(tmp_path / "near").sources) == ["near"]
    write("near/argmap.toml", '[sources]\nnearest = "nearest.txt"\n')
    assert list(load_settings(tmp_path / "near").sources) == ["nearest"]
    write("near/argmap.toml", "")
    assert load_settings(tmp_path / "near").sources == {}


def test_other_people_s_tables_do_not_count(tmp_path, write):
    """A pyproject.toml without [tool.argmap] is looked past."""
    write("argmap.toml", '[sources]\nfar = "far.txt"\n')
    write("near/pyproject.toml", '[tool.other.sources]\npaper = "paper.txt"\n')
    assert list(load_settings(tmp_path / "near").sources) == ["far"]


def test_the_project_s_folder_is_the_last_one(tmp_path, write):
    """Above the folder that holds .git nothing is looked for."""
    write("argmap.toml", '[sources]\nfar = "far.txt"\n')
    (tmp_path / "near/.git").mkdir(parents=True)
    assert load_settings(tmp_path / "near").file is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[sources", "is not valid TOML"),
        ("selct = []", "there is no key `selct`; did you mean `select`"),
        ("colour = 7", "there is no key `colour`; there are select, ignore, "),
        ('select = "EVI"', "`select` is no list"),
        ("ignore = [7]", "`ignore` is no list"),
        ("severity = 7", "`severity` is no table"),
        ('severity = { EVI = "bad" }', "`severity.EVI` is none of error, warning, info, off"),
        ("severity = { EVI = [] }", "`severity.EVI` is none of"),
        ("per-file-ignores = []", "`per-file-ignores` is no table"),
        ('per-file-ignores = { "a" = "EVI" }', "`per-file-ignores.a` is no list"),
        ("fail-on = true", "`fail-on` is none of error, warning, info, never"),
        ("baseline = 7", "`baseline` is not a path in quotes"),
        ('baseline = " "', "`baseline` is not a path in quotes"),
        ("rules = []", "`rules` is no table"),
        ("rules = { text-length = 7 }", "`rules.text-length` is no table"),
        ('sources = "paper.txt"', "`sources` is no table"),
        ("[sources]\npaper = 7", "`sources.paper` is no path"),
        ('[sources]\npaper = ""', "`sources.paper` is no path"),
        ('[sources]\npaper = ["a.txt"]', "`sources.paper` is no path"),
        ("[sources]\nenergy.paper = 7", "`sources.energy.paper` is no path"),
        (b"# sources \xff", "is not valid TOML"),
        ("x = " + "[" * 5000, "is nested too deeply"),
        ("x = " + "{a=" * 5000, "is nested too deeply"),
    ],
)
def test_what_cannot_be_set_is_told_with_the_file(tmp_path, write, text, said):
    """A mistake is the caller's, and is named with the file it is in."""
    file = write("argmap.toml", text)
    with pytest.raises(ConfigError, match=said) as caught:
        load_settings(tmp_path)
    assert str(file) in str(caught.value)
    assert isinstance(caught.value, InputError)


def test_a_file_that_sets_nothing_of_ours_is_not_read(tmp_path, write):
    """What is wrong with a file that does not concern argmap is not our concern."""
    write("pyproject.toml", "[project")
    assert load_settings(tmp_path).file is None


def test_a_folder_of_that_name_is_no_file(tmp_path):
    """A folder called argmap.toml sets nothing."""
    (tmp_path / "argmap.toml").mkdir()
    (tmp_path / ".git").mkdir()
    assert load_settings(tmp_path).file is None


def test_everything_can_be_set(tmp_path, write):
    """Rules are kept as they are written: which there are is known elsewhere."""
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
def test_a_shared_file_is_read_however_it_is_written(tmp_path, write, text):
    """TOML has many ways to say the same."""
    write("pyproject.toml", text)
    assert load_settings(tmp_path).select == ("EVI",)


def test_a_named_file_is_read_whatever_it_is_called(tmp_path, write):
    """Nothing is looked for elsewhere; a file that is not there is a mistake."""
    write("argmap.toml", 'ignore = ["EVI"]')
    assert read_settings(write("other.toml", 'ignore = ["STR"]')).ignore == ("STR",)
    assert read_settings(write("pyproject.toml", "[project]")).ignore == ()
    with pytest.raises(ConfigError, match="there is no file"):
        read_settings(tmp_path / "none.toml")
