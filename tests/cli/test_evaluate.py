"""Tests `argmap evaluate`: verdicts, and verdicts under suppositions."""

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
def test_the_thesis_comes_first_then_rejected_statements(argmap):
    """The text shows the verdict on the thesis, the reason, and the totals."""
    outcome = argmap("evaluate", "map.argmap")
    assert (outcome.returncode, outcome.stderr) == (0, "")
    lines = outcome.stdout.splitlines()
    assert lines[0] == "✓ The thesis is accepted: We should take the bus"
    assert lines[1].strip() == "`bus` is accepted: every attack on it fails"
    assert "  ✗ late: It is always late" in lines
    assert lines[-1] == "4 statements: 3 accepted, 1 rejected, 0 undecided."


@pytest.mark.usefixtures("bus")
def test_all_verdicts_are_written_as_json(argmap):
    """Every statement and inference has a status, a reason and its deciding parts."""
    data = json.loads(argmap("evaluate", "map.argmap", "--format", "json").stdout)
    thesis = {"id": "bus", "status": "accepted", "strength": 0.504950495}
    assert (data["version"], data["thesis"]) == (2, thesis)
    assert data["nodes"]["late"] == {
        "status": "rejected",
        "reason": "attacked",
        "strength": 0.4,
        "because": ["lane->late"],
    }
    assert list(data["nodes"]) == ["bus", "cheap", "late", "lane"]
    assert data["inferences"]["late->bus"]["status"] == "rejected"


@pytest.mark.usefixtures("bus")
@pytest.mark.parametrize(
    "options",
    [("--without", "lane"), ("--suppose", "late=accepted"), ("--suppose", "bus=rejected")],
)
def test_a_supposition_shows_the_changed_verdicts(argmap, options):
    """The thesis comes first; the list may be empty."""
    output = argmap("evaluate", "map.argmap", *options).stdout
    if options[1].startswith("bus"):
        assert output == "Nothing else would change.\n"
    else:
        assert "accepted → rejected (the thesis): bus: We should take the bus" in output
        assert "by supposition" in output


@pytest.mark.usefixtures("bus")
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--without", "lain"), "did you mean `lane`?"),
        (("--suppose", "lane"), "ID=STATUS"),
        (("--suppose", "lane=true"), "accepted, rejected, undecided"),
    ],
)
def test_an_invalid_supposition_is_wrong_usage(argmap, options, message):
    """An unknown statement or status exits with 2 and suggests a correction."""
    outcome = argmap("evaluate", "map.argmap", *options)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in outcome.stderr


def test_a_broken_map_is_evaluated_as_far_as_possible(argmap, write):
    """Syntax errors go to standard error, and the exit code is 1."""
    write("map.argmap", BUS.replace("@fares", "@faires"))
    outcome = argmap("evaluate", "map.argmap")
    assert outcome.returncode == 1
    assert "REF106" in outcome.stderr
    assert "The thesis is accepted" in outcome.stdout


def test_texts_cannot_control_the_terminal(argmap, write):
    """Untrusted text is shown without its escape sequences."""
    write("map.argmap", 'claim a "\\u{1b}[31mRED\\u{7}" { counterpoint b "x\\u{202e}" }')
    for options in ((), ("--without", "b")):
        output = argmap("evaluate", "map.argmap", *options).stdout
        assert not {"\x1b", "\x07", "\u202e"} & set(output)


RING = """map "M" { thesis: go }
claim go "We should go" { supported-by: dry }
claim dry "It stays dry" { contradicts: wet }
claim wet "It gets wet"
"""


@pytest.mark.parametrize("semantics", ["stable", "preferred"])
def test_undecided_statements_are_counted_by_model(argmap, write, semantics):
    """Another semantics lists its models, and in how many an undecided statement is accepted."""
    write("map.argmap", RING)
    output = argmap("evaluate", "map.argmap", "--semantics", semantics).stdout
    assert "? The thesis is undecided: We should go" in output
    assert f"accepted in some {semantics} models" in output
    assert f"2 {semantics} models" in output
    assert "go, dry" in output
    options = ("--semantics", semantics, "--models", "1", "--format", "json")
    data = json.loads(argmap("evaluate", "map.argmap", *options).stdout)
    assert (data["semantics"], len(data["models"]), data["models_are_all"]) == (semantics, 1, False)
    assert (data["nodes"]["go"]["in_some"], data["nodes"]["go"]["in_all"]) == (True, False)


@pytest.mark.usefixtures("bus")
def test_strengths_on_request(argmap):
    """A number, from the chosen model, is next to every statement."""
    output = argmap("evaluate", "map.argmap", "--strength").stdout
    assert "✓ The thesis is accepted (strength 0.50): We should take the bus" in output
    assert "Strengths (quadratic-energy)" in output
    assert "  0.40  ✗ late: It is always late" in output
    assert "Strengths (df-quad)" in argmap("evaluate", "map.argmap", "--strength", "df-quad").stdout


@pytest.mark.usefixtures("bus")
def test_load_bearing_grounds_are_listed(argmap):
    """These are the grounds that the thesis depends on, with their contributions."""
    output = argmap("evaluate", "map.argmap", "--load-bearing").stdout
    assert "any one of (2)\n    cheap: A ticket costs two francs\n    lane: It has a" in output
    assert "Its strength is 0.50, and without any ground 0.50." in output
    assert "  +0.091  cheap: A ticket costs two francs" in output
    data = json.loads(argmap("evaluate", "map.argmap", "--load-bearing", "--format", "json").stdout)
    assert data["load_bearing"]["sets"] == [["cheap"], ["lane"]]


CHAPTERS = """import "leverage.argmap"
map "M" { thesis: t }
claim t "T" { reason { premises: a, b } }
section one "Chapter one" {
  claim a "A" { evidence e "E" }
  section inner "Inner" { claim i "I" { supports: a  evidence j "J" } }
}
section two "Chapter two" { claim b "B" { evidence f "F"  evidence g "G" } }
"""


def test_parts_are_grouped_by_section_and_file(argmap, write):
    """For each section and imported file, the output says what would change without it."""
    write("leverage.argmap", 'map "Leverage"\nclaim l "L" { evidence x "X" }\n')
    write("map.argmap", CHAPTERS)
    output = argmap("evaluate", "map.argmap", "--load-bearing").stdout
    assert (
        "By section and file:\n"
        "  without “Chapter one”, it would be rejected\n"
        "    without “Inner”, nothing changes\n"
        "  without “Chapter two”, it would be rejected\n"
        "  without “Leverage” (leverage.argmap), nothing changes\n"
    ) in output
    data = json.loads(argmap("evaluate", "map.argmap", "--load-bearing", "--format", "json").stdout)
    parts = data["load_bearing"]["parts"]
    assert [(part["title"], part["file"], part["status"]) for part in parts] == [
        ("Chapter one", None, "rejected"),
        ("Inner", None, "accepted"),
        ("Chapter two", None, "rejected"),
        ("Leverage", "leverage.argmap", "accepted"),
    ]
    assert [part["changes"] for part in parts] == [1, 0, 1, 0]


def test_single_grounds_are_grouped_by_part(argmap, write):
    """Each part has its number of grounds."""
    write(
        "map.argmap",
        'claim t "T" { reason { premises: a, b } }\n'
        'section one "One" { evidence a "A" }\nsection two "Two" { evidence b "B" }\n',
    )
    output = argmap("evaluate", "map.argmap", "--load-bearing").stdout
    assert "any one of (2)\n    “One” (1)\n      a: A\n    “Two” (1)\n      b: B\n" in output


def test_the_answer_to_a_question_is_analyzed(argmap, write):
    """It takes the place of a thesis: what it depends on includes why other options fall."""
    write(
        "map.argmap",
        'question q "Q?" { claim a "A" { evidence e "E" }\n'
        '  claim b "B" { evidence f "F"  counterpoint k "K" } }\n',
    )
    output = argmap("evaluate", "map.argmap", "--load-bearing").stdout
    assert output.startswith("✓ The answer is accepted: A\n")
    assert "any one of (2)\n    e: E\n    k: K\n" in output
    output = argmap("evaluate", "map.argmap", "--attack-surface").stdout
    assert "  k: K\n" in output


def test_several_theses_are_analyzed(argmap, write):
    """In JSON they are a list."""
    write("map.argmap", 'map "M" { thesis: a, b }\nclaim a "A"\nclaim b "B"\n')
    options = ("--load-bearing", "--attack-surface")
    assert argmap("evaluate", "map.argmap", *options).stdout.count("The thesis is accepted") == 4
    data = json.loads(argmap("evaluate", "map.argmap", *options, "--format", "json").stdout)
    assert [item["thesis"] for item in data["load_bearing"]] == ["a", "b"]
    assert [item["places"] for item in data["attack_surface"]] == [["a"], ["b"]]


@pytest.mark.usefixtures("bus")
def test_the_attack_surface_is_listed(argmap):
    """The nearest to the thesis come first; an inference is named by its ends."""
    output = argmap("evaluate", "map.argmap", "--attack-surface").stdout
    assert "would overturn it at any of 5 places:" in output
    assert [line.strip() for line in output.splitlines()[3:]] == [
        "bus: We should take the bus",
        "the inference from cheap to bus",
        "cheap: A ticket costs two francs",
        "the inference from lane to late",
        "lane: It has a lane of its own",
    ]


def test_without_a_thesis_load_bearing_is_refused(argmap, write):
    """The message says what to do."""
    write("map.argmap", 'claim a "A" claim b "B"')
    outcome = argmap("evaluate", "map.argmap", "--load-bearing")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "name it in the header: map “…” { thesis: ID }" in outcome.stderr


def test_an_id_is_accepted_in_any_unicode_form(argmap, write):
    """A terminal may decompose characters that a file composes, and the reverse."""
    write("map.argmap", 'claim a "A" {\n  evidence caf\u00e9 "B" @s\n}\nsource s "S"\n')
    output = argmap("evaluate", "map.argmap", "--without", "cafe\u0301").stdout
    assert output == argmap("evaluate", "map.argmap", "--without", "caf\u00e9").stdout
    assert argmap("explain", "map.argmap#cafe\u0301").returncode == 0
    assert argmap("evaluate", "map.argmap", "--suppose", "cafe\u0301=rejected").stdout == output


def test_a_map_of_a_question_is_not_empty(argmap, write):
    """A question without options is shown; only a map without statements and questions is empty."""
    write("map.argmap", 'question how "How do we get there?"')
    lines = argmap("evaluate", "map.argmap").stdout.splitlines()
    assert lines[:2] == ["✗ How do we get there?", "    has no options"]
    write("map.argmap", 'map "How do we get there?"')
    assert argmap("evaluate", "map.argmap").stdout == "The map is empty.\n"
