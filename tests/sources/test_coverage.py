"""Which passages are cited, and which count."""

import pytest

from argmap.model import Unit
from argmap.sources.coverage import measure_coverage
from argmap.sources.loader import Passages

PAPER = """The title

A first paragraph of argument.

Part One

A second one.

A third one.

Check Also

Something of the web page's own."""


@pytest.fixture
def covered(resolved, passages):
    """Cover the paper with a map."""

    def cover_it(text: str, paper: Passages | None = None):
        argument_map = resolved(text).map
        return measure_coverage(
            argument_map, argument_map.sources["paper"], paper or passages(PAPER)
        )

    return cover_it


def test_each_passage_has_the_statements_that_cite_it(covered):
    """A range cites each of its passages, and a statement is named once."""
    found = covered(
        'source paper claim a "A" @paper:2-4 @paper:2 evidence b "B" @paper:2 counterpoint c "C"'
    )
    assert [row.cited_by for row in found.rows[:5]] == [(), ("a", "b"), ("a",), ("a",), ()]
    assert found.rows[1].text == "A first paragraph of argument."


def test_headings_do_not_count(covered):
    """A heading need not be cited, and counts for nothing when it is."""
    found = covered('source paper claim a "A" @paper:3 claim b "B" @paper:2')
    assert [row.number for row in found.citable_rows] == [2, 4, 5, 7]
    assert found.cited_count == 1


def test_what_is_not_the_source_s_own_does_not_count(covered):
    """`passages:` says what does; headings among it still do not."""
    found = covered('source paper { passages: "1-4", "5" } claim a "A" @paper:2-5')
    assert [row.number for row in found.citable_rows] == [2, 4, 5]
    assert found.cited_count == 3
    assert [row.number for row in found.rows if not row.is_included] == [6, 7]


def test_a_citation_of_the_whole_covers_nothing_in_particular(covered):
    """It is told by itself."""
    found = covered('source paper claim a "A" @paper claim b "B" @paper "argument"')
    assert found.cited_count == 0
    assert found.whole_source == ("a", "b")


def test_places_that_are_not_there_cover_nothing(covered):
    """Paragraphs behind the end and pages of a text without pages are told elsewhere."""
    found = covered('source paper claim a "A" @paper:7-12 @paper:p2 @paper:99')
    assert [row.number for row in found.rows if row.cited_by] == [7]


def test_pages_count_all(covered):
    """A page is no heading."""
    book = Passages("book.pdf", Unit.PAGE, ("One", "", "Three"))
    found = covered('source paper claim a "A" @paper:p1-2', book)
    assert (found.unit, len(found.citable_rows), found.cited_count) == (Unit.PAGE, 3, 2)
