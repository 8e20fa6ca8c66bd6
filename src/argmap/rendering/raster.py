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
from collections.abc import Iterator, Sequence
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
_PAGE_FRAGMENT = "#page="
_HEAD_CHARACTERS = 2_000
_MAX_PIXELS = 400_000_000
_MAX_SIDE_PIXELS = 30_000
_MAX_PDF_POINTS = 14_400  # width and height of a PDF page without a user unit
_TIMEOUT_SECONDS = 120.0
_LINE_HEIGHT = 1.3  # ems
_NARROW_FONT = "DejaVu Sans Condensed"


class ConversionRequest(NamedTuple):
    """Pictures to convert.

    Attributes:
        svgs: The pictures: one, or the pages of a PDF.
        format: ``png`` or ``pdf``.
        dpi: The resolution of a PNG.
        properties: The document properties of a PDF, by the name that typst gives them.
    """

    svgs: Sequence[str]
    format: str
    dpi: float = DEFAULT_DPI
    properties: dict[str, str | list[str]] = {}  # noqa: RUF012 (never changed)


def page_url(number: int) -> str:
    """Return the URL that leads to a page in the same PDF, in the pictures of its pages."""
    return f"{_PAGE_FRAGMENT}{number}"


def rasterize(
    svgs: Sequence[str],
    format_: str,
    argument_map: ArgumentMap,
    options: RenderOptions,
    dpi: float = DEFAULT_DPI,
) -> bytes:
    """Return SVG pictures converted to one ``png`` or ``pdf``.

    A PDF has a page for each picture, the links of the pictures, and properties such as the title
    of the map.

    Args:
        svgs: The pictures; a PNG has only one.
        format_: ``png`` or ``pdf``.
        argument_map: The map.
        options: The options of the pictures.
        dpi: The resolution of a PNG.

    Raises:
        MissingExtra: If neither typst nor ``rsvg-convert`` is installed.
        RenderError: If the picture is too large, or the conversion fails or takes too long.
    """
    from argmap._isolation import Crashed, TimedOut, run_isolated

    for svg in svgs:
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
    request = ConversionRequest(tuple(svgs), format_, dpi, properties)
    try:
        picture: bytes = run_isolated(f"{__name__}:{converter}", request, seconds)
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
    match = re.search(r' width="([\d.]+)(?:pt)?" height="([\d.]+)(?:pt)?"', svg)
    if match is None:
        raise RenderError("the picture has no size")
    return float(match[1]), float(match[2])


def _unit(svg: str) -> float:
    """Return the length of a unit of a picture that argmap drew, in points."""
    match = re.search(r'viewBox="0 0 ([\d.]+) ', svg)
    return picture_size(svg)[0] / float(match[1]) if match is not None else 1.0


# ---- typst -------------------------------------------------------------------------------------


def convert_with_typst(request: ConversionRequest) -> bytes:
    """Return a picture converted with typst: the same bytes if map and fonts are the same.

    Raises:
        RenderError: If typst fails.
    """
    import tempfile

    import typst

    with tempfile.TemporaryDirectory(prefix="argmap-") as folder:
        for number, svg in enumerate(request.svgs, 1):
            (Path(folder) / f"{number}.svg").write_text(svg, encoding="utf-8")
        document = Path(folder) / "document.typ"
        document.write_text(typst_document(request), encoding="utf-8")
        try:
            compile_: Any = typst.compile
            picture = compile_(
                document, root=Path(folder), format=request.format, ppi=request.dpi, timestamp=0
            )
        except typst.TypstError as error:
            raise RenderError(f"typst failed: {error.message}") from None
    return bytes(picture)


def typst_document(request: ConversionRequest) -> str:
    """Return the typst source of the document; every text in it is a quoted string."""
    properties = {**request.properties, "description": _description(request.svgs[0])}
    arguments = [
        f"{key}: {_quoted(value)}"
        for key in ("title", "author", "description", "keywords")
        if (value := properties.get(key))
    ]
    arguments.append(f"date: {_date(properties.get('date'))}")
    parts = [f"#set document({', '.join(arguments)})"]
    lang = properties.get("lang")
    if isinstance(lang, str) and re.fullmatch(r"[A-Za-z]{2,3}", lang):
        parts.append(f"#set text(lang: {_quoted(lang.lower())})")
    for number, svg in enumerate(request.svgs, 1):
        parts += _typst_page(svg, number, request)
    return "\n".join(parts) + "\n"


def _typst_page(svg: str, number: int, request: ConversionRequest) -> Iterator[str]:
    """Yield the typst source of a page: the picture, and links over it."""
    width, height = picture_size(svg)
    alt = _quoted(_description(svg))
    yield f"#page(width: {width}pt, height: {height}pt, margin: 0pt)["
    yield f'#image("{number}.svg", width: {width}pt, height: {height}pt, alt: {alt})'
    if request.format == "pdf":
        unit = _unit(svg)
        for link in picture_links(svg):
            if (target := _typst_target(link.href, len(request.svgs))) is None:
                continue
            x, y, box_width, box_height = (unit * length for length in link[:4])
            yield (
                f"#place(top + left, dx: {x:.1f}pt, dy: {y:.1f}pt, "
                f"link({target}, box(width: {box_width:.1f}pt, height: {box_height:.1f}pt)))"
            )
    yield "]"


def _typst_target(href: str, pages: int) -> str | None:
    """Return the target of a link as typst writes it; None for a page that does not exist."""
    if not href.startswith(_PAGE_FRAGMENT):
        return _quoted(href)
    number = href.removeprefix(_PAGE_FRAGMENT)
    if not (number.isdecimal() and 1 <= int(number) <= pages):
        return None
    return f"(page: {int(number)}, x: 0pt, y: 0pt)"


def _description(svg: str) -> str:
    return ET.fromstring(svg).findtext(f"{_SVG}desc") or ""  # noqa: S314 (our SVG)


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
    """Yield the links of a picture that argmap drew, in its units.

    There is one for each line of linked text, or for the frame of a linked card.
    """
    from argmap.rendering.cards.font_metrics import measure

    pending: list[tuple[ET.Element, float, float]] = [(ET.fromstring(svg), 0.0, 0.0)]  # noqa: S314
    while pending:
        element, x, y = pending.pop()
        translation = re.fullmatch(
            r"translate\((-?[\d.]+) (-?[\d.]+)\)", element.get("transform", "")
        )
        if translation:
            x, y = x + float(translation[1]), y + float(translation[2])
        is_link = element.tag == f"{_SVG}a"
        frame = element.find(f".//{_SVG}rect[@class='frame']") if is_link else None
        if frame is not None:
            area = float(frame.get("width", 0)), float(frame.get("height", 0))
            yield PictureLink(x, y, *area, element.get("href", ""))
            continue
        for text in element.findall(f"{_SVG}text") if is_link else ():
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
    import tempfile

    is_in_points = 'pt" height="' in request.svgs[0][:_HEAD_CHARACTERS]
    scale = request.dpi / 72 if request.format == "png" else 96 / 72
    if is_in_points:
        scale *= 72 / 96
    with tempfile.TemporaryDirectory(prefix="argmap-") as folder:
        names = [f"{number}.svg" for number in range(1, len(request.svgs) + 1)]
        for name, svg in zip(names, request.svgs, strict=True):
            narrow = FONT_FAMILIES.replace("sans-serif", f"{_NARROW_FONT}, sans-serif")
            text = svg.replace(FONT_FAMILIES, narrow, 1)
            (Path(folder) / name).write_text(text, encoding="utf-8")
        result = subprocess.run(  # noqa: S603
            [
                *("rsvg-convert", "--unlimited", f"--format={request.format}"),
                *(f"--zoom={scale}", *names),
            ],
            cwd=folder,
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
