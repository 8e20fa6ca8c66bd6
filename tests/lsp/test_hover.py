"""Hover."""

import pytest
from lsprotocol import types

from tests.lsp.conftest import MAP
from tests.lsp.editor import text_in


async def hover(editor, words, inside=0, name="map.argmap"):
    params = types.HoverParams(**editor.at(name, words, inside))
    return await editor.client.text_document_hover_async(params)


async def test_a_statement_shows_its_text_and_its_status(rainy):
    """The tooltip has the text, the status and its reasons, the strength, and all relations."""
    result = await hover(rainy, '"It has rained"', 4)
    markdown = result.contents.value
    assert result.contents.kind is types.MarkupKind.Markdown
    for part in ("It has rained", "accepted", "nothing attacks it", "strength", "A diary"):
        assert part in markdown
    assert "supports `wet`" in markdown
    assert text_in(MAP, result.range) == '"It has rained"'


async def test_a_use_shows_the_declared_element(rainy):
    """The tooltip of an id describes its element, which may be in another file."""
    assert "The street is wet" in (await hover(rainy, "thesis: wet", 9)).contents.value
    assert "Pipelines make a hub" in (await hover(rainy, "part.hub", 6)).contents.value


async def test_a_rejected_statement_shows_the_reason(rainy):
    """The tooltip contains the attack that succeeds."""
    markdown = (await hover(rainy, "counterpoint dust", 14)).contents.value
    assert "rejected" in markdown
    assert "It is wet dust" in markdown


@pytest.mark.parametrize(
    ("words", "inside", "part"),
    [
        ("@diary", 3, "2024"),
        ("claim wet", 1, "needs support"),
        ("evidence rain", 1, "based on a source"),
        ("confidence", 2, "how likely"),
        ("likely", 2, "0.55 to 0.8"),
        ("together {", 2, "Premises"),
        ("thesis", 1, "the map argues for"),
        ("import", 1, "file"),
    ],
)
async def test_words_of_the_language_are_explained(rainy, words, inside, part):
    """Keywords, attributes, values and citations have tooltips."""
    assert part.lower() in (await hover(rainy, words, inside)).contents.value.lower()


async def test_a_scheme_shows_its_critical_questions(editor):
    """The tooltip of a scheme's name lists its critical questions."""
    text = 'claim a "A" {\n  assumption b "B" { scheme: expert-opinion }\n}\n'
    editor.open("map.argmap", text)
    assert "Critical questions" in (await hover(editor, "expert-opinion", 2)).contents.value


async def test_markup_in_a_text_is_escaped(editor):
    """The text of a statement cannot contain a link or a tag."""
    editor.open("map.argmap", 'claim a "[x](command:rm) <img src=y> `z`" { assumption b "B" }\n')
    markdown = (await hover(editor, "[x]", 1)).contents.value
    assert r"\[x\](" in markdown
    assert r"\<img" in markdown


async def test_whitespace_has_no_tooltip(rainy):
    """Between declarations there is no result."""
    assert await hover(rainy, "\n\nsource", 1) is None
