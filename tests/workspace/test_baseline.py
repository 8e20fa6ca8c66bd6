"""Findings that a project lives with for now."""

from pathlib import Path

import pytest

from argmap.errors import InputError
from argmap.workspace.aggregation import CheckResult
from argmap.workspace.baseline import REASON, open_baseline
from argmap.workspace.check import check_all
from argmap.workspace.check_config import CliOverrides

OLD = 'map "M" { thesis: a }\nclaim a "A"\nassumption b "B"\n'


@pytest.fixture
def renew(maps):
    """Write a baseline for maps; returns its text."""

    def run(*paths: Path) -> str:
        baseline = open_baseline(Path("baseline.txt"), is_updated=True)
        checked = check_all(paths, baseline=baseline)
        assert not checked.fails
        baseline.write()
        return Path("baseline.txt").read_text(encoding="utf-8")

    return run


def check(*paths: Path) -> CheckResult:
    return check_all(paths, baseline=open_baseline(Path("baseline.txt")))


def codes(checked: CheckResult) -> list[str]:
    return [diagnostic.code for diagnostic in checked.report.diagnostics]


def test_what_is_in_it_passes(maps, renew):
    """It is kept as data, with the reason, and does not fail the check."""
    folder = maps(map=OLD)
    assert renew(folder) == "version 1\nEVI301 a 1 map.argmap\nSTR203 b 1 map.argmap\n"
    checked = check(folder)
    assert codes(checked) == []
    assert not checked.fails
    assert {diagnostic.suppression_reason for diagnostic in checked.report.suppressed} == {REASON}
    assert len(checked.report.suppressed) == 2


def test_lines_move_and_files_are_renamed(maps, renew):
    """A finding is known by its element."""
    folder = maps(map=OLD)
    renew(folder)
    (folder / "map.argmap").unlink()
    assert codes(check(maps(other=f"\n# moved\n\n{OLD}"))) == []


def test_what_is_new_counts(maps, renew):
    """Another element, or another finding about the same, is no old one."""
    renew(maps(map=OLD))
    assert codes(check(maps(map=f'{OLD}claim c "C"\n'))) == ["EVI301", "STR203"]
    assert "TXT703" in codes(check(maps(map=OLD.replace('claim a "A"', 'claim a ""'))))


def test_what_is_mended_is_told(maps, renew):
    """A line that nothing needs is a finding in the baseline itself."""
    renew(maps(map=OLD))
    checked = check(maps(map=OLD.replace('"A"', '"A" { assumption d "D" }')))
    (diagnostic,) = checked.report.diagnostics
    assert (diagnostic.code, diagnostic.element, str(diagnostic.location)) == (
        "CFG804",
        "a",
        "baseline.txt:2:1",
    )
    assert checked.fails


def test_what_is_not_checked_stays(maps, renew):
    """A check of some files tells nothing of the others, and an update keeps them."""
    folder = maps(one=OLD, two=OLD)
    both = renew(folder)
    assert codes(check(folder / "one.argmap")) == []
    assert renew(folder / "one.argmap") == both
    (folder / "two.argmap").unlink()
    assert codes(check(folder / "one.argmap")) == ["CFG804", "CFG804"]
    assert renew(folder / "one.argmap").count("\n") == 3


def test_what_was_not_looked_for_stays(maps, renew):
    """A check by some of the rules tells nothing of the others, and an update keeps their lines."""
    folder = maps(map=OLD)
    everything = renew(folder)
    overrides = CliOverrides(select=("STR",))
    baseline = open_baseline(Path("baseline.txt"), is_updated=True)
    assert codes(check_all([folder], None, overrides, open_baseline(Path("baseline.txt")))) == []
    check_all([folder], None, overrides, baseline)
    baseline.write()
    assert Path("baseline.txt").read_text(encoding="utf-8") == everything


def test_what_makes_a_map_unreadable_never_passes(maps):
    """A baseline does not hide that a map is not what its author wrote."""
    folder = maps(map='claim a "A" { supports: b }\nclam c "C"\n')
    baseline = open_baseline(Path("baseline.txt"), is_updated=True)
    checked = check_all([folder], baseline=baseline)
    assert codes(checked) == ["REF101", "SYN002"]
    assert checked.fails


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no baseline"),
        ("version 2\n", "is no baseline"),
        ("version 1\nEVI301 a map.argmap\n", "line 2 is not of the form"),
        ("version 1\n\nEVI301 a one map.argmap\n", "line 3 is not of the form"),
    ],
)
def test_what_is_no_baseline_is_told(here, text, said):
    """It is a mistake of usage, and nothing is checked."""
    (here / "baseline.txt").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        open_baseline(Path("baseline.txt"))


def test_a_baseline_that_is_not_there_is_told(here):
    """With the option that writes one."""
    with pytest.raises(InputError, match="--update-baseline"):
        open_baseline(Path("baseline.txt"))


def test_two_renewals_at_once_lose_no_line(maps):
    """What another process has written since the baseline was read is kept."""
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
