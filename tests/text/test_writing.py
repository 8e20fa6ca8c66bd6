"""Writing a file whole or not at all."""

import errno
import os
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from argmap.text import write_atomically

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")


@pytest.mark.parametrize("data", ["", "a\r\nb\n", "Türkiye 😀", b"\x00\xff"])
def test_what_is_written_is_what_is_read(tmp_path, data):
    """Text is written as UTF-8 with its line ends as they are, bytes as they are."""
    path = tmp_path / "file"
    write_atomically(path, data)
    assert path.read_bytes() == (data.encode() if isinstance(data, str) else data)


def test_folders_are_made(tmp_path):
    """A path below folders that are not there yet can be written."""
    write_atomically(tmp_path / "one/two/file", "x")
    assert (tmp_path / "one/two/file").read_text(encoding="utf-8") == "x"


def test_an_old_file_is_replaced_whole(tmp_path):
    """Nothing of a longer content is left, and nothing else is in the folder."""
    path = tmp_path / "file"
    path.write_text("x" * 1000, encoding="utf-8")
    write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


@on_unix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755])
def test_an_old_file_keeps_its_permissions(tmp_path, mode):
    """A script stays executable, and a private file private."""
    path = tmp_path / "file"
    path.touch()
    path.chmod(mode)
    write_atomically(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@on_unix
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path, umask):
    """The umask counts as it does for every program, and is what it was afterwards."""
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "file", "new")
        after = os.umask(umask)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o666 & ~umask
    assert after == umask


@on_unix
def test_a_link_is_written_through(tmp_path):
    """A symbolic link stays one, and what it leads to is replaced; also through several links."""
    target = tmp_path / "folder" / "target"
    target.parent.mkdir()
    target.write_text("old", encoding="utf-8")
    (tmp_path / "one").symlink_to(target)
    (tmp_path / "two").symlink_to("one")
    write_atomically(tmp_path / "two", "new")
    assert target.read_text(encoding="utf-8") == "new"
    assert (tmp_path / "one").is_symlink()
    assert (tmp_path / "two").is_symlink()
    assert list(target.parent.iterdir()) == [target]


@on_unix
def test_a_pipe_is_written_into(tmp_path):
    """What is no regular file is written to, and never replaced by one."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(path, "new")
        assert stat.S_ISFIFO(path.stat().st_mode)
        assert os.read(reader, 100) == b"new"
    finally:
        os.close(reader)


@on_unix
def test_a_device_is_written_into(tmp_path):
    """Root's `--output-file /dev/null` must not do away with /dev/null; this is a copy of it."""
    path = tmp_path / "null"
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        path.write_text("may it be written to?", encoding="utf-8")
    except OSError:
        pytest.skip("only root may make a device, and not everywhere")
    write_atomically(path, "new")
    assert stat.S_ISCHR(path.stat().st_mode)
    assert list(tmp_path.iterdir()) == [path]


@on_unix
def test_a_reader_sees_the_old_file_or_the_new_one(tmp_path):
    """Whoever has the old file open reads it to its end."""
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    with path.open(encoding="utf-8") as reader:
        write_atomically(path, "new")
        assert reader.read() == "old"


def test_a_failure_leaves_everything_as_it_was(tmp_path):
    """Where the target cannot be replaced, here since it is a folder, nothing is left behind."""
    path = tmp_path / "taken"
    path.mkdir()
    (path / "inside").touch()
    with pytest.raises(OSError):  # noqa: PT011 - the system's word for it differs
        write_atomically(path, "new")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["inside", "taken"]


def test_a_text_that_cannot_be_encoded_leaves_everything_as_it_was(tmp_path):
    """Half a character is no text: the old file stays, and no other is there."""
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_path_below_a_file_raises(tmp_path):
    """A folder that cannot be made is an OSError like others, and the file is untouched."""
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(OSError):  # noqa: PT011 - the system's word for it differs
        write_atomically(path / "deeper" / "file", "new")
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("name", ["taken", "file/below", "x" * 300])
def test_an_error_names_the_file_as_the_caller_does(tmp_path, monkeypatch, name):
    """A folder, a path below a file, a name too long: never the name of a temporary file."""
    monkeypatch.chdir(tmp_path)
    Path("taken").mkdir()
    Path("file").touch()
    with pytest.raises(OSError) as caught:  # noqa: PT011 - the system's word for it differs
        write_atomically(Path(name), "new")
    assert (caught.value.filename, caught.value.filename2) == (os.fspath(Path(name)), None)


def test_a_failure_on_the_way_names_the_file_too(tmp_path, monkeypatch):
    """Here the temporary file cannot be made, as in a folder that may not be written to."""

    def refuse(**_options):
        raise PermissionError(errno.EACCES, "Permission denied", "/somewhere/.argmap-x1")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(PermissionError) as caught:
        write_atomically(tmp_path / "file", "new")
    assert caught.value.filename == os.fspath(tmp_path / "file")


@on_unix
def test_a_long_name_can_be_written(tmp_path):
    """A name as long as the system allows needs no longer one on the way."""
    path = tmp_path / ("a" * os.pathconf(tmp_path, "PC_NAME_MAX"))
    write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
