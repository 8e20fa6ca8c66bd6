"""Suggestions for misspelled words."""

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from argmap.text import Suggester, closest_match, suggest

WORDS = ["map", "source", "claim", "evidence", "assumption", "counterpoint", "reason"]


@pytest.mark.parametrize(
    ("typed", "correct"),
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
def test_a_typo_is_corrected(typed, correct):
    """Case is ignored; without a similar word, there is no suggestion."""
    assert closest_match(typed, WORDS) == correct


def test_a_suggestion_keeps_its_case():
    """Case is ignored only for the comparison."""
    assert closest_match("TÜRKIYE", ["Türkiye"]) == "Türkiye"


def test_candidates_can_be_any_iterable():
    """Without candidates, there is no suggestion."""
    assert closest_match("claim", []) is None
    assert closest_match("claim", (word for word in WORDS)) == "claim"


@pytest.mark.parametrize("candidates", [["claim-a", "claim-b"], ["claim-b", "claim-a"]])
def test_of_equally_similar_candidates_the_first_is_suggested(candidates):
    """The first one is the one that the author wrote first."""
    assert closest_match("claim-c", candidates) == candidates[0]


def test_of_candidates_that_differ_by_case_the_first_is_suggested():
    """A later candidate does not replace an earlier one."""
    assert closest_match("hub", ["Hub", "HUB"]) == "Hub"


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=8))
def test_a_suggestion_is_one_of_the_candidates(word, candidates):
    """A candidate is its own closest match."""
    assert closest_match(word, candidates) in {*candidates, None}
    for candidate in candidates:
        match = closest_match(candidate, candidates)
        assert match is None or match.casefold() == candidate.casefold()


class TestSuggester:
    """Suggestions for many words in bounded time."""

    def test_the_first_suggestions_are_those_of_closest_match(self):
        """The first words are compared with all candidates."""
        assert Suggester().closest_match("conterpiont", WORDS) == "counterpoint"

    @pytest.mark.parametrize(
        ("typed", "correct"),
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
    def test_later_suggestions_differ_by_one_letter(self, typed, correct, monkeypatch):
        """After the maximum number of comparisons, only typos of one letter are corrected."""
        monkeypatch.setattr(Suggester, "MAX_COMPARISONS", 0)
        assert Suggester().closest_match(typed, WORDS) == correct

    def test_lists_of_candidates_are_independent(self, monkeypatch):
        """The index of one list is not used for another."""
        monkeypatch.setattr(Suggester, "MAX_COMPARISONS", 0)
        suggester = Suggester()
        assert suggester.closest_match("clam", WORDS) == "claim"
        assert suggester.closest_match("clam", ["clamp"]) == "clamp"
        assert suggester.closest_match("clam", []) is None

    def test_the_number_of_comparisons_is_bounded(self, monkeypatch):
        """Two thousand words are not compared with two thousand candidates pair by pair."""
        module = import_module("argmap.text.suggest")
        compared = []
        original = module.closest_match
        monkeypatch.setattr(
            module,
            "closest_match",
            lambda word, words: compared.append(len(words)) or original(word, words),
        )
        candidates = [f"trade-grows-{number}" for number in range(2_000)]
        suggester = Suggester()
        for number in range(2_000):
            suggester.closest_match(f"trade-growth-{number}", candidates)
        assert 0 < sum(compared) <= Suggester.MAX_COMPARISONS


def test_a_hint_ends_a_message():
    """The hint offers the closest candidate, or else what the caller gives, or nothing."""
    assert suggest("climat", ["climate", "cost"]) == "; did you mean `climate`?"
    assert suggest("zzz", ["climate"], "use climate") == "; use climate"
    assert suggest("zzz", ["climate"]) == ""
