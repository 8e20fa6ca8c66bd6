"""``-``: a map from standard input."""

import json
import sys


def test_a_map_is_read_from_standard_input(argmap, doubtful):
    """``-`` checks what comes through the pipe, and calls it <stdin>."""
    outcome = argmap("check", "-", input=doubtful)
    assert outcome.returncode == 1
    assert "--> <stdin>:1:1" in outcome.stdout


def test_an_empty_standard_input_is_no_map(argmap):
    """Nothing on standard input means that the command before the pipe failed: 2, not 0."""
    outcome = argmap("check", "-")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "standard input is empty" in outcome.stderr


def test_standard_input_goes_alone(argmap, write, clean):
    """``-`` beside other paths is wrong usage."""
    write("map.argmap", clean)
    outcome = argmap("check", "-", "map.argmap", input=clean)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "standard input" in outcome.stderr


def test_the_name_given_is_the_name_shown(argmap, tmp_path, doubtful):
    """With --stdin-filename findings point at the file, there or not, from the current folder."""
    outcome = argmap("check", "-", "--stdin-filename", "maps/new.argmap", input=doubtful)
    assert "--> maps/new.argmap:1:1" in outcome.stdout
    outcome = argmap("check", "-", "--stdin-filename", tmp_path / "a.argmap", input=doubtful)
    assert "--> a.argmap:1:1" in outcome.stdout


def test_imports_are_found_from_the_current_folder(argmap, write, clean):
    """Without a name, imports are relative to where the command runs."""
    write("part.argmap", clean)
    text = 'import "part.argmap" as part\nclaim dry "Bring a coat" { supported-by: part.street }\n'
    assert argmap("check", "-", input=text).returncode == 0


def test_imports_are_found_from_the_name_given(argmap, write, clean):
    """With --stdin-filename imports are relative to that file's folder, and only to it."""
    write("maps/part.argmap", clean)
    text = 'import "part.argmap" as part\nclaim dry "Bring a coat" { supported-by: part.street }\n'
    assert argmap("check", "-", input=text).returncode == 1
    named = argmap("check", "-", "--stdin-filename", "maps/map.argmap", input=text)
    assert (named.returncode, named.stderr) == (0, "")


def test_the_text_stands_for_the_file_of_its_name(argmap, write, clean, broken):
    """An editor's unsaved text is checked in place of the file, also where imports lead to it."""
    write("map.argmap", broken)
    assert argmap("check", "-", "--stdin-filename", "map.argmap", input=clean).returncode == 0
    write("part.argmap", 'import "map.argmap"\n')
    text = f'import "part.argmap"\n{clean}'
    outcome = argmap("check", "-", "--stdin-filename", "map.argmap", input=text)
    assert "leads back to this file" in outcome.stdout
    assert "SYN002" not in outcome.stdout


def test_standard_input_stays_in_the_project_of_its_name(argmap, write, clean):
    """The name given decides also how far imports may reach."""
    write("one/.git/HEAD", "")
    write("two/part.argmap", clean)
    text = f'import "../two/part.argmap" as part\n{clean}'
    outcome = argmap("check", "-", "--stdin-filename", "one/map.argmap", input=text)
    assert outcome.returncode == 1
    assert "outside the project" in outcome.stdout


def test_export_reads_standard_input_too(argmap, write, clean):
    """``export - `` takes a pipe, with imports from the name given."""
    write("maps/part.argmap", clean)
    text = 'import "part.argmap" as part\nclaim dry "Bring a coat" { supported-by: part.street }\n'
    outcome = argmap("export", "json", "-", "--stdin-filename", "maps/map.argmap", input=text)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    data = json.loads(outcome.stdout)
    assert [statement["id"] for statement in data["statements"]][-1] == "dry"
    assert data["statements"][-1]["location"]["file"] == "maps/map.argmap"


def test_a_closed_standard_input_is_told(run):
    """Where there is no standard input at all, that is the caller's mistake and not ours."""
    command = f'exec "{sys.executable}" -m argmap check - <&-'
    outcome = run(["sh", "-c", command])
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "our fault" not in outcome.stderr
