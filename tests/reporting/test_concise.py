"""The concise report."""

import re

from argmap.diagnostics import Severity
from argmap.reporting import Report, get_format


def write(report, *, color=False):
    return get_format("concise").write(report, color=color)


def test_a_report(varied, snapshot):
    """A line a finding, in the order of the report, and a closing sentence."""
    assert write(varied) == snapshot


def test_every_line_leads_to_the_place(varied):
    """Editors read file, line, column and severity; a file's name may hold a colon."""
    lines = write(varied).splitlines()[:-1]
    places = [
        re.match(r"(.+?):(\d+):(\d+): (error|warning|info)\[[A-Z]{3}\d{3}\] \S", line)
        for line in lines
    ]
    assert [(m[1], int(m[2]), int(m[3]), m[4]) for m in places] == [
        (found.location.source.name, *found.location.start, str(found.severity))
        for found in varied.diagnostics
    ]


def test_nothing_found(lane):
    """It says so, and of how much."""
    report = Report((), files=1, statements=3)
    assert write(report) == "1 file checked, 3 statements: nothing to report.\n"


def test_colour_tells_how_bad_it_is(lane, at, diagnostic):
    """Severity and code are red or yellow, and nothing else changes."""
    place = at(lane, "cost")
    report = Report([diagnostic(place), diagnostic(place, severity=Severity.WARNING)], 1, 3)
    colored = write(report, color=True)
    assert "\x1b[1;31merror[REF101]\x1b[0m" in colored
    assert "\x1b[1;33mwarning[REF101]\x1b[0m" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == write(report)


def test_nothing_drives_the_terminal(varied):
    """What a stranger wrote is shown, not obeyed."""
    assert not set(write(varied)) & set("\x1b\r\udcff")
    assert "\\u{1b}[31m" in write(varied)
