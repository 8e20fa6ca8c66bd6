"""Lines of scripts with tall glyphs: they have the height that the glyphs need."""

import re
from pathlib import Path

import pytest
from tests.real import miss
from tests.rendering.conftest import read_map

from argmap.rendering import RenderOptions
from argmap.rendering.cards.font_metrics import _EXTENTS, extent_of
from argmap.rendering.cards.layout import lay_out_card
from argmap.rendering.cards.text_layout import BODY_STYLE, FOOTER_STYLE, TextColumn
from argmap.rendering.scene import build_scene

NOTO = Path("/usr/share/fonts/truetype/noto")
FONTS = {
    "\u0e81": "NotoSansLao",
    "\u0f40": "NotoSerifTibetan",
    "\u1000": "NotoSansMyanmar",
    "\u1780": "NotoSansKhmer",
    "\u1820": "NotoSansMongolian",
    "\u1a20": "NotoSansTaiTham",
    "\u1b05": "NotoSansBalinese",
    "\ua984": "NotoSansJavanese",
    "\U00011200": "NotoSansKhojki",
    "\U00011580": "NotoSansSiddham",
    "\U00011700": "NotoSerifAhom",
    "\U00011a0b": "NotoSansZanabazarSquare",
    "\U00012000": "NotoSansCuneiform",
    "\U00013000": "NotoSansEgyptianHieroglyphs",
    "\u0679": "NotoNastaliqUrdu",
}
"""A letter of each script, and the font that its figures are from."""


@pytest.mark.parametrize("letter", FONTS, ids=FONTS.get)
def test_glyphs_are_within_their_extent(letter):
    """No glyph of a single character is taller than the space that is reserved for its script."""
    try:
        from fontTools.pens.boundsPen import BoundsPen
        from fontTools.ttLib import TTFont
    except ImportError:
        miss("fontTools is not installed")
    path = NOTO / f"{FONTS[letter]}-Regular.ttf"
    if not path.exists():
        miss(f"{path} is not installed: Debian's fonts-noto-core")
    (pattern, extent) = next(item for item in _EXTENTS if re.match(f"[{item[0]}]", letter))
    with TTFont(path, lazy=True) as font:
        em, glyphs = font["head"].unitsPerEm, font.getGlyphSet()
        measured = 0
        for code, name in font.getBestCmap().items():
            pen = BoundsPen(glyphs)
            glyphs[name].draw(pen)
            if pen.bounds and re.match(f"[{pattern}]", chr(code)):
                measured += 1
                assert -pen.bounds[1] / em <= extent.below + 0.02, hex(code)
                assert pen.bounds[3] / em <= extent.above + 0.02, hex(code)
    assert measured


def test_most_scripts_have_the_usual_height():
    for text in ("Plain English", "Ünïcödé", "汉字", "العربية", "हिन्दी", "สวัสดี", "한국어"):
        assert extent_of(text) is None


@pytest.mark.parametrize("letter", FONTS, ids=FONTS.get)
def test_lines_are_apart_and_inside_their_column(letter):
    """Tall lines between plain ones reach into neither of them, nor out of the column."""
    text = "\n".join(["plain", letter * 3, letter * 3, "plain", f"plain {letter}"])
    for style in (BODY_STYLE, FOOTER_STYLE):
        column = TextColumn(0, 200, 0)
        column.add_text(text, style, "text")
        bottom = 0.0
        for line in column.lines:
            above, below = extent_of(line.runs[0].text) or (0.9, 0.22)
            assert line.y - above * style.size >= bottom - 0.5
            bottom = line.y + below * style.size
        assert bottom <= column.y + 0.01


def test_a_card_holds_tall_text_everywhere():
    """Ids, references, labels and rows have the space, too: every glyph is inside the card."""
    word = "\u0f40\u0f0b" * 6
    text = f"""
    claim a "{word}" {{ label: "{word}" held-by: {word}
      evidence e "{word}" @s:3 {{ tags: {word} }}
      tags: {word}
    }}
    source s "{word}"
    """
    argument_map = read_map(text)
    from argmap.rendering.annotations import make_annotations

    scene = build_scene(argument_map, make_annotations(argument_map, RenderOptions(tags=True)))
    (card,) = scene.cards
    layout = lay_out_card(scene, card)
    (panel,) = layout.panels
    for area, lines in (
        (panel.area, panel.lines),
        *((row.area, row.lines) for row in panel.docked_rows),
    ):
        for line in lines:
            extent = extent_of("".join(run.text for run in line.runs))
            if extent is not None:
                assert area.y <= line.y - extent.above * line.size
                assert line.y + extent.below * line.size <= area.y + area.height
