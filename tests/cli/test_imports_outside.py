"""Tests that an untrusted map cannot make argmap read other files."""

import os
import sys

import pytest

SECRET = "hunter2-the-secret"


@pytest.fixture
def project(write, tmp_path):
    """A project, with a map and other files next to it that are out of bounds."""
    write("project/.git/HEAD", "")
    write("outside.argmap", f'claim {SECRET} "{SECRET}"\n')
    write("project/.env", f"PASSWORD={SECRET}\n")
    write("project/secret.argmap.txt", f'claim a "{SECRET}"\n')
    return tmp_path / "project"


@pytest.mark.parametrize(
    "path",
    [
        "../outside.argmap",
        "maps/../../outside.argmap",
        "maps/out/../../outside.argmap",
        "..\\\\outside.argmap",
        ".env",
        "./.env",
        "secret.argmap.txt",
        "/etc/passwd",
        "//etc/passwd",
        "/proc/self/environ",
        "~/.ssh/id_rsa",
        "file:///etc/passwd",
        "https://example.org/map.argmap",
        "\\\\\\\\server\\\\share\\\\map.argmap",
        "C:/map.argmap",
        "",
        ".",
        "..",
        "/",
        "maps",
        "a" * 5_000,
        "a\\u{0}.argmap",
    ],
)
def test_an_import_from_outside_is_not_read(argmap, project, clean, path):
    """The import of a file outside the project, or of another kind, is reported."""
    (project / "maps").mkdir()
    (project / "map.argmap").write_text(f'import "{path}"\n{clean}', encoding="utf-8")
    outcome = argmap("check", "map.argmap", cwd=project, env={"SECRET": SECRET})
    assert (outcome.returncode, outcome.stderr) == (1, "")
    assert "REF105" in outcome.stdout
    assert SECRET not in outcome.stdout
    assert "root:" not in outcome.stdout


@pytest.mark.parametrize("path", ["../outside.argmap", ".env"])
@pytest.mark.parametrize(
    "command",
    [["check", "--format", "json"], ["export", "json"], ["export", "outline"], ["render"]],
)
def test_no_command_reads_from_outside(argmap, project, clean, command, path):
    """All commands keep to the project, in their output and in the files they write."""
    (project / "map.argmap").write_text(f'import "{path}"\n{clean}', encoding="utf-8")
    outcome = argmap(*command, "map.argmap", cwd=project)
    assert outcome.returncode == 1
    assert "REF105" in outcome.stdout + outcome.stderr
    assert SECRET not in outcome.stdout + outcome.stderr
    assert not (project / "output").exists()


def test_an_absolute_path_into_the_project_is_refused_too(argmap, project, clean):
    """A map that works on only one machine is reported."""
    (project / "part.argmap").write_text(clean, encoding="utf-8")
    text = f'import "{(project / "part.argmap").as_posix()}"\n'
    (project / "map.argmap").write_text(text, encoding="utf-8")
    assert "REF105" in argmap("check", "map.argmap", cwd=project).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
@pytest.mark.parametrize("target", ["../outside.argmap", "/etc/passwd", ".env"])
def test_an_import_through_a_link_stays_in_the_project(argmap, project, clean, target):
    """A link is followed only to a map inside the project."""
    (project / "link.argmap").symlink_to(target)
    (project / "map.argmap").write_text(f'import "link.argmap"\n{clean}', encoding="utf-8")
    outcome = argmap("check", "map.argmap", cwd=project)
    assert outcome.returncode == 1
    assert "REF105" in outcome.stdout
    assert SECRET not in outcome.stdout
    assert "root:" not in outcome.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_an_import_through_a_linked_folder_stays_in_the_project(argmap, project, clean, tmp_path):
    """The same limit applies to linked folders."""
    (project / "maps").symlink_to(tmp_path)
    (project / "map.argmap").write_text(f'import "maps/outside.argmap"\n{clean}', encoding="utf-8")
    outcome = argmap("check", "map.argmap", cwd=project)
    assert outcome.returncode == 1
    assert SECRET not in outcome.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
@pytest.mark.parametrize("command", [["check"], ["render"]])
def test_a_folder_does_not_reveal_the_targets_of_its_links(argmap, project, clean, command):
    """Checking an untrusted folder must not show other files that it links to."""
    (project / "map.argmap").write_text(clean, encoding="utf-8")
    (project / "link.argmap").symlink_to("/etc/passwd")
    (project / "env.argmap").symlink_to(".env")
    outcome = argmap(*command, ".", cwd=project)
    assert SECRET not in outcome.stdout + outcome.stderr
    assert "root:" not in outcome.stdout + outcome.stderr


@pytest.mark.parametrize("marker", [".git", "pyproject.toml", "argmap.toml"])
def test_an_import_inside_the_project_is_read(argmap, write, clean, marker):
    """Imports reach all of the project, also upwards."""
    write(f"project/{marker}", "")
    write("project/parts/part.argmap", clean)
    write("project/maps/map.argmap", 'import "../parts/part.argmap"\nclaim a "b" { c: d }\n')
    outcome = argmap("check", "project/maps/map.argmap")
    assert "REF105" not in outcome.stdout
    assert "2 files" in outcome.stdout


def test_without_a_project_imports_stay_in_the_folder(argmap, write, clean, tmp_path):
    """Without a project root, imports reach the map's folder and below."""
    if any((up / ".git").exists() for up in tmp_path.parents):
        pytest.skip("the temporary folder lies in a project")
    write("parts/part.argmap", clean)
    write("maps/map.argmap", f'import "../parts/part.argmap"\n{clean}')
    assert "outside the project" in argmap("check", "maps/map.argmap").stdout


@pytest.mark.skipif(not os.path.exists("/proc/self/fd"), reason="this system has no /proc")  # noqa: PTH110
def test_a_named_map_may_be_anywhere(run, write, clean):
    """The user chose the path; it may be a pipe (`<(…)` in a shell)."""
    path = write("map.argmap", clean)
    command = f'"{sys.executable}" -m argmap check /dev/fd/3 3<"{path}"'
    assert run(["sh", "-c", command]).returncode == 0
