"""Tests ``argmap render --check``, which lists outdated pictures, and ``--theme``."""

import os
import shutil
import sys

import pytest


@pytest.fixture
def project(argmap, write, clean):
    """Two maps, and their pictures."""
    write("maps/a.argmap", clean)
    write("maps/deep/b.argmap", f'map "The weather" {{ thesis: street }}\n{clean}')
    assert argmap("render", "maps").returncode == 0


@pytest.mark.usefixtures("project")
def test_a_new_picture_is_up_to_date(argmap, tree):
    """Nothing is listed, nothing is written, and the exit code is 0."""
    before = tree()
    outcome = argmap("render", "--check", "maps")
    assert (outcome.returncode, outcome.stdout) == (0, "")
    assert outcome.stderr == "0 stale, 2 up to date\n"
    assert tree() == before


@pytest.mark.usefixtures("project")
def test_an_outdated_picture_is_listed(argmap, write, tree, clean):
    """When the map has changed, its picture is printed, and the exit code is 1."""
    write("maps/deep/b.argmap", clean)
    before = tree()
    outcome = argmap("render", "--check", "maps")
    assert (outcome.returncode, outcome.stdout) == (1, "output/deep/b.svg\n")
    assert outcome.stderr == "1 stale, 1 up to date\n"
    assert tree() == before
    argmap("render", "maps")
    assert argmap("render", "--check", "maps").returncode == 0


@pytest.mark.usefixtures("project")
def test_changes_that_are_not_drawn_are_ignored(argmap, write, clean):
    """Comments and the layout of the text are not drawn."""
    write("maps/a.argmap", f"# a remark\n\n{clean.replace('  ', '      ')}")
    assert argmap("render", "--check", "maps").returncode == 0


@pytest.mark.usefixtures("project")
def test_a_missing_picture_is_listed(argmap, tmp_path, tree):
    """No folder is created."""
    (tmp_path / "output/a.svg").unlink()
    shutil.rmtree(tmp_path / "output/deep")
    before = tree()
    outcome = argmap("render", "--check", "maps")
    assert (outcome.returncode, outcome.stdout) == (1, "output/a.svg\noutput/deep/b.svg\n")
    assert tree() == before


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("damage", ["none", "half", "merge", "empty"])
def test_a_picture_without_a_digest_is_outdated(argmap, tmp_path, damage):
    """An older argmap or a merge may have left it."""
    path = tmp_path / "output/a.svg"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("<metadata>"), text.index("</metadata>") + len("</metadata>")
    digest = text[start:end]
    path.write_text(
        {
            "none": text.replace(digest, ""),
            "half": text[: start + 30],
            "merge": text.replace(digest, f"<<<\n{digest}\n===\n{digest}\n>>>"),
            "empty": "",
        }[damage],
        encoding="utf-8",
    )
    assert argmap("render", "--check", "maps").stdout == "output/a.svg\n"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    "options",
    [
        ["--theme", "mono"],
        ["--theme", "my.toml"],
        ["--no-legend"],
        ["--no-verdicts"],
        ["--strengths"],
        ["--direction", "right"],
    ],
    ids=" ".join,
)
def test_the_drawing_options_apply(argmap, write, options):
    """A picture drawn with other options is outdated until it is redrawn."""
    write("my.toml", '[inks]\npage = ["#FFFFF0", "#101010"]\n')
    assert argmap("render", "--check", "maps", *options).returncode == 1
    assert argmap("render", "maps", *options).returncode == 0
    assert argmap("render", "--check", "maps", *options).returncode == 0
    assert argmap("render", "--check", "maps").returncode == 1


def test_a_changed_theme_makes_pictures_outdated(argmap, write, clean):
    """A custom theme is compared by its content."""
    write("map.argmap", clean)
    for color in ("#FFFFF0", "#FFFFE0"):
        write("my.toml", f'[inks]\npage = ["{color}", "#101010"]\n')
        assert argmap("render", "--check", "--theme", "my.toml", "map.argmap").returncode == 1
        assert argmap("render", "--theme", "my.toml", "map.argmap").returncode == 0
        assert argmap("render", "--check", "--theme", "my.toml", "map.argmap").returncode == 0


def test_findings_are_part_of_a_picture(argmap, write, clean, doubtful):
    """With --findings a picture is outdated when the diagnostics change."""
    write("map.argmap", f"{doubtful}")
    argmap("render", "--findings", "map.argmap")
    assert argmap("render", "--findings", "--check", "map.argmap").returncode == 0
    write("argmap.toml", 'ignore = ["EVI301"]\n')
    assert argmap("render", "--findings", "--check", "map.argmap").returncode == 1


def test_a_change_in_an_imported_file_affects_both_pictures(argmap, write):
    """The importing map is outdated only if the change shows there."""
    write(
        "maps/map.argmap",
        'import "part.argmap" as p\nmap "Whole" { thesis: m }\n'
        'claim m "M" { supported-by: p.top }\n',
    )
    part = 'map "Part" { thesis: top }\nclaim top "Top" { claim deep "Deep" { evidence e "E" } }\n'
    write("maps/part.argmap", part)
    argmap("render", "maps")
    assert argmap("render", "--check", "maps").returncode == 0
    write("maps/part.argmap", part.replace("Deep", "Deeper"))
    assert argmap("render", "--check", "maps").stdout == "output/part.svg\n"
    write("maps/part.argmap", part.replace("Top", "Topmost"))
    assert argmap("render", "--check", "maps").stdout == "output/map.svg\noutput/part.svg\n"


@pytest.mark.parametrize("view", [["--focus", "rain"], ["--depth", "0"]], ids=" ".join)
def test_views_of_a_map_are_checked_separately(argmap, write, clean, view):
    """Each view is a picture that is outdated when its own content has changed."""
    write("map.argmap", clean)
    argmap("render", "map.argmap")
    assert argmap("render", "--check", *view, "map.argmap").returncode == 1
    pictures = argmap("render", *view, "map.argmap").stdout
    assert argmap("render", "--check", *view, "map.argmap").returncode == 0
    write("map.argmap", clean.replace("wet", "dry"))
    assert argmap("render", "--check", *view, "map.argmap").stdout == pictures


WITHOUT = """
import importlib.abc, sys
class Nothing(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] in ("pygraphviz", "graphviz"):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Nothing())
from argmap.cli import main
main()
"""


@pytest.mark.usefixtures("project")
def test_check_does_not_require_graphviz(run, write, clean, tmp_path):
    """Outdated pictures are listed where none can be drawn."""
    command = [sys.executable, "-c", WITHOUT, "render", "maps"]
    env = {"PATH": os.fspath(tmp_path)}
    assert run(command, env=env).returncode != 0
    assert run([*command, "--check"], env=env).returncode == 0
    write("maps/a.argmap", clean.replace("rained", "snowed"))
    assert run([*command, "--check"], env=env).stdout == "output/a.svg\n"


@pytest.mark.usefixtures("project")
def test_a_broken_map_is_reported(argmap, write, broken):
    """Its pictures cannot be compared; the others are checked."""
    write("maps/a.argmap", broken)
    outcome = argmap("render", "--check", "maps")
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "SYN002" in outcome.stderr
    assert "output/a.svg was not checked" in outcome.stderr
    assert outcome.stderr.endswith("0 stale, 1 up to date\n")


def test_graphs_are_compared_by_their_digest(argmap, write, tmp_path, clean):
    """DOT may be edited by hand, as an SVG may; another map makes it out of date."""
    write("map.argmap", clean)
    command = ("render", "--format", "dot", "map.argmap")
    argmap(*command)
    assert argmap(*command, "--check").returncode == 0
    path = tmp_path / "output/map.dot"
    text = path.read_bytes()
    path.write_bytes(text.replace(b"\n", b"\r\n") + b"// mine\n")
    assert argmap(*command, "--check").returncode == 0
    write("map.argmap", clean.replace("wet", "dry"))
    assert argmap(*command, "--check").stdout == "output/map.dot\n"


def test_line_endings_do_not_make_a_picture_outdated(argmap, write, tmp_path, clean):
    """Git may change them in a checkout."""
    write("map.argmap", clean)
    argmap("render", "map.argmap")
    path = tmp_path / "output/map.svg"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert argmap("render", "--check", "map.argmap").returncode == 0


KINDS = ("--format", "html", "--format", "outline")


def test_pages_and_outlines_are_compared(argmap, write, tree, clean):
    """They are checked with pictures or alone, and nothing is drawn."""
    write("map.argmap", clean)
    assert argmap("render", "--format", "svg", *KINDS, "map.argmap").returncode == 0
    before = tree()
    assert argmap("render", "--check", *KINDS, "map.argmap").returncode == 0
    write("map.argmap", clean.replace("wet", "dry"))
    outcome = argmap("render", "--check", *KINDS, "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (1, "output/map.html\noutput/map.md\n")
    assert set(tree()) == set(before)


@pytest.mark.parametrize(
    ("old", "new", "stale"),
    [
        ("{ thesis", '{ note: "A remark"  thesis', ["output/map.md"]),
        ('"We should"', '"We should" { note: "A remark" }', ["output/map.html", "output/map.md"]),
        ('"We should"', '"We should" { tags: street }', ["output/map.html"]),
    ],
    ids=["a note on the map", "a note", "a tag"],
)
def test_pages_and_outlines_show_more_than_pictures(argmap, write, old, new, stale):
    """A change may affect only them."""
    text = 'map "A" { thesis: a }\nsource s "S" { url: "https://example.org" }\n'
    text += 'claim b "Because" @s { supports: a }\nclaim a "We should"\n'
    write("map.argmap", text)
    argmap("render", "--format", "svg", *KINDS, "map.argmap")
    assert old in text
    write("map.argmap", text.replace(old, new))
    outcome = argmap("render", "--check", "--format", "svg", *KINDS, "map.argmap")
    assert outcome.stdout.split() == stale


@pytest.mark.parametrize("damage", ["none", "merge", "empty"])
def test_a_page_without_a_digest_is_outdated(argmap, write, tmp_path, clean, damage):
    """An older argmap or a merge may have left it, or it is empty."""
    write("map.argmap", clean)
    argmap("render", *KINDS, "map.argmap")
    page = tmp_path / "output/map.html"
    text = page.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "argmap-digest" in line]
    assert len(lines) == 1
    damaged = {"none": text.replace(lines[0], ""), "merge": text + text, "empty": ""}[damage]
    page.write_text(damaged, encoding="utf-8")
    assert argmap("render", "--check", *KINDS, "map.argmap").stdout == "output/map.html\n"


def test_a_format_that_cannot_be_compared_is_reported(argmap, write, clean):
    """The exit code is 2."""
    write("map.argmap", clean)
    outcome = argmap("render", "--check", "--format", "png", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "--check supports only svg, html, dot and outline" in outcome.stderr


def test_a_folder_in_place_of_a_picture_is_reported(argmap, write, clean):
    """It is neither up to date nor outdated."""
    write("map.argmap", clean)
    write("output/map.svg/mine", "")
    outcome = argmap("render", "--check", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "`output/map.svg` cannot be read" in outcome.stderr


# ---- Themes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["default", "classic", "contrast", "mono"])
def test_a_theme_can_be_chosen(argmap, write, tmp_path, clean, theme):
    """The help lists each theme."""
    write("map.argmap", clean)
    argmap("render", "map.argmap", "-o", "plain")
    assert argmap("render", "--theme", theme, "map.argmap").returncode == 0
    is_same = (tmp_path / "output/map.svg").read_bytes() == (
        tmp_path / "plain/map.svg"
    ).read_bytes()
    assert is_same == (theme == "default")
    assert theme in argmap("render", "--help").stdout


@pytest.mark.parametrize("format_", ["svg", "dot"])
def test_a_custom_theme_can_be_used(argmap, write, tmp_path, clean, format_):
    """A path that ends in .toml is a file of colors, relative to the current folder."""
    write("map.argmap", clean)
    write("look/mine.toml", '[inks.support]\nfill = ["#ABCDEF", "#012345"]\n')
    options = ("--theme", "look/mine.toml", "--format", format_)
    assert argmap("render", "map.argmap", *options).returncode == 0
    assert "#ABCDEF" in (tmp_path / f"output/map.{format_}").read_text("utf-8")


@pytest.mark.parametrize("option", [[], ["--check"]], ids=["draw", "check"])
@pytest.mark.parametrize(
    ("theme", "message"),
    [
        ("sepia", "unknown theme `sepia`; use default, classic, contrast, mono"),
        ("none.toml", "the theme `none.toml` does not exist"),
        ("maps", "unknown theme `maps`"),
        ("bad.toml", "`bad.toml`: unknown key `inks.papper`; did you mean `inks.paper`?"),
        ("evil.toml", "`inks.page` must be a light and a dark color"),
    ],
)
def test_an_invalid_theme_ends_in_2(argmap, write, tmp_path, clean, option, theme, message):
    """It is reported once, not for every map, and nothing is drawn."""
    write("maps/a.argmap", clean)
    write("maps/b.argmap", clean)
    write("bad.toml", '[inks]\npapper = ["#FFFFFF", "#000000"]\n')
    write("evil.toml", '[inks]\npage = ["</style><script>alert(1)</script>", "#000000"]\n')
    outcome = argmap("render", "--theme", theme, "maps", *option)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert outcome.stderr.count(message) == 1
    assert outcome.stderr.count("\n") == 1
    assert not (tmp_path / "output").exists()


def test_a_key_cannot_control_the_terminal(argmap, write, clean):
    """Keys from an untrusted file are shown without effect."""
    write("map.argmap", clean)
    write("evil.toml", '"\\u001b[31mred" = 1\n')
    outcome = argmap("render", "--theme", "evil.toml", "map.argmap")
    assert outcome.returncode == 2
    assert "\x1b" not in outcome.stderr
    assert "31mred" in outcome.stderr
