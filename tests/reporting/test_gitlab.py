"""GitLab's code quality report, checked against GitLab's documentation."""

import json

from argmap.reporting import Report, get_format
from argmap.text import SourceText

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def write(report):
    return get_format("gitlab").write(report, color=True)


def test_a_report(varied_report, snapshot):
    """All diagnostics, in order."""
    assert write(varied_report) == snapshot


def test_every_entry_has_the_required_keys(varied_report):
    """A description, a rule, a severity that GitLab knows, a path and a line from 1."""
    diagnostics = json.loads(write(varied_report))
    assert len(diagnostics) == len(varied_report.diagnostics)
    for entry in diagnostics:
        assert entry["description"]
        assert entry["check_name"]
        assert entry["severity"] in SEVERITIES
        assert not entry["location"]["path"].startswith("./")
        lines = entry["location"]["lines"]
        assert 1 <= lines["begin"] <= lines["end"]


def test_equal_diagnostics_have_different_fingerprints(
    varied_report, lane, locate, make_diagnostic
):
    """GitLab requires unique fingerprints."""
    twice = [make_diagnostic(locate(lane, "cost"), element="cost")] * 3
    diagnostics = json.loads(write(Report([*varied_report.diagnostics, *twice], 1, 3)))
    assert len({entry["fingerprint"] for entry in diagnostics}) == len(diagnostics)


def test_a_report_without_diagnostics_is_an_empty_list():
    """Without a report, GitLab would keep the previous diagnostics."""
    assert json.loads(write(Report((), files=1, statements=3))) == []


def test_there_is_no_byte_order_mark(locate, make_diagnostic):
    """GitLab rejects a report with a byte-order mark, which a map may have."""
    source = SourceText("bom.argmap", "claim", has_bom=True)
    assert write(Report([make_diagnostic(locate(source, "claim"))], 1, 1)).startswith("[")
