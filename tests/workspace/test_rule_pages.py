"""The manual of the rules."""

import pytest

from argmap.errors import InputError
from argmap.rules import modules
from argmap.workspace.rule_docs import manual, markdown_page, rule_list, rule_page


@pytest.mark.parametrize("module", modules(), ids=lambda module: module.RULE.name)
def test_every_rule_has_a_page(module):
    """As text and as Markdown, by code and by name, with all sections."""
    rule = module.RULE
    text = rule_page(rule.code)
    assert text == rule_page(rule.name)
    for heading in ("What it does", "Why it matters", "Example", "Instead", "How to silence"):
        assert f"\n{heading}\n" in text
        assert f"**{heading}" in markdown_page(rule.name)
    for option in rule.options:
        assert f"`{option}`" in text


def test_a_page_is_the_docstring_of_the_rule():
    """It has a heading with code, name and severity."""
    text = rule_page("unsupported-claim")
    assert text.startswith(
        "EVI301 unsupported-claim (warning)\n\nA claim has no support.\n\nWhat it does\n"
    )
    assert '\nInstead\n    claim late "The bus is always late" {\n      evidence log' in text
    assert "**Example**\n\n```text\nclaim late" in markdown_page("EVI301")


@pytest.mark.parametrize(
    ("word", "message"), [("EVI399", "did you mean"), ("unsuported-claim", "`unsupported-claim`")]
)
def test_an_unknown_rule_is_reported(word, message):
    """The message suggests a similar rule."""
    with pytest.raises(InputError, match=message):
        rule_page(word)


def test_the_list_and_the_manual_contain_all_rules():
    """No rule is missing."""
    assert len(rule_list().splitlines()) == len(modules())
    for module in modules():
        assert f"\n## {module.RULE.code} {module.RULE.name}\n" in manual()
