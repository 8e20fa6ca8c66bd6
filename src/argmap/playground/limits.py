"""The limits of texts in the playground, where a text can come from a link.

argmap itself has no limit of nesting. In WebAssembly, freeing a map of about 900 levels exhausts
the stack and ends the interpreter, and no exception can be caught then. So a text is measured
before it is parsed, and its tree before it is resolved.
"""

from __future__ import annotations

import re

from argmap.syntax.tree import Block, Item

MAX_CHARACTERS = 200_000
"""Length of a text, about 2,000 statements, up to which it is read."""

MAX_NESTING = 200
"""Number of levels up to which a text is read."""

_TEXT_COMMENT_OR_BRACE = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"""|"(?:[^"\\\r\n]|\\[^\r\n])*"|#[^\r\n]*|[{}]'
)
_INDENTATION = re.compile(r"^[ \t]*(?=\S)", re.MULTILINE)


def refusal(text: str) -> str:
    """Return why a text is not read, in a sentence; empty if it is."""
    if len(text) > MAX_CHARACTERS:
        return (
            f"this text has {len(text):,} characters, and the playground reads at most "
            f"{MAX_CHARACTERS:,}; install argmap for larger maps"
        )
    if brace_depth(text) > MAX_NESTING or indentation_depth(text) > MAX_NESTING:
        return _too_deep()
    return ""


def tree_refusal(items: list[Item]) -> str:
    """Return why a syntax tree is not resolved, in a sentence; empty if it is.

    Recovery from errors may nest declarations more deeply than the text does.
    """
    return _too_deep() if tree_depth(items) > MAX_NESTING else ""


def _too_deep() -> str:
    return (
        f"this text is nested more than {MAX_NESTING} levels deep, which is the limit of the "
        "playground; install argmap for deeper maps"
    )


def brace_depth(text: str) -> int:
    """Return how deeply the braces of a text are nested, outside quoted texts and comments."""
    if text.count("{") <= MAX_NESTING:  # true for nearly all texts, and quick
        return 0
    depth = deepest = 0
    for match in _TEXT_COMMENT_OR_BRACE.findall(text):
        if match == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif match == "}":
            depth = max(depth - 1, 0)
    return deepest


def indentation_depth(text: str) -> int:
    """Return the number of levels of indentation, from which missing braces are found."""
    if text.count("\n") <= MAX_NESTING:
        return 0
    levels: list[int] = []
    deepest = 0
    for indentation in _INDENTATION.findall(text):
        width = len(indentation)
        while levels and levels[-1] >= width:
            levels.pop()
        levels.append(width)
        deepest = max(deepest, len(levels))
    return deepest


def tree_depth(items: list[Item]) -> int:
    """Return how deeply the blocks of a syntax tree are nested."""
    depth = 0
    level = items
    while True:
        blocks = [
            block
            for item in level
            if isinstance(block := getattr(item, "block", None), Block) and block.items
        ]
        if not blocks:
            return depth
        depth += 1
        level = [item for block in blocks for item in block.items]
