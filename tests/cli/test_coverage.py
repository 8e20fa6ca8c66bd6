"""Tests ``argmap coverage``: which passages of a source are cited, and by which statements."""

import json

import pytest
from tests.json_schema import DOCS, load, violations

PAPER = """The paper

Trade passed $34 billion in 2021.

Going Forward

It fell again.

Check Also

Another page of this site.
"""
MAP = """\
source paper "The paper" { passages: "1-4" }
source book "A book"
claim trade "They trade a lot" {
  evidence sum "It was $34 billion" @paper:2 "34 billion" @book:7
}
"""
TEXT = ("--source", "paper=paper.txt")


@pytest.fixture
def maps(write):
    """Write a map and its source's text."""
    write("map.argmap", MAP)
    write("paper.txt", PAPER)


def test_the_table_shows_cited_and_uncited_passages(maps, argmap):
    """Each passage has a line; the totals exclude headings and other pages' text."""
    outcome = argmap("coverage", "map.argmap", *TEXT)
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert outcome.stdout == (
        "paper “The paper”\n"
        "   1  (The paper)\n"
        "   2  sum\n"
        "   3  (Going Forward)\n"
        "   4  not cited: It fell again.\n"
        "   5  (not the source's own: Check Also)\n"
        "   6  (not the source's own: Another page of this site.)\n"
        "1 of 2 paragraphs cited (2 headings and 2 not the source's own aside)\n"
    )


def test_json_equals_the_table(maps, argmap):
    """JSON lists each passage with its kind and its citations, and matches its schema."""
    outcome = argmap("coverage", "map.argmap", *TEXT, "--format", "json")
    data = json.loads(outcome.stdout)
    assert data["sources"] == [
        {
            "id": "paper",
            "title": "The paper",
            "unit": "paragraph",
            "count": 2,
            "cited": 1,
            "uncited": [4],
            "whole": [],
            "passages": [
                {"number": 1, "kind": "heading", "cited_by": []},
                {"number": 2, "kind": "text", "cited_by": ["sum"]},
                {"number": 3, "kind": "heading", "cited_by": []},
                {"number": 4, "kind": "text", "cited_by": []},
                {"number": 5, "kind": "foreign", "cited_by": []},
                {"number": 6, "kind": "foreign", "cited_by": []},
            ],
        }
    ]
    assert list(violations(data, load("json-coverage.schema.json"))) == []


def test_json_contains_no_source_text(maps, argmap):
    """Copyrighted words must not reach a file that may be published."""
    outcome = argmap("coverage", "map.argmap", *TEXT, "--format", "json")
    assert not [word for word in ("billion", "fell", "site") if word in outcome.stdout]


def test_the_documented_example_matches_the_schema():
    """The page describes the format correctly."""
    page = (DOCS / "json-coverage.md").read_text(encoding="utf-8")
    example = page.partition("```json\n")[2].partition("```")[0]
    assert list(violations(json.loads(example), load("json-coverage.schema.json"))) == []


def test_each_source_with_a_text_has_its_table(argmap, write):
    """Sources appear in the map's order, separated by an empty line."""
    write("map.argmap", MAP.replace('"A book"', '"A book" { text: "book.md" }'))
    write("paper.txt", PAPER)
    write("book.md", "# A book\n\nSo it says.")
    lines = argmap("coverage", "map.argmap", *TEXT).stdout.splitlines()
    assert lines[7:] == [
        *(
            "1 of 2 paragraphs cited (2 headings and 2 not the source's own aside)",
            "",
            "book “A book”",
        ),
        *("   1  (A book)", "   2  not cited: So it says."),
        "0 of 1 paragraph cited (1 heading aside)",
    ]


def test_a_citation_of_the_whole_source_is_separate(argmap, write):
    """A citation without a location covers no passage."""
    write("map.argmap", 'source paper "P" claim a "A" @paper claim b "B" @paper:2-4')
    write("paper.txt", PAPER)
    lines = argmap("coverage", "map.argmap", *TEXT).stdout.splitlines()
    assert lines[-2:] == [" all  a", "2 of 3 paragraphs cited (3 headings aside)"]


def test_a_map_without_source_texts_is_refused(maps, argmap):
    """The exit code is 2, with a message."""
    outcome = argmap("coverage", "map.argmap")
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert "no source of `map.argmap` has an available text" in outcome.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere.argmap",), "nowhere.argmap"),
        ((".",), "folder"),
        (("map.argmap", "--source", "papre=paper.txt"), "did you mean `paper`?"),
        (("map.argmap", "--source", "paper=nowhere.txt"), "does not exist"),
        (("map.argmap", "--format", "yaml"), "json"),
    ],
)
def test_wrong_usage_ends_in_2(maps, argmap, arguments, message):
    """Unreadable files and invalid options are reported, and nothing else is written."""
    outcome = argmap("coverage", *arguments)
    assert (outcome.returncode, outcome.stdout) == (2, "")
    assert message in outcome.stderr


def test_escapes_in_a_text_do_not_reach_the_terminal(argmap, write):
    """Words of a source are shown without effect."""
    write("map.argmap", 'source s "S\\u{1b}[31m" { text: "s.txt" }\nclaim a "A" @s')
    write("s.txt", "T\n\n\x1b[31mred alert.\x07\u202e")
    outcome = argmap("coverage", "map.argmap")
    assert outcome.returncode == 0
    assert not set(outcome.stdout) & set("\x1b\x07\u202e")


def test_nothing_is_written(maps, argmap, tree):
    """No file changes."""
    before = tree()
    argmap("coverage", "map.argmap", *TEXT)
    assert tree() == before
