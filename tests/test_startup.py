"""Starting is quick because little is loaded: what is not needed is not imported."""

import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import argmap
from argmap.syntax.grammar import grammar_path

CLEAN = 'claim street "The street is wet" {\n  assumption rain "It has rained"\n}\n'

NOT_NEEDED = {
    "argmap._installation",
    "argmap.cli._suggestions",
    "argmap.cli._shells",
    "argmap.rendering",
    "argmap.serve",
    "argmap.sources",
    "argmap.syntax.recovery.parser",
    "argmap.workspace.watch",
    "argmap.workspace.git",
    "asyncio",
    "click.shell_completion",
    "concurrent.futures",
    "difflib",
    "graphviz",
    "importlib.metadata",
    "multiprocessing",
    "pkgutil",
    "pygls",
    "pygraphviz",
    "rich",
    "starlette",
    "subprocess",
    "tempfile",
    "tomllib",
    "uvicorn",
    "watchfiles",
}


@pytest.fixture
def cache(tmp_path) -> Path:
    """A cache folder of this test's own, not made yet."""
    return tmp_path / "cache"


@pytest.fixture
def start(tmp_path, cache):
    """Run Python in a folder with a clean map, ``map.argmap``; returns what was written."""
    (tmp_path / "map.argmap").write_text(CLEAN, encoding="utf-8")
    cached = {"ARGMAP_CACHE_DIR": None, "XDG_CACHE_HOME": str(cache)}

    def run(*arguments, **env) -> subprocess.CompletedProcess[str]:
        variables = {**os.environ, **cached, **env}
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env={name: value for name, value in variables.items() if value is not None},
            capture_output=True,
            encoding="utf-8",
            check=True,
        )

    return run


@pytest.fixture
def imports(start):
    """Return the modules that a command loads, beyond those that lark, attrs and click bring."""
    # -X importtime would not do: it is silent about importlib.import_module.
    tell = "import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    ours = "from argmap.cli import main; main()"

    def loaded(script, *arguments) -> set[str]:
        return set(start("-c", f"{tell}; {script}", *arguments).stderr.split())

    def beyond(*arguments) -> set[str]:
        return loaded(ours, *arguments) - loaded("import lark, attrs, click")

    return beyond


@pytest.fixture
def check(start):
    """Check the clean map."""

    def run(*options, **env) -> None:
        done = start("-m", "argmap", "check", *options, "map.argmap", **env)
        assert done.stdout.startswith("1 file checked, 2 statements: nothing")
        assert done.stderr == ""

    return run


def test_checking_a_clean_map_imports_what_it_needs(imports, check):
    """With the grammar compiled, a check loads nothing heavy beside lark, attrs and click."""
    check()
    loaded = imports("check", "--no-cache", "map.argmap")
    assert {
        "argmap.syntax.parser",
        "argmap.rules.structure.thesis",
        "argmap.reporting.text",
    } <= loaded
    assert not loaded & NOT_NEEDED


def test_what_is_kept_needs_no_reader(imports, check):
    """A map that has not changed is not read: what reads maps is not even imported."""
    check()
    loaded = imports("check", "map.argmap")
    assert "argmap.workspace.cache" in loaded
    rooms = ("argmap.syntax", "argmap.resolve", "argmap.model", "argmap.rules", "argmap.evaluation")
    assert not {name for name in loaded if name.startswith(rooms)}
    assert not loaded & NOT_NEEDED


def test_citations_without_a_text_load_nothing_that_reads_texts(imports, check, tmp_path):
    """A map whose sources have no text at hand, and no lock, is checked without that room."""
    check()
    cited = 'source s "S"\n' + CLEAN.replace('rained"', 'rained" @s:3 "rain"')
    (tmp_path / "map.argmap").write_text(cited, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    loaded = imports("check", "--no-cache", "map.argmap")
    assert not {name for name in loaded if name.startswith("argmap.sources")}
    assert not loaded & NOT_NEEDED
    (tmp_path / "argmap.lock").write_text("version 1\n", encoding="utf-8")
    assert "argmap.sources.lock" in imports("check", "--no-cache", "map.argmap")


def test_settings_are_only_parsed_where_there_are_any(imports, check, tmp_path):
    """A shared file without a word of argmap's own costs next to nothing."""
    check()
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "argmaps"\n', encoding="utf-8")
    assert not imports("check", "--no-cache", "map.argmap") & NOT_NEEDED
    (tmp_path / "argmap.toml").write_text('select = ["EVI"]\n', encoding="utf-8")
    loaded = imports("check", "--no-cache", "map.argmap")
    assert "tomllib" in loaded
    assert "argmap.workspace.fix" not in loaded


def test_the_other_commands_are_not_imported(imports, check):
    """Only the command that is called is imported."""
    check()
    loaded = imports("check", "--no-cache", "map.argmap")
    assert "argmap.cli.check" in loaded
    assert not loaded & {"argmap.cli.render", "argmap.cli.init", "argmap.cli.export"}


def test_the_other_formats_are_not_imported(imports, check):
    """Only the format that is written is imported."""
    check()
    loaded = imports("check", "--no-cache", "--format", "json", "map.argmap")
    assert "argmap.reporting.json" in loaded
    assert "argmap.reporting.text" not in loaded


@pytest.mark.parametrize(
    ("line", "beginning"), [("argmap che", b"plain\x1fcheck\x1f"), ("argmap check m", b"map\x1fm")]
)
def test_completion_reads_no_map_that_it_need_not(imports, start, line, beginning):
    """Each press of TAB is a start: commands, options and files take little."""
    env = {"_ARGMAP_COMPLETE": "zsh", "COMP_LINE": line}
    done = start("-m", "argmap", **env)
    assert done.stdout.encode().startswith(beginning)
    tell = "import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    loaded = set(start("-c", f"{tell}; from argmap.cli import main; main()", **env).stderr.split())
    assert "argmap.cli._shells" in loaded
    assert not loaded & {"argmap.syntax", "argmap.resolve", "argmap.evaluation", "argmap.rules"}


def test_the_version_is_told_without_reading_maps(imports):
    """The quickest command loads the least."""
    loaded = imports("--version")
    assert "argmap.cli" in loaded
    assert not loaded & (NOT_NEEDED | {"argmap.syntax", "argmap.reporting"})


def test_the_package_imports_nothing(start):
    """`import argmap` by itself loads no library."""
    done = start("-c", "import sys, argmap; print(*sys.modules)")
    loaded = set(done.stdout.split())
    assert "argmap" in loaded
    assert not loaded & (NOT_NEEDED | {"lark", "attrs", "click"})


def test_the_compiled_grammar_is_kept(check, cache):
    """The first run leaves one file in the cache folder, and the next ones read it only."""
    check("--no-cache")
    (kept,) = (path for path in cache.rglob("*") if path.is_file())
    assert kept.parent == cache / "argmap"
    before = kept.stat()
    check("--no-cache")
    assert kept.stat().st_mtime_ns == before.st_mtime_ns
    assert [path for path in cache.rglob("*") if path.is_file()] == [kept]


def test_a_folder_from_elsewhere_holds_data_only(check, cache, tmp_path):
    """The compiled grammar, which Python runs, is never read from where ARGMAP_CACHE_DIR says."""
    shared = tmp_path / "shared"
    check(ARGMAP_CACHE_DIR=str(shared))
    assert {path.suffix for path in shared.rglob("*") if path.is_file()} == {".json", ""}
    assert [path.suffix for path in cache.rglob("*") if path.is_file()] == [".pickle"]


def test_a_kept_grammar_is_not_compiled_again(start, check, cache, tmp_path):
    """The kept tables are what is read: with those of another language there, it is spoken."""
    check("--no-cache")
    (kept,) = cache.rglob("*.pickle")
    other = tmp_path / "other"
    shutil.copytree(Path(argmap.__file__).parent, other / "argmap")
    grammar = grammar_path().read_text(encoding="utf-8").replace("COMMENT: /#", "COMMENT: /[#%]")
    (other / "argmap/syntax/argmap.lark").write_text(grammar, encoding="utf-8")
    (tmp_path / "map.argmap").write_text(f"% no comment\n{CLEAN}", encoding="utf-8")
    start(
        *("-m", "argmap", "check", "--no-cache", "map.argmap"),
        PYTHONPATH=str(other),
        XDG_CACHE_HOME=str(tmp_path / "other cache"),
    )
    (tables,) = (tmp_path / "other cache").rglob("*.pickle")
    assert tables.name != kept.name
    shutil.copy(tables, kept)
    check("--no-cache")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no pickle",
        pickle.dumps({}),
        pickle.dumps({"data": {}, "memo": {}}),
        pickle.dumps("something else"),
        None,
    ],
    ids=["empty", "garbage", "wrong", "hollow", "foreign", "half"],
)
def test_a_damaged_cache_is_replaced(check, cache, content):
    """A cache file that cannot be used is as good as none, and is a good one after the run."""
    check("--no-cache")
    (kept,) = cache.rglob("*.pickle")
    good = kept.read_bytes()
    bad = content if content is not None else good[: len(good) // 2]
    kept.write_bytes(bad)
    check("--no-cache")
    assert kept.read_bytes() != bad
    mended = kept.stat().st_mtime_ns
    check("--no-cache")
    assert kept.stat().st_mtime_ns == mended


def test_a_cache_that_is_a_folder_is_no_problem(check, cache):
    """Where the file cannot be, the grammar is compiled each time."""
    check()
    (kept,) = cache.rglob("*.pickle")
    kept.unlink()
    kept.mkdir()
    check("--no-cache")


def test_a_cache_folder_that_is_a_file_is_no_problem(check, cache):
    """Nothing is said of a cache that cannot be written."""
    cache.write_text("mine", encoding="utf-8")
    check()
    assert cache.read_text(encoding="utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no HOME")
@pytest.mark.parametrize("home", ["/proc/nonexistent", "/dev/null"])
def test_a_home_that_is_not_there_is_no_problem(check, home):
    """A service without a home can check maps; the folders are such as root cannot make either."""
    check(HOME=home, XDG_CACHE_HOME=None)


@pytest.mark.skipif(
    not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("setpriv")),
    reason="only root can be a user whom nobody knows",
)
def test_a_user_without_a_name_or_a_home_is_no_problem(tmp_path):
    """A container may run as a number that no user list has, and without HOME."""
    (tmp_path / "map.argmap").write_text(CLEAN, encoding="utf-8")
    as_nobody = ["setpriv", "--reuid", "54321", "--inh-caps=+dac_override"]
    command = [sys.executable, "-m", "argmap", "check", "map.argmap"]
    homes = {"HOME", "XDG_CACHE_HOME", "ARGMAP_CACHE_DIR"}
    done = subprocess.run(
        [*as_nobody, "--ambient-caps=+dac_override", *command],
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if k not in homes},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["map.argmap"]


def test_two_at_once_do_not_disturb_each_other(tmp_path, cache):
    """Commands that start together without a cache all work, and leave one whole file."""
    (tmp_path / "map.argmap").write_text(CLEAN, encoding="utf-8")
    command = [sys.executable, "-m", "argmap", "check", "map.argmap"]
    env = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    env.pop("ARGMAP_CACHE_DIR", None)
    running = [
        subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE) for _ in range(4)
    ]
    for process in running:
        said, _ = process.communicate()
        assert process.returncode == 0, said
    names = sorted(path.suffix for path in cache.rglob("*") if path.is_file())
    assert names == ["", ".json", ".pickle"]  # the first is when the cache was last looked through
