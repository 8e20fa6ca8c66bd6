"""The exchange format `argdown`: Argdown 2 text, both ways."""

import json
import os
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path

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
from tests.strategies import map_texts

import argmap
from argmap.exchange import detect, dump
from argmap.exchange._argdown import End
from argmap.exchange.argdown.escaping import clean
from argmap.exchange.argdown.interpretation import interpret
from argmap.exchange.argdown.parser import parse
from argmap.exchange.foreign import ForeignFile
from argmap.model import Polarity
from argmap.model.losses import LossReport

DEBATE = """\
===
title: Should the museum open on Mondays?
author: A. Keeper
date: 27/10/2018
===

[monday]: The museum should open on Mondays. #thesis
  + <visitors>: Many visitors come on Mondays.
    _ <august>: The count was made in August.
  - <cleaning>
  >< [shut]: The museum should stay shut.

# Work {id: "work"}

<cleaning>: Cleaning takes a day.

(1) [dust]: The cases gather dust.
(2) Dusting takes a day. {fidelity: "imputation"}
-- practical reasoning --
(3) [shut]
"""


def members(text):
    """Return the statements and arguments of a document, by their ends."""
    document = parse(ForeignFile("debate", text.encode()))
    interpret(document)
    return document


def relations(text):
    """Return the relations of a document as Argdown counts them."""
    return [f"{one.source.title} {one.type} {one.target.title}" for one in members(text).relations]


# ---- Reading -------------------------------------------------------------------------------------


def test_a_debate():
    """Relations nest, an argument with a PCS is an inference, another one is a statement."""
    (one,) = imported(DEBATE)
    argument_map = one.map
    assert (argument_map.title, argument_map.date) == (
        "Should the museum open on Mondays?",
        "2018-10-27",
    )
    assert argument_map.statements["monday"].tags == ("thesis",)
    assert argument_map.inferences["visitors->monday"].undercutters == ("august",)
    cleaning = argument_map.inferences["cleaning"]
    assert (cleaning.premises, cleaning.conclusion) == (("dust", "dusting-takes-day"), "shut")
    assert cleaning.note == "Cleaning takes a day."
    assert argument_map.inferences["shut->monday"].polarity is Polarity.CON
    assert argument_map.statements["dust"].section == "work"
    assert "fidelity: implicit" in argmap_text(DEBATE)


@pytest.mark.parametrize(
    ("written", "relation"),
    [
        ("[a]: A\n  + [b]: B", "b support a"),
        ("[a]: A\n  <+ [b]: B", "b support a"),
        ("[a]: A\n  +> [b]: B", "a support b"),
        ("[a]: A\n  - <b>: B", "b attack a"),
        ("[a]: A\n  <- <b>: B", "b attack a"),
        ("[a]: A\n  -> <b>: B", "a attack b"),
        ("<a>: A\n  _ <b>: B", "b undercut a"),
        ("<a>: A\n  <_ <b>: B", "b undercut a"),
        ("<a>: A\n  _> <b>: B", "a undercut b"),
        ("[a]: A\n  >< [b]: B", "a contradictory b"),
        ("===\nmodel:\n  mode: strict\n===\n\n[a]: A\n  + [b]: B", "b entails a"),
        ("===\nmodel:\n  mode: strict\n===\n\n[a]: A\n  - [b]: B", "b contrary a"),
    ],
)
def test_relations_have_a_direction(written, relation):
    """All signs, and what they mean between statements in strict mode."""
    assert relations(written) == [relation]


def test_relations_of_an_argument_with_a_pcs_lead_from_its_conclusion():
    """An undercut of the argument is one of its last inference."""
    text = "[x]: X\n  + <a>\n\n<a>\n\n(1) P\n----\n(2) [c]: C\n\n<u>: U\n  _> <a>\n"
    assert relations(text) == ["c support x", "u undercut a"]
    assert {one.target.kind for one in members(text).relations} == {"statement", "inference"}


def test_an_argument_supports_its_own_conclusion_once():
    """The relation to the conclusion adds nothing to the PCS."""
    (one,) = imported("[c]\n  + <a>\n\n<a>\n\n(1) P\n----\n(2) [c]: C\n", "argdown")
    assert len(one.map.inferences) == 1


def test_a_pcs_with_an_intermediate_conclusion():
    """An inference uses what comes after the last conclusion, or what `uses` names."""
    text = "(1) A\n(2) B\n--\nModus ponens\n--\n(3) C\n(4) D\n-- {uses: [1, 4]} --\n(5) E\n"
    (one,) = imported(text, "argdown")
    assert {frozenset(inference.premises) for inference in one.map.inferences.values()} == {
        frozenset(("a", "b")),
        frozenset(("a", "d")),
    }
    assert {"Modus ponens"} == {
        rule for one_ in one.map.inferences.values() for rule in one_.extra.get("x-rule", ())
    }


def test_a_scheme_is_an_inference_rule():
    """A rule that is the name of a scheme becomes the scheme."""
    (one,) = imported("(1) A\n-- Expert opinion --\n(2) B\n", "argdown")
    (inference,) = one.map.inferences.values()
    assert inference.scheme == "expert-opinion"


def test_the_last_text_of_a_statement_counts():
    """Other wordings of an equivalence class are kept; `isCanonical` chooses one."""
    (one,) = imported("[a]: First\n  + [b]: B\n\n[a]: Second\n", "argdown")
    assert one.map.statements["a"].text == "Second"
    assert one.map.statements["a"].extra == {"x-wording": ("First",)}
    (one,) = imported("[a]: First {isCanonical: true}\n  + [b]: B\n\n[a]: Second\n", "argdown")
    assert one.map.statements["a"].text == "First"


def test_marks_in_texts():
    """Emphasis, escapes, mentions, shortcodes and tags at the end are not part of the text."""
    text = (
        "[a]: **So** \\[he\\] says_it, see @[b] .^. \\# 1 #t #(two words)\n"
        "  + [b]: x * y and 3_000\n"
    )
    (one,) = imported(text, "argdown")
    statement = one.map.statements["a"]
    assert statement.text == "So [he] says_it, see b ∧ # 1"
    assert statement.tags == ("t", "two words")
    assert one.map.statements["b"].text == "x * y and 3_000"


def test_comments_are_skipped():
    """All three kinds, also with relations in them."""
    text = "// one\n[a]: A // two\n  <!--\n  + [x]: X\n  -->\n  + [b]: B /* three */\n"
    assert relations(text) == ["b support a"]
    assert totals(imported(text, "argdown")[0].report)["comment"] == 4


def test_indentation_nests():
    """Tabs and spaces count as they are; line ends do not matter."""
    text = "[a]: A\r\n\t+ [b]: B\r\n\t\t- [c]: C\r\n\t+ [d]: D\r\n"
    assert relations(text) == ["b support a", "c attack b", "d support a"]


def test_prose_becomes_context():
    """A paragraph without title and relations is prose; its links are citations."""
    (one,) = imported("See [the report](https://example.org/r).\n\n[a]: A\n  + <b>: B\n", "argdown")
    (context,) = one.map.contexts.values()
    assert context.text == "See the report."
    assert one.map.sources[context.citations[0].source].url == "https://example.org/r"


def test_included_files():
    """A circle does no harm, and a file outside of the folder is not read."""
    neighbors = {
        "b.argdown": b"B\n\n@include(c/d.argdown)\n",
        "c/d.argdown": b"@include(../b.argdown)",
    }
    text = "[a]: A\n\n@include(b.argdown)\n\n@include(../secret)\n\n@include(/etc/passwd)\n"
    (one,) = imported(text, "argdown", neighbors=neighbors)
    assert [context.text for context in one.map.contexts.values()] == ["B"]
    assert totals(one.report)["include"] == 5
    assert one.report.kept["include"] == 2


def test_groups_of_front_matter():
    """`regroup` replaces the headings."""
    pytest.importorskip("ruamel.yaml")
    text = (
        "===\ngroup:\n  regroup:\n    - title: G\n      statements: [b]\n===\n\n"
        "# H\n\n[a]: A\n  + [b]: B\n"
    )
    (one,) = imported(text, "argdown")
    assert [section.title for section in one.map.sections.values()] == ["G"]
    assert one.map.statements["b"].section == "g"
    assert "dropped section: the groups in front matter replace it (line 8)" in losses(text)


def test_annotations_of_ipsissima():
    """The keys become a source, a locator, a quotation, the fidelity and a note, and come back."""
    text = (
        '===\ndefaults: {chapter: "source/paper.md", reviewed: "2026-08-20"}\n===\n\n'
        '[a]: A\n    {fidelity: "compression", pinpoint: "p. 12", source: "\\"the words\\"",'
        ' note: "Why"}\n  + [b]: B {section: "Method"}\n'
    )
    (one,) = imported(text, "argdown")
    statement = one.map.statements["a"]
    (citation,) = statement.citations
    assert (str(citation.locator), citation.quotation) == ("p12", "the words")
    assert one.map.sources[citation.source].text == "source/paper.md"
    assert (statement.fidelity.value, statement.note) == ("condensed", "Why")
    assert statement.extra == {"x-reviewed": ("2026-08-20",)}
    assert str(one.map.statements["b"].citations[0].locator) == '"#Method"'
    again = dump(one.map, "argdown")
    assert (
        '{chapter: "source/paper.md", source: "\\"the words\\"", pinpoint: "p. 12", '
        'fidelity: "compression", note: "Why", x-reviewed: "2026-08-20"}'
    ) in again


def test_syntax_errors_do_not_lose_the_rest():
    """Argdown refuses these files; here, what is wrong is reported."""
    assert losses("[a]: A\n  + [b]: B\n  +\n") == [
        "dropped support: it has no statement to relate (line 3)"
    ]
    text = "<a>: A\n  + <b>: B\n\n<a>\n\n(1) P\n"
    assert "dropped premise-conclusion structure: it has no conclusion (line 1)" in losses(text)
    assert "dropped data: it is not valid YAML (line 1)" in losses("[a]: A {b: ]}\n  + [c]: C\n")


# ---- Recognition ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        DEBATE,
        "[a]: A text.\n  + Another text.\n",
        "<Argument>: A text.\n  - <Other>\n",
        "Text\n  + <an argument>\n",
        "(1) A\n(2) B\n----\n(3) C\n",
        "A\n  <+ B\n  <- C\n",
        "===\ntitle: T\n===\n\nText.\n",
        "@include(a.argdown)\n",
    ],
)
def test_argdown_is_recognized(text):
    """Titles with relations, a PCS, front matter and includes are signs of Argdown."""
    assert detect(ForeignFile("x", text.encode())) == "argdown"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Some prose.\n\nMore of it, [with] <brackets>.\n",
        "# Notes\n\n- one\n  - two\n+ three\n",
        "- [ ] to do\n- [x] done\n- [a link](https://example.org)\n",
        "[1]: https://example.org\n[^2]: A footnote\n\n- item\n",
        "- <https://example.org>\n- <b>bold</b>\n",
        'claim a "A" { note: "[x]: y\n  + [z]: z" }\n',
        "```\n[a]: A\n  + [b]: B\n```\n",
        "---\ntitle: T\n---\n",
        "1. Yes\n1.1. Pro: [a]: b\n",
        '{"a": 1}',
        "f ::\n  -> Int\n  -> Int\n",
    ],
)
def test_other_texts_are_not_argdown(text):
    """Markdown, prose, argmap, code, Kialo and JSON."""
    assert detect(ForeignFile("x", text.encode())) != "argdown"


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("# A heading\n\nSome text.\n", "argdown"),
        ("<A>(1): Text\n", "argdown"),
        ("[A title]: (A text) with a [link](https://example.org).\n", "argdown"),
        ("<svg><title>A</title></svg>", None),
        ('{"a": 1}', None),
        ("1. Yes\n1.1. Pro: Text\n", "kialo"),
    ],
)
def test_the_suffix_decides_what_the_content_does_not(text, format_):
    """Any text is valid Argdown, but a file that is in another format is not read as Argdown."""
    assert detect(ForeignFile("notes.argdown", text.encode())) == format_
    assert detect(ForeignFile("notes.md", text.encode())) in (None, "kialo")


# ---- Writing -------------------------------------------------------------------------------------


def test_a_map_is_written(lane):
    """Nested statements, PCS with undercuts, contradictions, sections, sources and data."""
    assert (
        dump(lane, "argdown")
        == """\
===
title: "Should we build the bicycle lane?"
thesis: ["build-it"]
author: ["The council"]
date: "2024-05"
sources: {counts: {title: "Traffic counts, Mill Road", year: 2024, \
url: "https://example.org/counts", author: ["City of Ely"]}}
===

[build-it]: Build the lane {expect: "accepted"}
  + [cheap]
  - [cost]: It costs too much
    - [cheap]
    >< [cheap]
    - [grant]: The state pays for it

(1) [cyclists]: Mill Road has 9,000 cyclists a day {chapter: "counts", source: "\\"9,000\\"", \
pinpoint: "¶3", citations: [{chapter: "counts", pinpoint: "p. 7"}], confidence: "very-likely", \
held-by: ["the police", "the city"]}
----
  <_ [rivals]
(2) [build-it]

<safer>

(1) [kerb]: A kerb keeps cars out {kind: "claim", note: "where there is one"}
(2) Fewer cars in the lane mean fewer accidents
-- cause-to-effect --
  <_ [junctions]: Most accidents happen at junctions
    - [few]: There are two junctions {chapter: "counts"}
(3) [build-it]

# What it costs {id: "money"}

[cheap]: A metre costs 900 euros {kind: "claim"}

## Side streets

[rivals]: Rivals would build it elsewhere
"""
    )


def test_what_argdown_cannot_express(load):
    """Linked attacks, questions and preferences."""
    report = LossReport()
    text = dump(
        load(
            'question q "Which?" { claim x "X" claim y "Y" }\n'
            'claim a "A" {\n  objection o { assumption p "P" assumption r "R" }\n'
            '  evidence e "E" { outweighs: o }\n}\n'
        ),
        "argdown",
        report,
    )
    assert "(3) Not: A\n  -> [a]" in text
    assert [(loss.action.value, loss.element) for loss in report.losses] == [
        ("changed", "inference"),
        ("dropped", "preference"),
        ("changed", "question"),
    ]
    (again,) = imported(text, "argdown")
    objection = again.map.inferences["o"]
    assert (objection.premises, objection.conclusion) == (("p", "r"), "a")
    assert objection.polarity is Polarity.CON
    assert again.map.questions["q"].options == ("x", "y")


def contents(argument_map):
    """Return what the format keeps of a map, by texts."""

    def text(id_):
        return clean(argument_map.statements[id_].text) or "[no text]"

    return {
        "statements": Counter(
            (one.kind, text(one.id), one.fidelity, one.confidence, one.tags, one.held_by, one.date)
            for one in argument_map.statements.values()
        ),
        "inferences": {
            (
                frozenset(map(text, one.premises)),
                text(one.conclusion),
                one.polarity,
                frozenset(map(text, one.undercutters)),
                one.scheme,
                one.confidence,
            )
            for one in argument_map.inferences.values()
        },
        "contradictions": {
            frozenset((text(pair.first), text(pair.second))) for pair in argument_map.contradictions
        },
        "questions": Counter(
            (clean(one.text) or "[no text]", frozenset(map(text, one.options)), one.is_exclusive)
            for one in argument_map.questions.values()
        ),
        "contexts": Counter(
            clean(one.text) or "[no text]" for one in argument_map.contexts.values()
        ),
        "sources": sorted(argument_map.sources),
        "sections": len(argument_map.sections),
    }


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(map_texts())
def test_a_map_comes_back(text):
    """A map that is written and read has the same statements, inferences and questions."""
    argument_map = argmap.loads(text, strict=False)
    again = argmap.loads(dump(argument_map, "argdown"), format="argdown")
    assert contents(again) == contents(argument_map)


def test_losses_of_a_text():
    """`argmap.loads` returns a map with what was lost."""
    argument_map = argmap.loads("[a]: *A*\n  + <b>: B // why\n", format="argdown")
    assert [(loss.action.value, loss.element, loss.place) for loss in argument_map.losses] == [
        ("dropped", "comment", "line 2"),
        ("changed", "emphasis", "line 1"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "(1) a\n" + "b c d e f g h i j k l m n o p\n" * 40 + "-",
        "===\n" + "a:\n" * 10_000,
        "<!--" * 10_000,
        "/*" * 10_000 + "*/",
        "[a]\n" * 10_000,
        "[a]:" + " " * 20_000 + "\n",
    ],
)
def test_recognition_takes_linear_time(text):
    """No text that is almost in the format takes long to look at."""
    start = time.process_time()
    detect(ForeignFile("x", text.encode()))
    assert time.process_time() - start < 5


# ---- Other programs and real files ---------------------------------------------------------------


def real_argdown():
    """Return the command of Argdown's own program; skip the test without it.

    `ARGMAP_NODE_MODULES` names a folder in which `npm install @argdown/cli@2.0.0` was run.
    """
    folder = Path(os.environ.get("ARGMAP_NODE_MODULES", "node_modules"))
    script = folder / "node_modules" / "@argdown" / "cli" / "dist" / "cli.js"
    node = shutil.which("node")
    if node is None or not script.exists():
        pytest.skip("@argdown/cli is not installed; ARGMAP_NODE_MODULES names its folder")
    return [node, str(script)]


@pytest.fixture
def argdown_json(tmp_path):
    """A function that returns what Argdown's own program reads in texts."""
    command = real_argdown()

    def read(texts):
        for number, text in enumerate(texts):
            (tmp_path / f"m{number}.argdown").write_text(text, encoding="utf-8")
        process = subprocess.run(
            [*command, "json", str(tmp_path / "*.argdown"), str(tmp_path)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        assert "syntax errors" not in process.stdout + process.stderr
        return [
            json.loads((tmp_path / f"m{number}.json").read_text(encoding="utf-8"))
            for number in range(len(texts))
        ]

    return read


def test_argdown_reads_what_argmap_writes(argdown_json, lane, load):
    """Argdown's program finds the same statements, arguments and relations in our texts."""
    hard = load(
        'claim _ "1. a //b {c} #d [e]: <f> === .^. *g* _h_ @[i] \\\\ http://x.org :heart: (1) -- j"'
        " {\n"
        '  assumption "- k" counterpoint "(1) l" { tags: "a b", "c)" }\n'
        '  objection _x { assumption "m" assumption "n" }\n'
        '  reason { label: "[x]" scheme: sign assumption "o" counterpoint "p" }\n}\n'
    )
    texts = [dump(one, "argdown") for one in (lane, hard)]
    for text, data in zip(texts, argdown_json(texts), strict=True):
        document = members(text)
        kinds = Counter(end.kind for end in document.members)
        assert kinds == {"statement": len(data["statements"]), "argument": len(data["arguments"])}
        assert Counter(one.type for one in document.relations) == Counter(
            one["relationType"] for one in data["relations"]
        )
        for title, statement in data["statements"].items():
            written = document.members.get(End("statement", title))
            if written is not None and written.wordings:
                texts_ = [one["text"] for one in statement["members"] if "text" in one]
                shown = texts_[-1].partition("#")[0]
                assert " ".join(shown.split()) == written.wordings[-1].partition("#")[0].strip()


def test_the_real_files_are_counted_as_argdown_does():
    """Statements, arguments and relations are those of Argdown's own program."""
    for path in shared_data("argdown"):
        expected = counts(path)
        file = ForeignFile(path.name, path.read_bytes(), _neighbors(path))
        (one,) = argmap.exchange.load(file, "argdown")
        reloaded(one.map)
        if not expected["parses"]:
            continue
        found = totals(one.report)
        assert found["statement"] == expected["statements"], path
        assert found["argument"] == expected["arguments"], path
        assert found["premise-conclusion structure"] == expected["pcs"], path
        assert found["section"] == expected["sections"], path
        assert found["tag"] == len(expected["tags"]), path
        for type_, count in expected["relations_by_type"].items():
            assert found[type_] == count, path


def _neighbors(path):
    def read(relative):
        file = path.parent / relative
        return file.read_bytes() if file.is_file() else None

    return read


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged(DEBATE, "[a]: A {b: 1}\n  + <b>\n\n<b>\n\n(1) C\n--\nD {uses: [1]}\n--\n(2) [a]\n"))
def test_damaged_files_are_read_or_refused(text):
    """No mistake in a file is a fault of argmap."""
    assert_reads_or_refuses(text, "argdown")


def test_large_files_are_read():
    """Deep nesting and many statements need linear time."""
    deep = "".join(f"{' ' * level}{'+ ' if level else ''}[s{level}]: T\n" for level in range(2000))
    (one,) = imported(deep, "argdown")
    assert len(one.map.inferences) == 1999
    for hostile in ("{" * 50_000, "[" * 50_000, "<!--" * 9_000, "@<" * 20_000, "--\n" * 9_000):
        assert_reads_or_refuses(hostile, "argdown")
