"""A check finds the same however it goes about its work: cached or not, in one process or more."""

import json
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from argmap import reporting
from argmap.errors import ArgmapError, InputError, WorkerLost
from argmap.workspace import checker, parallel
from argmap.workspace.baseline import open_baseline
from argmap.workspace.cache import prune
from argmap.workspace.check import RunOptions, check_all
from argmap.workspace.check_config import CliOverrides
from argmap.workspace.discovery import guess_imports

MAPS = Path(__file__).parents[2] / "maps"
FORMATS = [name for name in reporting.FORMATS if name != "_common"]

SHARED = """\
# argmap: ignore-file[EVI301] because it is a sketch
claim shared "All that is shared is good"
claim weak "Perhaps it is so" { supports: shared }
"""
PROJECT = {
    "one.argmap": 'import "parts/shared.argmap" as s\nclaim a "The first" { supports: s.shared }\n',
    "two.argmap": (
        'import "parts/shared.argmap" as s\n'
        "# argmap: ignore[EVI301] because nobody has looked\n"
        'claim b "The second" { supports: s.shared }\nclaim b "The second" { supports: nowhere }\n'
    ),
    "parts/shared.argmap": SHARED,
    "broken.argmap": 'clam c "Not a word of it"\nclaim d "And { it goes on"\n  clam e "Third"\n',
    "lost.argmap": 'import "gone.argmap" as g\nclaim f "Rests on nothing" { supports: g.x }\n',
    "cited.argmap": (
        'source text "A text" { text: "text.md" valid-until: 2020 }\n'
        'claim g "It is said" {\n  evidence h "There are 12 of them" @text:1 "said"\n'
        '  evidence i "It is 7" @text:9\n}\n'
    ),
    "text.md": "It was said once.\n\nThere are 11.\n",
    "argmap.lock": "version 1\nnonsense\n",
    "argmap.toml": '[per-file-ignores]\n"lost.argmap" = ["EVI301"]\n[rules.text-length]\nmax = 5\n',
    "no.argmap": b'claim k "Caf\xe9"\n',
    "bom.argmap": b'\xef\xbb\xbfclaim l "It has a mark" { suports: l }\n',
}


@pytest.fixture
def project(here):
    """A project with something of everything: its folder is the current one."""
    for name, text in PROJECT.items():
        path = here / "maps" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return here


@pytest.fixture
def cache(tmp_path_factory) -> Path:
    """An empty folder for a cache."""
    return tmp_path_factory.mktemp("cache")


def everything(checked) -> dict[str, object]:
    """Return all that a report says, in all formats, and whether the check fails."""
    found = checked.report
    texts = {name: reporting.get(name).write(found, color=False) for name in FORMATS}
    suppressed = [
        (str(each.location), each.code, each.suppression_reason, each.message)
        for each in found.suppressed
    ]
    return {**texts, "fails": checked.fails, "suppressed": suppressed, "checked": found.checked}


def entries(cache: Path) -> list[Path]:
    return sorted(cache.rglob("*.json"))


@pytest.fixture
def never_read(monkeypatch):
    """Return a function after which no map can be read any more, so that all must be kept."""

    def refuse(*_):
        raise AssertionError("a map was read")

    return lambda: monkeypatch.setattr(checker.CheckWorker, "check", refuse)


@pytest.mark.parametrize("select", [(), ("ALL",)], ids=["default", "all"])
@pytest.mark.parametrize("with_baseline", [False, True], ids=["", "baseline"])
def test_all_ways_say_the_same(project, cache, select, with_baseline):
    """Without a cache, with an empty and a full one, in one process and in two: one report."""
    overrides = CliOverrides(select=select)
    lets_pass = None
    if with_baseline:
        lets_pass = open_baseline(project / "base.txt", is_updated=True)
        check_all([Path("maps/one.argmap"), Path("maps/cited.argmap")], None, overrides, lets_pass)
        lets_pass.write()
        text = lets_pass.path.read_text(encoding="utf-8")
        lets_pass.path.write_text(text + "EVI301 gone 1 maps/one.argmap\n", encoding="utf-8")

    def check(ways):
        baseline = open_baseline(lets_pass.path) if lets_pass else None
        return everything(check_all([Path("maps")], None, overrides, baseline, ways))

    plain = check(RunOptions())
    assert json.loads(plain["json"])["diagnostics"]
    assert plain["suppressed"]
    for ways in (
        RunOptions(jobs=2),
        RunOptions(cache=cache),
        RunOptions(cache=cache),
        RunOptions(jobs=2, cache=cache),
        RunOptions(jobs=2, cache=cache / "other"),
        RunOptions(cache=cache / "other"),
    ):
        assert check(ways) == plain, ways


def test_the_maps_of_this_project_are_kept(cache, monkeypatch, never_read):
    """All of them, with the texts and the locks that they hang on, are found again."""
    monkeypatch.chdir(MAPS.parent)
    plain = everything(check_all([Path("maps")]))
    check_all([Path("maps")], options=RunOptions(cache=cache))
    never_read()
    assert everything(check_all([Path("maps")], options=RunOptions(cache=cache))) == plain


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _relink(at: Path) -> None:
    """Put a link to another map into the place of the one that is imported."""
    (at / "parts/shared.argmap").rename(at / "parts/old.argmap")
    (at / "parts/other.argmap").write_text('claim shared "Something else"\n', encoding="utf-8")
    (at / "parts/shared.argmap").symlink_to("other.argmap")


def _relink_text(at: Path) -> None:
    (at / "text.md").rename(at / "old.md")
    (at / "other.md").write_text("Something else.\n", encoding="utf-8")
    (at / "text.md").symlink_to("other.md")


CHANGES = {
    "the map": lambda at: _append(at / "one.argmap", "# more\n"),
    "what it imports": lambda at: _append(at / "parts/shared.argmap", 'claim more "More"\n'),
    "the text": lambda at: (at / "text.md").write_text("Nothing is said.\n"),
    "the text is gone": lambda at: (at / "text.md").unlink(),
    "the lock": lambda at: _append(at / "argmap.lock", "more nonsense\n"),
    "the lock is gone": lambda at: (at / "argmap.lock").unlink(),
    "the settings": lambda at: (at / "argmap.toml").write_text('select = ["EVI"]\n'),
    "nearer settings": lambda at: (at / "parts/argmap.toml").write_text("ignore = ['EVI']\n"),
    "the project's root": lambda at: (at / "argmap.toml").rename(at.parent / "argmap.toml"),
    "what was missing": lambda at: (at / "gone.argmap").write_text('claim x "Here now"\n'),
    "an import leads elsewhere": _relink,
    "the text leads elsewhere": _relink_text,
}


WITHOUT_EFFECT = ("the map", "nearer settings", "the project's root")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_that_counts_goes_unseen(project, cache, change):
    """Whatever a check hangs on: when it changes, what was kept of before is not used."""
    ways = RunOptions(cache=cache)
    before = everything(check_all([Path("maps")], options=ways))
    change(project / "maps")
    after = everything(check_all([Path("maps")], options=ways))
    assert after == everything(check_all([Path("maps")]))
    if change not in [CHANGES[name] for name in WITHOUT_EFFECT]:
        assert after != before


def test_what_is_asked_for_counts(project, cache):
    """Other rules, another level, a text that is named: each is another question."""
    (project / "said.md").write_text("Nobody said so.\n", encoding="utf-8")
    asked = [
        ({}, CliOverrides()),
        ({}, CliOverrides(select=("SYN",))),
        ({}, CliOverrides(ignore=("EVI301",))),
        ({}, CliOverrides(severity={"EVI301": "error"})),
        ({}, CliOverrides(fail_on="error")),
        ({}, CliOverrides(config=project / "maps/argmap.toml")),
        ({"text": Path("said.md")}, CliOverrides()),
        ({"text": project / "said.md"}, CliOverrides()),
    ]
    for _ in range(2):
        for texts, overrides in asked:
            plain = everything(check_all([Path("maps")], texts, overrides))
            kept = everything(
                check_all([Path("maps")], texts, overrides, options=RunOptions(cache=cache))
            )
            assert kept == plain, (texts, overrides)


def test_a_source_that_no_map_has_is_told_from_the_cache_too(project, cache):
    """A text for a source that there is not is a mistake of the caller's, each time."""
    (project / "sound.argmap").write_text(
        'source one "One"\nclaim a "A" { evidence b "B" @one }\n', encoding="utf-8"
    )
    (project / "said.md").write_text("Nobody said so.\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(InputError, match="there is no source `on`"):
            check_all(
                [Path("sound.argmap")], {"on": Path("said.md")}, options=RunOptions(cache=cache)
            )


def test_the_day_counts_where_something_is_valid_until_then(project, cache, monkeypatch):
    """Tomorrow a source may be out of date; a map without a date is not asked again."""
    check_all([Path("maps")], options=RunOptions(cache=cache))
    looked = []
    real = checker.CheckWorker.check
    monkeypatch.setattr(
        checker.CheckWorker,
        "check",
        lambda self, task: looked.append(task.path.name) or real(self, task),
    )
    monkeypatch.setattr("argmap.workspace.cache_entry.today", lambda: "2999-01-01")
    check_all([Path("maps")], options=RunOptions(cache=cache))
    assert looked == ["cited.argmap", "lost.argmap"]  # what imports nothing that is there: always


def test_a_cache_goes_with_its_project_to_another_place(project, cache, never_read, monkeypatch):
    """What lies elsewhere and is the same is the same: runners check out where they like."""
    (project / "maps/lost.argmap").unlink()
    before = everything(check_all([Path("maps")], options=RunOptions(cache=cache)))
    other = project / "elsewhere"
    other.mkdir()
    shutil.move(project / "maps", other / "maps")
    monkeypatch.chdir(other)
    never_read()
    assert everything(check_all([Path("maps")], options=RunOptions(cache=cache))) == before


def test_names_count_from_another_folder(project, cache, monkeypatch):
    """Files are named from the current folder: what was kept for another one does not do."""
    check_all([Path("maps")], options=RunOptions(cache=cache))
    monkeypatch.chdir(project / "maps")
    plain = everything(check_all([Path()]))
    assert everything(check_all([Path()], options=RunOptions(cache=cache))) == plain


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"EVI", b"EVX"),
        lambda _: _signed(b"[]"),
        lambda _: _signed(b"[" * 100_000),
        lambda _: _signed(b'{"files": [["one.argmap", 3]], "names": [null]}'),
        lambda data: _signed(json.dumps({**json.loads(data[65:]), "findings": [[1]]}).encode()),
        lambda data: _signed(json.dumps({**json.loads(data[65:]), "about": [99]}).encode()),
        lambda data: _signed(json.dumps({**json.loads(data[65:]), "level": 17}).encode()),
    ],
    ids=["empty", "half", "altered", "list", "deep", "shape", "findings", "about", "level"],
)
def test_a_damaged_entry_is_replaced(project, cache, damage):
    """What cannot be used is as good as not there, and is as it should be after the check."""
    ways = RunOptions(cache=cache)
    path = Path("maps/two.argmap")
    plain = everything(check_all([path], options=ways))
    (entry,) = entries(cache)
    good = entry.read_bytes()
    entry.write_bytes(damage(good))
    assert everything(check_all([path], options=ways)) == plain
    assert entry.read_bytes() == good


_WILD = [None, True, -1, 0, 7, 1 << 80, 0.5, "", "../\0", "\ud800", [], [[]], [1, 2], {}, {"a": 1}]
"""Values of all kinds that JSON has."""


def _places(data: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Return where there is a value in some JSON: the keys and numbers that lead to each."""
    inner = data.items() if isinstance(data, dict) else enumerate(data)
    places = [(*path, key) for key, _ in inner]
    inner = data.items() if isinstance(data, dict) else enumerate(data)
    deeper = [_places(each, (*path, key)) for key, each in inner if isinstance(each, dict | list)]
    return [*places, *(place for places in deeper for place in places)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.data())
def test_no_entry_breaks_a_check(project, cache, data):
    """A runner may hand a cache on: whatever a signed entry says, there is a report."""
    ways, path = RunOptions(cache=cache), Path("maps", data.draw(st.sampled_from(["cited", "two"])))
    path = path.with_suffix(".argmap")
    for entry in entries(cache):
        entry.unlink()
    check_all([path], options=ways)
    (entry,) = entries(cache)
    content = json.loads(entry.read_bytes()[65:])
    *way, last = data.draw(st.sampled_from(_places(content)))
    place = content
    for key in way:
        place = place[key]
    place[last] = data.draw(st.sampled_from(_WILD))
    entry.write_bytes(_signed(json.dumps(content).encode()))
    everything(check_all([path], options=ways))


def _signed(content: bytes) -> bytes:
    from hashlib import sha256

    return sha256(content).hexdigest().encode() + b"\n" + content


def test_a_cache_that_cannot_be_written_is_no_problem(project, tmp_path_factory):
    """Where a file is in the way, the check goes on without a word."""
    file = tmp_path_factory.mktemp("cache") / "file"
    file.write_text("mine", encoding="utf-8")
    plain = everything(check_all([Path("maps")]))
    assert everything(check_all([Path("maps")], options=RunOptions(cache=file))) == plain
    assert file.read_text(encoding="utf-8") == "mine"


def test_what_nobody_uses_goes(project, cache):
    """Entries older than a month are removed; they are looked for once a day at most."""
    check_all([Path("maps")], options=RunOptions(cache=cache))
    kept, old = entries(cache)[:2]
    os.utime(old, (1, 1))
    prune(cache)
    assert old.exists()
    os.utime(cache / "findings/pruned", (1, 1))
    prune(cache)
    assert not old.exists()
    assert kept.exists()


def test_what_is_of_use_is_kept_young(project, cache):
    """An entry that is used counts as new."""
    path = Path("maps/two.argmap")
    check_all([path], options=RunOptions(cache=cache))
    (entry,) = entries(cache)
    os.utime(entry, (1, 1))
    check_all([path], options=RunOptions(cache=cache))
    assert entry.stat().st_mtime > 1_000_000


# ---- Which maps --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "imports"),
    [
        ('import "b.argmap" as b', ["b.argmap"]),
        ('import # why\n  "b.argmap"', ["b.argmap"]),
        ('# import "b.argmap"', []),
        ('claim a "an import" import "b.argmap"', ["b.argmap"]),
        ('claim a """ import "b.argmap" """', []),
        ('claim a "\\" import \\"b.argmap"', []),
        ('reimport "b.argmap"', []),
    ],
)
def test_imports_are_guessed(tmp_path, text, imports):
    """The look of a file says what it imports, also among comments and quoted texts."""
    found = guess_imports(tmp_path / "a.argmap", text.encode())
    assert [path.name for path in found] == imports


@pytest.mark.parametrize(
    "text",
    [
        'import "b\\u002eargmap" as b\nclaim a "A" { supports: b.b }',
        'claim a "unclosed\nimport "b.argmap" as b',
        'claim a "A" { import "b.argmap" as b }',
        'import "b.argmap',
    ],
    ids=["escape", "unclosed", "inside", "no end"],
)
def test_a_wrong_guess_changes_nothing(maps, clean, cache, text):
    """Where the look deceives, what was really imported decides which files are parts."""
    maps(a=text, b=clean, c=f'import "a.argmap" as a\n{clean.replace("street", "way")}')
    from argmap.workspace.files import FileCache
    from argmap.workspace.targets import find_targets

    for paths in ([Path()], [Path("a.argmap"), Path("b.argmap"), Path()]):
        targets = find_targets(paths, FileCache())
        from argmap.workspace.checker import Checker
        from argmap.workspace.load import load_resolution

        files = FileCache()
        roots = [target.path for target in targets if not target.is_imported]
        plain = Checker().check([load_resolution(path, files) for path in roots])
        for ways in (
            RunOptions(),
            RunOptions(jobs=2),
            RunOptions(cache=cache),
            RunOptions(cache=cache),
        ):
            assert everything(check_all(paths, options=ways)) == everything(plain)


NAMES = ("a", "b", "c", "d")


@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(NAMES), max_size=3, unique=True),
        min_size=1,
    )
)
@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_imports_make_one_report(tmp_path_factory, monkeypatch, imports):
    """Files that import each other at random, in rings too: the cache changes nothing."""
    folder, cache = tmp_path_factory.mktemp("maps"), tmp_path_factory.mktemp("cache")
    monkeypatch.chdir(folder)
    for name, others in imports.items():
        lines = [f'import "{other}.argmap" as {other}x' for other in others]
        text = "\n".join([*lines, f'claim {name} "The claim {name}"\n'])
        (folder / f"{name}.argmap").write_text(text, encoding="utf-8")
    plain = everything(check_all([Path()]))
    for _ in range(2):
        assert everything(check_all([Path()], options=RunOptions(cache=cache))) == plain


# ---- Several processes -------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_processes_started_in_any_way_do_the_same(project, monkeypatch, method):
    """As copies or from nothing: what comes of the maps comes in their order."""
    import multiprocessing

    if method not in multiprocessing.get_all_start_methods():
        pytest.skip("this system has no such way")
    monkeypatch.setattr(parallel, "_method", lambda: method)
    plain = everything(check_all([Path("maps")]))
    assert everything(check_all([Path("maps")], options=RunOptions(jobs=2))) == plain


def test_a_mistake_in_a_process_is_told_as_in_one(project):
    """What is wrong with a setting ends the check with the same words."""
    (project / "maps/argmap.toml").write_text('select = ["NOTHING"]\n', encoding="utf-8")
    said = Counter()
    for jobs in (1, 2):
        with pytest.raises(ArgmapError) as error:
            check_all([Path("maps")], options=RunOptions(jobs=jobs))
        said[str(error.value)] += 1
    assert list(said.values()) == [2]


def test_a_process_that_dies_ends_in_a_sentence(project, monkeypatch):
    """Nobody waits for ever for what will not come."""
    if not hasattr(os, "fork"):
        pytest.skip("only a copy of this process has what is put into it")
    monkeypatch.setattr(parallel, "_method", lambda: "fork")
    monkeypatch.setattr(checker.CheckWorker, "check", lambda *_: os._exit(9))
    with pytest.raises(WorkerLost, match="ended before its time"):
        check_all([Path("maps")], options=RunOptions(jobs=2))


def test_small_maps_are_no_work_for_two():
    """To start a process takes as long as reading a good many maps."""
    assert parallel.useful_jobs([]) == 1
    assert parallel.useful_jobs([5_000] * 10) == 1
    assert 1 <= parallel.useful_jobs([10**9]) <= (os.cpu_count() or 1)


def test_progress_is_told_of_what_is_read(project, cache):
    """Each map that has to be read counts, and none that is kept."""
    told = []
    ways = RunOptions(cache=cache, progress=lambda done, of: told.append((done, of)))
    check_all([Path("maps/two.argmap"), Path("maps/one.argmap")], options=ways)
    check_all([Path("maps/two.argmap"), Path("maps/one.argmap")], options=ways)
    assert told == [(1, 2), (2, 2)]
