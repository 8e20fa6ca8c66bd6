"""Patterns that are compiled on first use."""

import re

import pytest

from argmap.text.patterns import lazy_pattern


def test_a_lazy_pattern_behaves_like_the_pattern():
    """Its methods are those of the compiled pattern, with flags, on every use."""
    lazy, pattern = (
        lazy_pattern(r"(?P<word>a+).", re.DOTALL),
        re.compile(r"(?P<word>a+).", re.DOTALL),
    )
    for _ in range(2):
        assert lazy.fullmatch("aa\n")["word"] == "aa"
        assert lazy.sub("-", "aab ac") == pattern.sub("-", "aab ac") == "- -"
        assert lazy.findall("aab ac") == pattern.findall("aab ac")
    assert lazy.groupindex == pattern.groupindex


def test_a_lazy_pattern_is_compiled_on_first_use():
    """An invalid expression raises an error only when it is used."""
    lazy = lazy_pattern("(")
    with pytest.raises(re.error, match="unterminated"):
        lazy.search("x")
