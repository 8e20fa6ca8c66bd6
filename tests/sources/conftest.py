"""Source texts for the tests."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cases_reader import Case

from argmap.model import Unit
from argmap.resolve import Resolution
from argmap.sources import formats as plain_text
from argmap.sources.loader import Passages, load_text
from argmap.workspace.files import read_bytes

_PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >>"
)


@pytest.fixture
def passages() -> Callable[..., Passages]:
    """Return a function that makes the passages of a source from plain text."""

    def make(text: str) -> Passages:
        blocks = plain_text.read_text(text)
        headings = frozenset(n for n, block in enumerate(blocks, 1) if block.is_heading)
        texts = tuple(block.text for block in blocks)
        return Passages("paper.txt", Unit.PARAGRAPH, texts, headings, raw_text=text)

    return make


@pytest.fixture
def resolve_map() -> Callable[[str], Resolution]:
    """Return a function that resolves a map."""
    return lambda text: Case("", {"map.argmap": text}).resolve()


@pytest.fixture
def pdf() -> Callable[..., bytes]:
    """Return a function that writes a small PDF, with one line of text per page."""

    def write(*pages: str) -> bytes:
        kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
        objects = [
            "<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        for index, text in enumerate(pages):
            content = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
            objects += [
                f"{_PAGE} /Contents {5 + 2 * index} 0 R >>",
                f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
            ]
        return _file(objects)

    return write


def _file(objects: list[str]) -> bytes:
    data, offsets = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return data.encode()


@pytest.fixture
def load_source(tmp_path) -> Callable[..., object]:
    """Return a function that writes a file and loads it as a source text."""

    def open_it(name: str, data: str | bytes) -> object:
        path: Path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return load_text(path, name, read_bytes)

    return open_it
