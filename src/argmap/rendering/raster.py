"""Pictures as PNG and PDF, made of the SVG: by typst, or by the program ``rsvg-convert``.

Typst (https://typst.app, a typesetter in Rust that comes as one wheel) sets a page of the picture's
size with nothing but the picture on it, and links where the picture has links. A unit of the
picture is a point, 1/72 inch, as it is in the layout. Where none of the fonts is there whose
metrics the picture is set in, both take a narrower one, so that no text leaves its card.

How large a PNG is meant to be: the dots an inch, which programs that set pages read.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from collections.abc import Iterator
from datetime import date as Day  # noqa: N812 (a `date` is what a map says)
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET

from argmap.errors import MissingExtra, RenderError
from argmap.model import ArgumentMap
from argmap.rendering.escaping import clean
from argmap.rendering.options import RenderOptions
from argmap.rendering.theme import FONT_FAMILIES

_INCHES = 0.0254  # metres
_HEAD = 8 + 25
"""The signature, and the first chunk: length, name, 13 bytes, checksum."""


def with_dpi(png: bytes, dpi: float) -> bytes:
    """Return a PNG that says its dots an inch, so that it is placed in the size it was made for."""
    dots = round(dpi / _INCHES)
    content = b"pHYs" + struct.pack(">IIB", dots, dots, 1)  # 1: the unit is the metre
    chunk = struct.pack(">I", len(content) - 4) + content + struct.pack(">I", zlib.crc32(content))
    return png[:_HEAD] + chunk + png[_HEAD:]


DEFAULT_DPI = 144
"""Dots an inch: two for each unit of the picture."""

_SVG = "{http://www.w3.org/2000/svg}"
_PIXELS = 400_000_000
_SIDE = 30_000
_POINTS = 14_400  # what a PDF may be long and wide, without a unit of its own
_PATIENCE = 120.0
_LINE = 1.3  # how high a line of text is, in ems
_NARROW = "DejaVu Sans Condensed"


class ConversionRequest(NamedTuple):
    """A picture to convert: its SVG, ``png`` or ``pdf``, dots an inch, and what a PDF tells."""

    svg: str
    format: str
    dpi: float = DEFAULT_DPI
    about: dict[str, str | list[str]] = {}  # noqa: RUF012 (never changed)


def rasterize(
    svg: str,
    format_: str,
    argument_map: ArgumentMap,
    options: RenderOptions,
    dpi: float = DEFAULT_DPI,
) -> bytes:
    """Return a picture that is there as SVG as ``png`` or ``pdf``, with links and what it is about.

    Raises:
        MissingExtra: when there is nothing to convert it with.
        RenderError: when the picture is too large, or takes too long.
    """
    from argmap._isolation import Crashed, TimedOut, run_isolated

    _check_size(svg, format_, dpi)
    about: dict[str, str | list[str]] = {
        "title": argument_map.title,
        "author": list(argument_map.author),
    }
    about |= {"keywords": list(argument_map.tags), "lang": argument_map.lang or ""}
    about["date"] = argument_map.date or ""
    maker = _find_maker()
    seconds = _PATIENCE if options.timeout is None else options.timeout
    try:
        made: bytes = run_isolated(
            f"{__name__}:{maker}", ConversionRequest(svg, format_, dpi, about), seconds
        )
    except TimedOut:
        raise RenderError(
            f"the {format_.upper()} was not made after {seconds:g} s; give it more with "
            "`--timeout`, or draw a part of the map with `--depth` or `--focus`"
        ) from None
    except Crashed as error:
        raise RenderError(f"the {format_.upper()} could not be made: {error}") from None
    return with_dpi(made, dpi) if format_ == "png" else made


def _find_maker() -> str:
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
        if max(width, height) > _POINTS:
            raise RenderError(
                f"the picture is {width:,.0f} by {height:,.0f} points, and a PDF holds at most "
                f"{_POINTS:,}; draw a part of the map with `--depth` or `--focus`"
            )
        return
    across, down = (round(side * dpi / 72) for side in (width, height))
    if across * down > _PIXELS or max(across, down) > _SIDE:
        raise RenderError(
            f"the PNG would be {across:,} by {down:,} pixels; choose a smaller `--dpi`, or draw a "
            "part of the map with `--depth` or `--focus`"
        )


def picture_size(svg: str) -> tuple[float, float]:
    """Return width and height of a picture of ours, in its units."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if found is None:
        raise RenderError("the picture has no size")
    return float(found[1]), float(found[2])


# ---- By typst ----------------------------------------------------------------------------------


def convert_with_typst(request: ConversionRequest) -> bytes:
    """Return a picture as typst makes it; of one map always the same bytes with the same fonts.

    Raises:
        RenderError: when typst fails.
    """
    import tempfile

    import typst

    with tempfile.TemporaryDirectory(prefix="argmap-") as folder:
        (Path(folder) / "picture.svg").write_text(request.svg, encoding="utf-8")
        page = Path(folder) / "page.typ"
        page.write_text(typst_page(request), encoding="utf-8")
        try:
            compile_: Any = typst.compile
            made = compile_(
                page, root=Path(folder), format=request.format, ppi=request.dpi, timestamp=0
            )
        except typst.TypstError as error:
            raise RenderError(f"typst failed: {error.message}") from None
    return bytes(made)


def typst_page(request: ConversionRequest) -> str:
    """Return the page as typst reads it; every text in it is a quoted string."""
    width, height = picture_size(request.svg)
    about = request.about
    described = ET.fromstring(request.svg).findtext(f"{_SVG}desc") or ""  # noqa: S314 (ours)
    told = {**about, "description": described}
    names = [
        f"{key}: {_quoted(value)}"
        for key in ("title", "author", "description", "keywords")
        if (value := told.get(key))
    ]
    names.append(f"date: {_date(about.get('date'))}")
    parts = [
        f"#set document({', '.join(names)})",
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt)",
        f'#image("picture.svg", width: {width}pt, height: {height}pt, alt: {_quoted(described)})',
    ]
    lang = about.get("lang")
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
    """Return the day of a map as typst writes it, so that no other day gets into the file."""
    try:
        day = Day.fromisoformat(date if isinstance(date, str) else "")
    except ValueError:
        return "none"
    return f"datetime(year: {day.year}, month: {day.month}, day: {day.day})"


def _quoted(value: str | list[str]) -> str:
    if isinstance(value, list):
        return "(" + "".join(f"{_quoted(each)}, " for each in value) + ")"
    escaped = "".join(
        f"\\u{{{ord(letter):x}}}" if letter in '"\\' or not letter.isprintable() else letter
        for letter in clean(value)
    )
    return f'"{escaped}"'


class PictureLink(NamedTuple):
    """Where on the picture a link is, and where it leads."""

    x: float
    y: float
    width: float
    height: float
    href: str


def picture_links(svg: str) -> Iterator[PictureLink]:
    """Yield the links of a picture of ours: each is about one line of text."""
    from argmap.rendering.cards.font_metrics import measure

    pending: list[tuple[ET.Element, float, float]] = [(ET.fromstring(svg), 0.0, 0.0)]  # noqa: S314
    while pending:
        element, x, y = pending.pop()
        moved = re.fullmatch(r"translate\((-?[\d.]+) (-?[\d.]+)\)", element.get("transform", ""))
        if moved:
            x, y = x + float(moved[1]), y + float(moved[2])
        for text in element.findall(f"{_SVG}text") if element.tag == f"{_SVG}a" else ():
            size = float(text.get("font-size", 0))
            width = measure("".join(text.itertext()), size, bold="font-weight" in text.attrib)
            left = x + float(text.get("x", 0)) - (width if "text-anchor" in text.attrib else 0)
            top = y + float(text.get("y", 0)) - size
            yield PictureLink(left, top, width, size * _LINE, element.get("href", ""))
        pending += [(below, x, y) for below in reversed(element)]


# ---- By rsvg-convert ---------------------------------------------------------------------------


def convert_with_rsvg(request: ConversionRequest) -> bytes:
    """Return a picture as the program ``rsvg-convert`` makes it.

    Raises:
        RenderError: when it fails.
    """
    import subprocess

    scale = request.dpi / 72 if request.format == "png" else 96 / 72
    svg = request.svg.replace(
        FONT_FAMILIES, FONT_FAMILIES.replace("sans-serif", f"{_NARROW}, sans-serif"), 1
    )
    done = subprocess.run(  # noqa: S603
        ["rsvg-convert", "--unlimited", f"--format={request.format}", f"--zoom={scale}"],  # noqa: S607
        input=svg.encode(),
        env={**os.environ, "SOURCE_DATE_EPOCH": "0"},  # no date in it, so that it stays the same
        capture_output=True,
        check=False,
    )
    if done.returncode != 0 or not done.stdout:
        said = done.stderr.decode(errors="replace").strip() or f"status {done.returncode}"
        raise RenderError(f"the program `rsvg-convert` failed: {said}")
    return done.stdout
