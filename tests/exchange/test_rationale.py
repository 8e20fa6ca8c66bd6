"""The exchange format `rationale`: scripts of the desktop program Rationale."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from tests.exchange.importing import (
    argmap_text,
    assert_reads_or_refuses,
    damaged,
    imported,
    losses,
    totals,
)

from argmap.errors import InputError
from argmap.exchange import detect
from argmap.exchange.foreign import ForeignFile

PRELUDE = """\
#Rationale Version 160.66 can_be_loaded_by 120.53 uses_features_from 140.56
#-- Start of Prelude --
def Create(type):
   global Node
   Node = app.Create(type)

def SetText(text):
   app.SetText(Node, text)

def GetFernViews():
   global Views
#-- End of Prelude --

"""
LAYOUT = """
GetFernViews()

SetLocation(map0_0, 63, -182)
SetText("not a text of the map")
"""
BOXES = """\
map0_0 = Create("Claim")
SetText("The well is clean")
SetEvaluation("Accept")
SetTint("Green")
map0_1 = CreateChild(map0_0, "CompoundReason")
map0_2 = CreateChild(map0_1, "Claim")
SetText("The doctor says \\"so\\",
and he knows")
map0_3 = CreateAnnotation(map0_2, "Note")
SetText("In his report of May.")
map0_4 = CreateChild(map0_1, "Claim")
SetText("Doctors know wells")
SetHyperlink(False, "https://example.org/wells", "Wells", True)
map0_5 = CreateChild(map0_1, "Inference")
SetText("By the rules")
map0_6 = CreateChild(map0_5, "CompoundObjection")
map0_7 = CreateChild(map0_6, "Claim")
SetText("He sells the water")
map0_8 = CreateChild(map0_6, "Inference")
map0_9 = CreateChild(map0_0, "CompoundObjection")
map0_10 = CreateChild(map0_9, "Claim")
SetText("A goat fell in")
map0_11 = CreateChild(map0_9, "Inference")
SetText("opposes")
"""
MAP = PRELUDE + BOXES + LAYOUT

OLD_MAP = """\
#Rationale Version 1.09
node0 = app.Create("Claim")
app.SetText(node0, "I should go to the beach")
app.CreateChild(node0, "Reason")
app.CreateChild(node0, "Objection")
app.SetText(node0[0], "The sun shines")
app.CreateChild(node0[0], "Objection")
app.SetText(node0[0][0], "It burns")
app.SetText(node0[1], "I have to work")
view0 = app.Gui.CreateView("FernView")
if view0 != None:
	view0.SetLocation(node0, -111, -29)
"""


def test_a_map():
    """Claims of a compound reason are linked; an objection to an inference is an undercut."""
    assert (
        argmap_text(MAP)
        == """\
map "debate" {
  thesis: well-clean
}

claim well-clean "The well is clean" {
  x-evaluation: "Accept"

  reason {
    label: "By the rules"

    assumption doctor-says-knows "The doctor says \\"so\\", and he knows" {
      note: "In his report of May."
    }

    evidence doctors-know-wells "Doctors know wells" {
      url: "https://example.org/wells"
    }

    counterpoint sells-water "He sells the water"
  }

  counterpoint goat-fell "A goat fell in"
}
"""
    )
    assert losses(MAP) == ["dropped color: argmap colors a statement by its status (line 14)"]
    (one,) = imported(MAP)
    assert totals(one.report) == {
        "Claim": 5,
        "CompoundReason": 1,
        "CompoundObjection": 2,
        "Inference": 3,
        "Note": 1,
        "evaluation": 1,
        "link": 1,
        "color": 1,
    }


def test_version_1_09():
    """Boxes are named by their places, and a reason is a single statement."""
    assert (
        argmap_text(OLD_MAP)
        == """\
map "debate" {
  thesis: go-beach
}

claim go-beach "I should go to the beach" {
  assumption sun-shines "The sun shines" {
    counterpoint burns "It burns"
  }

  counterpoint work "I have to work"
}
"""
    )
    assert losses(OLD_MAP) == []


def test_detection_and_refusal():
    """The first line or the first box decides; a text without an end is refused."""
    assert detect(ForeignFile("x", MAP.encode())) == "rationale"
    assert detect(ForeignFile("x", BOXES.encode())) == "rationale"
    assert detect(ForeignFile("x", b"import app\nnode = Create()\n")) is None
    with pytest.raises(InputError, match=r"^`debate` is not a Rationale map: it neither begins"):
        imported("What a map is", "rationale")
    with pytest.raises(InputError, match=r"no closing quotation mark \(line 2\)$"):
        imported('map0_0 = Create("Claim")\nSetText("The well', "rationale")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'"a \"b\" c"', 'a "b" c'),
        ('"a "b" c"', 'a "b" c'),
        ('"a (see "b"), c"', 'a (see "b"), c'),
        (r'"one\r\ntwo"', "one two"),
        (r'"\u00fc \xe9 \\ \q"', r"ü é \ \q"),
        ("'it is'", "it is"),
    ],
)
def test_texts(text, expected):
    """A text has the escapes of Python; quotation marks in it may lack a backslash."""
    (one,) = imported(f'map0_0 = Create("Claim")\nSetText({text})\n')
    assert [statement.text for statement in one.map.statements.values()] == [expected]


def test_several_maps_on_a_canvas():
    """A map with two trees has no thesis, and boxes of other kinds become contexts."""
    text = (
        'a = Create("Claim")\nSetText("The mill should close")\n'
        'b = Create("Claim")\nSetText("The dam should stay")\n'
        'c = Create("Note")\nSetText("Both were built in 1900.")\n'
        'd = CreateChild(b, "Heading")\nSetText("About the dam")\n'
    )
    assert (
        argmap_text(text)
        == """\
map "debate" {
  thesis: none
}

context both-built-1900 "Both were built in 1900."

assumption mill-close "The mill should close"

assumption dam-stay "The dam should stay" {
  context dam "About the dam"
}
"""
    )
    assert losses(text) == [
        "changed Note: it becomes a context (line 5)",
        "changed Heading: it becomes a context (line 7)",
    ]


def test_boxes_in_unusual_places():
    """Boxes whose place has no meaning are kept where it is possible, and reported."""
    text = (
        'a = Create("Claim")\nSetText("The mill should close")\n'
        'b = CreateChild(a, "Claim")\nSetText("It is old")\n'
        'c = CreateChild(a, "CompoundReason")\n'
        'd = CreateChild(missing, "CompoundReason")\n'
        'e = CreateChild(d, "Claim")\nSetText("It burns coal")\n'
        'f = CreateChild(a, "Inference")\n'
    )
    assert losses(text) == [
        "changed CompoundReason: the box above it is not in the file (line 6)",
        "dropped Inference: it belongs to no reason and no objection (line 9)",
        "changed Claim: a claim below a claim is read as a reason for it (line 3)",
        "dropped CompoundReason: it has no premise (line 5)",
        "dropped CompoundReason: it has no conclusion (line 6)",
    ]


@pytest.mark.parametrize("line", ['SetText("', 'a = Create("', "SetText('", "A(", 'A("" "'])
def test_unfinished_calls_take_linear_time(line):
    """A file of many calls without an end is read or refused at once."""
    start = time.process_time()
    assert_reads_or_refuses(f"#Rationale Version\n{line * 100_000}\n{f'{line} ' * 3}", "rationale")
    assert_reads_or_refuses("#Rationale Version\n" + f"{line}\n" * 100_000, "rationale")
    assert time.process_time() - start < 20


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=40)
@given(damaged(MAP, OLD_MAP))
def test_damaged_files(content):
    """A damaged file gives a valid map or one sentence."""
    assert_reads_or_refuses(content, "rationale")
