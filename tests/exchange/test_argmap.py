"""The exchange format `argmap`."""

from collections import Counter
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.strategies import map_texts

from argmap import exchange
from argmap.formatting import format_text
from argmap.model import Confidence, Context, Form, Polarity, Preference
from argmap.model.attributes import ATTRIBUTES

ALL_ATTRIBUTES = """
map "M" { thesis: a standard: scintilla burden: strict strong-from: 0.5 margin: 0
  doubt-from: 1 lang: en author: "A" date: 2024 tags: t
  note: "n" x-y: z }
source s "S" {
  author: "B" year: 2023 date: 2023-05 valid-until: 2030 publisher: "P"
  url: "https://example.org" doi: "10.1/2"
  text: "s.txt" passages: "2-9", "p3" lang: de-CH reliability: B tags: t note: "n" x-y: z
}
section c "C" {
  tags: t note: "n" x-y: z
  claim a "A" { supported-by: d opposed-by: e contradicts: e }
  evidence d "D" @s {
    supports: e opposes: f undercuts: g outweighs: e scheme: sign critical-question: 1, 3
    label: "L" fidelity: paraphrase
    confidence: likely credibility: 2 held-by: "H" expect: accepted date: 2024-05-31
    valid-until: 2031-02 url: "https://example.org" was: d1, d2 tags: t note: "n" x-y: z
  }
  counterpoint e "E"
  concession h "H" { undercuts: d -> a }
  question q "Q" @s:"art. 6" { options: d exclusive: false expect: open standard: accrual
    label: "L" was: q1 tags: t note: "n" x-y: z
    claim o "O"
    context k "K" @s:§2 { label: "L" date: 2024 url: "https://example.org" was: k1 tags: t note: "n"
      x-y: z } }
  claim f "F" { standard: preponderance
    reason g { premises: e outweighs: d -> a scheme: sign confidence: 0.8 label: "L"
      fidelity: implicit tags: t note: "n" x-y: z context "In a reason" } }
}
"""

MAPS = Path(__file__).parent.parent.parent / "maps"


def dump(argument_map):
    return exchange.dump(argument_map, "argmap")


def assert_same(argument_map, other):
    """Compare maps and the order of their elements, which `==` ignores."""
    assert argument_map == other
    for kind in ("statements", "inferences", "sources", "sections", "questions", "contexts"):
        assert list(getattr(argument_map, kind)) == list(getattr(other, kind))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(map_texts(max_statements=20))
def test_parsing_the_output_gives_the_map(load, text):
    """`parse(print(map)) == map`, in the same order; printing that again gives the same text."""
    argument_map = load(text)
    printed = dump(argument_map)
    again = load(printed)
    assert_same(again, argument_map)
    assert dump(again) == printed


def test_all_attributes_are_written(load):
    """The output has every attribute of the language."""
    argument_map = load(ALL_ATTRIBUTES)
    assert {word[:-1] for word in ALL_ATTRIBUTES.split() if word[-1] == ":"} == {*ATTRIBUTES, "x-y"}
    assert_same(load(dump(argument_map)), argument_map)


def test_small_map(lane, snapshot):
    """Two spaces per level, attributes first, empty lines around declarations with a block."""
    assert dump(lane) == snapshot


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            'claim c "C" { reason r { premises: p, q } } claim p "P" claim z "Z" claim q "Q"',
            id="only the first premise could be nested",
        ),
        pytest.param(
            'claim c "C" { reason r { premises: x claim p "P" } } section s "S" { claim x "X" }',
            id="a premise from another section",
        ),
        pytest.param(
            'claim c "C" { reason r { claim p "P" } } counterpoint u "U" { undercuts: r }',
            id="an undercut from after the reason",
        ),
        pytest.param(
            'counterpoint v "V" { undercuts: r } claim c "C" { reason r { claim p "P" '
            'counterpoint u "U" } }',
            id="an undercut from before the reason",
        ),
        pytest.param(
            'claim c "C" { reason g { claim p "P" { reason h { claim q "Q" } } '
            'counterpoint u "U" { undercuts: h } counterpoint v "V" } }',
            id="an undercutter of two inferences, nested in the outer one",
        ),
        pytest.param(
            'claim c "C" { claim a "A" { opposes: c } } ',
            id="two inferences between the same ends",
        ),
        pytest.param(
            'claim c "C" { supported-by: a claim a "A" }',
            id="the same, with the edge first",
        ),
        pytest.param(
            'claim c "C" { evidence "same" evidence "same" } section "same" evidence "same"',
            id="elements without ids, with the same text",
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
            id="a scheme of two of three inferences",
        ),
        pytest.param(
            'counterpoint k "K" claim c "C" { reason { premises: k, a } } claim a "A"',
            id="a counterpoint as a premise",
        ),
        pytest.param(
            'claim "C" { reason g { premises: k claim p "P" } reason { premises: p '
            'counterpoint k "K" { undercuts: g } claim q "Q" } }',
            id="an undercutter of two reasons, nested in the one without an id",
        ),
        pytest.param(
            'claim a "A" { contradicts: b, a } claim b "B" { contradicts: a }',
            id="contradictions, one with itself",
        ),
        pytest.param('map "M" { thesis: none } claim a "A"', id="a debate without a thesis"),
        pytest.param(
            'map "" { thesis: none } claim "None" { claim k "K" } '
            'claim l "L" { reason { premises: k assumption "None" } }',
            id="a debate, and statements with the text `None`",
        ),
        pytest.param(
            'question "Q" { claim "Same" context "Same" claim "Same" } context "Same" '
            'question "Same" claim c "C" { context "Same" claim "Same" context "Same" }',
            id="options and contexts without ids, with the same text",
        ),
        pytest.param(
            'claim k "K" question q "Q" { options: k, l, e claim m "M" } claim l "L" '
            'evidence e "E"',
            id="options from before and after the question, and of another kind",
        ),
        pytest.param(
            'question q "Q" { options: o claim p "P" { reason { claim o "O" claim "R" } } }',
            id="an option in a reason for the other option",
        ),
        pytest.param(
            'question q "Q" { claim a "A" { reason { premises: b } } claim b "B" claim "C" }',
            id="an option that is a premise of the option before it",
        ),
        pytest.param(
            'section s "S" { question "Q" { options: a } context "C" } '
            'section t "T" { claim a "A" context "C" question "R" { options: b } } claim b "B"',
            id="questions and contexts in sections",
        ),
        pytest.param(
            'claim c "C" { reason r { premises: x context "1" } context "2" reason { premises: y '
            'context "3" } claim k "K" context "4" } claim x "X" claim y "Y"',
            id="contexts among reasons without nested premises",
        ),
        pytest.param(
            'claim c "C" { evidence e "E" reason r { premises: e } outweighs: e -> c, r } '
            'counterpoint k "K" { opposes: c } evidence f "F" { outweighs: k supports: c }',
            id="preferences over inferences between the same ends",
        ),
        pytest.param('section one "1" { section two "2" section three "3" }', id="no statements"),
        pytest.param(
            'map "" { author: "" tags: true, "a b" x-a: -1.50, 2024-05, a -> b, >= 0.5 }',
            id="unusual values",
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
def test_forms_and_order_are_preserved(load, text):
    """Maps that differ only in form or in order are parsed as they were."""
    argument_map = load(text)
    assert_same(load(dump(argument_map)), argument_map)


@pytest.mark.parametrize(
    "string",
    [
        'He said "no" and \\ went',
        "two\n\nparagraphs " * 20,
        "double  spaces stay " * 20,
        'three quotes """ and a backslash \\n ' * 10,
        " space at the ends " * 20,
        "tab\tand\rreturn\u2028and\x00nothing",
        "日本語の文" * 60,
        "#" * 200,
    ],
)
def test_strings_are_preserved(load, string):
    """A long string is folded only if parsing gives the same string."""
    from argmap.syntax import quote

    argument_map = load(f"claim c {quote(string)}")
    assert argument_map.statements["c"].text == string
    assert load(dump(argument_map)) == argument_map


def test_long_prose_is_folded(load, snapshot):
    """A long paragraph is broken at 88 columns."""
    prose = "It is a truth universally acknowledged that a long claim is hard to read in a line. "
    assert dump(load(f'section s "S" {{ claim c "{(prose * 3).strip()}" }}')) == snapshot


def test_deep_prose_has_a_minimum_width(load):
    """At any depth, a line of prose has about forty characters or more."""
    depth = 40
    prose = "word " * 60 + "end"
    opening = "".join(f'claim c{n} "C" {{ ' for n in range(depth))
    output = dump(load(f'{opening} claim last "{prose}" ' + "} " * depth))
    (indent,) = {line[: -len(line.lstrip())] for line in output.splitlines() if " word" in line}
    assert len(indent) == 2 * depth
    lines = [line for line in output.splitlines() if " word" in line]
    assert all(len(line) - len(indent) > 35 for line in lines[:-1])


def test_long_words_are_not_broken(load):
    """A word that is longer than a line is on a line of its own, with or without hyphens."""
    for word in ("w" * 120, "-".join(["wind"] * 30)):
        output = dump(load(f'claim c "{"word " * 30}{word}{" word" * 30}"'))
        assert word in [line.strip() for line in output.splitlines()]


def test_a_short_text_is_a_block_string_if_it_has_paragraphs(load):
    """Paragraphs are written as such; other texts of up to 160 characters are on one line."""
    lines = dump(load('claim c "One\\n\\ntwo"')).splitlines()
    assert lines == ['claim c """', "  One", "", "  two", '  """']
    on_one_line, folded = ("word " * 32)[:-5] + "words", ("word " * 32) + "w"
    assert len(on_one_line) == 160
    assert dump(load(f'claim c "{on_one_line}"')).count("\n") == 1
    assert dump(load(f'claim c "{folded}"')).count("\n") > 1


def test_statements_of_a_section_are_separated_by_empty_lines(load):
    """In the block of a statement, only declarations with a block are."""
    nested = '  claim b "B" {\n    claim c "C"\n    claim d "D"\n  }\n'
    text = f'section s "S" {{\n  claim a "A"\n\n  claim z "Z"\n\n{nested}}}\n'
    assert dump(load(text)) == text


def test_an_option_that_precedes_its_question_is_not_nested_in_it(load):
    """The declarations keep their order."""
    text = 'claim o "O"\n\nquestion q "Q" {\n  options: o, r\n}\n\nclaim r "R"\n'
    assert dump(load(text)) == text


def test_the_first_option_of_an_imported_question_is_nested_in_it(tmp_path, load_file):
    """The question is before its first option, although sections of other files are not yet."""
    (tmp_path / "part.argmap").write_text(
        'section s "S" { claim x "X" } question q "Q" { options: b, a } claim a "A" claim b "B"'
    )
    (tmp_path / "main.argmap").write_text(
        'import "part.argmap" as p\nsection t "T" { claim y "Y" }'
    )
    printed = dump(load_file(tmp_path / "main.argmap"))
    heads = [line.strip(" {") for line in printed.splitlines() if line.strip(" }")]
    assert heads == [
        *('section p-s "S"', 'claim p-x "X"', 'claim p-a "A"', 'section t "T"', 'claim y "Y"'),
        *('question p-q "Q"', "options: p-a", 'claim p-b "B"'),
    ]


def test_imported_files_become_sections(tmp_path, load, load_file, snapshot):
    """Dots in ids become hyphens; everything else is preserved."""
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
    assert [statement.text for statement in again.statements.values()] == [
        statement.text for statement in argument_map.statements.values()
    ]
    assert [inference.form for inference in again.inferences.values()] == [
        inference.form for inference in argument_map.inferences.values()
    ]


@pytest.mark.parametrize("path", sorted(MAPS.rglob("*.argmap")), ids=lambda path: path.name)
def test_maps_of_the_repository(load, load_file, path):
    """Parsing the output gives an equal map, except for dots in ids."""
    argument_map = load_file(path)
    again = load(dump(argument_map))
    if not any("." in id_ for id_ in (*argument_map.statements, *argument_map.sources)):
        assert_same(again, argument_map)
    assert len(again.statements) == len(argument_map.statements)
    assert len(again.inferences) == len(argument_map.inferences)


def test_what_only_a_group_can_say_makes_a_group(load):
    """An inference of another form that has a label, a context or a preference becomes a reason."""
    argument_map = load('claim c "C" { evidence e "E" counterpoint k "K" }')
    inference = argument_map.inferences["e->c"]
    labelled = evolve(inference, label="Warrant", confidence=Confidence(0.5))
    context = Context("x", "X", parent="e->c", location=inference.location)
    preference = Preference("e->c", "k->c", location=inference.location)
    for changes in (
        {"inferences": {**argument_map.inferences, "e->c": labelled}},
        {"contexts": {"x": context}},
        {"preferences": (preference,)},
    ):
        written = load(dump(evolve(argument_map, **changes)))
        first = next(iter(written.inferences.values()))
        assert (first.form, first.premises) == (Form.GROUP, ("e",))
    assert next(iter(written.preferences)).weaker == "k->c"


def test_a_group_with_one_premise_stays_a_group(load):
    """A `reason` with one premise does not become a nested statement."""
    argument_map = load('claim c "C" { reason { claim p "P" } }')
    (inference,) = load(dump(argument_map)).inferences.values()
    assert inference.form is Form.GROUP


def relations(argument_map):
    """Return the statements, inferences and contradictions of a map, without ids and forms."""

    def text(statement):
        return argument_map.statements[statement].text

    def texts(statements):
        return tuple(sorted(map(text, statements)))

    statements = [
        (statement.kind, statement.text, statement.citations)
        for statement in argument_map.statements.values()
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
def test_maps_from_other_formats_are_preserved(load, text, data):
    """With any order, forms and names, the output is valid and has the same relations.

    Elements that are referred to get names, and inferences that no attribute can express become
    groups.
    """
    argument_map = load(text)
    statements = [
        evolve(statement, is_named=statement.is_named and data.draw(st.booleans()))
        for statement in data.draw(st.permutations(list(argument_map.statements.values())))
    ]
    inferences = [
        evolve(
            inference,
            form=data.draw(st.sampled_from(Form)),
            polarity=data.draw(st.sampled_from(Polarity)),
            scheme=data.draw(st.sampled_from((None, "sign"))),
        )
        for inference in data.draw(st.permutations(list(argument_map.inferences.values())))
    ]
    mixed = evolve(
        argument_map,
        statements={statement.id: statement for statement in statements},
        inferences={inference.id: inference for inference in inferences},
    )
    assert relations(load(dump(mixed))) == relations(mixed)


@pytest.mark.parametrize(
    "text",
    [
        'claim a "A" @s:12 "' + "Trade passed 34 " * 3 + '" @s:p9 "' + "It fell by 5 % " * 4 + '"',
        'claim a "' + 'He said \\"no\\" to it. ' * 7 + '"',
        'claim a """\n' + "w" * 150 + " a b c " * 20 + '\n"""',
    ],
)
def test_the_layout_is_that_of_the_formatter(load, text):
    """Many citations are below the text, quotes count with escapes, and long words widen lines."""
    output = exchange.dump(load(f'source s "S"\n{text}'), "argmap")
    assert format_text(output) == output
