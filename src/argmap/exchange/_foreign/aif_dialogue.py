"""Dialogues in AIF: who said what, which becomes part of the statements.

Source: Reed & Budzynska, How Dialogues Create Arguments (Inference Anchoring Theory), 2011. An
illocution (YA) leads from a locution (L) to the statement or the relation that it is about, and
transitions (TA) lead from locution to locution.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from attrs import Factory, define

from argmap.exchange._foreign.draft import Draft, DraftCitation, DraftStatement
from argmap.exchange._foreign.json_values import identifier, objects_in, text_in
from argmap.exchange._foreign.relations import EDGE
from argmap.model.losses import LossReport

DIALOGUE_TYPES = frozenset({"L", "YA", "TA"})

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
    _indexes: dict[str, int] = Factory(dict)  # of the L nodes
    _texts: dict[str, str] = Factory(dict)  # of the L nodes
    _illocutions: dict[str, str] = Factory(dict)  # the names of the YA nodes
    _anchors: dict[str, list[str]] = Factory(lambda: defaultdict(list))  # the L nodes of YA nodes
    _uses: list[tuple[str, str]] = Factory(list)  # YA nodes and what they lead to
    _counts: dict[str, int] = Factory(dict)
    _places: dict[str, str] = Factory(dict)

    def add_node(self, node: dict[str, Any], type_: str, index: int) -> None:
        """Add an L, YA or TA node."""
        key = identifier(node.get("nodeID"))
        self.nodes.add(key)
        if type_ == "L":
            self._indexes[key] = index
            self._texts[key] = text_in(node, "text")
        elif type_ == "YA":
            self._illocutions[key] = text_in(node, "scheme") or text_in(node, "text")
        self._count(f"{type_} node", f"/nodes/{index}")

    def add_edge(self, source: str, target: str, index: int) -> None:
        """Add an edge from or to such a node."""
        if target in self._illocutions:
            self._anchors[target].append(source)
        elif source in self._illocutions:
            self._uses.append((source, target))
        self._count(EDGE, f"/edges/{index}")

    def _count(self, element: str, place: str) -> None:
        self._counts[element] = self._counts.get(element, 0) + 1
        self._places.setdefault(element, place)

    def finish(self, aif: dict[str, Any], draft: Draft) -> None:
        """Add who asserts each statement, when and where, and report what is lost."""
        people = {
            identifier(person.get("participantID")): _full_name(person)
            for person in objects_in(aif, "participants")
        }
        entries = {identifier(entry.get("nodeID")): entry for entry in objects_in(aif, "locutions")}
        locutions = aif.get("locutions")
        if isinstance(locutions, list) and locutions:
            self._counts["locution"] = len(locutions)
            self._places["locution"] = "/locutions/0"
        used: dict[str, None] = {}
        for locution, statement in self._assertions(draft, entries):
            entry = entries.get(locution, {})
            speaker = people.get(identifier(entry.get("personID")), "")
            speaker = speaker or _speaker(self._texts.get(locution, ""))
            if _attribute(draft, draft.statements[statement], speaker, entry):
                used[locution] = None
        self._report(draft.losses, used, entries)

    def _assertions(
        self, draft: Draft, entries: dict[str, dict[str, Any]]
    ) -> Iterator[tuple[str, str]]:
        """Yield locutions and the statements that they assert; OVA also has locutions of these."""
        for illocution, statement in self._uses:
            name = self._illocutions[illocution]
            is_assertion = _ASSERTING.search(name) and not _NOT_ASSERTING.search(name)
            if statement in draft.statements and is_assertion:
                for locution in self._anchors.get(illocution, ()):
                    if locution in self._texts:
                        yield locution, statement
        for key in entries:
            if key in draft.statements:
                yield key, key

    def _report(
        self, losses: LossReport, used: dict[str, None], entries: dict[str, dict[str, Any]]
    ) -> None:
        used_nodes = [self._indexes[key] for key in used if key in self._indexes]
        used_entries = sum(key in entries for key in used)
        if used_nodes:
            place = f"/nodes/{used_nodes[0]}"
            losses.change("L node", _ATTRIBUTED, place, len(used_nodes))
            lost = set(self._indexes.values()) - set(used_nodes)
            self._places["L node"] = f"/nodes/{min(lost)}" if lost else ""
            self._counts["L node"] -= len(used_nodes)
        if used_entries:
            losses.change("locution", _ATTRIBUTED, "/locutions/0", used_entries)
            self._counts["locution"] -= used_entries
        for element, count in self._counts.items():
            if count:
                losses.drop(element, _NO_DIALOGUES, self._places[element], count)


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
