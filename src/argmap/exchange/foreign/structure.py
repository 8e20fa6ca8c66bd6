"""The structure of the argument in a draft: inferences, theses, order, and kinds of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from attrs import Factory, define, field

from argmap.exchange.foreign.draft import Draft, DraftStatement
from argmap.exchange.foreign.relations import ResolvedRelation, resolve
from argmap.model import Form, Polarity


def structure_of(draft: Draft) -> Structure:
    """Return the structure of a draft, and report the relations that it cannot contain."""
    structure = Structure(draft, resolve(draft))
    structure.connect()
    return structure


@define
class Structure:
    """Which statements bear on which, by the keys of the draft.

    Attributes:
        draft: The draft.
        inferences: The inferences, by the keys of their relations.
        by_conclusion: The inferences to each statement.
        supported: The statements that something supports.
        parents: For each use of a statement as a premise or an undercutter, whether it attacks by
            itself.
        options: The options of all questions.
        theses: The main claims.
        claims: The theses and the options.
        is_neutral: Whether the map takes no side.
        order: The statements, each after what it supports or attacks.
    """

    draft: Draft
    inferences: dict[str, ResolvedRelation]
    by_conclusion: dict[str, list[str]] = Factory(lambda: defaultdict(list))
    supported: set[str] = Factory(set)
    parents: dict[str, list[bool]] = Factory(dict)
    options: set[str] = Factory(set)
    theses: list[str] = Factory(list)
    claims: set[str] = Factory(set)
    is_neutral: bool = field(init=False)
    order: list[str] = Factory(list)

    def connect(self) -> None:
        """Set all other attributes from the inferences."""
        for key, inference in self.inferences.items():
            self.by_conclusion[inference.conclusion].append(key)
            is_supporting = inference.relation.polarity is Polarity.PRO
            if is_supporting:
                self.supported.add(inference.conclusion)
            is_attack = not is_supporting and _is_simple(inference)
            for premise in inference.premises:
                self.parents.setdefault(premise, []).append(is_attack)
            for undercutter in inference.undercutters:
                self.parents.setdefault(undercutter, []).append(True)
        for question in self.draft.questions.values():
            self.options.update(question.options)
        self.theses, self.is_neutral = self._theses()
        self.claims = {*self.theses, *self.options}
        self.order = self._argument_order(self.theses)

    def _theses(self) -> tuple[list[str], bool]:
        """Return the keys of the theses, and whether the map takes no side."""
        draft = self.draft
        named = [statement.key for statement in draft.statements.values() if statement.is_thesis]
        if named or draft.is_neutral is not None or draft.questions or not draft.statements:
            return named, bool(draft.is_neutral) and not named
        related = {*self.parents, *self.by_conclusion}
        roots = [key for key in draft.statements if key in related and key not in self.parents]
        if not related and len(draft.statements) == 1:
            return list(draft.statements), False
        are_most_related = len(related) > len(draft.statements) / 2
        if len(roots) == 1 and are_most_related and roots[0] in self.supported:
            return (roots, False) if related <= self._below(roots[0]) else ([], True)
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

    def _argument_order(self, theses: list[str]) -> list[str]:
        """Return the statements depth first from the theses and the other roots, by section."""
        statements = self.draft.statements
        roots = [*theses, *(key for key in statements if key not in self.parents)]
        reached: dict[str, None] = {}
        for root in (*roots, *statements):
            if root in reached:
                continue
            pending = [root]
            while pending:
                key = pending.pop()
                if key in reached:
                    continue
                reached[key] = None
                for inference in reversed(self.by_conclusion.get(key, ())):
                    resolved = self.inferences[inference]
                    pending += reversed([*resolved.premises, *resolved.undercutters])
        if not self.draft.sections:
            return list(reached)
        by_section: dict[str | None, list[str]] = defaultdict(list)
        for key in reached:
            by_section[self.section_of(key)].append(key)
        return [key for section in (None, *self.draft.sections) for key in by_section[section]]

    def section_of(self, key: str) -> str | None:
        """Return the section of a statement; None if it has none, or an unknown one."""
        section = self.draft.statements[key].section
        return section if section in self.draft.sections else None

    def inference_order(self) -> Iterator[str]:
        """Yield the inferences in the order of their conclusions."""
        for statement in self.order:
            yield from self.by_conclusion.get(statement, ())

    def kind(self, statement: DraftStatement) -> str:
        """Return the kind of a statement by its place in the argument.

        What the first relation of a statement says decides. A statement is a claim if something
        supports it, or if it is disputed and is not itself a reason.
        """
        key = statement.key
        parents = self.parents.get(key)
        if parents and parents[0]:
            return "counterpoint"
        is_disputed = key in self.by_conclusion and not parents
        if is_disputed or key in self.claims or key in self.supported:
            return "claim"
        if statement.citations or statement.attributes.get("url"):
            return "evidence"
        return "assumption"

    def form(self, inference: ResolvedRelation) -> Form:
        """Return how an inference is written best.

        A supporting inference with undercuts is a group, which contains them. What is nested in a
        statement is in the same section.
        """
        is_supporting = inference.relation.polarity is Polarity.PRO
        if not _is_simple(inference) or (is_supporting and inference.undercutters):
            return Form.GROUP
        ends = (inference.premises[0], inference.conclusion)
        if self.draft.sections and len(set(map(self.section_of, ends))) > 1:
            return Form.EDGE
        return Form.NESTED


def _is_simple(inference: ResolvedRelation) -> bool:
    """Return whether an inference can be written as a statement nested in another."""
    return len(inference.premises) == 1 and not inference.relation.id
