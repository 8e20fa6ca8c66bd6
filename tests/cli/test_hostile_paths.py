"""Tests paths that are not regular files."""

import os
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="these are things of Unix")


@pytest.fixture(params=["a folder", "a fifo", "a ring of links", "a dead link", "a device"])
def special_file(request, tmp_path):
    """Something called thing.argmap that is not a regular file."""
    path = tmp_path / "maps" / "thing.argmap"
    path.parent.mkdir()
    match request.param:
        case "a folder":
            path.mkdir()
        case "a fifo":
            os.mkfifo(path)
        case "a ring of links":
            path.symlink_to(path.name)
        case "a dead link":
            path.symlink_to("nowhere.argmap")
        case "a device":
            path.symlink_to("/dev/zero")
    return path


@pytest.mark.parametrize("command", [["check"], ["render"], ["export", "json"]])
def test_a_special_file_ends_in_2(argmap, special_file, command):
    """It is reported by name, and the command does not wait for it."""
    outcome = argmap(*command, "maps/thing.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert special_file.name in outcome.stderr
    assert "None" not in outcome.stderr


def test_the_reason_is_printed(argmap, tmp_path):
    """The message gives the reason and not only the path."""
    os.mkfifo(tmp_path / "fifo.argmap")
    outcome = argmap("check", "fifo.argmap")
    reason = outcome.stderr.strip().partition("cannot be read: ")[2]
    assert reason
    assert "fifo.argmap" not in reason


def test_a_special_file_in_a_folder_never_hangs_or_fails(argmap, special_file, write, clean):
    """It is reported or skipped; a folder with that name is searched."""
    write("maps/map.argmap", clean)
    outcome = argmap("check", "maps")
    assert outcome.returncode in {0, 2}
    assert (special_file.name in outcome.stderr) == (outcome.returncode == 2)
    assert "None" not in outcome.stderr


def test_a_special_file_cannot_be_imported(argmap, special_file, write, clean):
    """The import is reported in the map, and the command does not wait."""
    write("maps/map.argmap", f'import "{special_file.name}"\n{clean}')
    outcome = argmap("check", "maps/map.argmap")
    assert (outcome.returncode, outcome.stderr) == (1, "")
    assert "REF105" in outcome.stdout


def test_a_folder_named_like_a_map_is_a_folder(argmap, write, doubtful):
    """Maps inside it are found."""
    write("maps.argmap/map.argmap", doubtful)
    assert "--> maps.argmap/map.argmap:1:1" in argmap("check", ".").stdout


def test_a_cycle_of_folders_is_searched_once(argmap, write, tmp_path, doubtful):
    """A link to a parent folder does not cause an endless loop."""
    write("maps/map.argmap", doubtful)
    (tmp_path / "maps" / "again").symlink_to(tmp_path / "maps")
    outcome = argmap("check", "maps")
    assert (outcome.returncode, outcome.stderr) == (1, "")
    assert outcome.stdout.count("EVI301") == 1


def test_a_linked_map_is_one_map(argmap, write, tmp_path, doubtful):
    """A file and a link to it are reported once."""
    write("map.argmap", doubtful)
    (tmp_path / "link.argmap").symlink_to("map.argmap")
    outcome = argmap("check", ".")
    assert outcome.stdout.count("EVI301") == 1


def test_a_name_that_is_not_text_is_shown(argmap, tmp_path, doubtful):
    """A file name that is not UTF-8 is shown with escapes, in both formats."""
    try:
        (tmp_path / os.fsdecode(b"\xff.argmap")).write_text(doubtful, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes no such name")
    for format_ in ("text", "json"):
        outcome = argmap("check", "--format", format_, ".")
        assert (outcome.returncode, outcome.stderr) == (1, "")
        assert "dcff" in outcome.stdout


def test_a_name_cannot_control_the_terminal(argmap, tmp_path, doubtful, broken):
    """Escape sequences in a file name are not printed as they are."""
    name = "\x1b[31mred\n.argmap"
    (tmp_path / name).write_text(doubtful, encoding="utf-8")
    for outcome in (argmap("check", "."), argmap("check", f"{name}/x"), argmap("render", ".")):
        assert "\x1b" not in outcome.stdout + outcome.stderr
    (tmp_path / name).write_text(broken, encoding="utf-8")
    assert "\x1b" not in argmap("render", ".").stderr


@pytest.mark.usefixtures("permissions")
@pytest.mark.parametrize("path", ["map.argmap", "."])
def test_an_unreadable_file_ends_in_2(argmap, write, clean, path):
    """A map without read permission is reported with the reason."""
    write("map.argmap", clean).chmod(0)
    outcome = argmap("check", path)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "map.argmap" in outcome.stderr
    assert "Permission denied" in outcome.stderr


@pytest.mark.usefixtures("permissions")
def test_an_unreadable_import_is_a_diagnostic(argmap, write, clean):
    """It is reported at the import."""
    write("part.argmap", clean).chmod(0)
    write("map.argmap", f'import "part.argmap"\n{clean}')
    outcome = argmap("check", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (1, "")
    assert "the file `part.argmap` cannot be read" in outcome.stdout


_INJECTED = "INJECTED"
_NAMES = [
    f"x\n::error::{_INJECTED}\n.argmap",
    f"::error::{_INJECTED}.argmap",
    f" ::warning::{_INJECTED}.argmap",
    f"\t::add-mask::{_INJECTED}.argmap",
    f"x\r::error::{_INJECTED}.argmap",
    f"x\u2028::error::{_INJECTED}.argmap",
    f"\x1b]0;{_INJECTED}\x07.argmap",
    f"\x9b31m\u202e{_INJECTED}.argmap",
]
_COMMANDS = [
    *(["check"], ["check", "--format", "concise"], ["check", "--format", "junit"]),
    *(["check", "--format", "gitlab"], ["check", "--fix"], ["check", "--diff"]),
    *(["fmt"], ["fmt", "--check"], ["render", "-o", "."], ["render", "--check", "-o", "."]),
    *(["lock"], ["coverage"], ["evaluate"], ["evaluate", "--load-bearing"], ["explain"]),
    *(["export", "json"], ["export", "json", "-o"], ["init"], ["check", "--baseline"]),
    *(["evaluate", "--without"], ["check", "--source"], ["check", "--config"], ["explain", "."]),
    *(["check", "--select"], ["render", "--theme"], ["nothing"], ["--nothing"]),
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((name, text) for name in _NAMES for text in ("broken", "none")),
        *((name, text) for name in _NAMES[:3] for text in ("clean", "no UTF-8")),
    ],
)
def test_a_name_is_never_a_command(run_in_process, tmp_path, request, name, text):
    """No line begins with what GitHub's runner or a terminal would execute.

    File names come from a pull request, and the output goes to the log of its check.
    """
    contents = {"no UTF-8": b'claim a "\xff"\n', "none": None}
    content = contents[text] if text in contents else request.getfixturevalue(text).encode()
    for command in _COMMANDS:
        if content is not None:
            (tmp_path / name).write_bytes(content)
        outcome = run_in_process(*command, name)
        output = outcome.stdout + outcome.stderr
        controls = {c for c in output if ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or ord(c) == 0x202E}
        assert controls <= {"\n"}, command
        lines = [line.lstrip() for line in output.split("\n")]
        assert not [line for line in lines if line.startswith("::")], command
