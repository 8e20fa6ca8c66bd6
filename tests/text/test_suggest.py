"""Did you mean …?"""

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.text import Suggester, closest_match

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
    assert closest_match(typed, WORDS) == meant


def test_the_candidate_is_given_as_it_is_written():
    """Case is ignored in comparing, not in answering."""
    assert closest_match("TÜRKIYE", ["Türkiye"]) == "Türkiye"


def test_nothing_is_nearest_to_nothing():
    """Without candidates there is none, and any iterable will do."""
    assert closest_match("claim", []) is None
    assert closest_match("claim", (word for word in WORDS)) == "claim"


@pytest.mark.parametrize("candidates", [["claim-a", "claim-b"], ["claim-b", "claim-a"]])
def test_of_equals_the_earlier_is_taken(candidates):
    """Of two that are as close, the one that the author wrote first is meant."""
    assert closest_match("claim-c", candidates) == candidates[0]


def test_of_two_that_differ_by_case_the_first_is_taken():
    """Words that are the same but for their case do not hide the first of them."""
    assert closest_match("hub", ["Hub", "HUB"]) == "Hub"


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=8))
def test_the_nearest_is_one_of_the_candidates(word, candidates):
    """Whatever the words, nothing is made up; a candidate itself is its own nearest."""
    assert closest_match(word, candidates) in {*candidates, None}
    for candidate in candidates:
        found = closest_match(candidate, candidates)
        assert found is None or found.casefold() == candidate.casefold()


class TestSuggestions:
    """Suggestions for many words."""

    def test_the_first_are_those_of_nearest(self):
        """A few words are compared with all candidates."""
        assert Suggester().nearest("conterpiont", WORDS) == "counterpoint"

    @pytest.mark.parametrize(
        ("typed", "meant"),
        [
            ("clam", "claim"),
            ("claiim", "claim"),
            ("cleim", "claim"),
            ("cliam", "claim"),
            ("CLAIM", "claim"),
            ("conterpiont", None),
            ("x" * 1000, None),
        ],
    )
    def test_later_ones_differ_by_a_letter(self, typed, meant, monkeypatch):
        """When enough pairs are compared, one letter may be missing, extra, wrong or swapped."""
        monkeypatch.setattr(Suggester, "MAX_COMPARISONS", 0)
        assert Suggester().nearest(typed, WORDS) == meant

    def test_lists_do_not_mix(self, monkeypatch):
        """Each list of candidates has its own answers, whatever was asked before."""
        monkeypatch.setattr(Suggester, "MAX_COMPARISONS", 0)
        suggestions = Suggester()
        assert suggestions.nearest("clam", WORDS) == "claim"
        assert suggestions.nearest("clam", ["clamp"]) == "clamp"
        assert suggestions.nearest("clam", []) is None

    def test_the_work_does_not_grow_with_both(self, monkeypatch):
        """Two thousand words among two thousand are not compared pair by pair."""
        module = import_module("argmap.text.suggest")
        compared = []
        whole = module.nearest
        monkeypatch.setattr(
            module, "nearest", lambda word, all_: compared.append(len(all_)) or whole(word, all_)
        )
        candidates = [f"trade-grows-{number}" for number in range(2_000)]
        suggestions = Suggester()
        for number in range(2_000):
            suggestions.nearest(f"trade-growth-{number}", candidates)
        assert 0 < sum(compared) <= Suggester.MAX_COMPARISONS
