"""Extraction of sections to files, and inlining of files, as texts before and after."""

import pytest

from argmap.editing import RefusedEdit
from tests.editing.project import Project

LIBRARY = """\
map "Sundays" { thesis: open }

source survey "Survey" { text: "texts/survey.txt" }
source budget "Budget"

claim open "The library should open" {
  supported-by: price
  evidence weekdays "Readers work" @survey:12
}

# What it costs.
section money "Money" { # in euros
  # From the budget.
  evidence price "Ten per cent" @budget:3
}

# The end.
"""
SECTION = """\
# What it costs.
section money "Money" { # in euros
  # From the budget.
  evidence price "Ten per cent" @budget:3
}
"""


def test_an_extracted_section_is_imported_in_its_place():
    """Its comments move along, and all ids stay."""
    after = Project(LIBRARY).extract("money", "parts/money.argmap")
    assert after.texts == {
        "map.argmap": LIBRARY.replace(SECTION, 'import "parts/money.argmap"\n'),
        "parts/money.argmap": SECTION,
    }
    assert not after.errors
    assert after.inline("parts/money.argmap").texts == {"map.argmap": LIBRARY}


def test_with_a_name_the_ids_are_qualified_and_own_sources_move_along():
    """A source that only the section cites moves with it; uses begin with the name."""
    project = Project(LIBRARY)
    after = project.extract("money", "parts/money.argmap", "money-part")
    assert not after.errors
    assert after.verdicts == project.verdicts
    assert after["parts/money.argmap"] == 'source budget "Budget"\n\n' + SECTION
    assert "supported-by: money-part.price" in after["map.argmap"]
    assert "budget" not in after["map.argmap"]
    back = after.inline("parts/money.argmap")
    assert not back.errors
    assert "source budget" in back["map.argmap"]
    assert "@budget:3" in back["map.argmap"]
    assert "supported-by: price" in back["map.argmap"]


def test_with_a_name_the_file_imports_what_it_refers_to():
    """An import by name keeps its name."""
    project = Project(
        {
            "map.argmap": 'import "shelf.argmap"\nimport "energy.argmap" as e\n'
            'section s "S" { claim a "A" @book { supports: e.hub } }\n',
            "shelf.argmap": 'source book "Book"\n',
            "energy.argmap": 'claim hub "Hub"\n',
        }
    )
    after = project.extract("s", "parts/s.argmap", "s-part")
    assert not after.errors
    assert after.verdicts == project.verdicts
    assert after["parts/s.argmap"] == (
        'import "../shelf.argmap"\nimport "../energy.argmap" as e\n\n'
        'section s "S" { claim a "A" @book { supports: e.hub } }\n'
    )


@pytest.mark.parametrize(
    ("name", "alias", "message"),
    [
        ("price", None, "`price` is inside of another element"),
        ("survey", None, "`source` cannot be extracted"),
        ("open", "part", "refers to `price`, which stay"),
        ("money", "open", "`open` already exists"),
        ("money", "claim", "is a keyword"),
    ],
)
def test_a_part_that_cannot_be_in_another_file_is_refused(name, alias, message):
    """Imports are at the top level, and an imported file does not see the importing one."""
    with pytest.raises(RefusedEdit, match=message):
        Project(LIBRARY).extract(name, "new.argmap", alias)


def test_the_new_file_has_the_line_ends_of_the_map():
    """Windows line ends stay."""
    after = Project(LIBRARY.replace("\n", "\r\n")).extract("money", "money.argmap")
    assert after["money.argmap"] == SECTION.replace("\n", "\r\n")
    assert after.inline("money.argmap")["map.argmap"] == LIBRARY.replace("\n", "\r\n")


# ---- Inlining -----------------------------------------------------------------------------------

ENERGY = """\
# All about energy.
map "Energy" {
  lang: en
  tags: power
}
import "../shelf.argmap"
source report "Report" { text: "report.txt" }

# The hub.
claim hub "A hub" @report @book {
  assumption pipes "Pipes"
}

# Nothing else.
"""
POWER = {
    "map.argmap": """\
import "shelf.argmap"
# Power.
import "energy/main.argmap" as energy   # imported
claim line "A line" @energy.report @book { supported-by: energy.hub }
""",
    "energy/main.argmap": ENERGY,
    "shelf.argmap": 'source book "Book"\n',
}


def test_the_header_of_an_inlined_file_becomes_a_section():
    """Sources stay outside of it, paths are adapted, and the alias becomes the id of the section.

    An import that both files have is dropped; attributes that only maps have begin with `x-`.
    """
    project = Project(POWER)
    after = project.inline("energy/main.argmap")
    assert not after.errors
    assert after.verdicts == project.verdicts
    assert sorted(after.texts) == ["map.argmap", "shelf.argmap"]
    assert (
        after["map.argmap"]
        == """\
import "shelf.argmap"
# Power.
source report "Report" { text: "energy/report.txt" }

# All about energy.
section energy "Energy" {
  x-lang: en
  tags: power
  # The hub.
  claim hub "A hub" @report @book {
    assumption pipes "Pipes"
  }

  # Nothing else.
}   # imported
claim line "A line" @report @book { supported-by: hub }
"""
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"other.argmap": 'import "energy/main.argmap"\n'}, "is imported 2 times"),
        ({"map.argmap": 'claim a "A"\n'}, "no map imports"),
        ({"energy/main.argmap": 'map "E" { thesis: a }\nclaim a "A"\n'}, "has a thesis"),
        ({"energy/main.argmap": 'claim line "Line"\nclaim hub "Hub"\n'}, "`line` already exists"),
        ({"energy/main.argmap": '# argmap: ignore-file\nclaim hub "Hub"\n'}, "ignore-file"),
        ({"energy/main.argmap": 'claim hub "Hub" {\n'}, "has syntax errors"),
        ({"energy/main.argmap": 'import "../shelf.argmap" as s\n'}, "by different names"),
    ],
)
def test_a_file_that_cannot_be_inlined_is_refused(changes, message):
    """The message says why, and what to do."""
    with pytest.raises(RefusedEdit, match=message):
        Project({**POWER, **changes}).inline("energy/main.argmap")


def test_a_file_that_a_pattern_imports_is_inlined_after_the_import():
    """The pattern still imports the other files."""
    files = {
        "map.argmap": 'import "parts/*.argmap"\nclaim c "C" { supported-by: a, b }\n',
        "parts/a.argmap": 'claim a "A"\n',
        "parts/b.argmap": 'claim b "B"\n',
    }
    after = Project(files).inline("parts/b.argmap")
    assert not after.errors
    assert after["map.argmap"] == (
        'import "parts/*.argmap"\n\nclaim b "B"\nclaim c "C" { supported-by: a, b }\n'
    )
