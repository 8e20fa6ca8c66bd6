"""Call hierarchy: the statements that support or attack a statement, and those that it affects.

Incoming calls are the statements that support, attack, undercut or contradict it; outgoing calls
are the statements to which it does so.
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


class _Relation(NamedTuple):
    """A relation to another statement, and where it is declared."""

    statement: str
    label: str
    location: Location


def register(server: ArgmapServer) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_CALL_HIERARCHY)
    async def prepare(
        params: types.CallHierarchyPrepareParams,
    ) -> list[types.CallHierarchyItem] | None:
        snapshot = await server.snapshot(params.text_document.uri)
        if snapshot is None:
            return None
        offset = server.positions.offset(snapshot.source, params.position)
        id_ = _statement_at(snapshot, offset)
        return None if id_ is None else [_item(server, snapshot, id_)]

    @server.feature(types.CALL_HIERARCHY_INCOMING_CALLS)
    async def incoming(
        params: types.CallHierarchyIncomingCallsParams,
    ) -> list[types.CallHierarchyIncomingCall] | None:
        snapshot, id_ = await _resolve_item(server, params.item)
        if snapshot is None or id_ is None:
            return None
        return [
            types.CallHierarchyIncomingCall(
                _item(server, snapshot, relation.statement, relation.label),
                [server.positions.location_range(relation.location)],
            )
            for relation in _unique(_incoming(snapshot.analysis, id_))
        ]

    @server.feature(types.CALL_HIERARCHY_OUTGOING_CALLS)
    async def outgoing(
        params: types.CallHierarchyOutgoingCallsParams,
    ) -> list[types.CallHierarchyOutgoingCall] | None:
        snapshot, id_ = await _resolve_item(server, params.item)
        if snapshot is None or id_ is None:
            return None
        return [
            types.CallHierarchyOutgoingCall(
                _item(server, snapshot, relation.statement, relation.label),
                [server.positions.location_range(relation.location)],
            )
            for relation in _unique(_outgoing(snapshot.analysis, id_))
        ]


async def _resolve_item(
    server: ArgmapServer, item: types.CallHierarchyItem
) -> tuple[DocumentSnapshot | None, str | None]:
    """Return the current version of the file that an item was prepared in, and its statement."""
    data = item.data if isinstance(item.data, dict) else {}
    snapshot = await server.snapshot(str(data.get("uri", item.uri)))
    id_ = str(data.get("id", ""))
    if snapshot is None or id_ not in snapshot.analysis.map.statements:
        return None, None
    return snapshot, id_


def _statement_at(snapshot: DocumentSnapshot, offset: int) -> str | None:
    """Return the statement that is referred to or declared at an offset."""
    occurrences = snapshot.analysis.occurrences
    occurrence = occurrences.at_offset(snapshot.source, offset)
    if occurrence is not None:
        id_: str | None = occurrence.target
    else:
        declaration = node_at(snapshot.document, offset).declaration
        start = declaration.keyword.span.start if declaration else -1
        id_ = occurrences.element_id(snapshot.source, start)
    return id_ if id_ in snapshot.analysis.map.statements else None


def _item(
    server: ArgmapServer, snapshot: DocumentSnapshot, id_: str, label: str = ""
) -> types.CallHierarchyItem:
    statement = snapshot.analysis.map.statements[id_]
    range_ = server.positions.location_range(statement.location)
    text = shortened(statement.text)
    return types.CallHierarchyItem(
        name=f"{id_}: {text}" if statement.is_named else text,
        kind=types.SymbolKind.Function,
        uri=server.uri(statement.location, snapshot),
        range=range_,
        selection_range=range_,
        detail=label or statement.kind,
        data={"uri": snapshot.uri, "id": id_},
    )


def _incoming(analysis: MapAnalysis, id_: str) -> Iterator[_Relation]:
    argument_map = analysis.map
    for inference in argument_map.inferences_to.get(id_, ()):
        label = "supports" if inference.polarity is Polarity.PRO else "attacks"
        for premise in inference.premises:
            yield _Relation(premise, label, inference.location)
        for undercutter in inference.undercutters:
            yield _Relation(undercutter, "undercuts an inference", inference.location)
    for other in argument_map.contradicted_by.get(id_, ()):
        yield _Relation(other, "contradicts", argument_map.statements[other].location)


def _outgoing(analysis: MapAnalysis, id_: str) -> Iterator[_Relation]:
    argument_map = analysis.map
    for inference in argument_map.inferences_from.get(id_, ()):
        label = "supported" if inference.polarity is Polarity.PRO else "attacked"
        yield _Relation(inference.conclusion, label, inference.location)
    for inference in argument_map.undercuts_by.get(id_, ()):
        yield _Relation(inference.conclusion, "inference undercut", inference.location)
    for other in argument_map.contradicted_by.get(id_, ()):
        yield _Relation(other, "contradicted", argument_map.statements[other].location)


def _unique(relations: Iterable[_Relation]) -> list[_Relation]:
    """Return the relations, with the last location of those that differ only in it."""
    by_key = {(relation.statement, relation.label): relation for relation in relations}
    return list(by_key.values())
