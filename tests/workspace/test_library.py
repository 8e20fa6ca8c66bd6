"""The files on disk, each read once."""

from pathlib import Path

import pytest

from argmap.syntax import parse
from argmap.text import SourceText
from argmap.workspace.files import shown


def test_a_file_is_read_once(maps, library, clean):
    """A file in two maps is one document, by whatever path it is reached."""
    folder = maps(map=clean, deep__other=clean)
    first = library.document(folder / "map.argmap")
    (folder / "map.argmap").unlink()
    assert library.document(folder / "deep/../map.argmap") is first
    assert len(library) == 1


def test_an_unsaved_text_stands_for_its_file(maps, library, clean):
    """What an editor holds is what is read."""
    path = maps(map=clean) / "map.argmap"
    document = parse(SourceText("map.argmap", 'claim a "b"'))
    library.add(path, document)
    assert library.document(path) is document


def test_a_file_that_is_not_there_raises(here, library):
    """A missing file, a folder and a path below a file are the caller's to tell."""
    (here / "folder.argmap").mkdir()
    (here / "file").touch()
    for name in ("nowhere.argmap", "folder.argmap", "file/below.argmap"):
        with pytest.raises(OSError, match=Path(name).name):
            library.document(here / name)


def test_a_failure_is_not_remembered(here, library, clean):
    """A file that appears later is read then."""
    path = here / "map.argmap"
    with pytest.raises(FileNotFoundError):
        library.document(path)
    path.write_text(clean, encoding="utf-8")
    assert library.document(path).items


def test_paths_are_shown_from_the_current_folder(here):
    """A path inside the current folder is shown from there, with slashes; another one whole."""
    here = here.resolve()
    assert shown(here / "maps" / "map.argmap") == "maps/map.argmap"
    assert shown(here.parent / "map.argmap") == (here.parent / "map.argmap").as_posix()
