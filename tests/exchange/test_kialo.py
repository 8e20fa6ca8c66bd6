"""The exchange format `kialo`: the text export of Kialo debates."""

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

from argmap.exchange import detect
from argmap.exchange.foreign import ForeignFile, InvalidFile

DEBATE = """\
Discussion Title: Should the mill close?

1. The mill should close.
1.1. Pro: It [burns coal](https://www.example.org/coal_(2024)?a=1) every night.
1.1.1. Con: The boiler is *new* \\[since 2024\\].
1.2. Con: Forty people work there.
1.2.1. Pro: -> See 1.1.1.
1.10. Pro: It is old.
"""


def test_a_debate():
    """Numbers give the tree, Pro and Con the relations, links to pages the citations."""
    assert (
        argmap_text(DEBATE)
        == """\
map "Should the mill close?" {
  thesis: mill-close
}

source example-org "example.org" {
  url: "https://www.example.org/coal_(2024)?a=1"
}

claim mill-close "The mill should close." {
  evidence burns-coal-every-night "It burns coal every night." @example-org {
    counterpoint boiler-new-since-2024 "The boiler is new [since 2024]." {
      supports: forty-people-work
    }
  }

  counterpoint forty-people-work "Forty people work there."
  assumption old "It is old."
}
"""
    )
    assert losses(DEBATE) == ["changed claim: emphasis is removed from its text (line 5)"]


def test_what_is_counted():
    """Claims, their relations by stance, links to claims and links to pages are counted."""
    (one,) = imported(DEBATE)
    assert totals(one.report) == {"claim": 5, "pro": 2, "con": 2, "link": 1, "source link": 1}


def test_several_theses_answer_a_question():
    """Theses need not exclude each other, so the question does not say so."""
    text = argmap_text(
        "Discussion Title: Where?\n\n1. North.\n1.1. Con: Cold.\n2. South.\n2.1. Pro: -> See 1.1."
    )
    assert (
        text
        == """\
map "Where?"

question where "Where?" {
  exclusive: false

  claim north "North." {
    counterpoint cold "Cold." {
      supports: south
    }
  }

  claim south "South."
}
"""
    )


def test_several_theses_without_a_title_are_theses_of_the_map():
    """There is no question that they could answer."""
    text = argmap_text("1. North.\n2. South.\n2.1. Pro: Warm.", name="talks/the_depot.txt")
    assert text.startswith('map "the depot" {\n  thesis: north, south\n}\n')


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks(line_end, mark):
    """They make no difference, and the last line needs no end."""
    text = mark + DEBATE.strip().replace("\n", line_end)
    assert argmap_text(text) == argmap_text(DEBATE)


def test_lines_without_a_number_continue_a_text():
    """So do lines that begin with a number of another kind."""
    text = argmap_text("1. It is\n\n1.5 miles\n10 minutes away.\n1.1. Pro: Yes.")
    assert '"It is 1.5 miles 10 minutes away."' in text


def test_order_of_the_file_is_kept():
    """Claim 1.10 comes before 1.9 if the file says so."""
    text = argmap_text("1. T\n1.10. Pro: tenth\n1.9. Pro: ninth")
    assert text.index("tenth") < text.index("ninth")


@pytest.mark.parametrize(
    ("text", "reported"),
    [
        ("1. T\n1.2.1. Con: x", "dropped con: its parent is not in the file (line 2)"),
        ("1. T\n1.1. Pro: -> See 1.7.", "dropped link: it leads to no claim of the file (line 2)"),
        (
            "1. T\n1.1. Pro: -> See 1.2.\n1.2. Pro: -> See 1.1.",
            "dropped link: it leads to no claim of the file (line 2)",
        ),
        (
            "1. T\n1.1. Con: -> See 1.",
            "dropped link: a claim is no reason for or against itself (line 2)",
        ),
        (
            "1. T\n1.1. x\n1.2. Pro: y",
            "dropped claim without stance: it is neither Pro nor Con (line 2)",
        ),
        ("1. T\n2. -> See 1.\n1.1. Pro: y", "dropped link: it has no parent (line 2)"),
        ("1. T\n1.1. Pro:\n1.1.1. Con: x", "changed claim: it has no text (line 2)"),
        (
            "Discussion Title: T\nAbout it.\n1. T",
            "changed text before the first claim: it becomes the map's note",
        ),
        (
            "1. T\n1.1. Pro: [a](file:///x)",
            "dropped source link: it does not lead to a web page (line 2)",
        ),
        (
            "1. T\n1.1. Pro: a\n1.2. Pro: -> See 1.1.",
            "dropped link: it repeats another one (line 3)",
        ),
    ],
)
def test_losses(text, reported):
    """What argmap cannot express, or what leads nowhere, is reported with its line."""
    assert reported in losses(text, "kialo")


def test_a_link_to_a_link_leads_to_its_claim():
    """Children of a link belong to the claim that it leads to."""
    text = argmap_text(
        "1. T\n1.1. Pro: a\n1.2. Con: b\n1.2.1. Pro: -> See 1.1.\n1.2.1.1. Con: c\n"
        "1.3. Pro: d\n1.3.1. Pro: -> See 1.2.1."
    )
    assert text.count("supports: b") == 1
    assert text.count("supported-by: a") == 1
    assert 'counterpoint c "c"' in text.partition('assumption a "a" {')[2].partition("}")[0]


def test_a_doubled_number_is_another_claim():
    """Children belong to the last claim with their parent's number before them."""
    text = argmap_text("1. T\n1.1. Pro: a1\n1.1.1. Con: b1\n1.1. Con: a2\n1.1.1. Pro: b2")
    assert text.index("a1") < text.index("b1") < text.index("a2") < text.index("b2")


def test_detection():
    """A title or claims with a stance show the format; a numbered list alone does not."""
    for text, format_ in [
        (DEBATE, "kialo"),
        ("Discussion Title: Empty", "kialo"),
        ("1. T\n1.1. Pro: y", "kialo"),
        ("1. Buy milk\n2. Buy bread", None),
        ("Discussion Title: and so on\n\nNothing more.", None),
        ("", None),
    ]:
        assert detect(ForeignFile("x", text.encode())) == format_, text


def test_other_texts_are_refused():
    """The message says what was expected."""
    with pytest.raises(InvalidFile, match="no line begins with the number of a claim"):
        imported("Just a text.", "kialo")


def test_deep_and_large_debates():
    """Neither depth nor size is limited by recursion."""
    lines = ["1. T"]
    lines += [f"1.{'1.' * depth} Con: level {depth}" for depth in range(1, 1_500)]
    lines += [f"1.{number}. Pro: reason {number}" for number in range(2, 5_000)]
    (one,) = imported("\n".join(lines))
    assert len(one.map.statements) == len(lines)
    assert not one.report.losses


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(damaged(DEBATE, DEBATE.replace("1.2.1", "2")))
def test_damaged_files(text):
    """A damaged file gives a valid map, or one sentence."""
    assert_reads_or_refuses(text, "kialo")


def test_real_debates():
    """The report accounts for as many elements as an independent reader counts."""
    for path in shared_data("kialo"):
        expected = counts(path)
        (one,) = imported(path.read_bytes(), name=path.name)
        found = totals(one.report)
        assert found["claim"] == expected["claims"], path
        assert found["pro"] == expected["pro"], path
        assert found["con"] == expected["con"], path
        assert found["link"] == expected["links"], path
        assert found["source link"] == expected["markdown_links"], path
        assert len(one.map.sources) == expected["distinct_urls"], path
        reloaded(one.map)
