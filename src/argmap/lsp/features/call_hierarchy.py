"""What bears on a statement, and what it bears on, as the hierarchy that editors have for calls.

“Incoming” is what supports and attacks it, “outgoing” is what it supports and attacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types

from argmap.lsp.markup import shortened
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import DocumentSnapshot, MapAnalysis
from argmap.lsp.syntax_lookup import node_at
from argmap.model import Polarity
from argmap.text import Location

_KIND = types.SymbolKind.Function


class _Link(NamedTuple):
    """The statement at the other end, how it is joined, and where that is written."""

    id: str
    how: str
    location: Location


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY)
    async def prepare(
        params: types.CallHierarchyPrepareParams,
    ) -> list[types.CallHierarchyItem] | None:
        view = await server.view(params.text_document.uri)
        if view is None:
            return None
        id_ = _statement_at(view, server.positions.offset(view.source, params.position))
        return None if id_ is None else [_item(server, view, id_)]

    @server.feature(types.CALL_HIERARCHY_INCOMING_CALLS)
    async def incoming(
        params: types.CallHierarchyIncomingCallsParams,
    ) -> list[types.CallHierarchyIncomingCall] | None:
        view, id_ = await _of_item(server, params.item)
        if view is None or id_ is None:
            return None
        return [
            types.CallHierarchyIncomingCall(
                _item(server, view, link.id, link.how), _ranges(server, link)
            )
            for link in _unique(_onto(view.analysis, id_))
        ]

    @server.feature(types.CALL_HIERARCHY_OUTGOING_CALLS)
    async def outgoing(
        params: types.CallHierarchyOutgoingCallsParams,
    ) -> list[types.CallHierarchyOutgoingCall] | None:
        view, id_ = await _of_item(server, params.item)
        if view is None or id_ is None:
            return None
        return [
            types.CallHierarchyOutgoingCall(
                _item(server, view, link.id, link.how), _ranges(server, link)
            )
            for link in _unique(_from(view.analysis, id_))
        ]


async def _of_item(
    server: ArgmapServer, item: types.CallHierarchyItem
) -> tuple[DocumentSnapshot | None, str | None]:
    data = item.data if isinstance(item.data, dict) else {}
    view = await server.view(str(data.get("uri", item.uri)))
    id_ = str(data.get("id", ""))
    if view is None or id_ not in view.analysis.map.statements:
        return None, None
    return view, id_


def _statement_at(view: DocumentSnapshot, offset: int) -> str | None:
    names = view.analysis.names
    occurrence = names.at(view.source, offset)
    if occurrence is not None:
        id_: str | None = occurrence.target
    else:
        declaration = node_at(view.document, offset).declaration
        start = declaration.keyword.span.start if declaration else -1
        id_ = names.element_at(view.source, start)
    return id_ if id_ in view.analysis.map.statements else None


def _item(
    server: ArgmapServer, view: DocumentSnapshot, id_: str, how: str = ""
) -> types.CallHierarchyItem:
    statement = view.analysis.map.statements[id_]
    range_ = server.positions.of(statement.location)
    text = shortened(statement.text)
    return types.CallHierarchyItem(
        name=f"{id_}: {text}" if statement.is_named else text,
        kind=_KIND,
        uri=server.uri(statement.location, view),
        range=range_,
        selection_range=range_,
        detail=how or statement.kind,
        data={"uri": view.uri, "id": id_},
    )


def _ranges(server: ArgmapServer, link: _Link) -> list[types.Range]:
    return [server.positions.of(link.location)]


def _onto(analysis: MapAnalysis, id_: str) -> Iterator[_Link]:
    argument_map = analysis.map
    for inference in argument_map.inferences_to.get(id_, ()):
        how = "supports" if inference.polarity is Polarity.PRO else "attacks"
        for premise in inference.premises:
            yield _Link(premise, how, inference.location)
        for undercutter in inference.undercutters:
            yield _Link(undercutter, "denies an inference", inference.location)
    for other in argument_map.contradicted_by.get(id_, ()):
        yield _Link(other, "contradicts", argument_map.statements[other].location)


def _from(analysis: MapAnalysis, id_: str) -> Iterator[_Link]:
    argument_map = analysis.map
    for inference in argument_map.inferences_from.get(id_, ()):
        how = "supported" if inference.polarity is Polarity.PRO else "attacked"
        yield _Link(inference.conclusion, how, inference.location)
    for inference in argument_map.undercuts_by.get(id_, ()):
        yield _Link(inference.conclusion, "an inference to it denied", inference.location)
    for other in argument_map.contradicted_by.get(id_, ()):
        yield _Link(other, "contradicted", argument_map.statements[other].location)


def _unique(links: Iterable[_Link]) -> list[_Link]:
    return list({(link.id, link.how): link for link in links}.values())
