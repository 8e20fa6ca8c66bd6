"""Relations between relations: undercuts, and what argmap expresses in another way.

In AIF and its relatives, a relation can attack or support any other relation. argmap has undercuts
of inferences. `resolve` turns all others into what comes nearest, and reports it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from attrs import Factory, define

from argmap.exchange.foreign.draft import Draft, DraftRelation
from argmap.model import Polarity

EDGE = "edge"
"""The element that edges between the nodes of a file are counted as."""


@define
class ResolvedRelation:
    """An inference whose premises, conclusion and undercutters are statements."""

    relation: DraftRelation
    premises: list[str]
    conclusion: str
    undercutters: list[str] = Factory(list)


def resolve(draft: Draft) -> dict[str, ResolvedRelation]:
    """Return the inferences of a draft by the keys of their relations, in the draft's order.

    - A relation against an inference undercuts it.
    - A relation against an undercut attacks the statement that undercuts.
    - A relation for an inference becomes a premise of it; one for an undercut supports the
      statement that undercuts.
    - A relation without premises or without a target is dropped.
    - A relation that repeats another one is dropped. One with other undercutters is kept, since
      what undercuts one of them leaves the other as it is.
    """
    return _Resolver(draft).run()


@define
class _Resolver:
    draft: Draft
    inferences: dict[str, ResolvedRelation] = Factory(dict)
    undercutters: dict[str, list[str]] = Factory(dict)  # of the relations that are undercuts
    changed: set[str] = Factory(set)
    dropped: set[str] = Factory(set)
    _settled: set[str] = Factory(set)

    def run(self) -> dict[str, ResolvedRelation]:
        about_relations: list[DraftRelation] = []
        for relation in self.draft.relations.values():
            if relation.target in self.draft.statements:
                self._add_inference(relation)
            elif relation.target in self.draft.relations:
                about_relations.append(relation)
            else:
                self._drop(relation, "it has no conclusion")
        for relation in _targets_first(about_relations):
            self._add_to_relation(relation)
        for relation in about_relations:
            if relation.key not in self._settled:
                self._drop(relation, "it is about itself")
        inferences = list(self.inferences.values())
        if about_relations:
            order = {key: index for index, key in enumerate(self.draft.relations)}
            inferences.sort(key=lambda one: order[one.relation.key])
            for inference in inferences:
                inference.premises = list(dict.fromkeys(inference.premises))
                inference.undercutters = list(dict.fromkeys(inference.undercutters))
        different = self._without_repetitions(inferences)
        self._report_kept()
        return {one.relation.key: one for one in different}

    def _report_kept(self) -> None:
        kept: Counter[str] = Counter()
        for relation in self.draft.relations.values():
            if relation.key not in self.dropped:
                if relation.change and relation.key not in self.changed:
                    self._change(relation, relation.change)
                elif relation.element and relation.key not in self.changed:
                    kept[relation.element] += 1
                kept[EDGE] += relation.edges
        self.draft.losses.kept.update(+kept)

    def _add_inference(self, relation: DraftRelation, conclusion: str = "") -> None:
        premises = self._premises(relation)
        if not premises:
            self._drop(relation, "it has no premise")
            return
        self.inferences[relation.key] = ResolvedRelation(
            relation, premises, conclusion or relation.target
        )

    def _premises(self, relation: DraftRelation) -> list[str]:
        """Return the statements that are the premises, each once, and report the others."""
        different = set(relation.premises)
        if different <= self.draft.statements.keys() and len(different) == len(relation.premises):
            return list(relation.premises)
        premises: dict[str, None] = {}
        for key in relation.premises:
            statement = self._statement_of(key)
            if statement is None:
                self.draft.losses.drop(
                    "premise", "it does not lead to a statement of the file", relation.place
                )
                continue
            if statement != key:
                self.draft.losses.change(
                    "premise",
                    "a relation as a premise is replaced by the statement that it is about",
                    relation.place,
                )
            premises[statement] = None
        return list(premises)

    def _statement_of(self, key: str) -> str | None:
        """Return the statement that a premise is, or that the relation in its place is about."""
        visited = set()
        while key in self.draft.relations and key not in visited:
            visited.add(key)
            key = self.draft.relations[key].target
        return key if key in self.draft.statements else None

    def _add_to_relation(self, relation: DraftRelation) -> None:
        """Add a relation about a relation that is already resolved, or is dropped."""
        self._settled.add(relation.key)
        target = self.inferences.get(relation.target)
        is_attack = relation.polarity is Polarity.CON
        if target is not None:
            premises = self._premises(relation)
            if not premises:
                self._drop(relation, "it has no premise")
            elif is_attack:
                target.undercutters += premises
                self.undercutters[relation.key] = premises
                if len(premises) > 1:
                    self._change(
                        relation,
                        "each of its premises undercuts by itself; argmap has no linked undercuts",
                    )
            else:
                target.premises += premises
                self._change(relation, "support for an inference becomes a premise of it")
            return
        undercutters = self.undercutters.get(relation.target)
        if not undercutters:
            self._drop(relation, "the relation that it is about was dropped")
            return
        self._add_inference(relation, undercutters[0])
        if relation.key not in self.dropped:
            verb = "attacks" if is_attack else "supports"
            self._change(
                relation,
                f"it {verb} the statement that undercuts; argmap has no relation to an undercut",
            )

    def _without_repetitions(
        self, inferences: Iterable[ResolvedRelation]
    ) -> list[ResolvedRelation]:
        """Drop inferences that repeat another, with the same undercutters."""
        first: dict[tuple[object, ...], ResolvedRelation] = {}
        repeated: dict[str, str] = {}
        for inference in inferences:
            relation = inference.relation
            key = (
                frozenset(inference.premises),
                frozenset(inference.undercutters),
                inference.conclusion,
                relation.polarity is Polarity.PRO,
                relation.scheme,
                relation.id,
                relation.label,
            )
            kept = first.setdefault(key, inference)
            if kept is not inference:
                self._drop(relation, "it repeats another one")
                repeated[relation.key] = kept.relation.key
        for preference in self.draft.preferences if repeated else ():
            preference.stronger = repeated.get(preference.stronger, preference.stronger)
            preference.weaker = repeated.get(preference.weaker, preference.weaker)
        return list(first.values())

    def _drop(self, relation: DraftRelation, reason: str) -> None:
        self.dropped.add(relation.key)
        losses = self.draft.losses
        if relation.element:
            losses.drop(relation.element, reason, relation.place)
        if relation.edges:
            losses.drop(EDGE, "its relation was dropped", relation.place, relation.edges)

    def _change(self, relation: DraftRelation, reason: str) -> None:
        self.changed.add(relation.key)
        if relation.element:
            self.draft.losses.change(relation.element, reason, relation.place)


def _targets_first(about_relations: list[DraftRelation]) -> list[DraftRelation]:
    """Return relations about relations such that each comes after its target; no cycles."""
    keys = {relation.key for relation in about_relations}
    waiting: dict[str, list[DraftRelation]] = defaultdict(list)
    ready = []
    for relation in about_relations:
        if relation.target in keys:
            waiting[relation.target].append(relation)
        else:
            ready.append(relation)
    for relation in ready:  # grows during the iteration
        ready += waiting.pop(relation.key, [])
    return ready
