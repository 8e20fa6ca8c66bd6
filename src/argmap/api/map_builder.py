"""Construction of maps by programs."""

from __future__ import annotations

from typing import Any, Unpack

from attrs import define, field

from argmap.api.attribute_text import (
    Cite,
    CommonAttributes,
    Ids,
    MapAttributes,
    SourceAttributes,
    StatementAttributes,
    attribute_lines,
    citation_text,
)
from argmap.api.map_files import loads
from argmap.errors import UnknownId
from argmap.exchange.foreign.names import Names
from argmap.formatting import format_text
from argmap.model import ArgumentMap
from argmap.syntax import quote
from argmap.text.suggest import suggest


@define
class _Element:
    """A declaration: its head, its attributes, and what is nested in it."""

    head: str
    attributes: list[str] = field(factory=list)
    children: list[_Element] = field(factory=list)

    def text(self) -> str:
        """Return the declaration with its block."""
        lines: list[str] = []
        pending: list[_Element | str] = [self]
        while pending:
            item = pending.pop()
            if isinstance(item, str):
                lines.append(item)
                continue
            if not (item.attributes or item.children):
                lines.append(item.head)
                continue
            lines += [f"{item.head} {{", *item.attributes]
            pending += ["}", *reversed(item.children)]
        return "\n".join(lines)


class MapBuilder:
    """Builds a map statement by statement.

    Each method that adds an element returns its id: the given one, or one made from the text. Ids
    of statements that are added later can be used::

        builder = MapBuilder("Should we take the bus?")
        bus = builder.claim("We should take the bus", id="bus")
        builder.evidence("A ticket costs two francs", supports=bus)
        argument_map = builder.build()

    Args:
        title: The title of the map.
        attributes: The attributes of the map, such as its ``thesis``.
    """

    def __init__(self, title: str = "", **attributes: Unpack[MapAttributes]) -> None:
        self._names = Names()
        self._elements: dict[str, _Element] = {}
        self._top: list[_Element] = []
        lines = attribute_lines("map", attributes)
        if title or lines:
            self._top.append(_Element(f"map {quote(title)}", lines))

    # ---- Statements ------------------------------------------------------------------------------

    def claim(
        self,
        text: str,
        *,
        id: str | None = None,  # noqa: A002
        cites: Cite | list[Cite] | None = None,
        section: str | None = None,
        **attributes: Unpack[StatementAttributes],
    ) -> str:
        """Add a statement that needs support, and return its id.

        Args:
            text: The statement.
            id: Its id; None to make one from the text.
            cites: A reference such as ``paper:31``, or a pair of it and the quoted words, or a list
                of these.
            section: The id of its section.
            attributes: Its attributes, such as ``supports``.

        Raises:
            ValueError: If the id is taken, or a citation or an attribute is invalid.
            UnknownId: If the section does not exist.
        """
        return self._statement("claim", text, id, cites, section, attributes)

    def evidence(
        self,
        text: str,
        *,
        id: str | None = None,  # noqa: A002
        cites: Cite | list[Cite] | None = None,
        section: str | None = None,
        **attributes: Unpack[StatementAttributes],
    ) -> str:
        """Add a statement based on a source or an observation; see `claim`."""
        return self._statement("evidence", text, id, cites, section, attributes)

    def assumption(
        self,
        text: str,
        *,
        id: str | None = None,  # noqa: A002
        cites: Cite | list[Cite] | None = None,
        section: str | None = None,
        **attributes: Unpack[StatementAttributes],
    ) -> str:
        """Add a statement that is taken for granted; see `claim`."""
        return self._statement("assumption", text, id, cites, section, attributes)

    def counterpoint(
        self,
        text: str,
        *,
        id: str | None = None,  # noqa: A002
        cites: Cite | list[Cite] | None = None,
        section: str | None = None,
        **attributes: Unpack[StatementAttributes],
    ) -> str:
        """Add a statement against others, which it ``opposes`` or ``undercuts``; see `claim`."""
        return self._statement("counterpoint", text, id, cites, section, attributes)

    def concession(
        self,
        text: str,
        *,
        id: str | None = None,  # noqa: A002
        cites: Cite | list[Cite] | None = None,
        section: str | None = None,
        **attributes: Unpack[StatementAttributes],
    ) -> str:
        """Add a statement against others that is granted but does not decide; see `claim`."""
        return self._statement("concession", text, id, cites, section, attributes)

    # ---- Other elements --------------------------------------------------------------------------

    def reason(
        self,
        premises: Ids,
        *,
        supports: str,
        id: str | None = None,  # noqa: A002
        **attributes: Unpack[CommonAttributes],
    ) -> str | None:
        """Add an inference from premises that support a statement only together.

        Args:
            premises: The ids of the premises.
            supports: The id of the conclusion, which must have been added.
            id: The id of the inference.
            attributes: Its attributes, such as ``scheme``.

        Returns:
            The id, if one is given.

        Raises:
            ValueError: If the id is taken, or an attribute is invalid.
            UnknownId: If the conclusion has not been added.
        """
        return self._inference("reason", premises, supports, id, attributes)

    def objection(
        self,
        premises: Ids,
        *,
        opposes: str,
        id: str | None = None,  # noqa: A002
        **attributes: Unpack[CommonAttributes],
    ) -> str | None:
        """Add an inference from premises that attack a statement only together; see `reason`."""
        return self._inference("objection", premises, opposes, id, attributes)

    def source(
        self,
        title: str,
        *,
        id: str | None = None,  # noqa: A002
        **attributes: Unpack[SourceAttributes],
    ) -> str:
        """Add a source, which statements can cite, and return its id.

        Raises:
            ValueError: If the id is taken, or an attribute is invalid.
        """
        name = self._name(id, title)
        self._add(name, f"source {name} {quote(title)}", attribute_lines("source", attributes))
        return name

    def section(self, title: str, *, id: str | None = None) -> str:  # noqa: A002
        """Add a section, to which statements can be added, and return its id.

        Raises:
            ValueError: If the id is taken.
        """
        name = self._name(id, title)
        self._add(name, f"section {name} {quote(title)}", [])
        return name

    def question(
        self,
        text: str,
        options: Ids,
        *,
        id: str | None = None,  # noqa: A002
        expect: Ids | None = None,
        exclusive: bool | None = None,
    ) -> str:
        """Add a question that statements are options of, and return its id.

        Args:
            text: The question.
            options: The ids of the options.
            id: Its id; None to make one from the text.
            expect: The ids of the expected answers, or ``open``.
            exclusive: Whether at most one option can be accepted.

        Raises:
            ValueError: If the id is taken.
        """
        name = self._name(id, text)
        values = {"options": options, "expect": expect, "exclusive": exclusive}
        self._add(name, f"question {name} {quote(text)}", attribute_lines("question", values))
        return name

    def context(self, text: str, *, of: str, id: str | None = None) -> str:  # noqa: A002
        """Add background to a statement, and return its id.

        Raises:
            ValueError: If the id is taken.
            UnknownId: If the statement has not been added.
        """
        parent = self._element(of)
        name = self._name(id, text)
        self._add(name, f"context {name} {quote(text)}", [], parent)
        return name

    # ---- Results ---------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """The map in argmap's language."""
        text = "\n\n".join(element.text() for element in self._top)
        return format_text(f"{text}\n" if text else "")

    def build(self) -> ArgumentMap:
        """Return the map.

        Raises:
            InvalidMap: If it has errors, such as an id that no element has; ``diagnostics`` lists
                them.
        """
        return loads(self.text)

    # ---- Implementation --------------------------------------------------------------------------

    def _statement(
        self,
        keyword: str,
        text: str,
        id_: str | None,
        cites: Cite | list[Cite] | None,
        section: str | None,
        attributes: Any,
    ) -> str:
        parent = None if section is None else self._element(section)
        lines = attribute_lines(keyword, attributes)
        citations = citation_text(cites or [])
        name = self._name(id_, text)
        self._add(name, f"{keyword} {name} {quote(text)}{citations}", lines, parent)
        return name

    def _inference(
        self, keyword: str, premises: Ids, conclusion: str, id_: str | None, attributes: Any
    ) -> str | None:
        parent = self._element(conclusion)
        lines = attribute_lines(keyword, {"premises": premises, **attributes})
        name = None if id_ is None else self._name(id_, "")
        self._add(name, f"{keyword} {name}" if name else keyword, lines, parent)
        return name

    def _add(
        self, name: str | None, head: str, attributes: list[str], parent: _Element | None = None
    ) -> None:
        element = _Element(head, attributes)
        if name is not None:
            self._elements[name] = element
        (self._top if parent is None else parent.children).append(element)

    def _element(self, name: str) -> _Element:
        if name not in self._elements:
            raise UnknownId(f"there is no element `{name}`{suggest(name, self._elements)}")
        return self._elements[name]

    def _name(self, id_: str | None, text: str) -> str:
        """Return the id of a new element.

        Raises:
            ValueError: If it is not a valid id, or is taken.
        """
        name = self._names.assign(id_ or "", text)
        if id_ is not None and name != id_:
            reason = "is taken" if id_ in self._elements else "is not a valid id"
            raise ValueError(f"`{id_}` {reason}; use another id")
        return name
