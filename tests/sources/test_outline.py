"""Sections of source texts: which passages a heading or an anchor names."""

import pytest

from argmap.sources.outline import Anchor, Heading, Outline

OUTLINE = Outline(
    headings=(
        Heading(1, 1, "Report"),
        Heading(3, 2, "Scope"),
        Heading(5, 3, "Time"),
        Heading(7, 2, "Method"),
        Heading(8, 2, "Data"),
        Heading(8, 2, "Sample"),
        Heading(10, 1, "Annex"),
    ),
    anchors=(Anchor("scope", 3), Anchor("note", 6), Anchor("Note", 9), Anchor("end", 12)),
    length=11,
)


@pytest.mark.parametrize(
    ("name", "passages"),
    [
        ("Report", (1, 9)),
        ("Scope", (3, 6)),
        ("scope", (3, 6)),
        ("time", (5, 6)),
        ("Method", (7, 7)),
        ("Data", (8, 9)),
        ("Sample", (8, 9)),
        ("Annex", (10, 11)),
        ("note", (6, 6)),
        ("Note", (9, 9)),
        ("NOTE", (6, 6)),
        ("end", (11, 11)),
        ("missing", None),
    ],
)
def test_a_section_ends_before_the_next_heading_of_its_level(name, passages):
    """Of an anchor without a heading, it ends before any heading; a last section, with the text."""
    assert OUTLINE.section(name) == passages


def test_a_section_under_two_headings_in_one_passage():
    """Another heading in the passage of the first does not end its section."""
    outline = Outline((Heading(1, 1, "A"), Heading(1, 1, "B"), Heading(2, 1, "C")), (), 4)
    assert outline.section("A") == outline.section("B") == (1, 1)
    assert outline.section("C") == (2, 4)


def test_a_similar_name_can_be_written_in_quotes():
    """A heading that contains quotes is not suggested."""
    assert OUTLINE.closest_name("Metod") == "Method"
    assert OUTLINE.closest_name("ends") == "end"
    assert Outline((Heading(1, 1, 'The "end"'),), (), 1).closest_name('The "end') is None
