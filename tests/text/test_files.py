"""Atomic writing and locking of files."""

import errno
import multiprocessing
import os
import stat
import sys
import tempfile
from pathlib import Path

import pytest

from argmap.text import exclusive_access, write_atomically

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has different permissions")


@pytest.mark.parametrize("data", ["", "a\r\nb\n", "Türkiye 😀", b"\x00\xff"])
def test_the_content_is_written_unchanged(tmp_path, data):
    """Text is encoded as UTF-8, and line ends are not converted."""
    path = tmp_path / "file"
    write_atomically(path, data)
    assert path.read_bytes() == (data.encode() if isinstance(data, str) else data)


def test_missing_folders_are_created(tmp_path):
    """All folders of the path are created."""
    write_atomically(tmp_path / "one/two/file", "x")
    assert (tmp_path / "one/two/file").read_text(encoding="utf-8") == "x"


def test_an_existing_file_is_replaced_completely(tmp_path):
    """Nothing of a longer content remains, and no other file is left in the folder."""
    path = tmp_path / "file"
    path.write_text("x" * 1000, encoding="utf-8")
    write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]


@on_unix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755])
def test_an_existing_file_keeps_its_permissions(tmp_path, mode):
    """A script stays executable, a private file stays private."""
    path = tmp_path / "file"
    path.touch()
    path.chmod(mode)
    write_atomically(path, "new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@on_unix
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_a_new_file_has_default_permissions(tmp_path, umask):
    """The umask applies, and is unchanged afterwards."""
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "file", "new")
        after = os.umask(umask)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o666 & ~umask
    assert after == umask


@on_unix
def test_symbolic_links_are_followed(tmp_path):
    """The target is replaced and the links are kept, also with several links in a row."""
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
def test_a_link_out_of_the_folder_is_an_error(tmp_path, link):
    """A project may contain a link with the name of an output file."""
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
def test_a_linked_folder_out_of_the_folder_is_an_error(tmp_path):
    """No file and no folder is created in the target of the link."""
    (tmp_path / "output").mkdir()
    (tmp_path / "output/part").symlink_to(tmp_path)
    with pytest.raises(PermissionError):
        write_atomically(tmp_path / "output/part/deep/map.svg", "new", within=tmp_path / "output")
    assert not (tmp_path / "deep").exists()


@on_unix
def test_links_within_the_folder_are_followed(tmp_path):
    """The folder itself may be a link, too."""
    (tmp_path / "real/latest").mkdir(parents=True)
    (tmp_path / "output").symlink_to("real")
    (tmp_path / "real/map.svg").symlink_to("latest/map.svg")
    write_atomically(tmp_path / "output/map.svg", "new", within=tmp_path / "output")
    assert (tmp_path / "real/latest/map.svg").read_text(encoding="utf-8") == "new"


@on_unix
def test_hard_links_are_kept(tmp_path):
    """All names of the file have the new content, and no other file is left in the folder."""
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("x" * 1000, encoding="utf-8")
    two.hardlink_to(one)
    write_atomically(one, "new")
    assert two.read_text(encoding="utf-8") == "new"
    assert one.samefile(two)
    assert sorted(tmp_path.iterdir()) == [one, two]


@on_unix
def test_the_owner_is_kept(tmp_path):
    """A file that root writes in a container still belongs to its owner."""
    path = tmp_path / "file"
    path.touch(mode=0o640)
    try:
        os.chown(path, 12345, 23456)
    except PermissionError:
        pytest.skip("only root can change the owner of a file")
    write_atomically(path, "new")
    status = path.stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (12345, 23456, 0o640)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have different attributes")
def test_extended_attributes_are_kept(tmp_path):
    """Metadata of desktops and backup programs is not lost."""
    path = tmp_path / "file"
    path.touch()
    try:
        os.setxattr(path, "user.argmap.test", b"noted")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    write_atomically(path, "new")
    assert os.getxattr(path, "user.argmap.test") == b"noted"


def test_a_read_only_file_is_an_error(tmp_path, monkeypatch):
    """The file is not replaced, although its folder is writable."""
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o444)
    access = os.access  # allows root to write to any file
    monkeypatch.setattr(
        os, "access", lambda file, mode: access(file, mode) and file.stat().st_mode & 0o222
    )
    with pytest.raises(PermissionError, match="read-only"):
        write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    path.chmod(0o644)


@on_unix
@pytest.mark.parametrize("stream_path", ["/dev/fd/{}", "/proc/self/fd/{}", "link"])
def test_an_open_stream_is_written_to(tmp_path, stream_path):
    """Output that a shell redirects goes to the file that the shell has opened."""
    path = tmp_path / "redirected"
    handle = os.open(path, os.O_RDWR | os.O_CREAT)
    stream = Path(stream_path.format(handle))
    if stream_path == "link":
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
def test_a_file_in_shared_memory_is_replaced():
    """Files in a folder in /dev are regular files."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        path = Path(folder, "new/file")
        write_atomically(path, "old")
        before = path.stat().st_ino
        write_atomically(path, "new")
        assert path.read_text(encoding="utf-8") == "new"
        assert path.stat().st_ino != before


@on_unix
def test_a_pipe_is_written_to(tmp_path):
    """A pipe is not replaced by a regular file."""
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
def test_a_device_is_written_to(tmp_path):
    """Root's `--output-file /dev/null` must not replace /dev/null; the test uses a copy of it."""
    path = tmp_path / "null"
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        path.write_text("is it writable?", encoding="utf-8")
    except OSError:
        pytest.skip("only root can create devices, and not on every system")
    write_atomically(path, "new")
    assert stat.S_ISCHR(path.stat().st_mode)
    assert list(tmp_path.iterdir()) == [path]


@on_unix
def test_a_reader_sees_the_old_or_the_new_content(tmp_path):
    """A program that has opened the old file can read it to the end."""
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    with path.open(encoding="utf-8") as reader:
        write_atomically(path, "new")
        assert reader.read() == "old"


def test_a_failure_leaves_no_files_behind(tmp_path):
    """Here, the target cannot be replaced because it is a folder."""
    path = tmp_path / "taken"
    path.mkdir()
    (path / "inside").touch()
    with pytest.raises(OSError):  # noqa: PT011 - the message depends on the system
        write_atomically(path, "new")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["inside", "taken"]


def test_a_text_that_cannot_be_encoded_is_not_written(tmp_path):
    """A lone surrogate leaves the old file unchanged and no other file behind."""
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_atomically(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_path_below_a_file_is_an_error(tmp_path):
    """The folder cannot be created, and the file is unchanged."""
    path = tmp_path / "file"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(OSError):  # noqa: PT011 - the message depends on the system
        write_atomically(path / "deeper" / "file", "new")
    assert path.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("name", ["taken", "file/below", "x" * 300])
def test_an_error_has_the_path_that_the_caller_passed(tmp_path, monkeypatch, name):
    """It is not the path of a temporary file or of a folder."""
    monkeypatch.chdir(tmp_path)
    Path("taken").mkdir()
    Path("file").touch()
    with pytest.raises(OSError) as caught:  # noqa: PT011 - the message depends on the system
        write_atomically(Path(name), "new")
    assert (caught.value.filename, caught.value.filename2) == (os.fspath(Path(name)), None)


def test_an_error_with_the_temporary_file_has_the_path_of_the_target(tmp_path, monkeypatch):
    """Here, the temporary file cannot be created, as in a read-only folder."""

    def fail(**_options):
        raise PermissionError(errno.EACCES, "Permission denied", "/somewhere/.argmap-x1")

    monkeypatch.setattr(tempfile, "mkstemp", fail)
    with pytest.raises(PermissionError) as caught:
        write_atomically(tmp_path / "file", "new")
    assert caught.value.filename == os.fspath(tmp_path / "file")


@on_unix
def test_a_file_with_the_longest_name_can_be_written(tmp_path):
    """The temporary file does not have a longer name."""
    path = tmp_path / ("a" * os.pathconf(tmp_path, "PC_NAME_MAX"))
    write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "new"


# ---- Locks --------------------------------------------------------------------------------------


def _add_lines(path: Path, name: str) -> None:
    for number in range(20):
        with exclusive_access(path):
            old = path.read_text(encoding="utf-8") if path.exists() else ""
            write_atomically(path, f"{old}{name}{number}\n")


def test_concurrent_updates_are_not_lost(tmp_path):
    """Processes with exclusive access update a file one after the other."""
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


def test_waiting_for_access_times_out(tmp_path, monkeypatch):
    """A process that hangs with the lock does not block others forever."""
    monkeypatch.setattr("argmap.text.files._LOCK_TIMEOUT_SECONDS", 0.0)
    with (
        exclusive_access(tmp_path / "file"),
        pytest.raises(OSError, match="another argmap process"),
        exclusive_access(tmp_path / "file"),
    ):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other locks")
@pytest.mark.parametrize("error", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL])
def test_a_file_system_without_locks_is_used_without(tmp_path, monkeypatch, error):
    """Files on some network drives cannot be locked, but can be written."""
    import fcntl

    def fail(*_):
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(fcntl, "flock", fail)
    with exclusive_access(tmp_path / "file"), exclusive_access(tmp_path / "file"):
        write_atomically(tmp_path / "file", "text")
    assert (tmp_path / "file").read_text(encoding="utf-8") == "text"
