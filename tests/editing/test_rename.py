"""Renames: which names change, and which names are refused."""

import pytest

from argmap.editing import RefusedEdit
from tests.editing.project import Project

FILES = {
    "one.argmap": """\
map "One" { thesis: late }
import "part.argmap" as e   # hub
claim late "late" { # late
  supported-by: e.hub
  reason r { premises: e.hub  assumption x "X" }
}
""",
    "two.argmap": """\
import "part.argmap" as energy
import "shelf.argmap"
claim b "hub" @book:3 "hub" { opposed-by: energy.hub  undercuts: energy.pipes -> energy.hub }
""",
    "part.argmap": 'claim hub "hub" {\n  assumption pipes "P"\n}\n',
    "shelf.argmap": 'source book "hub"\n',
}


def renamed(old, new):
    after = Project(FILES).rename(old, new)
    assert not after.errors
    return after.texts


def test_an_element_is_renamed_in_all_maps_that_contain_its_file():
    """Each map imports the file by another name; texts and comments are not names."""
    assert renamed("e.hub", "node") == {
        **FILES,
        "one.argmap": FILES["one.argmap"].replace("e.hub", "e.node"),
        "two.argmap": FILES["two.argmap"].replace("energy.hub", "energy.node"),
        "part.argmap": FILES["part.argmap"].replace("claim hub", "claim node"),
    }


@pytest.mark.parametrize(
    ("old", "new", "file", "before", "after"),
    [
        ("late", "so", "one.argmap", "claim late", "claim so"),
        ("late", "so", "one.argmap", "thesis: late", "thesis: so"),
        ("r", "both", "one.argmap", "reason r", "reason both"),
        ("e", "power", "one.argmap", "premises: e.hub", "premises: power.hub"),
        ("e", "power", "one.argmap", "as e ", "as power "),
        ("e.pipes", "p", "two.argmap", "energy.pipes ->", "energy.p ->"),
        ("book", "tome", "two.argmap", "@book:3", "@tome:3"),
    ],
)
def test_statements_inferences_sources_and_imports_are_renamed(old, new, file, before, after):
    """Declarations and uses of any kind change."""
    assert before in FILES[file]
    assert after in renamed(old, new)[file]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("late", "2late", "not a valid id"),
        ("late", "e.hub", "not a valid id"),
        ("late", "claim", "is a keyword"),
        ("late", "x", "`x` already exists in one.argmap"),
        ("late", "e", "`e` already exists in one.argmap"),
        ("e", "late", "`late` already exists in one.argmap"),
        ("e.hub", "pipes", "`pipes` already exists in part.argmap"),
    ],
)
def test_a_name_that_is_not_possible_is_refused(old, new, message):
    """The name must be a new id."""
    with pytest.raises(RefusedEdit, match=message):
        Project(FILES).rename(old, new)


def test_a_word_with_a_meaning_of_its_own_is_refused():
    """`thesis: none` would refer to the statement."""
    with pytest.raises(RefusedEdit, match="another meaning"):
        Project('map "M" { thesis: none }\nclaim a "A"\n').rename("a", "none")


def test_an_imported_name_may_equal_a_name_of_the_importing_file():
    """There, it is written with the name of the import."""
    assert "supported-by: e.late" in renamed("e.hub", "late")["one.argmap"]
