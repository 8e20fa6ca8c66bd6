"""What a project can set of a rule.

A rule that has options names them in a table and reads them from its subject::

    OPTIONS = {"max": Option(200, "the most characters a text may have", least=1)}
    RULE = rule(__name__, "TXT702", Severity.INFO, options=OPTIONS)

    def check(subject):
        most = subject.option(RULE, "max")

A project then sets ``[rules.text-length]`` with ``max = 160``. The kind of the default is the kind
of the value: a whole number, a number, true or false, a text, or texts in a list.
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
    """One option: ``least`` and ``most`` bound a number, ``words`` are all a text may be."""

    default: Value
    description: str
    least: float | None = None
    most: float | None = None
    words: tuple[str, ...] = ()

    @property
    def wants(self) -> str:
        """What it takes, for a message: ``a whole number from 1``."""
        if self.words:
            return f"one of {', '.join(self.words)}"
        bounds = [f"from {self.least:g}"] if self.least is not None else []
        bounds += [f"to {self.most:g}"] if self.most is not None else []
        return " ".join([_KINDS[type(self.default)], *bounds])

    def read(self, value: object) -> Value:
        """Return a value of a TOML file as the rule wants it.

        Raises:
            ValueError: when the option cannot be set to it.
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
