from pathlib import Path

import pytest

from argmap.resolve import resolve
from argmap.syntax import parse
from argmap.text import SourceText, read

LANE = """\
map "Should we build the bicycle lane?" {
  thesis: build-it
  author: "The council"
  date: 2024-05
}

source counts "Traffic counts, Mill Road" {
  author: "City of Ely"
  year: 2024
  url: "https://example.org/counts"
}

claim build-it "Build the lane" {
  expect: accepted

  evidence cyclists "Mill Road has 9,000 cyclists a day" @counts:3 "9,000" @counts:p7 {
    confidence: very-likely
    held-by: "the police", "the city"
  }

  reason safer {
    scheme: cause-to-effect
    claim kerb "A kerb keeps cars out" { note: "where there is one" }
    assumption "Fewer cars in the lane mean fewer accidents"
    counterpoint junctions "Most accidents happen at junctions" {
      counterpoint few "There are two junctions" @counts
    }
  }

  counterpoint cost "It costs too much" {
    counterpoint grant "The state pays for it"
    contradicts: cheap
  }
}

section money "What it costs" {
  claim cheap "A metre costs 900 euros" {
    supports: build-it
    opposes: cost
  }

  section "Side streets" {
    counterpoint rivals "Rivals would build it elsewhere" {
      undercuts: cyclists -> build-it
    }
  }
}
"""


class DiskDocuments:
    """A provider of imported files from disk."""

    def document(self, path):
        return parse(read(path, path.name).source)


@pytest.fixture
def load():
    """A function that loads a map from text without errors."""

    def load_text(text, name="lane.argmap"):
        document = parse(SourceText(name, text))
        resolution = resolve(
            document, path=None, documents=DiskDocuments(), boundary=Path("/nowhere")
        )
        assert not document.errors
        assert not resolution.errors
        return resolution.map

    return load_text


@pytest.fixture
def load_file():
    """A function that loads a map from a file, with imports from its folder."""

    def load_path(path):
        document = DiskDocuments().document(path)
        resolution = resolve(document, path=path, documents=DiskDocuments(), boundary=path.parent)
        assert not resolution.errors
        return resolution.map

    return load_path


@pytest.fixture
def lane(load):
    """A small map with all kinds of elements."""
    return load(LANE)


@pytest.fixture
def ladder(load):
    """A map in which each statement is nested in the previous one, beyond the recursion limit."""
    depth = 5_000
    lines = (f'claim c{rung} "Rung {rung}" {{' for rung in range(depth))
    return load("\n".join(lines) + "}" * depth)
