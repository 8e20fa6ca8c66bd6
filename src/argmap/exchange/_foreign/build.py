"""An argument map from a draft: kinds, ids, order and thesis."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from attrs import Factory, define

from argmap.exchange._foreign.draft import Draft, DraftCitation, DraftStatement
from argmap.exchange._foreign.names import Names
from argmap.exchange._foreign.relations import ResolvedRelation, resolve
from argmap.model import (
    STATEMENT_KINDS,
    ArgumentMap,
    Assumption,
    Citation,
    Context,
    Contradiction,
    Evidence,
    Form,
    Inference,
    Polarity,
    Preference,
    Question,
    Section,
    Source,
    Statement,
)
from argmap.model.source import GENERATED_MARKER
from argmap.text import Location, SourceText, Span

_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ud800-\udfff]")
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


@define
class _Builder:
    draft: Draft
    source: SourceText
    names: Names = Factory(Names)
    ids: dict[str, str] = Factory(dict)  # of all elements, by their keys
    inferences: dict[str, ResolvedRelation] = Factory(dict)
    by_conclusion: dict[str, list[str]] = Factory(lambda: defaultdict(list))
    parents: dict[str, list[tuple[str, Polarity]]] = Factory(lambda: defaultdict(list))
    _index: int = 0
    _arrows: dict[str, int] = Factory(dict)

    def build(self) -> ArgumentMap:
        draft = self.draft
        self._clean_texts()
        self.inferences = resolve(draft)
        for key, inference in self.inferences.items():
            self.by_conclusion[inference.conclusion].append(key)
            for premise in inference.premises:
                self.parents[premise].append((inference.conclusion, inference.relation.polarity))
            for undercutter in inference.undercutters:
                self.parents[undercutter].append((inference.conclusion, Polarity.CON))
        theses, is_neutral = self._theses()
        order = list(self._argument_order(theses))
        self._assign_ids(order, theses)
        located = self._locate(order)
        return ArgumentMap(
            title=_clean(draft.title) or _title_from(self.source.name, draft.name),
            named_theses=tuple(self.ids[key] for key in theses),
            is_neutral=is_neutral,
            extra=draft.extra,
            statements={self.ids[key]: self._statement(key, located[key]) for key in order},
            inferences={self.ids[key]: self._inference(key) for key in self._inferences_to(order)},
            contradictions=tuple(self._contradictions()),
            preferences=tuple(self._preferences()),
            questions={self.ids[key]: self._question(key, located[key]) for key in draft.questions},
            contexts={self.ids[key]: self._context(key, located[key]) for key in draft.contexts},
            sources={self.ids[key]: self._source(key) for key in draft.sources},
            sections={self.ids[key]: self._section(key, located[key]) for key in draft.sections},
            location=self._location(0),
            **draft.attributes,
        )

    # ---- Texts ----------------------------------------------------------------------------------

    def _clean_texts(self) -> None:
        losses = self.draft.losses
        for statement in self.draft.statements.values():
            text = _clean(statement.text)
            if not text:
                text = _clean(statement.label or "") or _NO_TEXT
                statement.label = None
                statement.change = statement.change or "it has no text"
            elif not statement.change and _CONTROLS.search(statement.text):
                statement.change = "control characters are removed from its text"
            statement.text = text
            if statement.change:
                losses.change(statement.element, statement.change, statement.place)
            else:
                losses.keep(statement.element)

    # ---- Order and thesis -----------------------------------------------------------------------

    def _theses(self) -> tuple[list[str], bool]:
        """Return the keys of the theses, and whether the map takes no side."""
        draft = self.draft
        named = [statement.key for statement in draft.statements.values() if statement.is_thesis]
        if named or draft.is_neutral is not None or draft.questions or not draft.statements:
            return named, bool(draft.is_neutral) and not named
        related = {*self.parents, *self.by_conclusion}
        roots = [key for key in draft.statements if key in related and key not in self.parents]
        if not related and len(draft.statements) == 1:
            roots = list(draft.statements)
        if len(roots) == 1 and related <= self._below(roots[0]):
            return roots, False
        return [], True

    def _below(self, root: str) -> set[str]:
        """Return a statement and all that bear on it."""
        below = {root}
        pending = [root]
        while pending:
            for key in self.by_conclusion.get(pending.pop(), ()):
                inference = self.inferences[key]
                for statement in (*inference.premises, *inference.undercutters):
                    if statement not in below:
                        below.add(statement)
                        pending.append(statement)
        return below

    def _argument_order(self, theses: list[str]) -> Iterator[str]:
        """Yield the statements depth first from the theses and the other roots."""
        statements = self.draft.statements
        roots = [*theses, *(key for key in statements if key not in self.parents)]
        by_section: dict[str | None, list[str]] = defaultdict(list)
        reached: set[str] = set()
        for root in (*dict.fromkeys(roots), *statements):
            pending = [root]
            while pending:
                key = pending.pop()
                if key in reached:
                    continue
                reached.add(key)
                by_section[self._section_of(key)].append(key)
                for inference in reversed(self.by_conclusion.get(key, ())):
                    resolved = self.inferences[inference]
                    pending += reversed([*resolved.premises, *resolved.undercutters])
        for section in (None, *self.draft.sections):
            yield from by_section.pop(section, ())

    def _section_of(self, key: str) -> str | None:
        section = self.draft.statements[key].section
        return section if section in self.draft.sections else None

    def _inferences_to(self, order: Iterable[str]) -> Iterator[str]:
        for statement in order:
            yield from self.by_conclusion.get(statement, ())

    # ---- Ids and locations ----------------------------------------------------------------------

    def _assign_ids(self, order: list[str], theses: list[str]) -> None:
        draft = self.draft
        known_first = sorted(order, key=lambda key: not draft.statements[key].id)
        for key in (*theses, *known_first):
            if key not in self.ids:
                statement = draft.statements[key]
                self.ids[key] = self.names.assign(statement.id, statement.label, statement.text)
        for key, inference in self.inferences.items():
            relation = inference.relation
            if relation.id:
                self.ids[key] = self.names.assign(relation.id, relation.label)
            else:
                self.ids[key] = self._arrow(inference)
        for question in draft.questions.values():
            self.ids[question.key] = self.names.assign(question.id, question.text)
        for context in draft.contexts.values():
            self.ids[context.key] = self.names.assign(context.id, context.text)
        for source in draft.sources.values():
            texts = (source.title, str(source.attributes.get("url") or ""), "source")
            self.ids[source.key] = self.names.assign(source.id, *texts)
        for section in draft.sections.values():
            self.ids[section.key] = self.names.assign(section.id, section.title, "section")

    def _arrow(self, inference: ResolvedRelation) -> str:
        """Return the id of an inference without one, as for a map in argmap's language."""
        premises = "+".join(self.ids[premise] for premise in inference.premises)
        id_ = f"{premises}->{self.ids[inference.conclusion]}"
        count = self._arrows[id_] = self._arrows.get(id_, 0) + 1
        return id_ if count == 1 else f"{id_}{GENERATED_MARKER}{count}"

    def _locate(self, order: list[str]) -> dict[str, Location]:
        """Return the locations of declarations, whose order decides what is written first."""
        draft = self.draft
        by_section: dict[str | None, list[str]] = defaultdict(list)
        by_parent: dict[str | None, list[str]] = defaultdict(list)
        for question in draft.questions.values():
            by_section[question.section].append(question.key)
        for context in draft.contexts.values():
            by_parent[context.parent].append(context.key)
            if context.parent is None:
                by_section[context.section].append(context.key)
        for key in order:
            by_section[self._section_of(key)].append(key)
        located: dict[str, Location] = {}
        for section in (None, *draft.sections):
            for key in (*([section] if section else []), *by_section[section]):
                located[key] = self._location()
                for parent in (key, *self.by_conclusion.get(key, ())):
                    located.update((one, self._location()) for one in by_parent[parent])
        unplaced = {*draft.questions, *draft.contexts} - located.keys()  # unknown section or parent
        return located | {key: self._location() for key in sorted(unplaced)}

    def _location(self, index: int | None = None) -> Location:
        if index is None:
            self._index += 1
            index = self._index
        return Location(self.source, Span(index, index))

    # ---- Elements -------------------------------------------------------------------------------

    def _statement(self, key: str, location: Location) -> Statement:
        statement = self.draft.statements[key]
        citations = tuple(self._citations(statement.citations, location))
        kind = STATEMENT_KINDS[statement.kind or self._kind(statement)]
        if kind in (Assumption, Evidence) and statement.attributes.pop("standard", None):
            reason = "evidence and assumptions have no standard of proof"
            self.draft.losses.drop("standard", reason, statement.place)
        return kind(
            id=self.ids[key],
            text=statement.text,
            citations=citations,
            section=self._id(self._section_of(key)),
            label=_clean(statement.label or "") or None,
            tags=statement.tags,
            note=statement.note,
            extra=statement.extra,
            location=location,
            **statement.attributes,
        )

    def _kind(self, statement: DraftStatement) -> str:
        parents = self.parents.get(statement.key, ())
        if any(polarity is Polarity.CON for _, polarity in parents[:1]):
            return "counterpoint"
        is_option = any(statement.key in one.options for one in self.draft.questions.values())
        if statement.key in self.by_conclusion or statement.is_thesis or is_option:
            return "claim"
        if statement.citations or statement.attributes.get("url"):
            return "evidence"
        return "assumption"

    def _citations(self, citations: list[DraftCitation], location: Location) -> Iterator[Citation]:
        for citation in citations:
            if citation.source in self.ids:
                yield Citation(
                    self.ids[citation.source],
                    citation.locator,
                    citation.quotation,
                    location=location,
                )

    def _inference(self, key: str) -> Inference:
        resolved = self.inferences[key]
        relation = resolved.relation
        is_simple = not relation.id and len(resolved.premises) == 1
        return Inference(
            id=self.ids[key],
            premises=tuple(self.ids[premise] for premise in resolved.premises),
            conclusion=self.ids[resolved.conclusion],
            polarity=relation.polarity,
            form=Form.NESTED if is_simple else Form.GROUP,
            scheme=relation.scheme,
            undercutters=tuple(self.ids[one] for one in resolved.undercutters),
            is_named=bool(relation.id),
            label=_clean(relation.label or "") or None,
            tags=relation.tags,
            note=relation.note,
            extra=relation.extra,
            location=self._location(0),
            **relation.attributes,
        )

    def _contradictions(self) -> Iterator[Contradiction]:
        seen: set[frozenset[str]] = set()
        for pair in self.draft.contradictions:
            if set(pair) <= self.draft.statements.keys() and frozenset(pair) not in seen:
                seen.add(frozenset(pair))
                first, second = (self.ids[key] for key in pair)
                yield Contradiction(first, second, location=self._location(0))

    def _preferences(self) -> Iterator[Preference]:
        comparable = {*self.draft.statements, *self.inferences}
        for stronger, weaker in dict.fromkeys(self.draft.preferences):
            if {stronger, weaker} <= comparable and stronger != weaker:
                yield Preference(self.ids[stronger], self.ids[weaker], location=self._location(0))

    def _question(self, key: str, location: Location) -> Question:
        question = self.draft.questions[key]
        options = [self.ids[one] for one in question.options if one in self.draft.statements]
        return Question(
            id=self.ids[key],
            text=_clean(question.text) or _NO_TEXT,
            options=tuple(dict.fromkeys(options)),
            section=self._id(question.section),
            extra=question.extra,
            location=location,
            **question.attributes,
        )

    def _context(self, key: str, location: Location) -> Context:
        context = self.draft.contexts[key]
        return Context(
            id=self.ids[key],
            text=_clean(context.text) or _NO_TEXT,
            section=self._id(context.section),
            parent=self._id(context.parent),
            extra=context.extra,
            location=location,
            **context.attributes,
        )

    def _source(self, key: str) -> Source:
        source = self.draft.sources[key]
        return Source(
            id=self.ids[key],
            title=_clean(source.title),
            extra=source.extra,
            location=self._location(0),
            **source.attributes,
        )

    def _section(self, key: str, location: Location) -> Section:
        section = self.draft.sections[key]
        return Section(
            id=self.ids[key],
            title=_clean(section.title),
            parent=self._id(section.parent),
            tags=section.tags,
            note=section.note,
            extra=section.extra,
            location=location,
        )

    def _id(self, key: str | None) -> str | None:
        return None if key is None else self.ids.get(key)


def _title_from(file_name: str, map_name: str) -> str:
    """Return a title for a map without one: the name of its file, without the folder and suffix."""
    if file_name.startswith("<"):  # standard input
        return map_name or _NO_TITLE
    stem = PurePosixPath(file_name.replace("\\", "/")).name.partition(".")[0]
    words = f"{stem} {map_name}".replace("_", " ").replace("-", " ")
    return _clean(words) or _NO_TITLE


def _clean(text: str) -> str:
    """Return a text on one line, without control characters."""
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip()
