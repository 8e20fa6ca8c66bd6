"""Tests the options that select rules, set severities, apply fixes and use a baseline."""

import json

import pytest

BROKEN = 'claim a "A" {\n  asumption b "B" { confidense: likely }\n}\n'
FIXED = 'claim a "A" {\n  assumption b "B" { confidence: likely }\n}\n'


def test_select_ignore_and_severity(argmap, write, doubtful):
    """Rules are named by code, family or name, separated by commas."""
    write("map.argmap", doubtful)
    assert argmap("check", "map.argmap").returncode == 1
    for arguments in (
        ("--select", "TXT,unreachable"),
        ("--ignore", "REF,EVI301"),
        ("--ignore", "REF", "--ignore", "unsupported-claim"),
        ("--severity", "EVI301=off"),
        ("--severity", "EVI=info"),
        ("--fail-on", "error"),
    ):
        assert argmap("check", *arguments, "map.argmap").returncode == 0, arguments


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--select", "EVI399"), "--select: unknown rule `EVI399`"),
        (("--ignore", "SYN001"), "cannot be turned off"),
        (("--severity", "EVI301"), "write RULE=LEVEL"),
        (("--severity", "EVI301=fatal"), "error, warning, info, off"),
        (("--config", "none.toml"), "the configuration file `none.toml` does not exist"),
        (("--unsafe-fixes",), "requires --fix or --diff"),
        (("--fix", "--diff"), "exclude each other"),
    ],
)
def test_invalid_options_are_wrong_usage(argmap, write, doubtful, arguments, message):
    """The exit code is 2, nothing is checked, and a message gives the reason."""
    write("map.argmap", doubtful)
    outcome = argmap("check", *arguments, "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in outcome.stderr


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("argmap.toml", "ingore = []", "unknown key `ingore`; did you mean `ignore`?"),
        ("argmap.toml", 'select = "EVI"', "`select` must be a list"),
        (
            "pyproject.toml",
            '[tool.argmap]\nfail-on = "all"',
            "`tool.argmap.fail-on` must be one of",
        ),
        ("argmap.toml", 'select = ["EVI399"]', "unknown rule `EVI399`"),
    ],
)
def test_a_mistake_in_the_settings_is_wrong_usage(argmap, write, doubtful, name, text, message):
    """The message names the file and the key."""
    write("map.argmap", doubtful)
    write(name, text)
    outcome = argmap("check", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in outcome.stderr
    assert name in outcome.stderr


def test_settings_apply_to_standard_input(argmap, write, doubtful):
    """They are found from the given name's folder, or from the current folder."""
    write("argmap.toml", 'ignore = ["EVI"]')
    assert argmap("check", "-", input=doubtful).returncode == 0
    write("inner/argmap.toml", "")
    outcome = argmap("check", "-", "--stdin-filename", "inner/map.argmap", input=doubtful)
    assert outcome.returncode == 1


def test_suppressed_diagnostics_are_counted(argmap, write):
    """The last line and the JSON report give the number."""
    write("map.argmap", 'claim a "A" # argmap: ignore[EVI301] because it is known\n')
    outcome = argmap("check", "map.argmap")
    assert outcome.returncode == 0
    assert outcome.stdout == "1 file checked, 1 statement: nothing to report; 1 suppressed.\n"
    data = json.loads(argmap("check", "--format", "json", "map.argmap").stdout)
    assert data["summary"]["suppressed"] == 1
    assert data["diagnostics"] == []


def test_fix_repairs_and_reports_the_rest(argmap, write, tree):
    """The file is written, and the exit code depends on the remaining diagnostics."""
    write("map.argmap", BROKEN)
    outcome = argmap("check", "--fix", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (
        0,
        "1 file checked, 2 statements: nothing to report; 2 fixed.\n",
    )
    assert tree() == {"map.argmap": FIXED.encode()}
    before = tree()
    assert argmap("check", "--fix", "map.argmap").returncode == 0
    assert tree() == before


def test_diff_shows_and_writes_nothing(argmap, write, tree):
    """The exit code is that of a check."""
    write("map.argmap", BROKEN)
    outcome = argmap("check", "--diff", "map.argmap")
    assert outcome.returncode == 1
    assert outcome.stdout == (
        "--- map.argmap\n+++ map.argmap\n@@ -1,3 +1,3 @@\n"
        ' claim a "A" {\n'
        '-  asumption b "B" { confidense: likely }\n'
        '+  assumption b "B" { confidence: likely }\n'
        " }\n"
    )
    assert tree() == {"map.argmap": BROKEN.encode()}


def test_a_check_without_fix_writes_nothing(argmap, write, tree):
    """Available fixes are not applied."""
    write("map.argmap", BROKEN)
    argmap("check", "map.argmap")
    assert tree() == {"map.argmap": BROKEN.encode()}


def test_standard_input_is_fixed_to_standard_output(argmap):
    """The report about the fixed map goes to standard error."""
    outcome = argmap("check", "--fix", "-", input='clam a "A" {\n  assumption b "B"\n}\n')
    assert (outcome.returncode, outcome.stdout) == (0, 'claim a "A" {\n  assumption b "B"\n}\n')
    assert "1 fixed" in outcome.stderr


def test_a_read_only_file_is_left_alone(argmap, write, tmp_path, permissions):
    """It is reported with the exit code for wrong usage."""
    write("folder/map.argmap", BROKEN)
    (tmp_path / "folder").chmod(0o500)
    outcome = argmap("check", "--fix", "folder/map.argmap")
    (tmp_path / "folder").chmod(0o700)
    assert outcome.returncode == 2
    assert "cannot be written" in outcome.stderr
    assert (tmp_path / "folder/map.argmap").read_text(encoding="utf-8") == BROKEN


def test_rules_are_listed(argmap):
    """There is one line per rule, or JSON."""
    lines = argmap("rules").stdout.splitlines()
    assert any(line.startswith("EVI301  unsupported-claim ") for line in lines)
    data = json.loads(argmap("rules", "--format", "json").stdout)
    assert data["version"] == 1
    assert len(data["rules"]) == len(lines)
    listed = {rule["code"]: rule for rule in data["rules"]}
    assert listed["SYN001"]["is_firm"]
    assert listed["TXT702"]["options"]["max"]["default"] == 200


def test_a_baseline_is_written_and_used(argmap, write, doubtful, tree):
    """Its diagnostics are suppressed; only the baseline is written."""
    write("map.argmap", doubtful)
    outcome = argmap("check", "--baseline", "old.txt", "--update-baseline", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (
        0,
        "1 file checked, 1 statement: nothing to report; 1 suppressed.\n",
    )
    assert tree() == {
        "map.argmap": doubtful.encode(),
        "old.txt": b"version 1\nEVI301 street 1 map.argmap\n",
    }
    assert argmap("check", "--baseline", "old.txt", "map.argmap").returncode == 0
    assert argmap("check", "map.argmap").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--update-baseline",), "name the file with --baseline"),
        (("--baseline", "none.txt"), "the baseline `none.txt` does not exist"),
        (("--baseline", "map.argmap", "--update-baseline"), "is a map; name another file"),
    ],
)
def test_an_invalid_baseline_option_is_wrong_usage(argmap, write, clean, arguments, message):
    """No map is ever overwritten."""
    write("map.argmap", clean)
    outcome = argmap("check", *arguments, "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in outcome.stderr
