"""Fingerprints identify a diagnostic across reports."""

import pytest

from argmap.reporting._locations import fingerprints
from argmap.workspace.checker import check_bytes

MAP = """\
claim bus "We should take the bus" {
  claim late "It is late"
  claim slow "It is slow"
  claim red "It is red" { colour: red }
  claim "Nobody named this one"
}
claim sister "She takes it" { supports: bus, nobody, nobody }
"""


CODES = {"EVI301", "REF101", "SYN003"}  # what other rules find in it is of no interest here


def by_fingerprint(text):
    """Return code, element and message of the diagnostics of a map by their fingerprints."""
    diagnostics = check_bytes(text.encode()).report.diagnostics
    found = {
        fingerprint: (found.code, found.element, found.message)
        for found, fingerprint in zip(diagnostics, fingerprints(diagnostics), strict=True)
        if found.code in CODES
    }
    assert {code for code, _, _ in found.values()} == CODES
    return found


def test_fingerprints_are_unique():
    """There are as many as diagnostics."""
    diagnostics = check_bytes(MAP.encode()).report.diagnostics
    assert len(set(fingerprints(diagnostics))) == len(diagnostics)


@pytest.mark.parametrize(
    "changed",
    [
        "# a comment\n\n" + MAP,
        MAP.replace("  ", "        "),
        MAP.replace("It is late", "It is always late"),
        MAP.replace("\n", "\r\n"),
    ],
    ids=["moved", "indented", "reworded", "line ends"],
)
def test_fingerprints_do_not_depend_on_lines(changed):
    """Lines, columns and texts do not matter if the element has an id."""
    assert by_fingerprint(changed) == by_fingerprint(MAP)


def test_fingerprints_do_not_depend_on_other_diagnostics():
    """Fixing one diagnostic changes no other fingerprint."""
    after = by_fingerprint(MAP.replace('claim slow "It is slow"', ""))
    before = by_fingerprint(MAP)
    removed = {key: described for key, described in before.items() if described[1] == "slow"}
    assert len(removed) == 1
    assert after == {key: described for key, described in before.items() if key not in removed}


def test_fingerprints_depend_on_the_file(lane, locate, make_diagnostic):
    """The same id in two maps of a folder has two fingerprints."""
    from argmap.text import SourceText

    other = SourceText("other.argmap", lane.text)
    here, there = (
        make_diagnostic(locate(source, "cost"), element="cost") for source in (lane, other)
    )
    assert len(set(fingerprints([here, there]))) == 2
