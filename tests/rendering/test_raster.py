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
    typst_document,
)

LINKED = """
map "Ünï “x”" { author: "A", "B"  lang: de  date: 2024-02-29 }
claim a "Sätze" { url: "b%20c.pdf" }
"""


@pytest.fixture
def typst():
    """Return the module typst; skip or fail if it is missing."""
    try:
        return importlib.import_module("typst")
    except ImportError:
        miss("typst is not installed: pip install 'argmap[print]'")


@pytest.fixture
def rsvg():
    """Require the program ``rsvg-convert``."""
    if shutil.which("rsvg-convert") is None:
        miss("rsvg-convert is not on PATH: install librsvg (Debian: librsvg2-bin)")


def convert(text, format_, dpi=raster.DEFAULT_DPI, **options):
    argument_map = read_map(text)
    return rasterize([to_svg(argument_map)], format_, argument_map, RenderOptions(**options), dpi)


def size(png):
    """Return width and height of a PNG."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


def pixels(png):
    """Return the rows of a PNG with 8 bits per channel, with its filters undone."""
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
def test_a_png_has_the_requested_resolution(dpi):
    """A unit of the picture is a point, 1/72 inch."""
    width, height = picture_size(to_svg(read_map(SMALL)))
    columns, rows = size(convert(SMALL, "png", dpi))
    assert columns == pytest.approx(width * dpi / 72, abs=1)
    assert rows == pytest.approx(height * dpi / 72, abs=1)


def resolution(png):
    """Return the pixels per meter that a PNG declares, and the unit, which is the meter."""
    start = png.index(b"pHYs")
    length, name, checksum = png[start - 4 : start], png[start : start + 13], png[start + 13 :][:4]
    assert int.from_bytes(length) == 9
    assert int.from_bytes(checksum) == zlib.crc32(name)
    return struct.unpack(">IIB", name[4:])


@pytest.mark.usefixtures("typst")
@pytest.mark.parametrize(("dpi", "dots"), [(72, 2835), (300, 11811)])
def test_a_png_declares_its_resolution(dpi, dots):
    """A document then shows it in the size of the picture, whatever its resolution."""
    assert resolution(convert(SMALL, "png", dpi)) == (dots, dots, 1)


@pytest.mark.usefixtures("typst")
@pytest.mark.parametrize("date", ["2024", "2024-02", "2023-02-29", "soon", '2024-02-01")#panic('])
def test_only_a_complete_date_is_the_date_of_a_pdf(date):
    """A year alone is not used, and no date is parsed as typst code."""
    request = ConversionRequest([to_svg(read_map(SMALL))], "pdf", 72, {"date": date})
    pypdf = importlib.import_module("pypdf")
    assert (
        pypdf.PdfReader(io.BytesIO(raster.convert_with_typst(request))).metadata.creation_date
        is None
    )


@pytest.mark.usefixtures("typst")
@pytest.mark.parametrize("format_", ["png", "pdf"])
def test_the_same_map_gives_the_same_bytes(format_):
    """The output has no current date and nothing random."""
    assert convert(SMALL, format_) == convert(SMALL, format_)


@pytest.mark.usefixtures("typst")
def test_a_pdf_has_one_page_of_the_size_of_the_picture():
    """Its text can be searched."""
    pypdf = importlib.import_module("pypdf")
    (page,) = pypdf.PdfReader(io.BytesIO(convert(SMALL, "pdf"))).pages
    width, height = picture_size(to_svg(read_map(SMALL)))
    box = [float(side) for side in page.mediabox]
    assert box == pytest.approx([0, 0, width, height], abs=0.1)
    assert "Tweety can fly" in page.extract_text()


@pytest.mark.usefixtures("typst")
def test_a_pdf_has_links_and_properties():
    """It has title, authors, date, language and description, and is tagged.

    A link covers the same words as in the SVG.
    """
    pypdf = importlib.import_module("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(convert(LINKED, "pdf")))
    assert reader.metadata.title == "Ünï “x”"
    assert reader.metadata.author == "A, B"
    assert (
        reader.metadata.subject == "Thesis: Sätze. The argument: 1 claim. Result: 1 accepted, "
        "0 rejected, 0 undecided. The thesis is accepted."
    )
    assert reader.metadata.creation_date.date().isoformat() == "2024-02-29"
    assert reader.trailer["/Root"]["/Lang"] == "de"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    (mark,) = (annotation.get_object() for annotation in reader.pages[0]["/Annots"])
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
def test_no_text_is_parsed_as_typst(text):
    """Titles, authors and links are strings, whatever they contain."""
    svg = to_svg(read_map('claim a "A"'))
    request = ConversionRequest(
        [svg], "pdf", 72, {"title": text, "author": [text], "keywords": [text]}
    )
    pypdf = importlib.import_module("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(raster.convert_with_typst(request)))
    assert reader.metadata.title == text


def test_text_fits_its_card_without_the_fonts(typst, tmp_path):
    """If no font with the metrics of the picture is installed, a narrower one is used."""
    text = f'claim a "{"Wham million wow men " * 12}"'
    svg = to_svg(read_map(text), RenderOptions(legend=False, caption=False))
    page = tmp_path / "page.typ"
    (tmp_path / "1.svg").write_text(svg, encoding="utf-8")
    page.write_text(typst_document(ConversionRequest([svg], "png")), encoding="utf-8")
    rows = pixels(typst.compile(page, format="png", ppi=72, ignore_system_fonts=True))
    frame = re.search(r'translate\(([\d.]+) [\d.]+\)"><rect class="frame" width="(\d+)', svg)
    right = float(frame[1]) + float(frame[2])
    assert any(len(set(pairwise(row[30 : int(right) - 5]))) > 5 for row in rows)  # there is text
    for row in rows[4:-4]:
        assert len(set(row[int(right) + 3 :])) == 1


@pytest.mark.usefixtures("rsvg")
@pytest.mark.parametrize("format_", ["png", "pdf"])
def test_rsvg_convert_gives_a_picture_of_the_same_size(format_, monkeypatch):
    """`rsvg-convert` is used if typst is not installed."""
    monkeypatch.setattr(raster, "_find_converter", lambda: "convert_with_rsvg")
    picture = convert(SMALL, format_)
    width, height = picture_size(to_svg(read_map(SMALL)))
    if format_ == "png":
        assert size(picture) == pytest.approx((width * 2, height * 2), abs=1)
    else:
        assert picture.startswith(b"%PDF")


def test_a_missing_converter_is_reported(monkeypatch):
    """The message names the extra to install."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(
        MissingExtra, match=r"PNG or PDF needs the extra `print`; run `.*install .*\[print\]"
    ):
        convert(SMALL, "png")


@pytest.mark.parametrize(
    ("format_", "dpi", "message"),
    [("png", 2400, "--dpi"), ("pdf", 144, "a PDF page is at most 14,400")],
)
def test_a_picture_that_is_too_large_is_rejected(format_, dpi, message):
    """The conversion, which would need too much memory, does not start."""
    svg = '<svg width="20000" height="20000" viewBox="0 0 20000 20000"></svg>'
    with pytest.raises(RenderError, match=message):
        rasterize([svg], format_, read_map(SMALL), RenderOptions(), dpi)


@pytest.mark.usefixtures("typst")
def test_a_conversion_that_takes_too_long_is_stopped():
    """The timeout applies to a PNG too."""
    svg = to_svg(read_map(SMALL))
    with pytest.raises(RenderError, match=r"creating the PNG took longer than 0\.01 s"):
        rasterize([svg], "png", read_map(SMALL), RenderOptions(timeout=0.01))
