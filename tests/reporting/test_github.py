"""Workflow commands, parsed as GitHub's runner parses them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from argmap.diagnostics import Diagnostic, Severity
from argmap.reporting import Report, get_format
from argmap.reporting.github import format_command
from argmap.text import Location, SourceText, Span

ANY_TEXT = st.text(st.characters(exclude_categories=()))
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})


def write(report):
    return get_format("github").write(report, color=True)


def summary(report):
    return get_format("github").summary(report)


def parse_command(line):
    """Return name, properties and message of a command, as the runner parses it."""
    assert line.startswith("::")
    head, message = line.removeprefix("::").split("::", 1)
    name, _, pairs = head.partition(" ")
    properties = dict(pair.split("=", 1) for pair in pairs.split(",") if pair)
    return (
        name,
        {key: _unescape(value, "\r\n:,%") for key, value in properties.items()},
        _unescape(message, "\r\n%"),
    )


def _unescape(text, signs):
    for sign in signs:  # the percent sign last
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text


def commands(report):
    return [parse_command(line) for line in write(report).splitlines() if line.startswith("::")]


def test_a_report(varied_report, snapshot):
    """Commands, the worst first, and the totals."""
    assert write(varied_report) == snapshot


def test_a_summary(varied_report, snapshot):
    """A table of the diagnostics, the worst first."""
    assert summary(varied_report) == snapshot


@given(ANY_TEXT, st.dictionaries(st.sampled_from(["file", "title", "line"]), ANY_TEXT))
def test_a_command_is_parsed_unchanged(message, properties):
    """A command is one line, whatever its properties and its message."""
    line = format_command("error", properties, message)
    assert not set(line) & set("\r\n")
    assert parse_command(line) == ("error", properties, message)


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_text_becomes_a_command(message, name, help_):
    """An untrusted map cannot add commands: there is one line per diagnostic, and the totals."""
    place = Location(SourceText(name, "x"), Span(0, 1))
    diagnostic = Diagnostic("REF101", "undefined", Severity.ERROR, message, place, help=help_)
    lines = re.split(r"[\r\n]", write(Report([diagnostic], 1, 1)))
    assert len(lines) == 3
    assert lines[0].startswith("::error file=")
    assert lines[1].startswith("Found 1 error")
    assert lines[2] == ""


def test_a_command_has_the_location_of_the_diagnostic(varied_report):
    """Lines and columns have the names that the runner expects."""
    worst = commands(varied_report)[0]
    assert worst[0] == "error"
    assert worst[1]["file"] == "/maps of others/ä:b.argmap"
    place = varied_report.diagnostics[0].location
    assert (int(worst[1]["line"]), int(worst[1]["col"])) == tuple(place.start)
    assert (int(worst[1]["endLine"]), int(worst[1]["endColumn"])) == tuple(place.end)


def test_a_location_of_several_lines_has_no_columns(lane, make_diagnostic):
    """GitHub rejects columns of different lines."""
    report = Report([make_diagnostic(Location(lane, Span(0, len(lane.text))))], 1, 3)
    ((_, properties, _),) = commands(report)
    assert set(properties) == {"file", "line", "endLine", "title"}


def test_the_worst_diagnostics_come_first(varied_report):
    """GitHub shows ten of a severity, so errors must not be hidden by warnings."""
    order = ["error", "warning", "notice"]
    names = [name for name, _, _ in commands(varied_report)]
    assert names == sorted(names, key=order.index)
    assert set(names) == set(order)


@pytest.mark.parametrize(("count", "notice"), [(10, None), (11, "1 more error:"), (25, "15 more")])
def test_diagnostics_that_github_does_not_show_are_counted(
    lane, locate, make_diagnostic, count, notice
):
    """The log contains all diagnostics, and the number that is not shown elsewhere."""
    report = Report([make_diagnostic(locate(lane, "cost"))] * count, 1, 3)
    assert len(commands(report)) == count
    notices = [line for line in write(report).splitlines() if "GitHub shows" in line]
    assert [line.startswith(notice) for line in notices] == [True] * (notice is not None)


def test_a_report_without_diagnostics():
    """It is a sentence, in the log and in the summary."""
    report = Report((), files=1, statements=3)
    assert write(report) == "1 file checked, 3 statements: nothing to report.\n"
    assert "nothing to report" in summary(report)
    assert "|" not in summary(report)


@given(ANY_TEXT.filter(str.strip), ANY_TEXT)
def test_a_summary_shows_any_text_literally(message, name):
    """No text becomes a link, a picture, HTML or another row of the table."""
    place = Location(SourceText(name, "x"), Span(0, 1))
    diagnostic = Diagnostic("REF101", "undefined", Severity.ERROR, message, place)
    html = MARKDOWN.render(summary(Report([diagnostic], 1, 1)))
    assert html.count("<tr>") == 2
    assert set(re.findall(r"</?(\w+)", html)) <= {
        *("h3", "p", "table", "thead", "tbody", "tr", "th", "td", "code")
    }


def test_the_length_of_a_summary_is_limited(lane, locate, make_diagnostic):
    """GitHub accepts one MiB: the first hundred diagnostics are shown, and the others counted."""
    long = make_diagnostic(locate(lane, "cost"), message="<" * 5_000, help=">" * 5_000)
    written = summary(Report([long] * 5_000, 1, 3))
    assert len(written.encode()) < 2**20
    assert "4,900 more findings" in written
