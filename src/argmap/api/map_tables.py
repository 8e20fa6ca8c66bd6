"""Maps as graphs and tables of other libraries: networkx and pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from argmap.api.map_evaluation import MapEvaluation, evaluate
from argmap.errors import MissingExtra
from argmap.model import ArgumentMap, Polarity

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd


def to_networkx(target: ArgumentMap | MapEvaluation) -> nx.DiGraph:
    """Return a map as a directed graph of statements and inferences.

    The nodes are ids. Each has the attribute ``type``, ``statement`` or ``inference``, and
    ``status``; a statement also has ``kind``, ``text``, ``strength`` and ``thesis``, an inference
    ``polarity`` and ``scheme``. The edges lead from the premises to the inference and from there
    to the conclusion; their attribute ``relation`` is ``premise``, ``support``, ``attack`` or
    ``undercut``.

    Args:
        target: A map, or its evaluation.

    Raises:
        MissingExtra: If networkx is not installed.
    """
    try:
        import networkx as nx
    except ImportError as error:
        raise MissingExtra("networkx", "A graph of networkx") from error
    evaluation = target if isinstance(target, MapEvaluation) else evaluate(target)
    argument_map = evaluation.argument_map
    graph: nx.DiGraph = nx.DiGraph(title=argument_map.title)
    for statement in argument_map.statements.values():
        graph.add_node(
            statement.id,
            type="statement",
            kind=statement.kind,
            text=statement.text,
            status=evaluation.status(statement.id).value,
            strength=evaluation.strengths[statement.id],
            thesis=statement.id in argument_map.theses,
        )
    for inference in argument_map.inferences.values():
        graph.add_node(
            inference.id,
            type="inference",
            polarity=inference.polarity.value,
            scheme=inference.scheme,
            status=evaluation.status(inference.id).value,
        )
        for premise in inference.premises:
            graph.add_edge(premise, inference.id, relation="premise")
        relation = "support" if inference.polarity is Polarity.PRO else "attack"
        graph.add_edge(inference.id, inference.conclusion, relation=relation)
        for undercutter in inference.undercutters:
            graph.add_edge(undercutter, inference.id, relation="undercut")
    return graph


def to_pandas(target: ArgumentMap | MapEvaluation) -> pd.DataFrame:
    """Return the statements of a map as a table, one row each, with their ids as the index.

    The columns are ``kind``, ``text``, ``label``, ``section``, ``status``, ``strength``,
    ``thesis``, ``depth`` (the number of inferences to a thesis, or missing), ``supporters`` and
    ``attackers`` (numbers of inferences), ``sources`` (ids), ``confidence`` and ``tags``.

    Args:
        target: A map, or its evaluation.

    Raises:
        MissingExtra: If pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise MissingExtra("pandas", "A table of pandas") from error
    evaluation = target if isinstance(target, MapEvaluation) else evaluate(target)
    rows = [_row(evaluation, id_) for id_ in evaluation]
    index = pd.Index(list(evaluation), name="id", dtype="object")
    frame = pd.DataFrame(rows, index=index, columns=list(_COLUMNS))
    return frame.astype({"depth": "Int64"})


_COLUMNS = (
    *("kind", "text", "label", "section", "status", "strength", "thesis", "depth"),
    *("supporters", "attackers", "sources", "confidence", "tags"),
)


def _row(evaluation: MapEvaluation, id_: str) -> dict[str, Any]:
    argument_map = evaluation.argument_map
    statement = argument_map.statements[id_]
    polarities = [one.polarity for one in argument_map.inferences_to.get(id_, ())]
    section = statement.section
    return {
        "kind": statement.kind,
        "text": statement.text,
        "label": statement.label,
        "section": None if section is None else argument_map.sections[section].title,
        "status": evaluation.status(id_).value,
        "strength": evaluation.strengths[id_],
        "thesis": id_ in argument_map.theses,
        "depth": argument_map.depths.get(id_),
        "supporters": polarities.count(Polarity.PRO),
        "attackers": polarities.count(Polarity.CON),
        "sources": ", ".join(dict.fromkeys(one.source for one in statement.citations)),
        "confidence": None if statement.confidence is None else statement.confidence.value,
        "tags": ", ".join(statement.tags),
    }
