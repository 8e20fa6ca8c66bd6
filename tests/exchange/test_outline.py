"""The map as a Markdown outline."""

import html
import re

import pytest
from hypothesis import HealthCheck, given, settings
from tests.strategies import map_texts, words

from argmap.exchange import get
from argmap.exchange.outline import OutlineAnnotations
from argmap.exchange.outline.markdown import linked, shorten
from argmap.model import Status
from argmap.syntax import quote


def dump(argument_map, *told):
    return get("outline").dump(argument_map, *told)


def shown(markdown):
    """Return what a reader of Markdown sees, without its structure."""
    library = pytest.importorskip("markdown_it")
    rendered = library.MarkdownIt("commonmark").render(markdown)
    return html.unescape(re.sub(r"<br />\n|<[^>]*>", " ", rendered))


def test_the_small_map(lane, snapshot):
    """It reads: thesis first, each role in a word, then the sections, then the sources."""
    assert dump(lane) == snapshot


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50
)
@given(map_texts())
def test_every_statement_stands_in_it_in_full_once(load, text):
    """Whatever the map's shape, also with rings, no statement is lost and none comes twice."""
    from argmap.exchange.outline import Listing

    argument_map = load(text)
    printed = []
    original = Listing._in_full

    def counted(self, statement, *others, **more):
        printed.append(statement)
        return original(self, statement, *others, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Listing, "_in_full", counted)
        dump(argument_map)
    assert sorted(printed) == sorted(argument_map.statements)


def test_a_ring_is_opened_at_its_first(load):
    """Statements that support each other in a circle are printed, and the circle is referred to."""
    argument_map = load('claim a "Alpha" { supports: b } claim b "Beta" { supports: a }')
    assert "**Alpha**\n\n- **because** Beta\n" in dump(argument_map)
    assert "“Beta” (below)" not in dump(argument_map).partition("Beta")[0]


def test_what_bears_on_another_section_opens_its_own(load):
    """A statement is nested where its section is; elsewhere it is referred to."""
    argument_map = load(
        'claim thesis "The thesis" section s "Chapter" { claim part "A part" { supports: thesis } }'
    )
    written = dump(argument_map)
    assert "**The thesis**\n\n- **because** “A part” (below)\n" in written
    assert "## Chapter\n\n**A part**\n\n- (see also: " in written
    assert "this speaks for “The thesis” (above)" in written


def test_sections_without_statements_of_their_own_have_no_heading(load):
    """A chapter whose statements all stand elsewhere is left out; one around others is not."""
    argument_map = load(
        'map "M" { thesis: t } section e "Empty" section o "Outer" { section i "Inner" '
        '{ claim a "A" } } section s "Thesis only" { claim t "T" }'
    )
    headings = re.findall(r"^#+ .*$", dump(argument_map), re.MULTILINE)
    assert headings == ["# M", "## Outer", "### Inner"]


def test_roles_are_words(load):
    """Support, objection, rebuttal, undercut and linked premises each have their own."""
    written = dump(
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
        "  - **but this is no reason, since** U",
        "- **but, together:**",
        "  - **but this is no objection, since** V",
    ):
        assert f"{line}\n" in written


@pytest.mark.parametrize(
    "said",
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
def test_text_shows_literally(load, said):
    """Nothing in a statement, a title or a source works as Markdown or HTML."""
    text = quote(said)
    written = dump(
        load(
            f"map {text} {{ note: {text} author: {text} }} source s {text} {{ publisher: {text} }} "
            f"section {text} {{ claim {text} @s {text} {{ note: {text} claim {text} "
            f'{{ held-by: {text} }} reason {{ claim {text} claim {text} }} }} }} claim other "O"'
        )
    )
    assert shown(written).count(said) == 13


@given(words)
def test_any_text_shows_literally(text):
    """Escaping is exact for every text, but for blanks and for controls, which are made visible."""
    from argmap.exchange.outline.markdown import escape_lines

    seen = shown(f"- **because** {escape_lines(text, '  ')}").split()
    visible = re.sub(r"\s*[\r\n\u2028\u2029]\s*|\t", " ", text.strip())
    visible = re.sub("[\x00-\x1f\x7f-\x9f]", _code, visible)
    assert seen == ["because", *visible.split()]


def _code(match):
    return f"\\u{{{ord(match[0]):x}}}"


def test_what_stands_is_told_on_request(load):
    """What falls is marked, and a step that fails though its premises stand; the rest is not."""
    argument_map = load(
        'map "M" { thesis: t } claim t "T" { reason r { claim a "A" counterpoint u "U" } '
        'counterpoint c "C" { counterpoint d "D" } assumption b "B" }'
    )
    fallen = {"c", "r"}
    ids = (*argument_map.statements, *argument_map.inferences)
    statuses = {id_: Status.REJECTED if id_ in fallen else Status.ACCEPTED for id_ in ids}
    written = dump(argument_map, OutlineAnnotations(statuses=statuses | {"b": Status.UNDECIDED}))
    assert "*What stands: 4 accepted, 1 rejected, 1 undecided. The thesis is accepted.*" in written
    assert "**T**\n" in written
    assert "- **because** *(does not hold)* A\n" in written
    assert "- **but** C *(rejected)*\n" in written
    assert "- **assuming** B *(undecided)*\n" in written
    assert "stands" not in dump(argument_map)


def test_what_is_left_out_is_told(load):
    """With a link to where it stands; of a view, it is only counted."""
    argument_map = load('claim a "A" { url: "part.md" } claim b "B" { supports: a }')
    told = dump(argument_map, OutlineAnnotations(folded={"a": 2}))
    assert "**A**\n\n- " in told
    assert "- [… 2 more statements, in an outline of their own](part.md)\n" in told
    told = dump(argument_map, OutlineAnnotations(folded={"b": 1}, view="Section *x*"))
    assert "*A part of the map: Section \\*x\\**\n" in told
    assert "- *… 1 more statement*\n" in told


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/a_(b)?c=d&e", "[s ¶1](<https://example.org/a_(b)?c=d&amp;e>)"),
        ("https://example.org/*x*", "[s ¶1](https://example.org/*x*)"),
        *((url, "(s ¶1)") for url in ("a b", "x>y", "//example.org", "/etc/passwd")),
    ],
)
def test_citations_lead_to_their_sources(load, url, written):
    """Only what may be a link is one, and it leads where it says."""
    argument_map = load(f'source s "S" {{ url: "{url}" }} claim a "A" @s:1')
    assert written in dump(argument_map)
    library = pytest.importorskip("markdown_it")
    made = library.MarkdownIt("commonmark").render(dump(argument_map))
    links = {html.unescape(each) for each in re.findall('href="([^"]*)"', made)}
    assert links == ({url} if written.startswith("[") else set())


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "\ud800", "", None])
def test_what_may_be_no_link_is_none(url):
    """Whoever made the map, also without the check that reads one from a file."""
    assert linked("text", url) == "text"


def test_a_doi_leads_to_its_source(load):
    """Where there is no address, or one that may be no link."""
    argument_map = load('source s "S" { doi: "10.1000/182" } claim a "A" @s:p2')
    assert "([s p. 2](https://doi.org/10.1000/182))" in dump(argument_map)
    assert "[doi:10.1000/182](https://doi.org/10.1000/182)" in dump(argument_map)


def test_line_ends_are_kept(load):
    """A text of two paragraphs shows as two lines of its own item."""
    written = dump(load('claim "Top" { claim "One\\n\\n2. Two" }'))
    assert "- **because** One\\\n  2\\. Two\n" in written


def test_indentation_ends(ladder):
    """Beyond twenty levels lines keep their margin and say their level."""
    written = dump(ladder)
    assert max(len(line) for line in written.splitlines()) < 140
    assert "\n" + "  " * 20 + "- (level 4999) **because** Rung 4999\n" in written
    assert written.count("deeper levels stand at this margin") == 1


def test_the_beginning_of_a_text_is_cut_between_words_or_within_a_very_long_one():
    """A word that takes half of the length or more is cut; a shorter one is left out."""
    assert shorten("word " * 50, 20) == "word word word word…"
    assert shorten("wo " + "long" * 20, 20) == "wo longlonglonglongl…"
    assert shorten("a short\ntext", 20) == "a short text"


def test_a_long_text_is_referred_to_by_its_beginning(load):
    """A reference is cut between words."""
    words_ = "word " * 60
    written = dump(load(f'claim a "A" {{ supported-by: b }} section "S" {{ claim b "{words_}" }}'))
    assert re.search(r"- \*\*because\*\* “(word )+word…” \(below\)", written)


def test_no_sentence_becomes_a_table(load):
    """Bars at the beginning of a line are bars, also where Markdown has tables, as on GitHub."""
    library = pytest.importorskip("markdown_it")
    argument_map = load(r'claim a "A" { evidence "|a|b\n|-|-|-|" }')
    made = library.MarkdownIt("commonmark").enable("table").render(dump(argument_map))
    assert "<table" not in made
    assert "|-|-|-|" in made
