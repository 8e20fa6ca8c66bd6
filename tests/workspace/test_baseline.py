"""Baselines."""

from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.workspace.aggregation import CheckResult
from argmap.workspace.baseline import REASON, open_baseline
from argmap.workspace.check import check_all
from argmap.workspace.check_config import CliOverrides

OLD = 'map "M" { thesis: a }\nclaim a "A"\nassumption b "B"\n'


@pytest.fixture
def update(maps):
    """Return a function that updates the baseline, and returns its text."""

    def run(*paths: Path) -> str:
        baseline = open_baseline(Path("baseline.txt"), is_updated=True)
        result = check_all(paths, baseline=baseline)
        assert not result.fails
        baseline.write()
        return Path("baseline.txt").read_text(encoding="utf-8")

    return run


def check(*paths: Path) -> CheckResult:
    return check_all(paths, baseline=open_baseline(Path("baseline.txt")))


def codes(result: CheckResult) -> list[str]:
    return [diagnostic.code for diagnostic in result.report.diagnostics]


def test_a_diagnostic_in_the_baseline_is_accepted(maps, update):
    """It is among the suppressed diagnostics, and does not fail the check."""
    folder = maps(map=OLD)
    assert update(folder) == "version 1\nEVI301 a 1 map.argmap\nSTR203 b 1 map.argmap\n"
    result = check(folder)
    assert codes(result) == []
    assert not result.fails
    assert {diagnostic.suppression_reason for diagnostic in result.report.suppressed} == {REASON}
    assert len(result.report.suppressed) == 2


def test_lines_may_move_and_files_may_be_renamed(maps, update):
    """A diagnostic is identified by its element."""
    folder = maps(map=OLD)
    update(folder)
    (folder / "map.argmap").unlink()
    assert codes(check(maps(other=f"\n# moved\n\n{OLD}"))) == []


def test_a_new_diagnostic_is_reported(maps, update):
    """Another element, or another diagnostic of the same element, is new."""
    update(maps(map=OLD))
    assert codes(check(maps(map=f'{OLD}claim c "C"\n'))) == ["EVI301", "STR203"]
    assert "TXT703" in codes(check(maps(map=OLD.replace('claim a "A"', 'claim a ""'))))


def test_a_stale_entry_is_reported(maps, update):
    """An entry without a diagnostic is reported at its line in the baseline."""
    update(maps(map=OLD))
    result = check(maps(map=OLD.replace('"A"', '"A" { assumption d "D" }')))
    (diagnostic,) = result.report.diagnostics
    assert (diagnostic.code, diagnostic.element, str(diagnostic.location)) == (
        "CFG804",
        "a",
        "baseline.txt:2:1",
    )
    assert result.fails


def test_entries_of_unchecked_files_are_kept(maps, update):
    """They are not reported as stale, and an update keeps them."""
    folder = maps(one=OLD, two=OLD)
    both = update(folder)
    assert codes(check(folder / "one.argmap")) == []
    assert update(folder / "one.argmap") == both
    (folder / "two.argmap").unlink()
    assert codes(check(folder / "one.argmap")) == ["CFG804", "CFG804"]
    assert update(folder / "one.argmap").count("\n") == 3


def test_entries_of_rules_that_did_not_run_are_kept(maps, update):
    """They are not reported as stale, and an update keeps them."""
    folder = maps(map=OLD)
    everything = update(folder)
    overrides = CliOverrides(select=("STR",))
    baseline = open_baseline(Path("baseline.txt"), is_updated=True)
    assert codes(check_all([folder], None, overrides, open_baseline(Path("baseline.txt")))) == []
    check_all([folder], None, overrides, baseline)
    baseline.write()
    assert Path("baseline.txt").read_text(encoding="utf-8") == everything


def test_syntax_and_reference_errors_are_never_accepted(maps):
    """A map with them may not say what its author wrote."""
    folder = maps(map='claim a "A" { supports: b }\nclam c "C"\n')
    baseline = open_baseline(Path("baseline.txt"), is_updated=True)
    result = check_all([folder], baseline=baseline)
    assert codes(result) == ["REF101", "SYN002"]
    assert result.fails


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is not a baseline"),
        ("version 2\n", "is not a baseline"),
        ("version 1\nEVI301 a map.argmap\n", "line 2 is not of the form"),
        ("version 1\n\nEVI301 a one map.argmap\n", "line 3 is not of the form"),
    ],
)
def test_an_invalid_baseline_is_reported(here, text, message):
    """The error is raised before anything is checked."""
    (here / "baseline.txt").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        open_baseline(Path("baseline.txt"))


def test_a_missing_baseline_is_reported(here):
    """The message contains the option that writes one."""
    with pytest.raises(InputError, match="--update-baseline"):
        open_baseline(Path("baseline.txt"))


def test_concurrent_updates_are_merged(maps):
    """Entries that another process has written are kept."""
    folder = maps(map=OLD, other='claim c "C"\n')
    path = Path("baseline.txt")
    one, two = (
        open_baseline(path, is_updated=True),
        open_baseline(path, is_updated=True),
    )
    check_all([folder / "map.argmap"], baseline=one)
    check_all([folder / "other.argmap"], baseline=two)
    one.write()
    two.write()
    text = path.read_text(encoding="utf-8")
    assert "EVI301 a 1 map.argmap" in text
    assert "EVI301 c 1 other.argmap" in text
