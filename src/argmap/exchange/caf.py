"""Argument graphs in the Carneades Argument Format of Carneades 3, in XML.

Specification: the import and export modules of Carneades 3,
https://github.com/carneades/carneades-3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from argmap.exchange._weighed_arguments import (
    WeighedArgument,
    WeighedPremise,
    add_argument,
    set_burden,
    set_standard,
)
from argmap.exchange.foreign import Draft, DraftCitation, DraftStatement, ForeignFile, InvalidFile
from argmap.exchange.foreign.xml import local_name
from argmap.model import Fidelity, Polarity

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TITLE = "Carneades Argument Format"
SUFFIX = ".xml"


def recognizes(file: ForeignFile) -> bool:
    """Return whether the root element is ``caf``."""
    return file.root_tag() == "caf"


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the argument graph.

    Raises:
        InvalidFile: If the root element is another one.
        MissingExtra: If the extra ``import`` is not installed.
    """
    if file.root_tag() != "caf":
        raise InvalidFile(f"`{file.name}` is not in CAF: it has no element `caf`")
    yield _Reader(file.xml).read()


class _Reader:
    def __init__(self, root: Element) -> None:
        self.root = root
        self.draft = Draft()
        self.sources: dict[str, str] = {}

    def read(self) -> Draft:
        draft = self.draft
        for child in self.root:
            if local_name(child) == "metadata":
                draft.title = child.get("title") or ""
                draft.attributes["note"] = self._description(child, "metadata") or None
            elif local_name(child) == "references":
                self._read_references(child)
        for element in self._children("statements", "statement"):
            self._add_statement(element)
        set_burden(draft)
        for number, element in enumerate(self._children("arguments", "argument"), start=1):
            self._add_argument(element, number)
        return draft

    def _children(self, parent: str, name: str) -> Iterator[Element]:
        for child in self.root:
            if local_name(child) == parent:
                yield from (one for one in child if local_name(one) == name)

    def _description(self, element: Element, place: str) -> str:
        """Return the description in English, or the first one; the others are dropped."""
        descriptions = [one for one in element.iter() if local_name(one) == "description"]
        english = [one for one in descriptions if one.get("lang") == "en"]
        chosen = next(iter(english or descriptions), None)
        for one in descriptions:
            if one is chosen:
                self.draft.losses.keep("description")
            else:
                reason = "a statement has a text in one language"
                self.draft.losses.drop("description", reason, place)
        return "" if chosen is None else " ".join("".join(chosen.itertext()).split())

    def _read_references(self, references: Element) -> None:
        for child in references:
            if local_name(child) == "metadata":
                key, title = child.get("key") or "", child.get("title") or ""
                author = child.get("creator") or ""
                self.sources[key] = self.draft.cite(
                    title or key, author=(author,) if author else ()
                )
                self.draft.losses.keep("reference")

    def _add_statement(self, element: Element) -> None:
        key = element.get("id") or f"statement-{len(self.draft.statements) + 1}"
        if key in self.draft.statements:
            self.draft.losses.drop("statement", "its id is given twice", key)
            return
        statement = DraftStatement(key, "", "claim", place=key)
        statement.text = self._description(element, key)
        statement.is_thesis = element.get("main") == "true"
        weight = element.get("weight") or element.get("value") or ""
        if weight in ("1", "1.0", "true"):
            statement.kind = "assumption"
        set_standard(self.draft, statement, element.get("standard") or "")
        self.draft.add(statement)

    def _add_argument(self, element: Element, number: int) -> None:
        losses = self.draft.losses
        key = element.get("id") or f"argument-{number}"
        argument = WeighedArgument(key, "", scheme=element.get("scheme") or "")
        argument.polarity = Polarity.CON if element.get("pro") == "false" else Polarity.PRO
        argument.weight = element.get("weight") or ""
        source = None
        for child in element.iter():
            name = local_name(child)
            if name == "conclusion":
                argument.conclusion = child.get("statement") or ""
            elif name == "metadata":
                source = self.sources.get(child.get("source") or "")
                argument.title = child.get("title") or ""
            elif name in ("premise", "exception"):
                premise = WeighedPremise(
                    child.get("statement") or "",
                    is_exception=name == "exception",
                    is_negative=child.get("positive") == "false",
                    role=child.get("role") or "",
                )
                argument.premises.append(premise)
                statement = self.draft.statements.get(premise.statement)
                if statement is not None and child.get("implicit") == "true":
                    statement.attributes["fidelity"] = Fidelity.IMPLICIT
        if element.get("strict") == "true":
            losses.drop("strict", "all inferences of argmap are defeasible", key)
        if source is not None:
            losses.change("source", "the premises of the argument cite it", key)
            for premise in argument.premises:
                statement = self.draft.statements.get(premise.statement)
                if statement is not None:
                    statement.citations.append(DraftCitation(source))
        add_argument(self.draft, argument)
