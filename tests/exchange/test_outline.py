"""The exchange format `outline`."""

import html
import re

import pytest
from hypothesis import HealthCheck, given, settings
from tests.strategies import map_texts, words

from argmap.evaluation import evaluate
from argmap.exchange.outline import OutlineAnnotations, outline
from argmap.exchange.outline.markdown import linked, shorten
from argmap.model import Status
from argmap.syntax import quote
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution


def dump(argument_map, *annotations):
    return outline(argument_map, *annotations)


def visible_text(markdown):
    """Return the text of rendered Markdown, without its structure."""
    library = pytest.importorskip("markdown_it")
    rendered = library.MarkdownIt("commonmark").render(markdown)
    return html.unescape(re.sub(r"<br />\n|<[^>]*>", " ", rendered))


def test_small_map(lane, snapshot):
    """The thesis comes first, with a word for each role, then the sections, then the sources."""
    assert dump(lane) == snapshot


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(map_texts())
def test_each_statement_is_printed_in_full_once(load, text):
    """In any map, also with cycles, no statement is missing or repeated."""
    from argmap.exchange.outline import OutlinePrinter

    argument_map = load(text)
    printed = []
    original = OutlinePrinter._full_text

    def record(self, statement, *args, **kwargs):
        printed.append(statement)
        return original(self, statement, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(OutlinePrinter, "_full_text", record)
        dump(argument_map)
    assert sorted(printed) == sorted(argument_map.statements)


def test_a_cycle_begins_with_its_first_statement(load):
    """Statements that support each other are nested under the first one."""
    argument_map = load('claim a "Alpha" { supports: b } claim b "Beta" { supports: a }')
    assert "**Alpha**\n\n- **because** Beta\n" in dump(argument_map)
    assert "“Beta” (below)" not in dump(argument_map).partition("Beta")[0]


def test_relations_between_sections_are_references(load):
    """A statement is printed in its own section; other sections refer to it, with a link."""
    argument_map = load(
        'claim thesis "The thesis" section s "Chapter" { claim part "A part" { supports: thesis } }'
    )
    output = dump(argument_map)
    assert "**The thesis**\n\n- **because** “A part” ([below](#chapter))\n" in output
    assert "## Chapter\n\n**A part**\n\n- (see also: " in output
    assert "this speaks for “The thesis” (above)" in output


def test_headings_with_one_title_have_different_links(load):
    """The second one has a number, as on GitHub; punctuation is left out of links."""
    output = dump(
        load(
            'map "Why?" { thesis: t } claim t "T" { supported-by: a, b, c }'
            'section "Why?" { claim a "A" } section "Why: not so" { claim b "B" }'
            'section "Why?" { claim c "C" }'
        )
    )
    assert re.findall(r"\[below\]\((.*?)\)", output) == ["#why-1", "#why-not-so", "#why-2"]


def test_imported_files_come_where_they_are_used(tmp_path):
    """Imports are at the top of a file, but a reader follows the argument."""
    files = {
        "map.argmap": 'map "M" { thesis: t } import "z.argmap" as z import "c.argmap" as c '
        'import "b.argmap" as b claim t "T" { supported-by: one, two } '
        'section "One" { claim one "1" { supported-by: b.b } } '
        'section "Two" { claim two "2" { supported-by: c.c } }',
        "b.argmap": 'map "B" {} claim b "B" { evidence e "E" { supports: d } } claim d "D"',
        "c.argmap": 'map "C" { thesis: c } claim c "C"',
        "z.argmap": 'map "Z" { thesis: z } claim z "Z"',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    argument_map = load_resolution(tmp_path / "map.argmap", FileCache()).map
    headings = re.findall(r"^## (.*)", dump(argument_map), re.MULTILINE)
    assert headings == ["One", "B", "Two", "C", "Z"]


def test_sections_without_roots_have_no_heading(load):
    """A section without roots is omitted, unless it contains one that has roots."""
    argument_map = load(
        'map "M" { thesis: t } section e "Empty" section o "Outer" { section i "Inner" '
        '{ claim a "A" } } section s "Thesis only" { claim t "T" }'
    )
    headings = re.findall(r"^#+ .*$", dump(argument_map), re.MULTILINE)
    assert headings == ["# M", "## Outer", "### Inner"]


def test_each_role_has_a_word(load):
    """Support, objection, rebuttal, undercut and linked premises have different words."""
    output = dump(
        load(
            'claim c "C" { evidence "E" assumption "A" counterpoint "K" { counterpoint "R" claim '
            '"B" } reason { claim "P" evidence "Q" counterpoint "U" } objection { claim "X" '
            'claim "Y" counterpoint "V" } }'
        )
    )
    for line in (
        "- **evidence:** E",
        "- **assuming** A",
        "- **but** K",
        "  - **however** R",
        "  - **because** B",
        "- **because, together:**",
        "  - P",
        "  - *evidence:* Q",
        "  - **but this is not a reason, since** U",
        "- **but, together:**",
        "  - **but this is not an objection, since** V",
    ):
        assert f"{line}\n" in output


@pytest.mark.parametrize(
    "string",
    [
        "*not* _emphasised_ **at** __all__",
        "<script>alert(1)</script> & &copy; &#35;",
        "`code` ```more``` ~~gone~~",
        "# no heading #",
        "1. no list",
        "- no list either",
        "+ nor this",
        "> no quotation",
        "--- === ***",
        "[a](javascript:x) ![b](c) [d]: e",
        "costs $5 or $6",
        "a \\ b \\* c",
        "http://x.example/_a_",
    ],
)
def test_markup_is_escaped(load, string):
    """No text of a statement, a title or a source is interpreted as Markdown or HTML."""
    text = quote(string)
    output = dump(
        load(
            f"map {text} {{ note: {text} author: {text} }} source s {text} {{ publisher: {text} }} "
            f"section {text} {{ claim {text} @s {text} {{ note: {text} claim {text} "
            f'{{ held-by: {text} }} reason {{ claim {text} claim {text} }} }} }} claim other "O"'
        )
    )
    assert visible_text(output).count(string) == 13


@given(words)
def test_any_text_is_escaped(text):
    """Escaped text is displayed as it is, except for spaces and control characters."""
    from argmap.exchange.outline.markdown import escape_lines

    words_ = visible_text(f"- **because** {escape_lines(text, '  ')}").split()
    visible = re.sub(r"\s*[\r\n\u2028\u2029]\s*|\t", " ", text.strip())
    visible = re.sub("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", _escaped, visible)
    assert words_ == ["because", *visible.split()]


def _escaped(match):
    return f"\\u{{{ord(match[0]):x}}}"


def test_statuses_are_annotated(load):
    """Statements that are not accepted are marked, and inferences that fail by themselves."""
    argument_map = load(
        'map "M" { thesis: t } claim t "T" { reason r { claim a "A" counterpoint u "U" } '
        'counterpoint c "C" { counterpoint d "D" } assumption b "B" }'
    )
    rejected = {"c", "r"}
    ids = (*argument_map.statements, *argument_map.inferences)
    statuses = {id_: Status.REJECTED if id_ in rejected else Status.ACCEPTED for id_ in ids}
    output = dump(argument_map, OutlineAnnotations(statuses=statuses | {"b": Status.UNDECIDED}))
    assert "*Result: 4 accepted, 1 rejected, 1 undecided. The thesis is accepted.*" in output
    assert "**T**\n" in output
    assert "- **because** *(does not hold)* A\n" in output
    assert "- **but** C *(rejected)*\n" in output
    assert "- **assuming** B *(undecided)*\n" in output
    assert "accepted" not in dump(argument_map)


def test_folded_statements_are_counted(load):
    """With a link to their outline; in a view, without a link."""
    argument_map = load('claim a "A" { url: "part.md" } claim b "B" { supports: a }')
    output = dump(argument_map, OutlineAnnotations(folded={"a": 2}))
    assert "**A**\n\n- " in output
    assert "- [… 2 more statements, in a separate outline](part.md)\n" in output
    output = dump(argument_map, OutlineAnnotations(folded={"b": 1}, view="Section *x*"))
    assert "*A part of the map: Section \\*x\\**\n" in output
    assert "- *… 1 more statement*\n" in output


@pytest.mark.parametrize(
    ("url", "citation"),
    [
        ("https://example.org/a_(b)?c=d&e", "[s ¶1](<https://example.org/a_(b)?c=d&amp;e>)"),
        ("https://example.org/*x*", "[s ¶1](https://example.org/*x*)"),
        *((url, "(s ¶1)") for url in ("a b", "x>y", "//example.org", "/etc/passwd")),
    ],
)
def test_citations_link_to_sources(load, url, citation):
    """A citation links to the URL of the source, if it is safe."""
    argument_map = load(f'source s "S" {{ url: "{url}" }} claim a "A" @s:1')
    assert citation in dump(argument_map)
    library = pytest.importorskip("markdown_it")
    rendered = library.MarkdownIt("commonmark").render(dump(argument_map))
    links = {html.unescape(link) for link in re.findall('href="([^"]*)"', rendered)}
    assert links == ({url} if citation.startswith("[") else set())


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "\ud800", "", None])
def test_unsafe_urls_are_not_linked(url):
    """This does not depend on the checks of the parser."""
    assert linked("text", url) == "text"


def test_a_doi_is_linked(load):
    """Citations link to the DOI if the source has no URL."""
    argument_map = load('source s "S" { doi: "10.1000/182" } claim a "A" @s:p2')
    assert "([s p. 2](https://doi.org/10.1000/182))" in dump(argument_map)
    assert "[doi:10.1000/182](https://doi.org/10.1000/182)" in dump(argument_map)


def test_line_ends_are_kept(load):
    """A text of two paragraphs is displayed as two lines of one item."""
    output = dump(load('claim "Top" { claim "One\\n\\n2. Two" }'))
    assert "- **because** One\\\n  2\\. Two\n" in output


def test_the_indentation_is_limited(ladder):
    """Items deeper than 20 levels have the same indentation and contain their level."""
    output = dump(ladder)
    assert max(len(line) for line in output.splitlines()) < 140
    assert "\n" + "  " * 20 + "- (level 4999) **because** Rung 4999\n" in output
    assert output.count("deeper levels continue at this indentation") == 1


def test_shortened_texts_are_cut_between_words():
    """A word that takes half of the limit or more is cut; a shorter one is left out."""
    assert shorten("word " * 50, 20) == "word word word word…"
    assert shorten("wo " + "long" * 20, 20) == "wo longlonglonglongl…"
    assert shorten("a short\ntext", 20) == "a short text"


def test_references_are_shortened(load):
    """A reference to a long text contains its beginning."""
    words_ = "word " * 60
    output = dump(load(f'claim a "A" {{ supported-by: b }} section "S" {{ claim b "{words_}" }}'))
    assert re.search(r"- \*\*because\*\* “(word )+word…” \(\[below\]\(#s\)\)", output)


def test_bars_do_not_become_tables(load):
    """Bars at the start of a line are escaped, because Markdown on GitHub has tables."""
    library = pytest.importorskip("markdown_it")
    argument_map = load(r'claim a "A" { evidence "|a|b\n|-|-|-|" }')
    rendered = library.MarkdownIt("commonmark").enable("table").render(dump(argument_map))
    assert "<table" not in rendered
    assert "|-|-|-|" in rendered


DECISION = """
map "M" { thesis: a }
context budget "The budget is 12 million" { label: "Budget" }
claim a "A" {
  label: "Title"
  concession c "C" { counterpoint n "N" }
  reason { label: "Why"  confidence: likely  fidelity: interpretation  claim p "P" }
  reason r { claim k "K"  claim l "L"  concession u "U"  context w "W" }
}
question q "Which?" {
  exclusive: false
  options: p
  context v "V"
  claim x "X" { fidelity: implicit  outweighs: y }
  claim y "Y" { counterpoint z "Z" }
}
"""


def test_questions_contexts_and_concessions(load):
    """Options are nested under their question, and contexts under what they are about."""
    argument_map = load(DECISION)
    evaluation = evaluate(argument_map)
    ids = (*argument_map.statements, *argument_map.inferences)
    statuses = {id_: evaluation.status(id_) for id_ in ids}
    text = dump(argument_map, OutlineAnnotations(statuses))
    for lines in (
        "**Title:** **A**\n\n- **although** C *(refuted)*\n  - **however** N\n",
        "- **because** *(“Why”; our reading; inference: likely)* P\n",
        "  - *context:* W\n  - K\n  - L\n  - **although, as an exception,** U\n",
        "*context:* **Budget:** The budget is 12 million\n",
        "**Which?** *(answer: “X” and “P”)* (several options may be accepted)\n\n- *context:* V\n",
        "- **option, accepted:** X (our reading: implicit)\n",
        "  - (see also: this outweighs “Y” (below))\n",
        "- **option:** Y *(rejected)*\n  - **but** Z\n",
        "- **option, accepted:** “P” (above)\n",
    ):
        assert lines in text
    assert text.index("context:* **Budget") < text.index("**Which?**")


def test_an_undercutter_without_effect_is_not_called_an_attack(load):
    """It holds, but it is too improbable to count, so the reason holds, too."""
    argument_map = load(
        'map "T" { standard: preponderance } claim t "It leaks" { reason { assumption g "The grass '
        'is green" counterpoint dog "A dog did it" { confidence: almost-no-chance } } }'
    )
    evaluation = evaluate(argument_map)
    ids = (*argument_map.statements, *argument_map.inferences)
    statuses = {id_: evaluation.status(id_) for id_ in ids}
    output = dump(argument_map, OutlineAnnotations(statuses))
    assert "- **although, without effect,** A dog did it" in output
    assert "but this is not a reason" not in output
