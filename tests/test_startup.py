"""Commands start fast, because they import only what they need."""

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
    "anyio",
    "argmap._installation",
    "argmap.cli._suggestions",
    "argmap.cli._shells",
    "argmap.mcp",
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
    "jsonschema",
    "mcp",
    "multiprocessing",
    "pkgutil",
    "pydantic",
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


# -X importtime does not report modules imported by importlib.import_module.
PRINT_MODULES = "import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
RUN_COMMAND = "from argmap.cli import main; main()"


@pytest.fixture
def cache(tmp_path) -> Path:
    """The path of a temporary cache folder, which does not exist yet."""
    return tmp_path / "cache"


@pytest.fixture
def start(tmp_path, cache):
    """Return a function that runs Python in a folder with a clean map, ``map.argmap``."""
    (tmp_path / "map.argmap").write_text(CLEAN, encoding="utf-8")
    cache_env = {"ARGMAP_CACHE_DIR": None, "XDG_CACHE_HOME": str(cache)}

    def run(*arguments, **env) -> subprocess.CompletedProcess[str]:
        variables = {**os.environ, **cache_env, **env}
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
    """Return a function that returns the modules that a command imports.

    Modules that lark, attrs and click import are left out.
    """

    def loaded(script, *arguments) -> set[str]:
        return set(start("-c", f"{PRINT_MODULES}; {script}", *arguments).stderr.split())

    def command_imports(*arguments) -> set[str]:
        return loaded(RUN_COMMAND, *arguments) - loaded("import lark, attrs, click")

    return command_imports


@pytest.fixture
def check(start):
    """Return a function that checks the clean map."""

    def run(*options, **env) -> None:
        result = start("-m", "argmap", "check", *options, "map.argmap", **env)
        assert result.stdout.startswith("1 file checked, 2 statements: nothing")
        assert result.stderr == ""

    return run


def test_checking_a_clean_map_imports_only_what_it_needs(imports, check):
    """With a cached grammar, no slow module other than lark, attrs and click is imported."""
    check()
    loaded = imports("check", "--no-cache", "map.argmap")
    assert {
        "argmap.syntax.parser",
        "argmap.rules.structure.thesis",
        "argmap.reporting.text",
    } <= loaded
    assert not loaded & NOT_NEEDED


def test_a_cached_result_needs_no_parser(imports, check):
    """If a map is unchanged, the packages that read maps are not imported."""
    check()
    loaded = imports("check", "map.argmap")
    assert "argmap.workspace.cache" in loaded
    packages = tuple(
        f"argmap.{name}" for name in ("syntax", "resolve", "model", "rules", "evaluation")
    )
    assert not {name for name in loaded if name.startswith(packages)}
    assert not loaded & NOT_NEEDED


def test_citations_of_sources_without_text_do_not_import_sources(imports, check, tmp_path):
    """The package is imported only if a source has a text, or if there is a lock file."""
    check()
    cited = 'source s "S"\n' + CLEAN.replace('rained"', 'rained" @s:3 "rain"')
    (tmp_path / "map.argmap").write_text(cited, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    loaded = imports("check", "--no-cache", "map.argmap")
    assert not {name for name in loaded if name.startswith("argmap.sources")}
    assert not loaded & NOT_NEEDED
    (tmp_path / "argmap.lock").write_text("version 1\n", encoding="utf-8")
    assert "argmap.sources.lock" in imports("check", "--no-cache", "map.argmap")


def test_settings_are_parsed_only_if_there_are_any(imports, check, tmp_path):
    """A shared file without settings for argmap is not parsed."""
    check()
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "argmaps"\n', encoding="utf-8")
    assert not imports("check", "--no-cache", "map.argmap") & NOT_NEEDED
    (tmp_path / "argmap.toml").write_text('select = ["EVI"]\n', encoding="utf-8")
    loaded = imports("check", "--no-cache", "map.argmap")
    assert "tomllib" in loaded
    assert "argmap.workspace.fix" not in loaded


def test_other_commands_are_not_imported(imports, check):
    """Only the command that runs is imported."""
    check()
    loaded = imports("check", "--no-cache", "map.argmap")
    assert "argmap.cli.check" in loaded
    assert not loaded & {"argmap.cli.render", "argmap.cli.init", "argmap.cli.export"}


def test_other_report_formats_are_not_imported(imports, check):
    """Only the format that is written is imported."""
    check()
    loaded = imports("check", "--no-cache", "--format", "json", "map.argmap")
    assert "argmap.reporting.json" in loaded
    assert "argmap.reporting.text" not in loaded


def test_other_exchange_formats_are_not_imported(imports, check):
    """Only the format in which a map is exported is imported."""
    check()
    loaded = imports("export", "json", "map.argmap")
    assert "argmap.exchange.json" in loaded
    assert not loaded & {f"argmap.exchange.{name}" for name in ("aif", "argdown", "outline")}


@pytest.mark.parametrize(
    ("line", "beginning"), [("argmap che", b"plain\x1fcheck\x1f"), ("argmap check m", b"map\x1fm")]
)
def test_completion_of_commands_and_files_imports_no_parser(imports, start, line, beginning):
    """Each press of Tab starts a process, so completion must be fast."""
    env = {"_ARGMAP_COMPLETE": "zsh", "COMP_LINE": line}
    result = start("-m", "argmap", **env)
    assert result.stdout.encode().startswith(beginning)
    loaded = set(start("-c", f"{PRINT_MODULES}; {RUN_COMMAND}", **env).stderr.split())
    assert "argmap.cli._shells" in loaded
    assert not loaded & {"argmap.syntax", "argmap.resolve", "argmap.evaluation", "argmap.rules"}


def test_printing_the_version_imports_no_parser(imports):
    """It is the fastest command."""
    loaded = imports("--version")
    assert "argmap.cli" in loaded
    assert not loaded & (NOT_NEEDED | {"argmap.syntax", "argmap.reporting"})


def test_the_list_of_commands_imports_no_library_of_an_extra(imports):
    """`argmap --help` imports every command, but not what it needs to run."""
    loaded = imports("--help")
    assert {"argmap.cli.guide", "argmap.cli.mcp", "argmap.cli.schema"} <= loaded
    extras = {"anyio", "mcp", "pydantic", "pygls", "starlette", "uvicorn", "watchfiles"}
    assert not loaded & (extras | {"argmap.exchange.json.schema", "argmap.workspace.guide"})


def test_the_package_imports_nothing(start):
    """`import argmap` by itself imports no library."""
    result = start("-c", "import sys, argmap; print(*sys.modules)")
    loaded = set(result.stdout.split())
    assert "argmap" in loaded
    assert not loaded & (NOT_NEEDED | {"lark", "attrs", "click"})


def test_the_compiled_grammar_is_cached(check, cache):
    """The first run writes one file to the cache folder, and the next ones only read it."""
    check("--no-cache")
    (cached,) = (path for path in cache.rglob("*") if path.is_file())
    assert cached.parent == cache / "argmap"
    before = cached.stat()
    check("--no-cache")
    assert cached.stat().st_mtime_ns == before.st_mtime_ns
    assert [path for path in cache.rglob("*") if path.is_file()] == [cached]


def test_a_shared_cache_folder_contains_only_data(check, cache, tmp_path):
    """The compiled grammar, a pickle that could run code, is never in ARGMAP_CACHE_DIR."""
    shared = tmp_path / "shared"
    check(ARGMAP_CACHE_DIR=str(shared))
    assert {path.suffix for path in shared.rglob("*") if path.is_file()} == {".json", ""}
    assert [path.suffix for path in cache.rglob("*") if path.is_file()] == [".pickle"]


def test_a_cached_grammar_is_not_compiled_again(start, check, cache, tmp_path):
    """The cached tables are used: if those of another grammar replace them, it is accepted."""
    check("--no-cache")
    (cached,) = cache.rglob("*.pickle")
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
    assert tables.name != cached.name
    shutil.copy(tables, cached)
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
    ids=["empty", "garbage", "wrong type", "incomplete", "unrelated", "truncated"],
)
def test_a_damaged_cache_is_replaced(check, cache, content):
    """A run ignores a damaged cache file and replaces it with a valid one."""
    check("--no-cache")
    (cached,) = cache.rglob("*.pickle")
    valid = cached.read_bytes()
    damaged = content if content is not None else valid[: len(valid) // 2]
    cached.write_bytes(damaged)
    check("--no-cache")
    assert cached.read_bytes() != damaged
    replaced_at = cached.stat().st_mtime_ns
    check("--no-cache")
    assert cached.stat().st_mtime_ns == replaced_at


def test_a_folder_in_place_of_the_cache_file_is_ignored(check, cache):
    """The grammar is then compiled in each run."""
    check()
    (cached,) = cache.rglob("*.pickle")
    cached.unlink()
    cached.mkdir()
    check("--no-cache")


def test_a_file_in_place_of_the_cache_folder_is_ignored(check, cache):
    """The file is not overwritten, and there is no error."""
    cache.write_text("content", encoding="utf-8")
    check()
    assert cache.read_text(encoding="utf-8") == "content"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no HOME")
@pytest.mark.parametrize("home", ["/proc/nonexistent", "/dev/null"])
def test_a_missing_home_folder_is_ignored(check, home):
    """A service without a home folder can check maps. Even root cannot create these folders."""
    check(HOME=home, XDG_CACHE_HOME=None)


@pytest.mark.skipif(
    not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("setpriv")),
    reason="only root can run as an unknown user",
)
def test_an_unknown_user_without_a_home_can_check_maps(tmp_path):
    """A container may run with a user id that has no user, and without HOME."""
    (tmp_path / "map.argmap").write_text(CLEAN, encoding="utf-8")
    as_unknown_user = ["setpriv", "--reuid", "54321", "--inh-caps=+dac_override"]
    command = [sys.executable, "-m", "argmap", "check", "map.argmap"]
    homes = {"HOME", "XDG_CACHE_HOME", "ARGMAP_CACHE_DIR"}
    result = subprocess.run(
        [*as_unknown_user, "--ambient-caps=+dac_override", *command],
        cwd=tmp_path,
        env={k: v for k, v in os.environ.items() if k not in homes},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["map.argmap"]


def test_concurrent_commands_do_not_disturb_each_other(tmp_path, cache):
    """Commands that start at the same time without a cache all work, and write one file."""
    (tmp_path / "map.argmap").write_text(CLEAN, encoding="utf-8")
    command = [sys.executable, "-m", "argmap", "check", "map.argmap"]
    env = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    env.pop("ARGMAP_CACHE_DIR", None)
    processes = [
        subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE) for _ in range(4)
    ]
    for process in processes:
        output, _ = process.communicate()
        assert process.returncode == 0, output
    suffixes = sorted(path.suffix for path in cache.rglob("*") if path.is_file())
    assert suffixes == ["", ".json", ".pickle"]  # "": the time of the last cleanup of the cache
