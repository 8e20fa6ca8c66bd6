"""Maps in what Pygments colors."""

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
KINDS = {
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
    """Return what stands in a text besides blanks and punctuation."""
    return [
        (kind, value)
        for kind, value in ArgmapLexer().get_tokens(text)
        if kind not in Token.Text and kind not in Token.Punctuation
    ]


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.name)
def test_nothing_in_our_maps_is_an_error(path):
    """Every map of the project is colored, to its last character."""
    text = path.read_text(encoding="utf-8")
    tokens = list(ArgmapLexer(stripnl=False).get_tokens(text))
    assert [value for kind, value in tokens if kind in Error] == []
    assert "".join(value for _, value in tokens) == text


def test_pygments_finds_it():
    """It goes by the name `argmap` and by the ending of files, once argmap is installed."""
    assert isinstance(get_lexer_by_name("argmap"), ArgmapLexer)
    assert isinstance(get_lexer_for_filename("rain.argmap"), ArgmapLexer)


def test_declarations():
    """A keyword, its id, its text, and what it cites."""
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


def test_attributes():
    """Attributes with their values; a word is what it is only where its attribute says so."""
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
    """`a->b` is two ids and an arrow, and `map-maker` is no keyword."""
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
    """Escapes are seen, comments to argmap too; prose goes over lines, and a text does not."""
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


def test_an_open_text_ends_with_its_line():
    """What follows a text without its closing quote is colored as ever."""
    assert _tokens('"open\nclaim')[-1] == (Keyword.Declaration, "claim")


def _assert_colored_as_read(text):
    kinds = {}
    at = 0
    for kind, value in ArgmapLexer(stripnl=False, ensurenl=False).get_tokens(text):
        kinds |= dict.fromkeys(range(at, at + len(value)), kind)
        at += len(value)
    tokens, errors = tokenize(text)
    assert not errors
    for token in tokens:
        if token.type in KINDS:
            kind = kinds[token.start_pos]
            assert kind in KINDS[token.type], (token, kind)


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.name)
def test_our_maps_are_colored_as_they_are_read(path):
    """What the reader of files takes for a keyword, a text, a number has that color."""
    _assert_colored_as_read(path.read_text(encoding="utf-8"))


@given(untidy_texts())
def test_any_map_is_colored_as_it_is_read(text):
    """Reader and colors agree, however a map is laid out."""
    _assert_colored_as_read(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"))
