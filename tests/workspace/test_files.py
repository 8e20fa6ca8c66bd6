"""The files that commands and the language server read."""

import os
from pathlib import Path

import pytest

from argmap.syntax import parse
from argmap.text import SourceText
from argmap.workspace.files import (
    ABSENT,
    FileCache,
    OverlayFiles,
    TrackedFiles,
    display_path,
    is_digest,
)


@pytest.fixture
def files() -> FileCache:
    """The files on the disk; none has been read."""
    return FileCache()


@pytest.fixture
def changing() -> FileCache:
    """The files on the disk, which are read again when they change."""
    return FileCache(follows_changes=True)


def rewrite(path: Path, text: str) -> None:
    """Write a file with a new modification time, even if the clock is coarse."""
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000))


def test_a_file_is_read_once(maps, files, clean):
    """A file is the same document for every path that leads to it."""
    folder = maps(map=clean, deep__other=clean)
    first = files.document(folder / "map.argmap")
    (folder / "map.argmap").unlink()
    assert files.document(folder / "deep/../map.argmap") is first


def test_a_file_that_does_not_exist_raises(here, files):
    """A missing file, a folder and a path below a file raise an error that names them."""
    (here / "folder.argmap").mkdir()
    (here / "file").touch()
    for name in ("nowhere.argmap", "folder.argmap", "file/below.argmap"):
        with pytest.raises(OSError, match=Path(name).name):
            files.document(here / name)


def test_a_failure_is_not_cached(here, files, clean):
    """A file that is created after a failure is read."""
    path = here / "map.argmap"
    with pytest.raises(FileNotFoundError):
        files.document(path)
    assert files.fingerprint(path) == ABSENT
    path.write_text(clean, encoding="utf-8")
    assert files.document(path).items
    assert is_digest(files.fingerprint(path))


def test_the_first_content_counts(maps, files, clean):
    """Document, bytes and fingerprint are those of the first read."""
    path = maps(map=clean) / "map.argmap"
    fingerprint = files.fingerprint(path)
    rewrite(path, 'claim new "New"')
    assert files.read(path, 1 << 20) == clean.encode()
    assert files.document(path).source.text == clean
    assert files.fingerprint(path) == fingerprint
    assert FileCache().fingerprint(path) != fingerprint


def test_a_longer_read_reads_the_rest(maps, files, clean):
    """A limit applies only to the read that sets it."""
    path = maps(map=clean) / "map.argmap"
    assert files.read(path, 5) == clean.encode()[:5]
    assert files.read(path, 1 << 20) == clean.encode()
    assert files.read(path, 3) == clean.encode()[:3]


def test_changes_are_followed(maps, changing, clean):
    """A changed file is read and parsed again; an unchanged one is not."""
    path = maps(map=clean) / "map.argmap"
    first, fingerprint = changing.document(path), changing.fingerprint(path)
    assert changing.document(path) is first
    rewrite(path, 'claim new "New"')
    assert changing.document(path).source.text == 'claim new "New"'
    assert changing.fingerprint(path) not in (fingerprint, ABSENT)
    path.unlink()
    assert changing.fingerprint(path) == ABSENT


def test_a_folder_has_its_own_fingerprint(here, files, changing):
    """The fingerprint of a folder is neither absent nor a digest."""
    (here / "folder.argmap").mkdir()
    for reader in (files, changing):
        fingerprint = reader.fingerprint(here / "folder.argmap")
        assert fingerprint != ABSENT
        assert not is_digest(fingerprint)


def test_a_document_replaces_a_file(maps, files, clean):
    """Document, bytes and fingerprint are those of the replacement; other files are unchanged."""
    folder = maps(map=clean, other=clean)
    path, other = folder / "map.argmap", folder / "other.argmap"
    document = parse(SourceText("map.argmap", 'claim a "b"'))
    overlay = OverlayFiles(files, {path: document}.get)
    assert overlay.document(path) is document
    assert overlay.read(path, 7) == b"claim a"
    assert overlay.fingerprint(path) != files.fingerprint(path)
    assert overlay.document(other) is files.document(other)
    assert overlay.read(other, 1 << 20) == clean.encode()
    assert overlay.fingerprint(other) == files.fingerprint(path)


def test_reads_are_tracked(maps, changing, clean):
    """Every kind of read is recorded; a change, a new file and a deletion are detected."""
    folder = maps(map=clean, other=clean, deleted=clean)
    tracked = TrackedFiles(changing)
    tracked.document(folder / "map.argmap")
    tracked.read(folder / "other.argmap", 10)
    tracked.fingerprint(folder / "deleted.argmap")
    assert tracked.read_file(folder / "argmap.toml") is None
    assert len(tracked.fingerprints) == 4
    assert tracked.changed() == []
    rewrite(folder / "map.argmap", 'claim new "New"')
    (folder / "deleted.argmap").unlink()
    (folder / "argmap.toml").write_text("", encoding="utf-8")
    changed = [path.name for path in tracked.changed()]
    assert changed == ["map.argmap", "deleted.argmap", "argmap.toml"]


def test_paths_are_shown_relative_to_the_current_folder(here):
    """Paths outside of it are shown in full."""
    here = here.resolve()
    assert display_path(here / "maps" / "map.argmap") == "maps/map.argmap"
    assert display_path(here.parent / "map.argmap") == (here.parent / "map.argmap").as_posix()
