"""Patterns that wait for their first use."""

import re

import pytest

from argmap.text.patterns import lazy_pattern


def test_a_lazy_pattern_does_what_the_pattern_does():
    """Each method is that of the compiled pattern, flags included; also from the second use on."""
    lazy, pattern = (
        lazy_pattern(r"(?P<word>a+).", re.DOTALL),
        re.compile(r"(?P<word>a+).", re.DOTALL),
    )
    for _ in range(2):
        assert lazy.fullmatch("aa\n")["word"] == "aa"
        assert lazy.sub("-", "aab ac") == pattern.sub("-", "aab ac") == "- -"
        assert lazy.findall("aab ac") == pattern.findall("aab ac")
    assert lazy.groupindex == pattern.groupindex


def test_a_lazy_pattern_waits():
    """An expression that cannot be compiled says so when it is used."""
    lazy = lazy_pattern("(")
    with pytest.raises(re.error, match="unterminated"):
        lazy.search("x")
