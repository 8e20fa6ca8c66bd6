"""Moves of statements: the relations, the comments and the layout, as texts before and after."""

import pytest

from argmap.editing import RefusedEdit
from tests.editing.project import Project

LIBRARY = """\
map "Sundays" {
  thesis: open
}

# What is proposed.
claim open "The library should open on Sundays" { # the thesis
  # The survey asked 300 readers.
  evidence weekdays "Six in ten readers work" # in 2026
  counterpoint cost "It costs too much" {
    # Mondays are quiet.
    counterpoint swap "Closing on Mondays pays for it"
  }
}

section money "Money" {
  claim cheap "Staff are cheap"
}
"""


def moved(text, name, under=None):
    project = Project(text)
    after = project.move(name, under)
    assert not after.errors
    return after["map.argmap"]


def test_a_statement_moves_with_its_block_and_its_comments():
    """The comments above it and at its end move along; the indentation follows the new place."""
    assert moved(LIBRARY, "cost", "cheap") == LIBRARY.replace(
        """\
  counterpoint cost "It costs too much" {
    # Mondays are quiet.
    counterpoint swap "Closing on Mondays pays for it"
  }
""",
        "",
    ).replace(
        '  claim cheap "Staff are cheap"\n',
        """\
  claim cheap "Staff are cheap" {
    counterpoint cost "It costs too much" {
      # Mondays are quiet.
      counterpoint swap "Closing on Mondays pays for it"
    }
  }
""",
    )


@pytest.mark.parametrize(
    ("name", "attribute"), [("weekdays", "supports: open"), ("swap", "opposes: cost")]
)
def test_at_the_top_a_statement_keeps_its_relation(name, attribute):
    """Support and attack become attributes, so that no verdict changes."""
    after = moved(LIBRARY, name)
    assert f"  {attribute}\n" in after
    assert Project(after).verdicts == Project(LIBRARY).verdicts


def test_in_a_section_a_statement_keeps_its_relation():
    """A section is a heading, and nothing that a statement supports."""
    after = moved(LIBRARY, "weekdays", "money")
    assert (
        """\
  claim cheap "Staff are cheap"
  # The survey asked 300 readers.
  evidence weekdays "Six in ten readers work" { # in 2026
    supports: open
  }
"""
        in after
    )


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        ('claim a "A"\nclaim b "B" { opposes: a }', "`b` opposes `a`, and would support it there"),
        ('claim a "A" { opposed-by: b }\nclaim b "B"', "make it a `counterpoint` first"),
        ('claim a "A"\ncounterpoint b "B" { supports: a }', "`b` supports `a`, and would oppose"),
        ('claim a "A" { supported-by: b }\nconcession b "B"', "make it a `claim` first"),
    ],
)
def test_a_move_that_would_reverse_a_relation_is_refused(statements, message):
    """Otherwise, the statement would both support and oppose the other one."""
    with pytest.raises(RefusedEdit, match=message):
        Project(statements + "\n").move("b", "a")


def test_an_attribute_that_says_the_same_as_the_nesting_is_removed():
    """A move out and back restores the text."""
    assert moved(moved(LIBRARY, "swap"), "swap", "cost") == LIBRARY


INFERENCES = """\
claim fly "Tweety flies" {
  reason birds {
    # Seen.
    evidence bird "Tweety is a bird"
    assumption able "Birds can fly"
    counterpoint penguin "Tweety may be a penguin"
  }
}
question what "What is Tweety?" {
  claim canary "A canary"
  claim other "Another bird"
}
"""


@pytest.mark.parametrize(
    ("name", "attribute"),
    [("bird", "premises: bird"), ("penguin", "undercuts: birds"), ("canary", "options: canary")],
)
def test_premises_undercuts_and_options_keep_their_relation(name, attribute):
    """The inference or the question names them; an undercut names the inference."""
    after = moved(INFERENCES, name)
    assert attribute in after
    assert Project(after).verdicts == Project(INFERENCES).verdicts
    back = moved(after, name, {"bird": "birds", "penguin": "birds", "canary": "what"}[name])
    assert attribute not in back
    assert Project(back).verdicts == Project(INFERENCES).verdicts


@pytest.mark.parametrize(
    ("name", "under", "message"),
    [
        ("open", "swap", "`open` cannot be moved into itself"),
        ("open", "open", "`open` cannot be moved into itself"),
        ("money", "open", "`section` cannot be in `claim`"),
        ("weekdays", "what", "only claims are its options"),
        ("birds", None, "`reason` cannot be at the top level"),
        ("birds", "money", "`reason` cannot be in `section`"),
        ("unnamed", None, "the `claim` around `unnamed` has no id"),
    ],
)
def test_an_impossible_place_is_refused(name, under, message):
    """The message says what is wrong."""
    text = LIBRARY + INFERENCES + 'claim "No id" { claim unnamed "Inside" }\n'
    with pytest.raises(RefusedEdit, match=message):
        Project(text).move(name, under)


def test_a_statement_that_is_there_already_does_not_move():
    """Its place among its siblings stays the same, too."""
    assert moved(LIBRARY, "weekdays", "open") == LIBRARY
    assert moved(LIBRARY, "open") == LIBRARY


def test_other_layouts_are_kept():
    """Windows line ends, tabs and a block on one line stay, and the rest of the file."""
    text = 'claim a "A"   {  confidence: likely  }\r\n\tclaim b "B" # b\r\nclaim c "C"\r\n'
    assert moved(text, "b", "a") == (
        'claim a "A"   {\r\n  confidence: likely\r\n  claim b "B" # b\r\n}\r\nclaim c "C"\r\n'
    )
    assert moved('claim a "A" claim b "B" { claim c "C" }', "c", "a") == (
        'claim a "A" {\n  claim c "C"\n} claim b "B"'
    )


def test_a_directive_moves_with_its_statement():
    """It belongs to the next statement, even after a blank line."""
    text = 'claim a "A"\n\n# argmap: ignore[EVI301] because\n\nclaim b "B"\n'
    assert moved(text, "b", "a") == (
        'claim a "A" {\n  # argmap: ignore[EVI301] because\n\n  claim b "B"\n}\n'
    )


# ---- Other files --------------------------------------------------------------------------------

FILES = {
    "map.argmap": """\
map "Power" { thesis: build }
import "sources.argmap"
import "energy.argmap" as energy
claim build "Build the line" {
  supported-by: energy.hub
  evidence wind "There is wind" @report:3 # at sea
}
claim other "Other" { opposes: wind }
""",
    "energy.argmap": 'claim hub "A hub" {\n  assumption pipes "Pipes"\n}\n',
    "sources.argmap": 'source report "The report"\n',
}


def test_a_move_to_another_file_adapts_names_and_imports():
    """Uses get the name of the import, and the file imports the source that is cited."""
    project = Project(FILES)
    after = project.move("wind", "energy.hub")
    assert not after.errors
    assert after["energy.argmap"] == (
        'import "sources.argmap"\n\n'
        'claim hub "A hub" {\n  assumption pipes "Pipes"\n'
        '  evidence wind "There is wind" @report:3 # at sea\n}\n'
    )
    assert "opposes: energy.wind" in after["map.argmap"]
    assert "evidence" not in after["map.argmap"]


def test_a_move_to_the_top_of_another_file():
    """A name of an import is dropped where it is no longer necessary."""
    project = Project(FILES)
    after = project.move("energy.pipes", None, "map.argmap")
    assert not after.errors
    assert after["map.argmap"].endswith('assumption pipes "Pipes" {\n  supports: energy.hub\n}\n')


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"energy.argmap": 'claim hub "A hub"\nclaim wind "Wind"\n'}, "`wind` already exists"),
        (
            {"map.argmap": FILES["map.argmap"].replace("@report:3", "{ opposes: build }")},
            "`build` would not be visible in `energy.argmap`",
        ),
    ],
)
def test_a_move_that_would_break_a_name_is_refused(changes, message):
    """A name would be declared twice, or be invisible."""
    with pytest.raises(RefusedEdit, match=message):
        Project({**FILES, **changes}).move("wind", "energy.hub")


def test_a_source_moves_with_the_path_of_its_text():
    """The path is relative to the file."""
    project = Project(
        {
            "map.argmap": 'import "lib/more.argmap"\nclaim a "A" @s\n'
            'source s "S" { text: "texts/s.txt" }\n',
            "lib/more.argmap": 'source t "T"\n',
        }
    )
    after = project.move("s", None, "lib/more.argmap")
    assert 'source s "S" { text: "../texts/s.txt" }' in after["lib/more.argmap"]
    assert not after.errors


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("", 'import "other.argmap"\n\n'),
        ('map "Two"\n', 'map "Two"\n\nimport "other.argmap"\n'),
        (
            'map "Two"\n\nimport "x.argmap" as x\n',
            'map "Two"\n\nimport "x.argmap" as x\nimport "other.argmap"\n',
        ),
    ],
)
def test_a_new_import_follows_the_others(head, expected):
    """Or the header; without both, it is the first line."""
    after = Project(
        {
            "map.argmap": ('import "two.argmap" as two\nimport "other.argmap"\n\nclaim a "A" @s\n'),
            "two.argmap": f'{head}claim b "B"\n',
            "other.argmap": 'source s "S"\n',
            "x.argmap": 'claim x "X"\n',
        }
    ).move("a", file="two.argmap")
    assert not after.errors
    assert after["two.argmap"].startswith(expected), after["two.argmap"]
