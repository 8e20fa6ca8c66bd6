"""A map that is being written, with what features ask of it; each part is worked out once."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from attrs import define, field

from argmap.evaluation import Evaluation, deciding_chain
from argmap.evaluation.strength import Strengths, strengths
from argmap.lsp.occurrences import Occurrences
from argmap.model import ArgumentMap, Status
from argmap.resolve import Resolution
from argmap.resolve.imports import Module
from argmap.rules import Memory
from argmap.text import Location, SourceText


@define(eq=False, repr=False)
class Analysis:
    """One map as it is now: all files it is made from, resolved.

    Its ``memory`` is what checks and features have found out about its shape.
    """

    resolution: Resolution
    memory: Memory = field(factory=Memory)

    def following(self, resolution: Resolution) -> Analysis:
        """Return the analysis of the map's next version, which remembers what still holds."""
        is_alike = _shape(resolution) == _shape(self.resolution)
        return Analysis(resolution, self.memory if is_alike else Memory())

    @property
    def map(self) -> ArgumentMap:
        return self.resolution.map

    @cached_property
    def names(self) -> Occurrences:
        return Occurrences(self.resolution)

    @cached_property
    def evaluation(self) -> Evaluation:
        return self.memory.evaluation(self.map)

    @cached_property
    def strengths(self) -> Strengths:
        return strengths(self.evaluation)

    @cached_property
    def _paths(self) -> dict[int, Path | None]:
        pairs = zip(self.resolution.documents, self.resolution.paths, strict=True)
        return {id(document.source): path for document, path in pairs}

    def path(self, source: SourceText) -> Path | None:
        """Return the file that a text of this map is of."""
        return self._paths.get(id(source))

    def module(self, source: SourceText) -> Module | None:
        modules = self.resolution.modules
        return next((each for each in modules if each.document.source is source), None)

    def status(self, id_: str) -> Status | None:
        """Return whether a statement stands; None for what is no statement."""
        return self.evaluation.status(id_) if id_ in self.map.statements else None

    def why(self, id_: str) -> tuple[str, ...]:
        return deciding_chain(self.evaluation, id_)

    def place(self, id_: str) -> Location | None:
        """Return the head of what is declared under an id."""
        argument = self.map
        for table in (argument.statements, argument.sources, argument.sections):
            if id_ in table:
                return table[id_].location
        return argument.inferences[id_].location if id_ in argument.inferences else None


def _shape(resolution: Resolution) -> tuple[object, ...]:
    """Return what two versions of a map share that differ in nothing but places and words."""
    return (*resolution.paths, *(document.shape for document in resolution.documents))
