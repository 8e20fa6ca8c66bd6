"""The lexer produces the same tokens as Lark's own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import UnexpectedCharacters
from lark.lexer import BasicLexer, LexerThread
from tests.strategies import map_texts

from argmap.syntax.grammar import OffsetLexer, parser


def tokens(text: str, lex) -> tuple[list[tuple], int | None]:
    """Return all tokens as tuples, and the offset of the first unexpected character, if any."""
    lexer = parser().parser.lexer
    thread = LexerThread.from_text(lexer, text)
    result = []
    try:
        for token in lex(lexer, thread.state, None):
            result.append((token.type, token.value, token.start_pos, token.end_pos))  # noqa: PERF401
    except UnexpectedCharacters as error:
        return result, error.pos_in_stream
    return result, None


@given(st.one_of(map_texts(), st.text(alphabet='claim evid{}":,@#>-.01 \n\t“;_\\', max_size=60)))
@settings(max_examples=400, deadline=None)
def test_tokens_are_those_of_lark(text: str):
    """Any text has the same tokens, with the same offsets, and the same end."""
    assert tokens(text, OffsetLexer.lex) == tokens(text, BasicLexer.lex)


@pytest.mark.parametrize("prefix", [" " * 100_000, "#\n" * 50_000, " # \n" * 50_000])
def test_many_ignored_characters_before_an_error_are_skipped_in_linear_time(prefix: str):
    """Many spaces and comments before an unexpected character do not cause backtracking."""
    assert tokens(f"{prefix};", OffsetLexer.lex) == ([], len(prefix))
