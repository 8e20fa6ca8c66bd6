"""Tests ``argmap init``: a map to begin with."""

import sys

import pytest


def test_the_map_is_clean_and_can_be_drawn(argmap, tmp_path):
    """The new map passes the check and makes a picture."""
    assert argmap("init").returncode == 0
    checked = argmap("check", "map.argmap")
    assert checked.stdout.endswith("nothing to report.\n")
    rendered = argmap("render", "map.argmap")
    assert (rendered.returncode, rendered.stderr) == (0, "")
    assert (tmp_path / "output/map.svg").stat().st_size


def test_the_next_commands_are_printed(argmap, run):
    """The suggested commands can be copied and run."""
    outcome = argmap("init", "maps/lane.argmap")
    assert outcome.stderr == ""
    suggested = [line.split() for line in outcome.stdout.splitlines() if line.startswith("  ")]
    assert [words[:2] for words in suggested] == [["argmap", "check"], ["argmap", "render"]]
    for words in suggested:
        assert run([sys.executable, "-m", *words]).returncode == 0


@pytest.mark.parametrize(
    ("path", "created"),
    [
        (None, "map.argmap"),
        (".", "map.argmap"),
        ("folder", "folder/map.argmap"),
        ("new/folder", "new/folder/map.argmap"),
        ("folder/", "folder/map.argmap"),
        ("lane.argmap", "lane.argmap"),
        ("new/lane.argmap", "new/lane.argmap"),
        ("folder.argmap", "folder.argmap"),
    ],
)
def test_a_file_or_a_folder_can_be_named(argmap, tmp_path, path, created):
    """A path that ends in .argmap is the file; one without a dot is a folder, new or not."""
    outcome = argmap("init", *([path] if path else []))
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert (tmp_path / created).is_file()
    assert created in outcome.stdout


@pytest.mark.parametrize("path", ["map.argmap", ".", None])
def test_nothing_is_overwritten(argmap, write, path):
    """An existing file is left unchanged, and a message says so."""
    existing = write("map.argmap", "mine")
    outcome = argmap("init", *([path] if path else []))
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "map.argmap" in outcome.stderr
    assert existing.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_cycle_of_links_is_reported(argmap, tmp_path):
    """A link to itself is wrong usage."""
    (tmp_path / "map.argmap").symlink_to("map.argmap")
    outcome = argmap("init")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "map.argmap" in outcome.stderr


@pytest.mark.parametrize("path", ["file/map.argmap", "file/folder", "file"])
def test_an_unwritable_path_is_reported(argmap, write, path):
    """A path below a file is wrong usage, and the message names it."""
    write("file", "mine")
    outcome = argmap("init", path)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "file" in outcome.stderr
    assert "our fault" not in outcome.stderr
