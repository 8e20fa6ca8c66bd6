"""How wide text is."""

import os
from itertools import groupby
from pathlib import Path

import pytest

from argmap.render.face import metrics
from argmap.render.face.metrics import EM, measure, widths

FONTS = Path("/usr/share/fonts/truetype/liberation")
TABLES = Path(metrics.__file__).with_name("liberation_sans.txt")


@pytest.fixture
def ttlib():
    """The tools and fonts that the tables are made from: skipped, or failing, without them."""
    try:
        from fontTools import ttLib

        found = (FONTS / "LiberationSans-Regular.ttf").exists()
    except ImportError:
        found = False
    if not found:
        reason = "needs fonttools, and Liberation Sans in " + str(FONTS)
        assert os.environ.get("ARGMAP_REQUIRE_REAL") != "1", reason
        pytest.skip(reason)
    return ttLib


def advance_widths(ttlib, face):
    """Return the advance widths of a font's own characters, by code point."""
    with ttlib.TTFont(FONTS / f"LiberationSans-{face}.ttf") as font:
        assert font["head"].unitsPerEm == EM
        characters, advances = font.getBestCmap(), font["hmtx"]
        return {
            code: advances[glyph][0]
            for code, glyph in characters.items()
            if 0x20 <= code < 0x3000 and not 0x7F <= code < 0xA0
        }


def table(advances):
    """Write widths as ``liberation_sans.txt`` holds them: a line for each run of code points."""
    lines, runs = [], []
    for code in sorted(advances):
        if not runs or code != runs[-1][-1] + 1:
            runs.append([])
        runs[-1].append(code)
    for run in runs:
        cells = []
        for width, same in groupby(advances[code] for code in run):
            count = len(list(same))
            cells.append(f"{width}*{count}" if count > 1 else str(width))
        lines.append(f"{run[0]:04x} {' '.join(cells)}")
    return "\n".join(lines)


def test_the_tables_are_the_fonts(ttlib):
    """The committed widths are those of Liberation Sans, and can be made anew from it."""
    head = "".join(line for line in TABLES.read_text().splitlines(keepends=True) if line[0] == "#")
    faces = [(name, table(advance_widths(ttlib, name))) for name in ("Regular", "Bold")]
    made = head + "".join(f"[{name.lower()}]\n{lines}\n" for name, lines in faces)
    assert TABLES.read_text() == made


def test_known_words():
    """Widths add up, scale with the size, and bold is wider (Helvetica: n 556, i 222 of 1000)."""
    assert measure("n", 1000) == pytest.approx(556, abs=0.5)
    assert measure("ini", 1000) == pytest.approx(222 * 2 + 556, abs=1)
    assert measure("nation", 22) == 2 * measure("nation", 11)
    assert measure("nation", 11, bold=True) > measure("nation", 11)
    assert measure("", 11) == 0


def test_what_no_table_holds_is_estimated():
    """Vietnamese is as wide as its letters, Chinese an em, a combining mark nothing."""
    table = widths()
    assert table["ệ"] == table["e"]
    assert table["中"] == EM
    assert table["\u0301"] == 0
    assert table["\u200d"] == 0
    assert EM < table["🎉"] < 1.5 * EM
    assert 0 < table["\u0e01"] < EM
