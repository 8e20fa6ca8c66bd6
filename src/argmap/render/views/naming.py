"""Statements and sections by the names that a user writes."""

from __future__ import annotations

from collections.abc import Mapping

from argmap.errors import InputError
from argmap.model import ArgumentMap
from argmap.model.identifiers import normalized
from argmap.model.source import is_generated


class UnknownName(InputError):
    """A view is asked for by a name that is not in the map."""


def statement_of(argument: ArgumentMap, name: str) -> str:
    """Return the id of a statement.

    Raises:
        UnknownName: when there is no such statement; it names the nearest one.
    """
    return _known("statement", name, argument.statements)


def section_of(argument: ArgumentMap, name: str) -> str:
    """Return the id of a section.

    Raises:
        UnknownName: when there is no such section; it names the nearest one.
    """
    return _known("section", name, argument.sections)


def _known(kind: str, name: str, known: Mapping[str, object]) -> str:
    if (id_ := normalized(name)) in known:
        return id_
    from argmap.text import nearest

    meant = nearest(name, (id_ for id_ in known if not is_generated(id_)))
    hint = f"; did you mean `{meant}`?" if meant else ""
    raise UnknownName(f"there is no {kind} `{name}` in the map{hint}")
