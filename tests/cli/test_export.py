"""Tests ``argmap export``: the map in other formats."""

import json

import pytest

FORMATS = ["argmap", "json", "outline"]


@pytest.fixture
def two_files(write):
    """Write a map in two files; returns the name of the one to export."""
    write("part.argmap", 'claim rain "It has rained" { assumption sky "The sky was grey" }\n')
    text = 'import "part.argmap" as part\nclaim street "The street is wet" {\n'
    return write("map.argmap", f"{text}  supported-by: part.rain\n}}\n").name


def test_json_is_the_whole_map_as_data(argmap, two_files):
    """It holds every statement of every file, and every edge between them."""
    outcome = argmap("export", "json", two_files)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    data = json.loads(outcome.stdout)
    assert {s["id"] for s in data["statements"]} == {"street", "part.rain", "part.sky"}
    edges = {(edge["from"], edge["to"]) for edge in data["edges"]}
    assert edges == {("part.rain", "street"), ("part.sky", "part.rain")}


def test_outline_is_a_markdown_list(argmap, two_files):
    """The thesis is above the statements that support or attack it."""
    lines = argmap("export", "outline", two_files).stdout.splitlines()
    positions = [
        next(number for number, line in enumerate(lines) if text in line)
        for text in ("The street is wet", "It has rained", "The sky was grey")
    ]
    assert positions == sorted(positions)


def test_argmap_is_one_file_without_diagnostics(argmap, two_files):
    """It contains the imported files, and exports to itself."""
    once = argmap("export", "argmap", two_files)
    assert (once.returncode, once.stderr) == (0, "")
    assert "import" not in once.stdout
    assert argmap("check", "-", input=once.stdout).returncode == 0
    assert argmap("export", "argmap", "-", input=once.stdout).stdout == once.stdout


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_holds_the_printed_text(argmap, tmp_path, two_files, format_):
    """With -o the file holds the same bytes, and nothing is printed."""
    printed = argmap("export", format_, two_files).stdout
    outcome = argmap("export", format_, two_files, "-o", "made/for/it")
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "", "")
    assert (tmp_path / "made/for/it").read_bytes().decode() == printed


def test_a_dash_is_standard_output(run_in_process, two_files, tree):
    """No file with that name is written."""
    before = tree()
    outcome = run_in_process("export", "json", two_files, "-o", "-")
    assert outcome == run_in_process("export", "json", two_files)
    assert tree().keys() - before.keys() <= {"cache", "cache/argmap"}


@pytest.mark.parametrize("format_", FORMATS)
def test_an_export_ends_in_one_newline(argmap, two_files, format_):
    """Other tools expect a text file to end like this."""
    printed = argmap("export", format_, two_files).stdout
    assert printed.endswith("\n")
    assert not printed.endswith("\n\n")


@pytest.mark.parametrize("format_", FORMATS)
def test_errors_are_printed_next_to_the_data(argmap, write, clean, format_):
    """The readable part of a broken map is exported; errors go to standard error, with 1."""
    write("map.argmap", f'clam fog "There is fog"\n{clean}')
    outcome = argmap("export", format_, "map.argmap")
    assert outcome.returncode == 1
    assert "The street is wet" in outcome.stdout
    assert "SYN002" in outcome.stderr
    assert "SYN002" not in outcome.stdout


def test_warnings_do_not_fail_an_export(argmap, write, doubtful):
    """Nothing is printed on standard error."""
    write("map.argmap", doubtful)
    outcome = argmap("export", "json", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (0, "")


def test_an_unknown_format_ends_in_2_and_lists_the_valid_ones(argmap, two_files):
    """Nothing is exported."""
    outcome = argmap("export", "pdf", two_files)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    for format_ in FORMATS:
        assert format_ in outcome.stderr


@pytest.mark.parametrize("path", ["nowhere.argmap", "."])
def test_an_unreadable_map_ends_in_2(argmap, path):
    """A missing file and a folder cannot be exported; the reason is printed once."""
    outcome = argmap("export", "json", path)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("argmap: ")


def test_a_folder_is_refused(argmap, tmp_path):
    """The message says that it is a folder."""
    (tmp_path / "maps").mkdir()
    message = argmap("export", "json", "maps").stderr
    assert "folder" in message or "directory" in message


def test_an_unwritable_output_is_reported(argmap, write, two_files):
    """The exit code is 2, and the message names the file."""
    write("file", "")
    outcome = argmap("export", "json", two_files, "-o", "file/map.json")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "file/map.json" in outcome.stderr
    assert "our fault" not in outcome.stderr


def test_export_changes_no_map(argmap, two_files, tree):
    """The maps are left unchanged."""
    before = tree()
    for format_ in FORMATS:
        argmap("export", format_, two_files)
    assert tree() == before


@pytest.mark.parametrize(
    "output", ["map.argmap", "./x/../map.argmap", "part.argmap", "paper.txt", "hard"]
)
@pytest.mark.parametrize("format_", ["json", "argmap", "outline"])
def test_no_input_file_is_overwritten(argmap, write, tree, tmp_path, format_, output):
    """This includes the map's files and its source texts, under any name."""
    write("x/nothing", "")
    write("part.argmap", 'claim b "B" { assumption c "C" }\n')
    write("paper.txt", "The text.\n")
    source = 'source p "P" { text: "paper.txt" }\nimport "part.argmap" as q\n'
    (tmp_path / "hard").hardlink_to(write("map.argmap", source))
    before = tree()
    outcome = argmap("export", format_, "map.argmap", "-o", output)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "would be overwritten" in outcome.stderr
    assert tree() == before
