"""The passages of a source that a command line names: ``paper:31-33`` or ``MAP#paper``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from argmap.config import find_root
from argmap.errors import InputError
from argmap.model import Locator, Unit
from argmap.model.identifiers import is_id, normalize_id
from argmap.model.locator import parse_locator
from argmap.resolve import Resolution
from argmap.text import suggest
from argmap.workspace.files import FileCache, display_path, read_bytes
from argmap.workspace.load import load_resolution
from argmap.workspace.source_texts import SourceTexts
from argmap.workspace.targets import find_targets

if TYPE_CHECKING:
    from argmap.sources.loader import NumberedPassage, Passages

SOURCES_FOLDER = "sources"
"""The folder of a project with the texts of its sources."""

_REFERENCE = re.compile(
    r'(?:(?P<map>(?:[A-Za-z]:)?[^":]*)#)?(?P<id>[^#:"\s]+)(?::(?P<locator>.+))?', re.DOTALL
)
_MAX_LISTED = 5


class SourceExcerpt(NamedTuple):
    """Passages of a source.

    Attributes:
        id: The id of the source.
        title: Its title; empty without one.
        name: The name of the file with its text.
        unit: Whether the passages are paragraphs or pages.
        length: The number of passages of the whole source.
        passages: The passages that are named, in order.
    """

    id: str
    title: str
    name: str
    unit: Unit
    length: int
    passages: tuple[NumberedPassage, ...]


class _Loaded(NamedTuple):
    """A source with an available text."""

    map: str
    id: str
    title: str
    passages: Passages


def find_passages(reference: str, texts: Mapping[str, Path] | None = None) -> SourceExcerpt:
    """Return the passages that a reference names.

    Args:
        reference: The id of a source, perhaps with the map before it (``MAP#paper``) and a locator
            after it (``paper:31-33``, ``paper:p12``, ``paper:#scope``). Without a map, the maps in
            the current folder are searched, then those of the project, and then its folder
            ``sources``.
        texts: Files with the texts of sources, by the ids of the sources.

    Raises:
        InputError: If there is no such source or passage, or its text is not available.
    """
    match = _REFERENCE.fullmatch(reference.removeprefix("@"))
    if match is None:
        raise InputError(f"`{reference}` is not a source; write ID, ID:31-33 or MAP#ID:31-33")
    locator = _locator(match["locator"]) if match["locator"] else None
    source = _find(normalize_id(match["id"]), match["map"], texts or {})
    if locator is not None and not (locator.is_searched and source.passages.contains(locator)):
        raise InputError(_missing(source, locator))
    passages = source.passages.numbered(locator)
    return SourceExcerpt(
        source.id,
        source.title,
        source.passages.name,
        source.passages.unit,
        len(source.passages),
        passages,
    )


def _locator(written: str) -> Locator:
    """Return a locator, whose quotation marks a shell may have removed."""
    locator = parse_locator(written)
    if locator is None and '"' not in written:
        locator = parse_locator(f'"{written}"')
    if locator is None:
        raise InputError(f"`{written}` is not a place; write 31, 31-33, p12, l120 or #heading")
    return locator


def _missing(source: _Loaded, locator: Locator) -> str:
    passages, count = source.passages, len(source.passages)
    if not locator.is_searched:
        return f"`{locator}` is not looked up; write 31, 31-33, p12, l120 or #heading"
    if locator.unit is Unit.HEADING:
        similar = passages.outline.closest_name(locator.text) if passages.outline else None
        hint = f"; did you mean `#{similar}`?" if similar else ""
        return f"`{source.id}` has no heading “{locator.text}”{hint}"
    noun = f"{passages.unit.value}{'' if count == 1 else 's'}"
    pages = f" and {len(passages.pages):,} pages" if passages.pages else ""
    return f"`{source.id}` has no {locator.label}: it has {count:,} {noun}{pages}"


# ---- Sources -------------------------------------------------------------------------------------


def _find(id_: str, map_name: str | None, texts: Mapping[str, Path]) -> _Loaded:
    files = FileCache()
    if map_name:
        resolution = load_resolution(Path(map_name), files)
        if id_ not in resolution.map.sources:
            hint = suggest(id_, resolution.map.sources)
            raise InputError(f"`{map_name}` has no source `{id_}`{hint}")
        return _opened(id_, map_name, resolution, texts)
    current = Path.cwd().resolve()
    root = find_root(current)
    known: dict[str, None] = {}
    for folder in dict.fromkeys((current, root)):
        declaring = []
        for name, resolution in _maps(folder, files):
            known |= dict.fromkeys(resolution.map.sources)
            if id_ in resolution.map.sources:
                declaring.append((name, resolution))
        if declaring:
            return _only(id_, declaring, texts)
    if is_id(id_) and (root / SOURCES_FOLDER / f"{id_}.txt").is_file():
        return _loaded(id_, root)
    raise InputError(f"no map has a source `{id_}`{suggest(id_, known)}")


def _maps(folder: Path, files: FileCache) -> Iterator[tuple[str, Resolution]]:
    try:
        targets = find_targets([folder], files)
    except InputError:  # there is no map
        return
    for target in targets:
        if target.is_top_level:
            yield display_path(target.path), load_resolution(target.path, files)


def _only(id_: str, declaring: list[tuple[str, Resolution]], texts: Mapping[str, Path]) -> _Loaded:
    """Return the source of several maps, if its text is the same in all of them."""
    loaded = [_opened(id_, name, resolution, texts) for name, resolution in declaring]
    if len({source.passages.digest for source in loaded}) > 1:
        names = ", ".join(f"`{one.map}#{id_}`" for one in loaded[:_MAX_LISTED])
        count = len(loaded)
        raise InputError(
            f"{count:,} maps have a source `{id_}` with another text; name one: {names}"
        )
    return loaded[0]


def _opened(id_: str, name: str, resolution: Resolution, texts: Mapping[str, Path]) -> _Loaded:
    from argmap.sources.loader import TextUnavailable

    source_texts = SourceTexts(texts)
    opened = source_texts.open_texts(resolution).get(id_)
    source = resolution.map.sources[id_]
    if opened is None:
        raise InputError(
            f"the source `{id_}` of `{name}` names no text; add one with `argmap source add`, or "
            "name it with --source NAME=PATH"
        )
    if isinstance(opened, TextUnavailable):
        raise InputError(opened.message(source.text or str(texts.get(id_, "")), f"`{id_}`"))
    return _Loaded(name, id_, source.title, opened)


def _loaded(id_: str, root: Path) -> _Loaded:
    """Return the text of a source that no map declares, in the folder `sources`."""
    from argmap.sources.loader import TextUnavailable, load_text, resolve_text_path

    name = f"{SOURCES_FOLDER}/{id_}.txt"
    path = resolve_text_path(name, root, root)
    opened = path if isinstance(path, TextUnavailable) else load_text(path, name, read_bytes)
    if isinstance(opened, TextUnavailable):
        raise InputError(opened.message(name, f"`{id_}`"))
    return _Loaded("", id_, "", opened)
