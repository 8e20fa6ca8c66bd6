"""Exchange formats for maps: each module or package in this folder is one format.

Formats are discovered by their presence. A format has ``TITLE``, its name for users, and
``SUFFIX``, its file name extension. A format that argmap writes has a function ``dump``; one that
argmap reads has ``recognizes`` and ``load``.

All formats share `argmap.exchange.foreign`. What the formats of one family share is in a module or
package whose name begins with an underscore.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from attrs import evolve, frozen

from argmap._plugins import module_names
from argmap.errors import InputError
from argmap.model import ArgumentMap
from argmap.model.losses import LossReport

if TYPE_CHECKING:
    from argmap.exchange.foreign import Draft, ForeignFile

FORMATS: tuple[str, ...] = tuple(
    name.replace("_", "-") for name in module_names(__path__) if name != "foreign"
)
"""The names of the formats, which are listed without being imported.

An underscore in the name of a module is a hyphen in the name of its format.
"""


class ExchangeFormat(Protocol):
    """What all modules in this package have."""

    TITLE: str
    SUFFIX: str


class WritableFormat(ExchangeFormat, Protocol):
    """A format that argmap writes."""

    def dump(self, argument_map: ArgumentMap, losses: LossReport) -> str:
        """Return the map as text that ends with a line end, and report what it cannot express."""
        ...


class ReadableFormat(ExchangeFormat, Protocol):
    """A format that argmap reads."""

    def recognizes(self, file: ForeignFile) -> bool:
        """Return whether the content of a file is in this format, without raising an error."""
        ...

    def load(self, file: ForeignFile) -> Iterator[Draft]:
        """Yield the maps in a file.

        Raises:
            InvalidFile: If the file is not in this format.
            MissingExtra: If a library is not installed.
        """
        ...


@frozen
class ImportedMap:
    """A map from a foreign file.

    Attributes:
        name: The name of the map among several in the file; empty for the only one.
        format: The name of the format.
        map: The map. Its ``losses`` are those of the report.
        report: What the conversion kept, changed and dropped.
    """

    name: str
    format: str
    map: ArgumentMap
    report: LossReport


def get(name: str) -> ExchangeFormat:
    """Return the format with a name; no other format is imported.

    Raises:
        ValueError: If the format does not exist.
    """
    if name not in FORMATS:
        raise ValueError(f"unknown exchange format {name!r}; use one of {', '.join(FORMATS)}")
    return cast("ExchangeFormat", import_module(f"{__name__}.{name.replace('-', '_')}"))


def is_writable(name: str) -> bool:
    """Return whether argmap writes a format; no other format is imported."""
    return name in FORMATS and hasattr(get(name), "dump")


def is_readable(name: str) -> bool:
    """Return whether argmap reads a format, besides its own; no other format is imported."""
    return name in FORMATS and hasattr(get(name), "load")


def writable_formats() -> tuple[str, ...]:
    """Return the names of the formats that argmap writes."""
    return tuple(filter(is_writable, FORMATS))


def readable_formats() -> tuple[str, ...]:
    """Return the names of the formats that argmap reads, besides its own language."""
    return tuple(filter(is_readable, FORMATS))


def dump(argument_map: ArgumentMap, name: str, losses: LossReport | None = None) -> str:
    """Return a map in another format.

    Args:
        argument_map: The map.
        name: The name of the format.
        losses: A report, to which the format adds what it cannot express.

    Raises:
        ValueError: If argmap does not write this format.
    """
    format_ = get(name)
    if not hasattr(format_, "dump"):
        raise ValueError(
            f"argmap does not write {format_.TITLE}; use one of {', '.join(writable_formats())}"
        )
    return cast("WritableFormat", format_).dump(argument_map, losses or LossReport())


def detect(file: ForeignFile) -> str | None:
    """Return the name of the format of a file by its content; None if argmap does not know it."""
    for name in readable_formats():
        if cast("ReadableFormat", get(name)).recognizes(file):
            return name
    return None


def _raise_if_broken(file: ForeignFile) -> None:
    """Raise an error for a file that is not a valid text, or not valid JSON or XML.

    Raises:
        InputError: If it is broken, which explains why no format recognizes it.
    """
    if file.first_character in ("{", "["):
        _ = file.json
    elif file.first_character == "<":
        _ = file.xml
    else:
        _ = file.text


def load(file: ForeignFile, name: str | None = None) -> Iterator[ImportedMap]:
    """Yield the maps in a foreign file.

    Args:
        file: The file.
        name: The name of the format, or None to detect it.

    Raises:
        ValueError: If argmap does not read this format.
        InputError: If the format is unknown, or the file is not in it.
        MissingExtra: If a library is not installed.
    """
    from argmap.exchange.foreign import build

    if name is None:
        name = detect(file)
    if name is None:
        _raise_if_broken(file)
        titles = ", ".join(get(known).TITLE for known in readable_formats())
        raise InputError(f"`{file.name}` is in no format that argmap reads: {titles}")
    format_ = get(name)
    if not hasattr(format_, "load"):
        raise ValueError(
            f"argmap does not read {format_.TITLE}; use one of {', '.join(readable_formats())}"
        )
    for draft in cast("ReadableFormat", format_).load(file):
        if draft.complete_map is None:
            argument_map = build(draft, file.name)
        else:
            argument_map = evolve(draft.complete_map, losses=tuple(draft.losses.losses))
        yield ImportedMap(draft.name, name, argument_map, draft.losses)
