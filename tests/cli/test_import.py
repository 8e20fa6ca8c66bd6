"""`argmap import`, `argmap convert` and the loss reports of `argmap export`."""

import io
import json
import struct
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from argmap import exchange
from argmap.cli import cli
from argmap.cli.options import conversion
from argmap.errors import InputError
from argmap.exchange.foreign import Draft, DraftStatement

ROOT = Path(__file__).parents[2]
SCHEMA = ROOT / "docs" / "loss-report.schema.json"


def aif(text="It is wet", *, has_dialogue=False):
    """Return an AIF document with one inference, and perhaps a locution."""
    nodes = [("1", "I", text), ("2", "I", "It rained"), ("3", "RA", "Default Inference")]
    if has_dialogue:
        nodes.append(("4", "L", "Hello"))
    return json.dumps(
        {
            "nodes": [{"nodeID": id_, "type": type_, "text": text} for id_, type_, text in nodes],
            "edges": [{"fromID": "2", "toID": "3"}, {"fromID": "3", "toID": "1"}],
            "locutions": [],
        }
    )


KIALO = "Discussion Title: Rain?\n\n1. It rains.\n1.1. Pro: The street is wet.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder, which is empty."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "argmap.toml").touch()
    return tmp_path


def argmap(*arguments, stdin=None):
    """Run a command, and return its result."""
    return CliRunner().invoke(cli, [str(one) for one in arguments], input=stdin)


def zipped(members):
    """Return a ZIP archive."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


def written(folder):
    """Return the relative paths of all maps in a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.argmap"))


# ---- Files, folders, globs -----------------------------------------------------------------------


def test_a_file_is_printed(folder):
    """The map goes to standard output, and the summary to standard error."""
    (folder / "rain.json").write_text(aif())
    result = argmap("import", "rain.json")
    assert result.exit_code == 0
    assert result.stdout.startswith('map "rain" {\n  thesis: wet\n}\n')
    assert result.stderr == "1 map; kept: 2 × I node, 1 × RA node, 2 × edge\n"


def test_a_file_is_written(folder):
    """The path of the result is printed; the result is clean."""
    (folder / "rain.json").write_text(aif())
    assert argmap("import", "rain.json", "-o", "rain.argmap").stdout == "rain.argmap\n"
    assert argmap("fmt", "--check", "rain.argmap").exit_code == 0
    assert argmap("check", "rain.argmap").exit_code == 0


def test_a_folder(folder):
    """Files keep their relative paths; those in no known format are skipped, and counted."""
    for name, content in {
        "in/a.json": aif(),
        "in/deep/b.txt": KIALO,
        "in/notes.txt": "Buy milk",
        "in/.hidden/c.json": aif(),
        "in/own.argmap": 'claim a "A"',
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    (folder / "in" / "link.json").symlink_to(folder / "in" / "a.json")
    result = argmap("import", "in", "-o", "out")
    assert result.exit_code == 0
    assert written(folder / "out") == ["a.argmap", "deep/b.argmap"]
    assert "2 maps; kept" in result.stderr
    assert "skipped: 2 files in no known format" in result.stderr


def test_globs(folder):
    """Wildcards are expanded where the shell does not do it."""
    for name in ("a.json", "b.json", "c.txt"):
        (folder / name).write_text(aif())
    assert argmap("import", "*.json", "-o", "out").exit_code == 0
    assert written(folder / "out") == ["a.argmap", "b.argmap"]


def test_a_named_file_must_be_convertible(folder):
    """It is an error if its format is unknown or it is broken; other files are converted."""
    (folder / "good.json").write_text(aif())
    (folder / "odd.txt").write_text("Buy milk")
    (folder / "broken.json").write_text('{"nodes": [')
    result = argmap("import", "odd.txt", "broken.json", "good.json", "-o", "out")
    assert result.exit_code == 1
    assert "argmap: `odd.txt` is in no format that argmap reads: " in result.stderr
    assert "argmap: `broken.json` is not valid JSON: " in result.stderr
    assert written(folder / "out") == ["good.argmap"]


def test_nothing_to_convert(folder):
    """A folder without a map is an error."""
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text("Buy milk")
    result = argmap("import", "in", "-o", "out")
    assert result.exit_code == 1
    assert "no file is in a format that argmap reads" in result.stderr


def test_a_missing_file(folder):
    """The message names the path."""
    result = argmap("import", "gone.json")
    assert isinstance(result.exception, InputError)
    assert str(result.exception) == "`gone.json` does not exist"


def test_a_format_is_named(folder):
    """`--from` overrides the detection; an unknown format gets a suggestion."""
    (folder / "a.json").write_text(aif())
    assert argmap("import", "--from", "aif", "a.json").exit_code == 0
    wrong = argmap("import", "--from", "kialo", "a.json")
    assert wrong.exit_code == 1
    assert wrong.stderr.count("\n") == 1
    unknown = argmap("import", "--from", "aiff", "a.json")
    assert unknown.exit_code == 2
    assert "did you mean `aif`?" in unknown.stderr


def test_several_maps_need_a_folder(folder):
    """Several maps are not mixed on standard output or in one file."""
    (folder / "a.json").write_text(aif())
    (folder / "b.json").write_text(aif())
    assert "several maps need a folder" in argmap("import", "a.json", "b.json").stderr
    result = argmap("import", "a.json", "b.json", "-o", "one.argmap")
    assert result.exit_code == 1
    assert "name a folder with -o" in result.stderr


def test_two_inputs_with_one_output(folder):
    """The second is not converted, because it would replace the first."""
    for name in ("x/a.json", "y/a.json"):
        (folder / name).parent.mkdir()
        (folder / name).write_text(aif(name))
    result = argmap("import", "x/a.json", "y/a.json", "-o", "out")
    assert result.exit_code == 1
    assert "is already written to" in result.stderr
    assert "x/a.json" in (folder / "out" / "a.argmap").read_text()


# ---- Standard input and archives -----------------------------------------------------------------


def test_standard_input(folder):
    """`-` reads a file, whose name an option gives."""
    result = argmap("import", "-", stdin=aif())
    assert result.exit_code == 0
    assert 'claim wet "It is wet"' in result.stdout
    named = argmap("import", "-", "--stdin-filename", "talk.json", stdin=aif())
    assert named.stdout.startswith('map "talk"')


@pytest.mark.parametrize("is_stdin", [False, True])
def test_an_archive(folder, is_stdin):
    """All maps of an archive are converted; names of members cannot lead out of the folder."""
    data = zipped(
        {
            "a.json": aif(),
            "sub/b.txt": KIALO,
            "../../evil.json": aif(),
            "/abs.json": aif(),
            "C:\\win\\c.json": aif(),
            ".hidden.json": aif(),
            "__MACOSX/x.json": aif(),
            "notes.txt": "Buy milk",
        }
    )
    (folder / "maps.zip").write_bytes(data)
    result = argmap("import", "-" if is_stdin else "maps.zip", "-o", "out", stdin=data)
    assert result.exit_code == 0, result.stderr
    assert written(folder) == [
        "out/a.argmap",
        "out/abs.argmap",
        "out/evil.argmap",
        "out/sub/b.argmap",
        "out/win/c.argmap",
    ]
    assert not list(folder.parent.glob("*.argmap"))


def test_a_damaged_member(folder):
    """It is reported, and the others are converted."""
    data = bytearray(zipped({"a.json": aif(), "b.json": aif("Other")}))
    start = data.index(b"a.json") + len("a.json")
    data[start : start + 8] = b"\xff" * 8
    (folder / "maps.zip").write_bytes(data)
    result = argmap("import", "maps.zip", "-o", "out")
    assert result.exit_code == 1
    assert "a.json` cannot be read: it is damaged" in result.stderr
    assert written(folder / "out") == ["b.argmap"]


def test_a_zip_bomb(folder):
    """An archive that says how large it is, and is too large, is refused before it is unpacked."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(5):
            archive.writestr(f"{number}.json", b" " * (250 << 20))
    (folder / "bomb.zip").write_bytes(stream.getvalue())
    result = argmap("import", "bomb.zip", "-o", "out")
    assert result.exit_code != 0
    assert "contains more than" in result.stderr
    assert not (folder / "out").exists()


def test_an_archive_that_lies_about_its_size(folder):
    """Not more is unpacked than the directory of the archive says."""
    data = bytearray(zipped({"a.json": b"[" * 1_000_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        position = data.index(signature) + offset
        data[position : position + 4] = struct.pack("<I", 10)
    (folder / "liar.zip").write_bytes(data)
    result = argmap("import", "liar.zip", "-o", "out")
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr


def test_what_is_no_archive(folder):
    """The beginning of an archive alone is none; the other files are converted."""
    (folder / "a.zip").write_bytes(b"PK\x03\x04 and no more")
    (folder / "b.json").write_text(aif())
    result = argmap("import", "a.zip", "b.json", "-o", "out")
    assert result.exit_code == 1
    assert "argmap: `a.zip` is not a valid ZIP archive\n" in result.stderr
    assert written(folder / "out") == ["b.argmap"]
    piped = argmap("import", "-", stdin=b"PK\x03\x04 and no more")
    assert str(piped.exception) == "`<stdin>` is not a valid ZIP archive"


# ---- Existing files ------------------------------------------------------------------------------


def test_existing_files_are_kept(folder):
    """Without `--force`, a file with another content is not replaced; the same content is fine."""
    (folder / "a.json").write_text(aif())
    target = folder / "a.argmap"
    assert argmap("import", "a.json", "-o", "a.argmap").exit_code == 0
    assert argmap("import", "a.json", "-o", "a.argmap").exit_code == 0
    target.write_text("mine")
    refused = argmap("import", "a.json", "-o", "a.argmap")
    assert refused.exit_code == 1
    assert "already exists; name another output, or use --force" in refused.stderr
    assert target.read_text() == "mine"
    assert argmap("import", "a.json", "-o", "a.argmap", "--force").exit_code == 0
    assert "It is wet" in target.read_text()


def test_the_input_is_never_replaced(folder):
    """Not even with `--force`."""
    (folder / "a.json").write_text(aif())
    result = argmap("convert", "a.json", "--to", "xaif", "-o", "a.json", "--force")
    assert result.exit_code == 1
    assert "is the input and would be overwritten" in result.stderr
    assert (folder / "a.json").read_text() == aif()


def test_a_folder_that_cannot_be_written(folder):
    """A file in the way is reported."""
    (folder / "a.json").write_text(aif())
    (folder / "out").write_text("a file")
    result = argmap("import", "a.json", "-o", "out/")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


# ---- Loss reports --------------------------------------------------------------------------------


def test_strict(folder):
    """With `--strict`, a loss is an error; the map is written all the same."""
    (folder / "a.json").write_text(aif())
    (folder / "b.json").write_text(aif(has_dialogue=True))
    assert argmap("import", "a.json", "--strict").exit_code == 0
    assert argmap("import", "b.json").exit_code == 0
    result = argmap("import", "b.json", "--strict", "-o", "b.argmap")
    assert result.exit_code == 1
    assert "dropped: 1 × L node: argmap has no dialogues (first at b.json /nodes/3)" in (
        result.stderr
    )
    assert (folder / "b.argmap").exists()


def test_no_report(folder):
    """`--report none` prints nothing about losses."""
    (folder / "b.json").write_text(aif(has_dialogue=True))
    assert argmap("import", "b.json", "--report", "none").stderr == ""


def test_the_report_as_data(folder):
    """All files are in it, with counts and places; it follows its JSON Schema."""
    (folder / "in").mkdir()
    (folder / "in" / "a.json").write_text(aif(has_dialogue=True))
    (folder / "in" / "odd.txt").write_text("Buy milk")
    (folder / "broken.json").write_text("{")
    result = argmap("import", "in", "broken.json", "-o", "out", "--report", "json")
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(report)
    assert [(one["file"], one["skipped"], bool(one["failure"])) for one in report] == [
        ("in/a.json", False, False),
        ("in/odd.txt", True, False),
        ("broken.json", False, True),
    ]
    assert report[0]["output"] == "out/a.argmap"
    assert report[0]["format"] == "aif"
    assert report[0]["kept"] == {"I node": 2, "RA node": 1, "edge": 2}
    assert report[0]["losses"] == [
        {
            "action": "dropped",
            "element": "L node",
            "reason": "argmap has no dialogues",
            "count": 1,
            "places": ["/nodes/3"],
        }
    ]


def test_the_report_as_data_needs_an_output(folder):
    """Both would be on standard output."""
    (folder / "a.json").write_text(aif())
    result = argmap("import", "a.json", "--report", "json")
    assert result.exit_code == 2
    assert "needs" in result.stderr or "name a file" in result.stderr


def test_the_report_of_an_export(folder):
    """It has the same form, with the ids of elements as places."""
    (folder / "a.argmap").write_text('claim a "A" { note: "n" evidence b "B" }')
    result = argmap("export", "aif", "a.argmap", "-o", "a.json", "--report", "json")
    (report,) = json.loads(result.stdout)
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate([report])
    assert {(one["action"], one["element"], *one["places"]) for one in report["losses"]} == {
        ("changed", "evidence", "b"),
        ("dropped", "note", "a"),
    }
    strict = argmap("export", "aif", "a.argmap", "--strict")
    assert strict.exit_code == 1
    assert json.loads(strict.stdout)["nodes"]


def test_the_schema_is_valid():
    """It is a schema of its own version."""
    Draft202012Validator.check_schema(json.loads(SCHEMA.read_text()))


# ---- Convert -------------------------------------------------------------------------------------


def test_convert(folder):
    """Maps in any format, and argmap files, are converted to another format."""
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(KIALO)
    (folder / "in" / "b.argmap").write_text('claim b "B" { claim c "C" }')
    result = argmap("convert", "in", "--to", "aif", "-o", "out")
    assert result.exit_code == 0, result.stderr
    documents = [json.loads((folder / "out" / name).read_text()) for name in ("a.json", "b.json")]
    assert [len(document["nodes"]) for document in documents] == [3, 3]


def test_convert_and_back(folder):
    """What both formats can express is the same."""
    (folder / "a.json").write_text(aif())
    argmap("import", "a.json", "-o", "a.argmap")
    argmap("export", "aif", "a.argmap", "-o", "b.json", "--report", "none")
    again = argmap("import", "b.json", "--report", "none").stdout
    assert again.partition("\n")[2] == (folder / "a.argmap").read_text().partition("\n")[2]


def test_a_map_with_errors_is_converted_as_far_as_possible(folder):
    """The errors are printed, and the exit code is 1."""
    (folder / "a.argmap").write_text('claim a "A" { supports: nowhere }')
    result = argmap("convert", "a.argmap", "--to", "aif")
    assert result.exit_code == 1
    assert "nowhere" in result.stderr
    assert len(json.loads(result.stdout)["nodes"]) == 1


def test_several_maps_in_one_file(folder, monkeypatch):
    """Each is written to a file with its name, and reported by itself."""

    def load(_file):
        for name in ("north", "south"):
            draft = Draft(name=name)
            draft.add(DraftStatement("a", f"Go {name}"))
            yield draft

    monkeypatch.setattr(exchange.get("aif"), "load", load)
    (folder / "in").mkdir()
    (folder / "in" / "a.json").write_text(aif())
    result = argmap("import", "in", "-o", "out", "--report", "json")
    assert written(folder / "out") == ["a.north.argmap", "a.south.argmap"]
    assert [one["map"] for one in json.loads(result.stdout)] == ["north", "south"]
    assert "several maps" in argmap("import", "in").stderr


def test_progress(folder, monkeypatch):
    """On a terminal, the number of maps is shown while the work lasts, and removed at the end."""
    shown = io.StringIO()
    shown.isatty = lambda: True
    moments = iter((0.0, 0.1, 0.7, 0.8, 0.9, 5.0))
    monkeypatch.setattr(conversion.sys, "stderr", shown)
    monkeypatch.setattr("time.monotonic", lambda: next(moments))
    monkeypatch.setattr(conversion.click, "echo", lambda text, **_options: shown.write(text))
    assert list(conversion._with_progress(iter("abc"))) == ["a", "b", "c"]
    assert shown.getvalue() == "\r2 maps…\r\x1b[K"
