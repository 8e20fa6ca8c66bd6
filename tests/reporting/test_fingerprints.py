"""Fingerprints: the same finding is the same in the next report."""

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


FOUND = {"EVI301", "REF101", "SYN003"}  # what other rules find in it is of no interest here


def prints(text):
    """Return what is found in a map by its fingerprints."""
    diagnostics = check_bytes(text.encode()).report.diagnostics
    found = {
        fingerprint: (found.code, found.element, found.message)
        for found, fingerprint in zip(diagnostics, fingerprints(diagnostics), strict=True)
        if found.code in FOUND
    }
    assert {code for code, _, _ in found.values()} == FOUND
    return found


def test_all_are_different():
    """There are as many as findings."""
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
def test_they_stay_when_lines_change(changed):
    """Neither lines nor columns nor texts matter where the element has a name."""
    assert prints(changed) == prints(MAP)


def test_they_stay_when_others_go():
    """Mending one finding changes no other's fingerprint."""
    after = prints(MAP.replace('claim slow "It is slow"', ""))
    before = prints(MAP)
    gone = {key: said for key, said in before.items() if said[1] == "slow"}
    assert len(gone) == 1
    assert after == {key: said for key, said in before.items() if key not in gone}


def test_the_file_matters(lane, at, diagnostic):
    """The same id in two maps of a folder makes two fingerprints."""
    from argmap.text import SourceText

    other = SourceText("other.argmap", lane.text)
    here, there = (diagnostic(at(source, "cost"), element="cost") for source in (lane, other))
    assert len(set(fingerprints([here, there]))) == 2
