"""Tests ``-``: a map from standard input."""

import json
import sys


def test_a_map_is_read_from_standard_input(argmap, doubtful):
    """``-`` checks the input and names it <stdin>."""
    outcome = argmap("check", "-", input=doubtful)
    assert outcome.returncode == 1
    assert "--> <stdin>:1:1" in outcome.stdout


def test_empty_standard_input_ends_in_2(argmap):
    """It means that the command before the pipe failed."""
    outcome = argmap("check", "-")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "standard input is empty" in outcome.stderr


def test_standard_input_excludes_other_paths(argmap, write, clean):
    """``-`` with other paths is wrong usage."""
    write("map.argmap", clean)
    outcome = argmap("check", "-", "map.argmap", input=clean)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "standard input" in outcome.stderr


def test_the_given_name_is_shown(argmap, tmp_path, doubtful):
    """With --stdin-filename diagnostics name that file, whether or not it exists."""
    outcome = argmap("check", "-", "--stdin-filename", "maps/new.argmap", input=doubtful)
    assert "--> maps/new.argmap:1:1" in outcome.stdout
    outcome = argmap("check", "-", "--stdin-filename", tmp_path / "a.argmap", input=doubtful)
    assert "--> a.argmap:1:1" in outcome.stdout


def test_imports_are_found_from_the_current_folder(argmap, write, clean):
    """Without a name, imports are relative to the current folder."""
    write("part.argmap", clean)
    text = 'import "part.argmap" as part\nclaim dry "Bring a coat" { supported-by: part.street }\n'
    assert argmap("check", "-", input=text).returncode == 0


def test_imports_are_found_from_the_given_name(argmap, write, clean):
    """With --stdin-filename imports are relative only to that file's folder."""
    write("maps/part.argmap", clean)
    text = 'import "part.argmap" as part\nclaim dry "Bring a coat" { supported-by: part.street }\n'
    assert argmap("check", "-", input=text).returncode == 1
    named = argmap("check", "-", "--stdin-filename", "maps/map.argmap", input=text)
    assert (named.returncode, named.stderr) == (0, "")


def test_the_text_replaces_the_file_of_its_name(argmap, write, clean, broken):
    """An editor's unsaved text is used instead of the file, also for imports of it."""
    write("map.argmap", broken)
    assert argmap("check", "-", "--stdin-filename", "map.argmap", input=clean).returncode == 0
    write("part.argmap", 'import "map.argmap"\n')
    text = f'import "part.argmap"\n{clean}'
    outcome = argmap("check", "-", "--stdin-filename", "map.argmap", input=text)
    assert "leads back to this file" in outcome.stdout
    assert "SYN002" not in outcome.stdout


def test_the_given_name_decides_the_project(argmap, write, clean):
    """It sets how far imports may reach."""
    write("one/.git/HEAD", "")
    write("two/part.argmap", clean)
    text = f'import "../two/part.argmap" as part\n{clean}'
    outcome = argmap("check", "-", "--stdin-filename", "one/map.argmap", input=text)
    assert outcome.returncode == 1
    assert "outside the project" in outcome.stdout


def test_export_reads_standard_input(argmap, write, clean):
    """``export -`` reads a map, with imports from the given name."""
    write("maps/part.argmap", clean)
    text = 'import "part.argmap" as part\nclaim dry "Bring a coat" { supported-by: part.street }\n'
    outcome = argmap("export", "json", "-", "--stdin-filename", "maps/map.argmap", input=text)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    data = json.loads(outcome.stdout)
    assert [statement["id"] for statement in data["statements"]][-1] == "dry"
    assert data["statements"][-1]["location"]["file"] == "maps/map.argmap"


def test_a_closed_standard_input_is_reported(run):
    """It is wrong usage, not an internal error."""
    command = f'exec "{sys.executable}" -m argmap check - <&-'
    outcome = run(["sh", "-c", command])
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "our fault" not in outcome.stderr
