"""Tests which maps a folder contains."""


def test_all_maps_below_a_folder_are_checked(argmap, write, clean):
    """Every .argmap file in it or below it is checked, and nothing else."""
    write("maps/one.argmap", clean)
    write("maps/deep/er/two.argmap", clean)
    write("maps/notes.md", "no map")
    outcome = argmap("check", "maps")
    assert outcome.returncode == 0
    assert outcome.stdout.startswith("2 files checked, 4 statements")


def test_paths_are_relative_to_the_current_folder(argmap, write, doubtful):
    """The path of a diagnostic can be clicked in a terminal."""
    write("maps/deep/map.argmap", doubtful)
    assert "--> maps/deep/map.argmap:1:1" in argmap("check", "maps").stdout


def test_a_file_outside_the_current_folder_has_an_absolute_path(argmap, tmp_path, write, doubtful):
    """No relative path without `..` leads to it."""
    path = write("maps/map.argmap", doubtful)
    (tmp_path / "elsewhere").mkdir()
    outcome = argmap("check", "../maps", cwd=tmp_path / "elsewhere")
    assert f"--> {path.resolve().as_posix()}:1:1" in outcome.stdout


def test_an_imported_file_is_not_checked_by_itself(argmap, write):
    """What the importing map adds, here the thesis, is not reported as missing."""
    write("map.argmap", 'import "part.argmap" as part\nclaim dry "Bring a coat"\n')
    write(
        "part.argmap",
        'import "base.argmap"\nevidence clouds "There are clouds" { supports: rain, coat }\n',
    )
    write("base.argmap", 'claim rain "It will rain"\nclaim coat "A coat keeps dry"\n')
    alone = argmap("check", "part.argmap")
    assert "STR201" in alone.stdout
    whole = argmap("check", ".")
    assert whole.stdout.count("STR201") == 1
    assert "in 3 files" in whole.stdout


def test_an_imported_file_that_is_named_is_checked(argmap, write, clean, doubtful):
    """A file named on the command line is checked by itself."""
    write("map.argmap", f'import "part.argmap" as part\n{clean}')
    write("part.argmap", doubtful)
    assert "1 file" in argmap("check", "part.argmap").stdout


def test_a_shared_import_is_reported_once(argmap, write, clean, doubtful):
    """Its diagnostics appear once, however many maps import it."""
    write("part.argmap", doubtful)
    for name in ("one.argmap", "two.argmap"):
        write(name, f'import "part.argmap" as part\n{clean.replace("street", name[:3])}')
    outcome = argmap("check", ".")
    assert outcome.stdout.count("EVI301") == 1
    assert "in 3 files" in outcome.stdout


def test_an_import_cycle_is_checked(argmap, write, clean):
    """Files that import each other are reported although none of them comes first."""
    write("one.argmap", f'import "two.argmap"\n{clean}')
    write("two.argmap", 'import "one.argmap"\n')
    outcome = argmap("check", ".")
    assert outcome.returncode == 1
    assert outcome.stdout.count("leads back to this file") == 1


def test_a_file_that_imports_itself_is_checked(argmap, write, clean):
    """The shortest import cycle does not hide a map."""
    write("one.argmap", f'import "one.argmap"\n{clean}')
    outcome = argmap("check", ".")
    assert outcome.returncode == 1
    assert "leads back to this file" in outcome.stdout


def test_hidden_and_third_party_folders_are_skipped(argmap, write, clean, broken):
    """The folders of tools hold no maps of this project."""
    write("map.argmap", clean)
    for folder in (".git", ".venv", ".hidden/deep", "node_modules/x", "venv", "__pycache__"):
        write(f"{folder}/bad.argmap", broken)
    outcome = argmap("check", ".")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout.startswith("1 file checked")


def test_a_hidden_folder_that_is_named_is_read(argmap, write, broken):
    """Only the search for maps skips hidden folders."""
    write(".hidden/bad.argmap", broken)
    assert argmap("check", ".hidden").returncode == 1


def test_a_map_named_twice_is_checked_once(argmap, write, doubtful):
    """The same file under several paths is one map."""
    write("maps/map.argmap", doubtful)
    outcome = argmap("check", "maps", "maps/map.argmap", "maps/../maps/map.argmap")
    assert outcome.stdout.count("EVI301") == 1
    assert "in 1 file" in outcome.stdout


def test_a_file_with_another_extension_is_a_map_when_named(argmap, write, doubtful):
    """The extension matters only in folders."""
    write("map.txt", doubtful)
    assert argmap("check", "map.txt").returncode == 1


def test_the_report_does_not_depend_on_the_order_of_paths(argmap, write, doubtful, broken):
    """Diagnostics are sorted by file, not by argument or by order on the disk."""
    write("b.argmap", broken)
    write("a.argmap", doubtful)
    write("c.argmap", doubtful)
    reports = {
        argmap("check", *paths).stdout
        for paths in (["."], ["c.argmap", "b.argmap", "a.argmap"], ["b.argmap", "."])
    }
    assert len(reports) == 1
