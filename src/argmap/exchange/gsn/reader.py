"""The draft of a goal structure."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from argmap.exchange.foreign import (
    Draft,
    DraftContext,
    DraftRelation,
    DraftSection,
    DraftStatement,
    ForeignFile,
)
from argmap.exchange.gsn.elements import CONTEXTS, RESTATES, STRUCTURE, TYPES
from argmap.exchange.gsn.modules import GsnStructure, one_line, read_modules, texts_in
from argmap.model import Expectation, Polarity, Status
from argmap.text import Location, SourceText, Span

_KINDS = {"Goal": "claim", "Solution": "evidence", "CounterGoal": "", "CounterSolution": ""}
_LAYOUT = frozenset({"horizontalIndex", "rankIncrement", "rank", "charWrap"})
_MISSING = "it is in no module that was read"
_FREE_NAME = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


def read_structure(file: ForeignFile) -> Draft:
    """Return the draft.

    Raises:
        InvalidFile: If the file is not a mapping in YAML.
        MissingExtra: If the extra ``import`` is not installed.
    """
    draft = Draft()
    return _Reader(read_modules(file, draft.losses), draft, file.name).read()


class _Reader:
    def __init__(self, structure: GsnStructure, draft: Draft, name: str) -> None:
        self.draft = draft
        self.losses = draft.losses
        self.location = Location(SourceText(name, ""), Span(0, 0))
        self.structure = structure
        self.elements = structure.elements
        self.sections: dict[str, str] = {}  # of the elements of other modules
        self.types = {key: self._type(key, one) for key, one in self.elements.items()}
        self.restated = self._restated()
        self.relations: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.by_strategy: dict[str, list[str]] = defaultdict(list)

    def read(self) -> Draft:
        self._read_modules()
        for key, element in self.elements.items():
            if self.types[key] in _KINDS and key not in self.restated:
                self._add_statement(key, element)
        for key in list(self.draft.statements):
            self._add_support(key)
        self._add_lone_strategies()
        self._add_contexts()
        challenges = [
            (self.restated.get(key, key), target)
            for key, element in self.elements.items()
            for target in texts_in(element.get("challenges"))
        ]
        for key, target in sorted(challenges, key=lambda one: "->" in one[1]):  # elements first
            self._add_challenge(key, target)
        return self.draft

    def _type(self, key: str, element: dict[str, Any]) -> str:
        given = str(element.get("nodeType") or "")
        for prefix, type_ in TYPES:
            if given == type_ or (not given and key.startswith(prefix)):
                return type_
        return "Goal"

    def _restated(self) -> dict[str, str]:
        """Return the elements that argmap wrote so that another one challenges more than once."""
        restated: dict[str, str] = {}
        for key, element in self.elements.items():
            original = one_line(element.get(RESTATES))
            is_same = original != key and list(texts_in(element.get("supportedBy"))) == [original]
            if is_same and self.types.get(original) in _KINDS:
                restated[key] = original
        return {key: one for key, one in restated.items() if one not in restated}

    def _read_modules(self) -> None:
        """Set the title and the note of the map, and add a section for each other module."""
        first, *others = self.structure.modules
        self.draft.title = one_line(first.properties.get("name"))
        self.draft.attributes["note"] = one_line(first.properties.get("brief")) or None
        for module in self.structure.modules:
            for key in module.properties:
                if key not in ("name", "brief", "uses", "extends"):
                    place = f"module {module.path} {key}" if module.path else f"module {key}"
                    self.losses.drop("key", "argmap does not know it", place)
        for module in others:
            brief = one_line(module.properties.get("brief")) or None
            self.draft.sections[module.path] = DraftSection(module.path, module.name, note=brief)
            self.sections.update(dict.fromkeys(module.elements, module.path))
            self.losses.keep("module")

    # ---- Elements -------------------------------------------------------------------------------

    def _add_statement(self, key: str, element: dict[str, Any]) -> None:
        type_ = self.types[key]
        statement = DraftStatement(
            key, one_line(element.get("text")), _KINDS[type_], key, element=type_, place=key
        )
        if not statement.text:
            statement.text, statement.change = key, "it has no text but its id"
        if _is_true(element.get("defeated")):
            rejected = Expectation(Status.REJECTED, location=self.location)
            statement.attributes["expect"] = rejected
            self.losses.keep("defeated")
        if one_line(element.get("url")):
            self._add_url(statement, one_line(element["url"]))
        statement.tags = tuple(texts_in(element.get("classes")))
        statement.extra.update(self._extra(key, element))
        statement.section = self.sections.get(key)
        self.draft.add(statement)

    def _add_url(self, statement: DraftStatement, url: str) -> None:
        if re.match(r"[a-zA-Z][\w+.-]*:", url) and not url.lower().startswith(
            ("http://", "https://", "mailto:")
        ):
            self.losses.drop("url", "it is no web address", statement.key)
        else:
            statement.attributes["url"] = url
            self.losses.keep("url")

    def _extra(self, key: str, element: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        """Return assurance claim points and additional layers as custom attributes."""
        extra: dict[str, tuple[str, ...]] = {}
        for key_in_file, value in element.items():
            name = str(key_in_file)
            if name == "acp" and isinstance(value, dict):
                extra["x-acp"] = tuple(
                    f"{point}: {', '.join(texts_in(ids))}" for point, ids in value.items()
                )
                self.losses.keep("acp", len(value))
            elif name in STRUCTURE:
                continue
            elif name in _LAYOUT:
                self.losses.drop(name, "argmap decides the layout", key)
            elif _FREE_NAME.fullmatch(name) and (texts := tuple(texts_in(value))):
                extra[f"x-{name.lower().replace('_', '-')}"] = texts
                self.losses.keep("layer")
            else:
                self.losses.drop("key", "its value is not a text", f"{key} {name}")
        return extra

    # ---- Support --------------------------------------------------------------------------------

    def _add_support(self, key: str) -> None:
        """Add the inferences for a goal: one for each strategy, and one for all other elements."""
        direct: list[str] = []
        for child in texts_in(self.elements[key].get("supportedBy")):
            if child not in self.elements:
                self.losses.drop("supportedBy", _MISSING, key)
            elif self.types[child] in CONTEXTS:
                self.losses.drop("supportedBy", "a context supports nothing", key)
            else:
                self.losses.keep("supportedBy")
                if self.types[child] == "Strategy":
                    self._add_strategy(key, child)
                else:
                    direct.append(child)
        if direct:
            relation = DraftRelation(f"support of {key}", direct, key, element="inference")
            relation.place = key
            self.draft.relate(relation)
            for child in direct:
                self.relations[key, child].append(relation.key)

    def _add_strategy(self, goal: str, strategy: str) -> None:
        element = self.elements[strategy]
        is_first = not self.by_strategy[strategy]
        premises, merged = self._premises_of(strategy, is_counted=is_first)
        if not premises:
            return
        relation = DraftRelation(
            f"strategy {strategy} of {goal}",
            premises,
            goal,
            id=strategy if is_first else "",
            label=one_line(element.get("text")) or None,
            element="Strategy" if is_first else "added inference",
            place=strategy,
        )
        if is_first:
            relation.extra.update(self._extra(strategy, element))
            if _is_true(element.get("defeated")):
                relation.extra["x-defeated"] = ("true",)
                self.losses.keep("defeated")
        self.draft.relate(relation)
        self.relations[goal, strategy].append(relation.key)
        for one in (strategy, *merged):
            self.by_strategy[one].append(relation.key)
        for child in premises:
            self.relations[strategy, child].append(relation.key)

    def _premises_of(self, strategy: str, *, is_counted: bool) -> tuple[list[str], list[str]]:
        """Return the premises of a strategy, and the strategies below it, which are merged."""
        premises: list[str] = []
        merged: dict[str, None] = {strategy: None}
        pending = [strategy]
        while pending:
            current = pending.pop()
            for child in texts_in(self.elements[current].get("supportedBy")):
                is_known = child in self.elements and self.types[child] not in CONTEXTS
                if is_counted:
                    self._count_support(current, is_known=is_known)
                if is_known and self.types[child] != "Strategy":
                    premises.append(child)
                elif is_known and child not in merged:
                    merged[child] = None
                    pending.append(child)
        del merged[strategy]
        for child in merged:
            if is_counted and premises and not self.by_strategy[child]:
                self.losses.change("Strategy", "it is merged into the one above it", child)
        return premises, list(merged)

    def _count_support(self, key: str, *, is_known: bool) -> None:
        if is_known:
            self.losses.keep("supportedBy")
        else:
            self.losses.drop("supportedBy", _MISSING, key)

    def _add_lone_strategies(self) -> None:
        """Add contexts for strategies that support nothing, or that nothing supports."""
        parents: dict[str, str] = {}
        for key in self.draft.statements:
            for child in texts_in(self.elements[key].get("supportedBy")):
                parents.setdefault(child, key)
        for key, type_ in self.types.items():
            if type_ != "Strategy" or self.by_strategy[key]:
                continue
            element, parent = self.elements[key], parents.get(key)
            text = one_line(element.get("text")) or key
            section = self.sections.get(key)
            self.draft.contexts[key] = DraftContext(key, text, parent, key, section, place=key)
            reason = "it has no premises or no goal, so it is a context"
            self.losses.change("Strategy", reason, key)
            if parent is None:
                for child in texts_in(element.get("supportedBy")):
                    reason = "its strategy supports no goal"
                    self.losses.drop("supportedBy", reason, f"{key} {child}")

    # ---- Contexts and challenges ----------------------------------------------------------------

    def _add_contexts(self) -> None:
        owners: dict[str, str] = {}
        for key, element in self.elements.items():
            for target in texts_in(element.get("inContextOf")):
                if self.types.get(target) not in CONTEXTS:
                    self.losses.drop("inContextOf", "it leads to no context of the file", key)
                elif target in owners:
                    self.losses.drop("inContextOf", "a context belongs to one element", key)
                else:
                    owners[target] = self.by_strategy[key][0] if self.by_strategy[key] else key
                    self.losses.keep("inContextOf")
        for key, type_ in self.types.items():
            if type_ not in CONTEXTS:
                continue
            element = self.elements[key]
            context = DraftContext(key, one_line(element.get("text")) or key, owners.get(key), key)
            if type_ != "Context":
                context.extra["x-node-type"] = (type_,)
            context.extra.update(self._extra(key, element))
            context.section = self.sections.get(key)
            self.draft.contexts[key] = context
            self.losses.keep(type_)

    def _add_challenge(self, key: str, target: str) -> None:
        if key not in self.draft.statements:
            self.losses.drop("challenges", "only a statement can challenge", key)
            return
        source, arrow, end = (part.strip() for part in target.partition("->"))
        source, end = self.restated.get(source, source), self.restated.get(end, end)
        if arrow:
            targets = self.relations.get((source, end)) or self.relations.get((end, source))
        elif target in self.draft.statements:
            targets = [target]
        else:
            targets = self.by_strategy.get(target)
        if not targets:
            self.losses.drop("challenges", "argmap has nothing there that can be attacked", key)
            return
        for number, one in enumerate(targets):
            relation = DraftRelation(
                f"challenge {key} {target} {number}",
                [key],
                one,
                Polarity.CON,
                element="challenges" if number == 0 else "added challenge",
                place=key,
            )
            self.draft.relate(relation)
            if not arrow:
                self.relations[key, target].append(relation.key)


def _is_true(value: Any) -> bool:
    return isinstance(value, str) and value.strip().lower() == "true"
