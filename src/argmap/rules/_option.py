"""Options of rules, which a project can set.

A rule declares its options in a dictionary and reads their values from its subject::

    OPTIONS = {"max": Option(200, "the most characters a text may have", least=1)}
    RULE = rule(__name__, "TXT702", Severity.INFO, options=OPTIONS)

    def check(subject):
        most = subject.option(RULE, "max")

A project can then write ``max = 160`` under ``[rules.text-length]``. The value must have the type
of the default: an integer, a float, a boolean, a string, or a list of strings.
"""

from __future__ import annotations

from typing import NamedTuple

Value = bool | int | float | str | tuple[str, ...]

_KINDS: dict[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text in quotes",
    tuple: "a list of texts in quotes",
}


class Option(NamedTuple):
    """An option: ``least`` and ``most`` limit a number, ``words`` lists the allowed strings."""

    default: Value
    description: str
    least: float | None = None
    most: float | None = None
    words: tuple[str, ...] = ()

    @property
    def wants(self) -> str:
        """The allowed values, for a message: ``a whole number from 1``."""
        if self.words:
            return f"one of {', '.join(self.words)}"
        bounds = [f"from {self.least:g}"] if self.least is not None else []
        bounds += [f"to {self.most:g}"] if self.most is not None else []
        return " ".join([_KINDS[type(self.default)], *bounds])

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
            raise ValueError(self.wants)
        assert isinstance(value, Value)
        return value

    def _allows(self, value: object) -> bool:
        if isinstance(value, int | float):
            is_enough = self.least is None or value >= self.least
            return is_enough and (self.most is None or value <= self.most)
        words = value if isinstance(value, tuple) else (value,)
        return not self.words or all(word in self.words for word in words)
