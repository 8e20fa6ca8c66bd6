"""Conversion of an SVG picture to PNG and PDF, with typst or the program ``rsvg-convert``.

Typst (https://typst.app, a typesetter in Rust, available as one wheel) sets a page of the size of
the picture that contains only the picture, and links where the picture has links. A unit of the
picture is a point, 1/72 inch, as in the layout. If no font with the metrics of the picture is
installed, both converters use a narrower one, so that the text fits its card.

A PNG contains its resolution in DPI, so that typesetting programs place it at the intended size.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Iterator
from datetime import date as Day  # noqa: N812 (`date` is the date of a map)
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from argmap.errors import MissingExtra, RenderError
from argmap.model import ArgumentMap
from argmap.rendering.escaping import clean
from argmap.rendering.options import RenderOptions
from argmap.rendering.theme import FONT_FAMILIES

_METERS_PER_INCH = 0.0254
_PNG_HEADER_BYTES = 8 + 25  # signature, IHDR chunk (length, name, 13 bytes, checksum)

DEFAULT_DPI = 144
"""Two pixels for each unit of the picture."""

_SVG = "{http://www.w3.org/2000/svg}"
_MAX_PIXELS = 400_000_000
_MAX_SIDE_PIXELS = 30_000
_MAX_PDF_POINTS = 14_400  # width and height of a PDF page without a user unit
_TIMEOUT_SECONDS = 120.0
_LINE_HEIGHT = 1.3  # ems
_NARROW_FONT = "DejaVu Sans Condensed"


class ConversionRequest(NamedTuple):
    """A picture to convert.

    Attributes:
        svg: The picture.
        format: ``png`` or ``pdf``.
        dpi: The resolution of a PNG.
        properties: The document properties of a PDF, by the name that typst gives them.
    """

    svg: str
    format: str
    dpi: float = DEFAULT_DPI
    properties: dict[str, str | list[str]] = {}  # noqa: RUF012 (never changed)


def rasterize(
    svg: str,
    format_: str,
    argument_map: ArgumentMap,
    options: RenderOptions,
    dpi: float = DEFAULT_DPI,
) -> bytes:
    """Return an SVG picture converted to ``png`` or ``pdf``.

    A PDF has the links of the picture, and properties such as the title of the map.

    Raises:
        MissingExtra: If neither typst nor ``rsvg-convert`` is installed.
        RenderError: If the picture is too large, or the conversion fails or takes too long.
    """
    from argmap._isolation import Crashed, TimedOut, run_isolated

    _check_size(svg, format_, dpi)
    properties: dict[str, str | list[str]] = {
        "title": argument_map.title,
        "author": list(argument_map.author),
        "keywords": list(argument_map.tags),
        "lang": argument_map.lang or "",
        "date": argument_map.date or "",
    }
    converter = _find_converter()
    seconds = _TIMEOUT_SECONDS if options.timeout is None else options.timeout
    try:
        picture: bytes = run_isolated(
            f"{__name__}:{converter}", ConversionRequest(svg, format_, dpi, properties), seconds
        )
    except TimedOut:
        raise RenderError(
            f"creating the {format_.upper()} took longer than {seconds:g} s; allow more time with "
            "`--timeout`, or draw a part of the map with `--depth` or `--focus`"
        ) from None
    except Crashed as error:
        raise RenderError(f"cannot create the {format_.upper()}: {error}") from None
    return with_dpi(picture, dpi) if format_ == "png" else picture


def _find_converter() -> str:
    """Return the name of the function of this module that can convert pictures here."""
    from importlib.util import find_spec
    from shutil import which

    if find_spec("typst") is not None:
        return "convert_with_typst"
    if which("rsvg-convert") is not None:
        return "convert_with_rsvg"
    raise MissingExtra("print", "a PNG or PDF")


def _check_size(svg: str, format_: str, dpi: float) -> None:
    width, height = picture_size(svg)
    if format_ == "pdf":
        if max(width, height) > _MAX_PDF_POINTS:
            raise RenderError(
                f"the picture is {width:,.0f} by {height:,.0f} points, but a PDF page is at most "
                f"{_MAX_PDF_POINTS:,} points wide and high; draw a part of the map with `--depth` "
                "or `--focus`"
            )
        return
    columns, rows = (round(side * dpi / 72) for side in (width, height))
    if columns * rows > _MAX_PIXELS or max(columns, rows) > _MAX_SIDE_PIXELS:
        raise RenderError(
            f"the PNG would be {columns:,} by {rows:,} pixels; choose a smaller `--dpi`, or draw a "
            "part of the map with `--depth` or `--focus`"
        )


def picture_size(svg: str) -> tuple[float, float]:
    """Return width and height of a picture that argmap drew, in points."""
    match = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if match is None:
        raise RenderError("the picture has no size")
    return float(match[1]), float(match[2])


# ---- typst -------------------------------------------------------------------------------------


def convert_with_typst(request: ConversionRequest) -> bytes:
    """Return a picture converted with typst: the same bytes if map and fonts are the same.

    Raises:
        RenderError: If typst fails.
    """
    import tempfile

    import typst

    with tempfile.TemporaryDirectory(prefix="argmap-") as folder:
        (Path(folder) / "picture.svg").write_text(request.svg, encoding="utf-8")
        page = Path(folder) / "page.typ"
        page.write_text(typst_page(request), encoding="utf-8")
        try:
            compile_: Any = typst.compile
            picture = compile_(
                page, root=Path(folder), format=request.format, ppi=request.dpi, timestamp=0
            )
        except typst.TypstError as error:
            raise RenderError(f"typst failed: {error.message}") from None
    return bytes(picture)


def typst_page(request: ConversionRequest) -> str:
    """Return the typst source of the page; every text in it is a quoted string."""
    width, height = picture_size(request.svg)
    description = ET.fromstring(request.svg).findtext(f"{_SVG}desc") or ""  # noqa: S314 (our SVG)
    properties = {**request.properties, "description": description}
    arguments = [
        f"{key}: {_quoted(value)}"
        for key in ("title", "author", "description", "keywords")
        if (value := properties.get(key))
    ]
    arguments.append(f"date: {_date(properties.get('date'))}")
    parts = [
        f"#set document({', '.join(arguments)})",
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt)",
        f'#image("picture.svg", width: {width}pt, height: {height}pt, alt: {_quoted(description)})',
    ]
    lang = properties.get("lang")
    if isinstance(lang, str) and re.fullmatch(r"[A-Za-z]{2,3}", lang):
        parts.insert(1, f"#set text(lang: {_quoted(lang.lower())})")
    if request.format == "pdf":
        parts += [
            f"#place(top + left, dx: {link.x:.1f}pt, dy: {link.y:.1f}pt, "
            f"link({_quoted(link.href)}, "
            f"box(width: {link.width:.1f}pt, height: {link.height:.1f}pt)))"
            for link in picture_links(request.svg)
        ]
    return "\n".join(parts) + "\n"


def _date(date: object) -> str:
    """Return a date as typst writes it; ``none`` if it is not one, so that today is not used."""
    try:
        day = Day.fromisoformat(date if isinstance(date, str) else "")
    except ValueError:
        return "none"
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"


def _quoted(value: str | list[str]) -> str:
    if isinstance(value, list):
        return "(" + "".join(f"{_quoted(item)}, " for item in value) + ")"
    escaped = "".join(
        f"\\u{{{ord(letter):x}}}" if letter in '"\\' or not letter.isprintable() else letter
        for letter in clean(value)
    )
    return f'"{escaped}"'


class PictureLink(NamedTuple):
    """A link on a picture: its area in points, and its URL."""

    x: float
    y: float
    width: float
    height: float
    href: str


def picture_links(svg: str) -> Iterator[PictureLink]:
    """Yield the links of a picture that argmap drew, one for each line of linked text."""
    from argmap.rendering.cards.font_metrics import measure

    pending: list[tuple[ET.Element, float, float]] = [(ET.fromstring(svg), 0.0, 0.0)]  # noqa: S314
    while pending:
        element, x, y = pending.pop()
        translation = re.fullmatch(
            r"translate\((-?[\d.]+) (-?[\d.]+)\)", element.get("transform", "")
        )
        if translation:
            x, y = x + float(translation[1]), y + float(translation[2])
        for text in element.findall(f"{_SVG}text") if element.tag == f"{_SVG}a" else ():
            size = float(text.get("font-size", 0))
            width = measure("".join(text.itertext()), size, bold="font-weight" in text.attrib)
            left = x + float(text.get("x", 0)) - (width if "text-anchor" in text.attrib else 0)
            top = y + float(text.get("y", 0)) - size
            yield PictureLink(left, top, width, size * _LINE_HEIGHT, element.get("href", ""))
        pending += [(child, x, y) for child in reversed(element)]


# ---- rsvg-convert ------------------------------------------------------------------------------


def convert_with_rsvg(request: ConversionRequest) -> bytes:
    """Return a picture converted with the program ``rsvg-convert``.

    Raises:
        RenderError: If the program fails.
    """
    import subprocess

    scale = request.dpi / 72 if request.format == "png" else 96 / 72
    svg = request.svg.replace(
        FONT_FAMILIES, FONT_FAMILIES.replace("sans-serif", f"{_NARROW_FONT}, sans-serif"), 1
    )
    result = subprocess.run(  # noqa: S603
        ["rsvg-convert", "--unlimited", f"--format={request.format}", f"--zoom={scale}"],  # noqa: S607
        input=svg.encode(),
        env={
            **os.environ,
            "SOURCE_DATE_EPOCH": "0",
        },  # no current date, so that the bytes are reproducible
        capture_output=True,
        check=False,
    )
    if result.returncode != 0 or not result.stdout:
        reason = result.stderr.decode(errors="replace").strip() or f"status {result.returncode}"
        raise RenderError(f"the program `rsvg-convert` failed: {reason}")
    return result.stdout


# ---- Resolution of a PNG -----------------------------------------------------------------------


def with_dpi(png: bytes, dpi: float) -> bytes:
    """Return a PNG with its resolution in a ``pHYs`` chunk."""
    dots = round(dpi / _METERS_PER_INCH)
    content = b"pHYs" + struct.pack(">IIB", dots, dots, 1)  # 1: the unit is the meter
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return png[:_PNG_HEADER_BYTES] + chunk + png[_PNG_HEADER_BYTES:]
