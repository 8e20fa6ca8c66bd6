"""What a new text of a source changes: its paragraphs, and the citations whose numbers move."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from attrs import evolve, frozen

from argmap.config import find_root
from argmap.errors import InputError
from argmap.model import Locator, Unit
from argmap.text import Edit, Location, Span, apply_edits
from argmap.workspace.changes import FileChange
from argmap.workspace.files import FileCache, display_path, read_bytes
from argmap.workspace.load import load_resolution
from argmap.workspace.source_texts import SourceTexts
from argmap.workspace.targets import Target, find_targets

_LOCATOR = re.compile(r"@[^:\s]+:([0-9-]+)")


class MovedCitation(NamedTuple):
    """A place in a text that changes, as a map cites it.

    Attributes:
        map: The file with the citations.
        source: The id of the source there.
        old: The cited place.
        new: The place that has the same text now; None if no place has.
    """

    map: str
    source: str
    old: Locator
    new: Locator | None


@frozen
class TextChange:
    """The differences between the present text of a source and a new one.

    Attributes:
        added: The number of paragraphs that are new.
        removed: The number of paragraphs that are gone.
        changed: The number of paragraphs with other words.
        citations: The cited places that have other numbers or other words.
        renumbered: The maps with the new numbers.
    """

    added: int
    removed: int
    changed: int
    citations: tuple[MovedCitation, ...] = ()
    renumbered: tuple[FileChange, ...] = ()


class _CitedPlace(NamedTuple):
    """A citation of paragraphs of the text, and the file that contains it."""

    path: Path | None
    location: Location
    source: str
    locator: Locator


def present_text(path: Path) -> str | None:
    """Return the present text of a source, or None if it does not exist.

    Raises:
        InputError: If it cannot be read.
    """
    from argmap.sources.formats import decode
    from argmap.sources.loader import MAX_TEXT_BYTES

    try:
        return decode(read_bytes(path, MAX_TEXT_BYTES + 1))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"`{display_path(path)}` cannot be read: {error.strerror}") from error


def compare_texts(path: Path, old_text: str, new_text: str) -> TextChange:
    """Return the differences between two texts of a source.

    Args:
        path: The file with the text, in a folder of the project whose maps cite it.
        old_text: Its present content.
        new_text: Its new content.
    """
    from argmap.sources.formats import split_at_blank_lines
    from argmap.sources.normalize import normalize

    old = [normalize(block) for block in split_at_blank_lines(old_text)]
    new = [normalize(block) for block in split_at_blank_lines(new_text)]
    numbers: dict[int, int] = {}  # the new number of each old paragraph with the same words
    added = removed = changed = 0
    for kind, start, end, new_start, new_end in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            pairs = zip(range(start, end), range(new_start, new_end), strict=True)
            numbers |= {one + 1: other + 1 for one, other in pairs}
            continue
        both = min(end - start, new_end - new_start)
        changed += both
        removed += end - start - both
        added += new_end - new_start - both
    places = [place for place in _cited_places(path) if place.locator.last <= len(old)]
    moved = [(place, _moved(place.locator, numbers)) for place in places]
    differing = [(place, new) for place, new in moved if new != place.locator]
    citations = dict.fromkeys(
        MovedCitation(place.location.source.name, place.source, place.locator, new)
        for place, new in differing
    )
    return TextChange(added, removed, changed, tuple(citations), tuple(_renumbered(differing)))


def _moved(locator: Locator, numbers: dict[int, int]) -> Locator | None:
    """Return the place of paragraphs in the new text, if all of them are there and in order."""
    places = [numbers.get(number, 0) for number in range(locator.first, locator.last + 1)]
    first = places[0]
    is_complete = first > 0 and places == list(range(first, first + len(places)))
    return Locator(Unit.PARAGRAPH, first, places[-1]) if is_complete else None


def _renumbered(moved: list[tuple[_CitedPlace, Locator | None]]) -> Iterator[FileChange]:
    edits: dict[Path, dict[Edit, Location]] = defaultdict(dict)
    for place, new in moved:
        match = _LOCATOR.match(place.location.text)
        if new is not None and match is not None and place.path is not None:
            start = place.location.span.start
            span = Span(start + match.start(1), start + match.end(1))
            edits[place.path][Edit(span, str(new))] = place.location
    for path, of_file in edits.items():
        source = next(iter(of_file.values())).source
        ordered = sorted(of_file, key=lambda edit: edit.span)
        yield FileChange(path, source, evolve(source, text=apply_edits(source.text, ordered)))


def _cited_places(path: Path) -> Iterator[_CitedPlace]:
    """Yield the citations of paragraphs of a text in the maps of its project, each once."""
    files = FileCache()
    seen: set[tuple[str, Span]] = set()
    for target in _targets(path, files):
        resolution = load_resolution(target.path, files)
        refs = SourceTexts().text_refs(resolution)
        cited = {id_ for id_, ref in refs.items() if ref.path == path}
        paths = dict(
            zip((one.source.name for one in resolution.documents), resolution.paths, strict=True)
        )
        for sentence in resolution.map.sentences if cited else ():
            for citation in sentence.citations:
                locator, location = citation.locator, citation.location
                key = (location.source.name, location.span)
                if citation.source not in cited or locator is None or key in seen:
                    continue
                if locator.unit is Unit.PARAGRAPH:
                    seen.add(key)
                    source = citation.source.rpartition(".")[2]
                    yield _CitedPlace(paths.get(key[0]), location, source, locator)


def _targets(path: Path, files: FileCache) -> list[Target]:
    try:
        return find_targets([find_root(path.parent.parent)], files)
    except InputError:  # there is no map
        return []
