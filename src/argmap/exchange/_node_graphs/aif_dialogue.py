"""Dialogues in AIF: who said what, which becomes part of the statements.

Source: Reed & Budzynska, How Dialogues Create Arguments (Inference Anchoring Theory), 2011. An
illocution (YA) leads from a locution (L) to the statement or the relation that it is about, and
transitions (TA) lead from locution to locution.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from attrs import Factory, define

from argmap.exchange.foreign import EDGE, Draft, DraftCitation, DraftStatement
from argmap.exchange.foreign.json_values import identifier, objects_in, text_in
from argmap.model.losses import LossReport

DIALOGUE_TYPES = ("L", "YA", "TA")

_ATTRIBUTED = "who said it, when and where becomes part of the statement"
_NO_DIALOGUES = "argmap has no dialogues"
_ASSERTING = re.compile(r"assert|agree|argu|conced|stat(?:e|ing)|claim", re.IGNORECASE)
_NOT_ASSERTING = re.compile(r"question|challeng|disagree|dispute|reject", re.IGNORECASE)
_SPEAKER = re.compile(r"\s*([^\W\d_][^:\n]{0,58}?)\s*(?::\s|\ssays\s*['\"“‘])")
_DATE = re.compile(r"[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_EPOCH = "1970-01-01"


@define
class Dialogue:
    """The dialogue of a document.

    Attributes:
        nodes: The ids of all its nodes.
    """

    nodes: set[str] = Factory(set)
    _locutions: dict[str, tuple[int, str]] = Factory(dict)  # indexes and texts of the L nodes
    _illocutions: dict[str, str] = Factory(dict)  # the names of the YA nodes
    _anchors: dict[str, list[str]] = Factory(lambda: defaultdict(list))  # the L nodes of YA nodes
    _uses: list[tuple[str, str]] = Factory(list)  # YA nodes and what they lead to
    _indexes: dict[str, list[int]] = Factory(lambda: {type_: [] for type_ in DIALOGUE_TYPES})
    _edges: list[int] = Factory(list)

    def add_node(self, node: dict[str, Any], type_: str, index: int) -> None:
        """Add an L, YA or TA node."""
        key = node.get("nodeID")
        if not isinstance(key, str):
            key = identifier(key)
        self.nodes.add(key)
        self._indexes[type_].append(index)
        if type_ == "L":
            self._locutions[key] = index, text_in(node, "text")
        elif type_ == "YA":
            self._illocutions[key] = text_in(node, "scheme") or text_in(node, "text")

    def add_edge(self, source: str, target: str, index: int) -> None:
        """Add an edge from or to such a node."""
        if target in self._illocutions:
            self._anchors[target].append(source)
        elif source in self._illocutions:
            self._uses.append((source, target))
        self._edges.append(index)

    def finish(self, aif: dict[str, Any], draft: Draft, pointer: str = "") -> None:
        """Add who asserts each statement, when and where, and report what is lost.

        Args:
            aif: The document, for its locutions and participants.
            draft: The draft with the statements.
            pointer: The place of the document in the file.
        """
        locutions = aif.get("locutions")
        count = len(locutions) if isinstance(locutions, list) else 0
        if not count and not self._uses:
            self._report(draft.losses, pointer, {}, {}, 0)
            return
        people = {
            identifier(person.get("participantID")): _full_name(person)
            for person in objects_in(aif, "participants")
        }
        entries = {identifier(entry.get("nodeID")): entry for entry in objects_in(aif, "locutions")}
        used: dict[str, None] = {}
        for locution, statement in self._assertions(draft, entries):
            entry = entries.get(locution, {})
            speaker = people.get(identifier(entry.get("personID")), "") if people else ""
            if not speaker and locution in self._locutions:
                speaker = _speaker(self._locutions[locution][1])
            if _attribute(draft, draft.statements[statement], speaker, entry):
                used[locution] = None
        self._report(draft.losses, pointer, used, entries, count)

    def _assertions(
        self, draft: Draft, entries: dict[str, dict[str, Any]]
    ) -> Iterator[tuple[str, str]]:
        """Yield locutions and the statements that they assert; OVA also has locutions of these."""
        for illocution, statement in self._uses:
            if statement in draft.statements and _is_assertion(self._illocutions[illocution]):
                for locution in self._anchors.get(illocution, ()):
                    if locution in self._locutions:
                        yield locution, statement
        for key in entries:
            if key in draft.statements:
                yield key, key

    def _report(
        self,
        losses: LossReport,
        pointer: str,
        used: dict[str, None],
        entries: dict[str, dict[str, Any]],
        locution_count: int,
    ) -> None:
        """Report the nodes, edges and locutions; ``used`` are the ids of L nodes and locutions."""
        indexes = {self._locutions[key][0] for key in used if key in self._locutions}
        if indexes:
            losses.change("L node", _ATTRIBUTED, f"{pointer}/nodes/{min(indexes)}", len(indexes))
        used_entries = sum(key in entries for key in used)
        if used_entries:
            losses.change("locution", _ATTRIBUTED, f"{pointer}/locutions/0", used_entries)
        for type_, all_indexes in self._indexes.items():
            lost = all_indexes
            if type_ == "L" and indexes:
                lost = [index for index in lost if index not in indexes]
            if lost:
                losses.drop(f"{type_} node", _NO_DIALOGUES, f"{pointer}/nodes/{lost[0]}", len(lost))
        if self._edges:
            losses.drop(EDGE, _NO_DIALOGUES, f"{pointer}/edges/{self._edges[0]}", len(self._edges))
        if locution_count > used_entries:
            count = locution_count - used_entries
            losses.drop("locution", _NO_DIALOGUES, f"{pointer}/locutions/0", count)


@lru_cache(maxsize=1024)
def _is_assertion(illocution: str) -> bool:
    """Return whether who makes an illocution holds the view, by its name."""
    is_assertion = _ASSERTING.search(illocution) is not None
    return is_assertion and not _NOT_ASSERTING.search(illocution)


def _attribute(
    draft: Draft, statement: DraftStatement, speaker: str, entry: dict[str, Any]
) -> bool:
    """Add the speaker, the date and the source of a locution; return whether there are any."""
    start = text_in(entry, "start")
    date = start[:10] if _DATE.match(start) and not start.startswith(_EPOCH) else ""
    source = text_in(entry, "source").strip()
    if speaker:
        held_by = statement.attributes.setdefault("held_by", ())
        if speaker not in held_by:
            statement.attributes["held_by"] = (*held_by, speaker)
    if date:
        statement.attributes.setdefault("date", date)
    if source:
        is_url = source.startswith(("http://", "https://"))
        key = draft.cite("", url=source) if is_url else draft.cite(source)
        if all(citation.source != key for citation in statement.citations):
            statement.citations.append(DraftCitation(key))
    return bool(speaker or date or source)


def _full_name(person: dict[str, Any]) -> str:
    names = (text_in(person, key).strip() for key in ("firstname", "surname"))
    return " ".join(name for name in names if name and name != "None")


def _speaker(text: str) -> str:
    """Return the speaker that the text of a locution begins with, as in ``Ada: I agree``."""
    match = _SPEAKER.match(text)
    return " ".join(match[1].split()) if match else ""
