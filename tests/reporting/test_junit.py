"""JUnit's XML, held to Jenkins' schema."""

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
    """Return the cases by file and name, each with what it says."""
    root = ET.fromstring(write(report))
    return {
        (suite.get("name"), case.get("name")): [child.tag for child in case]
        for suite in root
        for case in suite
    }


def test_a_report(varied, snapshot):
    """A suite a file, a case a statement."""
    assert write(varied) == snapshot


def test_jenkins_reads_it(varied, junit_schema):
    """It is valid, with findings and without."""
    import xmlschema

    schema = xmlschema.XMLSchema(junit_schema)
    for report in (varied, Report((), 1, 2, {"a.argmap": ("b",)}), Report((), 0, 0)):
        assert [str(error) for error in schema.iter_errors(write(report))] == []


def test_jenkins_schema_would_tell_of_a_mistake(junit_schema):
    """The schema is one: a suite without its counts is invalid."""
    import xmlschema

    schema = xmlschema.XMLSchema(junit_schema)
    assert not schema.is_valid("<testsuites><testsuite name='a'/></testsuites>")


def test_what_passes_is_listed_too(varied):
    """Each statement that was checked is a case, and so is each file as a whole."""
    assert cases(varied) == {
        ("maps/lane.argmap", "(the whole file)"): ["system-out"],
        ("maps/lane.argmap", "build-it"): ["failure"],
        ("maps/lane.argmap", "counts"): [],
        ("maps/lane.argmap", "cost"): ["failure"],
        ("good.argmap", "(the whole file)"): [],
        ("good.argmap", "fine"): [],
        ("/maps of others/ä:b.argmap", "(the whole file)"): ["failure"],
        ("<stdin>", "(the whole file)"): ["failure"],
    }


def test_the_counts_are_those_of_the_cases(varied):
    """What suites say of themselves is true, and so is what the whole says of them."""
    root = ET.fromstring(write(varied))
    for suite in root:
        assert int(suite.get("tests")) == len(suite)
        assert int(suite.get("failures")) == len(suite.findall("*/failure"))
    for count in ("tests", "failures"):
        assert int(root.get(count)) == sum(int(suite.get(count)) for suite in root)


def test_a_case_fails_with_its_worst_finding(lane, at, diagnostic):
    """Several findings about one statement are one failure, which tells of all of them."""
    place = at(lane, "cost")
    mild = diagnostic(place, code="DIA401", severity=Severity.WARNING, element="cost")
    report = Report([mild, diagnostic(place, message="worse", element="cost")], 1, 3)
    failure = ET.fromstring(write(report)).find(".//failure")
    assert (failure.get("type"), failure.get("message")) == ("REF101", "worse")
    assert "DIA401" in failure.text


@pytest.mark.parametrize("severity", Severity)
def test_information_fails_no_case(lane, at, diagnostic, severity):
    """What is only told does not turn a build red."""
    report = Report([diagnostic(at(lane, "cost"), severity=severity)], 1, 3)
    has_failed = ET.fromstring(write(report)).find(".//failure") is not None
    assert has_failed == (severity > Severity.INFO)


@given(ANY_TEXT, ANY_TEXT.filter(bool), ANY_TEXT)
def test_any_text_makes_a_whole_document(message, element, name):
    """Whatever a stranger's file holds, a reader of XML reads the report."""
    place = Location(SourceText(name, "x"), Span(0, 1))
    found = Diagnostic("REF101", "undefined", Severity.ERROR, message, place, element=element)
    written = write(Report([found], 1, 1, {name: (element,)}))
    assert len(ET.fromstring(written.encode()).findall(".//failure")) == 1
