"""Tests ``argmap render`` with views, --split, PNG, PDF and --timeout."""

import os
import re
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from urllib.parse import unquote

import pytest
from tests.real import miss

MAP = """map "Rain" { thesis: wet }
claim wet "The street is wet" {
  evidence seen "It was seen to be wet" { held-by: "Ann" }
  claim rained "It has rained" { supported-by: clouds }
  counterpoint dry "It is dry" { evidence dust "There is dust" { held-by: "Bob" } }
}
section sky "The sky" {
  claim clouds "There were clouds" { evidence photo "A photo shows some" { held-by: "Ann" } }
}
section "Über uns: #1" { claim other "Another matter" { contradicts: dry } }
"""


@pytest.fixture
def text_of(tmp_path):
    """Return the words of a picture that was drawn."""

    def read(name: str) -> str:
        picture = ET.parse(tmp_path / "output" / name).getroot()
        return " ".join(" ".join(picture.itertext()).split())

    return read


@pytest.mark.parametrize(
    ("options", "name", "shown", "hidden"),
    [
        (["--focus", "rained"], "map.focus-rained", "There were clouds", "There is dust"),
        (["--depth", "1"], "map.depth-1", "It has rained", "There is dust"),
        (["--section", "sky"], "map.section-sky", "A photo shows some", "It is dry"),
        (["--only", "undecided"], "map.only-undecided", "The street is wet", "A photo shows"),
        (["--collapse", "dry"], "map.collapse-dry", "It is dry", "There is dust"),
        (["--focus", "wet", "--depth", "1"], "map.focus-wet.depth-1", "It is dry", "A photo"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_view_is_drawn_next_to_the_whole(argmap, write, text_of, options, name, shown, hidden):
    """Its file name and its caption say that it is a part."""
    write("map.argmap", MAP)
    outcome = argmap("render", "map.argmap", *options)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout == f"output/{name}.svg\n"
    words = text_of(f"{name}.svg")
    assert shown in words
    assert hidden not in words
    assert "Part of the map: " in words


def test_verdicts_are_those_of_the_whole_map(argmap, write, text_of):
    """A statement stays rejected in a picture without its attacker."""
    text = 'claim a "A" { claim b "B" { counterpoint no "No" { evidence e "E" } } }'
    write("map.argmap", text)
    argmap("render", "map.argmap", "--depth", "1")
    assert "REJECTED" in text_of("map.depth-1.svg")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--focus", "raind"], "unknown statement `raind`; did you mean `rained`?"),
        (["--section", "skye"], "unknown section `skye`; did you mean `sky`?"),
        (["--collapse", "dry", "--collapse", "dist"], "did you mean `dust`?"),
        (["--focus", "zzzzz"], "unknown statement `zzzzz`"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_an_unknown_name_is_wrong_usage(argmap, write, tmp_path, options, message):
    """The nearest known name is suggested, and nothing is written."""
    write("map.argmap", MAP)
    outcome = argmap("render", "map.argmap", *options)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in outcome.stderr
    assert not (tmp_path / "output").exists()


def test_a_view_of_a_folder_skips_maps_without_the_name(argmap, write, clean):
    """The name is wrong only if no map knows it."""
    write("maps/a.argmap", clean)
    write("maps/b.argmap", MAP)
    outcome = argmap("render", "maps", "--focus", "rained")
    assert (outcome.returncode, outcome.stdout) == (0, "output/b.focus-rained.svg\n")
    assert argmap("render", "maps", "--focus", "raind").returncode == 2


def test_split_writes_a_picture_per_section(argmap, write, tmp_path, text_of):
    """Overview and sections link to each other with links that work in the file system."""
    write("map.argmap", MAP)
    outcome = argmap("render", "map.argmap", "--split", "sections")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    names = outcome.stdout.splitlines()
    assert names[:2] == ["output/map.svg", "output/map.section-sky.svg"]
    assert len(names) == 3
    links = {}
    for name in names:
        text = (tmp_path / name).read_text("utf-8")
        addresses = set(re.findall(r'<a href="([^"]+)"', text))
        links[name] = {unquote(link) for link in addresses}
        for link in links[name]:
            assert (tmp_path / "output" / link).is_file(), link
    assert links["output/map.svg"] == {name.removeprefix("output/") for name in names[1:]}
    assert links["output/map.section-sky.svg"] == {"map.svg"}
    assert "A photo shows some" not in text_of("map.svg")
    assert "1 more statement in “The sky”" in text_of("map.svg")


def test_split_and_a_view_exclude_each_other(argmap, write):
    """The sections are those of the whole map."""
    write("map.argmap", MAP)
    assert argmap("render", "map.argmap", "--split", "sections", "--depth", "1").returncode == 2


def test_a_hostile_name_stays_in_its_folder(argmap, write, tmp_path):
    """The name becomes part of a file name, never a path; long names are cut."""
    ids = ["x" * 300, "y" * 300]
    write("map.argmap", "\n".join(f'claim {id_} "A" {{ evidence "E" }}' for id_ in ids))
    outcome = argmap("render", "map.argmap", "--collapse", ids[0], "--collapse", ids[1])
    assert outcome.returncode == 0
    (picture,) = (tmp_path / "output").iterdir()
    assert len(picture.name) < 200
    assert argmap("render", "map.argmap", "--section", "../../x").returncode == 2


@pytest.mark.parametrize("format_", ["png", "pdf"])
def test_png_and_pdf_are_written(argmap, write, tmp_path, format_):
    """The content has the format of the extension."""
    if find_spec("typst") is None:
        miss("typst is not installed: pip install 'argmap[print]'")
    write("map.argmap", MAP)
    outcome = argmap("render", "map.argmap", "--format", format_, "--dpi", "72")
    assert (outcome.returncode, outcome.stdout) == (0, f"output/map.{format_}\n")
    data = (tmp_path / f"output/map.{format_}").read_bytes()
    assert data.startswith({"png": b"\x89PNG", "pdf": b"%PDF-"}[format_])


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot run scripts as programs")
@pytest.mark.parametrize(
    ("script", "message"),
    [("sleep 600", "--timeout"), ("kill -SEGV $$", "`dot` failed")],
    ids=["hanging", "crashing"],
)
def test_a_failed_layout_keeps_the_old_picture(argmap, write, tmp_path, script, message):
    """With --timeout a Graphviz that hangs is stopped, and the message says what to do."""
    write("bin/dot", f"#!/bin/sh\n{script}\n").chmod(0o755)
    write("map.argmap", MAP)
    old = write("output/map.svg", "the old picture")
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    outcome = argmap(
        "render", "map.argmap", "--engine", "system", "--timeout", "2", env={"PATH": path}
    )
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in outcome.stderr
    assert "output/map.svg was not drawn" in outcome.stderr
    assert old.read_text(encoding="utf-8") == "the old picture"
