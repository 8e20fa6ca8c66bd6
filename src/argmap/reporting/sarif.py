"""SARIF 2.1.0, the format of code scanning: findings with the rules that made them.

The standard is docs.oasis-open.org/sarif/sarif/v2.1.0. What GitHub asks for beyond its schema is
kept to: rules with their help, places relative to the root of the repository (``%SRCROOT%``). The
fingerprint GitHub matches alerts by is made from the lines of the file as it is uploaded; ours,
beside it, depends on the element.

Where things are: addresses of files, and regions in them, with what is said of them.

A finding as a result.

The rules as SARIF describes them; what is said of each is its own manual page.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from inspect import cleandoc
from pathlib import PurePath
from textwrap import dedent
from types import ModuleType
from typing import Any
from urllib.parse import quote

from argmap._version import __version__
from argmap.diagnostics import Applicability, Diagnostic, Fix, Severity
from argmap.reporting import Report
from argmap.reporting._locations import fingerprints, repository_path
from argmap.reporting._text import literal, sentences, tree_lines
from argmap.rules import modules
from argmap.text import Location, SourceText, Span
from argmap.text.safe import escape_unsafe_characters

_BASE = "%SRCROOT%"

ROOT = {_BASE: {"description": {"text": "The root of the repository."}}}
"""What addresses are relative to. Its own address, which differs from machine to machine, is left
out: who reads the log has the files."""


def location(place: Location, text: str = "") -> dict[str, Any]:
    """Return a place, and what is said of it."""
    data: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": artifact(place.source.name),
            "region": region(place.source, place.span),
        }
    }
    return {**data, "message": message(text)} if text else data


def message(text: str) -> dict[str, str]:
    """Return a text in which nothing an author wrote is taken for a link (SARIF 2.1.0, 3.11.6)."""
    return {"text": text.replace("](", "] (")}


def artifact(name: str) -> dict[str, str]:
    """Return a file by its address: absolute where it is not in the repository."""
    name = repository_path(name)
    if PurePath(name).is_absolute():
        path = quote(name, safe="/:", errors="surrogatepass")
        return {"uri": f"file://{path}" if path.startswith("/") else f"file:///{path}"}
    return {"uri": quote(name, errors="surrogatepass"), "uriBaseId": _BASE}


def region(source: SourceText, span: Span) -> dict[str, Any]:
    """Return lines and columns, from 1; the end is exclusive."""
    (line, column), (end_line, end_column) = source.position(span.start), source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


_MOST_PLACES = 100  # GitHub shows as many
_LONGEST_SNIPPET = 1000  # characters; a part of one would not be what stands there
LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def result(diagnostic: Diagnostic, rule: int, fingerprint: str) -> dict[str, Any]:
    """Return a result; ``rule`` is the number of the rule among those that the run describes."""
    place = location(diagnostic.location, diagnostic.label)
    if len(shown := diagnostic.location.text) <= _LONGEST_SNIPPET:
        place["physicalLocation"]["region"]["snippet"] = {"text": shown}
    if diagnostic.element:
        place["logicalLocations"] = [{"name": diagnostic.element, "kind": "element"}]
    data: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule,
        "level": LEVEL[diagnostic.severity],
        "message": _message(diagnostic),
        "locations": [place],
        "partialFingerprints": {"argmapElement/v1": fingerprint},
    }
    if related := diagnostic.labels[:_MOST_PLACES]:
        data["relatedLocations"] = [
            {"id": number, **location(label.location, label.text)}
            for number, label in enumerate(related, 1)
        ]
    if fixes := [_fix(fix) for fix in diagnostic.fixes if _can_be_made(fix)]:
        data["fixes"] = fixes
    if diagnostic.suppression_reason is not None:
        why = (
            {"justification": diagnostic.suppression_reason}
            if diagnostic.suppression_reason
            else {}
        )
        data["suppressions"] = [{"kind": "inSource", **why}]
    return data


def _message(diagnostic: Diagnostic) -> dict[str, str]:
    text = sentences(diagnostic)
    if not diagnostic.tree:
        return message(text)
    tree = "\n".join(f"    {line}" for line in tree_lines(diagnostic.tree))
    return {**message(text), "markdown": f"{literal(text)}\n\n{tree}\n"}


def _can_be_made(fix: Fix) -> bool:
    return bool(fix.edits) and fix.applicability is not Applicability.DISPLAY


def _fix(fix: Fix) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": region(fix.source, edit.span),
            "insertedContent": {"text": edit.replacement},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": artifact(fix.source.name), "replacements": replacements}
    return {"description": message(fix.title), "artifactChanges": [change]}


_OF_CODE = ("Example", "Instead")


class Rules:
    """The rules that a run describes, each with its number: those that have findings."""

    def __init__(self) -> None:
        self.descriptors: list[dict[str, Any]] = []
        self._numbers: dict[str, int] = {}

    def index(self, diagnostic: Diagnostic) -> int:
        """Return the number of the rule that made a finding, after describing it."""
        if diagnostic.code not in self._numbers:
            module = _modules().get(diagnostic.code)
            if module is None:
                self._add(diagnostic.code, diagnostic.name, diagnostic.severity, diagnostic.name)
            else:
                page = cleandoc(module.__doc__ or diagnostic.name)
                self._add(diagnostic.code, module.RULE.name, module.RULE.severity, page)
        return self._numbers[diagnostic.code]

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


_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


_HOME = "https://pypi.org/project/argmap/"
"""Where the package is published: consumers want a page to lead to."""


def write(report: Report, *, color: bool) -> str:  # noqa: ARG001 (data has no colour)
    """Return a log with one run, which describes the rules that have findings.

    Suppressed findings come last, marked as such.
    """
    rules = Rules()
    diagnostics = [*report.diagnostics, *report.suppressed]
    results = [
        result(diagnostic, rules.index(diagnostic), fingerprint)
        for diagnostic, fingerprint in zip(diagnostics, fingerprints(diagnostics), strict=True)
    ]
    run = {
        "tool": {
            "driver": {
                "name": "argmap",
                "informationUri": _HOME,
                "semanticVersion": __version__,
                "rules": rules.descriptors,
            }
        },
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": ROOT,
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log: dict[str, Any] = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return escape_unsafe_characters(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"
