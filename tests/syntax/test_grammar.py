"""The grammar file, which is the language."""

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
# With every range of marks, it takes half a minute to compare the terminals.
FEW_MARKS = re.sub(r"^MARK: .*$", r"MARK: /[\\u0300-\\u036f]/", GRAMMAR, flags=re.MULTILINE)

names = st.sampled_from(["a", "größe", "日本", "a-b", "_", "x1", "claims"])
texts = st.one_of(
    st.just('"The bus is late"'),
    st.just('""'),
    st.just(r'"say \"no\" \\ \n \t \u{1F600}"'),
    st.just('"""one\n  paragraph\n\nand "another" """'),
    # Where texts on one line begin and end with spaces, what is between them may be inside of one.
    st.text(st.characters(exclude_characters='"\\\r\n', exclude_categories=["Cs"])).map(
        lambda text: f'"{text.strip()}"'
    ),
)
TERMINALS = {
    "ID": names,
    "PATH": st.lists(names, min_size=2, max_size=3).map(".".join),
    "CITATION": st.sampled_from(["@a", "@a.b:31", "@größe:31-33", "@a:p12", "@a:below"]),
    "NUMBER": st.sampled_from(["0", "0.6", "-3", "+12.5"]),
    "DATE": st.sampled_from(["2024-05", "2024-05-31", "9999-99"]),
    "TEXT": texts,
    "COMMENT": st.sampled_from(["# a remark\n", '# with "quotes" {\n']),
    "WHITESPACE": st.sampled_from([" ", "\n", "\r\n", "\t"]),
}
# Hypothesis writes each terminal as it stands and the ignored ones where it likes; words that touch
# would be one word, so every token is set apart by a blank.
generated = from_lark(
    lark.Lark(FEW_MARKS, parser="lalr", lexer="basic"),
    explicit={name: strategy.map(" {} ".format) for name, strategy in TERMINALS.items()}
    | {name: st.just(f" {word} ") for word, name in keywords().items()},
)


def test_grammar_is_lalr_without_conflicts_or_colliding_terminals():
    """Lark builds it in strict mode: no conflict is resolved silently, no two terminals overlap."""
    pytest.importorskip("interegular", reason="Lark's strict mode needs interegular")
    lark.Lark(FEW_MARKS, parser="lalr", lexer="basic", strict=True)


def test_grammar_has_no_priorities():
    """No terminal or rule wins by a number: what matches is what is written."""
    assert not re.search(r"^\w+\.\d", GRAMMAR, flags=re.MULTILINE)


@given(generated)
@settings(max_examples=300)
def test_whatever_the_grammar_generates_is_read_without_a_fault(text: str):
    """The grammar and the reader agree on what a map is, where no line is indented."""
    text = re.sub(r"(?<=[\r\n])[ \t]+|^[ \t]+", "", text)
    assert parse(SourceText("generated", text)).errors == ()


def test_words_of_the_vocabulary_are_words_of_the_grammar():
    """The words that declare something are the same in the grammar and in the vocabulary."""
    others = {"import", "as", "true", "false"}
    assert set(keywords()) == set(DECLARATION_KEYWORDS) | others


@pytest.mark.parametrize("word", sorted(keywords()))
def test_a_word_of_the_language_is_no_id_but_may_begin_one(word: str):
    """`claim` cannot be an id; `claims`, `claim-1` and `claim_1` can."""
    assert parse(SourceText("x", f'claim {word} "A"')).errors
    for name in (f"{word}s", f"{word}-1", f"{word}_1"):
        assert not parse(SourceText("x", f'claim {name} "A" {{ supports: {name} }}')).errors


def test_every_terminal_is_documented_by_use_or_comment():
    """Every rule and terminal is used somewhere: the specification holds nothing dead."""
    used = {name for rule in parser().rules for name in (s.name for s in rule.expansion)}
    declared = set(re.findall(r"^([A-Z_]+):", GRAMMAR, flags=re.MULTILINE))
    parts = {"STRING", "BLOCK_STRING", *(name for name in declared if name.startswith("NO_"))}
    parts |= {"LETTER", "LETTER_OR_DIGIT", "HYPHEN", "MARK", "JOINER"}  # of ID
    assert declared - parts - {"COMMENT", "WHITESPACE"} <= used
