"""The sources' texts and the locks of the maps that a command works on.

What reads them (`argmap.sources`) is imported only where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from argmap.config import Settings, find_root, load_settings
from argmap.errors import InputError
from argmap.model import Source, Statement
from argmap.resolve import Resolution
from argmap.text import MAX_FILE_BYTES, closest_match, decode
from argmap.workspace.files import ReadBytes, read_bytes, shown

if TYPE_CHECKING:
    from argmap.sources.findings import CitationFindings, DeadAddress
    from argmap.sources.loader import Passages, TextUnavailable
    from argmap.sources.lock import Lock

LOCK_FILE_NAME = "argmap.lock"
"""The name of the file beside a map that locks its citations."""


class TextRef(NamedTuple):
    """Where a source's text should be: a path, and how a message names it.

    ``folder`` is that of the file that names it in ``text:``, if it is a map that does.
    """

    path: Path | TextUnavailable
    name: str
    folder: Path | None = None


class SourceTexts:
    """Finds and opens texts and locks, each file once.

    ``given`` are the texts that the user named for this run, by the sources' ids: they go before
    what the project sets up, and that before what the map says in ``text:``. ``settings`` returns
    what is set up for maps in a folder. With ``online``, web addresses are asked, each once.
    """

    def __init__(
        self,
        given: Mapping[str, Path] | None = None,
        read: ReadBytes = read_bytes,
        settings: Callable[[Path], Settings] = load_settings,
        *,
        online: bool = False,
    ) -> None:
        self._online = online
        self._dead: dict[str, str] = {}
        self._asked: dict[str, None] = {}
        self._given = dict(given or {})
        self._read = read
        self._load_settings = settings
        self._known: dict[str, None] = {}
        self._settings: dict[Path, Settings] = {}
        self._opened: dict[Path, Passages | TextUnavailable] = {}

    def verify(self, resolution: Resolution) -> CitationFindings | None:
        """Return what texts and lock say of a map's citations; None without any text or lock.

        Raises:
            InputError: when a text that the user named cannot be opened, or a file that sets up the
                project cannot be read.
        """
        facts = self._of_texts(resolution)
        if not self._online:
            return facts
        from argmap.sources.findings import CitationFindings

        dead = tuple(self._of_addresses(resolution))
        return CitationFindings((*(facts.facts if facts else ()), *dead))

    def _of_addresses(self, resolution: Resolution) -> Iterator[DeadAddress]:
        """Yield the addresses that lead nowhere, of a map's sources and statements."""
        from argmap.sources.findings import DeadAddress
        from argmap.sources.links import dead_addresses

        argument_map = resolution.map
        parts: list[Source | Statement] = [*argument_map.sources.values()]
        parts += argument_map.statements.values()
        addresses = {part.id: part.url for part in parts if part.url}
        self._dead |= dead_addresses(url for url in addresses.values() if url not in self._asked)
        self._asked |= dict.fromkeys(addresses.values())
        for part in parts:
            if part.url in self._dead:
                yield DeadAddress(part.location, part.id, part.url, self._dead[part.url])

    def _of_texts(self, resolution: Resolution) -> CitationFindings | None:
        if not resolution.map.sources:
            return None
        named = self.text_refs(resolution)
        data = self._lock_data(resolution)
        if not named and data is None:
            return None
        from argmap.sources.verify import verify

        names = {id_: each.name for id_, each in named.items()}
        lock = None if data is None else self._parsed(resolution, data)
        texts = self._open(named)
        return verify(resolution.map, texts, names, lock, map_name(resolution))

    def open_texts(self, resolution: Resolution) -> dict[str, Passages | TextUnavailable]:
        """Return what came of opening a map's texts, by the sources' ids.

        Raises:
            InputError: as `verify` does.
        """
        return self._open(self.text_refs(resolution))

    def lock(self, resolution: Resolution) -> Lock | None:
        """Return the lock beside a map, if there is one.

        Raises:
            InputError: when it cannot be read at all.
        """
        data = self._lock_data(resolution)
        return None if data is None else self._parsed(resolution, data)

    def require_known_sources(self) -> None:
        """Tell a text that was given for a source that no map has.

        Raises:
            InputError: when there is one.
        """
        require_known_sources(self._given, self._known)

    # ---- Texts ----------------------------------------------------------------------------------

    def text_refs(self, resolution: Resolution) -> dict[str, TextRef]:
        """Return where a map's texts should be, by the sources' ids.

        Raises:
            InputError: when a file that sets up the project cannot be read.
        """
        sources = resolution.map.sources
        folder = map_path(resolution).parent
        if folder not in self._settings:
            self._settings[folder] = self._load_settings(folder)
        settings = self._settings[folder]
        named: dict[str, TextRef] = {}
        for id_, source in sources.items():
            self._known[id_] = None
            path = self._given.get(id_) or settings.sources.get(id_)
            if path is not None:
                named[id_] = TextRef(path, shown(path))
            elif source.text:
                named[id_] = self._written(source, resolution)
        return named

    def _written(self, source: Source, resolution: Resolution) -> TextRef:
        """Return where the text is that the map itself names."""
        from argmap.sources.loader import find_inside

        assert source.text is not None
        root = map_path(resolution)
        declared_in = root
        for document, path in zip(resolution.documents, resolution.paths, strict=True):
            if document.source is source.location.source and path is not None:
                declared_in = path
        boundary = find_root(root.parent)
        folder = declared_in.parent
        return TextRef(find_inside(source.text, folder, boundary), source.text, folder)

    def _open(self, named: Mapping[str, TextRef]) -> dict[str, Passages | TextUnavailable]:
        if not named:
            return {}
        from argmap.sources.loader import TextUnavailable, open_text

        texts: dict[str, Passages | TextUnavailable] = {}
        for id_, (path, name, _) in named.items():
            if isinstance(path, TextUnavailable):
                texts[id_] = path
                continue
            if path not in self._opened:
                self._opened[path] = open_text(path, name, self._read)
            texts[id_] = opened = self._opened[path]
            if id_ in self._given and isinstance(opened, TextUnavailable):
                raise InputError(opened.message(str(path), f"`{id_}`"))
        return texts

    # ---- The lock -------------------------------------------------------------------------------

    def _lock_data(self, resolution: Resolution) -> bytes | None:
        path = map_path(resolution).with_name(LOCK_FILE_NAME)
        try:
            return self._read(path, MAX_FILE_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise InputError(f"`{shown(path)}` cannot be read: {error.strerror}") from error

    def _parsed(self, resolution: Resolution, data: bytes) -> Lock:
        from argmap.sources.lock import parse

        path = map_path(resolution).with_name(LOCK_FILE_NAME)
        if len(data) > MAX_FILE_BYTES:
            raise InputError(f"`{shown(path)}` is larger than {MAX_FILE_BYTES >> 20} MB")
        return parse(decode(shown(path), data).source)


def require_known_sources(given: Iterable[str], known: Iterable[str]) -> None:
    """Tell a text that was given for a source that no map has.

    Raises:
        InputError: when there is one.
    """
    ids = dict.fromkeys(known)
    for id_ in given:
        if id_ not in ids:
            meant = closest_match(id_, ids)
            hint = f"; did you mean `{meant}`?" if meant else ""
            raise InputError(f"there is no source `{id_}` to have a text{hint}")


def map_path(resolution: Resolution) -> Path:
    """Return the path of the map itself; of text that is in no file, where it is taken to lie."""
    return resolution.paths[0] or Path.cwd() / "<stdin>"


def map_name(resolution: Resolution) -> str:
    """Return what the map is called in the lock beside it."""
    return map_path(resolution).name
