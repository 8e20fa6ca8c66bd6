"""The exchange format `aml`: argument maps of Araucaria."""

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

MAP = """\
<?xml version="1.0"?>
<!DOCTYPE ARG SYSTEM "argument.dtd">
<ARG><SCHEMESET/><TEXT>The whole text.</TEXT><EDATA/>
<AU><PROP identifier="A" missing="no"><PROPTEXT offset="0">The well is clean</PROPTEXT>
<OWNER name="Ann"/></PROP>
<REFUTATION><AU><PROP identifier="B" missing="no">
<PROPTEXT offset="9">A goat fell in</PROPTEXT></PROP>
</AU></REFUTATION>
<LA><AU><PROP identifier="C" missing="no"><PROPTEXT>The doctor says so</PROPTEXT>
<INSCHEME scheme="Argument from Expert Opinion" schid="0"/></PROP></AU>
<AU><PROP identifier="D" missing="yes"><PROPTEXT>Doctors know wells</PROPTEXT>
<INSCHEME scheme="Argument from Expert Opinion" schid="0"/></PROP></AU></LA>
<CA><AU><PROP identifier="E" missing="no"><PROPTEXT>Frogs live in it</PROPTEXT></PROP>
<CA><AU><PROP identifier="F" missing="no"><PROPTEXT>Joe heard them</PROPTEXT></PROP></AU></CA>
</AU></CA></AU></ARG>
"""


def test_a_map():
    """LA gives linked premises, CA single ones, REFUTATION an attack."""
    assert (
        argmap_text(MAP)
        == """\
map "debate" {
  thesis: well-clean
}

claim well-clean "The well is clean" {
  held-by: "Ann"
  counterpoint goat-fell "A goat fell in"

  reason {
    scheme: expert-opinion
    assumption doctor-says "The doctor says so"

    assumption doctors-know-wells "Doctors know wells" {
      fidelity: implicit
    }
  }

  claim frogs-live "Frogs live in it" {
    assumption joe-heard "Joe heard them"
  }
}
"""
    )
    assert losses(MAP) == [
        "dropped TEXT: argmap keeps the texts of sources in separate files",
    ]
    (one,) = imported(MAP)
    assert totals(one.report) == {
        "PROP": 6,
        "OWNER": 1,
        "argument": 3,
        "REFUTATION": 1,
        "scheme": 1,
        "TEXT": 1,
    }


def test_detection_and_refusal():
    """The root element decides."""
    assert detect(ForeignFile("x", MAP.encode())) == "aml"
    with pytest.raises(InputError, match="it has no element `ARG`"):
        imported("<x/>", "aml")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(MAP))
def test_damaged_files(text):
    """A damaged file gives a valid map, or one sentence."""
    assert_reads_or_refuses(text, "aml")
