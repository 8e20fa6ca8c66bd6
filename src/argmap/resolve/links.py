"""The second pass: names become ids, drafts become inferences."""

from __future__ import annotations

from collections import defaultdict

from argmap.model import Contradiction, Form, Inference
from argmap.model.source import GENERATED_MARKER, is_generated
from argmap.resolve.declarations import (
    Declarations,
    End,
    Reference,
    UnresolvedContradiction,
    UnresolvedInference,
    UnresolvedUndercut,
)
from argmap.resolve.errors import EdgeProblem, IllegalEdge, MissingInference, UndefinedReference
from argmap.resolve.imports import Module
from argmap.resolve.scope import NameKind
from argmap.syntax.tree import Arrow, Word
from argmap.text import Span

_MAX_NEAR = 3
"""Inferences that are suggested for one that is missing."""


class Linker:
    """Looks up what the first pass left open, and reports what leads nowhere."""

    def __init__(self, declared: Declarations) -> None:
        self.declared = declared
        self.dangling: set[str] = set()
        """Statements whose support lies, in part, in a file that could not be imported."""
        self._taken: dict[str, int] = {}
        self._by_ends: dict[tuple[str, str], list[UnresolvedInference]] = defaultdict(list)
        self._by_id: dict[str | None, list[UnresolvedInference]] = defaultdict(list)
        self._near: dict[str, list[str]] = defaultdict(list)
        self._undercutters: dict[int, set[str]] = {}

    def contradictions(self) -> tuple[Contradiction, ...]:
        linked = (self._contradiction(draft) for draft in self.declared.contradictions)
        return tuple(pair for pair in linked if pair is not None)

    def inferences(self) -> dict[str, Inference]:
        """Return all inferences whose ends are known, with their undercutters, in order."""
        drafts = [draft for draft in self.declared.inferences if self._ends(draft)]
        for draft in drafts:
            if draft.id is None:
                draft.id = self._inference_id(draft)
        if self.declared.undercuts:
            self._index(drafts)
            for undercut in self.declared.undercuts:
                self._undercut(undercut)
        return {inference.id: inference for inference in map(_inference, drafts)}

    def statement(self, reference: Reference) -> str | None:
        """Return the statement a name stands for; report it where there is none."""
        module, (name, span) = reference.module, reference.word
        scope = self.declared.scope
        found = scope.find(module, name)
        location = module.locate(span)
        if found is None:
            if _is_missing(reference):
                return None  # told at the import
            known = scope.known(module, NameKind.STATEMENT)
            self.declared.errors.append(
                UndefinedReference(
                    location, name, NameKind.STATEMENT.value, known, element=reference.element
                )
            )
            return None
        kind = scope.kinds[found]
        if kind is not NameKind.STATEMENT:
            self.declared.errors.append(
                IllegalEdge(
                    location,
                    EdgeProblem.NO_STATEMENT,
                    name,
                    kind.value,
                    element=reference.element,
                )
            )
            return None
        return found

    # ---- Inferences
    # ----------------------------------------------------------------------------------

    def _ends(self, draft: UnresolvedInference) -> bool:
        """Look up both ends; whether the inference has them."""
        if draft.form is Form.NESTED:
            return True  # it stands between two statements that are there, as most inferences do
        is_cut = any(isinstance(end, Reference) and _is_missing(end) for end in draft.premises)
        premises = [self._end(premise) for premise in draft.premises]
        draft.premises = list(dict.fromkeys(premise for premise in premises if premise))
        had_premises = bool(premises)
        if draft.conclusion is not None:
            draft.conclusion = self._end(draft.conclusion)
        if is_cut and isinstance(draft.conclusion, str):
            self.dangling.add(draft.conclusion)
        if not had_premises and draft.form is Form.GROUP and draft.conclusion is not None:
            self.declared.errors.append(
                IllegalEdge(
                    draft.location, EdgeProblem.NO_PREMISE, draft.location.text, element=draft.id
                )
            )
        return bool(draft.premises) and draft.conclusion is not None

    def _end(self, end: End) -> str | None:
        return end if isinstance(end, str) else self.statement(end)

    def _inference_id(self, draft: UnresolvedInference) -> str:
        premises = draft.premises
        first = premises[0] if len(premises) == 1 else "+".join(map(str, premises))
        name = f"{first}->{draft.conclusion}"
        count = self._taken.get(name, 0) + 1
        self._taken[name] = count
        return name if count == 1 else f"{name}{GENERATED_MARKER}{count}"

    # ---- Undercuts ------------------------------------------------------------------------------

    def _index(self, drafts: list[UnresolvedInference]) -> None:
        for draft in drafts:
            for premise in draft.premises:
                self._by_ends[str(premise), str(draft.conclusion)].append(draft)
        for draft in self.declared.inferences:
            self._by_id[draft.id].append(draft)
        for premise, conclusion in self._by_ends:
            for end in {premise: None, conclusion: None}:
                if len(self._near[end]) < _MAX_NEAR and not is_generated(premise + conclusion):
                    self._near[end].append(f"{premise} -> {conclusion}")

    def _undercut(self, undercut: UnresolvedUndercut) -> None:
        target = undercut.target
        drafts = (
            self._inferences_of_arrow(undercut, target)
            if isinstance(target, Arrow)
            else self._inferences_of_name(undercut, target)
        )
        for draft in drafts:
            if id(draft) not in self._undercutters:
                self._undercutters[id(draft)] = set(draft.undercutters)
            if undercut.statement not in self._undercutters[id(draft)]:
                self._undercutters[id(draft)].add(undercut.statement)
                draft.undercutters.append(undercut.statement)

    def _inferences_of_name(
        self, undercut: UnresolvedUndercut, word: Word
    ) -> list[UnresolvedInference]:
        scope = self.declared.scope
        found = scope.find(undercut.module, word.text)
        if found is None:
            known = scope.known(undercut.module, NameKind.INFERENCE, NameKind.STATEMENT)
            location = undercut.module.locate(word.span)
            error = UndefinedReference(
                location, word.text, NameKind.INFERENCE.value, known, element=undercut.statement
            )
            self.declared.errors.append(error)
            return []
        inferences = self._by_id.get(found, [])
        if not inferences or scope.kinds[found] is not NameKind.INFERENCE:
            self._missing(undercut, undercut.module, word.text, word.span, found)
            return []
        return inferences

    def _inferences_of_arrow(
        self, undercut: UnresolvedUndercut, arrow: Arrow
    ) -> list[UnresolvedInference]:
        module, element = undercut.module, undercut.statement
        premise = self.statement(Reference(module, arrow.premise, element))
        conclusion = self.statement(Reference(module, arrow.conclusion, element))
        if premise is None or conclusion is None:
            return []
        inferences = self._by_ends.get((premise, conclusion), [])
        if not inferences:
            name = f"{arrow.premise.text} -> {arrow.conclusion.text}"
            self._missing(undercut, module, name, arrow.span, conclusion)
        return inferences

    def _missing(
        self, undercut: UnresolvedUndercut, module: Module, name: str, span: Span, about: str
    ) -> None:
        near = tuple(self._near.get(about, ()))
        error = MissingInference(module.locate(span), name, near, element=undercut.statement)
        self.declared.errors.append(error)

    # ---- Contradictions -------------------------------------------------------------------------

    def _contradiction(self, draft: UnresolvedContradiction) -> Contradiction | None:
        other = self.statement(draft.other)
        if other is None:
            return None
        return Contradiction(draft.statement, other, location=draft.location)


def _is_missing(reference: Reference) -> bool:
    """Whether a name leads into a file that could not be imported."""
    return reference.module.is_missing(reference.word.text)


def _inference(draft: UnresolvedInference) -> Inference:
    assert draft.id is not None
    return Inference(
        id=draft.id,
        premises=tuple(map(str, draft.premises)),
        conclusion=str(draft.conclusion),
        polarity=draft.polarity,
        form=draft.form,
        scheme=draft.scheme,
        undercutters=tuple(draft.undercutters),
        is_named="->" not in draft.id and not is_generated(draft.id),
        tags=draft.tags,
        note=draft.note,
        extra=draft.extra,
        location=draft.location,
    )
