"""Excerpts in other notations are one error each, and maps are never taken for one."""

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cases_reader import CASES, read_cases
from tests.strategies import map_texts
from tests.syntax.test_hostile import mutated_maps

from argmap.syntax import ForeignNotation, parse
from argmap.syntax.notations import Notation, find_excerpts
from argmap.text import SourceText
from argmap.workspace.fix import fix_paths

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "from-other-notations.md"

# ---- Documents in other notations ------------------------------------------------------------

SENTENCES = st.sampled_from(
    [
        "Voting should be compulsory.",
        "It raises turnout, and the evidence is clear.",
        "Some claim that it violates liberty.",
        "A blank vote is allowed",
        "Die Wahlbeteiligung steigt überall an.",
    ]
)
NAMES = st.sampled_from(["Vote", "Turnout", "a", "liberty-1", "Größe", "x2"])


def _lines(item, min_size=2, max_size=6):
    return st.lists(item, min_size=min_size, max_size=max_size).map("".join)


@st.composite
def argdown(draw):
    head = draw(st.sampled_from(["", "===\ntitle: A map\n===\n\n", "# Voting\n\n"]))
    text = f"{head}[{draw(NAMES)}]: {draw(SENTENCES)}\n"
    for _ in range(draw(st.integers(1, 5))):
        indent = "  " * draw(st.integers(1, 3))
        relation = draw(st.sampled_from(["+", "-", "->", "<-", "+>", "<+"]))
        text += f"{indent}{relation} <{draw(NAMES)}>: {draw(SENTENCES)}\n"
    return text


@st.composite
def reconstructions(draw):
    premises = draw(st.lists(SENTENCES, min_size=2, max_size=4))
    text = "".join(f"({number}) {premise}\n" for number, premise in enumerate(premises, 1))
    rule = draw(st.sampled_from(["----", "-- Modus Ponens --"]))
    return f"{text}{rule}\n({len(premises) + 1}) {draw(SENTENCES)}\n"


@st.composite
def markdown(draw):
    bullet = draw(st.sampled_from(["-", "*", "1.", "2)"]))
    items = draw(st.lists(SENTENCES, min_size=1, max_size=5))
    heading = draw(st.sampled_from(["", "# Voting\n\n", "Voting\n======\n\n", "## Pro\n"]))
    return heading + "".join(f"{bullet} {item}\n" for item in items)


@st.composite
def yaml(draw):
    keys = ["thesis", "claims", "map", "Pros"]
    text = f"{draw(st.sampled_from(['', '---' + chr(10), 'title: Vote?' + chr(10)]))}"
    for key in draw(st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True)):
        text += f"{key}:\n" + draw(_lines(SENTENCES.map("  - {}\n".format), 1))
    return text


@st.composite
def json(draw):
    from json import dumps

    texts = draw(st.lists(SENTENCES, min_size=1, max_size=4))
    claims = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    data = {"title": "Vote?", "claims": claims}
    return dumps(data, indent=draw(st.sampled_from([None, 2]))) + "\n"


@st.composite
def mermaid(draw):
    head = draw(st.sampled_from(["graph TD", "flowchart LR", "graph BT"]))
    edge = st.builds("  {}[{}] --> {}\n".format, NAMES, SENTENCES, NAMES)
    return f"{head}\n{draw(_lines(edge, 1))}"


@st.composite
def dot(draw):
    edge = st.builds('  {} -> {} [label="{}"];\n'.format, st.just("a"), st.just("b"), SENTENCES)
    head = draw(st.sampled_from(["digraph {", "digraph G {", "strict digraph {"]))
    return f"{head}\n{draw(_lines(edge, 1))}}}\n"


@st.composite
def kialo(draw):
    text = draw(st.sampled_from(["", "Discussion Title: Voting\n\n"]))
    text += f"1. {draw(st.sampled_from(['Thesis: ', 'Pro: ']))}{draw(SENTENCES)}\n"
    for number in range(draw(st.integers(1, 5))):
        side = draw(st.sampled_from(["Pro", "Con"]))
        text += f"1.{number + 1}. {side}: {draw(SENTENCES)}\n"
    return text


@st.composite
def bibtex(draw):
    kind = draw(st.sampled_from(["book", "article", "misc"]))
    entry = f"@{kind}{{smith,\n  title = {{{draw(SENTENCES)}}},\n  year = 2020,\n}}\n"
    return entry * draw(st.integers(1, 3))


@st.composite
def latex(draw):
    body = draw(_lines(st.builds("{} \\cite{{{}}}\n".format, SENTENCES, st.just("smith")), 1))
    environment = f"\\begin{{document}}\n{body}\\end{{document}}\n"
    return draw(st.sampled_from([body, f"\\documentclass{{article}}\n{environment}"]))


@st.composite
def rst(draw):
    title = draw(NAMES)
    note = f".. note:: {draw(SENTENCES)}\n"
    return f"{title}\n{'=' * max(len(title), 3)}\n\n{note}\n{draw(SENTENCES)}\n"


@st.composite
def prose(draw):
    paragraphs = st.lists(SENTENCES, min_size=2, max_size=4).map(" ".join)
    return "\n\n".join(draw(st.lists(paragraphs, min_size=1, max_size=3))) + "\n"


DOCUMENTS = {
    "Argdown": st.one_of(argdown(), reconstructions()),
    "Markdown": markdown(),
    "YAML": yaml(),
    "JSON": json(),
    "Mermaid": mermaid(),
    "Graphviz DOT": dot(),
    "a Kialo export": kialo(),
    "BibTeX": bibtex(),
    "LaTeX": latex(),
    "reStructuredText": rst(),
    "plain text": prose(),
}

# ---- Recognized notations --------------------------------------------------------------------


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_in_another_notation_is_one_error(name):
    """One error covers the text and names the notation; it has no fix, and nothing is parsed."""

    @settings(max_examples=60, deadline=None)
    @given(DOCUMENTS[name])
    def is_one_error(text):
        document = parse(SourceText("x", text))
        (error,) = document.errors
        assert isinstance(error, ForeignNotation)
        assert error.message == f"this looks like {name}, not like argmap"
        assert not error.edits
        assert not document.items
        assert error.span.end == len(text.rstrip())

    is_one_error()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_declarations_around_an_excerpt_are_parsed(name):
    """Between two declarations, an excerpt is one error, and the declarations are parsed."""

    @settings(max_examples=40, deadline=None)
    @given(DOCUMENTS[name])
    def is_one_error(text):
        before, after = 'claim a "A" { tags: x }\n', 'claim b "B" { tags: y }\n'
        text = text.removeprefix("===\ntitle: A map\n===\n")  # only valid at the start of a file
        document = parse(SourceText("x", f"{before}\n{text}\n{after}"))
        assert [item.id.text for item in document.items] == ["a", "b"]
        assert [type(error) for error in document.errors] == [ForeignNotation]

    is_one_error()


def test_the_help_refers_to_the_manual_page():
    """The help for each notation names the page of the manual, which covers the notation."""
    page = PAGE.read_text(encoding="utf-8")
    for notation in Notation:
        assert "docs/from-other-notations.md" in notation.advice
    for notation in ("Argdown", "Markdown", "Kialo", "YAML", "JSON", "Mermaid", "DOT", "BibTeX"):
        assert re.search(rf"^## .*\b{notation}\b", page, re.MULTILINE)


def test_each_example_on_the_manual_page_is_recognized():
    """The examples on the page are recognized as other notations."""
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    foreign = [block for language, block in blocks if not language]
    assert len(foreign) > 8
    for block in foreign:
        (error,) = parse(SourceText("x", block)).errors
        assert isinstance(error, ForeignNotation)


def test_documents_in_other_notations_are_not_fixed(tmp_path):
    """Fixes, including unsafe ones, change nothing in a document in another notation."""
    texts = {}
    for number, strategy in enumerate(DOCUMENTS.values()):
        path = tmp_path / f"{number}.argmap"
        texts[path] = _example(strategy)
        path.write_text(texts[path], encoding="utf-8")
    fixed = fix_paths(texts, unsafe=True)
    assert fixed.changes == ()


def _example(strategy):
    """Return an example of a strategy."""
    examples = []

    @settings(max_examples=5, database=None)
    @given(strategy)
    def collect(text):
        examples.append(text)

    collect()
    return examples[-1]


@pytest.mark.parametrize(
    "line", ["- <B>: It violates liberty", "- It violates liberty", "1.1. Con: It violates liberty"]
)
def test_an_attack_is_not_turned_into_support(line, tmp_path):
    """Neither a fix nor the help suggests to write a possible attack as a claim."""
    text = f'claim t "T" {{\n  {line}\n  evidence e "E" @s\n}}\nsource s "S"\n'
    (error,) = parse(SourceText("x", text)).errors
    assert not error.edits
    assert 'claim "' not in error.help
    assert "`counterpoint`" in error.help


# ---- Maps ------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(st.one_of(map_texts(), mutated_maps()))
def test_a_mutated_map_is_not_taken_for_another_notation(text):
    """No line of a map is in another notation, even after changes of a few characters or lines."""
    assert not find_excerpts(text)


@pytest.mark.parametrize(
    "text",
    ['claim a "A"\n(\n====\n', 'claim a "A"\n---\nclaim: b "B"\n'],
    ids=["a bracket above a rule", "a colon below a rule"],
)
def test_a_rule_beside_a_mistake_is_not_another_notation(text):
    """A heading has words above its rule, and a YAML document has keys below it."""
    assert not find_excerpts(text)


def _texts():
    yield from (path.read_text(encoding="utf-8") for path in (ROOT / "maps").rglob("*.argmap"))
    for path in sorted((CASES / "syntax").glob("*.argmap")):
        if path.stem != "notations":
            for case in read_cases(path):
                yield case.files["map.argmap"]


@pytest.mark.parametrize("seed", range(8))
def test_no_mutation_of_a_written_map_is_taken_for_another_notation(seed):
    """The maps of this repository and all cases of errors, with characters deleted or inserted.

    Each text has its own mutations, which do not depend on the other texts.
    """
    for text in _texts():
        rng = random.Random(f"{seed} {text}")
        assert not find_excerpts(text), text
        offsets = [
            offset
            for offset, character in enumerate(text)
            if character in '"{}:,@\n' or offset % 7 == 0
        ]
        for _ in range(2):
            offset = rng.choice(offsets)
            if "#" in text[text.rfind("\n", 0, offset) + 1 : offset + 2]:
                continue  # a comment without its # is prose
            if '"""' in text[max(offset - 3, 0) : offset + 4]:
                continue  # the lines of a text without its three quotes are prose, too
            piece = rng.choice(["", "", *'"{}:,@>;\\+*-(['])
            if piece in ("+", "*", "-", ">") and not text[:offset].rpartition("\n")[2].strip():
                continue  # such a line is Argdown or Markdown
            mutated = text[:offset] + piece + text[offset + (rng.random() < 0.7) :]
            assert not find_excerpts(mutated), (offset, piece, text[offset - 40 : offset + 40])


HOSTILE = {
    "items": "- a b c\n" * 10_000,
    "brackets": "{" + '"a": [' * 10_000,
    "objects": '{ "a": 1\n' * 10_000,
    "objects and declarations": '{ "a": 1\nclaim a "A"\n' * 5_000,
    "fences": "```\n" * 10_000,
    "rules": "---\n" * 10_000,
    "keys": "a:\n  b: c\n" * 10_000,
    "prose": "It is late and nobody knows why it is\n" * 10_000,
    "a line": "a b " * 50_000,
    "spaces": " " * 100_000 + "- a b",
    "markup": "<!-- " * 10_000,
    "diagrams": "graph TD\nclaim a\n" * 5_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_searched_in_linear_time(text):
    """Long texts of any kind are searched in time, and the excerpts are in order."""
    spans = [span for excerpt in find_excerpts(text) for span in excerpt.spans]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
