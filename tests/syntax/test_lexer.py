"""Our lexer against Lark's own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import UnexpectedCharacters
from lark.lexer import BasicLexer, LexerThread
from tests.strategies import map_texts

from argmap.syntax.grammar import OffsetLexer, parser


def tokens(text: str, lex) -> tuple[list[tuple], int | None]:
    """Return all tokens as tuples, and where the first character stands that begins none."""
    lexer = parser().parser.lexer
    thread = LexerThread.from_text(lexer, text)
    found = []
    try:
        for token in lex(lexer, thread.state, None):
            place = (token.start_pos, token.end_pos)
            found.append((token.type, token.value, *place))
    except UnexpectedCharacters as error:
        return found, error.pos_in_stream
    return found, None


@given(st.one_of(map_texts(), st.text(alphabet='claim evid{}":,@#>-.01 \n\t“;_\\', max_size=60)))
@settings(max_examples=400, deadline=None)
def test_tokens_are_those_of_lark(text: str):
    """Whatever the text: the same tokens at the same places, and the same end."""
    assert tokens(text, OffsetLexer.lex) == tokens(text, BasicLexer.lex)


@pytest.mark.parametrize("blanks", [" " * 100_000, "#\n" * 50_000, " # \n" * 50_000])
def test_blanks_before_a_mistake_are_passed_over_once(blanks: str):
    """No amount of blanks and comments makes a mistake behind them hard to find."""
    assert tokens(f"{blanks};", OffsetLexer.lex) == ([], len(blanks))
