"""The lock file: its content, and how it is written and read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.model import Unit
from argmap.sources.loader import Passages, TextUnavailable, UnavailableReason, digest
from argmap.sources.lock import LockEntry, LockKey, dump_lock, lock_key, parse_lock
from argmap.sources.verify import entries_of_other_maps, lock_citations
from argmap.text import SourceText

MAP = """
source paper "The paper"
source book "A book"
evidence a "A" @paper:2 "34 billion" @paper:1-2 @paper
evidence b "B" @paper:2 "34  billion" @paper:2 "Trade" @book:7
"""
PAPER = "The paper\n\nTrade passed $34 billion.\n\nThe end."

digests = st.text("0123456789abcdef", min_size=64, max_size=64)
locators = st.sampled_from(["", "1", "31-33", "p12", "p1-999999"])
entries = st.builds(
    LockEntry,
    st.sampled_from(["map.argmap", "a map.argmap", "größe#1.argmap", "100%.argmap", "\udcff"]),
    st.builds(LockKey, st.sampled_from(["paper", "energy.paper", "größe"]), locators, digests),
    st.just("38+112"),
    digests,
    digests,
)
bare = entries.map(lambda entry: entry._replace(key=entry.key._replace(quotation=""), position=""))


def read(text: str) -> list[LockEntry]:
    lock = parse_lock(SourceText("argmap.lock", text))
    assert not lock.broken
    return [entry for entry, _ in lock.entries]


@pytest.fixture
def paper(passages) -> Passages:
    return passages(PAPER)


@pytest.fixture
def locked(resolve_map, paper):
    """Lock the map, with the text of the paper available."""
    return lock_citations(resolve_map(MAP).map, {"paper": paper}, None, "map.argmap").entries


@given(st.lists(st.one_of(entries, bare), max_size=8))
def test_a_written_lock_is_read_back(written: list[LockEntry]):
    """Maps and sources may have any name."""
    assert sorted(read(dump_lock(written))) == sorted(set(written))


@given(st.lists(entries, max_size=8), st.randoms())
def test_the_order_of_entries_does_not_matter(written: list[LockEntry], random):
    """The text of the lock is the same, without duplicates."""
    shuffled = [*written, *written]
    random.shuffle(shuffled)
    assert dump_lock(shuffled) == dump_lock(written)


@given(st.lists(entries, max_size=6), st.lists(entries, max_size=6))
def test_merged_lines_of_two_branches_are_a_lock(
    first_branch: list[LockEntry], second_branch: list[LockEntry]
):
    """The merge has the entries of both."""
    assert set(read(dump_lock(first_branch) + dump_lock(second_branch))) == {
        *first_branch,
        *second_branch,
    }


@given(st.text(max_size=200))
def test_any_text_can_be_parsed_as_a_lock(text: str):
    """Invalid lines are recorded, and never raise."""
    parse_lock(SourceText("argmap.lock", text))


def test_entries_are_in_the_order_of_the_source(locked):
    """Paragraph 9 comes before paragraph 10."""
    places = ["", "p2", "9", "10", "9-10", "p12", "100"]
    shuffled = [locked[0]._replace(key=LockKey("paper", place)) for place in places]
    lines = dump_lock(shuffled).splitlines()[2:]
    citations = [line.split()[1] for line in lines]
    assert citations == [
        *("paper", "paper:9", "paper:9-10", "paper:10", "paper:100", "paper:p2", "paper:p12")
    ]


def test_each_citation_is_locked_once(locked, paper):
    """Equal citations are one entry, in whatever statement and with whatever typography."""
    assert [(entry.key.locator, entry.position) for entry in locked] == [
        ("2", "2+14"),
        ("1-2", ""),
        ("", ""),
        ("2", "2+0"),
    ]
    assert {entry.text for entry in locked} == {paper.digest}
    assert locked[0].key.quotation == digest("34 billion")
    assert locked[0].passages == digest("Trade passed $34 billion.")
    assert locked[1].passages == digest("The paper\nTrade passed $34 billion.")
    assert locked[2].passages == paper.digest


def test_the_lock_contains_no_text_of_the_source(locked):
    """It contains only names, numbers and digests."""
    lines = dump_lock(locked).splitlines()[2:]
    for line in lines:
        assert re.fullmatch(
            r"map\.argmap paper[\d:-]* [0-9a-f-]+ [\d+-]+ [0-9a-f]+ [0-9a-f]+", line
        )
    words = set(re.findall(r"[a-z]{3,}", PAPER.lower())) - {"paper", "the"}
    assert not [word for word in words if word in "\n".join(lines)]


def test_a_source_without_a_text_is_left_out(locked):
    """A book without a file does not prevent locking the paper."""
    assert {entry.key.source for entry in locked} == {"paper"}


@pytest.mark.parametrize(
    "texts", [{}, {"paper": TextUnavailable(UnavailableReason.MISSING, "does not exist")}]
)
def test_locked_citations_do_not_need_the_text(resolve_map, locked, texts):
    """The entries are kept, as long as the map has no new citation of the source."""
    argument_map = resolve_map(MAP).map
    old = parse_lock(SourceText("argmap.lock", dump_lock(locked)))
    again = lock_citations(argument_map, texts, old, "map.argmap")
    assert (dump_lock(again.entries), again.missing) == (dump_lock(locked), ())
    fewer = lock_citations(
        resolve_map(MAP.replace(' @paper:2 "Trade"', "")).map, texts, old, "map.argmap"
    )
    assert len(fewer.entries) == 3
    changed = lock_citations(
        resolve_map(MAP.replace("Trade", "trade")).map, texts, old, "map.argmap"
    )
    assert changed.missing == ("paper",)


def test_a_missing_text_that_the_map_names_is_reported(resolve_map):
    """Its citations are not silently left out."""
    texts = {"book": TextUnavailable(UnavailableReason.MISSING, "does not exist")}
    assert lock_citations(resolve_map(MAP).map, texts, None, "map.argmap").missing == ("book",)


def test_entries_of_other_maps_are_kept(locked):
    """Entries of maps that no longer exist are removed."""
    others = [entry._replace(map=name) for entry in locked for name in ("b.argmap", "gone.argmap")]
    old = parse_lock(SourceText("argmap.lock", dump_lock((*locked, *others))))
    kept = entries_of_other_maps(old, "map.argmap", {"map.argmap", "b.argmap"})
    assert {entry.map for entry in kept} == {"b.argmap"}


def test_a_citation_is_identified_by_its_normal_form(resolve_map):
    """Other quotes or spaces in the map do not change the key."""
    first, second = (
        resolve_map('source s evidence a "A" @s:3 "“so”  it is" @s:3 "\\"so\\" it is"')
        .map.statements["a"]
        .citations
    )
    assert lock_key(first) == lock_key(second)


def test_a_position_is_relative_to_a_passage(resolve_map, passages):
    """A quotation in a range of passages is found in the one that contains it."""
    argument_map = resolve_map('source paper evidence a "A" @paper:1-3 "end"').map
    (entry,) = lock_citations(argument_map, {"paper": passages(PAPER)}, None, "map.argmap").entries
    assert entry.position == "3+4"


def test_pages_are_locked_like_paragraphs(resolve_map):
    """The locator is stored as it is written."""
    argument_map = resolve_map('source book evidence a "A" @book:p2 "so"').map
    text = Passages("book.pdf", Unit.PAGE, ("One", "And so on"), file_digest="0" * 64)
    (entry,) = lock_citations(argument_map, {"book": text}, None, "map.argmap").entries
    assert (entry.key.locator, entry.position, entry.text) == ("p2", "2+4", "0" * 64)


def test_citations_of_contexts_and_questions_are_locked(resolve_map, paper):
    """A citation that a statement has, too, has one entry."""
    text = (
        'source paper question q "Q" @paper:2 { context "C" @paper:2 "34 billion" claim a "A" '
        "@paper:2 }"
    )
    locked = lock_citations(resolve_map(text).map, {"paper": paper}, None, "map.argmap")
    assert [(entry.key.locator, bool(entry.key.quotation)) for entry in locked.entries] == [
        ("2", False),
        ("2", True),
    ]
