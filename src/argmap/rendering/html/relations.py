"""The relations of a statement, a question or a context to others, as a page lists them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from attrs import frozen

from argmap.evaluation.preferences import is_conceded
from argmap.model import (
    ArgumentMap,
    Concession,
    Context,
    Inference,
    Polarity,
    Question,
    Sentence,
)

StatementGroup = tuple[str, ...]
"""Ids of statements that count together: the premises of one inference."""


Relations = list[tuple[str, list[StatementGroup]]]
"""Headings, each with the statements, questions or contexts in that relation."""


@frozen
class RelationIndex:
    """Finds the relations of the sentences of a map."""

    argument_map: ArgumentMap

    def relations_of(self, sentence: Sentence) -> Relations:
        """Return the relations of a sentence; headings without any are left out."""
        if isinstance(sentence, Question):
            relations = [("Options", _single(sentence.options))]
        elif isinstance(sentence, Context):
            relations = self._parent_of(sentence)
        else:
            relations = self._relations_of_statement(sentence.id)
        relations.append(("Context", _single(self._contexts.get(sentence.id, ()))))
        return [(heading, groups) for heading, groups in relations if groups]

    def _parent_of(self, context: Context) -> Relations:
        inference = self.argument_map.inferences.get(context.parent or "")
        if inference is not None:
            return [("Context of an inference to", [(inference.conclusion,)])]
        return [("Context of", [(context.parent,)] if context.parent else [])]

    def _relations_of_statement(self, id_: str) -> Relations:
        argument_map = self.argument_map
        incoming = argument_map.inferences_to.get(id_, [])
        outgoing = argument_map.inferences_from.get(id_, [])
        undercut = argument_map.undercuts_by.get(id_, [])
        all_undercutters = [
            argument_map.statements[other]
            for inference in incoming
            for other in inference.undercutters
        ]
        undercutters = (s.id for s in all_undercutters if not isinstance(s, Concession))
        exceptions = (s.id for s in all_undercutters if isinstance(s, Concession))
        questions = argument_map.questions_of.get(id_, [])
        ends = dict.fromkeys([id_, *(inference.id for inference in outgoing)])
        return [
            ("Option of", _single(question.id for question in questions)),
            ("Supported by", _premises(incoming, Polarity.PRO)),
            ("Opposed by", _premises(self._in_earnest(incoming), Polarity.CON)),
            ("Granted against it", _premises(self._conceded(incoming), Polarity.CON)),
            ("An inference to it is undercut by", _single(undercutters)),
            ("Granted exceptions from an inference to it", _single(exceptions)),
            ("Contradicts", _single(argument_map.contradicted_by.get(id_, []))),
            ("Outweighs", self._elements(w for end in ends for w in self._weaker.get(end, ()))),
            (
                "Outweighed by",
                self._elements(s for end in ends for s in self._stronger.get(end, ())),
            ),
            ("Supports", _conclusions(outgoing, Polarity.PRO)),
            ("Opposes", _conclusions(self._in_earnest(outgoing), Polarity.CON)),
            ("Is granted against", _conclusions(self._conceded(outgoing), Polarity.CON)),
            (
                "Is a granted exception from an inference to"
                if isinstance(argument_map.statements[id_], Concession)
                else "Undercuts an inference to",
                _single(inference.conclusion for inference in undercut),
            ),
            ("Linked with", _other_premises(outgoing, id_)),
        ]

    def _conceded(self, inferences: list[Inference]) -> list[Inference]:
        return [i for i in inferences if is_conceded(i, self.argument_map)]

    def _in_earnest(self, inferences: list[Inference]) -> list[Inference]:
        return [i for i in inferences if not is_conceded(i, self.argument_map)]

    def _elements(self, ids: Iterable[str]) -> list[StatementGroup]:
        """Return a group for each statement, and for the premises of each inference."""
        inferences = self.argument_map.inferences
        groups = (inferences[id_].premises if id_ in inferences else (id_,) for id_ in ids)
        return list(dict.fromkeys(groups))

    @cached_property
    def _contexts(self) -> dict[str, list[str]]:
        """The contexts that are declared in each element, by its id."""
        contexts: dict[str, list[str]] = {}
        for context in self.argument_map.contexts.values():
            contexts.setdefault(context.parent or "", []).append(context.id)
        return contexts

    @cached_property
    def _weaker(self) -> dict[str, list[str]]:
        """What each element outweighs, by its id."""
        weaker: dict[str, list[str]] = {}
        for preference in self.argument_map.preferences:
            weaker.setdefault(preference.stronger, []).append(preference.weaker)
        return weaker

    @cached_property
    def _stronger(self) -> dict[str, list[str]]:
        """What outweighs each element, by its id."""
        stronger: dict[str, list[str]] = {}
        for preference in self.argument_map.preferences:
            stronger.setdefault(preference.weaker, []).append(preference.stronger)
        return stronger


def _premises(inferences: list[Inference], polarity: Polarity) -> list[StatementGroup]:
    return [
        inference.premises
        for inference in inferences
        if inference.polarity is polarity and inference.premises
    ]


def _conclusions(inferences: list[Inference], polarity: Polarity) -> list[StatementGroup]:
    return _single(
        inference.conclusion for inference in inferences if inference.polarity is polarity
    )


def _other_premises(inferences: list[Inference], id_: str) -> list[StatementGroup]:
    return _single(
        premise for inference in inferences for premise in inference.premises if premise != id_
    )


def _single(ids: Iterable[str]) -> list[StatementGroup]:
    """Return a group for each different id."""
    return [(id_,) for id_ in dict.fromkeys(ids)]
