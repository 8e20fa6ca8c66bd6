"""The texts of diagnostics in an editor."""

import pytest

from argmap.diagnostics import Diagnostic, Severity
from argmap.lsp.diagnostic_converter import message
from argmap.text import Location, SourceText, Span


@pytest.mark.parametrize(
    ("details", "expected"),
    [
        ({}, "too long"),
        ({"label": "here"}, "too long (here)"),
        ({"help": "shorten it"}, "too long\nhelp: shorten it"),
        ({"tree": ("a", "└ b")}, "too long\na\n└ b"),
        (
            {"label": "here", "tree": ("a",), "help": "shorten it"},
            "too long (here)\na\nhelp: shorten it",
        ),
    ],
)
def test_a_message_has_the_label_the_tree_and_the_help(details, expected):
    """One per line."""
    location = Location(SourceText("map.argmap", "claim"), Span(0, 5))
    diagnostic = Diagnostic("TXT701", "text-length", Severity.INFO, "too long", location, **details)
    assert message(diagnostic) == expected
