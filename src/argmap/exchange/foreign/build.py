"""An argument map from a draft: its texts, ids, locations and elements."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import Any, TypeVar

from attrs import Factory, define, field

from argmap.exchange.foreign.draft import Draft, DraftCitation
from argmap.exchange.foreign.names import Names
from argmap.exchange.foreign.relations import EDGE, ResolvedRelation
from argmap.exchange.foreign.structure import Structure, structure_of
from argmap.model import (
    STATEMENT_KINDS,
    ArgumentMap,
    Citation,
    Context,
    Contradiction,
    Inference,
    Preference,
    Question,
    Section,
    Source,
    Statement,
)
from argmap.model.attributes import AGAINST_KEYWORDS, ATTRIBUTES
from argmap.model.losses import LossReport
from argmap.model.source import GENERATED_MARKER
from argmap.text import Location, SourceText, Span

_Element = TypeVar("_Element")

_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")
_SAFE_ADDRESS = re.compile(r"(?:https?://|mailto:)|(?![a-z][\w+.-]*:)", re.IGNORECASE)
SHARED_OPTION = "it does not exclude options, because it shares one with another question"
"""Why a question is not exclusive: a statement is an option of one exclusive question only."""

_NO_TEXT = "[no text]"
_NO_TITLE = "Imported map"


def build(draft: Draft, name: str) -> ArgumentMap:
    """Return the argument map that a draft describes; the draft is not to be used again.

    Statements come in the order of the argument: each after what it supports or attacks, siblings
    in the order of the file. If one statement carries all the others, it is the thesis; otherwise
    the map shows a debate without one.

    Args:
        draft: The draft. Its references to statements and relations that do not exist are dropped.
        name: The name of the file in messages.
    """
    return _Builder(draft, SourceText(name, "")).build()


def drop_unaccepted(keyword: str, fields: dict[str, Any], losses: LossReport, place: str) -> None:
    """Remove the fields of attributes that a declaration does not accept, and report them.

    Args:
        keyword: The keyword of the declaration.
        fields: Fields of the model, by name.
        losses: The report.
        place: The place in the file, for the report.
    """
    for name in [*fields]:
        spec = ATTRIBUTES.get(name.replace("_", "-"))
        if spec is not None and keyword not in spec.declarations and fields.pop(name):
            losses.drop(spec.name, f"`{keyword}` does not accept it", place)


@define
class _Builder:
    draft: Draft
    source: SourceText
    names: Names = Factory(Names)
    ids: dict[str, str] = Factory(dict)  # of statements and inferences, by their keys
    question_ids: dict[str, str] = Factory(dict)
    context_ids: dict[str, str] = Factory(dict)
    source_ids: dict[str, str] = Factory(dict)
    section_ids: dict[str, str] = Factory(dict)
    other_locations: dict[tuple[str, str], Location] = Factory(dict)
    structure: Structure = field(init=False)
    location: Location = field(init=False)  # of what has no order
    _arrows: dict[str, int] = Factory(dict)

    def __attrs_post_init__(self) -> None:
        self.location = self._location()

    def build(self) -> ArgumentMap:
        draft = self.draft
        self._clean_texts()
        self._separate_keys()
        self.structure = structure = structure_of(draft)
        order, theses = structure.order, structure.theses
        self._separate_questions()
        self._assign_ids(order, theses)
        located = self._locate(order)
        return ArgumentMap(
            title=_clean(draft.title) or _title_from(self.source.name, draft.name),
            named_theses=tuple(self.ids[key] for key in theses),
            is_neutral=structure.is_neutral,
            extra=draft.extra,
            statements={self.ids[key]: self._statement(key, located[key]) for key in order},
            inferences={self.ids[key]: self._inference(key) for key in structure.inference_order()},
            contradictions=tuple(self._contradictions()),
            preferences=tuple(self._preferences()),
            questions=dict(self._named(draft.questions, self.question_ids, self._question)),
            contexts=dict(self._named(draft.contexts, self.context_ids, self._context)),
            sources=dict(self._named(draft.sources, self.source_ids, self._source)),
            sections=dict(self._named(draft.sections, self.section_ids, self._section)),
            losses=tuple(draft.losses.losses),
            location=self.location,
            **draft.attributes,
        )

    # ---- Texts ----------------------------------------------------------------------------------

    def _clean_texts(self) -> None:
        losses = self.draft.losses
        kept: Counter[str] = Counter()
        for statement in self.draft.statements.values():
            text = _clean(statement.text)
            if not text:
                text = _clean(statement.label or "") or _NO_TEXT
                statement.label = None
                statement.change = statement.change or "it has no text"
            elif text is not statement.text and _CONTROLS.search(statement.text):
                change = "control characters are removed from its text"
                statement.change = statement.change or change
            statement.text = text
            if statement.change:
                losses.change(statement.element, statement.change, statement.place)
            else:
                kept[statement.element] += 1
        losses.kept.update(kept)

    def _separate_keys(self) -> None:
        """Give relations with the key of a statement another one; the key means the statement."""
        statements, relations = self.draft.statements, self.draft.relations
        if statements.keys().isdisjoint(relations):
            return
        self.draft.relations = {}
        for key, relation in relations.items():
            while relation.key in statements or (relation.key != key and relation.key in relations):
                relation.key += " (relation)"
            self.draft.relations[relation.key] = relation

    def _separate_questions(self) -> None:
        """Let a statement be an option of only one exclusive question."""
        options: set[str] = set()
        for question in self.draft.questions.values():
            if not question.attributes.get("is_exclusive", True):
                continue
            if options.isdisjoint(question.options):
                options.update(question.options)
            else:
                question.attributes["is_exclusive"] = False
                self.draft.losses.change("exclusive question", SHARED_OPTION, question.place)

    # ---- Ids and locations ----------------------------------------------------------------------

    def _assign_ids(self, order: list[str], theses: list[str]) -> None:
        draft = self.draft
        known_first = [key for key in order if draft.statements[key].id]
        for key in (*theses, *known_first, *order):
            if key not in self.ids:
                statement = draft.statements[key]
                self.ids[key] = self.names.assign(statement.id, statement.label, statement.text)
        for key, inference in self.structure.inferences.items():
            relation = inference.relation
            if relation.id:
                self.ids[key] = self.names.assign(relation.id, relation.label)
            else:
                self.ids[key] = self._arrow(inference)
        for question in draft.questions.values():
            self.question_ids[question.key] = self.names.assign(question.id, question.text)
        for context in draft.contexts.values():
            self.context_ids[context.key] = self.names.assign(context.id, context.text)
        for source in draft.sources.values():
            url = str(source.attributes.get("url") or "").rpartition("://")[2]
            texts = (source.title, url.removeprefix("www."), "source")
            self.source_ids[source.key] = self.names.assign(source.id, *texts)
        for section in draft.sections.values():
            self.section_ids[section.key] = self.names.assign(section.id, section.title, "section")

    def _arrow(self, inference: ResolvedRelation) -> str:
        """Return the id of an inference without one, as for a map in argmap's language."""
        premises = "+".join([self.ids[premise] for premise in inference.premises])
        id_ = f"{premises}->{self.ids[inference.conclusion]}"
        count = self._arrows[id_] = self._arrows.get(id_, 0) + 1
        return id_ if count == 1 else f"{id_}{GENERATED_MARKER}{count}"

    def _locate(self, order: list[str]) -> dict[str, Location]:
        """Return the locations of statements, whose order decides what is written first.

        Those of sections, questions and contexts are in ``other_locations``.
        """
        draft = self.draft
        if not (draft.sections or draft.questions or draft.contexts):
            return {key: self._location(index) for index, key in enumerate(order, start=1)}
        by_section: dict[str | None, list[tuple[str, str]]] = defaultdict(list)
        by_parent: dict[str | None, list[tuple[str, str]]] = defaultdict(list)
        for question in draft.questions.values():
            by_section[question.section].append(("question", question.key))
        for context in draft.contexts.values():
            by_parent[context.parent].append(("context", context.key))
            if context.parent is None:
                by_section[context.section].append(("context", context.key))
        for key in order:
            by_section[self.structure.section_of(key)].append(("statement", key))
        sequence: dict[tuple[str, str], None] = {}
        for section in (None, *draft.sections):
            if section is not None:
                sequence["section", section] = None
            for element in by_section[section]:
                sequence[element] = None
                kind, key = element
                inferences = (
                    self.structure.by_conclusion.get(key, ()) if kind == "statement" else ()
                )
                for parent in (key, *inferences):
                    sequence.update(dict.fromkeys(by_parent[parent]))
        # Those of an unknown section or parent come last.
        sequence.update(dict.fromkeys(("question", key) for key in draft.questions))
        sequence.update(dict.fromkeys(("context", key) for key in draft.contexts))
        locations = {
            element: self._location(index) for index, element in enumerate(sequence, start=1)
        }
        self.other_locations = locations
        return {key: location for (kind, key), location in locations.items() if kind == "statement"}

    def _named(
        self,
        drafts: Iterable[str],
        ids: dict[str, str],
        make: Callable[[str], _Element],
    ) -> Iterator[tuple[str, _Element]]:
        """Yield elements with their ids, by the keys of their drafts."""
        for key in drafts:
            yield ids[key], make(key)

    def _location(self, index: int = 0) -> Location:
        return Location(self.source, Span(index, index))

    # ---- Elements -------------------------------------------------------------------------------

    def _statement(self, key: str, location: Location) -> Statement:
        statement = self.draft.statements[key]
        if statement.attributes:
            self._check_address(statement.attributes, statement.place)
        citations = statement.citations
        kind = statement.kind or self.structure.kind(statement)
        if kind in AGAINST_KEYWORDS and key in self.structure.options:
            kind = "claim"
        if statement.attributes:
            drop_unaccepted(kind, statement.attributes, self.draft.losses, statement.place)
        return STATEMENT_KINDS[kind](
            self.ids[key],
            statement.text,
            tuple(self._citations(citations, location)) if citations else (),
            self._section_id(statement.section),
            label=_clean(statement.label) or None if statement.label else None,
            tags=statement.tags,
            note=statement.note,
            extra=statement.extra,
            location=location,
            **statement.attributes,
        )

    def _check_address(self, attributes: dict[str, Any], place: str) -> None:
        """Drop an address that is not safe to link to."""
        if (url := attributes.get("url")) and not _SAFE_ADDRESS.match(url):
            del attributes["url"]
            self.draft.losses.drop("address", "it is not a web address", place)

    def _citations(self, citations: list[DraftCitation], location: Location) -> Iterator[Citation]:
        for citation in citations:
            if citation.source in self.source_ids:
                yield Citation(
                    self.source_ids[citation.source],
                    citation.locator,
                    citation.quotation,
                    location=location,
                )

    def _inference(self, key: str) -> Inference:
        resolved = self.structure.inferences[key]
        relation = resolved.relation
        return Inference(
            id=self.ids[key],
            premises=tuple([self.ids[premise] for premise in resolved.premises]),
            conclusion=self.ids[resolved.conclusion],
            polarity=relation.polarity,
            form=self.structure.form(resolved),
            scheme=relation.scheme,
            undercutters=tuple([self.ids[one] for one in resolved.undercutters]),
            is_named=bool(relation.id),
            label=_clean(relation.label) or None if relation.label else None,
            tags=relation.tags,
            note=relation.note,
            extra=relation.extra,
            location=self.location,
            **relation.attributes,
        )

    def _contradictions(self) -> Iterator[Contradiction]:
        seen: set[frozenset[str]] = set()
        for pair in self.draft.contradictions:
            if set(pair) <= self.draft.statements.keys() and frozenset(pair) not in seen:
                seen.add(frozenset(pair))
                first, second = (self.ids[key] for key in pair)
                yield Contradiction(first, second, location=self.location)

    def _preferences(self) -> Iterator[Preference]:
        losses = self.draft.losses
        seen: set[tuple[str, str]] = set()
        for preference in self.draft.preferences:
            stronger, weaker = pair = preference.stronger, preference.weaker
            if reason := self._obstacle(pair, seen):
                if preference.element:
                    losses.drop(preference.element, reason, preference.place)
                if preference.edges:
                    reason = "its relation was dropped"
                    losses.drop(EDGE, reason, preference.place, preference.edges)
                continue
            seen.add(pair)
            if preference.element:
                losses.keep(preference.element)
            if preference.edges:
                losses.keep(EDGE, preference.edges)
            yield Preference(self.ids[stronger], self.ids[weaker], location=self.location)

    def _obstacle(self, pair: tuple[str, str], seen: set[tuple[str, str]]) -> str:
        """Return why a preference cannot be kept; empty if it can."""
        if pair in seen:
            return "it repeats another one"
        statements, inferences = self.draft.statements, self.structure.inferences
        if any(key not in statements and key not in inferences for key in pair):
            return "what it compares was dropped, or is an undercut"
        return ""

    def _question(self, key: str) -> Question:
        question = self.draft.questions[key]
        location = self.other_locations["question", key]
        options = [self.ids[one] for one in question.options if one in self.draft.statements]
        return Question(
            id=self.question_ids[key],
            text=_clean(question.text) or _NO_TEXT,
            options=tuple(dict.fromkeys(options)),
            section=self._section_id(question.section),
            citations=tuple(self._citations(question.citations, location)),
            extra=question.extra,
            location=location,
            **question.attributes,
        )

    def _context(self, key: str) -> Context:
        context = self.draft.contexts[key]
        self._check_address(context.attributes, context.place)
        location = self.other_locations["context", key]
        return Context(
            id=self.context_ids[key],
            text=_clean(context.text) or _NO_TEXT,
            section=self._section_id(context.section),
            parent=self._parent_id(context.parent),
            citations=tuple(self._citations(context.citations, location)),
            extra=context.extra,
            location=location,
            **context.attributes,
        )

    def _source(self, key: str) -> Source:
        source = self.draft.sources[key]
        self._check_address(source.attributes, source.key)
        return Source(
            id=self.source_ids[key],
            title=_clean(source.title),
            extra=source.extra,
            location=self.location,
            **source.attributes,
        )

    def _section(self, key: str) -> Section:
        section = self.draft.sections[key]
        return Section(
            id=self.section_ids[key],
            title=_clean(section.title),
            parent=self._section_id(section.parent),
            tags=section.tags,
            note=section.note,
            extra=section.extra,
            location=self.other_locations["section", key],
        )

    def _section_id(self, key: str | None) -> str | None:
        return None if key is None else self.section_ids.get(key)

    def _parent_id(self, key: str | None) -> str | None:
        """Return the id of a statement, a relation or a question."""
        return None if key is None else self.ids.get(key) or self.question_ids.get(key)


def _title_from(file_name: str, map_name: str) -> str:
    """Return a title for a map without one: the name of its file, without the folder and suffix."""
    if file_name.startswith("<"):  # standard input
        return map_name or _NO_TITLE
    stem = PurePosixPath(file_name.replace("\\", "/")).name.partition(".")[0]
    words = f"{stem} {map_name}".replace("_", " ").replace("-", " ")
    return _clean(words) or _NO_TITLE


def _clean(text: str) -> str:
    """Return a text on one line, without control characters."""
    if text.isprintable() and "  " not in text:  # it has no space but the usual one
        return text.strip(" ")
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip()
