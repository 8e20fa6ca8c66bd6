"""`argmap explain`: why a statement stands or falls, in sentences and as a picture."""

import json

import pytest

BUS = """claim bus "We should take the bus" {
  evidence cheap "A ticket costs two francs"
  counterpoint late "It is always late" {
    counterpoint lane "It has a lane of its own"
  }
  reason {
    claim warm "It is warm inside"
    assumption cold "It is cold outside"
    counterpoint coat "A coat would do"
  }
}
"""


@pytest.fixture
def bus(write):
    write("map.argmap", BUS)


@pytest.mark.usefixtures("bus")
def test_the_tree_in_sentences(argmap):
    """The statement with its status and reason, then what decides it, a line each."""
    outcome = argmap("explain", "map.argmap#bus")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout == (
        "✓ bus: We should take the bus\n"
        "  is accepted: what speaks against it falls\n"
        "  + because ✓ cheap: A ticket costs two francs\n"
        "  − against it would be ✗ late: It is always late\n"
        "    − against it ✓ lane: It has a lane of its own\n"
    )


@pytest.mark.usefixtures("bus")
def test_without_an_id_it_is_the_thesis(argmap):
    """The statement that everything bears on is what one asks about most."""
    assert argmap("explain", "map.argmap").stdout == argmap("explain", "map.argmap#bus").stdout


@pytest.mark.usefixtures("bus")
def test_the_tree_as_data(argmap):
    """What each statement and step rests on, by id."""
    data = json.loads(argmap("explain", "map.argmap#late", "--format", "json").stdout)
    assert (data["id"], data["status"], data["reason"]) == ("late", "rejected", "attacked")
    assert data["because"] == {"late": ["lane->late"], "lane->late": ["lane"], "lane": []}


@pytest.mark.usefixtures("bus")
def test_the_tree_as_a_picture(argmap, tmp_path):
    """Only what decides is drawn, with the whole map's verdicts, under a title that says so."""
    outcome = argmap("explain", "map.argmap#bus", "--picture", "why.svg")
    assert outcome.returncode == 0
    assert "drawn into why.svg" in outcome.stderr
    svg = (tmp_path / "why.svg").read_text(encoding="utf-8")
    assert "Why bus is accepted" in svg
    assert "always late" in svg
    assert "REJECTED" in svg
    assert "warm inside" not in svg


@pytest.mark.usefixtures("bus")
def test_an_unknown_id_is_told_with_the_nearest(argmap):
    """Nothing is explained of what is not there."""
    outcome = argmap("explain", "map.argmap#lat")
    assert outcome.returncode == 2
    assert "did you mean `late`?" in outcome.stderr


@pytest.mark.parametrize("word", ["EVI301", "unsupported-claim"])
def test_a_rule_is_explained_by_its_page(argmap, word):
    """The same page as in the documentation, by code or name."""
    said = argmap("explain", word).stdout
    assert said.startswith("EVI301 unsupported-claim")
    assert "How to silence" in said


def test_an_undercut_is_told_as_one(argmap, write):
    """A step that is denied does not hold, though its premise stands."""
    write(
        "map.argmap",
        """claim fly "Tweety flies" { reason { evidence bird "Tweety is a bird"
        counterpoint not-all "Not every bird flies" } }""",
    )
    said = argmap("explain", "map.argmap#fly").stdout
    assert "is rejected: it has lost its support" in said
    assert "+ it would be, because ✓ bird: Tweety is a bird" in said
    assert "× but that is denied by ✓ not-all: Not every bird flies" in said


def test_a_ring_is_told_once(argmap, write):
    """Statements that only support each other stand on nothing, and the tree ends."""
    write("map.argmap", 'claim a "A" { supports: b } claim b "B" { supports: a }')
    said = argmap("explain", "map.argmap#a").stdout
    assert "is rejected: what supports it rests on it in turn" in said
    assert len(said.splitlines()) < 6
