"""Requirements of all formats."""

import subprocess
import sys

import pytest

from argmap.diagnostics import Applicability, Fix, Severity
from argmap.reporting import FORMATS, Report, get_format


def test_formats_are_discovered():
    """There is no list of them."""
    assert set(FORMATS) >= {"json", "text"}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_an_empty_report(name):
    """A format has a docstring, and a function `write` whose result ends in a newline."""
    module = get_format(name)
    assert module.write(Report((), files=0, statements=0), color=False).endswith("\n")
    assert module.__doc__


def test_one_format_is_imported_without_the_others():
    """Getting the text format does not import the JSON format."""
    code = (
        "import sys, argmap.reporting as r; r.get_format('text')\n"
        "print('argmap.reporting.json' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_the_error_about_an_unknown_format_lists_the_formats():
    """The names are in the message."""
    with pytest.raises(ValueError, match="json, junit, sarif, text"):
        get_format("yaml")


def test_a_report_sorts_its_diagnostics(lane, locate, make_diagnostic):
    """By file, then location, then code."""
    late, early = make_diagnostic(locate(lane, "cost")), make_diagnostic(locate(lane, "thesis"))
    assert Report((late, early), files=1, statements=3).diagnostics == (early, late)


def test_only_safe_fixes_count_as_fixable(lane, locate, make_diagnostic):
    """A diagnostic with several safe fixes counts once."""
    safe = Fix("fix it", lane, ())
    unsafe = Fix("drop it", lane, (), Applicability.UNSAFE)
    place = locate(lane, "cost")
    diagnostics = [make_diagnostic(place, fixes=fixes) for fixes in ((safe, safe), (unsafe,), ())]
    assert Report(diagnostics, files=1, statements=3).fixable == 1


def test_diagnostics_are_counted_by_severity(lane, locate, make_diagnostic):
    """More severe ones are not included."""
    place = locate(lane, "cost")
    severities = [Severity.ERROR, Severity.INFO, Severity.ERROR]
    report = Report(
        [make_diagnostic(place, severity=severity) for severity in severities],
        files=1,
        statements=3,
    )
    assert [report.count(severity) for severity in Severity] == [1, 0, 2]
