"""How wide text is."""

import unicodedata
from itertools import groupby
from math import ceil
from pathlib import Path

import pytest
from tests.real import miss

from argmap.rendering.cards import font_metrics
from argmap.rendering.cards.font_metrics import UNITS_PER_EM, measure, widths

ALL_FONTS = Path("/usr/share/fonts/truetype")
FONTS = ALL_FONTS / "liberation"
TABLES = Path(font_metrics.__file__).with_name("liberation_sans.txt")
ESTIMATES = Path(font_metrics.__file__).with_name("estimates.txt")
OTHER_VARIANTS = ("Mono", "Display", "UI", "Looped")


@pytest.fixture
def ttlib():
    """The tools and fonts that the tables are made from: skipped, or failing, without them."""
    try:
        from fontTools import ttLib

    except ImportError:
        miss("there is no fonttools")
    needed = ("liberation/LiberationSans", "noto/NotoSansArabic", "dejavu/DejaVuSans-Bold")
    for font in needed:
        if not list(ALL_FONTS.glob(f"{font}*.ttf")):
            miss(
                f"there is no {font} in {ALL_FONTS}: Debian's fonts-liberation, -noto-core, -dejavu"
            )
    return ttLib


def advance_widths(ttlib, card_layout):
    """Return the advance widths of a font's own characters, by code point."""
    with ttlib.TTFont(FONTS / f"LiberationSans-{card_layout}.ttf") as font:
        assert font["head"].unitsPerEm == UNITS_PER_EM
        characters, advances = font.getBestCmap(), font["hmtx"]
        return {
            code: advances[glyph][0]
            for code, glyph in characters.items()
            if 0x20 <= code < 0x3000 and not 0x7F <= code < 0xA0
        }


def widest(ttlib):
    """Return the widest advance of each other character in Noto Sans and DejaVu, in tenths."""
    noto = [
        font
        for weight in ("Regular", "Bold")
        for font in (ALL_FONTS / "noto").glob(f"NotoSans*-{weight}.ttf")
        if not any(variant in font.name for variant in OTHER_VARIANTS)
    ]
    tenths = {}
    for path in (
        *noto,
        *(ALL_FONTS / "dejavu" / f"DejaVuSans{bold}.ttf" for bold in ("", "-Bold")),
    ):
        with ttlib.TTFont(path, lazy=True) as font:
            em, advances = font["head"].unitsPerEm, font["hmtx"]
            for code, glyph in font.getBestCmap().items():
                width = ceil(advances[glyph][0] * 10 / em - 1e-6)
                tenths[code] = max(width, tenths.get(code, 0))
    own = {ord(char) for char in font_metrics._table("liberation_sans.txt", "[regular]")}
    return {
        code: width
        for code, width in tenths.items()
        if 0xA0 <= code < 0x10000 and code not in own and is_estimated(code)
    }


def is_estimated(code):
    """Whether the table says something that no rule says for all of a range."""
    ruled = any(first <= code <= last for first, last, _ in font_metrics._RANGES)
    return not ruled and unicodedata.category(chr(code)) not in {*font_metrics._NONE, "Co"}


def table(advances):
    """Write widths as the files hold them: a line for each run of code points."""
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
    written = TABLES.read_text()
    head = written[: written.index("[")]
    card_layouts = [(name, table(advance_widths(ttlib, name))) for name in ("Regular", "Bold")]
    made = head + "".join(f"[{name.lower()}]\n{lines}\n" for name, lines in card_layouts)
    assert written == made


def test_the_estimates_are_of_widespread_fonts(ttlib):
    """The estimates are the widest of Noto Sans and DejaVu Sans, and can be made anew from them."""
    head = "".join(
        line for line in ESTIMATES.read_text().splitlines(keepends=True) if line[0] == "#"
    )
    assert ESTIMATES.read_text() == f"{head}[tenths]\n{table(widest(ttlib))}\n"


def test_known_words():
    """Widths add up, scale with the size, and bold is wider (Helvetica: n 556, i 222 of 1000)."""
    assert measure("n", 1000) == pytest.approx(556, abs=0.5)
    assert measure("ini", 1000) == pytest.approx(222 * 2 + 556, abs=1)
    assert measure("nation", 22) == 2 * measure("nation", 11)
    assert measure("nation", 11, bold=True) > measure("nation", 11)
    assert measure("", 11) == 0


def test_what_no_table_holds_is_estimated():
    """Vietnamese is as wide as its letters at least, Chinese an em, a combining mark nothing."""
    table = widths()
    assert table["e"] <= table["ệ"] < 1.4 * table["e"]
    assert table["中"] == table["한"] == UNITS_PER_EM
    assert table["ﾊ"] == UNITS_PER_EM / 2
    assert table["\u0301"] == table["\u200d"] == table["\u2067"] == 0
    assert UNITS_PER_EM < table["🎉"] < 1.5 * UNITS_PER_EM
    assert 0 < table["\u0e01"] < UNITS_PER_EM
    assert table["﷽"] > 5 * UNITS_PER_EM


def test_an_estimate_is_the_same_in_both_weights():
    """Which font stands in is not known, so neither is how much bolder its bold is."""
    for char in "ש你กअش♘":
        assert widths()[char] == widths(bold=True)[char]
