"""`argmap evaluate`: what stands, and what if."""

import json

import pytest

BUS = """claim bus "We should take the bus" {
  evidence cheap "A ticket costs two francs" @fares
  counterpoint late "It is always late" {
    counterpoint lane "It has a lane of its own"
  }
}
source fares "Fares"
"""


@pytest.fixture
def bus(write):
    write("map.argmap", BUS)


@pytest.mark.usefixtures("bus")
def test_the_thesis_comes_first_then_what_falls(argmap):
    """A person reads the verdict on the thesis, why, what is rejected, and the counts."""
    outcome = argmap("evaluate", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert lines[0] == "✓ The thesis is accepted: We should take the bus"
    assert lines[1].strip() == "`bus` is accepted: what speaks against it falls"
    assert "  ✗ late: It is always late" in lines
    assert lines[-1] == "4 statements: 3 accepted, 1 rejected, 0 undecided."


@pytest.mark.usefixtures("bus")
def test_all_verdicts_as_data(argmap):
    """JSON has every statement and step, with status, reason and what decides."""
    data = json.loads(argmap("evaluate", "map.argmap", "--format", "json").stdout)
    assert (data["version"], data["thesis"]) == (1, {"id": "bus", "status": "accepted"})
    assert data["nodes"]["late"] == {
        "status": "rejected",
        "reason": "attacked",
        "because": ["lane->late"],
    }
    assert list(data["nodes"]) == ["bus", "cheap", "late", "lane"]
    assert data["steps"]["late->bus"]["status"] == "rejected"


@pytest.mark.usefixtures("bus")
@pytest.mark.parametrize(
    "options",
    [("--without", "lane"), ("--suppose", "late=accepted"), ("--suppose", "bus=rejected")],
)
def test_what_would_change(argmap, options):
    """A supposition shows the verdicts it flips, the thesis first; and none where none flips."""
    said = argmap("evaluate", "map.argmap", *options).stdout
    if options[1].startswith("bus"):
        assert said == "Nothing else would change.\n"
    else:
        assert "accepted → rejected (the thesis): We should take the bus" in said
        assert "that is supposed" in said


@pytest.mark.usefixtures("bus")
@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--without", "lain"), "did you mean `lane`?"),
        (("--suppose", "lane"), "ID=STATUS"),
        (("--suppose", "lane=true"), "accepted, rejected, undecided"),
    ],
)
def test_a_supposition_about_nothing_is_wrong_usage(argmap, options, told):
    """An unknown statement or status ends in 2, with what could be meant."""
    outcome = argmap("evaluate", "map.argmap", *options)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert told in outcome.stderr


def test_a_broken_map_is_evaluated_as_far_as_it_is_read(argmap, write):
    """Errors in how it is written go to standard error; the exit code says so."""
    write("map.argmap", BUS.replace("@fares", "@faires"))
    outcome = argmap("evaluate", "map.argmap")
    assert outcome.returncode == 1
    assert "REF106" in outcome.stderr
    assert "The thesis is accepted" in outcome.stdout


def test_texts_cannot_drive_the_terminal(argmap, write):
    """What a stranger wrote is shown, and sent to no terminal as a command."""
    write("map.argmap", 'claim a "\\u{1b}[31mRED\\u{7}" { counterpoint b "x\\u{202e}" }')
    for options in ((), ("--without", "b")):
        said = argmap("evaluate", "map.argmap", *options).stdout
        assert not {"\x1b", "\x07", "\u202e"} & set(said)
