"""Strategies for texts with an irregular layout, and for texts with syntax errors."""

import random

from hypothesis import strategies as st
from tests.strategies import map_texts

from argmap.syntax import parse
from argmap.syntax.recovery.lexer import tokenize
from argmap.syntax.tree import Attribute
from argmap.text import SourceText

_GAPS = (
    *(" ", " ", " ", "\n", "\n   ", "\n\n\n", "\t", "  \n\t\n ", " \r\n", "\n\r\n"),
    *(" # after\n", "\n# above\n", "\n\n  # apart # twice  \n\n", "#close\n\n", " #\r\n"),
)


def items_of(text):
    return parse(SourceText("map", text)).items


@st.composite
def untidy_texts(draw, max_statements=10):
    """A valid text with attributes anywhere, and white space and comments between tokens."""
    text = shuffle_attributes(
        draw(map_texts(max_statements)), draw(st.randoms(use_true_random=False))
    )
    gaps = st.sampled_from(_GAPS if draw(st.booleans()) else _GAPS[:5])
    pieces = [draw(st.sampled_from(("", *_GAPS)))]
    for number, token in enumerate(tokenize(text)[0]):
        gap = draw(gaps).replace("#", f"#{number} ")  # makes comments distinguishable
        pieces += (text[token.start_pos : token.end_pos], gap)
    if draw(st.booleans()):
        pieces[-1] = ""
    return "".join(pieces)


def shuffle_attributes(text: str, rng: random.Random) -> str:
    """Put attributes between the statements of their blocks; keep all else in order."""

    def written(item):
        block = getattr(item, "block", None)
        if block is None:
            return text[item.span.start : end(item)]
        return f"{text[item.span.start : block.span.start]}{{\n{mixed(block.items)}\n}}"

    def end(item):
        id_ = getattr(item, "id", None)  # of an import it comes last
        return max(item.span.end, id_.span.end if id_ else 0)

    def mixed(items):
        attributes = [item for item in items if isinstance(item, Attribute)]
        others = [item for item in items if not isinstance(item, Attribute)]
        order = [True] * len(attributes) + [False] * len(others)
        rng.shuffle(order)
        return "\n".join(
            written((attributes if is_attribute else others).pop(0)) for is_attribute in order
        )

    return mixed(items_of(text)) + "\n"


_DAMAGES = (
    *("", "", '"', '"""', "{", "}", "}}", ":", ",", "@", "\\", "#", "\n", "\r", "=", ";", "“", "’"),
    *("clam", "claim", " reason ", " as", "->", ">=", "0x", "//", "\ufffd", "\0", "}\n}", '" {'),
)


@st.composite
def damaged_texts(draw, texts):
    """A text with up to two random edits."""
    text = draw(texts)
    for _ in range(draw(st.integers(1, 2))):
        start = draw(st.integers(0, len(text)))
        end = min(start + draw(st.integers(0, 3)), len(text))
        text = text[:start] + draw(st.sampled_from(_DAMAGES)) + text[end:]
    return text
