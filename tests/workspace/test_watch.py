"""Maps kept up with their files: what is looked at again, and what is not."""

import os
from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.workspace import watch
from argmap.workspace.watch import IncrementalChecker

MAIN = 'import "part.argmap" as part\nclaim top "Top" { supported-by: part.low }\n'
PART = 'map "Part" claim low "Low" { assumption ground "Ground" }\n'


@pytest.fixture
def follow(here):
    """Follow what paths mean."""
    return lambda *paths: IncrementalChecker([Path(path) for path in paths or ["."]])


def save(name: str, text: str) -> None:
    """Write a file, and make certain that it is seen to have changed."""
    path = Path(name)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(0, hash(text) % 10**18))


def names(looks) -> list[str]:
    return [look.path.stem for look in looks]


def test_the_first_round_looks_at_all(maps, follow, clean):
    """Every map is new, and nothing is the cause of it."""
    maps(a=clean, b=clean)
    seen = follow().update()
    assert names(seen.changed) == names(seen.snapshots) == ["a", "b"]
    assert seen.changed_files == ()
    assert not any(look.is_broken for look in seen.snapshots)


def test_only_what_has_changed_is_looked_at_again(maps, follow, clean):
    """The other maps stay the very same."""
    maps(a=clean, b=clean)
    follower = follow()
    first = follower.update()
    assert follower.update().changed == ()
    save("a.argmap", clean.replace("wet", "dry"))
    seen = follower.update()
    assert names(seen.changed) == ["a"]
    assert [path.name for path in seen.changed_files] == ["a.argmap"]
    assert seen.snapshots[1] is first.snapshots[1]


def test_a_save_that_changes_nothing_is_none(maps, follow, clean):
    """A file that was written anew with the same text is the same."""
    maps(a=clean)
    follower = follow()
    follower.update()
    Path("a.argmap").unlink()
    Path("a.argmap").write_text(clean, encoding="utf-8")
    assert follower.update().changed == ()


def test_what_imports_a_file_hangs_on_it(maps, follow):
    """A change in a part is one in the whole, and its mistakes keep both from being drawn."""
    maps(main=MAIN, part=PART)
    follower = follow()
    follower.update()
    save("part.argmap", PART.replace("Ground", "Another"))
    assert names(follower.update().changed) == ["main", "part"]
    save("part.argmap", "claim low {")
    seen = follower.update()
    assert [look.is_broken for look in seen.changed] == [True, True]


def test_a_file_that_is_not_there_yet_is_waited_for(maps, follow):
    """An import that leads nowhere is mended by the file that it names."""
    maps(main=MAIN)
    follower = follow("main.argmap")
    assert follower.update().changed[0].is_broken
    save("part.argmap", PART)
    seen = follower.update()
    assert names(seen.changed) == ["main"]
    assert not seen.changed[0].is_broken


def test_settings_texts_and_locks_count_too(maps, follow):
    """All that a check reads is what it hangs on, also what is not there yet."""
    here = maps(a='source s "S" { text: "s.txt" }\nclaim c "C" { evidence e "E" @s:1 "word" }\n')
    (here / ".git").mkdir()
    follower = follow()
    assert follower.update().changed
    for name, text in (
        ("s.txt", "A word.\n"),
        ("s.txt", "Another one.\n"),
        ("argmap.toml", 'ignore = ["EVI"]\n'),
        ("argmap.lock", "version 1\n"),
    ):
        save(name, text)
        seen = follower.update()
        assert [path.name for path in seen.changed_files] == [name]
        assert names(seen.changed) == ["a"]
        assert follower.update().changed == ()


def test_settings_that_are_wrong_are_a_problem(maps, follow, clean):
    """The map is read and can be drawn; what is wrong is told, and mended."""
    maps(a=clean)
    save("argmap.toml", "nonsense = 1\n")
    follower = follow()
    (look,) = follower.update().snapshots
    assert "unknown key `nonsense`" in look.failure
    assert not look.is_broken
    save("argmap.toml", "")
    (look,) = follower.update().changed
    assert look.failure == ""


def test_maps_come_and_go(maps, follow, clean):
    """What turns up in a folder is a map, and what is deleted none any more."""
    maps(a=clean)
    follower = follow()
    follower.update()
    maps(below__b=clean)
    assert names(follower.update().changed) == ["b"]
    Path("a.argmap").unlink()
    seen = follower.update()
    assert [path.name for path in seen.removed] == ["a.argmap"]
    assert names(seen.snapshots) == ["b"]


def test_a_file_that_was_named_may_be_away(maps, follow, clean):
    """It is told, and followed again once it is back."""
    maps(a=clean)
    follower = follow("a.argmap")
    follower.update()
    Path("a.argmap").unlink()
    seen = follower.update()
    assert names(seen.snapshots) == ["a"]
    assert "cannot be read" in seen.snapshots[0].failure
    save("a.argmap", clean)
    assert not follower.update().changed[0].is_broken


def test_a_fault_of_ours_is_that_of_one_map(maps, follow, clean, monkeypatch):
    """Whatever fails inside of argmap on one map, the others are looked at."""
    maps(a=clean, b=clean)
    real = watch.resolve

    def resolve(document, *, path, **others):
        if path.stem == "a":
            raise RecursionError("too deep")
        return real(document, path=path, **others)

    monkeypatch.setattr(watch, "resolve", resolve)
    first, second = follow().update().snapshots
    assert "something went wrong inside of argmap (RecursionError: too deep)" in first.failure
    assert first.is_broken
    assert not second.is_broken


def test_shared_findings_are_told_once(maps, follow):
    """What several maps share is told of the first only, as `argmap check` does."""
    maps(a='import "c.argmap"\nclaim a "A"', b='import "c.argmap"\nclaim b "B"', c='claim c "C"')
    seen = follow().update()
    told = [diagnostic.message for diagnostic in seen.report.diagnostics]
    assert len(told) == len(set(told))
    assert sum("`c`" in message for message in told) == 1


def test_folders_are_watched_where_maps_may_turn_up(maps, follow, clean):
    """Those of maps, of what they import and of settings; none of programs, and none hidden."""
    here = maps(a=clean, below__b=clean, node_modules__x=clean, venv__y=clean)
    (here / ".hidden").mkdir()
    follower = follow()
    follower.update()
    watched = follower.watched()
    inside = {folder for folder in watched.folders if folder.is_relative_to(here.resolve())}
    assert inside == {here.resolve(), here.resolve() / "below"}
    assert watched.matches(here.resolve() / "new.argmap")
    assert watched.matches(here.resolve() / "argmap.toml")
    assert not watched.matches(here.resolve() / "notes.txt")
    assert not watched.matches(here.resolve() / ".argmap-x1")


def test_a_path_that_leads_nowhere_is_refused(follow):
    """At the beginning a path that is not there is a mistake of the call."""
    with pytest.raises(InputError, match="there is no file or folder"):
        follow("nothing.argmap")


def test_the_baseline_of_the_project_counts(maps, follow):
    """What it lists is not reported, and a map is looked at again when it changes."""
    maps(a='claim a "A"\n')
    Path("argmap.toml").write_text('baseline = "known.txt"\n', encoding="utf-8")
    save("known.txt", "version 1\nEVI301 a 1 a.argmap\n")
    follower = follow()
    (look,) = follower.update().changed
    assert look.report.diagnostics == ()
    assert [diagnostic.code for diagnostic in look.report.suppressed] == ["EVI301"]
    save("known.txt", "version 1\n")
    (look,) = follower.update().changed
    assert [diagnostic.code for diagnostic in look.report.diagnostics] == ["EVI301"]
    Path("known.txt").unlink()
    (look,) = follower.update().changed
    assert "there is no baseline" in look.failure
