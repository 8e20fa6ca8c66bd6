"""The concise format."""

import re

from argmap.diagnostics import Severity
from argmap.reporting import Report, get_format


def write(report, *, color=False):
    return get_format("concise").write(report, color=color)


def test_a_report(varied_report, snapshot):
    """One line per diagnostic, in order, and the totals."""
    assert write(varied_report) == snapshot


def test_every_line_can_be_parsed(varied_report):
    """Editors read file, line, column and severity; the name of a file may contain a colon."""
    lines = write(varied_report).splitlines()[:-1]
    places = [
        re.match(r"(.+?):(\d+):(\d+): (error|warning|info)\[[A-Z]{3}\d{3}\] \S", line)
        for line in lines
    ]
    assert [(m[1], int(m[2]), int(m[3]), m[4]) for m in places] == [
        (diagnostic.location.source.name, *diagnostic.location.start, str(diagnostic.severity))
        for diagnostic in varied_report.diagnostics
    ]


def test_a_report_without_diagnostics(lane):
    """The totals say how much was checked."""
    report = Report((), files=1, statements=3)
    assert write(report) == "1 file checked, 3 statements: nothing to report.\n"


def test_colors_show_the_severity(lane, locate, make_diagnostic):
    """Severity and code are red or yellow; the text is the same as without colors."""
    place = locate(lane, "cost")
    report = Report(
        [make_diagnostic(place), make_diagnostic(place, severity=Severity.WARNING)], 1, 3
    )
    colored = write(report, color=True)
    assert "\x1b[1;31merror[REF101]\x1b[0m" in colored
    assert "\x1b[1;33mwarning[REF101]\x1b[0m" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == write(report)


def test_control_characters_are_escaped(varied_report):
    """Text from a file cannot control the terminal."""
    assert not set(write(varied_report)) & set("\x1b\r\udcff")
    assert "\\u{1b}[31m" in write(varied_report)
