"""The map in a file that `argmap export json` wrote: the same map, in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from attrs import evolve

from argmap.exchange.foreign import SHARED_OPTION, drop_unaccepted
from argmap.exchange.json.fields import (
    CONTEXT_FIELDS,
    INFERENCE_FIELDS,
    MAP_FIELDS,
    QUESTION_FIELDS,
    SECTION_FIELDS,
    SOURCE_FIELDS,
    STATEMENT_FIELDS,
    read_fields,
)
from argmap.exchange.json.values import (
    JsonValue,
    Members,
    entries,
    expectation,
    flag,
    identifier,
    locator,
    optional,
    required,
    text,
    words,
)
from argmap.model import (
    STATEMENT_KINDS,
    ArgumentMap,
    Citation,
    Claim,
    Context,
    Contradiction,
    Form,
    Inference,
    Polarity,
    Preference,
    Question,
    Section,
    Source,
    Statement,
)
from argmap.model.losses import LossReport
from argmap.text import Location, SourceText, Span

Element = TypeVar("Element", Statement, Inference, Question, Context, Source, Section)


def is_complete(data: Any) -> bool:
    """Return whether JSON data has what `argmap export json` always writes."""
    if not isinstance(data, dict) or data.get("format") != "argmap":
        return False
    statements, inferences = data.get("statements"), data.get("inferences")
    return (
        isinstance(statements, list)
        and isinstance(inferences, list)
        and all(_has(one, "id", "kind", "text") for one in statements)
        and all(_has(one, "id", "premises", "conclusion") for one in inferences)
    )


def _has(element: Any, *keys: str) -> bool:
    return isinstance(element, dict) and all(key in element for key in keys)


def read_complete(root: JsonValue, losses: LossReport) -> ArgumentMap:
    """Return the map; a reference to an element that does not exist is dropped.

    Raises:
        InvalidFile: If values are not valid; it lists all of them with their JSON pointers.
    """
    return _CompleteReader(root, losses).read()


class _CompleteReader:
    def __init__(self, root: JsonValue, losses: LossReport) -> None:
        self.root = root
        self.exclusive_options: set[str] = set()
        self.has_invalid_ids = False  # so that unknown ids are not reported, too
        self.members = root.members()
        self.losses = losses
        self.files: dict[str, SourceText] = {}

    def read(self) -> ArgumentMap:
        sources = self._elements("sources", self._source)
        self.sources = sources
        sections = self._elements("sections", self._section)
        self.sections = sections = self._without_circles(sections)
        statements = self._elements("statements", self._statement)
        self.statements = statements
        inferences = self._elements("inferences", self._inference)
        questions = self._elements("questions", self._question)
        self.parents = {*statements, *inferences, *questions}
        contexts = self._elements("contexts", self._context)
        comparable = {*statements, *inferences}
        named, is_neutral = self._theses()
        fields = read_fields(self.root, MAP_FIELDS)
        contradictions = tuple(
            Contradiction(first, second, location=location)
            for first, second, location in self._pairs(
                "contradictions", "first", "second", {*statements}
            )
        )
        preferences = tuple(
            Preference(stronger, weaker, location=location)
            for stronger, weaker, location in self._pairs(
                "preferences", "stronger", "weaker", comparable
            )
        )
        self.root.raise_mistakes()
        return ArgumentMap(
            **fields,
            named_theses=named,
            is_neutral=is_neutral,
            statements=statements,
            inferences=inferences,
            contradictions=contradictions,
            preferences=preferences,
            questions=questions,
            contexts=contexts,
            sources=sources,
            sections=sections,
            location=self._location(self.members),
        )

    def _theses(self) -> tuple[tuple[str, ...], bool]:
        is_named = optional(self.members, "thesis_named", flag, default=False)
        theses = optional(self.members, "theses", words, ())
        known = tuple(one for one in theses if self._exists("thesis", one, self.statements))
        return (known, not theses) if is_named else ((), False)

    # ---- Elements -------------------------------------------------------------------------------

    def _elements(
        self, key: str, read: Callable[[JsonValue, Members], Element]
    ) -> dict[str, Element]:
        elements: dict[str, Element] = {}
        for value in entries(self.members, key):
            element = value.attempt(lambda one: read(one, one.members()), None)
            if element is None:
                continue
            if element.id in elements:
                value.at("id", element.id).report("an id that no other element has")
            if element.id in elements or element.id == value.pointer:
                self.has_invalid_ids = True
            elements.setdefault(element.id, element)
        if elements:
            self.losses.keep(key.removesuffix("s"), len(elements))
        return elements

    def _statement(self, value: JsonValue, members: Members) -> Statement:
        kind: type[Statement] = required(value, members, "kind", _kind, Claim)
        location = self._location(members)
        fields = read_fields(value, STATEMENT_FIELDS)
        drop_unaccepted(kind.kind, fields, self.losses, value.pointer)
        fields = self._sentence(value, members, fields)
        fields["expect"] = optional(
            members, "expect", lambda member: expectation(member, location), None
        )
        return kind(**fields, location=location)

    def _question(self, value: JsonValue, members: Members) -> Question:
        fields = self._sentence(value, members, read_fields(value, QUESTION_FIELDS))
        options = self._existing("option", fields.get("options", ()), value)
        expected = tuple(one for one in fields.get("expected_options", ()) if one in options)
        fields |= {"options": options, "expected_options": expected}
        if fields.get("is_exclusive", True):
            if self.exclusive_options.isdisjoint(options):
                self.exclusive_options.update(options)
            else:
                fields["is_exclusive"] = False
                self.losses.change("exclusive question", SHARED_OPTION, value.pointer)
        return Question(**fields, location=self._location(members))

    def _context(self, value: JsonValue, members: Members) -> Context:
        fields = self._sentence(value, members, read_fields(value, CONTEXT_FIELDS))
        if not self._exists("parent", fields.get("parent"), self.parents, value.pointer):
            fields["parent"] = None
        return Context(**fields, location=self._location(members))

    def _sentence(
        self, value: JsonValue, members: Members, fields: dict[str, Any]
    ) -> dict[str, Any]:
        """Return the fields of a statement, a question or a context with those they share."""
        citations = tuple(self._citations(members))
        if not self._exists("section", fields.get("section"), self.sections, value.pointer):
            fields["section"] = None
        return fields | {
            "id": required(value, members, "id", identifier, value.pointer),
            "text": required(value, members, "text", text),
            "citations": citations,
        }

    def _citations(self, members: Members) -> Iterator[Citation]:
        for value in entries(members, "citations"):
            parts = value.reported_members()
            source = required(value, parts, "source", text) if parts else ""
            if source and self._exists("citation", source, self.sources, value.pointer):
                yield Citation(
                    source,
                    optional(parts, "locator", locator, None),
                    optional(parts, "snippet", text, None),
                    location=self._location(parts),
                )

    def _inference(self, value: JsonValue, members: Members) -> Inference:
        fields = {"polarity": Polarity.PRO, "form": Form.GROUP} | read_fields(
            value, INFERENCE_FIELDS
        )
        written = required(value, members, "premises", words, ())
        premises = self._existing("premise", written, value)
        conclusion = required(value, members, "conclusion", text)
        if conclusion and conclusion not in self.statements and not self.has_invalid_ids:
            members["conclusion"].report("the id of a statement")
        is_empty = "premises" in members and not members["premises"].value
        if is_empty or (written and not premises and not self.has_invalid_ids):
            members["premises"].report("ids of statements")
        undercutters = self._existing("undercutter", fields.get("undercutters", ()), value)
        return Inference(
            **fields
            | {
                "id": required(value, members, "id", identifier, value.pointer),
                "premises": premises,
                "conclusion": conclusion,
                "undercutters": undercutters,
            },
            location=self._location(members),
        )

    def _source(self, value: JsonValue, members: Members) -> Source:
        fields = read_fields(value, SOURCE_FIELDS)
        return Source(
            **fields,
            id=required(value, members, "id", identifier, value.pointer),
            location=self._location(members),
        )

    def _section(self, value: JsonValue, members: Members) -> Section:
        fields = {"title": ""} | read_fields(value, SECTION_FIELDS)
        return Section(
            **fields,
            id=required(value, members, "id", identifier, value.pointer),
            location=self._location(members),
        )

    def _without_circles(self, sections: dict[str, Section]) -> dict[str, Section]:
        """Return sections whose parents exist, and are not inside of them."""
        for section in list(sections.values()):
            parent = section.parent
            around = {section.id}
            while parent in sections and parent not in around:
                around.add(parent)
                parent = sections[parent].parent
            if parent is not None:
                self.losses.drop("parent", "its id is not declared, or is inside", section.id)
                sections[section.id] = evolve(section, parent=None)
        return sections

    def _pairs(
        self, key: str, first: str, second: str, ids: set[str]
    ) -> Iterator[tuple[str, str, Location]]:
        for value in entries(self.members, key):
            members = value.reported_members()
            if not members:
                continue
            pair = (required(value, members, first, text), required(value, members, second, text))
            if all(self._exists(key.removesuffix("s"), one, ids, value.pointer) for one in pair):
                self.losses.keep(key.removesuffix("s"))
                yield *pair, self._location(members)

    # ---- References and locations ---------------------------------------------------------------

    def _existing(self, element: str, ids: tuple[str, ...], value: JsonValue) -> tuple[str, ...]:
        return tuple(
            one
            for one in dict.fromkeys(ids)
            if self._exists(element, one, self.statements, value.pointer)
        )

    def _exists(self, element: str, id_: str | None, ids: Any, pointer: str = "") -> bool:
        """Return whether an id is None or declared, and report it if it is not."""
        if id_ is None or id_ in ids:
            return True
        self.losses.drop(element, "its id is not declared in the file", pointer)
        return False

    def _location(self, members: Members) -> Location:
        """Return a location that keeps the order of elements; the text itself is not known."""
        location = members.get("location")
        data = location.value if location and isinstance(location.value, dict) else {}
        name = data.get("file")
        name = name if isinstance(name, str) else self.root.file_name
        start = data.get("start")
        offset = start if isinstance(start, int) and start >= 0 else 0
        source = self.files.setdefault(name, SourceText(name, ""))
        return Location(source, Span(offset, offset))


def _kind(value: JsonValue) -> type[Statement]:
    """Return the class of a keyword."""
    kind = STATEMENT_KINDS.get(value.value) if isinstance(value.value, str) else None
    if kind is None:
        raise value.error(f"one of {', '.join(STATEMENT_KINDS)}")
    return kind
