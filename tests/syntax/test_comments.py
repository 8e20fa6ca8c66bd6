"""`comments` finds exactly the comments that the lexer ignores."""

from hypothesis import given
from tests.strategies import map_texts

from argmap.syntax.literals import comments
from argmap.syntax.recovery.lexer import tokenize


def test_a_hash_in_a_text_does_not_begin_a_comment():
    """Comments begin outside of quotes, and end with the line."""
    text = '# one\nclaim a "no # comment" # two\r\nclaim b """\n# none\n""" #three'
    assert [text[span.start : span.end] for span in comments(text)] == ["# one", "# two", "#three"]


@given(map_texts())
def test_only_spaces_and_comments_are_between_tokens(text):
    """The characters outside of tokens and comments are whitespace."""
    rest = list(text)
    for token in tokenize(text)[0]:
        rest[token.start_pos : token.end_pos] = " " * (token.end_pos - token.start_pos)
    for span in comments(text):
        assert rest[span.start] == "#"
        rest[span.start : span.end] = " " * (span.end - span.start)
    assert not "".join(rest).strip()
