"""Writing a file whole or not at all."""

import errno
import multiprocessing
import os
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from argmap.text import exclusive_access, write_atomically

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
@pytest.mark.parametrize(
    "link", ["../out", "../secret.txt", "/etc/argmap-test", "inner/../../secret.txt"]
)
def test_no_link_leads_out_of_a_folder(tmp_path, link):
    """A project may hold a link with the name that a command writes to."""
    folder = tmp_path / "output"
    (folder / "inner").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text("old", encoding="utf-8")
    (folder / "map.svg").symlink_to(link)
    with pytest.raises(PermissionError, match=r"a link leads out of the folder") as caught:
        write_atomically(folder / "map.svg", "new", within=folder)
    assert caught.value.filename == str(folder / "map.svg")
    assert (tmp_path / "secret.txt").read_text(encoding="utf-8") == "old"
    assert not (tmp_path / "out").exists()


@on_unix
def test_no_linked_folder_leads_out_of_a_folder(tmp_path):
    """Nothing is written, and no folder created, where a link to a folder leads."""
    (tmp_path / "output").mkdir()
    (tmp_path / "output/part").symlink_to(tmp_path)
    with pytest.raises(PermissionError):
        write_atomically(tmp_path / "output/part/deep/map.svg", "new", within=tmp_path / "output")
    assert not (tmp_path / "deep").exists()


@on_unix
def test_links_inside_of_a_folder_are_followed(tmp_path):
    """Also where the folder itself is reached by a link."""
    (tmp_path / "real/latest").mkdir(parents=True)
    (tmp_path / "output").symlink_to("real")
    (tmp_path / "real/map.svg").symlink_to("latest/map.svg")
    write_atomically(tmp_path / "output/map.svg", "new", within=tmp_path / "output")
    assert (tmp_path / "real/latest/map.svg").read_text(encoding="utf-8") == "new"


@on_unix
def test_hard_links_stay(tmp_path):
    """Each name of a file has its new content, and nothing else is left in the folder."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("x" * 1000, encoding="utf-8")
    two.hardlink_to(one)
    write_atomically(one, "new")
    assert two.read_text(encoding="utf-8") == "new"
    assert one.samefile(two)
    assert sorted(tmp_path.iterdir()) == [one, two]


@on_unix
def test_the_owner_stays(tmp_path):
    """Root in a container does not take a file from its owner."""
    path = tmp_path / "file"
    path.touch(mode=0o640)
    try:
        os.chown(path, 12345, 23456)
    except PermissionError:
        pytest.skip("only root may give a file away")
    write_atomically(path, "new")
    found = path.stat()
    assert (found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode)) == (12345, 23456, 0o640)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other attributes")
def test_extended_attributes_stay(tmp_path):
    """What a desktop or a backup has noted about a file is not lost."""
    path = tmp_path / "file"
    path.touch()
    try:
        os.setxattr(path, "user.argmap.test", b"noted")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    write_atomically(path, "new")
    assert os.getxattr(path, "user.argmap.test") == b"noted"


def test_a_file_that_is_read_only_is_left_alone(tmp_path, monkeypatch):
    """It is refused as any program is refused that opens it for writing."""
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o444)
    may = os.access  # of root, who may write anything
    monkeypatch.setattr(
        os, "access", lambda file, mode: may(file, mode) and file.stat().st_mode & 0o222
    )
    with pytest.raises(PermissionError, match="read-only"):
        write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    path.chmod(0o644)


@on_unix
@pytest.mark.parametrize("through", ["/dev/fd/{}", "/proc/self/fd/{}", "link"])
def test_an_open_stream_is_written_into(tmp_path, through):
    """What a shell redirected to a file goes into that file, which the shell has open."""
    path = tmp_path / "redirected"
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    stream = Path(through.format(handle))
    if through == "link":
        stream = tmp_path / "link"
        stream.symlink_to(f"/dev/fd/{handle}")
    if not stream.exists():
        pytest.skip("this system has no such folder")
    try:
        write_atomically(stream, "new")
        assert os.read(handle, 100) in (b"new", b"")
        assert path.stat().st_ino == os.fstat(handle).st_ino
    finally:
        os.close(handle)
    assert path.read_text(encoding="utf-8") == "new"


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="there is no /dev/shm")
def test_a_file_in_memory_is_a_file():
    """A folder in /dev is a folder: what is written there is written whole."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        path = Path(folder, "new/file")
        write_atomically(path, "old")
        before = path.stat().st_ino
        write_atomically(path, "new")
        assert path.read_text(encoding="utf-8") == "new"
        assert path.stat().st_ino != before


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


# ---- What is read, changed and written again ---------------------------------------------------


def _add_lines(path: Path, name: str) -> None:
    for number in range(20):
        with exclusive_access(path):
            old = path.read_text(encoding="utf-8") if path.exists() else ""
            write_atomically(path, f"{old}{name}{number}\n")


def test_no_update_of_a_file_is_lost(tmp_path):
    """Processes that change one file at the same time do so one after the other."""
    path = tmp_path / "file"
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_add_lines, args=(path, name)) for name in "abc"]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    lines = path.read_text(encoding="utf-8").split()
    assert sorted(lines) == sorted(f"{name}{number}" for name in "abc" for number in range(20))
    assert [entry.name for entry in path.parent.iterdir()] == ["file"]


def test_waiting_for_access_ends(tmp_path, monkeypatch):
    """A process that has stopped with its access does not keep others waiting forever."""
    monkeypatch.setattr("argmap.text.files._LOCK_TIMEOUT_SECONDS", 0.0)
    with (
        exclusive_access(tmp_path / "file"),
        pytest.raises(OSError, match="another argmap process"),
        exclusive_access(tmp_path / "file"),
    ):
        pass
