"""Line ends: which a text uses, and how many stand somewhere."""

from __future__ import annotations


def line_end(text: str) -> str:
    r"""Return ``\r\n`` for a text that ends all its lines so, and ``\n`` for any other."""
    windows = text.count("\r\n")
    return "\r\n" if windows and windows == text.count("\n") == text.count("\r") else "\n"


def usual_line_end(text: str) -> str:
    """Return the line end of most lines: what a part of a text with several kinds is given."""
    return "\r\n" if 2 * text.count("\r\n") > text.count("\n") else "\n"


def plain(text: str) -> str:
    r"""Return ``text`` with ``\n`` for every Windows line end."""
    return text.replace("\r\n", "\n") if "\r" in text else text


def count(text: str) -> int:
    """Return how many lines end in ``text``."""
    return plain(text).replace("\r", "\n").count("\n") if "\r" in text else text.count("\n")
