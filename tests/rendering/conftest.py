"""Maps to draw, and pictures to inspect."""

import re
import xml.etree.ElementTree as ET
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from tests.browsing import Watched

from argmap.model import ArgumentMap
from argmap.rendering import RenderOptions, to_svg
from argmap.resolve import resolve
from argmap.syntax import Document, parse_reading
from argmap.text import decode

SVG = "{http://www.w3.org/2000/svg}"

SMALL = """
map "Does Tweety fly?" { thesis: flies }
source book "Birds" { url: "https://example.org/birds" }

claim flies "Tweety can fly" {
  evidence seen "Granny saw it on the roof" @book:3 "on the roof"
  reason wings {
    scheme: verbal-classification
    assumption birds "Birds, as a rule, can fly"
    claim bird "Tweety is a bird" { evidence egg "Tweety came out of an egg" @book:4 }
    counterpoint penguin "Tweety may be a penguin" {
      counterpoint song "Tweety sings, and no penguin does"
    }
  }
  counterpoint cage "Tweety has never left the cage" { contradicts: seen }
}
"""


class NoFiles:
    """A document provider without any files."""

    def document(self, path: Path) -> Document:
        raise FileNotFoundError(path)


def read_map(text: str) -> ArgumentMap:
    """Return the map that a text describes; mistakes are ignored."""
    document = parse_reading(decode("map.argmap", text.encode()))
    return resolve(document, path=None, documents=NoFiles(), boundary=Path.cwd()).map


class Picture:
    """A drawn map: its SVG text, its element tree, and the positions of its cards."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root = ET.fromstring(text)
        self.prefix = self.root.get("id").removesuffix("map")

    def all(self, class_: str) -> list[ET.Element]:
        """Return the groups that have a class."""
        return [g for g in self.root.iter(f"{SVG}g") if class_ in g.get("class", "").split()]

    def one(self, id_: str) -> ET.Element:
        """Return the only element with an id."""
        (element,) = [e for e in self.root.iter() if e.get("id") == self.prefix + id_]
        return element

    def texts(self, id_: str) -> str:
        """Return the text inside the element with an id, as one line."""
        lines = ["".join(line.itertext()) for line in self.one(id_).iter(f"{SVG}text")]
        return " ".join(lines)

    def boxes(self) -> dict[str, tuple[float, float, float, float]]:
        """Return left, top, right and bottom of each card's frame, by the id of the card."""
        boxes = {}
        for card in self.all("card"):
            frame = card.find(f"{SVG}rect[@class='frame']")
            if frame is not None:
                x, y = numbers(card.get("transform"))
                width, height = float(frame.get("width")), float(frame.get("height"))
                box = (x, y, x + width, y + height)
                boxes[card.get("id").removeprefix(self.prefix)] = box
        return boxes

    def strokes(self, line: ET.Element) -> list[list[tuple[float, float]]]:
        """Return closely spaced points along each path of a line."""
        return [trace(path.get("d")) for path in line.iter(f"{SVG}path")]


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", text)]


def trace(d: str) -> list[tuple[float, float]]:
    """Return points along a path of M, L and C commands."""
    points: list[tuple[float, float]] = []
    for letter, rest in re.findall(r"([MLC])([^MLCz]*)", d):
        values = numbers(rest)
        places = list(zip(values[::2], values[1::2], strict=True))
        if letter == "M":
            points.append(places[0])
            continue
        start = points[-1]
        middle = [start, places[0]] if letter == "L" else places[:2]
        places = [start, *middle, places[-1]]
        for sample in range(1, 41):
            t = sample / 40
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            points.append(
                tuple(
                    sum(w * place[axis] for w, place in zip(weights, places, strict=True))
                    for axis in (0, 1)
                )
            )
    return points


@pytest.fixture
def read():
    """Return `read_map`."""
    return read_map


@pytest.fixture
def draw():
    """Return a function that draws the map of a text, with all details."""

    def draw_text(text: str, **options: object) -> Picture:
        return Picture(to_svg(read_map(text), RenderOptions(**{"detail": "author"} | options)))

    return draw_text


@pytest.fixture
def small():
    """Return a small map with every kind of element."""
    return SMALL


@pytest.fixture
async def visit(browser, tmp_path) -> AsyncIterator[Callable]:
    """Return a function that opens a page or a picture; fail if it has errors at the end."""
    watched: list[Watched] = []
    contexts = []

    async def open_text(text: str, address: str = "", suffix: str = "html", **context) -> Watched:
        file = tmp_path / f"page{len(watched)}.{suffix}"
        file.write_text(text, encoding="utf-8")
        size = context.pop("size", (1280, 800))
        context.setdefault("viewport", {"width": size[0], "height": size[1]})
        contexts.append(await browser.new_context(reduced_motion="reduce", **context))
        seen = Watched(await contexts[-1].new_page())
        seen.page.set_default_timeout(10_000)
        seen.watch()
        watched.append(seen)
        await seen.page.goto(file.as_uri() + address)
        return seen

    yield open_text
    for context in contexts:
        await context.close()
    assert [error for seen in watched for error in seen.errors] == []
