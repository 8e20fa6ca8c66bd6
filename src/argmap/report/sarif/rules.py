"""The rules as SARIF describes them; what is said of each is its own manual page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from inspect import cleandoc
from textwrap import dedent
from types import ModuleType
from typing import Any

from argmap.diagnostics import Diagnostic, Severity
from argmap.report.sarif.results import LEVEL
from argmap.rules import modules

_OF_CODE = ("Example", "Instead")


class Rules:
    """The rules that a run describes, each with its number: those that have findings."""

    def __init__(self) -> None:
        self.descriptors: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}

    def index(self, finding: Diagnostic) -> int:
        """Return the number of the rule that made a finding, after describing it."""
        if finding.code not in self._numbers:
            module = _modules().get(finding.code)
            if module is None:
                self._add(finding.code, finding.name, finding.severity, finding.name)
            else:
                page = cleandoc(module.__doc__ or finding.name)
                self._add(finding.code, module.RULE.name, module.RULE.severity, page)
        return self._numbers[finding.code]

    def _add(self, code: str, name: str, severity: Severity, page: str) -> None:
        self._numbers[code] = len(self.descriptors)
        title, *_ = page.splitlines()
        parts = dict(_parts(page))
        does = " ".join(parts.get("What it does", title).split())
        self.descriptors.append(
            {
                "id": code,
                "name": name,
                "shortDescription": {"text": title},
                "fullDescription": {"text": does},
                "help": {"text": page, "markdown": _markdown(title, parts)},
                "defaultConfiguration": {"level": LEVEL[severity]},
            }
        )


@cache
def _modules() -> dict[str, ModuleType]:
    """Return the rules' modules by code."""
    return {module.RULE.code: module for module in modules()}


def _parts(page: str) -> Iterator[tuple[str, str]]:
    """Yield the headings of a manual page, each with what stands indented below it."""
    heading, lines = "", [""]
    for line in page.splitlines()[1:]:
        if line and not line.startswith(" "):
            if heading:
                yield heading, dedent("\n".join(lines)).strip()
            heading, lines = line, []
        else:
            lines.append(line)
    if heading:
        yield heading, dedent("\n".join(lines)).strip()


def _markdown(title: str, parts: dict[str, str]) -> str:
    text = [title]
    for heading, body in parts.items():
        is_map = heading in _OF_CODE and not body.endswith(".")
        text += [f"## {heading}", f"```\n{body}\n```" if is_map else body]
    return "\n\n".join(text) + "\n"
