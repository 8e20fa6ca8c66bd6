"""Maps of several files."""

from pathlib import Path

import pytest
from tests.cases_reader import Case

from argmap.resolve.errors import ImportFailure, ImportFailureReason
from argmap.syntax import parse
from argmap.text import SourceText
from argmap.workspace.files import FileCache, OverlayFiles
from argmap.workspace.load import load_resolution


def test_an_imported_file_stands_where_its_import_does():
    """Order is the author's, across files."""
    case = Case(
        "",
        {
            "map.argmap": 'claim a "A"\nimport "b.argmap" as b\nclaim c "C" { supported-by: b.x }',
            "b.argmap": 'claim x "X" { claim y "Y" }',
        },
    )
    assert list(case.resolve().map.statements) == ["a", "b.x", "b.y", "c"]


def test_a_part_with_a_header_is_a_section_with_its_title():
    """The imported map's own title names the chapter it becomes."""
    case = Case(
        "",
        {
            "map.argmap": 'section s "S" { claim a "A" }\nimport "b.argmap" as b',
            "b.argmap": 'map "The part" { thesis: x }\nclaim x "X"',
        },
    )
    sections = case.resolve().map.sections
    assert [(section.id, section.title) for section in sections.values()] == [
        ("s", "S"),
        ("b", "The part"),
    ]
    assert case.resolve().map.statements["b.x"].section == "b"
    assert case.resolve().map.thesis != "b.x"


def test_a_part_without_a_header_is_no_section():
    """Its first statement gives it no title: what it declares is in the importing section."""
    case = Case(
        "",
        {
            "map.argmap": 'import "b.argmap" as b\nclaim a "A" { supported-by: b.x }',
            "b.argmap": 'claim x "X"\nclaim y "Y"',
        },
    )
    argument_map = case.resolve().map
    assert argument_map.sections == {}
    assert [each.section for each in argument_map.statements.values()] == [None, None, None]


def test_of_two_headers_of_a_part_the_first_names_its_section():
    """The second one is only a mistake."""
    case = Case(
        "",
        {
            "map.argmap": 'import "b.argmap" as b\nclaim a "A"',
            "b.argmap": 'claim x "X"\nmap "One"\nmap "Two"',
        },
    )
    assert [section.title for section in case.resolve().map.sections.values()] == ["One"]


def test_a_file_reached_by_two_ways_exists_once():
    """A diamond of imports makes one set of statements, known by both ways."""
    case = Case(
        "",
        {
            "map.argmap": 'import "a.argmap" as a\nimport "b.argmap" as b\n'
            'claim m "M" { supported-by: a.c.z, b.c.z }',
            "a.argmap": 'import "c.argmap" as c',
            "b.argmap": 'import "c.argmap" as c',
            "c.argmap": 'claim z "Z"',
        },
    )
    resolution = case.resolve()
    assert list(resolution.map.statements) == ["a.c.z", "m"]
    assert resolution.errors == ()


def test_sources_of_an_opened_file_can_be_cited_from_everywhere():
    """A file of sources, imported without a name by map and part, is one bibliography."""
    case = Case(
        "",
        {
            "map.argmap": 'import "s.argmap"\nimport "p.argmap" as p\nevidence a "A" @log:1',
            "p.argmap": 'import "s.argmap"\nevidence b "B" @log:2',
            "s.argmap": 'source log "Log"',
        },
    )
    argument_map = case.resolve().map
    cited = [citation.source for s in argument_map.statements.values() for citation in s.citations]
    assert cited == ["log", "log"]
    assert list(argument_map.sources) == ["log"]


@pytest.mark.parametrize("length", [2, 3, 50])
def test_a_ring_of_imports_is_told_with_all_its_places(length: int):
    """The import that closes the ring is the finding; the others are its places."""
    files = {f"f{n}.argmap": f'import "f{(n + 1) % length}.argmap"' for n in range(length)}
    files["map.argmap"] = 'import "f0.argmap"'
    (error,) = Case("", files).resolve().errors
    assert isinstance(error, ImportFailure)
    assert error.reason is ImportFailureReason.CIRCULAR
    assert error.location.source.name == f"f{length - 1}.argmap"
    assert [place.source.name for place in error.cycle] == [
        f"f{n}.argmap" for n in range(length - 1)
    ]


def project(tmp_path: Path, **files: str) -> Path:
    """Write a project with a marker, and the given files below it; return its folder."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "argmap.toml").touch()
    for name, text in files.items():
        (folder / f"{name}.argmap").write_text(text, encoding="utf-8")
    return folder


def problems(path: Path) -> list[ImportFailureReason]:
    return [error.reason for error in load_resolution(path, FileCache()).errors]


def test_nothing_outside_of_the_project_is_read(tmp_path: Path):
    """Neither `..`, nor an absolute path, nor a symbolic link leads out of the project."""
    secret = tmp_path / "secret.argmap"
    secret.write_text('claim s "Secret"', encoding="utf-8")
    for written in ("../secret.argmap", secret.as_posix(), "link.argmap"):
        folder = tmp_path / written.replace("/", "_")
        folder.mkdir()
        path = project(folder, map=f'import "{written}"') / "map.argmap"
        (path.parent / "link.argmap").symlink_to(secret)
        resolution = load_resolution(path, FileCache())
        assert [error.reason for error in resolution.errors] == [ImportFailureReason.OUTSIDE]
        assert not resolution.map.statements


def test_without_a_marker_the_project_is_the_maps_own_folder(tmp_path: Path):
    """A lone map imports from beside and below itself."""
    (tmp_path / "lone" / "below").mkdir(parents=True)
    (tmp_path / "lone" / "below" / "a.argmap").write_text('claim a "A"', encoding="utf-8")
    (tmp_path / "b.argmap").write_text('claim b "B"', encoding="utf-8")
    path = tmp_path / "lone" / "map.argmap"
    path.write_text('import "below/a.argmap"\nimport "../b.argmap"', encoding="utf-8")
    assert problems(path) == [ImportFailureReason.OUTSIDE]


def test_a_folder_and_a_device_are_no_files_to_import(tmp_path: Path):
    """A folder named like a map is missing as a file."""
    folder = project(tmp_path, map='import "d.argmap"')
    (folder / "d.argmap").mkdir()
    assert problems(folder / "map.argmap") == [ImportFailureReason.MISSING]


def test_a_ring_of_symbolic_links_is_a_missing_file(tmp_path: Path):
    """What the system cannot resolve is told, not raised."""
    folder = project(tmp_path, map='import "l.argmap"')
    (folder / "l.argmap").symlink_to(folder / "l.argmap")
    assert problems(folder / "map.argmap") == [ImportFailureReason.MISSING]


def test_an_unsaved_file_takes_the_place_of_the_one_on_disk(tmp_path: Path):
    """What an editor holds is what is imported."""
    folder = project(tmp_path, map='import "a.argmap"', a='claim old "Old"')
    unsaved = parse(SourceText("a.argmap", 'claim new "New"'))
    files = OverlayFiles(FileCache(), {(folder / "a.argmap").resolve(): unsaved}.get)
    assert list(load_resolution(folder / "map.argmap", files).map.statements) == ["new"]
