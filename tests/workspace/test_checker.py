"""Checking several maps together."""

from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.workspace.check import check_all
from argmap.workspace.checker import check_bytes


@pytest.fixture
def codes():
    """Return a function that returns the codes of a report in order."""
    return lambda report: [diagnostic.code for diagnostic in report.diagnostics]


def test_files_and_statements_are_counted_once(maps, clean):
    """A file that two maps import is counted once, with its statements."""
    maps(
        one=f'import "part.argmap" as part\n{clean}',
        two=f'import "part.argmap" as part\n{clean}',
        part=clean,
    )
    report = check_all([Path()]).report
    assert (report.files, report.statements) == (3, 6)


def test_a_diagnostic_in_a_shared_file_is_reported_once(maps, clean, codes):
    """A diagnostic in a file that two maps import has the location of that file."""
    shared = f'map "Wet" {{ thesis: street }}\nimport "part.argmap" as part\n{clean}'
    part = 'claim fog "There is fog" { colour: grey assumption news "It was on the news" }\n'
    maps(one=shared, two=shared, part=part)
    report = check_all([Path()]).report
    assert codes(report).count("SYN003") == 1
    assert {diagnostic.location.source.name for diagnostic in report.diagnostics} == {"part.argmap"}


def test_each_map_is_checked_by_itself(maps, clean, codes):
    """The same id in two maps of a folder is not a duplicate."""
    maps(one=clean, two=clean)
    assert codes(check_all([Path()]).report) == []


def test_bytes_are_checked_like_a_file(maps, clean, codes):
    """A map from standard input is checked with imports relative to its file name."""
    maps(maps__part=clean)
    text = b'import "part.argmap" as part\nclaim dry "Bring a coat" { supported-by: part.street }'
    assert "REF105" in codes(check_bytes(text).report)
    assert codes(check_bytes(text, Path("maps/map.argmap")).report) == []
    assert codes(check_bytes(b"claim a \xff").report) != []


def test_standard_input_does_not_read_a_file_with_its_placeholder_name(maps, clean, codes):
    """A file with the name <stdin> is another file."""
    folder = maps(map=clean)
    (folder / "<stdin>").write_text("{{{", encoding="utf-8")
    assert codes(check_bytes(clean.encode()).report) == []


@pytest.mark.parametrize("path", ["nowhere", "folder"])
def test_nothing_to_check_raises_an_error(here, path):
    """A missing path and a folder without maps are errors."""
    (here / "folder").mkdir()
    with pytest.raises(InputError):
        check_all([Path(path)])
