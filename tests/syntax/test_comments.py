"""Comments are found where the lexer leaves them out, and nowhere else."""

from hypothesis import given
from tests.strategies import map_texts

from argmap.syntax.literals import comments
from argmap.syntax.recovery.lexer import tokenize


def test_a_sign_in_a_text_begins_no_comment():
    """Only what stands outside of quotes is a comment; it ends with its line."""
    text = '# one\nclaim a "no # comment" # two\r\nclaim b """\n# none\n""" #three'
    assert [text[span.start : span.end] for span in comments(text)] == ["# one", "# two", "#three"]


@given(map_texts())
def test_between_tokens_there_are_blanks_and_comments(text):
    """Tokens and comments together leave only blanks of a text."""
    rest = list(text)
    for token in tokenize(text)[0]:
        rest[token.start_pos : token.end_pos] = " " * (token.end_pos - token.start_pos)
    for span in comments(text):
        assert rest[span.start] == "#"
        rest[span.start : span.end] = " " * (span.end - span.start)
    assert not "".join(rest).strip()
