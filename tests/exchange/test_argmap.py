"""The map in its own language."""

from collections import Counter
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies import map_texts

from argmap.exchange import get
from argmap.model import Form, Polarity
from argmap.model.attributes import ATTRIBUTES

EVERYTHING = """
map "M" { thesis: a standard: scintilla burden: strict strong-from: 0.5 margin: 0
  doubt-from: 1 lang: en author: "A" date: 2024 tags: t
  note: "n" x-y: z }
source s "S" {
  author: "B" year: 2023 date: 2023-05 valid-until: 2030 publisher: "P"
  url: "https://example.org" doi: "10.1/2"
  text: "s.txt" passages: "2-9", "p3" reliability: B tags: t note: "n" x-y: z
}
section c "C" {
  tags: t note: "n" x-y: z
  claim a "A" { supported-by: d opposed-by: e contradicts: e }
  evidence d "D" @s {
    supports: e opposes: f undercuts: g scheme: sign question: 1, 3
    confidence: likely credibility: 2 held-by: "H" expect: accepted date: 2024-05-31
    valid-until: 2031-02 url: "https://example.org" tags: t note: "n" x-y: z
  }
  counterpoint e "E"
  claim f "F" { standard: preponderance
    reason g { premises: e scheme: sign tags: t note: "n" x-y: z } }
}
"""

MAPS = Path(__file__).parent.parent.parent / "maps"


def dump(argument_map):
    return get("argmap").dump(argument_map)


def assert_same(one, other):
    """Compare maps, and the order of their parts, which `==` leaves aside."""
    assert one == other
    for kind in ("statements", "inferences", "sources", "sections"):
        assert list(getattr(one, kind)) == list(getattr(other, kind))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(map_texts(max_statements=20))
def test_reading_it_again_gives_the_map(load, text):
    """`parse(print(map)) == map`, in the same order, and printing that again changes nothing."""
    argument_map = load(text)
    printed = dump(argument_map)
    again = load(printed)
    assert_same(again, argument_map)
    assert dump(again) == printed


def test_no_attribute_is_forgotten(load):
    """Every attribute of the vocabulary is written, where it says one thing only."""
    argument_map = load(EVERYTHING)
    assert {word[:-1] for word in EVERYTHING.split() if word[-1] == ":"} == {*ATTRIBUTES, "x-y"}
    assert_same(load(dump(argument_map)), argument_map)


def test_the_small_map(lane, snapshot):
    """The layout: two blanks a level, attributes first, blank lines around what has braces."""
    assert dump(lane) == snapshot


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            'claim c "C" { reason r { premises: p, q } } claim p "P" claim z "Z" claim q "Q"',
            id="premises of which only the first could stand inside",
        ),
        pytest.param(
            'claim c "C" { reason r { premises: x claim p "P" } } section s "S" { claim x "X" }',
            id="a premise from another section",
        ),
        pytest.param(
            'claim c "C" { reason r { claim p "P" } } counterpoint u "U" { undercuts: r }',
            id="an undercut from behind the reason",
        ),
        pytest.param(
            'counterpoint v "V" { undercuts: r } claim c "C" { reason r { claim p "P" '
            'counterpoint u "U" } }',
            id="an undercut from before the reason",
        ),
        pytest.param(
            'claim c "C" { reason g { claim p "P" { reason h { claim q "Q" } } '
            'counterpoint u "U" { undercuts: h } counterpoint v "V" } }',
            id="an undercutter of two steps, inside the outer one",
        ),
        pytest.param(
            'claim c "C" { claim a "A" { opposes: c } } ',
            id="a step and another between the same ends",
        ),
        pytest.param(
            'claim c "C" { supported-by: a claim a "A" }',
            id="the same, the edge being first",
        ),
        pytest.param(
            'claim c "C" { evidence "same" evidence "same" } section "same" evidence "same"',
            id="parts without ids, of the same text",
        ),
        pytest.param(
            'claim "C" { supported-by: a opposed-by: b } claim a "A" claim b "B"',
            id="edges to a statement without an id",
        ),
        pytest.param(
            'claim c "C" { reason { claim p "P" claim q "Q" } } '
            'counterpoint u "U" { undercuts: q -> c }',
            id="an undercut of a reason without an id",
        ),
        pytest.param(
            'claim c "C" { claim p "P" { scheme: sign supports: d } opposed-by: p } claim d "D"',
            id="a scheme of two steps of three",
        ),
        pytest.param(
            'counterpoint k "K" claim c "C" { reason { premises: k, a } } claim a "A"',
            id="a counterpoint as a premise",
        ),
        pytest.param(
            'claim "C" { reason g { premises: k claim p "P" } reason { premises: p '
            'counterpoint k "K" { undercuts: g } claim q "Q" } }',
            id="an undercutter of two reasons, inside the one without an id",
        ),
        pytest.param(
            'claim a "A" { contradicts: b, a } claim b "B" { contradicts: a }',
            id="contradictions, one with itself",
        ),
        pytest.param('map "M" { thesis: none } claim a "A"', id="a debate without a thesis"),
        pytest.param(
            'map "" { thesis: none } claim "None" { claim k "K" } '
            'claim l "L" { reason { premises: k assumption "None" } }',
            id="a debate, and statements whose texts are its word",
        ),
        pytest.param('section one "1" { section two "2" section three "3" }', id="no statements"),
        pytest.param(
            'map "" { author: "" tags: true, "a b" x-a: -1.50, 2024-05, a -> b, >= 0.5 }',
            id="odd values",
        ),
        pytest.param(
            'source s source t "" { year: 33 date: 0033-01 } claim c "" @s:1-1 "" @t:p2',
            id="empty texts",
        ),
        pytest.param(
            'claim c "C" { confidence: 0.00000001 expect: > 0.30000000000000004 }', id="numbers"
        ),
    ],
)
def test_forms_that_are_easy_to_get_wrong(load, text):
    """What differs in how it was written alone, or in order alone, comes back as it was."""
    argument_map = load(text)
    assert_same(load(dump(argument_map)), argument_map)


@pytest.mark.parametrize(
    "said",
    [
        'He said "no" and \\ went',
        "two\n\nparagraphs " * 20,
        "double  blanks stay " * 20,
        'three quotes """ and a backslash \\n ' * 10,
        " blank at the ends " * 20,
        "tab\tand\rreturn\u2028and\x00nothing",
        "日本語の文" * 60,
        "#" * 200,
    ],
)
def test_texts_come_back(load, said):
    """Long prose is written over several lines only where folding gives the same text."""
    from argmap.syntax import quote

    argument_map = load(f"claim c {quote(said)}")
    assert argument_map.statements["c"].text == said
    assert load(dump(argument_map)) == argument_map


def test_long_prose_is_folded(load, snapshot):
    """A paragraph of several sentences is broken at 88 columns."""
    prose = "It is a truth universally acknowledged that a long claim is hard to read in a line. "
    assert dump(load(f'section s "S" {{ claim c "{(prose * 3).strip()}" }}')) == snapshot


def test_long_prose_has_room_however_deep_it_is(load):
    """At each depth a line of prose has forty characters at least."""
    depth = 40
    said = "word " * 60 + "end"
    deep = "".join(f'claim c{n} "C" {{ ' for n in range(depth))
    written = dump(load(f'{deep} claim last "{said}" ' + "} " * depth))
    (indent,) = {line[: -len(line.lstrip())] for line in written.splitlines() if " word" in line}
    assert len(indent) == 2 * depth
    lines = [line for line in written.splitlines() if " word" in line]
    assert all(len(line) - len(indent) > 35 for line in lines[:-1])


def test_a_long_word_stays_whole_in_long_prose(load):
    """A word that is longer than a line is put on a line alone; hyphens break none either."""
    for word in ("w" * 120, "-".join(["wind"] * 30)):
        written = dump(load(f'claim c "{"word " * 30}{word}{" word" * 30}"'))
        assert word in [line.strip() for line in written.splitlines()]


def test_a_map_of_several_files_becomes_one(tmp_path, load, load_file, snapshot):
    """Parts become sections, and ids with dots get hyphens; all else stays."""
    (tmp_path / "energy.argmap").write_text(
        'map "Energy" source report "R" claim hub "A hub" @report { reason pipes { claim "P" } } '
        'claim a-b "Taken" { supports: hub }'
    )
    (tmp_path / "main.argmap").write_text(
        'import "energy.argmap" as energy\n'
        'claim top "Top" @energy.report { supported-by: energy.hub }\n'
        'counterpoint energy-hub "Taken, too" { undercuts: energy.pipes }'
    )
    argument_map = load_file(tmp_path / "main.argmap")
    printed = dump(argument_map)
    assert printed == snapshot
    again = load(printed)
    assert dump(again) == printed
    assert [each.text for each in again.statements.values()] == [
        each.text for each in argument_map.statements.values()
    ]
    assert [inference.form for inference in again.inferences.values()] == [
        inference.form for inference in argument_map.inferences.values()
    ]


@pytest.mark.parametrize("path", sorted(MAPS.rglob("*.argmap")), ids=lambda path: path.name)
def test_the_real_maps(load, load_file, path):
    """Every map of the repository comes back: equal, or with hyphens for the dots in its ids."""
    argument_map = load_file(path)
    again = load(dump(argument_map))
    if not any("." in id_ for id_ in (*argument_map.statements, *argument_map.sources)):
        assert_same(again, argument_map)
    assert len(again.statements) == len(argument_map.statements)
    assert len(again.inferences) == len(argument_map.inferences)


def test_a_group_stays_one_even_with_one_premise(load):
    """A `reason` of one premise is not the same as a statement under another, and stays a group."""
    argument_map = load('claim c "C" { reason { claim p "P" } }')
    (inference,) = load(dump(argument_map)).inferences.values()
    assert inference.form is Form.GROUP


def relations(argument_map):
    """Return what a map says, without ids and forms."""

    def text(statement):
        return argument_map.statements[statement].text

    def texts(statements):
        return tuple(sorted(map(text, statements)))

    statements = [
        (each.kind, each.text, each.citations) for each in argument_map.statements.values()
    ]
    inferences = [
        (
            texts(inference.premises),
            text(inference.conclusion),
            inference.polarity,
            inference.scheme,
            texts(inference.undercutters),
        )
        for inference in argument_map.inferences.values()
    ]
    pairs = [(text(pair.first), text(pair.second)) for pair in argument_map.contradictions]
    return Counter(statements), Counter(inferences), Counter(pairs)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(map_texts(max_statements=10), st.data())
def test_a_map_that_no_text_could_give_loses_nothing(load, text, data):
    """In any order, with any forms and names, what is written is valid and says the same.

    Such maps come from other formats. Parts that have to be referred to get names, and steps that
    no attribute can express become groups.
    """
    argument_map = load(text)
    statements = [
        evolve(each, is_named=each.is_named and data.draw(st.booleans()))
        for each in data.draw(st.permutations(list(argument_map.statements.values())))
    ]
    inferences = [
        evolve(
            each,
            form=data.draw(st.sampled_from(Form)),
            polarity=data.draw(st.sampled_from(Polarity)),
            scheme=data.draw(st.sampled_from((None, "sign"))),
        )
        for each in data.draw(st.permutations(list(argument_map.inferences.values())))
    ]
    mixed = evolve(
        argument_map,
        statements={each.id: each for each in statements},
        inferences={each.id: each for each in inferences},
    )
    assert relations(load(dump(mixed))) == relations(mixed)
