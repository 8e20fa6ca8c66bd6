"""The lexer for Pygments."""

from pathlib import Path

import pytest
from hypothesis import given
from pygments.lexers import get_lexer_by_name, get_lexer_for_filename
from pygments.token import Comment, Error, Keyword, Literal, Name, Number, Operator, String, Token

from argmap.pygments_lexer import ArgmapLexer
from argmap.syntax.grammar import keywords
from argmap.syntax.recovery.lexer import tokenize
from tests.formatting.strategies import untidy_texts

MAPS = sorted((Path(__file__).parents[2] / "maps").rglob("*.argmap"))
TYPES_OF_TERMINALS = {
    "TEXT": String,
    "NUMBER": Number,
    "DATE": Literal.Date,
    "CITATION": Name.Decorator,
    "COMPARISON": Operator,
    "ARROW": Operator,
    "ID": Name,
    "PATH": Name,
} | dict.fromkeys(keywords().values(), Keyword)


def _tokens(text):
    """Return the tokens of a text, without whitespace and punctuation."""
    return [
        (type_, value)
        for type_, value in ArgmapLexer().get_tokens(text)
        if type_ not in Token.Text and type_ not in Token.Punctuation
    ]


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.name)
def test_maps_of_the_repository_have_no_errors(path):
    """The tokens cover the whole text, and none of them is an error."""
    text = path.read_text(encoding="utf-8")
    tokens = list(ArgmapLexer(stripnl=False).get_tokens(text))
    assert [value for type_, value in tokens if type_ in Error] == []
    assert "".join(value for _, value in tokens) == text


def test_pygments_finds_the_lexer():
    """The installed lexer has the name `argmap` and the file name extension of maps."""
    assert isinstance(get_lexer_by_name("argmap"), ArgmapLexer)
    assert isinstance(get_lexer_for_filename("rain.argmap"), ArgmapLexer)


def test_declarations():
    """A declaration has a keyword, an id, a text and citations."""
    assert _tokens('claim wet-street "The street" @part.paper:p12 "wet"') == [
        (Keyword.Declaration, "claim"),
        (Name, "wet-street"),
        (String.Double, '"'),
        (String.Double, "The street"),
        (String.Double, '"'),
        (Name.Decorator, "@part.paper"),
        (Number, "p12"),
        (String.Double, '"'),
        (String.Double, "wet"),
        (String.Double, '"'),
    ]


def test_locators():
    """A locator is a number with its unit, or a place in quotes, which may contain a `#`."""
    for locator in ("31-33", "§12", "12m30s", '"art. 6(1)(f)"', '"#scope"'):
        assert _tokens(f"@law:{locator} # remark") == [
            (Name.Decorator, "@law"),
            (Number, locator),
            (Comment.Single, "# remark"),
        ]


def test_attributes():
    """The type of a value depends on its attribute."""
    text = "confidence: likely\ntags: likely, energy.map\nx-a: 0.6\ndate: 2024-05\nexpect: >= 1"
    assert _tokens(text) == [
        (Name.Attribute, "confidence"),
        (Name.Constant, "likely"),
        (Name.Attribute, "tags"),
        (Name, "likely"),
        (Name, "energy.map"),
        (Name.Property, "x-a"),
        (Number.Float, "0.6"),
        (Name.Attribute, "date"),
        (Literal.Date, "2024-05"),
        (Name.Attribute, "expect"),
        (Operator, ">="),
        (Number.Integer, "1"),
    ]


def test_an_arrow_ends_an_id():
    """`a->b` is two ids and an arrow; `map-maker` is an id."""
    assert _tokens("a->b map-maker as->true") == [
        (Name, "a"),
        (Operator, "->"),
        (Name, "b"),
        (Name, "map-maker"),
        (Keyword.Namespace, "as"),
        (Operator, "->"),
        (Keyword.Constant, "true"),
    ]


def test_texts_and_comments():
    """Escapes and suppression comments have types of their own; block strings span lines."""
    assert _tokens('"\\n\\q" """a "b"\n# c""" # argmap: ignore[EVI301] so\n# d') == [
        (String.Double, '"'),
        (String.Escape, "\\n"),
        (Error, "\\q"),
        (String.Double, '"'),
        (String.Heredoc, '"""'),
        (String.Heredoc, "a "),
        (String.Heredoc, '"'),
        (String.Heredoc, "b"),
        (String.Heredoc, '"'),
        (String.Heredoc, "\n# c"),
        (String.Heredoc, '"""'),
        (Comment.Single, "# "),
        (Comment.Preproc, "argmap: ignore[EVI301]"),
        (Name, "so"),
        (Comment.Single, "# d"),
    ]


def test_an_unclosed_string_ends_with_its_line():
    """The line after a string without a closing quote is highlighted normally."""
    assert _tokens('"open\nclaim')[-1] == (Keyword.Declaration, "claim")


def _assert_agrees_with_lexer(text):
    """Assert that the types agree with the tokens of argmap's own lexer."""
    types = {}
    offset = 0
    for type_, value in ArgmapLexer(stripnl=False, ensurenl=False).get_tokens(text):
        types |= dict.fromkeys(range(offset, offset + len(value)), type_)
        offset += len(value)
    tokens, errors = tokenize(text)
    assert not errors
    for token in tokens:
        if token.type in TYPES_OF_TERMINALS:
            type_ = types[token.start_pos]
            assert type_ in TYPES_OF_TERMINALS[token.type], (token, type_)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.name)
def test_maps_of_the_repository_agree_with_the_lexer(path):
    """Keywords, strings, numbers and ids have the types of argmap's own lexer."""
    _assert_agrees_with_lexer(path.read_text(encoding="utf-8"))


@given(untidy_texts())
def test_any_map_agrees_with_the_lexer(text):
    """The types agree with any formatting of a map."""
    _assert_agrees_with_lexer(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"))
