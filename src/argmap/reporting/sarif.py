"""SARIF 2.1.0, the format of code scanning: diagnostics with the rules that report them.

The standard is docs.oasis-open.org/sarif/sarif/v2.1.0. The report also meets GitHub's requirements
beyond the schema: rules with help, and locations relative to the root of the repository
(``%SRCROOT%``). GitHub matches alerts by a fingerprint that it computes from the lines of the
uploaded file; the fingerprint in this report depends on the element instead.
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
from argmap.reporting._text import escape_github_markdown, sentences, tree_lines
from argmap.rules import modules
from argmap.text import Location, SourceText, Span
from argmap.text.safe import escape_unsafe_characters

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_HOME_PAGE = "https://pypi.org/project/argmap/"
_ROOT = "%SRCROOT%"
_ROOTS = {_ROOT: {"description": {"text": "The root of the repository."}}}
"""The base of relative URIs. Its own URI is left out, because it differs between machines."""

_MAX_RELATED_LOCATIONS = 100  # the number that GitHub shows
_MAX_SNIPPET_LENGTH = 1000  # characters; longer snippets are left out, because they cannot be cut
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_CODE_SECTIONS = ("Example", "Instead")


def write(report: Report, *, color: bool) -> str:  # noqa: ARG001 (data has no color)
    """Return a log with one run, which describes the rules that reported something.

    Suppressed diagnostics come last, marked as suppressed.
    """
    rules = RuleDescriptors()
    diagnostics = [*report.diagnostics, *report.suppressed]
    results = [
        _result(diagnostic, rules.index(diagnostic), fingerprint)
        for diagnostic, fingerprint in zip(diagnostics, fingerprints(diagnostics), strict=True)
    ]
    run = {
        "tool": {
            "driver": {
                "name": "argmap",
                "informationUri": _HOME_PAGE,
                "semanticVersion": __version__,
                "rules": rules.descriptors,
            }
        },
        "invocations": [{"executionSuccessful": True}],
        "originalUriBaseIds": _ROOTS,
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log: dict[str, Any] = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return escape_unsafe_characters(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


# ---- Results ------------------------------------------------------------------------------------


def _result(diagnostic: Diagnostic, rule_index: int, fingerprint: str) -> dict[str, Any]:
    location = _location(diagnostic.location, diagnostic.label)
    if len(snippet := diagnostic.location.text) <= _MAX_SNIPPET_LENGTH:
        location["physicalLocation"]["region"]["snippet"] = {"text": snippet}
    if diagnostic.element:
        location["logicalLocations"] = [{"name": diagnostic.element, "kind": "element"}]
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[diagnostic.severity],
        "message": _diagnostic_message(diagnostic),
        "locations": [location],
        "partialFingerprints": {"argmapElement/v1": fingerprint},
    }
    if related := diagnostic.labels[:_MAX_RELATED_LOCATIONS]:
        result["relatedLocations"] = [
            {"id": number, **_location(label.location, label.text)}
            for number, label in enumerate(related, 1)
        ]
    if fixes := [_fix(fix) for fix in diagnostic.fixes if _is_applicable(fix)]:
        result["fixes"] = fixes
    if diagnostic.suppression_reason is not None:
        reason = (
            {"justification": diagnostic.suppression_reason}
            if diagnostic.suppression_reason
            else {}
        )
        result["suppressions"] = [{"kind": "inSource", **reason}]
    return result


def _diagnostic_message(diagnostic: Diagnostic) -> dict[str, str]:
    text = sentences(diagnostic)
    if not diagnostic.tree:
        return _message(text)
    tree = "\n".join(f"    {line}" for line in tree_lines(diagnostic.tree))
    return {**_message(text), "markdown": f"{escape_github_markdown(text)}\n\n{tree}\n"}


def _message(text: str) -> dict[str, str]:
    """Return a message without anything that reads as a link (SARIF 2.1.0, 3.11.6)."""
    return {"text": text.replace("](", "] (")}


def _is_applicable(fix: Fix) -> bool:
    return bool(fix.edits) and fix.applicability is not Applicability.DISPLAY


def _fix(fix: Fix) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": _region(fix.source, edit.span),
            "insertedContent": {"text": edit.replacement},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(fix.source.name), "replacements": replacements}
    return {"description": _message(fix.title), "artifactChanges": [change]}


def _location(location: Location, text: str = "") -> dict[str, Any]:
    """Return a location, with a message if there is a ``text``."""
    data: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _artifact(location.source.name),
            "region": _region(location.source, location.span),
        }
    }
    return {**data, "message": _message(text)} if text else data


def _artifact(name: str) -> dict[str, str]:
    """Return the URI of a file: absolute for a file outside of the repository."""
    name = repository_path(name)
    if PurePath(name).is_absolute():
        path = quote(name, safe="/:", errors="surrogatepass")
        return {"uri": f"file://{path}" if path.startswith("/") else f"file:///{path}"}
    return {"uri": quote(name, errors="surrogatepass"), "uriBaseId": _ROOT}


def _region(source: SourceText, span: Span) -> dict[str, Any]:
    """Return lines and columns, from 1; the end is exclusive."""
    (line, column), (end_line, end_column) = source.position(span.start), source.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


# ---- Rules --------------------------------------------------------------------------------------


class RuleDescriptors:
    """The descriptors of the rules that reported something, each with an index."""

    def __init__(self) -> None:
        self.descriptors: list[dict[str, Any]] = []
        self._indexes: dict[str, int] = {}

    def index(self, diagnostic: Diagnostic) -> int:
        """Return the index of the rule that reported a diagnostic, and describe it if it is new."""
        if diagnostic.code not in self._indexes:
            module = _modules_by_code().get(diagnostic.code)
            if module is None:
                self._add(diagnostic.code, diagnostic.name, diagnostic.severity, diagnostic.name)
            else:
                page = cleandoc(module.__doc__ or diagnostic.name)
                self._add(diagnostic.code, module.RULE.name, module.RULE.severity, page)
        return self._indexes[diagnostic.code]

    def _add(self, code: str, name: str, severity: Severity, page: str) -> None:
        self._indexes[code] = len(self.descriptors)
        title, *_ = page.splitlines()
        sections = dict(_sections(page))
        description = " ".join(sections.get("What it does", title).split())
        self.descriptors.append(
            {
                "id": code,
                "name": name,
                "shortDescription": {"text": title},
                "fullDescription": {"text": description},
                "help": {"text": page, "markdown": _markdown(title, sections)},
                "defaultConfiguration": {"level": _LEVELS[severity]},
            }
        )


@cache
def _modules_by_code() -> dict[str, ModuleType]:
    return {module.RULE.code: module for module in modules()}


def _sections(page: str) -> Iterator[tuple[str, str]]:
    """Yield the headings of a manual page, each with the indented text below it."""
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


def _markdown(title: str, sections: dict[str, str]) -> str:
    blocks = [title]
    for heading, body in sections.items():
        is_code = heading in _CODE_SECTIONS and not body.endswith(".")
        blocks += [f"## {heading}", f"```\n{body}\n```" if is_code else body]
    return "\n\n".join(blocks) + "\n"
