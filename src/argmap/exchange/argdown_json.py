"""Argdown's JSON export, which argmap reads.

It is written by ``argdown json`` (``@argdown/core`` 2.0, ``model/toJSON.ts``). It has the
statements, arguments and relations of a document as Argdown interprets them, with or without the
``map`` that is drawn of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from attrs import Factory, define

from argmap.exchange._argdown import (
    ArgdownDocument,
    ArgdownInference,
    ArgdownRelation,
    ArgdownSection,
    End,
    Member,
    PcsStatement,
    to_draft,
)
from argmap.exchange.foreign import Draft, ForeignFile, InvalidFile

TITLE = "Argdown JSON"
SUFFIX = ".json"

_UNTITLED = re.compile(r"Untitled [0-9]+")
_MAX_SECTION_DEPTH = 100
_KINDS = {
    "equivalence-class": "statement",
    "statement": "statement",
    "argument": "argument",
    "inference": "inference",
}


def recognizes(file: ForeignFile) -> bool:
    """Return whether a JSON object has Argdown's arguments and statements by their titles."""
    data = file.as_json()
    return (
        isinstance(data, dict)
        and isinstance(data.get("arguments"), dict)
        and isinstance(data.get("statements"), dict)
        and (
            isinstance(data.get("relations"), list)
            or any(
                isinstance(one, dict) and str(one.get("type")) in _KINDS
                for one in (*data["arguments"].values(), *data["statements"].values())
            )
        )
    )


def load(file: ForeignFile) -> Iterator[Draft]:
    """Yield the map that an export describes; the drawn ``map`` is derived from the rest.

    Raises:
        InvalidFile: If it is not an export.
    """
    data = file.json
    if not isinstance(data, dict) or not (
        isinstance(data.get("statements"), dict) or isinstance(data.get("arguments"), dict)
    ):
        raise InvalidFile(f"`{file.name}` is not Argdown JSON: it has no `statements`")
    yield to_draft(_Reader(data).read())


@define
class _Range:
    """A part of a text that is a tag, a link, a mention or emphasized."""

    data: dict[str, Any]

    @staticmethod
    def is_valid(data: Any) -> bool:
        """Return whether it has a place in the text."""
        if not isinstance(data, dict):
            return False
        start, stop = data.get("start"), data.get("stop")
        return isinstance(start, int) and isinstance(stop, int) and 0 <= start <= stop

    @property
    def type(self) -> str:
        """What it is."""
        return str(self.data.get("type"))

    @property
    def start(self) -> int:
        """The place of its first character."""
        return int(self.data["start"])

    @property
    def stop(self) -> int:
        """The place after its last character."""
        return int(self.data["stop"]) + 1

    @property
    def replacement(self) -> str | None:
        """The text in place of a tag or a mention."""
        if self.type == "tag":
            return str(self.data.get("tag") or "")
        return str(self.data.get("title") or "") if self.type.endswith("-mention") else None


@define
class _Reader:
    data: dict[str, Any]
    document: ArgdownDocument = Factory(ArgdownDocument)

    def read(self) -> ArgdownDocument:
        self._add_sections()
        members = [
            (title, element, kind)
            for key, kind in (("statements", "statement"), ("arguments", "argument"))
            for title, element in _dict(self.data.get(key)).items()
            if self._is_element(element, kind, title)
        ]
        for title, element, kind in sorted(members, key=lambda one: _first_line(one[1])):
            self._add_member(title, element, kind)
        for index, relation in enumerate(_list(self.data.get("relations"))):
            self._add_relation(relation, f"/relations/{index}")
        losses = self.document.losses
        losses.keep("tag", len(_dict(self.data.get("tags"))))
        drawn = _dict(self.data.get("map"))
        for element in ("nodes", "edges"):
            for index, _ in enumerate(_list(drawn.get(element))):
                reason = "the drawn map is derived from statements, arguments and relations"
                losses.drop(f"map {element[:-1]}", reason, f"/map/{element}/{index}")
        return self.document

    def _is_element(self, element: Any, kind: str, title: str) -> bool:
        if isinstance(element, dict):
            return True
        self.document.losses.drop(kind, "it is not an object", title)
        return False

    def _add_sections(self) -> None:
        pending: list[tuple[Any, str | None, int]]
        pending = [(one, None, 0) for one in reversed(_list(self.data.get("sections")))]
        while pending:
            section, parent, depth = pending.pop()
            if not isinstance(section, dict) or depth > _MAX_SECTION_DEPTH:
                self.document.losses.drop("section", "it is not an object, or nested too deeply")
                continue
            key = str(section.get("id", f"section {len(self.document.sections)}"))
            title = str(section.get("title") or "")
            self.document.sections[key] = ArgdownSection(
                key, title, parent, _texts(section.get("tags")), _dict(section.get("data")), key
            )
            children: Any = _list(section.get("children"))
            pending += [(child, key, depth + 1) for child in reversed(children)]

    # ---- Statements and arguments ---------------------------------------------------------------

    def _add_member(self, title: str, element: dict[str, Any], kind: str) -> None:
        is_titled = _UNTITLED.fullmatch(title) is None
        member = self.document.member(kind, title, is_titled=is_titled)
        line = _first_line(element)
        member.place = f"line {line:,}" if line else title
        section = element.get("section")
        member.section = str(section) if section is not None else None
        member.tags.update(dict.fromkeys(_texts(element.get("tags"))))
        member.data.update(_dict(element.get("data")))
        for wording in _list(element.get("members")):
            if isinstance(wording, dict):
                self._add_wording(member, wording)
        for statement in _list(element.get("pcs")):
            if isinstance(statement, dict):
                self._add_pcs_statement(member, statement)
        if member.pcs:
            losses = self.document.losses
            element_name = "premise-conclusion structure"
            if member.main_conclusion is None:
                losses.drop(element_name, "it has no conclusion", member.place)
            else:
                losses.keep(element_name)

    def _add_wording(self, member: Member, wording: dict[str, Any]) -> None:
        text = self._text(wording, member)
        if not text or wording.get("isReference"):
            return
        member.wordings.append(text)
        if _dict(wording.get("data")).get("isCanonical") is True:
            member.canonical = text

    def _text(self, wording: dict[str, Any], member: Member) -> str:
        """Return a text without marks and without the tags at its end."""
        text = wording.get("text")
        if not isinstance(text, str):
            return ""
        ranges = [
            _Range(_in_code_points(one, text))
            for one in _list(wording.get("ranges"))
            if _Range.is_valid(one)
        ]
        ranges.sort(key=lambda one: one.start)
        end = len(text.rstrip())
        for one in reversed([one for one in ranges if one.type == "tag"]):
            if text[one.stop : end].strip() or one.start >= end:
                break
            end = len(text[: one.start].rstrip())
        parts: list[str] = []
        position = 0
        for one in ranges:
            self._report(one, text, member)
            if position <= one.start < end and one.replacement is not None:
                written = text[one.start : one.stop]
                spaces = written[len(written.rstrip()) :]
                parts += [text[position : one.start], one.replacement, spaces]
                position = one.stop
        parts.append(text[position:end] if position < end else "")
        return " ".join("".join(parts).split())

    def _report(self, one: _Range, text: str, member: Member) -> None:
        losses = self.document.losses
        if one.type == "link":
            member.links.append((text[one.start : one.stop], str(one.data.get("url") or "")))
        elif one.type.endswith("-mention"):
            reason = "a mention of another element becomes plain text"
            losses.change("mention", reason, member.place)
        elif one.type in ("bold", "italic"):
            losses.change("emphasis", "argmap's texts have no emphasis", member.place)

    def _add_pcs_statement(self, argument: Member, statement: dict[str, Any]) -> None:
        title = statement.get("title")
        if not isinstance(title, str):
            self.document.losses.drop("premise", "it has no title", argument.place)
            return
        is_titled = _UNTITLED.fullmatch(title) is None
        known = self.document.member("statement", title, is_titled=is_titled)
        if not known.wordings and not known.place:
            known.place = argument.place
        inference = statement.get("inference")
        made = None
        if isinstance(inference, dict):
            line = inference.get("startLine")
            made = ArgdownInference(
                list(_texts(inference.get("inferenceRules"))),
                dict(_dict(inference.get("data"))),
                f"line {line:,}" if isinstance(line, int) else argument.place,
            )
        uses = known.data.pop("uses", None)
        argument.pcs.append(PcsStatement(title, made, uses if isinstance(uses, list) else None))

    # ---- Relations ------------------------------------------------------------------------------

    def _add_relation(self, relation: Any, place: str) -> None:
        losses = self.document.losses
        if not isinstance(relation, dict):
            losses.drop("relation", "it is not an object", place)
            return
        type_ = str(relation.get("relationType") or "relation")
        source = self._end(relation.get("from"), relation.get("fromType"), relation)
        target = self._end(relation.get("to"), relation.get("toType"), relation)
        if source is None or target is None or source.kind == "inference":
            losses.drop(type_, "an end of it is missing", place)
            return
        self.document.relations.append(ArgdownRelation(type_, source, target, place))

    def _end(self, title: Any, type_: Any, relation: dict[str, Any]) -> End | None:
        kind = _KINDS.get(str(type_))
        if kind is None or not isinstance(title, str):
            return None
        if kind == "inference":
            index = relation.get("conclusionIndex")
            end = End("argument", title)
            kind_end = End(kind, title, index if isinstance(index, int) else -1)
            return kind_end if end in self.document.members else None
        end = End(kind, title)
        return end if end in self.document.members else None


def _in_code_points(data: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a range whose places count code points; JavaScript counts UTF-16 code units."""
    if text.isascii():
        return data
    units = text.encode("utf-16-le", "surrogatepass")
    places = {
        name: len(units[: 2 * min(data[name], len(units))].decode("utf-16-le", "replace"))
        for name in ("start", "stop")
    }
    return {**data, **places}


def _first_line(element: dict[str, Any]) -> int:
    """Return the line in which a statement or an argument is first; 0 if it is unknown."""
    lines = [one.get("startLine") for one in _list(element.get("members")) if isinstance(one, dict)]
    known = [line for line in (*lines, element.get("startLine")) if isinstance(line, int)]
    return min(known, default=0)


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in _list(value) if isinstance(one, str | int | float))
