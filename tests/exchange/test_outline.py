"""The map as a Markdown outline."""

import html
import re

import pytest
from hypothesis import HealthCheck, given, settings
from tests.strategies import map_texts, words

from argmap.exchange import get
from argmap.syntax import quote


def dump(argument_map):
    return get("outline").dump(argument_map)


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
    from argmap.exchange.outline.listing import Listing

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


def test_line_ends_are_kept(load):
    """A text of two paragraphs shows as two lines of its own item."""
    written = dump(load('claim "Top" { claim "One\\n\\n2. Two" }'))
    assert "- **because** One\\\n  2\\. Two\n" in written


def test_indentation_ends(ladder):
    """Beyond twenty levels lines keep their margin and say their level."""
    written = dump(ladder)
    assert max(len(line) for line in written.splitlines()) < 140
    assert "\n" + "  " * 20 + "- (level 19999) **because** Rung 19999\n" in written
    assert written.count("deeper levels stand at this margin") == 1


def test_a_long_text_is_referred_to_by_its_beginning(load):
    """A reference is cut between words."""
    words_ = "word " * 60
    written = dump(load(f'claim a "A" {{ supported-by: b }} section "S" {{ claim b "{words_}" }}'))
    assert re.search(r"- \*\*because\*\* “(word )+word…” \(below\)", written)
