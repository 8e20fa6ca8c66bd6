"""The grammar file is the definition of the language."""

import re

import lark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark

from argmap.model.attributes import DECLARATION_KEYWORDS
from argmap.syntax import parse
from argmap.syntax.grammar import grammar_path, keywords, parser
from argmap.text import SourceText

GRAMMAR = grammar_path().read_text(encoding="utf-8")
# With all ranges of marks, Lark takes half a minute to compare the terminals.
FEW_MARKS = re.sub(r"^MARK: .*$", r"MARK: /[\\u0300-\\u036f]/", GRAMMAR, flags=re.MULTILINE)

names = st.sampled_from(["a", "größe", "日本", "a-b", "_", "x1", "claims"])
texts = st.one_of(
    st.just('"The bus is late"'),
    st.just('""'),
    st.just(r'"say \"no\" \\ \n \t \u{1F600}"'),
    st.just('"""one\n  paragraph\n\nand "another" """'),
    # Between two texts that begin and end with spaces, the rest of the line may be part of a text.
    st.text(st.characters(exclude_characters='"\\\r\n', exclude_categories=["Cs"])).map(
        lambda text: f'"{text.strip()}"'
    ),
)
TERMINALS = {
    "ID": names,
    "PATH": st.lists(names, min_size=2, max_size=3).map(".".join),
    "CITATION": st.sampled_from(
        [
            *("@a", "@a.b:31", "@größe:31-33", "@a:p12", "@a:below", "@a:§12", "@a:12m30s"),
            *('@a:"art. 6(1)"', '@a.b:"#scope {x}"', '@a:""'),
        ]
    ),
    "NUMBER": st.sampled_from(["0", "0.6", "-3", "+12.5"]),
    "DATE": st.sampled_from(["2024-05", "2024-05-31", "9999-99"]),
    "TEXT": texts,
    "COMMENT": st.sampled_from(["# a remark\n", '# with "quotes" {\n']),
    "WHITESPACE": st.sampled_from([" ", "\n", "\r\n", "\t"]),
}
# Hypothesis concatenates the terminals and inserts ignored ones anywhere. The spaces around each
# token keep adjacent words apart.
generated = from_lark(
    lark.Lark(FEW_MARKS, parser="lalr", lexer="basic"),
    explicit={name: strategy.map(" {} ".format) for name, strategy in TERMINALS.items()}
    | {name: st.just(f" {word} ") for word, name in keywords().items()},
)


def test_grammar_is_lalr_without_conflicts_or_colliding_terminals():
    """Lark accepts the grammar in strict mode: without conflicts and overlapping terminals."""
    pytest.importorskip("interegular", reason="Lark's strict mode needs interegular")
    lark.Lark(FEW_MARKS, parser="lalr", lexer="basic", strict=True)


def test_grammar_has_no_priorities():
    """No terminal or rule has a priority number."""
    assert not re.search(r"^\w+\.\d", GRAMMAR, flags=re.MULTILINE)


@given(generated)
@settings(max_examples=300)
def test_generated_texts_are_parsed_without_errors(text: str):
    """The parser accepts every text that the grammar generates, if no line is indented."""
    text = re.sub(r"(?<=[\r\n])[ \t]+|^[ \t]+", "", text)
    assert parse(SourceText("generated", text)).errors == ()


def test_keywords_of_the_model_and_of_the_grammar_are_equal():
    """The keywords of declarations are the same in the grammar and in the model."""
    other_keywords = {"import", "as", "true", "false"}
    assert set(keywords()) == set(DECLARATION_KEYWORDS) | other_keywords


@pytest.mark.parametrize("word", sorted(keywords()))
def test_an_id_may_begin_with_a_keyword_but_not_be_one(word: str):
    """`claim` cannot be an id; `claims`, `claim-1` and `claim_1` can."""
    assert parse(SourceText("x", f'claim {word} "A"')).errors
    for name in (f"{word}s", f"{word}-1", f"{word}_1"):
        assert not parse(SourceText("x", f'claim {name} "A" {{ supports: {name} }}')).errors


def test_every_terminal_is_used():
    """The grammar has no unused rule or terminal."""
    used_names = {name for rule in parser().rules for name in (s.name for s in rule.expansion)}
    declared = set(re.findall(r"^([A-Z_]+):", GRAMMAR, flags=re.MULTILINE))
    parts = {"STRING", "BLOCK_STRING", *(name for name in declared if name.startswith("NO_"))}
    parts |= {"LETTER", "LETTER_OR_DIGIT", "HYPHEN", "MARK", "JOINER"}  # of ID
    assert declared - parts - {"COMMENT", "WHITESPACE"} <= used_names
