"""Pages of maps, opened in a real browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.browsing import Watched

from argmap.model import ArgumentMap
from argmap.rendering import RenderOptions
from argmap.rendering.html import to_html
from argmap.workspace.files import FileCache
from argmap.workspace.load import load_resolution

MAPS = Path(__file__).parents[3] / "maps"

EXAMPLE = """
map "Should we build the lane?" { thesis: lane  author: "Ada"  date: 2024 }
source count "Traffic count" { url: "https://example.org/count"  publisher: "Ashby"  year: 2023 }
source talk "What was said" { url: "javascript:alert(1)" }

section street "The street" {
  claim lane "Build the lane" {
    expect: accepted
    evidence crashes "There were 14 crashes" @count:4 "14 crashes" @talk
    reason safety {
      scheme: practical-reasoning
      claim safe "A lane is safe" { assumption calm "Drivers keep out of it" }
      assumption wanted "Safety is wanted"
      counterpoint dear "Safety has its price" { counterpoint paid "It is paid for" }
    }
    counterpoint shops "The shops would lose" {
      expect: rejected
      counterpoint garage "The garage has room" { tags: parking }
    }
  }
  claim other "Café owners agree" { contradicts: shops }
}
"""


@pytest.fixture(scope="session")
def example() -> str:
    """A small map with statements of every kind."""
    return EXAMPLE


@pytest.fixture
def make_html(read) -> Callable[..., str]:
    """Return a function that makes a page from the text of a map."""

    def make_page(text: str = EXAMPLE, **options: object) -> str:
        return to_html(read(text), RenderOptions(**options))

    return make_page


@pytest.fixture
def open_page(visit, make_html) -> Callable:
    """Return a function that opens the page of a map in a browser."""

    async def make_and_open(text: str = EXAMPLE, address: str = "", **context) -> Watched:
        return await visit(make_html(text), address, **context)

    return make_and_open


@pytest.fixture(scope="session")
def paper() -> ArgumentMap:
    """The map of the paper, including all imported files."""
    return load_resolution(MAPS / "turkiye-russia/map.argmap", FileCache()).map
