"""A map in JSON as programs and language models write it: statements and edges are enough.

Keys may be missing, statements may be mere texts, and `kind`, ids, order and the thesis are decided
as for other formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from argmap.exchange.foreign import (
    Draft,
    DraftCitation,
    DraftContext,
    DraftPreference,
    DraftQuestion,
    DraftRelation,
    DraftSection,
    DraftSource,
    DraftStatement,
)
from argmap.exchange.json.fields import (
    CONTEXT_FIELDS,
    INFERENCE_FIELDS,
    MAP_FIELDS,
    QUESTION_FIELDS,
    SECTION_FIELDS,
    SOURCE_FIELDS,
    STATEMENT_FIELDS,
    FieldSpec,
    read_fields,
)
from argmap.exchange.json.values import (
    JsonValue,
    Members,
    entries,
    expectation,
    free_attribute,
    locator,
    optional,
    required,
    text,
    unknown_keys,
    words,
)
from argmap.model import STATEMENT_KINDS, Polarity
from argmap.model.attributes import NO_THESIS
from argmap.text import Location, SourceText, Span

_KINDS = {
    **dict.fromkeys(("support", "supports", "pro", "for"), "support"),
    **dict.fromkeys(("attack", "attacks", "con", "against", "oppose", "opposes"), "attack"),
    **dict.fromkeys(("undercut", "undercuts"), "undercut"),
    **dict.fromkeys(("contradiction", "contradicts"), "contradiction"),
}
_STATEMENT_RELATIONS = {"supports": "support", "opposes": "attack", "contradicts": "contradiction"}
_ALIASES = {"type": "kind", "source": "from", "target": "to"}
_EDGE_KEYS = frozenset({"id", "from", "to", "kind", "inference", "location", *_ALIASES})
_MAP_KEYS = frozenset(
    {"format", "version", "thesis", "theses", "thesis_named", "location", "$schema"}
    | {"statements", "inferences", "edges", "contradictions", "preferences", "questions"}
    | {"contexts", "sources", "sections", *(spec.key for spec in MAP_FIELDS)}
)


def read_minimal(root: JsonValue) -> Draft:
    """Return what the file says.

    Raises:
        InvalidFile: If values are not valid; it lists all of them with their JSON pointers.
    """
    return _MinimalReader(root).read()


class _MinimalReader:
    def __init__(self, root: JsonValue) -> None:
        self.root = root
        self.members = root.members()
        self.draft = Draft()
        self.keys: dict[str, str] = {}  # of statements, by their ids or texts
        self.location = Location(SourceText(root.file_name, ""), Span(0, 0))

    def read(self) -> Draft:
        draft = self.draft
        fields = read_fields(self.root, MAP_FIELDS)
        draft.title = fields.pop("title", "")
        draft.extra = fields.pop("extra", {})
        draft.attributes = fields
        self._unknown(self.root, _MAP_KEYS, draft.extra)
        self._each("sections", self._section)
        self._each("sources", self._declared_source)
        statements = list(entries(self.members, "statements"))
        added = [value.attempt(self._statement, "") for value in statements]
        self._each("inferences", self._inference)
        self._each("edges", self._edge)
        for value, key in zip(statements, added, strict=True):
            if key:
                self._relations_of(value, key)
        self._each("questions", self._question)
        self._each("contexts", self._context)
        for name, first, second in (
            ("contradictions", "first", "second"),
            ("preferences", "stronger", "weaker"),
        ):
            self._each(name, partial(self._pair, name, first, second))
        self._theses()
        self.root.raise_mistakes()
        return draft

    def _each(self, key: str, read: Callable[[JsonValue], None]) -> None:
        for value in entries(self.members, key):
            value.attempt(read, None)

    def _section(self, value: JsonValue) -> None:
        key, fields = self._named(value, SECTION_FIELDS, self.draft.sections)
        fields.pop("is_named", None)
        title = fields.pop("title", "")
        self.draft.sections[key] = DraftSection(key, title, id=key, **fields)

    def _declared_source(self, value: JsonValue) -> None:
        key, fields = self._named(value, SOURCE_FIELDS, self.draft.sources)
        title, extra = fields.pop("title", ""), fields.pop("extra", {})
        self.draft.sources[key] = DraftSource(key, title, key, fields, extra)

    def _named(
        self, value: JsonValue, specs: tuple[FieldSpec, ...], taken: dict[str, Any]
    ) -> tuple[str, dict[str, Any]]:
        """Return the id of an element, or a key in place of it, and its fields."""
        members = value.members()
        key = optional(members, "id", text, value.pointer)
        if not key or key in taken:
            value.at("id", key).report("an id that no other element has")
            key = value.pointer
        return key, read_fields(value, specs)

    def _unknown(self, value: JsonValue, known: frozenset[str], extra: dict[str, Any]) -> None:
        """Keep members with unknown keys as custom attributes, if they are texts or numbers."""
        for member in unknown_keys(value, known):
            attribute = free_attribute(member)
            if attribute is None or attribute[0] in extra:
                self.draft.losses.drop("key", "argmap does not know it", member.pointer)
            else:
                extra[attribute[0]] = attribute[1]
                self.draft.losses.change("key", "it becomes a custom attribute", member.pointer)

    # ---- Statements -----------------------------------------------------------------------------

    def _statement(self, value: JsonValue) -> str:
        if isinstance(value.value, str):
            key = value.pointer
            statement = DraftStatement(key, value.value, place=value.pointer)
            self.draft.add(statement)
            self.keys.setdefault(value.value, key)
            return key
        members = value.members()
        id_ = optional(members, "id", text)
        key = id_ if id_ and id_ not in self.draft.statements else value.pointer
        sentence = optional(members, "text", text)
        statement = DraftStatement(key, sentence, id=id_, place=value.pointer)
        if id_ and key != id_:
            statement.change = "another statement has the same id"
        kind = members.get("kind", members.get("type"))
        if kind is not None:
            if isinstance(kind.value, str) and kind.value in STATEMENT_KINDS:
                statement.kind = kind.value
            elif not statement.change:
                statement.change = "it has an unknown kind"
        fields = read_fields(value, STATEMENT_FIELDS)
        fields.pop("is_named", None)
        for name in ("label", "section", "tags", "note", "extra"):
            if name in fields:
                setattr(statement, name, fields.pop(name))
        if statement.section is not None and statement.section not in self.draft.sections:
            self.draft.losses.drop("section", "it is not declared in the file", value.pointer)
            statement.section = None
        if "expect" in members:
            fields["expect"] = members["expect"].attempt(
                lambda member: expectation(member, self.location), None
            )
        statement.attributes = fields
        statement.citations = list(self._citations(members))
        known = {"id", "text", "kind", "type", "citations", "expect", "location"}
        known |= {spec.key for spec in STATEMENT_FIELDS} | _STATEMENT_RELATIONS.keys()
        self._unknown(value, frozenset(known), statement.extra)
        self.draft.add(statement)
        self.keys[key] = key
        self.keys.setdefault(sentence, key)
        return key

    def _citations(self, members: Members) -> Iterator[DraftCitation]:
        for value in entries(members, "citations"):
            if isinstance(value.value, str):
                yield DraftCitation(self._source(value.value))
                continue
            parts = value.reported_members()
            source = required(value, parts, "source", text) if parts else ""
            if source:
                yield DraftCitation(
                    self._source(source),
                    optional(parts, "locator", locator, None),
                    optional(parts, "snippet", text, None),
                )

    def _source(self, name: str) -> str:
        """Return the key of a source; one that is not declared is added by its title or address."""
        if name in self.draft.sources:
            return name
        if name.startswith(("http://", "https://")):
            return self.draft.cite("", url=name)
        return self.draft.cite(name)

    def _relations_of(self, value: JsonValue, key: str) -> None:
        """Add the relations that a statement names itself."""
        if isinstance(value.value, str):
            return
        members = value.members()
        for name, kind in _STATEMENT_RELATIONS.items():
            for target in optional(members, name, words, ()):
                pointer = f"{value.pointer}/{name}"
                self._relate(f"{pointer} {target}", [key], target, kind, pointer)

    # ---- Relations ------------------------------------------------------------------------------

    def _key(self, name: str) -> str:
        return self.keys.get(name, name)

    def _inference(self, value: JsonValue) -> None:
        key, fields = self._named(value, INFERENCE_FIELDS, self.draft.relations)
        members = value.members()
        is_named = fields.pop("is_named", "->" not in key)
        premises = [self._key(one) for one in required(value, members, "premises", words, ())]
        undercutters = fields.pop("undercutters", ())
        fields.pop("form", None)
        known = {"id", "premises", "conclusion", "location"}
        extra = fields.setdefault("extra", {})
        self._unknown(value, frozenset(known | {spec.key for spec in INFERENCE_FIELDS}), extra)
        attributes: dict[str, Any] = {}
        for name in ("confidence", "fidelity"):
            if name in fields:
                attributes[name] = fields.pop(name)
        self.draft.relate(
            DraftRelation(
                key,
                premises,
                self._key(required(value, members, "conclusion", text)),
                id=key if is_named and "id" in members else "",
                element="inference",
                attributes=attributes,
                place=value.pointer,
                **fields,
            )
        )
        for index, one in enumerate(undercutters):
            self._relate(f"{key} /undercutters/{index}", [one], key, "undercut", value.pointer)

    def _edge(self, value: JsonValue) -> None:
        members = value.members()
        parts = {_ALIASES.get(name, name): member for name, member in members.items()}
        if optional(parts, "inference", text) in self.draft.relations:
            return  # it repeats an inference that the file lists
        premises = list(required(value, parts, "from", words, ()))
        kind = "support"
        if "kind" in parts:
            written = parts["kind"].value
            kind = _KINDS.get(written.lower(), "") if isinstance(written, str) else ""
            if not kind:
                parts["kind"].report("support, attack, undercut or contradiction")
        extra: dict[str, tuple[str, ...]] = {}
        self._unknown(value, _EDGE_KEYS, extra)
        target = required(value, parts, "to", text)
        id_ = optional(parts, "id", text)
        key = id_ or optional(parts, "inference", text) or f"{'+'.join(premises)}->{target}"
        if key in self.draft.relations:
            key = value.pointer
        if not premises:
            return  # reported
        self._relate(key, premises, target, kind, value.pointer, id_, extra)

    def _relate(
        self,
        key: str,
        premises: list[str],
        target: str,
        kind: str,
        pointer: str,
        id_: str = "",
        extra: dict[str, tuple[str, ...]] | None = None,
    ) -> None:
        relation = DraftRelation(
            key,
            [self._key(premise) for premise in premises],
            self._key(target),
            Polarity.PRO if kind == "support" else Polarity.CON,
            id=id_,
            element="edge" if kind != "undercut" else "undercut",
            extra=extra or {},
            place=pointer,
        )
        if kind == "contradiction":
            self._contradict("contradiction", relation.premises[0], relation.target, pointer)
            return
        if kind == "undercut" and relation.target in self.draft.statements:
            relation.change = "only an inference can be undercut, so it attacks"
        self.draft.relate(relation)

    def _contradict(self, element: str, first: str, second: str, pointer: str) -> None:
        if {first, second} <= self.draft.statements.keys():
            self.draft.contradictions.append((first, second))
            self.draft.losses.keep(element)
        else:
            self.draft.losses.drop(element, "it does not lead to a statement", pointer)

    def _pair(self, name: str, first: str, second: str, value: JsonValue) -> None:
        members = value.members()
        one = self._key(required(value, members, first, text))
        other = self._key(required(value, members, second, text))
        if name == "contradictions":
            self._contradict("contradiction", one, other, value.pointer)
        elif {one, other} <= {*self.draft.statements, *self.draft.relations}:
            self.draft.preferences.append(DraftPreference(one, other))
            self.draft.losses.keep("preference")
        else:
            self.draft.losses.drop("preference", "it does not lead to a statement", value.pointer)

    # ---- Questions, contexts, theses ------------------------------------------------------------

    def _question(self, value: JsonValue) -> None:
        key, fields = self._named(value, QUESTION_FIELDS, self.draft.questions)
        members = value.members()
        options = [self._key(one) for one in fields.pop("options", ())]
        for name in ("is_named", "expected_options"):
            fields.pop(name, None)
        id_ = key if "id" in members else ""
        section, extra = fields.pop("section", None), fields.pop("extra", {})
        sentence = optional(members, "text", text)
        citations = list(self._citations(members))
        self.draft.questions[key] = DraftQuestion(
            key, sentence, options, id_, section, fields, extra, value.pointer, citations
        )
        self.draft.losses.keep("question")

    def _context(self, value: JsonValue) -> None:
        key, fields = self._named(value, CONTEXT_FIELDS, self.draft.contexts)
        members = value.members()
        fields.pop("is_named", None)
        parent = fields.pop("parent", None)
        id_ = key if "id" in members else ""
        section, extra = fields.pop("section", None), fields.pop("extra", {})
        sentence = optional(members, "text", text)
        parent = parent and self._key(parent)
        citations = list(self._citations(members))
        self.draft.contexts[key] = DraftContext(
            key, sentence, parent, id_, section, fields, extra, value.pointer, citations
        )
        self.draft.losses.keep("context")

    def _theses(self) -> None:
        for key in ("thesis", "theses"):
            if key not in self.members:
                continue
            for name in optional(self.members, key, words, ()):
                statement = self.draft.statements.get(self._key(name))
                if statement is not None:
                    statement.is_thesis = True
                elif name == NO_THESIS:
                    self.draft.is_neutral = True
                else:
                    reason = "it is not the id of a statement"
                    self.draft.losses.drop("thesis", reason, f"/{key}")
