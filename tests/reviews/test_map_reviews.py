"""Reviews: what makes a statement changed or suspect, and what does not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import argmap
from argmap.evaluation import evaluate
from argmap.reviews.fingerprinter import Fingerprinter
from argmap.reviews.map_reviews import MapReviews
from argmap.reviews.review_file import dump_stamps, parse_review_file
from argmap.reviews.stamps import Fingerprints, ReviewState, Stamp, review_state
from argmap.text import SourceText

LANE = """
map "Lane" { thesis: build }
source s "Study"
claim build "Build the lane" {
  evidence safe "Crashes fell by half" @s:1 { note: "N" }
  claim cheap "It is cheap" { evidence bid "A bid is low" @s:2 }
  counterpoint cost "It costs too much" {
    counterpoint pays "The state pays" { counterpoint late "Not this year" {
      counterpoint soon "Next year is soon enough" } }
  }
  counterpoint noise "It is loud" { counterpoint quiet "Bicycles are quiet" }
}
claim other "Something else" { evidence x "X" }
"""


def fingerprinter(text: str) -> Fingerprinter:
    return Fingerprinter(evaluate(argmap.loads(text)))


def state(id_: str, old: str, new: str) -> ReviewState:
    """Return the state of a statement that was reviewed in the old version."""
    stamp = Stamp("m", id_, fingerprinter(old).fingerprints(id_), "2026-01-01", "A")
    return review_state(stamp, fingerprinter(new).fingerprints(id_))


@pytest.mark.parametrize(
    ("id_", "before", "after", "expected"),
    [
        pytest.param("safe", "by half", "by a third", "changed", id="its text"),
        pytest.param("safe", "@s:1", "@s:3", "changed", id="its citation"),
        pytest.param("safe", "evidence safe", "assumption safe", "changed", id="its kind"),
        pytest.param("safe", "Build the lane", "Build it", "changed", id="what it supports"),
        pytest.param("safe", '"N"', '"M" tags: t', "current", id="a note and tags"),
        pytest.param("safe", "evidence safe", "  evidence  safe", "current", id="layout"),
        pytest.param("safe", "claim other", "claim renamed", "current", id="another id"),
        pytest.param("cost", "The state pays", "The city pays", "suspect", id="what defeats it"),
        pytest.param("build", "It is loud", "It is very loud", "suspect", id="an objection to it"),
        pytest.param(
            "build", "Bicycles are quiet", "Bicycles hum", "suspect-upstream", id="its answer"
        ),
        pytest.param("build", "Something else", "Anything", "current", id="nothing that it needs"),
        pytest.param("build", '"X"', '"Y"', "current", id="evidence for something else"),
    ],
)
def test_a_change_reaches_what_rests_on_it(id_, before, after, expected):
    """And nothing else."""
    assert state(id_, LANE, LANE.replace(before, after)).value == expected


def test_another_verdict_makes_suspect():
    """Even if what it depends on has the same words."""
    new = LANE.replace('{ counterpoint quiet "Bicycles are quiet" }', "")
    assert state("build", LANE, new) is ReviewState.SUSPECT
    assert state("noise", LANE, new) is ReviewState.SUSPECT


def test_a_support_that_does_not_decide_makes_nothing_suspect():
    """The thesis is accepted because every attack fails; a further reason changes nothing."""
    assert state("build", LANE, LANE.replace("A bid is low", "Bids are low")) is ReviewState.CURRENT


def test_the_path_to_a_change_is_named():
    """From the statement to the nearest one that differs."""
    new = LANE.replace("Next year is", "May is").replace("Bicycles are", "They are")
    stamps = {
        id_: Stamp("m", id_, fingerprinter(LANE).fingerprints(id_), "2026-01-01", "A")
        for id_ in argmap.loads(LANE).statements
    }
    reviews = MapReviews(evaluate(argmap.loads(new)), stamps)
    assert reviews.path_to_change("build") == ("build", "noise", "quiet")


def test_the_time_is_linear_in_a_deep_map():
    """The digest of a tree is made of those of its subtrees."""
    lines = [f'counterpoint c{n} "C {n}" {{ opposes: c{n - 1} }}' for n in range(1, 3_000)]
    deep = fingerprinter('claim c0 "C"\n' + "\n".join(lines))
    assert len({deep.fingerprints(f"c{n}") for n in range(3_000)}) == 3_000


def test_a_cycle_has_fingerprints():
    """A change in it makes all of it suspect."""
    text = 'claim a "A" { contradicts: b } claim b "B" { contradicts: c } claim c "C"'
    assert state("a", text, text) is ReviewState.CURRENT
    assert state("a", text, text.replace('"B"', '"Bee"')).is_suspect


_words = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
_digests = st.text("0123456789abcdef", min_size=16, max_size=16)
_stamps = st.builds(
    Stamp,
    _words.filter(bool),
    _words.filter(bool),
    st.builds(Fingerprints, _digests, _digests, _digests),
    st.dates().map(lambda day: day.isoformat()),
    _words.filter(bool),
    _words,
    _words,
)


@given(st.lists(_stamps, unique_by=lambda stamp: (stamp.map, stamp.id)))
def test_the_file_is_read_as_it_was_written(stamps):
    """Whatever the names and the notes contain: one line per statement, sorted."""
    text = dump_stamps(stamps)
    file = parse_review_file(SourceText("argmap.review", text))
    assert file.broken == ()
    assert sorted(located.stamp for located in file.stamps) == sorted(stamps)
    assert dump_stamps(reversed(stamps)) == text
    assert len(text.splitlines()) == len(stamps) + 2


def test_a_line_that_is_not_a_review_is_located():
    """Such as a merge conflict."""
    (broken,) = parse_review_file(SourceText("argmap.review", "version 1\n<<<<<<< ours\n")).broken
    assert str(broken) == "argmap.review:2:1"


@given(st.text())
def test_any_text_is_a_file_with_valid_and_broken_lines(text):
    """Nothing is raised, and each line is one or the other, a comment, or empty."""
    file = parse_review_file(SourceText("argmap.review", text))
    assert len(file.stamps) + len(file.broken) <= len(text) + 1


def test_of_two_reviews_the_later_one_counts():
    """Wherever its line is; a merge may keep both."""
    digests = Fingerprints(*["0" * 16] * 3)
    higher = Fingerprints(*["f" * 16] * 3)  # sorts after the later review
    old = Stamp("m", "a", higher, "2026-01-01", "A")
    new = Stamp("m", "a", digests, "2026-01-02", "A")
    text = dump_stamps([new]) + dump_stamps([old]).splitlines()[-1] + "\n"
    file = parse_review_file(SourceText("argmap.review", text))
    assert file.stamps_of("m").by_id["a"].stamp == new
    assert dump_stamps(located.stamp for located in file.stamps) == dump_stamps([new])


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_line_is_removed_with_its_end(end):
    """Whatever the line end is, and without one."""
    stamp = Stamp("m", "a", Fingerprints(*["0" * 16] * 3), "2026-01-01", "A")
    text = dump_stamps([stamp]).replace("\n", end or "\n").removesuffix("\n" if not end else "")
    (located,) = parse_review_file(SourceText("argmap.review", text)).stamps
    start, stop = located.removal
    assert text[:start].endswith("version 1" + (end or "\n"))
    assert text[stop:] == ""
    assert located.id_location.text == "a"


@pytest.mark.parametrize(
    ("author", "reviewer", "expected"),
    [("Ann B", "ann  b", True), ("Ann", "Ben", False), ("", "Ann", False), ("", "", False)],
)
def test_a_self_review_is_by_the_known_author(author, reviewer, expected):
    """Whatever the letter case and the spaces of the name are."""
    stamp = Stamp("m", "a", Fingerprints("", "", ""), "2026-01-01", reviewer, author)
    assert stamp.is_self_review is expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        pytest.param('claim cheaper "It is cheap"', "cheaper", id="another id"),
        pytest.param('claim low "Low price" { was: cheap }', "low", id="a former id"),
        pytest.param("", None, id="it is gone"),
    ],
)
def test_a_stale_review_knows_the_new_id(new, expected):
    """If the statement was only renamed."""
    old = 'claim other "Other"\nclaim cheap "It is cheap"'
    stamps = {
        id_: Stamp("m", id_, fingerprinter(old).fingerprints(id_), "2026-01-01", "A")
        for id_ in ("other", "cheap")
    }
    reviews = MapReviews(evaluate(argmap.loads(f'claim other "Other"\n{new}')), stamps)
    assert reviews.stale == ["cheap"]
    assert reviews.new_id("cheap") == expected
