"""Digests of what a reviewer sees: a statement, and what its verdict depends on.

What a verdict depends on is its shortest dispute tree (`argmap.evaluation.explanation`). A change
that cannot reach a verdict, or that leaves a verdict and its explanation as they were, therefore
changes no digest. Of two explanations that are equally short, the one that the author wrote first
counts, as in `argmap explain`.

A node has the same reasons in the trees of all statements, so the digest of a tree is computed from
those of its subtrees (Merkle 1987), in linear time for the whole map.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from attrs import asdict, fields

from argmap.evaluation import Evaluation
from argmap.evaluation.explanation import DisputeTrees
from argmap.model import Inference, Statement
from argmap.model.graph import strongly_connected_components
from argmap.model.statement import STATEMENT_KINDS
from argmap.reviews.stamps import DIGEST_LENGTH, Fingerprints
from argmap.text.comparison import alphanumeric_key

_NOT_REVIEWED = frozenset({"id", "is_named", "section", "was", "note", "tags", "label", "expect"})
"""Fields that are no part of what a statement says."""
_ENCODE = json.JSONEncoder(sort_keys=True).encode

Children = dict[str, tuple[str, ...]]
"""The nodes that decide each statement and inference, by id."""


class ReasonPath(NamedTuple):
    """A path in the explanation of a verdict: the next node after the first one, and the last."""

    next: str
    target: str


class Fingerprinter:
    """Computes the fingerprints of the statements of a map."""

    def __init__(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        self._map = evaluation.argument_map
        self._nodes: dict[str, str] = {}

    def fingerprints(self, id_: str) -> Fingerprints:
        """Return the fingerprints of a statement."""
        near = sorted(map(self._node, self._near(id_)))
        status = self._evaluation.status(id_).value
        return Fingerprints(self.contents[id_], _join(status, near), self._trees[id_])

    @cached_property
    def contents(self) -> dict[str, str]:
        """The digests of what the statements say, by id."""
        keys = {id_: alphanumeric_key(s.text) for id_, s in self._map.statements.items()}
        return {
            id_: _digest(_ENCODE(self._content(statement, keys)))
            for id_, statement in self._map.statements.items()
        }

    def paths_to(self, changed: Iterable[str]) -> dict[str, ReasonPath]:
        """Return the shortest paths to the nearest of some statements, by the ids of their starts.

        Nodes whose verdicts do not depend on one of the statements have no path.
        """
        parents: dict[str, list[str]] = {}
        for node, children in self._children.items():
            for child in children:
                parents.setdefault(child, []).append(node)
        queue = [*changed]
        targets = {node: node for node in queue}
        paths: dict[str, ReasonPath] = {}
        for node in queue:  # grows during the iteration
            for parent in parents.get(node, ()):
                if parent not in targets:
                    targets[parent] = targets[node]
                    paths[parent] = ReasonPath(node, targets[node])
                    queue.append(parent)
        return paths

    # ---- Contents -------------------------------------------------------------------------------

    def _content(self, statement: Statement, keys: dict[str, str]) -> list[Any]:
        """Return what a statement says, and what it bears on, without ids and layout."""
        values = {
            name: _plain(value)
            for name in _REVIEWED[type(statement)]
            if (value := getattr(statement, name)) not in (None, (), {})
        }
        relations = sorted(
            [inference.polarity.value, keys[inference.conclusion], inference.scheme or ""]
            for inference in self._map.inferences_from.get(statement.id, ())
        )
        return [statement.kind, values, relations]

    def _inference(self, inference: Inference) -> str:
        """Return what an inference says, without ids and layout."""
        premises = ",".join(sorted(self.contents[premise] for premise in inference.premises))
        return f"{inference.polarity.value}:{premises}:{inference.confidence}"

    # ---- What a verdict depends on ---------------------------------------------------------------

    @cached_property
    def _children(self) -> Children:
        framework, labelling = self._evaluation.framework, self._evaluation.labelling
        trees = DisputeTrees(framework, labelling)
        ids = framework.node_ids
        order = labelling.order
        nodes = [*order.acyclic_nodes, *(node for part in order.components for node in part)]
        # Conclusions come first, so that the reasons of all that they depend on are chosen at once.
        return {
            ids[node]: tuple(ids[child] for child in trees.children(node))
            for node in reversed(nodes)
            if node < len(ids)
        }

    def _near(self, id_: str) -> Iterator[str]:
        """Yield the statements that a verdict depends on through one inference, or directly."""
        for child in self._children[id_]:
            yield child
            if child in self._map.inferences:
                yield from self._children[child]

    @cached_property
    def _trees(self) -> dict[str, str]:
        """The digests of the dispute trees of all nodes."""
        children = self._children
        digests: dict[str, str] = {}
        for component in strongly_connected_components(children, children.__getitem__):
            first = component[0]
            if len(component) == 1 and first not in children[first]:
                subtrees = sorted(digests[child] for child in children[first])
                digests[first] = _join(self._node(first), subtrees)
                continue
            # The parts of a cycle have one digest together, made of its edges.
            edges = sorted(
                f"{self._node(node)}>{digests.get(child) or self._node(child)}"
                for node in component
                for child in children[node]
            )
            digests |= {node: _join(self._node(node), edges) for node in component}
        return digests

    def _node(self, id_: str) -> str:
        """Return the content and the status of a statement or an inference."""
        if id_ not in self._nodes:
            content = self.contents.get(id_) or self._inference(self._map.inferences[id_])
            self._nodes[id_] = f"{content}:{self._evaluation.status(id_).value}"
        return self._nodes[id_]


_REVIEWED = {
    kind: tuple(
        field.name for field in fields(kind) if field.eq and field.name not in _NOT_REVIEWED
    )
    for kind in STATEMENT_KINDS.values()
}
"""The fields in which each kind of statement says something."""


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if hasattr(value, "__attrs_attrs__"):
        return {k: _plain(v) for k, v in asdict(value, recurse=False).items() if k != "location"}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return getattr(value, "value", value)


def _join(first: str, others: Iterable[str]) -> str:
    """Return the digest of digests."""
    return _digest("|".join((first, *others)))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:DIGEST_LENGTH]
