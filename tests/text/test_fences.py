"""Tests which code blocks of a Markdown text are maps, and that positions in them stay the same."""

import time
from textwrap import dedent

import pytest

from argmap.text import SourceText
from argmap.text.fences import find_fences, isolate_map, map_fences


def contents(text: str) -> list[str]:
    """Return the contents of the maps, without indentation and quotes."""
    return [dedent(fence.isolate(text)[fence.content.start :]) for fence in map_fences(text)]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("```argmap\na\n```\n", ["a\n"]),
        ("~~~ argmap\na\n~~~\n", ["a\n"]),
        ("````argmap\n```\na\n````\n", ["```\na\n"]),
        ("```argmap\na\n~~~\n```\n", ["a\n~~~\n"]),
        ("```argmap\na", ["a"]),
        ("```argmap\r\na\r\n```\r\n", ["a\r\n"]),
        ("```argmap\ra\r```\r", ["a\r"]),
        ("   ```argmap\n   a\n   ```\n", ["a\n"]),
        ("- x\n\n  ```argmap\n  a\n    b\n  ```\n", ["a\n  b\n"]),
        ("10. ```argmap\n    a\n    ```\n", ["a\n"]),
        ("- x\n  - y\n    ```argmap\n    a\n    ```\n", ["a\n"]),
        ("- ```argmap\n  a\n\nend\n", ["a\n\n"]),
        ("> ```argmap\n> a\n> ```\n", ["a\n"]),
        ("> ```argmap\n> a\nend\n", ["a\n"]),
        ("> - ```argmap\n>   a\n>   ```\n", ["a\n"]),
        ("!!! note\n    ```argmap\n    a\n    ```\n", ["a\n"]),
        ("```{argmap}\na\n```\n", ["a\n"]),
        ("```{.argmap width=3}\na\n```\n", ["a\n"]),
        ('```argmap title="x.argmap"\na\n```\n', ["a\n"]),
        ("```argmap\na\n```\n```argmap\nb\n```\n", ["a\n", "b\n"]),
    ],
)
def test_blocks_with_the_language_argmap_are_maps(markdown, expected):
    assert contents(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        "```argmap ignore\na\n```\n",
        "```text\na\n```\n",
        "```argmap-like\na\n```\n",
        "``argmap\na\n``\n",
        "`` ```argmap `` is code\n",
        "```argmap `x`\na\n```\n",
        "    ```argmap\n    a\n    ```\n",
        "````md\n```argmap\na\n```\n````\n",
        "<!--\n```argmap\na\n```\n-->\n",
        "<pre>\n```argmap\na\n```\n</pre>\n",
        "```argmap\n\n```\n",
    ],
)
def test_other_text_is_not_a_map(markdown):
    assert contents(markdown) == []


def test_positions_in_a_map_are_those_in_the_markdown_file():
    markdown = "é𝔸 text\n\n> ```argmap\n> claim bus\n> ```\nmore\n"

    isolated = isolate_map(markdown.encode(), 1).decode()

    expected = SourceText("", markdown).position(markdown.index("claim"))
    assert SourceText("", isolated).position(isolated.index("claim")) == expected == (4, 3)
    assert isolated.split() == ["claim", "bus"]


def test_bytes_that_are_not_utf_8_stay_in_the_map():
    assert isolate_map(b"\xff\n```argmap\n\xfe\n```\n", 1) == b" \n         \n\xfe\n"


def test_there_are_as_many_maps_as_blocks():
    assert isolate_map(b"```argmap\na\n```\n", 2) is None
    assert isolate_map(b"```argmap\na\n```\n", 0) is None


def test_a_block_includes_its_fences():
    markdown = "x\n```argmap\na\n```\ny\n"
    (fence,) = find_fences(markdown)
    assert markdown[fence.block.start : fence.block.end] == "```argmap\na\n```\n"


@pytest.mark.parametrize("repeated", ["> ", "- ", "1. ", "\t", "```argmap\n", "<!--", "> - "])
def test_hostile_documents_take_linear_time(repeated):
    text = repeated * (200_000 // len(repeated)) + "\n```argmap\nlast\n```\n"
    started = time.perf_counter()
    assert len(contents(text)) <= text.count("```argmap\n")
    assert time.perf_counter() - started < 10
