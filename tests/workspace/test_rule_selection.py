"""Which rules run: by the project's settings, and by the command line."""

from pathlib import Path

import pytest

from argmap.errors import ConfigError, InputError
from argmap.rules import modules
from argmap.workspace.check import check_all
from argmap.workspace.check_config import CliOverrides

TWO = 'map "M" { thesis: a }\nclaim a "A"\nclaim b "B"\n'
"""A map with two kinds of findings: EVI301 twice, STR203 once."""


@pytest.fixture
def settings(here):
    """Write the project's settings; the project ends in this folder."""
    (here / ".git").mkdir()

    def write(text: str, name: str = "argmap.toml") -> Path:
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def found(maps):
    """Check a map; returns the findings as code and severity."""

    def check(text: str = TWO, path: str = "map", **overrides) -> list[tuple[str, str]]:
        folder = maps(**{path: text})
        report = check_all([folder], None, CliOverrides(**overrides)).report
        return [(diagnostic.code, str(diagnostic.severity)) for diagnostic in report.diagnostics]

    return check


def codes(diagnostics) -> list[str]:
    return sorted({code for code, _ in diagnostics})


ALL = ["EVI301", "STR203"]


def test_nothing_set_is_the_rules_by_default(found, settings):
    """Without settings all rules that do so by default run, at their own levels."""
    settings("")
    assert codes(found()) == ALL
    assert set(found()) == {("EVI301", "warning"), ("STR203", "warning")}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('select = ["EVI"]', ["EVI301"]),
        ('select = ["EVI3", "unreachable"]', ALL),
        ('select = ["ALL"]\nignore = ["TXT"]', ALL),
        ('ignore = ["unsupported-claim"]', ["STR203"]),
        ('select = ["EVI301"]\nignore = ["EVI"]', []),
        ('severity = { STR203 = "off" }', ["EVI301"]),
        ('severity = { STR = "off", STR203 = "info" }', ALL),
        ('select = ["EVI"]\nseverity = { STR203 = "info" }', ["EVI301"]),
    ],
)
def test_rules_are_selected_and_ignored(found, settings, text, left):
    """By code, beginning of a code, or name; what is narrower goes before what is wider."""
    settings(text)
    assert codes(found()) == left


def test_a_level_replaces_the_rule_s_own(found, settings):
    """A rule's findings are as bad as the project says."""
    settings('severity = { EVI = "error", "unreachable" = "info" }')
    assert set(found()) == {("EVI301", "error"), ("STR203", "info")}


def test_a_rule_that_is_off_runs_when_it_is_wanted(found, settings):
    """Selecting a rule that is off by default, or giving it a level, turns it on."""
    off = next(module.RULE for module in modules() if module.RULE.code == "TXT706")
    assert not off.is_default
    text = 'claim a "The bus is late, and the train is full" { assumption b "B" }'
    assert "TXT706" not in codes(found(text))
    assert codes(found(text, select=("compound-claim",))) == ["TXT706"]
    settings('severity = { TXT706 = "warning" }')
    assert ("TXT706", "warning") in found(text)


def test_the_command_line_goes_first(found, settings):
    """--select replaces what the project selects and ignores; the others are added to it."""
    settings('ignore = ["EVI301"]\nseverity = { STR203 = "error" }')
    assert codes(found(select=("EVI301",))) == ["EVI301"]
    assert codes(found(ignore=("STR203",))) == []
    assert set(found(severity={"EVI301": "info"})) == {("EVI301", "info"), ("STR203", "error")}


def test_a_selection_of_nothing_is_a_mistake(found, settings):
    """A check that checks nothing would pass whatever the maps say."""
    settings("select = []")
    with pytest.raises(ConfigError, match="is empty, so that no rule would run"):
        found()


@pytest.mark.parametrize("overrides", [{"select": ("EVI302",)}, {"ignore": ("ALL",)}])
def test_what_makes_a_map_unreadable_is_always_told(found, overrides):
    """No selection hides that a file cannot be read or that a name leads nowhere."""
    told = codes(found('claim a "A" { supports: b }\nclaim c "C', **overrides))
    assert told == ["REF101", "SYN001"]


def test_some_files_may_be_exempt(maps, settings):
    """Patterns are those of `.gitignore`, relative to the settings."""
    settings('[per-file-ignores]\n"drafts/**/*.argmap" = ["EVI"]\n"old*" = ["unreachable"]')
    folder = maps(map=TWO, drafts__deep__map=TWO, drafts__old=TWO)
    report = check_all([folder]).report
    by_file = {}
    for diagnostic in report.diagnostics:
        by_file.setdefault(diagnostic.location.source.name, set()).add(diagnostic.code)
    assert by_file == {"map.argmap": set(ALL), "drafts/deep/map.argmap": {"STR203"}}


def test_each_map_is_checked_by_its_nearest_settings(maps, settings):
    """Two projects in one run keep their rules and fail levels."""
    settings('ignore = ["EVI"]')
    settings('select = ["EVI"]\nfail-on = "never"', "inner/argmap.toml")
    folder = maps(map='claim a "A"\n', inner__map='claim a "A"\n')
    checked = check_all([folder])
    assert [f.location.source.name for f in checked.report.diagnostics] == ["inner/map.argmap"]
    assert not checked.fails


@pytest.mark.parametrize(
    ("level", "fails"), [("info", True), ("warning", True), ("error", False), ("never", False)]
)
def test_the_fail_level_is_the_project_s_or_the_command_line_s(maps, settings, level, fails):
    """A finding below the level does not fail a check."""
    folder = maps(map=TWO)
    settings(f'fail-on = "{level}"')
    assert check_all([folder]).fails is fails
    assert check_all([folder], None, CliOverrides(fail_on="warning")).fails


def test_a_named_file_replaces_the_nearest(found, settings):
    """--config reads one file, wherever it lies."""
    settings('ignore = ["EVI"]')
    other = settings('[tool.argmap]\nignore = ["STR"]', "elsewhere/pyproject.toml")
    assert codes(found(config=other)) == ["EVI301"]


def test_options_reach_their_rule(found, settings):
    """What a project sets of a rule is what the rule goes by."""
    text = 'claim a "Some words" { assumption b "B" }'
    assert codes(found(text)) == []
    settings("[rules.text-length]\nmax = 5")
    assert codes(found(text)) == ["TXT702"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('select = ["EVI399"]', "`select`: unknown rule `EVI399`; did you mean `EVI"),
        ('ignore = ["unsuported-claim"]', "did you mean `unsupported-claim`?"),
        ('ignore = ["SYN001"]', "`ignore`: `SYN001` cannot be turned off"),
        ('severity = { REF101 = "off" }', "`severity`: `REF101` cannot be turned off"),
        ('[per-file-ignores]\n"a" = ["X"]', "`per-file-ignores.a`: unknown rule `X`"),
        ("[rules.text-lenght]\nmax = 1", "did you mean `text-length`?"),
        ("[rules.text-length]\nmost = 1", "unknown option `most`; use `max`"),
        ('[rules.text-length]\nmax = "1"', "`max` takes a whole number from 1"),
        ("[rules.text-length]\nmax = 0", "`max` takes a whole number from 1"),
        ("[rules.text-length]\nmax = true", "`max` takes a whole number from 1"),
        ("[rules.EVI]\nmax = 1", "`EVI` names several rules"),
        ("[rules.syntax-error]\nmax = 1", "`syntax-error` has no options"),
    ],
)
def test_what_is_not_there_is_told_with_its_key(found, settings, text, said):
    """Rules and options that do not exist are a mistake in the settings, named with the file."""
    file = settings(text)
    with pytest.raises(ConfigError) as caught:
        found()
    assert said in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_rule_that_is_not_there_is_told_with_its_option(found):
    """So it is on the command line."""
    with pytest.raises(InputError, match="--ignore: unknown rule `EVI9`"):
        found(ignore=("EVI9",))
