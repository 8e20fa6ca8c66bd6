"""Selects the rules for a map, by the settings of its project and the options of the command line.

Rules can be named by their code, their name or their family (``EVI``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from argmap.config import Settings
from argmap.diagnostics import Severity
from argmap.errors import ConfigError, InputError
from argmap.resolve import Resolution
from argmap.rules import Rule, Selection, table
from argmap.workspace.check_config import CliOverrides, SettingsCache
from argmap.workspace.source_texts import map_path

if TYPE_CHECKING:
    from argmap.workspace.file_ignores import FileIgnores

__all__ = ["LEVELS", "OFF", "CliOverrides", "RuleSelection", "RuleSelector"]

OFF = "off"
LEVELS = {str(severity): severity for severity in Severity}
_DEFAULT_FAIL_ON = "warning"
_FILE_ADVICE = "; to exclude a file from checks, add it to `extend-exclude`"


class RuleSelection(NamedTuple):
    """The rules for a map, and the lowest severity that fails it (None: no severity does)."""

    rules: Selection
    fail_level: Severity | None


class RuleSelector:
    """Selects the rules for the maps of a command.

    Args:
        overrides: The rule options of the command line.
        settings: Returns the settings of the maps in a folder, if not from the disk.

    Raises:
        InputError: If the configuration file of the command line does not exist or is invalid.
    """

    def __init__(
        self,
        overrides: CliOverrides = CliOverrides(),  # noqa: B008 (it is immutable)
        settings: Callable[[Path], Settings] | None = None,
    ) -> None:
        self._overrides = overrides
        self.settings = settings or SettingsCache(overrides.config).settings
        self._selections: dict[Path, RuleSelection] = {}  # by folder
        self._ignores: dict[Path, FileIgnores] = {}  # by configuration file

    def select(self, resolution: Resolution) -> RuleSelection:
        """Return the rules for a map.

        Raises:
            InputError: If the command line names a rule that does not exist.
            ConfigError: If the settings cannot be read, or name a rule or an option that does not
                exist.
        """
        folder = map_path(resolution).parent
        selection, settings = self.select_for_folder(folder), self.settings(folder)
        if not settings.per_file_ignores:
            return selection
        skipped = self._skipped_codes(settings, resolution)
        return selection._replace(rules=selection.rules.with_per_file_ignores(skipped))

    def select_for_folder(self, folder: Path) -> RuleSelection:
        """Return the rules for the maps in a folder, without the ``per-file-ignores``.

        Raises:
            InputError: As for `select`.
            ConfigError: As for `select`.
        """
        if folder not in self._selections:
            self._selections[folder] = _make_selection(self.settings(folder), self._overrides)
        return self._selections[folder]

    def _skipped_codes(
        self, settings: Settings, resolution: Resolution
    ) -> dict[str, frozenset[str]]:
        """Return the codes that ``per-file-ignores`` ignores, by the names of a map's files."""
        from argmap.workspace.file_ignores import FileIgnores

        assert settings.file is not None  # because it contains the setting
        if settings.file not in self._ignores:
            self._ignores[settings.file] = FileIgnores(settings)
        ignores = self._ignores[settings.file]
        skipped: dict[str, frozenset[str]] = {}
        for document, path in zip(resolution.documents, resolution.paths, strict=True):
            words = [] if path is None else ignores.ignored_rules(path)
            if words:
                key = settings.display_key("per-file-ignores")
                skipped[document.source.name] = frozenset(_ignored_codes(words, key))
        return skipped


def _make_selection(settings: Settings, overrides: CliOverrides) -> RuleSelection:
    codes = {rule.code for rule in table().rules if rule.is_default}
    if settings.select == ():
        raise ConfigError(f"{settings.display_key('select')} is empty, so that no rule would run")
    select = (
        None if settings.select is None else _codes(settings.select, settings.display_key("select"))
    )
    levels = _levels(settings.severity, settings.display_key("severity"))
    ignored = _ignored_codes(settings.ignore, settings.display_key("ignore"))
    codes = _apply_layer(codes, select, ignored, levels)
    severities = levels

    select = _codes(overrides.select, "--select") if overrides.select else None
    levels = _levels(overrides.severity, "--severity")
    codes = _apply_layer(codes, select, _ignored_codes(overrides.ignore, "--ignore"), levels)
    severities = severities | levels

    for pattern, words in settings.per_file_ignores.items():
        _ignored_codes(words, settings.display_key("per-file-ignores", pattern), _FILE_ADVICE)
    selection = Selection(
        frozenset(codes),
        {code: LEVELS[level] for code, level in severities.items() if level != OFF},
        options=_rule_options(settings),
    )
    fail_on = overrides.fail_on or settings.fail_on or _DEFAULT_FAIL_ON
    return RuleSelection(selection, LEVELS.get(fail_on))


def _apply_layer(
    codes: set[str], select: set[str] | None, ignored: set[str], levels: Mapping[str, str]
) -> set[str]:
    """Return the codes of the selected rules after the project or the command line applies."""
    enabled = {code for code, level in levels.items() if level != OFF}
    disabled = levels.keys() - enabled
    return (codes | enabled if select is None else select) - ignored - disabled


# ---- Names of rules ----------------------------------------------------------------------------


def _rules(word: str, key: str) -> tuple[Rule, ...]:
    """Return the rules that a word names.

    Args:
        word: A code, a name or a family.
        key: The option or the setting that contains the word, for messages.
    """
    rules = table().matching(word)
    if not rules:
        suggestion = table().suggest(word)
        hint = f"did you mean `{suggestion}`?" if suggestion else "`argmap rules` lists all rules"
        raise _error_type(key)(f"{key}: unknown rule `{word}`; {hint}")
    return rules


def _error_type(key: str) -> type[InputError]:
    return InputError if key.startswith("-") else ConfigError


def _codes(words: Iterable[str], key: str) -> set[str]:
    return {rule.code for word in words for rule in _rules(word, key)}


def _ignored_codes(words: Iterable[str], key: str, advice: str = "") -> set[str]:
    return {rule.code for word in words for rule in _optional_rules(word, key, advice)}


def _optional_rules(word: str, key: str, advice: str = "") -> list[Rule]:
    """Return the rules that a word names and that can be turned off; at least one."""
    rules = [rule for rule in _rules(word, key) if not rule.is_mandatory]
    if not rules:
        raise _error_type(key)(
            f"{key}: `{word}` cannot be turned off: it reports that the map does not say what its "
            f"author wrote{advice}"
        )
    return rules


def _levels(severity: Mapping[str, str], key: str) -> dict[str, str]:
    """Return levels by code; the level of a rule overrides that of its family."""
    levels: dict[str, str] = {}
    largest_first = sorted(severity.items(), key=lambda item: -len(_rules(item[0], key)))
    for word, level in largest_first:
        levels |= dict.fromkeys((rule.code for rule in _optional_rules(word, key)), level)
    return levels


# ---- Options of rules --------------------------------------------------------------------------


def _rule_options(settings: Settings) -> dict[str, dict[str, Any]]:
    options: dict[str, dict[str, Any]] = {}
    for word, values in settings.rules.items():
        key = settings.display_key("rules", word)
        rules = _rules(word, key)
        if len(rules) != 1:
            raise ConfigError(f"{key}: `{word}` names several rules; set the options of one rule")
        (rule,) = rules
        options.setdefault(rule.code, {}).update(_read_options(rule, values, key))
    return options


def _read_options(rule: Rule, values: Mapping[str, Any], key: str) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in values.items():
        option = rule.options.get(name)
        if option is None:
            known = ", ".join(f"`{known}`" for known in rule.options)
            hint = f"use {known}" if known else f"`{rule.name}` has no options"
            raise ConfigError(f"{key}: unknown option `{name}`; {hint}")
        try:
            read[name] = option.read(value)
        except ValueError as error:
            raise ConfigError(f"{key}: `{name}` takes {error}") from error
    return read
