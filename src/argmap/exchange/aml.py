"""Argument maps of Araucaria in AML (Argument Markup Language).

Specification: the document type ``argument.dtd`` of Araucaria; Reed & Rowe, Araucaria: Software for
Argument Analysis, Diagramming and Representation, International Journal on AI Tools 13, 2004.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.exchange.foreign import Draft, DraftRelation, DraftStatement, ForeignFile, InvalidFile
from argmap.exchange.foreign.xml import local_name
from argmap.model import Fidelity, Polarity
from argmap.model.schemes import find_scheme

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TITLE = "Araucaria AML"
SUFFIX = ".aml"


def recognizes(file: ForeignFile) -> bool:
    """Return whether the root element is ``ARG``."""
    return file.root_tag() == "ARG"


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the map: each argument unit is a statement with what supports and refutes it.

    Raises:
        InvalidFile: If the root element is another one.
        MissingExtra: If the extra ``import`` is not installed.
    """
    if file.root_tag() != "ARG":
        raise InvalidFile(f"`{file.name}` is not in AML: it has no element `ARG`")
    yield _Reader(file.xml).read()


class _Reader:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.draft = Draft()
        self.losses = self.draft.losses
        self.schemes: dict[str, list[str]] = {}  # of the statements, by their keys

    def read(self) -> Draft:
        for child in self.root:
            name = local_name(child)
            if name == "TEXT" and "".join(child.itertext()).strip():
                self.losses.drop("TEXT", "argmap keeps the texts of sources in separate files")
            elif name in ("SCHEMESET", "EDATA") and (len(child) or child.attrib):
                self.losses.drop(name, "argmap has its own schemes, and no data of editors")
        pending: list[tuple[Element, str | None, Polarity, list[str] | None]] = [
            (child, None, Polarity.PRO, None) for child in self.root if local_name(child) == "AU"
        ]
        pending.reverse()
        while pending:
            unit, parent, polarity, group = pending.pop()
            key = self._add_statement(unit)
            if key is None:
                continue
            if parent is not None and group is not None:
                group.append(key)
                if len(group) == 1:
                    self._relate(group, parent, polarity)
            pending += reversed(list(self._below(unit, key)))
        self._set_schemes()
        return self.draft

    def _add_statement(self, unit: Element) -> str | None:
        """Add the proposition of an argument unit, and return its key."""
        prop = next((child for child in unit if local_name(child) == "PROP"), None)
        if prop is None:
            self.losses.drop("AU", "it has no proposition")
            return None
        identifier = prop.get("identifier") or ""
        key = identifier
        if not key or key in self.draft.statements:
            key = f"{identifier}#{len(self.draft.statements)}"
        text = " ".join(
            "".join(child.itertext()) for child in prop if local_name(child) == "PROPTEXT"
        )
        statement = DraftStatement(key, text, element="PROP", place=identifier)
        if prop.get("missing") == "yes":
            statement.attributes["fidelity"] = Fidelity.IMPLICIT
        owners = [child.get("name") or "" for child in prop if local_name(child) == "OWNER"]
        if owners := [owner for owner in dict.fromkeys(owners) if owner]:
            statement.attributes["held_by"] = tuple(owners)
            self.losses.keep("OWNER", len(owners))
        for name in ("nodelabel", "supportlabel"):
            if prop.get(name):
                statement.extra[f"x-{name}"] = (prop.get(name) or "",)
        names = [child.get("scheme") or "" for child in prop if local_name(child) == "INSCHEME"]
        self.schemes[key] = [name for name in names if name]
        self.draft.add(statement)
        return key

    def _below(self, unit: Element, key: str) -> Iterator[tuple[Element, str, Polarity, list[str]]]:
        """Yield the units below a unit; those of one linked argument share a list of premises."""
        for child in unit:
            name = local_name(child)
            if name not in ("REFUTATION", "CA", "LA"):
                continue
            polarity = Polarity.CON if name == "REFUTATION" else Polarity.PRO
            linked: list[str] = []
            for below in child:
                if local_name(below) == "AU":
                    yield below, key, polarity, linked if name == "LA" else []

    def _relate(self, group: list[str], parent: str, polarity: Polarity) -> None:
        """Add an argument; further premises join the group while the file is read."""
        element = "REFUTATION" if polarity is Polarity.CON else "argument"
        relation = DraftRelation(f"argument {group[0]}", group, parent, polarity, element=element)
        relation.place = self.draft.statements[group[0]].place
        self.draft.relate(relation)

    def _set_schemes(self) -> None:
        """Give each argument the scheme of which its first premise with one is a member."""
        for relation in self.draft.relations.values():
            names = [name for premise in relation.premises for name in self.schemes[premise]]
            for name in dict.fromkeys(names):
                known = find_scheme(name)
                if known is not None and relation.scheme is None:
                    relation.scheme = known.name
                else:
                    relation.extra.setdefault("x-scheme", (name,))
                self.losses.keep("scheme")
