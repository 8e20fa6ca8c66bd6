"""GitLab's code quality report, held to what GitLab says of it."""

import json

from argmap.reporting import Report, get_format
from argmap.text import SourceText

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def write(report):
    return get_format("gitlab").write(report, color=True)


def test_a_report(varied, snapshot):
    """All findings in the order of the report."""
    assert write(varied) == snapshot


def test_every_finding_has_what_gitlab_asks_for(varied):
    """A description, a rule, a severity GitLab knows, a path and a line from 1."""
    diagnostics = json.loads(write(varied))
    assert len(diagnostics) == len(varied.diagnostics)
    for found in diagnostics:
        assert found["description"]
        assert found["check_name"]
        assert found["severity"] in SEVERITIES
        assert not found["location"]["path"].startswith("./")
        lines = found["location"]["lines"]
        assert 1 <= lines["begin"] <= lines["end"]


def test_no_two_findings_share_a_fingerprint(varied, lane, at, diagnostic):
    """Even findings that are alike in everything are told apart."""
    twice = [diagnostic(at(lane, "cost"), element="cost")] * 3
    diagnostics = json.loads(write(Report([*varied.diagnostics, *twice], 1, 3)))
    assert len({found["fingerprint"] for found in diagnostics}) == len(diagnostics)


def test_nothing_found():
    """A clean report is an empty list: without one GitLab would keep the old findings."""
    assert json.loads(write(Report((), files=1, statements=3))) == []


def test_there_is_no_byte_order_mark(at, diagnostic):
    """GitLab refuses a report that begins with one, also where the map does."""
    source = SourceText("bom.argmap", "claim", has_bom=True)
    assert write(Report([diagnostic(at(source, "claim"))], 1, 1)).startswith("[")
