"""The JSON report."""

import json
import re

from tests.json_schema import DOCS, load, violations

from argmap.diagnostics import Fix, Label
from argmap.reporting import Report, get_format
from argmap.text import Edit, Location, SourceText, Span


def write(*diagnostics):
    return get_format("json").write(Report(diagnostics, files=1, statements=3), color=True)


def full(lane, at, diagnostic):
    other = SourceText("other.argmap", 'claim safety "Safe"')
    return diagnostic(
        at(lane, "safety"),
        label="not declared here",
        labels=(Label(at(other, "safety"), "but here"),),
        tree=("build-it", "└─ safety"),
        help="import other.argmap",
        fixes=(Fix("remove it", lane, (Edit(at(lane, "safety, ").span, ""),)),),
        element="build-it",
    )


def test_it_is_as_its_schema_says(lane, at, diagnostic):
    """Every key is described in docs/json-report.schema.json, with the type it has."""
    data = json.loads(write(full(lane, at, diagnostic), diagnostic(at(lane, "cost"))))
    assert list(violations(data, load("json-report.schema.json"))) == []


def test_the_example_in_its_documentation_is_valid():
    """What docs/json-report.md shows is a report, as the schema says."""
    page = (DOCS / "json-report.md").read_text(encoding="utf-8")
    shown = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    assert list(violations(shown, load("json-report.schema.json"))) == []


def test_the_schema_would_tell_of_a_mistake(lane, at, diagnostic):
    """The check of the schema is one: a wrong type, a missing and an unknown key are found."""
    data = json.loads(write(diagnostic(at(lane, "cost"))))
    data["files"] = "one"
    del data["summary"]["errors"]
    data["diagnostics"][0]["colour"] = "red"
    assert len(list(violations(data, load("json-report.schema.json")))) == 3


def test_a_finding_in_full(lane, at, diagnostic, snapshot):
    """All parts of a finding are there, in a stable order."""
    assert write(full(lane, at, diagnostic)) == snapshot


def test_places_are_counted_in_code_points(diagnostic):
    """A character outside of the basic plane is one column, and offsets agree with columns."""
    source = SourceText("a.argmap", "\U0001f600\U0001f600x\r\ny")
    (found,) = json.loads(write(diagnostic(Location(source, Span(2, 6)))))["diagnostics"]
    place = found["location"]
    assert (place["line"], place["column"], place["start"]) == (1, 3, 2)
    assert (place["end_line"], place["end_column"], place["end"]) == (2, 2, 6)


def test_text_stays_readable_and_harmless(lane, at, diagnostic):
    """Letters stay; what a terminal acts on or UTF-8 cannot hold is escaped."""
    message = "Türkiye \x1b[31m \x9b31m \u202e \udcff"
    written = write(diagnostic(at(lane, "cost"), message=message))
    assert "Türkiye" in written
    assert not set(message) & set("\x1b\x9b\u202e\udcff") & set(written)
    assert written.encode()
    assert json.loads(written)["diagnostics"][0]["message"] == message


def test_colour_changes_nothing(lane, at, diagnostic):
    """Data has no colour."""
    report = Report([diagnostic(at(lane, "cost"))], files=1, statements=3)
    assert get_format("json").write(report, color=True) == get_format("json").write(
        report, color=False
    )
