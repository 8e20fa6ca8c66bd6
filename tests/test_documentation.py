"""The consoles in the documentation show what the commands print."""

from pathlib import Path

import pytest

from tests.documentation import PAGES, consoles, renewed


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_consoles_show_what_their_commands_print(path: Path):
    """Each command of a page is executed; `python -m tests.documentation` renews the pages."""
    page = path.read_text(encoding="utf-8")
    assert renewed(page) == page


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_pages_have_consoles(path: Path):
    """Each page has at least one command, so the test above compares something."""
    assert list(consoles(path.read_text(encoding="utf-8")))


def test_a_wrong_output_is_noticed():
    """The output of a command replaces what is written in the console."""
    page = (
        '```argmap\nclaim a "A"\n```\n\n```console\n$ argmap fmt --check map.argmap\nwrong\n```\n'
    )
    assert renewed(page) == page.replace("wrong\n", "1 file unchanged\n")
