"""Which maps are meant by paths."""

from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.syntax import parse
from argmap.text import SourceText
from argmap.workspace.targets import find_targets, is_drawable


@pytest.fixture
def found(files):
    """Return what paths mean: each map's place, and whether it is a part."""
    return lambda *paths: {
        target.relative_path.as_posix(): target.is_imported
        for target in find_targets([Path(path) for path in paths], files)
    }


def test_a_file_is_placed_by_its_name(maps, found, clean):
    """A file on its own has no folder in its place, wherever it lies."""
    maps(deep__map=clean)
    assert found("deep/map.argmap") == {"map": False}


def test_files_of_a_folder_are_placed_below_it(maps, found, clean):
    """A folder's files keep their folders below it, and come in the order of their paths."""
    maps(maps__b=clean, maps__a__z=clean, maps__a__c=clean)
    assert list(found("maps")) == ["a/c", "a/z", "b"]
    assert list(found("maps/a")) == ["c", "z"]


def test_only_the_suffix_is_cut_off(here, found, clean):
    """A dot in a file's name is part of the name."""
    (here / "v1.2.argmap").write_text(clean, encoding="utf-8")
    assert found(".") == {"v1.2": False}
    assert found("v1.2.argmap") == {"v1.2": False}


def test_a_part_is_known_through_every_import(maps, found, clean):
    """What a map imports, and what that imports, are parts of it."""
    maps(map='import "one.argmap"\n', one='import "two.argmap"\n', two=clean, other=clean)
    assert found(".") == {"map": False, "one": True, "other": False, "two": True}


def test_of_a_ring_the_first_is_the_map(maps, found):
    """Files that import each other in a ring are the first one's parts."""
    maps(a='import "b.argmap"\n', b='import "c.argmap"\n', c='import "a.argmap"\n')
    assert found(".") == {"a": False, "b": True, "c": True}


def test_a_map_that_leads_into_a_ring_is_the_map(maps, found):
    """A ring that something else imports is a part as a whole."""
    maps(z='import "a.argmap"\n', a='import "b.argmap"\n', b='import "a.argmap"\n')
    assert found(".") == {"a": True, "b": True, "z": False}


def test_a_file_that_imports_itself_is_a_map(maps, found, clean):
    """A ring of one has its first file too."""
    maps(a=f'import "a.argmap"\n{clean}')
    assert found(".") == {"a": False}


def test_imports_that_lead_nowhere_make_no_parts(maps, found, clean):
    """A missing file, a broken path and an unreadable import change nothing for the others."""
    maps(a=f'import "nowhere.argmap"\nimport "\\u{{0}}"\nimport ""\nimport\n{clean}', b=clean)
    assert found(".") == {"a": False, "b": False}


def test_a_part_outside_of_the_folder_does_not_matter(maps, found, clean):
    """Only maps that are looked at together are parts of each other."""
    maps(all__map='import "one/part.argmap"\n', all__one__part=clean)
    assert found("all/one") == {"part": False}


def test_a_map_reached_twice_is_one_target(maps, found, clean):
    """The first path that leads to a file decides its place."""
    maps(maps__map=clean)
    assert found("maps", "maps/map.argmap", ".") == {"map": False}
    assert found(".", "maps") == {"maps/map": False}


@pytest.mark.parametrize("path", ["nowhere.argmap", "nowhere", "map.argmap/below"])
def test_a_missing_path_is_told(maps, found, clean, path):
    """What is not there raises, and the message names it."""
    maps(map=clean)
    with pytest.raises(InputError, match=path):
        found(path)


def test_a_folder_without_maps_is_told(here, found):
    """A folder that holds no map raises, and the message names it as it was written."""
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
def test_a_part_has_a_picture_when_it_has_a_title_and_statements(text, expected):
    """A part is drawn by itself when it was written to be read by itself."""
    assert is_drawable(parse(SourceText("part.argmap", text))) is expected
