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
    seen = follow().round()
    assert names(seen.changed) == names(seen.looks) == ["a", "b"]
    assert seen.causes == ()
    assert not any(look.is_broken for look in seen.looks)


def test_only_what_has_changed_is_looked_at_again(maps, follow, clean):
    """The other maps stay the very same."""
    maps(a=clean, b=clean)
    follower = follow()
    first = follower.round()
    assert follower.round().changed == ()
    save("a.argmap", clean.replace("wet", "dry"))
    seen = follower.round()
    assert names(seen.changed) == ["a"]
    assert [path.name for path in seen.causes] == ["a.argmap"]
    assert seen.looks[1] is first.looks[1]


def test_a_save_that_changes_nothing_is_none(maps, follow, clean):
    """A file that was written anew with the same text is the same."""
    maps(a=clean)
    follower = follow()
    follower.round()
    Path("a.argmap").unlink()
    Path("a.argmap").write_text(clean, encoding="utf-8")
    assert follower.round().changed == ()


def test_what_imports_a_file_hangs_on_it(maps, follow):
    """A change in a part is one in the whole, and its mistakes keep both from being drawn."""
    maps(main=MAIN, part=PART)
    follower = follow()
    follower.round()
    save("part.argmap", PART.replace("Ground", "Another"))
    assert names(follower.round().changed) == ["main", "part"]
    save("part.argmap", "claim low {")
    seen = follower.round()
    assert [look.is_broken for look in seen.changed] == [True, True]


def test_a_file_that_is_not_there_yet_is_waited_for(maps, follow):
    """An import that leads nowhere is mended by the file that it names."""
    maps(main=MAIN)
    follower = follow("main.argmap")
    assert follower.round().changed[0].is_broken
    save("part.argmap", PART)
    seen = follower.round()
    assert names(seen.changed) == ["main"]
    assert not seen.changed[0].is_broken


def test_settings_texts_and_locks_count_too(maps, follow):
    """All that a check reads is what it hangs on, also what is not there yet."""
    here = maps(a='source s "S" { text: "s.txt" }\nclaim c "C" { evidence e "E" @s:1 "word" }\n')
    (here / ".git").mkdir()
    follower = follow()
    assert follower.round().changed
    for name, text in (
        ("s.txt", "A word.\n"),
        ("s.txt", "Another one.\n"),
        ("argmap.toml", 'ignore = ["EVI"]\n'),
        ("argmap.lock", "version 1\n"),
    ):
        save(name, text)
        seen = follower.round()
        assert [path.name for path in seen.causes] == [name]
        assert names(seen.changed) == ["a"]
        assert follower.round().changed == ()


def test_settings_that_are_wrong_are_a_problem(maps, follow, clean):
    """The map is read and can be drawn; what is wrong is told, and mended."""
    maps(a=clean)
    save("argmap.toml", "nonsense = 1\n")
    follower = follow()
    (look,) = follower.round().looks
    assert "unknown key `nonsense`" in look.problem
    assert not look.is_broken
    save("argmap.toml", "")
    (look,) = follower.round().changed
    assert look.problem == ""


def test_maps_come_and_go(maps, follow, clean):
    """What turns up in a folder is a map, and what is deleted none any more."""
    maps(a=clean)
    follower = follow()
    follower.round()
    maps(below__b=clean)
    assert names(follower.round().changed) == ["b"]
    Path("a.argmap").unlink()
    seen = follower.round()
    assert [path.name for path in seen.gone] == ["a.argmap"]
    assert names(seen.looks) == ["b"]


def test_a_file_that_was_named_may_be_away(maps, follow, clean):
    """It is told, and followed again once it is back."""
    maps(a=clean)
    follower = follow("a.argmap")
    follower.round()
    Path("a.argmap").unlink()
    seen = follower.round()
    assert names(seen.looks) == ["a"]
    assert "cannot be read" in seen.looks[0].problem
    save("a.argmap", clean)
    assert not follower.round().changed[0].is_broken


def test_a_fault_of_ours_is_that_of_one_map(maps, follow, clean, monkeypatch):
    """Whatever fails inside of argmap on one map, the others are looked at."""
    maps(a=clean, b=clean)
    real = watch.resolve

    def resolve(document, *, path, **others):
        if path.stem == "a":
            raise RecursionError("too deep")
        return real(document, path=path, **others)

    monkeypatch.setattr(watch, "resolve", resolve)
    first, second = follow().round().looks
    assert "something went wrong inside of argmap (RecursionError: too deep)" in first.problem
    assert first.is_broken
    assert not second.is_broken


def test_shared_findings_are_told_once(maps, follow):
    """What several maps share is told of the first only, as `argmap check` does."""
    maps(a='import "c.argmap"\nclaim a "A"', b='import "c.argmap"\nclaim b "B"', c='claim c "C"')
    seen = follow().round()
    told = [diagnostic.message for diagnostic in seen.report.diagnostics]
    assert len(told) == len(set(told))
    assert sum("`c`" in message for message in told) == 1


def test_folders_are_watched_where_maps_may_turn_up(maps, follow, clean):
    """Those of maps, of what they import and of settings; none of programs, and none hidden."""
    here = maps(a=clean, below__b=clean, node_modules__x=clean, venv__y=clean)
    (here / ".hidden").mkdir()
    follower = follow()
    follower.round()
    watched = follower.watched()
    inside = {folder for folder in watched.folders if folder.is_relative_to(here.resolve())}
    assert inside == {here.resolve(), here.resolve() / "below"}
    assert watched.concerns(here.resolve() / "new.argmap")
    assert watched.concerns(here.resolve() / "argmap.toml")
    assert not watched.concerns(here.resolve() / "notes.txt")
    assert not watched.concerns(here.resolve() / ".argmap-x1")


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
    (look,) = follower.round().changed
    assert look.report.diagnostics == ()
    assert [diagnostic.code for diagnostic in look.report.suppressed] == ["EVI301"]
    save("known.txt", "version 1\n")
    (look,) = follower.round().changed
    assert [diagnostic.code for diagnostic in look.report.diagnostics] == ["EVI301"]
    Path("known.txt").unlink()
    (look,) = follower.round().changed
    assert "there is no baseline" in look.problem
