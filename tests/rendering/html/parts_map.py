"""A map with several parts, a source text that it cites, and its page."""

from pathlib import Path

from attrs import evolve
from tests.rendering.conftest import read_map

from argmap.model import ArgumentMap
from argmap.rendering.html import PageContents
from argmap.sources.loader import Passages, load_text

PARTS = """
map "Should we build the lane?" { thesis: lane  author: "Ada" }
source report "Traffic report" { year: 2023 }
source talk "A talk"

claim lane "Build the lane" @talk { supported-by: safe, cheap  label: "The lane" }

section safety "Safety" {
  claim safe "The lane is safe" @report:2 "is safe" {
    fidelity: paraphrase
    evidence crashes "There were fourteen crashes" @report:3 "14 … crashes" {
      tags: numbers, street
    }
    counterpoint risk "Drivers may not look" @report:3 {
      counterpoint mirrors "Mirrors help" { tags: numbers }
    }
  }
}
section money "=Money" {
  claim cheap "The lane is cheap" @report:5 {
    fidelity: interpretation
    evidence price "It costs 10 million, “all in”" @report:4 "10 million"
    claim funds "=SUM(A1) is in the budget" { supports: safe  tags: "@risk" }
  }
}
"""

REPORT = """The report

The lane is safe for all.

In one year there were 14 (fourteen!) serious crashes \U0001f6b2 on this street.

The lane costs 10 million in total.

It is cheap. <script>alert(1)</script> <b>bold</b>

No statement cites this paragraph.
"""


def parts_map() -> ArgumentMap:
    """Return a map with two sections."""
    return read_map(PARTS)


def large_map() -> ArgumentMap:
    """Return a map that is large enough for its parts to be folded."""
    claims = "\n".join(f'claim c{number} "Claim {number}"' for number in range(160))
    return read_map(PARTS.replace("supports: safe  tags", f"{claims}\nsupports: safe  tags"))


def load_report(folder: Path, text: str = REPORT) -> Passages:
    """Return the text of the source."""
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    passages = load_text(path, "report.txt", lambda file, limit: file.read_bytes()[:limit])
    assert isinstance(passages, Passages)
    return passages


def with_report(folder: Path, text: str = REPORT) -> PageContents:
    """Return the contents of a page with the text of the source."""
    return evolve(PageContents(), texts={"report": load_report(folder, text)})
