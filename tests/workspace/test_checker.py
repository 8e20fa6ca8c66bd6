"""Checking maps together."""

from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.workspace.check import check_all
from argmap.workspace.checker import check_bytes


@pytest.fixture
def codes():
    """Return the codes of a report's findings, in order."""
    return lambda report: [diagnostic.code for diagnostic in report.diagnostics]


def test_files_and_statements_are_counted_once(maps, clean):
    """A part of two maps is one file with its statements."""
    maps(
        one=f'import "part.argmap" as part\n{clean}',
        two=f'import "part.argmap" as part\n{clean}',
        part=clean,
    )
    report = check_all([Path()]).report
    assert (report.files, report.statements) == (3, 6)


def test_a_finding_in_a_shared_part_is_one_finding(maps, clean, codes):
    """What two maps share is reported once, with the file it is in."""
    shared = f'map "Wet" {{ thesis: street }}\nimport "part.argmap" as part\n{clean}'
    part = 'claim fog "There is fog" { colour: grey assumption news "It was on the news" }\n'
    maps(one=shared, two=shared, part=part)
    report = check_all([Path()]).report
    assert codes(report).count("SYN003") == 1
    assert {diagnostic.location.source.name for diagnostic in report.diagnostics} == {"part.argmap"}


def test_each_map_is_checked_by_itself(maps, clean, codes):
    """The same id in two maps of a folder is no duplicate."""
    maps(one=clean, two=clean)
    assert codes(check_all([Path()]).report) == []


def test_bytes_are_checked_like_a_file(maps, clean, codes):
    """A pipe's text is decoded, resolved and checked, with imports from where it would lie."""
    maps(maps__part=clean)
    text = b'import "part.argmap" as part\nclaim dry "Bring a coat" { supported-by: part.street }'
    assert "REF105" in codes(check_bytes(text).report)
    assert codes(check_bytes(text, Path("maps/map.argmap")).report) == []
    assert codes(check_bytes(b"claim a \xff").report) != []


def test_a_pipe_never_reads_a_file_of_its_made_up_name(maps, clean, codes):
    """A file called <stdin> is another file."""
    folder = maps(map=clean)
    (folder / "<stdin>").write_text("{{{", encoding="utf-8")
    assert codes(check_bytes(clean.encode()).report) == []


@pytest.mark.parametrize("path", ["nowhere", "folder"])
def test_nothing_to_check_raises(here, path):
    """A missing path and a folder without maps are no clean maps."""
    (here / "folder").mkdir()
    with pytest.raises(InputError):
        check_all([Path(path)])
