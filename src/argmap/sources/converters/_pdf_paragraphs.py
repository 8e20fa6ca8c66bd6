"""Paragraphs and headings of a PDF, found from the positions and sizes of its lines.

A PDF contains lines, and nothing about paragraphs. Lines belong to one paragraph if they have the
same size, and neither more space nor an indentation separates them. A paragraph continues on the
next page, or in the next column, if it does not end like a sentence.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from attrs import Factory, define

from argmap.model.losses import LossReport
from argmap.sources.formats import PAGE_BREAK
from argmap.sources.numbered_text import DocumentBlock, clean_text

_SAME_SIZE = 0.08  # relative
_HEADING_SIZE = 1.12  # of the size of the body
_NOTE_SIZE = 0.93
_MAX_HEADING_LENGTH = 200  # characters
_MAX_BOLD_HEADING_LENGTH = 120
_MAX_LEADING = 1.3  # of the usual distance of lines
_USUAL_LEADING = 1.25  # of the size, if there are no two lines to measure it
_INDENTATION = 0.4  # of the size
_LETTER_WIDTH = 0.5  # of the size, on average
_MAX_CENTERS_DISTANCE = 3  # of the size, since the widths of lines are estimated
_SHORT_LINE = 0.75  # of the usual length
_MIN_REPETITIONS = 3  # of a running head, or on both of two pages
_SAME_HEIGHT = 3  # points
_MAX_LEVEL = 6

_SENTENCE_END = re.compile(r"[.?!:;…][\"'”’»)\]]*\d{0,3}\Z")
_DIVIDED = re.compile(r"(\w+)[-\u00ad\u2010]\Z")
_MAX_WORD_LENGTH = 80
_MARKER = re.compile(r"[•‣▪◦●○■□⁃∙]|(?:\[\w{1,12}\]|\(?(?:\d{1,3}|[a-zA-Z])[.)])\s")
_BULLET = re.compile(r"[•‣▪◦●○■□⁃∙]")
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§])\s*\w")
_TABLE_CAPTION = re.compile(r"tab(?:el|ela|ella|elle|la|le|leau|lo)\s+[\dIVX]+", re.IGNORECASE)
_FORMULA = re.compile("[\U0001d400-\U0001d7ff∑∏∫√∂∇≤≥≈∝]")
_NUMBERED = re.compile(r"(?:\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,5})\.?\s")
_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
"""A letter or a mark of Chinese or Japanese, which are written without spaces."""

_LEADER = re.compile(r"(?:\.\s?){4}")
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite|s\.)\s*)?#(?:\s*(?:/|of|von)\s*#)?\W*", re.IGNORECASE
)


class PdfLine(NamedTuple):
    """A line of a page.

    Attributes:
        page: The number of the page, from 1.
        x: The distance from the left, in points.
        y: The distance from the bottom, in points.
        size: The size of the letters, in points.
        is_bold: Whether all of it is bold.
    """

    page: int
    text: str
    x: float
    y: float
    size: float
    is_bold: bool


@define
class _Paragraph:
    lines: list[PdfLine] = Factory(list)

    @property
    def size(self) -> float:
        return self.lines[0].size

    @property
    def is_bold(self) -> bool:
        return all(line.is_bold for line in self.lines)

    @property
    def length(self) -> int:
        return sum(len(line.text) for line in self.lines)


def without_running_heads(lines: Sequence[PdfLine], page_count: int) -> tuple[list[PdfLine], int]:
    """Return the lines without running heads and page numbers, and the number of the others.

    They are at the same height, at the top or the bottom of several pages, and differ only in
    numbers.
    """
    by_page: dict[int, list[PdfLine]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    keys: Counter[tuple[bool, int, str]] = Counter()
    margins: dict[int, tuple[bool, int, str]] = {}  # by the identity of a line
    for of_page in by_page.values():
        top, bottom = max(line.y for line in of_page), min(line.y for line in of_page)
        for line in of_page:
            is_top = abs(line.y - top) < line.size
            if is_top or abs(line.y - bottom) < line.size:
                height = 0 if _is_page_number(line.text) else round(line.y / _SAME_HEIGHT)
                key = (is_top, height, _DIGITS.sub("#", line.text).strip())
                margins[id(line)] = key
                keys[key] += 1
    least = max(min(page_count, _MIN_REPETITIONS), 2)
    kept = []
    for line in lines:
        key = margins.get(id(line), (False, 0, ""))
        if not key[2] or keys[key] < (2 if "#" in key[2] else least):
            kept.append(line)
    return kept, len(lines) - len(kept)


def _is_page_number(text: str) -> bool:
    return _PAGE_NUMBER.fullmatch(_DIGITS.sub("#", text).strip()) is not None


def blocks_of(lines: Sequence[PdfLine], losses: LossReport) -> list[DocumentBlock]:
    """Return the paragraphs and headings that lines make up, with page breaks.

    Args:
        lines: The lines, in order; at least one.
        losses: The report, to which notes, tables and formulas are added.
    """
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    body_size = sizes.most_common(1)[0][0]
    paragraphs = _joined(_paragraphs(lines, body_size), body_size)
    levels = _heading_levels(paragraphs, body_size)
    words = Counter(word.lower() for line in lines for word in re.findall(r"[\w-]+", line.text))
    blocks: list[DocumentBlock] = []
    page = 1
    for paragraph, level in zip(paragraphs, levels, strict=True):
        first = paragraph.lines[0].page
        text = clean_text(_text_of(paragraph.lines, words))
        if text:
            breaks = max(first - page, 0)
            blocks.append(
                DocumentBlock(text.replace(PAGE_BREAK, "") if level else text, level, breaks)
            )
            page = max(page, first if level else paragraph.lines[-1].page)
            is_small = paragraph.size < _NOTE_SIZE * body_size
            _record_loss(text, f"¶{len(blocks)}", losses, is_small=is_small)
    return blocks


def _record_loss(text: str, place: str, losses: LossReport, *, is_small: bool) -> None:
    """Report a paragraph that is a note, the caption of a table, or contains a formula."""
    if is_small and _NOTE.match(text):
        losses.change("footnote", "it is a paragraph at the end of its page or column", place)
    if _TABLE_CAPTION.match(text):
        losses.change("table", "its cells are in the order of the page", place)
    if _FORMULA.search(text):
        losses.change("formula", "its signs are in the order of the page", place)


# ---- Paragraphs ----------------------------------------------------------------------------------


def _paragraphs(lines: Sequence[PdfLine], body_size: float) -> list[_Paragraph]:
    """Return the paragraphs within pages and columns."""
    distances = [
        (one.y - other.y) / one.size
        for one, other in pairwise(lines)
        if _is_same_size(one, other) and 0.8 < (one.y - other.y) / one.size < 2.5  # noqa: PLR2004
    ]
    leading = median(distances) if distances else _USUAL_LEADING
    length = median(sorted(len(line.text) for line in lines)[len(lines) // 2 :])
    paragraphs: list[_Paragraph] = []
    for index, line in enumerate(lines):
        previous: Sequence[PdfLine] = paragraphs[-1].lines if paragraphs else ()
        is_new = not previous or _is_apart(previous[-1], line, leading)
        if not is_new and line.size >= _HEADING_SIZE * body_size:
            is_new = _is_another_heading(previous[-1], line)
        elif not is_new:
            following = lines[index + 1] if index + 1 < len(lines) else None
            is_new = _is_indented(previous, line, following, length)
        if is_new:
            paragraphs.append(_Paragraph())
        paragraphs[-1].lines.append(line)
    return paragraphs


def _is_same_size(one: PdfLine, other: PdfLine) -> bool:
    return abs(one.size - other.size) <= _SAME_SIZE * max(one.size, other.size)


def _is_apart(last: PdfLine, line: PdfLine, leading: float) -> bool:
    """Return whether a line looks different from the one before, or is farther from it."""
    if last.page != line.page or not _is_same_size(last, line) or last.is_bold != line.is_bold:
        return True
    distance = last.y - line.y
    is_far = distance < -line.size / 2 or distance > _MAX_LEADING * leading * line.size
    return is_far or _BULLET.match(line.text.lstrip()) is not None


def _is_another_heading(last: PdfLine, line: PdfLine) -> bool:
    """Return whether a line is not the continuation of a heading, which may be centered."""
    if _NUMBERED.match(line.text.lstrip()):
        return True
    centers = [one.x + len(one.text) * one.size * _LETTER_WIDTH / 2 for one in (last, line)]
    is_centered = abs(centers[0] - centers[1]) < _MAX_CENTERS_DISTANCE * line.size
    return abs(line.x - last.x) > _INDENTATION * line.size and not is_centered


def _is_indented(
    previous: Sequence[PdfLine], line: PdfLine, following: PdfLine | None, length: float
) -> bool:
    """Return whether indentation, or a short line before, separates a line from a paragraph."""
    last = previous[-1]
    tolerance = _INDENTATION * line.size
    is_short = len(last.text) < _SHORT_LINE * length
    if _MARKER.match(previous[0].text.lstrip()):  # an item of a list, with a hanging indentation
        is_aligned = abs(line.x - previous[0].x) <= tolerance
        is_next = is_aligned and _MARKER.match(line.text.lstrip()) is not None
        is_outdented = line.x < last.x - tolerance
        is_end = line.x < last.x + tolerance and _ends(last, length)
        return is_next or is_outdented or is_end
    if line.x > last.x + tolerance and last.y - line.y > line.size / 2:
        if len(previous) == 1 and not is_short and not _SENTENCE_END.search(last.text.rstrip()):
            return False  # a hanging indentation, as in a list of references
        return is_short or following is None or abs(following.x - last.x) <= tolerance
    if line.x < last.x - tolerance and len(previous) > 1:
        is_hanging = previous[0].x < last.x - tolerance
        return is_hanging or abs(previous[-2].x - last.x) < tolerance
    return _ends(last, length)


def _ends(line: PdfLine, length: float) -> bool:
    """Return whether a line is short and ends like a sentence."""
    is_short = len(line.text) < _SHORT_LINE * length
    return is_short and _SENTENCE_END.search(line.text.rstrip()) is not None


def _joined(paragraphs: list[_Paragraph], body_size: float) -> list[_Paragraph]:
    """Return the paragraphs, with those joined that continue on a page or in a column.

    Notes between the two parts come first, so that they stay on their page.
    """
    result: list[_Paragraph] = []
    for paragraph in paragraphs:
        notes: list[_Paragraph] = []
        while result and result[-1].size < _NOTE_SIZE * body_size < paragraph.size:
            notes.append(result.pop())
        first_page = result[-1].lines[0].page if result else 0
        are_on_first_page = all(note.lines[-1].page == first_page for note in notes)
        if result and are_on_first_page and _continues(result[-1], paragraph, body_size):
            begun = result.pop()
            result += reversed(notes)
            result.append(_Paragraph([*begun.lines, *paragraph.lines]))
        else:
            result += reversed(notes)
            result.append(paragraph)
    return result


def _continues(one: _Paragraph, other: _Paragraph, body_size: float) -> bool:
    """Return whether a paragraph, but no heading, continues in the next column or page."""
    last, first = one.lines[-1], other.lines[0]
    if first.size >= _HEADING_SIZE * body_size or last.size >= _HEADING_SIZE * body_size:
        return False
    is_next_column = last.page == first.page and first.y > last.y
    is_next_page = last.page + 1 == first.page
    if not (is_next_column or is_next_page) or not _is_same_size(last, first):
        return False
    if last.is_bold or first.is_bold or _BULLET.match(first.text.lstrip()):
        return False
    text = last.text.rstrip()
    if _DIVIDED.search(text[-_MAX_WORD_LENGTH:]):
        return True
    begins_small = first.text.lstrip()[:1].islower()
    return begins_small and _SENTENCE_END.search(text) is None


# ---- Headings ------------------------------------------------------------------------------------


def _heading_levels(paragraphs: Sequence[_Paragraph], body_size: float) -> Iterator[int]:
    """Yield the level of each heading, by its size; 0 for a paragraph."""
    headings = [_heading_size(paragraph, body_size) for paragraph in paragraphs]
    ranks = {size: rank for rank, size in enumerate(sorted(set(filter(None, headings)))[::-1], 1)}
    for size in headings:
        yield min(ranks[size], _MAX_LEVEL) if size else 0


def _heading_size(paragraph: _Paragraph, body_size: float) -> float:
    """Return the size of a heading; 0 for a paragraph or a line of a table of contents."""
    if any(_LEADER.search(line.text) for line in paragraph.lines):
        return 0
    size = round(paragraph.size * 2) / 2
    if size >= _HEADING_SIZE * body_size and paragraph.length <= _MAX_HEADING_LENGTH:
        return size
    text = paragraph.lines[-1].text.rstrip()
    is_bold_heading = (
        paragraph.is_bold
        and size >= body_size * _NOTE_SIZE
        and paragraph.length <= _MAX_BOLD_HEADING_LENGTH
        and _SENTENCE_END.search(text) is None
    )
    return body_size if is_bold_heading and any(map(str.isalpha, text)) else 0


# ---- Text ----------------------------------------------------------------------------------------


def _text_of(lines: Iterable[PdfLine], words: Counter[str]) -> str:
    """Return lines as one text, with divided words joined and page breaks between words."""
    text = ""
    page = 0
    for line in lines:
        new = clean_text(line.text.replace(PAGE_BREAK, " ")).replace("\n", " ")
        breaks = PAGE_BREAK * (line.page - page) if page else ""
        page = line.page
        divided = _DIVIDED.search(text[-_MAX_WORD_LENGTH:])
        if not text:
            text = new
        elif divided and new[:1].isalpha():
            rest, space, others = new.partition(" ")
            text = text[:-1] + _divided_word(text[-1], divided[1], rest, words)
            text += f"{breaks}{space}{others}"
        else:
            space = "" if _IDEOGRAPH.match(text[-1]) and _IDEOGRAPH.match(new) else " "
            text += f"{breaks}{space}{new}"
    return text


def _divided_word(hyphen: str, start: str, rest: str, words: Counter[str]) -> str:
    """Return the end of a word that is divided at the end of a line, after its hyphen.

    A hyphen stays if the word is written with it elsewhere, and never without, or if it precedes a
    capital letter.
    """
    bare = rest.rstrip(".,;:!?)]”’\"'").lower()
    with_hyphen, without = f"{start}-{bare}".lower(), f"{start}{bare}".lower()
    is_compound = words[with_hyphen] > words[without] or not rest[:1].islower()
    return f"-{rest}" if is_compound and hyphen != "\u00ad" else rest
