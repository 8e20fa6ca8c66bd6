"""A statement supports another both directly and through other statements.

What it does
    Reports a statement that supports another with `supports:` or `supported-by:`, if it also
    supports it through other statements. The edge is not reported if a statement on the way is
    attacked or contradicted, or an inference on the way is undercut, because the edge is then a
    separate reason; nor if it outweighs something or is outweighed (`outweighs:`).

Why it matters
    The picture shows one reason as two, and the strength of the supported statement counts it
    twice.

Example
    claim angry "Passengers are angry" {
      claim late "The bus is late" {
        assumption snow "It snows" { supports: angry }
      }
    }

Instead
    claim angry "Passengers are angry" {
      claim late "The bus is late" {
        assumption snow "It snows"
      }
    }

How to silence
    Write `# argmap: ignore[STR208] because …` before the statement that declares the edge.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator

from attrs import evolve

from argmap.diagnostics import Applicability, Diagnostic, Label, Severity
from argmap.model import ArgumentMap, Form, Inference, Polarity
from argmap.model.statement import display_name
from argmap.rules._context import RuleContext
from argmap.rules._rule import rule
from argmap.rules._source_index import join_removals, removal_fix

RULE = rule(__name__, "STR208", Severity.INFO, is_structural=True)
_MAX_VISITED = 100  # statements; a longer path is not obviously redundant to a reader


def check(context: RuleContext) -> Iterator[Diagnostic]:
    return join_removals(_redundant_edges(context))


def _redundant_edges(context: RuleContext) -> Iterator[Diagnostic]:
    argument_map = context.map
    ranked = _ranked(argument_map)
    edges = [
        inference
        for inference in argument_map.inferences.values()
        if inference.form is Form.EDGE and _is_plain(inference) and inference.id not in ranked
    ]
    if not edges:
        return
    graph = _PlainInferences(argument_map)
    is_safe = not _depends_on_amount(argument_map)
    for edge in edges:
        path = graph.detour(edge)
        if path:
            graph.remove(edge)
            yield _diagnostic(argument_map, edge, path, is_safe=is_safe)


def _ranked(argument_map: ArgumentMap) -> set[str]:
    """Return the inferences that a preference names, or of which it names a premise."""
    ranked = {id_ for p in argument_map.preferences for id_ in (p.stronger, p.weaker)}
    for id_ in list(ranked):
        ranked.update(inference.id for inference in argument_map.inferences_from.get(id_, ()))
    return ranked


def _is_plain(inference: Inference) -> bool:
    """Return whether an inference is a support with one premise that nothing undercuts."""
    return (
        inference.polarity is Polarity.PRO
        and len(inference.premises) == 1
        and not inference.undercutters
    )


class _PlainInferences:
    """The graph of plain inferences, from premises to conclusions."""

    def __init__(self, argument_map: ArgumentMap) -> None:
        self._inferences: dict[str, dict[str, Inference]] = defaultdict(dict)
        self._attacked = set(argument_map.contradicted_by)
        for inference in argument_map.inferences.values():
            if _is_plain(inference):
                self._inferences[inference.premises[0]].setdefault(inference.conclusion, inference)
            elif inference.polarity is Polarity.CON:
                self._attacked.add(inference.conclusion)

    def remove(self, edge: Inference) -> None:
        """Remove a redundant edge, so that it does not make another edge redundant."""
        del self._inferences[edge.premises[0]][edge.conclusion]

    def detour(self, edge: Inference) -> list[str]:
        """Return the statements on another path between the ends of an edge, or an empty list."""
        start, goal = edge.premises[0], edge.conclusion
        if len(self._inferences[start]) == 1 or self._inferences[start].get(goal) is not edge:
            return []  # the only inference, or a duplicate edge, which is reported separately
        predecessors: dict[str, str] = {start: ""}
        pending = deque([start])
        while pending and len(predecessors) < _MAX_VISITED:
            id_ = pending.popleft()
            successors = self._inferences.get(id_, {})
            if id_ != start and goal in successors:
                path = [id_]
                while predecessors[path[-1]] != start:
                    path.append(predecessors[path[-1]])
                return path[::-1]
            for successor in successors:
                if successor == goal or successor in predecessors or successor in self._attacked:
                    continue
                predecessors[successor] = id_
                pending.append(successor)
        return []


def _depends_on_amount(argument_map: ArgumentMap) -> bool:
    """Whether the amount of support matters: the map has proof standards or expected strengths."""
    return (
        argument_map.standard is not None
        or any(question.standard is not None for question in argument_map.questions.values())
        or any(
            statement.standard is not None or (statement.expect and statement.expect.comparison)
            for statement in argument_map.statements.values()
        )
    )


def _diagnostic(
    argument_map: ArgumentMap, edge: Inference, path: list[str], *, is_safe: bool
) -> Diagnostic:
    premise, conclusion = (
        argument_map.statements[id_] for id_ in (edge.premises[0], edge.conclusion)
    )
    middle = argument_map.statements[path[0]]
    fix = removal_fix(edge.location, "delete the edge")
    if not is_safe:
        fix = evolve(fix, applicability=Applicability.UNSAFE)
    return RULE.diagnostic(
        edge.location,
        f"{display_name(premise)} supports {display_name(conclusion)} both directly "
        f"and through "
        f"{display_name(middle)}",
        labels=(Label(middle.location, "through this statement"),),
        help="delete the edge, unless it is a separate reason",
        fixes=(fix,),
        element=premise.id,
    )
