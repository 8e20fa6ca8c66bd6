"""Locators: the part of a source that a citation names."""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from attrs import frozen


class Unit(Enum):
    """The unit that a locator counts; the last two are not counted but named."""

    PARAGRAPH = "paragraph"
    PAGE = "page"
    LINE = "line"
    CHAPTER = "chapter"
    SECTION = "section"
    FOOTNOTE = "footnote"
    FIGURE = "figure"
    TABLE = "table"
    TIME = "time"
    HEADING = "heading"
    OTHER = "other"


PREFIXES = {
    Unit.PARAGRAPH: "",
    Unit.PAGE: "p",
    Unit.LINE: "l",
    Unit.CHAPTER: "ch",
    Unit.SECTION: "§",
    Unit.FOOTNOTE: "fn",
    Unit.FIGURE: "fig",
    Unit.TABLE: "tab",
}
"""What a citation has before the number, for each unit that is counted in whole numbers."""

SEARCHED_UNITS = (Unit.PARAGRAPH, Unit.PAGE, Unit.LINE, Unit.HEADING)
"""The units that are looked up in the text of a source; the others are only shown and locked."""

_LABELS = {
    Unit.PARAGRAPH: ("¶", "¶"),
    Unit.PAGE: ("p. ", "p. "),
    Unit.LINE: ("l. ", "ll. "),
    Unit.CHAPTER: ("ch. ", "chs. "),
    Unit.SECTION: ("§ ", "§§ "),
    Unit.FOOTNOTE: ("fn. ", "fns. "),
    Unit.FIGURE: ("fig. ", "figs. "),
    Unit.TABLE: ("table ", "tables "),
}
"""What a label has before one number, and before a range."""

_UNITS = {prefix: unit for unit, prefix in PREFIXES.items()}
_NUMBERED = re.compile(
    rf"(?P<prefix>{'|'.join(filter(None, _UNITS))}|)"
    r"(?P<first>[0-9]{1,6})(?:-(?P<last>[0-9]{1,6}))?"
)
_TIME = re.compile(
    r"(?=[0-9])(?:(?P<h>[0-9]{1,3})h)?(?:(?P<m>[0-9]{1,4})m)?(?:(?P<s>[0-9]{1,5})s)?"
)
_WORDS = {
    word: unit
    for unit, words in (
        (Unit.PARAGRAPH, "para paras paragraph paragraphs"),
        (Unit.PAGE, "p pp page pages"),
        (Unit.LINE, "l ll line lines"),
        (Unit.CHAPTER, "ch chs chap chaps chapter chapters"),
        (Unit.SECTION, "sec secs sect section sections"),
        (Unit.FOOTNOTE, "fn fns n nn note notes footnote footnotes"),
        (Unit.FIGURE, "fig figs figure figures"),
        (Unit.TABLE, "tab tabs table tables"),
    )
    for word in words.split()
}
_ANY_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
MARK = rf"(?i:¶+|§+|(?:{_ANY_WORD})\.?)(?=\s*[0-9])"
"""An expression for what authors write before the number of a passage: `pp.`, `chapter`, `§`."""
_MARKED = re.compile(
    rf"(?P<mark>{MARK})\s*(?P<first>[0-9]{{1,6}})(?:\s*[-–—]\s*(?:{MARK})?\s*(?P<last>[0-9]{{1,6}}))?"
)
_MINUTE = 60  # seconds
_HOUR = 60 * _MINUTE


@frozen
class Locator:
    """A part of a source.

    Attributes:
        unit: What is counted; `Unit.HEADING` and `Unit.OTHER` have a text instead of numbers.
        first: The first paragraph, page, …, from 1; of a time, seconds from the beginning.
        last: The last one, included.
        text: A heading or its anchor, without ``#``, or a place in the source's own terms.
    """

    unit: Unit
    first: int = 0
    last: int = 0
    text: str = ""

    def __str__(self) -> str:
        """Return the locator in the syntax of the language: ``31-33``, ``p12``, ``"art. 6"``."""
        match self.unit:
            case Unit.HEADING:
                return f'"#{self.text}"'
            case Unit.OTHER:
                return f'"{self.text}"'
            case Unit.TIME:
                return self._range("", _time(self.first), _time(self.last), "-")
            case _:
                return self._range(PREFIXES[self.unit], str(self.first), str(self.last), "-")

    @property
    def label(self) -> str:
        """The locator for readers: ``¶31–33``, ``p. 12``, ``12:30``, ``art. 6``."""
        match self.unit:
            case Unit.HEADING:
                return f"#{self.text}"
            case Unit.OTHER:
                return self.text
            case Unit.TIME:
                return self._range("", _clock(self.first), _clock(self.last), "–")
            case _:
                prefix = _LABELS[self.unit][self.first != self.last]
                return self._range(prefix, str(self.first), str(self.last), "–")

    @property
    def is_searched(self) -> bool:
        """Whether the locator is looked up in the text of its source."""
        return self.unit in SEARCHED_UNITS

    def _range(self, prefix: str, first: str, last: str, dash: str) -> str:
        end = "" if self.first == self.last else f"{dash}{last}"
        return f"{prefix}{first}{end}"


def parse_locator(written: str) -> Locator | None:
    """Return the locator that is written after the colon of a citation; None if it is not valid."""
    if written.startswith('"'):
        return _parse_text(written[1:-1])
    match = _NUMBERED.fullmatch(written)
    if match is not None:
        first = int(match["first"])
        last = int(match["last"] or first)
        return Locator(_UNITS[match["prefix"]], first, last) if 0 < first <= last else None
    start, dash, end = written.partition("-")
    seconds = _seconds(start)
    last_seconds = _seconds(end) if dash else seconds
    if seconds is None or last_seconds is None or seconds > last_seconds:
        return None
    return Locator(Unit.TIME, seconds, last_seconds)


def guess_locator(written: str) -> Locator | None:
    """Return the locator that was meant by `pp12-14`, `sec3` or `Chapter 4`; None if unclear."""
    match = _MARKED.fullmatch(written)
    if match is None:
        return None
    first = int(match["first"])
    last = int(match["last"] or first)
    return Locator(unit_of_mark(match["mark"]), first, last) if 0 < first <= last else None


class LocatorProblem(NamedTuple):
    """What is wrong with a locator, as a clause, and what to do about it."""

    message: str
    help: str


def find_problem(written: str) -> LocatorProblem | None:
    """Return what is wrong with the numbers of a locator; None if its form is unknown."""
    times = [_TIME.fullmatch(part) for part in written.split("-", maxsplit=1)]
    if all(times):
        return _problem_of_times([time.groupdict() for time in times if time])
    match = _NUMBERED.fullmatch(written) or _MARKED.fullmatch(written)
    if match is None:
        return None
    if not int(match["first"]) or not int(match["last"] or match["first"]):
        return LocatorProblem("numbers begin at 1", "write a number from 1, such as @paper:p1")
    return LocatorProblem(
        "it ends before it begins", "write the smaller number first: @paper:p12-14"
    )


def _problem_of_times(times: list[dict[str, str | None]]) -> LocatorProblem:
    for time in times:
        if time["h"] and int(time["m"] or 0) >= _MINUTE:
            return LocatorProblem(
                "an hour has 60 minutes", "write the minutes from 0 to 59, such as 1h30m"
            )
        if (time["h"] or time["m"]) and int(time["s"] or 0) >= _MINUTE:
            return LocatorProblem(
                "a minute has 60 seconds", "write the seconds from 0 to 59, such as 12m30s"
            )
    return LocatorProblem(
        "it ends before it begins", "write the earlier time first: @talk:12m30s-13m"
    )


def unit_of_mark(mark: str) -> Unit:
    """Return the unit that a text matching `MARK` names."""
    if mark[0] in "¶§":
        return Unit.PARAGRAPH if mark[0] == "¶" else Unit.SECTION
    return _WORDS[mark.removesuffix(".").lower()]


def _parse_text(written: str) -> Locator | None:
    text = " ".join(written.split())
    is_heading = text.startswith("#")
    text = text.removeprefix("#").strip()
    if not text:
        return None
    return Locator(Unit.HEADING if is_heading else Unit.OTHER, text=text)


def _seconds(written: str) -> int | None:
    match = _TIME.fullmatch(written)
    if match is None:
        return None
    hours, minutes, seconds = (int(match[unit] or 0) for unit in "hms")
    if (match["h"] and minutes >= _MINUTE) or ((match["h"] or match["m"]) and seconds >= _MINUTE):
        return None
    return hours * _HOUR + minutes * _MINUTE + seconds


def _time(seconds: int) -> str:
    """Return a time in the syntax of the language: ``12m30s``, ``1h02m``."""
    hours, minutes, seconds = _parts(seconds)
    if hours:
        return f"{hours}h{minutes:02}m" + (f"{seconds:02}s" if seconds else "")
    if minutes:
        return f"{minutes}m" + (f"{seconds:02}s" if seconds else "")
    return f"{seconds}s"


def _clock(seconds: int) -> str:
    """Return a time as a clock shows it: ``12:30``, ``1:02:00``."""
    hours, minutes, seconds = _parts(seconds)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def _parts(seconds: int) -> tuple[int, int, int]:
    minutes, seconds = divmod(seconds, _MINUTE)
    return (*divmod(minutes, _MINUTE), seconds)
