"""Tests that data goes to standard output and messages to standard error; check writes nothing."""

import json
import os
import stat
import sys

import pytest


def test_the_report_goes_to_standard_output(argmap, write, doubtful):
    """The report is the requested data, with or without diagnostics."""
    write("map.argmap", doubtful)
    outcome = argmap("check", "map.argmap")
    assert outcome.stdout.endswith("Found 1 warning in 1 file.\n")
    assert outcome.stderr == ""


def test_errors_go_to_standard_error(argmap):
    """A message about the command never mixes with the data, in any format."""
    outcome = argmap("check", "--format", "json", "nowhere")
    assert outcome.stdout == ""
    assert outcome.stderr.startswith("argmap: ")


def test_the_json_report_is_one_object(argmap, write, doubtful, broken):
    """Several maps give one JSON object and nothing else."""
    write("one.argmap", doubtful)
    write("two.argmap", broken)
    outcome = argmap("check", "--format", "json", ".")
    data = json.loads(outcome.stdout)
    assert (data["version"], data["files"]) == (1, 2)
    assert [diagnostic["code"] for diagnostic in data["diagnostics"]] == ["EVI301", "SYN002"]
    assert outcome.stderr == ""


def test_the_report_goes_to_a_file(argmap, write, tmp_path, doubtful):
    """With --output-file the file holds the same bytes, and nothing is printed."""
    write("map.argmap", doubtful)
    printed = argmap("check", "--format", "json", "map.argmap")
    outcome = argmap("check", "--format", "json", "--output-file", "made/for/it.json", "map.argmap")
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (1, "", "")
    assert (tmp_path / "made/for/it.json").read_bytes().decode() == printed.stdout


def test_the_report_replaces_an_old_one(argmap, write, tmp_path, clean):
    """The old content is removed, and its permissions are kept."""
    write("map.argmap", clean)
    old = write("report.txt", "x" * 10_000)
    old.chmod(0o640)
    argmap("check", "--output-file", "report.txt", "map.argmap")
    text = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert text == "1 file checked, 2 statements: nothing to report.\n"
    assert stat.S_IMODE(old.stat().st_mode) == 0o640


def test_an_unwritable_report_is_reported(argmap, write, clean):
    """The exit code is 2, and the message names the file."""
    write("map.argmap", clean)
    write("file", "")
    outcome = argmap("check", "--output-file", "file/report.txt", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "file/report.txt" in outcome.stderr
    assert "our fault" not in outcome.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "map.argmap", "--output-file", "ring"],
        ["export", "json", "map.argmap", "-o", "ring"],
        ["render", "map.argmap", "-o", "ring"],
        ["check", "-", "--stdin-filename", "ring"],
        ["check", "-", "--stdin-filename", "ring/map.argmap"],
    ],
    ids=" ".join,
)
def test_a_cycle_of_links_is_reported(argmap, write, tmp_path, clean, arguments):
    """A link to itself is wrong usage for every option."""
    write("map.argmap", clean)
    (tmp_path / "ring").symlink_to("ring")
    outcome = argmap(*arguments, input=clean)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "ring" in outcome.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sh")
@pytest.mark.parametrize(
    "command", ["check --format json map.argmap --output-file", "export json map.argmap -o"]
)
def test_standard_output_can_be_named(run, write, clean, command):
    """/dev/stdout is written to as a pipe, and a redirected file is not replaced."""
    write("map.argmap", clean)
    argmap = f'"{sys.executable}" -m argmap {command} /dev/stdout'
    outcome = run(["sh", "-c", f"{argmap}; echo after"])
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("{")
    assert outcome.stdout.endswith("}\nafter\n")


def test_a_folder_is_not_an_output_file(argmap, write, clean, tmp_path):
    """A folder as the output file is wrong usage."""
    write("map.argmap", clean)
    (tmp_path / "folder").mkdir()
    outcome = argmap("check", "--output-file", "folder", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")


@pytest.mark.parametrize("kind", ["clean", "doubtful", "broken"])
def test_check_writes_nothing(argmap, write, tree, request, kind):
    """No file is created or changed, whatever the check reports."""
    write("maps/map.argmap", request.getfixturevalue(kind))
    before = tree()
    argmap("check", "maps")
    argmap("check", "--format", "json", "maps/map.argmap")
    argmap("check", "-", input=request.getfixturevalue(kind))
    assert tree() == before


def test_a_relative_cache_folder_is_ignored(argmap, write, tree, clean):
    """XDG_CACHE_HOME must be absolute, so that no cache appears among the maps."""
    write("map.argmap", clean)
    before = tree()
    assert argmap("check", "map.argmap", env={"XDG_CACHE_HOME": "cache"}).returncode == 0
    assert tree() == before


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-8"])
def test_any_encoding_of_the_terminal_works(argmap, write, encoding):
    """Texts and names in any script are printed, also on old encodings of Windows."""
    write("日本.argmap", 'claim 日本 "日本語の文, Türkiye’s ş"\n')
    old = {"env": {"PYTHONIOENCODING": encoding}, "encoding": encoding}
    checked = argmap("check", "日本.argmap", **old)
    assert (checked.returncode, checked.stderr) == (1, "")
    assert "EVI301" in checked.stdout
    rendered = argmap("render", "日本.argmap", **old)
    assert (rendered.returncode, rendered.stderr) == (0, "")
    missed = argmap("check", "日本語", **old)
    assert (missed.returncode, missed.stdout) == (2, "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_data_is_utf_8_in_any_terminal(argmap, write, encoding):
    """Exports and JSON reports are the same bytes everywhere."""
    write("日本.argmap", 'claim a "日本語の文" { assumption b "Türkiye’s ş" }\n')
    env = {"PYTHONIOENCODING": encoding}
    for command in (["export", "argmap"], ["check", "--format", "json"]):
        outcome = argmap(*command, "日本.argmap", env=env)
        assert outcome == argmap(*command, "日本.argmap")
        assert (outcome.returncode, outcome.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sh")
def test_a_closed_pipe_is_not_an_error(run, write, broken):
    """A reader may stop early (`| head -1`), and the command ends silently."""
    write("map.argmap", broken * 2_000)
    outcome = run(
        ["sh", "-c", f'{{ "{sys.executable}" -m argmap check map.argmap; echo $? >&2; }} | true']
    )
    assert outcome.stderr.strip() in {"0", "1"}


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")  # noqa: PTH110
def test_a_full_disk_is_not_an_internal_error(run, write, doubtful):
    """The message says that standard output cannot be written."""
    write("map.argmap", doubtful)
    outcome = run(["sh", "-c", f'"{sys.executable}" -m argmap check map.argmap >/dev/full'])
    assert outcome.returncode == 2
    assert "our fault" not in outcome.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sh")
def test_a_closed_standard_output_is_not_an_internal_error(run, write, doubtful):
    """A caller may need only the exit code."""
    write("map.argmap", doubtful)
    outcome = run(["sh", "-c", f'exec "{sys.executable}" -m argmap check map.argmap >&-'])
    assert outcome.returncode == 1
    assert "our fault" not in outcome.stderr


@pytest.mark.parametrize(
    "command", [("evaluate",), ("explain",), ("export", "json"), ("render", "-o", "-")]
)
def test_a_report_on_standard_error_has_no_empty_line_at_the_end(argmap, write, broken, command):
    """It ends like that of `check`."""
    result = argmap(*command, write("map.argmap", broken))
    assert result.returncode == 1
    assert result.stderr.endswith("\n")
    assert not result.stderr.endswith("\n\n")


@pytest.mark.parametrize("command", ["check", "evaluate"])
def test_the_help_names_the_default_values(argmap, command):
    """Color and format have one."""
    text = " ".join(argmap(command, "--help").stdout.split())
    for option, default in {"--color": "auto", "--format": "text"}.items():
        _, found, description = text.partition(f" {option} ")
        assert found
        assert f"[default: {default}]" in description.partition(" --")[0]
