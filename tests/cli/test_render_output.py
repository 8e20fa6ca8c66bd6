"""Tests ``argmap render -o``, with a file, a folder or standard output, and ``render -``."""

import os
import shlex
import sys

import click
import pytest
from tests.real import miss

from argmap.cli.options.render import destination_of

BEGINNINGS = {
    "svg": b"<svg",
    "html": b"<!doctype html>",
    "png": b"\x89PNG",
    "pdf": b"%PDF-",
    "dot": b"//",
    "outline": b"# ",
}
BY_EXTENSION = {
    "svg": "svg",
    "html": "html",
    "htm": "html",
    "png": "png",
    "pdf": "pdf",
    "dot": "dot",
    "gv": "dot",
    "md": "outline",
    "markdown": "outline",
    "SVG": "svg",
    "Pdf": "pdf",
}
TEXT_FORMATS = ["svg", "html", "dot", "outline"]
TITLED = 'map "Rain" { thesis: street }\n'
PART = 'import "part.argmap" as p\nmap "Whole" { thesis: m }\nclaim m "M" { supported-by: p.top }\n'


@pytest.fixture(autouse=True)
def rain(write, clean):
    """A map to draw."""
    return write("rain.argmap", TITLED + clean)


def require_format(format_):
    """Skip when the libraries for a format are not installed."""
    if format_ in {"png", "pdf"}:
        try:
            import typst  # noqa: F401
        except ImportError:
            miss("typst is not installed: pip install 'argmap[print]'")


def has_format(format_, content):
    """Return whether the content of a file has the format."""
    return content.lstrip().lower().startswith(BEGINNINGS[format_].lower()) or (
        format_ == "dot" and b"graph" in content
    )


# ---- One file ----------------------------------------------------------------------------------


@pytest.mark.parametrize("extension", BY_EXTENSION)
def test_a_file_name_chooses_the_format(run_in_process, tmp_path, extension):
    """The file is written in the format of its extension, and nothing else is written."""
    require_format(BY_EXTENSION[extension])
    name = f"made/picture.{extension}"
    outcome = run_in_process("render", "rain.argmap", "-o", name)
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, f"{name}\n", "")
    assert has_format(BY_EXTENSION[extension], (tmp_path / name).read_bytes())
    assert [path.name for path in (tmp_path / "made").iterdir()] == [f"picture.{extension}"]
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize(
    "name",
    [
        "rain fall.svg",
        "./rain.svg",
        "v1.2/rain.svg",
        "a.b.c.svg",
        "ürgüp.svg",
        "-dash.svg",
        "#.svg",
        "$HOME.svg",
        "a;b.svg",
        "*.svg",
        "%s.svg",
        "\u202egvs.svg",
        "line\nend.svg",
        "tab\t.svg",
        "\x1b[31m.svg",
    ],
)
def test_any_file_name_is_accepted(run_in_process, tmp_path, name):
    """The file has exactly the given name."""
    outcome = run_in_process("render", "rain.argmap", f"--output={name}")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert has_format("svg", (tmp_path / name).read_bytes())


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_a_format_that_agrees_is_accepted(run_in_process, tmp_path, format_):
    """--format with a name of the same format changes nothing."""
    name = {"outline": "x.md"}.get(format_, f"x.{format_}")
    run_in_process("render", "rain.argmap", "-o", name)
    once = (tmp_path / name).read_bytes()
    assert run_in_process("render", "rain.argmap", "-o", name, "--format", format_).returncode == 0
    assert (tmp_path / name).read_bytes() == once


@pytest.mark.parametrize(
    ("name", "formats", "sentence"),
    [
        ("x.svg", ["pdf"], "`x.svg` is a file for --format svg, not pdf"),
        ("x.md", ["html"], "`x.md` is a file for --format outline, not html"),
        ("x.svg", ["svg", "html"], "`x.svg` is one file; name a folder for svg, html"),
        ("x.pdf", ["svg", "html"], "`x.pdf` is one file"),
        ("-", ["svg", "html"], "standard output takes one format, not svg, html"),
    ],
)
def test_a_format_that_contradicts_the_name_is_refused(
    run_in_process, tree, name, formats, sentence
):
    """Nothing is drawn."""
    before = tree()
    options = [word for format_ in formats for word in ("--format", format_)]
    outcome = run_in_process("render", "rain.argmap", "-o", name, *options)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert sentence in outcome.stderr
    assert tree() == before


@pytest.mark.parametrize("name", ["x.jpg", "x.gif", "x.docx", "x.argmap", "x.json", "a/b.SVGZ"])
def test_an_unknown_extension_lists_the_valid_ones(run_in_process, tree, name):
    """No folder with that name is created."""
    before = tree()
    outcome = run_in_process("render", "rain.argmap", "-o", name)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert f"`{name}`: unknown format" in outcome.stderr
    for extension in (".svg", ".html", ".png", ".pdf", ".dot", ".md"):
        assert extension in outcome.stderr
    assert tree() == before


@pytest.mark.parametrize("name", ["pictures", "v1.2", "x.svg/", "site.io/", ".svg", "2026.11.30"])
def test_a_name_without_an_extension_is_a_folder(run_in_process, tmp_path, name):
    """A name that ends in a slash is a folder too."""
    outcome = run_in_process("render", "rain.argmap", "-o", name)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert (tmp_path / name / "rain.svg").is_file()


@pytest.mark.parametrize("name", ["x.svg", "x.jpg", "site.io"])
def test_an_existing_folder_is_a_folder(run_in_process, tmp_path, name):
    """An existing folder may have any name."""
    (tmp_path / name).mkdir()
    assert run_in_process("render", "rain.argmap", "-o", name).stdout == f"{name}/rain.svg\n"


def test_several_maps_are_not_written_to_one_file(run_in_process, write, tree, clean):
    """None of them is drawn."""
    write("two.argmap", clean)
    before = tree()
    for paths in (["."], ["rain.argmap", "two.argmap"]):
        outcome = run_in_process("render", *paths, "-o", "x.svg")
        assert (outcome.returncode, outcome.stdout) == (2, "")
        assert "2 maps cannot be written to `x.svg`" in outcome.stderr
    assert tree() == before


def test_a_map_and_its_imports_are_one_map(run_in_process, write, tmp_path):
    """The whole map is drawn, including imported files without pictures."""
    write("maps/map.argmap", PART)
    write("maps/part.argmap", 'map "Part" { thesis: top }\nclaim top "Top" { claim deep "Deep" }\n')
    outcome = run_in_process("render", "maps", "-o", "x.svg")
    assert (outcome.returncode, outcome.stdout) == (0, "x.svg\n")
    text = (tmp_path / "x.svg").read_text(encoding="utf-8")
    assert "Deep" in text
    assert "in a separate picture" not in text


@pytest.mark.parametrize("view", [["--focus", "rain"], ["--depth", "0"], ["--only", "accepted"]])
def test_a_view_is_written_to_the_named_file(run_in_process, tmp_path, view):
    """No other name is derived from the view."""
    outcome = run_in_process("render", "rain.argmap", "-o", "x.svg", *view)
    assert (outcome.returncode, outcome.stdout) == (0, "x.svg\n")
    assert [path.name for path in tmp_path.glob("x.*")] == ["x.svg"]


def test_a_split_map_has_its_overview_in_the_file(run_in_process, write, tmp_path):
    """The pictures of the sections are next to it."""
    write("s.argmap", 'claim a "A"\nsection one "One" { claim b "B" { supports: a } }\n')
    outcome = run_in_process("render", "s.argmap", "--split", "sections", "-o", "x.svg")
    assert outcome.returncode == 0
    assert outcome.stdout.splitlines()[0] == "x.svg"
    assert len(list(tmp_path.glob("x.*.svg"))) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('claim a "A"\n', "no parts"),
        ('section one "One" { claim a "A" }\nclaim b "B" { supports: a }\n', "only one part"),
    ],
)
def test_an_overview_of_a_map_without_parts_says_what_makes_parts(
    run_in_process, write, text, count
):
    """The message names the declarations that an overview shows."""
    outcome = run_in_process("render", write("p.argmap", text), "--overview", "-o", "p.svg")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert f"this map has {count}, and an overview shows several" in outcome.stderr
    assert "add a `section` around each part of the argument" in outcome.stderr


def test_a_file_can_be_checked(run_in_process, write, clean):
    """--check -o FILE compares that file."""
    check = ("render", "--check", "rain.argmap", "-o", "x.svg")
    assert run_in_process(*check).returncode == 1
    run_in_process("render", "rain.argmap", "-o", "x.svg")
    assert run_in_process(*check).returncode == 0
    write("rain.argmap", clean.replace("wet", "dry"))
    outcome = run_in_process(*check)
    assert (outcome.returncode, outcome.stdout) == (1, "x.svg\n")


def test_a_broken_map_keeps_the_file(run_in_process, write, broken):
    """A map with errors is not drawn, and the picture is kept."""
    old = write("x.svg", "the old picture")
    outcome = run_in_process("render", write("bad.argmap", broken), "-o", "x.svg")
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "x.svg was not drawn" in outcome.stderr
    assert old.read_text(encoding="utf-8") == "the old picture"


# ---- Standard input and standard output --------------------------------------------------------


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_standard_input_is_drawn_to_standard_output(argmap, rain, tmp_path, format_):
    """``render -`` writes what the file would contain."""
    options = () if format_ == "svg" else ("--format", format_)
    name = {"outline": "x.md"}.get(format_, f"x.{format_}")
    outcome = argmap("render", "-", *options, input=rain.read_bytes())
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert argmap("render", "rain.argmap", "-o", name).returncode == 0
    assert outcome.stdout.encode() == (tmp_path / name).read_bytes()
    assert argmap("render", "rain.argmap", "-o", "-", *options) == outcome


@pytest.mark.parametrize("format_", ["png", "pdf"])
def test_binary_formats_go_through_a_pipe(argmap, rain, format_):
    """Bytes are written unchanged."""
    require_format(format_)
    outcome = argmap("render", "-", "--format", format_, input=rain.read_bytes(), encoding="latin1")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert has_format(format_, outcome.stdout.encode("latin1"))


@pytest.mark.parametrize("name", ["x.svg", "x.html", "x.md", "x.dot", "a folder/x.svg"])
def test_standard_input_is_drawn_into_a_file(argmap, rain, tmp_path, name):
    """-o FILE works as for any map."""
    outcome = argmap("render", "-", "-o", name, input=rain.read_bytes())
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, f"{name}\n", "")
    piped = (tmp_path / name).read_bytes()
    argmap("render", "rain.argmap", "-o", name)
    assert (tmp_path / name).read_bytes() == piped


def test_the_given_name_names_the_picture(argmap, rain, write, tmp_path):
    """--stdin-filename names the picture in a folder and sets where imports are found."""
    outcome = argmap("render", "-", "-o", "pictures", input=rain.read_bytes())
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "-o map.svg" in outcome.stderr
    named = ("render", "-", "--stdin-filename", "maps/new.argmap")
    outcome = argmap(*named, "-o", "pictures", input=rain.read_bytes())
    assert (outcome.returncode, outcome.stdout) == (0, "pictures/new.svg\n")
    write("maps/part.argmap", 'claim top "Top of the part"\n')
    outcome = argmap(*named, input=PART)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert "Top of the part" in outcome.stdout


def test_a_broken_map_writes_nothing_to_standard_output(argmap, broken):
    """The next program gets no partial picture."""
    outcome = argmap("render", "-", input=broken)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "SYN002" in outcome.stderr
    assert "the map was not drawn" in outcome.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-", "rain.argmap"], "standard input"),
        (["-", "--check"], "--check needs a file"),
        (["-", "--split", "sections"], "--split draws several pictures"),
        (["rain.argmap", "-o", ""], "--output is empty"),
        (["rain.argmap", "-o", " "], "--output is empty"),
    ],
)
def test_invalid_combinations_are_refused(argmap, rain, tree, arguments, sentence):
    """Wrong usage exits with 2 and a message, and nothing is drawn."""
    before = tree()
    outcome = argmap("render", *arguments, input=rain.read_bytes())
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert sentence in outcome.stderr
    assert tree() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_a_terminal_gets_no_bytes(rain, tmp_path, cache_home):
    """A PNG on a terminal would be unreadable."""
    import pty
    import subprocess

    terminal, child_terminal = pty.openpty()
    result = subprocess.run(
        [sys.executable, "-m", "argmap", "render", "rain.argmap", "--format", "png", "-o", "-"],
        cwd=tmp_path,
        env={**os.environ, "XDG_CACHE_HOME": os.fspath(cache_home)},
        stdout=child_terminal,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    os.close(child_terminal)
    os.close(terminal)
    assert result.returncode == 2
    assert "use -o FILE" in result.stderr


# ---- A map's own files -------------------------------------------------------------------------


@pytest.mark.parametrize("link", ["the file itself", "a symbolic link", "a hard link"])
def test_a_source_text_is_not_overwritten(run_in_process, write, tmp_path, link):
    """This holds for its own name and for links to it."""
    paper = write("paper.md", "# The paper\n\nIt has rained.\n")
    write(
        "cited.argmap",
        'source paper "The paper" { text: "paper.md" }\n'
        'claim a "A" @paper:1 { assumption b "B" }\n',
    )
    name = "paper.md" if link == "the file itself" else "link.md"
    if link == "a symbolic link":
        (tmp_path / name).symlink_to("paper.md")
    elif link == "a hard link":
        (tmp_path / name).hardlink_to(paper)
    before = paper.read_bytes()
    outcome = run_in_process("render", "cited.argmap", "-o", name)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert f"`{name}` is the text of the source `paper` and would be overwritten" in outcome.stderr
    assert paper.read_bytes() == before
    assert run_in_process("render", "cited.argmap", "-o", "other.md").returncode == 0


def test_a_folder_of_pictures_may_hold_a_source_s_text(run_in_process, write):
    """The text is kept there too, and the other pictures are drawn."""
    paper = write("cited.md", "It has rained.\n")
    text = 'source paper "The paper" { text: "cited.md" }\nclaim a "A" @paper:1\n'
    write("cited.argmap", text)
    outcome = run_in_process(
        "render", "cited.argmap", "-o", ".", "--format", "outline", "--format", "svg"
    )
    assert (outcome.returncode, outcome.stdout) == (2, "cited.svg\n")
    assert paper.read_text(encoding="utf-8") == "It has rained.\n"


# ---- `argmap watch` ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-"], "standard input cannot be watched"),
        (["rain.argmap", "-o", "-"], "go into files"),
        ([".", "-o", "x.svg"], "`x.svg` is one file"),
        (["rain.argmap", "rain.argmap", "-o", "x.svg"], "`x.svg` is one file"),
        (["rain.argmap", "-o", "x.jpg"], "unknown format"),
        (["rain.argmap", "-o", "x.svg", "--format", "pdf"], "not pdf"),
    ],
    ids=shlex.join,
)
def test_input_that_cannot_be_watched_is_refused(argmap, arguments, sentence):
    """The command does not start to wait."""
    outcome = argmap("watch", *arguments, input="")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert sentence in outcome.stderr


@pytest.mark.parametrize(
    ("output", "is_folder"),
    [
        ("maps/", True),
        ("map.svg/", True),
        ("maps", True),
        ("existing.svg", True),
        ("v1.2", True),
        ("v1.2a", True),
        ("a.b c", True),
        (".svg", True),
        ("map.", True),
        ("map.svg", False),
        ("v1.2.html", False),
        ("folder.d/map.mp3", False),
    ],
)
def test_a_path_without_an_extension_is_a_folder(tmp_path, monkeypatch, output, is_folder):
    """An extension begins with a letter; numbers after a dot are part of the name."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "existing.svg").mkdir()
    if output == "folder.d/map.mp3":
        with pytest.raises(click.UsageError, match="unknown format"):
            destination_of(output, ())
        return
    destination = destination_of(output, ())
    assert (destination.file is None) is is_folder
    assert str(destination.folder if is_folder else destination.file) == output.rstrip("/")


@pytest.mark.parametrize(
    ("output", "formats", "message"),
    [
        (" ", (), "--output is empty"),
        ("-", ("svg", "png"), "standard output takes one format, not svg, png"),
        ("map.svg", ("svg", "png"), "`map.svg` is one file; name a folder for svg, png"),
        ("map.svg", ("png",), "`map.svg` is a file for --format svg, not png"),
        ("file", (), "`file` is a file, not a folder"),
    ],
)
def test_contradicting_options_are_refused(tmp_path, monkeypatch, output, formats, message):
    """Several formats need a folder, and a file has the format of its extension."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(click.UsageError, match=message):
        destination_of(output, formats)


def test_the_format_of_a_destination():
    """Without --format, a folder and standard output get SVG."""
    assert destination_of(None, ()).formats == destination_of("-", ()).formats == ("svg",)
    assert destination_of("a/", ("png", "pdf")).formats == ("png", "pdf")
    assert destination_of("-", ("html",)).formats == ("html",)
    assert destination_of("map.svg", ("svg",)).formats == ("svg",)
    assert destination_of(None, ()).is_default_folder
    assert not destination_of("output", ()).is_default_folder
