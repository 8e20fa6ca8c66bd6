"""A check has the same result with and without a cache, and in any number of processes."""

import json
import os
import re
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
    "argmap.review": "version 1\nnonsense\n",
    "argmap.toml": '[per-file-ignores]\n"lost.argmap" = ["EVI301"]\n[rules.text-length]\nmax = 5\n',
    "no.argmap": b'claim k "Caf\xe9"\n',
    "bom.argmap": b'\xef\xbb\xbfclaim l "It has a mark" { suports: l }\n',
}


@pytest.fixture
def project(here):
    """A project with all kinds of files, below the current folder."""
    for name, text in PROJECT.items():
        path = here / "maps" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return here


@pytest.fixture
def cache(tmp_path_factory) -> Path:
    """An empty folder for the cache."""
    return tmp_path_factory.mktemp("cache")


def full_output(result) -> dict[str, object]:
    """Return the reports in all formats, and whether the check fails."""
    report = result.report
    texts = {name: reporting.get_format(name).write(report, color=False) for name in FORMATS}
    suppressed = [
        (
            str(diagnostic.location),
            diagnostic.code,
            diagnostic.suppression_reason,
            diagnostic.message,
        )
        for diagnostic in report.suppressed
    ]
    return {
        **texts,
        "fails": result.fails,
        "suppressed": suppressed,
        "checked": report.statement_ids,
    }


def entries(cache: Path) -> list[Path]:
    return sorted(cache.rglob("*.json"))


@pytest.fixture
def forbid_checks(monkeypatch):
    """Return a function after which a check of a map fails, so that all results must be cached."""

    def refuse(*_):
        raise AssertionError("a map was checked")

    return lambda: monkeypatch.setattr(checker.CheckWorker, "check", refuse)


@pytest.mark.parametrize("select", [(), ("ALL",)], ids=["default", "all"])
@pytest.mark.parametrize("with_baseline", [False, True], ids=["", "baseline"])
def test_all_run_options_give_the_same_reports(project, cache, select, with_baseline):
    """With no, an empty or a full cache, in one process or two."""
    overrides = CliOverrides(select=select)
    accepted = None
    if with_baseline:
        accepted = open_baseline(project / "base.txt", is_updated=True)
        check_all([Path("maps/one.argmap"), Path("maps/cited.argmap")], None, overrides, accepted)
        accepted.write()
        text = accepted.path.read_text(encoding="utf-8")
        accepted.path.write_text(text + "EVI301 gone 1 maps/one.argmap\n", encoding="utf-8")

    def check(options):
        baseline = open_baseline(accepted.path) if accepted else None
        return full_output(check_all([Path("maps")], None, overrides, baseline, options))

    plain = check(RunOptions())
    assert json.loads(plain["json"])["diagnostics"]
    assert plain["suppressed"]
    for options in (
        RunOptions(jobs=2),
        RunOptions(cache=cache),
        RunOptions(cache=cache),
        RunOptions(jobs=2, cache=cache),
        RunOptions(jobs=2, cache=cache / "other"),
        RunOptions(cache=cache / "other"),
    ):
        assert check(options) == plain, options


def test_the_maps_of_this_project_are_cached(cache, monkeypatch, forbid_checks):
    """With their texts and locks."""
    monkeypatch.chdir(MAPS.parent)
    plain = full_output(check_all([Path("maps")]))
    check_all([Path("maps")], options=RunOptions(cache=cache))
    forbid_checks()
    assert full_output(check_all([Path("maps")], options=RunOptions(cache=cache))) == plain


def _append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def _relink(folder: Path) -> None:
    """Replace the imported file with a link to another map."""
    (folder / "parts/shared.argmap").rename(folder / "parts/old.argmap")
    (folder / "parts/other.argmap").write_text('claim shared "Something else"\n', encoding="utf-8")
    (folder / "parts/shared.argmap").symlink_to("other.argmap")


def _relink_text(folder: Path) -> None:
    (folder / "text.md").rename(folder / "old.md")
    (folder / "other.md").write_text("Something else.\n", encoding="utf-8")
    (folder / "text.md").symlink_to("other.md")


CHANGES = {
    "the map": lambda folder: _append(folder / "one.argmap", "# more\n"),
    "an imported file": lambda folder: _append(
        folder / "parts/shared.argmap", 'claim more "More"\n'
    ),
    "the text": lambda folder: (folder / "text.md").write_text("Nothing is said.\n"),
    "the text is deleted": lambda folder: (folder / "text.md").unlink(),
    "the lock": lambda folder: _append(folder / "argmap.lock", "more nonsense\n"),
    "the lock is deleted": lambda folder: (folder / "argmap.lock").unlink(),
    "the reviews": lambda folder: (folder / "argmap.review").write_text(
        f"version 1\ncited.argmap gone {' '.join(['0' * 16] * 3)} 2026-05-01 Ann - -\n"
    ),
    "the reviews are deleted": lambda folder: (folder / "argmap.review").unlink(),
    "the settings": lambda folder: (folder / "argmap.toml").write_text('select = ["EVI"]\n'),
    "nested settings": lambda folder: (folder / "parts/argmap.toml").write_text(
        "ignore = ['EVI']\n"
    ),
    "the project's root": lambda folder: (folder / "argmap.toml").rename(
        folder.parent / "argmap.toml"
    ),
    "a missing import is created": lambda folder: (folder / "gone.argmap").write_text(
        'claim x "Here now"\n'
    ),
    "an import is a link to another file": _relink,
    "the text is a link to another file": _relink_text,
}


WITHOUT_EFFECT = ("the map", "nested settings", "the project's root")


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_dependency_invalidates_the_cache(project, cache, change):
    """A result is not reused if any dependency has changed."""
    options = RunOptions(cache=cache)
    old = full_output(check_all([Path("maps")], options=options))
    change(project / "maps")
    new = full_output(check_all([Path("maps")], options=options))
    assert new == full_output(check_all([Path("maps")]))
    if change not in [CHANGES[name] for name in WITHOUT_EFFECT]:
        assert new != old


def test_the_configuration_is_part_of_the_cache_key(project, cache):
    """Other rules, severities or texts give other results."""
    (project / "said.md").write_text("Nobody said so.\n", encoding="utf-8")
    configurations = [
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
        for texts, overrides in configurations:
            plain = full_output(check_all([Path("maps")], texts, overrides))
            cached = full_output(
                check_all([Path("maps")], texts, overrides, options=RunOptions(cache=cache))
            )
            assert cached == plain, (texts, overrides)


def test_an_unknown_source_is_reported_with_a_cache(project, cache):
    """The error is raised for cached results, too."""
    (project / "sound.argmap").write_text(
        'source one "One"\nclaim a "A" { evidence b "B" @one }\n', encoding="utf-8"
    )
    (project / "said.md").write_text("Nobody said so.\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(InputError, match="--source: unknown source `on`"):
            check_all(
                [Path("sound.argmap")], {"on": Path("said.md")}, options=RunOptions(cache=cache)
            )


def test_results_that_depend_on_the_date_expire(project, cache, monkeypatch):
    """A map with a date is checked again on another day; others are not."""
    check_all([Path("maps")], options=RunOptions(cache=cache))
    checked = []
    original = checker.CheckWorker.check
    monkeypatch.setattr(
        checker.CheckWorker,
        "check",
        lambda self, task: checked.append(task.path.name) or original(self, task),
    )
    monkeypatch.setattr("argmap.workspace.cache_entry.today", lambda: "2999-01-01")
    check_all([Path("maps")], options=RunOptions(cache=cache))
    assert checked == ["cited.argmap", "lost.argmap"]  # a missing import is never cached


def test_a_cache_is_valid_after_the_project_is_moved(project, cache, forbid_checks, monkeypatch):
    """CI runners check out a project to any folder."""
    (project / "maps/lost.argmap").unlink()
    old = full_output(check_all([Path("maps")], options=RunOptions(cache=cache)))
    other = project / "elsewhere"
    other.mkdir()
    shutil.move(project / "maps", other / "maps")
    monkeypatch.chdir(other)
    forbid_checks()
    assert full_output(check_all([Path("maps")], options=RunOptions(cache=cache))) == old


def test_the_current_folder_is_part_of_the_cache_key(project, cache, monkeypatch):
    """File names in a report are relative to the current folder."""
    check_all([Path("maps")], options=RunOptions(cache=cache))
    monkeypatch.chdir(project / "maps")
    plain = full_output(check_all([Path()]))
    assert full_output(check_all([Path()], options=RunOptions(cache=cache))) == plain


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda data: data[: len(data) // 2],
        lambda data: data.replace(b"EVI", b"EVX"),
        lambda _: _with_digest(b"[]"),
        lambda _: _with_digest(b"[" * 100_000),
        lambda _: _with_digest(b'{"files": [["one.argmap", 3]], "names": [null]}'),
        lambda data: _with_digest(
            json.dumps({**json.loads(data[65:]), "findings": [[1]]}).encode()
        ),
        lambda data: _with_digest(json.dumps({**json.loads(data[65:]), "about": [99]}).encode()),
        lambda data: _with_digest(json.dumps({**json.loads(data[65:]), "level": 17}).encode()),
        lambda data: _with_digest(re.sub(rb'"EVI\d+"', rb'"\\ud800"', data[65:])),
    ],
    ids=[
        *("empty", "half", "altered", "list", "deep"),
        *("shape", "findings", "about", "level", "surrogate"),
    ],
)
def test_a_damaged_entry_is_replaced(project, cache, damage):
    """It counts as missing, and is valid after the check."""
    options = RunOptions(cache=cache)
    path = Path("maps/two.argmap")
    plain = full_output(check_all([path], options=options))
    (entry,) = entries(cache)
    intact = entry.read_bytes()
    entry.write_bytes(damage(intact))
    assert full_output(check_all([path], options=options)) == plain
    assert entry.read_bytes() == intact


_ARBITRARY = [
    None,
    True,
    -1,
    0,
    7,
    1 << 80,
    0.5,
    "",
    "../\0",
    "\ud800",
    [],
    [[]],
    [1, 2],
    {},
    {"a": 1},
]
"""JSON values of all types."""


def _paths_in(data: object, path: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Return the paths of all values in JSON data, as keys and indices."""
    items = data.items() if isinstance(data, dict) else enumerate(data)
    paths = [(*path, key) for key, _ in items]
    items = data.items() if isinstance(data, dict) else enumerate(data)
    nested = [
        _paths_in(value, (*path, key)) for key, value in items if isinstance(value, dict | list)
    ]
    return [*paths, *(deep_path for deep_paths in nested for deep_path in deep_paths)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.data())
def test_no_entry_breaks_a_check(project, cache, data):
    """A cache may come from another machine: any signed entry leads to a report."""
    options = RunOptions(cache=cache)
    path = Path("maps", data.draw(st.sampled_from(["cited.argmap", "two.argmap"])))
    for entry in entries(cache):
        entry.unlink()
    check_all([path], options=options)
    (entry,) = entries(cache)
    content = json.loads(entry.read_bytes()[65:])
    *keys, last = data.draw(st.sampled_from(_paths_in(content)))
    container = content
    for key in keys:
        container = container[key]
    container[last] = data.draw(st.sampled_from(_ARBITRARY))
    entry.write_bytes(_with_digest(json.dumps(content).encode()))
    full_output(check_all([path], options=options))


def _with_digest(content: bytes) -> bytes:
    from hashlib import sha256

    return sha256(content).hexdigest().encode() + b"\n" + content


def test_a_cache_that_cannot_be_written_is_ignored(project, tmp_path_factory):
    """A file in the place of the folder does not affect the check."""
    file = tmp_path_factory.mktemp("cache") / "file"
    file.write_text("mine", encoding="utf-8")
    plain = full_output(check_all([Path("maps")]))
    assert full_output(check_all([Path("maps")], options=RunOptions(cache=file))) == plain
    assert file.read_text(encoding="utf-8") == "mine"


def test_unused_entries_are_removed(project, cache):
    """Entries that are older than 30 days are removed, at most once a day."""
    check_all([Path("maps")], options=RunOptions(cache=cache))
    recent, old = entries(cache)[:2]
    os.utime(old, (1, 1))
    prune(cache)
    assert old.exists()
    os.utime(cache / "findings/pruned", (1, 1))
    prune(cache)
    assert not old.exists()
    assert recent.exists()


def test_a_used_entry_counts_as_new(project, cache):
    """Its modification time is updated."""
    path = Path("maps/two.argmap")
    check_all([path], options=RunOptions(cache=cache))
    (entry,) = entries(cache)
    os.utime(entry, (1, 1))
    check_all([path], options=RunOptions(cache=cache))
    assert entry.stat().st_mtime > 1_000_000


# ---- Top-level maps ----------------------------------------------------------------------------


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
        ('import "parts/*.argmap"', ["c.argmap", "d.argmap"]),
        ('import "../*.argmap"', []),
    ],
)
def test_imports_are_guessed(tmp_path, text, imports):
    """Comments and strings are ignored."""
    (tmp_path / "parts").mkdir()
    for name in ("c", "d"):
        (tmp_path / "parts" / f"{name}.argmap").touch()
    guessed = guess_imports(tmp_path / "a.argmap", text.encode())
    assert [path.name for path in guessed] == imports


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
def test_a_wrong_guess_is_corrected(maps, clean, cache, text):
    """The actual imports decide which files are top-level maps."""
    maps(a=text, b=clean, c=f'import "a.argmap" as a\n{clean.replace("street", "way")}')
    from argmap.workspace.files import FileCache
    from argmap.workspace.targets import find_targets

    for paths in ([Path()], [Path("a.argmap"), Path("b.argmap"), Path()]):
        targets = find_targets(paths, FileCache())
        from argmap.workspace.checker import Checker
        from argmap.workspace.load import load_resolution

        files = FileCache()
        maps_to_check = [target.path for target in targets if not target.is_imported]
        plain = Checker().check([load_resolution(path, files) for path in maps_to_check])
        for options in (
            RunOptions(),
            RunOptions(jobs=2),
            RunOptions(cache=cache),
            RunOptions(cache=cache),
        ):
            assert full_output(check_all(paths, options=options)) == full_output(plain)


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
def test_any_imports_give_the_same_reports(tmp_path_factory, monkeypatch, imports):
    """With random imports and import cycles, the cache changes nothing."""
    folder, cache = tmp_path_factory.mktemp("maps"), tmp_path_factory.mktemp("cache")
    monkeypatch.chdir(folder)
    for name, others in imports.items():
        lines = [f'import "{other}.argmap" as {other}x' for other in others]
        text = "\n".join([*lines, f'claim {name} "The claim {name}"\n'])
        (folder / f"{name}.argmap").write_text(text, encoding="utf-8")
    plain = full_output(check_all([Path()]))
    for _ in range(2):
        assert full_output(check_all([Path()], options=RunOptions(cache=cache))) == plain


# ---- Several processes -------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["spawn", "fork"])
def test_all_start_methods_give_the_same_reports(project, monkeypatch, method):
    """Results are in the order of the maps."""
    import multiprocessing

    if method not in multiprocessing.get_all_start_methods():
        pytest.skip("this system does not support the start method")
    monkeypatch.setattr(parallel, "_start_method", lambda: method)
    plain = full_output(check_all([Path("maps")]))
    assert full_output(check_all([Path("maps")], options=RunOptions(jobs=2))) == plain


def test_an_error_in_a_worker_process_is_raised(project):
    """The message is the same as in a single process."""
    (project / "maps/argmap.toml").write_text('select = ["NOTHING"]\n', encoding="utf-8")
    messages = Counter()
    for jobs in (1, 2):
        with pytest.raises(ArgmapError) as error:
            check_all([Path("maps")], options=RunOptions(jobs=jobs))
        messages[str(error.value)] += 1
    assert list(messages.values()) == [2]


def test_a_lost_worker_process_is_reported(project, monkeypatch):
    """The check does not wait for it forever."""
    if not hasattr(os, "fork"):
        pytest.skip("only a forked process inherits the replaced method")
    monkeypatch.setattr(parallel, "_start_method", lambda: "fork")
    monkeypatch.setattr(checker.CheckWorker, "check", lambda *_: os._exit(9))
    with pytest.raises(WorkerLost, match="ended unexpectedly"):
        check_all([Path("maps")], options=RunOptions(jobs=2))


def test_small_maps_are_checked_in_one_process():
    """Starting a process takes as long as checking many maps."""
    assert parallel.useful_jobs([]) == 1
    assert parallel.useful_jobs([5_000] * 10) == 1
    assert 1 <= parallel.useful_jobs([10**9]) <= (os.cpu_count() or 1)


def test_progress_counts_checked_maps(project, cache):
    """Cached maps do not count."""
    progress = []
    options = RunOptions(cache=cache, progress=lambda done, total: progress.append((done, total)))
    check_all([Path("maps/two.argmap"), Path("maps/one.argmap")], options=options)
    check_all([Path("maps/two.argmap"), Path("maps/one.argmap")], options=options)
    assert progress == [(1, 2), (2, 2)]


# ---- Imports by pattern ------------------------------------------------------------------------

PATTERN = (
    'map "Top" { thesis: top }\nimport "parts/*.argmap"\nclaim top "Top" { supported-by: a, b }\n'
)


def _ids(paths=("maps",), **options) -> list[str]:
    report = check_all([Path(path) for path in paths], options=RunOptions(**options)).report
    return sorted({str(diagnostic.element) for diagnostic in report.diagnostics})


def _pattern_project(maps) -> Path:
    claim = 'claim {0} "{0} is so" {{ assumption "{0} is ground" }}\n'
    texts = {f"maps__parts__{name}": claim.format(name) for name in "ab"}
    return maps(maps__index=PATTERN, **texts) / "maps"


@pytest.mark.parametrize("path", ["maps", "maps/index.argmap"])
def test_a_new_file_that_matches_a_pattern_invalidates_the_cache(maps, cache, path):
    """So does one that is deleted."""
    folder = _pattern_project(maps)
    assert _ids([path], cache=cache) == []
    assert len(entries(cache)) == 1
    (folder / "parts/c.argmap").write_text('claim c "It is lost"\n', encoding="utf-8")
    assert _ids([path], cache=cache) == _ids([path]) == ["c"]
    (folder / "parts/c.argmap").unlink()
    (folder / "parts/b.argmap").unlink()
    found = _ids([path], cache=cache)
    assert found == _ids([path]) != []


def test_results_of_a_map_with_a_pattern_are_cached(maps, cache, forbid_checks):
    """The files are listed again, but nothing is parsed."""
    _pattern_project(maps)
    check_all([Path("maps")], options=RunOptions(cache=cache))
    forbid_checks()
    check_all([Path("maps")], options=RunOptions(cache=cache))


@pytest.mark.parametrize("import_", ['import "parts/*.argmap"', 'import "parts/a.argmap"'])
def test_an_imported_file_with_a_thesis_is_also_checked_by_itself(maps, cache, import_):
    """Its thesis is rejected by itself, and saved by the importing map."""
    part = 'map "A" { thesis: a }\nclaim a "A" { assumption s "S" counterpoint o "O" }\n'
    main = f'{import_}\ncounterpoint answer "Not O" {{ opposes: o assumption g "G" }}\n'
    maps(maps__index=main, maps__parts__a=part)
    for options in ({}, {"jobs": 2}, {"cache": cache}, {"cache": cache}):
        report = check_all([Path("maps")], options=RunOptions(**options)).report
        reported = [(d.code, Path(d.location.source.name).name) for d in report.diagnostics]
        assert ("SEM501", "a.argmap") in reported, options
    without_thesis = part.replace(" { thesis: a }", "")
    maps(maps__parts__a=without_thesis)
    report = check_all([Path("maps")]).report
    assert "SEM501" not in [diagnostic.code for diagnostic in report.diagnostics]
