"""The maps that paths name."""

from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.syntax import parse
from argmap.text import SourceText
from argmap.workspace.targets import find_targets, is_drawable


@pytest.fixture
def found(files):
    """Return a function that finds maps: relative paths, and whether a map is imported."""
    return lambda *paths: {
        target.relative_path.as_posix(): target.is_imported
        for target in find_targets([Path(path) for path in paths], files)
    }


def test_a_file_has_its_name_as_relative_path(maps, found, clean):
    """The folder of a single file does not matter."""
    maps(deep__map=clean)
    assert found("deep/map.argmap") == {"map": False}


def test_files_of_a_folder_have_paths_relative_to_it(maps, found, clean):
    """They are sorted by path."""
    maps(maps__b=clean, maps__a__z=clean, maps__a__c=clean)
    assert list(found("maps")) == ["a/c", "a/z", "b"]
    assert list(found("maps/a")) == ["c", "z"]


def test_only_the_suffix_is_removed(here, found, clean):
    """A dot in the name of a file is kept."""
    (here / "v1.2.argmap").write_text(clean, encoding="utf-8")
    assert found(".") == {"v1.2": False}
    assert found("v1.2.argmap") == {"v1.2": False}


def test_indirect_imports_are_followed(maps, found, clean):
    """A file that an imported file imports is imported, too."""
    maps(map='import "one.argmap"\n', one='import "two.argmap"\n', two=clean, other=clean)
    assert found(".") == {"map": False, "one": True, "other": False, "two": True}


def test_the_first_file_of_an_import_cycle_is_the_map(maps, found):
    """The other files of the cycle are imported."""
    maps(a='import "b.argmap"\n', b='import "c.argmap"\n', c='import "a.argmap"\n')
    assert found(".") == {"a": False, "b": True, "c": True}


def test_a_file_that_imports_a_cycle_is_the_map(maps, found):
    """All files of the cycle are imported."""
    maps(z='import "a.argmap"\n', a='import "b.argmap"\n', b='import "a.argmap"\n')
    assert found(".") == {"a": True, "b": True, "z": False}


def test_a_file_that_imports_itself_is_a_map(maps, found, clean):
    """It is a cycle of one file."""
    maps(a=f'import "a.argmap"\n{clean}')
    assert found(".") == {"a": False}


def test_invalid_imports_are_ignored(maps, found, clean):
    """A missing file, an invalid path and an incomplete import change nothing."""
    maps(a=f'import "nowhere.argmap"\nimport "\\u{{0}}"\nimport ""\nimport\n{clean}', b=clean)
    assert found(".") == {"a": False, "b": False}


def test_importers_outside_of_the_folder_do_not_matter(maps, found, clean):
    """Only imports among the named files count."""
    maps(all__map='import "one/part.argmap"\n', all__one__part=clean)
    assert found("all/one") == {"part": False}


def test_a_map_that_is_named_twice_is_one_target(maps, found, clean):
    """The first path decides the relative path."""
    maps(maps__map=clean)
    assert found("maps", "maps/map.argmap", ".") == {"map": False}
    assert found(".", "maps") == {"maps/map": False}


@pytest.mark.parametrize("path", ["nowhere.argmap", "nowhere", "map.argmap/below"])
def test_a_missing_path_is_reported(maps, found, clean, path):
    """The message contains the path."""
    maps(map=clean)
    with pytest.raises(InputError, match=path):
        found(path)


def test_a_folder_without_maps_is_reported(here, found):
    """The message contains the path as written."""
    (here / "empty").mkdir()
    (here / "empty/notes.txt").touch()
    with pytest.raises(InputError, match="`empty`"):
        found("empty")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('map "A chapter"\nclaim a "b"\n', True),
        ('map "A chapter"\nsection "One" { claim a "b" }\n', True),
        ('claim a "b"\n', False),
        ('map "A chapter"\n', False),
        ('map "A chapter"\nimport "other.argmap"\n', False),
        ("", False),
    ],
    ids=["map", "in a section", "no title", "nothing in it", "only imports", "empty"],
)
def test_an_imported_map_is_drawable_if_it_has_a_header_and_statements(text, expected):
    """Without them, it is not a map of its own."""
    assert is_drawable(parse(SourceText("part.argmap", text))) is expected


def test_files_that_a_pattern_matches_are_imported(maps, found, clean):
    """Those that do not match are maps."""
    maps(map='import "parts/*.argmap"\n', parts__a=clean, parts__b=clean, parts__deep__c=clean)
    assert found(".") == {"map": False, "parts/a": True, "parts/b": True, "parts/deep/c": False}
