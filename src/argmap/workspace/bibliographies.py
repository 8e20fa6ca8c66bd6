"""Bibliographies: the sources in BibTeX and CSL-JSON files."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from argmap import exchange
from argmap.errors import InputError
from argmap.exchange.foreign import MAX_BYTES, ForeignFile
from argmap.model import Source
from argmap.model.losses import LossReport
from argmap.text import suggest
from argmap.workspace.discovery import missing_path_error
from argmap.workspace.files import display_path, read_bytes

_FORMATS = ("bibtex", "csl")


class Bibliography(NamedTuple):
    """The entries of a file.

    Attributes:
        name: The name of the file in messages.
        format: The name of its format.
        sources: The entries; the id of each is its key, in the form of an id.
        losses: What was lost.
    """

    name: str
    format: str
    sources: tuple[Source, ...]
    losses: LossReport

    def entry(self, key: str | None) -> Source:
        """Return the entry with a key; without a key, the only one.

        Raises:
            InputError: If there is no such entry, or more than one.
        """
        by_id = {source.id: source for source in self.sources}
        if key is None:
            if len(by_id) != 1:
                raise InputError(f"`{self.name}` has {len(by_id):,} entries; name one with --key")
            return self.sources[0]
        id_ = _id_of(key)
        if id_ not in by_id:
            raise InputError(f"`{self.name}` has no entry `{key}`{suggest(id_, by_id)}")
        return by_id[id_]


def _id_of(key: str) -> str:
    """Return the id that the importer gives to an entry with a key."""
    from argmap.exchange.foreign import Names

    return Names().assign(key)


def read_bibliography(path: Path) -> Bibliography:
    """Return the entries of a BibTeX or CSL-JSON file.

    Raises:
        InputError: If the file cannot be read, or is in another format.
        MissingExtra: If the extra ``sources`` is not installed.
    """
    name = display_path(path.absolute())
    try:
        data = read_bytes(path, MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise missing_path_error(path) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not valid"
        raise InputError(f"`{name}` cannot be read: {reason}") from error
    file = ForeignFile(name, data)
    format_ = exchange.detect(file)
    if format_ not in _FORMATS:
        if path.suffix.lower() != ".bib":
            raise InputError(f"`{name}` is not a bibliography; use a BibTeX or a CSL-JSON file")
        format_ = "bibtex"
    (imported,) = exchange.load(file, format_)
    sources = tuple(imported.map.sources.values())
    return Bibliography(name, format_, sources, imported.report)
