from collections.abc import Callable

import pytest

from argmap.diagnostics import Diagnostic, Severity
from argmap.report import Report, get
from argmap.text import Location, SourceText, Span

TEXT = """\
map "Should we build the bicycle lane?" {
  thesis: build-it
}

claim build-it "Build the lane" {
  evidence counts "Mill Road has 9,000 cyclists a day" @counts:3 "9,000"
  supports: safety, safety
  counterpoint cost "It costs too much"
}
"""


@pytest.fixture
def lane():
    """A small map's text."""
    return SourceText("maps/lane.argmap", TEXT)


@pytest.fixture
def at() -> Callable[..., Location]:
    """Find a piece of a text: the first, or the one after ``skip`` others."""

    def find(source: SourceText, piece: str, skip: int = 0) -> Location:
        start = -1
        for _ in range(skip + 1):
            start = source.text.index(piece, start + 1)
        return Location(source, Span(start, start + len(piece)))

    return find


@pytest.fixture
def finding() -> Callable[..., Diagnostic]:
    """Make a finding of which only the place matters, unless more is said."""

    def make(location: Location, **others: object) -> Diagnostic:
        said = {
            "code": "REF101",
            "name": "undefined-reference",
            "severity": Severity.ERROR,
            "message": "there is no statement `safety`",
        }
        return Diagnostic(location=location, **(said | others))

    return make


@pytest.fixture
def text() -> Callable[..., str]:
    """Write findings as the text report does."""

    def write(*findings: Diagnostic, color: bool = False) -> str:
        return get("text").write(Report(findings, files=1, statements=3), color=color)

    return write
