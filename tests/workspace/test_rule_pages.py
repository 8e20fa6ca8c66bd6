"""The rules' manual."""

import pytest

from argmap.errors import InputError
from argmap.rules import modules
from argmap.workspace.rule_docs import manual, markdown_page, rule_list, rule_page


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.RULE.name)
def test_every_rule_has_a_page(module):
    """By code and by name, for a terminal and for the web, with all its parts."""
    rule = module.RULE
    text = rule_page(rule.code)
    assert text == rule_page(rule.name)
    for heading in ("What it does", "Why it matters", "Example", "Instead", "How to silence"):
        assert f"\n{heading}\n" in text
        assert f"**{heading}" in markdown_page(rule.name)
    for option in rule.options:
        assert f"`{option}`" in text


def test_a_page_as_it_is():
    """The docstring, with a head."""
    text = rule_page("unsupported-claim")
    assert text.startswith(
        "EVI301 unsupported-claim (warning)\n\nA claim has no support.\n\nWhat it does\n"
    )
    assert '\nInstead\n    claim late "The bus is always late" {\n      evidence log' in text
    assert "**Example**\n\n```text\nclaim late" in markdown_page("EVI301")


@pytest.mark.parametrize(
    ("word", "said"), [("EVI399", "did you mean"), ("unsuported-claim", "`unsupported-claim`")]
)
def test_a_rule_that_is_not_there(word, said):
    """The nearest one is named."""
    with pytest.raises(InputError, match=said):
        rule_page(word)


def test_the_list_and_the_manual_hold_all_rules():
    """None is left out."""
    assert len(rule_list().splitlines()) == len(modules())
    for module in modules():
        assert f"\n## {module.RULE.code} {module.RULE.name}\n" in manual()
