"""Headings and anchors of texts: the citation `@manual:"#scope"` names one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from argmap.sources.formats import split_at_blank_lines, underlined_heading
from argmap.sources.normalize import normalize
from argmap.text import closest_match

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+([^\n]+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(r"([^\n]+)\n(=+|-{2,})[^\S\n]*\Z")
_ATTRIBUTE = re.compile(r"[ \t]*\{[^{}\n]*?#([\w:.-]{1,200})[^{}\n]*\}[ \t]*\Z")
_ANCHOR_ELEMENT = re.compile(r"<\w+[^<>\n]{0,200}?\b(?:id|name)=[\"']([^\"'\s<>]{1,200})[\"']")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}\)")
_NOT_IN_SLUGS = re.compile(r"[^\w\- ]")
_MARKUP = re.compile(r"[*`_]+")


class Heading(NamedTuple):
    """A heading, its level from 1 to 6, and the number of its passage."""

    passage: int
    level: int
    text: str


class Anchor(NamedTuple):
    """A name that a link can refer to, and the number of the passage where it is."""

    name: str
    passage: int


class Outline(NamedTuple):
    """The headings and anchors of a text of ``length`` passages, in order."""

    headings: tuple[Heading, ...]
    anchors: tuple[Anchor, ...]
    length: int

    def section(self, name: str) -> tuple[int, int] | None:
        """Return the first and last passage of the section with an anchor or a heading, or None.

        A section ends before the next heading of its level or a higher one; what begins with
        another anchor ends before the next heading. Case is ignored if nothing else matches.
        """
        start = self._find(name)
        if start is None:
            return None
        level = next((heading.level for heading in self.headings if heading.passage == start), None)
        ends = (
            heading.passage - 1
            for heading in self.headings
            if heading.passage > start and (level is None or heading.level <= level)
        )
        return start, max(next(ends, self.length), start)

    def closest_name(self, name: str) -> str | None:
        """Return the anchor or heading that is most similar to a name, or None."""
        names = [anchor.name for anchor in self.anchors]
        names += [heading.text for heading in self.headings if '"' not in heading.text]
        return closest_match(name, names)

    def _find(self, name: str) -> int | None:
        folded = _key(name)
        passages = (
            *(passage for anchor, passage in self.anchors if anchor == name),
            *(heading.passage for heading in self.headings if _key(heading.text) == folded),
            *(passage for anchor, passage in self.anchors if _key(anchor) == folded),
        )
        return min(passages[0], self.length) if passages else None


def _key(text: str) -> str:
    return normalize(text).casefold()


def markdown_outline(text: str) -> Outline:
    """Return the headings and anchors of a Markdown text.

    Anchors are the ones that GitHub generates from headings, attributes such as ``{#scope}``, and
    the ids of HTML elements.
    """
    blocks = split_at_blank_lines(text)
    headings: list[Heading] = []
    anchors: list[Anchor] = []
    slugs: Counter[str] = Counter()
    for number, block in enumerate(blocks, 1):
        anchors += (Anchor(name, number) for name in _ANCHOR_ELEMENT.findall(block))
        for level, written in _markdown_headings(block):
            attribute = _ATTRIBUTE.search(written)
            if attribute:
                anchors.append(Anchor(attribute[1], number))
            heading = _MARKUP.sub("", _LINK.sub(r"\1", _ATTRIBUTE.sub("", written))).strip()
            anchors.append(Anchor(_slug(heading, slugs), number))
            headings.append(Heading(number, level, heading))
    return Outline(tuple(headings), tuple(anchors), len(blocks))


def underlined_outline(text: str) -> Outline | None:
    """Return the underlined headings of a plain text with the anchors of Markdown, or None."""
    blocks = split_at_blank_lines(text)
    headings: list[Heading] = []
    anchors: list[Anchor] = []
    slugs: Counter[str] = Counter()
    for number, block in enumerate(blocks, 1):
        if underlined := underlined_heading(block):
            headings.append(Heading(number, underlined[1], underlined[0]))
            anchors.append(Anchor(_slug(underlined[0], slugs), number))
    return Outline(tuple(headings), tuple(anchors), len(blocks)) if headings else None


def _slug(heading: str, slugs: Counter[str]) -> str:
    """Return the anchor that GitHub generates from a heading, and count it."""
    slug = _NOT_IN_SLUGS.sub("", heading.casefold()).replace(" ", "-")
    slugs[slug] += 1
    return f"{slug}-{slugs[slug] - 1}" if slugs[slug] > 1 else slug


def _markdown_headings(block: str) -> Iterator[tuple[int, str]]:
    if underlined := _UNDERLINED.match(block):
        yield 1 if underlined[2].startswith("=") else 2, underlined[1].strip()
        return
    if not block.startswith(("```", "~~~")):
        yield from ((len(marks), written) for marks, written in _HEADING.findall(block))
