"""JUnit XML, checked against Jenkins' schema."""

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.diagnostics import Diagnostic, Severity
from argmap.reporting import Report, get_format
from argmap.text import Location, SourceText, Span

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def write(report):
    return get_format("junit").write(report, color=True)


def cases(report):
    """Return the test cases by file and name, each with its results."""
    root = ET.fromstring(write(report))
    return {
        (suite.get("name"), case.get("name")): [child.tag for child in case]
        for suite in root
        for case in suite
    }


def test_a_report(varied_report, snapshot):
    """A test suite per file, a test case per statement."""
    assert write(varied_report) == snapshot


def test_the_report_matches_the_schema(varied_report, junit_schema):
    """With diagnostics and without."""
    import xmlschema

    schema = xmlschema.XMLSchema(junit_schema)
    for report in (varied_report, Report((), 1, 2, {"a.argmap": ("b",)}), Report((), 0, 0)):
        assert [str(error) for error in schema.iter_errors(write(report))] == []


def test_the_schema_rejects_errors(junit_schema):
    """A suite without its counts is invalid."""
    import xmlschema

    schema = xmlschema.XMLSchema(junit_schema)
    assert not schema.is_valid("<testsuites><testsuite name='a'/></testsuites>")


def test_passing_cases_are_listed(varied_report):
    """Each checked statement is a test case, and so is each file."""
    assert cases(varied_report) == {
        ("maps/lane.argmap", "(the whole file)"): ["system-out"],
        ("maps/lane.argmap", "build-it"): ["failure"],
        ("maps/lane.argmap", "counts"): [],
        ("maps/lane.argmap", "cost"): ["failure"],
        ("good.argmap", "(the whole file)"): [],
        ("good.argmap", "fine"): [],
        ("/maps of others/ä:b.argmap", "(the whole file)"): ["failure"],
        ("<stdin>", "(the whole file)"): ["failure"],
    }


def test_the_counts_are_correct(varied_report):
    """For each suite, and for the whole document."""
    root = ET.fromstring(write(varied_report))
    for suite in root:
        assert int(suite.get("tests")) == len(suite)
        assert int(suite.get("failures")) == len(suite.findall("*/failure"))
    for count in ("tests", "failures"):
        assert int(root.get(count)) == sum(int(suite.get(count)) for suite in root)


def test_a_case_fails_with_its_worst_diagnostic(lane, locate, make_diagnostic):
    """Several diagnostics about a statement are one failure, which contains all of them."""
    place = locate(lane, "cost")
    mild = make_diagnostic(place, code="DIA401", severity=Severity.WARNING, element="cost")
    report = Report([mild, make_diagnostic(place, message="worse", element="cost")], 1, 3)
    failure = ET.fromstring(write(report)).find(".//failure")
    assert (failure.get("type"), failure.get("message")) == ("REF101", "worse")
    assert "DIA401" in failure.text


@pytest.mark.parametrize("severity", Severity)
def test_information_fails_no_case(lane, locate, make_diagnostic, severity):
    """Information does not fail a build."""
    report = Report([make_diagnostic(locate(lane, "cost"), severity=severity)], 1, 3)
    has_failed = ET.fromstring(write(report)).find(".//failure") is not None
    assert has_failed == (severity > Severity.INFO)


@given(ANY_TEXT, ANY_TEXT.filter(bool), ANY_TEXT)
def test_any_text_results_in_valid_xml(message, element, name):
    """This includes control characters and surrogates."""
    place = Location(SourceText(name, "x"), Span(0, 1))
    diagnostic = Diagnostic("REF101", "undefined", Severity.ERROR, message, place, element=element)
    written = write(Report([diagnostic], 1, 1, {name: (element,)}))
    assert len(ET.fromstring(written.encode()).findall(".//failure")) == 1
