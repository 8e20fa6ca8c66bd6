"""Maps of several files."""

from pathlib import Path

import pytest
from tests.cases_reader import Case

from argmap.resolve.errors import DuplicateId, ImportFailure, ImportFailureReason
from argmap.syntax import parse
from argmap.text import SourceText
from argmap.workspace.files import FileCache, OverlayFiles
from argmap.workspace.load import load_resolution


def test_imported_statements_are_at_the_position_of_the_import():
    """The author's order applies across files."""
    case = Case(
        "",
        {
            "map.argmap": 'claim a "A"\nimport "b.argmap" as b\nclaim c "C" { supported-by: b.x }',
            "b.argmap": 'claim x "X" { claim y "Y" }',
        },
    )
    assert list(case.resolve().map.statements) == ["a", "b.x", "b.y", "c"]


def test_an_imported_map_with_a_header_becomes_a_section():
    """The section has the title of the imported map."""
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


def test_an_imported_file_without_a_header_is_not_a_section():
    """Its declarations belong to the section of the import."""
    case = Case(
        "",
        {
            "map.argmap": 'import "b.argmap" as b\nclaim a "A" { supported-by: b.x }',
            "b.argmap": 'claim x "X"\nclaim y "Y"',
        },
    )
    argument_map = case.resolve().map
    assert argument_map.sections == {}
    assert [statement.section for statement in argument_map.statements.values()] == [
        None,
        None,
        None,
    ]


def test_the_first_of_two_headers_of_an_imported_map_names_the_section():
    """The second header is only an error."""
    case = Case(
        "",
        {
            "map.argmap": 'import "b.argmap" as b\nclaim a "A"',
            "b.argmap": 'claim x "X"\nmap "One"\nmap "Two"',
        },
    )
    assert [section.title for section in case.resolve().map.sections.values()] == ["One"]


def test_a_file_that_is_imported_twice_exists_once():
    """A diamond of imports declares its statements once, with a name from each side."""
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


def test_sources_of_an_unnamed_import_can_be_cited_in_all_files():
    """A file of sources, imported without a name by two files, is declared once."""
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
def test_a_circular_import_is_reported_with_all_locations(length: int):
    """The import that closes the cycle is the error; the others are its locations."""
    files = {f"f{n}.argmap": f'import "f{(n + 1) % length}.argmap"' for n in range(length)}
    files["map.argmap"] = 'import "f0.argmap"'
    (error,) = Case("", files).resolve().errors
    assert isinstance(error, ImportFailure)
    assert error.reason is ImportFailureReason.CIRCULAR
    assert error.location.source.name == f"f{length - 1}.argmap"
    assert [place.source.name for place in error.cycle] == [
        f"f{n}.argmap" for n in range(length - 1)
    ]


def write_project(tmp_path: Path, **files: str) -> Path:
    """Write a project with a configuration file and the given maps; return its folder."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "argmap.toml").touch()
    for name, text in files.items():
        (folder / f"{name}.argmap").write_text(text, encoding="utf-8")
    return folder


def failure_reasons(path: Path) -> list[ImportFailureReason]:
    """Return the reasons why imports of a map fail."""
    return [error.reason for error in load_resolution(path, FileCache()).errors]


def test_no_file_outside_of_the_project_is_imported(tmp_path: Path):
    """Neither `..`, nor an absolute path, nor a symbolic link leaves the project."""
    secret = tmp_path / "secret.argmap"
    secret.write_text('claim s "Secret"', encoding="utf-8")
    for written in ("../secret.argmap", secret.as_posix(), "link.argmap"):
        folder = tmp_path / written.replace("/", "_")
        folder.mkdir()
        path = write_project(folder, map=f'import "{written}"') / "map.argmap"
        (path.parent / "link.argmap").symlink_to(secret)
        resolution = load_resolution(path, FileCache())
        assert [error.reason for error in resolution.errors] == [ImportFailureReason.OUTSIDE]
        assert not resolution.map.statements


def test_without_a_configuration_the_project_is_the_folder_of_the_map(tmp_path: Path):
    """Imports from the folder and below it are allowed, and no others."""
    (tmp_path / "lone" / "below").mkdir(parents=True)
    (tmp_path / "lone" / "below" / "a.argmap").write_text('claim a "A"', encoding="utf-8")
    (tmp_path / "b.argmap").write_text('claim b "B"', encoding="utf-8")
    path = tmp_path / "lone" / "map.argmap"
    path.write_text('import "below/a.argmap"\nimport "../b.argmap"', encoding="utf-8")
    assert failure_reasons(path) == [ImportFailureReason.OUTSIDE]


def test_a_folder_cannot_be_imported(tmp_path: Path):
    """A folder with the name of a map is a missing file."""
    folder = write_project(tmp_path, map='import "d.argmap"')
    (folder / "d.argmap").mkdir()
    assert failure_reasons(folder / "map.argmap") == [ImportFailureReason.MISSING]


def test_a_cycle_of_symbolic_links_is_a_missing_file(tmp_path: Path):
    """An error of the operating system is reported, not raised."""
    folder = write_project(tmp_path, map='import "l.argmap"')
    (folder / "l.argmap").symlink_to(folder / "l.argmap")
    assert failure_reasons(folder / "map.argmap") == [ImportFailureReason.MISSING]


def test_an_unsaved_file_overrides_the_one_on_disk(tmp_path: Path):
    """The imported text is the one in the editor."""
    folder = write_project(tmp_path, map='import "a.argmap"', a='claim old "Old"')
    unsaved = parse(SourceText("a.argmap", 'claim new "New"'))
    files = OverlayFiles(FileCache(), {(folder / "a.argmap").resolve(): unsaved}.get)
    assert list(load_resolution(folder / "map.argmap", files).map.statements) == ["new"]


# ---- Patterns ----------------------------------------------------------------------------------

PARTS = {
    "map.argmap": 'import "parts/*.argmap"\nclaim m "M" { supported-by: a, b }',
    "parts/b.argmap": 'map "Second"\nclaim b "B" { claim c "C" }',
    "parts/a.argmap": 'map "First"\nclaim a "A"',
    "other.argmap": 'claim o "O"',
}


def test_a_pattern_imports_all_files_that_match():
    """They are sorted, their ids need no prefix, and each header makes a section."""
    resolution = Case("", PARTS).resolve()
    assert not resolution.errors
    assert list(resolution.map.statements) == ["a", "b", "c", "m"]
    sections = [section.title for section in resolution.map.sections.values()]
    assert sections == ["First", "Second"]
    assert [path.name for path in resolution.paths if path] == [
        "map.argmap",
        "a.argmap",
        "b.argmap",
    ]


def test_a_pattern_is_the_same_as_imports_in_order():
    """The map does not depend on how its files are named."""
    imports = 'import "parts/a.argmap"\nimport "parts/b.argmap"'
    listed = PARTS | {"map.argmap": PARTS["map.argmap"].replace('import "parts/*.argmap"', imports)}
    first, second = Case("", PARTS).resolve().map, Case("", listed).resolve().map
    assert list(first.statements) == list(second.statements)
    assert list(first.inferences) == list(second.inferences)
    assert list(first.sections) == list(second.sections)


def test_files_of_a_pattern_may_import_each_other_and_files_of_the_folder_above():
    """Each is part of the map once."""
    files = PARTS | {
        "parts/a.argmap": 'import "b.argmap"\nimport "../other.argmap"\n'
        'claim a "A" { supported-by: b, o }',
    }
    resolution = Case("", files).resolve()
    assert not resolution.errors
    assert list(resolution.map.statements) == ["b", "c", "o", "a", "m"]


def test_two_files_of_a_pattern_with_one_id_are_reported():
    """The second one, as in one file."""
    files = PARTS | {"parts/b.argmap": 'claim b "B"\nclaim a "A again"'}
    (error,) = Case("", files).resolve().errors
    assert isinstance(error, DuplicateId)
    assert (error.location.source.name, error.first.source.name) == ("b.argmap", "a.argmap")


def test_a_link_that_a_pattern_matches_stays_in_the_project(tmp_path: Path):
    """The link is reported, and the other matches are imported."""
    (tmp_path / "secret.argmap").write_text('claim s "Secret"', encoding="utf-8")
    folder = write_project(tmp_path, map='import "p*.argmap"', p1='claim x "X"')
    (folder / "p2.argmap").symlink_to(tmp_path / "secret.argmap")
    resolution = load_resolution(folder / "map.argmap", FileCache())
    (error,) = resolution.errors
    assert isinstance(error, ImportFailure)
    assert (error.reason, error.path) == (ImportFailureReason.OUTSIDE, "p2.argmap")
    assert list(resolution.map.statements) == ["x"]


def test_a_new_unsaved_file_matches_a_pattern(tmp_path: Path):
    """An editor knows files that are not on the disk yet."""
    folder = write_project(tmp_path, map='import "p*.argmap"').resolve()
    unsaved = parse(SourceText("p.argmap", 'claim new "New"'))
    files = OverlayFiles(FileCache(), {folder / "p.argmap": unsaved}.get, [folder / "p.argmap"])
    assert list(load_resolution(folder / "map.argmap", files).map.statements) == ["new"]


def test_a_name_refers_to_the_file_that_is_imported_with_it():
    """Files that this one imports by a pattern have the same prefix, but are other files."""
    files = {
        "map.argmap": 'import "parts/index.argmap" as p\nclaim m "M" { supported-by: p.a, p.i }',
        "parts/index.argmap": 'import "*.argmap"\nclaim i "I" { supported-by: a }',
        "parts/a.argmap": 'claim a "A"',
    }
    resolution = Case("", files).resolve()
    assert not resolution.errors
    assert list(resolution.map.statements) == ["p.a", "p.i", "m"]
    assert {name: path.name for name, path in resolution.imported_paths.items()} == {
        "p": "index.argmap"
    }
