"""Which rules run on a map: what the project has set, and what the command line says of it."""

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
_FAIL_ON = "warning"
_IN_A_FILE = "; to leave a file out of checks, add it to `extend-exclude`"


class RuleSelection(NamedTuple):
    """What a map is checked for, and from which level on a finding fails it (None: never)."""

    selection: Selection
    fail_level: Severity | None


class RuleSelector:
    """The policies of the maps that a command works on.

    ``settings`` returns what is set for maps in a folder, if not what the files on the disk say.

    Raises:
        InputError: when the command line names what is not there (`ConfigError` of the file).
    """

    def __init__(
        self,
        overrides: CliOverrides = CliOverrides(),  # noqa: B008 (it is immutable)
        settings: Callable[[Path], Settings] | None = None,
    ) -> None:
        self._overrides = overrides
        self.settings = settings or SettingsCache(overrides.config).settings
        self._policies: dict[Path, RuleSelection] = {}
        self._ignores: dict[Path, FileIgnores] = {}

    def select(self, resolution: Resolution) -> RuleSelection:
        """Return what a map is checked for.

        Raises:
            ConfigError: as `settings` does, and when it names rules or options that do not exist.
        """
        folder = map_path(resolution).parent
        policy, settings = self.select_for_folder(folder), self.settings(folder)
        if not settings.per_file_ignores:
            return policy
        ignores = self._skipped(settings, resolution)
        return policy._replace(selection=policy.selection.with_per_file_ignores(ignores))

    def select_for_folder(self, folder: Path) -> RuleSelection:
        """Return what maps in a folder are checked for, whatever is said of single files.

        Raises:
            ConfigError: as `policy` does.
        """
        if folder not in self._policies:
            self._policies[folder] = _policy(self.settings(folder), self._overrides)
        return self._policies[folder]

    def _skipped(self, settings: Settings, resolution: Resolution) -> dict[str, frozenset[str]]:
        """Return the codes whose findings are dropped, by the names of a map's files."""
        from argmap.workspace.file_ignores import FileIgnores

        assert settings.file is not None  # it set something
        if settings.file not in self._ignores:
            self._ignores[settings.file] = FileIgnores(settings)
        skipped: dict[str, frozenset[str]] = {}
        for document, path in zip(resolution.documents, resolution.paths, strict=True):
            words = [] if path is None else self._ignores[settings.file].words(path)
            if words:
                where = settings.display_key("per-file-ignores")
                skipped[document.source.name] = frozenset(_ignored(words, where))
        return skipped


def _policy(settings: Settings, overrides: CliOverrides) -> RuleSelection:
    wanted = {rule.code for rule in table().rules if rule.is_default}
    severities: dict[str, str] = {}
    if settings.select == ():
        raise ConfigError(
            f"{settings.display_key('select')} names no rule: then nothing is checked"
        )
    select = (
        None if settings.select is None else _codes(settings.select, settings.display_key("select"))
    )
    levels = _levels(settings.severity, settings.display_key("severity"))
    wanted = _layer(
        wanted, select, _ignored(settings.ignore, settings.display_key("ignore")), levels
    )
    severities |= levels
    select = _codes(overrides.select, "--select") if overrides.select else None
    levels = _levels(overrides.severity, "--severity")
    wanted = _layer(wanted, select, _ignored(overrides.ignore, "--ignore"), levels)
    severities |= levels
    fail_on = overrides.fail_on or settings.fail_on or _FAIL_ON
    for pattern, words in settings.per_file_ignores.items():
        _ignored(words, settings.display_key("per-file-ignores", pattern), _IN_A_FILE)
    selection = Selection(
        frozenset(wanted),
        {code: LEVELS[level] for code, level in severities.items() if level != OFF},
        options=_options(settings),
    )
    return RuleSelection(selection, LEVELS.get(fail_on))


def _layer(
    wanted: set[str], select: set[str] | None, ignored: set[str], levels: Mapping[str, str]
) -> set[str]:
    """Return the rules that run after one more place has said what it wants."""
    switched_on = {code for code, level in levels.items() if level != OFF}
    switched_off = levels.keys() - switched_on
    return (wanted | switched_on if select is None else select) - ignored - switched_off


# ---- Words -----------------------------------------------------------------------------------


def _rules(word: str, where: str) -> tuple[Rule, ...]:
    found = table().matching(word)
    if not found:
        meant = table().suggest(word)
        hint = f"; did you mean `{meant}`?" if meant else "; `argmap rules` lists all there are"
        raise _error(where)(f"{where}: there is no rule `{word}`{hint}")
    return found


def _error(where: str) -> type[InputError]:
    return InputError if where.startswith("-") else ConfigError


def _codes(words: Iterable[str], where: str) -> set[str]:
    return {rule.code for word in words for rule in _rules(word, where)}


def _ignored(words: Iterable[str], where: str, advice: str = "") -> set[str]:
    return {rule.code for word in words for rule in _unfirm(word, where, advice)}


def _unfirm(word: str, where: str, advice: str = "") -> list[Rule]:
    """Return the rules of a word that can be turned off; of a family, those of it that can."""
    rules = [rule for rule in _rules(word, where) if not rule.is_mandatory]
    if not rules:
        raise _error(where)(
            f"{where}: `{word}` cannot be turned off: what it reports means that the map does not "
            f"say what its author wrote{advice}"
        )
    return rules


def _levels(severity: Mapping[str, str], where: str) -> dict[str, str]:
    """Return levels by codes; what is said of one rule goes before what is said of its family."""
    levels: dict[str, str] = {}
    narrowing = sorted(severity.items(), key=lambda item: -len(_rules(item[0], where)))
    for word, level in narrowing:
        levels |= dict.fromkeys((rule.code for rule in _unfirm(word, where)), level)
    return levels


# ---- Options ---------------------------------------------------------------------------------


def _options(settings: Settings) -> dict[str, dict[str, Any]]:
    options: dict[str, dict[str, Any]] = {}
    for word, values in settings.rules.items():
        where = settings.display_key("rules", word)
        found = _rules(word, where)
        if len(found) != 1:
            raise ConfigError(f"{where}: `{word}` is several rules; options are of one")
        (rule,) = found
        options.setdefault(rule.code, {}).update(_read_options(rule, values, where))
    return options


def _read_options(rule: Rule, values: Mapping[str, Any], where: str) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for name, value in values.items():
        option = rule.options.get(name)
        if option is None:
            known = ", ".join(rule.options)
            hint = f"there are {known}" if known else f"`{rule.name}` has none"
            raise ConfigError(f"{where}: there is no option `{name}`; {hint}")
        try:
            read[name] = option.read(value)
        except ValueError as error:
            raise ConfigError(f"{where}: `{name}` takes {error}") from error
    return read
