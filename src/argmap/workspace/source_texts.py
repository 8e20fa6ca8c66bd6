"""The texts of the sources, and the locks, of the maps that a command works on.

`argmap.sources` is imported only if a map has a text or a lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from argmap.config import Settings, find_root, load_settings
from argmap.errors import InputError
from argmap.model import Source, Statement
from argmap.resolve import Resolution
from argmap.text import MAX_FILE_BYTES, decode, suggest
from argmap.workspace.files import ReadBytes, display_path, read_bytes

if TYPE_CHECKING:
    from argmap.sources.findings import CitationFindings, DeadLink
    from argmap.sources.loader import Passages, TextUnavailable
    from argmap.sources.lock import Lock

LOCK_FILE_NAME = "argmap.lock"
"""The name of the file that locks the citations of the maps in its folder."""


class TextRef(NamedTuple):
    """A reference to the text of a source.

    Attributes:
        path: The path of the text, or the reason why there is none.
        name: The path as messages show it.
        folder: The folder of the file with the attribute ``text``, if a map names the text.
    """

    path: Path | TextUnavailable
    name: str
    folder: Path | None = None


class SourceTexts:
    """Finds and reads texts and locks, each file once.

    Args:
        overrides: The texts that the command line names, by the ids of the sources. They override
            those of the project, which override the attribute ``text`` of a map.
        read: Reads files, if not from the disk.
        settings: Returns the settings of the maps in a folder, if not from the disk.
        online: Whether to check that URLs are reachable, each one once.
    """

    def __init__(
        self,
        overrides: Mapping[str, Path] | None = None,
        read: ReadBytes = read_bytes,
        settings: Callable[[Path], Settings] = load_settings,
        *,
        online: bool = False,
    ) -> None:
        self._overrides = dict(overrides or {})
        self._read = read
        self._load_settings = settings
        self._online = online
        self._known_sources: dict[str, None] = {}
        self._checked_urls: dict[str, None] = {}
        self._dead_urls: dict[str, str] = {}  # with the reasons
        self._settings: dict[Path, Settings] = {}
        self._opened: dict[Path, Passages | TextUnavailable] = {}

    def verify(self, resolution: Resolution) -> CitationFindings | None:
        """Verify the citations of a map; return None if it has neither texts nor a lock.

        Raises:
            InputError: If a text that the command line names cannot be read, or a configuration
                file cannot be read.
        """
        findings = self._verify_texts(resolution)
        if not self._online:
            return findings
        from argmap.sources.findings import CitationFindings

        dead = tuple(self._find_dead_urls(resolution))
        return CitationFindings((*(findings.findings if findings else ()), *dead))

    def _find_dead_urls(self, resolution: Resolution) -> Iterator[DeadLink]:
        """Yield the unreachable URLs of the sources and statements of a map."""
        from argmap.sources.findings import DeadLink
        from argmap.sources.links import find_dead_links

        argument_map = resolution.map
        elements: list[Source | Statement] = [*argument_map.sources.values()]
        elements += argument_map.statements.values()
        urls = dict.fromkeys(element.url for element in elements if element.url)
        self._dead_urls |= find_dead_links(url for url in urls if url not in self._checked_urls)
        self._checked_urls |= urls
        for element in elements:
            if element.url in self._dead_urls:
                reason = self._dead_urls[element.url]
                yield DeadLink(element.location, element.id, element.url, reason)

    def _verify_texts(self, resolution: Resolution) -> CitationFindings | None:
        if not resolution.map.sources:
            return None
        refs = self.text_refs(resolution)
        data = self._read_lock(resolution)
        if not refs and data is None:
            return None
        from argmap.sources.verify import verify

        names = {id_: ref.name for id_, ref in refs.items()}
        lock = None if data is None else self._parse_lock(resolution, data)
        texts = self._open(refs)
        return verify(resolution.map, texts, names, lock, map_name(resolution))

    def open_texts(self, resolution: Resolution) -> dict[str, Passages | TextUnavailable]:
        """Return the texts of the sources of a map, or why they are unavailable, by source id.

        Raises:
            InputError: As for `verify`.
        """
        return self._open(self.text_refs(resolution))

    def lock(self, resolution: Resolution) -> Lock | None:
        """Return the lock in the folder of a map, or None if there is none.

        Raises:
            InputError: If the lock cannot be read.
        """
        data = self._read_lock(resolution)
        return None if data is None else self._parse_lock(resolution, data)

    def require_known_sources(self) -> None:
        """Check that the command line names texts of existing sources only.

        Raises:
            InputError: If no map that was checked so far has such a source.
        """
        require_known_sources(self._overrides, self._known_sources)

    # ---- Texts ----------------------------------------------------------------------------------

    def text_refs(self, resolution: Resolution) -> dict[str, TextRef]:
        """Return references to the texts of the sources of a map, by source id.

        Raises:
            InputError: If a configuration file cannot be read.
        """
        sources = resolution.map.sources
        folder = map_path(resolution).parent
        if folder not in self._settings:
            self._settings[folder] = self._load_settings(folder)
        settings = self._settings[folder]
        refs: dict[str, TextRef] = {}
        for id_, source in sources.items():
            self._known_sources[id_] = None
            path = self._overrides.get(id_) or settings.sources.get(id_)
            if path is not None:
                refs[id_] = TextRef(path, display_path(path))
            elif source.text:
                refs[id_] = self._declared_text(source, resolution)
        return refs

    def _declared_text(self, source: Source, resolution: Resolution) -> TextRef:
        """Return a reference to the text that a map names in the attribute ``text``."""
        from argmap.sources.loader import resolve_text_path

        assert source.text is not None
        root = map_path(resolution)
        declared_in = root
        for document, path in zip(resolution.documents, resolution.paths, strict=True):
            if document.source is source.location.source and path is not None:
                declared_in = path
        boundary = find_root(root.parent)
        folder = declared_in.parent
        return TextRef(resolve_text_path(source.text, folder, boundary), source.text, folder)

    def _open(self, refs: Mapping[str, TextRef]) -> dict[str, Passages | TextUnavailable]:
        if not refs:
            return {}
        from argmap.sources.loader import TextUnavailable, load_text

        texts: dict[str, Passages | TextUnavailable] = {}
        for id_, (path, name, _) in refs.items():
            if isinstance(path, TextUnavailable):
                texts[id_] = path
                continue
            if path not in self._opened:
                self._opened[path] = load_text(path, name, self._read)
            texts[id_] = opened = self._opened[path]
            if id_ in self._overrides and isinstance(opened, TextUnavailable):
                raise InputError(opened.message(str(path), f"`{id_}`"))
        return texts

    # ---- The lock -------------------------------------------------------------------------------

    def _read_lock(self, resolution: Resolution) -> bytes | None:
        path = map_path(resolution).with_name(LOCK_FILE_NAME)
        try:
            return self._read(path, MAX_FILE_BYTES + 1)
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return None
        except OSError as error:
            raise InputError(f"`{display_path(path)}` cannot be read: {error.strerror}") from error

    def _parse_lock(self, resolution: Resolution, data: bytes) -> Lock:
        from argmap.sources.lock import parse_lock

        path = map_path(resolution).with_name(LOCK_FILE_NAME)
        if len(data) > MAX_FILE_BYTES:
            raise InputError(f"`{display_path(path)}` is larger than {MAX_FILE_BYTES >> 20} MB")
        return parse_lock(decode(display_path(path), data).source)


def require_known_sources(ids: Iterable[str], known: Iterable[str]) -> None:
    """Check that sources exist.

    Args:
        ids: The ids of sources for which the command line names texts.
        known: The ids of the existing sources.

    Raises:
        InputError: If a source does not exist.
    """
    known = dict.fromkeys(known)
    for id_ in ids:
        if id_ not in known:
            raise InputError(f"--source: unknown source `{id_}`{suggest(id_, known)}")


def map_path(resolution: Resolution) -> Path:
    """Return the path of a map; for text that is not in a file, a path in the current folder."""
    return resolution.paths[0] or Path.cwd() / "<stdin>"


def map_name(resolution: Resolution) -> str:
    """Return the name of a map in the lock of its folder."""
    return map_path(resolution).name
