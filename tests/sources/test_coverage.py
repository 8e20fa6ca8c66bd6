"""The coverage of a source by a map."""

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
def measure(resolve_map, passages):
    """Return a function that measures the coverage of the paper by a map."""

    def cover_it(text: str, paper: Passages | None = None):
        argument_map = resolve_map(text).map
        return measure_coverage(
            argument_map, argument_map.sources["paper"], paper or passages(PAPER)
        )

    return cover_it


def test_a_passage_has_the_statements_that_cite_it(measure):
    """A range cites each of its passages, and a statement is listed once."""
    coverage = measure(
        'source paper claim a "A" @paper:2-4 @paper:2 evidence b "B" @paper:2 counterpoint c "C"'
    )
    assert [row.cited_by for row in coverage.rows[:5]] == [(), ("a", "b"), ("a",), ("a",), ()]
    assert coverage.rows[1].text == "A first paragraph of argument."


def test_headings_do_not_count(measure):
    """A heading does not have to be cited, and does not count if it is."""
    coverage = measure('source paper claim a "A" @paper:3 claim b "B" @paper:2')
    assert [row.number for row in coverage.citable_rows] == [2, 4, 5, 7]
    assert coverage.cited_count == 1


def test_excluded_passages_do_not_count(measure):
    """`passages:` lists the passages that count, except headings."""
    coverage = measure('source paper { passages: "1-4", "5" } claim a "A" @paper:2-5')
    assert [row.number for row in coverage.citable_rows] == [2, 4, 5]
    assert coverage.cited_count == 3
    assert [row.number for row in coverage.rows if not row.is_included] == [6, 7]


def test_a_citation_without_a_locator_covers_no_passage(measure):
    """It is reported separately."""
    coverage = measure('source paper claim a "A" @paper claim b "B" @paper "argument"')
    assert coverage.cited_count == 0
    assert coverage.whole_source == ("a", "b")


def test_invalid_locators_cover_no_passage(measure):
    """Paragraphs after the end, and pages of a text without pages, are reported by a rule."""
    coverage = measure('source paper claim a "A" @paper:7-12 @paper:p2 @paper:99')
    assert [row.number for row in coverage.rows if row.cited_by] == [7]


def test_all_pages_count(measure):
    """A page is never a heading."""
    book = Passages("book.pdf", Unit.PAGE, ("One", "", "Three"))
    coverage = measure('source paper claim a "A" @paper:p1-2', book)
    assert (coverage.unit, len(coverage.citable_rows), coverage.cited_count) == (Unit.PAGE, 3, 2)


def test_contexts_and_questions_cite_passages(measure):
    """They count like statements."""
    coverage = measure(
        'source paper question q "Q" @paper:2 { context "The setting" @paper:4-5 claim a "A" '
        'claim b "B" } context c "C" @paper'
    )
    cited_by = [row.cited_by for row in coverage.rows[1:5]]
    assert cited_by == [("q",), (), ("the-setting~",), ("the-setting~",)]
    assert coverage.whole_source == ("c",)
    assert coverage.texts == {"the-setting~": "The setting"}
    assert coverage.cited_count == 3
