"""JUnit's XML: a suite a file, a case a statement, failed or passed, so that trends are drawn.

The form is that of Jenkins' xUnit plugin (junit-10.xsd). Findings that concern no statement, such
as those about how a file is written, belong to a case for the file as a whole. Errors and warnings
are failures; information is told with a case that passes.
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
_NOT_IN_XML = {0xFFFE: r"\u{fffe}", 0xFFFF: r"\u{ffff}"}  # beside what is escaped everywhere

Cases = dict[str, list[Diagnostic]]
"""What was found, by the name of the case."""


def write(report: Report, *, color: bool) -> str:  # noqa: ARG001 (data has no colour)
    """Return an XML document with all cases, in the order of the files and of what is in them."""
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

    made = [_case(file, name, diagnostics) for name, diagnostics in cases.items()]
    failures = sum(case.find("failure") is not None for case in made)
    counts = dict(zip(_COUNTS, map(str, (len(made), failures, 0)), strict=True))
    suite = Element("testsuite", {"name": escape_unprintable(file), **counts})
    suite.extend(made)
    return suite


def _case(file: str, name: str, diagnostics: list[Diagnostic]) -> Element:
    from xml.etree.ElementTree import Element, SubElement

    # Readers take what is before the last point for a package.
    class_name = escape_unprintable(file.removesuffix(".argmap").replace("/", ".").strip("."))
    case = Element("testcase", {"name": shorten(name), "classname": class_name})
    failing = worst_first(f for f in diagnostics if f.severity > Severity.INFO)
    if failing:
        worst = failing[0]
        message = {"type": worst.code, "message": shorten(worst.message)}
        SubElement(case, "failure", message).text = _text(failing)
    if told := [diagnostic for diagnostic in diagnostics if diagnostic.severity is Severity.INFO]:
        SubElement(case, "system-out").text = _text(told)
    return case


def _text(diagnostics: list[Diagnostic]) -> str:
    return "\n".join(line for diagnostic in diagnostics for line in _lines(diagnostic))


def _lines(diagnostic: Diagnostic) -> Iterator[str]:
    code = f"{diagnostic.severity}[{diagnostic.code}] {diagnostic.name}"
    yield f"{display_location(diagnostic)}: {code}: {shorten(diagnostic.message)}"
    yield from (f"  {line}" for line in tree_lines(diagnostic.tree))
    if diagnostic.help:
        yield f"  help: {shorten(diagnostic.help)}"
