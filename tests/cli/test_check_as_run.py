"""Tests `argmap check` and `argmap fmt` as users, hooks and editors run them."""

import json
import os
import subprocess
import sys

import pytest

UNFORMATTED = 'claim   street "The street is wet" {\n  assumption rain "It has rained"\n}\n'
MISSPELLED = 'clam street "The street is wet" {\n  assumption rain "It has rained"\n}\n'
INDEX = 'import "one.argmap"\nimport "part.argmap"\n'
FALLING = """map "Should we?" { thesis: yes }
claim yes "Yes" { counterpoint no "No" { assumption because "Because" } }
"""

# ---- Paths ------------------------------------------------------------------------------------


def test_without_a_path_the_current_folder_is_checked(argmap, write, doubtful, tmp_path):
    """Folders above it and next to it are ignored."""
    write("above.argmap", doubtful)
    write("maps/one.argmap", doubtful)
    write("maps/deep/two.argmap", doubtful)
    outcome = argmap("check", "--format", "concise", cwd=tmp_path / "maps")
    assert outcome.returncode == 1
    assert [line.split(":")[0] for line in outcome.stdout.splitlines()[:-1]] == [
        *("deep/two.argmap", "one.argmap")
    ]
    assert outcome == argmap("check", ".", "--format", "concise", cwd=tmp_path / "maps")


def test_a_folder_without_maps_is_an_error(argmap):
    """An empty folder is wrong usage, with or without a path."""
    outcome = argmap("check")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert outcome.stderr == "argmap: `.` contains no .argmap file\n"


def test_without_a_path_the_current_folder_is_formatted(argmap, write, clean):
    """The default is the same as for `ruff format`."""
    path = write("maps/one.argmap", UNFORMATTED)
    assert argmap("fmt").returncode == 0
    assert path.read_text(encoding="utf-8") == clean


@pytest.mark.parametrize("command", ["check", "fmt"])
def test_files_can_be_excluded(argmap, write, doubtful, command):
    """By pattern, by .gitignore, and with `--force-exclude` even when named."""
    for name in ("one", "vendor/two", "build/three"):
        write(f"{name}.argmap", doubtful.replace("claim", "claim  "))
    write(".gitignore", "build/\n")

    def files(*arguments):
        if command == "fmt":
            return set(argmap("fmt", "--check", *arguments).stdout.splitlines())
        data = json.loads(argmap("check", "--format", "json", *arguments).stdout)
        return {diagnostic["location"]["file"] for diagnostic in data["diagnostics"]}

    one, two, three = "one.argmap", "vendor/two.argmap", "build/three.argmap"
    assert files() == {one, two}
    assert files("--exclude", "vendor", "--exclude", "/none") == {one}
    assert files("--extend-exclude", "one.*") == {two}
    assert files("--no-respect-gitignore") == {one, two, three}
    assert files(three) == {three}
    assert files("--force-exclude", one, three) == {one}


def test_all_named_files_may_be_excluded(argmap, write, doubtful):
    """A hook that passes only excluded files succeeds silently."""
    write("vendor/a.argmap", doubtful)
    write("argmap.toml", 'exclude = ["vendor"]\nforce-exclude = true\n')
    for command in ("check", "fmt"):
        outcome = argmap(command, "vendor/a.argmap")
        assert (outcome.returncode, outcome.stderr) == (0, "")


def test_a_folder_with_only_excluded_maps_is_an_error(argmap, write, doubtful):
    """The message mentions that maps may be excluded."""
    write("vendor/a.argmap", doubtful)
    outcome = argmap("check", "--exclude", "vendor")
    assert outcome.returncode == 2
    assert "that is neither excluded nor ignored by git" in outcome.stderr


# ---- Maps that import maps --------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [(), ("--jobs", "2"), ("--no-cache",), ("--fix",)])
def test_an_index_does_not_hide_a_failing_map(argmap, write, clean, arguments):
    """A map with a rejected thesis fails, whether or not another map imports it."""
    write("one.argmap", FALLING)
    write("part.argmap", clean)
    alone = argmap("check", *arguments)
    assert alone.returncode == 1
    assert "SEM501" in alone.stdout
    write("all.argmap", INDEX)
    together = argmap("check", *arguments)
    assert together.returncode == 1
    assert together.stdout.count("SEM501") == alone.stdout.count("SEM501")


def test_a_dependent_part_is_checked_with_its_parent(argmap, write):
    """It cites a source that only its parent declares, so it fails when checked alone."""
    write("all.argmap", 'import "one.argmap"\nsource s "S"\n')
    text = 'map "M" { thesis: a }\nclaim a "A" {\n  evidence b "B" @s:1\n}\n'
    write("one.argmap", text)
    assert argmap("check", "--ignore", "STR").returncode == 0
    assert argmap("check", "--ignore", "STR", "one.argmap").returncode == 1


def test_maps_that_import_each_other_are_checked(argmap, write):
    """Both maps have a thesis."""
    write("one.argmap", 'import "two.argmap"\n' + FALLING)
    write("two.argmap", 'import "one.argmap"\n' + FALLING.replace("yes", "si"))
    outcome = argmap("check")
    assert outcome.returncode == 1
    assert "REF105" in outcome.stdout


# ---- Standard input ---------------------------------------------------------------------------


def test_standard_input_is_fixed(argmap, clean):
    """Standard output holds only the fixed map; the report goes to standard error."""
    outcome = argmap("check", "-", "--fix", input=MISSPELLED)
    assert (outcome.returncode, outcome.stdout) == (0, clean)
    assert "1 fixed" in outcome.stderr


def test_text_that_cannot_be_fixed_is_written_unchanged(argmap, doubtful):
    """An editor replaces its text with standard output, so no text may be lost."""
    outcome = argmap("check", "-", "--fix", input=doubtful)
    assert (outcome.returncode, outcome.stdout) == (1, doubtful)
    assert "EVI301" in outcome.stderr


@pytest.mark.parametrize("text", ["\ufeff# ü\r\n", "# only a comment", "}}}}{{{ \u2028 \x0b\n"])
def test_standard_input_is_written_back_byte_for_byte(run, text):
    """The byte-order mark, line endings and a missing final one are kept."""
    data = text.encode()
    command = [sys.executable, "-m", "argmap", "check", "-", "--fix", "--ignore", "STR"]
    result = subprocess.run(command, input=data, capture_output=True, check=False)
    assert result.stdout == data or result.returncode == 1
    assert b"# " not in data or result.stdout == data


def test_input_that_is_not_utf_8_is_refused(argmap):
    """It could not be written back unchanged."""
    outcome = argmap("check", "-", "--fix", input=b"claim a \xff")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "not UTF-8" in outcome.stderr


def test_the_name_of_standard_input_selects_imports_and_settings(argmap, write, clean, tmp_path):
    """No file on disk changes."""
    part = write("maps/part.argmap", MISSPELLED)
    write("maps/argmap.toml", 'ignore = ["EVI301"]\n')
    text = 'import "part.argmap" as part\nclam dry "Bring a coat" { supported-by: part.street }\n'
    arguments = ("check", "-", "--fix", "--stdin-filename", "maps/new.argmap")
    outcome = argmap(*arguments, "--format", "concise", input=text)
    assert outcome.stdout == text.replace("clam", "claim")
    assert "maps/part.argmap:1:1: error[SYN002]" in outcome.stderr
    assert part.read_text(encoding="utf-8") == MISSPELLED
    assert not (tmp_path / "maps/new.argmap").exists()
    part.write_text(clean, encoding="utf-8")
    assert argmap(*arguments, input='claim a "A"\n').returncode == 0


def test_diff_of_standard_input_shows_the_changes(argmap):
    """`--diff` writes the changes and nothing else."""
    outcome = argmap("check", "-", "--diff", input=MISSPELLED)
    assert outcome.returncode == 1
    assert "-clam street" in outcome.stdout
    assert "+claim street" in outcome.stdout


def test_reports_on_standard_input_are_written_to_files(argmap, tmp_path):
    """Standard output still holds only the map."""
    outcome = argmap(
        *("check", "-", "--fix", "--format", "concise", "--format", "json=report.json"),
        input=MISSPELLED,
    )
    assert outcome.stdout.startswith("claim street")
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["files"] == 1


# ---- Baselines --------------------------------------------------------------------------------


def test_the_configuration_names_the_baseline(argmap, write, doubtful, tmp_path):
    """The path is relative to the configuration; `--update-baseline` writes the file."""
    write("argmap.toml", 'baseline = "known/baseline.txt"\n')
    write("maps/one.argmap", doubtful)
    missing = argmap("check")
    assert missing.returncode == 2
    assert "`baseline`: the baseline `known/baseline.txt` does not exist" in missing.stderr
    assert argmap("check", "--update-baseline").returncode == 0
    assert "EVI301 street 1 ../maps/one.argmap" in (tmp_path / "known/baseline.txt").read_text()
    assert argmap("check").returncode == 0
    assert argmap("check", "maps/one.argmap", cwd=tmp_path).returncode == 0
    assert argmap("check", cwd=tmp_path / "maps").returncode == 0
    assert argmap("check", "--fix").returncode == 0
    named = ("check", "-", "--stdin-filename", "maps/one.argmap")
    assert argmap(*named, input=doubtful).returncode == 0
    assert argmap(*named, "--fix", input=doubtful).returncode == 0
    write("maps/two.argmap", doubtful.replace("street", "road"))
    assert argmap("check").returncode == 1


def test_the_command_line_overrides_the_baseline(argmap, write, doubtful):
    """`--update-baseline` writes the file named on the command line."""
    write("argmap.toml", 'baseline = "known.txt"\n')
    known = write("known.txt", "version 1\n")
    write("one.argmap", doubtful)
    assert argmap("check", "--baseline", "other.txt", "--update-baseline").returncode == 0
    assert known.read_text(encoding="utf-8") == "version 1\n"
    assert argmap("check", "--baseline", "other.txt").returncode == 0
    assert argmap("check").returncode == 1


def test_each_project_has_its_own_baseline(argmap, write, doubtful, tmp_path):
    """Stale entries of a baseline are reported only for the maps of its project."""
    for name in ("one", "two"):
        write(f"{name}/argmap.toml", 'baseline = "known.txt"\n')
        write(f"{name}/map.argmap", doubtful)
    write("three/map.argmap", doubtful.replace("street", "road"))
    write("one/known.txt", "version 1\nEVI301 street 1 map.argmap\n")
    write("two/known.txt", "version 1\nEVI301 street 1 map.argmap\nEVI301 gone 1 map.argmap\n")
    outcome = argmap("check", "--format", "concise")
    assert [line.split(" ")[0] + line.split(" ")[1] for line in outcome.stdout.splitlines()] == [
        "three/map.argmap:1:1:warning[EVI301]",
        "two/known.txt:3:1:warning[CFG804]",
        "Found2",
    ]
    assert argmap("check", "one", "two", "--update-baseline").returncode == 0
    assert (tmp_path / "two/known.txt").read_text() == (tmp_path / "one/known.txt").read_text()


def test_updating_a_baseline_requires_a_name(argmap, write, doubtful):
    """The name is given on the command line or in the configuration."""
    write("one.argmap", doubtful)
    outcome = argmap("check", "--update-baseline")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "--baseline FILE, or in the configuration" in outcome.stderr


# ---- File patterns ----------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [(), ("--jobs", "2"), ("--no-cache",), ("--fix",), ("..",)])
def test_a_pattern_that_matches_no_file_is_reported(argmap, write, doubtful, tmp_path, arguments):
    """A check of the whole project reports it, also from the cache."""
    write("maps/argmap.toml", '[per-file-ignores]\n"draft/" = ["EVI"]\n"drafts/" = ["EVI"]\n')
    write("maps/drafts/one.argmap", doubtful)
    for _ in range(2):
        outcome = argmap(*("check", "--format", "concise", *arguments), cwd=tmp_path / "maps")
        assert outcome.returncode == 1
        assert outcome.stdout.startswith(
            "argmap.toml:2:1: warning[CFG805] the pattern `draft/` in `per-file-ignores` matches no"
        )
        assert outcome.stdout.count("CFG805") == 1


def test_checking_part_of_a_project_reports_no_unused_pattern(argmap, write, doubtful):
    """The pattern may match files that were not checked."""
    write("argmap.toml", '[per-file-ignores]\n"draft/" = ["EVI"]\n"maps/" = ["EVI"]\n')
    write("maps/one.argmap", doubtful)
    for path in ("maps", "maps/one.argmap"):
        assert argmap("check", path).returncode == 0
    assert argmap("check", "--ignore", "CFG805").returncode == 0


@pytest.mark.parametrize("word", ["SYN001", "syntax-error", "undefined-reference"])
def test_a_rule_that_cannot_be_turned_off_is_refused(argmap, write, clean, word):
    """The message gives the reason and an alternative."""
    write("one.argmap", clean)
    write("argmap.toml", f'[per-file-ignores]\n"one.argmap" = ["{word}"]\n')
    outcome = argmap("check")
    assert outcome.returncode == 2
    assert f"`{word}` cannot be turned off" in outcome.stderr
    assert "add it to `extend-exclude`" in outcome.stderr


# ---- Unwritable outputs -----------------------------------------------------------------------


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such folder")
@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "one.argmap", "--format", "sarif={}"),
        ("check", "one.argmap", "--output-file", "{}"),
        ("check", "one.argmap", "--baseline", "{}", "--update-baseline"),
        ("explain", "one.argmap#street", "--picture", "{}.svg"),
        ("export", "json", "one.argmap", "--output", "{}"),
    ],
)
def test_an_unwritable_output_is_named_in_the_message(argmap, write, doubtful, arguments):
    """The message never shows the temporary file."""
    write("one.argmap", doubtful)
    write("file", "")
    for output in ("file/out", "/proc/out"):
        outcome = argmap(*(word.format(output) for word in arguments))
        assert outcome.returncode == 2
        assert f"`{output}" in outcome.stderr
        assert "cannot be written" in outcome.stderr
        assert ".argmap-" not in outcome.stderr


# ---- Working directories ----------------------------------------------------------------------


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", None])
def test_paths_are_relative_to_the_repository(argmap, write, doubtful, tmp_path, variable):
    """The root comes from a CI variable or a `.git` folder above."""
    write("packages/foo/m.argmap", doubtful)
    if variable is None:
        (tmp_path / ".git").mkdir()
    env = dict.fromkeys(("GITHUB_WORKSPACE", "CI_PROJECT_DIR"))
    env |= {variable: tmp_path} if variable else {}
    folder = tmp_path / "packages/foo"
    github = argmap("check", "--format", "github", cwd=folder, env=env)
    assert github.stdout.startswith("::warning file=packages/foo/m.argmap,")
    gitlab = argmap("check", "--format", "gitlab", cwd=folder, env=env)
    (issue,) = json.loads(gitlab.stdout)
    assert issue["location"]["path"] == "packages/foo/m.argmap"
    from_root = json.loads(argmap("check", "--format", "gitlab", env=env).stdout)
    assert from_root == [issue]
    sarif = argmap("check", "--format", "sarif", cwd=folder, env=env)
    assert '"uri": "packages/foo/m.argmap"' in sarif.stdout


@pytest.mark.parametrize("text", ["version 1\n", None], ids=["existing", "dangling"])
def test_a_configured_baseline_that_links_outside_is_not_written(argmap, write, tmp_path, text):
    """A project may contain a link to any file of its user; a named file may be a link."""
    outside = tmp_path.parent / f"{tmp_path.name}-baseline"
    if text is not None:
        outside.write_text(text, encoding="utf-8")
    write("map.argmap", 'claim a "A"\n')
    write("argmap.toml", 'baseline = "known.txt"\n')
    (tmp_path / "known.txt").symlink_to(outside)
    outcome = argmap("check", "map.argmap", "--update-baseline")
    assert outcome.returncode == 2
    assert "known.txt` cannot be written: a link leads out of the folder" in outcome.stderr
    assert (outside.read_text(encoding="utf-8") if outside.exists() else None) == text
    named = argmap("check", "map.argmap", "--update-baseline", "--baseline", "known.txt")
    assert named.returncode == 0
    assert "EVI301 a 1 " in outside.read_text(encoding="utf-8")
