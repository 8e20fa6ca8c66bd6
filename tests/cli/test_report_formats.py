"""Tests ``argmap check --format``: several reports of one check."""

import json
import xml.etree.ElementTree as ET
from itertools import product

import pytest

from argmap.reporting import FORMATS


@pytest.fixture
def check(argmap, write, doubtful):
    """Check a map with one warning."""
    write("map.argmap", doubtful)
    return lambda *arguments, **options: argmap("check", *arguments, "map.argmap", **options)


def test_several_reports_are_written_at_once(check, tmp_path):
    """One goes to standard output, the others to files."""
    outcome = check(
        *("--format", "github", "--format", "sarif=out/argmap.sarif"),
        *("--format", "junit=argmap.xml", "--format", "gitlab=argmap.json"),
    )
    assert outcome.stdout.startswith("::warning file=map.argmap,line=1,")
    assert json.loads((tmp_path / "out/argmap.sarif").read_text())["version"] == "2.1.0"
    assert ET.parse(tmp_path / "argmap.xml").getroot().tag == "testsuites"
    assert len(json.loads((tmp_path / "argmap.json").read_text())) == 1


def test_reports_in_files_leave_standard_output_empty(check, tmp_path):
    """A report in a file is written nowhere else."""
    outcome = check("--format", "concise=a=b.txt")
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (1, "", "")
    assert (tmp_path / "a=b.txt").read_text().startswith("map.argmap:1:1: warning[EVI301] ")


def test_output_file_names_the_file_of_a_single_report(check, tmp_path):
    """It means the same as NAME=FILE."""
    assert check("--format", "json", "--output-file", "a.json").stdout == ""
    check("--format", "json=b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "text", "--format", "json"], "one report goes to standard output"),
        (["--format", "text=a", "--format", "json=a"], "two reports cannot be written to a"),
        (["--format", "text=a", "--output-file", "b"], "--output-file is for one report"),
        (
            ["--format", "text", "--format", "json=a", "--output-file", "b"],
            "--output-file is for one report",
        ),
        (["--format", "json="], "`json=` is not of the form NAME=FILE"),
        (["--format", "json=folder"], "`json=folder` is not of the form NAME=FILE"),
        (["--format", "=a"], "``: unknown format"),
        (["--format", "gihtub"], "did you mean `github`?"),
        (
            ["--format", "text", "--format", "json=map.argmap"],
            "a map, which a report would overwrite",
        ),
    ],
)
def test_invalid_report_options_end_in_2(check, tree, tmp_path, options, message):
    """They are reported before the check, and nothing is written."""
    (tmp_path / "folder").mkdir()
    check("--format", "json=warm-up")  # the existing map
    before = tree()
    outcome = check(*options)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in " ".join(outcome.stderr.split())
    assert tree() == before


@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_changes_the_exit_code(argmap, write, clean, doubtful, broken, tmp_path, format_):
    """Only the diagnostics decide, for printed reports and for files."""
    for (text, code), where in product([(clean, 0), (doubtful, 1), (broken, 1)], ["", "=out"]):
        write("map.argmap", text)
        outcome = argmap("check", "--format", f"{format_}{where}", "map.argmap")
        assert (outcome.returncode, outcome.stderr) == (code, "")
        assert bool(outcome.stdout) != bool(where)


def test_a_file_that_cannot_be_written_ends_in_2(check, write):
    """The message names it."""
    write("file", "")
    outcome = check("--format", "json=file/report.json")
    assert outcome.returncode == 2
    assert "file/report.json" in outcome.stderr


@pytest.mark.parametrize("format_", FORMATS)
def test_files_are_named_from_the_current_folder(argmap, write, doubtful, tmp_path, format_):
    """The spelling of the path on the command line does not matter."""
    path = write("maps/map.argmap", doubtful)
    arguments = ["maps/map.argmap", "./maps/map.argmap", "maps", ".", str(path)]
    reports = {argmap("check", "--format", format_, word).stdout for word in arguments}
    assert len(reports) == 1
    assert "maps/map.argmap" in reports.pop()
    assert "./maps" not in argmap("check", "--format", format_, "./maps").stdout


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_outside_is_named_by_its_absolute_path(argmap, write, doubtful, tmp_path, format_):
    """A report contains no `..`, which its consumers would refuse."""
    path = write("maps/map.argmap", doubtful)
    (tmp_path / "here").mkdir()
    outcome = argmap("check", "--format", format_, "../maps/map.argmap", cwd=tmp_path / "here")
    assert path.resolve().as_posix() in outcome.stdout
    assert ".." not in outcome.stdout.replace("...", "")


def test_the_step_summary_is_appended_to(check, write, tmp_path):
    """Text of earlier steps is kept; other formats write no summary."""
    path = write("summary.md", "Before.\n")
    check("--format", "text", env={"GITHUB_STEP_SUMMARY": path})
    assert path.read_text() == "Before.\n"
    check("--format", "github=log", env={"GITHUB_STEP_SUMMARY": path})
    assert path.read_text().startswith("Before.\n### argmap\n")
    assert "EVI301" in path.read_text()


@pytest.mark.parametrize("path", [None, "", "nowhere/summary.md", "."])
def test_an_unwritable_summary_changes_nothing_else(check, path, tree):
    """The user did not ask for it, so the report and the exit code stay the same."""
    before = set(tree())
    outcome = check("--format", "github", env={"GITHUB_STEP_SUMMARY": path})
    assert outcome.returncode == 1
    assert outcome.stdout.startswith("::warning")
    assert bool(outcome.stderr) == bool(path)
    assert set(tree()) == before


def test_a_text_report_in_a_file_has_no_color(check, tmp_path):
    """Color is for the terminal, even if --color asks for it."""
    outcome = check("--format", "text=report.txt", "--format", "concise", "--color", "always")
    assert "\x1b[" in outcome.stdout
    assert "\x1b[" not in (tmp_path / "report.txt").read_text()


def test_the_machine_formats_are_utf8_in_any_locale(argmap, write):
    """The locale does not change the data."""
    write("map.argmap", 'claim türkiye "Türkiye"\n')
    for format_ in ("github", "gitlab", "junit", "sarif"):
        outcome = argmap(
            "check", "--format", format_, "map.argmap", env={"PYTHONIOENCODING": "ascii"}
        )
        assert "türkiye" in outcome.stdout
