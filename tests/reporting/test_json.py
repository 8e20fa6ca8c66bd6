"""The JSON format."""

import json
import re

import pytest
from tests.json_schema import DOCS, load, violations

from argmap.diagnostics import Applicability, Fix, Label
from argmap.reporting import Report, get_format
from argmap.text import Edit, Location, SourceText, Span


def write(*diagnostics):
    return get_format("json").write(Report(diagnostics, files=1, statements=3), color=True)


def full(lane, locate, make_diagnostic):
    other = SourceText("other.argmap", 'claim safety "Safe"')
    return make_diagnostic(
        locate(lane, "safety"),
        label="not declared here",
        labels=(Label(locate(other, "safety"), "but here"),),
        tree=("build-it", "└─ safety"),
        help="import other.argmap",
        fixes=(Fix("remove it", lane, (Edit(locate(lane, "safety, ").span, ""),)),),
        element="build-it",
    )


def test_the_report_matches_its_schema(lane, locate, make_diagnostic):
    """All keys are described in docs/json-report.schema.json."""
    data = json.loads(
        write(full(lane, locate, make_diagnostic), make_diagnostic(locate(lane, "cost")))
    )
    assert list(violations(data, load("json-report.schema.json"))) == []


def test_the_documented_example_matches_the_schema():
    """The example is in docs/json-report.md."""
    page = (DOCS / "json-report.md").read_text(encoding="utf-8")
    shown = json.loads(re.search(r"```json\n(.*?)```", page, re.DOTALL)[1])
    assert list(violations(shown, load("json-report.schema.json"))) == []


def test_the_schema_rejects_errors(lane, locate, make_diagnostic):
    """It rejects a wrong type, a missing key and an unknown key."""
    data = json.loads(write(make_diagnostic(locate(lane, "cost"))))
    data["files"] = "one"
    del data["summary"]["errors"]
    data["diagnostics"][0]["colour"] = "red"
    assert len(list(violations(data, load("json-report.schema.json")))) == 3


def test_a_report(lane, locate, make_diagnostic, snapshot):
    """All parts of a diagnostic, in a stable order."""
    assert write(full(lane, locate, make_diagnostic)) == snapshot


def test_positions_are_counted_in_code_points(make_diagnostic):
    """A character outside of the basic plane is one column."""
    source = SourceText("a.argmap", "\U0001f600\U0001f600x\r\ny")
    (entry,) = json.loads(write(make_diagnostic(Location(source, Span(2, 6)))))["diagnostics"]
    place = entry["location"]
    assert (place["line"], place["column"], place["start"]) == (1, 3, 2)
    assert (place["end_line"], place["end_column"], place["end"]) == (2, 2, 6)


@pytest.mark.parametrize("word", ["safe", "unsafe", "display"])
def test_the_applicability_of_a_fix(lane, locate, make_diagnostic, word):
    """One of three words."""
    applicability = Applicability[word.upper()]
    fix = Fix("t", lane, (Edit(locate(lane, "safety, ").span, ""),), applicability)
    data = json.loads(write(make_diagnostic(locate(lane, "cost"), fixes=(fix,))))
    assert data["diagnostics"][0]["fixes"][0]["applicability"] == word


def test_text_is_readable_and_safe(lane, locate, make_diagnostic):
    """Letters are kept; control characters and surrogates are escaped."""
    message = "Türkiye \x1b[31m \x9b31m \u202e \udcff"
    written = write(make_diagnostic(locate(lane, "cost"), message=message))
    assert "Türkiye" in written
    assert not set(message) & set("\x1b\x9b\u202e\udcff") & set(written)
    assert written.encode()
    assert json.loads(written)["diagnostics"][0]["message"] == message


def test_color_changes_nothing(lane, locate, make_diagnostic):
    """Data has no color."""
    report = Report([make_diagnostic(locate(lane, "cost"))], files=1, statements=3)
    assert get_format("json").write(report, color=True) == get_format("json").write(
        report, color=False
    )
