"""Widths of text."""

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
    """Return fontTools, which the tables are made with; skip or fail if it or fonts are missing."""
    try:
        from fontTools import ttLib

    except ImportError:
        miss("fontTools is not installed")
    needed = ("liberation/LiberationSans", "noto/NotoSansArabic", "dejavu/DejaVuSans-Bold")
    for font in needed:
        if not list(ALL_FONTS.glob(f"{font}*.ttf")):
            miss(
                f"{font} is not in {ALL_FONTS}: install Debian's fonts-liberation, fonts-noto-core "
                "and fonts-dejavu"
            )
    return ttLib


def advance_widths(ttlib, style):
    """Return the advance widths in a font file of Liberation Sans, by code point."""
    with ttlib.TTFont(FONTS / f"LiberationSans-{style}.ttf") as font:
        assert font["head"].unitsPerEm == UNITS_PER_EM
        characters, advances = font.getBestCmap(), font["hmtx"]
        return {
            code: advances[glyph][0]
            for code, glyph in characters.items()
            if 0x20 <= code < 0x3000 and not 0x7F <= code < 0xA0
        }


def widest(ttlib):
    """Return the largest width of each other character in Noto Sans and DejaVu, in tenths."""
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
    liberation = {
        ord(char) for char in font_metrics._read_table("liberation_sans.txt", "[regular]")
    }
    return {
        code: width
        for code, width in tenths.items()
        if 0xA0 <= code < 0x10000 and code not in liberation and is_estimated(code)
    }


def is_estimated(code):
    """Whether the width of a character is in the table, not decided by a rule."""
    has_rule = any(first <= code <= last for first, last, _ in font_metrics._RANGES)
    return not has_rule and unicodedata.category(chr(code)) not in {
        *font_metrics._ZERO_WIDTH_CATEGORIES,
        "Co",
    }


def format_table(advances):
    """Return widths as the files contain them: a line for each run of code points."""
    lines, runs = [], []
    for code in sorted(advances):
        if not runs or code != runs[-1][-1] + 1:
            runs.append([])
        runs[-1].append(code)
    for run in runs:
        cells = []
        for width, group in groupby(advances[code] for code in run):
            count = len(list(group))
            cells.append(f"{width}*{count}" if count > 1 else str(width))
        lines.append(f"{run[0]:04x} {' '.join(cells)}")
    return "\n".join(lines)


def test_the_tables_match_the_fonts(ttlib):
    """The committed widths are those of Liberation Sans."""
    committed = TABLES.read_text()
    head = committed[: committed.index("[")]
    sections = [(name, format_table(advance_widths(ttlib, name))) for name in ("Regular", "Bold")]
    expected = head + "".join(f"[{name.lower()}]\n{lines}\n" for name, lines in sections)
    assert committed == expected


def test_the_estimates_match_the_fonts(ttlib):
    """The committed estimates are the largest widths in Noto Sans and DejaVu Sans."""
    head = "".join(
        line for line in ESTIMATES.read_text().splitlines(keepends=True) if line[0] == "#"
    )
    assert ESTIMATES.read_text() == f"{head}[tenths]\n{format_table(widest(ttlib))}\n"


def test_known_widths():
    """Widths add up, scale with the size, and bold is wider (Helvetica: n 556, i 222 of 1000)."""
    assert measure("n", 1000) == pytest.approx(556, abs=0.5)
    assert measure("ini", 1000) == pytest.approx(222 * 2 + 556, abs=1)
    assert measure("nation", 22) == 2 * measure("nation", 11)
    assert measure("nation", 11, bold=True) > measure("nation", 11)
    assert measure("", 11) == 0


def test_other_characters_are_estimated():
    """Vietnamese is at least as wide as its letters, Chinese an em, a combining mark 0."""
    table = widths()
    assert table["e"] <= table["ệ"] < 1.4 * table["e"]
    assert table["中"] == table["한"] == UNITS_PER_EM
    assert table["ﾊ"] == UNITS_PER_EM / 2
    assert table["\u0301"] == table["\u200d"] == table["\u2067"] == 0
    assert UNITS_PER_EM < table["🎉"] < 1.5 * UNITS_PER_EM
    assert 0 < table["\u0e01"] < UNITS_PER_EM
    assert table["﷽"] > 5 * UNITS_PER_EM


def test_an_estimate_is_the_same_in_both_weights():
    """The fallback font is unknown, and so is the width of its bold."""
    for char in "ש你กअش♘":
        assert widths()[char] == widths(bold=True)[char]
