"""Tests ``argmap render``: which pictures are written, and where."""

import re
import sys
import xml.etree.ElementTree as ET

import pytest


@pytest.fixture
def pictures(tmp_path):
    """Return the files below a folder, ``output`` by default."""

    def find(folder: str = "output") -> list[str]:
        base = tmp_path / folder
        return sorted(p.relative_to(base).as_posix() for p in base.rglob("*") if p.is_file())

    return find


def test_a_map_becomes_a_picture(argmap, write, tmp_path, clean):
    """The picture is well-formed SVG in output/, and its path is printed."""
    write("map.argmap", clean)
    outcome = argmap("render", "map.argmap")
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "output/map.svg\n", "")
    picture = ET.parse(tmp_path / "output/map.svg").getroot()
    assert picture.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join("".join(picture.itertext()).split())
    assert "The street is wet" in words
    assert "It has rained" in words


def test_the_output_mirrors_the_folders_of_the_maps(argmap, write, pictures, clean):
    """The folders below the output folder are those of the maps."""
    for name in ("map", "one/map", "one/two/map", "three.four"):
        write(f"maps/{name}.argmap", clean)
    outcome = argmap("render", "maps")
    expected = ["map.svg", "one/map.svg", "one/two/map.svg", "three.four.svg"]
    assert pictures() == expected
    assert sorted(outcome.stdout.split()) == [f"output/{name}" for name in expected]


def test_another_folder_can_be_named(argmap, write, pictures, clean):
    """With -o pictures are written there, and the folders are created."""
    write("map.argmap", clean)
    assert argmap("render", "map.argmap", "-o", "docs/img").stdout == "docs/img/map.svg\n"
    assert pictures("docs/img") == ["map.svg"]


def test_an_imported_map_has_its_own_picture(argmap, write, pictures, clean):
    """An imported file with a title is drawn by itself too; one without a title only in its map."""
    write("maps/map.argmap", f'import "titled.argmap" as t\nimport "plain.argmap" as p\n{clean}')
    write("maps/titled.argmap", f'map "A chapter"\n{clean}')
    write("maps/plain.argmap", clean)
    assert argmap("render", "maps").returncode == 0
    assert pictures() == ["map.svg", "titled.svg"]


def test_a_named_imported_file_is_drawn(argmap, write, pictures, clean):
    """A file on the command line is always drawn."""
    write("map.argmap", f'import "part.argmap" as part\n{clean}')
    write("part.argmap", clean)
    argmap("render", "part.argmap")
    assert pictures() == ["part.svg"]


def test_the_same_map_gives_the_same_bytes(argmap, write, tmp_path, clean):
    """A picture changes only when its map does, so it can be committed."""
    write("map.argmap", clean)
    for folder, seed in (("one", "1"), ("two", "2")):
        argmap("render", "map.argmap", "-o", folder, env={"PYTHONHASHSEED": seed})
    assert (tmp_path / "one/map.svg").read_bytes() == (tmp_path / "two/map.svg").read_bytes()


@pytest.mark.parametrize("kind", ["syntax", "reference", "part"])
def test_a_broken_map_keeps_its_old_picture(argmap, write, tmp_path, clean, broken, kind):
    """An invalid map is not drawn; its picture is kept byte for byte."""
    texts = {
        "syntax": broken,
        "reference": clean.replace("{", "{ supports: nothing", 1),
        "part": f'import "part.argmap"\n{clean.replace("street", "road")}',
    }
    write("map.argmap", texts[kind])
    write("part.argmap", broken)
    old = write("output/map.svg", "the old picture\r\n")
    before = old.stat()
    outcome = argmap("render", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "error[" in outcome.stderr
    assert "output/map.svg was not drawn" in outcome.stderr
    assert old.read_bytes() == b"the old picture\r\n"
    assert old.stat().st_mtime_ns == before.st_mtime_ns
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["map.svg"]


def test_a_broken_map_without_a_picture_creates_nothing(argmap, write, tmp_path, broken):
    """Not even the output folder is created."""
    write("map.argmap", broken)
    assert argmap("render", "map.argmap").returncode == 1
    assert not (tmp_path / "output").exists()


def test_a_broken_map_does_not_prevent_others(argmap, write, pictures, clean, broken):
    """All other maps of the folder are drawn, and the exit code is 1."""
    write("maps/a.argmap", clean)
    write("maps/b.argmap", broken)
    write("maps/c.argmap", clean)
    outcome = argmap("render", "maps")
    assert (outcome.returncode, outcome.stdout) == (1, "output/a.svg\noutput/c.svg\n")
    assert pictures() == ["a.svg", "c.svg"]


def test_a_map_with_warnings_is_drawn(argmap, write, pictures, doubtful):
    """Only the syntax has to be valid."""
    write("map.argmap", f'{doubtful}counterpoint sun "The sun is out" {{ opposes: sun }}\n')
    assert argmap("check", "map.argmap").returncode == 1
    outcome = argmap("render", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert pictures() == ["map.svg"]


def test_a_new_picture_replaces_the_old_one(argmap, write, tmp_path, clean):
    """Nothing of a longer picture is left over."""
    write("map.argmap", clean)
    write("output/map.svg", "x" * 1_000_000)
    argmap("render", "map.argmap")
    ET.parse(tmp_path / "output/map.svg")


@pytest.mark.parametrize(
    "paths",
    [
        ["one/map.argmap", "two/map.argmap"],
        ["one", "two"],
        ["one", "two/map.argmap"],
        ["one/map.argmap", "one/map.txt"],
        ["one/map.argmap", "map.argmap"],
        ["two", "map.argmap", "one/map.txt"],
    ],
    ids=" ".join,
)
def test_two_maps_never_share_a_picture(argmap, write, pictures, clean, paths):
    """Maps with the same name get different pictures; none overwrites another."""
    for name in ("map.argmap", "one/map.argmap", "one/map.txt", "two/map.argmap"):
        write(name, clean)
    outcome = argmap("render", *paths)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert len(pictures()) == len(paths)
    assert sorted(outcome.stdout.split()) == [f"output/{name}" for name in pictures()]


def test_dot_is_the_source_of_the_picture(argmap, write, tmp_path, clean):
    """--format dot writes the input of Graphviz."""
    write("map.argmap", clean)
    outcome = argmap("render", "--format", "dot", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (0, "output/map.dot\n")
    assert "graph" in (tmp_path / "output/map.dot").read_text(encoding="utf-8")


def test_several_formats_are_drawn_together(argmap, write, pictures, clean):
    """Each format is drawn once, however often it is named, and map by map."""
    write("a.argmap", clean)
    write("b.argmap", clean)
    formats = ("--format", "svg", "--format", "outline", "--format", "html", "--format", "svg")
    outcome = argmap("render", ".", *formats)
    names = ["a.svg", "a.md", "a.html", "b.svg", "b.md", "b.html"]
    assert outcome.stdout.split() == [f"output/{name}" for name in names]
    assert pictures() == sorted(names)


def test_links_lead_to_files_of_the_same_format(argmap, write, tmp_path):
    """Pictures link to pictures, pages to pages, and outlines to outlines."""
    write("part.argmap", 'map "Part" { thesis: top }\nclaim top "Top" { claim deep "Deep" }\n')
    write(
        "map.argmap",
        'import "part.argmap" as p\nmap "Whole" { thesis: m }\n'
        'claim m "M" { supported-by: p.top }\n',
    )
    argmap("render", ".", "--format", "svg", "--format", "outline", "--format", "html")
    for ending in ("svg", "md", "html"):
        text = (tmp_path / f"output/map.{ending}").read_text(encoding="utf-8")
        assert [other for other in ("svg", "md", "html") if f"part.{other}" in text] == [ending]


def test_an_outline_matches_the_picture(argmap, write, tmp_path, clean):
    """It shows verdicts unless turned off, and names the part that is shown."""
    write("map.argmap", f'map "M" {{ thesis: street }}\n{clean}')
    argmap("render", "map.argmap", "--format", "outline")
    outline = (tmp_path / "output/map.md").read_text(encoding="utf-8")
    assert "*Result: " in outline
    argmap("render", "map.argmap", "--format", "outline", "--no-verdicts")
    assert "stands" not in (tmp_path / "output/map.md").read_text(encoding="utf-8")
    outcome = argmap("render", "map.argmap", "--format", "outline", "--depth", "0")
    assert outcome.stdout == "output/map.depth-0.md\n"
    part = (tmp_path / "output/map.depth-0.md").read_text(encoding="utf-8")
    assert "*A part of the map: " in part
    assert "- *… 1 more statement*" in part


def test_verdicts_are_shown_by_default(argmap, write, tmp_path, clean):
    """--no-verdicts leaves them out."""
    write("map.argmap", f'{clean}counterpoint dry "It is dry" {{ opposes: street }}\n')
    assert argmap("render", "map.argmap", "-o", "with").returncode == 0
    assert argmap("render", "--no-verdicts", "map.argmap", "-o", "without").returncode == 0
    texts = [(tmp_path / name / "map.svg").read_text("utf-8") for name in ("with", "without")]
    assert [text.count(">REJECTED<") > 0 for text in texts] == [True, False]


def test_strengths_are_shown_on_request(argmap, write, tmp_path, clean):
    """--strengths puts a number on every card."""
    write("map.argmap", clean)
    argmap("render", "map.argmap", "-o", "without")
    assert argmap("render", "--strengths", "map.argmap", "-o", "with").returncode == 0
    texts = [(tmp_path / name / "map.svg").read_text("utf-8") for name in ("with", "without")]
    assert ["Strength: 0." in text for text in texts] == [True, False]


def test_findings_are_shown_on_request(argmap, write, tmp_path, doubtful):
    """--findings puts the rule codes of `argmap check` on the cards."""
    write("map.argmap", f'{doubtful}claim sun "The sun is out" {{ opposes: sun }}\n')
    argmap("render", "map.argmap", "-o", "without")
    assert argmap("render", "--findings", "map.argmap", "-o", "with").returncode == 0
    texts = [(tmp_path / name / "map.svg").read_text("utf-8") for name in ("with", "without")]
    report = argmap("check", "--format", "json", "map.argmap").stdout
    codes = sorted(set(re.findall(r'"code": "([A-Z]+[0-9]+)"', report)))
    assert codes
    for code in codes:
        assert [code in text for text in texts] == [True, False]


def test_suppressed_findings_are_not_shown(argmap, write, tmp_path, clean):
    """A rule that the project turns off gets no badge."""
    write("map.argmap", f'{clean}claim lone "Nothing speaks for this" {{ supports: street }}\n')
    write("argmap.toml", 'ignore = ["EVI301"]\n')
    argmap("render", "--findings", "map.argmap")
    assert "EVI301" not in (tmp_path / "output/map.svg").read_text("utf-8")


def test_a_folded_part_is_counted_and_evaluated(argmap, write, tmp_path):
    """Its statements are counted and affect the verdicts of the drawn ones."""
    write(
        "maps/map.argmap",
        'import "part.argmap" as p\nmap "Whole" { thesis: m }\n'
        'claim m "M" { supported-by: p.top }\n',
    )
    write(
        "maps/part.argmap",
        'map "Part" { thesis: top }\n'
        'claim top "Top" { claim deep "Deep" { counterpoint no "No" } }\n',
    )
    assert argmap("render", "maps").returncode == 0
    text = (tmp_path / "output/map.svg").read_text("utf-8")
    assert "2 more statements in “Part”" in text
    assert "Not everything is shown" in text
    assert text.count(">REJECTED<") == 2


@pytest.mark.parametrize("direction", ["auto", "down", "right"])
def test_the_direction_can_be_chosen(argmap, write, tmp_path, clean, direction):
    """Every direction makes a picture; down and right make different ones."""
    write("map.argmap", clean)
    outcome = argmap("render", "--direction", direction, "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    picture = (tmp_path / "output/map.svg").read_bytes()
    argmap("render", "--direction", "right", "map.argmap", "-o", "right")
    is_right = picture == (tmp_path / "right/map.svg").read_bytes()
    assert is_right == (direction == "right")


@pytest.mark.parametrize("part", ["legend", "caption"])
def test_legend_and_caption_can_be_left_out(argmap, write, tmp_path, clean, part):
    """--no-legend and --no-caption make smaller pictures."""
    write("map.argmap", f'map "The weather" {{ thesis: street }}\n{clean}')
    argmap("render", "map.argmap", "-o", "with")
    assert argmap("render", f"--no-{part}", "map.argmap", "-o", "without").returncode == 0
    sizes = [(tmp_path / folder / "map.svg").stat().st_size for folder in ("with", "without")]
    assert sizes[1] < sizes[0]


@pytest.mark.parametrize(
    ("option", "value"), [("--format", "gif"), ("--direction", "up"), ("--engine", "neato")]
)
def test_an_invalid_choice_ends_in_2(argmap, write, tmp_path, clean, option, value):
    """It is refused before anything is drawn."""
    write("map.argmap", clean)
    outcome = argmap("render", option, value, "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("text", ["", 'map "Nothing yet"', 'source a "A book"'])
def test_a_map_without_statements_never_fails(argmap, write, text):
    """The result is an empty picture or a message."""
    write("map.argmap", text)
    outcome = argmap("render", "map.argmap")
    assert outcome.returncode in {0, 1, 2}
    assert bool(outcome.stderr) == bool(outcome.returncode)


def test_a_map_too_large_for_a_picture_is_reported(argmap, write, tmp_path):
    """Too many cards for one sheet are not an internal error; nothing is written."""
    write("map.argmap", "".join(f'claim c{number} "x"\n' for number in range(10_001)))
    outcome = argmap("render", "map.argmap")
    assert outcome.returncode in {1, 2}
    assert outcome.stdout == ""
    assert "10,001" in outcome.stderr
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("path", ["nowhere.argmap", "-"])
def test_a_missing_path_ends_in_2(argmap, path):
    """A missing map cannot be drawn."""
    outcome = argmap("render", path)
    assert (outcome.returncode, outcome.stdout) == (2, "")


def test_an_impossible_output_folder_is_reported(argmap, write, clean):
    """A folder below a file is wrong usage, and the message names it."""
    write("map.argmap", clean)
    write("file", "mine")
    outcome = argmap("render", "map.argmap", "-o", "file/pictures")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "file/pictures" in outcome.stderr
    assert "our fault" not in outcome.stderr


def test_a_file_is_not_an_output_folder(argmap, write, clean):
    """The path of a file is wrong usage."""
    write("map.argmap", clean)
    existing = write("file", "mine")
    outcome = argmap("render", "map.argmap", "-o", "file")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert existing.read_text(encoding="utf-8") == "mine"


@pytest.mark.usefixtures("permissions")
def test_a_read_only_output_folder_is_reported(argmap, write, tmp_path, clean):
    """The message gives the name and the reason, and nothing changes."""
    write("map.argmap", clean)
    old = write("output/map.svg", "the old picture")
    (tmp_path / "output").chmod(0o555)
    outcome = argmap("render", "map.argmap")
    (tmp_path / "output").chmod(0o755)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "output" in outcome.stderr
    assert "Permission denied" in outcome.stderr
    assert "our fault" not in outcome.stderr
    assert old.read_text(encoding="utf-8") == "the old picture"


def test_render_changes_no_map(argmap, write, tree, clean):
    """Only pictures are created or changed."""
    write("maps/map.argmap", clean)
    before = tree()
    argmap("render", "maps")
    after = tree()
    assert set(after) - set(before) == {"output", "output/map.svg"}
    assert {name: after[name] for name in before} == before


def test_an_unwritable_output_does_not_prevent_others(argmap, write):
    """It is named with the reason, the others are drawn, and the exit code is 2."""
    for name in ("one", "two"):
        write(f"maps/{name}.argmap", 'claim a "A" { assumption b "B" }\n')
    write("output/one.svg/taken", "")
    outcome = argmap("render", "maps")
    assert outcome.returncode == 2
    assert "`output/one.svg` cannot be written" in outcome.stderr
    assert outcome.stdout.splitlines() == ["output/two.svg"]


@pytest.mark.parametrize(
    "option", ["--dpi=nan", "--timeout=nan", "--timeout=inf", "--timeout=1e300"]
)
def test_invalid_numbers_are_wrong_usage(argmap, write, option):
    """No number of an option causes an internal error."""
    write("a.argmap", 'claim a "A"\n')
    assert argmap("render", "a.argmap", "--format", "png", option).returncode == 2


@pytest.fixture
def outside_file(tmp_path_factory):
    """A file outside the project."""
    path = tmp_path_factory.mktemp("outside") / "victim.svg"
    path.write_text("mine", encoding="utf-8")
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
@pytest.mark.parametrize("arguments", [[], ["-o", "output"], ["-o", "output/"]])
def test_no_link_in_the_output_folder_leads_outside(
    argmap, write, tmp_path, clean, outside_file, arguments
):
    """A cloned project may contain a link with the name of a picture; other pictures are drawn."""
    write("maps/map.argmap", clean)
    write("maps/other.argmap", clean)
    (tmp_path / "output").mkdir()
    (tmp_path / "output/map.svg").symlink_to(outside_file)
    outcome = argmap("render", "maps", *arguments)
    assert (outcome.returncode, outcome.stdout.strip()) == (2, "output/other.svg")
    assert "`output/map.svg` cannot be written: a link leads out of the folder" in outcome.stderr
    assert outside_file.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_a_named_output_folder_may_be_a_link(argmap, write, tmp_path, clean, outside_file):
    """The user chose it; the default folder comes with the project."""
    write("map.argmap", clean)
    (tmp_path / "output").symlink_to(outside_file.parent)
    outcome = argmap("render", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "`output` is a link that leads out of the current folder" in outcome.stderr
    assert not (outside_file.parent / "map.svg").exists()
    assert argmap("render", "map.argmap", "-o", "output").returncode == 0
    assert (outside_file.parent / "map.svg").exists()
