"""The definition of a rule, its options, the selection of rules, and their lookup by name.

A rule declares its options in a dictionary and reads their values from the `RuleContext`::

    OPTIONS = {"max": Option(200, "the maximum number of characters", minimum=1)}
    RULE = rule(__name__, "TXT702", Severity.INFO, options=OPTIONS)

    def check(context):
        maximum = context.option(RULE, "max")

A project can then write ``max = 160`` under ``[rules.text-length]``. The value must have the type
of the default: an integer, a float, a boolean, a string, or a list of strings.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from attrs import evolve, field, frozen

from argmap.diagnostics import Diagnostic, Severity
from argmap.text import Location

ALL = "ALL"
"""The word that matches every rule."""

_FAMILY_LENGTH = 3
"""The number of letters at the start of a code that name the rule's family."""

Value = bool | int | float | str | tuple[str, ...]

_TYPE_NAMES: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text in quotes",
    tuple: "a list of texts in quotes",
}


class Option(NamedTuple):
    """An option of a rule.

    ``minimum`` and ``maximum`` limit a number; ``choices`` lists the allowed strings.
    """

    default: Value
    description: str
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()

    @property
    def allowed_values(self) -> str:
        """The allowed values, for a message: ``a whole number from 1``."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        bounds = [f"from {self.minimum:g}"] if self.minimum is not None else []
        bounds += [f"to {self.maximum:g}"] if self.maximum is not None else []
        return " ".join([_TYPE_NAMES[type(self.default)], *bounds])

    def read(self, value: object) -> Value:
        """Convert a value from a TOML file to the type of the option.

        Raises:
            ValueError: If the value is not allowed; the message names the allowed values.
        """
        kind = type(self.default)
        if kind is float and type(value) is int:
            value = float(value)
        if kind is tuple and isinstance(value, list) and all(type(word) is str for word in value):
            value = tuple(value)
        if type(value) is not kind or not self._allows(value):
            raise ValueError(self.allowed_values)
        assert isinstance(value, Value)
        return value

    def _allows(self, value: object) -> bool:
        if isinstance(value, int | float):
            is_large_enough = self.minimum is None or value >= self.minimum
            return is_large_enough and (self.maximum is None or value <= self.maximum)
        words = value if isinstance(value, tuple) else (value,)
        return not self.choices or all(word in self.choices for word in words)


class Rule(NamedTuple):
    """The identity and properties of a rule.

    Attributes:
        code: A code that never changes, such as ``EVI301``.
        name: The name of the rule's module, with hyphens.
        severity: The severity of its diagnostics, unless a diagnostic or the project sets another.
        is_default: Whether the rule runs if the project selects no rules.
        depends_on_environment: Whether the diagnostics depend on more than the map: source texts,
            a lock, reviews, the date.
        is_structural: Whether the existence of diagnostics depends only on the map's shape
            (`argmap.syntax.incremental_tree`), not on the words or the positions of its statements.
        runs_last: Whether the rule runs after the others, and uses their results.
        options: The options that a project can set, by name.
        former_names: Names from earlier versions, which settings and comments may still use.
    """

    code: str
    name: str
    severity: Severity
    is_default: bool = True
    depends_on_environment: bool = False
    is_structural: bool = False
    runs_last: bool = False
    options: Mapping[str, Option] = {}
    former_names: tuple[str, ...] = ()

    @property
    def is_mandatory(self) -> bool:
        """Whether the rule cannot be turned off, because argmap cannot read the map as intended."""
        return self.severity is Severity.ERROR and self.code.startswith(("SYN", "REF"))

    @property
    def is_suppressible(self) -> bool:
        """Whether a comment in a map can silence the rule."""
        return not self.is_mandatory and not self.code.startswith("CFG")

    def diagnostic(
        self, location: Location, message: str, *, severity: Severity | None = None, **fields: Any
    ) -> Diagnostic:
        """Return a diagnostic of this rule; ``fields`` are further fields of `Diagnostic`."""
        return Diagnostic(
            self.code, self.name, severity or self.severity, message, location, **fields
        )


def rule(module: str, code: str, severity: Severity, **fields: Any) -> Rule:
    """Return the rule of a module; the module ``empty_text`` becomes the rule ``empty-text``.

    ``fields`` are further fields of `Rule`.
    """
    return Rule(code, module.rpartition(".")[2].replace("_", "-"), severity, **fields)


@frozen
class Selection:
    """The rules that run, with the severities and options that a project or a command line sets.

    Attributes:
        codes: The rules that run, or None for the default ones. Mandatory rules always run.
        severities: Severities that override those of the rules, by code.
        per_file_ignores: The codes whose diagnostics are ignored in a file, by the file's name.
        options: The values of the rules' options, by code.
    """

    codes: frozenset[str] | None = None
    severities: Mapping[str, Severity] = field(factory=dict)
    per_file_ignores: Mapping[str, frozenset[str]] = field(factory=dict)
    options: Mapping[str, Mapping[str, Value]] = field(factory=dict)

    def includes(self, rule: Rule) -> bool:
        """Return whether a rule runs."""
        return rule.is_mandatory or (
            rule.is_default if self.codes is None else rule.code in self.codes
        )

    def ignores(self, rule: Rule, file: str) -> bool:
        """Return whether a rule's diagnostics in one file are ignored."""
        return not rule.is_mandatory and rule.code in self.per_file_ignores.get(file, ())

    def with_per_file_ignores(self, ignores: Mapping[str, frozenset[str]]) -> Selection:
        return evolve(self, per_file_ignores=ignores)


DEFAULT = Selection()


class RuleTable:
    """Looks up rules by words in settings, on the command line and in comments."""

    def __init__(self, rules: Iterable[Rule] = ()) -> None:
        self.rules = tuple(rules)
        self._suppressible: dict[str, frozenset[str]] = {}

    @cached_property
    def _by_word(self) -> dict[str, tuple[Rule, ...]]:
        by_word: dict[str, list[Rule]] = {ALL: list(self.rules)}
        for rule in self.rules:
            for name in (rule.name, *rule.former_names):
                by_word[name] = [rule]
            for length in range(_FAMILY_LENGTH, len(rule.code) + 1):
                by_word.setdefault(rule.code[:length], []).append(rule)
        return {word: tuple(rules) for word, rules in by_word.items()}

    def matching(self, word: str) -> tuple[Rule, ...]:
        """Return the rules that match a code, a code prefix (``EVI``), a name or ``ALL``."""
        return self._by_word.get(word, ())

    def suppressible(self, word: str) -> frozenset[str]:
        """Return the codes that a word in a suppression comment silences."""
        return self._suppressible.setdefault(
            word, frozenset(rule.code for rule in self.matching(word) if rule.is_suppressible)
        )

    def suggest(self, word: str) -> str | None:
        """Return the most similar code, family or name, or None."""
        from argmap.text import closest_match

        codes = (rule.code for rule in self.rules)
        families = dict.fromkeys(rule.code[:_FAMILY_LENGTH] for rule in self.rules)
        return closest_match(word, (*codes, *(rule.name for rule in self.rules), *families, ALL))
