"""The map: everything a text argues, resolved.

Sections: chapters of the outline.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from attrs import field, frozen

from argmap.model.inference import Contradiction, Inference
from argmap.model.sides import Side, find_sides
from argmap.model.source import Source
from argmap.model.statement import Burden, Standard, Statement
from argmap.text import Location


@frozen
class Section:
    """A named group of statements; an imported file is one too, titled as its own map is."""

    id: str
    title: str
    parent: str | None = None
    is_named: bool = True
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)


@frozen
class ArgumentMap:
    """Statements, inferences and sources, each by id in the author's order.

    Every id in it resolves: what an author wrote that does not is left out and reported instead.
    ``standard`` is that of all claims without one
    of their own, ``burden`` what becomes of those without a ground.
    ``strong_from``, ``margin`` and ``doubt_from`` are the bounds of the two highest standards.
    ``named_thesis`` is the one the author named, ``thesis`` the one that counts. A map that
    ``is_neutral`` (``thesis: none``) has none: it shows a debate and takes no side.
    """

    title: str = ""
    named_thesis: str | None = None
    is_neutral: bool = False
    standard: Standard | None = None
    burden: Burden | None = None
    strong_from: float | None = None
    margin: float | None = None
    doubt_from: float | None = None
    lang: str | None = None
    author: tuple[str, ...] = ()
    date: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    extra: dict[str, tuple[str, ...]] = field(factory=dict)
    statements: dict[str, Statement] = field(factory=dict)
    inferences: dict[str, Inference] = field(factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    sources: dict[str, Source] = field(factory=dict)
    sections: dict[str, Section] = field(factory=dict)
    location: Location = field(kw_only=True, eq=False, repr=False)
    thesis_location: Location | None = field(default=None, kw_only=True, eq=False, repr=False)

    @property
    def thesis(self) -> str | None:
        """The statement that everything bears on, by id: the named one, or else the only root."""
        if self.named_thesis is not None:
            return self.named_thesis
        if self.is_neutral:
            return None
        roots = self.roots
        return roots[0] if len(roots) == 1 else None

    @cached_property
    def inferences_to(self) -> dict[str, list[Inference]]:
        """The inferences that bear on a statement, by its id."""
        onto: dict[str, list[Inference]] = defaultdict(list)
        for inference in self.inferences.values():
            onto[inference.conclusion].append(inference)
        return dict(onto)

    @cached_property
    def inferences_from(self) -> dict[str, list[Inference]]:
        """The inferences that a statement is a premise of, by its id."""
        origin: dict[str, list[Inference]] = defaultdict(list)
        for inference in self.inferences.values():
            for premise in inference.premises:
                origin[premise].append(inference)
        return dict(origin)

    @cached_property
    def undercuts_by(self) -> dict[str, list[Inference]]:
        """The inferences that a statement undercuts, by its id."""
        undercut: dict[str, list[Inference]] = defaultdict(list)
        for inference in self.inferences.values():
            for statement in inference.undercutters:
                undercut[statement].append(inference)
        return dict(undercut)

    @cached_property
    def contradicted_by(self) -> dict[str, list[str]]:
        """The statements that a statement contradicts, by its id, in both directions."""
        pairs: dict[str, list[str]] = defaultdict(list)
        for pair in self.contradictions:
            pairs[pair.first].append(pair.second)
            if pair.first != pair.second:
                pairs[pair.second].append(pair.first)
        return dict(pairs)

    @cached_property
    def roots(self) -> list[str]:
        """The statements that bear on nothing, in order: neither premises nor undercutters."""
        return [
            statement
            for statement in self.statements
            if statement not in self.inferences_from and statement not in self.undercuts_by
        ]

    @cached_property
    def sides(self) -> dict[str, Side]:
        """Whether each statement speaks for or against the thesis (`argmap.model.sides`)."""
        return find_sides(self)

    @cached_property
    def depths(self) -> dict[str, int]:
        """How many inferences each statement stands below the thesis, at the least; nearest first.

        What undercuts an inference stands as deep as its premises. Empty where there is no thesis.
        """
        if self.thesis is None:
            return {}
        depths = {self.thesis: 0}
        waiting = [self.thesis]
        for above in waiting:  # which grows while it is gone through
            for inference in self.inferences_to.get(above, ()):
                for below in (*inference.premises, *inference.undercutters):
                    if below not in depths:
                        depths[below] = depths[above] + 1
                        waiting.append(below)
        return depths
