"""What all output formats have in common."""

import subprocess
import sys

import pytest

from argmap.diagnostics import Applicability, Fix, Severity
from argmap.reporting import FORMATS, Report, get_format


def test_the_formats_are_the_files_that_are_there():
    """Text and JSON are found without a list of them."""
    assert set(FORMATS) >= {"json", "text"}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_even_an_empty_report(name):
    """A format is a function `write` that ends its text with a line end, and it has a docstring."""
    module = get_format(name)
    assert module.write(Report((), files=0, statements=0), color=False).endswith("\n")
    assert module.__doc__


def test_one_format_is_imported_without_the_others():
    """Asking for the text report does not load the JSON one."""
    code = (
        "import sys, argmap.reporting as r; r.get_format('text')\n"
        "print('argmap.reporting.json' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_an_unknown_format_is_told_with_those_there_are():
    """The message of the error lists the formats."""
    with pytest.raises(ValueError, match="json, junit, sarif, text"):
        get_format("yaml")


def test_findings_stand_in_the_order_of_the_file(lane, at, diagnostic):
    """A report sorts what it is given, by file, then place, then code."""
    late, early = diagnostic(at(lane, "cost")), diagnostic(at(lane, "thesis"))
    assert Report((late, early), files=1, statements=3).diagnostics == (early, late)


def test_only_safe_fixes_count_as_fixable(lane, at, diagnostic):
    """A finding counts once, and only where a change keeps what the author meant."""
    safe = Fix("mend it", lane, ())
    unsafe = Fix("drop it", lane, (), Applicability.UNSAFE)
    place = at(lane, "cost")
    diagnostics = [diagnostic(place, fixes=fixes) for fixes in ((safe, safe), (unsafe,), ())]
    assert Report(diagnostics, files=1, statements=3).fixable == 1


def test_findings_are_counted_by_severity(lane, at, diagnostic):
    """Each severity counts for itself alone."""
    place = at(lane, "cost")
    severities = [Severity.ERROR, Severity.INFO, Severity.ERROR]
    report = Report(
        [diagnostic(place, severity=each) for each in severities], files=1, statements=3
    )
    assert [report.count(each) for each in Severity] == [1, 0, 2]
