"""Incremental checks of maps."""

import os
from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.workspace import watch
from argmap.workspace.watch import IncrementalChecker

MAIN = 'import "part.argmap" as part\nclaim top "Top" { supported-by: part.low }\n'
PART = 'map "Part" claim low "Low" { assumption ground "Ground" }\n'


@pytest.fixture
def make_checker(here):
    """Return a function that makes an incremental checker of paths."""
    return lambda *paths: IncrementalChecker([Path(path) for path in paths or ["."]])


def save(name: str, text: str) -> None:
    """Write a file with a new modification time."""
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(0, hash(text) % 10**18))


def names(snapshots) -> list[str]:
    return [snapshot.path.stem for snapshot in snapshots]


def test_the_first_update_checks_all_maps(maps, make_checker, clean):
    """Every map is new, and no changed file is the cause."""
    maps(a=clean, b=clean)
    update = make_checker().update()
    assert names(update.changed) == names(update.snapshots) == ["a", "b"]
    assert update.changed_files == ()
    assert not any(snapshot.is_broken for snapshot in update.snapshots)


def test_only_changed_maps_are_checked_again(maps, make_checker, clean):
    """The snapshots of the other maps are the same objects."""
    maps(a=clean, b=clean)
    checker = make_checker()
    first = checker.update()
    assert checker.update().changed == ()
    save("a.argmap", clean.replace("wet", "dry"))
    update = checker.update()
    assert names(update.changed) == ["a"]
    assert [path.name for path in update.changed_files] == ["a.argmap"]
    assert update.snapshots[1] is first.snapshots[1]


def test_a_save_without_a_change_is_ignored(maps, make_checker, clean):
    """A file that is rewritten with the same text is unchanged."""
    maps(a=clean)
    checker = make_checker()
    checker.update()
    Path("a.argmap").unlink()
    Path("a.argmap").write_text(clean, encoding="utf-8")
    assert checker.update().changed == ()


def test_a_map_depends_on_the_files_it_imports(maps, make_checker):
    """A syntax error in an imported file prevents both maps from being drawn."""
    maps(main=MAIN, part=PART)
    checker = make_checker()
    checker.update()
    save("part.argmap", PART.replace("Ground", "Another"))
    assert names(checker.update().changed) == ["main", "part"]
    save("part.argmap", "claim low {")
    update = checker.update()
    assert [snapshot.is_broken for snapshot in update.changed] == [True, True]


def test_a_missing_import_is_a_dependency(maps, make_checker):
    """When the file is created, the importing map is checked again."""
    maps(main=MAIN)
    checker = make_checker("main.argmap")
    assert checker.update().changed[0].is_broken
    save("part.argmap", PART)
    update = checker.update()
    assert names(update.changed) == ["main"]
    assert not update.changed[0].is_broken


def test_settings_texts_locks_and_reviews_are_dependencies(maps, make_checker):
    """Every file that a check reads is a dependency, and so is a missing one."""
    here = maps(a='source s "S" { text: "s.txt" }\nclaim c "C" { evidence e "E" @s:1 "word" }\n')
    (here / ".git").mkdir()
    checker = make_checker()
    assert checker.update().changed
    for name, text in (
        ("s.txt", "A word.\n"),
        ("s.txt", "Another one.\n"),
        ("argmap.toml", 'ignore = ["EVI"]\n'),
        ("argmap.lock", "version 1\n"),
        ("argmap.review", "version 1\n"),
    ):
        save(name, text)
        update = checker.update()
        assert [path.name for path in update.changed_files] == [name]
        assert names(update.changed) == ["a"]
        assert checker.update().changed == ()


def test_invalid_settings_are_reported(maps, make_checker, clean):
    """The map can still be drawn."""
    maps(a=clean)
    save("argmap.toml", "nonsense = 1\n")
    checker = make_checker()
    (snapshot,) = checker.update().snapshots
    assert "unknown key `nonsense`" in snapshot.failure
    assert not snapshot.is_broken
    save("argmap.toml", "")
    (snapshot,) = checker.update().changed
    assert snapshot.failure == ""


def test_maps_are_added_and_removed(maps, make_checker, clean):
    """A new file in a folder is a map, and a deleted file is none."""
    maps(a=clean)
    checker = make_checker()
    checker.update()
    maps(below__b=clean)
    assert names(checker.update().changed) == ["b"]
    Path("a.argmap").unlink()
    update = checker.update()
    assert [path.name for path in update.removed] == ["a.argmap"]
    assert names(update.snapshots) == ["b"]


def test_a_named_file_may_be_missing_for_a_while(maps, make_checker, clean):
    """It is reported, and checked again when it is back."""
    maps(a=clean)
    checker = make_checker("a.argmap")
    checker.update()
    Path("a.argmap").unlink()
    update = checker.update()
    assert names(update.snapshots) == ["a"]
    assert "cannot be read" in update.snapshots[0].failure
    save("a.argmap", clean)
    assert not checker.update().changed[0].is_broken


def test_an_internal_error_affects_one_map_only(maps, make_checker, clean, monkeypatch):
    """The other maps are checked."""
    maps(a=clean, b=clean)
    original = watch.resolve

    def resolve(document, *, path, **others):
        if path.stem == "a":
            raise RecursionError("too deep")
        return original(document, path=path, **others)

    monkeypatch.setattr(watch, "resolve", resolve)
    first, second = make_checker().update().snapshots
    assert "internal error in argmap (RecursionError: too deep)" in first.failure
    assert first.is_broken
    assert not second.is_broken


def test_diagnostics_of_shared_files_are_reported_once(maps, make_checker):
    """The report is the same as that of `argmap check`."""
    maps(a='import "c.argmap"\nclaim a "A"', b='import "c.argmap"\nclaim b "B"', c='claim c "C"')
    update = make_checker().update()
    messages = [diagnostic.message for diagnostic in update.report.diagnostics]
    assert len(messages) == len(set(messages))
    assert sum("`c`" in message for message in messages) == 1


def test_folders_in_which_maps_can_appear_are_watched(maps, make_checker, clean):
    """Hidden folders and folders of other programs are not."""
    here = maps(a=clean, below__b=clean, node_modules__x=clean, venv__y=clean)
    (here / ".hidden").mkdir()
    checker = make_checker()
    checker.update()
    watched = checker.watched()
    inside = {folder for folder in watched.folders if folder.is_relative_to(here.resolve())}
    assert inside == {here.resolve(), here.resolve() / "below"}
    assert watched.matches(here.resolve() / "new.argmap")
    assert watched.matches(here.resolve() / "argmap.toml")
    assert not watched.matches(here.resolve() / "notes.txt")
    assert not watched.matches(here.resolve() / ".argmap-x1")


def test_a_missing_path_is_an_error_at_the_start(make_checker):
    """Later, it may be missing."""
    with pytest.raises(InputError, match="does not exist"):
        make_checker("nothing.argmap")


def test_the_baseline_of_the_project_is_applied(maps, make_checker):
    """The map is checked again when the baseline changes."""
    maps(a='claim a "A"\n')
    Path("argmap.toml").write_text('baseline = "known.txt"\n', encoding="utf-8")
    save("known.txt", "version 1\nEVI301 a 1 a.argmap\n")
    checker = make_checker()
    (snapshot,) = checker.update().changed
    assert snapshot.report.diagnostics == ()
    assert [diagnostic.code for diagnostic in snapshot.report.suppressed] == ["EVI301"]
    save("known.txt", "version 1\n")
    (snapshot,) = checker.update().changed
    assert [diagnostic.code for diagnostic in snapshot.report.diagnostics] == ["EVI301"]
    Path("known.txt").unlink()
    (snapshot,) = checker.update().changed
    assert "does not exist; write it with --update-baseline" in snapshot.failure


def test_a_new_file_that_matches_a_pattern_is_a_change(maps, make_checker, clean):
    """The folder is watched, even one that does not exist yet or is not named."""
    here = maps(map=f'map "M" {{ thesis: street }}\nimport "parts/*.argmap"\n{clean}').resolve()
    checker = make_checker("map.argmap")
    (snapshot,) = checker.update().changed
    assert "no other map matches" in snapshot.report.diagnostics[0].message
    assert checker.watched().matches(here / "parts")
    maps(parts__a='claim a "A" { assumption g "G" }\n')
    update = checker.update()
    assert names(update.changed) == ["map"]
    assert update.changed_files == (here / "parts",)
    assert "REF105" not in [diagnostic.code for diagnostic in update.report.diagnostics]
    assert checker.update().changed == ()
    watched = checker.watched()
    assert here / "parts" in watched.folders
    assert watched.matches(here / "parts/b.argmap")
    maps(parts__b='claim b "B"\n')
    (snapshot,) = checker.update().changed
    assert "b" in [diagnostic.element for diagnostic in snapshot.report.diagnostics]
    (here / "parts/b.argmap").unlink()
    assert names(checker.update().changed) == ["map"]
    (here / "parts/picture.svg").touch()
    assert checker.update().changed == ()
