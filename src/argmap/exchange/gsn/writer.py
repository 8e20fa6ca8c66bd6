"""An argument map as a goal structure in YAML."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from argmap.errors import InputError
from argmap.exchange.foreign import report_coverage
from argmap.exchange.foreign.yaml import yaml_key, yaml_text
from argmap.exchange.gsn.elements import RESTATES, STRUCTURE
from argmap.exchange.gsn.roles import Challenge, Roles
from argmap.model import ArgumentMap, Inference, Polarity, Statement, Status
from argmap.model.graph import strongly_connected_components
from argmap.model.losses import LossReport

_EXPRESSED = frozenset(
    {
        "statement",
        "evidence",
        "thesis",
        "support",
        "attack",
        "linked premises",
        "undercut",
        "context",
    }
    | {"label", "url", "tags", "x-acp", "x-node-type", "x-defeated", "map note"}
)
_CHANGED = {
    "assumption": "it becomes a goal",
    "concession": "it becomes a counter goal",
    "contradiction": "one of the two statements challenges the other",
    "expect": "only a rejected goal that is challenged is marked, as defeated",
    "scheme": "it becomes the text of a strategy without a label",
}
_COUNTERS = ("CounterGoal", "CounterSolution")
_NOT_LAYERS = {*STRUCTURE, "node-type", "name"}
"""What a layer cannot be called; gsn2x takes an element with a name for a module."""


def write_structure(argument_map: ArgumentMap, losses: LossReport, title: str) -> str:
    """Return the structure as text.

    Raises:
        InputError: If support runs in a cycle.
    """
    _check_cycles(argument_map)
    report_coverage(argument_map, losses, title, _EXPRESSED, _CHANGED)
    return "\n".join(_Writer(argument_map, losses).lines()).lstrip("\n") + "\n"


def _check_cycles(argument_map: ArgumentMap) -> None:
    def premises(statement: str) -> Iterator[str]:
        for inference in argument_map.inferences_to.get(statement, ()):
            if inference.polarity is Polarity.PRO:
                yield from inference.premises

    for component in strongly_connected_components(argument_map.statements, premises):
        if len(component) > 1 or component[0] in premises(component[0]):
            raise InputError(
                f"a goal structure cannot express support in a cycle, as of `{component[0]}`; "
                "delete one of the inferences in it"
            )


class _Writer:
    def __init__(self, argument_map: ArgumentMap, losses: LossReport) -> None:
        self.map = argument_map
        self.losses = losses
        self.roles = Roles(argument_map, losses)
        self.roles.assign()
        self.names = self.roles.names
        self.challengers: dict[tuple[str, str], str] = {}  # the names that challenge a statement
        self.restatements: list[tuple[str, Statement, Challenge]] = []
        for id_, challenges in self.roles.challenges.items():
            self._name_challengers(argument_map.statements[id_], challenges)
        self.challenged = {self.names[target] for _, target in self.challengers}
        self.contexts: dict[str, list[str]] = defaultdict(list)
        for context in argument_map.contexts.values():
            if context.parent is not None:
                self._add_context(context.id, context.parent)

    def _name_challengers(self, statement: Statement, challenges: list[Challenge]) -> None:
        """Name the elements that challenge: the statement once, then others that restate it."""
        for index, challenge in enumerate(challenges):
            name = self.names[statement.id] if index == 0 else self.roles.new_name("CounterGoal")
            if index:
                self.restatements.append((name, statement, challenge))
                reason = "an element challenges once, so another one restates it"
                self.losses.change("further challenge", reason, statement.id)
            if challenge.relation is None:
                self.challengers[statement.id, challenge.target] = name

    def _add_context(self, context: str, parent: str) -> None:
        """Add a context to a goal or a strategy; no other element has one (V04)."""
        inference = self.map.inferences.get(parent)
        if inference is not None and parent not in self.roles.strategies:
            parent = inference.conclusion
        if self.roles.types.get(parent) in ("Goal", "Strategy"):
            self.contexts[parent].append(self.names[context])
        else:
            reason = "only goals and strategies are in a context, so it belongs to no element"
            self.roles.change("context", reason, context)

    # ---- Lines ----------------------------------------------------------------------------------

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file."""
        if self.map.title:
            yield from ("module:", f"  name: {yaml_text(self.map.title)}")
            if self.map.note:
                yield f"  brief: {yaml_text(self.map.note)}"
        restatements: dict[str, list[tuple[str, Challenge]]] = defaultdict(list)
        for name, statement, challenge in self.restatements:
            restatements[statement.id].append((name, challenge))
        for statement in self.map.statements.values():
            yield from self._statement(statement)
            for name, challenge in restatements[statement.id]:
                yield from self._restatement(name, statement, challenge)
            for inference in self.roles.supports.get(statement.id, ()):
                if inference.id in self.roles.strategies:
                    yield from self._strategy(inference)
        for context in self.map.contexts.values():
            yield from ("", f"{self.names[context.id]}:", f"  text: {yaml_text(context.text)}")
            yield from self._extras(context.id, context.extra, [])

    def _statement(self, statement: Statement) -> Iterator[str]:
        name, type_ = self.names[statement.id], self.roles.types[statement.id]
        yield from ("", f"{name}:", f"  text: {yaml_text(statement.text)}")
        children: list[str] = []
        for inference in self.roles.supports.get(statement.id, ()):
            if inference.id in self.roles.strategies:
                children.append(self.names[inference.id])
            else:
                children += [self.names[premise] for premise in inference.premises]
        children = list(dict.fromkeys(children))
        contexts = self.contexts[statement.id]
        if children:
            yield f"  supportedBy: [{', '.join(children)}]"
        elif type_ in ("Goal", "CounterGoal"):
            yield "  undeveloped: true"
        if contexts:
            yield f"  inContextOf: [{', '.join(contexts)}]"
        if challenges := self.roles.challenges.get(statement.id):
            yield f"  challenges: {self._target(challenges[0])}"
        is_rejected = statement.expect and statement.expect.status is Status.REJECTED
        if is_rejected and name in self.challenged:
            yield "  defeated: true"
        if statement.url:
            yield f"  url: {yaml_text(statement.url)}"
        if statement.tags:
            yield f"  classes: [{', '.join(map(yaml_key, statement.tags))}]"
        yield from self._extras(statement.id, statement.extra, [*children, *contexts])

    def _restatement(self, name: str, statement: Statement, challenge: Challenge) -> Iterator[str]:
        original = self.names[statement.id]
        yield from ("", f"{name}:", f"  text: {yaml_text(statement.text)}")
        yield f"  supportedBy: [{original}]"
        yield f"  challenges: {self._target(challenge)}"
        yield f"  {RESTATES}: {yaml_key(original)}"

    def _target(self, challenge: Challenge) -> str:
        if challenge.relation is None:
            return yaml_key(self.names[challenge.target])
        source, target = challenge.relation
        start = self.challengers.get((source, target)) or self.names[source]
        return yaml_key(f"{start} -> {self.names[target]}")

    def _strategy(self, inference: Inference) -> Iterator[str]:
        yield from ("", f"{self.names[inference.id]}:")
        scheme = (inference.scheme or "").replace("-", " ")
        text = inference.label or (f"Argument from {scheme}" if scheme else "Argument")
        yield f"  text: {yaml_text(text)}"
        premises = [self.names[premise] for premise in inference.premises]
        yield f"  supportedBy: [{', '.join(premises)}]"
        contexts = self.contexts[inference.id]
        if contexts:
            yield f"  inContextOf: [{', '.join(contexts)}]"
        yield from self._extras(inference.id, inference.extra, [*premises, *contexts])

    def _extras(
        self, id_: str, extra: dict[str, tuple[str, ...]], connected: list[str]
    ) -> Iterator[str]:
        """Yield assurance claim points and layers, which were kept as custom attributes."""
        for attribute, values in extra.items():
            name = attribute.removeprefix("x-")
            if name == "acp":
                yield from self._claim_points(id_, values, {self.names[id_], *connected})
            elif name == "defeated":
                if self.names[id_] in self.challenged:
                    yield "  defeated: true"
                else:
                    self.roles.drop(attribute, "nothing challenges it", id_)
            elif name not in _NOT_LAYERS:
                yield f"  {yaml_key(name)}: {yaml_text(', '.join(values))}"

    def _claim_points(
        self, id_: str, values: tuple[str, ...], connected: set[str]
    ) -> Iterator[str]:
        """Yield the claim points that name the element or what is connected with it (V09)."""
        points: list[str] = []
        for value in values:
            point, _, targets = value.partition(": ")
            ids = [self.names.get(target, target) for target in targets.split(", ")]
            if point and connected.issuperset(ids):
                points.append(f"    {yaml_key(point)}: [{', '.join(map(yaml_key, ids))}]")
            else:
                reason = "it names an element that is not connected with its own"
                self.losses.drop("claim point", reason, id_)
        if points:
            yield from ("  acp:", *points)
