"""The exchange formats `lkif` and `caf`: argument graphs of earlier versions of Carneades."""

import pytest
from hypothesis import HealthCheck, given, settings
from tests.exchange.importing import (
    argmap_text,
    assert_reads_or_refuses,
    counts,
    damaged,
    imported,
    losses,
    reloaded,
    shared_data,
    totals,
)

from argmap.errors import InputError
from argmap.exchange import detect
from argmap.exchange.foreign import ForeignFile

LKIF = """\
<lkif version="2.0"><argument-graphs><argument-graph id="g" title="The kiln" main-issue="s1">
<statements>
<statement id="s1" value="unknown" assumption="false" standard="PE">
<s>The kiln is safe</s></statement>
<statement id="s2" value="true" assumption="false" standard="BA">
<s>It was inspected</s></statement>
<statement id="s3" value="unknown" assumption="false" standard="SE">
<s>The seal is broken</s></statement>
<statement id="s4" value="false" assumption="false">
<s>It smokes</s></statement>
</statements>
<arguments>
<argument id="a1" title="" direction="pro" scheme="Argument from Sign" weight="0.6">
<conclusion statement="s1"/><premises>
<premise polarity="positive" type="ordinary" role="major" statement="s2"/>
<premise polarity="positive" type="exception" role="" statement="s3"/>
</premises></argument>
<argument id="a2" direction="con"><conclusion statement="s1"/><premises>
<premise polarity="positive" type="ordinary" statement="s4"/></premises></argument>
</arguments></argument-graph></argument-graphs></lkif>
"""
CAF = """\
<caf version="1.3"><metadata title="The kiln"/><statements>
<statement id="s1" main="true" standard="BRD">
<descriptions>
<description lang="de">Der Ofen</description>
<description lang="en">The kiln is safe</description></descriptions></statement>
<statement id="s2">
<descriptions><description lang="en">It was inspected</description></descriptions>
</statement></statements>
<arguments><argument id="a1" pro="true" strict="true" weight="0.5"><metadata source="Log"/>
<conclusion statement="s1"/>
<premises><premise statement="s2" positive="true" implicit="true"/></premises>
</argument></arguments>
<references><metadata key="Log" title="The log" creator="The potter"/></references></caf>
"""


def test_lkif():
    """Con arguments attack, exceptions undercut, accepted statements are assumptions."""
    assert (
        argmap_text(LKIF)
        == """\
map "The kiln" {
  thesis: kiln-safe
  burden: strict
}

claim kiln-safe "The kiln is safe" {
  standard: preponderance

  reason a1 {
    scheme: sign
    confidence: 0.6
    x-roles: "major"
    assumption inspected "It was inspected"
  }
}

claim seal-broken "The seal is broken" {
  undercuts: a1
  standard: scintilla
}

claim smokes "It smokes" {
  opposes: kiln-safe
}
"""
    )
    assert losses(LKIF) == [
        "changed premise: an exception becomes an undercutter (a1)",
        "changed statement: it is said to be false, so it is rejected without an argument (s4)",
        "dropped standard: `assumption` does not accept it (s2)",
    ]


def test_caf():
    """The English text is kept, and the source of an argument is cited by its premises."""
    assert (
        argmap_text(CAF)
        == """\
map "The kiln" {
  thesis: kiln-safe
}

source log "The log" {
  author: "The potter"
}

claim kiln-safe "The kiln is safe" {
  standard: beyond-reasonable-doubt

  reason a1 {
    confidence: 0.5

    evidence inspected "It was inspected" @log {
      fidelity: implicit
    }
  }
}
"""
    )
    assert losses(CAF) == [
        "dropped description: a statement has a text in one language (s1)",
        "dropped strict: all inferences of argmap are defeasible (a1)",
        "changed source: the premises of the argument cite it (a1)",
    ]


def test_negative_premises_and_arguments_without_premises():
    """A negative premise becomes an undercutter, so that an assumption must be the premise."""
    text = LKIF.replace(
        'polarity="positive" type="ordinary" statement="s4"', 'polarity="negative" statement="s4"'
    )
    assert "changed premise: a negative premise becomes an undercutter (a2)" in losses(text)
    (one,) = imported(text)
    assert "Argument a2 applies" in {statement.text for statement in one.map.statements.values()}


def test_several_graphs_are_several_maps():
    """Each has its own name."""
    graphs = LKIF.replace("</argument-graphs>", '<argument-graph id="h"/></argument-graphs>')
    assert [one.name for one in imported(graphs)] == ["g", "h"]


@pytest.mark.parametrize(
    ("text", "format_", "message"),
    [
        ("<caf/>", "lkif", "it has no element `lkif`"),
        ("<lkif/>", "caf", "it has no element `caf`"),
        ("<lkif><rules/></lkif>", "lkif", "has no argument graph; argmap has no rules"),
    ],
)
def test_other_files_are_refused(text, format_, message):
    """The message says what is missing."""
    with pytest.raises(InputError) as error:
        imported(text, format_)
    assert message in str(error.value)


def test_detection():
    """The root element decides."""
    for text, format_ in [(LKIF, "lkif"), (CAF, "caf"), ("<graphml/>", None)]:
        assert detect(ForeignFile("x", text.encode())) == format_


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(LKIF, CAF))
def test_damaged_files(text):
    """A damaged file gives a valid map, or one sentence."""
    for format_ in ("lkif", "caf"):
        assert_reads_or_refuses(text, format_)


def test_real_graphs():
    """The report accounts for as many elements as an independent reader counts."""
    for path in shared_data("lkif", "caf"):
        expected = counts(path)
        (one,) = imported(path.read_bytes(), name=path.name)
        found = totals(one.report)
        for element in ("statement", "argument", "premise"):
            assert found[element] == expected[f"{element}s"], (path.name, element)
        reloaded(one.map)
