"""The structure of an Argdown text: from its tokens to an `ArgdownDocument`.

Argdown refuses a text with a syntax error. This parser keeps what can be read, and reports the
rest.
"""

from __future__ import annotations

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
)
from argmap.exchange.argdown.content import Content
from argmap.exchange.argdown.data import InvalidData, parse_data, parse_front_matter
from argmap.exchange.argdown.includes import IncludedText, include_files
from argmap.exchange.argdown.tokens import ArgdownToken, Scanner, rules_of
from argmap.exchange.foreign import ForeignFile

RELATIONS = {
    "+": ("support", False),
    "<+": ("support", False),
    "+>": ("support", True),
    "-": ("attack", False),
    "<-": ("attack", False),
    "->": ("attack", True),
    "_": ("undercut", False),
    "<_": ("undercut", False),
    "_>": ("undercut", True),
    "><": ("contradictory", True),
}
"""The type of each relation, and whether it leads from what it is indented under."""

_ENDS_OF_CONTENT = frozenset({"blank", "relation", "heading", "number", "item", "inference"})
_CONTENT = frozenset({"text", "link", "tag", "mention", "mark", "data", "newline"})


def parse(file: ForeignFile) -> ArgdownDocument:
    """Return what an Argdown text says.

    Raises:
        InvalidFile: If it is not a text.
        MissingExtra: If its data needs the YAML library, and that is not installed.
    """
    document = ArgdownDocument()
    included = include_files(file, document.losses)
    scanner = Scanner(included.text)
    tokens = list(scanner.tokens())
    for position in scanner.comments:
        reason = "a comment is not a part of the map"
        document.losses.drop("comment", reason, included.place(position))
    _Parser(document, included, tokens).run()
    return document


@define
class _Level:
    """The relations at one indentation, all of one statement, argument or inference."""

    indent: int
    parent: End


@define
class _Parser:
    document: ArgdownDocument
    included: IncludedText
    tokens: list[ArgdownToken]
    index: int = 0
    section: str | None = None
    levels: list[_Level] = Factory(list)
    element: End | None = None
    """The last statement, argument or inference, to which relations belong."""

    top_argument: End | None = None
    """The argument in the block before, which a PCS belongs to."""

    pcs: Member | None = None
    inference: ArgdownInference | None = None
    is_after_inference: bool = False
    pcs_inference: End | None = None
    known_relations: set[tuple[str, End, End]] = Factory(set)
    tags: dict[str, None] = Factory(dict)
    first_sections: dict[End, str | None] = Factory(dict)
    _untitled: int = 0
    _heading_levels: list[tuple[int, str]] = Factory(list)

    def run(self) -> None:
        while self.index < len(self.tokens):
            self._block_or_line()
        self._end_pcs()
        for end, section in self.first_sections.items():
            member = self.document.members[end]
            member.section = member.section or section
        self.document.losses.keep("tag", len(self.tags))

    # ---- Blocks ---------------------------------------------------------------------------------

    def _block_or_line(self) -> None:
        """Read what begins at a token that begins a line."""
        token = self.tokens[self.index]
        if token.kind == "blank":
            self.index += 1
            self._end_pcs()
            self.levels.clear()
        elif token.kind == "newline":
            self.index += 1
        elif token.kind == "front matter":
            self.index += 1
            self._front_matter(token)
        elif token.kind == "heading":
            self.index += 1
            self._heading(token)
        elif token.kind == "number":
            self.index += 1
            self._pcs_statement(token)
        elif token.kind == "inference":
            self.index += 1
            self._inference(token)
        elif token.kind == "relation":
            self.index += 1
            self._relation(token)
        else:
            if token.kind == "item":
                self.index += 1
            self._end_pcs()
            self.levels.clear()
            self.element = self._element(token)
            is_argument = self.element is not None and self.element.kind == "argument"
            self.top_argument = self.element if is_argument and token.kind != "item" else None

    def _front_matter(self, token: ArgdownToken) -> None:
        try:
            self.document.front_matter = parse_front_matter(token.value)
        except InvalidData:
            place = self.included.place(token.position)
            self.document.losses.drop("front matter", "it is not valid YAML", place)

    def _heading(self, token: ArgdownToken) -> None:
        self._end_pcs()
        self.levels.clear()
        self.element = self.top_argument = None
        content = self._content(token)
        level = len(token.value)
        while self._heading_levels and self._heading_levels[-1][0] >= level:
            self._heading_levels.pop()
        key = f"section:{len(self.document.sections)}"
        parent = self._heading_levels[-1][1] if self._heading_levels else None
        self._heading_levels.append((level, key))
        self.section = key
        place = self.included.place(token.position)
        self._report(content, place)
        title = content.text
        self.document.sections[key] = ArgdownSection(
            key, title, parent, tuple(content.tags), self._data(content, place), place
        )

    # ---- Premise-conclusion structures ----------------------------------------------------------

    def _pcs_statement(self, number: ArgdownToken) -> None:
        if self.pcs is None:
            self._begin_pcs(number)
        assert self.pcs is not None
        self.levels.clear()
        if self.index >= len(self.tokens):
            self.document.losses.drop(
                "premise", "it has no text", self.included.place(number.position)
            )
            return
        end = self._element(self.tokens[self.index], only_statements=True)
        if end is None:
            self.document.losses.drop(
                "premise", "it has no text", self.included.place(number.position)
            )
            return
        self.element = end
        inference = self.inference if self.is_after_inference else None
        uses = self.document.members[end].data.pop("uses", None)
        statement = PcsStatement(end.title, inference, uses if isinstance(uses, list) else None)
        self.pcs.pcs.append(statement)
        self.inference, self.is_after_inference = None, False

    def _begin_pcs(self, token: ArgdownToken) -> None:
        argument = self.top_argument and self.document.members[self.top_argument]
        if not argument or argument.pcs:
            argument = self._untitled_member("argument", token)
        if self.section is not None:
            argument.section = self.section
        self.pcs = argument
        self.inference, self.pcs_inference, self.is_after_inference = None, None, False

    def _inference(self, token: ArgdownToken) -> None:
        place = self.included.place(token.position)
        if self.pcs is None or not self.pcs.pcs or self.is_after_inference:
            self.document.losses.drop("inference", "it has no premises", place)
            return
        rules = rules_of(token.value)
        data: dict[str, Any] = {}
        if token.written:
            try:
                data = parse_data(token.written)
            except InvalidData:
                self.document.losses.drop("data", "it is not valid YAML", place)
        self.inference = ArgdownInference(rules, data, place)
        self.is_after_inference = True
        self.levels.clear()
        self.element = End("inference", self.pcs.title, len(self.pcs.pcs))
        self.pcs_inference = self.element

    def _end_pcs(self) -> None:
        """End the PCS; one without a conclusion is reported."""
        if self.pcs is not None:
            losses = self.document.losses
            element = "premise-conclusion structure"
            if self.is_after_inference:
                losses.drop("inference", "it has no conclusion", self.pcs.place)
            if self.pcs.main_conclusion is None:
                losses.drop(element, "it has no conclusion", self.pcs.place)
            else:
                losses.keep(element)
            self.top_argument = None
        self.pcs = None
        self.inference, self.is_after_inference, self.pcs_inference = None, False, None

    # ---- Statements and arguments ---------------------------------------------------------------

    def _element(self, token: ArgdownToken, *, only_statements: bool = False) -> End | None:
        """Read a statement or an argument, and return it; None if there is none."""
        if token.kind == "item":
            if self.index >= len(self.tokens):
                return None
            token = self.tokens[self.index]
        is_title = token.kind in ("definition", "reference")
        if is_title and only_statements and token.member != "statement":
            is_title = False
        if is_title and token.kind == "reference" and not self._is_alone():
            is_title = False
        if is_title:
            self.index += 1
            member = self.document.member(token.member, token.value)
            if not member.place:
                member.place = self.included.place(token.position)
            content = self._content(token, is_reference=token.kind == "reference")
        else:
            content = self._content(token)
            if not content.text:
                return None
            member = self._untitled_member("statement", token)
        self._add_wording(member, content, is_reference=token.kind == "reference" and is_title)
        return member.end

    def _is_alone(self) -> bool:
        """Return whether only tags and data follow a reference in its line."""
        index = self.index + 1
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.kind in _ENDS_OF_CONTENT or token.kind == "newline":
                return True
            if token.kind not in ("tag", "data") and token.value.strip():
                return False
            index += 1
        return True

    def _untitled_member(self, kind: str, token: ArgdownToken) -> Member:
        while True:
            self._untitled += 1
            title = f"Untitled {self._untitled}"
            if End(kind, title) not in self.document.members:
                break
        member = self.document.member(kind, title, is_titled=False)
        member.place = self.included.place(token.position)
        return member

    def _add_wording(self, member: Member, content: Content, *, is_reference: bool) -> None:
        place = self.included.place(content.position)
        self._report(content, place)
        data = self._data(content, place)
        text = content.text
        is_canonical = str(data.get("isCanonical")).lower() == "true"
        is_in_group = {"true": True, "false": False}.get(str(data.get("isInGroup")).lower())
        self.first_sections.setdefault(member.end, self.section)
        if is_in_group is True or (
            not is_reference and is_in_group is None and member.section is None
        ):
            member.section = self.section
        if text and not is_reference:
            member.wordings.append(text)
            if is_canonical:
                member.canonical = text
        member.tags.update(dict.fromkeys(content.tags))
        member.data.update(data)
        member.links += content.links

    def _content(self, first: ArgdownToken, *, is_reference: bool = False) -> Content:
        """Read the text, tags and data of a statement, an argument or a heading."""
        content = Content(self.included.text, first.position)
        tokens = self.tokens
        while self.index < len(tokens):
            token = tokens[self.index]
            if token.kind in _ENDS_OF_CONTENT:
                break
            following = tokens[self.index + 1] if self.index + 1 < len(tokens) else None
            if token.kind == "newline":
                is_end = following is None or following.kind in ("definition", "blank")
                if is_end or (is_reference and following and following.kind != "data"):
                    break
            if token.kind == "data" and self._ends_content(self.index + 1):
                content.data.append(token)
                self.index += 1
                break
            content.add(token)
            self.index += 1
        return content

    def _ends_content(self, index: int) -> bool:
        """Return whether no text follows in the same line."""
        while index < len(self.tokens):
            token = self.tokens[index]
            if token.kind == "newline" or token.kind in _ENDS_OF_CONTENT:
                return True
            if token.kind != "text" or token.value.strip():
                return False
            index += 1
        return True

    def _data(self, content: Content, place: str) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for token in content.data:
            try:
                data.update(parse_data(token.written))
            except InvalidData:
                self.document.losses.drop("data", "it is not valid YAML", place)
        return data

    def _report(self, content: Content, place: str) -> None:
        self.tags.update(dict.fromkeys(content.tags))
        losses = self.document.losses
        for _ in range(content.mention_count):
            losses.change("mention", "a mention of another element becomes plain text", place)
        for _ in range(content.emphasis_count):
            losses.change("emphasis", "argmap's texts have no emphasis", place)

    # ---- Relations ------------------------------------------------------------------------------

    def _relation(self, token: ArgdownToken) -> None:
        type_, is_outgoing = RELATIONS[token.value]
        place = self.included.place(token.position)
        parent = self._parent(token.indent)
        following = self.tokens[self.index] if self.index < len(self.tokens) else None
        end = None
        if following is not None and following.kind not in _ENDS_OF_CONTENT:
            end = self._element(following)
        if parent is None or end is None:
            missing = "it has no statement to relate" if end is None else "nothing is above it"
            self.document.losses.drop(type_, missing, place)
            self.element = end or self.element
            return
        self.element = end
        if type_ == "undercut" and not is_outgoing and parent.kind == "statement":
            parent = self.pcs_inference or parent
        source, target = (parent, end) if is_outgoing else (end, parent)
        if source.kind == "inference":
            self.document.losses.drop(type_, "it leads from an inference", place)
            return
        known = {(type_, source, target)}
        if type_ == "contradictory":
            known.add((type_, target, source))
        if not known & self.known_relations:
            self.known_relations.add((type_, source, target))
            self.document.relations.append(ArgdownRelation(type_, source, target, place))

    def _parent(self, indent: int) -> End | None:
        """Return what a relation with an indentation belongs to."""
        while len(self.levels) > 1 and self.levels[-1].indent > indent:
            self.levels.pop()
        if self.levels and self.levels[-1].indent >= indent:
            return self.levels[-1].parent
        if self.element is None:
            return None
        self.levels.append(_Level(indent, self.element))
        return self.element
