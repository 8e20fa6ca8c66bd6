"""Did you mean …?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.text import nearest

WORDS = ["map", "source", "claim", "evidence", "assumption", "counterpoint", "reason"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("clam", "claim"),
        ("evidnce", "evidence"),
        ("conterpoint", "counterpoint"),
        ("CLAIM", "claim"),
        ("Raeson", "reason"),
        ("source", "source"),
        ("banana", None),
        ("", None),
        ("c", None),
    ],
)
def test_a_slip_leads_to_the_word_meant(typed, meant):
    """A word that is close is found, whatever its case; where none is close, there is none."""
    assert nearest(typed, WORDS) == meant


def test_the_candidate_is_given_as_it_is_written():
    """Case is ignored in comparing, not in answering."""
    assert nearest("TÜRKIYE", ["Türkiye"]) == "Türkiye"


def test_nothing_is_nearest_to_nothing():
    """Without candidates there is none, and any iterable will do."""
    assert nearest("claim", []) is None
    assert nearest("claim", (word for word in WORDS)) == "claim"


@pytest.mark.parametrize("candidates", [["claim-a", "claim-b"], ["claim-b", "claim-a"]])
def test_of_equals_the_earlier_is_taken(candidates):
    """Of two that are as close, the one that the author wrote first is meant."""
    assert nearest("claim-c", candidates) == candidates[0]


def test_of_two_that_differ_by_case_the_first_is_taken():
    """Words that are the same but for their case do not hide the first of them."""
    assert nearest("hub", ["Hub", "HUB"]) == "Hub"


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=8))
def test_the_nearest_is_one_of_the_candidates(word, candidates):
    """Whatever the words, nothing is made up; a candidate itself is its own nearest."""
    assert nearest(word, candidates) in {*candidates, None}
    for candidate in candidates:
        found = nearest(candidate, candidates)
        assert found is None or found.casefold() == candidate.casefold()
