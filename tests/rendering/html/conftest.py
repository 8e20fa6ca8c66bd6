"""Pages of maps, to be opened in a real browser."""

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

LANE = """
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
def lane() -> str:
    """A small map with something of everything."""
    return LANE


@pytest.fixture
def made(read) -> Callable[..., str]:
    """Make a page of a map's text."""

    def make(text: str = LANE, **options: object) -> str:
        return to_html(read(text), RenderOptions(**options))

    return make


@pytest.fixture
def opened(visit, made) -> Callable:
    """Open the page of a map's text."""

    async def open_it(text: str = LANE, address: str = "", **context) -> Watched:
        return await visit(made(text), address, **context)

    return open_it


@pytest.fixture(scope="session")
def paper() -> ArgumentMap:
    """The map of the paper, whole."""
    return load_resolution(MAPS / "turkiye-russia/map.argmap", FileCache()).map
