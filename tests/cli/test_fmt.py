"""Tests ``argmap fmt``: maps in the canonical layout."""

import pytest

UNTIDY = 'claim street   "The street is wet" {\nassumption rain "It has rained" # look\n}'
TIDY = 'claim street "The street is wet" {\n  assumption rain "It has rained" # look\n}\n'


def test_a_file_is_formatted_in_place(argmap, write):
    """A second run changes nothing."""
    path = write("map.argmap", UNTIDY)
    outcome = argmap("fmt", "map.argmap")
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "1 file formatted\n", "")
    assert path.read_bytes() == TIDY.encode()
    before = path.stat().st_mtime_ns
    assert argmap("fmt", "map.argmap").stdout == "1 file unchanged\n"
    assert path.stat().st_mtime_ns == before


def test_a_folder_means_all_maps_below(argmap, write):
    """Maps are found as by `check`: hidden and third-party folders are skipped."""
    paths = [write("maps/a.argmap", UNTIDY), write("maps/deep/b.argmap", UNTIDY)]
    write("maps/c.argmap", TIDY)
    skipped = [write("maps/.git/d.argmap", UNTIDY), write("maps/node_modules/e.argmap", UNTIDY)]
    outcome = argmap("fmt", "maps")
    assert outcome.stdout == "2 files formatted, 1 file unchanged\n"
    assert [path.read_text() for path in paths] == [TIDY, TIDY]
    assert [path.read_text() for path in skipped] == [UNTIDY, UNTIDY]


def test_check_lists_files_and_writes_nothing(argmap, write, tree):
    """With --check the names go to standard output, and the exit code is 1."""
    write("maps/a.argmap", UNTIDY)
    write("maps/b.argmap", TIDY)
    before = tree()
    outcome = argmap("fmt", "--check", "maps")
    assert (outcome.returncode, outcome.stdout) == (1, "maps/a.argmap\n")
    assert outcome.stderr == "1 file would change, 1 file unchanged\n"
    assert tree() == before
    assert argmap("fmt", "--check", "maps/b.argmap").returncode == 0


def test_diff_shows_the_changes_and_writes_nothing(argmap, run, write, tree):
    """With --diff a unified diff for `patch` goes to standard output."""
    path = write("map.argmap", UNTIDY)
    before = tree()
    outcome = argmap("fmt", "--diff", "map.argmap")
    assert outcome.returncode == 0
    assert tree() == before
    assert outcome.stdout.startswith("--- map.argmap\n+++ map.argmap\n@@ -1,3 +1,3 @@\n")
    assert '+  assumption rain "It has rained" # look\n' in outcome.stdout
    assert "\\ No newline at end of file" in outcome.stdout
    assert argmap("fmt", "--diff", "--check", "map.argmap").returncode == 1
    path.write_text(TIDY)
    assert argmap("fmt", "--diff", "--check", "map.argmap").returncode == 0


def test_standard_input_goes_to_standard_output(argmap):
    """``-`` writes the whole text, changed or not, and nothing else."""
    for text in (UNTIDY, TIDY):
        outcome = argmap("fmt", "-", input=text)
        assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, TIDY, "")


def test_standard_input_can_have_a_name(argmap):
    """--check and --diff use the given name for it."""
    outcome = argmap("fmt", "-", "--check", "--stdin-filename", "new.argmap", input=UNTIDY)
    assert (outcome.returncode, outcome.stdout) == (1, "new.argmap\n")
    outcome = argmap("fmt", "-", "--diff", "--stdin-filename", "new.argmap", input=UNTIDY)
    assert outcome.stdout.startswith("--- new.argmap\n")
    assert argmap("fmt", "-", "--check", input=UNTIDY).stdout == "<stdin>\n"
    assert argmap("fmt", "-", "--check", input=TIDY).returncode == 0


def test_line_endings_and_byte_order_mark_are_kept(argmap, write):
    """Windows line endings are kept; mixed ones become plain newlines."""
    windows = write("windows.argmap", b"\xef\xbb\xbf" + UNTIDY.replace("\n", "\r\n").encode())
    mixed = write("mixed.argmap", UNTIDY.replace("\n", "\r\n", 1))
    argmap("fmt", ".")
    assert windows.read_bytes() == b"\xef\xbb\xbf" + TIDY.replace("\n", "\r\n").encode()
    assert mixed.read_bytes() == TIDY.encode()


def test_the_valid_part_of_a_broken_file_is_formatted(argmap, write):
    """Broken lines are kept byte for byte, and a message says so."""
    path = write("map.argmap", f'clam   dry   "Stay in"\n{UNTIDY}')
    outcome = argmap("fmt", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (0, "1 file formatted\n")
    assert outcome.stderr.startswith("`map.argmap` has errors;")
    assert path.read_text() == f'clam   dry   "Stay in"\n{TIDY.removesuffix(chr(10))}'


@pytest.mark.parametrize("data", [UNTIDY.encode("utf-16"), b'claim   "caf\xe9"'])
def test_a_file_that_is_not_utf_8_is_left_alone(argmap, write, tree, data):
    """It could not be written back; the other files are formatted."""
    write("bad.argmap", data)
    good = write("good.argmap", UNTIDY)
    outcome = argmap("fmt", ".")
    assert (outcome.returncode, outcome.stdout) == (2, "1 file formatted\n")
    assert "`bad.argmap` was not changed" in outcome.stderr
    assert tree()["bad.argmap"] == data
    assert good.read_text() == TIDY
    piped = argmap("fmt", "-", input=data)
    assert (piped.returncode, piped.stdout) == (2, "")


def test_permissions_and_links_are_kept(argmap, write, tmp_path):
    """A file keeps its permissions, and a link its target."""
    path = write("real.argmap", UNTIDY)
    path.chmod(0o640)
    link = tmp_path / "link.argmap"
    link.symlink_to(path)
    argmap("fmt", "link.argmap")
    assert link.is_symlink()
    assert path.read_text() == TIDY
    assert path.stat().st_mode & 0o777 == 0o640


def test_nothing_to_format_is_wrong_usage(argmap, write):
    """A missing path, a folder without maps and empty input exit with 2."""
    write("empty/notes.md", "no map")
    for arguments in (["none.argmap"], ["empty"], ["-"], [], ["-", "empty"]):
        outcome = argmap("fmt", *arguments)
        assert (outcome.returncode, outcome.stdout) == (2, "")


def test_the_map_of_init_is_canonical(argmap):
    """`fmt` would not change it."""
    argmap("init")
    assert argmap("fmt", "--check", ".").returncode == 0
