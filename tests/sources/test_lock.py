"""The lock: what it holds, how it is written, and how it is read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.model import Unit
from argmap.sources.loader import Passages, TextUnavailable, UnavailableReason, digest
from argmap.sources.lock import LockEntry, LockKey, dump, key_of, parse
from argmap.sources.verify import lock_citations, of_others
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
    lock_ = parse(SourceText("argmap.lock", text))
    assert not lock_.broken
    return [entry for entry, _ in lock_.entries]


@pytest.fixture
def paper(passages) -> Passages:
    return passages(PAPER)


@pytest.fixture
def locked(resolved, paper):
    """Lock the map with the paper's text at hand."""
    return lock_citations(resolved(MAP).map, {"paper": paper}, None, "map.argmap").entries


@given(st.lists(st.one_of(entries, bare), max_size=8))
def test_what_is_written_is_read_back(written: list[LockEntry]):
    """A lock says what it was given, of maps and sources of any name."""
    assert sorted(read(dump(written))) == sorted(set(written))


@given(st.lists(entries, max_size=8), st.randoms())
def test_the_order_of_entries_does_not_count(written: list[LockEntry], random):
    """The same entries make the same text, in whatever order they come, and each stands once."""
    shuffled = [*written, *written]
    random.shuffle(shuffled)
    assert dump(shuffled) == dump(written)


@given(st.lists(entries, max_size=6), st.lists(entries, max_size=6))
def test_two_branches_lines_are_a_lock_together(ours: list[LockEntry], theirs: list[LockEntry]):
    """What git makes of both sides' lines, in any order, says what both say."""
    assert set(read(dump(ours) + dump(theirs))) == {*ours, *theirs}


@given(st.text(max_size=200))
def test_no_text_is_too_strange_to_be_read_as_a_lock(text: str):
    """Lines that mean nothing are told, and none of them raises."""
    parse(SourceText("argmap.lock", text))


def test_places_are_in_the_order_of_the_source(locked):
    """Paragraph 9 stands before paragraph 10, so that neighbours in the source are neighbours."""
    places = ["", "p2", "9", "10", "9-10", "p12", "100"]
    shuffled = [locked[0]._replace(key=LockKey("paper", place)) for place in places]
    lines = dump(shuffled).splitlines()[2:]
    found = [line.split()[1] for line in lines]
    assert found == [
        *("paper", "paper:9", "paper:9-10", "paper:10", "paper:100", "paper:p2", "paper:p12")
    ]


def test_each_citation_is_locked_once(locked, paper):
    """Citations that say the same are one entry, whoever makes them and however they are set."""
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


def test_nothing_of_the_text_is_in_the_lock(locked):
    """A lock holds names, numbers and digests, and no word of the source."""
    lines = dump(locked).splitlines()[2:]
    for line in lines:
        assert re.fullmatch(
            r"map\.argmap paper[\d:-]* [0-9a-f-]+ [\d+-]+ [0-9a-f]+ [0-9a-f]+", line
        )
    words = set(re.findall(r"[a-z]{3,}", PAPER.lower())) - {"paper", "the"}
    assert not [word for word in words if word in "\n".join(lines)]


def test_a_source_without_a_text_is_left_out(locked):
    """A book that nobody has as a file is no reason not to lock the paper."""
    assert {entry.key.source for entry in locked} == {"paper"}


@pytest.mark.parametrize(
    "texts", [{}, {"paper": TextUnavailable(UnavailableReason.MISSING, "is not there")}]
)
def test_a_text_that_is_not_at_hand_is_not_needed_for_what_is_locked(resolved, locked, texts):
    """Without the text the entries stay, as long as the map has no other citation of it."""
    argument_map = resolved(MAP).map
    old = parse(SourceText("argmap.lock", dump(locked)))
    again = lock_citations(argument_map, texts, old, "map.argmap")
    assert (dump(again.entries), again.missing) == (dump(locked), ())
    fewer = lock_citations(
        resolved(MAP.replace(' @paper:2 "Trade"', "")).map, texts, old, "map.argmap"
    )
    assert len(fewer.entries) == 3
    changed = lock_citations(resolved(MAP.replace("Trade", "trade")).map, texts, old, "map.argmap")
    assert changed.missing == ("paper",)


def test_a_text_that_the_map_names_and_that_is_missing_is_needed(resolved):
    """What could be locked and cannot be seen is not left out silently."""
    texts = {"book": TextUnavailable(UnavailableReason.MISSING, "is not there")}
    assert lock_citations(resolved(MAP).map, texts, None, "map.argmap").missing == ("book",)


def test_maps_that_share_a_lock_keep_their_lines(locked):
    """Locking one map leaves the lines of the others in the folder, but not of those gone."""
    others = [entry._replace(map=name) for entry in locked for name in ("b.argmap", "gone.argmap")]
    old = parse(SourceText("argmap.lock", dump((*locked, *others))))
    kept = of_others(old, "map.argmap", {"map.argmap", "b.argmap"})
    assert {entry.map for entry in kept} == {"b.argmap"}


def test_a_citation_is_known_by_its_normal_form(resolved):
    """Another kind of quotes or blanks in the map is the same citation."""
    one, two = (
        resolved('source s evidence a "A" @s:3 "“so”  it is" @s:3 "\\"so\\" it is"')
        .map.statements["a"]
        .citations
    )
    assert key_of(one) == key_of(two)


def test_a_position_is_of_the_passage_it_begins_in(resolved, passages):
    """A snippet in a range is found in the passage that holds it."""
    argument_map = resolved('source paper evidence a "A" @paper:1-3 "end"').map
    (entry,) = lock_citations(argument_map, {"paper": passages(PAPER)}, None, "map.argmap").entries
    assert entry.position == "3+4"


def test_pages_are_locked_like_paragraphs(resolved):
    """The locator is kept as it is written."""
    argument_map = resolved('source book evidence a "A" @book:p2 "so"').map
    text = Passages("book.pdf", Unit.PAGE, ("One", "And so on"), of_bytes="0" * 64)
    (entry,) = lock_citations(argument_map, {"book": text}, None, "map.argmap").entries
    assert (entry.key.locator, entry.position, entry.text) == ("p2", "2+4", "0" * 64)
