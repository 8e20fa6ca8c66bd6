"""Call hierarchy: the statements that support or attack a statement, and those that it affects.

Incoming calls are the statements that support, attack, undercut, contradict or outweigh it;
outgoing calls are the statements to which it does so. The incoming calls of a question are its
options.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from lsprotocol import types

from argmap.evaluation.preferences import is_conceded
from argmap.lsp.markup import shortened
from argmap.lsp.server import ArgmapServer
from argmap.lsp.session import DocumentSnapshot, MapAnalysis
from argmap.lsp.syntax_lookup import node_at
from argmap.model import Concession, Polarity, Sentence
from argmap.text import Location


class _Relation(NamedTuple):
    """A relation to another statement or a question, and where it is declared."""

    element: str
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
        id_ = _element_at(snapshot, offset)
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
                _item(server, snapshot, relation.element, relation.label),
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
                _item(server, snapshot, relation.element, relation.label),
                [server.positions.location_range(relation.location)],
            )
            for relation in _unique(_outgoing(snapshot.analysis, id_))
        ]


async def _resolve_item(
    server: ArgmapServer, item: types.CallHierarchyItem
) -> tuple[DocumentSnapshot | None, str | None]:
    """Return the current version of the file that an item was prepared in, and its element."""
    data = item.data if isinstance(item.data, dict) else {}
    snapshot = await server.snapshot(str(data.get("uri", item.uri)))
    id_ = str(data.get("id", ""))
    if snapshot is None or _sentence(snapshot.analysis, id_) is None:
        return None, None
    return snapshot, id_


def _sentence(analysis: MapAnalysis, id_: str) -> Sentence | None:
    """Return a statement or a question; None for any other element."""
    return analysis.map.statements.get(id_) or analysis.map.questions.get(id_)


def _element_at(snapshot: DocumentSnapshot, offset: int) -> str | None:
    """Return the statement or the question that is referred to or declared at an offset."""
    occurrences = snapshot.analysis.occurrences
    occurrence = occurrences.at_offset(snapshot.source, offset)
    if occurrence is not None:
        id_: str | None = occurrence.target
    else:
        declaration = node_at(snapshot.document, offset).declaration
        start = declaration.keyword.span.start if declaration else -1
        id_ = occurrences.element_id(snapshot.source, start)
    return id_ if id_ and _sentence(snapshot.analysis, id_) else None


def _item(
    server: ArgmapServer, snapshot: DocumentSnapshot, id_: str, label: str = ""
) -> types.CallHierarchyItem:
    sentence = _sentence(snapshot.analysis, id_)
    assert sentence is not None
    range_ = server.positions.location_range(sentence.location)
    text = shortened(sentence.label or sentence.text)
    is_question = id_ in snapshot.analysis.map.questions
    return types.CallHierarchyItem(
        name=f"{id_}: {text}" if sentence.is_named else text,
        kind=types.SymbolKind.Enum if is_question else types.SymbolKind.Function,
        uri=server.uri(sentence.location, snapshot),
        range=range_,
        selection_range=range_,
        detail=label or sentence.kind,
        data={"uri": snapshot.uri, "id": id_},
    )


def _incoming(analysis: MapAnalysis, id_: str) -> Iterator[_Relation]:
    argument_map = analysis.map
    for inference in argument_map.inferences_to.get(id_, ()):
        label = "supports" if inference.polarity is Polarity.PRO else "attacks"
        if is_conceded(inference, argument_map):
            label = "is granted against it"
        for premise in inference.premises:
            yield _Relation(premise, label, inference.location)
        for undercutter in inference.undercutters:
            is_concession = isinstance(argument_map.statements[undercutter], Concession)
            label = "is a granted exception" if is_concession else "undercuts an inference"
            yield _Relation(undercutter, label, inference.location)
    for other in argument_map.contradicted_by.get(id_, ()):
        yield _Relation(other, "contradicts", argument_map.statements[other].location)
    for preference in argument_map.preferences:
        if id_ in _ends(analysis, preference.weaker):
            for stronger in _ends(analysis, preference.stronger):
                yield _Relation(stronger, "outweighs", preference.location)
    question = argument_map.questions.get(id_)
    for option in question.options if question else ():
        yield _Relation(option, "option", argument_map.statements[option].location)


def _outgoing(analysis: MapAnalysis, id_: str) -> Iterator[_Relation]:
    argument_map = analysis.map
    for inference in argument_map.inferences_from.get(id_, ()):
        label = "supported" if inference.polarity is Polarity.PRO else "attacked"
        if is_conceded(inference, argument_map):
            label = "granted against"
        yield _Relation(inference.conclusion, label, inference.location)
    is_concession = isinstance(argument_map.statements.get(id_), Concession)
    label = "exception granted" if is_concession else "inference undercut"
    for inference in argument_map.undercuts_by.get(id_, ()):
        yield _Relation(inference.conclusion, label, inference.location)
    for other in argument_map.contradicted_by.get(id_, ()):
        yield _Relation(other, "contradicted", argument_map.statements[other].location)
    for preference in argument_map.preferences:
        if id_ in _ends(analysis, preference.stronger):
            for weaker in _ends(analysis, preference.weaker):
                yield _Relation(weaker, "outweighed", preference.location)
    for question in argument_map.questions_of.get(id_, ()):
        yield _Relation(question.id, "question", question.location)


def _ends(analysis: MapAnalysis, id_: str) -> tuple[str, ...]:
    """Return the statements that an end of a preference stands for: itself, or the premises."""
    inference = analysis.map.inferences.get(id_)
    return inference.premises if inference else (id_,)


def _unique(relations: Iterable[_Relation]) -> list[_Relation]:
    """Return the relations, with the last location of those that differ only in it."""
    by_key = {(relation.element, relation.label): relation for relation in relations}
    return list(by_key.values())
