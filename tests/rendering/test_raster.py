"""Pictures as PNG and PDF."""

import importlib
import io
import re
import shutil
import struct
import zlib
from itertools import pairwise

import pytest
from tests.real import miss
from tests.rendering.conftest import SMALL, read_map

from argmap.errors import MissingExtra, RenderError
from argmap.rendering import RenderOptions, raster, to_svg
from argmap.rendering.raster import (
    ConversionRequest,
    picture_links,
    picture_size,
    rasterize,
    typst_page,
)

LINKED = """
map "Ünï “x”" { author: "A", "B"  lang: de  date: 2024-02-29 }
claim a "Sätze" { url: "b%20c.pdf" }
"""


@pytest.fixture
def typst():
    """The library typst."""
    try:
        return importlib.import_module("typst")
    except ImportError:
        miss("typst is not there: pip install 'argmap[print]'")


@pytest.fixture
def rsvg():
    """The program ``rsvg-convert``."""
    if shutil.which("rsvg-convert") is None:
        miss("there is no program `rsvg-convert` on PATH, from librsvg (Debian: librsvg2-bin)")


def convert(text, format_, dpi=raster.DEFAULT_DPI, **options):
    argument_map = read_map(text)
    return rasterize(to_svg(argument_map), format_, argument_map, RenderOptions(**options), dpi)


def size(png):
    """Return width and height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def pixels(png):
    """Return the rows of a PNG with 8 bits a channel, undoing its filters."""
    width, height = size(png)
    assert png[24] == 8
    channels = {2: 3, 6: 4}[png[25]]
    data, at = b"", 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            data += png[at + 8 : at + 8 + length]
        at += 12 + length
    raw, stride = zlib.decompress(data), width * channels
    rows, above = [], bytearray(stride)
    for start in range(0, height * (stride + 1), stride + 1):
        kind, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for i in range(stride):
            left = row[i - channels] if i >= channels else 0
            corner = above[i - channels] if i >= channels else 0
            guess = left + above[i] - corner
            paeth = min((left, above[i], corner), key=lambda value: abs(guess - value))
            row[i] = (row[i] + (0, left, above[i], (left + above[i]) // 2, paeth)[kind]) & 255
        rows.append([tuple(row[i : i + 3]) for i in range(0, stride, channels)])
        above = row
    return rows


@pytest.mark.usefixtures("typst")
@pytest.mark.parametrize("dpi", [72, 144, 100])
def test_a_png_has_the_dots_asked_for(dpi):
    """A unit of the picture is a point, of which 72 are an inch."""
    width, height = picture_size(to_svg(read_map(SMALL)))
    across, down = size(convert(SMALL, "png", dpi))
    assert across == pytest.approx(width * dpi / 72, abs=1)
    assert down == pytest.approx(height * dpi / 72, abs=1)


def density(png):
    """Return how many dots a metre a PNG says it has, and the unit, which is the metre."""
    start = png.index(b"pHYs")
    length, name, checksum = png[start - 4 : start], png[start : start + 13], png[start + 13 :][:4]
    assert int.from_bytes(length) == 9
    assert int.from_bytes(checksum) == zlib.crc32(name)
    return struct.unpack(">IIB", name[4:])


@pytest.mark.usefixtures("typst")
@pytest.mark.parametrize(("dpi", "dots"), [(72, 2835), (300, 11811)])
def test_a_png_says_how_many_dots_an_inch_it_has(dpi, dots):
    """So a report sets it in the size of the picture, whatever its dots."""
    assert density(convert(SMALL, "png", dpi)) == (dots, dots, 1)


@pytest.mark.usefixtures("typst")
@pytest.mark.parametrize("date", ["2024", "2024-02", "2023-02-29", "soon", '2024-02-01")#panic('])
def test_only_a_whole_day_is_the_day_of_a_pdf(date):
    """A year alone is none, and no date is read as typst."""
    request = ConversionRequest(to_svg(read_map(SMALL)), "pdf", 72, {"date": date})
    pypdf = importlib.import_module("pypdf")
    assert (
        pypdf.PdfReader(io.BytesIO(raster.convert_with_typst(request))).metadata.creation_date
        is None
    )


@pytest.mark.usefixtures("typst")
@pytest.mark.parametrize("format_", ["png", "pdf"])
def test_the_same_map_gives_the_same_bytes(format_):
    """There is no date and no chance in it."""
    assert convert(SMALL, format_) == convert(SMALL, format_)


@pytest.mark.usefixtures("typst")
def test_a_pdf_is_one_page_of_the_size_of_the_picture():
    """The page ends where the picture ends, and its text can be searched for."""
    pypdf = importlib.import_module("pypdf")
    (page,) = pypdf.PdfReader(io.BytesIO(convert(SMALL, "pdf"))).pages
    width, height = picture_size(to_svg(read_map(SMALL)))
    box = [float(side) for side in page.mediabox]
    assert box == pytest.approx([0, 0, width, height], abs=0.1)
    assert "Tweety can fly" in page.extract_text()


@pytest.mark.usefixtures("typst")
def test_a_pdf_keeps_links_and_says_what_it_is():
    """Title, authors, day, language and a description are in it, and it is tagged.

    A link lies on the words that it is in the SVG.
    """
    pypdf = importlib.import_module("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(convert(LINKED, "pdf")))
    assert reader.metadata.title == "Ünï “x”"
    assert reader.metadata.author == "A, B"
    assert (
        reader.metadata.subject == "Thesis: Sätze. The argument: 1 claim. What stands: 1 accepted, "
        "0 rejected, 0 undecided. The thesis is accepted."
    )
    assert reader.metadata.creation_date.date().isoformat() == "2024-02-29"
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    (mark,) = (each.get_object() for each in reader.pages[0]["/Annots"])
    assert mark["/A"]["/URI"] == "b%20c.pdf"
    (link,) = picture_links(to_svg(read_map(LINKED)))
    left, low, right, high = (float(side) for side in mark["/Rect"])
    top = picture_size(to_svg(read_map(LINKED)))[1] - link.y
    assert (left, high) == pytest.approx((link.x, top), abs=0.2)
    assert (right - left, high - low) == pytest.approx((link.width, link.height), abs=0.2)


@pytest.mark.parametrize(
    "text", ['"#panic()', "\\u{41}", '") #read("/etc/passwd")', "a\nb", "$x$ #x [*] // /* "]
)
@pytest.mark.usefixtures("typst")
def test_no_text_is_read_as_typst(text):
    """Titles, authors and links are strings, whatever is in them."""
    svg = to_svg(read_map('claim a "A"'))
    request = ConversionRequest(
        svg, "pdf", 72, {"title": text, "author": [text], "keywords": [text]}
    )
    pypdf = importlib.import_module("pypdf")
    made = pypdf.PdfReader(io.BytesIO(raster.convert_with_typst(request)))
    assert made.metadata.title == text


def test_a_line_of_text_stays_in_its_card_without_the_fonts(typst, tmp_path):
    """Where no font has the metrics that the picture is set in, a narrower one takes its place."""
    text = f'claim a "{"Wham million wow men " * 12}"'
    svg = to_svg(read_map(text), RenderOptions(legend=False, caption=False))
    page = tmp_path / "page.typ"
    (tmp_path / "picture.svg").write_text(svg, encoding="utf-8")
    page.write_text(typst_page(ConversionRequest(svg, "png")), encoding="utf-8")
    rows = pixels(typst.compile(page, format="png", ppi=72, ignore_system_fonts=True))
    frame = re.search(r'translate\(([\d.]+) [\d.]+\)"><rect class="frame" width="(\d+)', svg)
    right = float(frame[1]) + float(frame[2])
    assert any(len(set(pairwise(row[30 : int(right) - 5]))) > 5 for row in rows)  # there is text
    for row in rows[4:-4]:
        assert len(set(row[int(right) + 3 :])) == 1


@pytest.mark.usefixtures("rsvg")
@pytest.mark.parametrize("format_", ["png", "pdf"])
def test_the_program_makes_a_picture_of_the_same_size(format_, monkeypatch):
    """Where there is no typst, `rsvg-convert` is used."""
    monkeypatch.setattr(raster, "_find_maker", lambda: "convert_with_rsvg")
    made = convert(SMALL, format_)
    width, height = picture_size(to_svg(read_map(SMALL)))
    if format_ == "png":
        assert size(made) == pytest.approx((width * 2, height * 2), abs=1)
    else:
        assert made.startswith(b"%PDF")


def test_without_either_it_is_told_what_to_install(monkeypatch):
    """The message names the extra."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(
        MissingExtra, match=r"PNG or PDF needs the extra `print`; run `.*install .*\[print\]"
    ):
        convert(SMALL, "png")


@pytest.mark.parametrize(
    ("format_", "dpi", "said"),
    [("png", 2400, "--dpi"), ("pdf", 144, "a PDF holds at most 14,400")],
)
def test_a_picture_too_large_is_refused(format_, dpi, said):
    """Nothing is begun that would take all memory; the message says what to do."""
    svg = '<svg viewBox="0 0 20000 20000"></svg>'
    with pytest.raises(RenderError, match=said):
        rasterize(svg, format_, read_map(SMALL), RenderOptions(), dpi)


@pytest.mark.usefixtures("typst")
def test_what_takes_too_long_is_ended():
    """The time limit holds for a PNG too."""
    svg = to_svg(read_map(SMALL))
    with pytest.raises(RenderError, match=r"PNG was not made after 0\.01 s"):
        rasterize(svg, "png", read_map(SMALL), RenderOptions(timeout=0.01))
