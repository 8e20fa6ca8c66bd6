"""How each statement and each inference of a map is drawn.

Each statement is drawn once: at one of the inferences that it takes part in, or at a question that
it is an option of (its parent edge). An inference is drawn as a card, as a docked row of evidence,
or as a link.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from argmap.evaluation.preferences import is_conceded
from argmap.model import (
    ArgumentMap,
    Concession,
    Context,
    Counterpoint,
    Evidence,
    Form,
    Inference,
    Polarity,
    Sentence,
)
from argmap.model.sides import defends
from argmap.rendering.scene.roles import LinkKind, Role


@frozen
class ScenePlan:
    """Decides how each inference of a map is drawn."""

    argument_map: ArgumentMap
    parent_edges: dict[str, _ParentEdge] = field()
    sentences: dict[str, Sentence] = field()
    _contexts: dict[str, list[Context]] = field()

    @parent_edges.default
    def _find_parent_edges(self) -> dict[str, _ParentEdge]:
        return _spanning_forest(self.argument_map)

    @sentences.default
    def _sentences_by_id(self) -> dict[str, Sentence]:
        return {sentence.id: sentence for sentence in self.argument_map.sentences}

    @_contexts.default
    def _contexts_by_parent(self) -> dict[str, list[Context]]:
        contexts: dict[str, list[Context]] = {}
        for context in self.argument_map.contexts.values():
            contexts.setdefault(context.parent or "", []).append(context)
        return contexts

    def contexts_of(self, id_: str) -> list[Context]:
        """Return the contexts that are declared in a statement, an inference or a question."""
        return self._contexts.get(id_, [])

    @property
    def roots(self) -> list[str]:
        """The questions, statements and contexts without a parent, in the author's order."""
        contexts = {context.id for context in self.contexts_of("")}
        return [
            id_
            for id_ in self.argument_map.author_order
            if id_ in self.argument_map.questions
            or id_ in contexts
            or (id_ in self.argument_map.statements and id_ not in self.parent_edges)
        ]

    def inferences_to(self, statement: str) -> list[Inference]:
        return self.argument_map.inferences_to.get(statement, [])

    def premises(self, inference: Inference) -> list[str]:
        """Return the premises of an inference without duplicates."""
        return list(dict.fromkeys(inference.premises))

    def role_of(self, inference: Inference) -> Role:
        """Return what the premises of an inference do to its conclusion.

        An attack is a rebuttal if it defends the thesis: if it attacks a counterpoint, or anything
        else that argues against the thesis. If some paths to the thesis defend it and others do
        not, the parent edge of the conclusion decides.
        """
        if inference.polarity is Polarity.PRO:
            return Role.SUPPORT
        if is_conceded(inference, self.argument_map):
            return Role.CONCESSION
        is_defense = defends(self.argument_map, inference)
        if is_defense is not None:
            return Role.REBUTTAL if is_defense else Role.ATTACK
        conclusion = self.argument_map.statements[inference.conclusion]
        edge = self.parent_edges.get(inference.conclusion)
        attacks = edge is not None and edge.is_attack
        return Role.REBUTTAL if attacks or isinstance(conclusion, Counterpoint) else Role.ATTACK

    def undercut_kind(self, undercutter: str, inference: Inference) -> LinkKind:
        """Return what an undercutter of an inference does.

        It is a rebuttal if it defends the thesis: if it attacks an objection to the thesis, or a
        reason for what speaks against the thesis.
        """
        if isinstance(self.argument_map.statements[undercutter], Concession):
            return LinkKind.CONCEDED_UNDERCUT
        is_defense = defends(self.argument_map, inference)
        if is_defense is not None and inference.polarity is Polarity.CON:
            is_defense = not is_defense
        return LinkKind.REBUTTING_UNDERCUT if is_defense else LinkKind.UNDERCUT

    def is_drawn_at(self, premise: str, inference: Inference) -> bool:
        """Return whether a premise is drawn at this inference, not at another."""
        edge = self.parent_edges.get(premise)
        return edge is not None and edge.inference is inference and not edge.is_undercut

    def is_drawn_at_question(self, option: str, question: str) -> bool:
        """Return whether an option is drawn at this question, not elsewhere."""
        edge = self.parent_edges.get(option)
        return edge is not None and edge.question == question

    def undercutters_drawn_at(self, inference: Inference) -> list[str]:
        """Return the undercutters of an inference that are drawn beside it."""
        ids = dict.fromkeys(inference.undercutters)
        return [id_ for id_ in ids if self._is_undercutter_drawn_at(id_, inference)]

    def undercutters_drawn_elsewhere(self, inference: Inference) -> list[str]:
        """Return the undercutters of an inference that need a link to it."""
        ids = dict.fromkeys(inference.undercutters)
        return [id_ for id_ in ids if not self._is_undercutter_drawn_at(id_, inference)]

    def _is_undercutter_drawn_at(self, statement: str, inference: Inference) -> bool:
        edge = self.parent_edges.get(statement)
        return edge is not None and edge.inference is inference and edge.is_undercut

    def has_card(self, inference: Inference) -> bool:
        """Return whether the premises of an inference have a card.

        An inference that is shown as such always has one. A single premise that is drawn elsewhere
        needs a card only if the inference is undercut, so that the undercut has something to point
        at.
        """
        premises = self.premises(inference)
        return (
            bool(premises and self.is_shown_as_such(inference))
            or bool(inference.undercutters)
            or any(self.is_drawn_at(premise, inference) for premise in premises)
        )

    def is_shown_as_such(self, inference: Inference) -> bool:
        """Return whether the card of an inference has a head for it, above those of its premises.

        It has, if there are several premises or none, or the inference has a label, a confidence, a
        fidelity or contexts.
        """
        return (
            len(self.premises(inference)) != 1
            or bool(inference.label)
            or inference.confidence is not None
            or (inference.fidelity is not None and inference.fidelity.is_own_reading)
            or bool(self.contexts_of(inference.id))
        )

    def is_docked(self, inference: Inference) -> bool:
        """Whether the premise of an inference is drawn as a row on the card of its conclusion.

        It is, if it is a single piece of evidence, and nothing is attached to it or the inference.
        """
        premises = self.premises(inference)
        return (
            len(premises) == 1
            and inference.polarity is Polarity.PRO
            and inference.scheme is None
            and not inference.undercutters
            and not self.is_shown_as_such(inference)
            and premises[0] not in self.argument_map.inferences_to
            and not self.contexts_of(premises[0])
            and self.is_drawn_at(premises[0], inference)
            and isinstance(self.argument_map.statements[premises[0]], Evidence)
        )


# ---- The spanning forest -----------------------------------------------------------------------


@frozen
class _ParentEdge:
    """Where a statement is drawn: at an inference, as a premise or an undercutter, or a question.

    Attributes:
        parent: The conclusion of the inference, or the question.
    """

    parent: str
    inference: Inference | None = None
    is_undercut: bool = False

    @property
    def question(self) -> str | None:
        """The question that the statement is an option of; None at an inference."""
        return self.parent if self.inference is None else None

    @property
    def is_attack(self) -> bool:
        is_con = self.inference is not None and self.inference.polarity is Polarity.CON
        return self.is_undercut or is_con

    @property
    def rank(self) -> int:
        """The preference for the edge; an edge that the author wrote by nesting comes first."""
        if self.inference is None:
            return _OPTION_RANK
        return _RANKS[self.inference.form]


_RANKS = {Form.NESTED: 0, Form.GROUP: 1, Form.EDGE: 3}
_OPTION_RANK = 2


def _spanning_forest(argument_map: ArgumentMap) -> dict[str, _ParentEdge]:
    """Return a parent edge for each statement, so that the statements form a forest.

    A statement without one is a root: it is the first thesis, or takes part in no inference, or
    each edge would close a cycle. Its other relations become links.
    """
    parent_edges: dict[str, _ParentEdge] = {}
    trees = _DisjointTrees([*argument_map.questions, *argument_map.statements])
    for statement in argument_map.statements:
        for edge in _candidate_edges(argument_map, statement):
            if statement == argument_map.thesis and edge.question is None:
                continue
            if trees.attach(statement, edge.parent):
                parent_edges[statement] = edge
                break
    return parent_edges


def _candidate_edges(argument_map: ArgumentMap, statement: str) -> list[_ParentEdge]:
    edges = [
        _ParentEdge(inference.conclusion, inference)
        for inference in argument_map.inferences_from.get(statement, ())
    ]
    edges += [
        _ParentEdge(inference.conclusion, inference, is_undercut=True)
        for inference in argument_map.undercuts_by.get(statement, ())
    ]
    edges += [_ParentEdge(q.id) for q in argument_map.questions_of.get(statement, ())]
    return sorted(edges, key=lambda edge: edge.rank)


class _DisjointTrees:
    """The trees that statements belong to (union-find with path halving)."""

    def __init__(self, statements: Iterable[str]) -> None:
        self._parents = {statement: statement for statement in statements}

    def attach(self, root: str, parent: str) -> bool:
        """Attach the tree of ``root`` to ``parent``; return False if ``parent`` is in it."""
        top = self._find(parent)
        if top == root:
            return False
        self._parents[root] = top
        return True

    def _find(self, statement: str) -> str:
        parents = self._parents
        while parents[statement] != statement:
            parents[statement] = statement = parents[parents[statement]]
        return statement
