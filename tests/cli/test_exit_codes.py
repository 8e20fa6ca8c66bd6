"""Tests the exit codes: 0 nothing to report, 1 diagnostics, 2 wrong usage or nothing to check."""

import pytest


def test_a_clean_map_ends_in_0(argmap, write, clean):
    """Nothing to report is success."""
    write("map.argmap", clean)
    assert argmap("check", "map.argmap").returncode == 0


def test_a_warning_ends_in_1(argmap, write, doubtful):
    """By default a warning fails the check."""
    write("map.argmap", doubtful)
    outcome = argmap("check", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (1, "")
    assert "warning[EVI301]" in outcome.stdout


def test_an_error_ends_in_1(argmap, write, broken):
    """A syntax error is a diagnostic like any other."""
    write("map.argmap", broken)
    outcome = argmap("check", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (1, "")
    assert "error[SYN002]" in outcome.stdout


def test_one_bad_map_among_several_ends_in_1(argmap, write, clean, broken):
    """The worst of several maps decides, in any order."""
    write("good.argmap", clean)
    write("bad.argmap", broken)
    assert argmap("check", "bad.argmap", "good.argmap").returncode == 1
    assert argmap("check", "good.argmap", "bad.argmap").returncode == 1


@pytest.mark.parametrize(
    ("level", "clean_code", "doubtful_code", "broken_code"),
    [("info", 0, 1, 1), ("warning", 0, 1, 1), ("error", 0, 0, 1), ("never", 0, 0, 0)],
)
def test_fail_on_sets_the_lowest_failing_severity(
    argmap, write, clean, doubtful, broken, level, clean_code, doubtful_code, broken_code
):
    """Diagnostics below the level are reported and exit with 0."""
    for text, expected in ((clean, clean_code), (doubtful, doubtful_code), (broken, broken_code)):
        write("map.argmap", text)
        outcome = argmap("check", "--fail-on", level, "map.argmap")
        assert outcome.returncode == expected
        assert ("nothing to report" in outcome.stdout) == (text == clean)


@pytest.mark.parametrize("level", ["error", "warning", "never"])
@pytest.mark.parametrize("kind", ["clean", "doubtful", "broken"])
def test_the_format_never_changes_the_exit_code(argmap, write, request, kind, level):
    """The exit code is the same for text and for data."""
    write("map.argmap", request.getfixturevalue(kind))
    codes = {
        argmap("check", "--fail-on", level, "--format", format_, "map.argmap").returncode
        for format_ in ("text", "json")
    }
    assert len(codes) == 1


def test_a_missing_path_ends_in_2(argmap):
    """A missing path is reported by name and is not a diagnostic."""
    outcome = argmap("check", "nowhere.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "nowhere.argmap" in outcome.stderr


def test_a_missing_path_beside_a_good_one_ends_in_2(argmap, write, clean):
    """An incomplete check does not pass."""
    write("map.argmap", clean)
    assert argmap("check", "map.argmap", "nowhere.argmap").returncode == 2


def test_a_folder_without_maps_ends_in_2(argmap, tmp_path):
    """A mistyped path in CI must not pass."""
    (tmp_path / "empty").mkdir()
    outcome = argmap("check", "empty")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "empty" in outcome.stderr


@pytest.mark.parametrize("command", ["render", "export"])
def test_no_path_ends_in_2(argmap, command):
    """A command that needs a path says so."""
    outcome = argmap(command)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "Missing argument" in outcome.stderr


def test_an_empty_path_ends_in_2(argmap, write, clean):
    """An empty path, as from an unset shell variable, does not mean the current folder."""
    write("map.argmap", clean)
    assert argmap("check", "").returncode == 2


def test_a_path_too_long_for_the_system_ends_in_2(argmap):
    """Such a path cannot name a file."""
    assert argmap("check", "a" * 5_000).returncode == 2


def test_an_unknown_option_ends_in_2_with_the_nearest(argmap, write, clean):
    """A mistyped option suggests the nearest one."""
    write("map.argmap", clean)
    outcome = argmap("check", "--fromat", "json", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "Did you mean '--format'?" in outcome.stderr


def test_an_unknown_value_ends_in_2_and_lists_the_valid_ones(argmap, write, clean):
    """An unknown format lists the known formats."""
    write("map.argmap", clean)
    outcome = argmap("check", "--format", "jsn", "map.argmap")
    assert outcome.returncode == 2
    assert "json" in outcome.stderr
    assert "text" in outcome.stderr


@pytest.mark.parametrize(
    ("typed", "meant"), [("chekc", "check"), ("rendr", "render"), ("exprot", "export")]
)
def test_an_unknown_command_ends_in_2_with_the_nearest(argmap, typed, meant):
    """A mistyped command suggests the nearest one."""
    outcome = argmap(typed, "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert f"did you mean `argmap {meant} map.argmap`?" in outcome.stderr


def test_an_unknown_command_unlike_any_other_ends_in_2(argmap):
    """Without a similar name there is no suggestion."""
    outcome = argmap("zzz")
    assert outcome.returncode == 2
    assert "zzz" in outcome.stderr
    assert "did you mean" not in outcome.stderr.lower()


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["check", "--help"], ["--version"]])
def test_help_and_version_end_in_0(argmap, arguments):
    """Requested help is data: it goes to standard output."""
    outcome = argmap(*arguments)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout


def test_the_help_lists_every_command(argmap):
    """Each command comes with a summary."""
    lines = argmap("--help").stdout.splitlines()
    for command in ("check", "export", "init", "render"):
        assert any(line.split()[:1] == [command] and len(line.split()) > 2 for line in lines)
