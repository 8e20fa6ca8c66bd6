"""Plain texts with underlined headings and page breaks, as `argmap source add` writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.model.locator import parse_locator
from argmap.sources.formats import (
    page_breaks_before,
    page_spans,
    read_text,
    split_at_blank_lines,
    underlined_heading,
)
from argmap.sources.loader import NumberedPassage
from argmap.sources.numbered_text import ConvertedDocument, DocumentBlock, dump_numbered_text

PAPER = """\
Buses
=====

\f
The scope
---------

Trade passed $34 billion. It goes\f on here.

\f\f
Is it the end?
--------------

apples
"""


@pytest.fixture
def paper(load_source):
    """Return the passages of a text with headings and five pages."""
    return load_source("paper.txt", PAPER)


def at(paper, written):
    """Return the numbers of the passages at a locator."""
    return [passage.number for passage in paper.numbered(parse_locator(written))]


def test_an_underlined_block_is_one_paragraph(paper):
    """Readers see the heading without the line under it."""
    assert paper.numbered(parse_locator("2")) == (NumberedPassage(2, "The scope", True, 2),)
    assert len(paper) == 5


def test_a_text_with_underlined_headings_has_no_others(paper):
    """A short line such as an item of a list is not a heading, and a question can be one."""
    assert paper.headings == {1, 2, 4}


def test_a_line_of_another_length_underlines_nothing():
    """So a line of dashes in an old text changes nothing."""
    assert underlined_heading("Title\n====") is None
    assert underlined_heading("Title\n=====") == ("Title", 1)
    assert [one.is_heading for one in read_text("Title\n=====\n\nitem")] == [True, False]


def test_a_page_is_named_by_its_number(paper):
    """A paragraph that continues on the next page is on both; a page may be empty."""
    assert [at(paper, f"p{number}") for number in range(1, 6)] == [[1], [2, 3], [3], [], [4, 5]]
    assert at(paper, "p2-3") == [2, 3]


def test_a_page_that_does_not_exist(paper):
    """The text has five pages, and paragraphs are still counted as before."""
    assert not paper.contains(parse_locator("p6"))
    assert paper.contains(parse_locator("p4"))
    assert paper.contains(parse_locator("5"))


def test_a_text_without_form_feeds_has_no_pages(load_source):
    """Its paragraphs have no page numbers."""
    passages = load_source("a.txt", "A.\n\nB.\n")
    assert not passages.contains(parse_locator("p1"))
    assert passages.numbered()[1] == NumberedPassage(2, "B.", False, None)


@pytest.mark.parametrize("name", ["the scope", "The scope", "the-scope"])
def test_an_underlined_heading_can_be_cited(paper, name):
    """By its text or its anchor; it names its section."""
    assert at(paper, f'"#{name}"') == [2, 3]


def test_a_form_feed_after_the_last_page_begins_no_page():
    """Some programs end each page with one."""
    assert page_spans("a\n\f\nb\n\f") == ((1, 1), (2, 2))


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.lists(st.sampled_from(["a", "b\fc", "d"]), min_size=1)),
        min_size=1,
    )
)
def test_page_breaks_do_not_change_the_paragraphs(pages):
    """The pages cover all paragraphs, in order, and no other ones."""
    blocks = [
        DocumentBlock(text, 0, breaks if index == 0 else 0)
        for breaks, texts in pages
        for index, text in enumerate(texts)
    ]
    text = dump_numbered_text(ConvertedDocument(tuple(blocks)))
    assert len(split_at_blank_lines(text)) == len(blocks)
    assert sum(page_breaks_before(text).values()) == sum(block.page_breaks for block in blocks)
    spans = page_spans(text)
    assert len(spans) in (0, text.count("\f") + 1)
    numbers = [number for first, last in spans for number in range(first, last + 1)]
    assert sorted(set(numbers)) == (list(range(1, len(blocks) + 1)) if spans else [])
    assert numbers == sorted(numbers)
