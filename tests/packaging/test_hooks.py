"""Tests the hooks as pre-commit installs and runs them in another repository."""

import os
import shutil
import subprocess
import sys

import pytest
import yaml

pytestmark = pytest.mark.wheel

CLEAN = 'claim street "The street is wet" {\n  assumption rain "It has rained"\n}\n'
DOUBTFUL = 'claim street "The street is wet"\n'
PACKAGE_FILES = ("src", "grammar", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    """An environment without settings of the user or of a hook that runs the tests."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return environment | {
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("cache")),
        "PRE_COMMIT_COLOR": "never",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
    }


@pytest.fixture(scope="module")
def run(environment):
    """Run a program in a folder."""

    def run_it(folder, *command):
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )

    return run_it


@pytest.fixture(scope="module")
def commit(run):
    """Commit everything in a folder to a repository; returns the revision."""
    if not shutil.which("git"):
        assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", "git is not installed"
        pytest.skip("git is not installed")
    author = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")

    def commit_all(folder):
        run(folder, "git", "init", "--quiet")
        run(folder, "git", "add", "--all")
        result = run(folder, "git", *author, "commit", "--quiet", "--allow-empty", "-m", "all")
        assert result.returncode == 0, result.stderr
        return run(folder, "git", "rev-parse", "HEAD").stdout.strip()

    return commit_all


@pytest.fixture(scope="module")
def repository(tmp_path_factory, checkout, index, commit, run):
    """A repository that uses the hooks of this checkout, installed once."""
    hooks = tmp_path_factory.mktemp("hooks")
    for name in (*PACKAGE_FILES, ".pre-commit-hooks.yaml"):
        if (checkout / name).is_dir():
            leave = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(checkout / name, hooks / name, ignore=leave)
        else:
            shutil.copy(checkout / name, hooks / name)
    ids = [hook["id"] for hook in yaml.safe_load((hooks / ".pre-commit-hooks.yaml").read_text())]
    source = {
        "repo": str(hooks),
        "rev": commit(hooks),
        "hooks": [{"id": hook_id} for hook_id in ids],
    }
    folder = tmp_path_factory.mktemp("repository")
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [source]}))
    commit(folder)
    result = run(folder, sys.executable, "-m", "pre_commit", "install-hooks")
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.fixture
def hook(repository, commit, run):
    """Run a hook on the given maps only."""

    def run_it(id_, **maps):
        for path in repository.rglob("*.argmap"):
            path.unlink()
        for name, text in maps.items():
            (repository / f"{name}.argmap").write_text(text)
        (repository / "notes.txt").write_text("clam\n")
        commit(repository)
        return run(repository, sys.executable, "-m", "pre_commit", "run", id_, "--all-files")

    return run_it


def test_a_valid_map_passes(hook):
    """The hook can be installed from the repository and accepts a clean map."""
    result = hook("argmap-check", good=CLEAN)
    assert result.returncode == 0, result.stdout
    assert "Passed" in result.stdout


def test_an_invalid_map_fails(hook):
    """Diagnostics of all maps are shown in one report."""
    result = hook("argmap-check", good=CLEAN, bad=DOUBTFUL)
    assert result.returncode == 1
    assert "warning[EVI301]" in result.stdout
    assert "in 2 files" in result.stdout


def test_without_a_map_nothing_runs(hook):
    """A commit without maps is ignored."""
    result = hook("argmap-check")
    assert (result.returncode, "Skipped" in result.stdout) == (0, True)


def test_an_unformatted_map_is_rewritten(hook, repository):
    """The second hook formats the given maps, and says so."""
    untidy = CLEAN.replace("  assumption", "        assumption")
    result = hook("argmap-fmt", good=CLEAN, untidy=untidy)
    assert result.returncode == 1, result.stdout
    assert "files were modified by this hook" in result.stdout
    assert (repository / "untidy.argmap").read_text() == CLEAN
    assert hook("argmap-fmt", good=CLEAN).returncode == 0
