"""The selection of rules by the settings of a project and the command line."""

from pathlib import Path

import pytest

from argmap.errors import ConfigError, InputError
from argmap.rules import modules
from argmap.workspace.check import check_all
from argmap.workspace.check_config import CliOverrides

TWO = 'map "M" { thesis: a }\nclaim a "A"\nclaim b "B"\n'
"""A map with two kinds of diagnostics: EVI301 twice, STR203 once."""


@pytest.fixture
def settings(here):
    """Return a function that writes the settings of a project, whose root is this folder."""
    (here / ".git").mkdir()

    def write(text: str, name: str = "argmap.toml") -> Path:
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def found(maps):
    """Return a function that checks a map, and returns codes and severities."""

    def check(text: str = TWO, path: str = "map", **overrides) -> list[tuple[str, str]]:
        folder = maps(**{path: text})
        report = check_all([folder], None, CliOverrides(**overrides)).report
        return [(diagnostic.code, str(diagnostic.severity)) for diagnostic in report.diagnostics]

    return check


def codes(diagnostics) -> list[str]:
    return sorted({code for code, _ in diagnostics})


ALL = ["EVI301", "STR203"]


def test_without_settings_the_default_rules_run(found, settings):
    """They have their own severities."""
    settings("")
    assert codes(found()) == ALL
    assert set(found()) == {("EVI301", "warning"), ("STR203", "warning")}


@pytest.mark.parametrize(
    ("text", "expected"),
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
def test_rules_are_selected_and_ignored(found, settings, text, expected):
    """A rule is named by code, prefix or name; the narrower setting wins."""
    settings(text)
    assert codes(found()) == expected


def test_a_severity_overrides_that_of_the_rule(found, settings):
    """For a rule, and for a family."""
    settings('severity = { EVI = "error", "unreachable" = "info" }')
    assert set(found()) == {("EVI301", "error"), ("STR203", "info")}


def test_a_rule_that_is_off_by_default_can_be_turned_on(found, settings):
    """By selecting it, or by setting its severity."""
    rule = next(module.RULE for module in modules() if module.RULE.code == "TXT706")
    assert not rule.is_default
    text = 'claim a "The bus is late, and the train is full" { assumption b "B" }'
    assert "TXT706" not in codes(found(text))
    assert codes(found(text, select=("compound-claim",))) == ["TXT706"]
    settings('severity = { TXT706 = "warning" }')
    assert ("TXT706", "warning") in found(text)


def test_the_command_line_overrides_the_settings(found, settings):
    """--select overrides what the project selects and ignores; other options are added."""
    settings('ignore = ["EVI301"]\nseverity = { STR203 = "error" }')
    assert codes(found(select=("EVI301",))) == ["EVI301"]
    assert codes(found(ignore=("STR203",))) == []
    assert set(found(severity={"EVI301": "info"})) == {("EVI301", "info"), ("STR203", "error")}


def test_an_empty_selection_is_an_error(found, settings):
    """Without rules, every map would pass."""
    settings("select = []")
    with pytest.raises(ConfigError, match="is empty, so that no rule would run"):
        found()


@pytest.mark.parametrize("overrides", [{"select": ("EVI302",)}, {"ignore": ("ALL",)}])
def test_syntax_and_reference_errors_are_always_reported(found, overrides):
    """No selection hides them."""
    reported = codes(found('claim a "A" { supports: b }\nclaim c "C', **overrides))
    assert reported == ["REF101", "SYN001"]


def test_rules_can_be_ignored_in_some_files(maps, settings):
    """The patterns are those of `.gitignore`, relative to the settings."""
    settings('[per-file-ignores]\n"drafts/**/*.argmap" = ["EVI"]\n"old*" = ["unreachable"]')
    folder = maps(map=TWO, drafts__deep__map=TWO, drafts__old=TWO)
    report = check_all([folder]).report
    by_file = {}
    for diagnostic in report.diagnostics:
        by_file.setdefault(diagnostic.location.source.name, set()).add(diagnostic.code)
    assert by_file == {"map.argmap": set(ALL), "drafts/deep/map.argmap": {"STR203"}}


def test_the_nearest_settings_apply_to_a_map(maps, settings):
    """Two projects in one run keep their rules and fail levels."""
    settings('ignore = ["EVI"]')
    settings('select = ["EVI"]\nfail-on = "never"', "inner/argmap.toml")
    folder = maps(map='claim a "A"\n', inner__map='claim a "A"\n')
    result = check_all([folder])
    assert [f.location.source.name for f in result.report.diagnostics] == ["inner/map.argmap"]
    assert not result.fails


@pytest.mark.parametrize(
    ("level", "fails"), [("info", True), ("warning", True), ("error", False), ("never", False)]
)
def test_the_fail_level_is_set_by_the_project_or_the_command_line(maps, settings, level, fails):
    """A diagnostic below the level does not fail a check."""
    folder = maps(map=TWO)
    settings(f'fail-on = "{level}"')
    assert check_all([folder]).fails is fails
    assert check_all([folder], None, CliOverrides(fail_on="warning")).fails


def test_a_named_configuration_file_replaces_the_nearest(found, settings):
    """--config names a file anywhere."""
    settings('ignore = ["EVI"]')
    file = settings('[tool.argmap]\nignore = ["STR"]', "elsewhere/pyproject.toml")
    assert codes(found(config=file)) == ["EVI301"]


def test_options_of_a_rule_are_applied(found, settings):
    """A project can set the options of a rule."""
    text = 'claim a "Some words" { assumption b "B" }'
    assert codes(found(text)) == []
    settings("[rules.text-length]\nmax = 5")
    assert codes(found(text)) == ["TXT702"]


@pytest.mark.parametrize(
    ("text", "message"),
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
def test_unknown_rules_and_options_are_reported_with_their_key(found, settings, text, message):
    """The message contains the name of the configuration file."""
    file = settings(text)
    with pytest.raises(ConfigError) as caught:
        found()
    assert message in str(caught.value)
    assert str(file) in str(caught.value)


def test_an_unknown_rule_is_reported_with_the_option(found):
    """The message contains the option of the command line."""
    with pytest.raises(InputError, match="--ignore: unknown rule `EVI9`"):
        found(ignore=("EVI9",))
