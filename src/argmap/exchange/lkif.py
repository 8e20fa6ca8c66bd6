"""Argument graphs in the Legal Knowledge Interchange Format of Carneades 1 and 2, in XML.

Specification: Gordon, The Legal Knowledge Interchange Format (LKIF), ESTRELLA deliverable 4.1,
2008; no schema of the argument graphs was found, so the examples of Carneades were followed.
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
from argmap.exchange.foreign import Draft, DraftStatement, ForeignFile, InvalidFile
from argmap.exchange.foreign.xml import local_name
from argmap.model import Polarity

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TITLE = "LKIF"
SUFFIX = ".xml"


def recognizes(file: ForeignFile) -> bool:
    """Return whether the root element is ``lkif``."""
    return file.root_tag() == "lkif"


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the argument graphs; rules and ontologies are dropped.

    Raises:
        InvalidFile: If the root element is another one, or there is no argument graph.
        MissingExtra: If the extra ``import`` is not installed.
    """
    root = file.xml
    if file.root_tag() != "lkif":
        raise InvalidFile(f"`{file.name}` is not in LKIF: it has no element `lkif`")
    graphs = [element for element in root.iter() if local_name(element) == "argument-graph"]
    if not graphs:
        raise InvalidFile(f"`{file.name}` has no argument graph; argmap has no rules")
    names: dict[str, None] = {}
    for number, graph in enumerate(graphs, start=1):
        name = graph.get("id") or f"graph-{number}"
        name = name if name not in names else f"{name}-{number}"
        names[name] = None
        draft = _read_graph(graph)
        draft.name = name if len(graphs) > 1 else ""
        if number == 1:
            for element in root:
                if local_name(element) not in ("argument-graphs", "argument-graph"):
                    draft.losses.drop(local_name(element), "argmap has no rules or ontologies")
        yield draft


def _read_graph(graph: Element) -> Draft:
    draft = Draft(title=graph.get("title") or "")
    main_issue = graph.get("main-issue")
    for element in graph.iter():
        if local_name(element) == "statement" and element.get("id"):
            _add_statement(draft, element, is_main=element.get("id") == main_issue)
    set_burden(draft)
    for element in graph.iter():
        if local_name(element) == "argument":
            add_argument(draft, _argument(element, len(draft.relations)))
    return draft


def _add_statement(draft: Draft, element: Element, *, is_main: bool) -> None:
    key = element.get("id") or ""
    if key in draft.statements:
        draft.losses.drop("statement", "its id is given twice", key)
        return
    text = " ".join("".join(element.itertext()).split())
    statement = DraftStatement(key, text, "claim", is_thesis=is_main, place=key)
    value = element.get("value") or "unknown"
    if value == "true":
        statement.kind = "assumption"
    elif value == "false":
        statement.change = "it is said to be false, so it is rejected without an argument"
    set_standard(draft, statement, element.get("standard") or "")
    draft.add(statement)


def _argument(element: Element, number: int) -> WeighedArgument:
    argument = WeighedArgument(
        element.get("id") or f"argument-{number}",
        "",
        polarity=Polarity.CON if element.get("direction") == "con" else Polarity.PRO,
        scheme=element.get("scheme") or "",
        weight=element.get("weight") or "",
        title=element.get("title") or "",
    )
    for child in element.iter():
        if local_name(child) == "conclusion":
            argument.conclusion = child.get("statement") or ""
        elif local_name(child) == "premise":
            argument.premises.append(
                WeighedPremise(
                    child.get("statement") or "",
                    is_exception=child.get("type") == "exception",
                    is_negative=child.get("polarity") == "negative",
                    role=child.get("role") or "",
                )
            )
    return argument
