"""Tests ``argmap lock``: which source passages the citations of a map depend on."""

from concurrent.futures import ThreadPoolExecutor

import pytest

PAPER = "The paper\n\nTrade passed $34 billion in 2021.\n\nIt fell again.\n"
MAP = """\
source paper "The paper"
claim trade "They trade a lot" {
  evidence sum "It was $34 billion" @paper:2 "34 billion"
  evidence fell "It fell" @paper:3 "fell again"
}
"""
TEXT = ("--source", "paper=paper.txt")


@pytest.fixture
def maps(write):
    """Write a map and its source's text."""
    write("map.argmap", MAP)
    write("paper.txt", PAPER)


@pytest.fixture
def locked(maps, argmap, tmp_path):
    """Lock the map; returns the lock's path."""
    assert argmap("lock", "map.argmap", *TEXT).returncode == 0
    return tmp_path / "argmap.lock"


def test_the_lock_is_next_to_the_map(maps, argmap, tmp_path, tree):
    """One file is written, whatever the current folder is, and its path is printed."""
    before = set(tree())
    outcome = argmap("lock", "map.argmap", *TEXT)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout == "wrote argmap.lock: 2 citations\n"
    assert set(tree()) - before == {"argmap.lock"}


def test_the_lock_of_a_map_elsewhere_is_next_to_it(argmap, write, tmp_path):
    """The lock is in the map's folder."""
    write("maps/map.argmap", MAP)
    write("paper.txt", PAPER)
    argmap("lock", "maps/map.argmap", *TEXT)
    assert (tmp_path / "maps/argmap.lock").exists()
    assert not (tmp_path / "argmap.lock").exists()


def test_the_same_map_makes_the_same_lock(locked, argmap):
    """The content depends on no date, folder or set order; the file is not written again."""
    before, modified = locked.read_bytes(), locked.stat().st_mtime_ns
    outcome = argmap("lock", "map.argmap", *TEXT, env={"PYTHONHASHSEED": "7"})
    assert outcome.stdout == "argmap.lock is up to date: 2 citations\n"
    assert (locked.read_bytes(), locked.stat().st_mtime_ns) == (before, modified)
    locked.unlink()
    argmap("lock", "map.argmap", *TEXT, env={"PYTHONHASHSEED": "8"})
    assert locked.read_bytes() == before


def test_the_lock_contains_no_source_text(locked):
    """The lock can be published where the text cannot."""
    text = locked.read_text(encoding="utf-8")
    assert not [word for word in ("Trade", "billion", "passed", "fell") if word in text]


def test_a_checkout_without_the_text_is_clean(locked, argmap, tmp_path):
    """With the lock, the map checks clean with and without the text."""
    assert argmap("check", "map.argmap", *TEXT).returncode == 0
    (tmp_path / "paper.txt").unlink()
    assert argmap("check", "map.argmap").returncode == 0


def test_a_locked_source_text_may_be_missing(argmap, write, tmp_path):
    """EVI304 is not reported when the lock replaces the text."""
    write("map.argmap", MAP.replace('paper"\n', 'paper" { text: "paper.txt" }\n'))
    write("paper.txt", PAPER)
    assert argmap("lock", "map.argmap").returncode == 0
    (tmp_path / "paper.txt").unlink()
    assert argmap("check", "map.argmap").returncode == 0
    (tmp_path / "argmap.lock").unlink()
    assert "EVI304" in argmap("check", "map.argmap").stdout


def test_a_changed_snippet_is_reported_without_the_text(locked, argmap, write):
    """The map is checked against the lock when no text is available."""
    write("map.argmap", MAP.replace('"34 billion"', '"43 billion"'))
    outcome = argmap("check", "map.argmap")
    assert outcome.returncode == 1
    assert outcome.stdout.count("EVI306") == 1
    assert "the snippet of this citation differs from the lock" in outcome.stdout


def test_a_changed_text_is_reported(locked, argmap, write):
    """The new text is checked against the locked hashes of the old one."""
    write("paper.txt", PAPER.replace("It fell again.", "It rose again."))
    outcome = argmap("check", "map.argmap", *TEXT)
    assert "1 of 2 citations is still correct" in outcome.stdout
    assert "EVI307" in outcome.stdout
    write("paper.txt", PAPER.replace("It fell", "Then it fell"))
    outcome = argmap("check", "map.argmap", *TEXT)
    assert "all 2 citations are still correct, 1 with changed wording" in outcome.stdout
    assert "EVI307" not in outcome.stdout


def test_after_a_change_the_lock_is_rewritten(locked, argmap, write):
    """Locking again makes the check clean."""
    write("paper.txt", PAPER.replace("It fell", "Then it fell"))
    assert argmap("check", "map.argmap", *TEXT).returncode == 1
    assert "wrote" in argmap("lock", "map.argmap", *TEXT).stdout
    assert argmap("check", "map.argmap", *TEXT).returncode == 0


def test_check_reports_whether_the_lock_is_up_to_date(locked, argmap, write, tree):
    """--check writes nothing; 0 when there is nothing to write, else 1."""
    assert argmap("lock", "--check", "map.argmap", *TEXT).returncode == 0
    write("map.argmap", MAP.replace('"34 billion"', '"passed"'))
    before = tree()
    outcome = argmap("lock", "--check", "map.argmap", *TEXT)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "argmap.lock is out of date" in outcome.stderr
    assert tree() == before


def test_check_without_a_lock_fails(maps, argmap, tree):
    """A missing lock is not up to date."""
    before = tree()
    assert argmap("lock", "--check", "map.argmap", *TEXT).returncode == 1
    assert tree() == before


def test_a_lock_is_checked_and_cleaned_without_the_text(locked, argmap, write, tmp_path):
    """The text is needed only for new citations."""
    (tmp_path / "paper.txt").unlink()
    assert argmap("lock", "--check", "map.argmap").returncode == 0
    write("map.argmap", MAP.replace(' @paper:3 "fell again"', ""))
    assert argmap("lock", "map.argmap").stdout == "wrote argmap.lock: 1 citation\n"


def test_a_new_citation_requires_the_text(locked, argmap, write, tree):
    """Otherwise the command is refused, and nothing is written."""
    write("map.argmap", MAP.replace('"34 billion"', '"passed"'))
    before = tree()
    outcome = argmap("lock", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "the text of `paper` is not available" in outcome.stderr
    assert "--source paper=PATH" in outcome.stderr
    assert tree() == before


def test_a_map_without_any_text_is_refused(maps, argmap, tree):
    """Without a text there is nothing to lock."""
    before = tree()
    outcome = argmap("lock", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "has nothing to lock" in outcome.stderr
    assert tree() == before


def test_wrong_citations_are_not_locked(locked, argmap, write):
    """A wrong snippet is reported as by check, and the old lock is kept."""
    before = locked.read_bytes()
    write("map.argmap", MAP.replace('"34 billion"', '"43 billion"'))
    outcome = argmap("lock", "map.argmap", *TEXT)
    assert (outcome.returncode, outcome.stdout) == (1, "")
    assert "EVI307" in outcome.stderr
    assert "argmap.lock was not written" in outcome.stderr
    assert locked.read_bytes() == before


def test_an_invalid_map_is_not_locked(maps, argmap, write):
    """Syntax errors are reported first."""
    write("map.argmap", MAP.replace("evidence sum", "evidnce sum"))
    outcome = argmap("lock", "map.argmap", *TEXT)
    assert outcome.returncode == 1
    assert "SYN002" in outcome.stderr


def test_maps_in_one_folder_share_a_lock(locked, argmap, write):
    """Each map has separate lines, and locking one keeps those of the other."""
    write(
        "other.argmap",
        MAP.replace("@paper:3", "@paper:3 @book:1", 1).replace(
            "source", 'source book "B"\nsource', 1
        ),
    )
    argmap("lock", "other.argmap", *TEXT)
    names = [line.split()[0] for line in locked.read_text(encoding="utf-8").splitlines()[2:]]
    assert names == ["map.argmap", "map.argmap", "other.argmap", "other.argmap"]
    assert argmap("check", ".", *TEXT).returncode == 0
    assert argmap("lock", "--check", "map.argmap", *TEXT).returncode == 0


def test_imported_files_are_locked_with_the_map(argmap, write, tmp_path):
    """A map's lock covers all its files; an imported file by itself is not checked against it."""
    write("map.argmap", 'source paper "P"\nimport "parts/a.argmap" as a\n')
    write("parts/a.argmap", 'import "../paper.argmap"\nevidence e "E" @paper:2 "Trade"\n')
    write("paper.argmap", 'source paper "The paper"\n')
    write("paper.txt", PAPER)
    write("argmap.toml", "")
    text = ("--source", "a.paper=paper.txt", "--source", "paper=paper.txt")
    assert argmap("lock", "map.argmap", *text).returncode == 0
    assert "a.paper:2" in (tmp_path / "argmap.lock").read_text(encoding="utf-8")


def test_a_conflict_in_the_lock_is_reported_and_fixed(locked, argmap):
    """check reports conflict markers; locking again, with the text, removes them."""
    good = locked.read_text(encoding="utf-8")
    head, *lines = good.splitlines(keepends=True)
    conflict = [head, lines[0], "<<<<<<< a\n", lines[1], "=======\n", lines[2], ">>>>>>> b\n"]
    locked.write_text("".join(conflict), encoding="utf-8")
    outcome = argmap("check", "map.argmap")
    assert "3 lines of the lock cannot be read" in outcome.stdout
    assert argmap("lock", "map.argmap", *TEXT).returncode == 0
    assert locked.read_text(encoding="utf-8") == good


def test_a_lock_with_windows_line_endings_is_accepted(locked, argmap):
    """Git may change line endings."""
    locked.write_bytes(locked.read_bytes().replace(b"\n", b"\r\n"))
    assert argmap("check", "map.argmap").returncode == 0


def test_a_lock_may_contain_any_bytes(maps, argmap, write):
    """An invalid lock is a diagnostic."""
    write("argmap.lock", b"\xff\x00\n# \x1b[31m\n")
    outcome = argmap("check", "map.argmap")
    assert outcome.returncode == 1
    assert "EVI306" in outcome.stdout
    assert "\x1b" not in outcome.stdout


def test_a_folder_named_like_the_lock_is_not_a_lock(maps, argmap, tmp_path):
    """check ignores it, and lock reports it."""
    (tmp_path / "argmap.lock").mkdir()
    assert argmap("check", "map.argmap").returncode == 0
    outcome = argmap("lock", "map.argmap", *TEXT)
    assert outcome.returncode == 2
    assert "argmap.lock" in outcome.stderr


@pytest.mark.parametrize("path", ["nowhere.argmap", "."])
def test_an_unreadable_map_ends_in_2(argmap, path):
    """A missing file and a folder cannot be locked; the reason is printed once."""
    outcome = argmap("lock", path)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith("argmap: ")


def test_an_unknown_source_is_reported(maps, argmap):
    """A misspelled name must not be ignored."""
    outcome = argmap("lock", "map.argmap", "--source", "papre=paper.txt")
    assert outcome.returncode == 2
    assert "did you mean `paper`?" in outcome.stderr


def test_parallel_locks_lose_no_line(write, argmap):
    """Maps of one folder share a lock; each process adds its lines to those of the others."""
    write("paper.txt", PAPER)
    names = [f"map{number}.argmap" for number in range(6)]
    for name in names:
        write(name, MAP)
    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(lambda name: argmap("lock", name, *TEXT), names))
    for name in names:
        assert argmap("lock", "--check", name, *TEXT).stdout.endswith(
            "is up to date: 2 citations\n"
        )


def test_a_lock_that_links_outside_its_folder_is_not_written(maps, argmap, tmp_path):
    """A project may contain a link to any file of its user."""
    outside = tmp_path.parent / f"{tmp_path.name}-victim"
    outside.write_text("version 1\n", encoding="utf-8")
    (tmp_path / "argmap.lock").symlink_to(outside)
    outcome = argmap("lock", "map.argmap", *TEXT)
    assert outcome.returncode == 2
    assert "argmap.lock` cannot be written: a link leads out of the folder" in outcome.stderr
    assert outside.read_text(encoding="utf-8") == "version 1\n"


def test_a_missing_map_creates_no_folder(argmap, tree):
    """Nothing is created before the error is reported."""
    assert argmap("lock", "nowhere/map.argmap", *TEXT).returncode == 2
    assert tree() == {}
