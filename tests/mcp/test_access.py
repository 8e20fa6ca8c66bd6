"""Assistants read only the folders that the server was started with, whatever names a file."""

import os
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.mcp.assistant import MAP, SECRET, started, write

from argmap.errors import InputError
from argmap.mcp.folders import AllowedFolders

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs links")

IMPORT = 'import "{}"\nclaim b "B"\n'


@pytest.fixture(scope="module")
def guarded(project):
    """An assistant in a project with links that lead out of its folder, and special files."""
    maps = project / "maps"
    (maps / "link.argmap").symlink_to(project / "secret.argmap")
    (maps / "linked").symlink_to(project, target_is_directory=True)
    (maps / "loop.argmap").symlink_to(maps / "loop.argmap")
    (maps / "folder.argmap").mkdir()
    os.mkfifo(maps / "pipe.argmap")
    (maps / "device.argmap").symlink_to("/dev/zero")
    write(project, maps__hidden__map_argmap=f'claim a "{SECRET}"\n')
    (maps / "hidden").rename(maps / ".hidden")
    (maps / ".env").write_text(f"PASSWORD={SECRET}\n", encoding="utf-8")
    with started(project, "maps") as assistant:
        yield assistant


PATHS = {
    "above": "../secret.argmap",
    "above from below": "part/../../secret.argmap",
    "absolute": "/etc/passwd",
    "network": "//etc/passwd",
    "UNC": "\\\\server\\share\\map.argmap",
    "backslashes": "..\\secret.argmap",
    "a NUL": "bus.argmap\0.txt",
    "a line end": "bus.argmap\n",
    "empty": "",
    "blank": "  ",
    "home": "~/map.argmap",
    "a link": "link.argmap",
    "a linked folder": "linked/secret.argmap",
    "a loop": "loop.argmap",
    "a folder": "folder.argmap",
    "the folder itself": ".",
    "a pipe": "pipe.argmap",
    "a device": "/dev/zero",
    "a linked device": "device.argmap",
    "the process": "/proc/self/environ",
    "hidden": ".hidden/map.argmap",
    "a hidden file": ".env",
    "a long name": "x" * 300 + ".argmap",
    "a very long name": "x" * 100_000,
    "a surrogate": "\ud800.argmap",
    "a link with a fragment": "link.argmap#1",
    "a Markdown file": "../README.md#1",
}


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
@pytest.mark.parametrize("tool", ["check", "passages"])
def test_a_path_that_leads_out_is_refused(guarded, tool, path):
    """The reason is one sentence, and contains nothing of the file."""
    if "\ud800" in path:
        pytest.skip("the client cannot send it")
    reason = guarded.refused(tool, path=path)
    assert len(reason) < 700
    assert reason.startswith("`")


def test_paths_of_both_versions_are_checked(guarded):
    """And the path that a text would have."""
    assert "outside" in guarded.refused("diff", old_path="../secret.argmap", new_path="bus.argmap")
    assert "outside" in guarded.refused("diff", old_path="bus.argmap", new_path="link.argmap")
    assert "outside" in guarded.refused("check", text=MAP, path="../other.argmap")


def test_absolute_paths_inside_are_allowed(guarded, project):
    """Many clients send absolute paths."""
    path = (project / "maps/bus.argmap").as_posix()
    assert guarded.call("check", path=path).endswith("nothing to report.")


@pytest.mark.parametrize(
    "written",
    [
        *("../secret.argmap", "link.argmap", "linked/secret.argmap", "/etc/passwd"),
        *(
            "//server/share.argmap",
            "device.argmap",
            "pipe.argmap",
            "../*.argmap",
            "linked/*.argmap",
        ),
    ],
)
def test_an_import_that_leads_out_is_reported(guarded, written):
    """The folder is inside of a project, whose other files the assistant must not read either."""
    text = IMPORT.format(written)
    report = guarded.call("check", text=text)
    assert "error[REF" in report
    assert SECRET not in report
    assert SECRET not in guarded.call("render", text=text)
    assert SECRET not in guarded.call("diff", old_text=text, new_text='claim b "B"')


@pytest.mark.parametrize("written", ["../secret.txt", "linked/secret.txt", "/etc/passwd", ".env"])
def test_the_text_of_a_source_that_leads_out_is_not_read(guarded, project, written):
    """A map, too, can name a file."""
    text = f'source s "S" {{ text: "{written}" }}\nclaim b "B" @s:1 "{SECRET}"\n'
    write(project, maps__source_argmap=text)
    reason = guarded.refused("passages", path="source.argmap", source="s")
    assert "cannot be read" in reason or "not read" in reason
    report = guarded.call("check", path="source.argmap")
    assert "EVI" in report or "nothing to report" in report


def test_a_configuration_that_leads_out_is_ignored(tmp_path):
    """Neither texts nor baselines are read outside of the folder, nor settings above it."""
    settings = 'baseline = "../baseline.json"\n[sources]\ns = "../secret.txt"\n'
    write(tmp_path, argmap_toml='ignore = ["EVI"]\n', secret_txt=f"{SECRET}\n")
    write(tmp_path, maps__map_argmap=f'source s "S"\nclaim b "B" @s:1 "{SECRET}"\n')
    write(tmp_path, maps__argmap_toml=settings)
    with started(tmp_path, "maps") as assistant:
        report = assistant.call("check", path="map.argmap")
        assert "cannot be read" in assistant.refused("passages", path="map.argmap", source="s")
        assert SECRET not in report.replace(f"“{SECRET}”", "")
        (tmp_path / "maps/argmap.toml").unlink()
        assert "EVI" in assistant.call("check", text='claim a "A"')


def test_several_folders_are_searched(tmp_path):
    """A relative path is that of the first folder that has the file."""
    write(tmp_path, one__a_argmap=MAP, two__b_argmap='assumption b "B"\n')
    with started(tmp_path, "one", "two") as assistant:
        assert "The bus" in assistant.call("explain", path="a.argmap", id="slow")
        assert "1 statement" in assistant.call("check", path="b.argmap")


@pytest.mark.parametrize("name", ["CON.argmap", "nul", "sub/AUX.txt", "\\\\server\\x", "//x/y"])
def test_devices_and_network_paths_of_windows_are_refused(monkeypatch, tmp_path, name):
    """They are refused by their names; opening them would do harm."""
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(InputError, match="is not a valid path: "):
        AllowedFolders((tmp_path,)).find(name)


PARTS = st.sampled_from(
    [
        *("..", ".", "", "/", "~", "maps", "part.argmap", "link.argmap", "linked", "secret.argmap"),
        *("bus.argmap", "\\", "\0", "loop.argmap", "#1", "folder.argmap", ".env", "x" * 300),
    ]
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None
)
@given(parts=st.lists(PARTS | st.text(max_size=3), max_size=6), separator=st.sampled_from("/\\"))
def test_every_path_stays_inside(guarded, project, parts, separator):
    """A path is refused, or that of a regular file in the folder."""
    maps = (project / "maps").resolve()
    folders = AllowedFolders((maps,))
    written = separator.join(parts)
    try:
        path = folders.find(written)
    except InputError:
        return
    assert path == path.resolve()
    assert path.is_relative_to(maps)
    assert folders.read(path, 10)


def test_a_surrogate_is_refused(tmp_path):
    """No file can have the name."""
    with pytest.raises(InputError, match=r"is not a valid path|does not exist"):
        AllowedFolders((tmp_path,)).find("\ud800.argmap")
