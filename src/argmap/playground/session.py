"""The session of the playground: the last version of one map, and what the page asks about it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from argmap.config import Settings
from argmap.errors import ArgmapError, RenderError
from argmap.model import ArgumentMap, Question, Statement
from argmap.playground.limits import refusal, tree_refusal
from argmap.rendering import RenderOptions, to_svg
from argmap.rendering.annotations import make_annotations, with_evaluation
from argmap.rendering.cards.texts import format_answer
from argmap.rendering.escaping import clean
from argmap.rendering.options import Engine, LayoutEngine
from argmap.rendering.svg.elements import sentence_name
from argmap.reporting import Report
from argmap.reporting.json import diagnostic_data
from argmap.resolve import resolve
from argmap.syntax import parse
from argmap.text import SourceText
from argmap.text.import_patterns import FolderEntries
from argmap.workspace.aggregation import is_load_error
from argmap.workspace.checker import Checker
from argmap.workspace.diagnostic_badges import diagnostic_badges
from argmap.workspace.files import FileCache

Data = dict[str, Any]

FILE_NAME = "map.argmap"
"""The name of the map in messages."""

ID_PREFIX = "live-"
"""The prefix of all ids in a picture. It is the same for each, so one can replace another."""

MAX_DIAGNOSTICS = 200
"""Number of diagnostics that are listed."""

_PATH = Path("/playground", FILE_NAME)


def _read_nothing(path: Path, limit: int) -> bytes:  # noqa: ARG001 (the interface of readers)
    raise FileNotFoundError(2, "the playground has only this map", str(path))


@frozen
class _DrawnMap:
    """A map that is drawn, with the options of its picture."""

    argument_map: ArgumentMap
    options: RenderOptions


class PlaygroundSession:
    """Checks, explains and draws a map each time its text changes.

    Args:
        engine: The Graphviz that lays out small maps (see `argmap.rendering.RenderOptions`).
    """

    def __init__(self, engine: Engine | LayoutEngine = "auto") -> None:
        self._options = RenderOptions(engine=engine)
        self._files = FileCache(_read_nothing, lambda _: FolderEntries())
        self._checker = Checker(read=_read_nothing, settings=lambda _: Settings())
        self._drawn: _DrawnMap | None = None

    def update(self, text: str) -> Data:
        """Return the diagnostics, the statuses and the picture of a new version of the map.

        Returns:
            ``refusal``: Why the text is not read; nothing else is returned then.
            ``diagnostics``: The most severe diagnostics, as in the JSON report; ``count`` is the
            number of all.
            ``svg``: The picture, or None if the map has errors or cannot be drawn.
            ``failure``: Why it cannot be drawn.
            ``elements``: The statements, questions and contexts in the author's order.
            ``theses``: The ids of the theses.
        """
        if reason := refusal(text):
            return {"refusal": reason}
        document = parse(SourceText(FILE_NAME, text))
        if reason := tree_refusal(document.items):
            return {"refusal": reason}
        resolution = resolve(document, path=_PATH, documents=self._files, boundary=_PATH.parent)
        report = self._checker.check([resolution]).report
        data = {"diagnostics": _diagnostics(report), "count": len(report.diagnostics), "svg": None}
        if any(map(is_load_error, report.diagnostics)):
            return data
        argument_map = resolution.map
        options = with_evaluation(argument_map, self._options)
        self._drawn = _DrawnMap(argument_map, options)
        data |= {
            "elements": _elements(argument_map, options),
            "theses": argument_map.theses,
        }
        badges = diagnostic_badges(resolution, report)
        try:
            data["svg"] = to_svg(
                argument_map, evolve(options, prefix=ID_PREFIX, diagnostics=badges)
            )
        except ArgmapError as error:
            data["failure"] = str(error)
        return data

    def explain(self, id_: str) -> Data | None:
        """Return why a statement has its status, its relations, sources and attributes.

        None if the map that was drawn last has no such statement.
        """
        from argmap.rendering.html.sentences import SentenceWriter, source_data

        if self._drawn is None:
            return None
        argument_map, options = self._drawn.argument_map, self._drawn.options
        writer = SentenceWriter(
            argument_map, argument_map, make_annotations(argument_map, options), has_verdicts=True
        )
        data = writer.write_sentence(id_)
        if data is None:
            return None
        cited = dict.fromkeys(citation["source"] for citation in data["cites"])
        sources = argument_map.sources
        return data | {
            "sources": {id_: source_data(sources[id_]) for id_ in cited if id_ in sources}
        }

    def picture(self) -> str | None:
        """Return the picture of the map that was drawn last, as `argmap render` draws it."""
        if self._drawn is None:
            return None
        return to_svg(self._drawn.argument_map, self._drawn.options)


def _diagnostics(report: Report) -> list[Data]:
    """Return the most severe diagnostics in the order of their locations."""
    worst = sorted(report.diagnostics, key=lambda diagnostic: -diagnostic.severity)
    kept = {id(diagnostic) for diagnostic in worst[:MAX_DIAGNOSTICS]}
    return [
        diagnostic_data(diagnostic) for diagnostic in report.diagnostics if id(diagnostic) in kept
    ]


def _elements(argument_map: ArgumentMap, options: RenderOptions) -> list[Data]:
    """Return the statements, questions and contexts in the author's order.

    ``name`` is the id of the element in the picture, and ``start`` the offset in the text.
    """
    statuses = options.statuses or {}
    order = {id_: index for index, id_ in enumerate(argument_map.author_order)}
    elements = []
    for sentence in sorted(argument_map.sentences, key=lambda s: order.get(s.id, len(order))):
        element: Data = {
            "id": sentence.id,
            "name": f"{ID_PREFIX}{sentence_name(sentence)}",
            "kind": sentence.kind,
            "text": clean(" ".join(sentence.text.split())),
            "start": sentence.location.span.start,
        }
        if isinstance(sentence, Statement) and sentence.id in statuses:
            element["status"] = statuses[sentence.id].value
        if isinstance(sentence, Question) and (
            answer := format_answer(sentence, argument_map, statuses)
        ):
            element["answer"] = clean(answer)
        elements.append(element)
    return elements


def request_handler(lay_out: Callable[[str], str]) -> Callable[[str, str], str]:
    """Return a function that answers the requests of the page: method and argument → JSON.

    Args:
        lay_out: Lays out a graph in DOT, and returns it as the SVG that ``dot -Tsvg`` writes. What
            it raises becomes a message about the picture.
    """

    def draw(graphs: Sequence[str]) -> list[str]:
        try:
            return [lay_out(graph) for graph in graphs]
        except Exception as error:
            raise RenderError(f"Graphviz failed: {error}") from error

    session = PlaygroundSession(draw)
    methods: dict[str, Callable[[str], Any]] = {
        "update": session.update,
        "explain": session.explain,
        "picture": lambda _: session.picture(),
    }

    def handle(method: str, argument: str) -> str:
        return json.dumps(methods[method](argument), separators=(",", ":"))

    return handle
