"""The second pass of resolution: references become ids, and inferences become complete."""

from __future__ import annotations

from collections import defaultdict

from attrs import evolve

from argmap.model import Context, Contradiction, Form, Inference, Preference
from argmap.model.source import GENERATED_MARKER, is_generated
from argmap.resolve.declarations import Declarations
from argmap.resolve.errors import (
    IllegalEdge,
    IllegalEdgeReason,
    MissingInference,
    UndefinedReference,
)
from argmap.resolve.imports import Module
from argmap.resolve.scope import NameKind
from argmap.resolve.unresolved import (
    Reference,
    UnresolvedInference,
    UnresolvedPreference,
    UnresolvedUndercut,
)
from argmap.syntax.tree import Arrow, Word
from argmap.text import Span

_MAX_SUGGESTIONS = 3
"""Inferences that are suggested for one that does not exist."""


class Linker:
    """Resolves the references that the first pass left open, and records those that are wrong.

    ``dangling`` are the statements that lost a premise because an import failed.
    """

    def __init__(self, declarations: Declarations) -> None:
        self.dangling: set[str] = set()
        self._declarations = declarations
        self._scope = declarations.scope
        self._errors = declarations.errors
        self._id_counts: dict[str, int] = {}
        self._by_ends: dict[tuple[str, str], list[UnresolvedInference]] = defaultdict(list)
        self._by_id: dict[str | None, list[UnresolvedInference]] = defaultdict(list)
        self._suggestions: dict[str, list[str]] = defaultdict(list)
        """Arrows of inferences by the ids of their ends."""
        self._undercutters: dict[int, set[str]] = {}
        self._complete_ids: set[int] = set()
        """The identities of the inferences whose ends exist."""

    def contradictions(self) -> tuple[Contradiction, ...]:
        """Return all contradictions whose statements both exist."""
        resolved = (
            (contradiction, self.statement(contradiction.other))
            for contradiction in self._declarations.contradictions
        )
        return tuple(
            Contradiction(contradiction.statement, other, location=contradiction.location)
            for contradiction, other in resolved
            if other is not None
        )

    def inferences(self) -> dict[str, Inference]:
        """Return all inferences whose ends exist, with their undercutters, in order."""
        inferences = [
            inference
            for inference in self._declarations.inferences
            if self._resolve_ends(inference)
        ]
        for inference in inferences:
            if inference.id is None:
                inference.id = self._generate_id(inference)
        self._complete_ids.update(id(inference) for inference in inferences)
        if self._declarations.undercuts or self._declarations.preferences:
            self._index(inferences)
            for undercut in self._declarations.undercuts:
                self._resolve_undercut(undercut)
        return {inference.id: inference for inference in map(_complete, inferences)}

    def preferences(self) -> tuple[Preference, ...]:
        """Return all preferences between existing elements, in order; call `inferences` first."""
        resolved: dict[tuple[str, str], Preference] = {}
        for preference in self._declarations.preferences:
            stronger = preference.stronger
            if isinstance(stronger, UnresolvedInference):
                if id(stronger) not in self._complete_ids:
                    continue
                assert stronger.id is not None
                stronger = stronger.id
            location = preference.module.locate(preference.target.span)
            for weaker in self._outweighed(preference, stronger):
                resolved.setdefault(
                    (stronger, weaker), Preference(stronger, weaker, location=location)
                )
        return tuple(resolved.values())

    def contexts(self) -> dict[str, Context]:
        """Return all contexts, with the inferences that they are in; call `inferences` first."""
        contexts = dict(self._declarations.contexts)
        for id_, inference in self._declarations.inferences_around.items():
            if id(inference) in self._complete_ids:
                contexts[id_] = evolve(contexts[id_], parent=inference.id)
        return contexts

    def statement(self, reference: Reference, *, is_premise: bool = False) -> str | None:
        """Return the statement that a reference means; record an error if there is none.

        Args:
            reference: The name.
            is_premise: Whether the statement is a premise, and not a conclusion.
        """
        module, (name, span) = reference.module, reference.word
        id_ = self._scope.find(module, name)
        if id_ is None:
            if not _may_be_in_failed_import(reference):  # which is reported at the import
                self._errors.append(
                    UndefinedReference(
                        module.locate(span),
                        name,
                        NameKind.STATEMENT.value,
                        self._scope.names(module, NameKind.STATEMENT),
                        element=reference.element,
                    )
                )
            return None
        kind = self._scope.kinds[id_]
        if kind is not NameKind.STATEMENT:
            is_context = is_premise and kind is NameKind.CONTEXT
            self._errors.append(
                IllegalEdge(
                    module.locate(span),
                    IllegalEdgeReason.CONTEXT_AS_PREMISE
                    if is_context
                    else IllegalEdgeReason.NO_STATEMENT,
                    name,
                    kind.value,
                    element=reference.element,
                )
            )
            return None
        return id_

    # ---- Inferences -----------------------------------------------------------------------------

    def _resolve_ends(self, inference: UnresolvedInference) -> bool:
        """Resolve premises and conclusion; return whether the inference has both."""
        if inference.form is Form.NESTED:
            return True  # like most inferences, it is between two declarations
        is_incomplete = any(
            isinstance(premise, Reference)
            and _may_be_in_failed_import(premise)
            and self._scope.find(premise.module, premise.word.text) is None
            for premise in inference.premises
        )
        had_premises = bool(inference.premises)
        premises = [
            premise if isinstance(premise, str) else self.statement(premise, is_premise=True)
            for premise in inference.premises
        ]
        inference.premises = list(dict.fromkeys(premise for premise in premises if premise))
        if inference.conclusion is not None:
            conclusion = inference.conclusion
            inference.conclusion = (
                conclusion if isinstance(conclusion, str) else self.statement(conclusion)
            )
        if is_incomplete and isinstance(inference.conclusion, str):
            self.dangling.add(inference.conclusion)
        if not had_premises and inference.form is Form.GROUP and inference.conclusion is not None:
            has_context = any(
                outer is inference for outer in self._declarations.inferences_around.values()
            )
            self._errors.append(
                IllegalEdge(
                    inference.location,
                    IllegalEdgeReason.ONLY_CONTEXT if has_context else IllegalEdgeReason.NO_PREMISE,
                    inference.location.text,
                    element=inference.id,
                )
            )
        return bool(inference.premises) and inference.conclusion is not None

    def _generate_id(self, inference: UnresolvedInference) -> str:
        id_ = f"{'+'.join(map(str, inference.premises))}->{inference.conclusion}"
        count = self._id_counts.get(id_, 0) + 1
        self._id_counts[id_] = count
        return id_ if count == 1 else f"{id_}{GENERATED_MARKER}{count}"

    # ---- Undercuts ------------------------------------------------------------------------------

    def _index(self, inferences: list[UnresolvedInference]) -> None:
        for inference in inferences:
            for premise in inference.premises:
                self._by_ends[str(premise), str(inference.conclusion)].append(inference)
        for inference in self._declarations.inferences:
            self._by_id[inference.id].append(inference)
        for premise_id, conclusion_id in self._by_ends:
            arrow = f"{premise_id} -> {conclusion_id}"
            if is_generated(premise_id + conclusion_id):
                continue
            for end in {premise_id: None, conclusion_id: None}:
                if len(self._suggestions[end]) < _MAX_SUGGESTIONS:
                    self._suggestions[end].append(arrow)

    def _resolve_undercut(self, undercut: UnresolvedUndercut) -> None:
        module, statement, target = undercut
        inferences = (
            self._inferences_of_arrow(module, target, statement)
            if isinstance(target, Arrow)
            else self._inferences_of_name(module, target, statement)
        )
        for inference in inferences:
            # The sets keep maps with thousands of undercutters fast.
            if id(inference) not in self._undercutters:
                self._undercutters[id(inference)] = set(inference.undercutters)
            if statement not in self._undercutters[id(inference)]:
                self._undercutters[id(inference)].add(statement)
                inference.undercutters.append(statement)

    def _inferences_of_name(
        self, module: Module, word: Word, element: str
    ) -> list[UnresolvedInference]:
        id_ = self._find(module, word, element, NameKind.INFERENCE, NameKind.STATEMENT)
        if id_ is None:
            return []
        inferences = self._by_id.get(id_, [])
        if not inferences or self._scope.kinds[id_] is not NameKind.INFERENCE:
            self._record_missing(module, word.text, word.span, id_, element)
            return []
        return inferences

    def _inferences_of_arrow(
        self, module: Module, arrow: Arrow, element: str
    ) -> list[UnresolvedInference]:
        premise = self.statement(Reference(module, arrow.premise, element), is_premise=True)
        conclusion = self.statement(Reference(module, arrow.conclusion, element))
        if premise is None or conclusion is None:
            return []
        inferences = self._by_ends.get((premise, conclusion), [])
        if not inferences:
            name = f"{arrow.premise.text} -> {arrow.conclusion.text}"
            self._record_missing(module, name, arrow.span, conclusion, element)
        return inferences

    def _find(self, module: Module, word: Word, element: str, *kinds: NameKind) -> str | None:
        """Return the id that a name means; record an error, with ids of ``kinds``, if none."""
        id_ = self._scope.find(module, word.text)
        if id_ is None and not module.is_in_failed_import(word.text):
            expected_kind = " or ".join(kind.value for kind in kinds)
            candidates = self._scope.names(module, *kinds)
            location = module.locate(word.span)
            self._errors.append(
                UndefinedReference(location, word.text, expected_kind, candidates, element=element)
            )
        return id_

    def _record_missing(
        self, module: Module, name: str, span: Span, end: str, element: str
    ) -> None:
        """Record an error, with inferences from or to ``end`` as suggestions."""
        candidates = tuple(self._suggestions.get(end, ()))
        self._errors.append(
            MissingInference(module.locate(span), name, candidates, element=element)
        )

    # ---- Preferences ----------------------------------------------------------------------------

    def _outweighed(self, preference: UnresolvedPreference, stronger: str) -> list[str]:
        """Return the ids of the statements or inferences that a preference is over."""
        module, _, target = preference
        if isinstance(target, Arrow):
            inferences = self._inferences_of_arrow(module, target, stronger)
            return [str(inference.id) for inference in inferences]
        id_ = self._find(module, target, stronger, NameKind.STATEMENT, NameKind.INFERENCE)
        if id_ is None:
            return []
        kind = self._scope.kinds[id_]
        if kind is NameKind.INFERENCE:
            return [
                str(inference.id)
                for inference in self._by_id.get(id_, ())
                if id(inference) in self._complete_ids
            ]
        if kind is NameKind.STATEMENT:
            return [id_]
        self._errors.append(
            IllegalEdge(
                module.locate(target.span),
                IllegalEdgeReason.NOT_COMPARABLE,
                target.text,
                kind.value,
                element=stronger,
            )
        )
        return []


def _may_be_in_failed_import(reference: Reference) -> bool:
    return reference.module.is_in_failed_import(reference.word.text)


def _complete(inference: UnresolvedInference) -> Inference:
    """Return the inference of the model; all of its references are resolved."""
    assert inference.id is not None
    return Inference(
        id=inference.id,
        premises=tuple(map(str, inference.premises)),
        conclusion=str(inference.conclusion),
        polarity=inference.polarity,
        form=inference.form,
        scheme=inference.scheme,
        undercutters=tuple(inference.undercutters),
        confidence=inference.confidence,
        label=inference.label,
        fidelity=inference.fidelity,
        is_named="->" not in inference.id and not is_generated(inference.id),
        tags=inference.tags,
        note=inference.note,
        extra=inference.extra,
        location=inference.location,
    )
