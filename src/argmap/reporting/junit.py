"""JUnit XML: a test suite per file and a test case per statement, so that CI can show trends.

The format is that of Jenkins' xUnit plugin (junit-10.xsd). Diagnostics that affect no statement,
such as syntax errors, belong to a test case for the whole file. A test case with errors or warnings
fails; one with information only passes, and the information is its output.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.diagnostics import Diagnostic, Severity
from argmap.reporting import Report
from argmap.reporting._text import (
    display_location,
    escape_unprintable,
    shorten,
    tree_lines,
    worst_first,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_WHOLE_FILE = "(the whole file)"
_COUNTS = ("tests", "failures", "errors")
_NOT_IN_XML = {0xFFFE: r"\u{fffe}", 0xFFFF: r"\u{ffff}"}  # in addition to `escape_unprintable`

Cases = dict[str, list[Diagnostic]]
"""The diagnostics of a file by the name of their test case."""


def write(report: Report, *, color: bool) -> str:  # noqa: ARG001 (data has no color)
    """Return an XML document with all test cases, in the order of the files and statements."""
    from xml.etree import ElementTree as ET

    suites = [_suite(file, cases) for file, cases in _by_file(report).items()]
    counts = {key: str(sum(int(suite.get(key, "")) for suite in suites)) for key in _COUNTS}
    root = ET.Element("testsuites", {"name": "argmap", **counts})
    root.extend(suites)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode").translate(_NOT_IN_XML)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _by_file(report: Report) -> dict[str, Cases]:
    files: dict[str, Cases] = {
        file: {_WHOLE_FILE: [], **{id_: [] for id_ in ids}}
        for file, ids in report.statement_ids.items()
    }
    for diagnostic in report.diagnostics:
        cases = files.setdefault(diagnostic.location.source.name, {_WHOLE_FILE: []})
        cases.setdefault(diagnostic.element or _WHOLE_FILE, []).append(diagnostic)
    return files


def _suite(file: str, cases: Cases) -> Element:
    from xml.etree.ElementTree import Element

    elements = [_case(file, name, diagnostics) for name, diagnostics in cases.items()]
    failures = sum(case.find("failure") is not None for case in elements)
    counts = dict(zip(_COUNTS, map(str, (len(elements), failures, 0)), strict=True))
    suite = Element("testsuite", {"name": escape_unprintable(file), **counts})
    suite.extend(elements)
    return suite


def _case(file: str, name: str, diagnostics: list[Diagnostic]) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    # Consumers read the part before the last dot as a package.
    class_name = escape_unprintable(file.removesuffix(".argmap").replace("/", ".").strip("."))
    case = Element("testcase", {"name": shorten(name), "classname": class_name})
    failures = worst_first(item for item in diagnostics if item.severity > Severity.INFO)
    if failures:
        worst = failures[0]
        message = {"type": worst.code, "message": shorten(worst.message)}
        SubElement(case, "failure", message).text = _text(failures)
    if infos := [item for item in diagnostics if item.severity is Severity.INFO]:
        SubElement(case, "system-out").text = _text(infos)
    return case


def _text(diagnostics: list[Diagnostic]) -> str:
    return "\n".join(line for diagnostic in diagnostics for line in _lines(diagnostic))


def _lines(diagnostic: Diagnostic) -> Iterator[str]:
    code = f"{diagnostic.severity}[{diagnostic.code}] {diagnostic.name}"
    yield f"{display_location(diagnostic)}: {code}: {shorten(diagnostic.message)}"
    yield from (f"  {line}" for line in tree_lines(diagnostic.tree))
    if diagnostic.help:
        yield f"  help: {shorten(diagnostic.help)}"
